// SPDX-License-Identifier: GPL-2.0
/* treewide gc: make room in the state directory. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "machine/collect.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "lib/space.h"

/* What the user allows: --limit, or the configuration. */
static int choose_limit(int64_t *limit, const struct options *options, const git_config *config)
{
	*limit = options->limit;
	if (!*limit && collect_limit(limit, config) < 0)
		return -1;
	if (!*limit)
		return fail_usage("no limit: use --limit SIZE, or git config treewide.stateLimit "
				  "50g");
	return 0;
}

static char *day_of(time_t time)
{
	char text[32] = "";
	struct tm tm;

	if (gmtime_r(&time, &tm))
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return xstrdup(text);
}

static const char *reason(const struct collection *collection, size_t nr)
{
	return collection->busy[nr]	     ? "another treewide works there" :
	       collection->storage.v[nr].why ? collection->storage.v[nr].why :
					       "there is room for it";
}

static json_t *view(const struct collection *collection)
{
	json_t *removed = json_array(), *left = json_array();

	for (size_t i = 0; i < collection->storage.nr; i++) {
		const struct storage_item *item = &collection->storage.v[i];
		char *day CLEANUP(free_text) = day_of(item->used);

		if (collection->gone[i])
			json_array_append_new(removed, json_pack("{s:o, s:I, s:s}", "what",
								 json_text(item->name), "bytes",
								 (json_int_t)item->bytes, "used",
								 day));
		else
			json_array_append_new(left, json_pack("{s:o, s:I, s:s}", "what",
							      json_text(item->name), "bytes",
							      (json_int_t)item->bytes, "why",
							      reason(collection, i)));
	}
	return json_pack("{s:o, s:I, s:I, s:I, s:b, s:o, s:o}", "state",
			 json_text(collection->dir), "limit", (json_int_t)collection->limit,
			 "before", (json_int_t)collection->before, "after",
			 (json_int_t)collection->after, "dry_run", collection->dry_run, "removed",
			 removed, "left", left);
}

static void print_collection(FILE *out, const struct collection *collection)
{
	char *after CLEANUP(free_text) = space_text(collection->after);
	char *limit CLEANUP(free_text) = space_text(collection->limit);
	bool over = collection->after > collection->limit;

	for (size_t i = 0; i < collection->storage.nr; i++) {
		const struct storage_item *item = &collection->storage.v[i];
		char *bytes CLEANUP(free_text) = space_text(item->bytes);
		char *day CLEANUP(free_text) = day_of(item->used);

		if (collection->gone[i])
			fprintf(out, "%s %10s  %s, last used %.10s\n",
				collection->dry_run ? "would go" : "removed", bytes, item->name,
				day);
		else if (over || collection->busy[i])
			fprintf(out, "stays   %10s  %s: %s\n", bytes, item->name,
				reason(collection, i));
	}
	fprintf(out, "%s, %s the limit of %s\n", after, over ? "above" : "within", limit);
}

static void show_collection(const struct collection *collection)
{
	char *text CLEANUP(free_text) = NULL;
	FILE *out = xmemstream(&text, NULL);

	print_collection(out, collection);
	fclose(out);
	output_fitting(text);
}

static int make_room(const struct options *options, const struct surroundings *place)
{
	struct state state CLEANUP(state_release) = { .lock = -1 };
	struct collection collection CLEANUP(collect_release) = {
		.dir = place->state, .dry_run = options->dry_run
	};

	if (choose_limit(&collection.limit, options, place->config) < 0)
		return output_failure();
	if (!place->state) {
		fail_usage("no repository around here: use --repo or --state");
		return output_failure();
	}
	if (access(place->state, F_OK) == 0 &&
	    state_open(&state, place->state, place->jobs, NULL) < 0)
		return output_failure();
	if (collect_make(&collection, 0) < 0)
		return output_failure();
	if (options->json) {
		json_t *document CLEANUP(free_json) = view(&collection);

		output_json(document);
	} else {
		show_collection(&collection);
	}
	return collection.after > collection.limit;
}

int cmd_gc(const struct options *options)
{
	struct surroundings place CLEANUP(surroundings_release) = { 0 };

	surroundings_find(&place, options);
	fail_clear();
	return make_room(options, &place);
}
