/* SPDX-License-Identifier: GPL-2.0 */
/*
 * spatch.h - the only file that knows Coccinelle
 *
 * spatch skips what it cannot parse and exits 0, exits 255 when nothing
 * changed, and says little about either. So one file a run, under a name of our
 * own, and the result is judged by what stands in it: the words that should be
 * gone (residue), never by the exit code. Answers are facts keyed by blob, rule,
 * options, spatch version and the style that lays out changed lines.
 */
#ifndef SPATCH_H
#define SPATCH_H

#include "csrc/layout.h"

#include <git2.h>

struct base;
struct change;
struct changes;
struct files;
struct rule;
struct state;

struct spatch {
	struct state *state;	 /* borrowed */
	const struct base *base; /* borrowed */
	char *version;		 /* first line of spatch --version */
	char *style;		 /* .clang-format of the base; NULL for none */
	char *formatter;	 /* clang-format --version */
	struct layout_limits limits; /* of .clang-format and checkpatch.pl of the base */
	unsigned timeout;	     /* seconds for one file: 200, as the kernel's .cocciconfig
					 * has it, or $TREEWIDE_SPATCH_TIMEOUT */
};

/* Find out what is installed, and how the base, which has the files @all, lays out lines. */
int spatch_open(struct spatch *, struct state *, const struct base *, const struct files *all);
void spatch_release(struct spatch *);

/* Fill in rule->tokens. A rule that does not parse or has no token is refused. */
int spatch_tokens(struct spatch *, struct rule *);
/* Run @rule over every change's @before; fills in after, residue and trouble. */
int spatch_convert(struct spatch *, const struct rule *, struct changes *);
/* Why words of the rule still stand in a change's result: which, where, and whether
 * spatch could not parse the function. Owned by the caller; NULL on failure. */
char *spatch_explain(struct spatch *, const struct change *);

#endif
