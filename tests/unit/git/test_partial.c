// SPDX-License-Identifier: GPL-2.0
/* What a partial clone lacks is fetched once, from the remote that has promised it. */
#include "world.h"

#include "git/partial.h"
#include "lib/state.h"

static const struct entry entries[] = {
	{ "a.c", "a\n" },
	{ "b/b.c", "b\n" },
	{ NULL, NULL },
};

/* A repository, and a clone of it without any file. */
struct place {
	char *dir, *clone;
	struct state state;
	struct base whole, partial;
};

static void free_place(struct place *place)
{
	base_release(&place->whole);
	base_release(&place->partial);
	FREE_ALL(place->clone, place->state.dir, place->state.tmp);
	free_world(&place->dir);
}

/* Copy what the clone gets at once: a tree or a commit. */
static void copy_object(git_odb *to, const struct base *from, const git_oid *id)
{
	git_odb_object *object CLEANUP(free_odb_object) = NULL;
	git_oid same;

	assert_int_equal(git_odb_read(&object, from->odb, id), 0);
	assert_int_equal(git_odb_write(&same, to, git_odb_object_data(object),
				       git_odb_object_size(object),
				       git_odb_object_type(object)), 0);
}

static void set(git_repository *repo, const char *key, const char *value)
{
	git_config *config CLEANUP(free_config) = NULL;

	assert_int_equal(git_repository_config(&config, repo), 0);
	assert_int_equal(git_config_set_string(config, key, value), 0);
}

/* @promised: the clone says that its remote, which is at @url or the whole one, has the rest. */
static struct place make(bool promised, const char *url)
{
	struct place place = { .dir = world_make() };
	char *whole CLEANUP(free_text) = xasprintf("%s/whole", place.dir);
	char *from CLEANUP(free_text) = xasprintf("file://%s", url ? url : whole);
	git_repository *clone CLEANUP(free_repository) = NULL;
	git_odb *odb CLEANUP(free_odb) = NULL;
	git_tree *tree CLEANUP(free_tree) = NULL;

	place.clone = xasprintf("%s/clone", place.dir);
	place.state.tmp = xasprintf("%s/tmp", place.dir);
	place.state.jobs = 1;
	assert_success(io_mkdirs(place.state.tmp));
	world_base(&place.whole, whole, entries);
	set(place.whole.repo, "uploadpack.allowFilter", "true");
	set(place.whole.repo, "uploadpack.allowAnySHA1InWant", "true");
	assert_int_equal(git_repository_init(&clone, place.clone, 0), 0);
	assert_int_equal(git_repository_odb(&odb, clone), 0);
	assert_int_equal(git_tree_lookup(&tree, place.whole.repo, &place.whole.tree), 0);
	copy_object(odb, &place.whole, &place.whole.commit);
	copy_object(odb, &place.whole, &place.whole.tree);
	copy_object(odb, &place.whole, git_tree_entry_id(git_tree_entry_byname(tree, "b")));
	set(clone, "remote.origin.url", from);
	if (promised) {
		set(clone, "remote.origin.promisor", "true");
		set(clone, "remote.origin.partialclonefilter", "blob:none");
	}
	assert_success(base_open(&place.partial, place.clone,
				 git_oid_tostr_s(&place.whole.commit)));
	return place;
}

/* Can all files of the base be read? */
static bool is_whole(const struct base *base)
{
	struct files all CLEANUP(files_release) = { 0 };

	assert_success(files_load(&all, base, &base->tree));
	assert_int_equal(all.nr, 2);
	FOR_EACH(file, &all) {
		char *text CLEANUP(free_text) = base_read(base, &file->oid, NULL);

		fail_clear();
		if (!text)
			return false;
	}
	return true;
}

static void what_is_promised_is_fetched(void **state)
{
	struct place place CLEANUP(free_place) = make(true, NULL);

	assert_false(is_whole(&place.partial));
	assert_success(partial_fetch(&place.state, &place.partial));
	assert_true(is_whole(&place.partial));
	/* nothing is asked for again: the remote may be gone */
	set(place.partial.repo, "remote.origin.url", "file:///nowhere");
	assert_success(partial_fetch(&place.state, &place.partial));
}

static void without_a_promise_nothing_is_fetched(void **state)
{
	struct place place CLEANUP(free_place) = make(false, NULL);

	assert_success(partial_fetch(&place.state, &place.partial));
	assert_false(is_whole(&place.partial));
	assert_success(partial_fetch(&place.state, &place.whole));
}

static void a_remote_that_is_gone_is_said(void **state)
{
	struct place place CLEANUP(free_place) = make(true, "/nowhere");

	assert_failure(partial_fetch(&place.state, &place.partial), FAIL_SYSTEM,
		       "git cannot fetch what it lacks from origin (exit 128)");
}

RUN_TESTS(TEST(what_is_promised_is_fetched),
	  TEST(without_a_promise_nothing_is_fetched),
	  TEST(a_remote_that_is_gone_is_said))
