// SPDX-License-Identifier: GPL-2.0
/* The check same-code: do the objects of a commit hold what they held before? */
#include "checks/check_samecode.h"

#include "full/full.h"
#include "build/target_build.h"
#include "campaign/campaign.h"
#include "campaign/rule.h"
#include "kconfig/narrow.h"
#include "link/samecode.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "checks/checks.h"
#include "result/result.h"
#include "series/patch.h"

/* One object of a commit. */
struct object_pair {
	char *object;
	const struct kept_object *before, *after;	/* NULL: there is none */
	struct strlist differences;
	char *missing;			/* why it is not compared; or NULL */
};

/* All objects of one commit. */
struct code_comparison {
	const struct made_series *made;
	size_t commit;
	const struct full_build *before, *after;
	struct {
		struct object_pair *v;
		size_t nr, alloc;
	} pairs;
	struct new_symbols names;
	struct strlist missing;		/* what else is not compared, and why */
	size_t same, readers;
};

static void release_pairs(struct code_comparison *comparison)
{
	FOR_EACH(pair, &comparison->pairs) {
		FREE_ALL(pair->object, pair->missing);
		strlist_release(&pair->differences);
	}
	LIST_RELEASE(&comparison->pairs);
	new_symbols_release(&comparison->names);
	strlist_release(&comparison->missing);
}

static const struct changed_files *changed_by(const struct code_comparison *comparison)
{
	return &comparison->made->build->changed.v[comparison->commit];
}

static struct commit_result *result_of(const struct code_comparison *comparison)
{
	return &comparison->made->build->proof->v[comparison->commit];
}

/* An object with which something is wrong may be one of an earlier tree. */
static const struct kept_object *find_made(const struct full_build *full, const char *object)
{
	const struct said *said = full_build_said(full, object);

	return said && said->errors.nr ? NULL : kept_find(&full->kept, object);
}

static void add_object(struct code_comparison *comparison, const char *source)
{
	char *object CLEANUP(free_text) = module_object(source);
	struct object_pair *pair;

	FOR_EACH(known, &comparison->pairs)
		if (!strcmp(known->object, object))
			return;
	pair = LIST_ADD(&comparison->pairs);
	pair->before = find_made(comparison->before, object);
	pair->after = find_made(comparison->after, object);
	if (!pair->before && !pair->after)
		pair->missing = xstrdup("this target does not build it");
	else if (!pair->before)
		pair->missing = xstrdup("it does not exist before the commit");
	else if (!pair->after)
		pair->missing = xstrdup("it does not exist after the commit");
	pair->object = TAKE(object);
}

static void add_objects(struct code_comparison *comparison)
{
	const struct changed_files *changed = changed_by(comparison);

	FOR_EACH(source, &changed->sources)
		add_object(comparison, *source);
	FOR_EACH(source, &changed->gone)
		add_object(comparison, *source);
	FOR_EACH(source, &changed->includers.built) {
		char *object CLEANUP(free_text) = module_object(*source);

		if (!strlist_find(&comparison->made->narrow->objects, object))
			continue;
		comparison->readers++;
		add_object(comparison, *source);
	}
}

/* What else can change objects: nobody has looked at which. */
static void add_others(struct code_comparison *comparison)
{
	const struct changed_files *changed = changed_by(comparison);

	FOR_EACH(path, &changed->kbuild)
		*LIST_ADD(&comparison->missing) =
			xasprintf("%s: what this changes in the build is not compared", *path);
	FOR_EACH(path, &changed->others)
		*LIST_ADD(&comparison->missing) =
			xasprintf("%s: what is built from it is not compared", *path);
	if (changed->includers.built.nr && !comparison->readers) {
		char *names CLEANUP(free_text) = changed_name(&changed->headers);

		*LIST_ADD(&comparison->missing) =
			xasprintf("%s: none of its readers is built by this target", names);
	}
}

/* What the rule of the commit says is called otherwise. */
static int add_rule_names(struct code_comparison *comparison)
{
	const struct series_result *proof = comparison->made->build->proof;
	const struct patch *patch = result_patch(proof, comparison->commit);
	struct rule rule CLEANUP(rule_release) = { 0 };
	struct strlist renames CLEANUP(strlist_release) = { 0 };

	if (!patch || !patch->step->rule)
		return 0;
	if (rule_load(&rule, patch->step->rule, patch->step->mode) < 0)
		return -1;
	rule_renames(&rule, &renames);
	FOR_EACH(rename, &renames) {
		const char *blank = strchr(*rename, ' ');
		char *old CLEANUP(free_text) = xstrndup(*rename, (size_t)(blank - *rename));

		new_symbols_add(&comparison->names, old, blank + 1);
	}
	return 0;
}

