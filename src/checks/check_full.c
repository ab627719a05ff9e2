// SPDX-License-Identifier: GPL-2.0
/*
 * The check build: does a make of everything say that every commit is good?
 *
 * vmlinux, modules and modpost of the whole configuration, at every commit from the base on.
 * What is wrong in the base too is void; what was wrong in the commit before is skipped, for
 * that one has said it.
 */
#include "checks/check_full.h"

#include "full/full.h"
#include "build/judge.h"
#include "build/target_build.h"
#include "kconfig/narrow.h"
#include "kbuild/repro.h"
#include "kbuild/timing.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "checks/check_samecode.h"
#include "checks/checks.h"
#include "checks/made.h"
#include "result/result.h"
#include "series/series.h"

/* The makes of the base and of each commit. */
struct full {
	struct target_build *build;
	struct full_maker *maker;
	const struct narrow *narrow;	/* NULL: all of the configuration is made */
	struct full_build *v;
	size_t nr;
};

static void free_full(struct full *full)
{
	for (size_t i = 0; i < full->nr; i++)
		full_build_release(&full->v[i]);
	free(full->v);
}

/* An error for which make's last words stand: two of them may differ, and be one. */
static bool is_wordless(const char *error)
{
	return !strncmp(error, "make gave up", 12) || !strncmp(error, "it failed (exit", 15);
}

static bool has_wordless(const struct said *said)
{
	FOR_EACH(error, &said->errors)
		if (is_wordless(*error))
			return true;
	return false;
}

/* In the base an object fails or not, whatever its errors are; of a link or modpost each
 * error counts. */
static bool fails_too(const struct full_build *whole, const struct said *said, const char *error)
{
	const struct said *there = full_build_said(whole, said->target);
	size_t len = strlen(said->target);

	if (!there || !there->errors.nr)
		return false;
	return (len > 2 && !strcmp(said->target + len - 2, ".o")) ||
	       strlist_has(&there->errors, error) ||
	       (is_wordless(error) && has_wordless(there));
}

static bool errs(const struct full_build *whole, const struct said *said, const char *error)
{
	const struct said *there = full_build_said(whole, said->target);

	return there && strlist_has(&there->errors, error);
}

static bool warns(const struct full_build *whole, const struct said *said, const char *warning)
{
	const struct said *there = full_build_said(whole, said->target);

	return there && strlist_has(&there->warnings, warning);
}

/* One thing that is wrong at tree @nr: whose fault is it? @old: the base's; @same says
 * whether it is wrong in another tree as well. */
static void complain_of_target(struct tally *tally, const struct full *full, size_t nr,
			       const struct said *said, const char *text, bool old,
			       bool (*same)(const struct full_build *, const struct said *,
					    const char *))
{
	size_t since = nr;

	while (!old && since > 1 && same(&full->v[since - 1], said, text))
		since--;
	char *what = since == nr ? xstrdup(text) : xasprintf("since commit %zu: %s", since, text);
	tally_complain(tally, old ? VERDICT_VOID : since < nr ? VERDICT_SKIPPED : VERDICT_FAIL,
		     said->target, what, full->v[nr].log);
	free(what);
}

/* The warnings of the base are nobody's fault, not even a reason to be void. */
static void add_up_tree(struct tally *tally, const struct full *full, size_t nr)
{
	FOR_EACH(said, &full->v[nr].wrong) {
		FOR_EACH(error, &said->errors)
			complain_of_target(tally, full, nr, said, *error,
					   fails_too(&full->v[0], said, *error), errs);
		FOR_EACH(warning, &said->warnings)
			if (!warns(&full->v[0], said, *warning))
				complain_of_target(tally, full, nr, said, *warning, false, warns);
	}
}

/* Why a source is not built that the narrow configuration should hold; "" where it is not known. */
static const char *miss_of(const struct full *full, const char *source)
{
	if (full->narrow)
		FOR_EACH(miss, &full->narrow->misses)
			if (!strcmp(miss->path, source))
				return miss->options;
	return "";
}

static void leave_uncovered(struct full *full, size_t commit, char *detail)
{
	verdicts_add(&full->build->proof->v[commit].verdicts, "build",
		     full->maker->kbuild.target.name, VERDICT_UNCOVERED, "", detail);
}

/* Sources that this make left out although nothing went wrong. Whether another target builds
 * what this one does not is for the check coverage to say. */
static void find_left_out(struct full *full, size_t commit, struct strlist *left_out)
{
	const struct full_build *whole = &full->v[commit + 1];

	FOR_EACH(source, &full->build->changed.v[commit].sources) {
		char *object CLEANUP(free_text) = module_object(*source);
		const char *options = miss_of(full, *source);

		if (strlist_has(&whole->made, object) || full_build_said(whole, object))
			continue;
		strlist_add(left_out, *source);
		if (target_build_builds(full->build, *source))
			leave_uncovered(full, commit,
					xasprintf("make left out %s%s%s%s", *source,
						  *options ? ": Kconfig did not turn on " : "",
						  options, full->narrow && !*options ?
						  ", and no option was found that would build it" :
						  ""));
	}
}

