// SPDX-License-Identifier: GPL-2.0
/* Writes patches as commits on a branch. */
#include "publish/publish.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "git/mailpatch.h"
#include "git/threeway.h"
#include "lib/lib.h"
#include "publish/changelog.h"
#include "publish/cover.h"
#include "publish/origin.h"
#include "publish/received.h"
#include "series/b4.h"
#include "series/message.h"
#include "series/plan.h"
#include "series/previous.h"
#include "series/series.h"

#include <time.h>

/* Records what treewide writes, apart from what people gave. */

#define MOST 20 /* records that are looked through */

/* The message of a patch without what people gave: trailers, and edits when @plain. */
static char *message_of_patch(const struct patch *patch, const char *identity, bool plain)
{
	struct patch bare = *patch;

	bare.received = (struct strlist){ 0 };
	if (plain && patch->plain_subject) {
		bare.subject = patch->plain_subject;
		bare.body = patch->plain_body;
	}
	return message_compose(&bare, identity);
}

static int write_chain(git_oid *tip, const struct plan *plan, const git_signature *me, bool plain)
{
	struct record_commits commits CLEANUP(record_commits_release) = { 0 };
	char *identity CLEANUP(free_text) = xasprintf("%s <%s>", me->name, me->email);

	FOR_EACH(patch, &plan->patches)
		*LIST_ADD(&commits) = (struct record_commit){
			.message = message_of_patch(patch, identity, plain),
			.tree = plain ? patch_plain_tree(patch) : &patch->tree,
			.author = plain ? patch_plain_author(patch, me) : patch_author(patch, me),
			.dated = !plain && patch->author,
		};
	return record_chain(tip, plan->base, &commits);
}

/* Become the record that says the same already: 1; there is none: 0; -1. */
static int find_same(struct record *record, const struct base *base, const struct record *before)
{
	git_oid next = before->previous;

	if (record_same(record, before)) {
		git_oid_cpy(&record->id, &before->id);
		return 1;
	}
	for (int steps = 0; steps < MOST && !git_oid_is_zero(&next) && base_has(base, &next);
	     steps++) {
		struct record older CLEANUP(record_release) = { 0 };

		if (record_load(&older, base, &next) < 0)
			return -1;
		if (older.revision != record->revision)
			return 0;
		if (record_same(record, &older)) {
			git_oid_cpy(&record->id, &older.id);
			return 1;
		}
		git_oid_cpy(&next, &older.previous);
	}
	return 0;
}

/*
 * Write the record of @plan for b4's @revision: its patches as treewide makes them and as
 * they stand with edits, the @head of the cover without edits and as the @letter with
 * them, the @changelog. It follows the record of @previous (or NULL). When that one, or one
 * before it of the same revision, says the same, it is that: what comes back has the same
 * id.
 */
static int publish_record(struct record *record, const struct plan *plan,
			  const struct previous_series *previous, const git_signature *me,
			  const char *head, const char *letter, const char *changelog,
			  int revision)
{
	const struct record *before = previous && previous->there ? &previous->record : NULL;

	git_oid_cpy(&record->base, &plan->base->commit);
	record->rev = xstrdup(plan->base_name);
	record->head = xstrdup(head);
	record->letter = xstrdup(letter);
	record->changelog = xstrdup(changelog ? changelog : before ? before->changelog : "");
	record->revision = revision;
	record->below = plan->below;
	FOR_EACH(patch, &plan->patches) {
		strlist_add(&record->ids, patch->id);
		strlist_add(&record->prefixes, patch->prefix);
		if (patch->guessed)
			strlist_add(&record->guesses, patch->id);
	}
	if (write_chain(&record->wrote.tip, plan, me, true) < 0 ||
	    write_chain(&record->stood.tip, plan, me, false) < 0)
		return -1;
	if (before) {
		int known = find_same(record, plan->base, before);

		if (known)
			return known < 0 ? -1 : 0;
		git_oid_cpy(&record->previous, &before->id);
	}
	return record_write(record, plan->base);
}

#define COVER_DAYS 300 /* b4 does not find a cover commit older than a year */

struct series_writer {
	const struct base *base;
	git_signature *me;
	char *identity;			/* Name <address> */
	struct series old;		/* the branch as it stands; empty when there is none */
	bool exists;
	struct b4_tracking tracking;	/* of the new cover */
	struct record record;		/* of what is being written */
	git_oid parent;			/* of the next commit */
};

static int writer_open(struct series_writer *writer, const struct plan *plan)
{
	char *branch CLEANUP(free_text) = series_branch(plan->campaign, plan_wave(plan));

	writer->base = plan->base;
	git_oid_cpy(&writer->parent, &plan->base->commit);
	if (git_signature_default(&writer->me, plan->base->repo) < 0)
		return fail_usage("git does not know who you are: set user.name and user.email");
	writer->identity = xasprintf("%s <%s>", writer->me->name, writer->me->email);
	writer->exists = series_find(&writer->old, plan->base, branch, plan->wave);
	return 0;
}

