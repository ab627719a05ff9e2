// SPDX-License-Identifier: GPL-2.0
/* Recognises a branch by its content, and carries received trailers over. */
#include "publish/received.h"

#include "git/base.h"
#include "git/change.h"
#include "lib/digest.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "msg/trailer.h"
#include "publish/seriesdiff.h"
#include "series/b4.h"
#include "series/message.h"
#include "series/plan.h"
#include "series/previous.h"
#include "series/series.h"

#define MAX_VARIANTS 8 /* of own trailers, for series that are the same otherwise */

static git_oid content_key(const struct base *base, const struct series *series)
{
	char *head CLEANUP(free_text) = b4_cover_head_of(series->cover ? series->cover : "");
	struct digest digest = { 0 };

	DIGEST_ADD(&digest, git_repository_path(base->repo), series->branch, &series->base, head);
	FOR_EACH(commit, series) {
		struct commit_message parts CLEANUP(commit_message_release) = { 0 };

		commit_message_split(&parts, commit->message);
		DIGEST_ADD(&digest, &commit->tree, commit->author, parts.text, parts.below);
	}
	return digest_end(&digest);
}

static json_t *variant_of(const struct own_trailers *own)
{
	json_t *variant = json_array();

	FOR_EACH(list, own)
		json_array_append_new(variant, json_list(list));
	return variant;
}

int own_trailers_keep(struct state *state, const struct base *base, const struct series *series,
		      const struct own_trailers *own)
{
	struct fact fact CLEANUP(fact_release) = { state->ledger, "written",
						   content_key(base, series) };
	json_t *variants CLEANUP(free_json) = json_pack("[o]", variant_of(own));

	if (fact_recall(&fact) < 0)
		return -1;
	FOR_EACH_JSON(variant, fact.value)
		if (!json_equal(variant, json_array_get(variants, 0)) &&
		    json_array_size(variants) < MAX_VARIANTS)
			json_array_append(variants, variant);
	return fact_keep(&fact, TAKE(variants));
}

/* How many trailers has the series beyond those of @variant? -1: some of those are gone. */
static long extras(const struct series *series, const json_t *variant)
{
	long count = 0;

	if (json_array_size(variant) != series->nr)
		return -1;
	for (size_t nr = 0; nr < series->nr; nr++) {
		const json_t *row = json_array_get(variant, nr);
		struct commit_message parts CLEANUP(commit_message_release) = { 0 };

		commit_message_split(&parts, series->v[nr].message);
		FOR_EACH_JSON(trailer, row)
			if (!json_is_string(trailer) ||
			    !trailers_have(&parts.trailers, json_string_value(trailer)))
				return -1;
		count += (long)parts.trailers.nr - (long)json_array_size(row);
	}
	return count;
}

static void read_variant(struct own_trailers *own, const json_t *variant)
{
	FOR_EACH_JSON(row, variant) {
		struct strlist *list = LIST_ADD(own);

		FOR_EACH_JSON(trailer, row)
			strlist_add(list, json_string_value(trailer));
	}
}

int own_trailers_recall(struct own_trailers *own, struct state *state, const struct base *base,
			const struct series *series)
{
	git_oid key = content_key(base, series);
	json_t *known CLEANUP(free_json) = NULL;
	const json_t *best = NULL;
	long fewest = 0;

	if (ledger_get(state->ledger, "written", &key, &known) < 0)
		return -1;
	FOR_EACH_JSON(variant, known) {
		long count = extras(series, variant);

		if (count >= 0 && (!best || count < fewest)) {
			best = variant;
			fewest = count;
		}
	}
	if (!best)
		return 0;
	read_variant(own, best);
	return 1;
}

void own_trailers_release(struct own_trailers *memory)
{
	FOR_EACH(list, memory)
		strlist_release(list);
	LIST_RELEASE(memory);
}

void own_trailers_of(struct own_trailers *own, const struct plan *plan, const char *signed_off_by)
{
	FOR_EACH(patch, &plan->patches) {
		struct patch bare = *patch;
		struct commit_message parts CLEANUP(commit_message_release) = { 0 };

		bare.received = (struct strlist){ 0 };
		char *message CLEANUP(free_text) = message_compose(&bare, signed_off_by);
		commit_message_split(&parts, message);
		*LIST_ADD(own) = parts.trailers;
		parts.trailers = (struct strlist){ 0 };
	}
}

/* Does @patch do to the files what the difference of two trees does? */
static bool is_same_change(const struct patch *patch, git_diff *diff)
{
	if (git_diff_num_deltas(diff) != patch->changes.nr)
		return false;
	for (size_t i = 0; i < patch->changes.nr; i++) {
		const struct change *change = patch->changes.v[i];
		const git_diff_delta *delta = git_diff_get_delta(diff, i);

		if (strcmp(delta->new_file.path, change->path) != 0 ||
		    !git_oid_equal(&delta->old_file.id, &change->before) ||
		    !git_oid_equal(&delta->new_file.id, &change->after) ||
		    (delta->status != GIT_DELTA_DELETED && delta->new_file.mode != change->mode))
			return false;
	}
	return true;
}

