// SPDX-License-Identifier: GPL-2.0
/* Trees of a series: what decides their configuration, and when they are prepared. */
#include "fake.h"

static const struct entry entries[] = {
	{ "Kconfig", "CONFIG_A=y\n" },
	{ "Makefile", "all:\n" },
	{ "drivers/a/Makefile", "obj-y += a.o\n" },
	{ "drivers/a/a.c", "int a;\n" },
	{ "drivers/a/pci.h", "\n" },
	{ "include/linux/pci.h", "\n" },
	{ "include/linux/usb.h", "\n" },
	{ "include/seed.h", "#define SEED 1\n" },
	{ NULL, NULL },
};

#define PREPARED "config syncconfig\nmodules_prepare\n"

static void files_of_kbuild_decide_the_digests(void **state)
{
	static const struct {
		const char *path;
		bool kconfig, common, makefiles;	/* another one than the base's */
	} samples[] = {
		{ "drivers/a/a.c", false, false, false },
		{ "drivers/a/pci.h", false, false, false },
		{ "drivers/a/Makefile", true, false, true },
		{ "drivers/a/Kconfig", true, false, false },
		{ "Makefile", true, true, true },
		{ "scripts/run", true, true, true },
	};
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct revision *base;

	fake_open(&fake, entries);
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		size_t nr = FAKE_CHANGE(&fake, 0, { samples[i].path, "other\n" });
		const struct revision *revision = &fake.build.revisions.v[nr];

		base = fake.build.revisions.v;
		assert_int_equal(!git_oid_equal(&base->kconfig, &revision->kconfig),
				 samples[i].kconfig);
		assert_int_equal(!git_oid_equal(&base->common, &revision->common),
				 samples[i].common);
		assert_int_equal(!git_oid_equal(&base->makefiles, &revision->makefiles),
				 samples[i].makefiles);
	}
}

static void a_revision_follows_what_it_changes(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct revisions *revisions = &fake.build.revisions;

	fake_open(&fake, entries);
	assert_int_equal(FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int b;\n" }), 1);
	assert_int_equal(FAKE_CHANGE(&fake, 1, { "drivers/a/a.c", "int c;\n" }), 2);
	assert_int_equal(FAKE_CHANGE(&fake, 1, { "drivers/a/a.c", "int d;\n" }), 3);
	assert_true(revisions_follows(revisions, 2, 1));
	assert_true(revisions_follows(revisions, 3, 1));
	assert_true(revisions_follows(revisions, 3, 0));
	assert_true(revisions_follows(revisions, 3, 3));
	/* beside each other, and the other way round */
	assert_false(revisions_follows(revisions, 3, 2));
	assert_false(revisions_follows(revisions, 1, 2));
}

static void headers_are_found_by_their_last_part(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct revisions *revisions = &fake.build.revisions;
	size_t first;

	fake_open(&fake, entries);
	first = revisions_first_namesake(revisions, "pci.h");
	assert_string_equal(path_leaf(revisions->headers.v[first]), "pci.h");
	assert_string_equal(path_leaf(revisions->headers.v[first + 1]), "pci.h");
	assert_int_equal(revisions_first_namesake(revisions, "a.h"), 0);
	assert_int_equal(revisions_first_namesake(revisions, "zz.h"), revisions->headers.nr);
}

static void what_is_prepared_is_known_of_other_trees(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct revisions *revisions = &fake.build.revisions;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int b;\n" });
	FAKE_CHANGE(&fake, 1, { "include/seed.h", "#define SEED 2\n" });
	assert_success(revisions_know(revisions, 0));
	assert_calls(&fake, PREPARED);
	assert_success(revisions_know(revisions, 1));
	assert_calls(&fake, "");
	assert_true(git_oid_equal(&revisions->v[0].generated, &revisions->v[1].generated));
	/* what decides the generated files is another text; the configuration is the same */
	assert_success(revisions_know(revisions, 2));
	assert_calls(&fake, "modules_prepare\n");
	assert_false(git_oid_equal(&revisions->v[1].generated, &revisions->v[2].generated));
	assert_success(revisions_visit(revisions, 1));
	assert_calls(&fake, "modules_prepare\n");
	assert_success(revisions_visit(revisions, 0));
	assert_calls(&fake, "");
}

static void a_tree_that_cannot_be_prepared_is_broken(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct revisions *revisions = &fake.build.revisions;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/seed.h", "#error no\n" });
	FAKE_CHANGE(&fake, 0, { "include/seed.h", "die\n" });
	FAKE_CHANGE(&fake, 0, { "Kconfig", "syntax error\n" });
	assert_success(revisions_know(revisions, 1));
	assert_true(revisions->v[1].broken);
	assert_non_null(revisions->v[1].log);
	/* no line of the sources is blamed, but the base can be prepared */
	assert_success(revisions_know(revisions, 2));
	assert_true(revisions->v[2].broken);
	assert_success(revisions_know(revisions, 3));
	assert_true(revisions->v[3].broken);
}

static void what_fails_in_the_base_too_is_a_failure_of_the_system(void **state)
{
	static const struct entry dying[] = {
		{ "Kconfig", "\n" }, { "include/seed.h", "die\n" }, { NULL, NULL }
	};
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct revisions *revisions = &fake.build.revisions;

	fake_open(&fake, dying);
	FAKE_CHANGE(&fake, 0, { "drivers/a.c", "int a;\n" });
	assert_failure(revisions_know(revisions, 1), 3, "make modules_prepare failed");
	assert_false(revisions->v[1].broken);
}

static void a_configuration_is_made_once(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct revisions *revisions = &fake.build.revisions;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "Kconfig", "CONFIG_B=y\n" });
	FAKE_CHANGE(&fake, 1, { "drivers/a/a.c", "int b;\n" });
	FAKE_CHANGE(&fake, 2, { "Kconfig", "syntax error\n" });
	for (size_t i = 0; i < 4; i++) {
		char *text CLEANUP(free_text) = NULL;

		assert_success(revisions_config(revisions, i, &text));
		assert_calls(&fake, i == 2 ? "" : "config syncconfig\n");
		if (i < 3)
			assert_string_equal(text, i ? "CONFIG_B=y\n" : "CONFIG_A=y\n");
		else
			assert_null(text);
	}
	assert_true(revisions->v[3].broken);
}

