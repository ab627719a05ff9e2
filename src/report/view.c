// SPDX-License-Identifier: GPL-2.0
/* Documents of plans and proofs, and their text. */
#include "report/view.h"

#include "campaign/campaign.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "report/view_coverage.h"
#include "report/view_words.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"

static json_t *recipients(const struct recipients *list, bool to)
{
	json_t *array = json_array();

	FOR_EACH(recipient, list) {
		if (recipient->to != to)
			continue;
		json_array_append_new(array, json_pack("{s:o, s:o, s:o}",
						       "name", json_text(recipient->name),
						       "email", json_text(recipient->email),
						       "why", json_text(recipient->why)));
	}
	return array;
}

/* By hand, or of a mail that was taken whole; NULL: it is who runs treewide. */
static json_t *author(const struct patch *p)
{
	const git_signature *who = patch_author(p, NULL);

	return !who ? NULL : json_pack("{s:o, s:o}", "name", json_text(who->name), "email",
				       json_text(who->email));
}

/* Why each file is in the patch; NULL: nobody split it off. */
static json_t *placed(const struct plan *plan, const struct patch *p)
{
	json_t *rows = json_array();

	if (p->step->kind != STEP_CONVERT) {
		json_decref(rows);
		return NULL;
	}
	FOR_EACH(change, &p->changes) {
		const char *why = placed_why(&plan->placed, p->step, (*change)->path);

		json_array_append_new(rows, json_pack("{s:o, s:o}", "file",
						      json_text((*change)->path), "why",
						      json_text(why ? why : "edited by hand")));
	}
	return rows;
}

/* By what a [convert] is split; NULL: it is a [patch]. */
static const char *split_of(const struct patch *p)
{
	if (p->step->kind != STEP_CONVERT)
		return NULL;
	return p->step->split ? p->step->split : "subject-prefix";
}

/* NULL where the tree knows recipients instead. */
static json_t *reviewers_of(const struct patch *p)
{
	json_t *rows = p->reviewers.nr ? json_array() : NULL;

	FOR_EACH(row, &p->reviewers)
		json_array_append_new(rows, json_pack("{s:o, s:o, s:o}", "who",
						      json_text(row->who), "source",
						      json_text(row->source), "note",
						      json_text(row->note)));
	return rows;
}

/* NULL where all files have the same. */
static json_t *owners_of(const struct patch *p)
{
	json_t *rows = p->owners.nr ? json_array() : NULL;

	FOR_EACH(group, &p->owners)
		json_array_append_new(rows, json_pack("{s:o, s:o}", "who", json_text(group->who),
						      "files", json_list(&group->files)));
	return rows;
}

static json_t *patch(const struct plan *plan, const struct patch *p)
{
	json_t *files = json_array(), *sites = json_array();

	FOR_EACH(change, &p->changes) {
		json_array_append_new(files, json_text((*change)->path));
		FOR_EACH(site, &plan->audit.sites)
			if (p->step->kind == STEP_CONVERT && !strcmp(site->path, (*change)->path))
				json_array_append_new(sites, site_json(site));
	}
	return json_pack("{s:i, s:o, s:o, s:o*, s:s*, s:o*, s:o, s:o, s:o, s:o*, s:o*, s:o, s:o, "
			 "s:b, s:b}",
			 "nr", p->nr, "id", json_text(p->id), "subject", json_text(p->subject),
			 "author", author(p), "split", split_of(p), "placed", placed(plan, p),
			 "files", files,
			 "to", recipients(&p->recipients, true),
			 "cc", recipients(&p->recipients, false),
			 "owners", owners_of(p), "reviewers", reviewers_of(p), "sites", sites,
			 "tree", json_oid(&p->tree), "below", !p->nr, "guess", p->guessed);
}

static json_t *waves(const struct plan *plan)
{
	json_t *array = json_array();

	FOR_EACH(wave, &plan->waves) {
		json_int_t own = (json_int_t)wave->patches.nr;

		json_array_append_new(array, json_pack("{s:o, s:o, s:I, s:I}",
						       "wave", json_text(wave->name),
						       "title", json_text(wave->section->title),
						       "patches", own,
						       "below", (json_int_t)wave->below.nr));
	}
	return array;
}

