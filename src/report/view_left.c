// SPDX-License-Identifier: GPL-2.0
/* The document of what is left, and its text. */
#include "report/view_left.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "report/left.h"
#include "report/store.h"

#define KIND "left" /* of the record */

static void count_up(json_t *row, const char *field, json_int_t more)
{
	json_object_set_new(row, field,
			    json_integer(json_integer_value(json_object_get(row, field)) + more));
}

/* The row of that name, made where there is none. */
static json_t *group_row(json_t *rows, const char *field, const char *name)
{
	FOR_EACH_JSON(row, rows)
		if (!strcmp(json_field(row, field), name))
			return row;
	json_t *row = json_pack("{s:o, s:i, s:i, s:i}", field, json_text(name), "uses", 0, "files",
				0, "in_flight", 0);
	json_array_append_new(rows, row);
	return row;
}

/* drivers/hid of drivers/hid/usbhid/x.c */
static char *two_folders(const char *path)
{
	const char *slash = strchr(path, '/'), *second = slash ? strchr(slash + 1, '/') : NULL;
	const char *end = second ? second : slash;

	return end ? xstrndup(path, (size_t)(end - path)) : xstrdup(".");
}

/* The uses of one file stand behind each other. */
static bool is_first_of_file(const struct left_uses *uses, size_t nr)
{
	return !nr || strcmp(uses->v[nr - 1].path, uses->v[nr].path) != 0;
}

static void count_use(json_t *row, const struct left_uses *uses, size_t nr)
{
	count_up(row, "uses", 1);
	count_up(row, "files", is_first_of_file(uses, nr));
	count_up(row, "in_flight", uses->v[nr].branch != NULL);
}

static json_t *group(const struct left_uses *uses, bool by_tree)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < uses->nr; i++) {
		if (by_tree && !uses->v[i].tree)
			continue;
		const struct left_use *use = &uses->v[i];
		char *folder CLEANUP(free_text) = two_folders(use->path);

		count_use(by_tree ? group_row(rows, "tree", use->tree) :
				  group_row(rows, "folder", folder), uses, i);
	}
	return rows;
}

static json_t *list_uses_left(const struct left_uses *uses)
{
	json_t *rows = json_array();

	FOR_EACH(use, uses)
		json_array_append_new(rows, json_pack("{s:o, s:i, s:o, s:o, s:o}", "file",
						      json_text(use->path), "line",
						      (int)use->line, "word",
						      json_text(use->word), "tree",
						      json_text(use->tree ? use->tree : ""),
						      "branch",
						      json_text_or_null(use->branch)));
	return rows;
}

/* This base with the others that were seen, the latest last. */
static json_t *keep_numbers(const struct left_uses *uses, const struct base *base,
			    const struct store *store)
{
	json_t *known CLEANUP(free_json) = NULL;
	json_t *rows CLEANUP(free_json) = json_array();
	json_t *now = json_pack("{s:o, s:o, s:i, s:i, s:i}", "base", json_oid(&base->commit), "rev",
				json_text(base->rev), "uses", 0, "files", 0, "in_flight", 0);

	for (size_t i = 0; i < uses->nr; i++)
		count_use(now, uses, i);
	if (store_load_common(store, KIND, &known) < 0) {
		json_decref(now);
		return NULL;
	}
	FOR_EACH_JSON(row, known)
		if (strcmp(json_field(row, "base"), json_field(now, "base")) != 0)
			json_array_append(rows, row);
	json_array_append_new(rows, now);
	return store_keep_common(store, KIND, rows) < 0 ? NULL : TAKE(rows);
}

json_t *view_left(const struct left_uses *uses, const struct base *base,
		  const struct campaign *campaign, const struct strlist *words,
		  const struct store *store)
{
	json_t *bases = keep_numbers(uses, base, store);

	if (!bases)
		return NULL;
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "campaign",
			 json_text(campaign->name), "base", json_oid(&base->commit), "rev",
			 json_text(base->rev), "words", json_list(words), "uses",
			 list_uses_left(uses), "folders", group(uses, false), "trees",
			 group(uses, true), "bases", bases);
}

static size_t count_in(const struct left_uses *uses, const char *path)
{
	size_t count = 0;

	FOR_EACH(use, uses)
		count += !strcmp(use->path, path);
	return count;
}

size_t view_left_since(json_t *document, const struct left_uses *now,
		       const struct left_uses *then, const struct base *before)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < now->nr; i++) {
		const char *path = now->v[i].path;
		size_t count = count_in(now, path), old = count_in(then, path);

		if (is_first_of_file(now, i) && count > old)
			json_array_append_new(rows, json_pack("{s:o, s:I, s:I}", "file",
							      json_text(path), "uses",
							      (json_int_t)count, "before",
							      (json_int_t)old));
	}
	size_t nr = json_array_size(rows);
	json_object_set_new(document, "since",
			    json_pack("{s:o, s:o, s:o}", "base", json_oid(&before->commit), "rev",
				      json_text(before->rev), "new", rows));
	return nr;
}

static void print_numbers(FILE *out, const char *name, const json_t *row)
{
	int uses = json_number(row, "uses"), files = json_number(row, "files");

	fprintf(out, "  %-40s %5d use%s in %d file%s", name, uses, uses == 1 ? " " : "s", files,
		files == 1 ? "" : "s");
	if (json_number(row, "in_flight"))
		fprintf(out, ", %d in flight", json_number(row, "in_flight"));
	fputc('\n', out);
}

static void print_uses_left(FILE *out, const json_t *uses)
{
	FOR_EACH_JSON(use, uses) {
		fprintf(out, "%s:%d: %s", json_field(use, "file"), json_number(use, "line"),
			json_field(use, "word"));
		if (*json_field(use, "branch"))
			fprintf(out, " (gone on %s)", json_field(use, "branch"));
		fputc('\n', out);
	}
}

static void print_since(FILE *out, const json_t *since)
{
	const json_t *rows = json_object_get(since, "new");

	if (!since)
		return;
	fprintf(out, "\nNew since %s: %zu file%s\n", json_field(since, "rev"),
		json_array_size(rows), plural(json_array_size(rows), "s"));
	FOR_EACH_JSON(row, rows)
		fprintf(out, "  %s: %d, before %d\n", json_field(row, "file"),
			json_number(row, "uses"), json_number(row, "before"));
}

void view_print_users_left(FILE *out, const json_t *document)
{
	const json_t *uses = json_object_get(document, "uses");

	print_uses_left(out, uses);
	if (json_array_size(uses))
		fputs("\nBy folder:\n", out);
	FOR_EACH_JSON(row, json_object_get(document, "folders"))
		print_numbers(out, json_field(row, "folder"), row);
	if (json_array_size(json_object_get(document, "trees")))
		fputs("\nBy tree of MAINTAINERS:\n", out);
	FOR_EACH_JSON(row, json_object_get(document, "trees"))
		print_numbers(out, *json_field(row, "tree") ? json_field(row, "tree") :
							      "(none of its own)", row);
	fprintf(out, "%sOver bases:\n", json_array_size(uses) ? "\n" : "");
	FOR_EACH_JSON(row, json_object_get(document, "bases")) {
		char *name CLEANUP(free_text) = xasprintf("%s (%.12s)", json_field(row, "rev"),
							  json_field(row, "base"));

		print_numbers(out, name, row);
	}
	print_since(out, json_object_get(document, "since"));
}
