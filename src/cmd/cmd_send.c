// SPDX-License-Identifier: GPL-2.0
/* treewide send: hand the series over to b4. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cmd/hand_over.h"
#include "report/view_send.h"
#include "git/change.h"
#include "lib/lib.h"
#include "mail/send.h"
#include "profile/profile.h"
#include "checks/checks.h"
#include "proof/prove.h"
#include "publish/publish.h"
#include "publish/quote.h"
#include "report/store.h"
#include "report/view.h"
#include "result/result.h"
#include "series/planner.h"
#include "series/previous.h"

/* What is known of the series before a mail is made; the mails borrow from the plan. */
struct assessment {
	struct previous_series previous;
	struct plan plan;
	struct series_result proof;
};

static void free_assessment(struct assessment *assessment)
{
	result_release(&assessment->proof);
	plan_release(&assessment->plan);
	previous_release(&assessment->previous);
}

static int open_all(struct session *session, struct sending *sending,
		    const struct options *options)
{
	struct strlist checks CLEANUP(strlist_release) = { 0 };

	session->state.lock = -1;
	if (options->really && options->reflect)
		return fail_usage("give one of --really and --reflect: mails go to everybody, or "
				  "to you");
	if (options->force && !options->really)
		return fail_usage("--force goes with --really: it mails again what may have gone "
				  "out");
	if (gate_read(&sending->gate, &options->waived) < 0 ||
	    session_read(session, options) < 0)
		return -1;
	checks_names(&checks, &session->campaign);
	if (gate_check_names(&sending->gate, &checks) < 0 ||
	    session_open(session, options, output_progress()) < 0)
		return -1;
	return 0;
}

/* A folder is written, and no mail is made: all that is needed of @sending. */
static int open_folder(struct sending *sending, const struct send_how *how,
		       struct session *session, const struct profile *profile)
{
	if (how->really || how->reflect)
		return fail_usage("--%s: nothing is sent to %s: treewide send writes a folder, and "
				  "a person submits it", how->really ? "really" : "reflect",
				  profile->name);
	sending->how = how;
	sending->state = &session->state;
	sending->base = &session->base;
	sending->branch = series_branch(&session->campaign, how->wave);
	return series_load(&sending->series, &session->base, sending->branch, how->wave != NULL);
}

/* By what the base is, mails or a folder. */
static int open_way(struct sending *sending, const struct send_how *how, struct session *session,
		    const struct profile **profile)
{
	struct files all CLEANUP(files_release) = { 0 };

	if (files_load(&all, &session->base, &session->base.tree) < 0)
		return -1;
	*profile = profile_of(&all);
	if ((*profile)->hand_over)
		return open_folder(sending, how, session, *profile);
	return send_open(sending, how, &session->state, &session->base, &session->campaign);
}

/* Two questions that only sending asks: does the cover letter tell what is known now, and
 * does the base have what the series stands on? */
static int judge_letter(struct assessment *assessment, const struct series *series,
			const struct store *store, const json_t *basis)
{
	struct verdicts *verdicts = &assessment->proof.v[series->below].verdicts;
	const struct plan *plan = &assessment->plan;
	char *cover CLEANUP(free_text) = store_cover(store, plan, basis);
	const struct publication how = { .cover = cover, .previous = &assessment->previous };
	int current = cover ? publish_cover_is_current(plan, &how) : -1;

	if (current < 0)
		return -1;
	verdicts_add(verdicts, "current", NULL, current ? VERDICT_PASS : VERDICT_FAIL, "checked",
		     xstrdup(current ? "the cover letter is what would be written now" :
				       "the cover letter is not what would be written now: run "
				       "treewide generate"));
	if (plan->below)
		verdicts_add(verdicts, "needs", NULL, VERDICT_FAIL, "checked",
			     xasprintf("%zu patch%s of waves before %s not in %s", plan->below,
				       plural(plan->below, "es"), plan->below == 1 ? "is" : "are",
				       plan->base->rev));
	return 0;
}

/* A guess is no name that people have agreed on. */
static void judge_prefixes(struct assessment *assessment, const struct series *series)
{
	const struct plan *plan = &assessment->plan;
	const struct patch *first = NULL;
	size_t count = 0;

	for (size_t i = plan->below; i < plan->patches.nr; i++) {
		count += plan->patches.v[i].guessed;
		if (plan->patches.v[i].guessed && !first)
			first = &plan->patches.v[i];
	}
	if (first)
		verdicts_add(&assessment->proof.v[series->below].verdicts, "prefix", NULL,
			     VERDICT_FAIL, "checked",
			     xasprintf("%zu subject prefix%s, the first \"%s\" for %s: confirm "
				       "by a section of campaign.conf, as treewide plan prints it",
				       count, count == 1 ? " is a guess" : "es are guesses",
				       first->prefix, first->changes.v[0]->path));
}

