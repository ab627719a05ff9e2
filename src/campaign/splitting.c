// SPDX-License-Identifier: GPL-2.0
/* Reads how a [convert] is cut into patches. */
#include "campaign/splitting.h"

#include "lib/lib.h"

#define DIRECTORY "directory:"
#define MOST_FOLDERS 20

static const char *const names[] = {
	[SPLIT_PREFIX] = "subject-prefix", [SPLIT_SUBSYSTEM] = "subsystem",
	[SPLIT_TREE] = "tree", [SPLIT_MAINTAINER] = "maintainer",
	[SPLIT_FILE] = "file", [SPLIT_MODULE] = "module", [SPLIT_NONE] = "none",
};

/* From 1 to @most; 0: it is no such number. */
static size_t read_number(const char *text, size_t len, size_t most)
{
	size_t number = 0;

	if (!len || len > 7 || strspn(text, "0123456789") < len)
		return 0;
	for (size_t i = 0; i < len; i++)
		number = number * 10 + (size_t)(text[i] - '0');
	return number <= most ? number : 0;
}

static int read_split(struct splitting *splitting, const char *split)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (names[i] && !strcmp(names[i], split)) {
			splitting->by = (enum split_by)i;
			return 0;
		}
	}
	splitting->by = SPLIT_DIRECTORY;
	if (starts_with(split, DIRECTORY)) {
		const char *depth = split + strlen(DIRECTORY);

		splitting->depth = (unsigned)read_number(depth, strlen(depth), MOST_FOLDERS);
	}
	if (splitting->depth)
		return 0;
	return fail_usage("split = %s: known are subject-prefix, subsystem, tree, maintainer, "
			  "directory:N (N from 1 to %d), file, module and none", split,
			  MOST_FOLDERS);
}

static int read_one_limit(struct splitting *splitting, const char *limit)
{
	const struct {
		const char *unit;
		size_t *number;
	} units[] = { { "patches", &splitting->patches }, { "files", &splitting->files },
		      { "lines", &splitting->lines } };
	size_t len = strcspn(limit, " \t");
	const char *unit = limit + len + strspn(limit + len, " \t");

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (strcmp(unit, units[i].unit) != 0)
			continue;
		if (*units[i].number)
			return fail_usage("limit = %s: there is a limit of %s "
					  "already", limit, unit);
		*units[i].number = read_number(limit, len, 1000000);
		if (*units[i].number)
			return 0;
	}
	return fail_usage("limit = %s: write a number from 1 to 1000000 and what it counts: "
			  "patches, files or lines", limit);
}

int splitting_read(struct splitting *splitting, const char *split, const struct strlist *limits,
		   const char **bad)
{
	*splitting = (struct splitting){ 0 };
	*bad = NULL;
	if (split && read_split(splitting, split) < 0)
		return -1;
	FOR_EACH(limit, limits) {
		*bad = *limit;
		if (read_one_limit(splitting, *limit) < 0)
			return -1;
	}
	return 0;
}
