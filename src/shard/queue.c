// SPDX-License-Identifier: GPL-2.0
/* Gives shards to an engine, and takes what comes back. */
#include "shard/queue.h"

#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "shard/carry.h"
#include "shard/engine.h"
#include "shard/shard.h"

#include <time.h>

#define MOST_TRIES 3
/* The engine may have a job no longer, and its result not be seen here yet. */
#define MISSING_LOOKS 3

/* One shard in the queue. */
struct ticket {
	struct shard shard;
	bool done;
	bool given;		/* to the engine */
	int tries;
	int missing;		/* looks in which the engine had it not */
};

struct queue {
	struct state *state;
	const struct queue_how *how;
	char *name, *folder;
	struct engine_queue engine;
	struct {
		struct ticket *v;
		size_t nr, alloc;
	} tickets;
	struct strlist without;	/* nodes on which a shard has failed */
	bool silent;		/* the engine did not answer the last time */
};

static void queue_release(struct queue *queue)
{
	FOR_EACH(ticket, &queue->tickets)
		shard_release(&ticket->shard);
	LIST_RELEASE(&queue->tickets);
	strlist_release(&queue->without);
	FREE_ALL(queue->name, queue->folder);
}

static char *record_of(const struct state *state)
{
	return xasprintf("%s/shards/queue.json", state->dir);
}

static char *file_of_shard(const struct queue *queue, size_t nr, const char *ending)
{
	return xasprintf("%s/%zu.%s", queue->folder, nr, ending);
}

static void tell_user(const struct queue *queue, char *text)
{
	progress_tell(queue->state->progress, text);
	free(text);
}

/* The record. */

static int save(const struct queue *queue)
{
	char *path CLEANUP(free_text) = record_of(queue->state);
	json_t *tickets = json_array();

	FOR_EACH(ticket, &queue->tickets)
		json_array_append_new(tickets, json_pack("{s:o, s:b, s:b, s:i}", "shard",
							 shard_save(&ticket->shard), "done",
							 ticket->done, "given", ticket->given,
							 "tries", ticket->tries));
	json_t *record CLEANUP(free_json) =
		json_pack("{s:s, s:o, s:o, s:o}", "name", queue->name, "series",
			  json_oid(&queue->how->series), "without", json_list(&queue->without),
			  "tickets", tickets);
	char *text CLEANUP(free_text) = json_dumps(record, JSON_INDENT(1));
	return io_write(path, text, strlen(text));
}

static int load_tickets(struct queue *queue, const json_t *record)
{
	FOR_EACH_JSON(row, json_object_get(record, "tickets")) {
		char *text CLEANUP(free_text) = json_dumps(json_object_get(row, "shard"), 0);
		struct ticket *ticket = LIST_ADD(&queue->tickets);

		if (!text || shard_load(&ticket->shard, text, "queue.json") < 0)
			return -1;
		ticket->done = json_flag(row, "done");
		ticket->given = json_flag(row, "given");
		ticket->tries = json_number(row, "tries");
	}
	json_list_read(json_object_get(record, "without"), &queue->without);
	return 0;
}

static void name_queue(struct queue *queue, char *name)
{
	const struct queue_how *how = queue->how;

	queue->name = name;
	queue->folder = xasprintf("%s/shards/%s", queue->state->dir, name);
	queue->engine = (struct engine_queue){ queue->state, queue->name, queue->folder,
					       how->program, how->repo, how->states, how->options };
}

/* What becomes of the shards. */

static int lose(const struct queue *queue, size_t nr, const char *why)
{
	struct ticket *ticket = &queue->tickets.v[nr];
	char *words CLEANUP(free_text) = shard_words(&ticket->shard);

	ticket->given = false;
	ticket->missing = 0;
	if (++ticket->tries >= MOST_TRIES)
		return fail_system("shard %zu (%s) did not finish in %d tries: %s (logs: "
				   "%s)", nr, words, ticket->tries, why, queue->folder);
	tell_user(queue, xasprintf("shard %zu (%s): %s; it is done again", nr, words, why));
	return 0;
}

static int take_result(const struct queue *queue, size_t nr, const char *path)
{
	struct ticket *ticket = &queue->tickets.v[nr];
	struct carried carried CLEANUP(carried_release) = { 0 };
	git_oid id = shard_id(&ticket->shard);

	if (carry_merge(&carried, queue->state, path, &ticket->shard.toolchain,
			ticket->shard.compiler) < 0)
		return -1;
	if (!git_oid_equal(&carried.shard, &id))
		return fail_no("%s belongs to another shard", path);
	ticket->done = true;
	return 0;
}

/* Take the result of a shard, where there is one. */
static int look_for_result(const struct queue *queue, size_t nr)
{
	char *path CLEANUP(free_text) = file_of_shard(queue, nr, "facts");

	if (access(path, F_OK) < 0 || take_result(queue, nr, path) == 0)
		return 0;
	if (fail_exit_code() != FAIL_NO)
		return -1;
	char *why CLEANUP(free_text) = xstrdup(fail_text());
	fail_clear();
	return io_remove(path) < 0 ? -1 : lose(queue, nr, why);
}