static void writer_release(struct series_writer *writer)
{
	git_signature_free(writer->me);
	free(writer->identity);
	series_release(&writer->old);
	b4_tracking_release(&writer->tracking);
	record_release(&writer->record);
	*writer = (struct series_writer){ 0 };
}

/* b4 leaves no end of line behind its tracking data. */
static bool same_message(const char *a, const char *b)
{
	size_t len_a = strlen(a), len_b = strlen(b);

	while (len_a && a[len_a - 1] == '\n')
		len_a--;
	while (len_b && b[len_b - 1] == '\n')
		len_b--;
	return len_a == len_b && !memcmp(a, b, len_a);
}

/* A commit that is to be written. */
struct new_commit {
	const git_oid *tree;
	const char *message;
	const git_signature *author;
	bool dated;			/* the time of the author counts */
};

static bool is_same_author(const git_signature *author, const struct new_commit *new)
{
	const git_signature *wanted = new->author;

	return !strcmp(author->name, wanted->name) && !strcmp(author->email, wanted->email) &&
	       (!new->dated || (author->when.time == wanted->when.time &&
				author->when.offset == wanted->when.offset));
}

/* May this commit stand for a new one? */
static bool is_same_commit(const struct series_writer *writer, git_commit *commit,
			   const struct new_commit *new)
{
	const git_signature *committer = git_commit_committer(commit);

	return git_commit_parentcount(commit) == 1 &&
	       git_oid_equal(git_commit_parent_id(commit, 0), &writer->parent) &&
	       git_oid_equal(git_commit_tree_id(commit), new->tree) &&
	       same_message(git_commit_message(commit), new->message) &&
	       is_same_author(git_commit_author(commit), new) &&
	       !strcmp(committer->email, writer->me->email);
}

static int put_commit(struct series_writer *writer, const git_oid *known,
		      const struct new_commit *new, time_t oldest)
{
	git_commit *old CLEANUP(free_commit) = NULL;
	git_commit *parent CLEANUP(free_commit) = NULL;
	git_tree *tree CLEANUP(free_tree) = NULL;
	const git_commit *parents[1];
	git_oid id;

	if (known && git_commit_lookup(&old, writer->base->repo, known) == 0 &&
	    is_same_commit(writer, old, new) && git_commit_time(old) >= oldest) {
		git_oid_cpy(&writer->parent, known);
		return 0;
	}
	if (git_commit_lookup(&parent, writer->base->repo, &writer->parent) < 0 ||
	    git_tree_lookup(&tree, writer->base->repo, new->tree) < 0)
		return fail_git("cannot read what a commit stands on");
	parents[0] = parent;
	if (git_commit_create(&id, writer->base->repo, NULL, new->author, writer->me, NULL,
			      new->message, tree, 1, parents) < 0)
		return fail_git("cannot write a commit");
	git_oid_cpy(&writer->parent, &id);
	return 0;
}

/* The head of the cover, with what was changed in it by hand; where that does not fit, the
 * head is treewide's, and it is added to @clashes (or NULL). Owned by the caller. */
static char *head_of(const struct series_writer *writer, const char *plain,
		     const struct publication *how, struct clashes *clashes)
{
	const struct previous_series *previous = how->previous;
	char *by_hand CLEANUP(free_text) = NULL;
	char *merged = NULL;

	if (!previous || !previous->there || !writer->old.cover ||
	    (how->force && !how->taken))
		return xstrdup(plain);
	const char *before = previous->record.head;
	by_hand = previous->all ? b4_cover_head_of(writer->old.cover) :
				  xstrdup(previous->record.letter);
	int clean = threeway_texts(&merged, before, plain, by_hand);
	if (clean)
		return merged;
	if (clashes)
		clashes_add(clashes, "", "",
			    "the cover letter was changed by hand, and treewide writes another "
			    "text now",
			    threeway_show_texts(before, plain, by_hand));
	return xstrdup(plain);
}

/* What b4 knows of the branch; for a new one, that it begins. */
static int read_tracking(struct series_writer *writer)
{
	if (writer->old.cover && b4_parse(&writer->tracking, writer->old.cover) < 0)
		return -1;
	if (!writer->tracking.data)
		b4_tracking_init(&writer->tracking, writer->old.branch + strlen("b4/"));
	return 0;
}

/* The message of the cover commit: a head of ours, and the rest as b4 left it. */
static char *cover_message(struct series_writer *writer, const struct plan *plan,
			   const struct publication *how, struct clashes *clashes)
{
	char *plain CLEANUP(free_text) = cover_head(plan, how->cover, writer->identity);
	char *head CLEANUP(free_text) = plain ? head_of(writer, plain, how, clashes) : NULL;

	if (!head || read_tracking(writer) < 0)
		return NULL;
	return b4_cover_message(head, &writer->tracking);
}

