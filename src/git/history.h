/* SPDX-License-Identifier: GPL-2.0 */
/*
 * history.h - how people name their commits to a file
 *
 * git is asked: walking the history of a path is much faster there than in
 * libgit2 (commit-graph, changed-path filters). Remembered by base commit and path.
 */
#ifndef HISTORY_H
#define HISTORY_H

struct base;
struct state;
struct strlist;

/* Ask about all @paths, in parallel; fills the ledger. */
int history_ask(struct state *, const struct base *, const struct strlist *paths);
/* The subjects of the latest commits to @path, which was asked for before, newest
 * first; none when the history of the base is not there. */
int history_subjects(struct strlist *subjects, struct state *, const struct base *,
		     const char *path);

#endif
