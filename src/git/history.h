/* SPDX-License-Identifier: GPL-2.0 */
/*
 * history.h - how people name their commits to a file
 *
 * git is asked: walking the history of a path is much faster there than in
 * libgit2 (commit-graph, changed-path filters). A commit without parents is no history: it
 * brings all files at once, as an import does, or the commit at which a shallow clone ends.
 * Remembered by base commit, path, and where the history ends.
 */
#ifndef HISTORY_H
#define HISTORY_H

#include <stdbool.h>

struct base;
struct state;
struct strlist;

/* Where the history ends in a shallow repository; NULL when it is whole. Owned by the
 * caller. */
char *history_end(const struct base *);
/* Has the base any history that could be asked? */
bool history_is_there(const struct base *);
/* Ask about all @paths, in parallel; fills the ledger. */
int history_ask(struct state *, const struct base *, const struct strlist *paths);
/* The subjects of the latest commits to @path, which was asked for before, newest
 * first; none when the history of the base is not there. */
int history_subjects(struct strlist *subjects, struct state *, const struct base *,
		     const char *path);

#endif
