// SPDX-License-Identifier: GPL-2.0
/* Compares two proofs of one campaign. */
#include "report/drift.h"

#include "lib/json.h"
#include "lib/lib.h"

static int rank_verdict(const char *verdict)
{
	static const char *const order[] = { "", "pass", "skipped", "void", "uncovered", "fail" };

	for (int i = 0; i < (int)(sizeof(order) / sizeof(*order)); i++)
		if (!strcmp(order[i], verdict))
			return i;
	return 0;
}

/* Is a verdict by this name a bad one? */
static bool drift_bad(const char *verdict)
{
	return rank_verdict(verdict) >= rank_verdict("void");
}

static const char *identity(const json_t *commit)
{
	return json_field(commit, *json_field(commit, "patch") ? "patch" : "subject");
}

static const json_t *find_commit(const json_t *document, const char *id)
{
	FOR_EACH_JSON(row, json_object_get(document, "commits"))
		if (!strcmp(identity(row), id))
			return row;
	return NULL;
}

/* The worst verdict of @commit that this check gave under the same target; or NULL. */
static const json_t *find_check(const json_t *commit, const json_t *like)
{
	const json_t *worst = NULL;

	FOR_EACH_JSON(row, json_object_get(commit, "checks"))
		if (!strcmp(json_field(row, "check"), json_field(like, "check")) &&
		    !strcmp(json_field(row, "target"), json_field(like, "target")) &&
		    (!worst || rank_verdict(json_field(row, "verdict")) >
				       rank_verdict(json_field(worst, "verdict"))))
			worst = row;
	return worst;
}

static json_t *patch_row(const json_t *commit)
{
	return json_pack("{s:s, s:s}", "patch", json_field(commit, "patch"), "subject",
			 json_field(commit, "subject"));
}

/* Put a verdict, or the lack of one (@now NULL), into the list @name. */
static void add_change(json_t *drift, const char *name, const json_t *commit, const json_t *was,
		       const json_t *now)
{
	const json_t *check = now ? now : was;
	json_t *row = patch_row(commit);

	json_object_set(row, "nr", json_object_get(commit, "nr"));
	json_object_update_new(row, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}",
					      "check", json_field(check, "check"),
					      "target", json_field(check, "target"),
					      "was", json_field(was, "verdict"),
					      "verdict", json_field(now, "verdict"),
					      "detail", json_field(now, "detail"),
					      "log", json_field(now, "log")));
	json_array_append_new(json_object_get(drift, name), row);
}

static void judge_change(json_t *drift, const json_t *commit, const json_t *was, const json_t *now)
{
	const char *before = json_field(was, "verdict"), *after = json_field(now, "verdict");

	if (drift_bad(after))
		add_change(drift, drift_bad(before) ? "still" : "worse", commit, was, now);
	else if (!strcmp(after, "pass") && drift_bad(before))
		add_change(drift, "better", commit, was, now);
	else if (was && strcmp(after, "pass") && strcmp(before, "skipped"))
		add_change(drift, "lost", commit, was, now);
}

/* The row of @document about this file under this target; in the patch @commit. */
static const json_t *find_covered(const json_t *document, const json_t *commit, const char *file,
				  const char *target)
{
	size_t i;
	json_t *row;

	json_array_foreach(json_object_get(document, "coverage"), i, row)
		if (json_equal(json_object_get(row, "commit"), json_object_get(commit, "nr")) &&
		    !strcmp(json_field(row, "file"), file) &&
		    !strcmp(json_field(row, "target"), target))
			return row;
	return NULL;
}

static bool is_unbuilt(const json_t *row)
{
	return !strcmp(json_field(row, "state"), "unbuilt");
}

static void add_file(json_t *drift, const char *name, const json_t *commit, const json_t *was,
		     const json_t *now)
{
	json_t *list = json_object_get(drift, name);
	json_t *verdict = json_pack("{s:s, s:O, s:s}", "check", "coverage", "target",
				    json_object_get(now, "target"), "verdict",
				    is_unbuilt(now) ? "uncovered" : "pass");
	json_t *row;

	add_change(drift, name, commit, NULL, verdict);
	row = json_array_get(list, json_array_size(list) - 1);
	json_object_set_new(row, "was", json_string(is_unbuilt(was) ? "uncovered" : "pass"));
	json_object_set(row, "file", json_object_get(now, "file"));
	json_object_set_new(row, "detail",
			    json_sprintf("%s is %s", json_field(now, "file"), is_unbuilt(now) ?
						 "not compiled any more" : "compiled"));
	json_decref(verdict);
}

