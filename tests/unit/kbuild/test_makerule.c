// SPDX-License-Identifier: GPL-2.0
/* What the rules of a Makefile make is read off its text. */
#include "world.h"

#include "kbuild/makerule.h"

static void what_a_rule_makes_is_told_from_lists_of_objects(void **state)
{
	static const char config[] = "CONFIG_A=y\nCONFIG_B=m\n";
	static const struct {
		const char *text;
		bool named;
	} samples[] = {
		/* Kbuild's own lists, whatever is around them */
		{ "", false },
		{ "obj-m += a.o\n", false },
		{ "obj-$(CONFIG_A) += b.o \\\n\ta.o\n", false },
		{ "x-objs := a.o b.o\nobj-m += x.o\n", false },
		{ "x-objs := a.o b.o\nhostprogs += x\n", true },
		{ "userprogs-always-y += x\nx-objs := a.o b.o\n", true },
		{ "x-objs := a.o b.o\nhostprogs += xx\n", false },
		{ "x-$(CONFIG_B) += a.o\nobj-m += x.o\n", false },
		{ "parts = a.o b.o\nobj-$(CONFIG_A) += x.o $(parts)\n", false },
		{ "ifeq ($(CONFIG_A),y)\nx-y += a.o\nendif\n", false },
		{ "CFLAGS_a.o := -DX\nKASAN_SANITIZE_a.o := n\n", false },
		{ "clean-files := a.inc\n# a is made below\n", false },
		{ "$(obj)/b.o: $(src)/aa.c b-a2\n", false },
		{ "\tx-y += a.o\n", false },
		{ "b: c\n\td\ny := 1\nifdef X\n\tx-y += a.o\nendif\n", false },
		{ "extra-$(CONFIG_OFF) += a.o\n", false },
		{ "v-objs-$(CONFIG_ON_A) += a.o\n$(obj)/x: $(v-objs-y) FORCE\n", false },
		/* and what is none */
		{ "b: c\n\tcc a.c\n", true },
		{ "$(obj)/x: $(obj)/a.o FORCE\n\t$(call if_changed,ld)\n", true },
		{ "$(obj)/x: FORCE\n\t$(CC) -o $@ $(src)/a.c\n", true },
		{ "targets += a.s\n", true },
		{ "always-y += a.o\n", true },
		{ "extra-$(CONFIG_A) += a.o\n", true },
		{ "hostprogs := a\n", true },
		{ "hostprogs-always-y += a\n", true },
		{ "cmd_x = sed -f $(src)/a.sed\n", true },
		/* through variables */
		{ "objs := a.o\n$(obj)/x: $(addprefix $(obj)/,$(objs)) FORCE\n", true },
		{ "v-objs-$(CONFIG_A) += $(obj)/a.o\n$(obj)/x: $(v-objs-y) FORCE\n", true },
		{ "v-objs-y := a.o\nall := $(v-objs-y)\ntargets += $(all)\n", true },
		{ "v := a.o\nw := $(v:.o=.c)\n$(obj)/x: $(w)\n", true },
		{ "v := a.o\n$(foreach f,$(v),$(eval $(f): b))\n", true },
		{ "v := a.o\ntargets += $($(1)-objs)\n", true },
		{ "lib-$(CONFIG_A) += a.o\nextra-y := $(lib-y)\n", true },
		{ "v := a.o\nw := b.o\n$(obj)/x: $(w)\n", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		print_message("# %s\n", samples[i].text);
		assert_int_equal(makerule_names(samples[i].text, "a", config), samples[i].named);
	}
}

static void programs_are_known_by_their_lists(void **state)
{
	static const char text[] = "hostprogs := gen tab \\\n\tmk\nuserprogs-always-y += init\n"
				   "gen-objs := gen-a.o\nobj-y += x.o\n";

	assert_true(makerule_is_program(text, "gen"));
	assert_true(makerule_is_program(text, "mk"));
	assert_true(makerule_is_program(text, "init"));
	assert_false(makerule_is_program(text, "gen-a"));
	assert_false(makerule_is_program(text, "x"));
	assert_false(makerule_is_program("hostprogs := a.o a-x\n", "a"));
}

static void a_folder_is_led_to_by_lines_that_count(void **state)
{
	static const char config[] = "CONFIG_X=y\nCONFIG_AX=y\n";

	assert_true(makerule_leads_to("obj-$(CONFIG_X) += stub/\n", "stub", config));
	assert_true(makerule_leads_to("\t$(Q)$(MAKE) $(build)=$(boot)/stub $@\n", "stub", config));
	assert_false(makerule_leads_to("obj-$(CONFIG_OFF) += stub/\n", "stub", config));
	assert_false(makerule_leads_to("# stub\nobj-y += stubs/\n", "stub", config));
	assert_false(makerule_leads_to("", "stub", config));
}

static void a_part_of_a_program_is_of_the_program(void **state)
{
	static const char text[] = "hostprogs := gen\ngen-objs := a.o b.o\nx-objs := c.o\n";

	assert_true(makerule_is_of_program(text, "gen"));
	assert_true(makerule_is_of_program(text, "b"));
	assert_false(makerule_is_of_program(text, "c"));
	assert_false(makerule_is_of_program(text, "x"));
}

static void a_rule_makes_the_folder_that_it_names_as_a_whole(void **state)
{
	static const char text[] = "$(obj)/rm/x.bin: FORCE\n\t$(Q)$(MAKE) $(build)=$(obj)/rm $@\n";

	assert_true(makerule_makes(text, "rm"));
	assert_true(makerule_makes("\t$(MAKE) $(build)=$(obj)/rm", "rm"));
	assert_false(makerule_makes(text, "r"));
	assert_false(makerule_makes("\t$(MAKE) $(build)=$(obj)/rm/deep $@", "rm"));
	assert_false(makerule_makes("subdir-y += rm\n", "rm"));
	assert_false(makerule_makes("", "rm"));
}

RUN_TESTS(TEST(a_part_of_a_program_is_of_the_program),
	  TEST(a_rule_makes_the_folder_that_it_names_as_a_whole),
	  TEST(a_folder_is_led_to_by_lines_that_count),
	  TEST(what_a_rule_makes_is_told_from_lists_of_objects),
	  TEST(programs_are_known_by_their_lists))
