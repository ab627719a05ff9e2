// SPDX-License-Identifier: GPL-2.0
/* What of a message a maintainer takes who pulls. */
#include "world.h"

#include "publish/pull.h"

static void what_stands_below_the_line_is_for_mails(void **state)
{
	static const struct {
		const char *message, *taken;
	} samples[] = {
		{ "net: A\n\nText.\n\nSigned-off-by: A <a@b>\n---\nCc: C <c@d>\n",
		  "net: A\n\nText.\n\nSigned-off-by: A <a@b>\n" },
		{ "net: A\n\nText.\n---\nCc: C <c@d>\n---\nmore\n", "net: A\n\nText.\n" },
		{ "net: A\n\n--- no line\nText ---\n\n\n", "net: A\n\n--- no line\nText ---\n" },
		{ "net: A", "net: A\n" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *taken CLEANUP(free_text) = pull_message(samples[i].message);

		assert_string_equal(taken, samples[i].taken);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stands_below_the_line_is_for_mails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
