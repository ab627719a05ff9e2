// SPDX-License-Identifier: GPL-2.0
/* The document of a regeneration, and its text. */
#include "report/view_regenerate.h"

#include "campaign/campaign.h"
#include "git/change.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "publish/regenerate.h"

static void set_count(json_t *object, const char *key, size_t count)
{
	json_object_set_new(object, key, json_integer((json_int_t)count));
}

static json_t *range_of(const struct series *series)
{
	char *range CLEANUP(free_text) = series_range(series);

	return json_string(range);
}

static json_t *trailers_of(const struct received_trailers *received, const char *id)
{
	json_t *kept = json_array(), *dropped = json_array();

	FOR_EACH(keep, received) {
		if (strcmp(keep->id, id))
			continue;
		json_t *trailer = json_text(keep->trailer);
		if (keep->why)
			json_array_append_new(dropped, json_pack("{s:o, s:s}", "trailer", trailer,
								 "why", keep->why));
		else
			json_array_append_new(kept, trailer);
	}
	return json_pack("{s:o, s:o}", "kept", kept, "dropped", dropped);
}

/* Whom a person made the author of a patch; NULL: nobody did. */
static json_t *author_of(const struct edits *edits, const char *id)
{
	FOR_EACH(edit, edits)
		if (edit->author && !strcmp(edit->id, id))
			return json_pack("{s:o, s:o}", "name", json_text(edit->author->name),
					 "email", json_text(edit->author->email));
	return NULL;
}

/* The files of a patch that a person edited; "" stands for its message. */
static json_t *edits_of(const struct edits *edits, const char *id)
{
	json_t *rows = json_array();

	FOR_EACH(edit, edits)
		if (!edit->author && !strcmp(edit->id, id))
			json_array_append_new(rows, json_text(edit->path ? edit->path : ""));
	return rows;
}

static json_t *files_of(const struct plan *plan, unsigned nr)
{
	json_t *files = json_array();

	if (nr)
		FOR_EACH(change, &plan->patches.v[plan->below + nr - 1].changes)
			json_array_append_new(files, json_text((*change)->path));
	return files;
}

static json_t *rows_of(const struct regeneration *regeneration)
{
	const struct edits *edits = &regeneration->previous.edits;
	json_t *rows = json_array();

	FOR_EACH(one, &regeneration->differences) {
		json_t *row = json_pack("{s:o, s:i, s:o, s:s, s:o, s:o, s:o, s:o*, s:o}",
					"id", json_text(one->id), "nr", one->nr,
					"subject", json_text(one->subject),
					"state", became_name(one->became),
					"why", json_text(one->why),
					"files", files_of(&regeneration->plan, one->nr),
					"edits", edits_of(edits, one->id),
					"author", author_of(edits, one->id),
					"trailers", trailers_of(&regeneration->received, one->id));

		json_array_append_new(rows, row);
	}
	return rows;
}

static json_t *renames_of(const struct renames *renames)
{
	json_t *rows = json_array();

	FOR_EACH(move, renames)
		json_array_append_new(rows, json_pack("{s:o, s:o}", "from", json_text(move->from),
						      "to", json_text(move->to)));
	return rows;
}

static json_t *remaining_of(const struct plan *plan)
{
	json_t *rows = json_array();

	FOR_EACH(left, &plan->left)
		if (left->wanted)
			json_array_append_new(rows, json_pack("{s:o, s:i, s:o}", "file",
							      json_text(left->path), "line",
							      (int)left->line, "why",
							      json_text(left->why)));
	return rows;
}

static json_t *counts_of(const struct regeneration *regeneration)
{
	const struct plan *plan = &regeneration->plan;
	json_t *counts = json_object();

	set_count(counts, "asked", plan->converted);
	set_count(counts, "known", plan->reused);
	set_count(counts, "converted", plan->converted - plan->reused);
	for (int became = 0; became <= BECAME_KEPT; became++) {
		size_t count = 0;

		FOR_EACH(difference, &regeneration->differences)
			count += difference->became == (enum became)became;
		set_count(counts, became_name((enum became)became), count);
	}
	return counts;
}

json_t *view_clashes(const struct clashes *clashes)
{
	json_t *rows = json_array();

	FOR_EACH(clash, clashes)
		json_array_append_new(rows, json_pack("{s:o, s:o, s:o, s:o}", "id",
						      json_text(clash->id), "file",
						      json_text(clash->path), "what",
						      json_text(clash->what), "text",
						      json_text(clash->text)));
	return rows;
}

