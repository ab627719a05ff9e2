// SPDX-License-Identifier: GPL-2.0
/* What report rules print, and how much of a file spatch says that it parsed. */
#include "world.h"

#include "cocci/parserate.h"
#include "cocci/reportrule.h"

static void lines_about_the_file_are_findings(void **state)
{
	struct rule_findings found CLEANUP(rule_findings_release) = { 0 };

	report_rules_read(&found, "attach", "net/a.c",
			  "HANDLING: net/a.c\n"
			  "net/a.c:12: open(): fails here, attached in line 8\n"
			  "net/a.c:12: open(): fails here, attached in line 8\n"
			  "net/a.c:x: open(): is no line\n"
			  "net/b.c:12: open(): of another file, line 3\n"
			  "net/a.c:14: close(): has no other line\n");
	assert_int_equal(found.nr, 2);
	assert_string_equal(found.v[0].function, "open");
	assert_int_equal(found.v[0].line, 12);
	assert_int_equal(found.v[0].from, 8);
	assert_string_equal(found.v[1].what, "has no other line");
	assert_int_equal(found.v[1].from, 0);
}

static void the_rate_comes_with_what_was_not_parsed(void **state)
{
	static const char source[] = "int f(void)\n{\n\tBAD\n}\n\nBAD(x)\n";
	char *some CLEANUP(free_text) =
		parserate_read("parse error \n = File \"input.c\", line 3, column 1\n"
			       "bad: x\nparse error \n = File \"input.c\", line 6, column 0\nbad: y\n"
			       "nb good = 9,  nb bad = 1 =========> 90.00% good or passed\n",
			       "input.c", source);
	char *all CLEANUP(free_text) = parserate_read(
		"nb good = 9,  nb bad = 0 =========> 100.00% good or passed\n", "input.c", source);

	assert_string_equal(some, "90.00 % of its lines; not f(), line 6");
	assert_string_equal(all, "100.00 % of its lines");
	assert_null(parserate_read("Fatal error\n", "input.c", source));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_about_the_file_are_findings),
		cmocka_unit_test(the_rate_comes_with_what_was_not_parsed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
