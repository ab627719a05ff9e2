// SPDX-License-Identifier: GPL-2.0
/* Fetches a commit by its id. */
#include "git/fetchone.h"

#include "lib/job.h"
#include "lib/lib.h"

#define TIMEOUT 7200 /* seconds */

static int is_there(const char *gitdir, const git_oid *commit)
{
	git_repository *repository CLEANUP(free_repository) = NULL;
	git_commit *found CLEANUP(free_commit) = NULL;

	if (git_repository_open(&repository, gitdir) < 0)
		return fail_git("cannot open %s", gitdir);
	return git_commit_lookup(&found, repository, commit) == 0;
}

int fetchone(const char *gitdir, const char *url, const git_oid *commit, const char *log)
{
	char *id CLEANUP(free_text) = xstrdup(git_oid_tostr_s(commit));
	char *dir CLEANUP(free_text) = xasprintf("--git-dir=%s", gitdir);
	char *spec CLEANUP(free_text) = xasprintf("+%s:refs/treewide/shards/%s", id, id);
	const char *argv[] = { "git", dir, "-c", "gc.auto=0", "-c", "maintenance.auto=false",
			       "-c", "protocol.version=2", "fetch", "--quiet", "--no-tags",
			       "--no-write-fetch-head", "--no-recurse-submodules", "--refmap=",
			       "--", url, spec, NULL };
	struct job job = { .argv = argv, .log = log, .timeout = TIMEOUT };
	int known = is_there(gitdir, commit);

	if (known)
		return known < 0 ? -1 : 0;
	if (job_run(&job) < 0)
		return -1;
	if (!job.exit && !job.timed_out)
		return 0;
	char *said CLEANUP(free_text) = job_said(&job);
	return fail_system("git fetch of %.12s from %s failed (exit %d): %.400s", id, url, job.exit,
			   said);
}
