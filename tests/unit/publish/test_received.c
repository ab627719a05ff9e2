// SPDX-License-Identifier: GPL-2.0
/* What is known again of a branch, and which patch a received trailer goes to. */
#define entry world_entry /* callgraph.h has an entry of its own */
#include "world.h"
#undef entry

#include "git/change.h"
#include "lib/ledger.h"
#include "lib/state.h"
#include "publish/received.h"
#include "series/plan.h"
#include "series/series.h"

#define MARKER "--- b4-submit-tracking ---"
#define GIVEN "Reviewed-by: R <r@x.org>\n"
#define MINE "Signed-off-by: M <m@x.org>\n"

/* A branch with one commit, which changes the file f, and a plan with one patch. */
struct scene {
	char *dir;
	struct base base;
	struct state state;
	struct commit commit;
	struct series series;
	struct change change, more;
	const struct change *changes[2];
	struct patch patch;
	struct plan plan;
	struct own_trailers own;
};

static git_oid blob(const struct base *base, const char *text)
{
	git_oid oid;

	assert_success(base_write(base, text, strlen(text), &oid));
	return oid;
}

static void open_scene(struct scene *s)
{
	const struct world_entry before[] = { { "f", "old", 0 },
					      { "g", "g", 0 },
					      { NULL, NULL, 0 } };
	const struct world_entry after[] = { { "f", "new", 0 }, { NULL, NULL, 0 } };

	*s = (struct scene){ .dir = world_make() };
	world_base(&s->base, s->dir, before);
	assert_success(ledger_open(&s->state.ledger, ":memory:"));
	s->commit = (struct commit){ .subject = xstrdup("S"), .author = xstrdup("M <m@x.org>"),
				     .message = xstrdup("S\n\nT.\n\n" MINE "---\nCc: l@x.org\n") };
	s->commit.tree = world_tree(s->base.repo, &s->base.tree, after);
	s->series = (struct series){ .branch = xstrdup("b4/x"), .base = s->base.commit,
				     .start = s->base.commit, .v = &s->commit, .nr = 1,
				     .cover = xstrdup("C\n\nT.\n\n" MARKER "\n{}\n") };
	s->change = (struct change){ .path = xstrdup("f"), .mode = GIT_FILEMODE_BLOB };
	s->change.before = blob(&s->base, "old");
	s->change.after = blob(&s->base, "new");
	s->changes[0] = &s->change;
	s->changes[1] = &s->more;
	s->patch = (struct patch){ .nr = 1,
				   .id = (char *)"p",
				   .subject = xstrdup("S"),
				   .body = xstrdup("T.\n"),
				   .changes = { s->changes, 1, 0 } };
	s->plan = (struct plan){ .patches = { &s->patch, 1, 0 } };
	own_trailers_of(&s->own, &s->plan, "M <m@x.org>");
	assert_success(own_trailers_keep(&s->state, &s->base, &s->series, &s->own));
}

static void close_scene(struct scene *s)
{
	own_trailers_release(&s->own);
	free(s->commit.subject);
	free(s->commit.author);
	free(s->commit.message);
	free(s->series.branch);
	free(s->series.cover);
	free(s->change.path);
	free(s->patch.subject);
	free(s->patch.body);
	strlist_release(&s->patch.received);
	ledger_free(s->state.ledger);
	base_release(&s->base);
	free_world(&s->dir);
}

static void set(char **text, const char *value)
{
	free(*text);
	*text = xstrdup(value);
}

static int recall(const struct scene *s)
{
	struct own_trailers own CLEANUP(own_trailers_release) = { 0 };
	struct state state = s->state;

	return own_trailers_recall(&own, &state, &s->base, &s->series);
}

static void what_b4_does_is_no_change(void **state)
{
	struct scene s;

	open_scene(&s);
	assert_int_equal(recall(&s), 1);
	set(&s.commit.message, "S\n\nT.\n\n" GIVEN "Link: x\n" MINE "---\nCc: l@x.org\n\n\n");
	assert_int_equal(recall(&s), 1);
	set(&s.series.cover, "C\n\nT.\n\n---\nChanges in v2:\n- x\n\n" MARKER "\n{\"a\": 1}");
	assert_int_equal(recall(&s), 1);
	s.commit.id.id[0] = s.series.tip.id[0] = 1;
	assert_int_equal(recall(&s), 1);
	close_scene(&s);
}

static void what_hands_do_is_one(void **state)
{
	for (int what = 0; what < 10; what++) {
		struct scene s;

		open_scene(&s);
		if (what == 0)
			set(&s.commit.message, "S\n\nU.\n\n" MINE "---\nCc: l@x.org\n");
		else if (what == 1)
			set(&s.commit.message, "U\n\nT.\n\n" MINE "---\nCc: l@x.org\n");
		else if (what == 2)
			set(&s.commit.message, "S\n\nT.\n\n" MINE "---\nCc: m@x.org\n");
		else if (what == 3)
			set(&s.commit.message, "S\n\nT.\n\n" GIVEN "---\nCc: l@x.org\n");
		else if (what == 4)
			set(&s.series.cover, "C\n\nU.\n\n" MARKER "\n{}\n");
		else if (what == 5)
			set(&s.commit.author, "N <m@x.org>");
		else if (what == 6)
			s.commit.tree.id[0] ^= 1;
		else if (what == 7)
			s.series.base.id[0] ^= 1;
		else if (what == 8)
			s.series.nr = 0;
		else
			set(&s.series.branch, "b4/y");
		assert_int_equal(recall(&s), 0);
		s.series.nr = 1;
		close_scene(&s);
	}
}

