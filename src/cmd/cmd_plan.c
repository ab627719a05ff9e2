// SPDX-License-Identifier: GPL-2.0
/* treewide plan: what would be made, without a branch; or one message of it; or of a few files. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "lib/lib.h"
#include "checks/check_message.h"
#include "cocci/preview.h"
#include "report/view.h"
#include "report/view_preview.h"
#include "report/view_words.h"
#include "series/planner.h"
#include "series/previous.h"

/* Who would send it. Owned by the caller; NULL with a reason. */
static char *sender(const struct base *base)
{
	git_signature *me CLEANUP(free_signature) = NULL;

	if (git_signature_default(&me, base->repo) < 0) {
		fail_usage("git does not know who you are: set user.name and user.email");
		return NULL;
	}
	return xasprintf("%s <%s>", me->name, me->email);
}

static int show_sample(const struct options *options, const struct plan *plan,
		       const struct faults *faults)
{
	const struct patch *patch = view_sample_patch(plan);
	char *identity CLEANUP(free_text) = sender(plan->base);
	json_t *document CLEANUP(free_json) = json_object();
	json_t *words = view_words(faults, patch);
	bool good = json_array_size(words) == 0;

	json_object_set_new(document, "words", words);
	if (!identity)
		return output_failure();
	json_object_set_new(document, "sample", view_sample(plan, patch, identity));
	output_paged(options->json, document, view_print_sample);
	return good ? 0 : 1;
}

static void tell_guesses(const struct guesses *guesses)
{
	char *sections CLEANUP(free_text) = guesses_text(guesses);

	output_clear();
	output_say("neither history nor campaign tells %zu subject prefix%s; these are guesses: "
		   "put what is right into campaign.conf\n%s", guesses->nr,
		   guesses->nr == 1 ? "" : "es", sections);
}

/* What an option does not go with. */
static int check_words(const struct options *options)
{
	if (options->paths.nr && !options->diff)
		return fail_usage("unexpected word: %s (a campaign is named by --campaign, a file "
				  "goes with --diff)", options->paths.v[0]);
	if (options->diff && options->sample)
		return fail_usage("--sample shows one message: it does not go with --diff");
	if (options->paths.nr && options->wave)
		return fail_usage("--diff %s shows what the rules make of it, whatever the wave: "
				  "it does not go with --wave", options->paths.v[0]);
	return 0;
}

/* A few files, and nothing else of the tree. */
static int preview_files(const struct options *options)
{
	struct session session CLEANUP(session_release) = { .state.lock = -1 };
	struct preview preview CLEANUP(preview_release) = { 0 };

	if (session_open(&session, options, output_progress()) < 0 ||
	    preview_make(&preview, &session.state, &session.base, &session.campaign,
			 &options->paths) < 0)
		return output_failure();
	json_t *document CLEANUP(free_json) =
		view_preview(&preview, &session.base, &session.campaign);
	if (!document)
		return output_failure();
	output_notes(&preview.notes);
	output_notes(&preview.left);
	if (!preview.changes.nr)
		output_say("nothing changes there");
	output_paged(options->json, document, view_print_preview);
	return preview.left.nr || !preview.changes.nr ? 1 : 0;
}

static void print_plan(FILE *out, const json_t *document)
{
	view_print_plan(out, document);
	view_print_diffs(out, document);
}

static int plan_all(const struct options *options)
{
	struct session session CLEANUP(session_release) = { 0 };
	struct plan plan CLEANUP(plan_release) = { .tell_guesses = tell_guesses };
	struct previous_series previous CLEANUP(previous_release) = { 0 };
	struct faults faults CLEANUP(faults_release) = { 0 };

	if (session_open(&session, options, output_progress()) < 0 ||
	    previous_open(&previous, &session.base, &session.campaign, options->wave,
			  EDITS_ADOPTED) < 0 ||
	    plan_make(&plan, &session.state, &session.base, &session.campaign,
		      options->wave, &previous) < 0 ||
	    check_planned_messages(&faults, &plan) < 0)
		return output_plan_failure(&plan);
	if (options->sample && plan.patches.nr)
		return show_sample(options, &plan, &faults);
	json_t *document CLEANUP(free_json) = view_plan(&plan);
	if (options->diff && view_add_diffs(document, &plan) < 0)
		return output_failure();
	output_notes(&plan.notes);
	json_object_set_new(document, "words", view_words(&faults, NULL));
	output_paged(options->json, document, print_plan);
	return plan_residue(&plan) || faults.nr ? 1 : 0;
}

int cmd_plan(const struct options *options)
{
	if (check_words(options) < 0)
		return output_failure();
	return options->paths.nr ? preview_files(options) : plan_all(options);
}
