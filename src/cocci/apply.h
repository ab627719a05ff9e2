/* SPDX-License-Identifier: GPL-2.0 */
/*
 * apply.h - run a rule over files
 *
 * spatch skips what it cannot parse and exits 0, and says little about it. So the result is
 * judged by what stands in it: the words that should be gone (residue), never by the exit
 * code. To start spatch costs more than most files do, so it gets many at once, each as a
 * group of its own (--file-groups), under its path in the tree. Where such a run fails or does
 * not end, the file at which it stood runs alone, and the others again without it. A rule
 * whose scripts remember something from file to file gets one file at a time.
 *
 * Answers are facts keyed by blob, by all that spatch reads beside it (the rule and its
 * parts, headers, options), by spatch's version and by the style that lays out changed lines.
 */
#ifndef APPLY_H
#define APPLY_H

struct changes;
struct rule;
struct source_tree;
struct spatch;

/* Run @rule over every change's @before; fills in after, residue and trouble. */
int apply_rule(struct spatch *, const struct rule *, const struct source_tree *, struct changes *);

#endif
