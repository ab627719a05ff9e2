// SPDX-License-Identifier: GPL-2.0
/* What became of each mail survives whatever happens between two steps. */
#include "world.h"

#include "lib/digest.h"
#include "lib/json.h"
#include "lib/state.h"
#include "mail/mailcheck.h"
#include "mail/outbox.h"

static struct recipient somebody = { .name = (char *)"", .email = (char *)"list@example.org" };

static void make_letters(struct checked_mails *letters)
{
	for (unsigned i = 0; i < 3; i++) {
		struct checked_mail *letter = LIST_ADD(letters);
		char *text CLEANUP(free_text) =
			xasprintf("From: Me <me@example.org>\nTo: a@b, c@d\n"
				  "Message-Id: <%u@x>\n\nBody %u\n",
				  i, i);

		letter->nr = i;
		letter->subject = "Something";
		*LIST_ADD(&letter->wanted) = somebody;
		assert_success(checked_mail_take(letter, text, strlen(text)));
	}
}

/* A state directory with an outbox of three mails for b4/x. */
static void begin(struct state *state, struct outbox *outbox)
{
	struct checked_mails letters CLEANUP(checked_mails_release) = { 0 };
	json_t *waived CLEANUP(free_json) = json_array();
	struct outbox_plan plan = { .branch = "b4/x", .revision = 2, .tag = "sent/x-v2",
				    .waived = waived };

	plan.old_tip = digest_of("old");
	plan.new_tip = digest_of("new");
	plan.tag_id = digest_of("tag");
	state->dir = world_make();
	make_letters(&letters);
	assert_success(outbox_create(outbox, state, &letters, &plan));
}

static void end(struct state *state)
{
	free_world(&state->dir);
}

static void what_was_put_in_comes_out(void **unused)
{
	struct state state = { 0 };
	struct outbox outbox CLEANUP(outbox_release) = { 0 };
	struct outbox again CLEANUP(outbox_release) = { 0 };
	struct outbox_plan plan;
	git_oid tip = digest_of("new");
	size_t len;
	char *text CLEANUP(free_text) = NULL;

	begin(&state, &outbox);
	assert_int_equal(outbox_load(&again, &state, "b4/x"), 1);
	assert_int_equal(outbox_count(&again), 3);
	assert_int_equal(outbox_count_fate(&again, FATE_WAITING), 3);
	assert_string_equal(json_field(outbox_mail(&again, 1), "message_id"), "<1@x>");
	assert_string_equal(json_field(outbox_mail(&again, 1), "sender"), "me@example.org");
	assert_int_equal(json_array_size(json_object_get(outbox_mail(&again, 1), "to")), 2);
	text = outbox_text(&again, 1, &len);
	assert_non_null(strstr(text, "Body 1"));
	assert_success(outbox_plan_of(&again, &plan));
	assert_string_equal(plan.branch, "b4/x");
	assert_string_equal(plan.tag, "sent/x-v2");
	assert_int_equal(plan.revision, 2);
	assert_true(git_oid_equal(&plan.new_tip, &tip));
	end(&state);
}

static void nothing_is_found_for_another_branch(void **unused)
{
	struct state state = { 0 };
	struct outbox outbox CLEANUP(outbox_release) = { 0 };
	struct outbox again CLEANUP(outbox_release) = { 0 };

	begin(&state, &outbox);
	assert_int_equal(outbox_load(&again, &state, "b4/y"), 0);
	end(&state);
}

static void every_step_is_on_the_disk(void **unused)
{
	struct state state = { 0 };
	struct outbox outbox CLEANUP(outbox_release) = { 0 };

	begin(&state, &outbox);
	assert_success(outbox_note(&outbox, 0, FATE_SENT, ""));
	assert_success(outbox_note(&outbox, 1, FATE_UNKNOWN, "no \"answer\""));
	for (int round = 0; round < 2; round++) {
		struct outbox again CLEANUP(outbox_release) = { 0 };

		assert_int_equal(outbox_load(&again, &state, "b4/x"), 1);
		assert_int_equal(outbox_fate(&again, 0), FATE_SENT);
		assert_int_equal(outbox_fate(&again, 1), FATE_UNKNOWN);
		assert_int_equal(outbox_fate(&again, 2), FATE_WAITING);
		assert_string_equal(json_field(outbox_mail(&again, 1), "why"), "no \"answer\"");
	}
	end(&state);
}

static void a_changed_mail_is_refused(void **unused)
{
	struct state state = { 0 };
	struct outbox outbox CLEANUP(outbox_release) = { 0 };
	size_t len;

	begin(&state, &outbox);
	world_file(outbox.dir, "0001.eml", "From: Me\n\nOther\n");
	assert_null(outbox_text(&outbox, 1, &len));
	assert_failure(-1, FAIL_SYSTEM, "0001.eml is not what was written there");
	end(&state);
}

static void a_broken_journal_is_refused(void **unused)
{
	static const char *const samples[] = {
		"", "{", "[]", "{}", "{\"mails\": []}",
		"{\"branch\": \"b4/x\", \"old_tip\": \"1\", \"mails\": [{\"file\": \"a\"}]}",
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct state state = { 0 };
		struct outbox outbox CLEANUP(outbox_release) = { 0 };
		struct outbox again CLEANUP(outbox_release) = { 0 };

		begin(&state, &outbox);
		world_file(outbox.dir, "journal.json", samples[i]);
		assert_failure(outbox_load(&again, &state, "b4/x"), FAIL_SYSTEM,
			       "journal.json is broken");
		end(&state);
	}
}

static void a_word_that_is_not_known_tells_nothing(void **unused)
{
	struct state state = { 0 };
	struct outbox outbox CLEANUP(outbox_release) = { 0 };

	begin(&state, &outbox);
	json_object_set_new(outbox_mail(&outbox, 0), "fate", json_string("gone"));
	assert_int_equal(outbox_fate(&outbox, 0), FATE_UNKNOWN);
	end(&state);
}

static void what_is_done_moves_away(void **unused)
{
	struct state state = { 0 };
	struct outbox outbox CLEANUP(outbox_release) = { 0 };
	struct outbox again CLEANUP(outbox_release) = { 0 };
	char *other CLEANUP(free_text) = NULL;

	begin(&state, &outbox);
	other = xasprintf("%s/sent/b4-x-v2", state.dir);
	assert_success(io_mkdirs(other));
	assert_success(outbox_finish(&outbox, &state));
	assert_string_equal(outbox.dir + strlen(state.dir), "/sent/b4-x-v2.1");
	assert_int_equal(outbox_load(&again, &state, "b4/x"), 0);
	end(&state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_put_in_comes_out),
		cmocka_unit_test(nothing_is_found_for_another_branch),
		cmocka_unit_test(every_step_is_on_the_disk),
		cmocka_unit_test(a_changed_mail_is_refused),
		cmocka_unit_test(a_broken_journal_is_refused),
		cmocka_unit_test(a_word_that_is_not_known_tells_nothing),
		cmocka_unit_test(what_is_done_moves_away),
	};
	int failed;

	git_libgit2_init();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	git_libgit2_shutdown();
	return failed;
}
