// SPDX-License-Identifier: GPL-2.0
/* Hands parts of a proof to other machines, and takes what they come to. */
#include "cmd/cluster.h"

#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "git/base.h"
#include "git/fetchone.h"
#include "kbuild/kbuild.h"
#include "kbuild/timing.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "checks/made.h"
#include "proof/prove.h"
#include "series/plan.h"
#include "series/series.h"
#include "shard/carry.h"
#include "shard/executor.h"
#include "shard/layout.h"
#include "shard/queue.h"
#include "shard/work.h"

#define USUAL_LIMIT 3600.0	/* seconds of a shard */
#define USUAL_NODES 4
#define USUAL_EVERY 10.0	/* seconds between two looks at the queue */

int cluster_check(const struct options *options)
{
	if (!options->shard != !options->out)
		return fail_usage("--shard and --out go together: a shard, and the file for its "
				  "result");
	if (options->shard && (options->range || options->mbox || options->index ||
			       options->bisect || options->campaign || options->merged.nr ||
			       options->plan_shards || options->executor || options->targets.nr))
		return fail_usage("--shard says itself what is proved, and under which target");
	if ((options->plan_shards || options->executor) &&
	    (options->mbox || options->index || options->bisect || options->explain))
		return fail_usage("%s goes with a campaign or a range only", options->executor ?
				  "--executor" : "--plan-shards");
	if (options->dry_run && !options->plan_shards && !options->executor)
		return fail_usage("--dry-run goes with --executor or --plan-shards");
	return 0;
}

/* prove --shard. */

/* Get the commits of the shard, where it says from where. */
static int fetch_commits(const struct options *options, const struct shard *shard)
{
	struct surroundings place CLEANUP(surroundings_release) = { 0 };
	char *log CLEANUP(free_text) = NULL;
	git_oid tip;

	surroundings_find(&place, options);
	if (!shard->url || !place.repository)
		return 0;
	if (git_oid_fromstr(&tip, strstr(shard->range, "..") + 2) < 0)
		return fail_usage("%s: its range has no tip", options->shard);
	log = xasprintf("%s.fetch.log", options->out);
	if (fetchone(git_repository_path(place.repository), shard->url, &tip, log) < 0)
		return -1;
	return io_remove(log);
}

static int do_shard(const struct options *options, const struct shard *shard)
{
	struct session session CLEANUP(session_release) = { 0 };
	struct plan plan CLEANUP(plan_release) = { 0 };
	struct series series CLEANUP(series_release) = { 0 };
	struct options ranged = *options;

	ranged.range = shard->range;
	ranged.first_parent = shard->first_parent;
	session.state.lock = -1;
	if (fetch_commits(options, shard) < 0 ||
	    session_open_range(&session, &series, &ranged, output_progress()) < 0 ||
	    plan_nothing(&plan, &session.base, &session.campaign) < 0)
		return -1;
	return shard_work(shard, &session.state, &plan, &series, options->out);
}

int cluster_do_shard(const struct options *options)
{
	struct shard shard CLEANUP(shard_release) = { 0 };
	char *text CLEANUP(free_text) = io_read(options->shard, NULL);

	if (!text || shard_load(&shard, text, options->shard) < 0 || do_shard(options, &shard) < 0)
		return output_failure();
	output_clear();
	return 0;
}

/* Results. */

/* Take one result. What cannot be taken is said, and no failure: what it would have told is found
 * out here. */
static int merge(struct state *state, const char *path)
{
	struct carried said CLEANUP(carried_release) = { 0 };
	struct carried taken CLEANUP(carried_release) = { 0 };
	struct kbuild kbuild CLEANUP(kbuild_release) = { 0 };

	if (carry_read(&said, path) == 0 && kbuild_open(&kbuild, state, said.target) == 0 &&
	    carry_merge(&taken, state, path, &kbuild.context, kbuild.toolchain) == 0) {
		output_say("%s: facts: %zu, files: %zu; %s on %s in %.0f s", path, taken.facts,
			   taken.files, taken.target, taken.node, taken.seconds);
		return 0;
	}
	if (fail_exit_code() != FAIL_NO)
		return -1;
	output_say("not taken: %s", fail_text());
	fail_clear();
	return 0;
}

/* Executors. */

static char *config_of(const struct session *session, const char *key)
{
	return base_config(&session->base, key);
}

/* A number of git's configuration above 0. */
static int config_number(const struct session *session, const char *key, double usual,
			 double *value)
{
	char *text CLEANUP(free_text) = config_of(session, key);
	char *end = text;

	*value = usual;
	if (!text)
		return 0;
	*value = strtod(text, &end);
	if (!*text || *end || !(*value > 0 && *value <= 1e9))
		return fail_usage("%s = %s: not a number above 0", key, text);
	return 0;
}

