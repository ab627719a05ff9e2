// SPDX-License-Identifier: GPL-2.0
/* Makes a series again, and keeps what people gave to it. */
#include "publish/regenerate.h"

#include "git/base.h"
#include "lib/lib.h"
#include "msg/trailer.h"
#include "publish/changelog.h"
#include "publish/publish.h"
#include "publish/sent.h"
#include "series/planner.h"

/* Against the version that was sent last; from its base files may have moved otherwise. */
static int compare_sent(struct regeneration *regeneration, struct series *sent,
			const struct record *record)
{
	const struct base *base = regeneration->plan.base;
	const struct files *all = &regeneration->plan.all;
	struct files before CLEANUP(files_release) = { 0 };
	struct renames renames CLEANUP(renames_release) = { 0 };
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	git_commit *commit CLEANUP(free_commit) = NULL;
	struct changes changes CLEANUP(changes_release) = { 0 };

	if (git_commit_lookup(&commit, base->repo, &record->base) < 0)
		return fail_git("cannot read the base of v%d", regeneration->sent);
	if (files_load(&before, base, git_commit_tree_id(commit)) < 0 ||
	    changes_between(&changes, base, git_commit_tree_id(commit),
			    &sent->v[sent->nr - 1].tree) < 0)
		return -1;
	FOR_EACH(change, &changes)
		strlist_add(&paths, change->path);
	int result = renames_find(&renames, base, &before, all, &paths);
	if (result < 0)
		return -1;
	return seriesdiff_make(&regeneration->since, &regeneration->plan, &renames, record, sent);
}

/* What people said of the patches since: against the trailers that were sent. */
static void compare_trailers(struct received_trailers *received, struct regeneration *regeneration,
			     const struct series *sent)
{
	struct plan *plan = &regeneration->plan;

	FOR_EACH(difference, &regeneration->since) {
		const struct strlist none = { 0 };
		const struct strlist *now = difference->nr ?
			&plan->patches.v[plan->below + difference->nr - 1].received : &none;
		struct commit_message letter CLEANUP(commit_message_release) = { 0 };

		commit_message_split(&letter,
				     difference->old < 0 ? "" : sent->v[difference->old].message);
		FOR_EACH(trailer, now)
			if (!trailers_have(&letter.trailers, *trailer))
				received_trailers_add(received, difference->id, difference->subject,
						      *trailer, NULL);
		FOR_EACH(trailer, &letter.trailers)
			if (difference->nr && trailer_is_praise(*trailer) &&
			    difference->became == BECAME_CHANGED &&
			    !trailers_have(now, *trailer))
				received_trailers_add(received, difference->id, difference->subject,
						      *trailer, "the patch changed");
	}
}

static int make_changelog(struct regeneration *regeneration)
{
	const struct base *base = regeneration->plan.base;
	struct series sent CLEANUP(series_release) = { 0 };
	struct record record CLEANUP(record_release) = { 0 };
	struct received_trailers received CLEANUP(received_trailers_release) = { 0 };
	char *on CLEANUP(free_text) = xasprintf("%s (%.12s)", base->rev,
						git_oid_tostr_s(&base->commit));
	int version = sent_find(&sent, &record, base, &regeneration->previous);

	if (version <= 0)
		return version;
	regeneration->sent = version;
	if (compare_sent(regeneration, &sent, &record) < 0)
		return -1;
	compare_trailers(&received, regeneration, &sent);
	regeneration->changelog = changelog_make(git_oid_equal(&record.base, &base->commit) ?
							 NULL : on,
						 &regeneration->since, &received);
	return 0;
}

/* The trailers that the branch has beyond those of treewide. */
static int take_trailers(struct regeneration *regeneration)
{
	struct previous_series *previous = &regeneration->previous;
	struct plan *plan = &regeneration->plan;
	git_signature *me CLEANUP(free_signature) = NULL;
	struct own_trailers own CLEANUP(own_trailers_release) = { 0 };
	struct own_trailers new CLEANUP(own_trailers_release) = { 0 };

	if (git_signature_default(&me, plan->base->repo) < 0)
		return fail_usage("git does not know who you are: set user.name and user.email");
	char *identity CLEANUP(free_text) = xasprintf("%s <%s>", me->name, me->email);
	own_trailers_of(&new, plan, identity);
	own_trailers_of_record(&own, previous, &regeneration->differences);
	return received_take(&regeneration->received, plan, &previous->old, &previous->branch, &own,
			     &new, &regeneration->differences);
}

int regenerate_plan(struct regeneration *regeneration, struct state *state,
		    const struct base *base, const struct campaign *campaign, const char *wave)
{
	struct previous_series *previous = &regeneration->previous;

	if (previous_open(previous, base, campaign, wave, EDITS_ALL) < 0 ||
	    plan_make(&regeneration->plan, state, base, campaign, wave, previous) < 0 ||
	    seriesdiff_make(&regeneration->differences, &regeneration->plan, &previous->renames,
			    &previous->record, &previous->branch) < 0)
		return -1;
	return take_trailers(regeneration);
}

int regenerate_write(struct regeneration *regeneration, struct state *state, const char *cover,
		     bool force)
{
	struct previous_series *previous = &regeneration->previous;
	struct publication how = { .cover = cover, .previous = previous, .taken = true,
				   .force = force };

	if (make_changelog(regeneration) < 0)
		return -1;
	how.changelog = regeneration->changelog;
	if (publish_check_head(&regeneration->plan, &how) < 0)
		return -1;
	if (previous->clashes.nr && !force)
		return 0;
	return publish_series(&regeneration->series, &regeneration->received, state,
			      &regeneration->plan, &how) < 0 ? -1 : 1;
}

void regeneration_release(struct regeneration *regeneration)
{
	differences_release(&regeneration->differences);
	differences_release(&regeneration->since);
	received_trailers_release(&regeneration->received);
	series_release(&regeneration->series);
	free(regeneration->changelog);
	plan_release(&regeneration->plan);
	previous_release(&regeneration->previous);
	*regeneration = (struct regeneration){ 0 };
}
