// SPDX-License-Identifier: GPL-2.0
/* The words of an API: which of them belong together, and when they count as the same. */
#include "world.h"

#include "campaign/family.h"
#include "lib/digest.h"

static void add_pair(struct family *family, const char *taker, const char *releasers)
{
	struct taker_pair *pair = LIST_ADD(&family->pairs);

	pair->taker = xstrdup(taker);
	strlist_split(&pair->releasers, releasers, " ");
}

static void make_family(struct family *family)
{
	strlist_split(&family->takers, "take take_one take_none", " ");
	strlist_split(&family->releasers, "give give_one", " ");
	strlist_split(&family->enablers, "enable", " ");
	strlist_split(&family->plain, "plain", " ");
	strlist_split(&family->actions, "action", " ");
	strlist_split(&family->bind, "pci_driver.probe", " ");
	strlist_split(&family->unbind, "remove pci_driver.undo .bare module_exit", " ");
	strlist_split(&family->elsewhere, "suspend", " ");
	add_pair(family, "take_one", "give_one give_all");
	add_pair(family, "take_none", "");
}

static void the_words_are_those_of_all_roles(void **state)
{
	struct family family CLEANUP(family_release) = { 0 };

	make_family(&family);
	strlist_add(&family.releasers, "take");
	family_sort(&family);
	assert_list(&family.words, "action enable give give_one plain take take_none take_one");
	assert_list(&family.takers, "take take_none take_one");
	assert_list(&family.unbind, ".bare module_exit pci_driver.undo remove");
	assert_list(&family.pairs.v[0].releasers, "give_all give_one");
}

static void a_releaser_releases_what_its_pair_says(void **state)
{
	static const struct {
		const char *releaser, *taker;
		bool expected;
	} samples[] = {
		{ "give", "take", true },
		{ "give_one", "take", true },
		{ "give_one", "take_one", true },
		{ "give_all", "take_one", true },
		{ "give", "take_one", false },
		{ "give", "take_on", true },
		{ "give", "take_none", false },
		{ "give", "unknown", true },
	};
	struct family family CLEANUP(family_release) = { 0 };

	make_family(&family);
	family_sort(&family);
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		if (family_releases(&family, samples[i].releaser, samples[i].taker) !=
		    samples[i].expected)
			fail_msg("%s after %s", samples[i].releaser, samples[i].taker);
}

static void a_callback_may_be_of_one_type_or_of_any(void **state)
{
	static const struct {
		const char *type, *name;
		bool expected;
	} samples[] = {
		{ "", "remove", true },
		{ "pci_driver", "remove", true },
		{ "other_driver", "remove", true },
		{ "pci_driver", "undo", true },
		{ "other_driver", "undo", false },
		{ "", "undo", false },
		{ "", "pci_driver.undo", true }, /* no C name: nobody asks */
		{ "", "module_exit", true },
		{ "pci_driver", "", false },
		{ "", "", false },
		{ "pci_driver", "remov", false },
		{ "pci_driver", "remove_all", false },
		{ "my_pci_driver", "undo", false },
	};
	struct family family CLEANUP(family_release) = { 0 };

	make_family(&family);
	family_sort(&family);
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		if (family_names(&family.unbind, samples[i].type, samples[i].name) !=
		    samples[i].expected)
			fail_msg("%s of \"%s\"", samples[i].name, samples[i].type);
}

static void a_class_is_known_by_its_name(void **state)
{
	static const char *const wrong[] = { "", "Implicit", "implicit ", "explicitly",
					     "unmanaged" };

	for (int owner = 0; owner < OWNER_COUNT; owner++)
		assert_int_equal(owner_parse(owner_name((enum ownership)owner)), owner);
	assert_string_equal(owner_name(OWNER_ERROR_ONLY), "error-only");
	assert_int_equal(owner_parse("unclear"), OWNER_UNCLEAR);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_int_equal(owner_parse(wrong[i]), -1);
}

static git_oid digest_of_family(struct family *family)
{
	struct digest digest = { 0 };

	family_sort(family);
	family_digest(family, &digest);
	return digest_end(&digest);
}

/* What is done to a family, so that it is another one. */
static void alter(struct family *family, int how)
{
	struct strlist *lists[] = { &family->takers, &family->releasers, &family->enablers,
				    &family->plain, &family->actions, &family->bind,
				    &family->unbind, &family->elsewhere };
	int nr = ARRAY_SIZE(lists);

	if (how < nr) {
		strlist_add(lists[how], "more");
	} else if (how < 2 * nr) {
		strlist_release(lists[how - nr]);
	} else if (how == 2 * nr) {
		strlist_add(&family->pairs.v[0].releasers, "more");
	} else if (how == 2 * nr + 1) {
		strlist_release(&family->pairs.v[0].releasers);
	} else if (how == 2 * nr + 2) {
		free(family->pairs.v[0].taker);
		family->pairs.v[0].taker = xstrdup("take");
	} else if (how == 2 * nr + 3) {
		add_pair(family, "take", "");
	} else if (how == 2 * nr + 4) {
		/* the same words in the list beside it */
		strlist_add(&family->enablers, "plain");
		strlist_release(&family->plain);
	} else {
		/* one word instead of two */
		strlist_release(&family->releasers);
		strlist_add(&family->releasers, "givegive_one");
	}
}

static void every_change_makes_another_digest(void **state)
{
	enum { CHANGES = 8 * 2 + 6 };
	git_oid seen[CHANGES + 1];

	for (int how = -1; how < CHANGES; how++) {
		struct family family CLEANUP(family_release) = { 0 };

		make_family(&family);
		if (how >= 0)
			alter(&family, how);
		seen[how + 1] = digest_of_family(&family);
		for (int other = 0; other <= how; other++)
			if (git_oid_equal(&seen[other], &seen[how + 1]))
				fail_msg("change %d is the same as %d", how, other - 1);
	}
}

static void order_and_repetition_make_no_other_digest(void **state)
{
	struct family family CLEANUP(family_release) = { 0 };
	struct family other CLEANUP(family_release) = { 0 };
	git_oid a, b;

	make_family(&family);
	make_family(&other);
	strlist_release(&other.takers);
	strlist_split(&other.takers, "take_none take_one take take_one", " ");
	a = digest_of_family(&family);
	b = digest_of_family(&other);
	assert_true(git_oid_equal(&a, &b));
}

RUN_TESTS(TEST(the_words_are_those_of_all_roles),
	  TEST(a_releaser_releases_what_its_pair_says),
	  TEST(a_callback_may_be_of_one_type_or_of_any),
	  TEST(a_class_is_known_by_its_name),
	  TEST(every_change_makes_another_digest),
	  TEST(order_and_repetition_make_no_other_digest))
