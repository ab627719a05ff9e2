// SPDX-License-Identifier: GPL-2.0
/* Compares the series that was with the one that is made now. */
#include "publish/seriesdiff.h"

#include "csrc/outline.h"
#include "git/base.h"
#include "git/change.h"
#include "git/renames.h"
#include "git/threeway.h"
#include "lib/digest.h"
#include "lib/lib.h"
#include "msg/trailer.h"
#include "series/edit.h"
#include "series/plan.h"
#include "series/record.h"

/* Recognises a change that the base has already. */

/* One file in three versions. */
struct versions {
	struct outline before, after, now;
};

static int read_outline(struct outline *outline, const struct base *base, const git_oid *blob)
{
	static const struct strlist none;
	size_t len;

	if (git_oid_is_zero(blob))
		return 0;
	char *source CLEANUP(free_text) = base_read(base, blob, &len);
	if (!source)
		return -1;
	char *text = outline_text(source, len, &none);
	outline_read(outline, text);
	return 0;
}

/* The function @name; -1: there is none. */
static int find_function(const struct outline *outline, const char *name)
{
	for (size_t i = 0; i < outline->nr_functions; i++)
		if (!strcmp(outline->functions[i].name, name))
			return (int)i;
	return -1;
}

/* How often does the function call @word? */
static size_t count_calls(const struct outline *outline, int function, const char *word)
{
	size_t count = 0;

	for (size_t i = 0; i < outline->nr_marks; i++) {
		const struct mark *mark = &outline->marks[i];

		count += function >= 0 && mark->function == function &&
			 mark->kind == MARK_CALL && !strcmp(mark->word, word);
	}
	return count;
}

/* Of all calls in a function of one outline: did the patch change how many there are, and
 * are there as many now? False when they are not. */
static bool agrees(const struct versions *versions, const struct outline *outline,
		   size_t *changed)
{
	for (size_t i = 0; i < outline->nr_marks; i++) {
		const struct mark *mark = &outline->marks[i];
		size_t before;

		if (mark->kind != MARK_CALL || mark->function < 0)
			continue;
		const char *name = outline->functions[mark->function].name;
		int here = find_function(&versions->now, name);
		before = count_calls(&versions->before, find_function(&versions->before, name),
				     mark->word);
		size_t after = count_calls(&versions->after, find_function(&versions->after, name),
					   mark->word);
		size_t now = count_calls(&versions->now, here, mark->word);
		if (before == after)
			continue;
		++*changed;
		if (here < 0 || (after > before && now < after) || (after < before && now > after))
			return false;
	}
	return true;
}

static int has_calls(const struct base *base, const struct change *change, const git_oid *now)
{
	struct versions versions = { 0 };
	size_t changed = 0;
	int result = 0;

	if (read_outline(&versions.before, base, &change->before) < 0 ||
	    read_outline(&versions.after, base, &change->after) < 0 ||
	    read_outline(&versions.now, base, now) < 0)
		result = -1;
	else
		result = agrees(&versions, &versions.after, &changed) &&
			 agrees(&versions, &versions.before, &changed) && changed;
	outline_release(&versions.before);
	outline_release(&versions.after);
	outline_release(&versions.now);
	return result;
}

int landed_file(enum landing *landing, const struct base *base, const struct change *change,
		const git_oid *now)
{
	git_oid merged;

	*landing = LANDING_NOT;
	if (git_oid_equal(now, &change->after)) {
		*landing = LANDING_SAME;
		return 0;
	}
	int clean = threeway_blobs(&merged, base, &change->before, now, &change->after);
	if (clean < 0)
		return -1;
	if (clean && git_oid_equal(&merged, now)) {
		*landing = LANDING_MERGED;
		return 0;
	}
	int calls = has_calls(base, change, now);
	if (calls > 0)
		*landing = LANDING_CALLS;
	return calls < 0 ? -1 : 0;
}

/* What a change is about, without what stands around it. */

