// SPDX-License-Identifier: GPL-2.0
/* The options that a Makefile names, and their lines. */
#include "world.h"

#include "kbuild/autoconf.h"

static void a_makefile_names_its_options(void **state)
{
	struct strlist options = { 0 };

	assert_true(autoconf_options("obj-$(CONFIG_A) += a.o\nifeq ($(CONFIG_B_2),y)\n"
				      "x := $(call cc-option,-y) # no include\n", &options));
	assert_list(&options, "CONFIG_A CONFIG_B_2");
	strlist_release(&options);
}

static void one_that_may_ask_for_others_is_told(void **state)
{
	static const char *const samples[] = {
		"include $(src)/more.mk\n", "\n-include x\n",	     "\nsinclude x\n",
		"ifdef A\n  include x\n",   "x := $($(y))\n",	     "x := ${$y}\n",
		"$(eval $(x))\n",	    "x := $(CONFIG_$(y))\n", "$(filter CONFIG_%,$(y))\n",
		"$(.VARIABLES)\n",	    "$(call $(x),y)\n",	     "$(origin CONFIG_A)\n",
	};

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		struct strlist options = { 0 };

		if (autoconf_options(samples[i], &options))
			fail_msg("taken for simple: %s", samples[i]);
		strlist_release(&options);
	}
}

static void their_lines_are_taken(void **state)
{
	struct strlist config = { 0 }, options = { 0 };
	char *text;

	strlist_split(&config, "CONFIG_A=y\nCONFIG_AB=m\nCONFIG_B=\"x=y\"\nCONFIG_C=1", "\n");
	strlist_sort(&config);
	strlist_split(&options, "CONFIG_B CONFIG_A CONFIG_D CONFIG_", " ");
	text = autoconf_subset(&config, &options);
	assert_string_equal(text, "CONFIG_B=\"x=y\"\nCONFIG_A=y\n");
	free(text);
	strlist_release(&config);
	strlist_release(&options);
}

RUN_TESTS(TEST(a_makefile_names_its_options),
	  TEST(one_that_may_ask_for_others_is_told),
	  TEST(their_lines_are_taken))