/* The last line that is no progress. */
static char *last_words(const struct queue *queue, size_t nr)
{
	char *path CLEANUP(free_text) = xasprintf("%s/log.%zu.%zu", queue->folder, nr % 1000,
						  nr / 1000);
	char *text CLEANUP(free_text) = access(path, R_OK) == 0 ? io_read(path, NULL) : NULL;
	char *last = NULL;

	if (!text)
		return xstrdup("it has no log");
	FOR_EACH_LINE(line, text) {
		if (!line.len)
			continue;
		free(last);
		last = xstrndup(line.at, line.len < 400 ? line.len : 400);
	}
	return last ? last : xstrdup("it said nothing");
}

/* A shard that ended without a result: not on that node again, as long as there are others. */
static int look_for_failure(struct queue *queue, size_t nr)
{
	char *path CLEANUP(free_text) = file_of_shard(queue, nr, "exit");
	char *text CLEANUP(free_text) = access(path, F_OK) == 0 ? io_read(path, NULL) : NULL;
	const char *blank = text ? strchr(text, ' ') : NULL;
	int code = blank ? atoi(text) : 0;

	if (!blank || !code)
		return 0;
	char *node CLEANUP(free_text) = xstrndup(blank + 1, strcspn(blank + 1, "\n"));
	char *said CLEANUP(free_text) = last_words(queue, nr);
	char *why CLEANUP(free_text) = xasprintf("it failed on %s (exit %d): %s", node, code, said);
	strlist_add_once(&queue->without, node);
	if (queue->without.nr >= queue->how->engine->nodes(queue->state))
		strlist_release(&queue->without);
	return io_remove(path) < 0 ? -1 : lose(queue, nr, why);
}

static bool has_number(const struct engine_numbers *numbers, size_t nr)
{
	FOR_EACH(number, numbers)
		if (*number == nr)
			return true;
	return false;
}

static int miss_one(struct queue *queue, size_t nr)
{
	char *epitaph CLEANUP(free_text) = NULL;
	char *why CLEANUP(free_text) = NULL;

	if (++queue->tickets.v[nr].missing < MISSING_LOOKS)
		return 0;
	epitaph = queue->how->engine->epitaph(&queue->engine, nr);
	why = xasprintf("it is lost%s%s%s", epitaph ? " (" : "", epitaph ? epitaph : "",
			epitaph ? ")" : "");
	return lose(queue, nr, why);
}

/* An engine that is away comes back, with its jobs. */
static int be_patient(struct queue *queue)
{
	if (!queue->silent)
		tell_user(queue, xasprintf("the executor does not answer, and is asked again: %s",
					   fail_text()));
	queue->silent = true;
	fail_clear();
	return 0;
}

/* Which of those that were given does the engine not have, without a result? */
static int look_at_engine(struct queue *queue, char **waiting)
{
	struct engine_numbers numbers = { 0 };
	int answered = queue->how->engine->list(&queue->engine, &numbers, waiting), result = 0;

	for (size_t i = 0; i < queue->tickets.nr && answered > 0 && result == 0; i++) {
		struct ticket *ticket = &queue->tickets.v[i];

		if (has_number(&numbers, i))
			ticket->missing = 0;
		else if (ticket->given && !ticket->done)
			result = miss_one(queue, i);
	}
	LIST_RELEASE(&numbers);
	if (answered == 0)
		return be_patient(queue);
	queue->silent = false;
	return answered < 0 ? -1 : result;
}

static int look_at_files(struct queue *queue)
{
	for (size_t i = 0; i < queue->tickets.nr; i++) {
		struct ticket *ticket = &queue->tickets.v[i];

		if (ticket->done || !ticket->given)
			continue;
		if (look_for_result(queue, i) < 0)
			return -1;
		if (!ticket->done && ticket->given && look_for_failure(queue, i) < 0)
			return -1;
	}
	return 0;
}

static int write_shard(const struct queue *queue, size_t nr)
{
	static const char *const endings[] = { "facts", "exit" };
	char *path CLEANUP(free_text) = file_of_shard(queue, nr, "json");
	json_t *shard CLEANUP(free_json) = shard_save(&queue->tickets.v[nr].shard);
	char *text CLEANUP(free_text) = json_dumps(shard, JSON_INDENT(1));

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		char *old CLEANUP(free_text) = file_of_shard(queue, nr, endings[i]);

		if (io_remove(old) < 0)
			return -1;
	}
	return io_write(path, text, strlen(text));
}

