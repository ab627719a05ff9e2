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
	unsigned char bytes[ERRAND_NONCE];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return fail_errno("no random number");
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

static void set(struct errand *errand, const char *name, const char *value)
{
	char *line CLEANUP(free_text) = xasprintf("%s=%s", name, value);

	strlist_add(&errand->env, line);
}

/* A file of the run; owned by the caller. */
static char *below(const struct errand *errand, const char *name)
{
	return xasprintf("%s/%s", errand->dir, name);
}

static int make_folder_of(const char *path)
{
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(path_leaf(path) - path));

	return io_mkdirs(folder);
}

char *errand_build(const struct state *state, const struct check *check)
{
	return xasprintf("%s/run/%s", state->dir, check->name);
}

static int prepare(struct errand *errand, const struct state *state, const struct check *check,
		   const char *log)
{
	char *jobs CLEANUP(free_text) = xasprintf("%u", state->jobs);
	char *build CLEANUP(free_text) = errand_build(state, check);
	char *headers CLEANUP(free_text) = worktree_headers(state);
	char *result CLEANUP(free_text) = NULL;
	char *inputs CLEANUP(free_text) = NULL;

	errand->dir = io_mktemp(state->tmp);
	if (!errand->dir || make_nonce(errand->nonce) < 0 || io_mkdirs(build) < 0 ||
	    make_folder_of(log) < 0)
		return -1;
	result = below(errand, "result");
	inputs = below(errand, "inputs");
	for (const char *const *entry = kbuild_environment(); *entry; entry++)
		strlist_add(&errand->env, *entry);
	set(errand, "CCACHE_EXTRAFILES", headers);
	set(errand, "PYTHONDONTWRITEBYTECODE", "1");
	set(errand, "TREEWIDE_NONCE", errand->nonce);
	set(errand, "TREEWIDE_RESULT", result);
	set(errand, "TREEWIDE_INPUTS", inputs);
	set(errand, "TREEWIDE_BUILD", build);
	set(errand, "TREEWIDE_JOBS", jobs);
	return 0;
}

/* A file that the program may have written; NULL: it did not. */
static char *read_left(const struct errand *errand, const char *name)
{
	char *path CLEANUP(free_text) = below(errand, name);

	return access(path, F_OK) == 0 ? io_read(path, NULL) : NULL;
}

int errand_run(struct errand *errand, struct state *state, const struct check *check,
	       const char *log)
{
	const char *argv[] = { check->run, NULL };
	const char **env CLEANUP(free_argv) = NULL;
	char *tree CLEANUP(free_text) = worktree_path(state);
	char *mark CLEANUP(free_text) = NULL;
	struct job job = { .argv = argv, .dir = tree, .log = log };

	if (prepare(errand, state, check, log) < 0)
		return -1;
	mark = below(errand, "mark");
	job.env = env = xcalloc(errand->env.nr + 1, sizeof(*env));
	memcpy(env, errand->env.v, errand->env.nr * sizeof(*env));
	job.timeout = check->timeout ? (unsigned)atoi(check->timeout) : TIMEOUT;
	if (worktree_mark(mark) < 0 || job_run(&job) < 0 ||
	    worktree_touched(state, mark, &errand->changed) < 0)
		return -1;
	errand->exit = job.exit;
	errand->timeout = job.timed_out ? job.timeout : 0;
	errand->seconds = job.seconds;
	errand->result = read_left(errand, "result");
	errand->inputs = read_left(errand, "inputs");
	errand->said = io_read(log, NULL);
	return errand->said ? 0 : -1;
}

void errand_release(struct errand *errand)
{
	if (errand->dir)
		io_remove(errand->dir);
	free(errand->dir);
	free(errand->result);
	free(errand->inputs);
	free(errand->said);
	free(errand->changed);
	strlist_release(&errand->env);
	*errand = (struct errand){ 0 };
}
