// SPDX-License-Identifier: GPL-2.0
/* What rustc and clippy say becomes identities. */
#include "world.h"

#include "rust/rustlog.h"

static void expect_findings(const char *log, const char *errors, const char *warnings)
{
	struct strlist bad CLEANUP(strlist_release) = { 0 };
	struct strlist doubtful CLEANUP(strlist_release) = { 0 };

	rustlog_parse(log, "/k", &bad, &doubtful);
	char *got CLEANUP(free_text) = strlist_join(&bad, "|");
	char *also CLEANUP(free_text) = strlist_join(&doubtful, "|");
	assert_string_equal(got, errors);
	assert_string_equal(also, warnings);
}

static void a_finding_has_its_file_and_no_line(void **state)
{
	expect_findings("  RUSTC L rust/kernel.o\n"
			"error[E0425]: cannot find function `take` in crate `bindings`\n"
			"   --> /k/rust/kernel/pci.rs:12:34\n"
			"    |\n"
			"12  |     bindings::take(x)\n"
			"    |               ^^^^ --> no arrow of rustc\n\n"
			"error: aborting due to 1 previous error; 1 warning emitted\n\n"
			"For more information about this error, try `rustc --explain E0425`.\n"
			"make[3]: *** [rust/Makefile:1: rust/kernel.o] Error 1\n",
			"rust/kernel/pci.rs: error[E0425]: cannot find function `take` in crate "
			"`bindings`", "");
	expect_findings("warning: unused variable: `x`\n --> ../rust/a.rs:1:1\n\n"
			"warning: 1 warning emitted\n", "",
			"rust/a.rs: warning: unused variable: `x`");
	expect_findings("error: linking with `cc` failed\n",
			"rustc: error: linking with `cc` failed", "");
	expect_findings("a.c:3: error: x\nerrors: y\n", "", "");
	expect_findings("", "", "");
}

static void style_is_told_by_clippy(void **state)
{
	static const char log[] =
		"warning: unsafe function's docs are missing a `# Safety` section\n"
		"  --> /k/samples/rust/a.rs:3:1\n   |\n"
		"   = help: for further information visit https://rust-lang.github.io/rust-clippy/"
		"master/index.html#missing_safety_doc\n"
		"   = note: requested on the command line with `-W clippy::missing-safety-doc`\n";

	expect_findings(log, "", "samples/rust/a.rs: warning: unsafe function's docs are missing a "
				 "`# Safety` section [clippy]");
	assert_true(rustlog_is_style("a.rs: warning: x [clippy]"));
	assert_false(rustlog_is_style("a.rs: warning: clippy"));
}

static void one_more_of_the_same_is_another_text(void **state)
{
	struct strlist list CLEANUP(strlist_release) = { 0 };

	STRLIST_ADD(&list, "a [clippy]", "b", "a [clippy]", "a [clippy]");
	rustlog_number(&list);
	assert_list(&list, "a [clippy] b a [clippy] (2) a [clippy] (3)");
	assert_true(rustlog_is_style(list.v[3]));
	assert_false(rustlog_is_style(list.v[1]));
}

static void expect_parts(const char *log, const char *wanted)
{
	char *got = NULL, *object, *text;
	FILE *out = xmemstream(&got, NULL);

	while (rustlog_next_part(&log, &object, &text)) {
		fprintf(out, "[%s]%s", object, text);
		FREE_ALL(object, text);
	}
	fclose(out);
	assert_string_equal(got, wanted);
	free(got);
}

static void a_log_has_a_part_for_each_object(void **state)
{
	expect_parts("make: x\n  CLIPPY L rust/kernel.o\nwarning: a\n  --> b.rs:1:1\n   |\n\n"
		     "  RUSTC [M] a/b.o\n  CC c.o",
		     "[]make: x\n[rust/kernel.o]  CLIPPY L rust/kernel.o\nwarning: a\n"
		     "  --> b.rs:1:1\n   |\n\n[a/b.o]  RUSTC [M] a/b.o\n[c.o]  CC c.o");
	expect_parts("\n\n", "[]\n\n");
	expect_parts("  A", "[]  A");
	expect_parts("  Ab c\n", "[]  Ab c\n");
	expect_parts("", "");
}

static void what_clippy_looked_at_is_counted(void **state)
{
	assert_int_equal(rustlog_clippy_objects("  CLIPPY L rust/kernel.o\nwarning: CLIPPY x\n"
						"  CLIPPY [M] a.o\n  RUSTC [M] b.o\n"), 2);
	assert_int_equal(rustlog_clippy_objects(""), 0);
}

static void the_words_of_the_base_are_kept(void **state)
{
	char *words = rustlog_unavailable(
		"make[1]: Entering directory '/b'\n***\n"
		"*** Rust bindings generator 'bindgen' is too old.\n"
		"***   Your version:    0.60.1\n***   Minimum version: 0.71.1\n***\n"
		"make: *** [Makefile:2011: rustavailable] Error 1\n");

	assert_string_equal(words, "Rust bindings generator 'bindgen' is too old. "
				   "Your version:    0.60.1 Minimum version: 0.71.1");
	free(words);
	words = rustlog_unavailable("make: *** No rule to make target 'rustavailable'.  Stop.\n");
	assert_string_equal(words, "");
	free(words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_finding_has_its_file_and_no_line),
		cmocka_unit_test(style_is_told_by_clippy),
		cmocka_unit_test(one_more_of_the_same_is_another_text),
		cmocka_unit_test(a_log_has_a_part_for_each_object),
		cmocka_unit_test(what_clippy_looked_at_is_counted),
		cmocka_unit_test(the_words_of_the_base_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
