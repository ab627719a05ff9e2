// SPDX-License-Identifier: GPL-2.0
/* The limits of a split: parts of patches, and the rest. */
#include "world.h"

#include "campaign/splitting.h"
#include "placement/placement.h"
#include "placement/portion.h"

/* "a a b": a placement for each letter, with so many lines. */
static void add_places(struct placements *places, const char *keys, size_t lines)
{
	for (; *keys; keys++) {
		struct placement *place = LIST_ADD(places);

		*place = (struct placement){ .key = xasprintf("%.*s", *keys == '-' ? 0 : 1, keys),
					     .prefix = xstrdup("p"), .why = xstrdup("w"),
					     .lines = lines };
	}
}

/* "a1/2 a2/2 b": key of the first letter, part and parts. */
static void assert_places(const struct placements *places, const char *expected)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	FOR_EACH(place, places) {
		fprintf(out, "%s%s", place == places->v ? "" : " ", place->last ? "REST" : "");
		fprintf(out, "%.1s", place->last ? "" : place->key);
		if (place->parts)
			fprintf(out, "%u/%u", place->part, place->parts);
	}
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

static void cut(const char *keys, size_t lines, struct splitting limit, const char *expected)
{
	struct placements places CLEANUP(placements_release) = { 0 };

	add_places(&places, keys, lines);
	portions_cut(&places, &limit, "rest");
	assert_places(&places, expected);
}

static void without_a_limit_all_is_whole(void **state)
{
	cut("aab", 9, (struct splitting){ 0 }, "a a b");
	cut("", 9, (struct splitting){ .files = 1 }, "");
}

static void parts_have_at_most_so_many_files(void **state)
{
	cut("abaa", 0, (struct splitting){ .files = 2 }, "a1/2 b a1/2 a2/2");
	cut("aaaa", 0, (struct splitting){ .files = 2 }, "a1/2 a1/2 a2/2 a2/2");
	cut("aa", 0, (struct splitting){ .files = 2 }, "a a");
	cut("aaa", 0, (struct splitting){ .files = 1 }, "a1/3 a2/3 a3/3");
}

static void parts_have_at_most_so_many_lines(void **state)
{
	cut("aaa", 5, (struct splitting){ .lines = 10 }, "a1/2 a1/2 a2/2");
	cut("aaa", 5, (struct splitting){ .lines = 9 }, "a1/3 a2/3 a3/3");
	/* a file is never cut */
	cut("aa", 50, (struct splitting){ .lines = 10 }, "a1/2 a2/2");
	cut("a", 50, (struct splitting){ .lines = 10 }, "a");
}

static void the_smallest_are_the_rest(void **state)
{
	cut("abbcd", 0, (struct splitting){ .patches = 2 }, "REST b b REST REST");
	cut("abbccd", 0, (struct splitting){ .patches = 3 }, "REST b b c c REST");
	cut("abc", 0, (struct splitting){ .patches = 3 }, "a b c");
	cut("abc", 0, (struct splitting){ .patches = 1 }, "REST REST REST");
	/* of the same size: those that came first stay */
	cut("abcd", 0, (struct splitting){ .patches = 3 }, "a b REST REST");
}

static void parts_are_patches(void **state)
{
	cut("aaab", 0, (struct splitting){ .files = 2, .patches = 2 }, "a1/2 a1/2 REST REST");
}

static void what_does_not_change_is_left_alone(void **state)
{
	cut("-a-a-", 0, (struct splitting){ .files = 1, .patches = 1 },
	    " REST  REST ");
}

static void keys_of_parts_differ_and_the_first_stays(void **state)
{
	struct placements places CLEANUP(placements_release) = { 0 };

	add_places(&places, "aa", 0);
	portions_cut(&places, &(struct splitting){ .files = 1 }, "rest");
	assert_string_equal(places.v[0].key, "a");
	assert_string_equal(places.v[1].key, "a, part 2");
	assert_string_equal(places.v[1].why, "w; part 2 of 2, for the limit is 1 files");
}

RUN_TESTS(TEST(without_a_limit_all_is_whole),
	  TEST(parts_have_at_most_so_many_files),
	  TEST(parts_have_at_most_so_many_lines),
	  TEST(the_smallest_are_the_rest),
	  TEST(parts_are_patches),
	  TEST(what_does_not_change_is_left_alone),
	  TEST(keys_of_parts_differ_and_the_first_stays))
