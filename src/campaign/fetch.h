/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fetch.h - the base that a campaign names: a branch of a remote, by git fetch
 *
 *	[base]
 *		remote = origin		a remote of the repository, or a URL
 *		branch = master
 *
 * It goes to refs/treewide/base/<remote>/<branch>. No reference of the user moves: no
 * branch, no remote-tracking branch, no tag, no FETCH_HEAD.
 */
#ifndef FETCH_H
#define FETCH_H

struct base;
struct campaign;
struct state;

/* Are both keys there, or none? */
int fetch_check(const struct campaign *);
/* The reference, and what people call it; owned by the caller. The campaign names a base. */
char *fetch_ref(const struct campaign *);
char *fetch_name(const struct campaign *);
/* Get it, with the user's own settings for that remote. */
int fetch_base(struct state *, const struct base *, const struct campaign *);

#endif
