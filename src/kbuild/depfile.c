// SPDX-License-Identifier: GPL-2.0
/* Reads the dependencies that Kbuild recorded for an object. */
#include "kbuild/depfile.h"

#include "git/base.h"
#include "lib/lib.h"

/* The part of @word below @tree; a compiler cache that is shared writes "../../tree/x.h", as it is
 * seen from the build folder. NULL: it is elsewhere. */
static const char *below_tree(const char *word, const char *tree)
{
	size_t len = strlen(tree);
	const char *leaf = path_leaf(tree);

	if (!strncmp(word, tree, len) && word[len] == '/')
		return word + len + 1;
	if (strncmp(word, "../../", 6) != 0 || strncmp(word + 6, leaf, strlen(leaf)) != 0 ||
	    word[6 + strlen(leaf)] != '/')
		return NULL;
	return word + 6 + strlen(leaf) + 1;
}

static void take(const char *word, const char *tree, struct strlist *sources,
		 struct strlist *generated)
{
	const char *below = below_tree(word, tree);
	char *path CLEANUP(free_text) = NULL;

	if (below)
		word = below;
	else if (!strncmp(word, "./", 2))
		word += 2;
	/* "drivers/dma/hsu/../virt-dma.h" is no path of a tree; what is outside of both folders is
	 * neither's, and stays as it is */
	path = xstrdup(word);
	if (strncmp(path, "../", 3) != 0)
		path_normalize(path);
	if (*path && *path != '/')
		strlist_add(below ? sources : generated, path);
}

/*
 * The part that matters:
 *	source_drivers/x.o := /tree/drivers/x.c
 *	deps_drivers/x.o := \
 *	    $(wildcard include/config/FOO) \
 *	  /tree/include/linux/y.h \
 */
void depfile_parse(const char *text, const char *tree, struct strlist *sources,
		   struct strlist *generated)
{
	char *copy CLEANUP(free_text) = xstrdup(text);
	char *rest = NULL;
	bool inside = false;

	for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char *word = line + strspn(line, " \t");
		size_t len = strlen(word);

		if (!strncmp(line, "source_", 7) && strstr(line, ":= ")) {
			take(strstr(line, ":= ") + 3, tree, sources, generated);
			continue;
		}
		if (!strncmp(line, "deps_", 5)) {
			inside = true;
			continue;
		}
		if (!inside)
			continue;
		if (len && word[len - 1] == '\\')
			word[--len] = '\0';
		else
			inside = false;
		while (len && word[len - 1] == ' ')
			word[--len] = '\0';
		if (len && *word != '$' && !strchr(word, ':'))
			take(word, tree, sources, generated);
	}
	strlist_sort(sources);
	strlist_sort(generated);
}

void depfile_words(const char *text, const char *tree, struct strlist *paths)
{
	struct text_line first = line_from(text);
	char *command CLEANUP(free_text) = xstrndup(first.at, first.len);
	struct strlist words CLEANUP(strlist_release) = { 0 };

	strlist_split(&words, command, " \t\\\"'();,");
	FOR_EACH(word, &words) {
		const char *below = below_tree(*word, tree);
		char *path CLEANUP(free_text) = xstrdup(below ? below : "");

		path_normalize(path);
		if (*path)
			strlist_add_once(paths, path);
	}
}

static bool judges(const char *word)
{
	return !starts_with(word, "-Wp,") &&
	       starts_with_one_of(word, TEXTS("-W", "-f", "-m", "-O", "-std=", "--param"));
}

/* savedcmd_x.o := gcc ... (before 6.2: cmd_x.o) */
char *depfile_flags(const char *text)
{
	const char *from = !strncmp(text, "savedcmd_", 9) || !strncmp(text, "cmd_", 4) ?
				   strstr(text, ":= ") : NULL;
	char *command CLEANUP(free_text) = xstrndup(from ? from : "",
						    from ? strcspn(from, "\n") : 0);
	struct strlist words CLEANUP(strlist_release) = { 0 };
	char *flags = NULL;
	FILE *out = xmemstream(&flags, NULL);

	strlist_split(&words, command, " ");
	for (size_t i = 0; i < words.nr; i++) {
		bool param = i && !strcmp(words.v[i - 1], "--param");

		/* paths say where something is, and differ from source to source */
		if ((judges(words.v[i]) || param) && !strchr(words.v[i], '/'))
			fprintf(out, " %s", words.v[i]);
	}
	fclose(out);
	return flags;
}

bool depfile_foreign(const struct strlist *generated, const char *srcarch)
{
	char *arch CLEANUP(free_text) = xasprintf("arch/%s/include/generated/", srcarch);

	FOR_EACH(path, generated)
		if (!starts_with_one_of(*path, TEXTS("include/generated/", "include/config/",
						     arch)))
			return true;
	return false;
}
