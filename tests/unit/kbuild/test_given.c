// SPDX-License-Identifier: GPL-2.0
/* The architecture of a configuration that somebody sends. */
#include "world.h"

#include "kbuild/given.h"

static void the_options_tell(void **state)
{
	assert_string_equal(given_arch("CONFIG_64BIT=y\nCONFIG_X86_64=y\n", "bot"), "x86_64");
	assert_string_equal(given_arch("CONFIG_X86_32=y\n", "bot"), "i386");
	assert_string_equal(given_arch("# Linux/x86 6.12.0\nCONFIG_ARM64=y\n", "bot"), "arm64");
	assert_string_equal(given_arch("CONFIG_MIPS=y\n", "bot"), "mips");
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
	assert_null(given_arch("# Linux/h8300 5.18.0 Kernel\n", "bot"));
	assert_null(given_arch("CONFIG_SMP=y\n", "/l/arch/h8300/configs/defconfig"));
}

/* As arch/x86/configs/i386_defconfig and generic-64bit_defconfig of parisc say it. */
static void the_width_tells_two_of_one_folder_apart(void **state)
{
	assert_string_equal(given_arch("# CONFIG_64BIT is not set\n",
				       "/l/arch/x86/configs/i386_defconfig"), "i386");
	assert_string_equal(given_arch("CONFIG_SMP=y\n", "/l/arch/x86/configs/x86_64_defconfig"),
			    "x86_64");
	assert_string_equal(given_arch("# CONFIG_64BIT is not set\n", "bot"), "i386");
	assert_string_equal(given_arch("CONFIG_64BIT=y\n", "/l/arch/parisc/configs/x"), "parisc64");
	assert_string_equal(given_arch("CONFIG_PARISC=y\n", "bot"), "parisc");
	assert_string_equal(given_arch("# CONFIG_64BIT is not set\n", "/l/arch/mips/configs/x"),
			    "mips");
}

/* A target of configs/ and a file of the user know the same ones. */
static void each_architecture_of_a_target_is_known(void **state)
{
	static const char *const names[] = { "x86_64", "i386", "arm64", "riscv", "arm", "powerpc",
					     "s390", "sh", "sparc64", "m68k", "mips", "parisc",
					     "parisc64", "alpha", "arc", "loongarch" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char *head = xasprintf("# Linux/%s 6.12.0 Kernel\n", names[i]);

		assert_string_equal(given_arch(head, "bot"), names[i]);
		free(head);
	}
}

RUN_TESTS(TEST(the_options_tell),
	  TEST(the_head_or_the_folder_tells),
	  TEST(the_width_tells_two_of_one_folder_apart),
	  TEST(each_architecture_of_a_target_is_known),
	  TEST(what_is_not_known_is_said))
