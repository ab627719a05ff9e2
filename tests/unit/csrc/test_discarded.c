// SPDX-License-Identifier: GPL-2.0
/* What stands in a section that is freed is found, and what does not is not. */
#include "world.h"

#include "csrc/discarded.h"

static void what_is_marked_is_found(void **state)
{
	static const struct {
		const char *text, *names;
	} samples[] = {
		{ "", "" },
		{ "void __init f(void)\n{ }\n", "void f" },
		{ "int __init\nf(int a)\n{ }\n", "int f" },
		{ "int table[] __initdata = { 1 };\n", "int table" },
		{ "extern int f(void) __init;\n", "extern int f" },
		{ "long __exit f(void);\n", "long f" },
		{ "int f(void)\n{\n}\n", "" },
		{ "static int __init f(void)\n{ }\n", "" },
		{ "int __init_rwsem(void);\n", "" },
		{ "int f(void)\n{\n\t__init();\n}\nint g;\n", "" },
		{ "int a;\nint __initdata b;\n", "int b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		struct strlist names CLEANUP(strlist_release) = { 0 };

		discarded_symbols_read(&names, samples[i].text, strlen(samples[i].text));
		assert_list(&names, samples[i].names);
	}
}

RUN_TESTS(TEST(what_is_marked_is_found))
