// SPDX-License-Identifier: GPL-2.0
/* Shows what the cases of rules came to. */
#include "report/view_test.h"

#include "campaign/campaign.h"
#include "cocci/ruletest.h"
#include "lib/json.h"
#include "lib/lib.h"

static json_t *text_or_none(const char *text)
{
	return json_text(text ? text : "");
}

static json_t *cases_of(const struct rule_test *test)
{
	json_t *rows = json_array();

	FOR_EACH(row, &test->cases) {
		const struct rule_outcome *outcome = &test->outcomes[row - test->cases.v];

		json_array_append_new(rows, json_pack("{s:o, s:o, s:b, s:o, s:o, s:o}", "case",
						      json_text(row->name), "file",
						      json_text(row->path), "good",
						      rule_outcome_is_good(outcome), "why",
						      text_or_none(outcome->why), "diff",
						      text_or_none(outcome->diff), "again",
						      text_or_none(outcome->again)));
	}
	return rows;
}

json_t *view_test(const struct campaign *campaign, const struct rule_tests *tests,
		  const struct strlist *written)
{
	json_t *rules = json_array();

	FOR_EACH(test, tests)
		json_array_append_new(rules, json_pack("{s:o, s:o, s:b, s:o, s:o}", "rule",
						       json_text(test->rule), "tests",
						       json_text(test->cases.dir), "reports",
						       test->reports, "lacks",
						       json_list(&test->lacks), "cases",
						       cases_of(test)));
	return json_pack("{s:o, s:o, s:o, s:I}", "campaign", json_text(campaign->name), "rules",
			 rules, "written", json_list(written), "faults",
			 (json_int_t)rule_tests_faults(tests));
}

/* How many are good. */
static size_t print_cases(FILE *out, const json_t *cases)
{
	size_t good = 0;

	FOR_EACH_JSON(row, cases) {
		if (json_flag(row, "good")) {
			good++;
			continue;
		}
		if (*json_field(row, "why"))
			fprintf(out, "       %s: %s\n%s", json_field(row, "file"),
				json_field(row, "why"), json_field(row, "diff"));
		if (*json_field(row, "again"))
			fprintf(out, "       %s: %s", json_field(row, "file"),
				json_field(row, "again"));
	}
	return good;
}

void view_print_test(FILE *out, const json_t *document)
{
	size_t rules = 0, cases = 0, good = 0;

	FOR_EACH_JSON(row, json_object_get(document, "rules")) {
		size_t nr = json_array_size(json_object_get(row, "cases"));

		fprintf(out, "%s: %zu case%s\n", json_field(row, "rule"), nr, plural(nr, "s"));
		FOR_EACH_JSON(lack, json_object_get(row, "lacks"))
			fprintf(out, "       %s\n", json_string_value(lack));
		good += print_cases(out, json_object_get(row, "cases"));
		cases += nr;
		rules++;
	}
	FOR_EACH_JSON(path, json_object_get(document, "written"))
		fprintf(out, "written: %s\n", json_string_value(path));
	fprintf(out, "\n%zu of %zu case%s of %zu rule%s good\n", good, cases, plural(cases, "s"),
		rules, plural(rules, "s"));
}
