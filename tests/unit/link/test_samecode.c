// SPDX-License-Identifier: GPL-2.0
/* Two objects are the same code where what is loaded says so, and what differs is named. */
#include "world.h"

#include "link/samecode.h"
#include "lib/job.h"

static void compile(const char *dir, const char *object, const char *source, const char *flag)
{
	const char *argv[] = { "gcc", "-c", "-O2", "-fno-pic", "-fno-asynchronous-unwind-tables",
			       "-fcf-protection=none", "-ffreestanding", flag, "-o", object,
			       "x.c", NULL };
	struct job job = { .argv = argv, .dir = dir };

	world_file(dir, "x.c", source);
	assert_success(job_run(&job));
	assert_int_equal(job.exit, 0);
}

/* What differs, lines one behind the other; owned by the caller. */
static char *compare_as(const char *before, const char *after, const char *flag,
			const struct new_symbols *names)
{
	char *dir CLEANUP(free_world) = world_make();
	char *old CLEANUP(free_text) = xasprintf("%s/old.o", dir);
	char *new CLEANUP(free_text) = xasprintf("%s/new.o", dir);
	struct strlist differences CLEANUP(strlist_release) = { 0 };

	compile(dir, "old.o", before, flag);
	compile(dir, "new.o", after, flag);
	assert_success(samecode_compare(&differences, old, new, names));
	return strlist_join(&differences, "\n");
}

/* Where in a function it is depends on the compiler: "function a differs at +N". */
static void forget_places(char *text)
{
	for (char *at = text; (at = strstr(at, "function ")); at++) {
		char *place = strstr(at, " at +0x"), *end = at + strcspn(at, "\n");

		if (!place || place > end)
			continue;
		place += strlen(" at +");
		size_t len = strspn(place, "0123456789abcdefx");
		*place = 'N';
		memmove(place + 1, place + len, strlen(place + len) + 1);
	}
}

static void assert_compared(const char *before, const char *after, const char *expected)
{
	const struct new_symbols none = { 0 };
	char *text CLEANUP(free_text) = compare_as(before, after, "-g", &none);

	forget_places(text);
	assert_string_equal(text, expected);
}