/* File by file, under each target: how many have changed? */
static size_t compare_coverage(json_t *drift, const json_t *before, const json_t *old,
			       const json_t *now, const json_t *commit)
{
	size_t i, count = 0;
	json_t *row;

	json_array_foreach(json_object_get(now, "coverage"), i, row) {
		const json_t *was = !old || !json_equal(json_object_get(row, "commit"),
							json_object_get(commit, "nr")) ?
			NULL : find_covered(before, old, json_field(row, "file"),
					    json_field(row, "target"));

		if (!was || is_unbuilt(was) == is_unbuilt(row))
			continue;
		add_file(drift, is_unbuilt(row) ? "worse" : "better", commit, was, row);
		count++;
	}
	return count;
}

/* What the check coverage says of the patch is left out where files have said it (@files). */
static void compare_commits(json_t *drift, const json_t *before, const json_t *commit,
			    bool files)
{
	FOR_EACH_JSON(row, json_object_get(commit, "checks"))
		if (find_check(commit, row) == row &&
		    !(files && !strcmp(json_field(row, "check"), "coverage")))
			judge_change(drift, commit, find_check(before, row), row);
	FOR_EACH_JSON(row, json_object_get(before, "checks"))
		if (find_check(before, row) == row && !find_check(commit, row))
			judge_change(drift, commit, row, NULL);
}

json_t *drift_make(const json_t *before, const json_t *now)
{
	static const char *const lists[] = { "worse", "better", "still", "lost", "added", "gone" };
	json_t *drift = json_object();
	size_t i;
	json_t *row;

	json_object_set_new(drift, "base", json_string(json_field(before, "base")));
	json_object_set_new(drift, "rev", json_string(json_field(before, "rev")));
	for (i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		json_object_set_new(drift, lists[i], json_array());
	json_array_foreach(json_object_get(now, "commits"), i, row) {
		const json_t *old = find_commit(before, identity(row));

		compare_commits(drift, old, row,
				compare_coverage(drift, before, old, now, row) > 0);
		if (!old)
			json_array_append_new(json_object_get(drift, "added"), patch_row(row));
	}
	json_array_foreach(json_object_get(before, "commits"), i, row)
		if (!find_commit(now, identity(row)))
			json_array_append_new(json_object_get(drift, "gone"), patch_row(row));
	return drift;
}

/* Prints what has changed between two proofs. */

const struct drift_title *view_drift_titles(void)
{
	static const struct drift_title titles[] = {
		{ "worse", "newly bad" },
		{ "still", "bad as before" },
		{ "lost", "not examined any more" },
		{ "better", "newly good" },
		{ "added", "new patches" },
		{ "gone", "patches that are gone" },
		{ NULL, NULL },
	};

	return titles;
}

static void print_row(FILE *out, const json_t *row)
{
	const char *verdict = json_field(row, "verdict");

	if (!*json_field(row, "check")) {
		fprintf(out, "  %s\n", json_field(row, "subject"));
		return;
	}
	fprintf(out, "  %-9s %s%s%s  %s\n", *verdict ? verdict : "not made",
		json_field(row, "check"), *json_field(row, "target") ? " " : "",
		json_field(row, "target"), json_field(row, "subject"));
	if (*json_field(row, "detail") && strcmp(verdict, "pass"))
		fprintf(out, "            %s\n", json_field(row, "detail"));
	if (*json_field(row, "log") && strcmp(verdict, "pass"))
		fprintf(out, "            log: %s\n", json_field(row, "log"));
}

void view_print_drift(FILE *out, const json_t *drift)
{
	const char *rev = json_field(drift, "rev");
	size_t i;
	json_t *row;

	fprintf(out, "Since the proof on %.12s%s%s%s:", json_field(drift, "base"),
		*rev ? " (" : "", rev, *rev ? ")" : "");
	for (const struct drift_title *title = view_drift_titles(); title->list; title++)
		fprintf(out, "%s %zu %s", title->list == view_drift_titles()->list ? "" : ",",
			json_array_size(json_object_get(drift, title->list)), title->title);
	fputc('\n', out);
	for (const struct drift_title *title = view_drift_titles(); title->list; title++) {
		json_array_foreach(json_object_get(drift, title->list), i, row) {
			if (!i)
				fprintf(out, "%s:\n", title->title);
			print_row(out, row);
		}
	}
}
