// SPDX-License-Identifier: GPL-2.0
/* Which readers of a header are compiled, and what the compiler reads of those that are not. */
#include "fake.h"

#include "build/includers.h"
#include "readers/preprocess.h"
#include "readers/sampling.h"
#include "readers/speaker.h"

#define READERS 26

/* A header, and sources that include it; the last one knows the name that the commit adds. */
static void open_header(struct fake *fake, double budget, const char *old, const char *new)
{
	struct entry entries[READERS + 4] = { 0 };
	char *names[READERS];
	struct target_build *build = &fake->build;

	for (size_t i = 0; i < READERS; i++) {
		names[i] = xasprintf("drivers/a/r%02zu.c", i);
		entries[i] = (struct entry){ names[i], "#include <api.h>\nint r;\n" };
	}
	entries[READERS - 1].text = "#include <api.h>\nstatic inline int fresh(long x);\n";
	entries[READERS] = (struct entry){ "include/api.h", old };
	entries[READERS + 1] = (struct entry){ "include/seed.h", "\n" };
	entries[READERS + 2] = (struct entry){ "Kconfig", "\n" };
	fake_open(fake, entries);
	FAKE_CHANGE(fake, 0, { "include/api.h", new });
	changed_load(&build->changed, &build->revisions, build->revisions.nr - 1);
	for (size_t i = 0; i < READERS; i++) {
		char *object CLEANUP(free_text) = module_object(names[i]);

		fake_link(fake, object, object, 'm');
		free(names[i]);
	}
	assert_success(includers_find(build->changed.v, &build->scan,
				      &build->revisions.v[1].view));
	assert_success(includers_sort(build->changed.v, &build->scan, &build->revisions,
				      &build->modules, 0));
	build->budget = budget;
}

static void open_readers(struct fake *fake, double budget)
{
	open_header(fake, budget, "int api(void);\n", "int api(void);\nint fresh(void);\n");
}

static void a_large_budget_is_for_all(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct changed_files *changed;

	open_readers(&fake, 100000);
	changed = fake.build.changed.v;
	assert_int_equal(changed->includers.built.nr, READERS);
	assert_success(sampling_choose(&fake.build));
	assert_int_equal(changed->includers.level, READERS_ALL);
	assert_int_equal(changed->readers.nr, READERS);
	assert_null(changed->includers.limits);
}

static void without_a_budget_a_dozen_and_the_marked_ones(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct changed_files *changed;
	bool marked = false;

	open_readers(&fake, 0);
	changed = fake.build.changed.v;
	assert_list(&changed->includers.marked, "drivers/a/r25.c");
	assert_success(sampling_choose(&fake.build));
	assert_int_equal(changed->includers.level, READERS_SAMPLED);
	assert_int_equal(changed->readers.nr, 13);
	FOR_EACH(reader, &changed->readers) {
		assert_true((*reader)->done);
		assert_ptr_equal((*reader)->words, &changed->includers.words);
		marked = marked || !strcmp((*reader)->source, "drivers/a/r25.c");
	}
	assert_true(marked);
	assert_non_null(strstr(changed->includers.limits, "the budget is 0 s"));
}

static void ask_for_derived(const struct fake *fake, const char *value)
{
	git_config *config = NULL;

	assert_int_equal(git_repository_config(&config, fake->base.repo), 0);
	assert_int_equal(git_config_set_string(config, "treewide.derived", value), 0);
	git_config_free(config);
}

#define GUARDED(text) "#ifndef API_H\n#define API_H\n" text "#endif\n"

static void what_is_derived_needs_no_time(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct changed_files *changed;
	char *silent CLEANUP(free_text) = NULL;

	open_header(&fake, 0, GUARDED("int api(void);\n"),
		    GUARDED("int api(void);\nint fresh(void);\n"));
	changed = fake.build.changed.v;
	ask_for_derived(&fake, "true");
	assert_success(sampling_choose(&fake.build));
	assert_int_equal(changed->includers.level, READERS_DERIVED);
	assert_int_equal(changed->includers.classes, 1);
	assert_int_equal(changed->includers.alone, 1);
	assert_int_equal(changed->readers.nr, 13);
	assert_success(speakers_silent(&fake.build, changed, &silent));
	assert_null(silent);
}

static void nothing_is_derived_unasked(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_header(&fake, 0, GUARDED("int api(void);\n"),
		    GUARDED("int api(void);\nint fresh(void);\n"));
	ask_for_derived(&fake, "false");
	assert_success(sampling_choose(&fake.build));
	assert_int_equal(fake.build.changed.v[0].includers.level, READERS_SAMPLED);
}

