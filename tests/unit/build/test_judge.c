// SPDX-License-Identifier: GPL-2.0
/* From what became of objects to a verdict. */
#include "fake.h"

#include "build/judge.h"

static const struct entry entries[] = {
	{ "Kconfig", "\n" },
	{ "drivers/a/a.c", "int a;\n" },
	{ "drivers/a/b.c", "int b;\n" },
	{ "drivers/a/paste.c", "#define MAKE(x) int made_##x;\nMAKE(thing)\n" },
	{ "include/seed.h", "\n" },
	{ "scripts/Kbuild.include", "\n" },
	{ "scripts/Makefile.build", "src := $(obj)\n" },
	{ NULL, NULL },
};

/* Revisions 1 and 2 are commits, revision 3 is the second one's patch alone. */
static void open_series(struct fake *fake)
{
	fake_open(fake, entries);
	FAKE_CHANGE(fake, 0, { "drivers/a/b.c", "int x;\n" });
	FAKE_CHANGE(fake, 1, { "drivers/a/a.c", "extern int new;\nint *x = &new;\n" });
	FAKE_CHANGE(fake, 0, { "drivers/a/a.c", "extern int new;\nint *x = &new;\n" });
	fake->build.revisions.v[3].in_series = 2;
}

static struct object *failing(struct fake *fake, size_t revision, const char *error)
{
	struct object *object = fake_object(fake, "drivers/a/a.c", revision);

	object->result.ok = false;
	if (error)
		strlist_add(&object->result.errors, error);
	return object;
}

static struct object *warning(struct fake *fake, size_t revision, const char *warnings)
{
	struct object *object = fake_object(fake, "drivers/a/a.c", revision);

	strlist_split(&object->result.warnings, warnings, " ");
	return object;
}

/* @object alone adds up to this; @complaints: joined by blanks. */
static void assert_judged(struct fake *fake, const struct object *object, enum verdict_kind kind,
			  const char *complaints)
{
	struct tally tally CLEANUP(tally_release) = TALLY_START;

	judge_object(&tally, &fake->build, object);
	assert_int_equal(tally.kind, kind);
	assert_list(&tally.complaints, complaints);
}

static void an_error_is_judged_against_the_base(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *base, *object, *alone;

	open_series(&fake);
	base = fake_object(&fake, "drivers/a/a.c", 0);
	object = failing(&fake, 2, "wrong");
	assert_judged(&fake, base, VERDICT_PASS, "");
	assert_judged(&fake, object, VERDICT_FAIL, "drivers/a/a.c: wrong");
	/* the checks of the series have said it */
	alone = failing(&fake, 3, NULL);
	assert_judged(&fake, alone, VERDICT_SKIPPED, "drivers/a/a.c: no object");
	object->result.ok = true;
	assert_judged(&fake, alone, VERDICT_FAIL, "drivers/a/a.c: no object");
	base->result.ok = false;
	assert_judged(&fake, alone, VERDICT_VOID, "drivers/a/a.c: no object");
}

static void a_warning_of_the_base_does_not_count(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *object;

	open_series(&fake);
	warning(&fake, 0, "old");
	object = warning(&fake, 2, "old new");
	warning(&fake, 1, "");
	assert_judged(&fake, object, VERDICT_FAIL, "drivers/a/a.c: new");
	/* a second copy is new */
	strlist_release(&object->result.warnings);
	strlist_split(&object->result.warnings, "old old", " ");
	assert_judged(&fake, object, VERDICT_FAIL, "drivers/a/a.c: old");
}

static void a_warning_of_an_earlier_commit_is_not_its_own(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *object;

	open_series(&fake);
	warning(&fake, 0, "");
	warning(&fake, 1, "earlier");
	object = warning(&fake, 2, "earlier");
	assert_judged(&fake, object, VERDICT_PASS, "");
}

static void alone_it_warns_as_in_the_series(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_series(&fake);
	warning(&fake, 0, "");
	warning(&fake, 2, "said");
	assert_judged(&fake, warning(&fake, 3, "said"), VERDICT_SKIPPED, "drivers/a/a.c: said");
	assert_judged(&fake, warning(&fake, 3, "more"), VERDICT_FAIL,
		      "drivers/a/a.c: more drivers/a/a.c: said");
}

static void what_decides_stands_first(void **state)
{
	struct tally tally CLEANUP(tally_release) = TALLY_START;

	tally_complain(&tally, VERDICT_SKIPPED, "a.c", "skipped", "a.log");
	tally_complain(&tally, VERDICT_VOID, "b.c", "void", NULL);
	tally_complain(&tally, VERDICT_FAIL, "c.c", "failed", "c.log");
	tally_complain(&tally, VERDICT_VOID, "d.c", "void", "d.log");
	assert_int_equal(tally.kind, VERDICT_FAIL);
	assert_string_equal(tally.complaints.v[0], "c.c: failed");
	assert_int_equal(tally.complaints.nr, 4);
	assert_string_equal(tally.source, "c.c");
	assert_string_equal(tally.log, "c.log");
}

