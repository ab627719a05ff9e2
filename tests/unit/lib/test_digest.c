// SPDX-License-Identifier: GPL-2.0
/* Different fields never give the same id, the same ones always do. */
#include "world.h"

#include "lib/digest.h"

/* Fields are separated by "|"; "~" stands for NULL. */
static git_oid digest_words(const char *fields)
{
	struct strlist list = { 0 };
	struct digest digest = { 0 };
	git_oid id;

	strlist_split(&list, fields, "|");
	FOR_EACH(field, &list)
		digest_text(&digest, strcmp(*field, "~") ? *field : NULL);
	id = digest_end(&digest);
	strlist_release(&list);
	return id;
}

static void fields_cannot_be_confused(void **state)
{
	static const char *const samples[] = {
		"", "~", "~|~", "-", "a", "ab", "a|b", "b|a", "a|b|~", "~|a|b", "a|~|b", "ab|~",
		"1:a", "1:a1:b", "a1:b", "a|1:b", "0:", "10:aaaaaaaaaa", "aaaaaaaaaa",
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		for (size_t k = 0; k < ARRAY_SIZE(samples); k++) {
			git_oid a = digest_words(samples[i]), b = digest_words(samples[k]);

			if (git_oid_equal(&a, &b) != (i == k))
				fail_msg("<%s> and <%s>", samples[i], samples[k]);
		}
}

static void an_empty_field_is_a_field(void **state)
{
	git_oid none, empty, null;
	struct digest digest = { 0 };

	none = digest_end(&digest);
	digest_text(&digest, "");
	empty = digest_end(&digest);
	digest_text(&digest, NULL);
	null = digest_end(&digest);
	assert_false(git_oid_equal(&none, &empty));
	assert_false(git_oid_equal(&none, &null));
	assert_false(git_oid_equal(&empty, &null));
}

static void bytes_are_taken_as_they_are(void **state)
{
	git_oid with, without, text;
	struct digest digest = { 0 };

	digest_bytes(&digest, "a\0b", 3);
	with = digest_end(&digest);
	digest_bytes(&digest, "a\0c", 3);
	without = digest_end(&digest);
	assert_false(git_oid_equal(&with, &without));
	text = digest_of("abc");
	digest_bytes(&digest, "abc", 3);
	with = digest_end(&digest);
	assert_true(git_oid_equal(&with, &text));
}

static void fields_in_one_word_are_the_same_fields(void **state)
{
	const git_oid oid = digest_of("oid");
	struct strlist list = { 0 };
	struct digest digest = { 0 }, parts = { 0 };
	char *text = xstrdup("text");
	git_oid by_hand, in_one, in_parts;

	STRLIST_ADD(&list, "a", "b");
	digest_text(&digest, text);
	digest_oid(&digest, &oid);
	digest_texts(&digest, &list);
	digest_text(&digest, NULL);
	digest_text(&digest, "");
	digest_text(&digest, "last");
	by_hand = digest_end(&digest);
	in_one = DIGEST(text, &oid, &list, DIGEST_MARK, "", "last");
	DIGEST_ADD(&parts, text, &oid, &list);
	DIGEST_ADD(&parts, DIGEST_MARK);
	DIGEST_ADD(&parts, "", "last");
	in_parts = digest_end(&parts);
	assert_true(git_oid_equal(&by_hand, &in_one));
	assert_true(git_oid_equal(&by_hand, &in_parts));
	strlist_release(&list);
	free(text);
}

/* Ledgers outlive a treewide: an id that changes forgets all that they know. */
static void ids_stay_what_they_were(void **state)
{
	git_oid id = digest_of("treewide");

	assert_string_equal(git_oid_tostr_s(&id), "100bea190a10a5ee9d101aaab3e6489132dd0e63");
}

RUN_TESTS(TEST(fields_cannot_be_confused),
	  TEST(an_empty_field_is_a_field),
	  TEST(bytes_are_taken_as_they_are), TEST(fields_in_one_word_are_the_same_fields),
	  TEST(ids_stay_what_they_were))
