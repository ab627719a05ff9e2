// SPDX-License-Identifier: GPL-2.0
/* What a text declares, and what is added or altered between two texts. */
#include "world.h"

#include "csrc/declare.h"

static void the_names_of_a_text_are_found(void **state)
{
	static const struct {
		const char *text, *names;
	} samples[] = {
		{ "", "" },
		{ "int a;", "a" },
		{ "extern const struct foo *a, b[3], c __aligned(8);", "a b c" },
		{ "int f(struct x *y, int z);", "f" },
		{ "static inline struct p *__must_check f(int a)\n{ int b = g(a); return b; }",
		  "f" },
		{ "static inline int f(void) { return 0; } int g(void);", "f g" },
		{ "struct a { int b; struct c { int d; } e; };", "a c" },
		{ "struct a;", "" },
		{ "enum e { A, B = 2, C };", "A B C e" },
		{ "typedef unsigned int u32;", "u32" },
		{ "typedef int (*handler)(int irq, void *data);", "handler" },
		{ "int a = f(b, c);", "a" },
		{ "static const struct o o = { .x = y, .z = { 1 } };", "o" },
		{ "#define A(b) c(b)\n#ifdef D\nint e;\n#else\n#define F\n#endif", "A F e" },
		{ "#include <linux/a.h>\nint b;", "b" },
		{ "__printf(1, 2) int f(const char *fmt, ...);", "f" },
		{ "int __pci_f(void);", "__pci_f" },
		{ "int f(int (*cb)(int), void *p); int g(void);", "f g" },
		{ "int broken(", "broken" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct declarations list = { 0 };
		struct strlist names = { 0 };

		declarations_read(&list, samples[i].text, strlen(samples[i].text));
		FOR_EACH(name, &list.names)
			*LIST_ADD(&names) = xstrndup(name->text, name->len);
		strlist_sort(&names);
		print_message("# %s\n", samples[i].text);
		assert_list(&names, samples[i].names);
		strlist_release(&names);
		declarations_release(&list);
	}
}

static void what_is_added_and_what_is_altered_is_told_apart(void **state)
{
	static const struct {
		const char *what, *old, *new, *added, *altered;
		bool additive;
	} samples[] = {
		{ "nothing", "int a;", "int  a; /* same */", "", "", true },
		{ "a prototype", "int a; int b;", "int a; int f(int x); int b;", "f", "", true },
		{ "a prototype goes", "int a; int f(void);", "int a;", "", "f", false },
		{ "another parameter", "int f(int a);", "int f(long a);", "f", "f", false },
		{ "a member", "struct s { int a; };", "struct s { int a, b; };", "s", "s", false },
		{ "a macro", "#define A 1\n", "#define A 1\n#define B A\n", "B", "", true },
		{ "another value", "#define A 1\n", "#define A 2\n", "A", "A", false },
		{ "another order", "int a; int b;", "int b; int a;", "", "", false },
		{ "a condition around", "int a;", "#ifdef X\nint a;\n#endif", "a", "a", false },
		{ "another condition", "#ifdef X\nint a;\n#endif", "#ifdef Y\nint a;\n#endif", "a",
		  "a", false },
		{ "a stub in the other branch", "#ifdef X\nint a(void);\n#else\n#endif",
		  "#ifdef X\nint a(void);\n#else\nstatic inline int a(void) { }\n#endif", "a", "",
		  true },
		{ "an include", "int a;", "#include <b.h>\nint a;", "#include", "", true },
		{ "an include goes", "#include <b.h>\nint a;", "int a;", "", "#include", false },
		{ "the same once more", "int a;", "int a; int a;", "a a", "", true },
		{ "it breaks off", "int a; int b;", "int a; int b", "b", "b", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct declarations old = { 0 }, new = { 0 };
		struct strlist added = { 0 }, altered = { 0 };

		declarations_read(&old, samples[i].old, strlen(samples[i].old));
		declarations_read(&new, samples[i].new, strlen(samples[i].new));
		print_message("# %s\n", samples[i].what);
		assert_int_equal(declarations_compare(&old, &new, &added, &altered),
				 samples[i].additive);
		if (strcmp(samples[i].added, "a a"))
			assert_list(&added, samples[i].added);
		assert_list(&altered, samples[i].altered);
		strlist_release(&added);
		strlist_release(&altered);
		declarations_release(&old);
		declarations_release(&new);
	}
}

RUN_TESTS(TEST(the_names_of_a_text_are_found),
	  TEST(what_is_added_and_what_is_altered_is_told_apart))
