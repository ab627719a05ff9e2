// SPDX-License-Identifier: GPL-2.0
/* The architecture of a configuration that somebody sends. */
#include "world.h"

#include "kbuild/given.h"

static void the_options_tell(void **state)
{
	assert_string_equal(given_arch("CONFIG_64BIT=y\nCONFIG_X86_64=y\n", "bot"), "x86_64");
	assert_string_equal(given_arch("CONFIG_X86_32=y\n", "bot"), "i386");
	assert_string_equal(given_arch("# Linux/x86 6.12.0\nCONFIG_ARM64=y\n", "bot"), "arm64");
	/* only a whole line counts */
	assert_string_equal(given_arch("# CONFIG_ARM64=y\nCONFIG_ARM64=yes\n", "bot"), "x86_64");
}

static void the_head_or_the_folder_tells(void **state)
{
	assert_string_equal(given_arch("#\n# Linux/riscv 6.12.0 Kernel\n", "bot"), "riscv");
	assert_string_equal(given_arch("CONFIG_SMP=y\n", "/l/arch/arm64/configs/defconfig"),
			    "arm64");
	assert_string_equal(given_arch("CONFIG_SMP=y\n", "bot"), "x86_64");
}

static void what_is_not_known_is_said(void **state)
{
	assert_null(given_arch("# Linux/alpha 6.12.0 Kernel\n", "bot"));
	assert_null(given_arch("CONFIG_SMP=y\n", "/l/arch/alpha/configs/defconfig"));
}

RUN_TESTS(TEST(the_options_tell),
	  TEST(the_head_or_the_folder_tells),
	  TEST(what_is_not_known_is_said))
