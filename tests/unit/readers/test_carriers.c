// SPDX-License-Identifier: GPL-2.0
/* Which files bring a meaning of their own to a name. */
#include "world.h"

#include "lib/json.h"
#include "readers/carriers.h"

/* What is found in a text: "macros words pragmas packs", by the number of paths. */
static void assert_carries(const char *text, const char *expected)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct strlist words CLEANUP(strlist_release) = { 0 };
	json_t *found CLEANUP(free_json) = carriers_none();
	char *said CLEANUP(free_text) = NULL;

	strlist_add(&names, "asked");
	strlist_add(&words, "word");
	carriers_read(found, "a.c", text, &names, &words);
	said = xasprintf("%zu %zu %zu %zu", json_object_size(json_object_get(found, "macros")),
			 json_object_size(json_object_get(found, "words")),
			 json_array_size(json_object_get(found, "pragmas")),
			 json_array_size(json_object_get(found, "packs")));
	if (strcmp(said, expected) != 0)
		fail_msg("%s: %s, not %s", text, said, expected);
}

static void who_defines_a_name_carries_it(void **state)
{
	assert_carries("#define asked 1\n", "1 0 0 0");
	assert_carries("int a;\n #\tundef  asked\n", "1 0 0 0");
	assert_carries("/* x */ # define asked\n", "1 0 0 0");
	assert_carries("#define asked(x) x\n#define asked 2\n", "1 0 0 0");
	assert_carries("#define asked_too 1\n#define unasked 1\n", "0 0 0 0");
	assert_carries("#ifdef asked\n#endif\n#defined asked\n", "0 0 0 0");
	assert_carries("int asked; /* not a #define asked */\n", "0 0 0 0");
}

static void who_holds_a_word_carries_it(void **state)
{
	assert_carries("int word;\n", "0 1 0 0");
	assert_carries("int words, sword;\n", "0 0 0 0");
}

static void pragmas_are_told_from_packs(void **state)
{
	assert_carries("#pragma GCC diagnostic push\n", "0 0 1 0");
	assert_carries("# pragma pack(1)\n", "0 0 0 1");
	assert_carries("#pragma once\n", "0 0 0 0");
	assert_carries("#pragma once_more\n", "0 0 1 0");
	assert_carries("int a;\n_Pragma(\"x\")\n__diag_push();\n", "0 0 1 0");
	assert_carries("#define MY_DIAG \\\n\t__diag_push()\n", "0 0 0 0");
	assert_carries("#define MY_DIAG __diag_push()\n__diag_push();\n", "0 0 1 0");
}

static void a_path_stands_there_once_for_each_name(void **state)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct strlist none CLEANUP(strlist_release) = { 0 };
	json_t *found CLEANUP(free_json) = carriers_none();
	const json_t *paths;

	strlist_add(&names, "a");
	strlist_add(&names, "b");
	carriers_read(found, "x.c", "#define a\n#undef a\n", &names, &none);
	carriers_read(found, "y.c", "#define b\n#define a\n", &names, &none);
	paths = json_object_get(json_object_get(found, "macros"), "a");
	assert_int_equal(json_array_size(paths), 2);
	assert_string_equal(json_string_value(json_array_get(paths, 0)), "x.c");
	assert_string_equal(json_string_value(json_array_get(paths, 1)), "y.c");
	paths = json_object_get(json_object_get(found, "macros"), "b");
	assert_int_equal(json_array_size(paths), 1);
}

RUN_TESTS(TEST(who_defines_a_name_carries_it), TEST(who_holds_a_word_carries_it),
	  TEST(pragmas_are_told_from_packs), TEST(a_path_stands_there_once_for_each_name))
