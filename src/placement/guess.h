/* SPDX-License-Identifier: GPL-2.0 */
/*
 * guess.h - a subject prefix for a file of which nobody knows one
 *
 * Neither the history of the file, nor the campaign, nor the branch has one. A guess is
 * enough to see the plan; a person confirms it by a [prefix] section. Pure.
 */
#ifndef GUESS_H
#define GUESS_H

#include "campaign/campaign.h"
#include "lib/list.h"

/* A section that would confirm it, and the files that it is for. */
struct guess {
	char *section;		/* path of the file, or of its folder with a slash */
	char *subject;
	const char *why;	/* where it comes from: a literal */
	struct strlist files;
};

struct guesses {
	struct guess *v;
	size_t nr, alloc;
};

/*
 * Guess for @path, and put it with those that have the same section. What a driver is (the
 * file, or a folder) tells a section of a neighbour in @known, else the entry of @maintainers
 * (the text of MAINTAINERS; or NULL), else the folder. What stands before its name is that of
 * the nearest neighbours in @known, else the name of the subsystem's folder.
 */
const struct guess *guess_prefix(struct guesses *, const struct keyed_texts *known,
				 const char *maintainers, const char *path);
/* The same file with a subject that was a guess before; takes nothing over. */
const struct guess *guess_again(struct guesses *, const char *path, const char *subject);
/* Is the prefix of this file a guess? */
bool guesses_has(const struct guesses *, const char *path);
/* All as sections of campaign.conf; owned by the caller. */
char *guesses_text(const struct guesses *);
void guesses_release(struct guesses *);

#endif