static int add_changed_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
			    const git_diff_line *line, void *payload)
{
	struct digest *digest = payload;

	(void)delta;
	(void)hunk;
	if (line->origin != GIT_DIFF_LINE_ADDITION && line->origin != GIT_DIFF_LINE_DELETION)
		return 0;
	digest_bytes(digest, &line->origin, 1);
	digest_bytes(digest, line->content, line->content_len);
	return 0;
}

static int find_blob(git_blob **blob, const struct base *base, const git_oid *oid)
{
	*blob = NULL;
	if (git_oid_is_zero(oid) || git_blob_lookup(blob, base->repo, oid) == 0)
		return 0;
	return fail_git("cannot read the object %s", git_oid_tostr_s(oid));
}

int patch_id_add(struct strlist *list, const struct base *base, const struct change *change,
		 const char *path)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_blob *before CLEANUP(free_blob) = NULL;
	git_blob *after CLEANUP(free_blob) = NULL;
	struct digest digest = { 0 };

	options.context_lines = 0;
	options.flags = GIT_DIFF_FORCE_TEXT;
	if (find_blob(&before, base, &change->before) < 0 ||
	    find_blob(&after, base, &change->after) < 0)
		return -1;
	int result = git_diff_blobs(before, path, after, path, &options, NULL, NULL, NULL,
				    add_changed_line, &digest);
	git_oid id = digest_end(&digest);
	if (result < 0)
		return fail_git("cannot compare two versions of %s", path);
	char *entry CLEANUP(free_text) = xasprintf("%s %s", path, git_oid_tostr_s(&id));
	strlist_add(list, entry);
	return 0;
}

struct series_comparison {
	struct differences *out;
	const struct plan *plan;
	const struct renames *renames;
	const struct record *record;
	const struct series *old;
	struct base base;	/* that the older series stands on; borrowed */
	struct commit_matches pairs;
};

const char *became_name(enum became became)
{
	static const char *const names[] = { "added", "dropped", "landed", "changed", "kept" };

	return names[became];
}

static int open_base(struct series_comparison *comparison)
{
	git_commit *commit CLEANUP(free_commit) = NULL;

	comparison->base = *comparison->plan->base;
	git_oid_cpy(&comparison->base.commit, &comparison->record->base);
	if (git_commit_lookup(&commit, comparison->base.repo, &comparison->base.commit) < 0)
		return fail_git("cannot read the base of the older series");
	git_oid_cpy(&comparison->base.tree, git_commit_tree_id(commit));
	return 0;
}

/* What the older series changes for a patch: its commit, then the fix-ups of it. */
static int old_changes(struct series_comparison *comparison, long place, struct changes *changes)
{
	for (size_t i = 0; i < comparison->old->nr; i++) {
		struct changes part CLEANUP(changes_release) = { 0 };
		git_oid before;

		if (comparison->pairs.v[i].place != place)
			continue;
		if (series_tree_before(comparison->old, &comparison->base, i, &before) < 0 ||
		    changes_between(&part, &comparison->base, &before,
				    &comparison->old->v[i].tree) < 0)
			return -1;
		FOR_EACH(change, &part) {
			struct change *known = NULL;

			FOR_EACH(other, changes)
				if (!strcmp(other->path, change->path))
					known = other;
			if (!known)
				known = changes_add(changes, change->path, change->mode,
						    &change->before);
			git_oid_cpy(&known->after, &change->after);
		}
	}
	return 0;
}

/* Both sides as sorted lists of seriesdiff.h. */
static int weigh(struct series_comparison *comparison, const struct changes *changes,
		 const struct patch *patch, struct strlist *old, struct strlist *new)
{
	const struct base *base = comparison->plan->base;

	FOR_EACH(change, changes)
		if (patch_id_add(old, base, change,
				 renames_to(comparison->renames, change->path)) < 0)
			return -1;
	FOR_EACH(change, &patch->changes)
		if (patch_id_add(new, base, *change, (*change)->path) < 0)
			return -1;
	strlist_sort(old);
	strlist_sort(new);
	return 0;
}

