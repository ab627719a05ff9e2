// SPDX-License-Identifier: GPL-2.0
/* The exports of a source are read with their terms. */
#include "world.h"

#include "csrc/exports.h"

static void assert_exports(const char *text, const char *around, const char *exports,
			   const char *terms)
{
	struct strlist e = { 0 }, t = { 0 };

	exports_read(&e, &t, "x.c", around, text, strlen(text));
	assert_list(&e, exports);
	assert_list(&t, terms);
	strlist_release(&e);
	strlist_release(&t);
}

static void exports_have_terms(void **state)
{
	assert_exports("EXPORT_SYMBOL(a);", "", "a x.c", "");
	assert_exports("EXPORT_SYMBOL_GPL(a);", "", "a x.c", "a GPL -");
	assert_exports("EXPORT_SYMBOL_NS(a, SPACE);", "", "a x.c", "a - SPACE");
	assert_exports("EXPORT_SYMBOL_NS_GPL(a, \"SPACE\");", "", "a x.c", "a GPL SPACE");
	assert_exports("EXPORT_PER_CPU_SYMBOL_GPL(a);", "", "a x.c", "a GPL -");
	assert_exports("MY_EXPORT_SYMBOL(a); EXPORT_SYMBOL; EXPORT_SYMBOL()", "", "", "");
	assert_exports("ACPI_EXPORT_SYMBOL(a)", "", "a x.c", "");
	assert_exports("EXPORT_SYMBOL(a)\nEXPORT_SYMBOL(b", "", "a x.c b x.c", "");
	assert_exports("EXPORT_", "", "", "");
	/* whether that is there is not known from here */
	assert_exports("#ifdef X\nEXPORT_SYMBOL(a);\n# endif\nEXPORT_SYMBOL(b);", "",
		       "a ?x.c b x.c", "");
}

static void macros_export_what_they_are_used_for(void **state)
{
	assert_exports("#define LOAD(size) \\\nvoid load##size##_x(void); \\\nEXPORT_SYMBOL_GPL(load##size##_x)\n"
		       "LOAD(1);\nLOAD( 2 )\n\tLOAD(3)\nX(LOAD(4))\n", "",
		       "load1_x x.c load2_x x.c", "load1_x GPL - load2_x GPL -");
	assert_exports("#define DEF(f, g, t) int f(t a); EXPORT_SYMBOL(f);\nDEF(kstrtoint, (a, b), int);\n", "",
		       "kstrtoint x.c", "");
	/* used by another macro, never used, or with too little */
	assert_exports("#define A(x) EXPORT_SYMBOL(a##x)\n#define B A(1)\n", "", "", "");
	assert_exports("#define A(x, y) EXPORT_SYMBOL(y)\nA(1)\nA(", "", "", "");
	assert_exports("#define A(x) EXPORT_SYMBOL(x)\nA(a b)\nA(a->b)\n", "", "", "");
	/* no parameters: it says what it exports */
	assert_exports("#define A EXPORT_SYMBOL(a)\nA;\n", "", "a x.c", "");
}

static void tracepoints_and_static_calls_have_names_of_their_own(void **state)
{
	assert_exports("EXPORT_TRACEPOINT_SYMBOL_GPL(t);", "",
		       "__tracepoint_t x.c __traceiter_t x.c __SCK__tp_func_t x.c __SCT__tp_func_t x.c",
		       "__tracepoint_t GPL - __traceiter_t GPL - __SCK__tp_func_t GPL - "
		       "__SCT__tp_func_t GPL -");
	assert_exports("EXPORT_STATIC_CALL(c);", "", "__SCK__c x.c __SCT__c x.c", "");
	assert_exports("EXPORT_STATIC_CALL_TRAMP(c);", "", "__SCT__c x.c", "");
}

static void a_namespace_may_be_set_for_all(void **state)
{
	assert_exports("EXPORT_SYMBOL(a); EXPORT_SYMBOL_NS(b, \"B\");", "AROUND", "a x.c b x.c",
		       "a - AROUND b - B");
	assert_exports("#define DEFAULT_SYMBOL_NAMESPACE \"MINE\"\nEXPORT_SYMBOL_GPL(a);",
		       "AROUND", "a x.c", "a GPL MINE");
	assert_exports("#ifdef DEFAULT_SYMBOL_NAMESPACE\nEXPORT_SYMBOL(a);", "", "a ?x.c", "");
}

static void a_makefile_sets_one(void **state)
{
	const char *text = "ccflags-y += -I x -DDEFAULT_SYMBOL_NAMESPACE='\"IDXD\"'\n";
	char *space CLEANUP(free_text) = exports_namespace(text, strlen(text));
	char *none CLEANUP(free_text) = exports_namespace("obj-y += x.o\n", 13);

	assert_string_equal(space, "IDXD");
	assert_null(none);
}

RUN_TESTS(TEST(exports_have_terms),
	  TEST(macros_export_what_they_are_used_for),
	  TEST(tracepoints_and_static_calls_have_names_of_their_own),
	  TEST(a_namespace_may_be_set_for_all),
	  TEST(a_makefile_sets_one))
