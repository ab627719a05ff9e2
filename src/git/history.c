// SPDX-License-Identifier: GPL-2.0
/* Asks git for the subjects of the commits to a file. */
#include "git/history.h"

#include "git/base.h"
#include "git/gitcmd.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/job.h"
#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/progress.h"
#include "lib/state.h"

#include <string.h>

struct inquiry {
	struct state *state;
	const struct base *base;
	const struct strlist *paths;
	char *commit;
	size_t next, done;
};

struct errand {
	const char *path;
	struct gitcmd gitcmd;
};

static void free_errand(struct errand *errand)
{
	gitcmd_release(&errand->gitcmd);
	free(errand);
}

static void drop(struct job *job, void *ctx)
{
	(void)ctx;
	free_errand(job->payload);
}

static git_oid history_key(const struct base *base, const char *path)
{
	struct digest digest;

	digest_init(&digest);
	digest_oid(&digest, &base->commit);
	digest_text(&digest, path);
	return digest_end(&digest);
}

static int next(struct job *job, void *ctx)
{
	struct inquiry *inquiry = ctx;

	while (inquiry->next < inquiry->paths->nr) {
		const char *path = inquiry->paths->v[inquiry->next++];
		git_oid key = history_key(inquiry->base, path);
		json_t *fact CLEANUP(free_json) = NULL;
		int known = ledger_get(inquiry->state->ledger, "history", &key, &fact);
		char *name CLEANUP(free_text) = xasprintf("history-%zu", inquiry->next);
		const char *args[] = { "log", "--no-merges", "--max-count=40", "--format=%s",
				       inquiry->commit, "--", path, NULL };
		struct errand *errand;

		if (known < 0)
			return -1;
		if (known && json_is_string(fact))
			continue;
		errand = xcalloc(1, sizeof(*errand));
		errand->path = path;
		gitcmd_init(&errand->gitcmd, job, inquiry->state, inquiry->base, name, args);
		job->payload = errand;
		return 1;
	}
	return 0;
}

static int done(struct job *job, void *ctx)
{
	struct inquiry *inquiry = ctx;
	struct errand *errand = job->payload;
	char *text CLEANUP(free_text) = gitcmd_result(&errand->gitcmd, job, errand->path);
	git_oid key = history_key(inquiry->base, errand->path);
	json_t *fact CLEANUP(free_json) = text ? json_string(text) : NULL;
	int result;

	if (!text)
		result = -1;
	else if (fact)
		result = ledger_put(inquiry->state->ledger, "history", &key, fact);
	else
		result = 0; /* subjects that are not UTF-8 tell no prefix */
	progress_report(inquiry->state->progress, "reading history", ++inquiry->done,
			inquiry->paths->nr, errand->path);
	free_errand(errand);
	return result;
}

int history_ask(struct state *state, const struct base *base, const struct strlist *paths)
{
	const struct job_ops ops = { next, done, drop };
	struct inquiry inquiry = { .state = state, .base = base, .paths = paths };
	int result;

	inquiry.commit = xstrdup(git_oid_tostr_s(&base->commit));
	result = jobs_run(state->jobs, &ops, &inquiry);
	free(inquiry.commit);
	return result;
}

int history_subjects(struct strlist *subjects, struct state *state, const struct base *base,
		     const char *path)
{
	git_oid key = history_key(base, path);
	json_t *fact CLEANUP(free_json) = NULL;
	int known = ledger_get(state->ledger, "history", &key, &fact);

	if (known < 0)
		return -1;
	if (json_is_string(fact))
		strlist_split(subjects, json_string_value(fact), "\n");
	return 0;
}
