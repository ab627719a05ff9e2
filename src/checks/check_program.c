// SPDX-License-Identifier: GPL-2.0
/* Runs a program of the campaign for each state of what it reads. */
#include "checks/check_program.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/repro.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "checks/program.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"

#define STAGE "run"
#define INPUTS_STAGE "run-inputs"
#define VERSION "1"	 /* of the rules by which a run is judged */
#define TOOL_TIMEOUT 20	 /* seconds */

/* One state and what is known of it. */
struct known_states {
	git_oid key;
	struct program_result found;
	char *log;		/* NULL: none is kept */
	double seconds;
	bool reused;		/* the ledger knew, or an earlier commit has asked */
};

struct program {
	struct series_result *proof;	/* borrowed, like the next two */
	struct state *state;
	const struct check *check;
	git_oid context;	/* the program, its files, its tools, and the base */
	struct strlist inputs;	/* sorted: what its runs said that they read */
	bool telling;		/* one of them said it */
	struct {
		struct known_states *v;
		size_t nr, alloc;
	} known;
};

static void free_program(struct program *program)
{
	strlist_release(&program->inputs);
	FOR_EACH(known, &program->known) {
		program_release(&known->found);
		free(known->log);
	}
	free(program->known.v);
}

/* A tool is known by the first line of its --version, or by its bytes when it has none. */
static int add_tool(struct digest *digest, const struct state *state, const char *path)
{
	char *log CLEANUP(free_text) = xasprintf("%s/version", state->tmp);
	const char *argv[] = { path, "--version", NULL };
	struct job job = { .argv = argv, .log = log, .timeout = TOOL_TIMEOUT };
	size_t len;

	if (job_run(&job) < 0)
		return -1;
	char *text CLEANUP(free_text) = io_read(job.exit || job.timed_out ? path : log, &len);
	if (!text)
		return -1;
	digest_bytes(digest, text, job.exit ? len : strcspn(text, "\n"));
	return 0;
}

static int add_program_file(struct digest *digest, const char *path)
{
	size_t len;
	char *text CLEANUP(free_text) = io_read(path, &len);

	if (!text)
		return -1;
	digest_text(digest, path_leaf(path));
	digest_bytes(digest, text, len);
	return 0;
}

/* All that every state depends on. @missing is a tool that is not there. */
static int learn_context(struct program *program, const char **missing)
{
	const struct check *check = program->check;
	struct digest digest CLEANUP(digest_release) = { 0 };

	DIGEST_ADD(&digest, VERSION, &program->proof->base->tree);
	if (add_program_file(&digest, check->run) < 0)
		return -1;
	FOR_EACH(file, &check->uses)
		if (add_program_file(&digest, *file) < 0)
			return -1;
	digest_texts(&digest, &check->reads);
	FOR_EACH(tool, &check->tools) {
		char *path CLEANUP(free_text) = io_find_program(*tool);

		if (!path)
			*missing = *tool;
		else if (add_tool(&digest, program->state, path) < 0)
			return -1;
	}
	program->context = digest_end(&digest);
	return 0;
}

static void learn_inputs(struct program *program, const char *lines)
{
	program->telling = true;
	strlist_split(&program->inputs, lines, "\n");
	strlist_sort(&program->inputs);
}

static int recall_inputs(struct program *program)
{
	json_t *fact CLEANUP(free_json) = NULL;
	int there = ledger_get(program->state->ledger, INPUTS_STAGE, &program->context, &fact);

	if (there > 0 && json_string_value(fact))
		learn_inputs(program, json_string_value(fact));
	return there;
}

static int remember_inputs(const struct program *program)
{
	char *text CLEANUP(free_text) = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(path, &program->inputs)
		fprintf(out, "%s\n", *path);
	fclose(out);
	json_t *fact CLEANUP(free_json) = json_text(text);
	return ledger_put(program->state->ledger, INPUTS_STAGE, &program->context, fact);
}

static bool decides(const struct program *program, const char *path)
{
	FOR_EACH(prefix, &program->check->reads)
		if (path_is_below(path, *prefix))
			return true;
	return !program->check->reads.nr || strlist_find(&program->inputs, path);
}

static git_oid key_of(const struct program *program, const struct view *view)
{
	struct digest digest = { 0 };

	digest_oid(&digest, &program->context);
	FOR_EACH(file, &view->changed) {
		if (!decides(program, file->path))
			continue;
		DIGEST_ADD(&digest, file->path, &file->oid);
	}
	return digest_end(&digest);
}

static struct known_states *find_known(struct program *program, const git_oid *key)
{
	FOR_EACH(known, &program->known)
		if (git_oid_equal(&known->key, key))
			return known;
	return NULL;
}

static char *log_path(const struct program *program, const git_oid *key)
{
	return xasprintf("%s/logs/%s/%.12s.log", program->state->dir, program->check->name,
			 git_oid_tostr_s(key));
}

static int recall_state(struct program *program, const git_oid *key, struct known_states **known)
{
	json_t *fact CLEANUP(free_json) = NULL;
	char *log CLEANUP(free_text) = log_path(program, key);

	*known = find_known(program, key);
	if (*known) {
		(*known)->reused = true;
		return 0;
	}
	int there = ledger_get(program->state->ledger, STAGE, key, &fact);
	if (there <= 0)
		return there;
	*known = LIST_ADD(&program->known);
	**known = (struct known_states){
		.key = *key, .reused = true,
		.found = { .kind = json_flag(fact, "pass") ? VERDICT_PASS :
							     VERDICT_FAIL,
			   .evidence = program_evidence(json_field(fact, "evidence")),
			   .detail = xstrdup(json_field(fact, "detail")), .certain = true },
		.log = access(log, R_OK) == 0 ? TAKE(log) : NULL,
	};
	if (!(*known)->found.evidence)
		(*known)->found.evidence = "";
	return 0;
}

