// SPDX-License-Identifier: GPL-2.0
/* What rustfmt prints becomes findings, and what is new of them is told. */
#include "world.h"

#include "style/rustlayout.h"

/* "LINE KIND TEXT", one a line, "-" before what is old. */
static char *show(const struct findings *findings)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(finding, findings) {
		char *words CLEANUP(free_text) = strcmp(finding->kind, "layout") ?
							 xstrdup(finding->text) :
							 rustlayout_words(finding->text);

		fprintf(out, "%s%u %s %s\n", finding->old ? "-" : "", finding->line, finding->kind,
			words);
	}
	fclose(out);
	return text;
}

static void expect_read(const char *out, const char *log, bool failed, const char *wanted)
{
	struct findings findings CLEANUP(findings_release) = { 0 };

	rustlayout_parse(&findings, out, log, failed);
	char *got CLEANUP(free_text) = show(&findings);
	assert_string_equal(got, wanted);
}

static void each_run_of_a_hunk_is_a_finding(void **state)
{
	expect_read("Diff in <stdin>:38:\n"
		    " // Allow proc-macros.\n"
		    " extern crate self as kernel;\n"
		    " \n"
		    "-pub use  ffi;\n"
		    "+pub use ffi;\n"
		    " \n"
		    " pub mod acpi;\n"
		    "-pub   mod alloc;\n"
		    "+pub mod alloc;\n"
		    " #[cfg(CONFIG_AUXILIARY_BUS)]\n\n"
		    "Diff in <stdin>:52:\n"
		    "-    foo(\n-1,\n-2,\n-);\n"
		    "+    foo(1, 2);\n"
		    " }\n"
		    "+\n\n", "", false,
		    "41 layout rustfmt makes of \"pub use  ffi;\": \"pub use ffi;\"\n"
		    "44 layout rustfmt makes of \"pub   mod alloc;\": \"pub mod alloc;\"\n"
		    "52 layout rustfmt makes of \"foo(\" and 3 more lines: \"foo(1, 2);\"\n"
		    "57 layout rustfmt adds an empty line here\n");
	/* as older versions title it */
	expect_read("Diff in stdin at line 7:\n }\n-\n \n", "", false,
		    "8 layout rustfmt takes away an empty line\n");
}

static void what_is_no_hunk_says_nothing(void **state)
{
	expect_read("", "", false, "");
	expect_read("", "Warning: can't set `wrap_comments = true`\n", false, "");
	/* #![rustfmt::skip]: the source itself */
	expect_read("#![rustfmt::skip]\n-fn  a() {}\n+x\nDiff in a :\n-y\n", "", false, "");
	expect_read("Diff in <stdin>:18446744073709551616000:", "", false, "");
}

static void a_source_that_it_cannot_read_is_one_finding(void **state)
{
	expect_read("", "Warning: x\nerror: expected expression, found `;`\n --> <stdin>:2:12\n  |\n"
		    "2 | let x=;\n\nerror: another\n --> <stdin>:9:1\n", true,
		    "2 parse expected expression, found `;`\n");
	expect_read("", "error[E0765]: unterminated double quote string\n  --> <stdin>:31:9\n", true,
		    "31 parse error[E0765]: unterminated double quote string\n");
	expect_read("", "Warning: x\nstream did not contain valid UTF-8\n", true,
		    "0 parse stream did not contain valid UTF-8\n");
	expect_read("", "", true, "0 parse rustfmt cannot read it\n");
	/* there is a diff, so it was read */
	expect_read("Diff in <stdin>:1:\n-a\n+b\n", "error[internal]: left behind trailing "
		    "whitespace\n", true, "1 layout rustfmt makes of \"a\": \"b\"\n");
}

/* Each side: LINE and text of a finding, or of kind "parse" where the text has no sign. */
static void add(struct findings *findings, unsigned line, const char *text)
{
	findings_add(findings, "a.rs", line, strchr("+-", *text) ? "layout" : "parse", text);
}

/* The commit makes line 10 to two lines. */
static void expect_new(unsigned old_line, const char *old_text, unsigned line, const char *text,
		       bool new)
{
	struct findings before CLEANUP(findings_release) = { 0 };
	struct findings after CLEANUP(findings_release) = { 0 };
	struct block block = { "a.rs", 10, 1, 10, 2 };
	const struct blocks blocks = { &block, 1, 1 };

	if (old_text)
		add(&before, old_line, old_text);
	add(&after, line, text);
	rustlayout_match(&before, &after, &blocks);
	assert_int_equal(after.v[0].old, !new);
}

