// SPDX-License-Identifier: GPL-2.0
/* A shard is what its file says, and what is none is refused. */
#include "world.h"

#include "lib/digest.h"
#include "shard/shard.h"

#define ID "0123456789abcdef0123456789abcdef01234567"

static const char good[] =
	"{\"form\": 1, \"level\": \"full\", \"target\": \"t\", \"range\": \"" ID ".." ID "\", "
	"\"first_parent\": true, \"first\": \"" ID "\", \"last\": \"" ID "\", \"trees\": 3, "
	"\"budget\": 300.0, \"toolchain\": \"" ID "\", \"compiler\": \"gcc 12\", "
	"\"treewide\": \"1\", \"seconds\": 7.5}";

/* The good text with one part of it replaced; owned by the caller. */
static char *with(const char *part, const char *other)
{
	const char *at = strstr(good, part);

	assert_non_null(at);
	return xasprintf("%.*s%s%s", (int)(at - good), good, other, at + strlen(part));
}

static void a_file_holds_all_of_a_shard(void **state)
{
	struct shard shard CLEANUP(shard_release) = { 0 };
	struct shard again CLEANUP(shard_release) = { 0 };

	assert_success(shard_load(&shard, good, "good"));
	shard.level = SHARD_OBJECTS;
	strlist_add(&shard.sources, "drivers/x/y.c");
	shard.url = xstrdup("https://example.org/linux.git");
	json_t *json CLEANUP(free_json) = shard_save(&shard);
	char *text CLEANUP(free_text) = json_dumps(json, 0);
	assert_success(shard_load(&again, text, "again"));
	git_oid one = shard_id(&shard), two = shard_id(&again);
	assert_true(git_oid_equal(&one, &two));
	assert_string_equal(again.url, shard.url);
	assert_list(&again.sources, "drivers/x/y.c");
	assert_int_equal(again.trees, 3);
	assert_true(again.first_parent && again.seconds == 7.5 && again.budget == 300);
	char *words CLEANUP(free_text) = shard_words(&again);
	assert_string_equal(words, "t, 1 object at 01234567");
}

static void what_it_takes_is_no_part_of_its_name(void **state)
{
	struct shard shard CLEANUP(shard_release) = { 0 };

	assert_success(shard_load(&shard, good, "good"));
	git_oid before = shard_id(&shard);
	shard.seconds = 1;
	git_oid after = shard_id(&shard);
	assert_true(git_oid_equal(&before, &after));
	shard.last.id[0]++;
	after = shard_id(&shard);
	assert_false(git_oid_equal(&before, &after));
}

static void assert_refused(const char *text, const char *why)
{
	struct shard shard;

	assert_failure(shard_load(&shard, text, "bad.json"), FAIL_USAGE, why);
}

static void what_is_no_shard_is_refused(void **state)
{
	static const char *const bad[][2] = {
		{ "\"full\"", "\"best\"" },
		{ ID "..", "--upload-pack=x.." },
		{ ID "..", "HEAD.." },
		{ "\"t\"", "\"../t\"" },
		{ "\"t\"", "\"-t\"" },
		{ "\"t\"", "\"\"" },
		{ "\"t\"", "7" },
		{ "\"trees\": 3", "\"trees\": 0" },
		{ "\"seconds\": 7.5", "\"other\": 7.5" },
		{ "\"first\": \"" ID, "\"first\": \"xyz" },
		{ "\"full\"", "\"objects\"" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		char *text CLEANUP(free_text) = with(bad[i][0], bad[i][1]);

		assert_refused(text, "bad.json: it is not a shard: a field is missing or wrong");
	}
	char *newer CLEANUP(free_text) = with("\"form\": 1", "\"form\": 2");
	assert_refused(newer, "a shard of form 2; this treewide knows form 1");
	assert_refused("{\n\n", "bad.json:3: it is not a shard");
	assert_refused("[]", "a shard of form 0");
}

RUN_TESTS(TEST(a_file_holds_all_of_a_shard),
	  TEST(what_it_takes_is_no_part_of_its_name),
	  TEST(what_is_no_shard_is_refused))
