// SPDX-License-Identifier: GPL-2.0
/* Decides which preprocessed texts got the same insertion into the same surroundings. */
#include "csrc/pretext.h"

#include "csrc/declare.h"
#include "lib/digest.h"
#include "lib/lib.h"

#define FILTER 1024 /* bits; rather more than words in an insertion */

/* Inserted declarations: from @first to before @end. */
struct insertion {
	size_t first, end;
};

struct insertions {
	struct insertion *v;
	size_t nr, alloc;
};

/* Where the lines of a text begin; the last one is its end. */
struct pretext_lines {
	const char **v;
	size_t nr, alloc;
};

/* The new text, cut. */
struct text {
	struct pretext_lines lines;
	struct declarations declarations;
	struct insertions insertions;
	struct strlist own;		/* names that insertions declare, sorted */
	struct strlist words;		/* all others in them, sorted */
	struct strlist tags;		/* of these, those behind struct, union or enum */
	bool filter[FILTER];		/* might a token be one of either? */
};

static void free_insides(struct text *text)
{
	FREE_ALL(text->lines.v, text->insertions.v);
	declarations_release(&text->declarations);
	STRLIST_RELEASE_ALL(&text->own, &text->words, &text->tags);
}

/* Without line markers ("# 12 "file"") and empty lines; pragmas stay. */
static void strip(char *text)
{
	char *to = text;

	for (char *line = text; *line;) {
		size_t len = strcspn(line, "\n"), blank = strspn(line, " \t\r");
		size_t all = len + (line[len] == '\n');

		if (blank < len && strncmp(line, "# ", 2)) {
			memmove(to, line, all);
			to += all;
		}
		line += all;
	}
	*to = '\0';
}

static void find_lines(struct pretext_lines *lines, const char *text)
{
	*LIST_ADD(lines) = text;
	FOR_EACH_LINE(line, text)
		*LIST_ADD(lines) = line.at + line.len + (line.at[line.len] == '\n');
}

/* The first declaration that does not begin before @at. */
static size_t declaration_at(const struct declarations *list, const char *at)
{
	return LIST_FIRST(list, declaration, list->tokens.v[declaration->first].text < at);
}

static bool cuts(const struct declarations *list, size_t nr, const char *at)
{
	if (!nr)
		return false;
	const struct ctoken *last = &list->tokens.v[list->v[nr - 1].end - 1];
	return last->text + last->len > at;
}

static bool same_line(const struct pretext_lines *lines, size_t a, size_t b)
{
	size_t x = (size_t)(lines->v[a + 1] - lines->v[a]);
	size_t y = (size_t)(lines->v[b + 1] - lines->v[b]);

	return x == y && !memcmp(lines->v[a], lines->v[b], x);
}

/* Lines @from to before @end were inserted. A diff may say so of "} int f(void) {" where
 * "int f(void) { }" is meant: move up as long as that is the same. */
static bool take_insertion(struct text *text, size_t from, size_t end)
{
	const struct declarations *list = &text->declarations;
	const struct pretext_lines *lines = &text->lines;

	for (size_t tries = end - from + 1; tries; tries--, from--, end--) {
		size_t first = declaration_at(list, lines->v[from]);
		size_t last = declaration_at(list, lines->v[end]);

		if (!cuts(list, first, lines->v[from]) && !cuts(list, last, lines->v[end]) &&
		    last > first && list->v[last - 1].whole) {
			*LIST_ADD(&text->insertions) = (struct insertion){ first, last };
			return true;
		}
		if (!from || !same_line(lines, from - 1, end - 1))
			return false;
	}
	return false;
}

static int compare_texts(struct pretext *out, struct text *text, const char *old, const char *new)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_patch *patch CLEANUP(free_patch) = NULL;

	options.context_lines = 0;
	options.flags = GIT_DIFF_FORCE_TEXT;
	if (git_patch_from_buffers(&patch, old, strlen(old), "", new, strlen(new), "",
				   &options) < 0)
		return fail_git("cannot compare what the compiler reads");
	for (size_t i = 0; i < git_patch_num_hunks(patch); i++) {
		const git_diff_hunk *hunk;

		if (git_patch_get_hunk(&hunk, NULL, patch, i) < 0)
			return fail_git("cannot compare what the compiler reads");
		size_t from = (size_t)hunk->new_start - (hunk->new_lines ? 1 : 0);
		out->kind = PRETEXT_CLASS;
		if (!hunk->old_lines && take_insertion(text, from, from + (size_t)hunk->new_lines))
			continue;
		out->kind = PRETEXT_ALONE;
		out->why = xstrdup(hunk->old_lines ? "more than an insertion" :
						     "no whole declarations are inserted");
		break;
	}
	return 0;
}

static bool *filter_of(struct text *text, const char *word, size_t len)
{
	unsigned bits = (unsigned)len * 131 + (unsigned char)word[0] * 7 +
			(unsigned char)word[len - 1];

	return &text->filter[bits % FILTER];
}

static bool word_stands_in(struct text *text, const struct ctoken *token,
			   const struct strlist *words)
{
	if (token->kind != CTOKEN_WORD || !*filter_of(text, token->text, token->len))
		return false;
	char *word CLEANUP(free_text) = xstrndup(token->text, token->len);
	return strlist_find(words, word);
}

static bool is_tag(const struct declarations *list, size_t token)
{
	static const char *const words[] = { "struct", "union", "enum", NULL };

	return token && ctoken_in(&list->tokens.v[token - 1], words);
}