/* The patch that makes the change between two trees; NULL in @found: none does. */
static int find_patch(struct patch **found, struct plan *plan, const struct base *base,
		      const git_oid *from, const git_oid *to)
{
	git_tree *before CLEANUP(free_tree) = NULL;
	git_tree *after CLEANUP(free_tree) = NULL;
	git_diff *diff CLEANUP(free_diff) = NULL;

	*found = NULL;
	if (git_tree_lookup(&before, base->repo, from) < 0 ||
	    git_tree_lookup(&after, base->repo, to) < 0 ||
	    git_diff_tree_to_tree(&diff, base->repo, before, after, NULL) < 0)
		return fail_git("cannot compare the commits of the branch");
	FOR_EACH(patch, &plan->patches)
		if (!*found && is_same_change(patch, diff))
			*found = patch;
	return 0;
}

void received_trailers_add(struct received_trailers *received, const char *id, const char *subject,
			   const char *trailer, const char *why)
{
	*LIST_ADD(received) = (struct received_trailer){ .id = xstrdup(id),
							 .subject = xstrdup(subject),
							 .trailer = xstrdup(trailer),
							 .why = why };
}

static struct patch *patch_of(struct plan *plan, const struct difference *difference)
{
	return difference->nr ? &plan->patches.v[plan->below + difference->nr - 1] : NULL;
}

static const char *why_not(const struct plan *plan, const char *subject,
			   const struct difference *difference)
{
	if (difference && difference->became == BECAME_LANDED)
		return "the patch has landed";
	if (difference && difference->became == BECAME_DROPPED)
		return "the patch is gone";
	FOR_EACH(patch, &plan->patches)
		if (difference || !strcmp(patch->subject, subject))
			return "the patch changed";
	return "no patch makes this change any more";
}

static const struct difference *find_difference(const struct differences *differences, size_t nr)
{
	if (differences)
		FOR_EACH(difference, differences)
			if (difference->old == (long)nr)
				return difference;
	return NULL;
}

struct handing {
	struct received_trailers *received;
	struct plan *plan;
	const struct base *base;
	const struct own_trailers *new;
};

static void take_trailer(struct handing *handing, const struct commit *commit,
			 const struct difference *difference, struct patch *patch,
			 const char *trailer)
{
	struct patch *to = patch;

	if (!to && difference && (difference->became == BECAME_KEPT || !trailer_is_praise(trailer)))
		to = patch_of(handing->plan, difference);
	/* the campaign may have come to give it too */
	if (to && (trailers_have(&handing->new->v[to - handing->plan->patches.v], trailer) ||
		   trailers_have(&to->received, trailer)))
		return;
	if (to)
		strlist_add(&to->received, trailer);
	received_trailers_add(handing->received,
			      to	 ? to->id :
			      difference ? difference->id :
					   "",
			      commit->subject, trailer,
			      to ? NULL : why_not(handing->plan, commit->subject, difference));
}

/* Hand over what was received for one commit. */
static int take_one(struct handing *handing, const struct commit *commit, const git_oid *from,
		    const struct strlist *received, const struct difference *difference)
{
	struct patch *patch;

	if (!received->nr)
		return 0;
	if (find_patch(&patch, handing->plan, handing->base, from, &commit->tree) < 0)
		return -1;
	FOR_EACH(trailer, received)
		take_trailer(handing, commit, difference, patch, *trailer);
	return 0;
}

void own_trailers_of_record(struct own_trailers *own, const struct previous_series *previous,
			    const struct differences *differences)
{
	const struct record *record = &previous->record;

	for (size_t i = 0; i < previous->branch.nr; i++) {
		const struct difference *difference = find_difference(differences, i);
		long place = difference ? record_find(record, difference->id) : -1;
		struct commit_message parts CLEANUP(commit_message_release) = { 0 };
		struct strlist *list = LIST_ADD(own);

		commit_message_split(&parts, place < 0 ? previous->branch.v[i].message :
							 record->wrote.v[place].message);
		FOR_EACH(trailer, &parts.trailers)
			if (place >= 0 || !trailer_is_praise(*trailer))
				strlist_add(list, *trailer);
	}
}

int received_take(struct received_trailers *received, struct plan *plan, const struct base *base,
		  const struct series *old, const struct own_trailers *own,
		  const struct own_trailers *new, const struct differences *differences)
{
	struct handing handing = { received, plan, base, new };
	git_oid from;

	if (!old->nr)
		return 0;
	if (series_tree_before(old, base, 0, &from) < 0)
		return -1;
	for (size_t i = 0; i < old->nr; i++) {
		struct strlist given CLEANUP(strlist_release) = { 0 };
		struct commit_message parts CLEANUP(commit_message_release) = { 0 };

		commit_message_split(&parts, old->v[i].message);
		FOR_EACH(trailer, &parts.trailers)
			if (own ? !trailers_have(&own->v[i], *trailer) :
				  trailer_is_praise(*trailer))
				strlist_add(&given, *trailer);
		int result = take_one(&handing, &old->v[i], &from, &given,
				      find_difference(differences, i));
		if (result < 0)
			return -1;
		git_oid_cpy(&from, &old->v[i].tree);
	}
	return 0;
}

void received_trailers_release(struct received_trailers *received)
{
	FOR_EACH(keep, received)
		FREE_ALL(keep->subject, keep->id, keep->trailer);
	LIST_RELEASE(received);
}
