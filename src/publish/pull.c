// SPDX-License-Identifier: GPL-2.0
/* Writes a branch without a cover, and asks git for the text of a pull request. */
#include "publish/pull.h"

#include "git/base.h"
#include "lib/ask.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "msg/trailer.h"
#include "series/b4.h"
#include "series/series.h"

#define B4 "b4/"
#define PATIENCE 600 /* seconds for the other side */

char *pull_message(const char *message)
{
	const char *cut = strstr(message, "\n---\n");
	size_t len = cut ? (size_t)(cut - message) : strlen(message);

	while (len && message[len - 1] == '\n')
		len--;
	return xasprintf("%.*s\n", (int)len, message);
}

/* The same commit on another one, without what is only for mails. */
static int copy_commit(git_oid *tip, const struct base *base, const git_oid *id)
{
	git_commit *commit CLEANUP(free_commit) = NULL, *parent CLEANUP(free_commit) = NULL;
	git_tree *tree CLEANUP(free_tree) = NULL;
	const git_commit *parents[1];

	if (git_commit_lookup(&commit, base->repo, id) < 0 ||
	    git_commit_lookup(&parent, base->repo, tip) < 0 || git_commit_tree(&tree, commit) < 0)
		return fail_git("cannot read %s", git_oid_tostr_s(id));
	char *message CLEANUP(free_text) = pull_message(git_commit_message(commit));
	parents[0] = parent;
	if (git_commit_create(tip, base->repo, NULL, git_commit_author(commit),
			      git_commit_committer(commit), git_commit_message_encoding(commit),
			      message, tree, 1, parents) < 0)
		return fail_git("cannot write a commit");
	return 0;
}

/* The commit that a reference names: 1; there is none: 0. */
static int find_ref(git_oid *id, const struct base *base, const char *ref)
{
	return git_reference_name_to_id(id, base->repo, ref) == 0;
}

/* May the branch be moved from where it stands? */
static int check_branch(const struct pull *pull, const struct base *base, const char *ref,
			const char *memory)
{
	git_reference *current CLEANUP(free_reference) = NULL;
	git_oid stands, wrote;

	if (!find_ref(&stands, base, ref) || git_oid_equal(&stands, &pull->tip))
		return 0;
	if (!find_ref(&wrote, base, memory) || !git_oid_equal(&stands, &wrote))
		return fail_usage("%s was made or changed by somebody else than treewide: rename "
				  "it (git branch -m), nothing was written", pull->branch);
	if (git_reference_lookup(&current, base->repo, ref) == 0 &&
	    git_branch_is_checked_out(current) == 1)
		return fail_usage("%s is checked out in a work tree: switch to another branch "
				  "there first, nothing was written", pull->branch);
	return 0;
}

static int set_ref(const struct base *base, const char *ref, const git_oid *id)
{
	git_reference *made CLEANUP(free_reference) = NULL;

	if (git_reference_create(&made, base->repo, ref, id, 1, "treewide: pull request") < 0)
		return fail_git("cannot move %s", ref);
	return 0;
}

/* Head and text of the mail. What stands in the cover as trailers is for b4: recipients become
 * lines of the head. */
static void read_cover(struct pull *pull, const struct series *series)
{
	char *text CLEANUP(free_text) =
		series->cover ? b4_cover_head_of(series->cover) : xstrdup(pull->branch);
	struct commit_message cover CLEANUP(commit_message_release) = { 0 };
	FILE *out = xmemstream(&pull->head, NULL);

	commit_message_split(&cover, text);
	size_t len = strcspn(cover.text, "\n");
	fprintf(out, "Subject: [GIT PULL] %.*s\n", (int)len, cover.text);
	FOR_EACH(line, &cover.trailers)
		if (starts_with_one_of(*line, TEXTS("To: ", "Cc: ")))
			fprintf(out, "%s\n", *line);
	fclose(out);
	pull->letter = xstrdup(cover.text + len + strspn(cover.text + len, "\n"));
}

int pull_write(struct pull *pull, const struct base *base, const struct series *series)
{
	const char *name = series->branch;

	if (starts_with(name, B4))
		name += strlen(B4);
	if (series->below)
		return fail_no("%zu patch%s of waves before stand%s below %s: who pulls would get "
			       "them, too; wait until the base has them", series->below,
			       plural(series->below, "es"), series->below == 1 ? "s" : "",
			       series->branch);
	pull->branch = xasprintf("pull/%s", name);
	char *ref CLEANUP(free_text) = xasprintf("refs/heads/%s", pull->branch);
	char *memory CLEANUP(free_text) = xasprintf("refs/treewide/%s", pull->branch);
	read_cover(pull, series);
	git_oid_cpy(&pull->tip, &series->base);
	FOR_EACH(commit, series)
		if (copy_commit(&pull->tip, base, &commit->id) < 0)
			return -1;
	if (check_branch(pull, base, ref, memory) < 0 || set_ref(base, memory, &pull->tip) < 0)
		return -1;
	return set_ref(base, ref, &pull->tip);
}

/* What git says of the other side: that it cannot be reached, or has not got the branch. */
static int refuse_url(const struct pull *pull, const char *url, const char *said)
{
	const char *fatal = strstr(said, "fatal: ");

	if (fatal)
		return fail_system("git request-pull: %s: %.*s", url,
				   (int)strcspn(fatal + strlen("fatal: "), "\n"),
				   fatal + strlen("fatal: "));
	return fail_no("%s does not have %s as it is here: git push %s %s (with --force over an "
		       "older version of it), then ask again", url, pull->branch, url,
		       pull->branch);
}

int pull_request(struct pull *pull, const struct state *state, const struct base *base,
		 const struct series *series, const char *url)
{
	struct ask_run run CLEANUP(ask_run_release) = { .dir = io_mktemp(state->tmp) };
	char start[GIT_OID_HEXSZ + 1];

	if (!run.dir)
		return -1;
	char *ref CLEANUP(free_text) = xasprintf("refs/heads/%s", pull->branch);
	char *gitdir CLEANUP(free_text) =
		xasprintf("GIT_DIR=%s", git_repository_path(base->repo));
	run.out = xasprintf("%s/out", run.dir);
	run.log = xasprintf("%s/log", run.dir);
	git_oid_tostr(start, sizeof(start), &series->base);
	STRLIST_ADD(&run.argv, "git", "request-pull", start, url, ref);
	STRLIST_ADD(&run.env, gitdir, "GIT_TERMINAL_PROMPT=0");
	run.job = (struct job){ .timeout = PATIENCE, .repository = true };
	if (ask_run(&run) < 0)
		return -1;
	char *said CLEANUP(free_text) = job_said(&run.job);
	if (run.job.timed_out)
		return fail_system("git request-pull: %s did not answer in %d s", url, PATIENCE);
	if (run.job.exit)
		return refuse_url(pull, url, said);
	pull->request = io_read(run.out, NULL);
	return pull->request ? 0 : -1;
}

void pull_release(struct pull *pull)
{
	FREE_ALL(pull->branch, pull->head, pull->letter, pull->request);
	*pull = (struct pull){ 0 };
}
