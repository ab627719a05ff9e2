// SPDX-License-Identifier: GPL-2.0
/* Reads all that stands in front of a place in a header. */
#include "kbuild/closure.h"

#include "git/base.h"
#include "kbuild/treescan.h"
#include "lib/lib.h"

struct closure_reader {
	struct closure *out;
	struct treescan *scan;
	const struct base *base;
	const struct view *view;
	bool first;		/* what is found now is read before the source */
};

/* The number of a file, which is added where it is new; the number of files: there is none. */
static size_t number_of(struct closure_reader *reader, const char *path)
{
	struct closure *out = reader->out;

	for (size_t i = 0; i < out->nr; i++)
		if (!strcmp(out->v[i].path, path))
			return i;
	struct closure_file *file = LIST_ADD(out);
	file->path = xstrdup(path);
	file->first = reader->first;
	return out->nr - 1;
}

static int read_one(struct closure_reader *reader, size_t nr)
{
	struct closure_file *file = &reader->out->v[nr];
	const struct file *found = view_find(reader->view, file->path);
	size_t len = 0;

	file->text = found ? base_read(reader->base, &found->oid, &len) : xstrdup("");
	if (!file->text)
		return -1;
	directives_read(&file->directives, file->text, len);
	declarations_read(&file->declarations, file->text, len);
	return 0;
}

static void add_edge(struct closure_reader *reader, size_t from, const struct directive *directive,
		     const char *path, bool sure)
{
	struct closure *out = reader->out;
	size_t to = number_of(reader, path);

	if (!to && from && !out->circle)
		out->circle = xstrdup(out->v[from].path);
	*LIST_ADD(&out->edges) = (struct closure_edge){
		from, to, directive->line, sure,
		directives_plain(&out->v[from].directives, directive->line, directive->line)
	};
}

static void add_edges(struct closure_reader *reader, size_t from,
		      const struct directive *directive)
{
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	char *sure CLEANUP(free_text) = NULL;

	treescan_targets(reader->scan, reader->view, reader->out->v[from].path, directive->name,
			 directive->quoted, &paths, &sure);
	if (*sure) {
		add_edge(reader, from, directive, sure, true);
		return;
	}
	FOR_EACH(path, &paths)
		add_edge(reader, from, directive, *path, false);
}

static int follow_file(struct closure_reader *reader, size_t nr)
{
	struct closure *out = reader->out;

	if (read_one(reader, nr) < 0)
		return -1;
	out->v[nr].edge = out->edges.nr;
	for (size_t i = 0; i < out->v[nr].directives.nr; i++) {
		const struct directive directive = out->v[nr].directives.v[i];

		if (directive.kind == DIRECTIVE_INCLUDE && *directive.name &&
		    (nr || directive.line < out->line))
			add_edges(reader, nr, &directive);
	}
	out->v[nr].edge_end = out->edges.nr;
	return 0;
}

/* Each "-include .../include/x.h" of a Makefile that Kbuild reads for every source. */
static void take_first(struct closure_reader *reader, const char *text)
{
	static const char mark[] = "-include";

	while ((text = strstr(text, mark))) {
		text += sizeof(mark) - 1;
		size_t blank = strspn(text, " \t"), len = strcspn(text + blank, " \t\n\\");
		char *word CLEANUP(free_text) = xstrndup(text + blank, len);
		char *path = strstr(word, "include/");

		if (blank && path) {
			/* "$(srctree)/include/linux/kconfig.h", perhaps in a call */
			path[strcspn(path, ",)")] = '\0';
			if (view_find(reader->view, path))
				number_of(reader, path);
		}
	}
}

static int find_first(struct closure_reader *reader)
{
	static const char *const makefiles[] = { "Makefile", "scripts/Makefile.lib",
						 "scripts/Makefile.build" };

	for (size_t i = 0; i < sizeof(makefiles) / sizeof(*makefiles); i++) {
		const struct file *file = view_find(reader->view, makefiles[i]);
		char *text CLEANUP(free_text) =
			file ? base_read(reader->base, &file->oid, NULL) : xstrdup("");

		if (!text)
			return -1;
		take_first(reader, text);
	}
	return 0;
}

/* On from what is certain, by lines that are always read and mean one file. */
static void mark_certain(struct closure *out)
{
	bool more = true;

	for (size_t i = 0; i < out->nr; i++)
		out->v[i].certain = !i;
	while (more) {
		more = false;
		FOR_EACH(edge, &out->edges) {
			if (!edge->sure || !edge->plain || !out->v[edge->from].certain ||
			    out->v[edge->to].certain)
				continue;
			out->v[edge->to].certain = more = true;
		}
	}
}

int closure_read(struct closure *out, struct treescan *scan, const struct base *base,
		 const struct view *view, const char *header, unsigned line)
{
	struct closure_reader reader = { out, scan, base, view, false };
	size_t done = 1, roots;

	out->line = line;
	number_of(&reader, header);
	reader.first = true;
	if (find_first(&reader) < 0)
		return -1;
	roots = out->nr;
	for (; done < out->nr; done++)
		if (follow_file(&reader, done) < 0)
			return -1;
	reader.first = false;
	if (follow_file(&reader, 0) < 0)
		return -1;
	for (; done < out->nr; done++)
		if (follow_file(&reader, done) < 0)
			return -1;
	/* what Kbuild reads first counts as included by line 0 of the header */
	for (size_t i = 1; i < roots; i++)
		*LIST_ADD(&out->edges) = (struct closure_edge){ 0, i, 0, true, true };
	mark_certain(out);
	FOR_EACH(file, out)
		strlist_add(&out->paths, file->path);
	strlist_sort(&out->paths);
	return 0;
}

static bool reaches(const struct closure *closure, size_t from, unsigned line, size_t to,
		    bool surely, char *seen)
{
	const struct closure_file *file = &closure->v[from];

	for (size_t i = file->edge; i < file->edge_end; i++) {
		const struct closure_edge *edge = &closure->edges.v[i];

		if ((line && edge->line >= line) || (surely && !(edge->sure && edge->plain)))
			continue;
		if (edge->to == to)
			return true;
		if (seen[edge->to])
			continue;
		seen[edge->to] = 1;
		if (reaches(closure, edge->to, 0, to, surely, seen))
			return true;
	}
	return false;
}

bool closure_reaches(const struct closure *closure, size_t from, unsigned line, size_t to,
		     bool surely)
{
	char *seen CLEANUP(free_text) = xcalloc(closure->nr + 1, 1);

	return reaches(closure, from, line, to, surely, seen);
}

void closure_release(struct closure *closure)
{
	FOR_EACH(file, closure) {
		FREE_ALL(file->path, file->text);
		directives_release(&file->directives);
		declarations_release(&file->declarations);
	}
	FREE_ALL(closure->edges.v, closure->circle);
	strlist_release(&closure->paths);
	LIST_RELEASE(closure);
	*closure = (struct closure){ 0 };
}
