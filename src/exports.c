// SPDX-License-Identifier: GPL-2.0
/* Finds the exports of a source, as its text has them. */
#include "exports.h"

#include "cleanup.h"
#include "list.h"

#include <ctype.h>
#include <string.h>

static size_t word_len(const char *at, const char *end)
{
	const char *start = at;

	while (at < end && (isalnum((unsigned char)*at) || *at == '_'))
		at++;
	return (size_t)(at - start);
}

/* The name of a namespace behind @at, in quotes or not; owned by the caller. */
static char *space_behind(const char *at, const char *end)
{
	while (at < end && strchr("=, \t'\"\\", *at))
		at++;
	return xstrndup(at, word_len(at, end));
}

char *exports_space(const char *text, size_t size)
{
	static const char word[] = "DEFAULT_SYMBOL_NAMESPACE";
	const char *at = text, *end = text + size;

	while ((at = memmem(at, (size_t)(end - at), word, strlen(word)))) {
		bool define = at - text >= 8 && !strncmp(at - 8, "#define ", 8);
		bool flag = at - text >= 2 && !strncmp(at - 2, "-D", 2);

		at += strlen(word);
		if (define || flag)
			return space_behind(at, end);
	}
	return NULL;
}

/* A file and what its exports are in when they name no namespace. */
struct exporter {
	struct strlist *exports, *terms;	/* borrowed, like all of it */
	const char *path, *space;
};

static void take_export(const struct exporter *exporter, const char *at, const char *end)
{
	size_t len = word_len(at, end), name_len;
	bool gpl = memmem(at, len, "_GPL", 4), named = memmem(at, len, "_NS", 3);
	const char *name = at + len + 1;
	char *space;

	if (at + len >= end || at[len] != '(')
		return;
	name_len = word_len(name, end);
	if (!name_len)
		return;
	*LIST_ADD(exporter->exports) = xasprintf("%.*s %s", (int)name_len, name, exporter->path);
	space = named ? space_behind(name + name_len, end) : xstrdup(exporter->space);
	if (gpl || *space)
		*LIST_ADD(exporter->terms) = xasprintf("%.*s %s %s", (int)name_len, name,
						       gpl ? "GPL" : "-", *space ? space : "-");
	free(space);
}

void exports_read(struct strlist *exports, struct strlist *terms, const char *path,
		  const char *around, const char *text, size_t size)
{
	char *space CLEANUP(free_text) = NULL;
	struct exporter exporter = { exports, terms, path, around };
	const char *end = text + size;

	for (const char *at = text; (at = memmem(at, (size_t)(end - at), "EXPORT_", 7)); at += 7) {
		if (at > text && (isalnum((unsigned char)at[-1]) || at[-1] == '_'))
			continue;
		if (exporter.space == around && !space) {
			space = exports_space(text, size);
			exporter.space = space ? space : around;
		}
		take_export(&exporter, at, end);
	}
}