static bool is_identical(const struct object_pair *pair)
{
	return git_oid_equal(&pair->before->content, &pair->after->content);
}

/* What no reader understands is nobody's object of the same code. */
static void give_up(struct object_pair *pair)
{
	free(pair->missing);
	pair->missing = xstrdup(fail_text());
	fail_clear();
}

/* The names of all objects first, for one may use what another defines. */
static void compare_pairs(struct code_comparison *comparison)
{
	const char *build = comparison->made->maker->kbuild.build;

	for (int pass = 0; pass < 2; pass++) {
		FOR_EACH(pair, &comparison->pairs) {
			char *before CLEANUP(free_text) = NULL, *after CLEANUP(free_text) = NULL;

			if (pair->missing || is_identical(pair))
				continue;
			before = kept_file(build, pair->before);
			after = kept_file(build, pair->after);
			if ((pass ? samecode_compare(&pair->differences, before, after,
						     &comparison->names) :
				    samecode_names(&comparison->names, before, after)) < 0)
				give_up(pair);
		}
	}
	FOR_EACH(pair, &comparison->pairs)
		comparison->same += !pair->missing && !pair->differences.nr;
}

/* "17 of 17 objects have the same code; 8 of 216 readers of x.h; with old as new". */
static void tell_same(const struct code_comparison *comparison, FILE *out)
{
	const struct changed_files *changed = changed_by(comparison);
	size_t nr = comparison->pairs.nr, all = changed->includers.built.nr;
	char *headers CLEANUP(free_text) = changed_name(&changed->headers);

	fprintf(out, "%zu of %zu object%s %s the same code", comparison->same, nr,
		nr == 1 ? "" : "s", nr == 1 ? "has" : "have");
	if (all)
		fprintf(out, "; %zu of %zu reader%s of %s", comparison->readers, all,
			plural(all, "s"), headers);
}

static void tell_names(const struct code_comparison *comparison, FILE *out)
{
	size_t nr = comparison->names.nr;

	for (size_t i = 0; i < nr && i < 3; i++)
		fprintf(out, "%s%s as %s", i ? ", " : "; ", comparison->names.v[i].old,
			comparison->names.v[i].new);
	if (nr > 3)
		fprintf(out, " and %zu more name%s", nr - 3, plural(nr - 3, "s"));
}

/* The first object that differs, and how many others do; how many differ. */
static size_t tell_differences(const struct code_comparison *comparison, FILE *out)
{
	size_t nr = 0, names = 0;

	FOR_EACH(pair, &comparison->pairs) {
		if (!pair->differences.nr)
			continue;
		if (!nr++) {
			fprintf(out, "%s: %s", pair->object, pair->differences.v[0]);
			names = pair->differences.nr - 1;
		}
	}
	if (names)
		fprintf(out, " (and %zu more there)", names);
	if (nr > 1)
		fprintf(out, "; %zu other object%s differ%s", nr - 1, nr > 2 ? "s" : "",
			nr > 2 ? "" : "s");
	return nr;
}

/* The first thing that was not compared, and how many more there are; how many. */
static size_t tell_missing(const struct code_comparison *comparison, FILE *out)
{
	size_t nr = 0, all = comparison->missing.nr;

	FOR_EACH(pair, &comparison->pairs)
		all += pair->missing != NULL;
	FOR_EACH(pair, &comparison->pairs)
		if (pair->missing && !nr++)
			fprintf(out, "; not compared: %s: %s", pair->object, pair->missing);
	if (!nr && all)
		fprintf(out, "; not compared: %s", comparison->missing.v[0]);
	if (all > 1)
		fprintf(out, " (and %zu more)", all - 1);
	return all;
}

static bool reads_nothing(const struct changed_files *changed)
{
	return !changed->sources.nr && !changed->gone.nr && !changed->headers.nr &&
	       !changed->kbuild.nr && !changed->others.nr;
}

