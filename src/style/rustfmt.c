// SPDX-License-Identifier: GPL-2.0
/* Runs rustfmt on sources and reads what it says. */
#include "style/rustfmt.h"

#include "lib/ask.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "lib/state.h"

#include <sys/stat.h>

#define PROGRAM "rustfmt"
#define STAGE "rustfmt"
#define TIMEOUT 120	/* seconds for one source */
#define PANIC 101	/* the exit code of a program in Rust that gives up */
#define EMPTY "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"

/* It must say something of this. */
static const char probe[] = "fn  probe(){}\n";

struct rustfmt_batch {
	struct rustfmt *rustfmt;
	struct layout_inputs *inputs;
};

/* Which rustfmt. */

/* What its --version says; owned by the caller, NULL: it does not run, and *@why says so. */
static char *ask_version(const struct rustfmt *rustfmt, char **why)
{
	char *log CLEANUP(free_text) = xasprintf("%s/rustfmt.log", rustfmt->state->tmp);
	const char *argv[] = { PROGRAM, "--version", NULL };
	struct job job = { .argv = argv, .before = rustfmt->root.before, .log = log,
			   .timeout = 20 };

	if (job_run(&job) < 0)
		return NULL;
	char *said = job_said(&job);
	if (!job.exit && !job.timed_out && *said)
		return said;
	*why = xasprintf(PROGRAM " --version fails (exit %d): %.200s", job.exit, said);
	free(said);
	return NULL;
}

/* Look in one root: 1; 0: it is not there, or the root cannot be entered. */
static int look_in_root(struct rustfmt *rustfmt, const char *name)
{
	const char *read[] = { NULL };
	char *path CLEANUP(free_text) = root_path(name);

	if (root_open(&rustfmt->root, path, rustfmt->state->dir, read, rustfmt->state->tmp) == 0 &&
	    root_has(&rustfmt->root, PROGRAM))
		return 1;
	fail_clear();
	root_release(&rustfmt->root);
	return 0;
}

static bool find_program(struct rustfmt *rustfmt, const struct strlist *roots)
{
	FOR_EACH(name, roots)
		if (look_in_root(rustfmt, *name))
			return true;
	char *path CLEANUP(free_text) = io_find_program(PROGRAM);
	return path != NULL;
}

/* 1; 0 with *@why; or -1. */
static int know_program(struct rustfmt *rustfmt, const struct strlist *roots, char **why)
{
	if (!find_program(rustfmt, roots)) {
		*why = xstrdup("there is no rustfmt (Debian: apt-get install rustfmt, or choose a "
			       "target of Rust whose root has it, such as x86_64-rust)");
		return 0;
	}
	char *version CLEANUP(free_text) = ask_version(rustfmt, why);
	if (!version)
		return *why ? 0 : -1;
	rustfmt->context = DIGEST(version, &rustfmt->root.packages);
	return 1;
}

/* What the base says. */

static bool is_config(const char *path)
{
	return is_one_of(path_leaf(path), TEXTS(".rustfmt.toml", "rustfmt.toml"));
}

static int read_rule(struct rustfmt *rustfmt, const struct files *all)
{
	const struct file *makefile = files_find(all, "Makefile");
	char *text CLEANUP(free_text) =
		makefile ? base_read(rustfmt->base, &makefile->oid, NULL) : xstrdup("");

	if (!text)
		return -1;
	rustlayout_rule_read(&rustfmt->rule, text);
	return 0;
}

static void find_configs(struct rustfmt *rustfmt, const struct files *all)
{
	FOR_EACH(file, all)
		if (is_config(file->path) && S_ISREG(file->mode)) {
			struct file *config = LIST_ADD(&rustfmt->configs);

			*config = *file;
			config->path = xstrdup(file->path);
		}
}

/* The nearest one above; ".rustfmt.toml" before "rustfmt.toml", as they are sorted. */
static const struct file *config_of(const struct rustfmt *rustfmt, const char *path)
{
	const struct file *nearest = NULL;
	size_t depth = 0;

	FOR_EACH(config, &rustfmt->configs) {
		size_t len = (size_t)(path_leaf(config->path) - config->path);

		if (!strncmp(config->path, path, len) && (!nearest || len > depth)) {
			nearest = config;
			depth = len;
		}
	}
	return nearest;
}

bool rustfmt_reads(const struct rustfmt *rustfmt, const char *path, git_oid *config)
{
	const struct file *found = has_extension(path, ".rs") ? config_of(rustfmt, path) : NULL;

	if (!found || rustlayout_leaves_out(&rustfmt->rule, path))
		return false;
	git_oid_cpy(config, &found->oid);
	return true;
}

/* One run. */

static int describe_layout(const struct rustfmt *rustfmt, struct ask_run *run,
			   const git_oid *config, const char *text, size_t len)
{
	size_t size;
	char *toml CLEANUP(free_text) = base_read(rustfmt->base, config, &size);

	run->dir = toml ? io_mktemp(rustfmt->state->tmp) : NULL;
	if (!run->dir)
		return -1;
	char *path CLEANUP(free_text) = xasprintf("%s/.rustfmt.toml", run->dir);
	run->in = xasprintf("%s/source", run->dir);
	run->log = xasprintf("%s/log", run->dir);
	run->out = xasprintf("%s/out", run->dir);
	STRLIST_ADD(&run->argv, PROGRAM, "--check", "--color", "never");
	run->job = (struct job){ .dir = run->dir, .before = rustfmt->root.before,
				 .timeout = TIMEOUT };
	return io_write(path, toml, size) < 0 ? -1 : io_write(run->in, text, len);
}

