// SPDX-License-Identifier: GPL-2.0
/* Runs the cases of rules, and compares. */
#include "cocci/ruletest.h"

#include "campaign/campaign.h"
#include "campaign/rule.h"
#include "cocci/scripttest.h"
#include "cocci/spatch.h"
#include "cocci/unparsed.h"
#include "git/base.h"
#include "lib/ask.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/state.h"

/* A text that the rule is run over, once. */
struct trial_run {
	const char *name;	/* of its file; borrowed */
	const char *text;	/* borrowed */
	char *out, *why;	/* what comes of it; why nothing does */
};

struct trial_runs {
	struct trial_run *v;
	size_t nr, alloc;
	struct spatch *spatch;
	const struct rule *rule;
	bool reports;
};

/*
 * One run of spatch
 */
static int key_of_run(void *ctx, size_t nr, git_oid *key)
{
	const struct trial_runs *runs = ctx;

	*key = DIGEST(&runs->rule->digest, runs->v[nr].name, runs->v[nr].text);
	return 1;
}

static char *name_of_file(const struct trial_runs *runs, size_t nr)
{
	return xasprintf("%s.c", runs->v[nr].name);
}

/* As apply.h and reportrule.h run it, but for one file alone. */
static void choose_words(struct strlist *argv, const struct trial_runs *runs, const char *rule,
			 const char *file)
{
	strlist_add(argv, "spatch");
	spatch_options(runs->spatch, runs->rule, argv);
	STRLIST_ADD(argv, "--quiet", "--verbose-parsing", "--no-show-diff", "--timeout", "0",
		    "--temp-files", "temp", "--sp-file", rule);
	if (!runs->reports)
		strlist_add(argv, "--in-place");
	strlist_add(argv, file);
}

static int begin_run(void *ctx, size_t nr, struct ask_run *run)
{
	const struct trial_runs *runs = ctx;
	const char *text = runs->v[nr].text;

	run->dir = io_mktemp(runs->spatch->state->tmp);
	if (!run->dir)
		return -1;
	char *rules CLEANUP(free_text) = xasprintf("%s/rule", run->dir);
	char *rule CLEANUP(free_text) =
		xasprintf("%s/%s", rules, runs->rule->files.v[0].name);
	char *temp CLEANUP(free_text) = xasprintf("%s/temp", run->dir);
	char *file CLEANUP(free_text) = name_of_file(runs, nr);
	char *path CLEANUP(free_text) = xasprintf("%s/%s", run->dir, file);
	run->out = xasprintf("%s/said", run->dir);
	run->log = xasprintf("%s/log", run->dir);
	if (io_mkdirs(temp) < 0 || io_write(path, text, strlen(text)) < 0 ||
	    rulefiles_write(&runs->rule->files, rules) < 0)
		return -1;
	choose_words(&run->argv, runs, rule, file);
	strlist_add(&run->env, runs->spatch->home);
	run->job = (struct job){ .dir = run->dir, .timeout = runs->spatch->timeout };
	return 0;
}

/* spatch passes over what it cannot parse, and exits with 0: a piece of the file that it did not
 * read shows nothing. */
static char *unread_pieces(const char *log, const char *file)
{
	struct strlist lines CLEANUP(strlist_release) = { 0 }, any = { 0 };

	unparsed_find(&lines, log, file, &any);
	char *text CLEANUP(free_text) = strlist_join(&lines, ", ");
	return !lines.nr ? NULL : xasprintf("spatch cannot parse it around line %s", text);
}

/* Why nothing can be made of this run; NULL: something can. */
static char *trouble_of_run(const struct trial_runs *runs, const struct ask_run *run,
			    const char *log, const char *file)
{
	char *rules CLEANUP(free_text) = xasprintf("%s/rule", run->dir);

	if (run->job.timed_out)
		return xasprintf("spatch did not end in %u s", run->job.timeout);
	if (!run->job.exit && !strstr(log, "EXN: "))
		return unread_pieces(log, file);
	char *reason CLEANUP(free_text) = spatch_reason(runs->rule, rules, log);
	return xasprintf("spatch failed (exit %d): %.200s", run->job.exit, reason);
}

