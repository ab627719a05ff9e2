// SPDX-License-Identifier: GPL-2.0
/* Tells which objects the verdicts on a commit rest on. */
#include "proof/explain.h"

#include "build/target_build.h"
#include "kbuild/repro.h"
#include "lib/cleanup.h"
#include "lib/json.h"
#include "result/result.h"
#include "series/series.h"

#include <string.h>

static bool has(const struct indexes *indexes, size_t nr)
{
	FOR_EACH(index, indexes)
		if (*index == nr)
			return true;
	return false;
}

/* The check that asked for an object of commit @commit; NULL: none did. */
static const char *asked_by(const struct bench *bench, size_t nr, size_t commit)
{
	const struct touched *touched = &bench->touched.v[commit];
	const struct stand *stand = &bench->stands.v[bench->obligations.v[nr].stand];

	if (has(&touched->objects, nr))
		return "objects";
	if (has(&touched->readers, nr))
		return "readers";
	if (has(&touched->remake.made, nr) || has(&touched->remake.lost, nr))
		return "kbuild";
	if (stand->twin == commit + 1)
		return "independent";
	/* what may need a name that is gone, or has the same one */
	return bench->obligations.v[nr].stand == commit + 1 ? "symbols" : NULL;
}

/* Where an object stands, for people. */
static char *place(const struct bench *bench, size_t stand)
{
	if (!stand)
		return xstrdup("in the base");
	if (stand <= bench->proof->series->nr)
		return xasprintf("in commit %zu", stand);
	return xasprintf("in the patch of commit %zu alone", bench->stands.v[stand].twin);
}

/* The tree in which it was compiled; of several with the same content the first. */
static char *made_where(const struct bench *bench, const git_oid *tree)
{
	for (size_t i = 0; i < bench->stands.nr; i++)
		if (git_oid_equal(&bench->stands.v[i].view.tree, tree))
			return place(bench, i);
	return git_oid_is_zero(tree) ? xstrdup("") :
				       xasprintf("in tree %.12s", git_oid_tostr_s(tree));
}

static void set_text(json_t *row, const char *key, char *text)
{
	json_object_set_new(row, key, json_text(text));
	free(text);
}

static json_t *texts(const struct strlist *list)
{
	json_t *array = json_array();

	FOR_EACH(text, list)
		json_array_append_new(array, json_text(*text));
	return array;
}

static void add_row(json_t *rows, const struct bench *bench, size_t nr, const char *check)
{
	const struct obligation *obligation = &bench->obligations.v[nr];
	const struct outcome *outcome = &obligation->outcome;
	const struct stand *stand = &bench->stands.v[obligation->stand];
	bool has_key = !git_oid_is_zero(&obligation->key);
	json_t *row = json_object();

	json_object_set_new(row, "check", json_string(check));
	json_object_set_new(row, "target", json_text(bench->kbuild.target.name));
	json_object_set_new(row, "source", json_text(obligation->source));
	json_object_set_new(row, "object", json_text(obligation->object));
	set_text(row, "where", place(bench, obligation->stand));
	json_object_set_new(row, "tree", json_string(git_oid_tostr_s(&stand->view.tree)));
	json_object_set_new(row, "met", json_boolean(obligation->met));
	json_object_set_new(row, "ok", json_boolean(outcome->ok));
	json_object_set_new(row, "errors", texts(&outcome->errors));
	json_object_set_new(row, "warnings", texts(&outcome->warnings));
	json_object_set_new(row, "key", has_key ? json_string(git_oid_tostr_s(&obligation->key)) :
						  json_null());
	json_object_set_new(row, "inputs", json_integer((json_int_t)obligation->inputs));
	json_object_set_new(row, "reused", json_boolean(obligation->reused));
	set_text(row, "made", made_where(bench, &obligation->made));
	json_object_set_new(row, "seconds", json_real(outcome->seconds));
	json_object_set_new(row, "log", outcome->log ? json_text(outcome->log) : json_null());
	set_text(row, "command", repro_make(&bench->kbuild, bench->stands.base,
					     &stand->view.tree, obligation->goal));
	json_array_append_new(rows, row);
}

/* The objects of the same source that @nr was compared with. */
static void add_compared(json_t *rows, const struct bench *bench, size_t nr, const char *check)
{
	const struct obligation *obligation = &bench->obligations.v[nr];
	bool good = obligation->outcome.ok && !obligation->outcome.warnings.nr;
	size_t twin = good ? 0 : bench->stands.v[obligation->stand].twin;

	for (size_t i = 0; i < bench->obligations.nr; i++) {
		const struct obligation *other = &bench->obligations.v[i];

		if (i != nr && !strcmp(other->source, obligation->source) &&
		    (!other->stand || (twin && other->stand == twin)))
			add_row(rows, bench, i, check);
	}
}

void explain_commit(json_t *rows, const struct bench *bench, size_t nr)
{
	for (size_t i = 0; i < bench->obligations.nr; i++) {
		const char *check = asked_by(bench, i, nr);

		if (!check)
			continue;
		add_row(rows, bench, i, check);
		add_compared(rows, bench, i, check);
	}
}