static void what_make_reads_later_needs_no_configuration_of_its_own(void **state)
{
	static const struct entry some[] = {
		{ "Kconfig", "CONFIG_A=y\n" },
		{ "Makefile", "all:\n" },
		{ "drivers/a/Makefile", "obj-y += a.o\n" },
		{ "drivers/a/a.c", "int a;\n" },
		{ "drivers/read/Makefile", "\n" },
		{ "include/seed.h", "#define SEED 1\n" },
		{ "kernel/reads", "./drivers//read/Makefile\n" },
		{ NULL, NULL },
	};
	static const struct {
		const char *path, *calls;
	} samples[] = {
		{ "drivers/a/Makefile", "" },
		{ "drivers/a/a.c", "" },
		{ "drivers/read/Makefile", PREPARED },
		/* it would be read instead */
		{ "drivers/read/Kbuild", PREPARED },
		{ "drivers/a/Kbuild", PREPARED },
		{ "drivers/a/Makefile.inc", PREPARED },
		{ "drivers/a/Kconfig", PREPARED },
		{ "scripts/run", PREPARED },
		{ "Makefile", PREPARED },
	};
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct revisions *revisions = &fake.build.revisions;

	fake_open(&fake, some);
	/* added before that is known */
	FAKE_CHANGE(&fake, 0, { "drivers/a/Makefile", "obj-m += a.o\n" });
	assert_success(revisions_know(revisions, 0));
	assert_calls(&fake, PREPARED);
	assert_success(revisions_know(revisions, 1));
	assert_success(revisions_visit(revisions, 1));
	assert_calls(&fake, "");
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		size_t nr = FAKE_CHANGE(&fake, 0, { samples[i].path, "another = one\n" });

		assert_success(revisions_know(revisions, nr));
		assert_calls(&fake, samples[i].calls);
	}
	/* a change of both is a tree of its own */
	size_t both = FAKE_CHANGE(&fake, 1, { "drivers/read/Makefile", "more = 1\n" });
	assert_success(revisions_know(revisions, both));
	assert_calls(&fake, PREPARED);
}