static json_t *read_run(void *ctx, size_t nr, const struct ask_run *run)
{
	struct trial_runs *runs = ctx;
	struct trial_run *trial = &runs->v[nr];
	char *log CLEANUP(free_text) = io_read(run->log, NULL);
	char *said CLEANUP(free_text) = io_read(run->out, NULL);
	char *file CLEANUP(free_text) = name_of_file(runs, nr);
	char *path CLEANUP(free_text) = xasprintf("%s/%s", run->dir, file);

	if (!log || !said || spatch_lacks(runs->rule, log) < 0)
		return NULL;
	trial->why = trouble_of_run(runs, run, log, file);
	if (!trial->why)
		trial->out = runs->reports ? rule_report_lines(said, file) : io_read(path, NULL);
	return trial->why || trial->out ? json_null() : NULL;
}

static char *about_run(void *ctx, size_t nr)
{
	return xstrdup(((const struct trial_runs *)ctx)->v[nr].name);
}

static int run_all(struct trial_runs *runs)
{
	return ask_all(&(struct asking){ .state = runs->spatch->state, .stage = "rule-test",
					 .doing = "testing", .nr = runs->nr, .ctx = runs,
					 .key = key_of_run, .begin = begin_run, .read = read_run,
					 .about = about_run });
}

static void add_run(struct trial_runs *runs, const char *name, const char *text)
{
	*LIST_ADD(runs) = (struct trial_run){ .name = name, .text = text };
}

static void runs_release(struct trial_runs *runs)
{
	FOR_EACH(run, runs)
		FREE_ALL(run->out, run->why);
	free(runs->v);
}

/* Like @runs, with none yet. */
static struct trial_runs runs_like(struct spatch *spatch, const struct rule *rule, bool reports)
{
	return (struct trial_runs){ .spatch = spatch, .rule = rule, .reports = reports };
}

/* A line "file:12: ..." and its number. */
struct report_line {
	char *text;
	unsigned long line;
};

struct report_lines {
	struct report_line *v;
	size_t nr, alloc;
};

static int by_line(const void *a, const void *b)
{
	const struct report_line *x = a, *y = b;

	return x->line != y->line ? (x->line < y->line ? -1 : 1) : strcmp(x->text, y->text);
}

char *rule_report_lines(const char *said, const char *name)
{
	char *start CLEANUP(free_text) = xasprintf("%s:", name), *text = NULL;
	struct report_lines lines = { 0 };
	const char *last = "";

	FOR_EACH_LINE(line, said) {
		if (!starts_with(line.at, start))
			continue;
		struct report_line *row = LIST_ADD(&lines);
		row->text = xstrndup(line.at, line.len);
		row->line = strtoul(row->text + strlen(start), NULL, 10);
	}
	LIST_SORT(&lines, by_line);
	FILE *out = xmemstream(&text, NULL);
	FOR_EACH(row, &lines) {
		if (strcmp(row->text, last) != 0)
			fprintf(out, "%s\n", row->text);
		last = row->text;
	}
	fclose(out);
	FOR_EACH(row, &lines)
		free(row->text);
	LIST_RELEASE(&lines);
	return text;
}

/*
 * The cases of a rule
 */
static struct rule_outcome *outcome_of(struct rule_test *test, const struct rule_case *row)
{
	return &test->outcomes[row - test->cases.v];
}

static char *diff_of(const char *old, const char *old_path, const char *new, const char *new_path)
{
	return case_diff(old, strlen(old), old_path, new, strlen(new), new_path);
}

/* What came out is as it must be, or not. */
static void compare_case(struct rule_outcome *outcome, const struct rule_case *row)
{
	if (!row->result) {
		outcome->why = xasprintf("there is no %s", row->wanted);
		return;
	}
	if (!strcmp(outcome->made, row->result))
		return;
	outcome->why = xstrdup("something else comes out");
	outcome->diff = diff_of(row->result, path_leaf(row->wanted), outcome->made,
				"what comes out");
}

