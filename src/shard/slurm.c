// SPDX-License-Identifier: GPL-2.0
/* The only file that calls Slurm. */
#include "shard/slurm.h"

#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "shard/engine.h"

#define TIMEOUT 60		/* seconds */
#define BLOCK 1000		/* shards of one array: MaxArraySize is 1001 by default */

/* What a node runs. All that differs are words of its own, so nothing has to be quoted. */
static const char script[] =
	"#!/bin/sh\n"
	"# TREEWIDE REPO STATES QUEUE OFFSET\n"
	"number=$(($5 + SLURM_ARRAY_TASK_ID)) node=${SLURMD_NODENAME:-$(hostname)}\n"
	"# nobody waits for it any more\n"
	"[ -d \"$4\" ] || exit 0\n"
	"rm -f \"$4/$number.exit\"\n"
	"TREEWIDE_LOCK_SECONDS=${TREEWIDE_LOCK_SECONDS:-600} \"$1\" --repo \"$2\" --state "
	"\"$3/$node\" \\\n"
	"\tprove --shard \"$4/$number.json\" --out \"$4/$number.facts\"\n"
	"code=$?\n"
	"echo \"$code $node\" >\"$4/$number.exit.$node\" &&\n"
	"\tmv -f \"$4/$number.exit.$node\" \"$4/$number.exit\"\n"
	"exit $code\n";

/* Run a program of Slurm: 1, and its words in @said; it says no: 0, and why is the failure; or -1.
 * @said is owned by the caller. */
static int ask_slurm(const struct state *state, const struct strlist *words, char **said)
{
	char *out CLEANUP(free_text) = xasprintf("%s/slurm.out", state->tmp);
	char *log CLEANUP(free_text) = xasprintf("%s/slurm.log", state->tmp);
	const char **argv CLEANUP(free_memory) = strlist_array(words);
	/* ours is of this run only, and jobs inherit what sbatch has */
	static const char *const env[] = { "TMPDIR", NULL };
	struct job job = { .argv = argv, .env = env, .out = out, .log = log, .timeout = TIMEOUT };

	if (job_run(&job) < 0)
		return fail_context("Slurm is needed (Debian: apt-get install slurm-client)");
	char *why CLEANUP(free_text) = job_said(&job);
	if (job.exit || job.timed_out) {
		fail_system("%s: %.300s", words->v[0], job.timed_out ? "it did not answer" : why);
		return 0;
	}
	*said = io_read(out, NULL);
	return *said ? 1 : -1;
}

/* The same where the words do not matter. */
static int tell_slurm(const struct state *state, const struct strlist *words)
{
	char *said CLEANUP(free_text) = NULL;

	return ask_slurm(state, words, &said);
}

static char *job_name(const struct engine_queue *queue, size_t block)
{
	return xasprintf("%s.%zu", queue->name, block);
}

/* "0,3,5": those of one block, each without its offset; NULL: there are none. */
static char *array_of(const struct engine_numbers *numbers, size_t block)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);
	const char *comma = "";

	FOR_EACH(nr, numbers) {
		if (*nr / BLOCK != block)
			continue;
		fprintf(out, "%s%zu", comma, *nr % BLOCK);
		comma = ",";
	}
	fclose(out);
	if (*comma)
		return text;
	free(text);
	return NULL;
}

static void add_sbatch(struct strlist *words, const struct engine_queue *queue, const char *array,
		       size_t block, const struct strlist *without)
{
	char *nodes CLEANUP(free_text) = strlist_join(without, ",");

	STRLIST_ADD(words, "sbatch", "--parsable", "--requeue", "--exclusive",
		    "--open-mode=append");
	*LIST_ADD(words) = xasprintf("--job-name=%s.%zu", queue->name, block);
	*LIST_ADD(words) = xasprintf("--array=%s", array);
	*LIST_ADD(words) = xasprintf("--output=%s/log.%%a.%zu", queue->folder, block);
	*LIST_ADD(words) = xasprintf("--chdir=%s", queue->folder);
	if (without->nr)
		*LIST_ADD(words) = xasprintf("--exclude=%s", nodes);
	if (queue->options)
		strlist_split(words, queue->options, " ");
	*LIST_ADD(words) = xasprintf("%s/run", queue->folder);
	STRLIST_ADD(words, queue->program, queue->repo, queue->states, queue->folder);
	*LIST_ADD(words) = xasprintf("%zu", block * BLOCK);
}

static int submit_block(const struct engine_queue *queue, const struct engine_numbers *numbers,
			size_t block, const struct strlist *without)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	char *array CLEANUP(free_text) = array_of(numbers, block);

	if (!array)
		return 1;
	add_sbatch(&words, queue, array, block, without);
	return tell_slurm(queue->state, &words);
}