json_t *view_regeneration(const struct regeneration *regeneration, bool written)
{
	const struct previous_series *previous = &regeneration->previous;
	const struct plan *plan = &regeneration->plan;
	json_t *wave = plan->wave ? json_text(plan->wave->name) : NULL;

	return json_pack("{s:o, s:o, s:o, s:o*, s:{s:o, s:o, s:o}, s:o, s:b, s:o, s:b, s:i, s:o, "
			 "s:o, s:o, s:o, s:o, s:o}",
			 "base", json_oid(&plan->base->commit), "rev", json_text(plan->base->rev),
			 "campaign", json_text(plan->campaign->name), "wave", wave,
			 "previous", "base", json_oid(&previous->old.commit),
			 "rev", json_text(previous->old.rev), "range", range_of(&previous->branch),
			 "branch", json_text(previous->branch.branch), "written", written,
			 "range", written ? range_of(&regeneration->series) : json_null(),
			 "unchanged", written && regeneration->series.unchanged,
			 "sent", regeneration->sent, "patches", rows_of(regeneration),
			 "moved", renames_of(&previous->renames),
			 "clashes", view_clashes(&previous->clashes), "left", remaining_of(plan),
			 "counts", counts_of(regeneration),
			 "changelog", json_text_or_null(regeneration->changelog));
}

/* A trailer may have a line "[...]" below it. */
static int first_line_length(const char *text)
{
	return (int)strcspn(text, "\n");
}

static void print_row(FILE *out, const json_t *row)
{
	const json_t *trailers = json_object_get(row, "trailers");
	const char *why = json_field(row, "why");
	const char *by_hand = json_number(row, "nr") ? "by hand" : "gone with it, by hand";
	const json_t *author = json_object_get(row, "author");

	fprintf(out, "%-8s %s%s%s\n", json_field(row, "state"), json_field(row, "id"),
		*why ? ": " : "", why);
	FOR_EACH_JSON(entry, json_object_get(row, "edits"))
		fprintf(out, "         %s: %s\n", by_hand,
			*json_string_value(entry) ? json_string_value(entry) : "the message");
	if (author)
		fprintf(out, "         %s: the author, %s <%s>\n", by_hand,
			json_field(author, "name"), json_field(author, "email"));
	FOR_EACH_JSON(entry, json_object_get(trailers, "kept"))
		fprintf(out, "         kept: %.*s\n", first_line_length(json_string_value(entry)),
			json_string_value(entry));
	FOR_EACH_JSON(entry, json_object_get(trailers, "dropped"))
		fprintf(out, "         dropped, %s: %.*s\n", json_field(entry, "why"),
			first_line_length(json_field(entry, "trailer")),
			json_field(entry, "trailer"));
}

void view_print_clashes(FILE *out, const json_t *rows)
{
	FOR_EACH_JSON(row, rows) {
		const char *id = json_field(row, "id"), *file = json_field(row, "file");

		fprintf(out, "clash    %s%s%s: %s\n%s", *id ? id : "the series", *file ? ", " : "",
			file, json_field(row, "what"), json_field(row, "text"));
	}
}

void view_print_regeneration(FILE *out, const json_t *document)
{
	const json_t *earlier = json_object_get(document, "previous");
	const json_t *counts = json_object_get(document, "counts");
	const char *range = json_field(document, "range");
	int now = json_number(counts, "added") + json_number(counts, "changed") +
		  json_number(counts, "kept");

	FOR_EACH_JSON(row, json_object_get(document, "patches"))
		print_row(out, row);
	FOR_EACH_JSON(row, json_object_get(document, "moved"))
		fprintf(out, "moved    %s is %s now\n", json_field(row, "from"),
			json_field(row, "to"));
	view_print_clashes(out, json_object_get(document, "clashes"));
	fprintf(out,
		"\n%d added, %d dropped, %d landed, %d changed, %d kept; from %s (%.12s) to "
		"%s (%.12s)\n",
		json_number(counts, "added"), json_number(counts, "dropped"),
		json_number(counts, "landed"), json_number(counts, "changed"),
		json_number(counts, "kept"), json_field(earlier, "rev"),
		json_field(earlier, "base"),
		json_field(document, "rev"), json_field(document, "base"));
	fprintf(out, "%d conversion%s asked for, %d known, %d made anew\n",
		json_number(counts, "asked"), plural((size_t)json_number(counts, "asked"), "s"),
		json_number(counts, "known"),
		json_number(counts, "converted"));
	if (!*range)
		fprintf(out, "%s stays as it was\n", json_field(document, "branch"));
	else
		fprintf(out, "%s  %.12s..%.12s  %d patch%s%s\n", json_field(document, "branch"),
			range, strstr(range, "..") + 2, now, plural((size_t)now, "es"),
			json_flag(document, "unchanged") ? ", unchanged" : "");
}
