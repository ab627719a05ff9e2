// SPDX-License-Identifier: GPL-2.0
/* The checks message and cover. */
#include "proof/check_words.h"

#include "lib/cleanup.h"
#include "lib/list.h"
#include "proof/check_message.h"
#include "result/result.h"
#include "series/series.h"

/* One verdict of all faults: the first three are told. */
static void conclude(struct verdicts *verdicts, const char *check, const struct faults *faults,
		     const char *good)
{
	char *detail = NULL;
	size_t len;
	FILE *out;

	if (!faults->nr) {
		verdicts_add(verdicts, check, NULL, VERDICT_PASS, "checked", xstrdup(good));
		return;
	}
	out = xmemstream(&detail, &len);
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
	struct faults faults CLEANUP(free_faults) = { 0 };

	check_message(&faults, context, message_context_patch(context, commit),
		      (unsigned)(nr - proof->series->below) + 1, commit->message);
	conclude(&proof->v[nr].verdicts, "message", &faults,
		 "subject, lines, trailers, and what it says of other patches and of bugs");
}

static void judge_cover(struct series_result *proof, const struct message_context *context)
{
	struct faults faults CLEANUP(free_faults) = { 0 };
	struct verdicts *verdicts = &proof->v[proof->series->below].verdicts;

	if (!proof->series->cover) {
		verdicts_add(verdicts, "cover", NULL, VERDICT_UNCOVERED, "",
			     xstrdup("the branch has no cover letter"));
		return;
	}
	check_cover(&faults, context, proof->series->cover);
	conclude(verdicts, "cover", &faults,
		 "subject, lines, what it says of bugs, and links to earlier attempts");
}

int check_words(struct series_result *proof)
{
	struct message_context context CLEANUP(free_message_context) = { 0 };

	if (message_context_init(&context, proof->plan, proof->series) < 0)
		return -1;
	judge_cover(proof, &context);
	/* what stands below a wave is judged in its own */
	for (size_t i = proof->series->below; i < proof->nr; i++)
		judge_message(proof, &context, i);
	return 0;
}
