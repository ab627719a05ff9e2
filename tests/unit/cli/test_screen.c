// SPDX-License-Identifier: GPL-2.0
/* Lines that fit a terminal, their colour, and the line of progress. */
#include "world.h"

#include "cli/meter.h"
#include "cli/screen.h"

static void assert_shown(const char *text, size_t width, bool colour, const char *wanted)
{
	char *shown CLEANUP(free_text) = screen_text(text, width, colour);

	assert_string_equal(shown, wanted);
}

static void long_lines_go_on_below(void **state)
{
	assert_shown("one two\n", 20, false, "one two\n");
	assert_shown("one two three four\nend", 10, false, "one two\n    three\n    four\nend");
	assert_shown("   one two three four\n", 40, false, "   one two three four\n");
	/* further to the right than it began, where there is room */
	assert_shown("      one two three four five six\n", 24, false,
		     "      one two three four\n          five six\n");
	assert_shown("               one two three four\n", 20, false,
		     "               one\ntwo three four\n");
	assert_shown("\n\na\n", 9, false, "\n\na\n");
	assert_shown("", 9, false, "");
	/* blanks at the end are no line of their own */
	assert_shown("one two three    \n", 13, false, "one two three\n");
}

static void words_stay_whole(void **state)
{
	assert_shown("a verylongpath/verylongpath b\n", 12, false,
		     "a\n    verylongpath/verylongpath\n    b\n");
	/* a patch, which ends the result */
	assert_shown("a b c d e f\ndiff --git a b\n+one two three\n", 9, false,
		     "a b c d e\n    f\ndiff --git a b\n+one two three\n");
	/* what is pasted into a shell */
	assert_shown("  by hand: make ARCH=x86 drivers/net/x.o\n", 20, false,
		     "  by hand: make ARCH=x86 drivers/net/x.o\n");
	assert_shown("  mend: git fetch --unshallow origin\n", 20, false,
		     "  mend: git fetch --unshallow origin\n");
}

static void characters_count_once(void **state)
{
	assert_int_equal(screen_columns("\u00fc\u2713x", strlen("\u00fc\u2713x")), 3);
	assert_shown("\u00fc\u00fc\u00fc \u00fc\u00fc\n", 6, false,
		     "\u00fc\u00fc\u00fc \u00fc\u00fc\n");
}

static void colour_is_for_verdicts_and_ids(void **state)
{
	assert_shown("       fail      objects\n", 80, true,
		     "       \033[31mfail\033[m      objects\n");
	assert_shown("       uncovered coverage\n", 80, true,
		     "       \033[33muncovered\033[m coverage\n");
	assert_shown("   1  0123456789ab  net: x\n", 80, true,
		     "   1  \033[33m0123456789ab\033[m  net: x\n");
	/* not where a sentence begins so */
	assert_shown("fail is a word\npassword\n", 80, true, "fail is a word\npassword\n");
	assert_shown("       fail      objects\n", 80, false, "       fail      objects\n");
}

static void strangers_do_not_command_the_terminal(void **state)
{
	assert_shown("a\033[31mb\007c\td\177 \302\2332J\n", 80, false, "a?[31mb?c\td? ??2J\n");
}

static void assert_line(struct meter_state meter, const char *wanted)
{
	char *line CLEANUP(free_text) = meter_line(&meter, 60);

	assert_string_equal(line, wanted);
}

static void progress_says_how_long_still(void **state)
{
	assert_line((struct meter_state){ "compiling", NULL, 10, 100, false, 1, 0 },
		    "compiling: 10/100");
	assert_line((struct meter_state){ "compiling", "a.o", 10, 100, false, 30, 0 },
		    "compiling: 10/100, about 4 min 30 s left  a.o");
	assert_line((struct meter_state){ "compiling", NULL, 0, 100, false, 30, 0 },
		    "compiling: 0/100, 30 s so far");
	/* what has no numbers is measured by the last time, as long as that can be true */
	assert_line((struct meter_state){ "configuring", "x", 0, 1, false, 30, 0 },
		    "configuring: 30 s so far  x");
	assert_line((struct meter_state){ "configuring", "x", 0, 1, false, 30, 50 },
		    "configuring: about 20 s left  x");
	assert_line((struct meter_state){ "configuring", "x", 0, 1, false, 60, 50 },
		    "configuring: 60 s so far  x");
	assert_line((struct meter_state){ "searching", NULL, 1, 1, true, 0, 0 }, "searching: 1/1");
	assert_line((struct meter_state){ "compiling",
					  "a/path/that/is/much/longer/than/the/terminal/is/wide.o",
					  1, 9, false, 1, 0 },
		    "compiling: 1/9  a/path/that/is/much/longer/than/the/terminal");
}

static void assert_duration(double seconds, const char *wanted)
{
	char *text CLEANUP(free_text) = meter_duration(seconds);

	assert_string_equal(text, wanted);
}

static void durations_are_for_people(void **state)
{
	assert_duration(0, "0 s");
	assert_duration(99.4, "99 s");
	assert_duration(100, "1 min 40 s");
	assert_duration(120, "2 min");
	assert_duration(601, "10 min");
	assert_duration(5999, "99 min");
	assert_duration(7200, "2 h");
	assert_duration(7500, "2 h 5 min");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_lines_go_on_below),
		cmocka_unit_test(words_stay_whole),
		cmocka_unit_test(characters_count_once),
		cmocka_unit_test(colour_is_for_verdicts_and_ids),
		cmocka_unit_test(strangers_do_not_command_the_terminal),
		cmocka_unit_test(progress_says_how_long_still),
		cmocka_unit_test(durations_are_for_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
