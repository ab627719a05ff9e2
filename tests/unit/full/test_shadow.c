// SPDX-License-Identifier: GPL-2.0
/* Which objects a new header may concern, by their records. */
#include "world.h"

#include "full/full.h"

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
		if (stale_object_matches(record, &leaves) != samples[i].falls)
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

static void their_objects_go(void **state)
{
	char *folder CLEANUP(free_world) = world_make();
	char *below;
	struct strlist leaves = { 0 };

	below = xasprintf("%s/a", folder);
	assert_int_equal(io_mkdirs(below), 0);
	put(folder, "a/x.o", "");
	put(folder, "a/.x.o.cmd", " /t/include/pci.h \\\n");
	put(folder, "a/y.o", "");
	put(folder, "a/.y.o.cmd", " /t/include/usb.h\n");
	put(folder, "a/z.o", "");
	strlist_add(&leaves, "pci.h");
	assert_int_equal(stale_objects_remove(folder, &leaves), 0);
	assert_false(is_there(folder, "a/x.o"));
	assert_true(is_there(folder, "a/y.o"));
	assert_true(is_there(folder, "a/z.o"));
	assert_int_equal(stale_objects_remove("/nowhere/at/all", &leaves), 0);
	strlist_release(&leaves);
	free(below);
}

RUN_TESTS(TEST(a_record_names_headers),
	  TEST(their_objects_go))
