// SPDX-License-Identifier: GPL-2.0
/* Reads #include lines and finds what they can mean. */
#include "kbuild/includeline.h"

#include "git/base.h"
#include "lib/lib.h"

static void take_include(struct include_edges *edges, const char *from, const char *at,
			 const char *end)
{
	struct include_edge *edge;
	bool climbs = false;
	char close;

	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (at >= end || (*at != '<' && *at != '"'))
		return;
	close = *at++ == '<' ? '>' : '"';
	for (; end - at > 3 && !strncmp(at, "../", 3); at += 3)
		climbs = true;
	end = memchr(at, close, (size_t)(end - at));
	if (!end || end == at)
		return;
	edge = LIST_ADD(edges);
	edge->name = xstrndup(at, (size_t)(end - at));
	edge->leaf = path_leaf(edge->name);
	edge->from = from;
	edge->quoted = close == '"';
	edge->climbs = climbs;
}

void include_edges_read(struct include_edges *edges, const char *from, const char *text,
			size_t size)
{
	const char *end = text + size;

	for (const char *at = text; (at = memchr(at, '#', (size_t)(end - at))); at++) {
		const char *word = at + 1, *eol;

		while (word < end && (*word == ' ' || *word == '\t'))
			word++;
		if (end - word < 8 || strncmp(word, "include", 7))
			continue;
		eol = memchr(word, '\n', (size_t)(end - word));
		take_include(edges, from, word + 7, eol ? eol : end);
	}
}

void include_edges_release(struct include_edges *edges)
{
	FOR_EACH(edge, edges)
		free(edge->name);
	LIST_RELEASE(edges);
}

static const struct file *beside(const struct files *all, const char *dir, size_t len,
				 const char *name)
{
	char *path CLEANUP(free_text) = xasprintf("%.*s%s", (int)len, dir, name);

	return files_find(all, path);
}

bool include_means(const struct files *all, const char *srcarch, const struct include_edge *edge,
		   const char *header)
{
	char *arch CLEANUP(free_text) = xasprintf("arch/%s/include/", srcarch);
	const char *const roots[] = { "include/", "include/uapi/", arch };
	const char *from = edge->from;
	size_t dir = (size_t)(path_leaf(from) - from);
	size_t len = strlen(edge->name), whole = strlen(header);
	bool usual = false;

	if (whole < len || strcmp(header + whole - len, edge->name) ||
	    (whole > len && header[whole - len - 1] != '/'))
		return false;
	/* a header that is not there yet would be found in these places as well */
	if (edge->quoted && !edge->climbs && whole == dir + len && !strncmp(header, from, dir))
		return true;
	if (edge->quoted && !edge->climbs && beside(all, from, dir, edge->name))
		return false;
	for (size_t i = 0; i < 3 && !edge->climbs; i++) {
		size_t root = strlen(roots[i]);

		if (whole == root + len && !strncmp(header, roots[i], root))
			return true;
		usual = usual || beside(all, roots[i], root, edge->name);
	}
	return !usual;
}

char *include_wrapper(const struct files *all, const char *srcarch, const char *header)
{
	static const struct {
		const char *generic, *own;
	} roots[] = { { "include/asm-generic/", "" }, { "include/uapi/asm-generic/", "uapi/" } };

	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++) {
		size_t len = strlen(roots[i].generic);
		char *own CLEANUP(free_text) = NULL;

		if (strncmp(header, roots[i].generic, len))
			continue;
		own = xasprintf("arch/%s/include/%sasm/%s", srcarch, roots[i].own,
				header + len);
		return files_find(all, own) ?
			       NULL : xasprintf("arch/%s/include/generated/%sasm/%s", srcarch,
						roots[i].own, header + len);
	}
	return NULL;
}
