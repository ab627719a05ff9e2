// SPDX-License-Identifier: GPL-2.0
/* Applies the checks of text to a series. */
#include "checks/check_message.h"

#include "campaign/campaign.h"
#include "campaign/evidence.h"
#include "campaign/rule.h"
#include "git/base.h"
#include "git/mailpatch.h"
#include "lib/lib.h"
#include "msg/claim.h"
#include "msg/tense.h"
#include "profile/profile.h"
#include "checks/checks.h"
#include "publish/cover.h"
#include "result/result.h"
#include "series/message.h"
#include "series/newname.h"
#include "series/plan.h"
#include "series/series.h"
#include "placement/subjectprefix.h"

#define SOMEBODY "Somebody <somebody@example.org>" /* who signs is of no interest here */
#define MARKER "\n--- b4-submit-tracking ---\n"

/* What messages are judged against. */
struct message_context {
	const struct plan *plan;	/* borrowed */
	unsigned total;			/* patches in the series */
	struct laters laters;		/* the [patch] sections, with their numbers */
};

/* The number of the commit that a patch of the plan is; 0: there is none. */
static unsigned number_of(const struct patch *patch, const struct series *series)
{
	if (!series)
		return patch->nr;
	for (size_t i = series->below; i < series->nr; i++)
		if (git_oid_equal(&series->v[i].tree, &patch->tree) ||
		    !strcmp(series->v[i].subject, patch->subject))
			return (unsigned)(i - series->below) + 1;
	return 0;
}

/* What a [patch] is about: functions in its subject, and what its rule removes. */
static int add_names(struct strlist *names, const struct patch *patch)
{
	struct rule rule CLEANUP(rule_release) = { 0 };

	tense_names(names, patch->mail ? patch->mail->subject : patch->step->subject);
	if (!patch->step->rule)
		return 0;
	if (rule_load(&rule, patch->step->rule, patch->step->mode) < 0)
		return -1;
	FOR_EACH(word, &rule.minus)
		if (strchr(*word, '_'))
			strlist_add_once(names, *word);
	return 0;
}

static int add_later(struct message_context *context, const struct patch *patch, unsigned nr)
{
	if (patch->step->kind != STEP_PATCH || !nr)
		return 0;
	struct later *later = LIST_ADD(&context->laters);
	later->nr = nr;
	return add_names(&later->names, patch);
}

/* As planned; or, if there is a @series, as it stands on the branch. */
static int message_context_init(struct message_context *context, const struct plan *plan,
				const struct series *series)
{
	*context = (struct message_context){ .plan = plan };
	context->total = (unsigned)(series ? series->nr - series->below : plan_count(plan));
	FOR_EACH(patch, &plan->patches)
		if (add_later(context, patch, number_of(patch, series)) < 0)
			return -1;
	/* what later waves do has not happened either */
	FOR_EACH(patch, &plan->rest)
		if (add_later(context, patch, context->total + 1) < 0)
			return -1;
	return 0;
}

static void message_context_release(struct message_context *context)
{
	laters_release(&context->laters);
}

/* The plan's patch that a commit is, by tree or by subject; NULL: none. */
static const struct patch *message_context_patch(const struct message_context *context,
						 const struct commit *commit)
{
	const struct patches *patches = &context->plan->patches;

	FOR_EACH(patch, patches)
		if (git_oid_equal(&patch->tree, &commit->tree))
			return patch;
	FOR_EACH(patch, patches)
		if (!strcmp(patch->subject, commit->subject))
			return patch;
	return NULL;
}

/* Fixes: and Closes: say where the bug is described. */
static bool has_evidence_trailer(const struct base *base, const char *message)
{
	for (const char *at = message; *at;) {
		const char *end = at + strcspn(at, "\n");

		if ((!strncmp(at, "Fixes:", 6) || !strncmp(at, "Closes:", 7)) &&
		    evidence_in(base, at, end))
			return true;
		at = end + (*end == '\n');
	}
	return false;
}

