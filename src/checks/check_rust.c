// SPDX-License-Identifier: GPL-2.0
/* The check rust under a target of Rust. */
#include "checks/check_rust.h"

#include "crates/crates.h"
#include "git/base.h"
#include "kbuild/given.h"
#include "kbuild/module.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "checks/checks.h"
#include "result/result.h"
#include "rust/bindings.h"
#include "rust/rustlog.h"
#include "series/plan.h"
#include "series/series.h"

#define MOST_SAID 3	/* findings that a verdict names */

/* One tree, and what is known of it so far. */
struct crate_state {
	struct crate_reads reads;
	struct crate_build build;
	bool read, built;
};

struct rust_proof {
	struct series_result *proof;
	struct crates crates;
	struct crate_state *states;	/* one for each revision */
};

static void rust_proof_release(struct rust_proof *run)
{
	for (size_t i = 0; run->states && i < run->crates.revisions.nr; i++) {
		crate_reads_release(&run->states[i].reads);
		crate_build_release(&run->states[i].build);
	}
	free(run->states);
	crates_release(&run->crates);
}

int rust_is_target(const struct state *state, const char *name)
{
	struct target target CLEANUP(target_release) = { 0 };
	char *given CLEANUP(free_text) = given_folder(state);

	return target_load(&target, name, given) < 0 ? -1 : target.rust != NULL;
}

/* NULL with a reason. */
static const struct crate_reads *reads_of(struct rust_proof *run, size_t nr)
{
	struct crate_state *state = &run->states[nr];

	if (!state->read && crates_read(&run->crates, nr, &state->reads) < 0)
		return NULL;
	state->read = true;
	return &state->reads;
}

/* NULL with a reason; the tree has its bindings. */
static const struct crate_build *build_of(struct rust_proof *run, size_t nr)
{
	struct crate_state *state = &run->states[nr];

	if (!state->built && crates_build(&run->crates, nr, &state->reads, &state->build) < 0)
		return NULL;
	state->built = true;
	return &state->build;
}

/* "A; B; and 3 more" */
static char *findings_words(const struct strlist *findings)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	for (size_t i = 0; i < findings->nr && i < MOST_SAID; i++)
		fprintf(out, "%s%s", i ? "; " : "", findings->v[i]);
	if (findings->nr > MOST_SAID)
		fprintf(out, "; and %zu more", findings->nr - MOST_SAID);
	fclose(out);
	return text;
}

/* Those of @now that @before does not have. Both are sorted; each is there once (rustlog.h numbers
 * what is said more than once). */
static void find_new(const struct strlist *now, const struct strlist *before, struct strlist *out)
{
	FOR_EACH(finding, now)
		if (!before || !strlist_find(before, *finding))
			strlist_add(out, *finding);
}

static struct verdict *say(struct rust_proof *run, size_t commit, enum verdict_kind kind,
			   const char *evidence, char *detail)
{
	return verdicts_add(&run->proof->v[commit].verdicts, "rust",
			    run->crates.kbuild.target.name, kind, evidence, detail);
}

static void name_log(struct verdict *verdict, const char *log)
{
	free(verdict->log);
	verdict->log = log ? xstrdup(log) : NULL;
}

/* Nothing that crates and drivers are made of differs. */
static void say_identical(struct rust_proof *run, size_t commit, const struct crate_reads *reads)
{
	size_t drivers = run->crates.drivers.nr;

	say(run, commit, VERDICT_PASS, "identical",
	    xasprintf("what rustc reads from C is byte for byte what it was (files: %zu), and no "
		      "source in Rust differs: crates and %zu object%s of drivers are derived",
		      json_object_size(reads->made), drivers, plural(drivers, "s")))
		->reused = reads->reused;
}

/* What a commit does to the bindings, in front of what came of it. */
static char *bindings_text(struct rust_proof *run, const struct crate_reads *before,
			   const struct crate_reads *after)
{
	struct bindings_diff diff CLEANUP(bindings_diff_release) = { 0 };

	if (!before->made)
		return xstrdup("there are bindings again");
	if (crates_compare(&run->crates, before, after, &diff) < 0)
		return NULL;
	char *words CLEANUP(free_text) = bindings_words(&diff);
	return *words ? xasprintf("the commit %s in the bindings", words) :
			xstrdup("the bindings are the same");
}