/* Of the sources that read a header of the commit, how many were made? */
static void count_readers(struct full *full, size_t commit, FILE *out)
{
	const struct changed_files *changed = &full->build->changed.v[commit];
	char *names CLEANUP(free_text) = changed_name(&changed->headers);
	size_t made = 0;

	if (!full->narrow || !changed->includers.built.nr)
		return;
	FOR_EACH(source, &changed->includers.built) {
		char *object CLEANUP(free_text) = module_object(*source);

		made += strlist_has(&full->v[commit + 1].made, object);
	}
	fprintf(out, "; %zu of %zu reader%s of %s", made, changed->includers.built.nr,
		plural(changed->includers.built.nr, "s"), names);
	if (!made)
		leave_uncovered(full, commit, xasprintf("none of the %zu reader%s of %s is built",
							changed->includers.built.nr,
							plural(changed->includers.built.nr, "s"),
							names));
}

static char *full_praise(struct full *full, size_t commit)
{
	const struct full_build *whole = &full->v[commit + 1];
	const struct narrow *narrow = full->narrow;
	struct strlist left_out CLEANUP(strlist_release) = { 0 };
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	find_left_out(full, commit, &left_out);
	char *names CLEANUP(free_text) = changed_name(&left_out);
	if (narrow)
		fprintf(out, "a part of %s, %zu option%s =m and %zu =y: %zu object%s, ",
			full->build->kbuild.target.name, narrow->modular,
			plural(narrow->modular, "s"), narrow->built_in, whole->objects,
			plural(whole->objects, "s"));
	else
		fprintf(out, "the whole configuration: ");
	fprintf(out, "vmlinux and %zu module%s", whole->modules, plural(whole->modules, "s"));
	count_readers(full, commit, out);
	fprintf(out, "%s%s", left_out.nr ? "; not built by it: " : "", names);
	fclose(out);
	return text;
}

static void judge_tree(struct full *full, size_t commit)
{
	const struct full_build *whole = &full->v[commit + 1];
	const char *unheld = full->build->changed.v[commit].rebuild.unheld;
	struct tally tally = TALLY_START;

	tally.target = full->maker->kbuild.target.name;
	if (!whole->done) {
		tally_complain(&tally, VERDICT_SKIPPED, tally.target,
			       "not examined: an earlier commit fails", NULL);
		judge_tell(&tally, full->build, commit, "build", "", xstrdup(""));
		return;
	}
	tally.reused = whole->reused;
	tally.seconds = whole->seconds;
	add_up_tree(&tally, full, commit + 1);
	if (tally.kind == VERDICT_PASS && unheld) {
		tally.kind = VERDICT_UNCOVERED;
		judge_tell(&tally, full->build, commit, "build", "", xstrdup(unheld));
		return;
	}
	judge_tell(&tally, full->build, commit, "build", "built",
		   tally.kind == VERDICT_PASS ? full_praise(full, commit) : xstrdup(""));
}

/* Does tree @nr fail where neither the base nor the tree before did? */
static bool fails(const struct full *full, size_t nr)
{
	struct tally tally CLEANUP(tally_release) = TALLY_START;

	if (nr)
		add_up_tree(&tally, full, nr);
	return tally.kind == VERDICT_FAIL;
}

/* What the makes took, for the next estimate: of an object in a cold folder, of a commit in a
 * warm one. */
static int learn(const struct full *full)
{
	struct kbuild plain = full->maker->kbuild;
	double seconds = 0;
	size_t nr = 0;

	plain.context = full->maker->plain;
	for (size_t i = 1; i < full->nr; i++) {
		if (!full->v[i].done || full->v[i].reused)
			continue;
		seconds += full->v[i].seconds;
		nr++;
	}
	if (full->v[0].cold && timing_learn(&plain, "narrow object", full->v[0].objects,
					    full->v[0].seconds) < 0)
		return -1;
	return timing_learn(&plain, "narrow commit", nr, seconds);
}