/* One more pass over what the last one changed; how many files it changed, or -1. */
static int pass_over(struct rule_test *test, struct spatch *spatch, const struct rule *rule,
		     bool first)
{
	struct trial_runs runs CLEANUP(runs_release) = runs_like(spatch, rule, test->reports);
	int changed = 0;

	FOR_EACH(row, &test->cases) {
		const struct rule_outcome *outcome = outcome_of(test, row);

		if (row->text && !outcome->why)
			add_run(&runs, row->name, first ? row->text : outcome->made);
	}
	if (run_all(&runs) < 0)
		return -1;
	FOR_EACH(run, &runs)
		FOR_EACH(row, &test->cases) {
			struct rule_outcome *outcome = outcome_of(test, row);

			if (strcmp(row->name, run->name) != 0)
				continue;
			changed += run->out && strcmp(run->out, run->text) != 0;
			free(outcome->made);
			outcome->made = TAKE(run->out);
			outcome->why = TAKE(run->why);
		}
	return changed;
}

/* The rule was run over its own result. */
static void judge_again(struct rule_outcome *outcome, const struct trial_run *run)
{
	if (run->why) {
		outcome->again = xasprintf("run over what comes out: %s\n", run->why);
	} else if (strcmp(run->out, run->text) != 0) {
		char *diff CLEANUP(free_text) = diff_of(run->text, "what comes out", run->out,
							"what comes out of that");

		outcome->again = xasprintf("the rule changes what comes out of it\n%s", diff);
	}
}

/* What the rule makes of its own results. */
static int run_again(struct rule_test *test, struct spatch *spatch, const struct rule *rule)
{
	struct trial_runs runs CLEANUP(runs_release) = runs_like(spatch, rule, false);

	FOR_EACH(row, &test->cases)
		if (outcome_of(test, row)->made)
			add_run(&runs, row->name, outcome_of(test, row)->made);
	if (run_all(&runs) < 0)
		return -1;
	FOR_EACH(run, &runs)
		FOR_EACH(row, &test->cases)
			if (!strcmp(row->name, run->name))
				judge_again(outcome_of(test, row), run);
	return 0;
}

/* Can the case show anything? */
static bool case_is_whole(const struct rule_test *test, const struct rule_case *row)
{
	return test->script ? row->before.nr && row->after.nr : row->text && row->result;
}

/* Must something happen in it? */
static bool case_shows_work(const struct rule_test *test, const struct rule_case *row)
{
	if (test->script) {
		char *diff CLEANUP(free_text) = case_files_diff(&row->before, &row->after);

		return diff;
	}
	return test->reports ? *row->result != '\0' : strcmp(row->text, row->result) != 0;
}

/* A test that never says no, or never yes, shows nothing. */
static void find_lacks(struct rule_test *test)
{
	size_t changes = 0, leaves = 0;

	FOR_EACH(row, &test->cases) {
		if (!case_is_whole(test, row))
			continue;
		if (case_shows_work(test, row))
			changes++;
		else
			leaves++;
	}
	if (!test->cases.nr) {
		char *what = xasprintf("no case in %s: CASE.%s and CASE.%s", test->cases.dir,
				       test->script ? "ENDING" : "c",
				       test->reports ? "out" : "res");
		strlist_add(&test->lacks, what);
		free(what);
		return;
	}
	if (!changes)
		strlist_add(&test->lacks, test->reports ? "no case of which it reports something" :
							  "no case that it changes");
	if (!leaves)
		strlist_add(&test->lacks, test->reports ? "no case of which it reports nothing" :
							  "no case that it leaves alone");
}

static int run_cases(struct rule_test *test, struct spatch *spatch, const struct rule *rule)
{
	int changed = 1;

	FOR_EACH(row, &test->cases)
		if (!row->text)
			outcome_of(test, row)->why = xasprintf("there is no %s", row->path);
	for (unsigned pass = 0; changed && pass < test->repeat; pass++) {
		changed = pass_over(test, spatch, rule, !pass);
		if (changed < 0)
			return -1;
		if (test->reports)
			break;
	}
	FOR_EACH(row, &test->cases)
		if (outcome_of(test, row)->made)
			compare_case(outcome_of(test, row), row);
	return test->reports ? 0 : run_again(test, spatch, rule);
}

static int test_rule(struct rule_test *test, struct spatch *spatch,
		     const struct campaign *campaign)
{
	struct rule rule CLEANUP(rule_release) = { 0 };

	if (rule_load(&rule, test->rule, test->mode) < 0 || spatch_tokens(spatch, &rule) < 0)
		return -1;
	test->reports = !rule_changes(&rule);
	if (rule_cases_find(&test->cases, campaign, test->rule, test->reports) < 0)
		return -1;
	test->outcomes = xcalloc(test->cases.nr, sizeof(*test->outcomes));
	find_lacks(test);
	return run_cases(test, spatch, &rule);
}

