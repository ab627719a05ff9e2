// SPDX-License-Identifier: GPL-2.0
/* On which names it depends how an addition to a header is read. */
#include "fake.h"

#include "csrc/addition.h"
#include "kbuild/closure.h"
#include "readers/meaning.h"

#define HEAD "#ifndef API_H\n#define API_H\n#include <types.h>\nstruct dev;\n"
#define TAIL "int api(struct dev *d);\n#endif\n"

/* What is added to include/api.h, which reads include/types.h with this text. */
static void find_meaning(struct meaning *meaning, const char *added, const char *types)
{
	const struct entry entries[] = {
		{ "Kconfig", "\n" },	    { "a.c", "#include <api.h>\n" },
		{ "include/api.h", HEAD TAIL }, { "include/seed.h", "\n" },
		{ "include/types.h", types }, { NULL, NULL },
	};
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct addition addition CLEANUP(addition_release) = { 0 };
	struct closure closure CLEANUP(closure_release) = { 0 };
	char *text CLEANUP(free_text) = xasprintf("%s%s%s", HEAD, added, TAIL);
	size_t after;

	fake_open(&fake, entries);
	after = FAKE_CHANGE(&fake, 0, { "include/api.h", text });
	addition_read(&addition, HEAD TAIL, text);
	assert_null(addition.why);
	assert_success(closure_read(&closure, &fake.build.scan, &fake.base,
				    &fake.build.revisions.v[after].view, "include/api.h",
				    addition.line));
	meaning_find(meaning, &addition, &closure);
}

/* The names that are asked for, those that nothing surely declares, and the order. */
static void assert_meaning(const char *added, const char *types, const char *names,
			   const char *free_names, const char *order)
{
	struct meaning meaning CLEANUP(meaning_release) = { 0 };

	find_meaning(&meaning, added, types);
	assert_list(&meaning.names, names);
	assert_list(&meaning.free, free_names);
	if (!order)
		assert_null(meaning.order);
	else if (!meaning.order || !strstr(meaning.order, order))
		fail_msg("%s, not %s", meaning.order ? meaning.order : "no order", order);
}

#define GUARD(text) "#ifndef TYPES_H\n#define TYPES_H\n" text "#endif\n"

static void words_of_the_addition_are_asked_for(void **state)
{
	assert_meaning("int fresh(struct dev *d);\n", GUARD(""), "API_H d dev int struct", "",
		       NULL);
	assert_meaning("int fresh(u32 x);\n", GUARD("typedef unsigned int u32;\n"),
		       "API_H TYPES_H int typedef u32 unsigned x",
		       "", NULL);
}

static void what_nothing_declares_is_free(void **state)
{
	assert_meaning("int fresh(u32 x);\n", GUARD(""), "API_H int u32 x", "u32", NULL);
	assert_meaning("int fresh(struct other *o);\n", GUARD(""), "API_H int o other struct",
		       "other", NULL);
}

static void macros_and_their_conditions_are_followed(void **state)
{
	assert_meaning("int fresh(word x);\n", GUARD("typedef int inner;\n#define word inner\n"),
		       "API_H TYPES_H inner int typedef word x", "", NULL);
	assert_meaning("int fresh(word x);\n",
		       GUARD("#ifdef WIDE\n#define word long\n#else\n#define word int\n#endif\n"),
		       "API_H TYPES_H WIDE int long word x", "word", NULL);
}

RUN_TESTS(TEST(words_of_the_addition_are_asked_for), TEST(what_nothing_declares_is_free),
	  TEST(macros_and_their_conditions_are_followed))
