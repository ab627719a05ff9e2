// SPDX-License-Identifier: GPL-2.0
/* Files are cut into runs of spatch; a run that fails is cut again, around the file in hand. */
#include "world.h"

/* Its static functions are tried; the module is linked as well. */
#define apply_rule apply_rule_again
#include "cocci/apply.c"

#define RULE "@@ expression x; @@\n- take(x)\n+ grab(x)\n"

struct place {
	char *dir;
	struct state state;
	struct spatch spatch;
	struct rule rule;
	struct changes changes;
	struct run run;
};

static void free_place(struct place *place)
{
	place->run.changes = &place->changes;
	run_release(&place->run);
	changes_release(&place->changes);
	rule_release(&place->rule);
	free_world(&place->dir);
}

/* @paths to be converted, with at most @limit files in a run; @jobs runs at once. */
static void make(struct place *place, const char *paths, unsigned limit, unsigned jobs)
{
	struct strlist list CLEANUP(strlist_release) = { 0 };
	char *rule CLEANUP(free_text) = NULL;
	const git_oid none = { 0 };

	*place = (struct place){ .dir = world_make(), .state = { .jobs = jobs } };
	rule = xasprintf("%s/rule.cocci", place->dir);
	world_file(place->dir, "rule.cocci", RULE);
	assert_success(rule_load(&place->rule, rule, NULL));
	place->spatch = (struct spatch){ .state = &place->state, .batch = limit,
					 .version = (char *)"spatch 1", .timeout = 10 };
	strlist_split(&list, paths, " ");
	FOR_EACH(path, &list)
		changes_add(&place->changes, *path, GIT_FILEMODE_BLOB, &none);
	place->run = (struct run){ .spatch = &place->spatch, .rule = &place->rule,
				   .changes = &place->changes,
				   .copies = xasprintf("%s/rule.cocci", place->dir),
				   .beside = xcalloc(list.nr, sizeof(*place->run.beside)),
				   .keys = xcalloc(list.nr, sizeof(*place->run.keys)) };
}

/* "a b | c": the files of each run. */
static void assert_batches(const struct place *place, const struct batches *batches,
			   const char *expected)
{
	char *text CLEANUP(free_text) = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(batch, batches) {
		fputs(batch == batches->v ? "" : " | ", out);
		for (size_t i = 0; i < (*batch)->nr; i++)
			fprintf(out, "%s%s", i ? " " : "", place->changes.v[(*batch)->v[i]].path);
	}
	fclose(out);
	assert_string_equal(text, expected);
}

static void assert_cut(const char *paths, unsigned limit, unsigned jobs, bool alone,
		       const char *expected)
{
	struct place place CLEANUP(free_place) = { 0 };
	size_t todo[64];

	make(&place, paths, limit, jobs);
	place.rule.alone = alone;
	for (size_t i = 0; i < place.changes.nr; i++)
		todo[i] = i;
	cut(&place.run, todo, place.changes.nr);
	assert_batches(&place, &place.run.queue, expected);
}

static void files_are_shared_out_among_the_runs(void **state)
{
	assert_cut("a.c b.c c.c d.c e.c", 64, 1, false, "a.c b.c c.c d.c e.c");
	/* too few for a second run */
	assert_cut("a.c b.c c.c d.c e.c", 64, 2, false, "a.c b.c c.c d.c e.c");
	assert_cut("a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7", 64, 2, false,
		   "a b c d e f g h i j k l m n o p q | r s t u v w x y z 0 1 2 3 4 5 6 7");
	assert_cut("a.c b.c c.c d.c e.c", 2, 1, false, "a.c b.c | c.c d.c | e.c");
	assert_cut("a.c", 64, 8, false, "a.c");
	assert_cut("a.c b.c c.c", 64, 1, true, "a.c | b.c | c.c");
}

static void a_file_with_an_odd_name_runs_alone(void **state)
{
	assert_cut("a.c b;c.c c.c d.c", 64, 1, false, "a.c | b;c.c | c.c d.c");
	assert_cut("-a.c b.c", 64, 1, false, "-a.c | b.c");
	assert_cut("a.c b$c", 64, 1, false, "a.c | b$c");
}

