// SPDX-License-Identifier: GPL-2.0
/* Which patches a patch needs. */
#include "world.h"

#include "checks/check_standalone.h"

#define MOST 24

/* Patches as "a.c b.c"; expect what patch @nr needs: "2 a.c; 5 -", counted from 0. */
static void assert_needs(const char *const *patches, size_t count, size_t first, size_t nr,
			 const char *expected)
{
	struct strlist paths[MOST] = { 0 };
	struct patch_deps needs = { 0 };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (size_t i = 0; i < count; i++) {
		strlist_split(&paths[i], patches[i], " ");
		strlist_sort(&paths[i]);
	}
	patch_deps_find(&needs, paths, first, nr);
	FOR_EACH(need, &needs)
		fprintf(out, "%s%zu %s", need == needs.v ? "" : "; ", need->patch,
			need->path ? need->path : "-");
	fclose(out);
	assert_string_equal(text, expected);
	for (size_t i = 0; i < count; i++)
		strlist_release(&paths[i]);
	free(needs.v);
	free(text);
}

static void patches_of_other_files_are_not_needed(void **state)
{
	static const char *const patches[] = { "a.c", "b.c", "a.h c/d.c", "a.cc" };

	for (size_t i = 0; i < ARRAY_SIZE(patches); i++)
		assert_needs(patches, ARRAY_SIZE(patches), 0, i, "");
}

static void an_earlier_patch_of_the_same_file_is_needed(void **state)
{
	static const char *const patches[] = { "a.c", "b.c", "x.c b.c", "b.c" };

	assert_needs(patches, ARRAY_SIZE(patches), 0, 1, "");
	assert_needs(patches, ARRAY_SIZE(patches), 0, 2, "1 b.c");
	assert_needs(patches, ARRAY_SIZE(patches), 0, 3, "1 b.c; 2 b.c");
}

static void what_is_needed_has_needs(void **state)
{
	static const char *const patches[] = { "a.c", "z.c", "a.c b.c", "b.c c.c", "q.c", "c.c" };

	assert_needs(patches, ARRAY_SIZE(patches), 0, 5, "0 -; 2 -; 3 c.c");
}

static void what_stands_before_the_first_is_there(void **state)
{
	static const char *const patches[] = { "a.c", "a.c", "b.c", "a.c b.c" };

	assert_needs(patches, ARRAY_SIZE(patches), 2, 3, "2 b.c");
	assert_needs(patches, ARRAY_SIZE(patches), 3, 3, "");
	assert_needs(patches, ARRAY_SIZE(patches), 0, 0, "");
}

static void a_file_and_a_folder_of_one_name_are_one(void **state)
{
	static const char *const patches[] = { "d/notes", "d/notes/a.txt", "d/notes-b", "d/notes" };

	assert_needs(patches, ARRAY_SIZE(patches), 0, 1, "0 d/notes/a.txt");
	assert_needs(patches, ARRAY_SIZE(patches), 0, 2, "");
	assert_needs(patches, ARRAY_SIZE(patches), 0, 3, "0 d/notes; 1 d/notes");
}

static void the_last_direct_need_is_the_one_to_name(void **state)
{
	struct patch_dep list[] = { { 1, "a.c" }, { 4, "b.c" }, { 6, NULL } };
	const struct patch_deps needs = { list, 3, 3 };
	const struct patch_deps none = { 0 };

	assert_ptr_equal(patch_deps_last(&needs), &list[1]);
	assert_null(patch_deps_last(&none));
	assert_true(patch_deps_have(&needs, 6));
	assert_false(patch_deps_have(&needs, 5));
	assert_false(patch_deps_have(&none, 0));
}

/* Any series: with its needs applied in order, each file of a patch is as the series has
 * it before that patch; and nothing is needed that shares no file with what needs it. */
static void needs_suffice(void **state)
{
	for (unsigned seed = 1; seed < 300; seed++) {
		struct strlist paths[MOST] = { 0 };
		unsigned random = seed * 2654435761u;

		for (size_t i = 0; i < MOST; i++) {
			for (unsigned k = 0; k < 1 + seed % 3; k++) {
				char path[8];

				random = random * 1664525u + 1013904223u;
				snprintf(path, sizeof(path), "%02u.c", (random >> 16) % 24);
				strlist_add_once(&paths[i], path);
			}
			strlist_sort(&paths[i]);
		}
		for (size_t i = 0; i < MOST; i++) {
			struct patch_deps needs = { 0 };

			patch_deps_find(&needs, paths, 3, i);
			for (size_t k = 3; k < i; k++) {
				bool shares = false;

				/* with i itself, or with one of its needs behind k */
				for (size_t m = k + 1; m <= i; m++)
					if (m == i || patch_deps_have(&needs, m))
						FOR_EACH(path, &paths[m])
							shares = shares ||
								 strlist_find(&paths[k], *path);
				assert_int_equal(patch_deps_have(&needs, k), shares);
			}
			free(needs.v);
		}
		for (size_t i = 0; i < MOST; i++)
			strlist_release(&paths[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patches_of_other_files_are_not_needed),
		cmocka_unit_test(an_earlier_patch_of_the_same_file_is_needed),
		cmocka_unit_test(what_is_needed_has_needs),
		cmocka_unit_test(what_stands_before_the_first_is_there),
		cmocka_unit_test(a_file_and_a_folder_of_one_name_are_one),
		cmocka_unit_test(the_last_direct_need_is_the_one_to_name),
		cmocka_unit_test(needs_suffice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
