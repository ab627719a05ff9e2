// SPDX-License-Identifier: GPL-2.0
/* Judges a run of a campaign's program. */
#include "checks/program.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/kbuild.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/state.h"

#include <sys/random.h>

#define EXIT_SKIPPED 77 /* as for automake and the kernel's own tests */
#define MAX_LINE 300	/* bytes of a log's line in a detail */

/* What stands in the file that the program wrote. */
struct result {
	char *detail;			/* NULL: none */
	const char *evidence;
	char *wrong;			/* why it is not believed; NULL: it is */
};

static void free_result_text(struct result *result)
{
	FREE_ALL(result->detail, result->wrong);
}

const char *program_evidence(const char *name)
{
	static const char *const names[] = { "checked", "built", "compiled", "sampled", "booted" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i], name))
			return names[i];
	return NULL;
}

/* What goes to a terminal and into a letter. */
static char *plain(const char *text, size_t len)
{
	char *copy = xstrndup(text, len);

	for (char *at = copy; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = '?';
	return copy;
}

static void take_result_line(struct result *result, const char *line, size_t len)
{
	size_t key = strcspn(line, " ");
	char *value CLEANUP(free_text) = NULL;

	if (!len)
		return;
	value = key < len ? plain(line + key + 1, len - key - 1) : xstrdup("");
	if (key == 6 && !strncmp(line, "detail", key) && *value && !result->detail) {
		result->detail = TAKE(value);
	} else if (key == 8 && !strncmp(line, "evidence", key) && program_evidence(value)) {
		result->evidence = program_evidence(value);
	} else if (!result->wrong) {
		free(value);
		value = plain(line, len);
		result->wrong = xasprintf("its result holds \"%.100s\"", value);
	}
}

static void read_result(struct result *result, const struct program_end *end)
{
	size_t len = strlen(end->nonce);
	const char *text = end->result;

	result->evidence = "checked";
	if (!text || !*text) {
		result->wrong = xstrdup("it wrote no result");
		return;
	}
	if (strncmp(text, "nonce ", 6) || strncmp(text + 6, end->nonce, len) ||
	    text[6 + len] != '\n') {
		result->wrong = xstrdup("its result does not begin with the nonce of this run");
		return;
	}
	FOR_EACH_LINE(line, text + 6 + len + 1)
		take_result_line(result, line.at, line.len);
	if (!result->detail && !result->wrong)
		result->wrong = xstrdup("its result has no detail");
}

/* The last line of a log that says something; owned by the caller. */
static char *last_line(const char *log)
{
	size_t end = strlen(log), start;

	while (end && strchr("\n\r\t ", log[end - 1]))
		end--;
	for (start = end; start && log[start - 1] != '\n';)
		start--;
	return plain(log + start, end - start < MAX_LINE ? end - start : MAX_LINE);
}

/* Why a run that did not judge the tree fails. */
static char *complaint(const struct program_end *end, const struct result *result)
{
	char *last CLEANUP(free_text) = last_line(end->log ? end->log : "");
	const char *said = *last ? last : "it printed nothing";

	if (end->changed)
		return xasprintf("the program changed its work tree: %s", end->changed);
	if (end->timeout)
		return xasprintf("the program did not end in %u s: %s", end->timeout, said);
	if (end->exit > 128)
		return xasprintf("the program was ended by signal %d: %s", end->exit - 128, said);
	if (end->exit == 0 || end->exit == 1 || end->exit == EXIT_SKIPPED)
		return xasprintf("the program left with exit code %d, but %s: %s", end->exit,
				 result->wrong, said);
	return xasprintf("the program left with exit code %d: %s", end->exit, said);
}

void program_judge(struct program_result *found, const struct program_end *end)
{
	struct result result CLEANUP(free_result_text) = { 0 };

	*found = (struct program_result){ .kind = VERDICT_FAIL, .evidence = "" };
	read_result(&result, end);
	if (end->timeout || end->changed || result.wrong ||
	    (end->exit != 0 && end->exit != 1 && end->exit != EXIT_SKIPPED)) {
		found->detail = complaint(end, &result);
		return;
	}
	found->detail = TAKE(result.detail);
	if (end->exit == EXIT_SKIPPED) {
		found->kind = VERDICT_SKIPPED;
		return;
	}
	found->kind = end->exit ? VERDICT_FAIL : VERDICT_PASS;
	found->evidence = result.evidence;
	found->certain = true;
}

void program_release(struct program_result *found)
{
	free(found->detail);
	*found = (struct program_result){ 0 };
}

/* Runs a program of the campaign. */

#define TIMEOUT 1800 /* seconds */

/* A number that nobody can guess. */
static int make_nonce(char *out)
{
	unsigned char bytes[PROGRAM_NONCE];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return fail_errno("cannot get a random number");
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

static void set(struct program_run *run, const char *name, const char *value)
{
	char *line CLEANUP(free_text) = xasprintf("%s=%s", name, value);

	strlist_add(&run->env, line);
}

/* A file of the run; owned by the caller. */
static char *below(const struct program_run *run, const char *name)
{
	return xasprintf("%s/%s", run->dir, name);
}

static int make_folder_of(const char *path)
{
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(path_leaf(path) - path));

	return io_mkdirs(folder);
}

/* Where its builds stay from run to run. */
static char *build_of(const struct state *state, const struct check *check)
{
	return xasprintf("%s/run/%s", state->dir, check->name);
}

static int prepare_run(struct program_run *run, const struct state *state,
		       const struct check *check, const char *log)
{
	char *jobs CLEANUP(free_text) = xasprintf("%u", state->jobs);
	char *build CLEANUP(free_text) = build_of(state, check);
	char *headers CLEANUP(free_text) = worktree_headers(state);

	run->dir = io_mktemp(state->tmp);
	if (!run->dir || make_nonce(run->nonce) < 0 || io_mkdirs(build) < 0 ||
	    make_folder_of(log) < 0)
		return -1;
	char *result CLEANUP(free_text) = below(run, "result");
	char *inputs CLEANUP(free_text) = below(run, "inputs");
	strlist_add_array(&run->env, kbuild_environment());
	set(run, "CCACHE_EXTRAFILES", headers);
	set(run, "PYTHONDONTWRITEBYTECODE", "1");
	set(run, "TREEWIDE_NONCE", run->nonce);
	set(run, "TREEWIDE_RESULT", result);
	set(run, "TREEWIDE_INPUTS", inputs);
	set(run, "TREEWIDE_BUILD", build);
	set(run, "TREEWIDE_JOBS", jobs);
	return 0;
}

/* A file that the program may have written; NULL: it did not. */
static char *read_left(const struct program_run *run, const char *name)
{
	char *path CLEANUP(free_text) = below(run, name);

	return access(path, F_OK) == 0 ? io_read(path, NULL) : NULL;
}

int program_run_run(struct program_run *run, struct state *state, const struct check *check,
		    const char *log)
{
	const char *argv[] = { check->run, NULL };
	const char **env CLEANUP(free_memory) = NULL;
	char *tree CLEANUP(free_text) = worktree_path(state);
	struct job job = { .argv = argv, .dir = tree, .log = log };

	if (prepare_run(run, state, check, log) < 0)
		return -1;
	char *mark CLEANUP(free_text) = below(run, "mark");
	job.env = env = strlist_array(&run->env);
	job.timeout = check->timeout ? (unsigned)atoi(check->timeout) : TIMEOUT;
	if (worktree_mark(mark) < 0 || job_run(&job) < 0 ||
	    worktree_touched(state, mark, &run->changed) < 0)
		return -1;
	run->exit = job.exit;
	run->timeout = job.timed_out ? job.timeout : 0;
	run->seconds = job.seconds;
	run->result = read_left(run, "result");
	run->inputs = read_left(run, "inputs");
	run->said = io_read(log, NULL);
	return run->said ? 0 : -1;
}

void program_run_release(struct program_run *run)
{
	if (run->dir)
		io_remove(run->dir);
	FREE_ALL(run->dir, run->result, run->inputs, run->said, run->changed);
	strlist_release(&run->env);
	*run = (struct program_run){ 0 };
}