static void it_is_wanted_or_not(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_header(&fake, 0, GUARDED("int api(void);\n"),
		    GUARDED("int api(void);\nint fresh(void);\n"));
	ask_for_derived(&fake, "perhaps");
	assert_int_equal(sampling_choose(&fake.build), -1);
	assert_string_equal(fail_text(), "treewide.derived = perhaps: neither true nor false");
	fail_clear();
}

static void who_has_not_read_the_header_speaks_for_nobody(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct changed_files *changed;
	char *silent CLEANUP(free_text) = NULL;

	open_header(&fake, 0, GUARDED("int api(void);\n"),
		    GUARDED("int api(void);\nint fresh(void);\n"));
	changed = fake.build.changed.v;
	ask_for_derived(&fake, "true");
	assert_success(sampling_choose(&fake.build));
	strlist_add(&changed->includers.speakers, "include/other.h drivers/a/r01.c");
	assert_success(speakers_silent(&fake.build, changed, &silent));
	assert_string_equal(silent, "drivers/a/r01.c does not read include/other.h, and so cannot "
				    "stand for others");
}

static void one_of_each_class_is_enough(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct readings readings CLEANUP(readings_release) = { .before = 0, .after = 1 };
	size_t open = 0;

	open_readers(&fake, 0);
	assert_true(readings_can("drivers/a/r00.c"));
	assert_false(readings_can("drivers/a/entry.S"));
	readings_add(&readings, &fake.build.modules, "drivers/a/r00.c");
	readings_add(&readings, &fake.build.modules, "drivers/a/r01.c");
	assert_success(readings_recall(&readings, &fake.build.revisions, &open));
	assert_int_equal(open, 2);
	assert_success(readings_make(&readings, &fake.build.revisions));
	/* both got the same insertion */
	assert_true(readings.v[0].done && readings.v[1].done);
	assert_int_equal(readings.v[0].pretext.kind, PRETEXT_CLASS);
	assert_int_equal(readings.v[1].pretext.kind, PRETEXT_CLASS);
	assert_true(git_oid_equal(&readings.v[0].pretext.id, &readings.v[1].pretext.id));
}

static void what_reads_the_same_is_no_class(void **state)
{
	static const char said[] = "/* said */\nint api(void);\nint fresh(void);\n";
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct readings first CLEANUP(readings_release) = { .before = 1, .after = 2 };
	struct readings again CLEANUP(readings_release) = { .before = 1, .after = 2 };
	size_t open = 0;

	open_readers(&fake, 0);
	FAKE_CHANGE(&fake, 1, { "include/api.h", said });
	readings_add(&first, &fake.build.modules, "drivers/a/r00.c");
	assert_success(readings_make(&first, &fake.build.revisions));
	assert_int_equal(first.v[0].pretext.kind, PRETEXT_SAME);
	/* and that is remembered */
	readings_add(&again, &fake.build.modules, "drivers/a/r00.c");
	assert_success(readings_recall(&again, &fake.build.revisions, &open));
	assert_int_equal(open, 0);
	assert_true(again.v[0].done);
	assert_int_equal(again.v[0].pretext.kind, PRETEXT_SAME);
}

static void what_cannot_be_preprocessed_is_alone(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct readings readings CLEANUP(readings_release) = { .before = 1, .after = 2 };

	open_readers(&fake, 0);
	FAKE_CHANGE(&fake, 1, { "include/api.h", "#error no\n" });
	readings_add(&readings, &fake.build.modules, "drivers/a/r00.c");
	assert_success(readings_make(&readings, &fake.build.revisions));
	assert_int_equal(readings.v[0].pretext.kind, PRETEXT_ALONE);
	assert_string_equal(readings.v[0].pretext.why, "it cannot be preprocessed");
}

RUN_TESTS(TEST(a_large_budget_is_for_all), TEST(without_a_budget_a_dozen_and_the_marked_ones),
	  TEST(what_is_derived_needs_no_time), TEST(nothing_is_derived_unasked),
	  TEST(it_is_wanted_or_not),
	  TEST(who_has_not_read_the_header_speaks_for_nobody), TEST(one_of_each_class_is_enough),
	  TEST(what_reads_the_same_is_no_class),
	  TEST(what_cannot_be_preprocessed_is_alone))
