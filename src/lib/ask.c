// SPDX-License-Identifier: GPL-2.0
/* Asks what the ledger does not know, and remembers the answers. */
#include "lib/ask.h"

#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/ledger.h"
#include "lib/progress.h"
#include "lib/state.h"

struct ask_batch {
	const struct asking *asking;
	size_t next, done;
};

void ask_run_release(struct ask_run *run)
{
	if (run->dir)
		io_remove(run->dir);
	STRLIST_RELEASE_ALL(&run->argv, &run->env);
	FREE_ALL(run->dir, run->in, run->out, run->log, run->words, run->settings);
	*run = (struct ask_run){ 0 };
}

static void complete_job(struct ask_run *run)
{
	run->words = strlist_array(&run->argv);
	run->settings = run->env.nr ? strlist_array(&run->env) : NULL;
	run->job.argv = run->words;
	run->job.env = run->settings;
	run->job.in = run->in ? run->in : run->job.in;
	run->job.out = run->out;
	run->job.log = run->log;
	run->job.payload = run;
}

int ask_run(struct ask_run *run)
{
	complete_job(run);
	return job_run(&run->job);
}

static void drop(struct job *job, void *ctx)
{
	(void)ctx;
	ask_run_release(job->payload);
	free(job->payload);
}

static int take_answer(const struct asking *asking, size_t nr, const json_t *answer,
		       const struct ask_run *run)
{
	return asking->take ? asking->take(asking->ctx, nr, answer, run) : json_is_string(answer);
}

/* One more question is settled. */
static void report(struct ask_batch *batch, size_t nr)
{
	const struct asking *asking = batch->asking;
	char *about CLEANUP(free_text) = asking->about ? asking->about(asking->ctx, nr) : NULL;

	progress_report(asking->state->progress, asking->doing, ++batch->done, asking->nr,
			about ? about : "");
}

/* Is there nothing to ask? 1, 0 or -1. */
static int find_answer(const struct asking *asking, size_t nr, git_oid *key)
{
	json_t *answer CLEANUP(free_json) = NULL;
	int asked = asking->key(asking->ctx, nr, key);

	if (asked <= 0)
		return asked < 0 ? -1 : 1;
	int known = ledger_get(asking->state->ledger, asking->stage, key, &answer);
	return known > 0 ? take_answer(asking, nr, answer, NULL) : known;
}

static int next(struct job *job, void *ctx)
{
	struct ask_batch *batch = ctx;
	const struct asking *asking = batch->asking;

	while (batch->next < asking->nr) {
		size_t nr = batch->next++;
		git_oid key;
		int known = find_answer(asking, nr, &key);

		if (known < 0)
			return -1;
		if (known) {
			batch->done++;
			continue;
		}
		struct ask_run *run = xcalloc(1, sizeof(*run));
		run->nr = nr;
		run->key = key;
		job->payload = run;
		if (asking->begin(asking->ctx, nr, run) < 0) {
			drop(job, ctx);
			return -1;
		}
		complete_job(run);
		*job = run->job;
		return 1;
	}
	return 0;
}

static int settle(const struct asking *asking, const struct ask_run *run)
{
	json_t *answer CLEANUP(free_json) = asking->read(asking->ctx, run->nr, run);

	if (!answer || json_is_null(answer))
		return answer ? 0 : -1;
	int taken = take_answer(asking, run->nr, answer, run);
	if (taken <= 0)
		return taken < 0 ? -1 : fail_system("the answer of %s is not "
						    "understood", run->words[0]);
	return ledger_put(asking->state->ledger, asking->stage, &run->key, answer);
}

static int done(struct job *job, void *ctx)
{
	struct ask_batch *batch = ctx;
	struct ask_run *run = job->payload;

	run->job = *job;
	int result = settle(batch->asking, run);
	if (run->dir && io_remove(run->dir) < 0)
		result = -1;
	report(batch, run->nr);
	drop(job, ctx);
	return result;
}

int ask_all(const struct asking *asking)
{
	const struct job_ops ops = { next, done, drop };
	struct ask_batch batch = { .asking = asking };

	return jobs_run(asking->state->jobs, &ops, &batch);
}