/* Nothing can be made of C in the tree of the commit. */
static void judge_unmade(struct rust_proof *run, size_t commit, const struct crate_reads *before,
			 const struct crate_reads *after)
{
	char *why CLEANUP(free_text) = findings_words(&after->errors);
	bool base = !run->crates.revisions.v[commit + 1].before;

	if (before->made)
		name_log(say(run, commit, VERDICT_FAIL, "built",
			     xasprintf("what rustc reads from C cannot be made: %s", why)),
			 after->log);
	else
		say(run, commit, base ? VERDICT_VOID : VERDICT_SKIPPED, "",
		    xasprintf("what rustc reads from C cannot be made before the commit either: %s",
			      why));
}

/* Crates or drivers do not compile; @old is NULL where there are none before. */
static void judge_failed(struct rust_proof *run, size_t commit, const struct crate_build *old,
			 const struct crate_build *new, const char *bindings)
{
	struct strlist fresh CLEANUP(strlist_release) = { 0 };
	bool base = !run->crates.revisions.v[commit + 1].before;

	find_new(&new->errors, old && !old->ok ? &old->errors : NULL, &fresh);
	bool known = old && !old->ok && !fresh.nr;
	char *words CLEANUP(free_text) = findings_words(known ? &new->errors : &fresh);
	struct verdict *verdict =
		say(run, commit, !known ? VERDICT_FAIL : base ? VERDICT_VOID : VERDICT_SKIPPED,
		    known && !base ? "" : "built",
		    xasprintf("%s; %s%s", bindings, known ? "as before the commit: " : "", words));

	verdict->reused = new->reused;
	name_log(verdict, new->log);
}

/* What is new of the warnings, those of clippy behind the others; "" for nothing. */
static char *warnings_words(const struct strlist *fresh)
{
	struct strlist others CLEANUP(strlist_release) = { 0 };
	struct strlist style CLEANUP(strlist_release) = { 0 };

	FOR_EACH(finding, fresh)
		strlist_add(rustlog_is_style(*finding) ? &style : &others, *finding);
	char *first CLEANUP(free_text) = findings_words(&others);
	char *second CLEANUP(free_text) = findings_words(&style);
	return xasprintf("%s%s%s%s", others.nr ? ", with new warnings: " : "", first,
			 style.nr ? ", with new warnings of style: " : "", second);
}

/* Whether clippy, which warns of style, was there. */
static const char *clippy_words(const struct rust_proof *run, const struct crate_build *build)
{
	if (!run->crates.kbuild.clippy)
		return "; clippy was not asked, for there is no clippy-driver";
	return build->clippy ? "" : "; clippy was asked for, but looked at none of them";
}

/* All of them compile; what is new of the warnings counts. */
static void judge_good(struct rust_proof *run, size_t commit, const struct crate_build *old,
		       const struct crate_build *new, const char *bindings)
{
	struct strlist fresh CLEANUP(strlist_release) = { 0 };

	size_t drivers = run->crates.drivers.nr, crates = run->crates.rules.crates.nr;

	find_new(&new->warnings, old ? &old->warnings : NULL, &fresh);
	char *words CLEANUP(free_text) = warnings_words(&fresh);
	struct verdict *verdict = say(
		run, commit, fresh.nr ? VERDICT_FAIL : VERDICT_PASS, "built",
		xasprintf("%s; %zu crate%s and %zu object%s of drivers compile%s%s", bindings,
			  crates, plural(crates, "s"), drivers, plural(drivers, "s"), words,
			  clippy_words(run, new)));

	verdict->reused = new->reused;
	name_log(verdict, fresh.nr ? new->log : NULL);
}

static int judge_built(struct rust_proof *run, size_t commit, const struct crate_reads *before,
		       const struct crate_reads *after)
{
	const struct crate_build *new = build_of(run, commit + 1), *old = NULL;
	char *bindings CLEANUP(free_text) = new ? bindings_text(run, before, after) : NULL;

	if (!new || !bindings)
		return -1;
	if ((!new->ok || new->warnings.nr) && before->made) {
		old = build_of(run, run->crates.revisions.v[commit + 1].before);
		if (!old)
			return -1;
	}
	if (new->ok)
		judge_good(run, commit, old, new, bindings);
	else
		judge_failed(run, commit, old, new, bindings);
	return 0;
}