/* What it said, to be remembered; NULL with a reason: it came to no end. Of a source that it cannot
 * read it says so, and leaves with 1. */
static json_t *read_answer(const struct ask_run *run)
{
	char *out CLEANUP(free_text) = io_read(run->out, NULL);
	char *log CLEANUP(free_text) = out ? io_read(run->log, NULL) : NULL;

	if (!log)
		return NULL;
	if (run->job.timed_out)
		fail_system(PROGRAM " did not finish with a source in %u s", TIMEOUT);
	else if (run->job.exit >= PANIC)
		fail_system(PROGRAM " failed (exit %d): %.300s", run->job.exit, log);
	else
		return json_pack("{s:o, s:o, s:b}", "out", json_text(out), "log", json_text(log),
				 "failed", run->job.exit != 0);
	return NULL;
}

static bool take_findings(const json_t *answer, struct findings *findings)
{
	const char *out = json_string_value(json_object_get(answer, "out"));
	const char *log = json_string_value(json_object_get(answer, "log"));

	if (out && log)
		rustlayout_parse(findings, out, log, json_flag(answer, "failed"));
	return out && log;
}

/* Does it find the line that is laid out badly? 1; 0 with *@why; or -1. */
static int try_config(const struct rustfmt *rustfmt, const struct file *config, char **why)
{
	struct ask_run run CLEANUP(ask_run_release) = { 0 };
	struct findings findings CLEANUP(findings_release) = { 0 };

	if (describe_layout(rustfmt, &run, &config->oid, probe, sizeof(probe) - 1) < 0 ||
	    ask_run(&run) < 0)
		return -1;
	json_t *answer CLEANUP(free_json) = read_answer(&run);
	if (!answer || !take_findings(answer, &findings))
		return -1;
	if (findings.nr && !strcmp(findings.v[0].kind, "layout"))
		return 1;
	*why = findings.nr ? xasprintf("rustfmt does not take %s of the base: %s", config->path,
				       findings.v[0].text) :
			     xasprintf("with %s of the base rustfmt says nothing of a line that is "
				       "laid out badly", config->path);
	return 0;
}

int rustfmt_open(struct rustfmt *rustfmt, struct state *state, const struct base *base,
		 const struct files *all, const struct strlist *roots, char **why)
{
	*rustfmt = (struct rustfmt){ .state = state, .base = base };
	find_configs(rustfmt, all);
	if (!rustfmt->configs.nr) {
		*why = xstrdup("the base has no .rustfmt.toml");
		return 0;
	}
	int known = read_rule(rustfmt, all) < 0 ? -1 : know_program(rustfmt, roots, why);

	FOR_EACH(config, &rustfmt->configs)
		if (known > 0)
			known = try_config(rustfmt, config, why);
	return known;
}

void rustfmt_release(struct rustfmt *rustfmt)
{
	root_release(&rustfmt->root);
	files_release(&rustfmt->configs);
	rustlayout_rule_release(&rustfmt->rule);
}

/* All sources. */

/* Of a file without content rustfmt has nothing to say that is meant. */
static int key_of_layout(void *ctx, size_t nr, git_oid *key)
{
	const struct rustfmt_batch *batch = ctx;
	const struct layout_input *input = &batch->inputs->v[nr];

	*key = DIGEST(&batch->rustfmt->context, &input->config, &input->blob);
	return strcmp(git_oid_tostr_s(&input->blob), EMPTY) != 0;
}

static int begin_layout(void *ctx, size_t nr, struct ask_run *run)
{
	const struct rustfmt_batch *batch = ctx;
	const struct layout_input *input = &batch->inputs->v[nr];
	size_t len;
	char *text CLEANUP(free_text) = base_read(batch->rustfmt->base, &input->blob, &len);

	return text ? describe_layout(batch->rustfmt, run, &input->config, text, len) : -1;
}

static json_t *read_layout(void *ctx, size_t nr, const struct ask_run *run)
{
	((struct rustfmt_batch *)ctx)->inputs->v[nr].seconds = run->job.seconds;
	return read_answer(run);
}

static int take_layout(void *ctx, size_t nr, const json_t *answer, const struct ask_run *run)
{
	struct layout_input *input = &((struct rustfmt_batch *)ctx)->inputs->v[nr];

	input->reused = !run;
	return take_findings(answer, &input->findings);
}

int rustfmt_ask(struct rustfmt *rustfmt, struct layout_inputs *inputs)
{
	struct rustfmt_batch batch = { .rustfmt = rustfmt, .inputs = inputs };

	return ask_all(&(struct asking){
		.state = rustfmt->state, .stage = STAGE, .doing = "checking the layout of Rust",
		.nr = inputs->nr, .ctx = &batch, .key = key_of_layout, .begin = begin_layout,
		.read = read_layout, .take = take_layout });
}

void layout_inputs_release(struct layout_inputs *inputs)
{
	FOR_EACH(input, inputs)
		findings_release(&input->findings);
	LIST_RELEASE(inputs);
}