static int submit_all(const struct engine_queue *queue, const struct engine_numbers *numbers,
		      const struct strlist *without)
{
	char *path CLEANUP(free_text) = xasprintf("%s/run", queue->folder);
	size_t last = 0;

	if (io_write(path, script, sizeof(script) - 1) < 0)
		return -1;
	FOR_EACH(nr, numbers)
		last = *nr > last ? *nr : last;
	for (size_t block = 0; block <= last / BLOCK; block++) {
		int taken = submit_block(queue, numbers, block, without);

		if (taken <= 0)
			return taken;
	}
	return 1;
}

/* "name.block|index|STATE|node|reason" */
static void take_row(const struct engine_queue *queue, const char *line, size_t len,
		     struct engine_numbers *numbers, char **waiting)
{
	struct strlist fields CLEANUP(strlist_release) = { 0 };
	char *text CLEANUP(free_text) = xstrndup(line, len);
	size_t known = strlen(queue->name);

	strlist_split(&fields, text, "|");
	if (fields.nr < 3 || !starts_with(fields.v[0], queue->name) || fields.v[0][known] != '.' ||
	    !isdigit((unsigned char)*fields.v[1]) || !strcmp(fields.v[2], "COMPLETING"))
		return;
	*LIST_ADD(numbers) = strtoul(fields.v[0] + known + 1, NULL, 10) * BLOCK +
			     strtoul(fields.v[1], NULL, 10);
	if (!*waiting && !strcmp(fields.v[2], "PENDING") && fields.nr > 3 &&
	    strcmp(fields.v[fields.nr - 1], "None") != 0)
		*waiting = xstrdup(fields.v[fields.nr - 1]);
}

/* All jobs of the user: --name would have to know how many blocks there are. */
static int list_jobs(const struct engine_queue *queue, struct engine_numbers *numbers,
		     char **waiting)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	char *said CLEANUP(free_text) = NULL;

	STRLIST_ADD(&words, "squeue", "--noheader", "--array", "--me", "--format=%j|%K|%T|%N|%r");
	int answered = ask_slurm(queue->state, &words, &said);
	if (answered <= 0 || !said)
		return answered;
	FOR_EACH_LINE(line, said)
		take_row(queue, line.at, line.len, numbers, waiting);
	return 1;
}

static int cancel_block(const struct engine_queue *queue, size_t block)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	char *name CLEANUP(free_text) = job_name(queue, block);

	STRLIST_ADD(&words, "scancel", "--me", "--name", name);
	return tell_slurm(queue->state, &words);
}

static int cancel_jobs(const struct engine_queue *queue)
{
	struct engine_numbers numbers = { 0 };
	char *waiting CLEANUP(free_text) = NULL;
	int answered = list_jobs(queue, &numbers, &waiting);
	size_t blocks = 0;

	FOR_EACH(nr, &numbers)
		blocks = *nr / BLOCK + 1 > blocks ? *nr / BLOCK + 1 : blocks;
	LIST_RELEASE(&numbers);
	for (size_t block = 0; block < blocks && answered > 0; block++)
		answered = cancel_block(queue, block);
	return answered;
}

/* sacct answers where there is a database; elsewhere its reason is of no interest. */
static char *epitaph(const struct engine_queue *queue, size_t nr)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	char *name CLEANUP(free_text) = job_name(queue, nr / BLOCK);
	char *end CLEANUP(free_text) = xasprintf("_%zu|", nr % BLOCK);
	char *said CLEANUP(free_text) = NULL, *state = NULL;

	STRLIST_ADD(&words, "sacct", "--noheader", "--allocations", "--parsable2", "--name", name,
		    "--format=JobID,State,NodeList");
	int answered = ask_slurm(queue->state, &words, &said);
	fail_clear();
	if (answered <= 0 || !said)
		return NULL;
	FOR_EACH_LINE(line, said) {
		char *text CLEANUP(free_text) = xstrndup(line.at, line.len);
		const char *at = strstr(text, end);

		if (at) {
			free(state);
			state = xstrdup(at + strlen(end));
		}
	}
	return state;
}

static size_t count_nodes(struct state *state)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	char *said CLEANUP(free_text) = NULL;
	size_t nr = 0;

	STRLIST_ADD(&words, "sinfo", "--noheader", "--Node", "--format=%N");
	int answered = ask_slurm(state, &words, &said);
	fail_clear();
	if (answered <= 0 || !said)
		return 0;
	FOR_EACH_LINE(line, said)
		nr += line.len > 0;
	return nr;
}

const struct engine *slurm_engine(void)
{
	static const struct engine engine = { submit_all, list_jobs, cancel_jobs, epitaph,
					      count_nodes };

	return &engine;
}
