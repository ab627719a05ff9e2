/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ask.h - ask a program once, and remember its answer
 *
 * What a program of the base or of the machine says is costly: it is looked up in the ledger
 * (ledger.h) by a stage and a key, which is a digest of all that the answer depends on. Only what
 * is not known there is asked, one run for each question and several at once, and then remembered.
 * Only an answer becomes a fact. A program that failed is asked again the next time; so is one
 * whose words make no sense, and so is what was remembered and makes no sense any more.
 *
 * What is found without a program is a struct fact of ledger.h.
 */
#ifndef ASK_H
#define ASK_H

#include "lib/job.h"
#include "lib/list.h"

#include <git2.h>
#include <jansson.h>

struct state;

/* One run of a program. Zeroed before; what is not of @job is released by ask_run_release(). */
struct ask_run {
	struct strlist argv;
	struct strlist env;		/* see struct job; empty for none */
	char *dir;			/* a folder of its own, which goes with it; or NULL */
	char *in;			/* a file of its own for job.in; or NULL */
	char *out, *log;		/* files that take its words; @out may be NULL */
	const char *writes[2];		/* for job.writes */
	struct job job;			/* what else there is to say; and what came of it */
	const char **words, **settings;	/* @argv and @env as arrays, for @job */
	git_oid key;
	size_t nr;			/* of the question that it answers */
};

/* Run it to its end. */
int ask_run(struct ask_run *);
void ask_run_release(struct ask_run *);

/* Questions to a program: one run for each that is not known, several at once. */
struct asking {
	struct state *state;
	const char *stage;
	const char *doing;		/* as the progress tells it: "reading history" */
	size_t nr;			/* how many questions; their numbers begin at 0 */
	void *ctx;			/* the caller's, which each function gets */
	/* The key of a question: 1; it need not be asked: 0; failed: -1. */
	int (*key)(void *ctx, size_t nr, git_oid *key);
	/* Say how to run the program for this question. */
	int (*begin)(void *ctx, size_t nr, struct ask_run *run);
	/* What the program said, once it has ended: a new reference; JSON null where nothing is to
	 * be remembered, which is no failure; NULL: it failed. */
	json_t *(*read)(void *ctx, size_t nr, const struct ask_run *run);
	/* Take an answer: 1; it is none: 0; failed: -1. @run is NULL for one that was remembered. A
	 * take of NULL takes any text. */
	int (*take)(void *ctx, size_t nr, const json_t *answer, const struct ask_run *run);
	/* What the progress calls it; owned by the caller. NULL: nothing. */
	char *(*about)(void *ctx, size_t nr);
};

/* All answers are remembered, or were. */
int ask_all(const struct asking *);

#endif
