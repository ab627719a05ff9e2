// SPDX-License-Identifier: GPL-2.0
/* The symbols of an object are those that the linker sees. */
#include "world.h"

#include "link/elfsyms.h"
#include "lib/job.h"

/* All that is read of an object. */
struct lists {
	struct strlist undefined, defined, weak, exported, terms, licences, imports, discarded;
};

static struct elfsyms syms_of(struct lists *lists)
{
	return (struct elfsyms){ &lists->undefined, &lists->defined, &lists->weak,
				 &lists->exported, &lists->terms, &lists->licences,
				 &lists->imports, &lists->discarded };
}

static void release(struct lists *lists)
{
	struct elfsyms syms = syms_of(lists);
	struct strlist *all[] = { syms.undefined, syms.defined, syms.weak, syms.exported,
				  syms.terms, syms.licences, syms.imports, syms.discarded };

	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		strlist_release(all[i]);
}

/* Compile a source and read its object. */
static void read_source(const char *source, struct lists *lists)
{
	const char *argv[] = { "gcc", "-c", "-fno-pic", "-o", "x.o", "x.c", NULL };
	char *dir CLEANUP(free_world) = world_make();
	char *object CLEANUP(free_text) = xasprintf("%s/x.o", dir);
	struct job job = { .argv = argv, .dir = dir };
	const struct elfsyms syms = syms_of(lists);

	world_file(dir, "x.c", source);
	assert_success(job_run(&job));
	assert_int_equal(job.exit, 0);
	assert_success(elfsyms_read(&syms, object));
}

static void symbols_are_sorted_by_their_role(void **state)
{
	struct lists lists = { 0 };

	read_source("extern int needed(void);\n"
		    "extern int maybe(void) __attribute__((weak));\n"
		    "static int hidden(void) { return needed(); }\n"
		    "int shown = 1;\n"
		    "int __attribute__((weak)) soft(void) { return 0; }\n"
		    "int use(void) { return hidden() + (maybe ? maybe() : 0); }\n"
		    "static int __export_symbol_new_way __attribute__((used));\n"
		    "int __ksymtab_old_way;\n",
		    &lists);
	assert_list(&lists.undefined, "needed");
	assert_list(&lists.defined, "__ksymtab_old_way shown soft use");
	assert_list(&lists.weak, "soft");
	assert_list(&lists.exported, "new_way old_way");
	assert_list(&lists.terms, "");
	release(&lists);
}

static void what_is_freed_is_told(void **state)
{
	struct lists lists = { 0 };

	(void)state;
	read_source("int kept(void) { return 1; }\n"
		    "__attribute__((section(\".init.text\"))) int early(void) { return 1; }\n"
		    "__attribute__((section(\".exit.text\"))) int late(void) { return 1; }\n"
		    "__attribute__((section(\".init.data\"))) int table = 1;\n"
		    "__attribute__((section(\".init.text\"), used)) static int own(void) { return 1; }\n"
		    "__attribute__((section(\".initial\"))) int other = 1;\n",
		    &lists);
	assert_list(&lists.discarded, "early late table");
	release(&lists);
}

/* As include/linux/export.h of 6.12 writes them. */
static void terms_of_exports(void **state)
{
	struct lists lists = { 0 };

	read_source("#define EXPORT(sym, licence, space) \\\n"
		    "\tasm(\".section \\\".export_symbol\\\",\\\"a\\\"\\n\" \\\n"
		    "\t    \"__export_symbol_\" #sym \":\\n\\t.asciz \\\"\" licence \"\\\"\\n\" \\\n"
		    "\t    \"\\t.asciz \\\"\" space \"\\\"\\n\\t.balign 8\\n\\t.quad \" #sym \"\\n\" \\\n"
		    "\t    \"\\t.previous\\n\")\n"
		    "int a, b, c, d;\n"
		    "EXPORT(a, \"\", \"\");\nEXPORT(b, \"GPL\", \"\");\n"
		    "EXPORT(c, \"\", \"SPACE\");\nEXPORT(d, \"GPL\", \"CXL\");\n",
		    &lists);
	assert_list(&lists.exported, "a b c d");
	assert_list(&lists.terms, "b GPL - c - SPACE d GPL CXL");
	release(&lists);
}

/* As 6.1 does. */
static void terms_of_older_exports(void **state)
{
	struct lists lists = { 0 };

	read_source("#define EXPORT(sym, sec, space) \\\n"
		    "\tasm(\".section \\\"__ksymtab_strings\\\",\\\"aMS\\\",%progbits,1\\n\" \\\n"
		    "\t    \"__kstrtab_\" #sym \":\\n\\t.asciz \\\"\" #sym \"\\\"\\n\" \\\n"
		    "\t    \"__kstrtabns_\" #sym \":\\n\\t.asciz \\\"\" space \"\\\"\\n\\t.previous\\n\" \\\n"
		    "\t    \"\\t.section \\\"___ksymtab\" sec \"+\" #sym \"\\\", \\\"a\\\"\\n\" \\\n"
		    "\t    \"__ksymtab_\" #sym \":\\n\\t.long \" #sym \"- .\\n\\t.previous\\n\")\n"
		    "int a, b, c, d;\n"
		    "EXPORT(a, \"\", \"\");\nEXPORT(b, \"_gpl\", \"\");\n"
		    "EXPORT(c, \"\", \"SPACE\");\nEXPORT(d, \"_gpl\", \"CXL\");\n",
		    &lists);
	assert_list(&lists.exported, "a b c d");
	assert_list(&lists.terms, "b GPL - c - SPACE d GPL CXL");
	release(&lists);
}

static void what_a_module_says_of_itself(void **state)
{
	struct lists lists = { 0 };

	read_source("#define INFO(name, text) static const char name[] __attribute__((used, \\\n"
		    "\tsection(\".modinfo\"), aligned(1))) = text\n"
		    "INFO(a, \"license=Dual BSD/GPL\");\nINFO(b, \"import_ns=CXL\");\n"
		    "INFO(c, \"author=license=x\");\nINFO(d, \"import_ns=USB\");\n"
		    "INFO(e, \"x.license=GPL\");\n",
		    &lists);
	assert_list(&lists.licences, "Dual BSD/GPL");
	assert_list(&lists.imports, "CXL USB");
	release(&lists);
}

static void what_is_no_object_is_refused(void **state)
{
	static const char *const contents[] = { "", "int x;\n", "\177", "\177ELF" };
	char *dir CLEANUP(free_world) = world_make();
	char *object CLEANUP(free_text) = xasprintf("%s/x.o", dir);
	struct lists lists = { 0 };
	const struct elfsyms syms = syms_of(&lists);

	for (size_t i = 0; i < ARRAY_SIZE(contents); i++) {
		world_file(dir, "x.o", contents[i]);
		assert_failure(elfsyms_read(&syms, object), FAIL_SYSTEM,
			       "x.o is not an ELF object");
	}
	assert_failure(elfsyms_read(&syms, dir), FAIL_SYSTEM, dir);
	assert_failure(elfsyms_read(&syms, "/nowhere.o"), FAIL_SYSTEM, "/nowhere.o");
	assert_int_equal(lists.defined.nr, 0);
}

RUN_TESTS(TEST(symbols_are_sorted_by_their_role),
	  TEST(terms_of_exports), TEST(what_is_freed_is_told),
	  TEST(terms_of_older_exports),
	  TEST(what_a_module_says_of_itself),
	  TEST(what_is_no_object_is_refused))
