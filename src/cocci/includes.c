// SPDX-License-Identifier: GPL-2.0
/* Follows #include lines as spatch does. */
#include "cocci/includes.h"

#include "campaign/ruleoption.h"
#include "lib/lib.h"

struct include_search {
	const struct source_tree *tree;
	struct strlist folders;		/* where <x.h> is looked for */
	bool none, far, deep;		/* --no-includes, --all-includes, --recursive-includes */
};

static const struct file *find_source(const struct source_tree *tree, const char *path)
{
	const struct file *file = tree->over ? files_find(tree->over, path) : NULL;

	if (!file)
		file = files_find(tree->all, path);
	return file && !git_oid_is_zero(&file->oid) ? file : NULL;
}

static void read_options(struct include_search *search, const struct strlist *options)
{
	for (size_t i = 0; i < options->nr; i++) {
		const char *word = options->v[i];

		search->none = search->none || ruleoption_is(word, "no-includes");
		search->deep = search->deep || ruleoption_is(word, "recursive-includes");
		search->far = search->far || search->deep || ruleoption_is(word, "all-includes");
		if (ruleoption_is(word, "I") && i + 1 < options->nr)
			strlist_add(&search->folders, options->v[++i]);
		else if (!strncmp(word, "-I", 2) && word[2])
			strlist_add(&search->folders, word + 2);
	}
	if (!search->folders.nr)
		strlist_add(&search->folders, "include");
}

static bool add_file(struct files *out, const struct file *file)
{
	if (!file)
		return false;
	FOR_EACH(known, out)
		if (!strcmp(known->path, file->path))
			return true;
	struct file *copy = LIST_ADD(out);
	*copy = *file;
	copy->path = xstrdup(file->path);
	return true;
}

static bool add_path(struct files *out, const struct source_tree *tree, const char *dir,
		     int dir_len, const char *name)
{
	char *path CLEANUP(free_text) = dir_len ? xasprintf("%.*s/%s", dir_len, dir, name) :
						  xstrdup(name);

	path_normalize(path);
	return add_file(out, find_source(tree, path));
}

/* "a/b.h", then "b.h", below each of the folders. */
static void add_far(struct files *out, const struct include_search *search, const char *name)
{
	for (const char *part = name; part; part = strchr(part, '/'), part += part ? 1 : 0)
		FOR_EACH(folder, &search->folders)
			if (add_path(out, search->tree, *folder, (int)strlen(*folder), part))
				return;
}

/* A driver's own header may stand in include/ under its name. */
static bool is_namesake(const char *path, const char *name)
{
	const char *leaf = path_leaf(path), *other = path_leaf(name);
	size_t len = strcspn(leaf, ".");

	return len == strcspn(other, ".") && !strncmp(leaf, other, len);
}

static void add_include(struct files *out, const struct include_search *search, const char *path,
			const char *name, bool quoted)
{
	const char *slash = strrchr(path, '/');

	if (quoted && add_path(out, search->tree, path, slash ? (int)(slash - path) : 0, name))
		return;
	if (search->far || is_namesake(path, name))
		add_far(out, search, name);
}

static void scan(struct files *out, const struct include_search *search, const char *path,
		 const char *text)
{
	for (const char *at = text; at; at = strchr(at, '\n'), at += at ? 1 : 0) {
		at += strspn(at, " \t");
		if (*at != '#')
			continue;
		at += 1 + strspn(at + 1, " \t");
		if (strncmp(at, "include", 7))
			continue;
		at += 7 + strspn(at + 7, " \t");
		bool quoted = *at == '"';
		if (!quoted && *at != '<')
			continue;
		char *name CLEANUP(free_text) = xstrndup(at + 1, strcspn(at + 1, "\">\n"));
		add_include(out, search, path, name, quoted);
	}
}

int includes_find(struct files *out, const struct source_tree *tree, const struct strlist *options,
		  const char *path, const git_oid *blob)
{
	struct include_search search = { .tree = tree };
	struct files found CLEANUP(files_release) = { 0 };
	int result = 0;

	read_options(&search, options);
	if (!search.none)
		add_file(&found, &(struct file){ .path = (char *)path, .oid = *blob });
	/* the list grows while it is read */
	for (size_t nr = 0; result == 0 && nr < (search.deep ? found.nr : found.nr > 0); nr++) {
		char *text CLEANUP(free_text) = base_read(tree->base, &found.v[nr].oid, NULL);
		char *name CLEANUP(free_text) = xstrdup(found.v[nr].path);

		if (text)
			scan(&found, &search, name, text);
		result = text ? 0 : -1;
	}
	for (size_t nr = 1; nr < found.nr; nr++)
		add_file(out, &found.v[nr]);
	strlist_release(&search.folders);
	return result;
}

void includes_named(struct files *out, const struct source_tree *tree,
		    const struct strlist *options)
{
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	ruleoptions_files(options, &paths);
	FOR_EACH(path, &paths)
		add_path(out, tree, "", 0, *path);
}
