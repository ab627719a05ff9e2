// SPDX-License-Identifier: GPL-2.0
/*
 * The check requests: is everything answered that reviewers have asked for?
 *
 * A verdict for each commit that a [request] is about: pass when all are done, fail while one is
 * open. The line that answers, or what is missing, stands in the verdict.
 */
#include "campaign/campaign.h"
#include "lib/lib.h"
#include "checks/checks.h"
#include "result/request.h"
#include "result/result.h"
#include "series/patch.h"
#include "series/plan.h"
#include "series/series.h"
#include "style/difftext.h"

/* What is said of one commit. */
struct answers {
	size_t open, done;
	char *open_text, *done_text;
};

static void answers_release(struct answers *answers)
{
	FREE_ALL(answers->open_text, answers->done_text);
}

static void append(char **text, const char *name, const char *where)
{
	char *more = xasprintf("%s%s%s: %s", *text ? *text : "", *text ? "; " : "", name, where);

	free(*text);
	*text = more;
}

/* A request is about the patches of its section, or about all. */
static bool concerns(const struct request *request, const struct patch *patch)
{
	return !request->patch || (patch && !strcmp(patch->step->id, request->patch));
}

static int answer_requests(struct answers *answers, const struct series_result *proof, size_t nr)
{
	const struct commit *commit = &proof->series->v[nr];
	struct difftext diff CLEANUP(difftext_release) = { 0 };

	if (difftext_load(&diff, proof->base,
			  series_tree(proof->series, proof->base, commit->before),
			  &commit->tree) < 0)
		return -1;
	FOR_EACH(request, &proof->plan->campaign->requests) {
		if (!concerns(request, result_patch(proof, nr)))
			continue;
		struct request_answer answer CLEANUP(request_answer_release) =
			request_judge(request, &diff, commit->message);

		if (answer.done)
			append(&answers->done_text, request->name, answer.where);
		else
			append(&answers->open_text, request->name, answer.where);
		answers->done += answer.done;
		answers->open += !answer.done;
	}
	return 0;
}

int examine_requests(struct examination *examination)
{
	struct series_result *proof = examination->proof;

	for (size_t i = proof->series->below; i < proof->nr; i++) {
		struct answers answers CLEANUP(answers_release) = { 0 };
		char *detail;

		if (answer_requests(&answers, proof, i) < 0)
			return -1;
		if (!answers.open && !answers.done)
			continue;
		detail = answers.open ? xasprintf("%zu open: %s", answers.open,
						  answers.open_text) :
					xasprintf("%zu done: %s", answers.done,
						  answers.done_text);
		verdicts_add(&proof->v[i].verdicts, "requests", NULL,
			     answers.open ? VERDICT_FAIL : VERDICT_PASS, "checked", detail);
	}
	return 0;
}