static void collect_words(struct text *text)
{
	const struct declarations *list = &text->declarations;
	struct strlist words CLEANUP(strlist_release) = { 0 };

	FOR_EACH(insertion, &text->insertions) {
		size_t end = list->v[insertion->end - 1].end;

		FOR_EACH(name, &list->names)
			if (name->declaration >= insertion->first &&
			    name->declaration < insertion->end)
				*LIST_ADD(&text->own) = xstrndup(name->text, name->len);
		for (size_t i = list->v[insertion->first].first; i < end; i++) {
			const struct ctoken *token = &list->tokens.v[i];

			if (token->kind != CTOKEN_WORD)
				continue;
			*LIST_ADD(&words) = xstrndup(token->text, token->len);
			if (is_tag(list, i))
				*LIST_ADD(&text->tags) = xstrndup(token->text, token->len);
		}
	}
	strlist_sort(&text->own);
	strlist_sort(&text->tags);
	strlist_sort(&words);
	FOR_EACH(word, &words) {
		*filter_of(text, *word, strlen(*word)) = true;
		if (!strlist_find(&text->own, *word))
			strlist_add(&text->words, *word);
	}
}

static bool is_inserted(const struct text *text, size_t declaration)
{
	FOR_EACH(insertion, &text->insertions)
		if (declaration >= insertion->first && declaration < insertion->end)
			return true;
	return false;
}

/* A name of the insertion that stands elsewhere, too. */
static const struct ctoken *find_clash(struct text *text)
{
	const struct declarations *list = &text->declarations;

	for (size_t i = 0; i < list->nr; i++) {
		if (is_inserted(text, i))
			continue;
		for (size_t k = list->v[i].first; k < list->v[i].end; k++)
			if (word_stands_in(text, &list->tokens.v[k], &text->own))
				return &list->tokens.v[k];
	}
	return NULL;
}

static void digest_tokens(struct digest *digest, const struct declarations *list, size_t nr)
{
	for (size_t i = list->v[nr].first; i < list->v[nr].end; i++)
		digest_bytes(digest, list->tokens.v[i].text, list->tokens.v[i].len);
	digest_text(digest, NULL);
}

/* Which tags of the insertions are known before declaration @end: in a parameter list
 * "struct x" declares nothing that stays. */
static void digest_tags(struct digest *digest, struct text *text, size_t end)
{
	const struct declarations *list = &text->declarations;
	size_t parens = 0, last = end ? list->v[end - 1].end : 0;
	struct strlist known CLEANUP(strlist_release) = { 0 };

	for (size_t i = 0; i < last; i++) {
		const struct ctoken *token = &list->tokens.v[i];

		if (token->kind == CTOKEN_PUNCT) {
			parens += *token->text == '(';
			parens -= *token->text == ')' && parens;
			parens = *token->text == ';' || *token->text == '{' ? 0 : parens;
		} else if (!parens && word_stands_in(text, token, &text->tags) && is_tag(list, i)) {
			char *tag CLEANUP(free_text) = xstrndup(token->text, token->len);

			strlist_add_once(&known, tag);
		}
	}
	strlist_sort(&known);
	DIGEST_ADD(digest, &known, DIGEST_MARK);
}

/* The declarations before @end of the words that stand in insertions, and all pragmas. */
static void digest_context(struct digest *digest, struct text *text, size_t end)
{
	const struct declarations *list = &text->declarations;
	struct strlist meanings CLEANUP(strlist_release) = { 0 };
	size_t seen = (size_t)-1;

	FOR_EACH(name, &list->names) {
		const struct ctoken token = { .kind = CTOKEN_WORD, .text = name->text,
					      .len = name->len };
		struct digest one = { 0 };

		if (name->declaration >= end || name->declaration == seen ||
		    is_inserted(text, name->declaration) ||
		    !word_stands_in(text, &token, &text->words))
			continue;
		seen = name->declaration;
		digest_tokens(&one, list, seen);
		git_oid id = digest_end(&one);
		strlist_add(&meanings, git_oid_tostr_s(&id));
	}
	/* in which order they stand does not matter */
	strlist_sort(&meanings);
	digest_texts(digest, &meanings);
	for (size_t i = 0; i < end; i++)
		if (list->tokens.v[list->v[i].first].opens)
			digest_tokens(digest, list, i);
}

static git_oid class_of(struct text *text, const char *flags)
{
	struct digest digest = { 0 };

	digest_text(&digest, flags);
	FOR_EACH(insertion, &text->insertions) {
		for (size_t i = insertion->first; i < insertion->end; i++)
			digest_tokens(&digest, &text->declarations, i);
		digest_tags(&digest, text, insertion->first);
		digest_context(&digest, text, insertion->first);
	}
	return digest_end(&digest);
}

int pretext_compare(struct pretext *out, char *old, char *new, const char *flags)
{
	struct text text CLEANUP(free_insides) = { 0 };

	*out = (struct pretext){ .kind = PRETEXT_SAME };
	strip(old);
	strip(new);
	if (!strcmp(old, new))
		return 0;
	find_lines(&text.lines, new);
	declarations_read(&text.declarations, new, strlen(new));
	if (compare_texts(out, &text, old, new) < 0)
		return -1;
	if (out->kind != PRETEXT_CLASS)
		return 0;
	collect_words(&text);
	const struct ctoken *clash = find_clash(&text);
	if (clash) {
		out->kind = PRETEXT_ALONE;
		out->why = xasprintf("%.*s also occurs elsewhere in "
				     "it", (int)clash->len, clash->text);
		return 0;
	}
	out->id = class_of(&text, flags);
	return 0;
}

void pretext_release(struct pretext *pretext)
{
	free(pretext->why);
	*pretext = (struct pretext){ 0 };
}
