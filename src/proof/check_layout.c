// SPDX-License-Identifier: GPL-2.0
/*
 * The check layout: is an added line wider than the tree allows?
 *
 * For trees whose profile says how wide lines are; others have a script of their own that judges
 * that. Only lines that a commit adds are looked at, in sources and headers of C: what was too wide
 * before is not this commit's.
 */
#include "lib/lib.h"
#include "profile/profile.h"
#include "proof/checks.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"
#include "style/difftext.h"

#define MOST 3 /* lines that are told one by one */

/* The first lines that are too wide, and how many there are. */
struct wide_lines {
	size_t nr;
	char *text;
};

static void wide_lines_release(struct wide_lines *wide)
{
	free(wide->text);
}

static void add_wide(struct wide_lines *wide, const char *path, unsigned line, int columns)
{
	if (wide->nr++ >= MOST)
		return;
	char *more = xasprintf("%s%s%s:%u has %d columns", wide->text ? wide->text : "",
			       wide->text ? "; " : "", path, line, columns);

	free(wide->text);
	wide->text = more;
}

static int find_wide(struct wide_lines *wide, const struct series_result *proof, size_t nr,
		     unsigned limit)
{
	const struct commit *commit = &proof->series->v[nr];
	struct difftext diff CLEANUP(difftext_release) = { 0 };

	if (difftext_load(&diff, proof->base,
			  series_tree(proof->series, proof->base, commit->before),
			  &commit->tree) < 0)
		return -1;
	FOR_EACH(line, &diff.lines) {
		const char *path = diff.files.v[line->file].path;
		size_t len = line->len - (line->len && line->text[line->len - 1] == '\n');
		int columns = text_columns(line->text, len);

		if (line->origin == '+' && is_c_file(path) && columns > (int)limit)
			add_wide(wide, path, line->new_nr, columns);
	}
	return 0;
}

int examine_layout(struct examination *examination)
{
	struct series_result *proof = examination->proof;
	unsigned limit = profile_of(&proof->plan->all)->columns;

	for (size_t i = 0; limit && i < proof->nr; i++) {
		struct wide_lines wide CLEANUP(wide_lines_release) = { 0 };

		if (proof->series->v[i].is_merge)
			continue;
		if (find_wide(&wide, proof, i, limit) < 0)
			return -1;
		verdicts_add(&proof->v[i].verdicts, "layout", NULL,
			     wide.nr ? VERDICT_FAIL : VERDICT_PASS, "checked",
			     wide.nr ? xasprintf("%s%s; %u is the limit", wide.text,
						 wide.nr > MOST ? "; and more" : "", limit) :
				       xasprintf("no added line is wider than %u columns", limit));
	}
	return 0;
}
