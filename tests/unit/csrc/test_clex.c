// SPDX-License-Identifier: GPL-2.0
/* Words are found in code only, with the function they stand in. */
#include "world.h"

#include "csrc/clex.h"

/* The uses of take and give: "word:line:function()" where it is called. */
static char *uses_of(const char *source, size_t len)
{
	struct strlist words = { 0 };
	struct cuses uses CLEANUP(cuses_release) = { 0 };
	char *exact = xcalloc(1, len), *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	/* without a NUL behind it, so that ASan sees a read too far */
	memcpy(exact, source, len);
	strlist_split(&words, "take give", " ");
	strlist_sort(&words);
	cuses_find(&uses, exact, len, &words);
	FOR_EACH(use, &uses)
		fprintf(out, "%s%s:%u:%s%s", use == uses.v ? "" : " ", use->word, use->line,
			use->function, use->call ? "()" : "");
	fclose(out);
	strlist_release(&words);
	free(exact);
	return text;
}

struct sample {
	const char *source, *expected;
};

static void check_samples(const struct sample *samples, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		const char *source = samples[i].source;
		char *found CLEANUP(free_text) = uses_of(source, strlen(source));

		if (strcmp(found, samples[i].expected))
			fail_msg("in <<%s>>\nfound    %s\nexpected %s", source, found,
				 samples[i].expected);
	}
}

static void words_in_comments_and_literals_do_not_count(void **state)
{
	static const struct sample samples[] = {
		{ "", "" },
		{ "take", "take:1:" },
		{ "mytake take_all take1 _take", "" },
		{ "give(take)", "give:1:() take:1:" },
		{ "take /* ( */ (x)", "take:1:()" },
		{ "take\n(x)", "take:1:()" },
		{ "/* take */ // take\nint take;", "take:2:" },
		{ "/* take\n * take */ take", "take:2:" },
		{ "/* take", "" },
		{ "/*/ take */ give", "give:1:" },
		{ "// a \\\n take\n give", "give:3:" },
		{ "\"take \\\" take\" give", "give:1:" },
		{ "\"a\\\ntake\" give", "give:2:" },
		{ "\"broken\ntake", "take:2:" },
		{ "\"broken at the end \\", "" },
		{ "'\\'' take '\"' give", "take:1: give:1:" },
		{ "'a", "" },
		{ "\xc3\xa9take take\xff take", "take:1:" },
		{ "ta\\\nke", "" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void the_enclosing_function_is_known(void **state)
{
	static const struct sample samples[] = {
		{ "int probe(struct x *x)\n{\n\ttake(x);\n}\nint take;\n",
		  "take:3:probe() take:5:" },
		{ "int f(int (*g)(void))\n{\n\ttake();\n}\n", "take:3:f()" },
		{ "SYSCALL_DEFINE1(open, int, x)\n{\n\ttake();\n}\n", "take:3:SYSCALL_DEFINE1()" },
		{ "struct o o = { .a = take };\nint f(void)\n{\n\tgive();\n}\n",
		  "take:1: give:4:f()" },
		{ "static DEFINE_MUTEX(m);\nstruct s {\n\tint take;\n};\n", "take:3:" },
		{ "int f(void)\n{\n\tif (a) {\n\t\tb();\n\t}\n\ttake();\n}\n", "take:6:f()" },
		{ "int f(void) __acquires(lock)\n{\n\ttake();\n}\n", "take:3:f()" },
		{ "__printf(1, 2) int f(char *x, ...)\n{\n\ttake();\n}\n", "take:3:f()" },
		{ "int __f(void)\n{\n\ttake();\n}\n", "take:3:__f()" },
		{ "int g(void);\nint f(void)\n{\n\ttake();\n}\n", "take:4:f()" },
		{ "}}}\nint f(void)\n{\n\ttake();\n}\n", "take:4:f()" },
		/* each branch opens a brace: the closing one in the first column ends all */
		{ "#ifdef A\nint f(void) {\n#else\nint f(int a) {\n#endif\n\ttake();\n}\n"
		  "int g(void)\n{\n\tgive();\n}\n",
		  "take:6:f() give:10:g()" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

/* Not what a compiler would say, but what the header promises: no parser. */
static void what_only_a_parser_could_know_stays_unknown(void **state)
{
	static const struct sample samples[] = {
		{ "#if 0\nint f(void)\n{\n\ttake();\n}\n#endif\n", "take:4:f()" },
		{ "int f(a)\nint a;\n{\n\ttake();\n}\n", "take:4:()" },
		{ "{\n\ttake();\n}\n", "take:2:()" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void braces_in_macros_do_not_count(void **state)
{
	static const struct sample samples[] = {
		{ "#define A(x) \\\n do { take(x); \\\n } while (0)\nint "
		  "f(void)\n{\n\tgive();\n}\n",
		  "take:2:() give:6:f()" },
		{ "#define A(x) \\\r\n { take(x); \\\r\n\r\nint f(void)\r\n{\r\n\tgive();\r\n}\r\n",
		  "take:2:() give:6:f()" },
		{ "int f(void)\n{\n#define OPEN {\n}\ntake\n", "take:5:" },
		{ " # define take give\n", "take:1: give:1:" },
		{ "#error don't\ntake\n", "take:2:" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void a_byte_that_ends_c_strings_ends_no_source(void **state)
{
	char *found CLEANUP(free_text) = uses_of("take\0take", 9);

	assert_string_equal(found, "take:1: take:1:");
}

static void tokens_know_their_kind(void **state)
{
	static const char source[] = "#if A\nb = \"c\" + 'd'; /* e */";
	static const struct {
		enum ctoken_kind kind;
		const char *text;
		bool directive;
	} expected[] = {
		{ CTOKEN_PUNCT, "#", true },
		{ CTOKEN_WORD, "if", true },
		{ CTOKEN_WORD, "A", true },
		{ CTOKEN_WORD, "b", false },
		{ CTOKEN_PUNCT, "=", false },
		{ CTOKEN_LITERAL, "\"c\"", false },
		{ CTOKEN_PUNCT, "+", false },
		{ CTOKEN_LITERAL, "'d'", false },
		{ CTOKEN_PUNCT, ";", false },
		{ CTOKEN_END, "", false },
		{ CTOKEN_END, "", false },
	};
	struct clexer lexer;

	clexer_init(&lexer, source, strlen(source));
	for (size_t i = 0; i < ARRAY_SIZE(expected); i++) {
		struct ctoken token = clexer_next(&lexer);

		assert_int_equal(token.kind, expected[i].kind);
		assert_int_equal(token.len, strlen(expected[i].text));
		assert_memory_equal(token.text, expected[i].text, token.len);
		assert_int_equal(token.directive, expected[i].directive);
	}
}

RUN_TESTS(TEST(words_in_comments_and_literals_do_not_count),
	  TEST(the_enclosing_function_is_known),
	  TEST(what_only_a_parser_could_know_stays_unknown),
	  TEST(braces_in_macros_do_not_count),
	  TEST(a_byte_that_ends_c_strings_ends_no_source),
	  TEST(tokens_know_their_kind))
