// SPDX-License-Identifier: GPL-2.0
/* Gathers patches and logs, and cuts them. */
#include "page/material.h"

#include "git/base.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "report/html.h"
#include "style/difftext.h"

/* Bytes on the page, of all patches and of all logs: with the rest a page of 54 patches stays
 * below 3 MB. */
#define MOST_TEXT (16 << 20)	/* of the files of one commit, before and after */
#define PATCH_BUDGET (1000 * 1024)
#define LOG_BUDGET (400 * 1024)

struct named_text {
	char *name, *content;
};

struct named_texts {
	struct named_text *v;
	size_t nr, alloc;
};

static void named_texts_release(struct named_texts *texts)
{
	FOR_EACH(text, texts)
		FREE_ALL(text->name, text->content);
	LIST_RELEASE(texts);
}

static int sizes_up(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

size_t material_share(const size_t *sizes, size_t nr, size_t budget)
{
	size_t *sorted CLEANUP(free_memory) = xcalloc(nr + 1, sizeof(*sorted));

	memcpy(sorted, sizes, nr * sizeof(*sizes));
	qsort(sorted, nr, sizeof(*sorted), sizes_up);
	for (size_t i = 0; i < nr; i++) {
		if (sorted[i] > budget / (nr - i))
			return budget / (nr - i);
		budget -= sorted[i];
	}
	return nr ? sorted[nr - 1] : 0;
}

static size_t count_lines(const char *text)
{
	size_t nr = 0;

	for (; *text; text += *text == '\n') {
		text += strcspn(text, "\n");
		nr++;
	}
	return nr;
}

/* How long a byte is on the page at most: by json_text(), markup_text(), and the elements round an
 * added line. */
static size_t drawn_byte(unsigned char byte)
{
	if (byte == '\n')
		return 1 + strlen("<ins></ins>");
	if (byte < 0x20 || byte > 0x7e || byte == '\\')
		return 4;
	return strchr("<>&'\"", byte) ? 6 : 1;
}

/* How long the text is there. */
static size_t drawn_size(const char *text, size_t len)
{
	size_t size = 0;

	for (size_t i = 0; i < len; i++)
		size += drawn_byte((unsigned char)text[i]);
	return size;
}

static const char *next_line(const char *at)
{
	at += strcspn(at, "\n");
	return at + (*at == '\n');
}

/* Where the text must end so that it takes @limit on the page. */
static const char *end_of_head(const char *text, size_t limit)
{
	size_t size = 0;

	while (*text) {
		const char *next = next_line(text);

		size += drawn_size(text, (size_t)(next - text));
		if (size > limit)
			break;
		text = next;
	}
	return text;
}

/* Where it must begin for that. */
static const char *begin_of_tail(const char *text, size_t limit)
{
	size_t size = drawn_size(text, strlen(text));

	while (size > limit && *text) {
		const char *next = next_line(text);

		size -= drawn_size(text, (size_t)(next - text));
		text = next;
	}
	return text;
}

json_t *material_cut(const char *text, size_t limit, bool tail)
{
	const char *from = tail ? begin_of_tail(text, limit) : text;
	const char *to = tail ? text + strlen(text) : end_of_head(text, limit);
	char *kept CLEANUP(free_text) = xstrndup(from, (size_t)(to - from));
	size_t lines = count_lines(text);

	return json_pack("{s:o, s:I, s:I}", "text", json_text(kept), "lines", (json_int_t)lines,
			 "left", (json_int_t)(lines - count_lines(kept)));
}

/* Each text under its name, all of them within @budget. */
static json_t *cut_all(const struct named_texts *texts, size_t budget, bool tail)
{
	size_t *sizes CLEANUP(free_memory) = xcalloc(texts->nr + 1, sizeof(*sizes));
	json_t *all = json_object();

	for (size_t i = 0; i < texts->nr; i++)
		sizes[i] = drawn_size(texts->v[i].content, strlen(texts->v[i].content));
	size_t limit = material_share(sizes, texts->nr, budget);
	FOR_EACH(text, texts)
		json_object_set_new(all, text->name, material_cut(text->content, limit, tail));
	return all;
}

/* The commit as a mail; NULL: it cannot be read. */
static char *read_patch(const struct base *base, const char *id)
{
	git_commit *commit CLEANUP(free_commit) = NULL, *parent CLEANUP(free_commit) = NULL;
	struct difftext diff CLEANUP(difftext_release) = { 0 };
	struct difftext_rows rows = { 0 };
	git_oid oid;

	diff.most = MOST_TEXT;
	if (git_oid_fromstr(&oid, id) < 0 || git_commit_lookup(&commit, base->repo, &oid) < 0 ||
	    git_commit_parent(&parent, commit, 0) < 0 ||
	    difftext_load(&diff, base, git_commit_tree_id(parent), git_commit_tree_id(commit)) < 0)
		return NULL;
	if (diff.over)
		return xstrdup("The files that this commit changes have so much text that it is "
			       "not shown here.\n");
	const git_signature *author = git_commit_author(commit);
	char *from CLEANUP(free_text) = xasprintf("%s <%s>", author->name, author->email);
	char *text = difftext_patch(&diff, from, git_commit_message(commit), NULL, &rows);
	LIST_RELEASE(&rows);
	return text;
}

static void add_text(struct named_texts *texts, char *name, char *content)
{
	if (content)
		*LIST_ADD(texts) = (struct named_text){ name, content };
	else
		free(name);
}

/* A log, in which a byte 0 is one of those that are not shown; NULL: it cannot be read. */
static char *read_log(const char *path)
{
	size_t len;
	char *text = io_read(path, &len);

	for (size_t i = 0; text && i < len; i++)
		if (!text[i])
			text[i] = '\1';
	return text;
}

static bool has_text(const struct named_texts *texts, const char *name)
{
	FOR_EACH(text, texts)
		if (!strcmp(text->name, name))
			return true;
	return false;
}

json_t *material_gather(const struct base *base, const json_t *proof)
{
	struct named_texts patches CLEANUP(named_texts_release) = { 0 };
	struct named_texts logs CLEANUP(named_texts_release) = { 0 };

	FOR_EACH_JSON(commit, json_object_get(proof, "commits")) {
		add_text(&patches, xasprintf("%d", json_number(commit, "nr")),
			 read_patch(base, json_field(commit, "commit")));
		FOR_EACH_JSON(check, json_object_get(commit, "checks")) {
			const char *log = json_field(check, "log");

			if (*log && !has_text(&logs, log))
				add_text(&logs, xstrdup(log), read_log(log));
		}
	}
	/* what cannot be shown is no failure of the report */
	fail_clear();
	return json_pack("{s:o, s:o}", "patches", cut_all(&patches, PATCH_BUDGET, false), "logs",
			 cut_all(&logs, LOG_BUDGET, true));
}
