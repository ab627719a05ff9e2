// SPDX-License-Identifier: GPL-2.0
/* Which objects get flags that come to the same, by the text of Makefiles. */
#include "world.h"

#include "readers/flagclass.h"

/* A Makefile of the folder @path; those of a test stand in the order of their paths. */
static void add_folder(struct flag_folders *folders, const char *path, const char *makefile)
{
	const struct strlist none = { 0 };
	struct flag_folder *folder = LIST_ADD(folders);

	folder->path = xstrdup(path);
	makeflags_read(&folder->flags, makefile, &none);
	folder->objects = folder->flags.objects.nr;
}

static void assert_class(const struct flag_folders *folders, const char *goal, const char *expected)
{
	char *text CLEANUP(free_text) = flag_class(folders, goal);

	assert_string_equal(text, expected);
}

static void objects_without_flags_are_one_class(void **state)
{
	struct flag_folders folders CLEANUP(flag_folders_release) = { 0 };

	add_folder(&folders, "a/", "obj-y := x.o\n");
	assert_class(&folders, "a/x.o", "");
	assert_class(&folders, "b/x.o", "");
	assert_class(&folders, "x.o", "");
}

static void a_folder_has_its_flags_and_those_handed_down(void **state)
{
	struct flag_folders folders CLEANUP(flag_folders_release) = { 0 };

	add_folder(&folders, "a/", "ccflags-y := -Wextra\nsubdir-ccflags-y := -Werror\n");
	add_folder(&folders, "a/b/", "ccflags-y := -O3\n");
	assert_class(&folders, "a/x.o", "ccflags-y -Wextra\nsubdir-ccflags-y -Werror\n");
	assert_class(&folders, "a/b/x.o", "ccflags-y -O3\nsubdir-ccflags-y -Werror\n");
	assert_class(&folders, "a/b/c/x.o", "subdir-ccflags-y -Werror\n");
	assert_class(&folders, "ab/x.o", "");
	/* what is made from another folder has the flags of the one that makes it */
	assert_class(&folders, "a/b/../x.o", "ccflags-y -O3\nsubdir-ccflags-y -Werror\n");
}

static void flags_of_one_object_are_its_own(void **state)
{
	struct flag_folders folders CLEANUP(flag_folders_release) = { 0 };

	add_folder(&folders, "a/", "CFLAGS_x.o := -O3\n");
	assert_class(&folders, "a/x.o", " CFLAGS_x.o -O3\n");
	assert_class(&folders, "a/xx.o", "");
	assert_class(&folders, "a/b/x.o", "");
}

static void flags_that_depend_on_the_place_name_it(void **state)
{
	struct flag_folders folders CLEANUP(flag_folders_release) = { 0 };

	add_folder(&folders, "a/", "ccflags-y := -D$(NAME)\n");
	add_folder(&folders, "b/", "subdir-ccflags-y := -D$(NAME)\n");
	add_folder(&folders, "c/", "CFLAGS_$(name).o := -Wall\n");
	assert_class(&folders, "a/x.o", "in a/\nccflags-y -D$(NAME)\n");
	assert_class(&folders, "b/x/x.o", "below b/\nsubdir-ccflags-y -D$(NAME)\n");
	/* nobody can tell who gets it, so each is alone */
	assert_class(&folders, "c/x.o", "alone c/x.o\n");
}

static void a_shadow_is_told_in_one_object_only(void **state)
{
	struct flag_folders folders CLEANUP(flag_folders_release) = { 0 };

	add_folder(&folders, "a/", "ccflags-y := -Wshadow\n");
	assert_class(&folders, "a/x.o", "ccflags-y -Wshadow\nalone a/x.o\n");
}

static void makefiles_of_a_tree_are_read(void **state)
{
	static const struct entry entries[] = {
		{ "Makefile", "ccflags-y := -Wtop\n" },
		{ "a/Kbuild", "ccflags-y := -Wkbuild\n" },
		{ "a/Makefile", "ccflags-y := -Wmakefile\n" },
		{ "a/b/Makefile", "include $(src)/../flags.mk\n" },
		{ "a/b/x.c", "ccflags-y := -Wno\n" },
		{ "a/c/Makefile", "CFLAGS_x.o := -O3\n" },
		{ "scripts/Makefile", "ccflags-y := -Wscripts\n" },
		{ "tools/x/Makefile", "ccflags-y := -Wtools\n" },
		{ NULL, NULL },
	};
	const struct strlist none = { 0 };
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };
	struct files all CLEANUP(files_release) = { 0 };
	struct flag_folders folders CLEANUP(flag_folders_release) = { 0 };
	struct view view CLEANUP(view_release) = { 0 };

	world_base(&base, dir, entries);
	assert_success(files_load(&all, &base, &base.tree));
	assert_success(view_load(&view, &base, &all, &base.tree, &base.tree));
	assert_success(flag_folders_read(&folders, &base, &view, &none));
	assert_int_equal(folders.nr, 3);
	assert_class(&folders, "a/x.o", "ccflags-y -Wkbuild\nccflags-y -Wmakefile\n");
	/* what flags.mk says of x.o may be what stands beside it */
	assert_class(&folders, "a/b/x.o", "in a/b/\na/b/x.o CFLAGS_x.o -O3\n");
}

RUN_TESTS(TEST(objects_without_flags_are_one_class),
	  TEST(a_folder_has_its_flags_and_those_handed_down),
	  TEST(flags_of_one_object_are_its_own), TEST(flags_that_depend_on_the_place_name_it),
	  TEST(a_shadow_is_told_in_one_object_only), TEST(makefiles_of_a_tree_are_read))
