/* SPDX-License-Identifier: GPL-2.0 */
/*
 * result.h - what is known of every commit of a series
 */
#ifndef RESULT_H
#define RESULT_H

#include "result/coverage.h"
#include "result/verdict.h"

#include <git2.h>
#include <jansson.h>

struct base;
struct patch;
struct plan;
struct series;

/* One commit: what it changes against its parent, and what is known of it. */
struct commit_result {
	git_oid commit;
	char *subject;
	const char *patch;		/* id of the plan's patch that it is; "" for none */
	struct verdicts verdicts;
	json_t *reasons;		/* rows, see explain.h; NULL: nobody asked */
};

struct series_result {
	const struct base *base;	/* borrowed, like the next two */
	const struct plan *plan;
	const struct series *series;
	struct commit_result *v;
	size_t nr, alloc;
	struct coverage coverage;	/* of all targets so far */
};

/* A proof of @series in which nothing has been examined yet. */
void result_init(struct series_result *, const struct plan *, const struct series *);
/* The plan's patch that commit @nr is: the one that made this tree, or the one of this
 * subject when the branch was edited. Borrowed; NULL when there is none. */
const struct patch *result_patch(const struct series_result *, size_t nr);
/* The commit that @name means: its number, its patch id, or the beginning of its id of at
 * least four digits. Fails with FAIL_USAGE when it is none or more than one. */
int result_find(const struct series_result *, const char *name, size_t *nr);
/* How many verdicts are of this kind. */
size_t result_count(const struct series_result *, enum verdict_kind);
void result_release(struct series_result *);

static inline __attribute__((unused)) void free_result(struct series_result *proof)
{
	result_release(proof);
}

#endif
