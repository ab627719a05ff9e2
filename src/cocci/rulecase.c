// SPDX-License-Identifier: GPL-2.0
/* Finds the cases of a rule. */
#include "cocci/rulecase.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/io.h"
#include "lib/lib.h"

#include <sys/stat.h>

/* The folder of the file @path; owned by the caller. */
static char *parent_of(const char *path)
{
	const char *leaf = path_leaf(path);

	return leaf == path ? xstrdup(".") : xstrndup(path, (size_t)(leaf - path) - 1);
}

/* How much of @name stands before its ending; all where it has none. */
static size_t stem_length(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && dot != name ? (size_t)(dot - name) : strlen(name);
}

/* tests/RULE beside @path. */
static char *tests_beside(const char *path, const char *leaf, size_t len)
{
	char *folder CLEANUP(free_text) = parent_of(path);

	return xasprintf("%s/tests/%.*s", folder, (int)len, leaf);
}

/* Of the campaign, unless only the rule has such a folder; @len: of the rule's name. */
static char *choose_dir(const struct campaign *campaign, const char *rule, size_t len)
{
	const char *leaf = path_leaf(rule);
	char *own = tests_beside(campaign->path, leaf, len);
	char *beside = tests_beside(rule, leaf, len);
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

	cases->dir = choose_dir(campaign, rule, has_extension(rule, ".cocci") ?
						       stem_length(path_leaf(rule)) :
						       strlen(path_leaf(rule)));
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

/*
 * Of a program
 */
static bool is_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static struct rule_case *find_case(struct rule_cases *cases, const char *name, size_t len)
{
	FOR_EACH(row, cases)
		if (strlen(row->name) == len && !strncmp(row->name, name, len))
			return row;
	return NULL;
}

/* What goes in, a file or a folder; @leaf is its name. */
static int add_given(struct rule_cases *cases, const char *leaf)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", cases->dir, leaf);
	bool folder = is_folder(path);
	size_t len = folder ? strlen(leaf) : stem_length(leaf);
	const struct rule_case *twin = find_case(cases, leaf, len);

	if (twin)
		return fail_usage("%s and %s are both the case %s: give one another name",
				  twin->path, path, twin->name);
	struct rule_case *row = LIST_ADD(cases);
	row->name = xstrndup(leaf, len);
	row->wanted = xasprintf("%s/%s.res", cases->dir, row->name);
	row->path = TAKE(path);
	row->folder = folder;
	return case_files_read(&row->before, row->path, folder ? NULL : leaf);
}

/* What must come out; without a file that goes in it is a case that lacks one. */
static int add_result(struct rule_cases *cases, const char *leaf)
{
	size_t len = strlen(leaf) - strlen(".res");
	struct rule_case *row = find_case(cases, leaf, len);

	if (!row) {
		row = LIST_ADD(cases);
		row->name = xstrndup(leaf, len);
		row->path = xasprintf("%s/%s", cases->dir, row->name);
		row->wanted = xasprintf("%s/%s", cases->dir, leaf);
		return 0;
	}
	if (is_folder(row->wanted) != row->folder)
		return fail_usage("%s: must be a %s, as %s is", row->wanted,
				  row->folder ? "folder" : "file", row->path);
	return case_files_read(&row->after, row->wanted,
			       row->folder ? NULL : path_leaf(row->path));
}

static int by_name(const void *a, const void *b)
{
	const struct rule_case *x = a, *y = b;

	return strcmp(x->name, y->name);
}

int script_cases_find(struct rule_cases *cases, const struct campaign *campaign,
		      const char *script)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	cases->dir = choose_dir(campaign, script, stem_length(path_leaf(script)));
	if (io_list(&names, cases->dir) < 0)
		return -1;
	FOR_EACH(name, &names)
		if (**name != '.' && !has_extension(*name, ".res") && add_given(cases, *name) < 0)
			return -1;
	FOR_EACH(name, &names)
		if (**name != '.' && has_extension(*name, ".res") && add_result(cases, *name) < 0)
			return -1;
	LIST_SORT(cases, by_name);
	return 0;
}

void rule_cases_release(struct rule_cases *cases)
{
	FOR_EACH(row, cases) {
		FREE_ALL(row->name, row->path, row->wanted, row->text, row->result);
		case_files_release(&row->before);
		case_files_release(&row->after);
	}
	free(cases->dir);
	LIST_RELEASE(cases);
}
