/* SPDX-License-Identifier: GPL-2.0 */
/*
 * proof.h - what is known of every commit of a series
 */
#ifndef PROOF_H
#define PROOF_H

#include "result/coverage.h"
#include "result/verdict.h"

#include <git2.h>
#include <jansson.h>

struct base;
struct patch;
struct plan;
struct series;

/* One commit: what it changes against its parent, and what is known of it. */
struct proven {
	git_oid commit;
	char *subject;
	const char *patch;		/* id of the plan's patch that it is; "" for none */
	struct verdicts verdicts;
	json_t *reasons;		/* rows, see explain.h; NULL: nobody asked */
};

struct proof {
	const struct base *base;	/* borrowed, like the next two */
	const struct plan *plan;
	const struct series *series;
	struct proven *v;
	size_t nr, alloc;
	struct coverage coverage;	/* of all targets so far */
};

/* A proof of @series in which nothing has been examined yet. */
void proof_init(struct proof *, const struct plan *, const struct series *);
/* The plan's patch that commit @nr is: the one that made this tree, or the one of this
 * subject when the branch was edited. Borrowed; NULL when there is none. */
const struct patch *proof_patch(const struct proof *, size_t nr);
/* The commit that @name means: its number, its patch id, or the beginning of its id of at
 * least four digits. Fails with FAIL_USAGE when it is none or more than one. */
int proof_find(const struct proof *, const char *name, size_t *nr);
/* How many verdicts are of this kind. */
size_t proof_count(const struct proof *, enum verdict_kind);
void proof_release(struct proof *);

static inline __attribute__((unused)) void free_proof(struct proof *proof)
{
	proof_release(proof);
}

#endif
