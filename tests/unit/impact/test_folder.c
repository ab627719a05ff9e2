// SPDX-License-Identifier: GPL-2.0
/* Rules of a Makefile are told from its lists. */
#include "world.h"

#include "impact/folder.h"

static const char old[] = "# Of x.\n"
			  "obj-$(CONFIG_X) += x.o\n"
			  "x-y := a.o b.o\n"
			  "$(obj)/t.h: $(src)/t.tbl FORCE\n"
			  "\t$(call if_changed,t)\n";

static bool differs(const char *from, const char *to)
{
	const char *at = strstr(old, from);
	char *new CLEANUP(free_text) =
		xasprintf("%.*s%s%s", (int)(at - old), old, to, at + strlen(from));

	return folder_rules_differ(old, new);
}

static void lists_are_no_rules(void **state)
{
	(void)state;
	assert_false(differs("x.o", "x.o y.o z/"));
	assert_false(differs("a.o", "a.o \\\n\tc.o"));
	assert_false(differs("x-y :=", "x-y += d.o\nx-y +="));
	assert_false(differs("# Of x.", "# Of y."));
	assert_false(differs("x.o\n", "x.o\nccflags-y += -DX\n"));
}

static void rules_commands_and_other_lists_are(void **state)
{
	(void)state;
	assert_true(differs("t.tbl", "u.tbl"));
	assert_true(differs("if_changed", "if_changed_rule"));
	assert_true(differs("x-y", "always-y += gone.bin\nx-y"));
	assert_true(differs("x-y", "hostprogs := gen\nx-y"));
	assert_true(differs("x.o", "x.o $(shell false)"));
	assert_true(differs("x-y", "cmd_t = false\nx-y"));
}

RUN_TESTS(TEST(lists_are_no_rules), TEST(rules_commands_and_other_lists_are))