static void show_layout(FILE *out, const struct layout *layout)
{
	char *wall CLEANUP(free_text) = timing_words(layout->wall);
	char *limit CLEANUP(free_text) = timing_words(layout->limit);
	char *longest CLEANUP(free_text) = timing_words(layout->longest);

	for (size_t i = 0; i < layout->shards.nr; i++) {
		char *words CLEANUP(free_text) = shard_words(&layout->shards.v[i]);
		char *time CLEANUP(free_text) = timing_words(layout->shards.v[i].seconds);

		fprintf(out, "%5zu  %8s  %s\n", i, time, words);
	}
	if (layout->longest > layout->limit)
		fprintf(out, "one make takes longer than treewide.shardSeconds (%s): a shard may "
			"take %s\n", limit, longest);
	fprintf(out, "%zu shard%s: about %s on %zu node%s, %.1f CPU hours with %u programs at once "
		"on a node%s\n", layout->shards.nr, plural(layout->shards.nr, "s"), wall,
		layout->nodes, plural(layout->nodes, "s"),
		layout->seconds * layout->jobs / 3600, layout->jobs,
		layout->guessed ? "; some of it was never measured here, and is a guess" : "");
}

/* What a layout is made by. */
static int open_layout(struct layout *layout, const struct options *options,
		       const struct session *session, const struct engine *engine)
{
	double nodes;

	if (config_number(session, "treewide.shardSeconds", USUAL_LIMIT, &layout->limit) < 0 ||
	    config_number(session, "treewide.nodes", 0, &nodes) < 0)
		return -1;
	layout->nodes = options->nodes ? options->nodes : (size_t)nodes;
	if (!layout->nodes)
		layout->nodes = executor_nodes(engine, (struct state *)&session->state);
	if (!layout->nodes)
		layout->nodes = USUAL_NODES;
	layout->readers = !options->level || strcmp(options->level, "full") != 0;
	return 0;
}

static int run_queue(struct session *session, const struct layout *layout,
		     const struct queue_how *how)
{
	char *wall CLEANUP(free_text) = timing_words(layout->wall);

	if (!layout->shards.nr)
		return 0;
	output_say("%zu shard%s for %zu node%s, about %s", layout->shards.nr,
		   plural(layout->shards.nr, "s"), layout->nodes, plural(layout->nodes, "s"), wall);
	return queue_run(&session->state, how, &layout->shards);
}

/* What the queue is for: another proof has other shards. */
static git_oid name_proof(const struct plan *plan, const struct series *series,
			  const struct prove_how *how)
{
	git_oid made = made_series(series, plan->base);

	return DIGEST("queue", &made, how->full ? "full" : "fast", how->targets);
}

/* Strings of @how, owned by the caller. */
static void release_how(struct queue_how *how)
{
	FREE_ALL((char *)how->program, (char *)how->repo, (char *)how->states,
		 (char *)how->options);
}

static int open_queue(struct queue_how *how, const struct session *session)
{
	if (config_number(session, "treewide.executorSeconds", USUAL_EVERY, &how->every) < 0)
		return -1;
	how->program = config_of(session, "treewide.nodeProgram");
	if (!how->program)
		how->program = realpath("/proc/self/exe", NULL);
	how->repo = realpath(git_repository_path(session->base.repo), NULL);
	how->states = config_of(session, "treewide.nodeState");
	how->options = config_of(session, "treewide.slurmOptions");
	if (!how->program || !how->repo)
		return fail_errno("cannot find the program treewide or the repository");
	if (!how->states)
		how->states = xasprintf("%s/nodes", session->state.dir);
	return 0;
}

static int execute(const struct options *options, struct session *session, const struct plan *plan,
		   const struct series *series, const struct prove_how *how,
		   const struct engine *engine)
{
	struct layout layout CLEANUP(layout_release) = { 0 };
	struct queue_how queue CLEANUP(release_how) = {
		.engine = engine, .series = name_proof(plan, series, how)
	};

	if (open_queue(&queue, session) < 0 ||
	    queue_resume(&session->state, &queue) < 0 ||
	    open_layout(&layout, options, session, engine) < 0 ||
	    layout_make(&layout, &session->state, plan, series, how) < 0)
		return -1;
	return run_queue(session, &layout, &queue);
}

static int show_shards(const struct options *options, struct session *session,
		       const struct plan *plan, const struct series *series,
		       const struct prove_how *how, const struct engine *engine, FILE *out)
{
	char *url CLEANUP(free_text) = config_of(session, "treewide.shardUrl");
	struct layout layout CLEANUP(layout_release) = { .url = url };

	if (open_layout(&layout, options, session, engine) < 0 ||
	    layout_make(&layout, &session->state, plan, series, how) < 0)
		return -1;
	output_clear();
	if (options->json)
		output_gather(options->gathered, layout_document(&layout));
	else
		show_layout(out, &layout);
	return 1;
}

int cluster_prepare(const struct options *options, struct session *session, const struct plan *plan,
		    const struct series *series, const struct prove_how *how, FILE *out)
{
	char *configured CLEANUP(free_text) = config_of(session, "treewide.executor");
	const char *name = options->executor ? options->executor : configured;
	const struct engine *engine = NULL;
	bool may_share = !options->mbox && !options->index && !options->bisect && !options->explain;

	if (name && executor_find(name, &engine) < 0)
		return -1;
	FOR_EACH(path, &options->merged)
		if (merge(&session->state, *path) < 0)
			return -1;
	if (options->plan_shards || options->dry_run)
		return show_shards(options, session, plan, series, how, engine, out);
	return engine && may_share ? execute(options, session, plan, series, how, engine) : 0;
}