static json_t *guesses(const struct plan *plan)
{
	json_t *rows = json_array();

	FOR_EACH(guess, &plan->guesses) {
		json_array_append_new(rows, json_pack("{s:o, s:o, s:o, s:o}",
						      "section", json_text(guess->section),
						      "subject", json_text(guess->subject),
						      "why", json_text(guess->why),
						      "files", json_list(&guess->files)));
	}
	return rows;
}

/* The calls whose class a person has told. */
static json_t *judged_of(const struct plan *plan)
{
	json_t *rows = json_array();

	FOR_EACH(site, &plan->audit.sites)
		if (site->opinion)
			json_array_append_new(rows, site_json(site));
	return rows;
}

static json_t *left_of(const struct plan *plan)
{
	json_t *left = json_array();

	FOR_EACH(file, &plan->left) {
		json_t *line = file->line ? json_integer(file->line) : NULL;

		json_array_append_new(left, json_pack("{s:o, s:o*, s:o, s:b, s:b, s:b}",
						      "file", json_text(file->path), "line", line,
						      "why", json_text(file->why),
						      "wanted", file->wanted,
						      "relies", file->relies,
						      "comment", file->comment));
	}
	return left;
}

json_t *view_plan(const struct plan *plan)
{
	json_t *wave = plan->wave ? json_text(plan->wave->name) : NULL;
	json_t *patches = json_array();

	FOR_EACH(p, &plan->patches)
		json_array_append_new(patches, patch(plan, p));
	return json_pack("{s:o, s:o, s:o, s:o*, s:o, s:o, s:o, s:o, s:o, s:{s:o, s:o}, s:o, s:b, "
			 "s:o, s:I, s:I, s:o}",
			 "base", json_oid(&plan->base->commit), "rev", json_text(plan->base->rev),
			 "campaign", json_text(plan->campaign->name), "wave", wave,
			 "waves", waves(plan), "landed", json_list(&plan->landed),
			 "notes", json_list(&plan->notes), "patches", patches,
			 "guesses", guesses(plan), "cover",
			 "to", recipients(&plan->cover, true),
			 "cc", recipients(&plan->cover, false), "left", left_of(plan),
			 "audited", plan->audit.target != NULL,
			 "new", view_new_names(&plan->new_names),
			 "converted", (json_int_t)plan->converted,
			 "reused", (json_int_t)plan->reused, "judged", judged_of(plan));
}

static json_t *check(const struct verdict *verdict)
{
	json_t *row = json_pack("{s:s, s:s, s:s, s:s*, s:o, s:f, s:o, s:b}",
				"check", verdict->check,
				"target", verdict->target ? verdict->target : "",
				"verdict", verdict_name(verdict->kind),
				"evidence", verdict->evidence, "detail", json_text(verdict->detail),
				"seconds", verdict->seconds, "log", json_text_or_null(verdict->log),
				"reused", verdict->reused);

	if (verdict->state)
		json_object_set_new(row, "state", json_string(verdict->state));
	return row;
}

/* Of a text, not of what is made of it? */
static bool is_of_style(const char *check)
{
	return is_one_of(check, TEXTS("cover", "message", "checkpatch", "layout", "kernel-doc",
				      "rustfmt", "requests"));
}

/* The first commit of which a check says fail, and what it says. */
static json_t *find_bad(const struct series_result *proof, bool style)
{
	size_t nr = 0;

	FOR_EACH(proven, proof) {
		nr++;
		FOR_EACH(verdict, &proven->verdicts)
			if (verdict->kind == VERDICT_FAIL && is_of_style(verdict->check) == style)
				return json_pack("{s:i, s:s, s:o, s:s, s:s, s:o}", "nr", (int)nr,
						 "commit", git_oid_tostr_s(&proven->commit),
						 "subject", json_text(proven->subject), "check",
						 verdict->check, "target",
						 verdict->target ? verdict->target : "", "detail",
						 json_text(verdict->detail));
	}
	return NULL;
}

