/* SPDX-License-Identifier: GPL-2.0 */
/*
 * series.h - the commits of a series, as they stand on a branch
 *
 * From the tip down to the base of the campaign. What the cover commit stands on is the
 * base of the branch: the campaign's, or the last patch of the waves before.
 */
#ifndef SERIES_H
#define SERIES_H

#include <git2.h>
#include <stdbool.h>
#include <stddef.h>

struct base;
struct campaign;

/*
 * Trees have numbers: 0 is the base, n the n-th commit of the series, and what is behind
 * these is a commit outside of it that one inside has as a parent, see range.h.
 */
struct commit {
	git_oid id, tree;
	size_t before;		/* the tree that it changes: of its first parent */
	size_t *merged;		/* trees of its other parents */
	size_t nr_merged;
	bool is_merge;		/* it has others, whether or not they are looked at */
	char *subject;
	char *message;		/* whole */
	char *author;		/* Name <address> */
};

/* A commit outside of a range that is a parent of one inside. */
struct outsider {
	git_oid id, tree;
};

struct outsiders {
	struct outsider *v;
	size_t nr, alloc;
};

struct series {
	char *branch;		/* b4/<campaign>, or b4/<campaign>-<wave>; a range: its words */
	git_oid base;		/* the commit that the cover stands on */
	size_t below;		/* how many of the commits stand below the cover */
	git_oid start;		/* the commit that the first patch stands on: the cover */
	git_oid tip;
	char *cover;		/* message of the cover commit; NULL: there is none */
	bool unchanged;		/* the branch stood there already */
	struct commit *v;	/* the patches in order, without the cover: all from the base on */
	size_t nr, alloc;
	struct outsiders outside;	/* of a range; empty else */
	bool is_range;		/* any commits, not those of a campaign */
};

/* The branch of a campaign, or of one wave of it (NULL: none); owned by the caller. */
char *series_branch(const struct campaign *, const char *wave);
/* The reference of @branch; owned by the caller. */
char *series_ref(const char *branch);
/* Read the commits between the base and the tip of @branch. Only where @stacked, for a
 * wave, patches may stand below the cover. */
int series_load(struct series *, const struct base *, const char *branch, bool stacked);
/* Read @branch, which may stand on another base: 1; there is no such branch: 0; it cannot
 * be read as a series: 1 with its tip and no commits. */
int series_find(struct series *, const struct base *, const char *branch, bool stacked);
/* Read the commits above @from, up to @tip; none of them is a cover. */
int series_read(struct series *, const struct base *, const git_oid *from, const git_oid *tip);
/* The commits from its start to its tip as git takes them, "a..b"; owned by the caller. */
char *series_range(const struct series *);
/* The tree with number @nr, see struct commit. */
const git_oid *series_tree(const struct series *, const struct base *, size_t nr);
/* Add a commit to the end, which is a change of the last one. */
void series_add(struct series *, git_commit *commit);
/* The tree that commit @nr of a series on @base stands on. */
int series_tree_before(const struct series *, const struct base *, size_t nr, git_oid *tree);
void series_release(struct series *);

#endif
