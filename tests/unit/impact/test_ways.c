// SPDX-License-Identifier: GPL-2.0
/* Every way in which a make can read a path is answered, or left open. */
#include "fake.h"

#include "build/includers.h"
#include "impact/ways.h"

static const struct entry entries[] = {
	{ "Kconfig", "CONFIG_HEADERS_INSTALL=y\n" },
	{ "Makefile", "all:\n" },
	{ "arch/arm/boot/x.dts", "x\n" },
	{ "drivers/a/Makefile", "obj-y += a.o\n" },
	{ "drivers/a/a.c", "#include <linux/read.h>\nint a;\n" },
	{ "drivers/a/notes.txt", "x\n" },
	{ "drivers/b/Makefile", "x := $(wildcard $(src)/*.hex)\n$(obj)/y: $(src)/table.tbl\n" },
	{ "drivers/b/key.hex", "x\n" },
	{ "drivers/b/table.tbl", "x\n" },
	{ "include/linux/forced.h", "\n" },
	{ "include/linux/lonely.h", "\n" },
	{ "include/linux/printed.h", "\n" },
	{ "include/linux/read.h", "\n" },
	{ "include/seed.h", "\n" },
	{ "include/uapi/linux/shown.h", "\n" },
	{ "scripts/Makefile.build", "c := -include $(srctree)/include/linux/forced.h\n" },
	{ "scripts/mod/post.c", "puts(\"#include <linux/printed.h>\");\n" },
	{ NULL, NULL },
};

static struct changed_files *look(struct fake *fake)
{
	struct target_build *build = &fake->build;
	struct changed_files *changed;

	fake_link(fake, "drivers/a/a.o", "drivers/a/a.o", 'y');
	changed_load(&build->changed, &build->revisions, 1);
	changed = build->changed.v;
	assert_success(includers_find(changed, &build->scan, &build->revisions.v[1].view));
	assert_success(includers_sort(changed, &build->scan, &build->revisions, &build->modules,
				      0));
	assert_success(ways_find(build));
	return changed;
}

static void assert_open(const struct entry *change, const char *expected)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct changed_files *changed;

	fake_open(&fake, entries);
	fake_change(&fake, 0, change);
	changed = look(&fake);
	assert_int_equal(changed->open.nr, *expected ? 1 : 0);
	if (*expected)
		assert_non_null(strstr(changed->open.v[0], expected));
}

#define ASSERT_OPEN(expected, ...) \
	assert_open((const struct entry[]){ __VA_ARGS__, { NULL, NULL } }, expected)

static void what_a_script_or_a_makefile_names_is_open(void **state)
{
	ASSERT_OPEN("named by scripts/mod/post.c", { "include/linux/printed.h", "x\n" });
	ASSERT_OPEN("named by scripts/Makefile.build", { "include/linux/forced.h", "x\n" });
	ASSERT_OPEN("named by drivers/b/Makefile", { "drivers/b/table.tbl", "y\n" });
	/* and what the commit itself begins to name */
	ASSERT_OPEN("named by scripts/new.sh", { "scripts/new.sh", "cat linux/lonely.h\n" },
		    { "include/linux/lonely.h", "x\n" });
}

static void what_a_makefile_may_find_by_itself_is_open(void **state)
{
	ASSERT_OPEN("drivers/b/Makefile, which looks for files", { "drivers/b/key.hex", "y\n" });
}

static void what_nobody_reads_is_not(void **state)
{
	ASSERT_OPEN("", { "drivers/a/notes.txt", "y\n" });
	ASSERT_OPEN("", { "include/linux/lonely.h", "x\n" });
	ASSERT_OPEN("", { "include/linux/read.h", "x\n" });
	ASSERT_OPEN("", { "Documentation/a.rst", "x\n" });
}

static void other_kinds_of_files_are_open(void **state)
{
	ASSERT_OPEN("an architecture that this target does not build",
		    { "arch/arm/boot/x.dts", "y\n" });
	ASSERT_OPEN("make dtbs", { "drivers/a/x.dts", "y\n" });
	/* coverage says whether a target of Rust compiles it */
	ASSERT_OPEN("", { "drivers/a/x.rs", "y\n" });
	ASSERT_OPEN("the top folder", { "localversion", "y\n" });
	ASSERT_OPEN("exported to user space", { "include/uapi/linux/shown.h", "y\n" });
}

static void what_prepares_the_tree_asks_for_that(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct changed_files *changed;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/seed.h", "#define X\n" });
	changed = look(&fake);
	assert_true(changed->prepare);
	assert_int_equal(changed->open.nr, 0);
}

static void some_makes_are_known_by_name(void **state)
{
	assert_string_equal(ways_command("Documentation/devicetree/bindings/x.yaml"),
			    "make dt_binding_check");
	assert_string_equal(ways_command("Documentation/x.rst"), "make htmldocs");
	assert_string_equal(ways_command("tools/testing/selftests/x.c"), "make kselftest");
	assert_null(ways_command("MAINTAINERS"));
	assert_string_equal(ways_command("arch/arm/configs/x_defconfig"), "make *_defconfig");
	assert_string_equal(ways_command("kernel/configs/tiny.config"), "make *.config");
	assert_false(ways_configures("drivers/configs/x.config"));
	assert_false(ways_configures("arch/arm/mach/configs/x"));
	assert_false(ways_configures("arch/configs"));
}

static void a_makefile_that_looks_for_files_is_known(void **state)
{
	assert_true(ways_lists_files("x := $(wildcard *.c)\n"));
	assert_true(ways_lists_files("x := $(shell ls)\n"));
	assert_true(ways_lists_files("all:\n\tfind . -name x\n"));
	assert_false(ways_lists_files("obj-y := wildcard.o findings.o\n"));
}

RUN_TESTS(TEST(what_a_script_or_a_makefile_names_is_open),
	  TEST(what_a_makefile_may_find_by_itself_is_open), TEST(what_nobody_reads_is_not),
	  TEST(other_kinds_of_files_are_open), TEST(what_prepares_the_tree_asks_for_that),
	  TEST(some_makes_are_known_by_name), TEST(a_makefile_that_looks_for_files_is_known))
