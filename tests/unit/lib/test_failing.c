// SPDX-License-Identifier: GPL-2.0
/* Whichever call fails: files and the ledger end with a reason, and keep what they had. */
#include "failing.h"

#include "lib/digest.h"
#include "lib/json.h"
#include "lib/ledger.h"

struct place {
	char *dir, *file, *ledger;
};

static struct place place_in(const char *dir)
{
	return (struct place){ (char *)dir, xasprintf("%s/a/b/file", dir),
			       xasprintf("%s/ledger.db", dir) };
}

static void place_release(struct place *place)
{
	free(place->file);
	free(place->ledger);
}

static int keep_a_file(void *ctx)
{
	const struct place *place = ctx;
	char *folder CLEANUP(free_text) = xasprintf("%s/a/b", place->dir);
	char *text CLEANUP(free_text) = NULL;

	if (io_mkdirs(folder) < 0 || io_write(place->file, "new", 3) < 0)
		return -1;
	text = io_read(place->file, NULL);
	return text ? 0 : -1;
}

/* The file holds what was written, and nothing stands beside it. */
static bool file_is_kept(void *ctx)
{
	const struct place *place = ctx;
	char *folder CLEANUP(free_text) = xasprintf("%s/a/b", place->dir);
	char *text CLEANUP(free_text) = io_read(place->file, NULL);
	DIR *dir = opendir(folder);
	unsigned nr = 0;

	while (dir && readdir(dir))
		nr++;
	if (dir)
		closedir(dir);
	return text && !strcmp(text, "new") && nr == 3;
}

static void a_file_is_kept_whole(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct place place CLEANUP(place_release) = place_in(dir);
	const struct failing_case tried = { keep_a_file, file_is_kept, &place };

	assert_true(failing_try(&tried, FAILING_CALLS) >= 6);
}

/* A write that fails leaves the old file, and no temporary one. */
static int replace_a_file(void *ctx)
{
	const struct place *place = ctx;
	int result = io_write(place->file, "other", 5);
	enum failing_kind kind = failing.kind;
	char *text CLEANUP(free_text) = NULL;

	failing.kind = 0;
	text = io_read(place->file, NULL);
	assert_non_null(text);
	assert_string_equal(text, result ? "new" : "other");
	assert_int_equal(io_write(place->file, "new", 3), 0);
	assert_true(file_is_kept(ctx));
	failing.kind = kind;
	return result;
}

static void an_old_file_survives(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct place place CLEANUP(place_release) = place_in(dir);
	const struct failing_case tried = { replace_a_file, file_is_kept, &place };

	assert_int_equal(keep_a_file(&place), 0);
	assert_true(failing_try(&tried, FAILING_CALLS) >= 4);
}

static int remember(void *ctx)
{
	const struct place *place = ctx;
	struct ledger *ledger CLEANUP(free_ledger) = NULL;
	json_t *value CLEANUP(free_json) = NULL;
	git_oid key = digest_of("key");

	if (ledger_open(&ledger, place->ledger) < 0)
		return -1;
	value = json_string("answer");
	if (!value)
		return fail_system("out of memory");
	return ledger_put(ledger, "stage", &key, value);
}

static bool is_remembered(void *ctx)
{
	const struct place *place = ctx;
	struct ledger *ledger CLEANUP(free_ledger) = NULL;
	json_t *value CLEANUP(free_json) = NULL;
	git_oid key = digest_of("key");

	return ledger_open(&ledger, place->ledger) == 0 &&
	       ledger_get(ledger, "stage", &key, &value) == 1 && json_is_string(value) &&
	       !strcmp(json_string_value(value), "answer");
}

/* Each run begins with no ledger, or with the one of the run before. */
static int remember_anew(void *ctx)
{
	const struct place *place = ctx;
	static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
	enum failing_kind kind = failing.kind;

	failing.kind = 0;
	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s%s", place->ledger, suffixes[i]);

		assert_int_equal(io_remove(path), 0);
	}
	failing.kind = kind;
	return remember(ctx);
}

/* An answer may be given up (it is asked for again), but it is never another one. */
static int recall(void *ctx)
{
	const struct place *place = ctx;
	struct ledger *ledger CLEANUP(free_ledger) = NULL;
	json_t *value CLEANUP(free_json) = NULL;
	git_oid key = digest_of("key");
	int known;

	if (ledger_open(&ledger, place->ledger) < 0)
		return -1;
	known = ledger_get(ledger, "stage", &key, &value);
	assert_int_equal(known > 0, value != NULL);
	assert_true(known <= 0 || !strcmp(json_string_value(value), "answer"));
	return known < 0 ? -1 : 0;
}

static void a_fact_is_kept_or_refused(void **state)
{
	static const enum failing_kind kinds[] = { FAILING_CALLS, FAILING_MEMORY };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		char *dir CLEANUP(free_world) = world_make();
		struct place place CLEANUP(place_release) = place_in(dir);
		const struct failing_case anew = { remember_anew, is_remembered, &place };
		const struct failing_case again = { remember, is_remembered, &place };
		const struct failing_case recalled = { recall, is_remembered, &place };

		assert_true(failing_try(&anew, kinds[i]) >= 10);
		assert_true(failing_try(&again, kinds[i]) >= 5);
		assert_true(failing_try(&recalled, kinds[i]) >= 5);
	}
}

static void a_bad_run_is_complained_of(void **state)
{
	assert_null(failing_complaint(0, true, "", 0, 0));
	assert_null(failing_complaint(-1, false, "disk I/O error", FAIL_SYSTEM, 0));
	assert_non_null(failing_complaint(0, false, "", 0, 0));
	assert_non_null(failing_complaint(0, true, "disk I/O error", FAIL_SYSTEM, 0));
	assert_non_null(failing_complaint(-1, false, "", 0, 0));
	assert_non_null(failing_complaint(-1, false, "no such commit", FAIL_USAGE, 0));
	assert_non_null(failing_complaint(0, true, "", 0, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_file_is_kept_whole),
		TEST(an_old_file_survives),
		TEST(a_fact_is_kept_or_refused),
		TEST(a_bad_run_is_complained_of),
	};

	failing_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
