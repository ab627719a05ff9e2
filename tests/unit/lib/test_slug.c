// SPDX-License-Identifier: GPL-2.0
/* A text as part of a name. */
#include "lib/slug.h"

#include "lib/cleanup.h"
#include "world.h"

static void a_slug_holds_only_letters_and_digits(void **state)
{
	static const char *const samples[][2] = {
		{ "", "" },
		{ "net: stmmac", "net-stmmac" },
		{ "PCI/MSI", "pci-msi" },
		{ "--a--b--", "a-b" },
		{ "../../etc", "etc" },
		{ "a_b", "a_b" },
		{ "\xc3\xa9", "" },
		{ "a\nb", "a-b" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *slug CLEANUP(free_text) = slug_make(samples[i][0]);

		assert_string_equal(slug, samples[i][1]);
	}
}

RUN_TESTS(TEST(a_slug_holds_only_letters_and_digits))
