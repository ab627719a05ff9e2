// SPDX-License-Identifier: GPL-2.0
/* Where a make has to look, by the records of a build folder. */
#include "world.h"

#include "full/nearby.h"
#include "git/treediff.h"

static void records_name_sources(void **state)
{
	const char *text = "source_a/x.o := /t/a/x.c\ndeps_a/x.o := \\\n  /t/a/x.h \\\n"
			   "  $(wildcard include/config/A) \\\n  \"b/y.h\" \\\n";

	assert_true(nearby_names(text, "a/x.c"));
	assert_true(nearby_names(text, "a/x.h"));
	assert_false(nearby_names(text, "b/y.h")); /* a quote is no path to it */
	assert_false(nearby_names(text, "x/a/x.c"));
	assert_false(nearby_names(text, "a/x"));
	assert_false(nearby_names("source := /t/aa/x.c\n", "a/x.c"));
	assert_false(nearby_names("source := /t/a/x.cc\n", "a/x.c"));
	assert_false(nearby_names("a/x.c", "a/x.c"));
}

static void sources_are_told_from_others(void **state)
{
	assert_true(nearby_is_source("drivers/a/x.c"));
	assert_true(nearby_is_source("drivers/a/x.h"));
	assert_true(nearby_is_source("drivers/a/x.S"));
	assert_false(nearby_is_source("drivers/a/Makefile"));
	assert_false(nearby_is_source("drivers/a/x.txt"));
	assert_false(nearby_is_source("include/linux/x.h"));
	assert_false(nearby_is_source("arch/x86/include/asm/x.h"));
	assert_false(nearby_is_source("scripts/mod/x.c"));
	assert_false(nearby_is_source("tools/objtool/x.c"));
}

static void put_record(const char *dir, const char *object, const char *flag, const char *source)
{
	char *leaf = strrchr(object, '/');
	char *name CLEANUP(free_text) = xasprintf("%.*s/.%s.cmd", (int)(leaf - object), object,
						  leaf + 1);
	char *text CLEANUP(free_text) = xasprintf("savedcmd_%s := gcc %s -c -o %s\n\n"
						  "source_%s := /t/%s\n", object, flag, object,
						  object, source);

	world_file(dir, name, text);
}

/* What is found when @paths changed ("+" before one: it comes). */
static int find(struct nearby *nearby, const char *dir, const char *path)
{
	unsigned before = *path == '+' ? 0 : 0100644;
	struct treedelta delta = { .path = xstrdup(path + (*path == '+')), .mode_before = before,
				   .mode_after = 0100644 };
	const struct treediff diff = { &delta, 1, 1 };
	int result = nearby_find(nearby, dir, &diff);

	free(delta.path);
	return result;
}

static void assert_found(const char *dir, const char *path, int result, const char *folders)
{
	struct nearby nearby CLEANUP(nearby_release) = { 0 };

	assert_int_equal(find(&nearby, dir, path), result);
	if (result)
		assert_list(&nearby.folders, folders);
}

static void only_modules_are_nearby(void **state)
{
	char *dir CLEANUP(free_world) = world_make();

	put_record(dir, "a/x.o", "-DMODULE -O2", "a/x.c");
	put_record(dir, "b/y.o", "-DMODULE -O2", "a/shared.h");
	put_record(dir, "a/z.o", "-DMODULE -O2", "a/shared.h");
	put_record(dir, "k/in.o", "-O2", "k/in.c");
	put_record(dir, "k/asked.s", "-DMODULE -O2", "a/asked.c");
	put_record(dir, "k/of.o", "-O2", "-DMODULE k/of.c");
	assert_found(dir, "a/x.c", 1, "a/");
	assert_found(dir, "a/shared.h", 1, "a/ b/");
	assert_found(dir, "k/in.c", 0, NULL);	/* of vmlinux */
	assert_found(dir, "k/of.c", 0, NULL);	/* the flag stands in no command */
	assert_found(dir, "a/asked.c", 0, NULL);	/* it is made into no object */
	assert_found(dir, "a/nobody.c", 0, NULL);	/* nobody is known to read it */
	assert_found(dir, "+a/x.c", 0, NULL);	/* it was not there */
	assert_found(dir, "a/Makefile", 0, NULL);
}

static void a_module_must_be_newer(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct nearby nearby CLEANUP(nearby_release) = { 0 };

	put_record(dir, "a/x.o", "-DMODULE -O2", "a/x.c");
	world_file(dir, "a/x.o", "object");
	assert_int_equal(find(&nearby, dir, "a/x.c"), 1);
	assert_int_equal(nearby_is_linked(&nearby, dir), 0); /* of no module */
	world_file(dir, "a/m.mod", "a/w.o\na/x.o\n");
	assert_int_equal(nearby_is_linked(&nearby, dir), 0); /* which is not there */
	world_file(dir, "a/m.ko", "module");
	assert_int_equal(nearby_is_linked(&nearby, dir), 1);
	usleep(20000);
	world_file(dir, "a/x.o", "a newer object");
	assert_int_equal(nearby_is_linked(&nearby, dir), 0);
}

RUN_TESTS(TEST(records_name_sources),
	  TEST(sources_are_told_from_others),
	  TEST(only_modules_are_nearby),
	  TEST(a_module_must_be_newer))
