// SPDX-License-Identifier: GPL-2.0
/* Writes patches as commits on a branch, and reads them back. */
#include "series.h"

#include "b4.h"
#include "base.h"
#include "campaign.h"
#include "cleanup.h"
#include "digest.h"
#include "fail.h"
#include "ledger.h"
#include "list.h"
#include "message.h"
#include "plan.h"
#include "state.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_COMMITS 5000
#define COVER_DAYS 300 /* b4 does not find a cover commit older than a year */

struct writer {
	const struct base *base;
	git_signature *me;
	char *identity;			/* Name <address> */
	struct series *old;		/* the branch as it stands; empty when there is none */
	git_oid old_cover;
	char *old_message;		/* of the cover; NULL when there is none */
	git_oid parent;
};

static void add_commit(struct series *series, git_commit *commit)
{
	struct commit *entry = LIST_ADD(series);
	const char *message = git_commit_message(commit);

	git_oid_cpy(&entry->id, git_commit_id(commit));
	git_oid_cpy(&entry->tree, git_commit_tree_id(commit));
	entry->subject = xstrndup(message, strcspn(message, "\n"));
}

static void reverse(struct series *series)
{
	for (size_t i = 0; i < series->nr / 2; i++) {
		struct commit swap = series->v[i];

		series->v[i] = series->v[series->nr - 1 - i];
		series->v[series->nr - 1 - i] = swap;
	}
}

/* The commits from @tip down to the base; the cover is not one of them. */
static int walk(struct series *series, const struct base *base, git_oid *cover, char **message)
{
	git_oid at = series->tip;

	git_oid_cpy(&series->start, &base->commit);
	while (!git_oid_equal(&at, &base->commit)) {
		git_commit *commit CLEANUP(free_commit) = NULL;

		if (series->nr > MAX_COMMITS || git_commit_lookup(&commit, base->repo, &at) < 0 ||
		    git_commit_parentcount(commit) != 1)
			return fail_no("%s does not stand on %s", series->branch, base->rev);
		if (b4_is_cover(git_commit_message(commit))) {
			git_oid_cpy(&series->start, &at);
			if (cover)
				git_oid_cpy(cover, &at);
			if (message) {
				free(*message);
				*message = xstrdup(git_commit_message(commit));
			}
		} else {
			add_commit(series, commit);
		}
		git_oid_cpy(&at, git_commit_parent_id(commit, 0));
	}
	reverse(series);
	return 0;
}

static char *ref_name(const char *branch)
{
	return xasprintf("refs/heads/%s", branch);
}

int series_load(struct series *series, const struct base *base, const char *branch)
{
	char *ref CLEANUP(free_text) = ref_name(branch);

	series->branch = xstrdup(branch);
	if (git_reference_name_to_id(&series->tip, base->repo, ref) < 0)
		return fail_usage("there is no branch %s: run treewide generate first", branch);
	return walk(series, base, NULL, NULL);
}

static void forget_commits(struct series *series)
{
	FOR_EACH(commit, series)
		free(commit->subject);
	free(series->v);
	series->v = NULL;
	series->nr = series->alloc = 0;
}

void series_release(struct series *series)
{
	forget_commits(series);
	free(series->branch);
	*series = (struct series){ 0 };
}

/* May this commit stand for a new one? */
static bool is_same(const struct writer *writer, git_commit *commit, const git_oid *tree,
		    const char *message)
{
	const git_signature *author = git_commit_author(commit);
	const git_signature *committer = git_commit_committer(commit);

	return git_commit_parentcount(commit) == 1 &&
	       git_oid_equal(git_commit_parent_id(commit, 0), &writer->parent) &&
	       git_oid_equal(git_commit_tree_id(commit), tree) &&
	       !strcmp(git_commit_message(commit), message) &&
	       !strcmp(author->name, writer->me->name) &&
	       !strcmp(author->email, writer->me->email) &&
	       !strcmp(committer->email, writer->me->email);
}

