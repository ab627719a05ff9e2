// SPDX-License-Identifier: GPL-2.0
/* A configuration is compared with what a target asks for; make is told of the target. */
#include "world.h"

#include "kbuild/target.h"

static void assert_kept(const char *option, const char *config, const char *got)
{
	char *options[] = { (char *)option };
	const struct target target = { .options = { options, 1, 1 } };
	char *value CLEANUP(free_text) = NULL;
	const char *broken = target_broken(&target, config, &value);

	if (got)
		assert_string_equal(value, got);
	assert_ptr_equal(broken, got ? option : NULL);
}

static void options_are_kept_or_not(void **state)
{
	static const char config[] = "# CONFIG_OFF is not set\nCONFIG_ON=y\nCONFIG_ONE_MORE=m\n"
				     "CONFIG_TEXT=\"a b\"\n# CONFIG_HIDDEN=y\n";

	assert_kept("CONFIG_ON=y", config, NULL);
	assert_kept("CONFIG_ON=n", config, "y");
	assert_kept("CONFIG_ON=m", config, "y");
	assert_kept("CONFIG_OFF=n", config, NULL);
	assert_kept("CONFIG_OFF=y", config, "n");
	assert_kept("CONFIG_NOWHERE=n", config, NULL);
	assert_kept("CONFIG_NOWHERE=m", config, "n");
	assert_kept("CONFIG_ONE=n", config, NULL);
	assert_kept("CONFIG_MORE=m", config, "n");
	assert_kept("CONFIG_TEXT=\"a b\"", config, NULL);
	assert_kept("CONFIG_TEXT=\"a\"", config, "\"a b\"");
	assert_kept("CONFIG_HIDDEN=n", config, NULL);
	assert_kept("CONFIG_ON=y", "", "n");
}

/* The texts of a target are its own; here they are borrowed. */
static struct target target_of(const char *arch, const char *compiler, const char *cross)
{
	return (struct target){ .arch = (char *)arch, .compiler = (char *)compiler,
				.cross = (char *)cross };
}

static void assert_told(const struct target *target, const char *arguments, const char *programs)
{
	struct strlist a = { 0 }, p = { 0 };

	target_arguments(target, "ccache ", &a);
	target_programs(target, &p);
	assert_list(&a, arguments);
	assert_list(&p, programs);
	strlist_release(&a);
	strlist_release(&p);
}

static void make_is_told(void **state)
{
	const struct target gcc = target_of("x86_64", "gcc", NULL);
	const struct target cross = target_of("arm64", "gcc-12", "aarch64-linux-gnu-");
	const struct target clang = target_of("x86_64", "clang", NULL);
	struct target strict = target_of("x86_64", "clang-16", NULL);
	char one[] = "1", yes[] = "true";

	strict.warnings = one;
	strict.sparse = yes;
	assert_told(&gcc, "ARCH=x86_64 CC=ccache gcc", "gcc as ld objcopy");
	assert_told(&cross, "ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- "
			    "CC=ccache aarch64-linux-gnu-gcc-12",
		    "aarch64-linux-gnu-gcc-12 aarch64-linux-gnu-as aarch64-linux-gnu-ld "
		    "aarch64-linux-gnu-objcopy gcc");
	assert_told(&clang, "ARCH=x86_64 LLVM=1 CC=ccache clang", "clang ld.lld llvm-objcopy");
	assert_told(&strict, "ARCH=x86_64 LLVM=-16 CC=ccache clang-16 W=1 C=1",
		    "clang-16 ld.lld-16 llvm-objcopy-16 sparse");
}

static void packages_are_named(void **state)
{
	const struct target arm = target_of("arm64", "gcc", "aarch64-linux-gnu-");
	const struct target other = target_of("arm64", "gcc", "my-");
	const struct target clang = target_of("x86_64", "clang", NULL);

	assert_string_equal(target_package(&arm, "aarch64-linux-gnu-ld"), "gcc-aarch64-linux-gnu");
	assert_null(target_package(&other, "my-gcc"));
	assert_string_equal(target_package(&clang, "ld.lld"), "lld");
	assert_string_equal(target_package(&clang, "clang"), "clang");
}

/* What configs/ ships can be read, and has names of its own. */
static void shipped_targets_are_whole(void **state)
{
	static const char *const names[] = { "x86_64-allmodconfig", "x86_64-no-msi",
					     "x86_64-no-pci", "i386-allmodconfig",
					     "arm64-allmodconfig", "riscv64-allmodconfig",
					     "x86_64-clang", "x86_64-strict",
					     "x86_64-narrow" };
	git_oid seen[ARRAY_SIZE(names)];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct target target CLEANUP(target_release) = { 0 };

		assert_success(target_load(&target, names[i], NULL));
		assert_true(strlen(target.proves) > 20);
		seen[i] = target.digest;
		for (size_t k = 0; k < i; k++)
			assert_false(git_oid_equal(&seen[k], &seen[i]));
	}
}

/* A narrow target has all of the one that it narrows, until something is wished for. */
static void a_part_has_all_of_the_whole(void **state)
{
	struct target wide CLEANUP(target_release) = { 0 }, narrow CLEANUP(target_release) = { 0 };
	char *lines[] = { (char *)"CONFIG_A=m", (char *)"CONFIG_B=y" };
	const struct strlist wishes = { lines, 2, 2 };
	git_oid before;

	assert_success(target_load(&wide, "x86_64-allmodconfig", NULL));
	assert_success(target_load(&narrow, "x86_64-narrow", NULL));
	assert_null(wide.narrow);
	assert_string_equal(narrow.narrow, "x86_64-allmodconfig");
	assert_string_equal(narrow.config, wide.config);
	assert_string_equal(narrow.srcarch, wide.srcarch);
	assert_int_equal(narrow.options.nr, wide.options.nr);
	before = narrow.digest;
	target_wish(&narrow, "allnoconfig", &wishes);
	assert_string_equal(narrow.config, "allnoconfig");
	assert_list(&narrow.wishes, "CONFIG_A=m CONFIG_B=y");
	assert_false(git_oid_equal(&before, &narrow.digest));
}

RUN_TESTS(TEST(options_are_kept_or_not),
	  TEST(make_is_told),
	  TEST(packages_are_named),
	  TEST(shipped_targets_are_whole),
	  TEST(a_part_has_all_of_the_whole))
