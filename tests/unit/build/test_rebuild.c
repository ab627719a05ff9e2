// SPDX-License-Identifier: GPL-2.0
/* What a change of Makefiles or of Kconfig makes anew. */
#include "fake.h"

#include "build/rebuild.h"

static const struct entry entries[] = {
	{ "Kconfig", "CONFIG_A=y\nCONFIG_B=y\n" },
	{ "Makefile", "all:\n" },
	{ "drivers/Makefile", "obj-y += a/ b/\n" },
	{ "drivers/a/Makefile", "obj-$(CONFIG_A) += a.o\nobj-m += m.o\nm-y := x.o y.o\n" },
	{ "drivers/a/a.c", "int a;\n" },
	{ "drivers/a/new.c", "int new;\n" },
	{ "drivers/a/x.c", "int x;\n" },
	{ "drivers/a/y.c", "int y;\n" },
	{ "drivers/b/Makefile", "obj-y += b.o\n" },
	{ "drivers/b/b.c", "#ifdef CONFIG_B\nint b;\n#endif\n" },
	{ "include/seed.h", "\n" },
	{ "scripts/Kbuild.include", "\n" },
	{ "scripts/Makefile.build", "src := $(obj)\n" },
	{ NULL, NULL },
};

/* What revision 1 makes anew, where so many objects can be made again at all. */
static const struct rebuild_set *look(struct fake *fake, size_t most)
{
	struct target_build *build = &fake->build;

	changed_load(&build->changed, &build->revisions, build->revisions.nr - 1);
	assert_success(rebuild_find(build->changed.v, &build->revisions, &build->scan,
				    &build->modules, 0, most));
	return &build->changed.v->rebuild;
}

static void objects_come_and_go(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct rebuild_set *rebuild;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/Makefile", "obj-y += new.o none.o\nobj-m += m.o\n"
						      "m-y := x.o y.o\n" });
	rebuild = look(&fake, 0);
	assert_list(&rebuild->added, "drivers/a/new.c");
	assert_list(&rebuild->removed, "drivers/a/a.c");
	assert_list(&rebuild->orphans, "drivers/a/none.c");
	/* their flags may be others */
	assert_list(&rebuild->again, "drivers/a/x.c drivers/a/y.c");
	assert_list(&rebuild->options, "");
	assert_null(rebuild->undecided);
	assert_null(rebuild->broken);
	assert_int_equal(modules_kind(&fake.build.modules, "drivers/a/new.c"), 'y');
}

static void what_goes_into_another_module_moves(void **state)
{
	static const struct {
		const char *makefile, *moved;
	} samples[] = {
		{ "obj-y += a.o\nobj-m += m.o x.o\nm-y := y.o\n", "drivers/a/x.c" },
		{ "obj-m += a.o m.o\nm-y := x.o y.o\n", "drivers/a/a.c" },
		{ "obj-y += a.o m.o\nm-y := x.o y.o\n", "drivers/a/x.c drivers/a/y.c" },
		{ "obj-y += a.o\nobj-m += n.o\nn-y := x.o y.o\n", "drivers/a/x.c drivers/a/y.c" },
		{ "obj-y += a.o\nobj-m += m.o\nm-y := y.o x.o\n", "" },
		{ "obj-y += a.o\nobj-m += m.o\nm-y := y.o x.o new.o\n", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct fake fake CLEANUP(free_fake) = { 0 };
		const struct rebuild_set *rebuild;

		fake_open(&fake, entries);
		FAKE_CHANGE(&fake, 0, { "drivers/a/Makefile", samples[i].makefile });
		rebuild = look(&fake, 0);
		assert_list(&rebuild->moved, samples[i].moved);
		FOR_EACH(source, &rebuild->moved)
			assert_true(strlist_has(&rebuild->again, *source));
	}
}

static void a_source_that_is_gone_is_not_built_any_more(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct rebuild_set *rebuild;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", NULL });
	rebuild = look(&fake, 0);
	/* the Makefile still asks for it */
	assert_list(&rebuild->orphans, "drivers/a/a.c");
	assert_list(&rebuild->again, "");
}

static void an_option_reaches_those_who_read_it(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct rebuild_set *rebuild;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "Kconfig", "CONFIG_A=y\n" });
	rebuild = look(&fake, 0);
	assert_list(&rebuild->options, "CONFIG_B");
	assert_list(&rebuild->again, "drivers/b/b.c");
	assert_list(&rebuild->removed, "");
	assert_null(rebuild->undecided);
}