static void lines_that_the_commit_left_alone_are_old(void **state)
{
	static const char run[] = "-a\n-b\n+ab\n";

	expect_new(3, run, 3, run, false);
	expect_new(20, run, 21, run, false);
	/* nothing was said of these lines: what was done beside them has made them so */
	expect_new(0, NULL, 3, run, true);
	expect_new(3, run, 21, run, true);
}

static void what_touches_a_changed_line_is_new(void **state)
{
	static const char run[] = "-a\n-b\n+ab\n";

	expect_new(10, run, 10, run, true);
	expect_new(9, run, 9, run, true);	/* its second line */
	expect_new(11, run, 12, run, false);	/* right behind */
	expect_new(8, run, 8, run, false);	/* right before */
	expect_new(10, "+\n", 10, "+\n", true);
	expect_new(11, "+\n", 12, "+\n", true);
	expect_new(12, "+\n", 13, "+\n", false);
}

static void a_side_that_was_not_read_tells_nothing(void **state)
{
	expect_new(7, "no expression", 3, "-a\n+b\n", false);
	expect_new(7, "no expression", 10, "-a\n+b\n", true);
	expect_new(7, "no expression", 8, "no type", false);
	expect_new(3, "-a\n+b\n", 8, "no type", true);
	expect_new(0, NULL, 8, "no type", true);
}

static void expect_rule(const char *makefile, const char *path, bool out)
{
	struct rustlayout_rule rule CLEANUP(rustlayout_rule_release) = { 0 };

	rustlayout_rule_read(&rule, makefile);
	assert_int_equal(rustlayout_leaves_out(&rule, path), out);
}

static void what_the_makefile_leaves_out_is_left_out(void **state)
{
	static const char new[] =
		"all:\n\techo -path $(srctree)/lib\nrustfmt:\n"
		"\t$(Q)find $(srctree) $(RCS_FIND_IGNORE) \\\n\t\t\\( \\\n"
		"\t\t\t-path $(srctree)/rust/quote \\\n\t\t\t-o -path $(srctree)/rust/syn \\\n"
		"\t\t\\) -prune -o \\\n"
		"\t\t-type f -a -name '*.rs' -a ! -name '*generated*' -print \\\n"
		"\t\t| xargs $(RUSTFMT) $(rustfmt_flags)\n\n"
		"rustfmtcheck: rustfmt\n\techo -path $(srctree)/drivers\n";
	static const char old[] =
		"rustfmt:\n\t$(Q)find $(abs_srctree) -type f -name '*.rs' \\\n"
		"\t\t-o -path $(abs_srctree)/rust/alloc -prune \\\n"
		"\t\t| grep -Fv $(abs_srctree)/rust/alloc \\\n\t\t| grep -Fv generated \\\n"
		"\t\t| xargs $(RUSTFMT)\n";

	expect_rule(new, "rust/syn/a/b.rs", true);
	expect_rule(new, "rust/quote/a.rs", true);
	expect_rule(new, "rust/synx/b.rs", false);
	expect_rule(new, "rust/bindings/bindings_generated.rs", true);
	expect_rule(new, "rust/generated/a.rs", false);
	expect_rule(new, "drivers/a.rs", false);
	expect_rule(new, "lib/a.rs", false);
	expect_rule(old, "rust/alloc/vec.rs", true);
	expect_rule(old, "rust/generated/a.rs", true);
	expect_rule(old, "rust/kernel/lib.rs", false);
	expect_rule("", "rust/kernel/lib.rs", false);
}

static void long_lines_are_cut(void **state)
{
	char text[200];

	memset(text, 'x', sizeof(text));
	memcpy(text, "-    ", 5);
	memcpy(text + sizeof(text) - 5, "\n+y\n", 5);
	char *words CLEANUP(free_text) = rustlayout_words(text);
	assert_int_equal(strlen(words), strlen("rustfmt makes of \"...\": \"y\"") + 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_run_of_a_hunk_is_a_finding),
		cmocka_unit_test(what_is_no_hunk_says_nothing),
		cmocka_unit_test(a_source_that_it_cannot_read_is_one_finding),
		cmocka_unit_test(lines_that_the_commit_left_alone_are_old),
		cmocka_unit_test(what_touches_a_changed_line_is_new),
		cmocka_unit_test(a_side_that_was_not_read_tells_nothing),
		cmocka_unit_test(what_the_makefile_leaves_out_is_left_out),
		cmocka_unit_test(long_lines_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