static void conclude_code(const struct code_comparison *comparison)
{
	struct commit_result *result = result_of(comparison);
	char *detail = NULL;
	FILE *out = xmemstream(&detail, NULL);
	size_t differing = tell_differences(comparison, out);

	fputs(differing ? "; " : "", out);
	tell_same(comparison, out);
	size_t missing = tell_missing(comparison, out);
	tell_names(comparison, out);
	fclose(out);
	enum verdict_kind kind = VERDICT_PASS;
	if (differing)
		kind = VERDICT_FAIL;
	else if (missing || !comparison->pairs.nr)
		kind = VERDICT_UNCOVERED;
	if (result->same_code || kind == VERDICT_PASS) {
		struct verdict *verdict = verdicts_add(
			&result->verdicts, "same-code", comparison->made->maker->kbuild.target.name,
			kind, kind == VERDICT_UNCOVERED ? "" : "same code", TAKE(detail));

		verdict->reused = comparison->before->reused && comparison->after->reused;
	}
	free(detail);
}

/* Of a commit that no object can depend on. */
static void tell_nothing(const struct code_comparison *comparison)
{
	struct commit_result *result = result_of(comparison);

	if (result->same_code)
		verdicts_add(&result->verdicts, "same-code",
			     comparison->made->maker->kbuild.target.name, VERDICT_PASS, "identical",
			     xstrdup("no make of this target reads what this commit changes"));
}

/* For the reasons of a commit: each object, with a line for a shell that shows both. */
static void explain_code(const struct code_comparison *comparison)
{
	struct commit_result *result = result_of(comparison);
	const char *build = comparison->made->maker->kbuild.build;

	FOR_EACH(pair, &comparison->pairs) {
		char *before CLEANUP(free_text) = NULL, *after CLEANUP(free_text) = NULL;
		char *command CLEANUP(free_text) = NULL;
		json_t *row;

		if (!result->reasons)
			return;
		before = pair->before ? kept_file(build, pair->before) : xstrdup("");
		after = pair->after ? kept_file(build, pair->after) : xstrdup("");
		if (pair->before && pair->after)
			command = xasprintf("objdump -dr '%s' >before.s; objdump -dr '%s' | "
					    "diff before.s -", before, after);
		row = json_pack("{s:s, s:s, s:o, s:o, s:b, s:o, s:o, s:o, s:o}",
				"check", "same-code", "target",
				comparison->made->maker->kbuild.target.name,
				"object", json_text(pair->object),
				"differences", json_list(&pair->differences),
				"same", !pair->missing && !pair->differences.nr,
				"missing", json_text_or_null(pair->missing),
				"before", json_text(before), "after", json_text(after),
				"command", json_text(command ? command : ""));
		json_array_append_new(result->reasons, row);
	}
}

static int compare_commit(const struct made_series *made, size_t commit)
{
	size_t parent = target_build_parent(made->build, commit);
	struct code_comparison comparison CLEANUP(release_pairs) = {
		.made = made, .commit = commit, .before = &made->v[parent],
		.after = &made->v[commit + 1],
	};
	struct commit_result *result = result_of(&comparison);

	if (!comparison.before->done || !comparison.after->done) {
		if (result->same_code)
			verdicts_add(&result->verdicts, "same-code",
				     made->maker->kbuild.target.name, VERDICT_SKIPPED, "",
				     xstrdup("not examined: an earlier commit fails"));
		return 0;
	}
	if (reads_nothing(changed_by(&comparison))) {
		tell_nothing(&comparison);
		return 0;
	}
	add_objects(&comparison);
	add_others(&comparison);
	if (add_rule_names(&comparison) < 0)
		return -1;
	compare_pairs(&comparison);
	conclude_code(&comparison);
	explain_code(&comparison);
	return 0;
}

int check_samecode(const struct made_series *made)
{
	for (size_t i = 0; i < made->build->changed.nr; i++)
		if (compare_commit(made, i) < 0)
			return -1;
	return 0;
}

void check_samecode_skip(struct series_result *proof, const char *name, const char *why)
{
	FOR_EACH(result, proof)
		if (result->same_code)
			verdicts_add(&result->verdicts, "same-code", name, VERDICT_SKIPPED, "",
				     xstrdup(why))
				->optional = true;
}

static bool is_examined(const struct commit_result *result)
{
	FOR_EACH(verdict, &result->verdicts)
		if (!strcmp(verdict->check, "same-code"))
			return true;
	return false;
}

int examine_samecode(struct examination *examination)
{
	FOR_EACH(result, examination->proof)
		if (result->same_code && !is_examined(result))
			verdicts_add(&result->verdicts, "same-code", NULL, VERDICT_UNCOVERED, "",
				     xstrdup("the commit claims the same code, and no narrow "
					     "target builds its objects: see --target"));
	return 0;
}
