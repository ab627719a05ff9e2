// SPDX-License-Identifier: GPL-2.0
/* Premises that look at nothing but what was found before, and what is said of them. */
#include "world.h"

#include "build/target_build.h"
#include "readers/premise.h"

/* What the premise of that name makes of the derivation: readers, sorted. */
static void ask_one(struct derivation *derivation, const char *name, struct strlist *readers)
{
	const struct premise *premise = premises;

	while (premise->name && strcmp(premise->name, name) != 0)
		premise++;
	assert_non_null(premise->name);
	assert_success(premise->ask(derivation, readers));
	strlist_sort(readers);
}

static void an_order_refuses(void **state)
{
	struct derivation derivation CLEANUP(derivation_release) = { 0 };
	struct strlist readers CLEANUP(strlist_release) = { 0 };

	ask_one(&derivation, "order", &readers);
	assert_null(derivation.why);
	derivation.meaning.order = xstrdup("a is defined in b.h");
	ask_one(&derivation, "order", &readers);
	assert_non_null(strstr(derivation.why, "a is defined in b.h"));
	assert_int_equal(readers.nr, 0);
}

static void a_circle_refuses(void **state)
{
	struct derivation derivation CLEANUP(derivation_release) = { 0 };
	struct strlist readers CLEANUP(strlist_release) = { 0 };

	ask_one(&derivation, "circle", &readers);
	assert_null(derivation.why);
	derivation.closure.circle = xstrdup("include/b.h");
	ask_one(&derivation, "circle", &readers);
	assert_non_null(strstr(derivation.why, "include/b.h"));
}

static void what_is_no_c_source_stands_apart(void **state)
{
	struct derivation derivation CLEANUP(derivation_release) = { 0 };
	struct strlist readers CLEANUP(strlist_release) = { 0 };

	strlist_add(&derivation.readers, "a/entry.S");
	strlist_add(&derivation.readers, "a/x.c");
	ask_one(&derivation, "sources", &readers);
	assert_list(&readers, "a/entry.S");
	assert_null(derivation.why);
}

static void the_first_reason_stays(void **state)
{
	struct derivation derivation CLEANUP(derivation_release) = { 0 };

	derivation_refuse(&derivation, "first");
	derivation_refuse(&derivation, "second");
	assert_string_equal(derivation.why, "first");
}

static void what_is_counted_is_told(void **state)
{
	struct changed_files changed = { 0 };
	struct derivation derivation CLEANUP(derivation_release) = { .changed = &changed };

	derivation_tell(&derivation, "macros", 3, "reach a file");
	derivation_tell(&derivation, "words", 0, "have a word");
	assert_list(&changed.includers.premises, "macros: 3 reach a file words: 0 have a word");
	strlist_release(&changed.includers.premises);
}

RUN_TESTS(TEST(an_order_refuses), TEST(a_circle_refuses), TEST(what_is_no_c_source_stands_apart),
	  TEST(the_first_reason_stays), TEST(what_is_counted_is_told))