/*
 * The cases of a program
 */
static void compare_files(struct rule_outcome *outcome, const struct rule_case *row)
{
	if (!row->after.nr) {
		outcome->why = xasprintf("there is no %s", row->wanted);
		return;
	}
	outcome->diff = case_files_diff(&row->after, &outcome->files);
	if (outcome->diff)
		outcome->why = xstrdup("something else comes out");
}

static int test_script(struct rule_test *test, const struct campaign *campaign,
		       struct state *state)
{
	if (script_cases_find(&test->cases, campaign, test->rule) < 0)
		return -1;
	test->outcomes = xcalloc(test->cases.nr, sizeof(*test->outcomes));
	find_lacks(test);
	FOR_EACH(row, &test->cases)
		if (!row->before.nr)
			outcome_of(test, row)->why = xasprintf(row->folder ? "no file is in %s" :
								"there is no %s", row->path);
	if (script_cases_run(test->outcomes, &test->cases, test->script, campaign, state) < 0)
		return -1;
	FOR_EACH(row, &test->cases)
		if (!outcome_of(test, row)->why)
			compare_files(outcome_of(test, row), row);
	return 0;
}

/*
 * All rules
 */
static bool is_named(const struct rule_test *test, const struct strlist *names)
{
	const char *leaf = path_leaf(test->rule);

	FOR_EACH(name, names) {
		size_t len = strlen(*name);

		if (!strcmp(leaf, *name) ||
		    (!strncmp(leaf, *name, len) && !strcmp(leaf + len, ".cocci")) ||
		    (test->script && !strncmp(leaf, *name, len) &&
		     strrchr(leaf, '.') == leaf + len))
			return true;
	}
	return !names->nr;
}

static void add_rule(struct rule_tests *tests, const char *rule, const char *mode,
		     const char *repeat)
{
	FOR_EACH(test, tests)
		if (!strcmp(test->rule, rule) && (mode ? test->mode && !strcmp(test->mode, mode) :
							 !test->mode))
			return;
	*LIST_ADD(tests) = (struct rule_test){ .rule = xstrdup(rule), .mode = mode,
					       .repeat = repeat ? (unsigned)atoi(repeat) : 1 };
}

static bool is_same_list(const struct strlist *a, const struct strlist *b)
{
	size_t same = 0;

	while (same < a->nr && same < b->nr && !strcmp(a->v[same], b->v[same]))
		same++;
	return same == a->nr && same == b->nr;
}

/* A program once, but for steps that give it other files to use. */
static void add_script(struct rule_tests *tests, const struct step *step)
{
	FOR_EACH(test, tests)
		if (test->script && !strcmp(test->rule, step->script) &&
		    is_same_list(&test->script->uses, &step->uses))
			return;
	*LIST_ADD(tests) = (struct rule_test){ .rule = xstrdup(step->script), .script = step };
}

static void list_rules(struct rule_tests *tests, const struct campaign *campaign)
{
	FOR_EACH(step, &campaign->steps)
		if (step->rule)
			add_rule(tests, step->rule, step->mode, step->repeat);
		else if (step->script)
			add_script(tests, step);
	FOR_EACH(audit, &campaign->audits)
		add_rule(tests, audit->rule, NULL, NULL);
}

/* Every name is one of a rule. */
static int check_names(const struct rule_tests *tests, const struct campaign *campaign,
		       const struct strlist *names)
{
	if (!tests->nr)
		return fail_no("%s: no rule to test", campaign->path);
	FOR_EACH(name, names) {
		const struct strlist one = { name, 1, 1 };
		bool found = false;

		FOR_EACH(test, tests)
			found = found || is_named(test, &one);
		if (!found)
			return fail_usage("%s has no rule %s", campaign->path, *name);
	}
	return 0;
}

static bool asks_spatch(const struct rule_tests *tests)
{
	FOR_EACH(test, tests)
		if (!test->script)
			return true;
	return false;
}

/* A state directory for this run alone: nothing of a repository is asked, and who proves one at
 * the same time is not waited for. */
