// SPDX-License-Identifier: GPL-2.0
/* What modpost and the linker said, as identities. */
#include "world.h"

#include "link/linker.h"
#include "link/modpost.h"
#include "lib/cleanup.h"

static void lines_of_modpost_are_kept_without_offsets(void **state)
{
	struct strlist said CLEANUP(strlist_release) = { 0 };

	modpost_parse("x: struct y is 32 bytes.\n"
		      "FATAL: modpost: x: struct y is not terminated\n"
		      "WARNING: modpost: vmlinux: section mismatch in reference: a+0x1f (section: .text) "
		      "-> b (section: .init.text)\n",
		      &said);
	assert_int_equal(said.nr, 2);
	assert_string_equal(said.v[0], "FATAL: modpost: x: struct y is not terminated");
	assert_string_equal(said.v[1], "WARNING: modpost: vmlinux: section mismatch in reference: a "
				       "(section: .text) -> b (section: .init.text)");
}

static void silence_is_no_line(void **state)
{
	struct strlist said CLEANUP(strlist_release) = { 0 };

	modpost_parse("", &said);
	modpost_parse("modpost is a program\n", &said);
	assert_int_equal(said.nr, 0);
}

static void a_row_has_owner_and_terms(void **state)
{
	char *image CLEANUP(free_text) = modpost_row("a", "vmlinux", false, "");
	char *module CLEANUP(free_text) = modpost_row("b", "drivers/x/y", true, "SPACE");

	assert_string_equal(image, "0x00000000\ta\tvmlinux\tEXPORT_SYMBOL\t\n");
	assert_string_equal(module, "0x00000000\tb\tdrivers/x/y\tEXPORT_SYMBOL_GPL\tSPACE\n");
}

static void both_linkers_name_orphans(void **state)
{
	struct strlist said CLEANUP(strlist_release) = { 0 };

	linker_read_orphans("ld: warning: orphan section `.a' from `x.o' being placed in section `.a'\n"
			    "ld: warning: orphan section `.a' from `y.o' being placed in section `.a'\n"
			    "ld.lld: warning: x.o:(.b) is being placed in '.b'\n"
			    "ld: x.lds:4: undefined symbol `z' referenced in expression\n",
			    &said);
	assert_int_equal(said.nr, 2);
	assert_string_equal(said.v[0], "ld: orphan section .a");
	assert_string_equal(said.v[1], "ld: orphan section .b");
}

static void what_is_written_can_be_no_c(void **state)
{
	static const char good[] = "#include <linux/module.h>\n"
				   "MODULE_INFO(name, KBUILD_MODNAME);\n"
				   "KSYMTAB_FUNC(a, \"_gpl\", \"\");\n"
				   "SYMBOL_CRC(a, 0x12345678, \"_gpl\");\n"
				   "MODULE_ALIAS(\"of:N*T*Ca\\\"b\");\n"
				   "{ 0x1, \"a\" }, \"b\" \"c\"\n";
	static const char bad[] = "KSYMTAB_FUNC(a, \"\", \"\"ADV\"\");\n"
				  "MODULE_ALIAS(\"platform:a\"b\");\n"
				  "MODULE_ALIAS(\"platform:a\\\");\n"
				  "MODULE_INFO(depends, );\n"
				  "KSYMTAB_DATA(a, \"\")\n";
	struct strlist said CLEANUP(strlist_release) = { 0 };

	modpost_read_made(good, &said);
	assert_int_equal(said.nr, 0);
	modpost_read_made(bad, &said);
	assert_int_equal(said.nr, 5);
	assert_string_equal(said.v[1],
			    "modpost writes what is no C: MODULE_ALIAS(\"platform:a\"b\");");
}

RUN_TESTS(TEST(lines_of_modpost_are_kept_without_offsets), TEST(silence_is_no_line),
	  TEST(a_row_has_owner_and_terms), TEST(both_linkers_name_orphans),
	  TEST(what_is_written_can_be_no_c))
