/* SPDX-License-Identifier: GPL-2.0 */
/*
 * repro.h - a build of ours as a line that a person can paste into a shell
 *
 * It takes the tree out of the repository into a folder of its own, configures it
 * beside that and makes the goals, with the words and the environment that our own
 * makes get; nothing else of the caller's environment but PATH, HOME and TMPDIR, in which
 * the folder is made (/tmp without it). Neither the repository nor its work trees change.
 */
#ifndef REPRO_H
#define REPRO_H

#include <git2.h>
#include <stdio.h>

struct base;
struct kbuild;

/* Write a blank and @word, quoted as a shell wants it where it has to be. */
void repro_word(FILE *out, const char *word);
/* The line that makes @goal (an object, or "all") of @tree; owned by the caller. */
char *repro_make(const struct kbuild *, const struct base *, const git_oid *tree,
		 const char *goal);
/* The line that runs @program of a campaign in @tree, and shows the result that it writes;
 * owned by the caller. */
char *repro_run(const struct base *, const git_oid *tree, const char *program, unsigned jobs);

#endif