static void a_symbol_that_nothing_exports(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct tally tally CLEANUP(tally_release) = TALLY_START;
	struct tally alone CLEANUP(tally_release) = TALLY_START;
	struct object *object;

	open_series(&fake);
	strlist_add(&fake_object(&fake, "drivers/a/a.c", 0)->result.undefined, "old");
	object = fake_object(&fake, "drivers/a/a.c", 2);
	strlist_split(&object->result.undefined, "new old", " ");
	assert_success(judge_symbols(&tally, &fake.build, object));
	assert_int_equal(tally.kind, VERDICT_FAIL);
	assert_list(&tally.complaints, "drivers/a/a.c: nothing in this commit exports new");
	object = fake_object(&fake, "drivers/a/a.c", 3);
	strlist_add(&object->result.undefined, "new");
	assert_success(judge_symbols(&alone, &fake.build, object));
	assert_int_equal(alone.kind, VERDICT_SKIPPED);
	assert_list(&alone.complaints, "drivers/a/a.c: nothing in this tree exports new");
}

static void assert_needs(const char *symbol, enum verdict_kind kind, const char *complaint)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct tally tally CLEANUP(tally_release) = TALLY_START;
	struct object *object;

	open_series(&fake);
	fake_object(&fake, "drivers/a/a.c", 0);
	object = fake_object(&fake, "drivers/a/a.c", 2);
	strlist_add(&object->result.undefined, symbol);
	assert_success(judge_symbols(&tally, &fake.build, object));
	assert_int_equal(tally.kind, kind);
	assert_list(&tally.complaints, complaint);
}

static void a_symbol_that_no_source_holds(void **state)
{
	(void)state;
	assert_needs("nowhere", VERDICT_FAIL,
		     "drivers/a/a.c: nothing in this commit exports nowhere");
	assert_needs("made_thing", VERDICT_UNCOVERED,
		     "drivers/a/a.c: nothing shows what defines made_thing: it may be a macro, or a "
		     "Makefile rule of its own");
	assert_needs("made_nothing", VERDICT_FAIL,
		     "drivers/a/a.c: nothing in this commit exports made_nothing");
}

/* A macro could make the name, but the object itself defined it before the commit. */
static void a_symbol_that_the_commit_takes_away(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct tally tally CLEANUP(tally_release) = TALLY_START;
	struct object *object;

	open_series(&fake);
	strlist_add(&fake_object(&fake, "drivers/a/a.c", 0)->result.defined, "made_thing");
	strlist_add(&fake_object(&fake, "drivers/a/a.c", 1)->result.defined, "made_thing");
	object = fake_object(&fake, "drivers/a/a.c", 2);
	strlist_add(&object->result.undefined, "made_thing");
	assert_success(judge_symbols(&tally, &fake.build, object));
	assert_int_equal(tally.kind, VERDICT_FAIL);
	assert_list(&tally.complaints, "drivers/a/a.c: made_thing is needed here, and this commit "
				       "takes away what defined it");
}

/* In an image, who exports a name without defining it gives it to nobody. */
static void an_export_alone_defines_nothing(void **state)
{
	static const struct entry image[] = {
		{ "Kconfig", "\n" },
		{ "Kbuild", "obj-y += drivers/\n" },
		{ "drivers/Makefile", "obj-y += a.o b.o\n" },
		{ "drivers/a.c", "int a;\n" },
		{ "drivers/b.c",
		  "extern int lone;\n"
		  "asm(\".section .export_symbol,\\\"a\\\"\\n__export_symbol_lone:\\n\"\n"
		  "    \".asciz \\\"\\\"\\n.asciz \\\"\\\"\\n.balign 8\\n.quad lone\\n.previous\");\n" },
		{ "include/seed.h", "\n" },
		{ "scripts/Kbuild.include", "\n" },
		{ "scripts/Makefile.build", "src := $(obj)\n" },
		{ NULL, NULL },
	};
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct tally tally CLEANUP(tally_release) = TALLY_START;
	struct object *object;

	fake_open(&fake, image);
	FAKE_CHANGE(&fake, 0, { "drivers/a.c", "extern int lone;\nint *a = &lone;\n" });
	fake_link(&fake, "drivers/a.o", "drivers/a.o", 'y');
	fake_object(&fake, "drivers/a.c", 0);
	object = fake_object(&fake, "drivers/a.c", 1);
	strlist_add(&object->result.undefined, "lone");
	assert_success(judge_symbols(&tally, &fake.build, object));
	assert_list(&tally.complaints, "drivers/a.c: nothing in this commit exports lone");
	assert_int_equal(tally.kind, VERDICT_FAIL);
}

