// SPDX-License-Identifier: GPL-2.0
/* Searches Makefiles, scripts and other text for the names of files. */
#include "impact/named.h"

#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/decides.h"
#include "kbuild/kbuild.h"
#include "kbuild/treescan.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/state.h"
#include "lib/word.h"

#include <ctype.h>
#include <string.h>

static bool is_code(const char *path)
{
	return has_ending(path, ".c") || has_ending(path, ".h") || has_ending(path, ".S");
}

/* Without what leads to it: "$(srctree)/", "../", "./". */
static const char *strip_lead(const char *word)
{
	for (;;) {
		size_t dots = strspn(word, ".");

		if (*word == '/')
			word++;
		else if (dots && dots <= 2 && word[dots] == '/')
			word += dots + 1;
		else
			return word;
	}
}

bool naming_means(const struct naming *naming, const char *path)
{
	const char *word = strip_lead(naming->word), *whole = path;
	size_t folder = (size_t)(path_leaf(naming->by) - naming->by);
	char *beside CLEANUP(free_text) = xasprintf("%.*s%s", (int)folder, naming->by, word);

	if (!strcmp(beside, path))
		return true;
	if (!strchr(word, '/'))
		return !is_code(path) && !strcmp(path_leaf(path), word);
	if (!has_ending(path, word))
		return false;
	path += strlen(path) - strlen(word);
	return path == whole || path[-1] == '/';
}

static bool is_comment(const char *line)
{
	line += strspn(line, " \t");
	if (*line == '#')
		return strncmp(line + 1 + strspn(line + 1, " \t"), "include", 7) != 0;
	return !strncmp(line, "//", 2) || !strncmp(line, "/*", 2) || !strncmp(line, "* ", 2);
}

static void take_line(struct namings *namings, const char *by, const char *line, size_t len,
		      const struct strlist *leaves)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789_.-/+";

	for (const char *at = line, *end = line + len; at < end;) {
		size_t size = strspn(at, letters);
		char *word;

		if (!size) {
			at++;
			continue;
		}
		word = xstrndup(at, size);
		at += size;
		if (strlist_find(leaves, path_leaf(word)))
			*LIST_ADD(namings) = (struct naming){ xstrdup(by), word };
		else
			free(word);
	}
}

void namings_read(struct namings *namings, const char *by, const char *text,
		  const struct strlist *leaves)
{
	FOR_EACH_LINE(line, text)
		if (!is_comment(line.at))
			take_line(namings, by, line.at, line.len, leaves);
}

/* Text for people, and for test farms, in folders of sources. */
static bool is_note(const char *path)
{
	return starts_with_one_of(path_leaf(path),
				  TEXTS("TODO", "README", "ChangeLog", "BUGS", "Changes")) ||
	       has_ending(path, ".txt") || has_ending(path, ".rst") ||
	       has_ending(path, ".gitignore") || has_ending(path, ".yml") ||
	       has_ending(path, ".yaml");
}

/* The wrappers that Kbuild makes by these are followed by treescan.h, and what is exported to
 * user space is a way of its own. */
static bool lists_headers(const char *path)
{
	return (strstr(path, "include/") && !strcmp(path_leaf(path), "Kbuild")) ||
	       !strncmp(path, "usr/include/", 12);
}

/* Text that can say what a make reads. */
static bool can_name(const struct treescan *scan, const struct file *file)
{
	static const char *const idle[] = {
		"Documentation/", "LICENSES/", "MAINTAINERS", "CREDITS", ".",
		"scripts/checkpatch.pl", "scripts/coccinelle/", "scripts/get_maintainer.pl",
		"scripts/const_structs.checkpatch", "scripts/gdb/", "scripts/dtc/dt_to_config",
		"scripts/documentation-file-ref-check", "tools/perf/", "tools/testing/", NULL
	};
	const char *path = file->path;
	size_t len = strlen(scan->srcarch);

	if ((file->mode & 0170000) != 0100000 || treescan_covers(scan, file) ||
	    !strncmp(path_leaf(path), "Kconfig", 7) || is_note(path) || lists_headers(path))
		return false;
	/* of the tools only those that a kernel is made with */
	if (!strncmp(path, "tools/", 6) && !kbuild_decides(path))
		return false;
	if (starts_with_one_of(path, idle))
		return false;
	return strncmp(path, "arch/", 5) || !strchr(path + 5, '/') ||
	       (!strncmp(path + 5, scan->srcarch, len) && path[5 + len] == '/');
}

static int read_files(struct namings *namings, const struct treescan *scan, bool sources,
		      const struct strlist *leaves)
{
	struct worktree worktree;
	int result = worktree_open(&worktree, scan->state, scan->base, &scan->base->tree);

	for (size_t i = 0; result == 0 && i < scan->all->nr; i++) {
		char *text CLEANUP(free_text) = NULL;

		if (sources ? !treescan_covers(scan, &scan->all->v[i]) :
			      !can_name(scan, &scan->all->v[i]))
			continue;
		text = worktree_read(&worktree, &scan->all->v[i], NULL);
		if (text)
			namings_read(namings, scan->all->v[i].path, text, leaves);
		else
			result = -1;
	}
	worktree_close(&worktree);
	return result;
}

static git_oid named_key(const struct treescan *scan, bool sources,
			 const struct strlist *leaves)
{
	/* "3": version of what is read */
	return DIGEST(&scan->base->tree, scan->srcarch, "3", sources ? "sources" : "text", leaves);
}

static void take_fact(struct namings *namings, const json_t *fact)
{
	size_t i;
	json_t *row;

	json_array_foreach(fact, i, row) {
		const char *by, *word;

		if (json_unpack(row, "[ss]", &by, &word) == 0)
			*LIST_ADD(namings) = (struct naming){ xstrdup(by), xstrdup(word) };
	}
}

int namings_load(struct namings *namings, const struct treescan *scan, bool sources,
		 const struct strlist *leaves)
{
	struct fact fact CLEANUP(fact_release) = { scan->state->ledger, "named",
						   named_key(scan, sources, leaves) };
	int known = leaves->nr ? fact_recall(&fact) : 1;

	if (known < 0)
		return -1;
	if (known) {
		take_fact(namings, fact.value);
		return 0;
	}
	if (read_files(namings, scan, sources, leaves) < 0)
		return -1;
	json_t *rows = json_array();
	FOR_EACH(naming, namings)
		json_array_append_new(rows, json_pack("[ss]", naming->by, naming->word));
	return fact_keep(&fact, rows);
}

int namings_add(struct namings *namings, const struct treescan *scan, const struct view *view,
		const struct strlist *leaves)
{
	FOR_EACH(file, &view->changed) {
		char *text CLEANUP(free_text) = NULL;

		if (git_oid_is_zero(&file->oid) || !can_name(scan, file))
			continue;
		text = base_read(scan->base, &file->oid, NULL);
		if (!text)
			return -1;
		namings_read(namings, file->path, text, leaves);
	}
	return 0;
}

void namings_release(struct namings *namings)
{
	FOR_EACH(naming, namings) {
		free(naming->by);
		free(naming->word);
	}
	free(namings->v);
	*namings = (struct namings){ 0 };
}
