// SPDX-License-Identifier: GPL-2.0
/* Which symbols a linker script gives a value. */
#include "world.h"

#include "build/script.h"
#include "lib/cleanup.h"

static void assert_symbols(const char *script, const char *expected)
{
	struct strlist symbols CLEANUP(strlist_release) = { 0 };

	script_symbols(script, &symbols);
	assert_list(&symbols, expected);
}

static void assignments_give_values(void **state)
{
	assert_symbols("jiffies = jiffies_64;\n.x : { __begin = .; *(.x) PROVIDE(__end = .); }",
		       "__begin __end jiffies");
	assert_symbols(". = ALIGN(8); ASSERT(a == b, \"x\") ASSERT((a <= b), \"x\") a += 3;", "");
	assert_symbols("=", "");
	assert_symbols("", "");
}

RUN_TESTS(TEST(assignments_give_values))