/* What does not build is worse than what is not written well. */
static json_t *first_bad(const struct series_result *proof)
{
	json_t *bad = find_bad(proof, false);

	if (!bad)
		bad = find_bad(proof, true);
	return bad ? bad : json_null();
}

json_t *view_proof(const struct series_result *proof)
{
	json_t *commits = json_array(), *summary = json_object();
	size_t nr = 0;

	FOR_EACH(proven, proof) {
		const struct patch *of = result_patch(proof, nr);
		json_t *row, *checks = json_array();

		FOR_EACH(verdict, &proven->verdicts)
			json_array_append_new(checks, check(verdict));
		nr++;
		row = json_pack("{s:I, s:o, s:o, s:o, s:b, s:o, s:o, s:o}",
				"nr", (json_int_t)nr, "commit", json_oid(&proven->commit),
				"patch", json_text(proven->patch),
				"subject", json_text(proven->subject),
				"below", nr <= proof->series->below,
				"to", of ? recipients(&of->recipients, true) : json_array(),
				"cc", of ? recipients(&of->recipients, false) : json_array(),
				"checks", checks);
		if (proven->reasons)
			json_object_set(row, "reasons", proven->reasons);
		json_array_append_new(commits, row);
	}
	for (int kind = VERDICT_PASS; kind <= VERDICT_SKIPPED; kind++) {
		size_t count = result_count(proof, (enum verdict_kind)kind);

		json_object_set_new(summary, verdict_name((enum verdict_kind)kind),
				    json_integer((json_int_t)count));
	}
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
			 "base", json_oid(&proof->base->commit), "rev", json_text(proof->base->rev),
			 "branch", json_text(proof->series->branch), "commits", commits,
			 "coverage", view_coverage(&proof->coverage), "summary", summary,
			 "first_bad", first_bad(proof));
}

static void print_addresses(FILE *out, const char *label, const json_t *array)
{
	FOR_EACH_JSON(row, array)
		fprintf(out, "       %s %s%s<%s>  %s\n", label, json_field(row, "name"),
			*json_field(row, "name") ? " " : "", json_field(row, "email"),
			json_field(row, "why"));
}

void view_print_recipients(FILE *out, const json_t *patch)
{
	print_addresses(out, "To:", json_object_get(patch, "to"));
	print_addresses(out, "Cc:", json_object_get(patch, "cc"));
}

/* Whoever is named by a source; and what a source has to say that names nobody. */
static void print_reviewers(FILE *out, const json_t *array)
{
	FOR_EACH_JSON(row, array)
		fprintf(out, "       Reviewer: %s  %s%s%s%s\n",
			*json_field(row, "who") ? json_field(row, "who") : "nobody",
			json_field(row, "source"), *json_field(row, "note") ? " (" : "",
			json_field(row, "note"), *json_field(row, "note") ? ")" : "");
}

#define MOST_OWNERS 8 /* rows of a patch; the document has all */

/* Of a patch that several people own, and that goes to all of them. */
static void print_owners(FILE *out, const json_t *owners)
{
	size_t nr = 0, all = json_array_size(owners);

	if (all)
		fprintf(out, "       Several owners, who all get it:\n");
	FOR_EACH_JSON(row, owners) {
		const json_t *files = json_object_get(row, "files");
		size_t count = json_array_size(files);

		if (nr++ == MOST_OWNERS)
			break;
		fprintf(out, "         %s: %s", json_field(row, "who"),
			json_string_value(json_array_get(files, 0)));
		if (count > 1)
			fprintf(out, " and %zu more", count - 1);
		fputc('\n', out);
	}
	if (all > MOST_OWNERS)
		fprintf(out, "         and %zu more\n", all - MOST_OWNERS);
}

enum remains { REMAINS_WANTED, REMAINS_RELIES, REMAINS_COMMENT, REMAINS_OTHER };

static enum remains kind_of(const json_t *left)
{
	if (json_flag(left, "comment"))
		return REMAINS_COMMENT;
	if (json_flag(left, "wanted"))
		return REMAINS_WANTED;
	return json_flag(left, "relies") ? REMAINS_RELIES : REMAINS_OTHER;
}

