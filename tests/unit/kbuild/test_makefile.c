// SPDX-License-Identifier: GPL-2.0
/* How far a Makefile reaches is read off its text. */
#include "world.h"

#include "kbuild/makefile.h"

static void how_far_a_makefile_reaches_is_found(void **state)
{
	static const struct {
		const char *text;
		bool further, down;
	} samples[] = {
		{ "", false, false },
		{ "obj-m += a.o\nccflags-y := -DX\n", false, false },
		{ "obj-m += include.o\nincludes := a\n", false, false },
		{ "include $(src)/x.mk\n", true, false },
		{ "ifdef A\n\t-include b\nendif\n", true, false },
		{ "sinclude b", true, false },
		{ "a := $(shell cat b)\n", true, false },
		{ "a := $(wildcard *.c)\n", true, false },
		{ "a != cat b\n", true, false },
		{ "subdir-ccflags-y += -DX\n", false, true },
		{ "export A\n", false, true },
		{ "KBUILD_CFLAGS += -g\n", false, true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		print_message("# %s\n", samples[i].text);
		assert_int_equal(makefile_has_hidden_inputs(samples[i].text), samples[i].further);
		assert_int_equal(makefile_hands_down(samples[i].text), samples[i].down);
	}
}

RUN_TESTS(TEST(how_far_a_makefile_reaches_is_found))
