/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rule.h - one semantic patch, its header and its words
 *
 * A rule opens as those in the kernel's scripts/coccinelle: /// what it does,
 * then "// Confidence:", "// Options:", "// Requires:"; the kernel's own are taken as
 * they are. Which words a rule looks for is told by spatch (spatch.h); which of them it
 * removes is told by its own minus lines, or by a line "// Residue: word ..." where that
 * guess is wrong.
 *
 * A rule may have modes (virtual patch, virtual report): one of them is chosen, as by
 * spatch -D.
 */
#ifndef RULE_H
#define RULE_H

#include "campaign/rulefile.h"
#include "lib/list.h"

#include <git2.h>

struct rule {
	char *path;
	struct rulefiles files;	   /* itself, and what it includes */
	git_oid digest;		   /* of all that it reads, its options and its mode */
	struct strlist options;	   /* for every call of spatch, with whole paths */
	struct strlist modes;	   /* what stands behind virtual */
	char *mode;		   /* one of them, given with -D; NULL for none */
	struct strlist minus;	   /* sorted: words only in minus lines */
	struct strlist members;	   /* sorted: words of minus lines behind . or -> */
	struct strlist typed;	   /* sorted: those of @members that only structs of one type
					 * lose, see smpl.h */
	bool residue_named;		/* @minus comes from "// Residue:" */
	bool described, confident;	/* has "/// TEXT", "// Confidence:" */
	bool alone;			/* its scripts keep something from file to file */
	bool knows_path;		/* what it does may depend on a file's path */
	char *requires;			/* the oldest version of spatch; NULL: any */
	unsigned requires_line;
	struct strlist tokens;		/* sorted; filled in by spatch_tokens() */
	bool everywhere;		/* likewise: there is no word to look for */
};

/* Read @path, to be run in @mode; NULL: in the mode patch if there are modes, "none": in
 * no mode. Fails with FAIL_USAGE when it has modes and none is chosen, or an option that
 * treewide cannot grant. */
int rule_load(struct rule *, const char *path, const char *mode);
/* Has the rule that option, such as --no-includes? */
bool rule_has_option(const struct rule *, const char *option);
/* Does it take or add anything? A rule that does not reports. */
bool rule_changes(const struct rule *);
/* The words that must not stand in a converted file any more: those minus words
 * that are tokens too (or just those of "// Residue:"); sorted. */
void rule_residue(const struct rule *, struct strlist *words);
/* Words one of which a file must hold to be changed, sorted: words of minus lines where
 * each change removes one, else the tokens. */
void rule_needs(const struct rule *, struct strlist *words);
/* What the rule calls otherwise: "OLD NEW". */
void rule_renames(const struct rule *, struct strlist *renames);
void rule_release(struct rule *);

#endif
