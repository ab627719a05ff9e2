// SPDX-License-Identifier: GPL-2.0
/* Finds the cases of a rule. */
#include "cocci/rulecase.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/io.h"
#include "lib/lib.h"

/* The folder of the file @path; owned by the caller. */
static char *parent_of(const char *path)
{
	const char *leaf = path_leaf(path);

	return leaf == path ? xstrdup(".") : xstrndup(path, (size_t)(leaf - path) - 1);
}

/* tests/RULE beside @path. */
static char *tests_beside(const char *path, const char *rule)
{
	char *folder CLEANUP(free_text) = parent_of(path);
	const char *leaf = path_leaf(rule);
	size_t len = has_extension(leaf, ".cocci") ? strlen(leaf) - strlen(".cocci") :
						     strlen(leaf);

	return xasprintf("%s/tests/%.*s", folder, (int)len, leaf);
}

/* Of the campaign, unless only the rule has such a folder. */
static char *choose_dir(const struct campaign *campaign, const char *rule)
{
	char *own = tests_beside(campaign->path, rule), *beside = tests_beside(rule, rule);
	bool is_beside = access(own, F_OK) < 0 && access(beside, F_OK) == 0;

	free(is_beside ? own : beside);
	return is_beside ? beside : own;
}

static int read_if_there(char **text, const char *path)
{
	if (access(path, F_OK) < 0)
		return 0;
	*text = io_read(path, NULL);
	return *text ? 0 : -1;
}

static int add_case(struct rule_cases *cases, const char *name, const char *ending)
{
	struct rule_case *added = LIST_ADD(cases);

	added->name = xstrdup(name);
	added->path = xasprintf("%s/%s.c", cases->dir, name);
	added->wanted = xasprintf("%s/%s%s", cases->dir, name, ending);
	if (read_if_there(&added->text, added->path) < 0)
		return -1;
	return read_if_there(&added->result, added->wanted);
}

int rule_cases_find(struct rule_cases *cases, const struct campaign *campaign, const char *rule,
		    bool reports)
{
	const char *ending = reports ? ".out" : ".res";
	struct strlist files CLEANUP(strlist_release) = { 0 };
	struct strlist names CLEANUP(strlist_release) = { 0 };

	cases->dir = choose_dir(campaign, rule);
	if (io_list(&files, cases->dir) < 0)
		return -1;
	FOR_EACH(file, &files) {
		char *name CLEANUP(free_text) = xstrdup(*file);

		if (!has_extension(name, ".c") && !has_extension(name, ending))
			continue;
		*strrchr(name, '.') = '\0';
		strlist_add(&names, name);
	}
	strlist_sort(&names);
	FOR_EACH(name, &names)
		if (add_case(cases, *name, ending) < 0)
			return -1;
	return 0;
}

void rule_cases_release(struct rule_cases *cases)
{
	FOR_EACH(row, cases)
		FREE_ALL(row->name, row->path, row->wanted, row->text, row->result);
	free(cases->dir);
	LIST_RELEASE(cases);
}
