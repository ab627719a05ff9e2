// SPDX-License-Identifier: GPL-2.0
/* What became of readers that no list of Kbuild builds. */
#include "fake.h"

#include "build/includers.h"
#include "build/judge.h"
#include "build/ownrule.h"
#include "lib/word.h"
#include "readers/unlisted.h"

static const struct entry entries[] = {
	{ "Kconfig", "CONFIG_ON=y\n" },
	{ "Makefile", "all:\n\t$(MAKE) $(build)=boot\n" },
	{ "boot/Makefile", "targets += a.o b.o bad.o\n" },
	{ "boot/a.c", "#include <linux/inner.h>\nint a(void) { return inner(); }\n" },
	{ "boot/b.c", "#include <linux/outer.h>\nint b;\n" },
	{ "boot/bad.c", "#include <linux/inner.h>\n#error never\n" },
	{ "include/linux/inner.h", "int inner(void);\n" },
	/* by its text a reader of inner.h; the compiler does not read it */
	{ "include/linux/outer.h", "#ifdef NEVER\n#include <linux/inner.h>\n#endif\n" },
	{ "include/seed.h", "" },
	{ "kernel/reads", "" },
	{ NULL, NULL },
};

/* Judge what revision 1 does to the readers of inner.h; the first complaint, or "". */
static const char *judge(struct fake *fake, struct tally *tally)
{
	struct target_build *build = &fake->build;
	struct changed_files *changed;

	build->budget = 1000;
	changed_load(&build->changed, &build->revisions, 1);
	changed = build->changed.v;
	assert_success(includers_find(changed, &build->scan, &build->revisions.v[1].view));
	assert_success(ownrule_find(changed, &build->revisions, &build->modules, 1));
	assert_list(&changed->includers.unmade, "boot/a.c boot/b.c boot/bad.c");
	assert_success(unlisted_compile(build));
	/* what does not come out in the base either tells nothing */
	assert_list(&changed->includers.unmade, "boot/bad.c");
	unlisted_judge(tally, build, 0);
	return tally->complaints.nr ? tally->complaints.v[0] : "";
}

#define ASSERT_JUDGED(header, verdict, words) \
	do { \
		struct fake fake CLEANUP(free_fake) = { 0 }; \
		struct tally tally CLEANUP(tally_release) = TALLY_START; \
		fake_open(&fake, entries); \
		FAKE_CHANGE(&fake, 0, { "include/linux/inner.h", header }); \
		assert_text_starts(judge(&fake, &tally), words); \
		assert_int_equal(tally.kind, verdict); \
	} while (0)

static void assert_text_starts(const char *text, const char *start)
{
	print_message("# %s\n", text);
	assert_true(*start ? starts_with(text, start) : !*text);
}

static void what_still_comes_out_passes(void **state)
{
	ASSERT_JUDGED("int inner(void);\nint more(void);\n", VERDICT_PASS, "");
}

static void what_does_not_fails(void **state)
{
	ASSERT_JUDGED("int inner(int x);\n", VERDICT_FAIL, "boot/a.c: ");
}

static void a_new_warning_fails(void **state)
{
	ASSERT_JUDGED("int inner(void);\nstatic int idle(void) { return 0; }\n", VERDICT_FAIL,
		      "boot/a.c: ");
}

static void with_other_symbols_the_link_is_open(void **state)
{
	ASSERT_JUDGED("static inline int inner(void) { return 1; }\n", VERDICT_UNCOVERED,
		      "boot/a.c: its symbols differ");
}

/* Judge a change of boot/a.c itself; the first complaint, or "". */
static const char *judge_own(struct fake *fake, struct tally *tally)
{
	struct target_build *build = &fake->build;

	build->budget = 1000;
	changed_load(&build->changed, &build->revisions, 1);
	assert_success(ownrule_find_changed(build->changed.v, &build->revisions, &build->modules,
					    1));
	assert_list(&build->changed.v[0].ruled, "boot/a.c");
	assert_success(unlisted_compile(build));
	unlisted_judge_ruled(tally, build, 0);
	return tally->complaints.nr ? tally->complaints.v[0] : "";
}

#define ASSERT_OWN(text, verdict, words) \
	do { \
		struct fake fake CLEANUP(free_fake) = { 0 }; \
		struct tally tally CLEANUP(tally_release) = TALLY_START; \
		fake_open(&fake, entries); \
		FAKE_CHANGE(&fake, 0, { "boot/a.c", text }); \
		assert_text_starts(judge_own(&fake, &tally), words); \
		assert_int_equal(tally.kind, verdict); \
	} while (0)

static void a_source_that_a_rule_of_its_own_makes_is_tried(void **state)
{
	ASSERT_OWN("#include <linux/inner.h>\nint a(void) { return 2 + inner(); }\n", VERDICT_PASS,
		   "");
	ASSERT_OWN("int a(void) { return b; }\n", VERDICT_FAIL, "boot/a.c: ");
	ASSERT_OWN("int a(void) { return 2; }\nint more;\n", VERDICT_UNCOVERED,
		   "boot/a.c: its symbols differ");
	ASSERT_OWN(NULL, VERDICT_FAIL, "boot/a.c: ");
}

static void beyond_the_budget_nothing_is_tried(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct target_build *build = &fake.build;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/linux/inner.h", "int inner(int x);\n" });
	build->budget = 0.1;
	changed_load(&build->changed, &build->revisions, 1);
	assert_success(includers_find(build->changed.v, &build->scan, &build->revisions.v[1].view));
	assert_success(ownrule_find(build->changed.v, &build->revisions, &build->modules, 1));
	assert_success(unlisted_compile(build));
	assert_list(&build->changed.v[0].includers.unmade, "boot/a.c boot/b.c boot/bad.c");
	assert_int_equal(build->unlisted.nr, 0);
}

RUN_TESTS(TEST(what_still_comes_out_passes), TEST(what_does_not_fails), TEST(a_new_warning_fails),
	  TEST(with_other_symbols_the_link_is_open),
	  TEST(a_source_that_a_rule_of_its_own_makes_is_tried),
	  TEST(beyond_the_budget_nothing_is_tried))
