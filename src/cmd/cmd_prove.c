// SPDX-License-Identifier: GPL-2.0
/* treewide prove: examine every commit of the series. */
#include "cli/command.h"
#include "cli/meter.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cmd/cluster.h"
#include "checks/check_bisect.h"
#include "kbuild/given.h"
#include "lib/lib.h"
#include "lib/space.h"
#include "machine/collect.h"
#include "proof/prove.h"
#include "publish/quote.h"
#include "report/store.h"
#include "report/view.h"
#include "report/view_reasons.h"
#include "result/result.h"
#include "series/planner.h"
#include "series/previous.h"
#include "series/series.h"

#include <time.h>

static int read_how(const struct options *options, struct prove_how *how)
{
	how->full = options->level && !strcmp(options->level, "full");
	how->fail_fast = options->fail_fast;
	how->bisect = options->bisect;
	how->same_code = options->same_code;
	how->first_parent = options->first_parent;
	how->explain = options->explain;
	how->budget = options->budget;
	if (options->level && !how->full && strcmp(options->level, "fast") != 0)
		return fail_usage("unknown level %s; known are fast and full", options->level);
	return 0;
}

/* The targets that the user names: those in configs/, and files of his own. */
static int name_targets(struct strlist *targets, const struct options *options,
			const struct state *state)
{
	strlist_add_all(targets, &options->targets);
	FOR_EACH(file, &options->configs) {
		char *name CLEANUP(free_text) = given_add(state, *file);

		if (!name)
			return -1;
		strlist_add(targets, name);
	}
	return 0;
}

static void print_own(FILE *out, const json_t *document)
{
	view_print_proof(out, document, false);
}

/* Of an explained commit only that one is shown as text. */
static int show(const struct options *options, const struct series_result *proof,
		json_t *document)
{
	if (options->json)
		output_gather(options->gathered, document);
	else if (options->explain)
		output_paged(false, document, view_print_reasons);
	else
		output_document(false, document, print_own);
	return result_count(proof, VERDICT_FAIL) || result_count(proof, VERDICT_UNCOVERED) ? 1 : 0;
}

/* What git bisect run is told of HEAD, the first commit. */
static int answer_bisect(const struct series_result *proof)
{
	FOR_EACH(verdict, &proof->v[0].verdicts)
		if (verdict->kind != VERDICT_PASS)
			output_say("%s: %s: %s", verdict_name(verdict->kind), verdict->check,
				   verdict->detail);
	return check_bisect_answer(proof);
}

/* Where the user has set a limit: what this run did not use goes, the oldest first. That it cannot
 * is no failure of the proof. */
static void make_room(const struct session *session, const struct options *options, time_t began)
{
	git_config *config CLEANUP(free_config) = session_config(options);
	struct collection collection CLEANUP(collect_release) = { .dir = session->state.dir };

	if (collect_limit(&collection.limit, config) < 0 ||
	    (collection.limit && collect_make(&collection, began) < 0)) {
		output_say("%s", fail_text());
		fail_clear();
	}
	if (!collection.limit || collection.before <= collection.limit)
		return;
	char *before CLEANUP(free_text) = space_text(collection.before);
	char *after CLEANUP(free_text) = space_text(collection.after);
	char *limit CLEANUP(free_text) = space_text(collection.limit);
	for (size_t i = 0; i < collection.storage.nr; i++)
		if (collection.gone[i])
			output_say("removed %s, which a run makes again",
				   collection.storage.v[i].name);
	output_say("the state directory took %s and takes %s, %s treewide.stateLimit = %s", before,
		   after, collection.after > collection.limit ? "above" : "within", limit);
}

/* Any commits, without a campaign. */
static int prove_range(const struct options *options, const struct prove_how *wanted, time_t began)
{
	struct strlist targets CLEANUP(strlist_release) = { 0 };
	struct prove_how how = *wanted;
	struct session session CLEANUP(session_release) = { 0 };
	struct plan plan CLEANUP(plan_release) = { 0 };
	struct series series CLEANUP(series_release) = { 0 };
	struct series_result proof CLEANUP(result_release) = { 0 };

	how.targets = &targets;
	if (session_open_range(&session, &series, options, output_progress()) < 0 ||
	    name_targets(&targets, options, &session.state) < 0 ||
	    plan_nothing(&plan, &session.base, &session.campaign) < 0)
		return output_failure();
	int shown = cluster_prepare(options, &session, &plan, &series, &how, stdout);
	if (shown > 0)
		return 0;
	if (shown < 0 ||
	    prove_series(&proof, &session.state, &plan, &series, &how) < 0)
		return output_failure();
	json_t *document CLEANUP(free_json) = session_proof(&session, &proof);
	json_object_set_new(document, "phases", meter_phases());
	struct store store = session_store(&session);
	if (!how.fail_fast && store_keep(&store, "proof", document) < 0)
		return output_failure();
	output_clear();
	int answer = options->bisect ? answer_bisect(&proof) : show(options, &proof, document);
	make_room(&session, options, began);
	return answer;
}

int cmd_prove(const struct options *options)
{
	const time_t began = time(NULL);
	struct session session CLEANUP(session_release) = { 0 };
	struct plan plan CLEANUP(plan_release) = { 0 };
	struct previous_series previous CLEANUP(previous_release) = { 0 };
	struct series series CLEANUP(series_release) = { 0 };
	struct series_result proof CLEANUP(result_release) = { 0 };
	struct strlist targets CLEANUP(strlist_release) = { 0 };
	struct prove_how how = { .targets = &targets };

	if (cluster_check(options) < 0 || read_how(options, &how) < 0)
		return output_failure();
	if (options->shard)
		return cluster_do_shard(options);
	if (session_wants_range(options))
		return prove_range(options, &how, began);
	if (session_may_prove(options) < 0 ||
	    session_open(&session, options, output_progress()) < 0 ||
	    name_targets(&targets, options, &session.state) < 0)
		return output_failure();
	char *branch CLEANUP(free_text) = series_branch(&session.campaign, options->wave);
	json_t *basis CLEANUP(free_json) = quote_basis(&session.campaign);
	if (!basis || series_load(&series, &session.base, branch, options->wave) < 0 ||
	    previous_open(&previous, &session.base, &session.campaign, options->wave,
			  EDITS_ADOPTED) < 0 ||
	    plan_make(&plan, &session.state, &session.base, &session.campaign,
		      options->wave, &previous) < 0)
		return output_failure();
	int shown = cluster_prepare(options, &session, &plan, &series, &how, stdout);
	if (shown > 0)
		return 0;
	if (shown < 0 ||
	    prove_series(&proof, &session.state, &plan, &series, &how) < 0)
		return output_failure();
	json_t *document CLEANUP(free_json) = session_proof(&session, &proof);
	json_object_set_new(document, "phases", meter_phases());
	struct store store = session_store(&session);
	quote_mark(document, basis, &series);
	if (!how.fail_fast && store_keep(&store, "proof", document) < 0)
		return output_failure();
	output_clear();
	int answer = show(options, &proof, document);
	make_room(&session, options, began);
	return answer;
}