/* The names of files that one list has and the other has not, or has otherwise. */
static void name_others(FILE *out, const struct strlist *list, const struct strlist *other)
{
	const char *comma = "";

	FOR_EACH(entry, list) {
		if (strlist_find(other, *entry))
			continue;
		fprintf(out, "%s%.*s", comma, (int)(strrchr(*entry, ' ') - *entry), *entry);
		comma = ", ";
	}
}

/* "" when both are equal. */
static char *why_changed(const struct strlist *old, const struct strlist *new)
{
	char *names = NULL, *why;
	size_t size;
	FILE *out = xmemstream(&names, &size);

	name_others(out, new, old);
	fflush(out);
	if (!size)
		name_others(out, old, new);
	fclose(out);
	why = *names ? xasprintf("another change of %s", names) : xstrdup("");
	free(names);
	return why;
}

static bool is_reworded(const struct series_comparison *comparison, long commit,
			const struct patch *patch)
{
	struct commit_message parts CLEANUP(commit_message_release) = { 0 };
	size_t len = strlen(patch->subject);

	commit_message_split(&parts, comparison->old->v[commit].message);
	return strncmp(parts.text, patch->subject, len) != 0 ||
	       (*patch->body && (strncmp(parts.text + len, "\n\n", 2) != 0 ||
				 strncmp(parts.text + len + 2, patch->body,
					 strlen(patch->body) - 1) != 0));
}

/* Was it fixed up by a commit of its own? */
static bool is_fixed_up(const struct series_comparison *comparison, long place)
{
	FOR_EACH(pair, &comparison->pairs)
		if (pair->place == place && pair->more)
			return true;
	return false;
}

static struct difference *add_difference(struct series_comparison *comparison, const char *id,
					 const char *subject, enum became became, char *why)
{
	struct difference *difference = LIST_ADD(comparison->out);

	*difference = (struct difference){ .id = xstrdup(id), .subject = xstrdup(subject),
					   .became = became, .why = why ? why : xstrdup(""),
					   .old = -1 };
	return difference;
}

static int compare_patch(struct series_comparison *comparison, const struct patch *patch)
{
	long place = record_find(comparison->record, patch->id);
	long commit = place < 0 ? -1 : commit_matches_find(&comparison->pairs, (size_t)place);
	struct changes changes CLEANUP(changes_release) = { 0 };
	struct strlist old CLEANUP(strlist_release) = { 0 }, new CLEANUP(strlist_release) = { 0 };
	char *why CLEANUP(free_text) = NULL;
	struct difference *difference;

	if (commit < 0) {
		add_difference(comparison, patch->id, patch->subject, BECAME_ADDED, NULL)->nr =
			patch->nr;
		return 0;
	}
	if (old_changes(comparison, place, &changes) < 0 ||
	    weigh(comparison, &changes, patch, &old, &new) < 0)
		return -1;
	why = is_fixed_up(comparison, place) ? xstrdup("a fix-up was folded in") :
					       why_changed(&old, &new);
	enum became became = *why ? BECAME_CHANGED : BECAME_KEPT;
	if (!*why && is_reworded(comparison, commit, patch)) {
		free(why);
		why = xstrdup("its message differs");
	}
	difference = add_difference(comparison, patch->id, patch->subject, became, TAKE(why));
	difference->nr = patch->nr;
	difference->old = commit;
	return 0;
}

static bool is_planned(const struct patches *patches, const char *id)
{
	FOR_EACH(patch, patches)
		if (!strcmp(patch->id, id))
			return true;
	return false;
}

/* What is known of the files of a patch that is no more. */
struct remaining_lines {
	size_t files, gone, landed;
	enum landing weakest;	/* of those that landed */
};

static int look_at_remains(struct series_comparison *comparison, const struct changes *changes,
			   struct remaining_lines *remains)
{
	const struct plan *plan = comparison->plan;

	FOR_EACH(change, changes) {
		const char *path = renames_to(comparison->renames, change->path);
		const struct file *file = files_find(&plan->all, path);
		enum landing landing;

		remains->files++;
		if (!file) {
			remains->gone++;
			continue;
		}
		if (landed_file(&landing, plan->base, change, &file->oid) < 0)
			return -1;
		remains->landed += landing != LANDING_NOT;
		if (landing > remains->weakest)
			remains->weakest = landing;
	}
	return 0;
}