/* Plan and prove the series, and ask whether it may go out. */
static int judge_series(struct assessment *assessment, struct session *session,
			struct sending *sending, const struct options *options)
{
	const struct store store = session_store(session);
	json_t *basis CLEANUP(free_json) = quote_basis(&session->campaign);
	const struct prove_how how = { .targets = &options->targets };

	if (!basis ||
	    previous_open(&assessment->previous, &session->base, &session->campaign, options->wave,
			  EDITS_ADOPTED) < 0 ||
	    plan_make(&assessment->plan, &session->state, &session->base, &session->campaign,
		      options->wave, &assessment->previous) < 0 ||
	    prove_series(&assessment->proof, &session->state, &assessment->plan, &sending->series,
			 &how) < 0)
		return -1;
	json_t *document CLEANUP(free_json) = session_proof(session, &assessment->proof);
	quote_mark(document, basis, &sending->series);
	if (store_keep(&store, "proof", document) < 0 ||
	    judge_letter(assessment, &sending->series, &store, basis) < 0)
		return -1;
	judge_prefixes(assessment, &sending->series);
	gate_judge(&sending->gate, &assessment->proof);
	return 0;
}

/* Once all verdicts pass or are waived; what keeps the series back is told, and nothing written. */
static int prepare_folder(struct sending *sending, struct assessment *assessment,
			  struct session *session, const struct profile *profile,
			  const struct options *options)
{
	if (judge_series(assessment, session, sending, options) < 0)
		return -1;
	if (gate_count_open(&sending->gate))
		return 0;
	return hand_over_write(&sending->dir, profile, session, &assessment->plan,
			       &sending->series, &assessment->proof, options->output);
}

static int prepare_mails(struct sending *sending, struct assessment *assessment,
			 struct session *session, const struct options *options)
{
	if (send_is_resumed(sending))
		return 0;
	return judge_series(assessment, session, sending, options) < 0 ?
		       -1 : send_prepare(sending, &assessment->plan);
}

static void say_before(const struct sending *sending)
{
	size_t count = outbox_count(&sending->outbox);
	size_t sent = outbox_count_fate(&sending->outbox, FATE_SENT);

	if (send_is_resumed(sending))
		output_say("going on with v%d of %s: %zu of %zu mail%s went out before",
			   sending->revision, sending->branch, sent, count, plural(count, "s"));
	else if (sending->pending)
		output_say("v%d of %s is being sent, %zu of %zu mail%s went out: treewide send "
			   "--really goes on with it; to give it up remove %s",
			   sending->revision, sending->branch, sent, count, plural(count, "s"),
			   sending->outbox.dir);
	if (sending->web)
		output_say("b4's web endpoint takes the mails as b4 makes them: To is the same for "
			   "all, those whom the plan puts in To of a patch are in Cc, and the "
			   "cover letter goes to everybody");
}

static int show_mails(struct sending *sending, const struct options *options)
{
	say_before(sending);
	int code = send_mails(sending) < 0 ? output_failure() : 0;
	json_t *document CLEANUP(free_json) = view_send(sending);
	output_clear();
	if (options->json)
		output_gather(options->gathered, document);
	else if (!code)
		view_print_send(stdout, document);
	if (code)
		return code;
	return sending->sent || !send_is_blocked(sending) ? 0 : 1;
}

static int show_folder(struct sending *sending, const struct options *options)
{
	json_t *document CLEANUP(free_json) = view_send(sending);

	json_object_set_new(document, "folder", json_true());
	output_clear();
	if (options->json)
		output_gather(options->gathered, document);
	else
		view_print_send(stdout, document);
	return sending->dir ? 0 : 1;
}

int cmd_send(const struct options *options)
{
	const struct send_how how = { .wave = options->wave, .output = options->output,
				      .really = options->really, .reflect = options->reflect,
				      .force = options->force };
	struct session session CLEANUP(session_release) = { 0 };
	struct assessment assessment CLEANUP(free_assessment) = { 0 };
	struct sending sending CLEANUP(send_release) = { 0 };
	const struct profile *profile;

	if (open_all(&session, &sending, options) < 0 ||
	    open_way(&sending, &how, &session, &profile) < 0)
		return output_failure();
	if (profile->hand_over)
		return prepare_folder(&sending, &assessment, &session, profile, options) < 0 ?
			       output_failure() : show_folder(&sending, options);
	return prepare_mails(&sending, &assessment, &session, options) < 0 ?
		       output_failure() : show_mails(&sending, options);
}