static int run_in(const char *dir, struct rule_tests *tests, const struct campaign *campaign,
		  unsigned jobs, struct progress *progress)
{
	struct state state CLEANUP(state_release) = { .lock = -1 };
	struct spatch spatch CLEANUP(spatch_release) = { 0 };
	const struct files none = { 0 };

	if (state_open(&state, dir, jobs, progress) < 0 ||
	    (asks_spatch(tests) && spatch_open(&spatch, &state, NULL, &none) < 0))
		return -1;
	FOR_EACH(test, tests)
		if ((test->script ? test_script(test, campaign, &state) :
				    test_rule(test, &spatch, campaign)) < 0)
			return -1;
	return 0;
}

/* Those that were not asked for are in nobody's way. */
static void drop_others(struct rule_tests *tests, const struct strlist *names)
{
	size_t kept = 0;

	FOR_EACH(test, tests)
		if (is_named(test, names))
			tests->v[kept++] = *test;
		else
			free(test->rule);
	tests->nr = kept;
}

int rule_tests_run(struct rule_tests *tests, const struct campaign *campaign,
		   const struct strlist *names, unsigned jobs, struct progress *progress)
{
	const char *parent = getenv("TMPDIR");
	char *dir CLEANUP(free_text) = NULL;

	list_rules(tests, campaign);
	if (check_names(tests, campaign, names) < 0)
		return -1;
	drop_others(tests, names);
	dir = io_mktemp(parent && *parent ? parent : "/tmp");
	if (!dir)
		return -1;
	int result = run_in(dir, tests, campaign, jobs, progress);
	return io_remove(dir) < 0 ? -1 : result;
}

bool rule_outcome_is_good(const struct rule_outcome *outcome)
{
	return !outcome->why && !outcome->again;
}

size_t rule_tests_faults(const struct rule_tests *tests)
{
	size_t faults = 0;

	FOR_EACH(test, tests) {
		faults += test->lacks.nr;
		for (size_t i = 0; i < test->cases.nr; i++)
			faults += !rule_outcome_is_good(&test->outcomes[i]);
	}
	return faults;
}

/* True in @written when @row had another result, or none. */
static int update_text(bool *written, struct rule_case *row, const struct rule_outcome *outcome)
{
	*written = outcome->made && !(row->result && !strcmp(row->result, outcome->made));
	if (!*written)
		return 0;
	if (io_write(row->wanted, outcome->made, strlen(outcome->made)) < 0)
		return -1;
	free(row->result);
	row->result = xstrdup(outcome->made);
	return 0;
}

/* The same of a program; what it makes without being asked to cannot be written. */
static int update_files(bool *written, struct rule_case *row, const struct rule_outcome *outcome)
{
	*written = outcome->files.nr && outcome->why &&
		   (row->folder || (outcome->files.nr == 1 &&
				    !strcmp(outcome->files.v[0].path, row->before.v[0].path)));
	if (!*written)
		return 0;
	if (case_files_write(&outcome->files, row->wanted, row->folder) < 0)
		return -1;
	case_files_release(&row->after);
	return case_files_read(&row->after, row->wanted,
			       row->folder ? NULL : row->before.v[0].path);
}

int rule_tests_update(struct rule_tests *tests, struct strlist *written)
{
	FOR_EACH(test, tests) {
		FOR_EACH(row, &test->cases) {
			struct rule_outcome *outcome = outcome_of(test, row);
			bool changed;

			if ((test->script ? update_files(&changed, row, outcome) :
					    update_text(&changed, row, outcome)) < 0)
				return -1;
			if (!changed)
				continue;
			strlist_add(written, row->wanted);
			FREE_ALL(outcome->why, outcome->diff);
			outcome->why = outcome->diff = NULL;
		}
		strlist_release(&test->lacks);
		find_lacks(test);
	}
	return 0;
}

static void outcome_release(struct rule_outcome *outcome)
{
	FREE_ALL(outcome->made, outcome->why, outcome->diff, outcome->again);
	case_files_release(&outcome->files);
}

void rule_tests_release(struct rule_tests *tests)
{
	FOR_EACH(test, tests) {
		for (size_t i = 0; test->outcomes && i < test->cases.nr; i++)
			outcome_release(&test->outcomes[i]);
		FREE_ALL(test->rule, test->outcomes);
		rule_cases_release(&test->cases);
		strlist_release(&test->lacks);
	}
	LIST_RELEASE(tests);
}
