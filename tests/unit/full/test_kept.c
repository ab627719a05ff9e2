// SPDX-License-Identifier: GPL-2.0
/* Objects are kept by their content, and known again. */
#include "world.h"

#include "full/kept.h"

static void keep_as(struct kept_objects *all, const char *dir, const char *content)
{
	char *build CLEANUP(free_text) = xasprintf("%s/build", dir);
	struct strlist objects CLEANUP(strlist_release) = { 0 };

	world_file(dir, "build/a/x.o", content);
	strlist_add(&objects, "a/x.o");
	assert_success(kept_add(all, build, &objects));
}

static void what_is_kept_stays(void **state UNUSED)
{
	char *dir CLEANUP(free_world) = world_make();
	char *build CLEANUP(free_text) = xasprintf("%s/build", dir);
	struct kept_objects one CLEANUP(kept_release) = { 0 };
	struct kept_objects two CLEANUP(kept_release) = { 0 };
	struct kept_objects again CLEANUP(kept_release) = { 0 };

	keep_as(&one, dir, "old");
	keep_as(&two, dir, "new");
	keep_as(&again, dir, "old");
	assert_null(kept_find(&one, "x.o"));
	const struct kept_object *old = kept_find(&one, "a/x.o"), *new = kept_find(&two, "a/x.o");
	assert_non_null(old);
	assert_non_null(new);
	assert_false(git_oid_equal(&old->content, &new->content));
	assert_true(git_oid_equal(&old->content, &kept_find(&again, "a/x.o")->content));
	char *file CLEANUP(free_text) = kept_file(build, old);
	char *text CLEANUP(free_text) = io_read(file, NULL);
	assert_string_equal(text, "old");
	assert_true(kept_is_whole(&one, build));
	assert_success(io_remove(file));
	assert_false(kept_is_whole(&one, build));
	assert_true(kept_is_whole(&two, build));
}

static void a_fact_holds_what_is_kept(void **state UNUSED)
{
	char *dir CLEANUP(free_world) = world_make();
	struct kept_objects all CLEANUP(kept_release) = { 0 };
	struct kept_objects known CLEANUP(kept_release) = { 0 };

	keep_as(&all, dir, "old");
	json_t *fact CLEANUP(free_json) = kept_save(&all);
	kept_load(&known, fact);
	assert_int_equal(known.nr, 1);
	assert_true(git_oid_equal(&known.v[0].content, &all.v[0].content));
	/* of a fact from before there was any */
	kept_load(&known, NULL);
	assert_int_equal(known.nr, 1);
}

static void what_is_not_there_is_not_kept(void **state UNUSED)
{
	char *dir CLEANUP(free_world) = world_make();
	char *build CLEANUP(free_text) = xasprintf("%s/build", dir);
	struct kept_objects all CLEANUP(kept_release) = { 0 };
	struct strlist objects CLEANUP(strlist_release) = { 0 };

	strlist_add(&objects, "a/y.o");
	assert_failure(kept_add(&all, build, &objects), FAIL_SYSTEM, "a/y.o");
	assert_int_equal(all.nr, 0);
}

RUN_TESTS(TEST(what_is_kept_stays), TEST(a_fact_holds_what_is_kept),
	  TEST(what_is_not_there_is_not_kept))
