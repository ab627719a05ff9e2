// SPDX-License-Identifier: GPL-2.0
/* Makes a campaign of one rule. */
#include "campaign/trial.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/io.h"
#include "lib/lib.h"

#include <sys/stat.h>

#define MARK "///"

static int check_rule(const char *rule)
{
	struct stat status;

	if (stat(rule, &status) < 0)
		return fail_usage("%s: no such file", rule);
	return S_ISDIR(status.st_mode) ? fail_usage("%s: this is a folder, not a file", rule) : 0;
}

char *trial_what(const char *rule)
{
	char *text CLEANUP(free_text) = check_rule(rule) < 0 ? NULL : io_read(rule, NULL);
	struct strlist words CLEANUP(strlist_release) = { 0 };

	if (!text)
		return NULL;
	FOR_EACH_LINE(line, text) {
		char *copy CLEANUP(free_text) = xstrndup(line.at, line.len);
		size_t before = words.nr;

		if (*copy == '@')
			break;
		if (!starts_with(copy, MARK))
			continue;
		strlist_split(&words, copy + strlen(MARK), " \t\r");
		if (words.nr == before && words.nr)
			break;
	}
	char *what = strlist_join(&words, " ");
	size_t len = strlen(what);
	if (len && what[len - 1] == '.')
		what[len - 1] = '\0';
	return what;
}

char *trial_scope(const char *path)
{
	while (starts_with(path, "./"))
		path += 2 + strspn(path + 2, "/");
	size_t len = strlen(path);
	while (len && path[len - 1] == '/')
		len--;
	return xstrndup(path, strcmp(path, ".") ? len : 0);
}

/* The name of the file without its ending. */
static char *stem_of(const char *path)
{
	const char *leaf = path_leaf(path), *dot = strrchr(leaf, '.');

	return dot && dot > leaf ? xstrndup(leaf, (size_t)(dot - leaf)) : xstrdup(leaf);
}

int trial_campaign(struct campaign *campaign, const char *rule, const char *split,
		   const struct strlist *paths)
{
	char *what CLEANUP(free_text) = trial_what(rule);
	struct step *step;

	if (!what)
		return -1;
	campaign->path = realpath(rule, NULL);
	campaign->name = stem_of(rule);
	campaign->title = xstrdup(*what ? what : campaign->name);
	campaign->linux_kernel = xstrdup("true");
	FOR_EACH(path, paths) {
		char *plain CLEANUP(free_text) = trial_scope(*path);

		strlist_add(&campaign->scope, plain);
	}
	step = LIST_ADD(&campaign->steps);
	step->kind = STEP_CONVERT;
	step->id = xstrdup("convert");
	step->rule = realpath(rule, NULL);
	step->subject = xstrdup(campaign->title);
	step->split = xstrdup(split ? split : "subsystem");
	const char *bad;
	return splitting_read(&step->splitting, step->split, &step->limits, &bad);
}

int trial_check(const struct campaign *campaign, const struct base *base)
{
	git_tree *tree CLEANUP(free_tree) = NULL;

	if (git_tree_lookup(&tree, base->repo, &base->tree) < 0)
		return fail_git("cannot read the tree of %s", base->rev);
	FOR_EACH(path, &campaign->scope) {
		git_tree_entry *entry = NULL;

		if (!**path)
			continue;
		if (git_tree_entry_bypath(&entry, tree, *path) < 0)
			return fail_usage("%s: %s has no such file or folder; paths begin at the "
					  "top of the tree", *path, base->rev);
		git_tree_entry_free(entry);
	}
	return 0;
}
