/* SPDX-License-Identifier: GPL-2.0 */
/*
 * patchid.h - what git patch-id says of commits and of mails
 *
 * An id of the lines that a patch takes and adds, whatever their numbers and blanks: a mail has
 * that of the commit it was made of.
 */
#ifndef PATCHID_H
#define PATCHID_H

#include <git2.h>
#include <stddef.h>

struct base;
struct state;

struct patch_id {
	char *id;		/* as git prints it */
	git_oid commit;		/* zero of a mail that names none */
};

struct patch_ids {
	struct patch_id *v;
	size_t nr, alloc;
};

/* Add the ids of the commits in the range "a..b"; merges have none, nor has what changes
 * nothing. */
int patch_ids_range(struct patch_ids *, const struct state *, const struct base *,
		    const char *range);
/* Add the ids of the patches in the text of a mail. */
int patch_ids_mail(struct patch_ids *, const struct state *, const struct base *,
		   const char *mail);
/* The commit of the patch @id; NULL: none. */
const git_oid *patch_ids_find(const struct patch_ids *, const char *id);
void patch_ids_release(struct patch_ids *);

#endif
