/* SPDX-License-Identifier: GPL-2.0 */
/*
 * inputs.h - what a thing that Kbuild makes is made from, and the key of that
 *
 * A thing is named by what make is told: an object, or a preprocessed source; the name
 * may hold "../", see modules_goal(). Which files it reads is known only from Kbuild's
 * record of an earlier time; so the lists that were seen are remembered, and each gives a
 * key that may be known.
 */
#ifndef INPUTS_H
#define INPUTS_H

#include <git2.h>
#include <jansson.h>

struct revision;
struct revisions;
struct strlist;

/*
 * What decides the flags of @thing, see the README of this wing: the values of all options are in
 * the generated files; what Kbuild reads for every object; the Makefiles of the folder and
 * of those above. One that includes others, or asks a shell or the list of files, counts
 * as all Makefiles of the tree.
 */
int inputs_flags(struct revisions *, const struct revision *, const char *thing, git_oid *);
/* The key of @thing in a tree, with its @flags, when it reads @sources there. It also
 * covers which headers of the same names stand elsewhere: an #include could find a new one
 * first. */
git_oid inputs_key(const struct revisions *, const struct revision *, const git_oid *flags,
		   const char *thing, const struct strlist *sources);
/* The lists that were seen, newest first; NULL when there are none. */
int inputs_lists(struct revisions *, const char *thing, json_t **lists);
/* Add the files of list @nr. */
void inputs_take(const json_t *lists, size_t nr, struct strlist *sources);
int inputs_remember(struct revisions *, const char *thing, const struct strlist *sources);

#endif
