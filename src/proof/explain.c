// SPDX-License-Identifier: GPL-2.0
/* Tells which objects the verdicts on a commit rest on. */
#include "proof/explain.h"

#include "build/target_build.h"
#include "kbuild/repro.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "result/result.h"
#include "series/series.h"

/* The check that asked for an object of commit @commit; NULL: none did. */
static const char *asked_by(const struct target_build *build, const struct object *object,
			    size_t commit)
{
	const struct changed_files *changed = &build->changed.v[commit];
	const struct revision *revision = &build->revisions.v[object->revision];

	if (object_refs_have(&changed->objects, object))
		return "objects";
	if (object_refs_have(&changed->readers, object))
		return "readers";
	if (object_refs_have(&changed->rebuild.made, object) ||
	    object_refs_have(&changed->rebuild.lost, object))
		return "kbuild";
	if (revision->in_series == commit + 1)
		return "independent";
	/* what may need a name that is gone, or has the same one */
	return object->revision == commit + 1 ? "symbols" : NULL;
}

/* Where an object stands, for people. */
static char *place_of_object(const struct target_build *build, size_t revision)
{
	if (!revision)
		return xstrdup("in the base");
	if (revision <= build->proof->series->nr)
		return xasprintf("in commit %zu", revision);
	return xasprintf("in the patch of commit %zu alone",
			 build->revisions.v[revision].in_series);
}

/* The tree in which it was compiled; of several with the same content the first. */
static char *made_where(const struct target_build *build, const git_oid *tree)
{
	for (size_t i = 0; i < build->revisions.nr; i++)
		if (git_oid_equal(&build->revisions.v[i].view.tree, tree))
			return place_of_object(build, i);
	return git_oid_is_zero(tree) ? xstrdup("") :
				       xasprintf("in tree %.12s", git_oid_tostr_s(tree));
}

static void add_row(json_t *rows, const struct target_build *build, const struct object *object,
		    const char *check)
{
	const struct compile_result *result = &object->result;
	const struct revision *revision = &build->revisions.v[object->revision];
	char *where CLEANUP(free_text) = place_of_object(build, object->revision);
	char *made CLEANUP(free_text) = made_where(build, &object->made);
	char *command CLEANUP(free_text) = repro_make(&build->kbuild, build->revisions.base,
						      &revision->view.tree, object->goal);
	json_t *key = git_oid_is_zero(&object->key) ? json_null() : json_oid(&object->key);
	json_t *row = json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:b, s:b, s:o, s:o, s:o, "
				"s:I, s:b, s:o, s:f, s:o, s:o}",
				"check", check, "target", json_text(build->kbuild.target.name),
				"source", json_text(object->source),
				"object", json_text(object->object), "where", json_text(where),
				"tree", json_oid(&revision->view.tree), "met", object->done,
				"ok", result->ok, "errors", json_list(&result->errors),
				"warnings", json_list(&result->warnings), "key", key,
				"inputs", (json_int_t)object->inputs, "reused", object->reused,
				"made", json_text(made), "seconds", result->seconds,
				"log", json_text_or_null(result->log),
				"command", json_text(command));

	json_array_append_new(rows, row);
}

/* The objects of the same source that @object was compared with. */
static void add_compared(json_t *rows, const struct target_build *build,
			 const struct object *object, const char *check)
{
	bool good = object->result.ok && !object->result.warnings.nr;
	size_t in_series = good ? 0 : build->revisions.v[object->revision].in_series;

	FOR_EACH(at, &build->objects) {
		const struct object *other = *at;

		if (other != object && !strcmp(other->source, object->source) &&
		    (!other->revision || (in_series && other->revision == in_series)))
			add_row(rows, build, other, check);
	}
}

/* What was asked to derive that the readers of a header come out alike. */
static void add_premises(json_t *rows, const struct target_build *build, size_t nr)
{
	const struct changed_files *changed = &build->changed.v[nr];
	const struct includers *includers = &changed->includers;
	char *headers CLEANUP(free_text) = changed_name(&changed->headers);

	if (includers->premises.nr)
		json_array_append_new(rows, json_pack("{s:s, s:o, s:o, s:o}", "check", "readers",
						      "target",
						      json_text(build->kbuild.target.name),
						      "object", json_text(headers), "premises",
						      json_list(&includers->premises)));
}

void explain_commit(json_t *rows, const struct target_build *build, size_t nr)
{
	add_premises(rows, build, nr);
	FOR_EACH(object, &build->objects) {
		const char *check = asked_by(build, *object, nr);

		if (!check)
			continue;
		add_row(rows, build, *object, check);
		add_compared(rows, build, *object, check);
	}
}