/* By this commit or by one before it. */
static void a_link_that_nobody_judges(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_series(&fake);
	changed_load(&fake.build.changed, &fake.build.revisions, 2);
	strlist_add(&fake.build.changed.v[1].rebuild.moved, "drivers/a/a.c");
	for (size_t i = 1; i <= 3; i++) {
		struct tally tally CLEANUP(tally_release) = TALLY_START;

		assert_success(judge_symbols(&tally, &fake.build,
					     fake_object(&fake, "drivers/a/a.c", i)));
		assert_int_equal(tally.kind, i == 2 ? VERDICT_UNCOVERED : VERDICT_PASS);
	}
}

static void what_the_base_may_not_use_either(void **state)
{
	static const struct entry modular[] = {
		{ "Kconfig", "\n" },
		{ "drivers/a/a.c", "int a;\n" },
		{ "include/seed.h", "\n" },
		{ "kernel/core.c", "EXPORT_SYMBOL_GPL(gpl);\nEXPORT_SYMBOL_GPL(more);\n" },
		{ NULL, NULL },
	};
	static const char modpost[] =
		"#!/bin/sh\nwhile read -r _ name _; do echo \"ERROR: modpost: may not use $name\"\n"
		"done <given.symvers\n";
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct tally tally CLEANUP(tally_release) = TALLY_START;
	char *path CLEANUP(free_text) = NULL;

	fake_open(&fake, modular);
	world_file(fake.dir, "state/build/fake/scripts/mod/modpost", modpost);
	path = xasprintf("%s/state/build/fake/scripts/mod/modpost", fake.dir);
	assert_int_equal(chmod(path, 0755), 0);
	fake_link(&fake, "drivers/a/a.o", "drivers/a/a.o", 'm');
	fake_link(&fake, "kernel/core.o", "kernel/core.o", 'y');
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int x;\n" });
	for (size_t i = 0; i < 2; i++) {
		struct object *object = fake_object(&fake, "drivers/a/a.c", i);

		memset(&object->key, (int)i + 1, sizeof(object->key));
		strlist_split(&object->result.undefined, i ? "gpl more" : "gpl", " ");
	}
	assert_success(judge_symbols(&tally, &fake.build, fake.build.objects.v[1]));
	assert_list(&tally.complaints, "drivers/a/a.c: ERROR: modpost: may not use more");
}

/* The verdict on the first commit. */
static const struct verdict *tell(struct fake *fake, struct tally *tally)
{
	struct commit_result *commit = LIST_ADD(&fake->result);

	judge_tell(tally, &fake->build, fake->result.nr - 1, "objects", "compiled",
		   xstrdup("2 objects"));
	assert_int_equal(commit->verdicts.nr, 1);
	return commit->verdicts.v;
}

static void a_verdict_names_the_first_complaint(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct tally good = TALLY_START, bad = TALLY_START, unseen = TALLY_START;
	const struct verdict *verdict;

	open_series(&fake);
	verdict = tell(&fake, &good);
	assert_int_equal(verdict->kind, VERDICT_PASS);
	assert_string_equal(verdict->detail, "2 objects");
	assert_string_equal(verdict->target, "fake");
	assert_true(verdict->reused);
	tally_complain(&bad, VERDICT_FAIL, "a.c", "wrong", "a.log");
	tally_complain(&bad, VERDICT_FAIL, "b.c", "wrong", NULL);
	verdict = tell(&fake, &bad);
	assert_int_equal(verdict->kind, VERDICT_FAIL);
	assert_string_equal(verdict->detail, "a.c: wrong (and 1 more)");
	assert_string_equal(verdict->log, "a.log");
	/* nothing bad is known, but not all was looked at */
	judge_object(&unseen, &fake.build,
		     object_want(&fake.build.objects, &fake.build.modules, "drivers/a/b.c", 1));
	verdict = tell(&fake, &unseen);
	assert_int_equal(verdict->kind, VERDICT_SKIPPED);
	for (size_t i = 0; i < fake.result.nr; i++)
		verdicts_release(&fake.result.v[i].verdicts);
	free(fake.result.v);
}

RUN_TESTS(TEST(an_error_is_judged_against_the_base), TEST(a_warning_of_the_base_does_not_count),
	  TEST(a_warning_of_an_earlier_commit_is_not_its_own),
	  TEST(alone_it_warns_as_in_the_series), TEST(what_decides_stands_first),
	  TEST(a_symbol_that_nothing_exports), TEST(a_symbol_that_no_source_holds),
	  TEST(a_symbol_that_the_commit_takes_away),
	  TEST(an_export_alone_defines_nothing), TEST(a_link_that_nobody_judges),
	  TEST(what_the_base_may_not_use_either),
	  TEST(a_verdict_names_the_first_complaint))
