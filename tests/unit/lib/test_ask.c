// SPDX-License-Identifier: GPL-2.0
/* A program is asked once for each key, and only an answer is remembered. */
#include "failing.h"

#include "lib/ask.h"
#include "lib/digest.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/state.h"

#define STAGE "fake"

/* A shell script stands for the program: it writes a line into asked for each run. */
struct asked {
	char *dir;
	struct state state;
	const char *script;	/* "$1" is the question */
	const char *version;	/* of the key */
	const char *const *questions;	/* NULL among them: it need not be asked */
	size_t nr;
	struct strlist taken;	/* "QUESTION=ANSWER", with "!" when it was remembered */
	bool fails;		/* begin() does */
};

static int key_of(void *ctx, size_t nr, git_oid *key)
{
	const struct asked *asked = ctx;

	if (!asked->questions[nr])
		return 0;
	*key = DIGEST(asked->version, asked->questions[nr]);
	return 1;
}

static int begin(void *ctx, size_t nr, struct ask_run *run)
{
	const struct asked *asked = ctx;
	char *script CLEANUP(free_text) = xasprintf("echo \"$1\" >>%s/asked; %s", asked->dir,
						    asked->script);

	run->dir = io_mktemp(asked->state.tmp);
	if (!run->dir)
		return -1;
	run->out = xasprintf("%s.out", run->dir);
	run->log = xasprintf("%s.log", run->dir);
	run->job = (struct job){ .dir = run->dir, .timeout = 30 };
	STRLIST_ADD(&run->env, "WORD=from the environment");
	STRLIST_ADD(&run->argv, "sh", "-c", script, "sh", asked->questions[nr]);
	return asked->fails ? fail_system("it cannot begin") : 0;
}

static json_t *read_words(void *ctx, size_t nr, const struct ask_run *run)
{
	char *text CLEANUP(free_text) = io_read(run->out, NULL);

	assert_int_equal(run->nr, nr);
	assert_non_null(ctx);
	if (run->job.exit || run->job.timed_out)
		fail_system("the fake failed (exit %d)", run->job.exit);
	if (!text || run->job.exit || run->job.timed_out)
		return NULL;
	text[strcspn(text, "\n")] = '\0';
	return strcmp(text, "nothing") ? json_text(text) : json_null();
}

/* "42" and such: all else is no answer. */
static int take_number(void *ctx, size_t nr, const json_t *answer, const struct ask_run *run)
{
	struct asked *asked = ctx;
	const char *text = json_string_value(answer);

	if (!text || !*text || text[strspn(text, "0123456789")])
		return 0;
	*LIST_ADD(&asked->taken) = xasprintf("%s=%s%s", asked->questions[nr], text, run ? "" : "!");
	return 1;
}

static char *about(void *ctx, size_t nr)
{
	return xstrdup(((const struct asked *)ctx)->questions[nr]);
}

static int ask(struct asked *asked)
{
	return ask_all(&(struct asking){ .state = &asked->state, .stage = STAGE,
					 .doing = "asking", .nr = asked->nr, .ctx = asked,
					 .key = key_of, .begin = begin, .read = read_words,
					 .take = take_number, .about = about });
}

static void open_asked(struct asked *asked, char *dir, const char *const *questions, size_t nr)
{
	*asked = (struct asked){ .dir = dir, .version = "1", .questions = questions, .nr = nr,
				 .script = "echo 1$1" };
	asked->state.jobs = 2;
	asked->state.tmp = xasprintf("%s/tmp", dir);
	assert_success(ledger_open(&asked->state.ledger, ":memory:"));
	world_file(dir, "asked", "");
}

static void close_asked(struct asked *asked)
{
	ledger_free(asked->state.ledger);
	free(asked->state.tmp);
	strlist_release(&asked->taken);
}

/* What was taken since the last time, and who was asked in all. */
static void assert_taken(struct asked *asked, const char *taken, const char *all)
{
	strlist_sort(&asked->taken);
	assert_list(&asked->taken, taken);
	strlist_release(&asked->taken);
	assert_file(asked->dir, "asked", all);
}

static const char *const one[] = { "1" };

static void an_answer_is_asked_for_once(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct asked asked CLEANUP(close_asked) = { 0 };

	open_asked(&asked, dir, one, 1);
	assert_success(ask(&asked));
	assert_taken(&asked, "1=11", "1\n");
	assert_success(ask(&asked));
	assert_taken(&asked, "1=11!", "1\n");
}

static void many_are_asked_and_each_gets_its_own(void **state)
{
	static const char *const many[] = { "1", NULL, "2", "3", "4", "5" };
	char *dir CLEANUP(free_world) = world_make();
	struct asked asked CLEANUP(close_asked) = { 0 };

	open_asked(&asked, dir, many, ARRAY_SIZE(many));
	asked.state.jobs = 1;
	assert_success(ask(&asked));
	assert_taken(&asked, "1=11 2=12 3=13 4=14 5=15", "1\n2\n3\n4\n5\n");
	assert_success(ask(&asked));
	assert_taken(&asked, "1=11! 2=12! 3=13! 4=14! 5=15!", "1\n2\n3\n4\n5\n");
}

