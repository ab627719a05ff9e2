// SPDX-License-Identifier: GPL-2.0
/* What stands in a build folder though a source of it is gone. */
#include "world.h"

#include "build/orphans.h"
#include "git/base.h"
#include "kbuild/kbuild.h"

static const char record[] = "savedcmd_a/t.c := awk -f /t/a/gen.awk /t/a/map.txt > a/t.c; -I/t/a/inc\n"
			     "deps_a/x.o := \\\n  /t/include/b/../pci.h \\\n  include/made.h \\\n";

/* Without the file NAME of these four. */
static bool has_all_without(const char *name)
{
	static const char *const paths[] = { "a/gen.awk", "a/map.txt", "include/pci.h",
					     "other.h" };
	struct file some[4] = { { 0 } };
	struct files files = { some, 0, 4 };
	const struct view view = { .files = &files };

	for (size_t i = 0; i < 4; i++)
		if (strcmp(paths[i], name) != 0)
			some[files.nr++] = (struct file){ .path = (char *)paths[i] };
	return orphans_has_all(&view, record, "/t");
}

static void a_record_tells_what_it_was_made_from(void **state)
{
	assert_true(has_all_without("other.h"));
	assert_false(has_all_without("a/gen.awk"));
	assert_false(has_all_without("a/map.txt"));
	assert_false(has_all_without("include/pci.h"));
}

static void put(const char *folder, const char *name, const char *text)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", folder, name);
	char *dir CLEANUP(free_text) = xstrndup(path, (size_t)(path_leaf(path) - path));

	assert_int_equal(io_mkdirs(dir), 0);
	assert_int_equal(io_write(path, text, strlen(text)), 0);
}

static bool is_there(const char *folder, const char *name)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", folder, name);

	return access(path, F_OK) == 0;
}

static void what_was_made_of_a_file_that_is_gone_goes(void **state)
{
	static const struct {
		const char *name, *record;
		bool prepared;
	} made[] = {
		{ "arch/x86/lib/t.c", "arch/x86/lib/.t.c.cmd", false },
		{ "arch/x86/lib/sub/x.o", "arch/x86/lib/sub/.x.o.cmd", false },
		{ "kernel/bounds.s", "kernel/.bounds.s.cmd", true },
		{ "scripts/mod/modpost", "scripts/mod/.modpost.cmd", true },
		{ "kernel/fork.o", "kernel/.fork.o.cmd", false },
	};
	struct files files = { 0 };
	const struct view empty = { .files = &files };
	char *folder CLEANUP(free_world) = world_make();
	const struct kbuild kbuild = { .build = folder, .tree = (char *)"/t" };

	for (size_t i = 0; i < ARRAY_SIZE(made); i++) {
		put(folder, made[i].name, "");
		put(folder, made[i].record, " /t/gone.h \\\n");
	}
	put(folder, "arch/x86/lib/tables.c", "");
	put(folder, "arch/x86/lib/y.o", "");
	put(folder, "arch/x86/lib/.y.o.cmd", " include/made.h \\\n");
	assert_int_equal(orphans_remove(&kbuild, &empty, NULL), 0);
	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		assert_int_equal(is_there(folder, made[i].name), !made[i].prepared);
	assert_int_equal(orphans_remove(&kbuild, &empty, "arch/x86/lib/"), 0);
	assert_false(is_there(folder, "arch/x86/lib/t.c"));
	assert_false(is_there(folder, "arch/x86/lib/sub/x.o"));
	/* no record says what that was made of */
	assert_false(is_there(folder, "arch/x86/lib/tables.c"));
	assert_true(is_there(folder, "arch/x86/lib/y.o"));
	assert_true(is_there(folder, "kernel/fork.o"));
}

RUN_TESTS(TEST(a_record_tells_what_it_was_made_from),
	  TEST(what_was_made_of_a_file_that_is_gone_goes))
