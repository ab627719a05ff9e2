// SPDX-License-Identifier: GPL-2.0
/* Which patch keeps which id, and where files went. */
#define entry world_entry
#include "world.h"
#undef entry

#include "campaign/campaign.h"
#include "git/change.h"
#include "lib/digest.h"
#include "series/previous.h"
#include "series/patch.h"

static struct step convert = { .kind = STEP_CONVERT, .id = (char *)"convert" };
static struct step api = { .kind = STEP_PATCH, .id = (char *)"api" };

struct row {
	const char *id, *files;
};

/* What was written: ids with their files. */
static void write_rows(struct previous_series *previous, const struct row *rows, size_t nr)
{
	previous->there = true;
	previous->changed = xcalloc(nr, sizeof(*previous->changed));
	for (size_t i = 0; i < nr; i++) {
		struct strlist files = { 0 };
		static const git_oid before = { { 1 } };

		strlist_split(&files, rows[i].files, " ");
		strlist_add(&previous->record.ids, rows[i].id);
		FOR_EACH(file, &files)
			changes_add(&previous->changed[i], *file, GIT_FILEMODE_BLOB, &before);
		strlist_release(&files);
		LIST_ADD(&previous->record.wrote);
	}
}

/* The ids that patches with these ids and files get: "id id". */
static void assert_ids(struct previous_series *previous, const struct row *rows, size_t nr,
		       const char *expected)
{
	struct patches patches CLEANUP(patches_release) = { 0 };
	struct changes all CLEANUP(changes_release) = { 0 };
	struct strlist ids = { 0 };

	all.v = xcalloc(64, sizeof(*all.v)); /* patches borrow: it must not move */
	all.alloc = 64;
	for (size_t i = 0; i < nr; i++) {
		struct patch *patch = LIST_ADD(&patches);
		struct strlist files = { 0 };
		static const git_oid before = { { 1 } };

		patch->id = xstrdup(rows[i].id);
		patch->prefix = xstrdup(rows[i].id);
		patch->step = strchr(rows[i].id, '/') ? &convert : &api;
		strlist_split(&files, rows[i].files, " ");
		FOR_EACH(file, &files) {
			const struct change *change = changes_add(&all, *file, GIT_FILEMODE_BLOB,
								  &before);

			*LIST_ADD(&patch->changes) = change;
		}
		strlist_release(&files);
	}
	previous_assign_ids(&patches, previous);
	FOR_EACH(patch, &patches)
		strlist_add(&ids, patch->id);
	assert_list(&ids, expected);
	strlist_release(&ids);
}

static void a_patch_keeps_its_id_by_its_files(void **state)
{
	const struct row old[] = { { "api", "h" },
				   { "convert/a", "a.c" },
				   { "convert/b", "b.c b2.c" } };
	const struct row new[] = { { "api", "h" }, { "convert/x", "b.c" }, { "convert/a", "a.c" },
				   { "convert/n", "n.c" } };
	struct previous_series previous CLEANUP(previous_release) = { 0 };

	write_rows(&previous, old, ARRAY_SIZE(old));
	assert_ids(&previous, new, ARRAY_SIZE(new), "api convert/b convert/a convert/n");
}

/* Two prefixes made one slug, and the first is no more: the second keeps its digest. */
static void an_id_is_not_taken_by_another_file(void **state)
{
	const struct row old[] = { { "convert/net-x", "a.c" }, { "convert/net-x-1234567", "b.c" } };
	const struct row new[] = { { "convert/net-x", "b.c" } };
	struct previous_series previous CLEANUP(previous_release) = { 0 };

	write_rows(&previous, old, ARRAY_SIZE(old));
	assert_ids(&previous, new, ARRAY_SIZE(new), "convert/net-x-1234567");
}

static void ids_stay_unique(void **state)
{
	const struct row old[] = { { "convert/x", "a.c" } };
	/* a.c is called otherwise now, and a new driver has the name that it had */
	const struct row new[] = { { "convert/x", "n.c" }, { "convert/y", "a.c" } };
	struct previous_series previous CLEANUP(previous_release) = { 0 };
	git_oid digest;
	char *expected CLEANUP(free_text) = NULL;

	digest = digest_of("convert/x");
	expected = xasprintf("convert/x-%.7s convert/x", git_oid_tostr_s(&digest));
	write_rows(&previous, old, ARRAY_SIZE(old));
	assert_ids(&previous, new, ARRAY_SIZE(new), expected);
}

static void sections_do_not_inherit_from_each_other(void **state)
{
	const struct row old[] = { { "api", "a.c" } };
	const struct row new[] = { { "convert/a", "a.c" } };
	struct previous_series previous CLEANUP(previous_release) = { 0 };

	write_rows(&previous, old, ARRAY_SIZE(old));
	assert_ids(&previous, new, ARRAY_SIZE(new), "convert/a");
}

#define BODY "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n"

/* Where is d/x/a.c in a tree with this file instead? */
static void assert_moved(const char *path, const char *text, const char *expected)
{
	const struct world_entry entries[] = { { "d/x/a.c", BODY, 0 }, { "d/x/b.c", BODY "b\n", 0 },
					       { NULL, NULL, 0 } };
	const struct world_entry now[] = { { "d/x/a.c", NULL, 0 }, { path, text, 0 },
					   { NULL, NULL, 0 } };
	struct base base = { 0 };
	char *dir CLEANUP(free_world) = world_make();
	struct files before CLEANUP(files_release) = { 0 };
	struct files after CLEANUP(files_release) = { 0 };
	struct renames renames CLEANUP(renames_release) = { 0 };
	struct strlist paths = { 0 };
	git_oid tree;

	world_base(&base, dir, entries);
	tree = world_tree(base.repo, &base.tree, now);
	assert_success(files_load(&before, &base, &base.tree));
	assert_success(files_load(&after, &base, &tree));
	strlist_add(&paths, "d/x/a.c");
	assert_success(renames_find(&renames, &base, &before, &after, &paths));
	assert_string_equal(renames_to(&renames, "d/x/a.c"), expected);
	strlist_release(&paths);
	base_release(&base);
}

static void files_are_followed(void **state)
{
	assert_moved("d/x/n.c", BODY, "d/x/n.c");
	assert_moved("d/x/y/n.c", BODY "more\n", "d/x/y/n.c");
	assert_moved("e/f/a.c", BODY "more\n", "e/f/a.c");
	/* another name far away; another kind; another text; one that was there */
	assert_moved("e/f/n.c", BODY, "d/x/a.c");
	assert_moved("d/x/n.h", BODY, "d/x/a.c");
	assert_moved("d/x/n.c", "un\ndeux\ntrois\nquatre\ncinq\nsix\n", "d/x/a.c");
	assert_moved("d/x/b.c", BODY, "d/x/a.c");
}

RUN_TESTS(TEST(a_patch_keeps_its_id_by_its_files), TEST(an_id_is_not_taken_by_another_file),
	  TEST(ids_stay_unique), TEST(sections_do_not_inherit_from_each_other),
	  TEST(files_are_followed))
