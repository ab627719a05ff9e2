// SPDX-License-Identifier: GPL-2.0
/* Prepares the mails of a series, and hands them over. */
#include "mail/send.h"

#include "git/base.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "mail/b4run.h"
#include "mail/deliver.h"
#include "mail/expected.h"
#include "mail/transport.h"
#include "mail/writeout.h"
#include "publish/publish.h"
#include "series/b4.h"

/* git_error_clear() was in git2.h before */
#if __has_include("git2/sys/errors.h")
#include <git2/sys/errors.h>
#endif
#include <string.h>

static bool is_for_real(const struct sending *sending)
{
	return sending->how->really;
}

/* Mails are to leave the machine: how? */
static int choose_way(struct sending *sending)
{
	char *endpoint CLEANUP(free_text) = base_config(sending->base,
							"b4.send-endpoint-web");

	sending->web = !transport_is_set(sending->base) && endpoint &&
		       !strncmp(endpoint, "http", 4);
	if (!is_for_real(sending) && !sending->how->reflect)
		return 0;
	if (!sending->web && !transport_is_set(sending->base))
		return fail_usage("git does not know how to send mail: set sendemail.smtpserver, "
				  "or b4.send-endpoint-web");
	return 0;
}

static int drop_outbox(struct sending *sending)
{
	if (outbox_drop(&sending->outbox) < 0)
		return -1;
	outbox_release(&sending->outbox);
	sending->pending = false;
	return 0;
}

static bool is_zero(const git_oid *oid)
{
	static const git_oid zero;

	return git_oid_equal(oid, &zero);
}

/* What a run before has left. Mails of which none went out are not worth keeping when
 * the branch is another one now; nor what a web endpoint may have, when the user says
 * so. */
static int look_into_outbox(struct sending *sending)
{
	struct outbox_plan plan;

	switch (outbox_load(&sending->outbox, sending->state, sending->branch)) {
	case 0:
		return 0;
	case 1:
		break;
	default:
		return -1;
	}
	sending->pending = true;
	if (outbox_plan_of(&sending->outbox, &plan) < 0)
		return -1;
	sending->revision = plan.revision;
	bool untouched = outbox_count_fate(&sending->outbox, FATE_WAITING) ==
			 outbox_count(&sending->outbox);
	bool unknown = outbox_count_fate(&sending->outbox, FATE_UNKNOWN) > 0;
	if (!is_for_real(sending))
		return 0;
	if (is_zero(&plan.new_tip) && unknown && !sending->how->force)
		return fail_system("nobody knows whether the web endpoint took v%d of %s: look at "
				   "the list. treewide send --really --force hands the series over "
				   "again; to go on without that remove %s", plan.revision,
				   sending->branch, sending->outbox.dir);
	if (is_zero(&plan.new_tip) && unknown)
		return drop_outbox(sending);
	return untouched && !git_oid_equal(&plan.old_tip, &sending->series.tip) ?
		       drop_outbox(sending) : 0;
}

static int read_revision(struct sending *sending)
{
	git_commit *commit CLEANUP(free_commit) = NULL;
	struct b4_tracking tracking CLEANUP(b4_tracking_release) = { 0 };

	if (git_commit_lookup(&commit, sending->base->repo, &sending->series.start) < 0)
		return fail_git("cannot read the cover letter of %s", sending->branch);
	if (b4_parse(&tracking, git_commit_message(commit)) < 0)
		return fail_context("%s", sending->branch);
	sending->revision = tracking.revision;
	return 0;
}

static char *output_folder(const struct sending *sending)
{
	if (sending->how->output)
		return xstrdup(sending->how->output);
	char *dir = xasprintf("%s/mails/%s", sending->state->dir, sending->branch);
	for (char *c = dir + strlen(dir) - strlen(sending->branch); (c = strchr(c, '/'));)
		*c = '-';
	return dir;
}

static int make_mails(struct sending *sending)
{
	struct state *state = sending->state;
	struct b4_run run = { .way = B4_WRITE };

	if (!sending->web && is_for_real(sending))
		run.way = B4_SEND;
	else if (!sending->web && sending->how->reflect)
		run.way = B4_REFLECT;
	if (b4run_require(state) < 0 ||
	    clone_make(&sending->clone, state, sending->base, sending->branch) < 0)
		return -1;
	progress_report(state->progress, "b4 send", 0, 1, sending->branch);
	if (b4run_send(&run, state, &sending->clone, &sending->mails) < 0)
		return -1;
	progress_report(state->progress, "b4 send", 1, 1, sending->branch);
	return 0;
}

