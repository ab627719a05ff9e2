// SPDX-License-Identifier: GPL-2.0
/* Whichever call fails: the base says so, and never reads or stores half of something. */
#include "failing.h"

static const struct entry entries[] = {
	{ "a.c", "a\n" },
	{ "b/c.c", "bc\n" },
	{ NULL, NULL },
};

struct place {
	char *dir, *commit;
	char *text;	/* of a.c */
	size_t nr;	/* files */
	git_oid stored;
};

static int read_the_base(void *ctx)
{
	struct place *place = ctx;
	struct base base CLEANUP(base_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };

	free(TAKE(place->text));
	place->nr = 0;
	if (base_open(&base, place->dir, place->commit) < 0 ||
	    files_load(&files, &base, &base.tree) < 0)
		return -1;
	place->nr = files.nr;
	place->text = base_read(&base, &files.v[0].oid, NULL);
	return place->text ? 0 : -1;
}

static bool is_read(void *ctx)
{
	const struct place *place = ctx;

	return place->nr == 2 && place->text && !strcmp(place->text, "a\n");
}

static int store_a_blob(void *ctx)
{
	struct place *place = ctx;
	struct base base CLEANUP(base_release) = { 0 };
	static unsigned nr;
	char *text CLEANUP(free_text) = xasprintf("blob %u\n", nr++);

	if (base_open(&base, place->dir, place->commit) < 0)
		return -1;
	return base_write(&base, text, strlen(text), &place->stored);
}

static bool is_stored(void *ctx)
{
	const struct place *place = ctx;
	struct base base CLEANUP(base_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;

	if (base_open(&base, place->dir, place->commit) < 0)
		return false;
	text = base_read(&base, &place->stored, NULL);
	return text && !strncmp(text, "blob ", 5);
}

static void a_base_is_read_or_refused(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };
	struct place place = { .dir = dir };
	const struct failing_case reading = { read_the_base, is_read, &place };
	const struct failing_case storing = { store_a_blob, is_stored, &place };

	world_base(&base, dir, entries);
	place.commit = xstrdup(git_oid_tostr_s(&base.commit));
	assert_true(failing_try(&reading, FAILING_CALLS) >= 5);
	assert_true(failing_try(&storing, FAILING_CALLS) >= 5);
	free(place.text);
	free(place.commit);
}

RUN_TESTS(TEST(a_base_is_read_or_refused))
