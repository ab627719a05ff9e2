/* SPDX-License-Identifier: GPL-2.0 */
/*
 * subsystem.h - who must get a patch, as the base itself says
 *
 * The only file that knows scripts/get_maintainer.pl. It is the base's own
 * script, on the base's own MAINTAINERS, .mailmap and .get_maintainer.ignore,
 * asked file by file; answers are remembered by the blobs of all of these.
 */
#ifndef SUBSYSTEM_H
#define SUBSYSTEM_H

#include "list.h"

#include <stdbool.h>

struct base;
struct campaign;
struct files;
struct state;

struct recipient {
	char *name;		/* "" for a list */
	char *email;
	char *why;		/* role and section, as get_maintainer.pl tells them */
	bool to;		/* To; otherwise Cc */
};

/* Sorted by To before Cc, then by address; each address once. */
struct recipients {
	struct recipient *v;
	size_t nr, alloc;
};

/* Ask for all @paths (files of the base), in parallel; fills the ledger. */
int subsystems_ask(struct state *, const struct base *, const struct files *all,
		   const struct strlist *paths);
/* Add who is responsible for @path, which was asked for before, by the rules of
 * the campaign: maintainers in To; reviewers, lists and fixed addresses in Cc. */
int recipients_add(struct recipients *, struct state *, const struct files *all,
		   const struct campaign *, const char *path);
/* Add those of @others. */
void recipients_join(struct recipients *, const struct recipients *others);
void recipients_release(struct recipients *);

/* One line of get_maintainer.pl --roles; false when it is not understood. Names
 * lose control characters, so that nothing can be injected into a header. */
bool recipient_parse(struct recipient *, const char *line);
void recipient_release(struct recipient *);

#endif
