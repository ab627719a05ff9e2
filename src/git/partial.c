// SPDX-License-Identifier: GPL-2.0
/* Fetches what a partial clone lacks, through git. */
#include "git/partial.h"

#include "git/base.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"

#define TIMEOUT 3600 /* seconds: the files of Linux are 250 MB */

/* Nobody is there to be asked for a password. */
static const char *const environment[] = { "GIT_TERMINAL_PROMPT=0", "GIT_DIR", "GIT_WORK_TREE",
					   "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
					   "GIT_NAMESPACE", NULL };

/* The ids of all files of the base that are not there, one a line. */
static char *list_missing(const struct base *base, const struct files *all, size_t *count)
{
	struct strlist ids CLEANUP(strlist_release) = { 0 };

	FOR_EACH(file, all)
		if (!git_odb_exists_ext(base->odb, &file->oid, GIT_ODB_LOOKUP_NO_REFRESH))
			*LIST_ADD(&ids) = xstrdup(git_oid_tostr_s(&file->oid));
	strlist_sort(&ids);
	*count = ids.nr;
	/* the last line ends as well */
	strlist_add(&ids, "");
	return strlist_join(&ids, "\n");
}

static int judge_fetch(const struct job *job, const char *remote)
{
	if (!job->exit && !job->timed_out)
		return 0;
	char *log CLEANUP(free_text) = job_said(job);
	return fail_system("this is a partial clone, and git cannot fetch what it lacks from %s "
			   "(exit %d): %.400s", remote, job->exit, log);
}

/* As git itself does it for what it needs. */
static int fetch_ids(struct state *state, const struct base *base, const char *remote,
		     const char *ids)
{
	char *in CLEANUP(free_text) = xasprintf("%s/missing", state->tmp);
	char *log CLEANUP(free_text) = xasprintf("%s/missing.log", state->tmp);
	char *gitdir CLEANUP(free_text) = xasprintf("--git-dir=%s",
						    git_repository_path(base->repo));
	const char *argv[] = { "git", gitdir, "-c", "gc.auto=0", "-c", "maintenance.auto=false",
			       "-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet",
			       "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
			       "--no-auto-maintenance", "--filter=blob:none", "--stdin", remote,
			       NULL };
	struct job job = { .argv = argv, .env = environment, .dir = git_repository_path(base->repo),
			   .log = log, .in = in, .timeout = TIMEOUT };

	if (io_write(in, ids, strlen(ids)) < 0 || job_run(&job) < 0 ||
	    judge_fetch(&job, remote) < 0)
		return -1;
	return git_odb_refresh(base->odb) < 0 ? fail_git("cannot read what was fetched") : 0;
}

int partial_fetch(struct state *state, const struct base *base)
{
	char *remote CLEANUP(free_text) = base_promisor(base);
	struct files all CLEANUP(files_release) = { 0 };
	size_t count;

	if (!remote)
		return 0;
	if (files_load(&all, base, &base->tree) < 0)
		return -1;
	char *ids CLEANUP(free_text) = list_missing(base, &all, &count);
	if (!count)
		return 0;
	progress_report(state->progress, "fetching files", 0, count, remote);
	if (fetch_ids(state, base, remote, ids) < 0)
		return -1;
	progress_report(state->progress, "fetching files", count, count, remote);
	return 0;
}
