/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rustlayout.h - what rustfmt says of a source, and what of it is new
 *
 * Pure. Findings of the kind "layout" have as text a run of lines "-OLD" and "+NEW" of rustfmt's
 * diff; the line is the first of the old ones, or the one that the new ones stand before. One of
 * the kind "parse" says that rustfmt cannot read the source.
 */
#ifndef RUSTLAYOUT_H
#define RUSTLAYOUT_H

#include "lib/list.h"
#include "style/finding.h"

#include <stdbool.h>

/*
 * Read what "rustfmt --check" said of its standard input: @out is its standard output, @log the
 * other one, @failed: it left with an exit code that is not 0. Findings have no file.
 */
void rustlayout_parse(struct findings *, const char *out, const char *log, bool failed);
/*
 * Tell what is new. Old is what the side before has as well, of lines that the commit left alone.
 * Where that side could not be read nothing is known of it, and only what touches a changed line is
 * new.
 */
void rustlayout_match(struct findings *before, struct findings *after, const struct blocks *);
/* A text of the kind "layout" for people; owned by the caller. */
char *rustlayout_words(const char *text);

/* What the base's own "make rustfmtcheck" leaves out: patterns of fnmatch(3). */
struct rustlayout_rule {
	struct strlist paths;	/* of whole paths */
	struct strlist leaves;	/* of their last parts */
};

/* By the rule "rustfmt" of the Makefile at the top; empty where that has none. */
void rustlayout_rule_read(struct rustlayout_rule *, const char *makefile);
bool rustlayout_leaves_out(const struct rustlayout_rule *, const char *path);
void rustlayout_rule_release(struct rustlayout_rule *);

#endif
