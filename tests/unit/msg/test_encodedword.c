// SPDX-License-Identifier: GPL-2.0
/* What a word of RFC 2047 hides is seen. */
#include "world.h"

#include "msg/encodedword.h"

static bool hides(const char *value)
{
	return encodedword_hides_end(value, strlen(value));
}

static void the_end_of_a_line_is_found_in_both_encodings(void **state)
{
	assert_true(hides("=?utf-8?q?Eve=0ABcc:_x?= <e@x.y>"));
	assert_true(hides("=?utf-8?Q?Eve=0d?="));
	assert_true(hides("=?utf-8?q?Eve=00?="));
	assert_true(hides("A =?utf-8?q?good?= =?utf-8?b?RXZlCkJjYw==?="));
	assert_true(hides("=?utf-8?B?DQ==?="));
	assert_true(hides("=?utf-8?b?AA==?="));
	assert_true(hides("=?utf-8?q?=0A")); /* cut off: who knows what a reader makes of it */
}

static void other_words_hide_nothing(void **state)
{
	assert_false(hides(""));
	assert_false(hides("=?"));
	assert_false(hides("=?utf-8"));
	assert_false(hides("=?utf-8?q?"));
	assert_false(hides("J =0A <j@x.y>"));
	assert_false(hides("=?utf-8?q?J=C3=B6rg?= <j@x.y>"));
	assert_false(hides("=?utf-8?q?J?= =0A"));
	assert_false(hides("=?utf-8?b?SsO2cmc=?= <j@x.y>"));
	assert_false(hides("=?iso-2022-jp?b?GyRCOzNFRBsoQg==?="));
}

RUN_TESTS(TEST(the_end_of_a_line_is_found_in_both_encodings),
	  TEST(other_words_hide_nothing))