/* A known name is replaced by another one. */
static void assert_renamed(const char *before, const char *after, const char *old,
			   const char *new, const char *expected)
{
	struct new_symbols names CLEANUP(new_symbols_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;

	assert_true(new_symbols_add(&names, old, new));
	text = compare_as(before, after, "-g", &names);
	forget_places(text);
	assert_string_equal(text, expected);
}

#define PREFIX "int needed(int);\nint other(int);\n"

static void the_same_source_is_the_same_code(void **state UNUSED)
{
	static const char source[] = PREFIX "int one(int a) { return needed(a + 1) + 2; }\n";

	assert_compared(source, source, "");
	assert_compared(source, PREFIX "/* A remark,\n\nand lines. */\n"
				       "int one(int b)\n{\n\treturn needed(b + 1) + 2;\n}\n",
			"");
}

static void a_changed_constant_names_its_function(void **state UNUSED)
{
	assert_compared(PREFIX "int one(int a) { return needed(a); }\n"
			       "int two(int a) { return needed(1000) + a; }\n",
			PREFIX "int one(int a) { return needed(a); }\n"
			       "int two(int a) { return needed(1001) + a; }\n",
			"function two differs at +N: 1000 before, 1001 now");
}

static void each_function_is_named_once(void **state UNUSED)
{
	assert_compared(PREFIX "int one(void) { return needed(1000) + needed(7); }\n"
			       "int two(void) { return needed(1) + 1; }\n"
			       "int three(void) { return needed(300) + 1; }\n",
			PREFIX "int one(void) { return needed(1001) + needed(8); }\n"
			       "int two(void) { return needed(1) + 1; }\n"
			       "int three(void) { return needed(301) + 1; }\n",
			"function one differs at +N: 1000 before, 1001 now\n"
			"function three differs at +N: 300 before, 301 now");
}

static void another_callee_is_named(void **state UNUSED)
{
	static const char before[] = PREFIX "int one(int a) { return needed(a) + 2; }\n";
	static const char after[] = PREFIX "int one(int a) { return other(a) + 2; }\n";

	assert_compared(before, after,
			"function one differs at +N: needed before, other now");
	assert_renamed(before, after, "needed", "other", "");
	/* a rule that says otherwise is no excuse */
	assert_renamed(before, after, "needed", "third",
		       "function one differs at +N: needed before, other now");
	assert_renamed(after, before, "needed", "other",
		       "function one differs at +N: other before, needed now");
}

static void a_renamed_definition_is_mapped(void **state UNUSED)
{
	static const char before[] = PREFIX "int own(int a) { return needed(a) + 2; }\n"
					    "int user(void) { return own(1) - other(2); }\n"
					    "int (*table[])(int) = { own, other };\n";
	static const char after[] = PREFIX "int mine(int a) { return needed(a) + 2; }\n"
					   "int user(void) { return mine(1) - other(2); }\n"
					   "int (*table[])(int) = { mine, other };\n";
	const struct new_symbols none = { 0 };
	char *text CLEANUP(free_text) = compare_as(before, after, "-fno-inline", &none);

	assert_non_null(strstr(text, "symbol own is not defined"));
	assert_non_null(strstr(text, "variable table differs at +0x0: own before, mine now"));
	assert_renamed(before, after, "own", "mine", "");
}

/* What only the object itself sees has a name for people. */
static void a_static_function_may_be_renamed(void **state UNUSED)
{
	static const char before[] = PREFIX
		"static __attribute__((noinline)) int own(int a) { return needed(a) + 2; }\n"
		"static int kept;\n"
		"int user(void) { kept++; return own(1) - other(2) + own(3); }\n";
	static const char after[] = PREFIX
		"static __attribute__((noinline)) int mine(int a) { return needed(a) + 2; }\n"
		"static int held;\n"
		"int user(void) { held++; return mine(1) - other(2) + mine(3); }\n";
	const struct new_symbols none = { 0 };
	char *text CLEANUP(free_text) = NULL;

	assert_compared(before, after, "");
	text = compare_as(before, after, "-ffunction-sections", &none);
	assert_string_equal(text, "");
}

static void sections_may_have_the_names_of_functions(void **state UNUSED)
{
	static const char before[] = "int own(int a) { return a + 2; }\nint b(void) { return 1; }\n";
	static const char after[] = "int mine(int a) { return a + 2; }\nint b(void) { return 1; }\n";
	struct new_symbols names CLEANUP(new_symbols_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;

	new_symbols_add(&names, "own", "mine");
	text = compare_as(before, after, "-ffunction-sections", &names);
	assert_string_equal(text, "");
}

static void a_changed_string_names_who_uses_it(void **state UNUSED)
{
	assert_compared("int say(const char *);\n"
			"int one(void) { return say(\"first\") + 1; }\n"
			"int two(void) { return say(\"second\") + 1; }\n",
			"int say(const char *);\n"
			"int one(void) { return say(\"a longer first\") + 1; }\n"
			"int two(void) { return say(\"second\") + 1; }\n",
			"function one differs at +N: \"first\" before, \"a longer first\" now");
}

/* Of long ones, what is seen differs. */
static void a_long_string_is_cut_where_it_differs(void **state UNUSED)
{
#define LONG "a message that goes on for longer than a line of words: "
	assert_compared("int say(const char *);\n"
			"int one(void) { return say(\"" LONG "first\") + 1; }\n",
			"int say(const char *);\n"
			"int one(void) { return say(\"" LONG "\\nother\") + 1; }\n",
			"function one differs at +N: \"...of words: first\" before, "
			"\"...of words: ?other\" now");
}

static void data_is_compared(void **state UNUSED)
{
	assert_compared("int a = 1;\nconst int table[] = { 1, 2, 3 };\n",
			"int a = 1;\nconst int table[] = { 1, 2, 4 };\n",
			"variable table differs at +0x8: 3 before, 4 now");
	assert_compared("int a[100];\n", "int a[101];\n",
			"variable a has 404 bytes, and had 400");
	assert_compared("extern const int b;\nint a = 1;\nconst int b = 1;\n",
			"extern const int b;\nint a = 1;\n",
			"section .rodata is gone\nsymbol b is not defined");
}

static void a_function_of_another_size_stands_first(void **state UNUSED)
{
	const struct new_symbols none = { 0 };
	char *text CLEANUP(free_text) =
		compare_as("int needed(int);\n"
			   "static __attribute__((noinline)) int own(int a)\n"
			   "{ return needed(a) * needed(3); }\n"
			   "int user(int a) { return own(a) + own(4); }\n",
			   "int needed(int);\n"
			   "static __attribute__((noinline)) int own(int a)\n"
			   "{ return needed(a) * needed(3) + needed(9); }\n"
			   "int user(int a) { return own(a) + own(4); }\n",
			   "-g", &none);

	assert_int_equal(strncmp(text, "function own has ", 17), 0);
	assert_null(strstr(text, "function user"));
}

static void what_others_see_is_compared(void **state UNUSED)
{
	assert_compared("int a(void) { return 1; }\n",
			"int __attribute__((weak)) a(void) { return 1; }\n",
			"symbol a is of another kind or in another place");
	assert_compared("int a(void) { return 1; }\n",
			"int a(void) { return 1; }\nint b(void) __attribute__((alias(\"a\")));\n",
			"symbols are defined that were not");
}

/* struct bug_entry of x86: places by distance, then the line. */
#define WARN \
	"#define WARN() asm volatile(\"1: ud2\\n.pushsection __bug_table,\\\"aw\\\"\\n\" \\\n" \
	"\t\".long 1b - .\\n.long %c0 - .\\n.word %c1\\n.word %c2\\n.popsection\" \\\n" \
	"\t: : \"i\" (__FILE__), \"i\" (__LINE__), \"i\" (FLAGS))\n"

static void the_line_of_a_warning_is_no_code(void **state UNUSED)
{
	assert_compared("#define FLAGS 1\n" WARN "void a(void) { WARN(); }\n",
			"#define FLAGS 1\n\n\n" WARN "#line 300 \"include/linux/moved.h\"\n"
			"void a(void) { WARN(); }\n",
			"");
	assert_compared("#define FLAGS 1\n" WARN "void a(void) { WARN(); }\n",
			"#define FLAGS 2\n" WARN "void a(void) { WARN(); }\n",
			"section __bug_table differs at +0xa");
	assert_compared(WARN "#define FLAGS 1\n"
			     "void a(void) { WARN(); }\nvoid b(void) { }\n",
			WARN "#define FLAGS 1\n"
			     "void a(void) { }\nvoid b(void) { WARN(); }\n",
			"function a has 1 bytes, and had 3\n"
			"function b has 3 bytes, and had 1\n"
			"section __bug_table differs at +0x0: a+0x0 before, b+0x0 now");
}

/* struct _ddebug: four names, then 18 bits of a line with others behind them. */
#define DEBUG_BEGIN \
	"struct d { const char *module, *function, *file, *format;\n" \
	"\tunsigned line:18, class:6, flags:8; } __attribute__((aligned(8)));\n"
#define DEBUG(flags) \
	"struct d d __attribute__((section(\"__dyndbg\"))) =\n" \
	"\t{ \"m\", \"f\", __FILE__, \"%d\\n\", __LINE__, 3, " flags " };\n"

static void the_line_of_a_debug_message_is_no_code(void **state UNUSED)
{
	assert_compared(DEBUG_BEGIN DEBUG("1"), "\n\n" DEBUG_BEGIN "#line 70000\n" DEBUG("1"), "");
	assert_compared(DEBUG_BEGIN DEBUG("1"), DEBUG_BEGIN DEBUG("2"),
			"variable d differs at +0x23: 1 before, 2 now");
}

static void a_line_elsewhere_is_a_difference(void **state UNUSED)
{
	assert_compared("int say(int);\nint a(void) { return say(__LINE__) + 1; }\n",
			"int say(int);\n\n\nint a(void) { return say(__LINE__) + 1; }\n",
			"function a differs at +N: 2 before, 4 now");
}

/* As 6.12 and 6.1 write an export: the marks follow the name. */
#define NEW_EXPORT(sym) \
	"asm(\".section \\\".export_symbol\\\",\\\"a\\\"\\n__export_symbol_" sym ":\\n" \
	"\\t.asciz \\\"GPL\\\"\\n\\t.asciz \\\"\\\"\\n\\t.balign 8\\n\\t.quad " sym "\\n\\t.previous\");\n"
#define OLD_EXPORT(sym) \
	"asm(\".section \\\"__ksymtab_strings\\\",\\\"aMS\\\",%progbits,1\\n" \
	"__kstrtab_" sym ":\\n\\t.asciz \\\"" sym "\\\"\\n\\t.previous\\n" \
	"\\t.section \\\"___ksymtab_gpl+" sym "\\\", \\\"a\\\"\\n" \
	"__ksymtab_" sym ":\\n\\t.long " sym "- .\\n" \
	"\\t.long __kstrtab_" sym "- .\\n\\t.previous\");\n"

static void the_marks_of_an_export_follow_its_name(void **state UNUSED)
{
	assert_renamed("int own(int a) { return a + 2; }\n" NEW_EXPORT("own"),
		       "int a_new_name(int a) { return a + 2; }\n" NEW_EXPORT("a_new_name"),
		       "own", "a_new_name", "");
	assert_renamed("int own(int a) { return a + 2; }\n" OLD_EXPORT("own"),
		       "int a_new_name(int a) { return a + 2; }\n" OLD_EXPORT("a_new_name"),
		       "own", "a_new_name", "");
	assert_renamed("int own(int a) { return a + 2; }\n" OLD_EXPORT("own"),
		       "int a_new_name(int a) { return a + 2; }\n",
		       "own", "a_new_name", "section ___ksymtab_gpl+own is gone");
}

static void what_an_object_renames_is_found(void **state UNUSED)
{
	char *dir CLEANUP(free_world) = world_make();
	char *old CLEANUP(free_text) = xasprintf("%s/old.o", dir);
	char *new CLEANUP(free_text) = xasprintf("%s/new.o", dir);
	struct new_symbols names CLEANUP(new_symbols_release) = { 0 };

	compile(dir, "old.o", PREFIX "int first(void) { return needed(1) + 1; }\n"
				     "int own(void) { return needed(2) + 1; }\nint kept = 1, data = 2;\n",
		"-g");
	compile(dir, "new.o", PREFIX "int first(void) { return other(1) + 1; }\n"
				     "int mine(void) { return needed(2) + 1; }\nint kept = 1, facts = 2;\n",
		"-g");
	assert_success(samecode_names(&names, old, new));
	assert_int_equal(names.nr, 2);
	for (size_t i = 0; i < 2; i++) {
		char *mapped CLEANUP(free_text) = new_symbols_map(&names, i ? "data" : "own");

		assert_string_equal(mapped, i ? "facts" : "mine");
	}
	/* nobody knows where what is needed stands */
	char *needed CLEANUP(free_text) = new_symbols_map(&names, "needed");
	assert_string_equal(needed, "needed");
}

static void a_name_has_one_other(void **state UNUSED)
{
	struct new_symbols names CLEANUP(new_symbols_release) = { 0 };

	assert_true(new_symbols_add(&names, "a", "b"));
	assert_true(new_symbols_add(&names, "a", "b"));
	assert_false(new_symbols_add(&names, "a", "c"));
	assert_false(new_symbols_add(&names, "d", "b"));
	assert_true(new_symbols_add(&names, "d", "a"));
	assert_int_equal(names.nr, 2);
	char *mark CLEANUP(free_text) = new_symbols_map(&names, "__pfx_a");
	assert_string_equal(mark, "__pfx_b");
	char *other CLEANUP(free_text) = new_symbols_map(&names, "not_a");
	assert_string_equal(other, "not_a");
}

static void no_object_is_no_answer(void **state UNUSED)
{
	static const char *const contents[] = { "", "int x;\n", "\177ELF" };
	const struct new_symbols none = { 0 };
	char *dir CLEANUP(free_world) = world_make();
	char *object CLEANUP(free_text) = xasprintf("%s/x.o", dir);
	struct strlist differences CLEANUP(strlist_release) = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(contents); i++) {
		world_file(dir, "x.o", contents[i]);
		assert_failure(samecode_compare(&differences, object, object, &none), FAIL_SYSTEM,
			       "x.o is not an ELF object");
	}
	assert_failure(samecode_compare(&differences, "/nowhere.o", object, &none), FAIL_SYSTEM,
		       "/nowhere.o");
	assert_int_equal(differences.nr, 0);
}

RUN_TESTS(TEST(the_same_source_is_the_same_code),
	  TEST(a_changed_constant_names_its_function),
	  TEST(each_function_is_named_once),
	  TEST(another_callee_is_named),
	  TEST(a_renamed_definition_is_mapped),
	  TEST(a_static_function_may_be_renamed),
	  TEST(sections_may_have_the_names_of_functions),
	  TEST(a_changed_string_names_who_uses_it),
	  TEST(a_long_string_is_cut_where_it_differs),
	  TEST(data_is_compared),
	  TEST(a_function_of_another_size_stands_first),
	  TEST(what_others_see_is_compared),
	  TEST(the_line_of_a_warning_is_no_code),
	  TEST(the_line_of_a_debug_message_is_no_code),
	  TEST(a_line_elsewhere_is_a_difference),
	  TEST(the_marks_of_an_export_follow_its_name),
	  TEST(what_an_object_renames_is_found),
	  TEST(a_name_has_one_other),
	  TEST(no_object_is_no_answer))
