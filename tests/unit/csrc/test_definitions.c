// SPDX-License-Identifier: GPL-2.0
/* Only what a source certainly defines for others is found. */
#include "world.h"

#include "csrc/definitions.h"

static void what_others_can_use_is_found(void **state)
{
	static const struct {
		const char *text, *names;
	} samples[] = {
		{ "", "" },
		{ "int f(void)\n{\n\treturn g();\n}\n", "f" },
		{ "struct s *f(int (*cb)(int), struct t *t)\n{ if (a) { b(); } }\nvoid g(void) { }",
		  "f g" },
		{ "int a = 1, b = 2;", "a" },
		{ "const struct ops ops = { .f = f, .g = { 1 } };\nint after(void) { }",
		  "ops after" },
		{ "char names[][4] = { \"a\" };", "names" },
		{ "struct s { int x; } s1 = { 1 };", "s1" },
		{ "void f(int a)\n\t__releases(lock)\n{ }", "f" },
		{ "void __init f(void) { }", "f" },
		{ "bool a __ro_after_init;\nbool b __read_mostly = true;", "a b" },
		{ "inline u32 f(void) { }", "f" },
		{ "static int __f(void)\n{ }\nint f(void) { }\nint __g(int a) __must_hold(x)\n{ }",
		  "f __g" },
		{ "__printf(1, 2) int f(const char *a, ...) { }\n", "f" },
		{ "int a;\nstruct s *b;\nunsigned long c[3];\nstruct s { int x; } d;", "a b c d" },
		{ "#define M(x) { x }\nint f(void) { }\n", "f" },
		{ "MODULE_LICENSE(\"GPL\");\nint f(void) { }", "f" },
		{ "int f(void) { }\n#ifdef A\nint g(void) { }\n#endif\nint h(void) { }", "f h" },
		{ "int f(void)\n{\n#ifdef A\n\tif (a) { b(); }\n#else\n\tc();\n#endif\n}\nint g(void) { }",
		  "f g" },
		{ "#if 0\nint f(void) { }\n#else\nint g(void) { }\n#endif", "g" },
	};

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		struct strlist names = { 0 };

		definitions_read(&names, samples[i].text, strlen(samples[i].text));
		assert_list(&names, samples[i].names);
		strlist_release(&names);
	}
}

static void all_else_is_not(void **state)
{
	static const char *const samples[] = {
		"int f(void);",
		"extern int a;",
		"extern int a = 1;",
		"struct f;",
		"f;",
		"f(a);",
		"typedef int f;",
		"static int f(void) { }",
		"static int a = 1;",
		"static inline int f(void) { }",
		"STATIC int f(void) { }",
		"extern inline int f(void) { }",
		"typedef int (*f)(void);",
		"#define f(x) { x }",
		"#define f(x) \\\n\tint f(void) { }",
		"/* int f(void) { } */",
		"struct f { int a; };",
		"enum e { f = 1 };",
		"struct f *(*g)(void);",
		"int (*f)(void) = g;",
		"DEFINE_MUTEX(f);",
		"#ifdef A\nint f(void) { }\n#endif",
		"#if A\n#else\nint f(void) { }\n#endif",
		"#ifdef A\nint f(int a)\n#else\nint f(void)\n#endif\n{ }",
		"int f(void)\n#ifdef A\n{ }\n#else\n;\n#endif",
		/* the branches do not match: what follows may stand inside of the function */
		"static int g(void) {\n#ifdef A\n}\n#else\n}\n#endif\n a = 1; f = 2; }",
		"static int g(void) { } }\nint f(void) { }",
		"static int g(void) { {\nint f(void) { }",
		"static int g = a);\nint f(void) { }",
	};

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		struct strlist names = { 0 };

		definitions_read(&names, samples[i], strlen(samples[i]));
		if (strlist_has(&names, "f"))
			fail_msg("found in: %s", samples[i]);
		strlist_release(&names);
	}
}

RUN_TESTS(TEST(what_others_can_use_is_found),
	  TEST(all_else_is_not))