/* What the makes of the trees from @first to @last took, for who plans. */
static int learn_costs(const struct full *full, size_t first, size_t last)
{
	const struct revisions *revisions = &full->build->revisions;
	double seconds[NR_MAKES] = { 0 };
	size_t nr[NR_MAKES] = { 0 };

	for (size_t i = first; i <= last; i++) {
		enum make_kind kind = MAKE_TREE;

		if (!full->v[i].done || full->v[i].reused)
			continue;
		if (!full->v[i].cold && i &&
		    make_kind_of(revisions->base, &revisions->v[i - 1].view.tree,
				 &revisions->v[i].view.tree, &kind) < 0)
			return -1;
		if (!full->v[i].cold && !i)
			continue;
		seconds[kind] += full->v[i].seconds;
		nr[kind]++;
	}
	for (enum make_kind kind = 0; kind < NR_MAKES; kind++)
		if (make_costs_learn(full->maker->kbuild.state->ledger, &full->maker->plain, kind,
				     nr[kind], seconds[kind]) < 0)
			return -1;
	return 0;
}

static int make_tree(struct full *full, size_t nr, const git_oid *series)
{
	const struct revision *revision = &full->build->revisions.v[nr];
	struct state *state = full->maker->kbuild.state;
	int known = full_build_recall(&full->v[nr], full->maker, revision);

	progress_report(state->progress, "making all", nr, full->nr,
			full->maker->kbuild.target.name);
	if (known < 0 || (!known && full_build_make(&full->v[nr], full->maker, revision) < 0))
		return -1;
	if (full->maker->kbuild.stopped)
		return 0;
	return made_note(state->ledger, &full->maker->plain, series, &revision->view.tree);
}

static int make_some(struct full *full, size_t first, size_t last, bool first_fail)
{
	const struct series_result *proof = full->build->proof;
	git_oid series = made_series(proof->series, proof->base);

	for (size_t i = first; i <= last; i++) {
		if (make_tree(full, i, &series) < 0)
			return -1;
		if (first_fail && fails(full, i))
			break;
	}
	if (learn_costs(full, first, last) < 0)
		return -1;
	return full->narrow ? learn(full) : 0;
}

/* Ask for the object of @path, where it is a source. */
static void ask_object(struct full *full, const char *path)
{
	const char *dot = strrchr(path, '.');
	char *object CLEANUP(free_text) = module_object(path);

	if (dot && (!strcmp(dot, ".c") || !strcmp(dot, ".S")))
		strlist_add(&full->maker->asked, object);
}

/* Also about objects whose source goes: what a tree before has left must not stay. */
static void ask_full(struct full *full)
{
	FOR_EACH(changed, &full->build->changed) {
		FOR_EACH(path, &changed->paths)
			ask_object(full, *path);
		FOR_EACH(path, &changed->includers.built) {
			char *object CLEANUP(free_text) = module_object(*path);

			if (full->narrow && strlist_find(&full->narrow->objects, object))
				ask_object(full, *path);
		}
	}
	strlist_sort(&full->maker->asked);
}

/* For the reasons of a commit, see explain.h. */
static void explain(const struct full *full, size_t commit)
{
	struct commit_result *proven = &full->build->proof->v[commit];
	const struct revision *revision = &full->build->revisions.v[commit + 1];
	char *command CLEANUP(free_text) = NULL;

	if (!proven->reasons)
		return;
	command = repro_make(&full->maker->kbuild, full->build->revisions.base,
			     &revision->view.tree, "all");
	json_t *row = json_pack("{s:s, s:s, s:s, s:b, s:b, s:s}", "check", "build", "target",
				full->maker->kbuild.target.name, "object", "all", "reused",
				full->v[commit + 1].reused, "nearby", full->v[commit + 1].nearby,
				"command", command);
	json_array_append_new(proven->reasons, row);
}

int check_makes(struct target_build *build, struct full_maker *maker, const struct narrow *narrow,
		bool first_fail)
{
	struct full full CLEANUP(free_full) = { .build = build, .maker = maker, .narrow = narrow,
						.nr = build->changed.nr + 1 };

	full.v = xcalloc(full.nr, sizeof(*full.v));
	ask_full(&full);
	if (make_some(&full, 0, full.nr - 1, first_fail) < 0)
		return -1;
	for (size_t i = 0; i < build->changed.nr; i++) {
		judge_tree(&full, i);
		explain(&full, i);
	}
	return narrow ? check_samecode(&(struct made_series){ build, maker, narrow, full.v }) : 0;
}

int make_trees(struct target_build *build, struct full_maker *maker, const struct narrow *narrow,
	       size_t first, size_t last)
{
	struct full full CLEANUP(free_full) = { .build = build, .maker = maker, .narrow = narrow,
						.nr = build->changed.nr + 1 };

	full.v = xcalloc(full.nr, sizeof(*full.v));
	ask_full(&full);
	return make_some(&full, first, last, false);
}

int examine_build(struct examination *examination)
{
	struct target_build *build = examination->build;
	struct full_maker maker CLEANUP(full_maker_release) = { 0 };

	if (full_maker_open(&maker, build->kbuild.state, build->proof->base,
			    build->kbuild.target.name) < 0)
		return -1;
	return check_makes(build, &maker, NULL, examination->fail_fast);
}
