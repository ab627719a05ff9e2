// SPDX-License-Identifier: GPL-2.0
/* Runs a program of the campaign. */
#include "proof/program_run.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/kbuild.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/state.h"

#include <string.h>
#include <sys/random.h>

#define TIMEOUT 1800 /* seconds */

/* A number that nobody can guess. */
static int make_nonce(char *out)
{
	unsigned char bytes[PROGRAM_NONCE];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return fail_errno("no random number");
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

char *program_run_build(const struct state *state, const struct check *check)
{
	return xasprintf("%s/run/%s", state->dir, check->name);
}

static int prepare_run(struct program_run *run, const struct state *state,
		       const struct check *check, const char *log)
{
	char *jobs CLEANUP(free_text) = xasprintf("%u", state->jobs);
	char *build CLEANUP(free_text) = program_run_build(state, check);
	char *headers CLEANUP(free_text) = worktree_headers(state);
	char *result CLEANUP(free_text) = NULL;
	char *inputs CLEANUP(free_text) = NULL;

	run->dir = io_mktemp(state->tmp);
	if (!run->dir || make_nonce(run->nonce) < 0 || io_mkdirs(build) < 0 ||
	    make_folder_of(log) < 0)
		return -1;
	result = below(run, "result");
	inputs = below(run, "inputs");
	for (const char *const *entry = kbuild_environment(); *entry; entry++)
		strlist_add(&run->env, *entry);
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
	const char **env CLEANUP(free_argv) = NULL;
	char *tree CLEANUP(free_text) = worktree_path(state);
	char *mark CLEANUP(free_text) = NULL;
	struct job job = { .argv = argv, .dir = tree, .log = log };

	if (prepare_run(run, state, check, log) < 0)
		return -1;
	mark = below(run, "mark");
	job.env = env = xcalloc(run->env.nr + 1, sizeof(*env));
	memcpy(env, run->env.v, run->env.nr * sizeof(*env));
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
	free(run->dir);
	free(run->result);
	free(run->inputs);
	free(run->said);
	free(run->changed);
	strlist_release(&run->env);
	*run = (struct program_run){ 0 };
}