/* Give the engine what it has not. @first: where it does not take it, that is a failure. */
static int give(struct queue *queue, bool first)
{
	struct engine_numbers numbers = { 0 };
	int taken = 1;

	for (size_t i = 0; i < queue->tickets.nr && taken > 0; i++) {
		if (queue->tickets.v[i].done || queue->tickets.v[i].given)
			continue;
		*LIST_ADD(&numbers) = i;
		taken = write_shard(queue, i) < 0 ? -1 : 1;
	}
	if (numbers.nr && taken > 0)
		taken = queue->how->engine->submit(&queue->engine, &numbers, &queue->without);
	FOR_EACH(nr, &numbers)
		queue->tickets.v[*nr].given = taken > 0;
	LIST_RELEASE(&numbers);
	if (taken == 0)
		return first ? -1 : be_patient(queue);
	return taken < 0 ? -1 : save(queue);
}

static size_t count_done(const struct queue *queue)
{
	size_t nr = 0;

	FOR_EACH(ticket, &queue->tickets)
		nr += ticket->done;
	return nr;
}

static int sleep_for(double seconds)
{
	const struct timespec tenth = { .tv_nsec = 100000000 };

	for (double end = job_clock() + seconds; job_clock() < end;) {
		if (job_interrupted() < 0)
			return -1;
		nanosleep(&tenth, NULL);
	}
	return job_interrupted();
}

static int work_on(struct queue *queue)
{
	while (true) {
		char *waiting CLEANUP(free_text) = NULL;

		if (look_at_files(queue) < 0)
			return -1;
		size_t done = count_done(queue);
		if (done == queue->tickets.nr)
			return save(queue);
		if (look_at_engine(queue, &waiting) < 0 || look_at_files(queue) < 0 ||
		    give(queue, false) < 0)
			return -1;
		progress_report(queue->state->progress, "shards", done, queue->tickets.nr, waiting);
		if (sleep_for(queue->how->every) < 0)
			return -1;
	}
}

/* No job stays behind. Where the engine does not answer the record stays, so that the next run
 * finds the queue. */
static int close_queue(const struct queue *queue, bool keep_logs)
{
	char *record CLEANUP(free_text) = record_of(queue->state);
	int answered = queue->how->engine->cancel(&queue->engine);

	if (answered < 0)
		return -1;
	if (answered == 0)
		return fail_context("the jobs of %s are left in the queue", queue->name);
	if (io_remove(record) < 0)
		return -1;
	return keep_logs ? 0 : io_remove(queue->folder);
}

/* A failure is kept, whatever closing says. */
static int finish(struct queue *queue)
{
	if (work_on(queue) == 0)
		return close_queue(queue, false);
	close_queue(queue, true);
	return -1;
}

static int read_record(struct queue *queue, json_t **record)
{
	char *path CLEANUP(free_text) = record_of(queue->state);
	char *text CLEANUP(free_text) = access(path, F_OK) == 0 ? io_read(path, NULL) : NULL;
	const char *name;

	*record = text ? json_loads(text, 0, NULL) : NULL;
	name = json_string_value(json_object_get(*record, "name"));
	if (!name || strchr(name, '/') || *name == '.')
		return 0;
	name_queue(queue, xstrdup(name));
	return 1;
}

int queue_resume(struct state *state, const struct queue_how *how)
{
	struct queue queue CLEANUP(queue_release) = { .state = state, .how = how };
	json_t *record CLEANUP(free_json) = NULL;

	if (!read_record(&queue, &record))
		return 0;
	if (strcmp(json_field(record, "series"), git_oid_tostr_s(&how->series)) != 0 ||
	    access(queue.folder, F_OK) < 0 || load_tickets(&queue, record) < 0) {
		fail_clear();
		tell_user(&queue, xasprintf("the queue %s belongs to another proof: its jobs are "
					    "cancelled",
					    queue.name));
		return close_queue(&queue, false) < 0 ? -1 : 0;
	}
	tell_user(&queue, xasprintf("going on with the queue %s: %zu of %zu done", queue.name,
				    count_done(&queue), queue.tickets.nr));
	return finish(&queue) < 0 ? -1 : 1;
}

int queue_run(struct state *state, const struct queue_how *how, const struct shards *shards)
{
	struct queue queue CLEANUP(queue_release) = { .state = state, .how = how };
	struct digest digest = { 0 };

	FOR_EACH(shard, shards) {
		struct ticket *ticket = LIST_ADD(&queue.tickets);
		json_t *copy CLEANUP(free_json) = shard_save(shard);
		char *text CLEANUP(free_text) = json_dumps(copy, 0);
		git_oid id = shard_id(shard);

		digest_oid(&digest, &id);
		if (shard_load(&ticket->shard, text, "shard") < 0)
			return -1;
	}
	git_oid id = digest_end(&digest);
	name_queue(&queue, xasprintf("treewide-%.12s", git_oid_tostr_s(&id)));
	if (io_remove(queue.folder) < 0 || io_mkdirs(queue.folder) < 0 || save(&queue) < 0)
		return -1;
	if (give(&queue, true) < 0) {
		close_queue(&queue, true);
		return -1;
	}
	return finish(&queue);
}
