// SPDX-License-Identifier: GPL-2.0
/* What is new in a version, and where it is put. */
#include "world.h"

#include "publish/changelog.h"
#include "publish/received.h"
#include "publish/seriesdiff.h"

#define LINK "- Link to v1: http://x/1\n"
#define B4 "Changes in v2:\n- EDITME: describe what is new in this series revision.\n" \
	   "- EDITME: use bulletpoints and terse descriptions.\n" LINK "\n"
#define OLD "Changes in v1:\n- Something\n"

static void assert_placed(const char *below, const char *before, const char *now,
			  const char *expected)
{
	char *text CLEANUP(free_text) = changelog_place(below, 2, before, now);

	assert_string_equal(text ? text : "(left)", expected);
}

static void it_takes_the_place_of_what_b4_asks_for(void **state)
{
	assert_placed(B4, "", "- New\n", "Changes in v2:\n- New\n" LINK "\n");
	assert_placed(B4 OLD, "", "- New\n", "Changes in v2:\n- New\n" LINK "\n" OLD);
}

static void it_takes_the_place_of_what_was_written_before(void **state)
{
	assert_placed("Changes in v2:\n- Was\n- A person\n" LINK, "- Was\n", "- Is\n",
		      "Changes in v2:\n- Is\n- A person\n" LINK);
}

static void what_a_person_wrote_is_left(void **state)
{
	assert_placed("Changes in v2:\n- A person\n" LINK, "- Was\n", "- Is\n", "(left)");
	/* what treewide wrote stands in another version: that is history */
	assert_placed("Changes in v2:\n- A person\n\nChanges in v1:\n- Was\n", "- Was\n", "- Is\n",
		      "(left)");
	assert_placed("Changes in v2:\n- A person\n\nChanges in v1:\n- EDITME: x\n", "", "- Is\n",
		      "(left)");
}

static void a_section_that_is_missing_is_made(void **state)
{
	assert_placed(NULL, "", "- Is\n", "Changes in v2:\n- Is\n");
	assert_placed(OLD, "", "- Is\n", "Changes in v2:\n- Is\n\n" OLD);
}

static void add(struct differences *differences, enum became became, const char *subject,
		const char *why)
{
	struct difference *difference = LIST_ADD(differences);

	difference->id = xstrdup("id");
	difference->subject = xstrdup(subject);
	difference->why = xstrdup(why);
	difference->became = became;
}

static void it_says_what_became_of_the_patches(void **state)
{
	struct differences differences CLEANUP(differences_release) = { 0 };
	struct received_trailers received CLEANUP(received_trailers_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;

	add(&differences, BECAME_KEPT, "kept", "");
	add(&differences, BECAME_LANDED, "landed", "the base has its lines");
	add(&differences, BECAME_ADDED, "added", "");
	received_trailers_add(&received, "id", "kept", "Reviewed-by: R V <r@x.org>", NULL);
	received_trailers_add(&received, "id", "kept", "Acked-by: A <a@x.org>",
			      "the patch changed");
	received_trailers_add(&received, "id", "kept", "Link: http://x", NULL);
	text = changelog_make("v9 (123)", &differences, &received);
	assert_string_equal(text, "- Rebase onto v9 (123)\n"
				  "- Add \"added\"\n"
				  "- Drop, for it has landed, \"landed\" (the base has its lines)\n"
				  "- Pick up the Reviewed-by of R V for \"kept\"\n"
				  "- Drop the Acked-by of A for \"kept\": the patch changed\n");
}

static void nothing_new_is_nothing_said(void **state)
{
	struct differences differences CLEANUP(differences_release) = { 0 };
	struct received_trailers received CLEANUP(received_trailers_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;

	add(&differences, BECAME_KEPT, "kept", "its message differs");
	text = changelog_make(NULL, &differences, &received);
	assert_string_equal(text, "");
}

static void many_patches_are_counted(void **state)
{
	struct differences differences CLEANUP(differences_release) = { 0 };
	struct received_trailers received CLEANUP(received_trailers_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;

	for (int i = 0; i < 13; i++)
		add(&differences, BECAME_ADDED, "x", "");
	text = changelog_make(NULL, &differences, &received);
	assert_non_null(strstr(text, "- Add 3 more patches\n"));
}

RUN_TESTS(TEST(it_takes_the_place_of_what_b4_asks_for),
	  TEST(it_takes_the_place_of_what_was_written_before), TEST(what_a_person_wrote_is_left),
	  TEST(a_section_that_is_missing_is_made), TEST(it_says_what_became_of_the_patches),
	  TEST(nothing_new_is_nothing_said), TEST(many_patches_are_counted))
