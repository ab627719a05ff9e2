// SPDX-License-Identifier: GPL-2.0
/* Says what came out of a proof. */
#include "page/summary.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "page/marks.h"

struct proof_tally {
	size_t commits, passing, verdicts;
	size_t of_rank[VERDICT_RANKS];
	json_t *evidence;	/* of those that pass: word -> how many */
};

static void count_evidence(json_t *evidence, const char *word)
{
	const char *name = *word ? word : "without evidence";

	json_object_set_new(evidence, name, json_integer(json_number(evidence, name) + 1));
}

static bool count_commit(struct proof_tally *tally, const json_t *commit)
{
	size_t good = 0, bad = 0;

	FOR_EACH_JSON(check, json_object_get(commit, "checks")) {
		size_t rank = verdict_rank(check);

		tally->verdicts++;
		tally->of_rank[rank]++;
		good += rank == 0;
		bad += rank > 1;
		if (rank == 0)
			count_evidence(tally->evidence, json_field(check, "evidence"));
	}
	return good && !bad;
}

static void put_evidence(FILE *out, const json_t *evidence)
{
	const char *word, *between = " (";
	json_t *count;

	json_object_foreach((json_t *)evidence, word, count) {
		fprintf(out, "%s%d %s", between, (int)json_integer_value(count), word);
		between = ", ";
	}
	if (json_object_size(evidence))
		fputc(')', out);
}

/* "no commit", "the only commit", "all 3 commits", "2 of 3 commits" */
static void put_commits(FILE *out, const struct proof_tally *tally)
{
	if (!tally->commits)
		fputs("There is no commit", out);
	else if (tally->commits == 1)
		fputs("The only commit", out);
	else if (tally->passing == tally->commits)
		fprintf(out, "All %zu commits", tally->commits);
	else if (!tally->passing)
		fprintf(out, "None of the %zu commits", tally->commits);
	else
		fprintf(out, "%zu of %zu commits", tally->passing, tally->commits);
}

static const char *verb(const struct proof_tally *tally)
{
	if (!tally->commits)
		return "";
	if (tally->commits == 1)
		return tally->passing ? " passes" : " does not pass";
	return tally->passing == 1 || !tally->passing ? " passes" : " pass";
}

char *summary_sentence(const json_t *proof)
{
	json_t *evidence CLEANUP(free_json) = json_object();
	struct proof_tally tally = { .evidence = evidence };
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH_JSON(commit, json_object_get(proof, "commits")) {
		tally.commits++;
		tally.passing += count_commit(&tally, commit);
	}
	put_commits(out, &tally);
	fprintf(out, " of %s on %s%s: of %zu verdict%s %zu %s pass", json_field(proof, "branch"),
		json_field(proof, "rev"), verb(&tally), tally.verdicts,
		plural(tally.verdicts, "s"), tally.of_rank[0],
		tally.of_rank[0] == 1 ? "is" : "are");
	put_evidence(out, evidence);
	for (size_t rank = VERDICT_RANKS; rank-- > 1;)
		if (tally.of_rank[rank])
			fprintf(out, ", %zu %s %s", tally.of_rank[rank],
				tally.of_rank[rank] == 1 ? "is" : "are", verdict_word(rank));
	fputc('.', out);
	fclose(out);
	return text;
}
