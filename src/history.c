// SPDX-License-Identifier: GPL-2.0
/* Asks git for the subjects of the commits to a file. */
#include "history.h"

#include "base.h"
#include "cleanup.h"
#include "digest.h"
#include "fail.h"
#include "io.h"
#include "job.h"
#include "ledger.h"
#include "list.h"
#include "state.h"

#include <string.h>

#define TIMEOUT 600 /* seconds; a deep history without commit-graph is slow */

static char *ask(struct state *state, const struct base *base, const char *path)
{
	char *gitdir CLEANUP(free_text) = xasprintf("--git-dir=%s",
						    git_repository_path(base->repo));
	char *out CLEANUP(free_text) = xasprintf("%s/log", state->tmp);
	char *log CLEANUP(free_text) = xasprintf("%s/log.err", state->tmp);
	const char *env[] = { "GIT_LITERAL_PATHSPECS=1", "GIT_OPTIONAL_LOCKS=0", NULL };
	char *commit CLEANUP(free_text) = xstrdup(git_oid_tostr_s(&base->commit));
	const char *argv[] = { "git", gitdir, "log", "--no-merges", "--max-count=40",
			       "--format=%s", commit, "--", path, NULL };
	struct job job = { .argv = argv, .env = env, .out = out, .log = log,
			   .timeout = TIMEOUT };

	if (job_run(&job) < 0)
		return NULL;
	if (job.exit || job.timed_out) {
		char *why CLEANUP(free_text) = io_read(log, NULL);

		fail_system("git log failed for %s (exit %d): %.200s", path, job.exit,
			    why ? why : "");
		return NULL;
	}
	return io_read(out, NULL);
}

int history_subjects(struct strlist *subjects, struct state *state, const struct base *base,
		     const char *path)
{
	char *text CLEANUP(free_text) = NULL;
	json_t *fact CLEANUP(free_json) = NULL;
	struct digest digest;
	git_oid key;
	int found;

	digest_init(&digest);
	digest_oid(&digest, &base->commit);
	digest_text(&digest, path);
	key = digest_end(&digest);
	found = ledger_get(state->ledger, "history", &key, &fact);
	if (found < 0)
		return -1;
	if (found) {
		strlist_split(subjects, json_string_value(fact), "\n");
		return 0;
	}
	text = ask(state, base, path);
	if (!text)
		return -1;
	strlist_split(subjects, text, "\n");
	fact = json_string(text);
	return fact ? ledger_put(state->ledger, "history", &key, fact) : 0;
}
