// SPDX-License-Identifier: GPL-2.0
/* Fetches the base of a campaign. */
#include "campaign/fetch.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/slug.h"
#include "lib/state.h"

#define TIMEOUT 3600 /* seconds: a first fetch of Linux may take long */

/* Nobody is there to be asked for a password. */
static const char *const environment[] = { "GIT_TERMINAL_PROMPT=0", "GIT_DIR", "GIT_WORK_TREE",
					   "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
					   "GIT_NAMESPACE", NULL };

int fetch_check(const struct campaign *campaign)
{
	int valid = 1;

	if (!campaign->base_remote != !campaign->base_branch)
		return fail_usage("%s: [base] needs remote and branch", campaign->path);
	if (!campaign->base_remote)
		return 0;
	char *ref CLEANUP(free_text) = fetch_ref(campaign);
	if (*campaign->base_remote == '-' || git_reference_name_is_valid(&valid, ref) < 0 || !valid)
		return fail_usage("%s: [base] names no branch of a remote: %s, %s", campaign->path,
				  campaign->base_remote, campaign->base_branch);
	return 0;
}

char *fetch_ref(const struct campaign *campaign)
{
	char *slug CLEANUP(free_text) = slug_make(campaign->base_remote);

	return xasprintf("refs/treewide/base/%s/%s", slug, campaign->base_branch);
}

char *fetch_name(const struct campaign *campaign)
{
	return xasprintf("%s of %s", campaign->base_branch, campaign->base_remote);
}

static int judge_fetch(const struct job *job, const struct campaign *campaign)
{
	if (!job->exit && !job->timed_out)
		return 0;
	char *log CLEANUP(free_text) = job_said(job);
	return fail_system("git fetch of %s from %s failed (exit %d): %.400s",
			   campaign->base_branch, campaign->base_remote, job->exit, log);
}

int fetch_base(struct state *state, const struct base *base, const struct campaign *campaign)
{
	char *ref CLEANUP(free_text) = fetch_ref(campaign);
	char *gitdir CLEANUP(free_text) = xasprintf("--git-dir=%s",
						    git_repository_path(base->repo));
	char *spec CLEANUP(free_text) = xasprintf("+refs/heads/%s:%s", campaign->base_branch, ref);
	char *log CLEANUP(free_text) = xasprintf("%s/fetch.log", state->tmp);
	/* an empty refmap: no remote-tracking branch is updated on the way */
	const char *argv[] = { "git", gitdir, "-c", "gc.auto=0", "-c", "maintenance.auto=false",
			       "fetch", "--quiet", "--no-tags", "--no-write-fetch-head",
			       "--no-recurse-submodules", "--no-prune", "--refmap=",
			       campaign->base_remote, spec, NULL };
	struct job job = { .argv = argv, .env = environment, .dir = git_repository_path(base->repo),
			   .log = log, .timeout = TIMEOUT };

	progress_report(state->progress, "fetching", 0, 1, campaign->base_remote);
	if (job_run(&job) < 0 || judge_fetch(&job, campaign) < 0)
		return -1;
	progress_report(state->progress, "fetching", 1, 1, campaign->base_remote);
	return 0;
}