static void an_odd_name_is_no_name_for_a_shell(void **state)
{
	static const struct {
		const char *path, *name;
	} cases[] = {
		{ "drivers/a-b/c_d.c", "drivers/a-b/c_d.c" },
		{ "a;b.c", "a_b.c" },
		{ "-o", "_o" },
		{ "a b$(c)-d.c", "a_b__c_-d.c" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *name CLEANUP(free_text) = name_of(cases[i].path);

		assert_string_equal(name, cases[i].name);
	}
}

static void the_file_in_hand_runs_alone_next(void **state)
{
	struct place place CLEANUP(free_place) = { 0 };
	size_t all[] = { 0, 1, 2, 3 };
	struct batch batch = { .v = all, .nr = 4 };
	const struct job job = { .exit = 255 };

	make(&place, "a.c b.c c.c d.c", 64, 1);
	assert_success(split_batch(&place.run, &batch, &job,
				   "HANDLING: a.c\nHANDLING: b.c\nHANDLING: b.c.c\nKilled\n"));
	assert_batches(&place, &place.run.again, "a.c | b.c | c.c d.c");
}

static void an_exception_belongs_to_the_file_that_it_names(void **state)
{
	static const char log[] = "HANDLING: a.c\nEXN: Not_found in a.c\nEXN: Failure in b/a.cc\n";

	assert_true(has_exception(log, "a.c"));
	assert_false(has_exception(log, "b.c"));
	assert_false(has_exception(log, "b/a.c"));
	assert_false(has_exception("", "a.c"));
}

static void assert_trouble(const struct job *job, const char *log, const char *expected)
{
	struct place place CLEANUP(free_place) = { 0 };
	char *why CLEANUP(free_text) = NULL;

	make(&place, "a.c", 64, 1);
	why = trouble_of(&place.run, job, log);
	assert_string_equal(why ? why : "none", expected);
}

static void an_exit_of_zero_is_no_trouble_but_with_an_exception(void **state)
{
	assert_trouble(&(struct job){ .exit = 0 }, "HANDLING: a.c\n", "none");
	assert_trouble(&(struct job){ .exit = 0 }, "EXN: Not_found in a.c\n",
		       "spatch failed (exit 0): EXN: Not_found in a.c");
	assert_trouble(&(struct job){ .exit = 2 }, "what happened\n",
		       "spatch failed (exit 2): what happened");
	assert_trouble(&(struct job){ .timed_out = true, .timeout = 20 }, "",
		       "spatch did not end in 20 s");
}

/* What goes into a conversion goes into its key. */
static void a_key_holds_what_a_conversion_depends_on(void **state)
{
	struct place place CLEANUP(free_place) = { 0 };
	struct strlist seen CLEANUP(strlist_release) = { 0 };
	git_oid key;

	make(&place, "a.c b.h a.c c.c", 64, 1);
	memset(place.changes.v[2].before.id, 1, sizeof(place.changes.v[2].before.id));
	for (size_t i = 0; i < 8; i++) {
		size_t nr = i < 3 ? i : 0;

		if (i == 3)
			strlist_add(&place.run.options, "-D");
		else if (i == 4)
			place.spatch.limits.hard = 100;
		else if (i == 5)
			place.spatch.style = (char *)"ColumnLimit: 80";
		else if (i == 6)
			place.spatch.version = (char *)"spatch 2";
		else if (i == 7)
			memset(place.rule.digest.id, 2, sizeof(place.rule.digest.id));
		key = conversion_key(&place.run, nr);
		strlist_add_once(&seen, git_oid_tostr_s(&key));
		assert_int_equal(seen.nr, i + 1);
	}
	/* the path does not, unless the rule looks at it */
	git_oid first = conversion_key(&place.run, 0), other = conversion_key(&place.run, 3);
	assert_true(git_oid_equal(&first, &other));
	place.rule.knows_path = true;
	first = conversion_key(&place.run, 0);
	other = conversion_key(&place.run, 3);
	assert_false(git_oid_equal(&first, &other));
}

RUN_TESTS(TEST(files_are_shared_out_among_the_runs),
	  TEST(a_file_with_an_odd_name_runs_alone),
	  TEST(an_odd_name_is_no_name_for_a_shell),
	  TEST(the_file_in_hand_runs_alone_next),
	  TEST(an_exception_belongs_to_the_file_that_it_names),
	  TEST(an_exit_of_zero_is_no_trouble_but_with_an_exception),
	  TEST(a_key_holds_what_a_conversion_depends_on))