/* First what b4 would do by itself, then what is to be sent, as it stands on the disk. */
static int compare_mails(struct sending *sending)
{
	struct checked_mails *mails = &sending->mails;

	mails->together = sending->web;
	checked_mails_check_b4(mails);
	if (!sending->web && checked_mails_readdress(mails) < 0)
		return -1;
	sending->dir = output_folder(sending);
	if (writeout_write(mails, sending->dir) < 0 || writeout_read(mails) < 0)
		return -1;
	checked_mails_check(mails, &sending->parents);
	return 0;
}

int send_open(struct sending *sending, const struct send_how *how, struct state *state,
	      const struct base *base, const struct campaign *campaign)
{
	sending->how = how;
	sending->state = state;
	sending->base = base;
	sending->branch = series_branch(campaign, how->wave);
	if (choose_way(sending) < 0 ||
	    series_load(&sending->series, base, sending->branch, how->wave) < 0)
		return -1;
	return look_into_outbox(sending);
}

bool send_is_resumed(const struct sending *sending)
{
	return sending->pending && is_for_real(sending);
}

int send_prepare(struct sending *sending, const struct plan *plan)
{
	if (read_revision(sending) < 0 ||
	    expected_mails(&sending->mails, &sending->parents, sending->base, plan,
			   &sending->series) < 0)
		return -1;
	if (is_for_real(sending) && gate_count_open(&sending->gate))
		return 0;
	return make_mails(sending) < 0 ? -1 : compare_mails(sending);
}

bool send_is_blocked(const struct sending *sending)
{
	return gate_count_open(&sending->gate) || checked_mails_problems(&sending->mails);
}

char *send_next_ref(const struct sending *sending)
{
	return xasprintf("refs/treewide/next/%s", sending->branch);
}

/* What b4 made is kept from now on, whatever becomes of the mails. */
static int keep_next(const struct sending *sending, const git_oid *tip)
{
	git_reference *made CLEANUP(free_reference) = NULL;
	char *ref CLEANUP(free_text) = send_next_ref(sending);

	if (git_reference_create(&made, sending->base->repo, ref, tip, 1,
				 "treewide: send") < 0)
		return fail_git("cannot keep what b4 made as %s", ref);
	return 0;
}

static int set_tag(const struct sending *sending, const struct outbox_plan *plan)
{
	git_repository *repo = sending->base->repo;
	git_reference *made CLEANUP(free_reference) = NULL;
	char *ref CLEANUP(free_text) = plan->tag ? xasprintf("refs/tags/%s", plan->tag) : NULL;
	git_oid there;

	if (!ref || git_reference_name_to_id(&there, repo, ref) == 0)
		return 0;
	if (git_reference_create(&made, repo, ref, &plan->tag_id, 0, "treewide: send") < 0)
		return fail_git("cannot make the tag %s", plan->tag);
	return 0;
}

/* All mails are out: the repository gets the tag and the next version. */
static int adopt(struct sending *sending, const struct outbox_plan *plan)
{
	char *ref CLEANUP(free_text) = send_next_ref(sending);

	if (is_zero(&plan->new_tip))
		return 0;
	if (set_tag(sending, plan) < 0)
		return -1;
	int moved = publish_adopt(sending->base, sending->branch, &plan->old_tip, &plan->new_tip);
	if (moved < 0)
		return -1;
	sending->adoption = moved ? ADOPT_MOVED : ADOPT_KEPT;
	if (moved && git_reference_remove(sending->base->repo, ref) < 0)
		git_error_clear(); /* it was a second name only */
	return 0;
}

static int finish_sending(struct sending *sending, const struct outbox_plan *plan)
{
	sending->sent = true;
	if (adopt(sending, plan) < 0 ||
	    outbox_finish(&sending->outbox, sending->state) < 0)
		return fail_context("all mails went out, but");
	return 0;
}

/* The plan borrows the tag from @reroll. */
static struct outbox_plan plan_with(const struct sending *sending, const struct reroll *reroll,
				    json_t *waived)
{
	struct outbox_plan plan = {
		.branch = sending->branch, .revision = sending->revision, .tag = reroll->tag,
		.waived = waived,
	};

	git_oid_cpy(&plan.old_tip, &sending->series.tip);
	git_oid_cpy(&plan.new_tip, &reroll->tip);
	git_oid_cpy(&plan.tag_id, &reroll->tag_id);
	return plan;
}

