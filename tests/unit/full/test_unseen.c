// SPDX-License-Identifier: GPL-2.0
/* What a make in a warm folder would not look at, and what is removed for it. */
#include "world.h"

#include "full/full.h"
#include "full/unseen.h"
#include "git/base.h"
#include "git/treediff.h"

static void a_record_names_headers(void **state)
{
	const char *record =
		"savedcmd_a/x.o := gcc -include /t/include/linux/kconfig.h -c\n"
		"deps_a/x.o := \\\n  /t/include/linux/pci.h \\\n  ./include/generated/last.h\n";
	static const struct {
		const char *leaves;
		bool falls;
	} samples[] = {
		{ "pci.h", true },	   { "last.h", true }, { "kconfig.h", true },
		{ "other.h pci.h", true }, { "ci.h", false },  { "pci.hh", false },
		{ "linux", false },	   { "x.h", false },   { "", false },
	};

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		struct strlist leaves = { 0 };

		strlist_split(&leaves, samples[i].leaves, " ");
		if (unseen_record_names(record, &leaves) != samples[i].falls)
			fail_msg("%s", samples[i].leaves);
		strlist_release(&leaves);
	}
}

static void put(const char *folder, const char *name, const char *text)
{
	char *path = xasprintf("%s/%s", folder, name);

	assert_int_equal(io_write(path, text, strlen(text)), 0);
	free(path);
}

static bool is_there(const char *folder, const char *name)
{
	char *path = xasprintf("%s/%s", folder, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

enum { PLAIN = 0100644, PROGRAM = 0100755, SYMLINK = 0120000 };

static void some_changes_want_an_empty_folder(void **state)
{
	static const struct {
		const char *path;
		unsigned before, after;
		bool all;
	} samples[] = {
		{ "drivers/a.c", PLAIN, PLAIN, false },
		{ "drivers/a.c", PLAIN, 0, false },
		{ "drivers/a.c", PLAIN, PROGRAM, false },
		{ "include/a.h", PLAIN, SYMLINK, false },
		{ "scripts/link-vmlinux.sh", PLAIN, PLAIN, true },
		{ "scripts/sorttable.c", PLAIN, PLAIN, true },
		{ "scripts/coccinelle/a.cocci", PLAIN, PLAIN, false },
		{ "tools/objtool/check.c", PLAIN, PLAIN, true },
		{ "tools/testing/a.c", PLAIN, PLAIN, false },
		{ "tools/testing/a.sh", PROGRAM, 0, false },
		{ "arch/x86/entry/syscalls/a.sh", PLAIN, PROGRAM, true },
		{ "lib/build_OID_registry", PLAIN, PROGRAM, true },
		{ "lib/build_OID_registry", PLAIN, SYMLINK, true },
		{ "arch/arm64/a.dts", 0, SYMLINK, true },
		{ "Documentation/a.py", PLAIN, PLAIN, false },
		{ "arch/x86/lib/map.txt", PLAIN, PLAIN, false },
		{ "arch/x86/lib/map.txt", PLAIN, 0, true },
		{ "arch/x86/lib/map.txt", 0, PLAIN, false },
		{ "drivers/a/Kconfig", PLAIN, 0, false },
		{ "arch/arm64/boot/dts/a.dts", PLAIN, 0, false },
		{ "scripts/checkpatch.pl", PROGRAM, PROGRAM, false },
		{ "Documentation/a.txt", PLAIN, 0, false },
		{ "Makefile", PLAIN, PLAIN, false },
	};

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		struct treedelta delta = { .path = (char *)samples[i].path,
					   .mode_before = samples[i].before,
					   .mode_after = samples[i].after };

		if (unseen_is_all(&(struct treediff){ &delta, 1, 1 }) != samples[i].all)
			fail_msg("%s", samples[i].path);
	}
}

/* A folder of drivers in which a.o was made of a.c, which reads pci.h; ab.o is linked. */
static char *make_build(void)
{
	char *folder = world_make();
	char *below CLEANUP(free_text) = xasprintf("%s/a", folder);

	assert_int_equal(io_mkdirs(below), 0);
	put(folder, "a/x.o", "");
	put(folder, "a/.x.o.cmd", " /t/include/pci.h \\\n");
	put(folder, "a/y.o", "");
	put(folder, "a/.y.o.cmd", " /t/include/usb.h\n");
	put(folder, "a/x.lds", "");
	put(folder, "a/.x.lds.cmd", " /t/include/pci.h \\\n");
	put(folder, "a/z.o", "");
	return folder;
}

/* Removed in an empty tree, but for a/y.c, where one file changes so. */
static void remove_for(const char *folder, const char *path, unsigned before, unsigned after)
{
	struct treedelta delta = { .path = (char *)path, .mode_before = before,
				   .mode_after = after };
	struct file source = { .path = (char *)"a/y.c" };
	struct files files = { &source, 1, 1 };
	struct view view = { .files = &files };

	assert_int_equal(unseen_remove(folder, &(struct treediff){ &delta, 1, 1 }, &view), 0);
}

static void readers_of_a_header_go(void **state)
{
	static const struct {
		const char *path;
		unsigned before, after;
		bool goes;
	} samples[] = {
		{ "include/pci.h", PLAIN, 0, true },
		{ "drivers/pci.h", 0, PLAIN, true },
		{ "include/pci.h", PLAIN, SYMLINK, true },
		{ "include/pci.h", PLAIN, PLAIN, false },
		{ "include/other.h", PLAIN, 0, false },
		{ "drivers/pci.c", 0, PLAIN, false },
	};

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		char *folder CLEANUP(free_world) = make_build();

		remove_for(folder, samples[i].path, samples[i].before, samples[i].after);
		if (is_there(folder, "a/x.o") == samples[i].goes ||
		    is_there(folder, "a/x.lds") == samples[i].goes || !is_there(folder, "a/y.o"))
			fail_msg("%s", samples[i].path);
	}
}

static void objects_without_a_source_go(void **state)
{
	char *folder CLEANUP(free_world) = make_build();

	remove_for(folder, "b/Makefile", PLAIN, PLAIN);
	assert_true(is_there(folder, "a/z.o"));
	remove_for(folder, "a/x.c", PLAIN, 0);
	assert_false(is_there(folder, "a/x.o"));
	assert_true(is_there(folder, "a/z.o"));
	remove_for(folder, "a/Makefile", PLAIN, PLAIN);
	assert_false(is_there(folder, "a/z.o"));
	assert_true(is_there(folder, "a/y.o"));
}

static void nothing_is_removed_from_no_folder(void **state)
{
	struct treedelta delta = { .path = (char *)"a.h", .mode_before = PLAIN };
	struct files files = { 0 };
	struct view view = { .files = &files };

	assert_int_equal(unseen_remove("/nowhere/at/all", &(struct treediff){ &delta, 1, 1 },
				       &view), 0);
}

static void what_make_says_stands_by_its_target(void **state)
{
	struct full_build full CLEANUP(full_build_release) = { 0 };
	struct said *said = LIST_ADD(&full.wrong);

	said->target = xstrdup("a/x.o");
	strlist_add(&said->errors, "wrong");
	assert_string_equal(full_build_said(&full, "a/x.o")->errors.v[0], "wrong");
	assert_null(full_build_said(&full, "a/y.o"));
}

RUN_TESTS(TEST(a_record_names_headers),
	  TEST(some_changes_want_an_empty_folder),
	  TEST(readers_of_a_header_go),
	  TEST(objects_without_a_source_go),
	  TEST(nothing_is_removed_from_no_folder),
	  TEST(what_make_says_stands_by_its_target))