static void another_key_is_asked_again(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct asked asked CLEANUP(close_asked) = { 0 };

	open_asked(&asked, dir, one, 1);
	assert_success(ask(&asked));
	asked.version = "2";
	asked.script = "echo 2$1";
	assert_success(ask(&asked));
	assert_taken(&asked, "1=11 1=21", "1\n1\n");
	asked.version = "1";
	assert_success(ask(&asked));
	assert_taken(&asked, "1=11!", "1\n1\n");
}

/* What a program is that gives no answer. */
static void no_fact_comes_of_it(void **state)
{
	static const struct {
		const char *script, *reason;
	} samples[] = {
		{ "echo 7; exit 1", "the fake failed (exit 1)" },
		{ "echo 7; kill -9 $$", "the fake failed (exit 137)" },
		{ "echo what is that", "the answer of sh is not understood" },
		{ ":", "the answer of sh is not understood" },
		{ "rm -f ../*.out", "cannot open" },
	};
	char *dir CLEANUP(free_world) = world_make();
	struct asked asked CLEANUP(close_asked) = { 0 };

	open_asked(&asked, dir, one, 1);
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		asked.script = samples[i].script;
		assert_failure(ask(&asked), FAIL_SYSTEM, samples[i].reason);
	}
	assert_taken(&asked, "", "1\n1\n1\n1\n1\n");
	asked.script = "echo 9";
	assert_success(ask(&asked));
	assert_taken(&asked, "1=9", "1\n1\n1\n1\n1\n1\n");
}

static void nothing_to_remember_is_no_failure(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct asked asked CLEANUP(close_asked) = { 0 };

	open_asked(&asked, dir, one, 1);
	asked.script = "echo nothing";
	assert_success(ask(&asked));
	assert_success(ask(&asked));
	assert_taken(&asked, "", "1\n1\n");
}

/* As a fact that an older treewide wrote, or none. */
static void a_damaged_fact_is_asked_for_anew(void **state)
{
	json_t *const damaged[] = { json_null(), json_integer(7), json_string("what is that"),
				    json_string(""), json_pack("[s]", "7") };
	char *dir CLEANUP(free_world) = world_make();
	struct asked asked CLEANUP(close_asked) = { 0 };

	open_asked(&asked, dir, one, 1);
	for (size_t i = 0; i < ARRAY_SIZE(damaged); i++) {
		git_oid key = DIGEST("1", "1");

		assert_success(ledger_put(asked.state.ledger, STAGE, &key, damaged[i]));
		json_decref(damaged[i]);
		world_file(dir, "asked", "");
		assert_success(ask(&asked));
		assert_taken(&asked, "1=11", "1\n");
	}
	assert_success(ask(&asked));
	assert_taken(&asked, "1=11!", "1\n");
}

static void a_run_gets_its_environment_and_leaves_no_folder(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct asked asked CLEANUP(close_asked) = { 0 };

	open_asked(&asked, dir, one, 1);
	asked.script = "[ \"$WORD\" = 'from the environment' ] && pwd >../where && echo 5";
	assert_success(ask(&asked));
	assert_taken(&asked, "1=5", "1\n");
	char *path CLEANUP(free_text) = xasprintf("%s/where", asked.state.tmp);
	char *where CLEANUP(free_text) = io_read(path, NULL);
	assert_non_null(where);
	where[strcspn(where, "\n")] = '\0';
	assert_int_not_equal(access(where, F_OK), 0);
}

static void what_cannot_begin_is_not_asked(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct asked asked CLEANUP(close_asked) = { 0 };

	open_asked(&asked, dir, one, 1);
	asked.fails = true;
	assert_failure(ask(&asked), FAIL_SYSTEM, "it cannot begin");
	assert_taken(&asked, "", "");
}

/* Whichever call fails: an answer is never another one. */
static int ask_anew(void *ctx)
{
	struct asked *asked = ctx;
	static unsigned runs;
	char *version CLEANUP(free_text) = xasprintf("run %u", ++runs);
	int result;

	asked->version = version;
	strlist_release(&asked->taken);
	result = ask(asked);
	asked->version = "1";
	return result;
}

static bool is_answered(void *ctx)
{
	const struct asked *asked = ctx;

	return asked->taken.nr == 1 && !strcmp(asked->taken.v[0], "1=11");
}

static void a_call_that_fails_gives_a_reason(void **state)
{
	static const enum failing_kind kinds[] = { FAILING_CALLS, FAILING_MEMORY };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		char *dir CLEANUP(free_world) = world_make();
		struct asked asked CLEANUP(close_asked) = { 0 };
		const struct failing_case tried = { ask_anew, is_answered, &asked };

		open_asked(&asked, dir, one, 1);
		asked.state.jobs = 1;
		assert_true(failing_try(&tried, kinds[i]) >= 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_answer_is_asked_for_once),
		TEST(many_are_asked_and_each_gets_its_own),
		TEST(another_key_is_asked_again),
		TEST(no_fact_comes_of_it),
		TEST(nothing_to_remember_is_no_failure),
		TEST(a_damaged_fact_is_asked_for_anew),
		TEST(a_run_gets_its_environment_and_leaves_no_folder),
		TEST(what_cannot_begin_is_not_asked),
		TEST(a_call_that_fails_gives_a_reason),
	};

	failing_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
