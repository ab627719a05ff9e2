// SPDX-License-Identifier: GPL-2.0
/* The files that an object was made from are read from what Kbuild kept. */
#include "world.h"

#include "kbuild/depfile.h"

#define HEAD "savedcmd_a/x.o := gcc -c -o a/x.o /tree/a/x.c\n\n"

static void what_an_object_was_made_from_is_found(void **state)
{
	static const struct {
		const char *what, *text, *sources, *generated;
	} samples[] = {
		{ "nothing", "", "", "" },
		{ "only a command", HEAD, "", "" },
		{ "all kinds",
		  HEAD "source_a/x.o := /tree/a/x.c\n\ndeps_a/x.o := \\\n"
		       "    $(wildcard include/config/FOO) \\\n"
		       "  /tree/include/linux/y.h \\\n"
		       "  arch/x86/include/generated/asm/z.h \\\n"
		       "  ./include/generated/autoconf.h \\\n"
		       "  /usr/lib/gcc/stddef.h \\\n\n"
		       "a/x.o: $(deps_a/x.o)\n\n$(deps_a/x.o):\n",
		  "a/x.c include/linux/y.h",
		  "arch/x86/include/generated/asm/z.h include/generated/autoconf.h" },
		{ "each file once",
		  "source_x.o := /tree/x.c\ndeps_x.o := \\\n /tree/x.h \\\n /tree/x.h\n",
		  "x.c x.h", "" },
		{ "a header of the folder above",
		  "deps_x.o := \\\n /tree/a/b/../x.h \\\n ./c/../d.h \\\n", "a/x.h", "d.h" },
		{ "a folder whose name only begins alike",
		  "source_x.o := /tree2/x.c\ndeps_x.o := \\\n /tree/x.h\n", "x.h", "" },
		{ "paths of a shared compiler cache",
		  "source_x.o := /tree/x.c\ndeps_x.o := \\\n  ../../tree/a.h \\\n"
		  "  ../../tree/d/../b.h \\\n  ../../trees/c.h \\\n\n",
		  "a.h b.h x.c", "../../trees/c.h" },
		{ "a generated source", "source_x.o := x.c\ndeps_x.o := \n\nx.o: $(deps_x.o)\n", "",
		  "x.c" },
		{ "a list that is not continued", "deps_x.o := \\\n /tree/a.h\n /tree/b.h\n", "a.h",
		  "" },
		{ "a list that ends in the middle", "deps_x.o := \\\n /tree/a.h \\", "a.h", "" },
		{ "names that are none", "deps_x.o := \\\n /tree/ \\\n ./ \\\n .//etc \\\n a.h\n",
		  "",
		  "a.h" },
		{ "a prerequisite line", "/tree/a.c:\nx.o: /tree/b.c\n", "", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct strlist sources = { 0 }, generated = { 0 };

		depfile_parse(samples[i].text, "/tree", &sources, &generated);
		print_message("# %s\n", samples[i].what);
		assert_list(&sources, samples[i].sources);
		assert_list(&generated, samples[i].generated);
		strlist_release(&sources);
		strlist_release(&generated);
	}
}

static void the_flags_that_judge_a_text_are_found(void **state)
{
	static const struct {
		const char *text, *flags;
	} samples[] = {
		{ "", "" },
		{ "source_x.o := -Wall\n", "" },
		{ "savedcmd_x.i := gcc -E -Wp,-MMD,./.x.i.d -I/tree/include -DA=1 -Wall -Wno-b "
		  "-fmacro-prefix-map=/tree/= -fno-pie -m64 -O2 -std=gnu11 --param max=1 -o x.i /tree/x.c\n\n"
		  "source_x.i := -Wextra\n",
		  " -Wall -Wno-b -fno-pie -m64 -O2 -std=gnu11 --param max=1" },
		{ "cmd_x.i := gcc -Wextra x.c", " -Wextra" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *flags CLEANUP(free_text) = depfile_flags(samples[i].text);

		assert_string_equal(flags, samples[i].flags);
	}
}

static void generated_files_of_which_nothing_is_known_are_found(void **state)
{
	static const struct {
		const char *path;
		bool foreign;
	} samples[] = {
		{ "include/generated/autoconf.h", false },
		{ "arch/x86/include/generated/asm/z.h", false },
		{ "arch/arm/include/generated/asm/z.h", true },
		{ "lib/crc32table.h", true },
		{ "include/generated", true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct strlist generated = { 0 };

		assert_false(depfile_foreign(&generated, "x86"));
		strlist_add(&generated, "include/generated/bounds.h");
		strlist_add(&generated, samples[i].path);
		assert_int_equal(depfile_foreign(&generated, "x86"), samples[i].foreign);
		strlist_release(&generated);
	}
}

static void words_of_a_command_below_the_tree_are_found(void **state)
{
	static const char text[] = "savedcmd_a/x.h := sh /tree/scripts/tbl.sh --abi a \\\"/tree/a/x.tbl\\\" "
				   "-I/tree/include /treetop/y /tree/a/../b.awk a/x.h; /tree/a/x.tbl\n\n"
				   "deps_a/x.h := /tree/c.h\n";
	static const char *const wanted[] = { "scripts/tbl.sh", "a/x.tbl", "b.awk" };
	struct strlist words CLEANUP(strlist_release) = { 0 };

	depfile_words(text, "/tree", &words);
	assert_int_equal(words.nr, ARRAY_SIZE(wanted));
	for (size_t i = 0; i < words.nr; i++)
		assert_string_equal(words.v[i], wanted[i]);
	depfile_words("", "/tree", &words);
	assert_int_equal(words.nr, ARRAY_SIZE(wanted));
}

RUN_TESTS(TEST(words_of_a_command_below_the_tree_are_found),
	  TEST(what_an_object_was_made_from_is_found), TEST(the_flags_that_judge_a_text_are_found),
	  TEST(generated_files_of_which_nothing_is_known_are_found))