/* The uses of one kind; how many. */
static size_t print_left(FILE *out, const json_t *left, enum remains kind, const char *title)
{
	size_t count = 0;

	FOR_EACH_JSON(row, left) {
		int line = json_number(row, "line");

		if (kind_of(row) != kind)
			continue;
		if (!count++)
			fprintf(out, "\n%s:\n", title);
		fprintf(out, "       %s", json_field(row, "file"));
		if (line)
			fprintf(out, ":%d", line);
		fprintf(out, ": %s\n", json_field(row, "why"));
	}
	return count;
}

static void print_all_left(FILE *out, const json_t *left, size_t *stay, size_t *relying)
{
	*stay = print_left(out, left, REMAINS_OTHER, "Left as they are");
	print_left(out, left, REMAINS_COMMENT, "Comments to look at");
	print_left(out, left, REMAINS_WANTED, "Not wholly converted");
	*relying = print_left(out, left, REMAINS_RELIES,
			      "For a person: they rely on what the series retires");
}

static void print_judged(FILE *out, const json_t *judged)
{
	if (json_array_size(judged))
		fputs("\nJudged by a person, for the audit cannot tell:\n", out);
	FOR_EACH_JSON(row, judged)
		fprintf(out, "       %s:%d: %s() in %s() is %s: %s (the audit: %s)\n",
			json_field(row, "file"), json_number(row, "line"),
			json_field(row, "call"), json_field(row, "function"),
			json_field(row, "class"), json_field(row, "why"),
			json_field(json_object_get(row, "judged"), "unclear"));
}

void view_print_left_rows(FILE *out, const json_t *left)
{
	size_t stay, relying;

	print_all_left(out, left, &stay, &relying);
}

void view_print_left(FILE *out, const struct plan *plan)
{
	json_t *left CLEANUP(free_json) = left_of(plan);

	view_print_left_rows(out, left);
}

static void print_waves(FILE *out, const json_t *waves)
{
	size_t i;
	json_t *row;

	json_array_foreach(waves, i, row) {
		int below = json_number(row, "below");

		if (!i)
			fputs("\nWaves, each a series of its own:\n", out);
		fprintf(out, "  %-30s patches: %3d", json_field(row, "wave"),
			json_number(row, "patches"));
		if (below)
			fprintf(out, ", on top of %d", below);
		fputc('\n', out);
	}
}

static void print_counts(FILE *out, const json_t *cover)
{
	size_t to = json_array_size(json_object_get(cover, "to"));
	size_t cc = json_array_size(json_object_get(cover, "cc"));

	fprintf(out, "cover letter: %zu %s in To, %zu address%s in Cc\n", to,
		to == 1 ? "person" : "people", cc, plural(cc, "es"));
}

/* Of uses nothing is said where nobody looked for them. */
static void print_sum(FILE *out, const json_t *document, size_t patches, size_t files, size_t stay)
{
	fprintf(out, "\n%zu patch%s over %zu file%s on %s", patches, plural(patches, "es"), files,
		plural(files, "s"), json_field(document, "rev"));
	if (stay || json_is_true(json_object_get(document, "audited")))
		fprintf(out, "; %zu use%s of the API %s", stay, plural(stay, "s"),
			stay == 1 ? "stays as it is" : "stay as they are");
}

static void print_author(FILE *out, const json_t *author)
{
	if (author)
		fprintf(out, "       From: %s <%s>\n", json_field(author, "name"),
			json_field(author, "email"));
}

/* The subject says already what history or the path says. */
static bool speaks_for_itself(const json_t *patch)
{
	return !json_object_get(patch, "placed") ||
	       is_one_of(json_field(patch, "split"), TEXTS("subject-prefix", "file"));
}

static void print_files(FILE *out, const json_t *patch)
{
	const json_t *placed = json_object_get(patch, "placed");
	size_t nr = 0;

	FOR_EACH_JSON(file, json_object_get(patch, "files")) {
		const json_t *row = json_array_get(placed, nr++);

		fprintf(out, "       %s", json_string_value(file));
		if (!speaks_for_itself(patch))
			fprintf(out, "  (%s)", json_field(row, "why"));
		fputc('\n', out);
	}
}

