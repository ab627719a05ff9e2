/* SPDX-License-Identifier: GPL-2.0 */
/*
 * trial.h - the campaign of one rule: what treewide try shows and treewide init begins with
 */
#ifndef TRIAL_H
#define TRIAL_H

struct base;
struct campaign;
struct strlist;

/* What the rule says of itself: its lines "/// ...", up to an empty one, as one line without a full
 * stop; "" where it says nothing. Owned by the caller; NULL with a reason: it cannot be read. */
char *trial_what(const char *rule);
/* What a scope calls @path: "./drivers/hid/" is drivers/hid, and "." is "", everything. Owned by
 * the caller. */
char *trial_scope(const char *path);
/* Make the campaign of @rule in the folders and files @paths (none: everywhere), split as @split
 * says (NULL: by subsystem). It is whole, as one that was read. Fails with FAIL_USAGE. */
int trial_campaign(struct campaign *, const char *rule, const char *split,
		   const struct strlist *paths);
/* Are the paths of its scope there? Fails with FAIL_USAGE. */
int trial_check(const struct campaign *, const struct base *);

#endif