static int put_commit(struct writer *writer, const git_oid *known, const git_oid *tree_id,
		      const char *message, time_t oldest)
{
	git_commit *old CLEANUP(free_commit) = NULL;
	git_commit *parent CLEANUP(free_commit) = NULL;
	git_tree *tree CLEANUP(free_tree) = NULL;
	const git_commit *parents[1];
	git_oid id;

	if (known && git_commit_lookup(&old, writer->base->repo, known) == 0 &&
	    is_same(writer, old, tree_id, message) && git_commit_time(old) >= oldest) {
		git_oid_cpy(&writer->parent, known);
		return 0;
	}
	if (git_commit_lookup(&parent, writer->base->repo, &writer->parent) < 0 ||
	    git_tree_lookup(&tree, writer->base->repo, tree_id) < 0)
		return fail_git("cannot read what a commit stands on");
	parents[0] = parent;
	if (git_commit_create(&id, writer->base->repo, NULL, writer->me, writer->me, NULL, message,
			      tree, 1, parents) < 0)
		return fail_git("cannot write a commit");
	git_oid_cpy(&writer->parent, &id);
	return 0;
}

static int put_cover(struct writer *writer, const struct plan *plan)
{
	const struct campaign *campaign = plan->campaign;
	char *base CLEANUP(free_text) = xasprintf("%s (%.12s)", plan->base->rev,
						  git_oid_tostr_s(&plan->base->commit));
	char *count CLEANUP(free_text) = xasprintf("%zu", plan->patches.nr);
	const struct field fields[] = { { "base", base }, { "count", count }, { NULL, NULL } };
	const struct template *cover = &campaign->cover;
	char *text CLEANUP(free_text) = cover->text ? message_fill(cover->path, cover->text,
								   fields) : xstrdup("");
	struct b4_tracking tracking = { 0 };
	char *message CLEANUP(free_text) = NULL;

	if (!text)
		return -1;
	if (writer->old_message && b4_parse(&tracking, writer->old_message) < 0)
		return -1;
	if (!tracking.change_id) {
		tracking.change_id = b4_change_id(campaign->name);
		tracking.revision = 1;
	}
	message = b4_cover(campaign->title, text, writer->identity, &campaign->always, &tracking);
	b4_tracking_release(&tracking);
	if (!message)
		return fail_context("%s", campaign->path);
	return put_commit(writer, writer->old_message ? &writer->old_cover : NULL,
			  &plan->base->tree, message,
			  time(NULL) - (time_t)COVER_DAYS * 24 * 3600);
}

static int put_patches(struct writer *writer, struct series *series, const struct plan *plan)
{
	FOR_EACH(patch, &plan->patches) {
		size_t nr = patch->nr - 1;
		const git_oid *known = nr < writer->old->nr ? &writer->old->v[nr].id : NULL;
		char *message CLEANUP(free_text) = message_compose(patch, writer->identity);
		struct commit *entry;

		if (put_commit(writer, known, &patch->tree, message, 0) < 0)
			return -1;
		entry = LIST_ADD(series);
		git_oid_cpy(&entry->id, &writer->parent);
		git_oid_cpy(&entry->tree, &patch->tree);
		entry->subject = xstrdup(patch->subject);
	}
	git_oid_cpy(&series->tip, &writer->parent);
	return 0;
}

/* The ledger knows the tips that treewide itself has written. */
static git_oid tip_key(const struct base *base, const char *ref, const git_oid *tip)
{
	struct digest digest;

	digest_init(&digest);
	digest_text(&digest, git_repository_path(base->repo));
	digest_text(&digest, ref);
	digest_oid(&digest, tip);
	return digest_end(&digest);
}

static int check_untouched(struct state *state, const struct base *base, const char *ref,
			   const git_oid *old_tip)
{
	git_oid key = tip_key(base, ref, old_tip);
	json_t *fact CLEANUP(free_json) = NULL;
	int known = ledger_get(state->ledger, "tip", &key, &fact);

	if (known < 0)
		return -1;
	if (known)
		return 0;
	return fail_usage("%s was changed by somebody else than treewide (its tip is %s): "
			  "nothing was written; --force overwrites it, the old tip can then "
			  "still be had by that id", ref + strlen("refs/heads/"),
			  git_oid_tostr_s(old_tip));
}

