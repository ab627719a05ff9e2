// SPDX-License-Identifier: GPL-2.0
/* Facts are remembered, and nothing else is taken for one. */
#include "world.h"

#include "lib/digest.h"
#include "lib/ledger.h"

#include <sqlite3.h>

/* What the ledger says: the JSON text, or NULL. */
static char *ask(struct ledger *ledger, const char *stage, const char *key)
{
	git_oid id = digest_of(key);
	json_t *value CLEANUP(free_json) = NULL;
	int found = ledger_get(ledger, stage, &id, &value);

	assert_int_equal(found, value != NULL);
	return value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
}

static void assert_fact(struct ledger *ledger, const char *stage, const char *key,
			const char *expected)
{
	char *found CLEANUP(free_text) = ask(ledger, stage, key);

	assert_int_equal(!found, !expected);
	if (found)
		assert_string_equal(found, expected);
}

static void remember(struct ledger *ledger, const char *stage, const char *key, const char *text)
{
	json_t *value CLEANUP(free_json) = json_loads(text, JSON_DECODE_ANY, NULL);
	git_oid id = digest_of(key);

	assert_success(ledger_put(ledger, stage, &id, value));
}

static void run_sql(const char *path, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void what_was_put_is_got(void **state)
{
	struct ledger *ledger CLEANUP(free_ledger) = NULL;

	assert_success(ledger_open(&ledger, ":memory:"));
	assert_fact(ledger, "stage", "key", NULL);
	remember(ledger, "stage", "key", "{\"b\":1,\"a\":[null,\"\\u00e9\"]}");
	assert_fact(ledger, "stage", "key", "{\"a\":[null,\"\u00e9\"],\"b\":1}");
	assert_fact(ledger, "stage", "other", NULL);
	assert_fact(ledger, "other", "key", NULL);
	remember(ledger, "stage", "key", "\"again\"");
	assert_fact(ledger, "stage", "key", "\"again\"");
	remember(ledger, "'; DROP TABLE facts; --", "key", "0");
	assert_fact(ledger, "'; DROP TABLE facts; --", "key", "0");
}

static void what_is_not_json_is_not_remembered(void **state)
{
	struct ledger *ledger CLEANUP(free_ledger) = NULL;
	git_oid id = digest_of("key");

	assert_success(ledger_open(&ledger, ":memory:"));
	assert_failure(ledger_put(ledger, "stage", &id, NULL), FAIL_SYSTEM, "stage stage");
	assert_fact(ledger, "stage", "key", NULL);
}

static void a_fact_is_recalled_and_kept(void **state)
{
	struct ledger *ledger CLEANUP(free_ledger) = NULL;

	assert_success(ledger_open(&ledger, ":memory:"));
	for (int i = 0; i < 3; i++) {
		struct fact fact CLEANUP(fact_release) = { ledger, "stage", digest_of("key") };

		assert_int_equal(fact_recall(&fact), i > 0);
		assert_int_equal(json_integer_value(fact.value), i);
		assert_success(fact_keep(&fact, json_integer(i + 1)));
		assert_int_equal(json_integer_value(fact.value), i + 1);
	}
	struct fact none CLEANUP(fact_release) = { ledger, "stage", digest_of("none") };
	assert_failure(fact_keep(&none, NULL), FAIL_SYSTEM, "stage stage");
	assert_fact(ledger, "stage", "key", "3");
	assert_fact(ledger, "stage", "none", NULL);
}

static void facts_survive_the_process(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/ledger.db", dir);
	struct ledger *ledger;

	for (int i = 0; i < 2; i++) {
		assert_success(ledger_open(&ledger, path));
		if (!i)
			remember(ledger, "stage", "key", "[1]");
		assert_fact(ledger, "stage", "key", "[1]");
		ledger_free(ledger);
	}
}

static void two_processes_see_the_same_facts(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/ledger.db", dir);
	struct ledger *one CLEANUP(free_ledger) = NULL;
	struct ledger *two CLEANUP(free_ledger) = NULL;

	assert_success(ledger_open(&one, path));
	assert_success(ledger_open(&two, path));
	remember(one, "stage", "a", "1");
	remember(two, "stage", "b", "2");
	assert_fact(one, "stage", "b", "2");
	assert_fact(two, "stage", "a", "1");
}

static void the_file_of_a_newer_treewide_is_refused(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/ledger.db", dir);
	struct ledger *ledger CLEANUP(free_ledger) = NULL;

	run_sql(path, "PRAGMA user_version = 77");
	assert_failure(ledger_open(&ledger, path), FAIL_SYSTEM, "has schema 77");
	assert_null(ledger);
}

static void a_broken_value_counts_as_unknown(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/ledger.db", dir);
	struct ledger *ledger CLEANUP(free_ledger) = NULL;

	assert_success(ledger_open(&ledger, path));
	remember(ledger, "stage", "key", "{\"a\":1}");
	run_sql(path, "UPDATE facts SET value = '{\"a\":'");
	assert_fact(ledger, "stage", "key", NULL);
	run_sql(path, "UPDATE facts SET value = ''");
	assert_fact(ledger, "stage", "key", NULL);
	run_sql(path, "UPDATE facts SET value = x'ff00ff'");
	assert_fact(ledger, "stage", "key", NULL);
	remember(ledger, "stage", "key", "true");
	assert_fact(ledger, "stage", "key", "true");
}

static void what_cannot_be_a_ledger_is_refused_with_a_reason(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *text CLEANUP(free_text) = xasprintf("%s/text", dir);
	char *nowhere CLEANUP(free_text) = xasprintf("%s/nowhere/ledger.db", dir);
	struct ledger *ledger CLEANUP(free_ledger) = NULL;

	world_file(dir, "text", "this is not a database, and it is longer than a header of one,\n"
				"which has a hundred bytes: so here are some more of them.\n");
	assert_failure(ledger_open(&ledger, text), FAIL_SYSTEM, "not a database");
	assert_failure(ledger_open(&ledger, dir), FAIL_SYSTEM, "unable to open");
	assert_failure(ledger_open(&ledger, nowhere), FAIL_SYSTEM, nowhere);
	assert_null(ledger);
}

static void a_folder_that_cannot_be_written_gives_a_reason(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/ledger.db", dir);
	struct ledger *ledger CLEANUP(free_ledger) = NULL;

	become_nobody(dir);
	assert_failure(ledger_open(&ledger, path), FAIL_SYSTEM, path);
	become_root(dir);
	assert_success(ledger_open(&ledger, path));
	ledger_free(TAKE(ledger));
	become_nobody(dir);
	assert_failure(ledger_open(&ledger, path), FAIL_SYSTEM, "ledger.db");
	become_root(dir);
}

/* Put "key=value " into the text @ctx. */
static int tell_fact(const git_oid *key, const char *value, void *ctx)
{
	git_oid a = digest_of("a");
	char **text = ctx, *longer = xasprintf("%s%s=%s ", *text,
					       git_oid_equal(key, &a) ? "a" : "other", value);

	free(*text);
	*text = longer;
	return 0;
}

static void assert_seen(struct ledger *ledger, const char *stage, const char *expected)
{
	char *text CLEANUP(free_text) = xstrdup("");

	assert_success(ledger_each_seen(ledger, stage, tell_fact, &text));
	assert_string_equal(text, expected);
}

static int say_no(const git_oid *key, const char *value, void *ctx)
{
	return fail_no("enough");
}

static void who_watches_sees_what_was_asked_for_or_kept(void **state)
{
	struct ledger *ledger CLEANUP(free_ledger) = NULL;

	assert_success(ledger_open(&ledger, ":memory:"));
	remember(ledger, "stage", "a", "1");
	remember(ledger, "stage", "unasked", "1");
	assert_success(ledger_watch(ledger));
	assert_success(ledger_watch(ledger));
	assert_fact(ledger, "stage", "a", "1");
	assert_fact(ledger, "stage", "a", "1");
	assert_fact(ledger, "stage", "unknown", NULL);
	assert_seen(ledger, "stage", "a=1 ");
	remember(ledger, "stage", "a", "2");
	remember(ledger, "next", "b", "[3]");
	assert_seen(ledger, "stage", "a=2 ");
	assert_seen(ledger, "next", "other=[3] ");
	assert_seen(ledger, "none", "");
	assert_failure(ledger_each_seen(ledger, "stage", say_no, NULL), FAIL_NO, "enough");
}

static void what_is_joined_is_there_whole_or_not_at_all(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/ledger.db", dir);
	struct ledger *one CLEANUP(free_ledger) = NULL;
	struct ledger *two CLEANUP(free_ledger) = NULL;

	assert_success(ledger_open(&one, path));
	assert_success(ledger_open(&two, path));
	assert_success(ledger_join(one));
	remember(one, "stage", "a", "1");
	assert_fact(one, "stage", "a", "1");
	assert_fact(two, "stage", "a", NULL);
	ledger_join_undo(one);
	assert_fact(one, "stage", "a", NULL);
	assert_success(ledger_join(one));
	remember(one, "stage", "a", "2");
	assert_success(ledger_join_end(one));
	assert_fact(two, "stage", "a", "2");
}

RUN_TESTS(TEST(what_was_put_is_got),
	  TEST(what_is_not_json_is_not_remembered),
	  TEST(a_fact_is_recalled_and_kept),
	  TEST(facts_survive_the_process),
	  TEST(two_processes_see_the_same_facts),
	  TEST(the_file_of_a_newer_treewide_is_refused),
	  TEST(a_broken_value_counts_as_unknown),
	  TEST(what_cannot_be_a_ledger_is_refused_with_a_reason),
	  TEST(a_folder_that_cannot_be_written_gives_a_reason),
	  TEST(who_watches_sees_what_was_asked_for_or_kept),
	  TEST(what_is_joined_is_there_whole_or_not_at_all))
