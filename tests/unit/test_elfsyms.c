// SPDX-License-Identifier: GPL-2.0
/* The symbols of an object are those that the linker sees. */
#include "world.h"

#include "elfsyms.h"
#include "job.h"

static const char source[] =
	"extern int needed(void);\n"
	"extern int maybe(void) __attribute__((weak));\n"
	"static int hidden(void) { return needed(); }\n"
	"int shown = 1;\n"
	"int __attribute__((weak)) soft(void) { return 0; }\n"
	"int use(void) { return hidden() + (maybe ? maybe() : 0); }\n"
	"static int __export_symbol_new_way __attribute__((used));\n"
	"int __ksymtab_old_way;\n";

static void symbols_are_sorted_by_their_role(void **state)
{
	const char *argv[] = { "gcc", "-c", "-fno-pic", "-o", "x.o", "x.c", NULL };
	char *dir CLEANUP(free_world) = world_make();
	char *object CLEANUP(free_text) = xasprintf("%s/x.o", dir);
	struct job job = { .argv = argv, .dir = dir };
	struct strlist undefined = { 0 }, defined = { 0 }, exported = { 0 };
	const struct elfsyms syms = { &undefined, &defined, &exported };

	world_file(dir, "x.c", source);
	assert_success(job_run(&job));
	assert_int_equal(job.exit, 0);
	assert_success(elfsyms_read(&syms, object));
	assert_list(&undefined, "needed");
	assert_list(&defined, "__ksymtab_old_way shown soft use");
	assert_list(&exported, "new_way old_way");
	strlist_release(&undefined);
	strlist_release(&defined);
	strlist_release(&exported);
}

static void what_is_no_object_is_refused(void **state)
{
	static const char *const contents[] = { "", "int x;\n", "\177", "\177ELF" };
	char *dir CLEANUP(free_world) = world_make();
	char *object CLEANUP(free_text) = xasprintf("%s/x.o", dir);
	struct strlist list = { 0 };
	const struct elfsyms syms = { &list, &list, &list };

	for (size_t i = 0; i < ARRAY_SIZE(contents); i++) {
		world_file(dir, "x.o", contents[i]);
		assert_failure(elfsyms_read(&syms, object), FAIL_SYSTEM, "x.o is no ELF object");
	}
	assert_failure(elfsyms_read(&syms, dir), FAIL_SYSTEM, dir);
	assert_failure(elfsyms_read(&syms, "/nowhere.o"), FAIL_SYSTEM, "/nowhere.o");
	assert_int_equal(list.nr, 0);
}

RUN_TESTS(TEST(symbols_are_sorted_by_their_role),
	  TEST(what_is_no_object_is_refused))
