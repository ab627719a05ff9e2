/* SPDX-License-Identifier: GPL-2.0 */
/*
 * candidate.h - the files of a base in which certain words stand
 */
#ifndef CANDIDATE_H
#define CANDIDATE_H

#include <git2.h>

struct base;
struct campaign;
struct files;
struct state;
struct strlist;

/*
 * Of the @files of @tree, the .c and .h files inside the campaign's scope (or @scope,
 * when that is not empty) that hold one of @words as a whole identifier, comments and
 * strings included; sorted by path. Read from the object store, in this process;
 * remembered by tree, scope and words. When another tree was searched like that
 * before, only files that differ are read.
 */
int candidates_find(struct files *out, struct state *, const struct base *,
		    const struct files *files, const git_oid *tree, const struct campaign *,
		    const struct strlist *scope, const struct strlist *words);

/* The same for files that are neither .c nor .h: assembler, documents, Kconfig. */
int candidates_find_other(struct files *out, struct state *, const struct base *,
			  const struct files *files, const git_oid *tree, const struct campaign *,
			  const struct strlist *scope, const struct strlist *words);
/* All files that could be searched: for a rule that tells no word. */
void candidates_all(struct files *out, const struct files *files, const struct campaign *,
		    const struct strlist *scope);

/* Is the answer to that remembered? 1, 0, or -1. */
int candidates_known(struct state *, const git_oid *tree, const struct campaign *,
		     const struct strlist *scope, const struct strlist *words);

#endif
