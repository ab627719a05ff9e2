// SPDX-License-Identifier: GPL-2.0
/* Finds the file and line that a verdict is about. */
#include "exchange/place.h"

#include "lib/io.h"
#include "lib/json.h"
#include "lib/lib.h"

#include <ctype.h>

#define MAX_LINE 10000000

static bool is_path_char(char c)
{
	return is_name_char(c) || (c && strchr("/.+-,@", c));
}

/* Is it a path below the top of the tree? */
static bool lies_inside(const char *path, size_t len)
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
		    lies_inside(at, len)) {
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

/* The number behind "FILE:" in a line that holds @word, too; 0: none. */
static int line_of(const char *at, size_t len, const char *file, const char *word)
{
	const char *found = memmem(at, len, file, strlen(file));
	const char *number = found ? found + strlen(file) + 1 : NULL;

	if (!number || number[-1] != ':' || !memmem(at, len, word, strlen(word)))
		return 0;
	long line = strtol(number, NULL, 10);
	return line > 0 && line < MAX_LINE ? (int)line : 0;
}

int place_in_log(const char *log, const char *file)
{
	for (const char *const *word = TEXTS("error:", "warning:"); *word; word++)
		FOR_EACH_LINE(line, log) {
			int nr = line_of(line.at, line.len, file, *word);

			if (nr)
				return nr;
		}
	return 0;
}

enum wanted { WANTED_NAMED, WANTED_MISSED, WANTED_ANY };

/* Is the file of this row of the coverage the one that a verdict is about? */
static bool is_wanted(const json_t *row, const json_t *check, enum wanted wanted)
{
	const char *target = json_field(check, "target");

	if (wanted == WANTED_NAMED)
		return strstr(json_field(check, "detail"), json_field(row, "file"));
	return wanted == WANTED_ANY ||
	       ((!*target || !strcmp(json_field(row, "target"), target)) &&
		strcmp(json_field(row, "state"), "compiled") != 0);
}

/* The file of a commit that a verdict is about; NULL: it has none. */
static const char *find_file(const json_t *proof, int nr, const json_t *check)
{
	for (int wanted = WANTED_NAMED; wanted <= WANTED_ANY; wanted++)
		FOR_EACH_JSON(row, json_object_get(proof, "coverage"))
			if (json_number(row, "commit") == nr &&
			    is_wanted(row, check, (enum wanted)wanted))
				return json_field(row, "file");
	return NULL;
}

static int find_place_line(const json_t *check, const char *file)
{
	const char *path = json_field(check, "log");
	char *log CLEANUP(free_text) = *path ? io_read(path, NULL) : NULL;

	if (!log)
		fail_clear();
	return log ? place_in_log(log, file) : 0;
}

void place_find(struct verdict_place *place, const json_t *proof, const json_t *commit,
		const json_t *check)
{
	place_read(place, json_field(check, "detail"));
	if (place->file)
		return;
	const char *file = find_file(proof, json_number(commit, "nr"), check);
	place->file = file ? xstrdup(file) : NULL;
	place->line = file ? find_place_line(check, file) : 0;
}

void place_release(struct verdict_place *place)
{
	free(place->file);
	*place = (struct verdict_place){ 0 };
}
