/* SPDX-License-Identifier: GPL-2.0 */
/*
 * subjectprefix.h - the subject prefix of files: "net: stmmac" of "net: stmmac: Fix a leak"
 */
#ifndef SUBJECTPREFIX_H
#define SUBJECTPREFIX_H

#include <stdbool.h>
#include <stddef.h>

struct base;
struct campaign;
struct guesses;
struct state;
struct strlist;

/*
 * The subject prefix that most of @subjects (newest first) use: what stands
 * before the last ": " that still looks like a prefix. NULL when none has one;
 * owned by the caller. A tie goes to the newer one. Pure.
 */
char *subject_prefix(const struct strlist *subjects);
/* The length of the prefix of one subject, by the same rule; 0 when it has none. Pure. */
size_t subject_prefix_len(const char *subject);
/* One prefix for files that have these: the longest begin, cut at ":" or "/", that more than half
 * of them share; "treewide" where there is none. Owned by the caller. Pure. */
char *subject_prefix_common(const struct strlist *prefixes);

/* What tells the subject prefix of a file; all but @guesses is borrowed. */
struct prefix_sources {
	struct state *state;
	const struct base *base;
	const struct campaign *campaign;
	/* What the branch calls the file, and whether that was a guess; NULL: it has none. */
	const char *(*before)(const void *branch, const char *path, bool *guessed);
	const void *branch;
	const char *maintainers;		/* the text of MAINTAINERS; or NULL */
	struct guesses *guesses;		/* filled in */
};

/*
 * For each of @paths the subject prefix that the history of the file tells; where it cannot,
 * the campaign's; else the one that it had on the branch; else a guess (guess.h), which is
 * put into @guesses, too. A [prefix] may come before history. @whys (or NULL): where each
 * comes from.
 */
int subject_prefixes(struct strlist *prefixes, struct strlist *whys,
		     const struct prefix_sources *, const struct strlist *paths);

#endif
