/* SPDX-License-Identifier: GPL-2.0 */
/*
 * convert.h - carry out one step of a campaign on a tree
 */
#ifndef CONVERT_H
#define CONVERT_H

#include <git2.h>
#include <stdbool.h>

struct base;
struct campaign;
struct changes;
struct files;
struct mailpatch;
struct rule;
struct spatch;
struct state;
struct step;
struct strlist;

/* The tree that a step starts from: the base's files, and what changed since. */
struct overlay {
	struct state *state;
	const struct base *base;
	const struct campaign *campaign;
	const struct files *all;	/* of the base */
	struct files *over;		/* changed files, sorted; zero oid: removed */
	git_oid tree;			/* base and @over together */
};

/* The files of @overlay inside the step's scope that hold one of @words; NULL: all .c and
 * .h files there. */
int overlay_candidates(struct files *out, const struct overlay *, const struct step *,
		       const struct strlist *words);
/* All files of the ground, sorted. */
void overlay_files(struct files *out, const struct overlay *);
/* Take the changes over into the ground: @over and @tree. */
int overlay_apply(struct overlay *, const struct changes *);

/* Read the rule of @step; spatch says what it looks for. */
int convert_load(struct rule *, struct spatch *, const struct step *);
/* The files of @overlay that the rule of @step may change: that hold one of the words which the
 * step names, or which the rule needs; all of the scope where there is no such word. */
int convert_candidates(struct files *out, const struct overlay *, const struct step *,
		       const struct rule *);
/* Run @rule over @files (blobs of the ground). */
int convert_rule(struct changes *, const struct overlay *, struct spatch *, const struct rule *,
		 const struct files *files);
/* The same, and again over what it changed, until a pass changes nothing. Fails with FAIL_NO when
 * the pass behind the @repeat-th still changes something. */
int convert_rule_often(struct changes *, const struct overlay *, struct spatch *,
		       const struct rule *, const struct files *files, unsigned repeat);
/* Rewrite the comments that the campaign names in files that the changes touch. */
int convert_remarks(struct changes *, const struct base *, const struct campaign *);
/* Apply the hand-written patch of @step to the tree of the ground, as git apply reads it; @merged:
 * only a three-way merge could. */
int convert_diff(struct changes *, bool *merged, const struct overlay *, const struct step *);
/* The same with the diff of a mail. */
int convert_mail(struct changes *, bool *merged, const struct overlay *,
		 const struct mailpatch *);

/* @tree with @changes made; stored. */
int tree_with(const struct base *, const git_oid *tree, const struct changes *, git_oid *out);

#endif
