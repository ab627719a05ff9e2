// SPDX-License-Identifier: GPL-2.0
/* treewide generate: write the series as branch b4/<campaign>. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "publish/publish.h"
#include "publish/quote.h"
#include "publish/received.h"
#include "report/store.h"
#include "report/view.h"
#include "report/view_regenerate.h"
#include "series/planner.h"
#include "series/previous.h"
#include "series/series.h"

static json_t *rows_of(const struct received_trailers *received, bool dropped)
{
	json_t *rows = json_array();

	FOR_EACH(keep, received) {
		if (!keep->why == dropped)
			continue;
		json_array_append_new(rows, json_pack("{s:o, s:o, s:o*}", "subject",
						      json_text(keep->subject), "trailer",
						      json_text(keep->trailer), "why",
						      keep->why ? json_text(keep->why) : NULL));
	}
	return rows;
}

static json_t *document_of(const struct plan *plan, const struct series *series,
			   const struct received_trailers *received)
{
	json_t *document = view_plan(plan);
	char start[GIT_OID_HEXSZ + 1], tip[GIT_OID_HEXSZ + 1];

	git_oid_tostr(start, sizeof(start), &series->start);
	git_oid_tostr(tip, sizeof(tip), &series->tip);
	json_object_set_new(document, "branch", json_text(series->branch));
	json_object_set_new(document, "range", json_sprintf("%s..%s", start, tip));
	json_object_set_new(document, "unchanged", json_boolean(series->unchanged));
	json_object_set_new(document, "kept", rows_of(received, false));
	json_object_set_new(document, "dropped", rows_of(received, true));
	return document;
}

/* A trailer may have a line "[...]" below it. */
static int trailer_width(const char *trailer)
{
	return (int)strcspn(trailer, "\n");
}

static void say_dropped(const struct received_trailers *received)
{
	output_clear();
	FOR_EACH(keep, received)
		if (keep->why)
			output_say("dropped, %s: %s: %.*s", keep->why, keep->subject,
				   trailer_width(keep->trailer), keep->trailer);
}

static void say_left(const struct remaining_use *left)
{
	if (left->line)
		output_say("not wholly converted: %s:%u: %s", left->path, left->line, left->why);
	else
		output_say("not wholly converted: %s: %s", left->path, left->why);
}

static void print(const struct plan *plan, const struct series *series,
		  const struct received_trailers *received)
{
	char start[GIT_OID_HEXSZ + 1];

	output_clear();
	FOR_EACH(left, &plan->left)
		if (left->wanted)
			say_left(left);
	git_oid_tostr(start, sizeof(start), &series->start);
	printf("%s  %.12s..%.12s  %zu patch%s%s\n", series->branch, start,
	       git_oid_tostr_s(&series->tip), plan_count(plan), plural(plan_count(plan), "es"),
	       series->unchanged ? ", unchanged" : "");
	FOR_EACH(keep, received)
		if (!keep->why)
			printf("kept  %s: %.*s\n", keep->subject, trailer_width(keep->trailer),
			       keep->trailer);
}

/* Calls still rely on what a patch of the wave retires: it must wait. */
static int check_blocked(const struct plan *plan)
{
	const struct remaining_use *first = NULL;
	size_t count = 0;

	FOR_EACH(left, &plan->left) {
		count += plan->wave && left->relies;
		first = plan->wave && left->relies && !first ? left : first;
	}
	if (!first)
		return 0;
	return fail_no("wave %s is blocked: %zu use%s still %s on what it retires, the first in "
		       "%s:%u; nothing was written", plan->wave->name, count,
		       count == 1 ? "" : "s", count == 1 ? "relies" : "rely", first->path,
		       first->line);
}

static int make_plan(struct plan *plan, struct previous_series *previous, struct session *session,
		     const struct options *options)
{
	if (previous_open(previous, &session->base, &session->campaign, options->wave,
			  EDITS_ADOPTED) < 0)
		return -1;
	if (options->force)
		previous_forget_edits(previous);
	return plan_make(plan, &session->state, &session->base, &session->campaign, options->wave,
			 previous);
}

/* Edits by hand that were taken over once, and do not fit any more. */
static int check_clashes(const struct previous_series *previous)
{
	json_t *rows CLEANUP(free_json) = view_clashes(&previous->clashes);

	if (!previous->clashes.nr)
		return 0;
	output_clear();
	view_print_clashes(stderr, rows);
	return fail_no("%zu edit%s with what treewide makes now: nothing was written; --force "
		       "leaves out all edits", previous->clashes.nr,
		       previous->clashes.nr == 1 ? " by hand clashes" : "s by hand clash");
}

int cmd_generate(const struct options *options)
{
	struct session session CLEANUP(session_release) = { 0 };
	struct previous_series previous CLEANUP(previous_release) = { 0 };
	struct plan plan CLEANUP(plan_release) = { 0 };
	struct series series CLEANUP(series_release) = { 0 };
	struct received_trailers received CLEANUP(received_trailers_release) = { 0 };

	if (session_open(&session, options, output_progress()) < 0)
		return output_failure();
	json_t *basis CLEANUP(free_json) = quote_basis(&session.campaign);
	if (!basis || make_plan(&plan, &previous, &session, options) < 0 ||
	    check_blocked(&plan) < 0)
		return output_plan_failure(&plan);
	struct store store = session_store(&session);
	char *cover CLEANUP(free_text) = store_cover(&store, &plan, basis);
	struct publication how = { .cover = cover, .force = options->force,
				    .previous = &previous };
	if (!cover || publish_check_head(&plan, &how) < 0 || check_clashes(&previous) < 0 ||
	    publish_series(&series, &received, &session.state, &plan, &how) < 0)
		return output_failure();
	json_t *document CLEANUP(free_json) = document_of(&plan, &series, &received);
	say_dropped(&received);
	if (plan.guesses.nr)
		output_say("%zu subject prefix%s guessed, and send refuses that: treewide plan "
			   "prints the sections that confirm", plan.guesses.nr,
			   plan.guesses.nr == 1 ? " is" : "es are");
	output_notes(&plan.notes);
	if (options->json)
		output_gather(options->gathered, document);
	else
		print(&plan, &series, &received);
	return plan_residue(&plan) ? 1 : 0;
}