static int move_branch(struct state *state, const struct base *base, struct series *series,
		       const git_oid *old_tip, bool force)
{
	char *ref CLEANUP(free_text) = ref_name(series->branch);
	git_reference *current CLEANUP(free_reference) = NULL;
	git_reference *moved CLEANUP(free_reference) = NULL;
	git_oid key = tip_key(base, ref, &series->tip);
	json_t *yes CLEANUP(free_json) = json_true();

	series->unchanged = old_tip && git_oid_equal(old_tip, &series->tip);
	if (series->unchanged)
		return ledger_put(state->ledger, "tip", &key, yes);
	if (old_tip && !force && check_untouched(state, base, ref, old_tip) < 0)
		return -1;
	if (old_tip && git_reference_lookup(&current, base->repo, ref) == 0 &&
	    git_branch_is_checked_out(current) == 1)
		return fail_usage("%s is checked out in a work tree: switch to another branch "
				  "there first, nothing was written", series->branch);
	/* first the fact, then the branch: a kill between them leaves both right */
	if (ledger_put(state->ledger, "tip", &key, yes) < 0)
		return -1;
	if (git_reference_create_matching(&moved, base->repo, ref, &series->tip, old_tip != NULL,
					  old_tip, "treewide: generate") < 0)
		return fail_git("cannot move the branch %s", series->branch);
	return 0;
}

static int open_writer(struct writer *writer, const struct base *base, struct series *old)
{
	char *ref CLEANUP(free_text) = ref_name(old->branch);

	writer->base = base;
	writer->old = old;
	git_oid_cpy(&writer->parent, &base->commit);
	if (git_signature_default(&writer->me, base->repo) < 0)
		return fail_usage("git does not know who you are: set user.name and user.email");
	writer->identity = xasprintf("%s <%s>", writer->me->name, writer->me->email);
	if (git_reference_name_to_id(&old->tip, base->repo, ref) < 0)
		return 0;
	/* a branch that stands elsewhere has nothing to use again */
	if (walk(old, base, &writer->old_cover, &writer->old_message) < 0) {
		fail_clear();
		forget_commits(old);
	}
	return 1;
}

int series_write(struct series *series, struct state *state, const struct plan *plan, bool force)
{
	struct series old CLEANUP(free_series) = { 0 };
	struct writer writer = { 0 };
	int exists, result = -1;

	series->branch = xasprintf("b4/%s", plan->campaign->name);
	old.branch = xstrdup(series->branch);
	exists = open_writer(&writer, plan->base, &old);
	if (exists >= 0 && put_cover(&writer, plan) == 0) {
		git_oid_cpy(&series->start, &writer.parent);
		result = put_patches(&writer, series, plan);
	}
	if (result == 0)
		result = move_branch(state, plan->base, series, exists ? &old.tip : NULL, force);
	git_signature_free(writer.me);
	free(writer.identity);
	free(writer.old_message);
	return result;
}

int series_adopt(struct state *state, const struct base *base, const char *branch,
		 const git_oid *old_tip, const git_oid *tip)
{
	char *ref CLEANUP(free_text) = ref_name(branch);
	git_reference *current CLEANUP(free_reference) = NULL;
	git_reference *moved CLEANUP(free_reference) = NULL;
	git_oid key = tip_key(base, ref, tip);
	json_t *yes CLEANUP(free_json) = json_true();
	git_oid now;

	if (ledger_put(state->ledger, "tip", &key, yes) < 0)
		return -1;
	if (git_reference_name_to_id(&now, base->repo, ref) < 0)
		return 0;
	if (git_oid_equal(&now, tip))
		return 1;
	if (!git_oid_equal(&now, old_tip) ||
	    git_reference_lookup(&current, base->repo, ref) < 0 ||
	    git_branch_is_checked_out(current) == 1)
		return 0;
	if (git_reference_create_matching(&moved, base->repo, ref, tip, 1, old_tip,
					  "treewide: send") < 0)
		return fail_git("cannot move the branch %s", branch);
	return 1;
}