void view_print_plan(FILE *out, const json_t *document)
{
	const json_t *patches = json_object_get(document, "patches");
	const json_t *left = json_object_get(document, "left");
	const json_t *cover = json_object_get(document, "cover");
	json_t *seen = json_object();
	size_t stay, relying, below = 0;
	bool reviewed = false;

	FOR_EACH_JSON(row, patches) {
		if (json_flag(row, "below")) {
			fprintf(out, "   -  %s (of a wave before)\n", json_field(row, "subject"));
			below++;
			continue;
		}
		fprintf(out, "%4d  %s%s\n", json_number(row, "nr"),
			json_field(row, "subject"),
			json_flag(row, "guess") ?
				"  [a guess: confirm the prefix]" : "");
		print_author(out, json_object_get(row, "author"));
		print_files(out, row);
		FOR_EACH_JSON(file, json_object_get(row, "files"))
			json_object_set_new(seen, json_string_value(file), json_true());
		view_print_recipients(out, row);
		print_owners(out, json_object_get(row, "owners"));
		print_reviewers(out, json_object_get(row, "reviewers"));
		reviewed = reviewed || json_object_get(row, "reviewers");
	}
	FOR_EACH_JSON(row, json_object_get(document, "landed"))
		fprintf(out, "   -  %s has landed: the base has what it provides\n",
			json_string_value(row));
	if (!reviewed)
		print_counts(out, cover);
	print_judged(out, json_object_get(document, "judged"));
	print_all_left(out, left, &stay, &relying);
	view_print_new_names(out, document);
	view_print_words(out, document);
	print_sum(out, document, json_array_size(patches) - below, json_object_size(seen), stay);
	fprintf(out, "%s\n", relying ? ", others rely on what it retires" : "");
	json_decref(seen);
	print_waves(out, json_object_get(document, "waves"));
}

void view_print_check(FILE *out, const json_t *check)
{
	double seconds = json_number_value(json_object_get(check, "seconds"));
	char time[32] = "";

	if (json_flag(check, "reused"))
		snprintf(time, sizeof(time), "known");
	else
		snprintf(time, sizeof(time), "%.1f s", seconds);
	fprintf(out, "       %-9s %-11s %-12s %s%s%s (%s)\n", json_field(check, "verdict"),
		json_field(check, "check"), json_field(check, "evidence"),
		json_field(check, "target"), *json_field(check, "target") ? ": " : "",
		json_field(check, "detail"), time);
	if (*json_field(check, "log") && strcmp(json_field(check, "verdict"), "pass"))
		fprintf(out, "                 log: %s\n", json_field(check, "log"));
}

void view_print_proof(FILE *out, const json_t *document, bool recipients)
{
	const json_t *summary = json_object_get(document, "summary");
	size_t i;
	json_t *row;

	json_array_foreach(json_object_get(document, "commits"), i, row) {
		fprintf(out, "%4d  %.12s  %s\n",
			json_number(row, "nr"),
			json_field(row, "commit"), json_field(row, "subject"));
		FOR_EACH_JSON(check, json_object_get(row, "checks"))
			view_print_check(out, check);
		if (recipients)
			view_print_recipients(out, row);
	}
	view_print_coverage(out, document);
	fprintf(out, "\n%zu commit%s of %s on %.12s:",
		json_array_size(json_object_get(document, "commits")),
		plural(json_array_size(json_object_get(document, "commits")), "s"),
		json_field(document, "branch"), json_field(document, "base"));
	for (int kind = VERDICT_PASS; kind <= VERDICT_SKIPPED; kind++) {
		const char *name = verdict_name((enum verdict_kind)kind);

		fprintf(out, "%s %d %s", kind == VERDICT_PASS ? "" : ",",
			json_number(summary, name), name);
	}
	fputc('\n', out);
	row = json_object_get(document, "first_bad");
	if (json_is_object(row))
		fprintf(out, "first bad commit: %.12s %s (%s: %s)\n", json_field(row, "commit"),
			json_field(row, "subject"), json_field(row, "check"),
			json_field(row, "detail"));
}