static void place_changelog(struct series_writer *writer, const struct publication *how)
{
	const struct previous_series *previous = how->previous;
	const char *before = previous && previous->there ? previous->record.changelog : NULL;

	if (!how->changelog)
		return;
	char *below = changelog_place(writer->tracking.below, writer->tracking.revision, before,
				      how->changelog);
	if (!below)
		return;
	free(writer->tracking.below);
	writer->tracking.below = below;
}

/* The cover of a new branch, which names the record of what is written on it. */
static char *new_cover(struct series_writer *writer, const struct plan *plan,
		       const struct publication *how)
{
	char *plain CLEANUP(free_text) = cover_head(plan, how->cover, writer->identity);
	char *head CLEANUP(free_text) = plain ? head_of(writer, plain, how, NULL) : NULL;

	if (!head || read_tracking(writer) < 0)
		return NULL;
	place_changelog(writer, how);
	if (publish_record(&writer->record, plan, how->previous, writer->me, plain, head,
			   how->changelog, writer->tracking.revision) < 0)
		return NULL;
	b4_set_record(&writer->tracking, &writer->record.id);
	return b4_cover_message(head, &writer->tracking);
}

static time_t oldest_cover(void)
{
	return time(NULL) - (time_t)COVER_DAYS * 24 * 3600;
}

/* What the cover and the series stand on: the base, or the last patch below them. */
static const git_oid *overlay_tree(const struct plan *plan)
{
	return plan->below ? &plan->patches.v[plan->below - 1].tree : &plan->base->tree;
}

static int put_cover(struct series_writer *writer, struct series *series, const struct plan *plan,
		     const struct publication *how)
{
	git_oid_cpy(&series->base, &writer->parent);
	series->cover = new_cover(writer, plan, how);
	const struct new_commit cover = { overlay_tree(plan), series->cover, writer->me, false };
	if (!series->cover || put_commit(writer, writer->old.cover ? &writer->old.start : NULL,
					 &cover, oldest_cover()) < 0)
		return -1;
	git_oid_cpy(&series->start, &writer->parent);
	return 0;
}

static int put_patch(struct series_writer *writer, struct series *series, const struct patch *patch)
{
	size_t nr = series->nr;
	const git_oid *known = nr < writer->old.nr ? &writer->old.v[nr].id : NULL;
	char *message CLEANUP(free_text) = message_compose(patch, writer->identity);

	const git_signature *author = patch_author(patch, writer->me);
	const struct new_commit new = {
		.tree = &patch->tree, .message = message, .author = author,
		.dated = patch->author || (patch->mail && patch->mail->dated),
	};

	if (put_commit(writer, known, &new, 0) < 0)
		return -1;
	struct commit *entry = LIST_ADD(series);
	git_oid_cpy(&entry->id, &writer->parent);
	git_oid_cpy(&entry->tree, &patch->tree);
	entry->subject = xstrdup(patch->subject);
	entry->message = TAKE(message);
	entry->author = xasprintf("%s <%s>", author->name, author->email);
	return 0;
}

static int put_all(struct series_writer *writer, struct series *series, const struct plan *plan,
		   const struct publication *how)
{
	series->below = plan->below;
	FOR_EACH(patch, &plan->patches)
		if ((series->nr == plan->below && !series->cover &&
		     put_cover(writer, series, plan, how) < 0) ||
		    put_patch(writer, series, patch) < 0)
			return -1;
	git_oid_cpy(&series->tip, &writer->parent);
	return 0;
}

/* b4 asks this of the branch before it asks the user's configuration. */
static int set_strategy(const struct base *base, const char *branch)
{
	char *key CLEANUP(free_text) = xasprintf("branch.%s.b4-prep-cover-strategy", branch);
	char *value CLEANUP(free_text) = base_config(base, key);
	git_config *config CLEANUP(free_config) = NULL;
	git_config *local CLEANUP(free_config) = NULL;

	if (value && !strcmp(value, "commit"))
		return 0;
	if (git_repository_config(&config, base->repo) < 0 ||
	    git_config_open_level(&local, config, GIT_CONFIG_LEVEL_LOCAL) < 0 ||
	    git_config_set_string(local, key, "commit") < 0)
		return fail_git("cannot set %s in the configuration of the repository", key);
	return 0;
}

