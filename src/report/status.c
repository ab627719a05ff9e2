// SPDX-License-Identifier: GPL-2.0
/* Compares the plan with the branches, and with what was planned on earlier bases. */
#include "report/status.h"

#include "campaign/campaign.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "series/b4.h"
#include "series/plan.h"
#include "series/record.h"
#include "series/series.h"

const char *standing_name(enum standing standing)
{
	static const char *const names[] = { "planned", "converted", "in_flight", "blocked" };

	return names[standing];
}

/* How many calls of the audit does the patch convert? */
static size_t count_sites(const struct plan *plan, const struct patch *patch)
{
	size_t count = 0;

	FOR_EACH(change, &patch->changes)
		FOR_EACH(site, &plan->audit.sites)
			count += !strcmp(site->path, (*change)->path) &&
				 patch->step->kind == STEP_CONVERT &&
				 step_selects(plan->campaign, patch->step, site);
	return count;
}

/* Does the commit @tip hold what the patch makes of its files? A later patch of the same
 * branch may have changed a file again. */
static bool holds_patch(const struct plan *plan, const git_oid *tip, const struct patch *patch)
{
	git_commit *commit CLEANUP(free_commit) = NULL;
	git_tree *tree CLEANUP(free_tree) = NULL;

	if (git_commit_lookup(&commit, plan->base->repo, tip) < 0 ||
	    git_commit_tree(&tree, commit) < 0)
		return false;
	FOR_EACH(change, &patch->changes) {
		git_tree_entry *entry = NULL;
		bool same = git_oid_is_zero(&(*change)->after);

		if (git_tree_entry_bypath(&entry, tree, (*change)->path) == 0)
			same = git_oid_equal(git_tree_entry_id(entry), &(*change)->after);
		git_tree_entry_free(entry);
		if (!same)
			return false;
	}
	return true;
}

static const struct patch *patch_at(const struct plan *plan, const struct wave *wave, size_t i)
{
	return &plan->patches.v[wave ? wave->patches.v[i] : i];
}

/* Does the branch stand as it was written, with edits that were taken over? */
static bool stands(const struct record *record, const struct series *series)
{
	if (record->stood.nr != series->nr)
		return false;
	for (size_t i = 0; i < series->nr; i++)
		if (!git_oid_equal(&record->stood.v[i].tree, &series->v[i].tree))
			return false;
	return true;
}

static bool is_among(const struct plan *plan, const struct series *series,
		     const struct patch *patch)
{
	FOR_EACH(commit, series)
		if (holds_patch(plan, &commit->id, patch))
			return true;
	return false;
}

/* How many patches of a wave are on the branch, as the plan has them? */
static size_t count_written(const struct plan *plan, const struct series *series,
			    const struct wave *wave, size_t patches)
{
	struct record record CLEANUP(record_release) = { 0 };
	bool edited = series->cover && record_of(&record, plan->base, series->cover) > 0 &&
		      stands(&record, series);
	size_t count = 0;

	fail_clear();
	for (size_t i = 0; i < patches; i++)
		count += is_among(plan, series, patch_at(plan, wave, i)) ||
			 (edited && is_among(plan, &record.wrote, patch_at(plan, wave, i)));
	return count;
}

/* Did b4 send it? It raises the revision then. */
static int revision_of(const struct plan *plan, const struct series *series)
{
	git_commit *cover CLEANUP(free_commit) = NULL;
	struct b4_tracking tracking CLEANUP(b4_tracking_release) = { 0 };
	int revision = 0;

	if (git_commit_lookup(&cover, plan->base->repo, &series->start) == 0 &&
	    b4_parse(&tracking, git_commit_message(cover)) > 0)
		revision = tracking.revision;
	fail_clear();
	return revision;
}

/* How many calls still rely on what a patch of the wave retires; 0 when none does. */
static size_t count_relying(const struct plan *plan, const struct wave *wave)
{
	bool retires = false;
	size_t count = 0;

	FOR_EACH(nr, &wave->patches)
		retires = retires || patch_retires(&plan->patches.v[*nr]);
	FOR_EACH(left, &plan->left)
		count += retires && left->relies;
	return count;
}

