// SPDX-License-Identifier: GPL-2.0
/* Asks git for the subjects of the commits to a file. */
#include "git/history.h"

#include "git/base.h"
#include "git/gitcmd.h"
#include "lib/ask.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"

#define STAGE "history"
#define VERSION "2" /* of how git is asked */

struct history_batch {
	struct state *state;
	const struct base *base;
	const struct strlist *paths;
};

char *history_end(const struct base *base)
{
	char *path CLEANUP(free_text) = xasprintf("%sshallow",
						  git_repository_commondir(base->repo));

	return access(path, F_OK) == 0 ? io_read(path, NULL) : NULL;
}

bool history_is_there(const struct base *base)
{
	git_commit *commit CLEANUP(free_commit) = NULL;
	char *end CLEANUP(free_text) = history_end(base);
	const char *id = git_oid_tostr_s(&base->commit);

	return git_commit_lookup(&commit, base->repo, &base->commit) == 0 &&
	       git_commit_parentcount(commit) > 0 && !(end && strstr(end, id));
}

static git_oid history_key(const struct base *base, const char *path)
{
	char *end CLEANUP(free_text) = history_end(base);

	return DIGEST(VERSION, &base->commit, end, path);
}

static int key_of_path(void *ctx, size_t nr, git_oid *key)
{
	const struct history_batch *batch = ctx;

	*key = history_key(batch->base, batch->paths->v[nr]);
	return 1;
}

static int begin_log(void *ctx, size_t nr, struct ask_run *run)
{
	const struct history_batch *batch = ctx;
	char *name CLEANUP(free_text) = xasprintf("history-%zu", nr);
	char commit[GIT_OID_HEXSZ + 1];
	const char *args[] = { "log", "--no-merges", "--min-parents=1", "--max-count=40",
			       "--format=%s",
			       git_oid_tostr(commit, sizeof(commit), &batch->base->commit), "--",
			       batch->paths->v[nr], NULL };

	gitcmd_begin(run, batch->state, batch->base, name, args);
	return 0;
}

static json_t *read_log(void *ctx, size_t nr, const struct ask_run *run)
{
	const struct history_batch *batch = ctx;
	char *text CLEANUP(free_text) = gitcmd_result(run, "log", batch->paths->v[nr]);
	json_t *subjects = text ? json_string(text) : NULL;

	/* subjects that are not UTF-8 tell no prefix */
	return text && !subjects ? json_null() : subjects;
}

static char *path_asked(void *ctx, size_t nr)
{
	return xstrdup(((const struct history_batch *)ctx)->paths->v[nr]);
}

int history_ask(struct state *state, const struct base *base, const struct strlist *paths)
{
	struct history_batch batch = { state, base, paths };

	return history_is_there(base) ? ask_all(&(struct asking){
		.state = state, .stage = STAGE, .doing = "reading history", .nr = paths->nr,
		.ctx = &batch, .key = key_of_path, .begin = begin_log, .read = read_log,
		.about = path_asked }) : 0;
}

int history_subjects(struct strlist *subjects, struct state *state, const struct base *base,
		     const char *path)
{
	git_oid key = history_key(base, path);
	json_t *fact CLEANUP(free_json) = NULL;
	int known = ledger_get(state->ledger, STAGE, &key, &fact);

	if (known < 0)
		return -1;
	if (json_is_string(fact))
		strlist_split(subjects, json_string_value(fact), "\n");
	return 0;
}
