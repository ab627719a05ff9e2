// SPDX-License-Identifier: GPL-2.0
/* Objects are made where it settles most, and what they are compared with is made too. */
#include "fake.h"

#include "build/compile.h"

static const struct entry entries[] = {
	{ "Kconfig", "CONFIG_A=y\n" },
	{ "Makefile", "all:\n" },
	{ "drivers/a/a.c", "#include <api.h>\nint a(void)\n{\n\treturn API;\n}\n" },
	{ "drivers/a/b.c", "#include <generated/made.h>\nint b = SEED;\n" },
	{ "drivers/a/bad.c", "int bad = NONE;\n" },
	{ "include/api.h", "#define API 1\n" },
	{ "include/seed.h", "#define SEED 1\n" },
	{ NULL, NULL },
};

#define PREPARED "config syncconfig\nmodules_prepare\n"

static struct object *want(struct fake *fake, const char *source, size_t revision)
{
	return object_want(&fake->build.objects, &fake->build.modules, source, revision);
}

/* As if an earlier run had done it: forget what is known of objects, but not the ledger. */
static void begin_anew(struct fake *fake)
{
	objects_release(&fake->build.objects);
}

static void the_last_tree_settles_the_earlier_ones(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *a0, *a2, *b1;
	size_t open = 0;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/c.c", "int c;\n" });
	FAKE_CHANGE(&fake, 1, { "drivers/a/c.c", "int d;\n" });
	a0 = want(&fake, "drivers/a/a.c", 0);
	a2 = want(&fake, "drivers/a/a.c", 2);
	b1 = want(&fake, "drivers/a/b.c", 1);
	assert_success(compile_all(&fake.build));
	assert_calls(&fake, PREPARED "drivers/a/a.o drivers/a/b.o\n");
	assert_true(a0->done && a0->result.ok && a0->compiled && !a0->reused);
	assert_list(&a2->result.defined, "a");
	assert_true(git_oid_equal(&a0->made, &fake.build.revisions.v[2].view.tree));
	assert_true(b1->result.ok);
	begin_anew(&fake);
	a0 = want(&fake, "drivers/a/a.c", 1);
	assert_success(compile_recall(&fake.build, &open));
	assert_int_equal(open, 0);
	assert_true(a0->done && a0->reused && !a0->compiled);
	assert_calls(&fake, "");
}

static void what_reads_other_texts_is_made_again(void **state)
{
	static const char api[] = "int more(void);\n#warning more\n#define API more()\n";
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *before, *after;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/api.h", api });
	before = want(&fake, "drivers/a/a.c", 0);
	after = want(&fake, "drivers/a/a.c", 1);
	assert_success(compile_all(&fake.build));
	assert_calls(&fake, PREPARED "drivers/a/a.o\ndrivers/a/a.o\n");
	assert_list(&before->result.undefined, "");
	assert_list(&after->result.undefined, "more");
	assert_int_equal(after->result.warnings.nr, 1);
	assert_non_null(after->result.log);
}

static void an_error_is_a_result(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *bad;

	fake_open(&fake, entries);
	bad = want(&fake, "drivers/a/bad.c", 0);
	assert_success(compile_all(&fake.build));
	assert_true(bad->done && !bad->result.ok && !bad->left_out);
	assert_int_equal(bad->result.errors.nr, 1);
	assert_non_null(strstr(bad->result.errors.v[0], "NONE"));
}

static void of_a_broken_tree_all_objects_fail(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *here, *there;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/seed.h", "#error no\n" });
	here = want(&fake, "drivers/a/a.c", 0);
	there = want(&fake, "drivers/a/a.c", 1);
	assert_success(compile_all(&fake.build));
	assert_true(here->result.ok);
	assert_true(there->done && !there->result.ok);
	assert_int_equal(there->result.errors.nr, 1);
	assert_non_null(strstr(there->result.errors.v[0], "make prepare fails in this tree: "));
	/* and what the compiler said of it */
	assert_non_null(strstr(there->result.errors.v[0], "#error no"));
}

static void how_many_are_open(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct strlist sources = { 0 };
	size_t open = 0;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/api.h", "#define API 2\n" });
	strlist_split(&sources, "drivers/a/a.c drivers/a/b.c", " ");
	assert_success(compile_count(&fake.build, &sources, 0, &open));
	assert_int_equal(open, 2);
	want(&fake, "drivers/a/a.c", 0);
	want(&fake, "drivers/a/b.c", 0);
	assert_success(compile_all(&fake.build));
	assert_success(compile_count(&fake.build, &sources, 1, &open));
	assert_int_equal(open, 1);
	/* to count asks for nothing */
	assert_int_equal(fake.build.objects.nr, 2);
	strlist_release(&sources);
}

/* The object of @source in revision @nr; NULL: nobody has asked for it. */
static const struct object *asked(const struct fake *fake, const char *source, size_t nr)
{
	FOR_EACH(object, &fake->build.objects)
		if ((*object)->revision == nr && !strcmp((*object)->source, source))
			return *object;
	return NULL;
}