/* By a rule of its own, or as a part of another source. */
static void what_no_list_holds_may_read_an_option(void **state)
{
	static const struct {
		const char *path, *undecided;
	} samples[] = {
		{ "arch/x86/boot/head.S", "arch/x86/boot/head.S reads an option that differs, and no "
					  "list of Kbuild tells what is built from it" },
		{ "drivers/b/part.c", "drivers/b/part.c reads an option that differs, and no list of "
				      "Kbuild tells what is built from it" },
		{ "drivers/idle/x.c", "" },
		{ "arch/arm64/boot/head.S", "" },
		{ "tools/x.c", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct entry some[ARRAY_SIZE(entries) + 1];
		struct fake fake CLEANUP(free_fake) = { 0 };
		const char *said;

		memcpy(some + 1, entries, sizeof(entries));
		some[0] = (struct entry){ samples[i].path, "#ifdef CONFIG_B\nint b;\n#endif\n" };
		fake_open(&fake, some);
		FAKE_CHANGE(&fake, 0, { "Kconfig", "CONFIG_A=y\n" });
		said = look(&fake, 0)->undecided;
		assert_string_equal(said ? said : "", samples[i].undecided);
	}
}

static void a_makefile_of_all_decides_nothing_by_itself(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct rebuild_set *rebuild;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "Makefile", "all: more\n" });
	rebuild = look(&fake, 0);
	assert_string_equal(rebuild->undecided, "a change of Makefile can change every object");
	assert_list(&rebuild->again, "");
}

static void a_small_tree_is_made_again_as_a_whole(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct rebuild_set *rebuild;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "Makefile", "all: more\n" });
	rebuild = look(&fake, 100);
	assert_null(rebuild->undecided);
	assert_list(&rebuild->again, "drivers/a/a.c drivers/a/x.c drivers/a/y.c drivers/b/b.c");
}

static void a_tree_that_cannot_be_configured(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "Kconfig", "syntax error\n" });
	assert_string_equal(look(&fake, 0)->broken, "the tree cannot be configured");
}

static void a_warning_of_kconfig_is_one_of_the_commit(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct target_build *build = &fake.build;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "Kconfig", "CONFIG_A=y\nCONFIG_B=y\n# odd\n" });
	FAKE_CHANGE(&fake, 1, { "Kconfig", "CONFIG_A=y\n\n\nCONFIG_B=y\n# odd\n" });
	changed_load(&build->changed, &build->revisions, 2);
	for (size_t i = 0; i < 2; i++)
		assert_success(rebuild_find(&build->changed.v[i], &build->revisions, &build->scan,
					    &build->modules, i, 0));
	assert_string_equal(build->changed.v[0].rebuild.warning, "Kconfig: warning: it is odd");
	/* it is there before, in another line */
	assert_null(build->changed.v[1].rebuild.warning);
}

RUN_TESTS(TEST(objects_come_and_go), TEST(what_goes_into_another_module_moves),
	  TEST(a_source_that_is_gone_is_not_built_any_more),
	  TEST(an_option_reaches_those_who_read_it),
	  TEST(what_no_list_holds_may_read_an_option),
	  TEST(a_makefile_of_all_decides_nothing_by_itself),
	  TEST(a_small_tree_is_made_again_as_a_whole), TEST(a_tree_that_cannot_be_configured),
	  TEST(a_warning_of_kconfig_is_one_of_the_commit))
