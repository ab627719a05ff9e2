// SPDX-License-Identifier: GPL-2.0
/* Which changes of programs, Makefiles and scripts are comments alone. */
#include "build/remark.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct {
	const char *path, *old, *new;
	bool remark;
} cases[] = {
	{ "scripts/x.c", "int a;\n", "/* A. */\nint a; // b\n", true },
	{ "scripts/x.c", "int a;\n", "int b;\n", false },
	{ "scripts/x.c", "int a;\n", "int a;\nint b;\n", false },
	{ "scripts/x.c", "char *a = \"b\";\n", "char *a = \"/* b */\";\n", false },
	/* another macro, though the words are the same */
	{ "scripts/x.c", "#define A (b)\n", "#define A(b)\n", false },
	{ "scripts/x.c", "#define A /**/ (b)\n", "#define A (b)\n", true },
	{ "scripts/x.c", "#define A b\nc\n", "#define A \\\nb\nc\n", true },
	{ "scripts/x.c", "#define A b\nc\n", "#define A b c\n", false },
	/* who tells its line */
	{ "scripts/x.c", "f(__LINE__);\n", "\nf(__LINE__);\n", false },
	{ "scripts/x.c", "assert(a);\n", "/* A. */\nassert(a);\n", false },
	/* the compiler reads it */
	{ "scripts/x.c", "a: /* Fall through. */ b:\n", "a: b:\n", false },
	{ "drivers/a/Makefile", "obj-y += a.o\n", "# A.\nobj-y += a.o\n", true },
	{ "drivers/a/Makefile", "obj-y += a.o\n", "obj-y += a.o # b.o\n", false },
	{ "drivers/a/Makefile", "obj-y += a.o \\\nb.o\n", "obj-y += a.o \\\n# A.\nb.o\n", false },
	{ "drivers/a/Makefile", "obj-y += a.o\n", "# A. \\\nobj-y += a.o\n", false },
	{ "drivers/a/Makefile", "a:\n\tb\n", "a:\n\t# A.\n\tb\n", false },
	{ "drivers/a/Makefile", "define a\nb\nendef\n", "define a\n# A.\nb\nendef\n", false },
	{ "drivers/a/Makefile", "a", "# A.\na", true },
	{ "scripts/x.sh", "#!/bin/sh\na\n", "#!/bin/sh\n# A.\na\n", true },
	{ "scripts/x", "#!/bin/sh\na\n", "#!/bin/sh\n# It's A.\na\n", true },
	{ "scripts/x.sh", "#!/bin/sh\na\n", "#!/bin/bash\na\n", false },
	{ "scripts/x.sh", "#!/bin/sh\necho \"\na\"\n", "#!/bin/sh\necho \"\n# A.\na\"\n", false },
	{ "scripts/x.sh", "#!/bin/sh\ncat << E\nE\n", "#!/bin/sh\ncat << E\n# A.\nE\n", false },
	{ "scripts/x.sh", "#!/bin/sh\necho 'a\n", "#!/bin/sh\n# A.\necho 'a\n", false },
	/* languages that are not read */
	{ "scripts/x.pl", "a;\n", "# A.\na;\n", false },
	{ "scripts/x.tbl", "a\n", "# A.\na\n", false },
};

static void only_comments_are_remarks(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		bool seen = remark_is_all(cases[i].path, cases[i].old, cases[i].new);

		if (seen != cases[i].remark)
			fail_msg("%s: '%s' and '%s'", cases[i].path, cases[i].old, cases[i].new);
		/* and back */
		assert_int_equal(remark_is_all(cases[i].path, cases[i].new, cases[i].old), seen);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_comments_are_remarks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