static char *why_landed(const struct remaining_lines *remains)
{
	static const char *const names[] = { "", "the files are what it made of them",
					     "the base has its lines",
					     "the base has its calls, in other lines" };
	const char *what = names[remains->weakest];

	if (!remains->gone)
		return xstrdup(what);
	return xasprintf("%s; %zu of %zu file%s %s gone", what, remains->gone, remains->files,
			 plural(remains->files, "s"), remains->gone == 1 ? "is" : "are");
}

/* The class of a call that stays in a file of the patch; or that there is none. */
static char *why_dropped(const struct series_comparison *comparison, const struct changes *changes)
{
	FOR_EACH(change, changes)
		FOR_EACH(site, &comparison->plan->audit.sites)
			if (!strcmp(site->path, renames_to(comparison->renames, change->path)))
				return xasprintf("%s:%u: %s() is %s now", site->path, site->line,
						 site->call, owner_name(site->judgement.owner));
	return xstrdup("nothing in its files is left to convert");
}

static int judge_gone(struct series_comparison *comparison, size_t place, enum became *became,
		      char **why)
{
	const struct plan *plan = comparison->plan;
	struct changes changes CLEANUP(changes_release) = { 0 };
	struct remaining_lines remains = { 0 };

	*became = BECAME_DROPPED;
	if (is_planned(&plan->rest, comparison->record->ids.v[place]) ||
	    is_planned(&plan->patches, comparison->record->ids.v[place])) {
		*why = xstrdup("it is in another wave");
		return 0;
	}
	if (old_changes(comparison, (long)place, &changes) < 0 ||
	    look_at_remains(comparison, &changes, &remains) < 0)
		return -1;
	if (remains.files && remains.gone == remains.files) {
		*why = xasprintf("%s gone", remains.files == 1 ? "its file is" : "its files are");
	} else if (remains.landed && remains.landed + remains.gone == remains.files) {
		*became = BECAME_LANDED;
		*why = why_landed(&remains);
	} else if (strlist_has(&plan->landed, comparison->record->ids.v[place])) {
		*became = BECAME_LANDED;
		*why = xstrdup("the base has what it provides");
	} else {
		*why = why_dropped(comparison, &changes);
	}
	return 0;
}

static int compare_gone(struct series_comparison *comparison, size_t place)
{
	const char *id = comparison->record->ids.v[place];
	long commit = commit_matches_find(&comparison->pairs, place);
	const char *subject = commit < 0 ? comparison->record->wrote.v[place].subject :
					   comparison->old->v[commit].subject;
	enum became became;
	char *why;

	FOR_EACH(patch, &comparison->plan->patches)
		if (patch->nr && !strcmp(patch->id, id))
			return 0;
	if (judge_gone(comparison, place, &became, &why) < 0)
		return -1;
	add_difference(comparison, id, subject, became, why)->old = commit;
	return 0;
}

static void close_comparison(struct series_comparison *comparison)
{
	commit_matches_release(&comparison->pairs);
}

int seriesdiff_make(struct differences *out, const struct plan *plan,
		    const struct renames *renames, const struct record *record,
		    const struct series *old)
{
	struct series_comparison comparison CLEANUP(close_comparison) = {
		out, plan, renames, record, old, { 0 }, { 0 }
	};

	if (open_base(&comparison) < 0 ||
	    commit_matches_make(&comparison.pairs, &comparison.base, old, &record->wrote) < 0)
		return -1;
	FOR_EACH(patch, &plan->patches)
		if (patch->nr && compare_patch(&comparison, patch) < 0)
			return -1;
	for (size_t i = record->below; i < record->ids.nr; i++)
		if (compare_gone(&comparison, i) < 0)
			return -1;
	return 0;
}

void differences_release(struct differences *differences)
{
	FOR_EACH(difference, differences)
		FREE_ALL(difference->id, difference->subject, difference->why);
	LIST_RELEASE(differences);
}