static int move_branch(struct series_writer *writer, struct series *series)
{
	char *ref CLEANUP(free_text) = series_ref(series->branch);
	git_reference *current CLEANUP(free_reference) = NULL;
	git_reference *moved CLEANUP(free_reference) = NULL;

	if (writer->exists && git_reference_lookup(&current, writer->base->repo, ref) == 0 &&
	    git_branch_is_checked_out(current) == 1)
		return fail_usage("%s is checked out in a work tree: switch to another branch "
				  "there first, nothing was written", series->branch);
	if (git_reference_create_matching(&moved, writer->base->repo, ref, &series->tip,
					  writer->exists, writer->exists ? &writer->old.tip : NULL,
					  "treewide: generate") < 0)
		return fail_git("cannot move the branch %s", series->branch);
	return 0;
}

/* Take over what people gave; was the branch written by treewide? 1 or 0; -1. */
static int take_over(struct series_writer *writer, struct received_trailers *received,
		     struct state *state, struct plan *plan, const struct own_trailers *new,
		     const struct publication *how)
{
	struct own_trailers own CLEANUP(own_trailers_release) = { 0 };

	if (how->taken)
		return 1;
	/* what was taken over by hand could not be told from what treewide wrote */
	if (how->previous && how->previous->lost)
		return received_take(received, plan, writer->base, &writer->old, NULL, new, NULL);
	int ours = own_trailers_recall(&own, state, writer->base, &writer->old);
	if (ours < 0 || received_take(received, plan, writer->base, &writer->old,
				      ours ? &own : NULL, new, NULL) < 0)
		return -1;
	return ours;
}

/* Write the commits and remember them; then the branch moves: a kill between the two
 * leaves both right. */
static int write_commits(struct series_writer *writer, struct series *series,
			 struct received_trailers *received, struct state *state, struct plan *plan,
			 const struct publication *how)
{
	struct own_trailers new CLEANUP(own_trailers_release) = { 0 };

	own_trailers_of(&new, plan, writer->identity);
	int ours = take_over(writer, received, state, plan, &new, how);
	if (ours < 0 || put_all(writer, series, plan, how) < 0)
		return -1;
	series->unchanged = writer->exists && git_oid_equal(&writer->old.tip, &series->tip);
	if (writer->exists && !series->unchanged && !ours && !how->force)
		return fail_usage("%s was changed by somebody else than treewide (its tip is %s): "
				  "nothing was written; treewide regenerate keeps what was "
				  "changed; --force overwrites it, and the old tip is still there "
				  "by its id",
				  series->branch, git_oid_tostr_s(&writer->old.tip));
	if (own_trailers_keep(state, writer->base, series, &new) < 0 ||
	    record_keep(&writer->record, writer->base, series->branch) < 0 ||
	    (!series->unchanged && move_branch(writer, series) < 0) ||
	    origin_keep(state, writer->base, plan->campaign, series->branch) < 0)
		return -1;
	return set_strategy(writer->base, series->branch);
}

int publish_series(struct series *series, struct received_trailers *received, struct state *state,
		   struct plan *plan, const struct publication *how)
{
	struct series_writer writer CLEANUP(writer_release) = { 0 };

	if (writer_open(&writer, plan) < 0)
		return -1;
	series->branch = series_branch(plan->campaign, plan_wave(plan));
	if (writer.exists && !how->force &&
	    origin_check(state, plan->base, plan->campaign, series->branch, &plan->notes) < 0)
		return -1;
	return write_commits(&writer, series, received, state, plan, how);
}

int publish_check_head(const struct plan *plan, const struct publication *how)
{
	struct series_writer writer CLEANUP(writer_release) = { 0 };
	char *message CLEANUP(free_text) = NULL;

	if (writer_open(&writer, plan) < 0)
		return -1;
	message = cover_message(&writer, plan, how,
				how->previous ? &how->previous->clashes : NULL);
	return message ? 0 : -1;
}

int publish_cover_is_current(const struct plan *plan, const struct publication *how)
{
	struct series_writer writer CLEANUP(writer_release) = { 0 };
	git_commit *commit CLEANUP(free_commit) = NULL;

	if (writer_open(&writer, plan) < 0)
		return -1;
	if (plan->below)
		git_oid_cpy(&writer.parent, &writer.old.base);
	if (!writer.old.cover)
		return 0;
	char *message CLEANUP(free_text) = cover_message(&writer, plan, how, NULL);
	if (!message)
		return -1;
	if (git_commit_lookup(&commit, plan->base->repo, &writer.old.start) < 0)
		return fail_git("cannot read the cover of %s", writer.old.branch);
	const struct new_commit cover = { overlay_tree(plan), message, writer.me, false };
	return is_same_commit(&writer, commit, &cover) &&
	       git_commit_time(commit) >= oldest_cover();
}

int publish_adopt(const struct base *base, const char *branch, const git_oid *old_tip,
		  const git_oid *tip)
{
	char *ref CLEANUP(free_text) = series_ref(branch);
	git_reference *current CLEANUP(free_reference) = NULL;
	git_reference *moved CLEANUP(free_reference) = NULL;
	git_oid now;

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
