// SPDX-License-Identifier: GPL-2.0
/* What a header gains, and what is refused. */
#include "world.h"

#include "csrc/addition.h"

#define HEAD "#ifndef A_H\n#define A_H\nint old(int x);\n"
#define TAIL "#endif\n"

static struct addition read_added(const char *added)
{
	char *new CLEANUP(free_text) = xasprintf("%s%s%s", HEAD, added, TAIL);
	struct addition addition = { 0 };

	addition_read(&addition, HEAD TAIL, new);
	return addition;
}

static void words_are_told_by_what_they_need(void **state)
{
	static const struct {
		const char *added, *own, *plain, *tags, *tests;
		bool inside;
	} samples[] = {
		{ "int fresh(struct dev *d, u32 x);\n", "fresh", "fresh u32", "dev", "A_H",
		  false },
		{ "struct dev;\n", "", "", "dev", "A_H", false },
		{ "#ifdef CONFIG_X\nint fresh(void);\n#elif Y\n#endif\n", "fresh", "fresh", "",
		  "A_H CONFIG_X Y", false },
		{ "static inline int fresh(struct dev *d)\n{\n\tint r = use(d);\n\treturn r;\n}\n",
		  "fresh", "fresh use", "dev", "A_H", false },
		{ "static inline int fresh(struct dev *d)\n{\n\treturn d->irq;\n}\n", "fresh",
		  "fresh", "dev", "A_H", true },
		{ "static inline long fresh(long a)\n{\n\treturn (a * OTHER);\n}\n", "fresh",
		  "fresh OTHER", "", "A_H", false },
		{ "#define fresh(x) use(x)\n", "fresh", "", "", "A_H", false },
		{ "int fresh(void) __attribute__((cold));\n", "fresh", "fresh", "", "A_H", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct addition addition = read_added(samples[i].added);

		assert_null(addition.why);
		assert_list(&addition.own, samples[i].own);
		assert_list(&addition.words.plain, samples[i].plain);
		assert_list(&addition.words.tags, samples[i].tags);
		assert_list(&addition.tests, samples[i].tests);
		assert_int_equal(addition.words.inside, samples[i].inside);
		addition_release(&addition);
	}
}

static void what_is_more_than_a_declaration_is_refused(void **state)
{
	static const struct {
		const char *added, *why;
	} samples[] = {
		{ "#include <x.h>\n", "a directive other than #define is added" },
		{ "#undef old\n", "a directive other than #define is added" },
		{ "#pragma pack(1)\n", "a directive other than #define is added" },
		{ "struct fresh {\n#ifdef X\n\tint x;\n#endif\n};\n",
		  "there is a directive inside what is added" },
		{ "int fresh;\n", "a variable is added, which is for the link to judge" },
		{ "extern int fresh = 1;\n",
		  "a definition is added, which is for the link to judge" },
		{ "static int fresh;\n", "a definition is added, which is for the link to judge" },
		{ "int fresh(void) { return 0; }\n",
		  "a definition is added, which is for the link to judge" },
		{ "DECLARE(fresh);\n", "a macro makes what is added" },
		{ "#define old(x) 1\n", "old also occurs elsewhere in the header" },
		{ "int fresh(", "what is added is incomplete" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct addition addition = read_added(samples[i].added);

		assert_non_null(addition.why);
		assert_string_equal(addition.why, samples[i].why);
		addition_release(&addition);
	}
}

static void a_header_is_read_once_by_a_guard_around_all(void **state)
{
	static const char *const headers[] = {
		"int old(int x);\n",
		"#ifndef A_H\n#define A_H\n#endif\nint old(int x);\n",
		"#ifndef A_H\nint old(int x);\n#endif\n",
		"#ifndef A_H\n#define A_H\nint old(int x);\n#undef A_H\n#endif\n",
		"#ifndef A_H\n#define A_H\nint old(int x);\n#else\nint other;\n#endif\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(headers); i++) {
		struct addition addition CLEANUP(addition_release) = { 0 };
		const char *at = strstr(headers[i], "int old");
		char *new CLEANUP(free_text) = xasprintf("%.*sint fresh(void);\n%s",
							 (int)(at - headers[i]), headers[i], at);

		addition_read(&addition, headers[i], new);
		assert_string_equal(addition.why, "no guard lets the header be read once");
	}
}

RUN_TESTS(TEST(words_are_told_by_what_they_need), TEST(what_is_more_than_a_declaration_is_refused),
	  TEST(a_header_is_read_once_by_a_guard_around_all))
