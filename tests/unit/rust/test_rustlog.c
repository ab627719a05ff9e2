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
		cmocka_unit_test(the_words_of_the_base_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