static void judge_wave(struct wave_status *leg, const struct plan *plan, const struct wave *wave)
{
	struct series series CLEANUP(series_release) = { 0 };
	size_t written = 0, relying = wave ? count_relying(plan, wave) : 0;

	if (relying) {
		leg->standing = STANDING_BLOCKED;
		leg->why = xasprintf("%zu use%s still %s on what it retires", relying,
				     relying == 1 ? "" : "s", relying == 1 ? "relies" : "rely");
		return;
	}
	if (series_load(&series, plan->base, leg->branch, wave) < 0) {
		leg->why = xstrdup(fail_text());
		fail_clear();
		return;
	}
	written = count_written(plan, &series, wave, leg->patches);
	if (written < leg->patches) {
		leg->why = xasprintf("%s holds %zu of %zu patch%s as %s would be made now",
				     leg->branch, written, leg->patches,
				     plural(leg->patches, "es"), leg->patches == 1 ? "it" : "they");
		return;
	}
	int revision = revision_of(plan, &series);
	leg->standing = revision > 1 ? STANDING_IN_FLIGHT : STANDING_CONVERTED;
	leg->why = revision > 1 ? xasprintf("v%d was sent", revision - 1) :
				  xasprintf("on %s, not sent", leg->branch);
}

static void add_leg(struct status *status, const struct plan *plan, const struct wave *wave)
{
	struct wave_status *leg = LIST_ADD(status);

	leg->wave = wave ? wave->name : "";
	leg->branch = series_branch(plan->campaign, wave ? wave->name : NULL);
	leg->patches = wave ? wave->patches.nr : plan->patches.nr;
	for (size_t i = 0; i < leg->patches; i++)
		leg->sites += count_sites(plan, patch_at(plan, wave, i));
	judge_wave(leg, plan, wave);
	status->patches[leg->standing] += leg->patches;
	status->sites[leg->standing] += leg->sites;
}

/* Is a call of the file still to be converted? */
static bool is_open(const struct plan *plan, const char *path)
{
	FOR_EACH(patch, &plan->patches)
		FOR_EACH(change, &patch->changes)
			if (patch->step->kind == STEP_CONVERT && !strcmp((*change)->path, path))
				return true;
	FOR_EACH(left, &plan->left)
		if ((left->wanted || left->relies) && !strcmp(left->path, path))
			return true;
	return false;
}

/* One patch of an earlier base. */
static void look_back(struct status *status, const struct plan *plan, const json_t *row)
{
	const json_t *files = json_object_get(row, "files");
	size_t there = 0;

	FOR_EACH(patch, &plan->patches)
		if (!strcmp(patch->id, json_field(row, "id")))
			return;
	FOR_EACH_JSON(file, files) {
		if (is_open(plan, json_string_value(file)))
			return;
		there += files_find(&plan->all, json_string_value(file)) != NULL;
	}
	if (!there) {
		status->gone_patches++;
		return;
	}
	status->landed_patches++;
	status->landed_sites += (size_t)json_integer_value(json_object_get(row, "sites"));
}

static void look_back_all(struct status *status, const struct plan *plan, const json_t *records)
{
	json_t *seen = json_object();

	FOR_EACH_JSON(record, records) {
		FOR_EACH_JSON(row, json_object_get(record, "planned")) {
			if (json_object_get(seen, json_field(row, "id")))
				continue;
			json_object_set_new(seen, json_field(row, "id"), json_true());
			look_back(status, plan, row);
		}
	}
	json_decref(seen);
}

int status_make(struct status *status, const struct plan *plan, const json_t *records)
{
	FOR_EACH(wave, &plan->waves)
		add_leg(status, plan, wave);
	if (!plan->waves.nr)
		add_leg(status, plan, NULL);
	FOR_EACH(left, &plan->left)
		status->left += left->relies || (left->wanted && left->line);
	look_back_all(status, plan, records);
	return 0;
}

static json_t *planned(const struct plan *plan)
{
	json_t *rows = json_array();

	FOR_EACH(patch, &plan->patches) {
		json_t *files = json_array();
		json_int_t sites = (json_int_t)count_sites(plan, patch);

		FOR_EACH(change, &patch->changes)
			json_array_append_new(files, json_text((*change)->path));
		json_array_append_new(rows, json_pack("{s:o, s:o, s:I}",
						      "id", json_text(patch->id), "files", files,
						      "sites", sites));
	}
	return rows;
}

json_t *status_record(const struct status *status, const struct plan *plan)
{
	json_t *sites = json_object();
	json_int_t blocked = (json_int_t)status->patches[STANDING_BLOCKED];

	for (int owner = 0; owner < OWNER_COUNT; owner++) {
		size_t count = audit_count(&plan->audit, (enum ownership)owner);

		json_object_set_new(sites, owner_name((enum ownership)owner),
				    json_integer((json_int_t)count));
	}
	return json_pack("{s:o, s:o, s:o, s:I, s:I, s:I, s:o}",
			 "base", json_oid(&plan->base->commit), "rev", json_text(plan->base->rev),
			 "sites", sites, "patches", (json_int_t)plan->patches.nr,
			 "landed", (json_int_t)status->landed_patches, "blocked", blocked,
			 "planned", planned(plan));
}

void status_release(struct status *status)
{
	FOR_EACH(leg, status)
		FREE_ALL(leg->branch, leg->why);
	LIST_RELEASE(status);
}