static int remember_state(const struct program *program, const struct known_states *known)
{
	json_t *fact CLEANUP(free_json) =
		json_pack("{s:b, s:o, s:o}", "pass", known->found.kind == VERDICT_PASS,
			  "evidence", json_text(known->found.evidence), "detail",
			  json_text(known->found.detail));

	return ledger_put(program->state->ledger, STAGE, &known->key, fact);
}

static int examine_anew(struct program *program, const struct view *view, struct known_states **out)
{
	struct program_run run CLEANUP(program_run_release) = { 0 };
	git_oid key = key_of(program, view);
	struct known_states *known = LIST_ADD(&program->known);

	known->log = log_path(program, &key);
	if (worktree_set(program->state, program->proof->base, &view->tree, WORKTREE_FULL) < 0 ||
	    program_run_run(&run, program->state, program->check, known->log) < 0)
		return -1;
	known->seconds = run.seconds;
	program_judge(&known->found, &(struct program_end){
		.exit = run.exit, .timeout = run.timeout, .nonce = run.nonce,
		.result = run.result, .log = run.said, .changed = run.changed });
	if (run.inputs) {
		learn_inputs(program, run.inputs);
		if (remember_inputs(program) < 0)
			return -1;
	}
	/* it may have read files that nobody knew of before */
	known->key = key_of(program, view);
	*out = known;
	return known->found.certain ? remember_state(program, known) : 0;
}

static int examine_states(struct program *program, const git_oid *tree, struct known_states **known)
{
	const struct series_result *proof = program->proof;
	struct view view CLEANUP(view_release) = { 0 };

	if (view_load(&view, proof->base, &proof->plan->all, &proof->base->tree, tree) < 0)
		return -1;
	git_oid key = key_of(program, &view);
	if (recall_state(program, &key, known) < 0)
		return -1;
	return *known ? 0 : examine_anew(program, &view, known);
}

static char *describe_state(const struct program *program, const struct program_result *found,
			    bool base_fails)
{
	bool blind = found->certain && program->check->reads.nr && !program->telling;

	return xasprintf("%s%s%s", base_fails ? "the base fails too: " : "", found->detail,
			 blind ? " (which files it reads beside those of reads = is not "
				 "known)" : "");
}

static void add_command(json_t *row, const struct program *program, const git_oid *tree)
{
	char *command CLEANUP(free_text) = repro_run(program->proof->base, tree,
						     program->check->run, program->state->jobs);

	json_object_set_new(row, "command", json_text(command));
}

/* For the reasons of a commit, see explain.h. */
static int explain(const struct program *program, size_t nr, const struct known_states *known)
{
	const struct series_result *proof = program->proof;
	const git_oid *tree = &proof->series->v[nr].tree;
	struct view view CLEANUP(view_release) = { 0 };
	json_t *files, *row;

	if (!proof->v[nr].reasons)
		return 0;
	if (view_load(&view, proof->base, &proof->plan->all, &proof->base->tree, tree) < 0)
		return -1;
	files = json_array();
	FOR_EACH(file, &view.changed)
		if (decides(program, file->path))
			json_array_append_new(files, json_text(file->path));
	row = json_pack("{s:s, s:s, s:s, s:s, s:b, s:o, s:f}", "check", program->check->name,
			"target", "", "object", path_leaf(program->check->run), "key",
			git_oid_tostr_s(&known->key), "reused", known->reused, "files", files,
			"seconds", known->seconds);
	json_object_set_new(row, "log", known->log ? json_text(known->log) : json_null());
	add_command(row, program, tree);
	json_array_append_new(proof->v[nr].reasons, row);
	return 0;
}

static int judge_state(struct program *program, size_t nr)
{
	struct series_result *proof = program->proof;
	struct known_states *known, *base = NULL;
	struct verdict *verdict;

	progress_report(program->state->progress, program->check->name, nr, proof->nr,
			proof->v[nr].subject);
	if (examine_states(program, &proof->series->v[nr].tree, &known) < 0)
		return -1;
	size_t at = (size_t)(known - program->known.v);
	enum verdict_kind kind = known->found.kind;
	if (kind == VERDICT_FAIL && examine_states(program, &proof->base->tree, &base) < 0)
		return -1;
	known = &program->known.v[at];
	if (base && base->found.kind == VERDICT_FAIL)
		kind = VERDICT_VOID;
	verdict = verdicts_add(&proof->v[nr].verdicts, program->check->name, NULL, kind,
			       known->found.evidence,
			       describe_state(program, &known->found, kind == VERDICT_VOID));
	verdict->log = known->log ? xstrdup(known->log) : NULL;
	verdict->state = xasprintf("%.12s", git_oid_tostr_s(&known->key));
	verdict->seconds = known->seconds;
	verdict->reused = known->reused;
	return explain(program, nr, known);
}

int check_program(struct series_result *proof, struct state *state, const struct check *check)
{
	struct program program CLEANUP(free_program) = { .proof = proof, .state = state,
							 .check = check };
	const char *missing = NULL;

	if (learn_context(&program, &missing) < 0 || recall_inputs(&program) < 0)
		return -1;
	for (size_t i = 0; i < proof->nr; i++) {
		if (missing)
			verdicts_add(&proof->v[i].verdicts, check->name, NULL, VERDICT_SKIPPED, "",
				     xasprintf("the program %s is not installed", missing));
		else if (judge_state(&program, i) < 0)
			return -1;
	}
	return 0;
}
