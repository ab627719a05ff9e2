/* SPDX-License-Identifier: GPL-2.0 */
/*
 * audit.h - who owns what the API hands out, module by module
 *
 * A file that calls a taker of the campaign's family is judged together with all
 * files that Kbuild links it with. Comments and strings do not count.
 */
#ifndef AUDIT_H
#define AUDIT_H

#include "ctoken.h"
#include "list.h"

struct base;
struct campaign;
struct files;
struct modules;

enum ownership {
	OWNER_IMPLICIT,		/* enabled as managed, taken, released nowhere */
	OWNER_EXPLICIT,		/* released by some file of the module */
	OWNER_UNMANAGED,	/* the module never enables as managed */
	OWNER_UNCLEAR,		/* a header: it belongs to no module */
};

/* One file that takes. */
struct site {
	char *path;
	char *module;		/* the first module it goes into */
	enum ownership owner;
	char *why;		/* one sentence with a file and a line */
	struct cuses takes;	/* where, in this file */
};

struct sites {
	struct site *v;
	size_t nr, alloc;
};

/* Judge each file of @candidates that takes. @modules must know them all. */
int audit_classify(struct sites *, const struct base *, const struct campaign *,
		   const struct files *candidates, const struct modules *);
const struct site *sites_find(const struct sites *, const char *path);
void sites_release(struct sites *);
/* "implicit", "explicit", ... */
const char *ownership_name(enum ownership);

static inline __attribute__((unused)) void free_sites(struct sites *sites)
{
	sites_release(sites);
}

#endif
