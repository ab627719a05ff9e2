// SPDX-License-Identifier: GPL-2.0
/* What the files that a commit changes ask of a target. */
#include "fake.h"

static const struct entry entries[] = {
	{ "MAINTAINERS", "A\n" },
	{ "Makefile", "all:\n" },
	{ "drivers/a/a.c", "int a;\n" },
	{ "drivers/a/b.c", "int b;\n" },
	{ "drivers/a/gone.c", "int gone;\n" },
	{ "include/api.h", "\n" },
	{ NULL, NULL },
};

static void files_are_sorted_by_what_they_ask_for(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct changed_list *list = &fake.build.changed;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "MAINTAINERS", "B\n" }, { "Makefile", "all: x\n" },
		    { "Documentation/x.c", "x\n" }, { "drivers/a/a.c", "int other;\n" },
		    { "drivers/a/blob.fw", "x\n" }, { "drivers/a/entry.S", "x\n" },
		    { "drivers/a/gone.c", NULL }, { "drivers/a/Kconfig", "x\n" },
		    { "drivers/a/notes.txt", "x\n" }, { "include/api.h", "x\n" },
		    { "scripts/checkpatch.pl", "x\n" });
	FAKE_CHANGE(&fake, 1, { "drivers/a/a.c", "int a;\n" });
	changed_load(list, &fake.build.revisions, fake.build.revisions.nr - 1);
	assert_int_equal(list->nr, 2);
	assert_list(&list->v[0].sources, "drivers/a/a.c drivers/a/entry.S");
	assert_list(&list->v[0].gone, "drivers/a/gone.c");
	assert_list(&list->v[0].headers, "include/api.h");
	assert_list(&list->v[0].kbuild, "Makefile drivers/a/Kconfig");
	/* a text may be made into something, or named by a Makefile */
	assert_list(&list->v[0].others, "drivers/a/blob.fw drivers/a/notes.txt");
	assert_list(&list->v[0].silent, "Documentation/x.c MAINTAINERS scripts/checkpatch.pl");
	assert_int_equal(list->v[0].paths.nr, 11);
	/* against the commit before, although the base has the same text */
	assert_list(&list->v[1].paths, "drivers/a/a.c");
	assert_list(&list->v[1].sources, "drivers/a/a.c");
}

static void what_is_built_is_asked_for(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct target_build *build = &fake.build;
	const struct changed_files *changed;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int x;\n" }, { "drivers/a/b.c", "int x;\n" },
		    { "drivers/a/new.c", "int new;\n" });
	fake_link(&fake, "drivers/a/a.o", "drivers/a/a.o", 'm');
	fake_link(&fake, "drivers/a/b.o", "drivers/a/b.o", 'n');
	changed_load(&build->changed, &build->revisions, build->revisions.nr - 1);
	changed_want(&build->changed, &build->modules, &build->objects);
	changed = build->changed.v;
	assert_int_equal(build->objects.nr, 1);
	assert_int_equal(changed->objects.nr, 1);
	assert_ptr_equal(changed->objects.v[0], build->objects.v[0]);
	assert_string_equal(changed->objects.v[0]->source, "drivers/a/a.c");
	assert_int_equal(changed->objects.v[0]->revision, 1);
	assert_list(&changed->uncovered, "drivers/a/b.c drivers/a/new.c");
}

static void what_others_include_is_not_uncovered(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct target_build *build = &fake.build;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int x;\n" }, { "drivers/a/b.c", "int x;\n" });
	changed_load(&build->changed, &build->revisions, build->revisions.nr - 1);
	strlist_add(&build->changed.v->headers, "drivers/a/b.c");
	changed_want(&build->changed, &build->modules, &build->objects);
	assert_list(&build->changed.v->uncovered, "drivers/a/a.c");
}

static void a_few_paths_are_named(void **state)
{
	static const char *const names[] = { "", "a.h", "a.h or b.h", "a.h, b.h or 1 more",
					     "a.h, b.h or 2 more" };
	struct strlist paths = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *name CLEANUP(free_text) = changed_name(&paths);
		char next[] = { (char)('a' + (int)i), '.', 'h', '\0' };

		assert_string_equal(name, names[i]);
		strlist_add(&paths, next);
	}
	strlist_release(&paths);
}

RUN_TESTS(TEST(files_are_sorted_by_what_they_ask_for), TEST(what_is_built_is_asked_for),
	  TEST(what_others_include_is_not_uncovered), TEST(a_few_paths_are_named))
