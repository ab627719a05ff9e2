// SPDX-License-Identifier: GPL-2.0
/* Objects that are asked for, and in which trees a result of one holds. */
#include "fake.h"

#include "build/inputs.h"

static const struct entry entries[] = {
	{ "Kconfig", "CONFIG_A=y\n" },
	{ "Makefile", "all:\n" },
	{ "drivers/a/Makefile", "obj-y += a.o\n" },
	{ "drivers/a/a.c", "#include <api.h>\nint a;\n" },
	{ "drivers/b/Makefile", "obj-y += b.o\n" },
	{ "drivers/b/b.c", "int b;\n" },
	{ "include/api.h", "#define API 1\n" },
	{ "include/seed.h", "#define SEED 1\n" },
	{ NULL, NULL },
};

static void an_object_is_asked_for_once_and_stays(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct objects *objects = &fake.build.objects;
	struct object *first;

	fake_open(&fake, entries);
	first = object_want(objects, &fake.build.modules, "drivers/a/a.c", 0);
	for (size_t i = 1; i < 100; i++)
		object_want(objects, &fake.build.modules, "drivers/a/a.c", i);
	assert_ptr_equal(object_want(objects, &fake.build.modules, "drivers/a/a.c", 0), first);
	assert_int_equal(objects->nr, 100);
	assert_ptr_not_equal(object_want(objects, &fake.build.modules, "drivers/b/b.c", 0), first);
	assert_string_equal(first->object, "drivers/a/a.o");
	assert_int_equal(first->revision, 0);
}

static void make_is_told_the_goal_of_its_makefile(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *object;

	fake_open(&fake, entries);
	query_add(&fake.build.modules, xstrdup("drivers/b/../a/a.o"), xstrdup("drivers/b/m.o"),
		  'm');
	object = object_want(&fake.build.objects, &fake.build.modules, "drivers/a/a.c", 0);
	assert_string_equal(object->goal, "drivers/b/../a/a.o");
	assert_string_equal(object->object, "drivers/a/a.o");
}

static void a_list_of_some_holds_each_once(void **state)
{
	struct object a = { 0 }, b = { 0 };
	struct object_refs refs = { 0 };

	assert_false(object_refs_have(&refs, &a));
	object_refs_add(&refs, &a);
	object_refs_add(&refs, &b);
	object_refs_add(&refs, &a);
	assert_int_equal(refs.nr, 2);
	assert_ptr_equal(refs.v[1], &b);
	assert_true(object_refs_have(&refs, &b));
	free(refs.v);
}

/* What a compiler of the test says of drivers/a/a.c in revision @nr; @sources: what it read,
 * NULL: that is not known. */
static void say(struct fake *fake, size_t nr, const char *sources)
{
	struct compile_result result = { .ok = true, .seconds = 2 };
	struct strlist read = { 0 };
	struct object *object = object_want(&fake->build.objects, &fake->build.modules,
					    "drivers/a/a.c", nr);
	git_oid key;

	strlist_add(&result.warnings, "drivers/a/a.c: warning: odd");
	strlist_add(&result.undefined, "needed");
	strlist_add(&result.exported, "given");
	strlist_split(&read, sources ? sources : "", " ");
	assert_success(object_remember(object, &fake->build.revisions, nr, &result,
				       sources ? &read : NULL, &key));
	strlist_release(&read);
	compile_result_release(&result);
}

/* Is that known in the tree of revision @nr? */
static int known_in(struct fake *fake, size_t nr)
{
	struct objects trial = { 0 };
	struct object *object = object_want(&trial, &fake->build.modules, "drivers/a/a.c", nr);
	int known = object_recall(object, &fake->build.revisions);

	assert_int_equal(object->done, known == 1);
	if (known == 1) {
		assert_true(object->result.ok);
		assert_list(&object->result.warnings, "drivers/a/a.c: warning: odd");
		assert_list(&object->result.undefined, "needed");
		assert_list(&object->result.exported, "given");
		assert_list(&object->result.errors, "");
		assert_true(git_oid_equal(&object->made,
					  &fake->build.revisions.v[1].view.tree));
	}
	objects_release(&trial);
	return known;
}