static void judge_claims(struct faults *faults, const struct plan *plan, const char *body,
			 const char *message)
{
	struct claims claims CLEANUP(claims_release) = { 0 };

	claims_find(&claims, body);
	FOR_EACH(claim, &claims) {
		if (evidence_in(plan->base, claim->from, claim->to) ||
		    evidence_named(plan->campaign, claim->bug) ||
		    has_evidence_trailer(plan->base, message))
			continue;
		faults_add(faults, "claim", claim->line,
			   "a %s is claimed and nothing shows it: refer to a commit, a URL or "
			   "path:line in this paragraph, or name it in [claim \"%s\"]",
			   claim->bug, claim->bug);
	}
}

/* Have other patches the same text? */
static bool is_in_all(const struct plan *plan, const struct patch *patch)
{
	size_t count = 0;

	FOR_EACH(other, &plan->patches)
		count += patch && patch->step == other->step;
	return count > 1;
}

static void set_patch(struct faults *faults, size_t from, unsigned nr)
{
	for (size_t i = from; i < faults->nr; i++)
		faults->v[i].patch = nr;
}

/* The prefix that a subject has: the plan's, if it still begins with that. */
static size_t prefix_len(const struct patch *patch, const char *subject)
{
	size_t len = patch ? strlen(patch->prefix) : 0;

	if (len && !strncmp(subject, patch->prefix, len) && !strncmp(subject + len, ": ", 2))
		return len;
	return subject_prefix_len(subject);
}

/* How wide its lines are, and what stands at its end: trailers, or the tags of the tree. */
static void judge_form(struct faults *faults, const struct profile *profile,
		       const struct patch *patch, const char *message)
{
	unsigned line;
	const char *wrong = profile->tags ? tags_fault(profile->tags, message, &line) : NULL;

	if (!profile->tags) {
		prose_lines(faults, message, false);
		prose_trailers(faults, message, patch && patch->mail);
		return;
	}
	prose_wide_lines(faults, message, tags_start(profile->tags, message),
			 profile->message_columns);
	if (wrong)
		faults_add(faults, "trailer", line, "%s", wrong);
}

/* Judge the message of patch @nr; @patch: the plan's, NULL when it is none of them. */
static void find_message_faults(struct faults *faults, const struct message_context *context,
				const struct patch *patch, unsigned nr, const char *message)
{
	size_t from = faults->nr, subject = strcspn(message, "\n");
	char *first CLEANUP(free_text) = xstrndup(message, subject);
	char *body CLEANUP(free_text) = prose_body(message);
	struct position position = { nr, context->total, is_in_all(context->plan, patch),
				     &context->laters };

	prose_subject(faults, first, prefix_len(patch, first));
	prose_filled(faults, message);
	prose_cuts(faults, body + subject, 1);
	judge_form(faults, profile_of(&context->plan->all), patch, message);
	tense_find(faults, body, &position);
	judge_claims(faults, context->plan, body, message);
	set_patch(faults, from, nr);
}

/* Up to the data that b4 keeps behind the letter. */
static char *without_tracking(const char *message)
{
	const char *end = NULL;

	for (const char *at = strstr(message, MARKER); at; at = strstr(at + 1, MARKER))
		end = at + 1;
	return end ? xstrndup(message, (size_t)(end - message)) : xstrdup(message);
}

/* Judge the message of a cover's commit. */
static void find_cover_faults(struct faults *faults, const struct message_context *context,
			      const char *message)
{
	const struct plan *plan = context->plan;
	size_t from = faults->nr, subject = strcspn(message, "\n");
	char *cover CLEANUP(free_text) = without_tracking(message);
	char *first CLEANUP(free_text) = xstrndup(message, subject);
	char *body CLEANUP(free_text) = prose_body(cover);
	struct position position = { 0, context->total, false, NULL };

	prose_subject(faults, first, subject_prefix_len(first));
	prose_filled(faults, cover);
	prose_cover(faults, cover, true);
	prose_lines(faults, cover, true);
	tense_find(faults, body, &position);
	judge_claims(faults, plan, body, cover);
	FOR_EACH(name, &plan->new_names) {
		char *link CLEANUP(free_text) = newname_link(*name);

		if (!newname_is_linked(cover, *name))
			faults_add(faults, "new", 1,
				     "%s() is new: say in the cover whether there were earlier "
				     "attempts: %s", *name, link);
	}
	set_patch(faults, from, 0);
}

