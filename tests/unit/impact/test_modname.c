// SPDX-License-Identifier: GPL-2.0
/* Two modules of one name are told, where a commit adds one of them. */
#include "fake.h"

#include "impact/modname.h"
#include "build/rebuild.h"

static const struct entry entries[] = {
	{ "Kconfig", "CONFIG_A=y\n" },
	{ "Makefile", "all:\n" },
	{ "drivers/Makefile", "obj-y += a/ b/\n" },
	{ "drivers/a/Makefile", "obj-m += one.o\n" },
	{ "drivers/a/one.c", "int one;\n" },
	{ "drivers/a/pair.c", "int pair;\n" },
	{ "drivers/b/Makefile", "obj-m += pair.o\npair-y := left.o right.o\nobj-y += core.o\n" },
	{ "drivers/b/core.c", "int core;\n" },
	{ "drivers/b/left.c", "int left;\n" },
	{ "drivers/b/right.c", "int right;\n" },
	{ "include/seed.h", "\n" },
	{ "scripts/Kbuild.include", "\n" },
	{ "scripts/Makefile.build", "src := $(obj)\n" },
	{ NULL, NULL },
};

/* What is said of a commit that writes this into the Makefile of drivers/a. */
static void assert_said(const char *makefile, const char *expected)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct target_build *build = &fake.build;
	struct strlist said CLEANUP(strlist_release) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/Makefile", makefile });
	changed_load(&build->changed, &build->revisions, build->revisions.nr - 1);
	assert_success(rebuild_find(build->changed.v, &build->revisions, &build->scan,
				    &build->modules, 0, 0));
	assert_success(modname_twins(build, 0, &said));
	char *text CLEANUP(free_text) = strlist_join(&said, "; ");
	assert_string_equal(text, expected);
}

static void a_second_module_of_a_name_is_told(void **state)
{
	assert_said("obj-m += one.o pair.o\n",
		    "the modules drivers/a/pair.o and drivers/b/pair.o have the same name");
}

static void what_is_no_module_has_no_name(void **state)
{
	assert_said("obj-m += one.o\nobj-y += pair.o\n", "");
}

static void a_part_of_vmlinux_of_that_name_is_no_twin(void **state)
{
	/* drivers/b/core.o is built in */
	assert_said("obj-m += one.o core.o\ncore-y := pair.o\n", "");
}

static void who_adds_no_module_is_not_asked(void **state)
{
	assert_said("obj-m += one.o\n# nothing else\n", "");
}

RUN_TESTS(TEST(a_second_module_of_a_name_is_told), TEST(what_is_no_module_has_no_name),
	  TEST(a_part_of_vmlinux_of_that_name_is_no_twin), TEST(who_adds_no_module_is_not_asked))
