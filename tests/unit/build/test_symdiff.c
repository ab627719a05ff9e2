// SPDX-License-Identifier: GPL-2.0
/* Which changes may change what a source defines, and which sources hold a name. */
#include "world.h"

#include "build/symdiff.h"
#include "build/treegrep.h"

static void changes_that_may_define(void **state)
{
	static const char old[] = "#include <a.h>\nstatic int f(void)\n{\n\treturn g();\n}\n"
				  "EXPORT_SYMBOL(f);\n";
	static const struct {
		const char *new;
		bool differs;
	} samples[] = {
		{ old, false },
		{ "#include <a.h>\nstatic int f(void)\n{\n\tint x = h();\n\treturn x;\n}\n"
		  "EXPORT_SYMBOL(f);\n",
		  false },
		{ "/* new */\n\n#include <a.h>\nstatic int f(void)\n{\n\treturn g();\n}\n"
		  "EXPORT_SYMBOL(f);\n",
		  false },
		{ "#include <a.h>\nint f(void)\n{\n\treturn g();\n}\nEXPORT_SYMBOL(f);\n", true },
		{ "#include <a.h>\nstatic int f(void)\n{\n\treturn g();\n}\n", true },
		{ "#include <a.h>\nstatic int f(void)\n{\n\treturn g();\n}\n"
		  "EXPORT_SYMBOL(f);\nint x;\n",
		  true },
		{ "#include <a.h>\n#if 0\nstatic int f(void)\n{\n\treturn g();\n}\n"
		  "EXPORT_SYMBOL(f);\n",
		  true },
		{ "#include <a.h>\nstatic int f(void)\n{\n\treturn \\\n g();\n}\n"
		  "EXPORT_SYMBOL(f);\n",
		  true },
		{ "", true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		assert_int_equal(symdiff_may_differ(old, samples[i].new), samples[i].differs);
		assert_int_equal(symdiff_may_differ(samples[i].new, old), samples[i].differs);
	}
}

static void names_are_words(void **state)
{
	assert_true(treegrep_holds("x = f();\n", "f", false));
	assert_false(treegrep_holds("x = ff() + f_f() + f2;\n", "f", false));
	assert_true(treegrep_holds("\tf();\nint f(void)\n", "f", true));
	assert_false(treegrep_holds("\tf();\n\t\tf();\n", "f", true));
	assert_false(treegrep_holds("extern int f(void);\n", "f", true));
	assert_false(treegrep_holds("#define g f\n", "f", true));
	assert_true(treegrep_holds("f", "f", true));
	assert_false(treegrep_holds("", "f", false));
}

RUN_TESTS(TEST(changes_that_may_define),
	  TEST(names_are_words))
