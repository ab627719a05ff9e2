// SPDX-License-Identifier: GPL-2.0
/* What is made of C, and what of crates, by the rules of rust/Makefile. */
#include "world.h"

#include "rust/rustrules.h"

static void expect_rules(const char *database, const char *made, const char *crates)
{
	struct rust_rules rules CLEANUP(rust_rules_release) = { 0 };

	rust_rules_read(&rules, database, "rust/");
	char *got CLEANUP(free_text) = strlist_join(&rules.made, " ");
	char *compiled CLEANUP(free_text) = strlist_join(&rules.crates, " ");
	assert_string_equal(got, made);
	assert_string_equal(compiled, crates);
}

/* As make prints the rules of 7.2, in their order of chance. */
static const char plain[] =
	"# Files\n"
	"rust/exports_kernel_generated.h: rust/kernel.o FORCE\n"
	"rust/kernel.o: /k/rust/kernel/lib.rs rust/bindings.o rust/kernel/warn.rs FORCE\n"
	"rust/bindings.o: /k/rust/bindings/lib.rs rust/core.o rust/bindings/generated.rs FORCE\n"
	"rust/bindings/generated.rs: /k/rust/bindings/bindings_helper.h /k/rust/parameters FORCE\n"
	"\tcmd: rust/x.o: /k/x.rs\n"
	"rust/core.o: /usr/lib/core/src/lib.rs scripts/target.json include/config/TEXT FORCE\n"
	"rust/helpers/helpers.o: /k/rust/helpers/helpers.c FORCE\n"
	"rust/helpers/helpers.bc: /k/rust/helpers/helpers.c FORCE\n"
	"rust/exports.o: /k/rust/exports.c rust/exports_kernel_generated.h\n"
	"rusttest-kernel: /k/rust/kernel/lib.rs rust/core.o\n"
	"rust/%.o: /k/rust/%.rs\n"
	"rust/x := rust/y: /k/z.rs\n"
	"rust/: rust/built-in.a rust/exports_kernel_generated.h rust/bindings/generated.rs\n"
	"rust/built-in.a: rust/kernel.o rust/exports.o rust/helpers/helpers.o FORCE\n";

static void what_is_made_of_c_is_told_from_crates(void **state)
{
	expect_rules(plain,
		     "rust/bindings/generated.rs rust/helpers/helpers.o rust/kernel/warn.rs "
		     "scripts/target.json", "rust/bindings.o rust/core.o rust/kernel.o");
}

static void what_the_folder_does_not_make_is_none(void **state)
{
	expect_rules("rust/a.o: /k/rust/a.rs\nrust/b.h: /k/b.h\nrust/: FORCE\n", "", "");
	expect_rules("", "", "");
	expect_rules("__build: rust/a.o\nrust/a.o: /k/rust/a.rs\n", "", "rust/a.o");
	expect_rules("rust/: rust/:\nrust/\n:\nrust/a.o:\n", "", "");
}

/* Two rules of one target: one says of what, the other how. */
static void rules_of_one_target_are_one(void **state)
{
	expect_rules("rust/: rust/a.o\nrust/a.o: rust/made.rs\nrust/a.o: /k/rust/a.rs\n",
		     "rust/made.rs", "rust/a.o");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_made_of_c_is_told_from_crates),
		cmocka_unit_test(what_the_folder_does_not_make_is_none),
		cmocka_unit_test(rules_of_one_target_are_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
