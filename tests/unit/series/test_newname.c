// SPDX-License-Identifier: GPL-2.0
/* Functions are found by name, and linked to the archive. */
#include "world.h"

#include "series/newname.h"

static void functions_are_defined_or_declared(void **state)
{
	static const char *const samples[][2] = {
		{ "int f(void);\n", "f" },
		{ "struct a *g(int a)\n{\n\treturn h(a);\n}\n", "g" },
		{ "static inline int s(void)\n{\n\treturn 0;\n}\n", "s" },
		{ "#ifdef A\nint a(int x);\n#else\nstatic inline int a(int x) { return b(x); }\n#endif\n", "a" },
		{ "#define m(x) n(x)\n#define M 3\n#define o n\n", "m" },
		{ "extern void __init i(void) __attribute__((cold));\n", "i" },
		{ "EXPORT_SYMBOL(e);\nMODULE_LICENSE(\"f(x)\");\nDEFINE_MUTEX(l);\n", "" },
		{ "/* int c(void); */\nstatic const struct x y = { .z = w };\nint v = u(1);\n",
		  "" },
		{ "int f(void)\n{\n\tint x = g(1);\n\tif (h(2))\n\t\treturn k(3);\n}\nint t(void);\n", "f t" },
		{ "", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct strlist names = { 0 };

		functions_of(&names, samples[i][0], strlen(samples[i][0]));
		assert_list(&names, samples[i][1]);
		strlist_release(&names);
	}
}

static void each_has_a_link(void **state)
{
	struct strlist names = { 0 };
	char *none CLEANUP(free_text) = newname_links(&names);
	char *links CLEANUP(free_text) = NULL;

	assert_string_equal(none, "  (no function is new)");
	strlist_add(&names, "f_long");
	strlist_add(&names, "g");
	links = newname_links(&names);
	assert_string_equal(links, "  https://lore.kernel.org/all/?q=f_long\n"
				   "  https://lore.kernel.org/all/?q=g");
	assert_true(newname_is_linked(links, "f_long"));
	assert_true(newname_is_linked(links, "g"));
	assert_false(newname_is_linked(links, "f"));
	assert_true(newname_is_linked("https://lore.kernel.org/all/?q=f, or", "f"));
	strlist_release(&names);
}

RUN_TESTS(TEST(functions_are_defined_or_declared), TEST(each_has_a_link))
