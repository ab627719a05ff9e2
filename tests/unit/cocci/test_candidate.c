// SPDX-License-Identifier: GPL-2.0
/* Candidates are the files in scope that hold a word as a whole. */
#include "world.h"

#include "campaign/campaign.h"
#include "cocci/candidate.h"
#include "lib/ledger.h"
#include "lib/state.h"

static const struct entry entries[] = {
	{ "a/call.c", "\ttake(x);\n" },
	{ "a/comment.h", "/* take */" },
	{ "a/end.c", "take" },
	{ "a/longer.c", "retake(x); take_all(y); take2\n" },
	{ "a/other.c", "give(x);\n" },
	{ "a/text.txt", "take\n" },
	{ "a/link.c", "take", GIT_FILEMODE_LINK },
	{ "b/call.c", "taketake take\n" },
	{ "b/empty.c", "" },
	{ NULL, NULL },
};

struct place {
	char *dir;
	struct state state;
	struct base base;
	struct files all;
	struct campaign campaign;
};

static void free_place(struct place *place)
{
	ledger_free(place->state.ledger);
	base_release(&place->base);
	files_release(&place->all);
	campaign_release(&place->campaign);
	free_world(&place->dir);
}

static struct place make(void)
{
	struct place place = { .dir = world_make() };

	assert_success(ledger_open(&place.state.ledger, ":memory:"));
	world_base(&place.base, place.dir, entries);
	assert_success(files_load(&place.all, &place.base, &place.base.tree));
	return place;
}

/* Asked twice: the ledger must say the same. */
static void assert_found(struct place *place, const char *scope, const char *words,
			 const char *expected)
{
	struct strlist within = { 0 }, wanted = { 0 };

	strlist_split(&within, scope, " ");
	strlist_split(&wanted, words, " ");
	for (int i = 0; i < 2; i++) {
		struct files found CLEANUP(files_release) = { 0 };
		struct strlist paths = { 0 };

		assert_success(candidates_find(&found, &place->state, &place->base, &place->all,
					       &place->base.tree,
					       &place->campaign, &within, &wanted));
		FOR_EACH(file, &found)
			strlist_add(&paths, file->path);
		assert_list(&paths, expected);
		strlist_release(&paths);
	}
	strlist_release(&within);
	strlist_release(&wanted);
}

static void full_build_words_are_found_in_sources(void **state)
{
	struct place place CLEANUP(free_place) = make();

	assert_found(&place, "", "take", "a/call.c a/comment.h a/end.c b/call.c");
	assert_found(&place, "", "take give", "a/call.c a/comment.h a/end.c a/other.c b/call.c");
	assert_found(&place, "", "nothing", "");
	assert_found(&place, "", "", "");
}

static void only_what_is_in_scope_is_found(void **state)
{
	struct place place CLEANUP(free_place) = make();

	assert_found(&place, "b/", "take", "b/call.c");
	strlist_add(&place.campaign.scope, "a/");
	strlist_add(&place.campaign.exclude, "a/end.c");
	assert_found(&place, "", "take", "a/call.c a/comment.h");
	assert_found(&place, "b/", "take", "b/call.c");
}

static void an_empty_word_is_found_nowhere(void **state)
{
	struct place place CLEANUP(free_place) = make();
	struct files found CLEANUP(files_release) = { 0 };
	struct strlist words = { 0 };

	strlist_add(&words, "");
	assert_success(candidates_find(&found, &place.state, &place.base, &place.all,
				       &place.base.tree,
				       &place.campaign, NULL, &words));
	assert_int_equal(found.nr, 0);
	strlist_release(&words);
}

RUN_TESTS(TEST(full_build_words_are_found_in_sources),
	  TEST(only_what_is_in_scope_is_found),
	  TEST(an_empty_word_is_found_nowhere))
