// SPDX-License-Identifier: GPL-2.0
/* What a shard came to is taken whole, once and again, or not at all. */
#include "world.h"

#include "lib/digest.h"
#include "lib/io.h"
#include "lib/ledger.h"
#include "lib/state.h"
#include "shard/carry.h"
#include "shard/shard.h"

struct two_states {
	char *dir;
	struct state there, here;
	struct shard shard;
	char *file;		/* what the shard came to */
};

static void put(struct state *state, const char *stage, const char *key, const char *text)
{
	git_oid id = digest_of(key);
	json_t *value CLEANUP(free_json) = json_loads(text, JSON_DECODE_ANY, NULL);

	assert_success(ledger_put(state->ledger, stage, &id, value));
}

static void assert_known(struct state *state, const char *stage, const char *key,
			 const char *expected)
{
	git_oid id = digest_of(key);
	json_t *value CLEANUP(free_json) = NULL;
	int known = ledger_get(state->ledger, stage, &id, &value);

	assert_int_equal(known, expected != NULL);
	char *text CLEANUP(free_text) =
		value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS) : NULL;
	if (expected)
		assert_string_equal(text, expected);
}

/* A log and a fact that names it; what is of no use elsewhere; and a file that may not travel. */
static void set_up(struct two_states *two)
{
	two->dir = world_make();
	char *there CLEANUP(free_text) = xasprintf("%s/there", two->dir);
	char *here CLEANUP(free_text) = xasprintf("%s/here", two->dir);

	two->file = xasprintf("%s/1.facts", two->dir);
	assert_success(state_open(&two->there, there, 1, NULL));
	assert_success(state_open(&two->here, here, 1, NULL));
	two->shard = (struct shard){ .target = xstrdup("t"), .range = xstrdup("a..b"),
				     .compiler = xstrdup("gcc 12"), .treewide = xstrdup("1"),
				     .toolchain = digest_of("gcc 12") };
	assert_success(ledger_watch(two->there.ledger));
	world_file(there, "logs/t/1-all.log", "error: \n no\tbytes\n");
	world_file(there, "secret", "secret");
	char *whole CLEANUP(free_text) =
		xasprintf("{\"asked\":[\"a.o\"],\"log\":\"%s/logs/t/1-all.log\",\"x\":[{\"log\":"
			  "\"%s/secret\"},[\"in %s/tree/a.c: no, %s/tree/b.c:\"]]}",
			  two->there.dir, two->there.dir, two->there.dir, two->there.dir);
	put(&two->there, "whole", "tree", whole);
	put(&two->there, "inputs", "x.o", "[[\"x.c\"]]");
	put(&two->there, "cost", "tree", "{\"nr\":2,\"seconds\":1.5}");
	put(&two->there, "pace", "object", "{\"nr\":1}");
	put(&two->there, "document", "proof", "{}");
	assert_success(carry_write(two->file, &two->there, &two->shard, 3));
}

static void tear_down(struct two_states *two)
{
	/* each gives TMPDIR back as it was before it */
	state_release(&two->here);
	state_release(&two->there);
	shard_release(&two->shard);
	free(two->file);
	free_world(&two->dir);
}

static int take(struct two_states *two, struct carried *carried)
{
	return carry_merge(carried, &two->here, two->file, &two->shard.toolchain, "gcc 12");
}

static void assert_refused(struct two_states *two, const char *why)
{
	struct carried carried CLEANUP(carried_release) = { 0 };

	assert_failure(take(two, &carried), FAIL_NO, why);
	assert_known(&two->here, "whole", "tree", NULL);
	assert_known(&two->here, "inputs", "x.o", NULL);
}

static void facts_and_logs_travel_with_paths_of_here(void **state)
{
	struct two_states two CLEANUP(tear_down) = { 0 };

	set_up(&two);
	for (int i = 0; i < 2; i++) {
		struct carried carried CLEANUP(carried_release) = { 0 };

		assert_success(take(&two, &carried));
		assert_int_equal(carried.facts, 3);
		assert_int_equal(carried.files, 1);
		assert_true(carried.seconds == 3);
	}
	char *log CLEANUP(free_text) = xasprintf("%s/logs/t/1-all.log", two.here.dir);
	char *text CLEANUP(free_text) = io_read(log, NULL);
	assert_string_equal(text, "error: \n no\tbytes\n");
	char *secret CLEANUP(free_text) = xasprintf("%s/secret", two.here.dir);
	assert_int_equal(access(secret, F_OK), -1);
	char *whole CLEANUP(free_text) =
		xasprintf("{\"asked\":[\"a.o\"],\"log\":\"%s\",\"x\":[{\"log\":\"%s\"},[\"in "
			  "%s/tree/a.c: no, %s/tree/b.c:\"]]}", log, secret, two.here.dir,
			  two.here.dir);
	assert_known(&two.here, "whole", "tree", whole);
	assert_known(&two.here, "pace", "object", NULL);
	assert_known(&two.here, "document", "proof", NULL);
}

static void what_is_known_already_is_not_made_less(void **state)
{
	struct two_states two CLEANUP(tear_down) = { 0 };
	struct carried carried CLEANUP(carried_release) = { 0 };

	set_up(&two);
	put(&two.here, "whole", "tree", "{\"asked\":[\"a.o\",\"b.o\"]}");
	put(&two.here, "inputs", "x.o", "[[\"x.c\",\"x.h\"]]");
	put(&two.here, "cost", "tree", "{\"nr\":3,\"seconds\":9}");
	assert_success(take(&two, &carried));
	assert_known(&two.here, "whole", "tree", "{\"asked\":[\"a.o\",\"b.o\"]}");
	assert_known(&two.here, "inputs", "x.o", "[[\"x.c\"],[\"x.c\",\"x.h\"]]");
	assert_known(&two.here, "cost", "tree", "{\"nr\":3,\"seconds\":9}");
}

