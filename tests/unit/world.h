/* SPDX-License-Identifier: GPL-2.0 */
/*
 * world.h - what several unit tests need: failures, a temporary folder, a small repository
 *
 * Includes cmocka with all that it wants before it.
 */
#ifndef WORLD_H
#define WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "git/base.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/list.h"

#include <string.h>
#include <sys/stat.h>

#define UNUSED __attribute__((unused))
#define ARRAY_SIZE(array) (sizeof(array) / sizeof(*(array)))

/* It failed, for a reason of this kind that holds @text. Forgets the reason. */
static inline UNUSED void assert_failure(int result, int kind, const char *text)
{
	assert_int_equal(result, -1);
	if (!strstr(fail_text(), text))
		fail_msg("\"%s\" does not stand in \"%s\"", text, fail_text());
	assert_int_equal(fail_exit_code(), kind);
	fail_clear();
}

static inline UNUSED void assert_success(int result)
{
	if (result)
		fail_msg("%d: %s", result, fail_text());
	assert_string_equal(fail_text(), "");
}

/* The strings of a list in one line: "a b". */
static inline UNUSED void assert_list(const struct strlist *list, const char *expected)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (size_t i = 0; i < list->nr; i++)
		fprintf(out, "%s%s", i ? " " : "", list->v[i]);
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

/* A temporary folder, removed with all in it when its scope ends. */
static inline UNUSED char *world_make(void)
{
	const char *place = getenv("TMPDIR");
	char *dir = xasprintf("%s/treewide-unit-XXXXXX", place ? place : "/tmp");

	assert_non_null(mkdtemp(dir));
	assert_int_equal(chmod(dir, 0755), 0);
	return dir;
}

static inline UNUSED void free_world(char **dir)
{
	assert_int_equal(io_remove(*dir), 0);
	free(*dir);
}

/* Write @text to the file @name of @dir; folders on the way are made. */
static inline UNUSED void world_file(const char *dir, const char *name, const char *text)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, name);
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(strrchr(path, '/') - path));

	assert_success(io_mkdirs(folder));
	assert_success(io_write(path, text, strlen(text)));
}

/* The file @name of @dir holds @text; NULL: there is no such file. */
static inline UNUSED void assert_file(const char *dir, const char *name, const char *text)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, name);
	char *found CLEANUP(free_text) = NULL;

	if (!text) {
		assert_int_not_equal(access(path, F_OK), 0);
		return;
	}
	found = io_read(path, NULL);
	assert_success(found ? 0 : -1);
	assert_string_equal(found, text);
}

/* From here on @dir cannot be written. Root may write everywhere, so root goes. */
static inline UNUSED void become_nobody(const char *dir)
{
	assert_int_equal(chmod(dir, 0555), 0);
	if (geteuid() == 0)
		assert_int_equal(seteuid(65534), 0);
}

static inline UNUSED void become_root(const char *dir)
{
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(chmod(dir, 0755), 0);
}

/* One file for a tree; NULL as text removes it. */
struct entry {
	const char *path, *text;
	git_filemode_t mode; /* 0: a plain file */
};

/* @from (or the empty tree) with @entries, which end with a NULL path. */
static inline UNUSED git_oid world_tree(git_repository *repo, const git_oid *from,
					const struct entry *entries)
{
	git_tree *tree CLEANUP(free_tree) = NULL;
	git_tree_update updates[32] = { 0 };
	size_t nr = 0;
	git_oid oid;

	if (from)
		assert_int_equal(git_tree_lookup(&tree, repo, from), 0);
	for (; entries->path; entries++, nr++) {
		git_tree_update *update = &updates[nr];

		assert_true(nr < ARRAY_SIZE(updates));
		update->path = entries->path;
		update->action = entries->text ? GIT_TREE_UPDATE_UPSERT : GIT_TREE_UPDATE_REMOVE;
		update->filemode = entries->mode ? entries->mode : GIT_FILEMODE_BLOB;
		if (entries->text)
			assert_int_equal(git_blob_create_from_buffer(&update->id, repo,
								     entries->text,
								     strlen(entries->text)), 0);
	}
	assert_int_equal(git_tree_create_updated(&oid, repo, tree, nr, updates), 0);
	return oid;
}

/* A tree with a single file whose name no honest tool would write. */
static inline UNUSED git_oid world_hostile_tree(git_repository *repo, const char *name)
{
	git_odb *odb CLEANUP(free_odb) = NULL;
	char data[256];
	git_oid blob, tree;
	int len = snprintf(data, sizeof(data), "100644 %s", name) + 1;

	assert_int_equal(git_blob_create_from_buffer(&blob, repo, "x", 1), 0);
	memcpy(data + len, blob.id, sizeof(blob.id));
	assert_int_equal(git_repository_odb(&odb, repo), 0);
	assert_int_equal(git_odb_write(&tree, odb, data, (size_t)len + sizeof(blob.id),
				       GIT_OBJECT_TREE), 0);
	return tree;
}

/* Make a repository in @dir whose branch main holds @entries, and open it. */
static inline UNUSED void world_base(struct base *base, const char *dir,
				     const struct entry *entries)
{
	git_repository *repo CLEANUP(free_repository) = NULL;
	git_signature *who CLEANUP(free_signature) = NULL;
	git_tree *tree CLEANUP(free_tree) = NULL;
	git_oid oid, commit;

	assert_int_equal(git_repository_init(&repo, dir, 0), 0);
	oid = world_tree(repo, NULL, entries);
	assert_int_equal(git_tree_lookup(&tree, repo, &oid), 0);
	assert_int_equal(git_signature_new(&who, "A", "a@b.c", 1700000000, 0), 0);
	assert_int_equal(git_commit_create(&commit, repo, "refs/heads/main", who, who, NULL,
					   "first", tree, 0, NULL), 0);
	assert_success(base_open(base, dir, "main"));
}

/* The tests of a file; libgit2 is there, and no test sees the failure of another. */
static inline UNUSED int world_begin(void **state)
{
	fail_clear();
	return 0;
}

#define RUN_TESTS(...) \
	int main(void) \
	{ \
		const struct CMUnitTest tests[] = { __VA_ARGS__ }; \
		git_libgit2_init(); \
		return cmocka_run_group_tests(tests, NULL, NULL); \
	}

#define TEST(name) cmocka_unit_test_setup(name, world_begin)

#endif