static void a_result_holds_where_the_inputs_are_the_same(void **state)
{
	static const struct {
		const char *path, *text;
		int known;
	} samples[] = {
		{ "drivers/b/b.c", "int other;\n", 1 },
		{ "include/other.h", "\n", 1 },
		{ "drivers/b/Makefile", "obj-m += b.o\n", 1 },
		{ "drivers/a/Makefile", "ccflags-y := -Wextra\n", 0 },
		{ "drivers/Makefile", "subdir-ccflags-y := -Wextra\n", 0 },
		{ "Makefile", "all: more\n", 0 },
		{ "scripts/Makefile.build", "more\n", 0 },
		{ "drivers/a/a.c", "int other;\n", 0 },
		{ "include/api.h", "#define API 2\n", 0 },
		{ "include/seed.h", "#define SEED 2\n", 0 },
		{ "Kconfig", "CONFIG_A=m\n", 0 },
		/* an #include may find this one first */
		{ "drivers/a/api.h", "#define API 3\n", 0 },
	};
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/b/b.c", "int here;\n" });
	assert_int_equal(known_in(&fake, 1), 0);
	say(&fake, 1, "drivers/a/a.c include/api.h");
	assert_int_equal(known_in(&fake, 0), 1);
	assert_int_equal(known_in(&fake, 1), 1);
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		size_t nr = FAKE_CHANGE(&fake, 0, { samples[i].path, samples[i].text });

		if (known_in(&fake, nr) != samples[i].known)
			fail_msg("%s", samples[i].path);
	}
}

static void without_a_record_it_holds_for_that_tree(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/b/b.c", "int here;\n" });
	FAKE_CHANGE(&fake, 0, { "drivers/b/b.c", "int here;\n" });
	assert_int_equal(known_in(&fake, 1), 0);
	say(&fake, 1, NULL);
	assert_int_equal(known_in(&fake, 0), 0);
	assert_int_equal(known_in(&fake, 1), 1);
	/* the same tree, whoever made it */
	assert_int_equal(known_in(&fake, 2), 1);
}

static void a_makefile_that_looks_further_counts_as_all(void **state)
{
	static const char further[] = "obj-y += a.o\ninclude $(srctree)/drivers/b/Makefile\n";
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct revisions *revisions = &fake.build.revisions;
	git_oid flags[4];

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/b/Makefile", "other\n" });
	FAKE_CHANGE(&fake, 0, { "drivers/a/Makefile", further });
	FAKE_CHANGE(&fake, 2, { "drivers/b/Makefile", "other\n" });
	for (size_t i = 0; i < 4; i++)
		assert_success(inputs_flags(revisions, &revisions->v[i], "drivers/a/a.o",
					    &flags[i]));
	assert_true(git_oid_equal(&flags[0], &flags[1]));
	assert_false(git_oid_equal(&flags[0], &flags[2]));
	assert_false(git_oid_equal(&flags[2], &flags[3]));
}

static void what_was_read_is_known_newest_first(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	json_t *lists CLEANUP(free_json) = NULL;
	struct strlist sources = { 0 };

	fake_open(&fake, entries);
	for (size_t i = 0; i < 9; i++) {
		char *name CLEANUP(free_text) = xasprintf("%zu.h", i % 8);

		strlist_add(&sources, name);
		assert_success(inputs_remember(&fake.build.revisions, "a.o", &sources));
		strlist_release(&sources);
	}
	assert_success(inputs_lists(&fake.build.revisions, "a.o", &lists));
	/* six of them, each once */
	assert_int_equal(json_array_size(lists), 6);
	inputs_take(lists, 0, &sources);
	inputs_take(lists, 1, &sources);
	inputs_take(lists, 5, &sources);
	assert_list(&sources, "0.h 7.h 3.h");
	strlist_release(&sources);
}

RUN_TESTS(TEST(an_object_is_asked_for_once_and_stays), TEST(make_is_told_the_goal_of_its_makefile),
	  TEST(a_list_of_some_holds_each_once), TEST(a_result_holds_where_the_inputs_are_the_same),
	  TEST(without_a_record_it_holds_for_that_tree),
	  TEST(a_makefile_that_looks_further_counts_as_all),
	  TEST(what_was_read_is_known_newest_first))
