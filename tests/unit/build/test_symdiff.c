// SPDX-License-Identifier: GPL-2.0
/* Which changes may change what a source defines, which sources hold a name, and whom it hurts
 * when a commit takes a name away or makes it a second time. */
#include "fake.h"

#include "build/compile.h"
#include "build/judge.h"
#include "build/symdiff.h"
#include "build/treegrep.h"

static void changes_that_may_define(void **state)
{
	static const char old[] = "#include <a.h>\nstatic int f(void)\n{\n\treturn g();\n}\n"
				  "EXPORT_SYMBOL(f);\n";
	static const struct {
		const char *new;
		bool differs;
	} samples[] = {
		{ old, false },
		{ "#include <a.h>\nstatic int f(void)\n{\n\tint x = h();\n\treturn x;\n}\n"
		  "EXPORT_SYMBOL(f);\n",
		  false },
		{ "/* new */\n\n#include <a.h>\nstatic int f(void)\n{\n\treturn g();\n}\n"
		  "EXPORT_SYMBOL(f);\n",
		  false },
		{ "#include <a.h>\nint f(void)\n{\n\treturn g();\n}\nEXPORT_SYMBOL(f);\n", true },
		{ "#include <a.h>\nstatic int f(void)\n{\n\treturn g();\n}\n", true },
		{ "#include <a.h>\nstatic int f(void)\n{\n\treturn g();\n}\n"
		  "EXPORT_SYMBOL(f);\nint x;\n",
		  true },
		{ "#include <a.h>\n#if 0\nstatic int f(void)\n{\n\treturn g();\n}\n"
		  "EXPORT_SYMBOL(f);\n",
		  true },
		{ "#include <a.h>\nstatic int f(void)\n{\n\treturn \\\n g();\n}\n"
		  "EXPORT_SYMBOL(f);\n",
		  true },
		{ "", true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		assert_int_equal(symdiff_may_differ(old, samples[i].new), samples[i].differs);
		assert_int_equal(symdiff_may_differ(samples[i].new, old), samples[i].differs);
	}
}

static void names_are_words(void **state)
{
	assert_true(treegrep_holds("x = f();\n", "f", false));
	assert_false(treegrep_holds("x = ff() + f_f() + f2;\n", "f", false));
	assert_true(treegrep_holds("\tf();\nint f(void)\n", "f", true));
	assert_false(treegrep_holds("\tf();\n\t\tf();\n", "f", true));
	assert_false(treegrep_holds("extern int f(void);\n", "f", true));
	assert_false(treegrep_holds("#define g f\n", "f", true));
	assert_true(treegrep_holds("f", "f", true));
	assert_false(treegrep_holds("", "f", false));
}

#define EXPORT(name) "static int __export_symbol_" #name " __attribute__((used));\n"
#define FUNCTION(name) "int " #name "(void);\nint " #name "(void)\n{\n\treturn 1;\n}\n"
#define NEEDS(name, by) \
	"int " #name "(void);\nint " #by "(void)\n{\n\treturn " #name "();\n}\n"

/* a and b are modules, c and d are built in. */
static const struct entry entries[] = {
	{ "Kconfig", "CONFIG_X=y\n" },
	{ "drivers/Makefile", "obj-y += a/ b/\n" },
	{ "drivers/a/Makefile", "obj-m += a.o\n" },
	{ "drivers/a/a.c", FUNCTION(f) EXPORT(f) },
	{ "drivers/b/Makefile", "obj-m += b.o\n" },
	{ "drivers/b/b.c", NEEDS(f, b) },
	{ "include/seed.h", "\n" },
	{ "kernel/Makefile", "obj-y += c.o d.o\n" },
	{ "kernel/c.c", FUNCTION(c) },
	{ "kernel/d.c", NEEDS(c, d) },
	{ "scripts/Kbuild.include", "\n" },
	{ "scripts/Makefile.build", "src := $(obj)\n" },
	{ NULL, NULL },
};

/* What is wrong with what revision 1 does to links. */
static void assert_links(struct fake *fake, const char *expected)
{
	struct tally tally CLEANUP(tally_release) = TALLY_START;
	struct target_build *build = &fake->build;

	fake_link(fake, "drivers/a/a.o", "drivers/a/a.o", 'm');
	fake_link(fake, "drivers/b/b.o", "drivers/b/b.o", 'm');
	fake_link(fake, "kernel/c.o", "kernel/c.o", 'y');
	fake_link(fake, "kernel/d.o", "kernel/d.o", 'y');
	changed_load(&build->changed, &build->revisions, build->revisions.nr - 1);
	changed_want(&build->changed, &build->modules, &build->objects);
	assert_success(symdiff_want(build));
	assert_success(compile_all(build));
	assert_success(symdiff_judge(&tally, build, 0));
	assert_list(&tally.complaints, expected);
	assert_int_equal(tally.kind, *expected ? VERDICT_FAIL : VERDICT_PASS);
}

static void an_export_that_is_needed_may_not_go(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", FUNCTION(f) });
	assert_links(&fake, "drivers/a/a.c: it no longer exports f, which is needed by "
			    "drivers/b/b.c");
}

static void it_may_when_the_commit_offers_it_elsewhere(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int a;\n" },
		    { "kernel/c.c", FUNCTION(c) FUNCTION(f) EXPORT(f) });
	assert_links(&fake, "");
}

static void it_may_when_nobody_needs_it_any_more(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int a;\n" },
		    { "drivers/b/b.c", "/* f is gone */\nint b;\n" });
	assert_links(&fake, "");
}

