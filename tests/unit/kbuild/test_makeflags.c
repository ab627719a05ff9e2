// SPDX-License-Identifier: GPL-2.0
/* Which flags the text of a Makefile gives to whom. */
#include "world.h"

#include "kbuild/makeflags.h"

static void flags_that_matter_are_kept(void **state)
{
	static const struct {
		const char *makefile, *own, *down, *objects;
		bool local, includes, wild;
	} samples[] = {
		{ "obj-y := a.o # -Wall\n", "", "", "", false, false, false },
		{ "ccflags-y := -I$(src)/x -I y -DDEBUG -g\n", "", "", "", false, false, false },
		{ "ccflags-y += -Wextra \\\n\t-O3\n", "ccflags-y -Wextra -O3", "", "", false, false,
		  false },
		{ "ccflags-y := -Dasked=1 -Uasked -D asked -DDEBUG\n",
		  "ccflags-y -Dasked=1 -Uasked -Dasked", "", "", false, false, false },
		{ "ccflags-y := -D$(NAME)\n", "ccflags-y -D$(NAME)", "", "", true, false, false },
		{ "warnings := $(call cc-option,-Wformat)\n",
		  "warnings $(call cc-option,-Wformat)", "", "", false, false, false },
		{ "ifdef CONFIG_X\nccflags-y := -Wall\nendif\n", "ccflags-y -Wall", "", "", true,
		  false, false },
		{ "subdir-ccflags-y := -Werror\n", "subdir-ccflags-y -Werror",
		  "subdir-ccflags-y -Werror", "", false, false, false },
		{ "CFLAGS_a.o := -Wall\nCFLAGS_REMOVE_x/b.o = $(CC_FLAGS_FTRACE)\n", "", "",
		  "a.o CFLAGS_a.o -Wall b.o CFLAGS_REMOVE_x/b.o $(CC_FLAGS_FTRACE)", false, false,
		  false },
		{ "CFLAGS_$(name).o := -Wall\n", "", "", "", false, false, true },
		{ "$(obj)/%.o: KBUILD_CFLAGS += -Wall\n", "", "", "", false, false, true },
		{ "include $(src)/more.mk\n", "", "", "", true, true, false },
		{ "ldflags-y := -Wl,-x\n", "", "", "", false, false, false },
	};
	struct strlist names CLEANUP(strlist_release) = { 0 };

	strlist_add(&names, "asked");
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct makeflags flags CLEANUP(makeflags_release) = { 0 };

		makeflags_read(&flags, samples[i].makefile, &names);
		assert_list(&flags.own, samples[i].own);
		assert_list(&flags.objects, samples[i].objects);
		assert_int_equal(flags.local, samples[i].local);
		assert_int_equal(flags.includes, samples[i].includes);
		assert_int_equal(flags.wild, samples[i].wild);
		if (*samples[i].down)
			assert_list(&flags.down, samples[i].down);
	}
}

RUN_TESTS(TEST(flags_that_matter_are_kept))