static int make_batch(struct sending *sending)
{
	json_t *waived CLEANUP(free_json) = gate_waived(&sending->gate);
	struct reroll reroll CLEANUP(reroll_release) = { 0 };

	if (clone_bring(&sending->clone, &reroll) < 0 || keep_next(sending, &reroll.tip) < 0)
		return -1;
	struct outbox_plan plan = plan_with(sending, &reroll, waived);
	return outbox_create(&sending->outbox, sending->state, &sending->mails, &plan);
}

static int send_batch(struct sending *sending)
{
	struct state *state = sending->state;
	struct transport *transport CLEANUP(free_transport) = NULL;
	struct delivery delivery = { .progress = state->progress, .gate = &sending->gate,
				     .again = sending->how->force };
	struct outbox_plan plan;

	/* a web endpoint, or the run before, may have sent all of them */
	if (!sending->pending || outbox_count_fate(&sending->outbox, FATE_SENT) <
					 outbox_count(&sending->outbox)) {
		if (transport_open(&transport, state, sending->base) < 0 ||
		    (!sending->pending && make_batch(sending) < 0))
			return -1;
		delivery.transport = transport;
		if (deliver_outbox(&sending->outbox, &delivery) < 0)
			return -1;
	}
	return outbox_plan_of(&sending->outbox, &plan) < 0 ? -1 : finish_sending(sending, &plan);
}

static int note_all(struct outbox *outbox, enum fate fate, const char *why)
{
	for (size_t i = 0; i < outbox_count(outbox); i++)
		if (outbox_note(outbox, i, fate, why) < 0)
			return -1;
	return 0;
}

/* b4 hands over by itself, all mails at once. */
static int send_web(struct sending *sending)
{
	json_t *waived CLEANUP(free_json) = gate_waived(&sending->gate);
	struct b4_run run = { .way = B4_SEND, .web = true };
	struct state *state = sending->state;
	struct reroll reroll CLEANUP(reroll_release) = { 0 };
	struct outbox_plan plan = plan_with(sending, &reroll, waived);

	if (outbox_create(&sending->outbox, state, &sending->mails, &plan) < 0 ||
	    note_all(&sending->outbox, FATE_UNKNOWN, "b4 handed it to the web endpoint") < 0)
		return -1;
	if (b4run_send(&run, state, &sending->clone, &sending->mails) < 0) {
		if (!run.handed)
			outbox_drop(&sending->outbox);
		return run.handed ? fail_context("nobody knows whether the web endpoint took the "
						 "mails, look at the list") : -1;
	}
	if (note_all(&sending->outbox, FATE_SENT, "") < 0 ||
	    clone_bring(&sending->clone, &reroll) < 0 || keep_next(sending, &reroll.tip) < 0)
		return fail_context("all mails went out, but");
	plan = plan_with(sending, &reroll, waived);
	return finish_sending(sending, &plan);
}

static int reflect(struct sending *sending)
{
	struct b4_run run = { .way = B4_REFLECT, .web = true };
	struct state *state = sending->state;
	struct transport *transport CLEANUP(free_transport) = NULL;
	struct delivery delivery = { .progress = state->progress };

	if (sending->web) {
		if (b4run_send(&run, state, &sending->clone, &sending->mails) < 0)
			return -1;
	} else {
		if (transport_open(&transport, state, sending->base) < 0)
			return -1;
		delivery.transport = transport;
		if (deliver_to_self(&sending->mails, &delivery) < 0)
			return -1;
	}
	sending->reflected = true;
	return 0;
}

int send_mails(struct sending *sending)
{
	if (sending->how->reflect && !checked_mails_problems(&sending->mails))
		return reflect(sending);
	if (!is_for_real(sending) || (!sending->pending && send_is_blocked(sending)))
		return 0;
	return sending->web && !sending->pending ? send_web(sending) : send_batch(sending);
}

void send_release(struct sending *sending)
{
	outbox_release(&sending->outbox);
	clone_release(&sending->clone);
	checked_mails_release(&sending->mails);
	strlist_release(&sending->parents);
	series_release(&sending->series);
	gate_release(&sending->gate);
	FREE_ALL(sending->branch, sending->dir);
}
