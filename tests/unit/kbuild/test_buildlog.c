// SPDX-License-Identifier: GPL-2.0
/* A build log is split by object, and what the compiler says has an identity. */
#include "world.h"

#include "kbuild/buildlog.h"

static const char log_text[] =
	"make[1]: Entering directory '/build'\n"
	"  CC [M]  a/x.o\n"
	"a/x.c:1:2: warning: one\n"
	"    1 |   CC b/y.o\n"
	"  CC      b/y.o\n"
	"  AR      a/built-in.a\n"
	"  CC [M]  b/xx.o\n"
	"b/xx.c:3: error: two\n"
	"  LD [M]  a/x.o\n"
	"three";

static void lines_belong_to_the_object_announced_before(void **state)
{
	static const char *const samples[][2] = {
		{ "a/x.o", "a/x.c:1:2: warning: one\n    1 |   CC b/y.o\nthree\n" },
		{ "b/y.o", "" },
		{ "b/xx.o", "b/xx.c:3: error: two\n" },
		{ "x.o", "" },
		{ "a/x", "" },
		{ "nowhere.o", "" },
		{ "", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *lines CLEANUP(free_text) = buildlog_of(log_text, samples[i][0]);

		assert_string_equal(lines, samples[i][1]);
	}
}

static void two_makes_of_one_object_are_counted(void **state)
{
	static const char text[] = "  CC [M]  a/b/x.o\nmake[4]: *** Deleting file 'a/b/x.o'\n"
				   "  CC      a/b/x.o\nerror\n  CHECK   /tree/a/y.c\n  CC      a/y.o\n"
				   "  AS [M]  a/z.o\n  LD [M]  a/z.o\n";

	assert_int_equal(buildlog_count(text, "a/b/x.o"), 2);
	assert_int_equal(buildlog_count(text, "a/y.o"), 1);
	assert_int_equal(buildlog_count(text, "a/z.o"), 1);
	assert_int_equal(buildlog_count(text, "x.o"), 0);
}

static void assert_said(const char *lines, const char *errors, const char *warnings)
{
	struct strlist e = { 0 }, w = { 0 };

	buildlog_parse(lines, &e, &w);
	assert_list(&e, errors);
	assert_list(&w, warnings);
	strlist_release(&e);
	strlist_release(&w);
}

static void identities_hold_no_place_in_the_file(void **state)
{
	assert_said("a.c:1:2: warning: x [-Wy]\n", "", "a.c: warning: x [-Wy]");
	assert_said("a.c:77: warning: x [-Wy]\n", "", "a.c: warning: x [-Wy]");
	assert_said("a.c:1:2: warning: x\na.c:5:2: warning: x\n", "",
		    "a.c: warning: x a.c: warning: x");
	assert_said("a.c:1:2: error: x\na.c:5:2: error: x\n", "a.c: error: x", "");
	assert_said("a.c:1:2: warning: x\nb.c:1:2: warning: x\n", "",
		    "a.c: warning: x b.c: warning: x");
	assert_said("a.c:1:2: warning: x\na.c:1:2: warning: y\n", "",
		    "a.c: warning: x a.c: warning: y");
	assert_said("a.o: warning: objtool: f+0x12: unreachable\n"
		    "a.o: warning: objtool: f+0x1ac: unreachable\n"
		    "a.o: warning: objtool: g+0x12: unreachable\n", "",
		    "a.o: warning: objtool: f: unreachable a.o: warning: objtool: f: unreachable "
		    "a.o: warning: objtool: g: unreachable");
}

static void a_warning_is_of_a_function(void **state)
{
	assert_said("a.c: In function 'f':\na.c:1:2: warning: x\na.c:9:2: warning: y\n"
		    "a.c: In function 'g.part.0':\na.c:20:2: warning: x\n"
		    "a.c: At top level:\na.c:30:2: warning: x\n", "",
		    "a.c: warning: x in f() a.c: warning: y in f() "
		    "a.c: warning: x in g.part.0() a.c: warning: x");
	assert_said("a.c: In function 'f':\na.c:1:2: error: x\n", "a.c: error: x", "");
}

static void sparse_speaks_of_the_source(void **state)
{
	const char *log = "  CC [M]  a/x.o\na/x.c:1:2: warning: one\n"
			  "  CHECK   /tree/a/x.c\n/tree/a/x.c:3:4: warning: two\n"
			  "  CHECK   /tree/a/xx.c\n/tree/a/xx.c:3:4: warning: three\n"
			  "  CHECK   a/x.c\nfour\n  CHECK   /tree/a/x.h\nfive\n";
	char *lines CLEANUP(free_text) = buildlog_of(log, "a/x.o");

	assert_string_equal(lines,
			    "a/x.c:1:2: warning: one\n/tree/a/x.c:3:4: warning: two\nfour\n");
}

static void errors_and_warnings_are_told_apart(void **state)
{
	assert_said("", "", "");
	assert_said("a.c:1:2: error: x\n", "a.c: error: x", "");
	assert_said("a.c:1:2: fatal error: y.h: No such file\n",
		    "a.c: fatal error: y.h: No such file", "");
	assert_said("{standard input}:12: Error: no such instruction\n",
		    "{standard input}: Error: no such instruction", "");
	assert_said("{standard input}:12: Warning: w\n", "", "{standard input}: Warning: w");
	assert_said("a.o: error: objtool: f(): bad\n", "a.o: error: objtool: f(): bad", "");
	assert_said("ERROR: modpost: \"f\" [a.ko] undefined!\n",
		    "ERROR: modpost: \"f\" [a.ko] undefined!", "");
}

static void what_is_neither_is_left_out(void **state)
{
	static const char *const samples[] = {
		"a.c: In function 'f':\n",
		"In file included from a.h:3,\n                 from a.c:1:\n",
		"a.c:1:2: note: here\n",
		"   12 |   error: warning: x\n      |   ^~~\n",
		"make[3]: *** [scripts/Makefile.build:1: a.o] Error 1\n",
		"a.c:x: error: y\n",
		": error: x\n",
		"a.c:1:\n",
		"a.c:1",
		"a.c:",
		"\n\n\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		assert_said(samples[i], "", "");
}

static void what_make_says_of_an_object_is_found(void **state)
{
	static const struct {
		const char *log, *errors;
	} samples[] = {
		{ "", "" },
		{ "make[3]: *** No rule to make target 'a/b/c.o', needed by 'a/b/'.  Stop.\n",
		  "No rule to make target 'a/b/c.o', needed by 'a/b/'.  Stop." },
		{ "make[3]: *** No rule to make target 'a/b/cc.o'.  Stop.\n", "" },
		{ "/tree/a/b/Makefile:3: *** missing separator.  Stop.\n",
		  "/tree/a/b/Makefile: *** missing separator.  Stop." },
		{ "../a/Makefile:3: *** missing separator.  Stop.\n",
		  "../a/Makefile: *** missing separator.  Stop." },
		{ "/tree/a/bb/Makefile:3: *** missing separator.  Stop.\n", "" },
		{ "/tree/za/Makefile:3: *** missing separator.  Stop.\n", "" },
		{ "Makefile:3: *** missing separator.  Stop.\n",
		  "Makefile: *** missing separator.  Stop." },
		{ "make[3]: *** [a/b/Makefile:1: a/b/c.o] Error 1\n", "" },
		{ "a/b/Makefile:3: warning: overriding recipe\n", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct strlist errors = { 0 };

		print_message("# %s\n", samples[i].log);
		buildlog_of_make(samples[i].log, "a/b/c.o", &errors);
		assert_list(&errors, samples[i].errors);
		strlist_release(&errors);
	}
}

RUN_TESTS(TEST(two_makes_of_one_object_are_counted),
	  TEST(lines_belong_to_the_object_announced_before),
	  TEST(identities_hold_no_place_in_the_file),
	  TEST(a_warning_is_of_a_function),
	  TEST(sparse_speaks_of_the_source),
	  TEST(errors_and_warnings_are_told_apart),
	  TEST(what_is_neither_is_left_out), TEST(what_make_says_of_an_object_is_found))
