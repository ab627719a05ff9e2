// SPDX-License-Identifier: GPL-2.0
/* The options that differ between two configurations are found. */
#include "world.h"

#include "kbuild/autoconf.h"

static void the_options_that_differ_are_found(void **state)
{
	static const struct {
		const char *old, *new, *options;
	} samples[] = {
		{ "", "", "" },
		{ "CONFIG_A=y\nCONFIG_B=m\n", "CONFIG_B=m\nCONFIG_A=y\n", "" },
		{ "CONFIG_A=y\n", "CONFIG_A=m\n", "CONFIG_A" },
		{ "CONFIG_A=y\nCONFIG_B=y\n", "CONFIG_B=y\nCONFIG_C=\"a=b\"\n",
		  "CONFIG_A CONFIG_C" },
		{ "# made at 7\nCONFIG_A=y\n", "# made at 8\nCONFIG_A=y\n", "" },
		{ "CONFIG_A=1", "CONFIG_A=12", "CONFIG_A" },
		{ "CONFIG_A\n", "", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct strlist options = { 0 };

		autoconf_compare(samples[i].old, samples[i].new, &options);
		assert_list(&options, samples[i].options);
		strlist_release(&options);
	}
}

RUN_TESTS(TEST(the_options_that_differ_are_found))
