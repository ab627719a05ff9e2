/* SPDX-License-Identifier: GPL-2.0 */
/*
 * spatch.h - the handle on Coccinelle: what is installed, and what it says of a rule
 *
 * The user's own .cocciconfig is not heard. That of the base is: its options stand before
 * those of the rule, but for what treewide sees to itself (ruleoption.h).
 */
#ifndef SPATCH_H
#define SPATCH_H

#include "cocci/includes.h"
#include "csrc/layout.h"
#include "lib/list.h"

#include <git2.h>

struct base;
struct change;
struct files;
struct profile;
struct rule;
struct state;

struct spatch {
	struct state *state;	 /* borrowed */
	const struct base *base; /* borrowed */
	char *version;		 /* first line of spatch --version */
	char *style;		 /* .clang-format of the base; NULL for none */
	char *formatter;	 /* clang-format --version */
	struct layout_limits limits; /* of .clang-format and checkpatch.pl of the base */
	const struct profile *profile; /* of the base: its style goes before .clang-format */
	char *home;		       /* HOME=...: a folder without a .cocciconfig */
	struct strlist config;	       /* options of the base's .cocciconfig */
	struct files named;	       /* files of the base that they name */
	unsigned timeout;	       /* seconds for one file: 200, as the kernel's .cocciconfig
					 * has it, or $TREEWIDE_SPATCH_TIMEOUT */
	unsigned batch;		 /* files in one run at most, or $TREEWIDE_SPATCH_BATCH */
};

/* Find out what is installed, and what the base, which has the files @all, says in its
 * .clang-format, checkpatch.pl and .cocciconfig. */
int spatch_open(struct spatch *, struct state *, const struct base *, const struct files *all);
void spatch_release(struct spatch *);

/* Fill in rule->tokens and rule->everywhere. A rule that does not parse, or that needs what
 * is not here, is refused. */
int spatch_tokens(struct spatch *, struct rule *);
/* All options of a call for @rule: of the base, of the rule, and -D with its mode. */
void spatch_options(const struct spatch *, const struct rule *, struct strlist *options);
/* Why spatch failed, as one line of what it said, with the paths of people instead of those
 * of copies in @copies; owned by the caller. */
char *spatch_reason(const struct rule *, const char *copies, const char *log);
/* Does spatch say that it lacks what a script in the rule needs, whatever the file? That is a
 * failure, -1. */
int spatch_lacks(const struct rule *, const char *log);
/* Write files of the base into the folder @dir, under their paths; what is there stays. */
int spatch_write(const struct spatch *, const struct files *, const char *dir);
/* Why words of @rule still stand in a change's result: which, where, and whether spatch could not
 * parse the function. Owned by the caller; NULL on failure. @settled: the rule is through with the
 * file, for they are members that it takes of one type of struct, in functions that spatch
 * understood: of other structs, or of that type where spatch does not see it. */
char *spatch_explain(struct spatch *, const struct rule *, const struct change *, bool *settled);

#endif
