// SPDX-License-Identifier: GPL-2.0
/* Which words of Makefiles and scripts mean a file. */
#include "world.h"

#include "impact/named.h"
#include "lib/cleanup.h"

static bool means(const char *by, const char *word, const char *path)
{
	const struct naming naming = { (char *)by, (char *)word };

	return naming_means(&naming, path);
}

static void a_word_means_what_ends_with_it(void **state)
{
	assert_true(means("scripts/mod/modpost.c", "linux/export.h", "include/linux/export.h"));
	assert_true(means("tools/objtool/Build", "../arch/x86/lib/map.txt",
			  "tools/arch/x86/lib/map.txt"));
	assert_true(means("Makefile", "/include/linux/kconfig.h", "include/linux/kconfig.h"));
	assert_true(means("drivers/a/Makefile", "a.c", "drivers/a/a.c"));
	assert_false(means("scripts/x.sh", "x/export.h", "include/linux/export.h"));
	assert_false(means("scripts/x.sh", "ux/export.h", "include/linux/export.h"));
}

static void a_source_without_its_folder_is_meant_beside_the_word(void **state)
{
	assert_false(means("drivers/b/Makefile", "core.c", "drivers/a/core.c"));
	assert_false(means("scripts/x.sh", "core.h", "include/core.h"));
	/* a name that is no source's is rarely given twice */
	assert_true(means("scripts/x.sh", "blob.fw", "drivers/a/blob.fw"));
}

static void assert_named(const char *text, const char *expected)
{
	struct namings namings CLEANUP(namings_release) = { 0 };
	struct strlist leaves CLEANUP(strlist_release) = { 0 };
	struct strlist found CLEANUP(strlist_release) = { 0 };

	strlist_split(&leaves, "a.h map.txt", " ");
	namings_read(&namings, "scripts/x", text, &leaves);
	FOR_EACH(naming, &namings)
		strlist_add(&found, naming->word);
	assert_list(&found, expected);
}

static void words_are_found_in_all_but_comments(void **state)
{
	assert_named("x: $(src)/map.txt $(srctree)/lib/map.txt\n", "/map.txt /lib/map.txt");
	assert_named("puts(\"#include <linux/a.h>\");\n#include \"../a.h\"\n", "linux/a.h ../a.h");
	assert_named("# see a.h\n// a.h\n/* a.h */\n * a.h\n", "");
	assert_named("xa.h a.hh a.h.in\n", "");
	assert_named("", "");
}

RUN_TESTS(TEST(a_word_means_what_ends_with_it),
	  TEST(a_source_without_its_folder_is_meant_beside_the_word),
	  TEST(words_are_found_in_all_but_comments))