/* Every place at which a file can end, and every byte that can be another one: some of them. */
static void what_was_cut_or_changed_is_refused_whole(void **state)
{
	struct two_states two CLEANUP(tear_down) = { 0 };
	size_t size;

	set_up(&two);
	char *good CLEANUP(free_text) = io_read(two.file, &size);
	for (size_t len = 0; len < size; len += 1 + size / 97) {
		assert_success(io_write(two.file, good, len));
		assert_refused(&two, " is damaged: ");
	}
	assert_success(io_write(two.file, good, size - 1));
	assert_refused(&two, "it ends early");
	for (size_t at = 0; at < size; at += 1 + size / 89) {
		good[at] ^= 1;
		assert_success(io_write(two.file, good, size));
		assert_refused(&two, " is damaged: ");
		good[at] ^= 1;
	}
	struct carried carried CLEANUP(carried_release) = { 0 };
	assert_success(io_write(two.file, good, size));
	assert_success(take(&two, &carried));
}

static void another_toolchain_is_refused_by_name(void **state)
{
	struct two_states two CLEANUP(tear_down) = { 0 };
	struct carried carried CLEANUP(carried_release) = { 0 };
	git_oid other = digest_of("gcc 14");

	set_up(&two);
	assert_failure(carry_merge(&carried, &two.here, two.file, &other, "gcc 14"), FAIL_NO,
		       "made under t by another toolchain: gcc 12 there, gcc 14 here");
	assert_known(&two.here, "whole", "tree", NULL);
}

/* A whole file of these lines behind the first one. */
static void forge(struct two_states *two, const char *lines)
{
	size_t size;
	char *good CLEANUP(free_text) = io_read(two->file, &size);
	char *text CLEANUP(free_text) = xasprintf("%.*s\n%s", (int)strcspn(good, "\n"), good,
						  lines);
	git_oid id;

	git_odb_hash(&id, text, strlen(text), GIT_OBJECT_BLOB);
	char *whole CLEANUP(free_text) = xasprintf("%s{\"digest\":\"%s\"}\n", text,
						   git_oid_tostr_s(&id));
	assert_success(io_write(two->file, whole, strlen(whole)));
}

static void a_forged_file_writes_nowhere_else(void **state)
{
	static const char *const bad[][2] = {
		{ "{\"file\":\"../evil\",\"size\":1}\nx\n", "no shard has: ../evil" },
		{ "{\"file\":\"ledger.db\",\"size\":1}\nx\n", "no shard has: ledger.db" },
		{ "{\"file\":\"logs/t/../../x\",\"size\":1}\nx\n", "no shard has" },
		{ "{\"file\":\"logs/t/a\",\"size\":99}\nx\n", "longer than the rest" },
		{ "{\"file\":\"logs/t/a\",\"size\":-1}\nx\n", "longer than the rest" },
		{ "{\"stage\":\"document\",\"key\":\"0123456789abcdef0123456789abcdef01234567\","
		  "\"value\":1}\n", "no shard has: of stage document" },
		{ "{\"stage\":\"whole\",\"key\":\"xyz\",\"value\":1}\n",
		  "neither a fact nor a file" },
		{ "{\"stage\":\"whole\"}\n", "neither a fact nor a file" },
		{ "{\"key\":\"0123456789abcdef0123456789abcdef01234567\",\"stage\":\"whole\","
		  "\"value\":1,\"x\":2}\n", "neither a fact nor a file" },
		{ "{\"key\":\"0123456789abcdef0123456789abcdef01234567\",\"stage\":\"whole\","
		  "\"value\":1,\"value\":2}\n", "not JSON" },
		{ "{\"key\":\"0123456789abcdef0123456789abcdef01234567\",\"stage\":\"whole\","
		  "\"value\":[1}\n", "not JSON" },
		{ "nonsense\n", "not JSON" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct two_states two CLEANUP(tear_down) = { 0 };

		set_up(&two);
		forge(&two, bad[i][0]);
		assert_refused(&two, bad[i][1]);
	}
}

static void only_objects_and_logs_travel(void **state)
{
	static const char id[] = "0123456789abcdef0123456789abcdef01234567";
	char *kept CLEANUP(free_text) = xasprintf("full/t.kept/%s.o", id);
	char *object CLEANUP(free_text) = xasprintf("build/t.objects/%s.o", id);
	char *other CLEANUP(free_text) = xasprintf("build/u.objects/%s.o", id);

	assert_true(carry_may_hold("t", kept) && carry_may_hold("t", object));
	assert_true(carry_may_hold("t", "logs/t/x.log"));
	assert_false(carry_may_hold("t", other) || carry_may_hold("t", "full/t.kept/x.o"));
	assert_false(carry_may_hold("t", "logs/t/") || carry_may_hold("t", "logs/t/.x"));
}

RUN_TESTS(TEST(facts_and_logs_travel_with_paths_of_here),
	  TEST(what_is_known_already_is_not_made_less),
	  TEST(what_was_cut_or_changed_is_refused_whole),
	  TEST(another_toolchain_is_refused_by_name),
	  TEST(a_forged_file_writes_nowhere_else),
	  TEST(only_objects_and_logs_travel))
