// SPDX-License-Identifier: GPL-2.0
/* Shows what a rule would do. */
#include "report/view_try.h"

#include "campaign/campaign.h"
#include "git/filediff.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "report/view.h"
#include "series/plan.h"

static json_t *file_of(const struct plan *plan, const struct patch *patch,
		       const struct change *change)
{
	struct filediff diff CLEANUP(filediff_release) = { 0 };
	const char *why = placed_why(&plan->placed, patch->step, change->path);
	json_t *places = json_array();

	if (filediff_load(&diff, plan->base, change) < 0) {
		json_decref(places);
		return NULL;
	}
	FOR_EACH(place, &diff.places)
		json_array_append_new(places, json_pack("{s:i, s:o}", "line", (int)place->line,
							"text", json_text(place->text)));
	return json_pack("{s:o, s:o, s:I, s:I, s:o, s:o}", "file", json_text(change->path), "why",
			 json_text(why ? why : ""), "added", (json_int_t)diff.added, "deleted",
			 (json_int_t)diff.deleted, "places", places, "diff", json_text(diff.text));
}

/* What the plan says of its patches, with more of each file. */
static json_t *patch_of(const struct plan *plan, const struct patch *patch, const json_t *known)
{
	json_t *files CLEANUP(free_json) = json_array();

	FOR_EACH(change, &patch->changes) {
		json_t *file = file_of(plan, patch, *change);

		if (!file)
			return NULL;
		json_array_append_new(files, file);
	}
	return json_pack("{s:s, s:O, s:O, s:O, s:b, s:O}", "key", patch->key,
			 "subject", json_object_get(known, "subject"),
			 "to", json_object_get(known, "to"), "cc", json_object_get(known, "cc"),
			 "guess", patch->guessed, "files", files);
}

json_t *view_try(const struct plan *plan)
{
	json_t *whole CLEANUP(free_json) = view_plan(plan);
	json_t *patches CLEANUP(free_json) = json_array();
	const json_t *known = json_object_get(whole, "patches");

	FOR_EACH(patch, &plan->patches) {
		json_t *row = patch_of(plan, patch,
				       json_array_get(known, json_array_size(patches)));

		if (!row)
			return NULL;
		json_array_append_new(patches, row);
	}
	return json_pack("{s:O, s:O, s:o, s:o, s:O, s:O, s:O}", "base",
			 json_object_get(whole, "base"), "rev", json_object_get(whole, "rev"),
			 "rule", json_text(plan->campaign->path), "what",
			 json_text(plan->campaign->title), "notes", json_object_get(whole, "notes"),
			 "patches", patches, "left", json_object_get(whole, "left"));
}

/* What is counted over patches. */
struct try_sum {
	size_t files, places;
	json_int_t added, deleted;
};

static json_int_t count_field(const json_t *row, const char *name)
{
	return json_integer_value(json_object_get(row, name));
}

static void add_up(struct try_sum *sum, const json_t *patch)
{
	FOR_EACH_JSON(file, json_object_get(patch, "files")) {
		sum->files++;
		sum->places += json_array_size(json_object_get(file, "places"));
		sum->added += count_field(file, "added");
		sum->deleted += count_field(file, "deleted");
	}
}

static void print_file(FILE *out, const json_t *file)
{
	fprintf(out, "       %s  +%lld -%lld\n", json_field(file, "file"),
		count_field(file, "added"), count_field(file, "deleted"));
	FOR_EACH_JSON(place, json_object_get(file, "places"))
		fprintf(out, "       %8d: %s\n", json_number(place, "line"),
			json_field(place, "text"));
}

static void print_proposal(FILE *out, const json_t *patch)
{
	struct try_sum sum = { 0 };

	add_up(&sum, patch);
	fprintf(out, "\n%s: %zu file%s, %zu place%s\n", json_field(patch, "key"), sum.files,
		plural(sum.files, "s"), sum.places, plural(sum.places, "s"));
	fprintf(out, "       Subject: %s%s\n", json_field(patch, "subject"),
		json_flag(patch, "guess") ? "  [the prefix is a guess]" : "");
	FOR_EACH_JSON(file, json_object_get(patch, "files"))
		print_file(out, file);
	view_print_recipients(out, patch);
}

static void print_diffs(FILE *out, const json_t *patches)
{
	FOR_EACH_JSON(patch, patches)
		FOR_EACH_JSON(file, json_object_get(patch, "files"))
			fputs(json_field(file, "diff"), out);
}

void view_print_try(FILE *out, const json_t *document)
{
	const json_t *patches = json_object_get(document, "patches");
	const json_t *left = json_object_get(document, "left");
	struct try_sum sum = { 0 };

	fprintf(out, "%s\n", json_field(document, "what"));
	FOR_EACH_JSON(patch, patches) {
		add_up(&sum, patch);
		print_proposal(out, patch);
	}
	view_print_left_rows(out, left);
	fprintf(out, "\n%zu place%s in %zu file%s on %s: %zu patch%s, +%lld -%lld; %zu left\n\n",
		sum.places, plural(sum.places, "s"), sum.files,
		plural(sum.files, "s"), json_field(document, "rev"), json_array_size(patches),
		plural(json_array_size(patches), "es"), sum.added, sum.deleted,
		json_array_size(left));
	print_diffs(out, patches);
}
