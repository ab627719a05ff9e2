// SPDX-License-Identifier: GPL-2.0
/* Asks git for the subjects of the commits to a file. */
#include "git/history.h"

#include "git/base.h"
#include "git/gitcmd.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"

#define VERSION "2" /* of how git is asked */

struct history_batch {
	struct state *state;
	const struct base *base;
	const struct strlist *paths;
	char *commit;
	size_t next, done;
};

struct history_run {
	const char *path;
	struct gitcmd gitcmd;
};

static void free_history_run(struct history_run *run)
{
	gitcmd_release(&run->gitcmd);
	free(run);
}

static void drop(struct job *job, void *ctx)
{
	(void)ctx;
	free_history_run(job->payload);
}

char *history_end(const struct base *base)
{
	char *path CLEANUP(free_text) = xasprintf("%sshallow",
						  git_repository_commondir(base->repo));

	return access(path, F_OK) == 0 ? io_read(path, NULL) : NULL;
}

bool history_is_there(const struct base *base)
{
	git_commit *commit CLEANUP(free_commit) = NULL;
	char *end CLEANUP(free_text) = history_end(base);
	const char *id = git_oid_tostr_s(&base->commit);

	return git_commit_lookup(&commit, base->repo, &base->commit) == 0 &&
	       git_commit_parentcount(commit) > 0 && !(end && strstr(end, id));
}

static git_oid history_key(const struct base *base, const char *path)
{
	char *end CLEANUP(free_text) = history_end(base);
	struct digest digest = { 0 };

	digest_text(&digest, VERSION);
	digest_oid(&digest, &base->commit);
	digest_text(&digest, end);
	digest_text(&digest, path);
	return digest_end(&digest);
}

static int next(struct job *job, void *ctx)
{
	struct history_batch *batch = ctx;

	while (batch->next < batch->paths->nr) {
		const char *path = batch->paths->v[batch->next++];
		git_oid key = history_key(batch->base, path);
		json_t *fact CLEANUP(free_json) = NULL;
		int known = ledger_get(batch->state->ledger, "history", &key, &fact);
		char *name CLEANUP(free_text) = xasprintf("history-%zu", batch->next);
		const char *args[] = { "log", "--no-merges", "--min-parents=1", "--max-count=40",
				       "--format=%s",
				       batch->commit, "--", path, NULL };
		struct history_run *run;

		if (known < 0)
			return -1;
		if (known && json_is_string(fact))
			continue;
		run = xcalloc(1, sizeof(*run));
		run->path = path;
		gitcmd_init(&run->gitcmd, job, batch->state, batch->base, name, args);
		job->payload = run;
		return 1;
	}
	return 0;
}

static int done(struct job *job, void *ctx)
{
	struct history_batch *batch = ctx;
	struct history_run *run = job->payload;
	char *text CLEANUP(free_text) = gitcmd_result(&run->gitcmd, job, run->path);
	git_oid key = history_key(batch->base, run->path);
	json_t *fact CLEANUP(free_json) = text ? json_string(text) : NULL;
	int result;

	if (!text)
		result = -1;
	else if (fact)
		result = ledger_put(batch->state->ledger, "history", &key, fact);
	else
		result = 0; /* subjects that are not UTF-8 tell no prefix */
	progress_report(batch->state->progress, "reading history", ++batch->done,
			batch->paths->nr, run->path);
	free_history_run(run);
	return result;
}

int history_ask(struct state *state, const struct base *base, const struct strlist *paths)
{
	const struct job_ops ops = { next, done, drop };
	struct history_batch batch = { .state = state, .base = base, .paths = paths };

	if (!history_is_there(base))
		return 0;
	batch.commit = xstrdup(git_oid_tostr_s(&base->commit));
	int result = jobs_run(state->jobs, &ops, &batch);
	free(batch.commit);
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