static void a_source_that_goes_takes_its_names_along(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "kernel/c.c", NULL });
	assert_links(&fake, "kernel/c.c: it no longer defines c, which is needed by kernel/d.c");
}

static void a_name_is_defined_once_in_what_is_linked(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct fake apart CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "kernel/d.c", NEEDS(c, d) FUNCTION(b) });
	/* that of the module is its own */
	assert_links(&fake, "");
	fake_open(&apart, entries);
	FAKE_CHANGE(&apart, 0, { "kernel/d.c", "int d;\n" FUNCTION(c) });
	assert_links(&apart, "kernel/d.c: it defines c a second time, as does kernel/c.c");
}

#define WEAK(name) "__attribute__((weak)) " FUNCTION(name)

/* It was there before, but another one could replace it. */
static void a_name_that_is_weak_no_more_is_new(void **state)
{
	static const struct entry replaced[] = {
		{ "Kconfig", "CONFIG_X=y\n" },
		{ "drivers/Makefile", "obj-y += a/ b/\n" },
		{ "drivers/a/Makefile", "obj-m += a.o\n" },
		{ "drivers/a/a.c", FUNCTION(f) EXPORT(f) },
		{ "drivers/b/Makefile", "obj-m += b.o\n" },
		{ "drivers/b/b.c", NEEDS(f, b) },
		{ "include/seed.h", "\n" },
		{ "kernel/Makefile", "obj-y += c.o d.o\n" },
		{ "kernel/c.c", FUNCTION(c) },
		{ "kernel/d.c", WEAK(c) },
		{ "scripts/Kbuild.include", "\n" },
		{ "scripts/Makefile.build", "src := $(obj)\n" },
		{ NULL, NULL },
	};
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct fake still CLEANUP(free_fake) = { 0 };

	fake_open(&fake, replaced);
	FAKE_CHANGE(&fake, 0, { "kernel/d.c", FUNCTION(c) });
	assert_links(&fake, "kernel/d.c: it defines c a second time, as does kernel/c.c");
	fake_open(&still, replaced);
	FAKE_CHANGE(&still, 0, { "kernel/d.c", WEAK(c) FUNCTION(other) });
	assert_links(&still, "");
}

static void an_export_alone_is_no_definition(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "kernel/c.c", "int c_is_gone;\n" },
		    { "kernel/d.c", NEEDS(c, d) EXPORT(c) });
	assert_links(&fake, "kernel/c.c: it no longer defines c, which is needed by kernel/d.c");
}

/* With what a new object is linked only the Makefile of its own commit tells. */
static void a_new_object_defines_nothing_twice(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "kernel/Makefile", "obj-y += c.o d.o e.o\n" },
		    { "kernel/e.c", FUNCTION(c) });
	fake_link(&fake, "kernel/e.o", "kernel/e.o", 'y');
	assert_links(&fake, "kernel/e.c: it defines c a second time, as does kernel/c.c");
}

static void nor_does_an_object_of_an_old_source(void **state)
{
	static const struct entry idle[] = {
		{ "Kconfig", "\n" },
		{ "include/seed.h", "\n" },
		{ "kernel/Makefile", "obj-y += c.o\n" },
		{ "kernel/c.c", FUNCTION(c) },
		{ "kernel/e.c", FUNCTION(c) FUNCTION(e) },
		{ "scripts/Kbuild.include", "\n" },
		{ "scripts/Makefile.build", "src := $(obj)\n" },
		{ NULL, NULL },
	};
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct tally tally CLEANUP(tally_release) = TALLY_START;
	struct target_build *build = &fake.build;
	struct object *object;

	fake_open(&fake, idle);
	FAKE_CHANGE(&fake, 0, { "kernel/Makefile", "obj-y += c.o e.o\n" });
	fake_link(&fake, "kernel/c.o", "kernel/c.o", 'y');
	fake_link(&fake, "kernel/e.o", "kernel/e.o", 'y');
	object = object_want(&build->objects, &build->modules, "kernel/e.c", 1);
	assert_success(compile_all(build));
	assert_success(symdiff_judge_added(&tally, build, 0, object));
	assert_list(&tally.complaints, "kernel/e.c: it defines c a second time, as does kernel/c.c");
}

static void what_no_text_spells_is_pasted(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct strlist sources CLEANUP(strlist_release) = { 0 };

	fake_open(&fake, entries);
	STRLIST_ADD(&sources, "kernel/c.c", "kernel/d.c");
	assert_int_equal(symdiff_is_pasted(&fake.build, 0, &sources, "__x64_sys_c"), 1);
	assert_int_equal(symdiff_is_pasted(&fake.build, 0, &sources, "d"), 0);
	assert_int_equal(symdiff_is_pasted(&fake.build, 0, &sources, "__pfx_other"), 0);
}

RUN_TESTS(TEST(changes_that_may_define), TEST(names_are_words),
	  TEST(an_export_that_is_needed_may_not_go),
	  TEST(it_may_when_the_commit_offers_it_elsewhere),
	  TEST(it_may_when_nobody_needs_it_any_more),
	  TEST(a_source_that_goes_takes_its_names_along),
	  TEST(a_name_is_defined_once_in_what_is_linked),
	  TEST(a_name_that_is_weak_no_more_is_new), TEST(an_export_alone_is_no_definition),
	  TEST(a_new_object_defines_nothing_twice), TEST(nor_does_an_object_of_an_old_source),
	  TEST(what_no_text_spells_is_pasted))
