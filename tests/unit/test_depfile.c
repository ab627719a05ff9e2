// SPDX-License-Identifier: GPL-2.0
/* The files that an object was made from are read from what Kbuild kept. */
#include "world.h"

#include "depfile.h"

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
		{ "a generated source", "source_x.o := x.c\ndeps_x.o := \n\nx.o: $(deps_x.o)\n", "",
		  "x.c" },
		{ "a list that is not continued", "deps_x.o := \\\n /tree/a.h\n /tree/b.h\n", "a.h",
		  "" },
		{ "a list that ends in the middle", "deps_x.o := \\\n /tree/a.h \\", "a.h", "" },
		{ "names that are none", "deps_x.o := \\\n /tree/ \\\n ./ \\\n .//etc \\\n a.h\n", "",
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

RUN_TESTS(TEST(what_an_object_was_made_from_is_found))
