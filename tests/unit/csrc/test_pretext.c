// SPDX-License-Identifier: GPL-2.0
/* Which preprocessed texts are one class. */
#include "world.h"

#include "csrc/pretext.h"

#define BASE "# 1 \"a.c\"\nstruct dev { int irq; };\n# 7 \"b.h\" 1\nint old(struct dev *d);\n"
#define MORE "int more(struct dev *d);\n"
#define INLINE "static inline int more(struct dev *d)\n{\n return old(d);\n}\n"
#define USE "\n\nint use(void)\n{\n return 0;\n}\n"

static struct pretext compare(const char *old, const char *new, const char *flags)
{
	char *a CLEANUP(free_text) = xstrdup(old);
	char *b CLEANUP(free_text) = xstrdup(new);
	struct pretext pretext;

	assert_success(pretext_compare(&pretext, a, b, flags));
	return pretext;
}

static void what_a_difference_is_worth(void **state)
{
	static const struct {
		const char *what, *old, *new;
		enum pretext_kind kind;
		const char *why;
	} samples[] = {
		{ "nothing", BASE, BASE, PRETEXT_SAME, NULL },
		{ "lines moved", "# 1 \"a\"\nint a;\n", "# 9 \"a\"\n\n\nint a;\n", PRETEXT_SAME,
		  NULL },
		{ "a prototype", BASE USE, BASE MORE USE, PRETEXT_CLASS, NULL },
		{ "a function", BASE USE, BASE INLINE USE, PRETEXT_CLASS, NULL },
		{ "a function behind one that ends alike", BASE USE, BASE USE INLINE, PRETEXT_CLASS,
		  NULL },
		{ "two of them", BASE USE, MORE BASE "int two(void);\n" USE, PRETEXT_CLASS, NULL },
		{ "a prototype goes", BASE MORE USE, BASE USE, PRETEXT_ALONE,
		  "more than an insertion" },
		{ "a prototype differs", "int a(int b);\n", "int a(long b);\n", PRETEXT_ALONE,
		  "more than an insertion" },
		{ "a member", "struct dev {\nint a;\n};\n", "struct dev {\nint a;\nint b;\n};\n",
		  PRETEXT_ALONE, "no whole declarations are inserted" },
		{ "a statement", "int f(void)\n{\n}\n", "int f(void)\n{\nint more;\n}\n",
		  PRETEXT_ALONE,
		  "no whole declarations are inserted" },
		{ "it breaks off", BASE, BASE "int more(", PRETEXT_ALONE,
		  "no whole declarations are inserted" },
		{ "a name of the source", BASE "static int more;\n", BASE MORE "static int more;\n",
		  PRETEXT_ALONE, "more also occurs elsewhere in it" },
		{ "a name that was there before", "int more;\n" BASE, "int more;\n" BASE MORE,
		  PRETEXT_ALONE, "more also occurs elsewhere in it" },
		{ "a label of that name", BASE "int f(void)\n{\nmore: return 0;\n}\n",
		  BASE MORE "int f(void)\n{\nmore: return 0;\n}\n", PRETEXT_ALONE,
		  "more also occurs elsewhere in it" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct pretext pretext = compare(samples[i].old, samples[i].new, "");

		print_message("# %s\n", samples[i].what);
		assert_int_equal(pretext.kind, samples[i].kind);
		if (samples[i].why)
			assert_string_equal(pretext.why, samples[i].why);
		pretext_release(&pretext);
	}
}

static void what_makes_a_class(void **state)
{
	static const struct {
		const char *what, *old, *new, *flags;
		bool same;
	} samples[] = {
		{ "another source", BASE "int x;\n", BASE INLINE "int x;\n", "-Wall", true },
		{ "other headers before", "int z(struct other *o);\n" BASE,
		  "int z(struct other *o);\n" BASE INLINE, "-Wall", true },
		{ "a user of the type before", "void y(struct dev *d);\n" BASE,
		  "void y(struct dev *d);\n" BASE INLINE, "-Wall", true },
		{ "other flags", BASE, BASE INLINE, "-Wall -Wextra", false },
		{ "another insertion", BASE, BASE MORE, "-Wall", false },
		{ "without the function that it calls", "struct dev { int irq; };\n",
		  "struct dev { int irq; };\n" INLINE, "-Wall", false },
		{ "without the type", "int old(struct dev *d);\n",
		  "int old(struct dev *d);\n" INLINE,
		  "-Wall", false },
		{ "with another type", "struct dev { long irq; };\nint old(struct dev *d);\n",
		  "struct dev { long irq; };\nint old(struct dev *d);\n" INLINE, "-Wall", false },
		{ "with what it calls behind it",
		  "struct dev { int irq; };\nint old(struct dev *d);\n",
		  "struct dev { int irq; };\n" INLINE "int old(struct dev *d);\n", "-Wall", false },
		{ "with a pragma", "#pragma GCC diagnostic push\n" BASE,
		  "#pragma GCC diagnostic push\n" BASE INLINE, "-Wall", false },
	};
	struct pretext first = compare(BASE USE, BASE INLINE USE, "-Wall");

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct pretext other = compare(samples[i].old, samples[i].new, samples[i].flags);

		print_message("# %s\n", samples[i].what);
		assert_int_equal(other.kind, PRETEXT_CLASS);
		assert_int_equal(git_oid_equal(&first.id, &other.id), samples[i].same);
		pretext_release(&other);
	}
	pretext_release(&first);
}

RUN_TESTS(TEST(what_a_difference_is_worth), TEST(what_makes_a_class))