int check_planned_messages(struct faults *faults, const struct plan *plan)
{
	struct message_context context CLEANUP(message_context_release) = { 0 };
	char *text CLEANUP(free_text) = cover_text(plan, NULL);

	if (!text || message_context_init(&context, plan, NULL) < 0)
		return -1;
	char *cover CLEANUP(free_text) = xasprintf("%s\n\n%s", cover_title(plan), text);
	find_cover_faults(faults, &context, cover);
	FOR_EACH(patch, &plan->patches) {
		char *message CLEANUP(free_text) = message_compose(patch, SOMEBODY);

		if (patch->nr)
			find_message_faults(faults, &context, patch, patch->nr, message);
	}
	return 0;
}

/* The checks message and cover judge what stands on the branch, not what the plan would write: the
 * message of every commit, and the cover letter, whose verdict stands at the first commit. A branch
 * without a cover letter leaves it uncovered. */

/* One verdict of all faults: the first three are told. */
static void conclude(struct verdicts *verdicts, const char *check, const struct faults *faults,
		     const char *good)
{
	char *detail = NULL;

	if (!faults->nr) {
		verdicts_add(verdicts, check, NULL, VERDICT_PASS, "checked", xstrdup(good));
		return;
	}
	FILE *out = xmemstream(&detail, NULL);
	for (size_t i = 0; i < faults->nr && i < 3; i++)
		fprintf(out, "%sline %u: %s", i ? "; " : "", faults->v[i].line,
			faults->v[i].what);
	if (faults->nr > 3)
		fprintf(out, "; and %zu more", faults->nr - 3);
	fclose(out);
	verdicts_add(verdicts, check, NULL, VERDICT_FAIL, "checked", detail);
}

static void judge_message(struct series_result *proof, const struct message_context *context,
			  size_t nr)
{
	const struct commit *commit = &proof->series->v[nr];
	struct faults faults CLEANUP(faults_release) = { 0 };

	find_message_faults(&faults, context, message_context_patch(context, commit),
			    (unsigned)(nr - proof->series->below) + 1, commit->message);
	conclude(&proof->v[nr].verdicts, "message", &faults,
		 "subject, lines, trailers, and what it says of other patches and of bugs");
}

static void judge_cover(struct series_result *proof, const struct message_context *context)
{
	struct faults faults CLEANUP(faults_release) = { 0 };
	struct verdicts *verdicts = &proof->v[proof->series->below].verdicts;

	find_cover_faults(&faults, context, proof->series->cover);
	conclude(verdicts, "cover", &faults,
		 "subject, lines, what it says of bugs, and links to earlier attempts");
}

int examine_cover(struct examination *examination)
{
	struct series_result *proof = examination->proof;
	struct message_context context CLEANUP(message_context_release) = { 0 };

	if (!proof->series->cover) {
		verdicts_add(&proof->v[proof->series->below].verdicts, "cover", NULL,
			     VERDICT_UNCOVERED, "", xstrdup("the branch has no cover letter"));
		return 0;
	}
	if (message_context_init(&context, proof->plan, proof->series) < 0)
		return -1;
	judge_cover(proof, &context);
	return 0;
}

int examine_message(struct examination *examination)
{
	struct series_result *proof = examination->proof;
	struct message_context context CLEANUP(message_context_release) = { 0 };
	/* what stands below a wave is judged in its own */
	size_t first = proof->series->below;

	if (message_context_init(&context, proof->plan, proof->series) < 0)
		return -1;
	for (size_t i = first; i < proof->nr; i++)
		judge_message(proof, &context, i);
	return 0;
}
