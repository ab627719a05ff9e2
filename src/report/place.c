// SPDX-License-Identifier: GPL-2.0
/* Finds the file and line that a verdict is about. */
#include "report/place.h"

#include "lib/json.h"
#include "lib/lib.h"

#include <ctype.h>

#define MAX_LINE 10000000

static bool is_path_char(char c)
{
	return is_name_char(c) || (c && strchr("/.+-,@", c));
}

/* Is it a path below the top of the tree? */
static bool is_inside(const char *path, size_t len)
{
	return len && path[0] != '/' && path[len - 1] != '/' && memchr(path, '.', len) &&
	       !memmem(path, len, "..", 2) && memchr(path, '/', len);
}

void place_read(struct verdict_place *place, const char *detail)
{
	for (const char *at = detail; *at;) {
		size_t len = 0;

		while (is_path_char(at[len]))
			len++;
		const char *number = at + len + 1;
		if (len && at[len] == ':' && isdigit((unsigned char)*number) &&
		    is_inside(at, len)) {
			long line = strtol(number, NULL, 10);

			if (line > 0 && line < MAX_LINE) {
				place->file = xstrndup(at, len);
				place->line = (int)line;
				return;
			}
		}
		at += len ? len : 1;
	}
}

/* The first file of a commit; where @target is given, of those that it did not compile. */
static const char *find_file(const json_t *proof, int nr, const char *target)
{
	FOR_EACH_JSON(row, json_object_get(proof, "coverage")) {
		if (json_number(row, "commit") != nr)
			continue;
		if (!target || ((!*target || !strcmp(json_field(row, "target"), target)) &&
				strcmp(json_field(row, "state"), "compiled") != 0))
			return json_field(row, "file");
	}
	return NULL;
}

void place_find(struct verdict_place *place, const json_t *proof, const json_t *commit,
		const json_t *check)
{
	int nr = json_number(commit, "nr");

	place_read(place, json_field(check, "detail"));
	if (place->file)
		return;
	const char *file = find_file(proof, nr, json_field(check, "target"));
	if (!file)
		file = find_file(proof, nr, NULL);
	place->file = file ? xstrdup(file) : NULL;
}

void place_release(struct verdict_place *place)
{
	free(place->file);
	*place = (struct verdict_place){ 0 };
}
