/* SPDX-License-Identifier: GPL-2.0 */
/*
 * result.h - what is known of every commit of a series
 */
#ifndef RESULT_H
#define RESULT_H

#include <git2.h>
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct base;
struct patch;
struct plan;
struct series;

/*
 * Which target compiles which file of which commit
 *
 * A header counts as compiled when a source that reads it is. One target that compiles
 * a file is enough; a file that none compiles is uncovered.
 */
enum coverage_state {
	COVERAGE_COMPILED,
	COVERAGE_FAILED,	/* its object, or all that were tried, did not appear */
	COVERAGE_UNBUILT,	/* the configuration of this target leaves it out */
};

struct coverage_row {
	size_t commit;
	char *file, *target;
	enum coverage_state state;
};

/* By target, then commit, then file. */
struct coverage {
	struct coverage_row *v;
	size_t nr, alloc;
};

void coverage_add(struct coverage *, size_t commit, const char *file, const char *target,
		  enum coverage_state);
/* The best that any target makes of a file. */
enum coverage_state coverage_best(const struct coverage *, size_t commit, const char *file);
const char *coverage_name(enum coverage_state);

/*
 * The outcome of one check on one commit, and how it is known
 */
enum verdict_kind {
	VERDICT_PASS,
	VERDICT_FAIL,
	VERDICT_VOID,		/* the base fails too */
	VERDICT_UNCOVERED,	/* nothing that was done can tell */
	VERDICT_SKIPPED,
};

struct verdict {
	const char *check;		/* objects, readers, symbols, checkpatch, ... */
	char *target;			/* NULL where it does not matter */
	enum verdict_kind kind;
	const char *evidence;		/* compiled, preprocessed, sampled, booted, ...; "" */
	char *detail;			/* one line for people */
	char *log;			/* NULL when there is none */
	char *state;			/* what a program looked at, see check_program.h; or NULL */
	double seconds;
	bool reused;   /* the ledger answered, nothing was run */
	bool optional; /* skipped, for it is worth its time only where that is
					 * short: keeps no series back */
};

struct verdicts {
	struct verdict *v;
	size_t nr, alloc;
};

/* Add a verdict; @detail is taken over, the rest is copied or static. */
struct verdict *verdicts_add(struct verdicts *, const char *check, const char *target,
			     enum verdict_kind, const char *evidence, char *detail);
const char *verdict_name(enum verdict_kind);
void verdicts_release(struct verdicts *);

/* One commit: what it changes against its parent, and what is known of it. */
struct commit_result {
	git_oid commit;
	char *subject;
	const char *patch;		/* id of the plan's patch that it is; "" for none */
	bool same_code;			/* it claims that no object changes */
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
/* The plan's patch that made the very tree of commit @nr. Borrowed; NULL when there is none. */
const struct patch *result_planned(const struct series_result *, size_t nr);
/* The plan's patch that commit @nr is: the one that made this tree, or the one of this
 * subject when the branch was edited. Borrowed; NULL when there is none. */
const struct patch *result_patch(const struct series_result *, size_t nr);
/* The commit that @name means: its number, its patch id, or the beginning of its id of at
 * least four digits. Fails with FAIL_USAGE when it is none or more than one. */
int result_find(const struct series_result *, const char *name, size_t *nr);
/* How many verdicts are of this kind. */
size_t result_count(const struct series_result *, enum verdict_kind);
void result_release(struct series_result *);

#endif