static void own_trailers_are_told_from_received_ones(void **state)
{
	struct own_trailers own CLEANUP(own_trailers_release) = { 0 };
	struct scene s;

	open_scene(&s);
	/* the campaign came to give a link, and so it is not received */
	strlist_add(LIST_ADD(&own), "Signed-off-by: M <m@x.org>");
	strlist_add(&own.v[0], "Link: x");
	assert_success(own_trailers_keep(&s.state, &s.base, &s.series, &own));
	own_trailers_release(&own);
	set(&s.commit.message, "S\n\nT.\n\nLink: x\n" GIVEN MINE "---\nCc: l@x.org\n");
	assert_int_equal(own_trailers_recall(&own, &s.state, &s.base, &s.series), 1);
	assert_list(&own.v[0], "Signed-off-by: M <m@x.org> Link: x");
	own_trailers_release(&own);
	set(&s.commit.message, "S\n\nT.\n\n" GIVEN MINE "---\nCc: l@x.org\n");
	assert_int_equal(own_trailers_recall(&own, &s.state, &s.base, &s.series), 1);
	assert_list(&own.v[0], "Signed-off-by: M <m@x.org>");
	close_scene(&s);
}

/* Take over a review; @why it was dropped, or NULL when it was kept. */
static void assert_taken(struct scene *s, bool ours, const char *why)
{
	struct received_trailers received CLEANUP(received_trailers_release) = { 0 };

	set(&s->commit.message, "S\n\nT.\n\n" GIVEN MINE "---\nCc: l@x.org\n");
	assert_success(received_take(&received, &s->plan, &s->base, &s->series,
				     ours ? &s->own : NULL, &s->own, NULL));
	assert_int_equal(received.nr, 1);
	assert_string_equal(received.v[0].trailer, "Reviewed-by: R <r@x.org>");
	assert_string_equal(received.v[0].subject, "S");
	assert_string_equal(received.v[0].why ? received.v[0].why : "", why ? why : "");
	assert_int_equal(s->patch.received.nr, why ? 0 : 1);
}

static void a_trailer_goes_to_the_patch_with_the_same_change(void **state)
{
	for (int what = 0; what < 8; what++) {
		const char *why = "the patch changed";
		struct scene s;

		open_scene(&s);
		if (what == 0)
			s.change.before = blob(&s.base, "older");
		else if (what == 1)
			s.change.after = blob(&s.base, "newer");
		else if (what == 2)
			s.change.mode = GIT_FILEMODE_BLOB_EXECUTABLE;
		else if (what == 3)
			set(&s.change.path, "h");
		else if (what == 4)
			s.patch.changes.nr = 2;
		else if (what == 5)
			s.patch.changes.nr = 0;
		else
			why = NULL; /* as it was, and with another subject */
		if (what == 7)
			set(&s.patch.subject, "Other");
		assert_taken(&s, true, why);
		close_scene(&s);
	}
}

static void without_that_patch_it_is_said_that_it_is_gone(void **state)
{
	struct scene s;

	open_scene(&s);
	set(&s.patch.subject, "Other");
	set(&s.change.path, "h");
	assert_taken(&s, true, "no patch makes this change any more");
	close_scene(&s);
}

static void of_a_strange_branch_only_praise_is_taken(void **state)
{
	struct received_trailers received CLEANUP(received_trailers_release) = { 0 };
	struct scene s;

	open_scene(&s);
	assert_taken(&s, false, NULL);
	strlist_release(&s.patch.received);
	set(&s.commit.message, "S\n\nT.\n\nLink: x\nSigned-off-by: N <n@x.org>\n");
	assert_success(received_take(&received, &s.plan, &s.base, &s.series, NULL, &s.own, NULL));
	assert_int_equal(received.nr, 0);
	/* of a branch of ours it would have been received */
	assert_success(received_take(&received, &s.plan, &s.base, &s.series, &s.own, &s.own, NULL));
	assert_int_equal(received.nr, 2);
	close_scene(&s);
}

static void what_the_campaign_gives_is_not_given_twice(void **state)
{
	struct own_trailers new CLEANUP(own_trailers_release) = { 0 };
	struct received_trailers received CLEANUP(received_trailers_release) = { 0 };
	struct scene s;

	open_scene(&s);
	strlist_add(LIST_ADD(&new), "reviewed-by: R <R@x.org>");
	set(&s.commit.message, "S\n\nT.\n\n" GIVEN GIVEN MINE);
	assert_success(received_take(&received, &s.plan, &s.base, &s.series, &s.own, &new, NULL));
	assert_int_equal(s.patch.received.nr, 0);
	assert_success(received_take(&received, &s.plan, &s.base, &s.series, &s.own, &s.own, NULL));
	assert_int_equal(s.patch.received.nr, 1);
	close_scene(&s);
}

RUN_TESTS(TEST(what_b4_does_is_no_change),
	  TEST(what_hands_do_is_one),
	  TEST(own_trailers_are_told_from_received_ones),
	  TEST(a_trailer_goes_to_the_patch_with_the_same_change),
	  TEST(without_that_patch_it_is_said_that_it_is_gone),
	  TEST(of_a_strange_branch_only_praise_is_taken),
	  TEST(what_the_campaign_gives_is_not_given_twice))