static void a_kconfig_that_is_not_read_makes_no_configuration(void **state)
{
	static const struct entry some[] = {
		{ "Kconfig", "source \"drivers/Kconfig\"\n" },
		{ "Makefile", "all:\n" },
		{ "arch/arm/Kconfig", "config ARM\n" },
		{ "arch/arm/crypto/Kconfig", "config ARM_AES\n" },
		{ "drivers/Kconfig", "source \"arch/arm/crypto/Kconfig\"\n" },
		{ "include/seed.h", "#define SEED 1\n" },
		{ "kernel/reads", "drivers/Makefile\n" },
		{ "kernel/kconfigs", "Kconfig\ndrivers/Kconfig\narch/arm/crypto/Kconfig\n" },
		{ NULL, NULL },
	};
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct revisions *revisions = &fake.build.revisions;

	fake_open(&fake, some);
	assert_success(revisions_know(revisions, 0));
	assert_calls(&fake, PREPARED);
	size_t other = FAKE_CHANGE(&fake, 0, { "arch/arm/Kconfig", "config ARM64\n" });
	assert_success(revisions_know(revisions, other));
	assert_calls(&fake, "");
	/* conf reads it though it is another architecture's */
	size_t read = FAKE_CHANGE(&fake, 0, { "arch/arm/crypto/Kconfig", "config ARM_DES\n" });
	assert_success(revisions_know(revisions, read));
	assert_calls(&fake, PREPARED);
	/* as the one before, but for what is not read */
	size_t both = FAKE_CHANGE(&fake, read, { "arch/arm/Kconfig", "config ARM64\n" });
	assert_success(revisions_know(revisions, both));
	assert_calls(&fake, "");
	size_t added = FAKE_CHANGE(&fake, 0, { "arch/arm/mach-a/Kconfig", "config A\n" });
	assert_success(revisions_know(revisions, added));
	assert_calls(&fake, PREPARED);
	/* where others are read than in the base nothing is known of what is not */
	size_t sources = FAKE_CHANGE(&fake, 0, { "drivers/Kconfig",
						 "source \"arch/arm/Kconfig\"\n" });
	assert_success(revisions_know(revisions, sources));
	assert_calls(&fake, PREPARED);
	size_t also = FAKE_CHANGE(&fake, sources, { "arch/arm/Kconfig", "config ARM64\n" });
	assert_success(revisions_know(revisions, also));
	assert_calls(&fake, PREPARED);
}

static void where_make_does_not_say_what_it_reads_all_counts(void **state)
{
	static const struct entry silent[] = {
		{ "Kconfig", "CONFIG_A=y\n" }, { "drivers/a/Makefile", "obj-y += a.o\n" },
		{ "include/seed.h", "#define SEED 1\n" }, { NULL, NULL }
	};
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, silent);
	FAKE_CHANGE(&fake, 0, { "drivers/a/Makefile", "obj-m += a.o\n" });
	assert_success(revisions_know(&fake.build.revisions, 0));
	assert_calls(&fake, PREPARED);
	assert_success(revisions_know(&fake.build.revisions, 1));
	assert_calls(&fake, PREPARED);
}

static void of_a_base_that_cannot_be_configured_nothing_is_said(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	static const struct entry broken[] = { { "Kconfig", "syntax error\n" }, { NULL, NULL } };
	char *text CLEANUP(free_text) = NULL;

	fake_open(&fake, broken);
	assert_failure(revisions_config(&fake.build.revisions, 0, &text), 3, "make config");
	assert_failure(revisions_know(&fake.build.revisions, 0), 3, "make config");
}

RUN_TESTS(TEST(files_of_kbuild_decide_the_digests), TEST(a_revision_follows_what_it_changes),
	  TEST(headers_are_found_by_their_last_part),
	  TEST(what_is_prepared_is_known_of_other_trees),
	  TEST(a_tree_that_cannot_be_prepared_is_broken),
	  TEST(what_fails_in_the_base_too_is_a_failure_of_the_system),
	  TEST(a_configuration_is_made_once),
	  TEST(what_make_reads_later_needs_no_configuration_of_its_own),
	  TEST(a_kconfig_that_is_not_read_makes_no_configuration),
	  TEST(where_make_does_not_say_what_it_reads_all_counts),
	  TEST(of_a_base_that_cannot_be_configured_nothing_is_said))
