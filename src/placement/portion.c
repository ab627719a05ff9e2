// SPDX-License-Identifier: GPL-2.0
/* Holds a split to its limits. */
#include "placement/portion.h"

#include "campaign/splitting.h"
#include "lib/lib.h"
#include "placement/placement.h"

/* The files that share a patch, in their order. */
struct portion {
	const char *key;	/* borrowed from the first of them */
	struct placement **v;
	size_t nr, alloc;
};

struct portions {
	struct portion *v;
	size_t nr, alloc;
};

static void portions_release(struct portions *portions)
{
	FOR_EACH(portion, portions)
		free(portion->v);
	free(portions->v);
}

static struct portion *find_portion(struct portions *portions, const char *key)
{
	FOR_EACH(portion, portions)
		if (!strcmp(portion->key, key))
			return portion;
	struct portion *portion = LIST_ADD(portions);
	portion->key = key;
	return portion;
}

static void collect_portions(struct portions *portions, struct placements *places)
{
	FOR_EACH(place, places)
		if (*place->key)
			*LIST_ADD(find_portion(portions, place->key)) = place;
}

static void set_text(char **text, char *value)
{
	free(*text);
	*text = value;
}

/* "50 files", "50 files and 2000 lines": owned by the caller. */
static char *limit_text(const struct splitting *limit)
{
	char *files CLEANUP(free_text) = xasprintf("%zu files", limit->files);
	char *lines CLEANUP(free_text) = xasprintf("%zu lines", limit->lines);

	return xasprintf("%s%s%s", limit->files ? files : "",
			 limit->files && limit->lines ? " and " : "", limit->lines ? lines : "");
}

/* Number the parts of a patch from 1; how many. */
static unsigned number_parts(const struct portion *portion, const struct splitting *limit)
{
	size_t files = 0, lines = 0;
	unsigned part = 1;

	FOR_EACH(place, portion) {
		if (files && ((limit->files && files == limit->files) ||
			      (limit->lines && lines + (*place)->lines > limit->lines))) {
			part++;
			files = lines = 0;
		}
		files++;
		lines += (*place)->lines;
		(*place)->part = part;
	}
	return part;
}

static void cut_portion(const struct portion *portion, const struct splitting *limit)
{
	unsigned parts = number_parts(portion, limit);
	char *text CLEANUP(free_text) = limit_text(limit);

	FOR_EACH(at, portion) {
		struct placement *place = *at;

		if (parts == 1) {
			place->part = 0;
			continue;
		}
		place->parts = parts;
		set_text(&place->why, xasprintf("%s; part %u of %u, for the limit is %s",
						place->why, place->part, parts, text));
		/* the first part keeps the key, and so its id */
		if (place->part > 1)
			set_text(&place->key, xasprintf("%s, part %u", place->key, place->part));
	}
}

/* The largest first; of the same size as they came. */
static int by_size(const void *a, const void *b)
{
	const struct portion *const *left = a, *const *right = b;

	if ((*left)->nr != (*right)->nr)
		return (*left)->nr < (*right)->nr ? 1 : -1;
	return *left < *right ? -1 : *left > *right;
}

static void put_into_rest(const struct portion *portion, const char *rest, size_t limit)
{
	FOR_EACH(at, portion) {
		struct placement *place = *at;

		set_text(&place->why, xasprintf("the rest, for the limit is %zu patch%s; %s",
						limit, plural(limit, "es"), place->why));
		set_text(&place->prefix, xstrdup(rest));
		place->part = place->parts = 0;
		place->last = true;
	}
	/* the portion's key is that of its first file */
	FOR_EACH(at, portion)
		set_text(&(*at)->key, xstrdup("the rest"));
}

static void limit_patches(struct placements *places, size_t limit, const char *rest)
{
	struct portions portions CLEANUP(portions_release) = { 0 };

	collect_portions(&portions, places);
	if (portions.nr <= limit)
		return;
	struct portion **order = xcalloc(portions.nr, sizeof(struct portion *));
	for (size_t i = 0; i < portions.nr; i++)
		order[i] = &portions.v[i];
	qsort(order, portions.nr, sizeof(*order), by_size);
	for (size_t i = limit - 1; i < portions.nr; i++)
		put_into_rest(order[i], rest, limit);
	free(order);
}

void portions_cut(struct placements *places, const struct splitting *limit, const char *rest)
{
	struct portions portions CLEANUP(portions_release) = { 0 };

	collect_portions(&portions, places);
	if (limit->files || limit->lines)
		FOR_EACH(portion, &portions)
			cut_portion(portion, limit);
	if (limit->patches)
		limit_patches(places, limit->patches, rest);
}