static void what_is_not_good_is_made_in_the_base_too(void **state)
{
	static const char warns[] = "#include <api.h>\nint a(void)\n{\n#warning more\n\treturn 1;\n}\n";
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int a = NONE;\n" },
		    { "drivers/a/b.c", "int b;\n" });
	FAKE_CHANGE(&fake, 1, { "drivers/a/a.c", warns });
	want(&fake, "drivers/a/a.c", 1);
	want(&fake, "drivers/a/b.c", 1);
	assert_success(compile_compared(&fake.build, 0));
	assert_int_equal(fake.build.objects.nr, 3);
	assert_true(asked(&fake, "drivers/a/a.c", 0)->result.ok);
	/* one that warns is made in the tree before as well */
	want(&fake, "drivers/a/a.c", 2);
	assert_success(compile_compared(&fake.build, 3));
	assert_int_equal(fake.build.objects.nr, 4);
	assert_true(asked(&fake, "drivers/a/a.c", 1)->done);
	FAKE_CHANGE(&fake, 2, { "drivers/a/b.c", warns });
	want(&fake, "drivers/a/b.c", 3);
	assert_success(compile_compared(&fake.build, 4));
	assert_true(asked(&fake, "drivers/a/b.c", 2)->done);
	assert_true(asked(&fake, "drivers/a/b.c", 0)->done);
}

static void one_of_the_base_answers_for_others(void **state)
{
	static const char needs[] =
		"int by_macro(void);\nint f(void)\n{\n\treturn by_macro();\n}\n";
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct target_build *build = &fake.build;
	const struct entry alike[] = {
		{ "Kconfig", "CONFIG_A=y\n" },
		{ "drivers/a/x.c", needs },
		{ "drivers/a/y.c", needs },
		{ "include/seed.h", "\n" },
		{ NULL, NULL },
	};
	char *other CLEANUP(free_text) = xasprintf("%sint g;\n", needs);

	fake_open(&fake, alike);
	fake_link(&fake, "drivers/a/x.o", "drivers/a/x.o", 'y');
	fake_link(&fake, "drivers/a/y.o", "drivers/a/y.o", 'y');
	FAKE_CHANGE(&fake, 0, { "drivers/a/x.c", other }, { "drivers/a/y.c", other });
	want(&fake, "drivers/a/x.c", 1);
	want(&fake, "drivers/a/y.c", 1);
	assert_success(compile_compared(build, 0));
	assert_true(asked(&fake, "drivers/a/x.c", 0)->done);
	assert_null(asked(&fake, "drivers/a/y.c", 0));
}

static void nothing_is_made_behind_a_failure(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *early, *late;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/b.c", "int other;\n" });
	FAKE_CHANGE(&fake, 1, { "drivers/a/a.c", "int a = NONE;\n" });
	fake.build.fail_fast = true;
	early = want(&fake, "drivers/a/b.c", 0);
	late = want(&fake, "drivers/a/a.c", 2);
	assert_success(compile_compared(&fake.build, 0));
	assert_true(fake.build.failed);
	assert_true(late->done && !late->result.ok);
	assert_true(early->left_out && !early->done);
}

static void what_fails_in_the_base_stops_nothing(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *early, *late;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/bad.c", "int bad = NONE + 1;\n" });
	fake.build.fail_fast = true;
	early = want(&fake, "drivers/a/b.c", 0);
	late = want(&fake, "drivers/a/bad.c", 1);
	assert_success(compile_compared(&fake.build, 0));
	assert_false(fake.build.failed);
	assert_false(late->result.ok);
	assert_true(early->done && early->result.ok);
}

static void the_objects_that_others_are_compared_with(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct target_build *build = &fake.build;
	struct object *a, *fresh, *alone;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/new.c", "int x;\n" });
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int x;\n" });
	build->revisions.v[2].in_series = 1;
	a = want(&fake, "drivers/a/a.c", 1);
	assert_ptr_equal(target_build_base(build, a), want(&fake, "drivers/a/a.c", 0));
	assert_null(target_build_in_series(build, a));
	assert_null(target_build_base(build, want(&fake, "drivers/a/new.c", 1)));
	fresh = want(&fake, "drivers/a/b.c", 1);
	fresh->fresh = true;
	assert_null(target_build_base(build, fresh));
	alone = want(&fake, "drivers/a/a.c", 2);
	assert_ptr_equal(target_build_in_series(build, alone), a);
	/* only what warns is looked at in the tree before, and the base is no such tree */
	assert_null(target_build_before(build, a));
	a->result.ok = true;
	strlist_add(&a->result.warnings, "odd");
	assert_null(target_build_before(build, a));
}

static void a_reader_has_the_words_of_its_commit(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct target_build *build = &fake.build;
	struct object *reader, *own;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/api.h", "#define API 2\n" });
	changed_load(&build->changed, &build->revisions, build->revisions.nr - 1);
	own = want(&fake, "drivers/a/b.c", 1);
	reader = target_build_want_includer(build, 0, "drivers/a/a.c", 1);
	assert_ptr_equal(reader->words, &build->changed.v[0].includers.words);
	/* what was asked for itself answers for all it needs */
	assert_ptr_equal(target_build_want_includer(build, 0, "drivers/a/b.c", 1), own);
	assert_null(own->words);
}

RUN_TESTS(TEST(the_last_tree_settles_the_earlier_ones), TEST(what_reads_other_texts_is_made_again),
	  TEST(an_error_is_a_result), TEST(of_a_broken_tree_all_objects_fail),
	  TEST(how_many_are_open), TEST(what_is_not_good_is_made_in_the_base_too),
	  TEST(one_of_the_base_answers_for_others), TEST(nothing_is_made_behind_a_failure),
	  TEST(what_fails_in_the_base_stops_nothing),
	  TEST(the_objects_that_others_are_compared_with),
	  TEST(a_reader_has_the_words_of_its_commit))