static int judge_commit_in_rust(struct rust_proof *run, size_t commit)
{
	double start = job_clock();
	size_t parent = run->crates.revisions.v[commit + 1].before;
	const struct crate_reads *before = reads_of(run, parent);
	const struct crate_reads *after = before ? reads_of(run, commit + 1) : NULL;
	struct verdicts *verdicts = &run->proof->v[commit].verdicts;

	if (!after)
		return -1;
	if (!after->made)
		judge_unmade(run, commit, before, after);
	else if (before->made && git_oid_equal(&before->key, &after->key))
		say_identical(run, commit, after);
	else if (judge_built(run, commit, before, after) < 0)
		return -1;
	verdicts->v[verdicts->nr - 1].seconds = job_clock() - start;
	return 0;
}

/* Sources in Rust that the commit changes or adds, sorted; what differs from the base may be what
 * is not changed, and what does not differ may be what is taken back. */
static void list_rust_sources(const struct view *before, const struct view *after,
			      struct strlist *paths)
{
	const struct files *lists[] = { &before->changed, &after->changed };

	for (size_t i = 0; i < 2; i++)
		FOR_EACH(file, lists[i]) {
			const struct file *old = view_find(before, file->path);
			const struct file *now = view_find(after, file->path);

			if (has_extension(file->path, ".rs") && now &&
			    (!old || !git_oid_equal(&old->oid, &now->oid)))
				strlist_add(paths, file->path);
		}
	strlist_sort(paths);
}

/* Outside of rust/ only what the base builds is compiled: a source that is new there is none. */
static bool is_compiled_here(const struct crates *crates, const char *path)
{
	char *object CLEANUP(free_text) = module_object(path);

	return starts_with(path, "rust/") || strlist_find(&crates->drivers, object);
}

static void note_rust_coverage(struct rust_proof *run, size_t commit)
{
	const struct revision *revision = &run->crates.revisions.v[commit + 1];
	const struct crate_state *state = &run->states[commit + 1];
	bool compiled = state->built && state->build.ok;
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	list_rust_sources(&run->crates.revisions.v[revision->before].view, &revision->view, &paths);
	FOR_EACH(path, &paths)
		coverage_add(&run->proof->coverage, commit, *path, run->crates.kbuild.target.name,
			     !is_compiled_here(&run->crates, *path) ? COVERAGE_UNBUILT :
			     compiled				    ? COVERAGE_COMPILED :
								      COVERAGE_FAILED);
}

static int add_trees(struct rust_proof *run)
{
	const struct series *series = run->proof->series;

	FOR_EACH(commit, series)
		if (revisions_add(&run->crates.revisions, &commit->tree, commit->before) < 0)
			return -1;
	FOR_EACH(outsider, &series->outside)
		if (revisions_add(&run->crates.revisions, &outsider->tree, 0) < 0)
			return -1;
	run->states = xcalloc(run->crates.revisions.nr, sizeof(*run->states));
	return 0;
}

/* The tools cannot be had: what they would show is open at every commit. */
static void leave_open(struct series_result *proof, const char *name, const char *why)
{
	FOR_EACH(proven, proof)
		verdicts_add(&proven->verdicts, "rust", name, VERDICT_UNCOVERED, "",
			     xasprintf("whether what is written in Rust compiles is not known: %s",
				       why));
}

static int open_or_leave(struct rust_proof *run, struct state *state, const char *name)
{
	struct series_result *proof = run->proof;

	if (crates_open(&run->crates, state, proof->base, &proof->plan->all, name) == 0) {
		if (run->crates.unavailable)
			leave_open(proof, name, run->crates.unavailable);
		return !run->crates.unavailable;
	}
	/* no root, or none of the programs; what a person wrote wrong is told as ever */
	if (fail_exit_code() != FAIL_SYSTEM || run->crates.revisions.nr)
		return -1;
	char *why CLEANUP(free_text) = xstrdup(fail_text());
	fail_clear();
	leave_open(proof, name, why);
	return 0;
}

int examine_rust(struct examination *examination)
{
	struct series_result *proof = examination->proof;
	struct state *state = examination->state;
	const char *name = examination->rust;
	struct rust_proof run CLEANUP(rust_proof_release) = { .proof = proof };
	int open = open_or_leave(&run, state, name);

	if (open <= 0)
		return open;
	if (add_trees(&run) < 0)
		return -1;
	for (size_t i = 0; i < proof->nr; i++) {
		progress_report(state->progress, "rust", i, proof->nr, name);
		if (judge_commit_in_rust(&run, i) < 0)
			return -1;
		note_rust_coverage(&run, i);
		if (examination->fail_fast && result_count(proof, VERDICT_FAIL))
			break;
	}
	return 0;
}
