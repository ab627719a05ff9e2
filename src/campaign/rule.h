/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rule.h - one semantic patch, its header and its words
 *
 * A rule opens as those in the kernel's scripts/coccinelle: /// what it does,
 * then "// Confidence:", "// Options:", "// Requires:". Which words a rule looks
 * for is told by spatch (spatch.h); which of them it removes is told by its own
 * minus lines, or by a line "// Residue: word ..." where that guess is wrong.
 */
#ifndef RULE_H
#define RULE_H

#include "lib/list.h"

#include <git2.h>

struct rule {
	char *path, *text;
	git_oid digest;			/* of the whole text */
	struct strlist options;		/* for spatch, from "// Options:" */
	struct strlist minus;		/* sorted: words only in minus lines */
	bool residue_named;		/* @minus comes from "// Residue:" */
	struct strlist tokens;		/* sorted; filled in by spatch_tokens() */
};

/* Read @path. A rule without /// and "// Confidence:" is refused with its line. */
int rule_load(struct rule *, const char *path);
/* The words that must not stand in a converted file any more: those minus words
 * that are tokens too (or just those of "// Residue:"); sorted. */
void rule_residue(const struct rule *, struct strlist *words);
void rule_release(struct rule *);

#endif
