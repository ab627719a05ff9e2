// SPDX-License-Identifier: GPL-2.0
/* The rows of verdicts and of evidence, and how they are written. */
#include "page/marks.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "report/html.h"

/* In the order in which they are told, the worst last. */
static const struct {
	const char *verdict, *sign, *meaning;
} verdicts[] = {
	{ "pass", "\u2713", "the check found what it must find" },
	{ "skipped", "\u2013", "the check was not made" },
	{ "void", "\u2205", "the base fails in the same place: nothing can be said" },
	{ "uncovered", "?", "nothing that was done can tell" },
	{ "fail", "\u2717", "the commit is to blame" },
};

_Static_assert(sizeof(verdicts) / sizeof(*verdicts) == VERDICT_RANKS, "a rank for each verdict");

/* The strongest first. */
static const struct evidence_mark evidence[] = {
	{ "built", "\u25a0", "made", "a make of the target came to its end at that commit" },
	{ "booted", "\u25a0", "made", "a kernel of that commit ran" },
	{ "compiled", "\u25a0", "made", "the objects came out of that tree" },
	{ "same code", "\u2261", "same", "objects before and after were compared" },
	{ "identical", "\u2261", "same", "two trees are the same, or no object reads the change" },
	{ "preprocessed", "\u25e7", "derived",
	  "what the compiler reads was compared for all, and one of each kind compiled" },
	{ "derived", "\u25e7", "derived",
	  "some were compiled; that the rest come out alike is derived" },
	{ "sampled", "\u25a1", "sampled", "some were compiled; nothing is said of the rest" },
	{ "checked", "\u00b6", "read", "a text or a symbol table was read, or sources audited" },
};

static const struct evidence_mark unknown = { "", "?", "read", "" };

size_t verdict_rank(const json_t *check)
{
	for (size_t i = 0; i < VERDICT_RANKS; i++)
		if (!strcmp(json_field(check, "verdict"), verdicts[i].verdict))
			return i;
	return VERDICT_RANKS - 1;
}

const char *verdict_word(size_t rank)
{
	return verdicts[rank].verdict;
}

const char *verdict_sign(size_t rank)
{
	return verdicts[rank].sign;
}

const char *verdict_meaning(size_t rank)
{
	return verdicts[rank].meaning;
}

const struct evidence_mark *evidence_row(size_t nr)
{
	return nr < sizeof(evidence) / sizeof(*evidence) ? &evidence[nr] : NULL;
}

const struct evidence_mark *evidence_find(const char *word)
{
	const struct evidence_mark *row;

	for (size_t i = 0; (row = evidence_row(i)); i++)
		if (!strcmp(row->word, word))
			return row;
	return &unknown;
}

void evidence_print(FILE *out, const char *word)
{
	const struct evidence_mark *row = evidence_find(word);

	if (!*word)
		return;
	fprintf(out, "<span class=\"by %s\"><span aria-hidden=\"true\">%s</span> ", row->grade,
		row->sign);
	markup_text(out, word);
	fputs("</span>", out);
}

void verdict_print_count(FILE *out, const char *verdict, int count)
{
	size_t rank = 0;

	while (rank < VERDICT_RANKS - 1 && strcmp(verdicts[rank].verdict, verdict) != 0)
		rank++;
	fprintf(out, "<span class=\"badge %s\"><span aria-hidden=\"true\">%s</span> ",
		count ? verdicts[rank].verdict : "none", verdicts[rank].sign);
	markup_print(out, "%d %s", count, verdict);
	fputs("</span> ", out);
}
