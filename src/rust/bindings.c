// SPDX-License-Identifier: GPL-2.0
/* Compares what bindgen generated of two trees. */
#include "rust/bindings.h"

#include "lib/lib.h"
#include "rust/rlex.h"

#define MOST_NAMED 6

/* An item by its name; items of one name are one. */
struct binding {
	char *name, *text;
};

struct binding_list {
	struct binding *v;
	size_t nr, alloc;
};

static void binding_list_release(struct binding_list *list)
{
	FOR_EACH(item, list)
		FREE_ALL(item->name, item->text);
	LIST_RELEASE(list);
}

static int by_binding(const void *a, const void *b)
{
	const struct binding *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->text, y->text);
}

/* What is read of one item. */
struct binding_reader {
	struct rlexer lexer;
	struct rtoken name, before;
	int depth;
};

static bool declares(const struct rtoken *word)
{
	static const char *const words[] = { "fn", "const", "static", "struct", "union", "enum",
					     "type", "mod", "trait", "mut", NULL };

	for (const char *const *at = words; *at; at++)
		if (rtoken_is(word, *at))
			return true;
	return false;
}

/* The first name that is declared; of an impl the last word before its brace. */
static void take_name(struct binding_reader *reader, const struct rtoken *token, bool *impl)
{
	bool first = !reader->name.len;

	*impl = *impl || (first && rtoken_is(token, "impl"));
	if (token->kind != RTOKEN_WORD || declares(token))
		return;
	if (*impl ? !reader->depth && !rtoken_is(token, "for") && !rtoken_is(token, "impl") :
		    first && declares(&reader->before))
		reader->name = *token;
}

/* An item ends at its ";" or with its outermost brace. */
static bool ends_item(struct binding_reader *reader, const struct rtoken *token)
{
	bool closes = rtoken_is(token, "}") || rtoken_is(token, ")") || rtoken_is(token, "]");

	reader->depth += rtoken_is(token, "{") || rtoken_is(token, "(") || rtoken_is(token, "[");
	reader->depth -= closes;
	return !reader->depth && (rtoken_is(token, ";") || rtoken_is(token, "}"));
}

/* false: the text is at its end. */
static bool next_binding(struct binding_reader *reader, struct binding *item)
{
	struct rtoken token;
	bool impl = false, ended = false;
	FILE *out = xmemstream(&item->text, NULL);

	reader->name = reader->before = (struct rtoken){ 0 };
	reader->depth = 0;
	while (!ended && (token = rlexer_next(&reader->lexer)).kind != RTOKEN_END) {
		fprintf(out, "%.*s ", (int)token.len, token.text);
		take_name(reader, &token, &impl);
		reader->before = token;
		ended = ends_item(reader, &token);
	}
	fclose(out);
	item->name = xstrndup(reader->name.len ? reader->name.text : "", reader->name.len);
	return ended;
}

/* Sorted; what has no name, such as "use", is left out. */
static void read_bindings(struct binding_list *list, const char *text)
{
	struct binding_reader reader = { 0 };
	struct binding item = { 0 };

	rlexer_init(&reader.lexer, text, strlen(text));
	while (next_binding(&reader, &item))
		if (*item.name)
			*LIST_ADD(list) = item;
		else
			FREE_ALL(item.name, item.text);
	FREE_ALL(item.name, item.text);
	LIST_SORT(list, by_binding);
}

/* How many items from @at on have its name. */
static size_t same_name(const struct binding_list *list, size_t at)
{
	size_t end = at;

	while (end < list->nr && !strcmp(list->v[end].name, list->v[at].name))
		end++;
	return end - at;
}

static bool same_texts(const struct binding_list *a, size_t at, const struct binding_list *b,
		       size_t other)
{
	size_t nr = same_name(a, at);

	if (nr != same_name(b, other))
		return false;
	for (size_t i = 0; i < nr; i++)
		if (strcmp(a->v[at + i].text, b->v[other + i].text) != 0)
			return false;
	return true;
}

void bindings_compare(struct bindings_diff *diff, const char *before, const char *after)
{
	struct binding_list old CLEANUP(binding_list_release) = { 0 };
	struct binding_list new CLEANUP(binding_list_release) = { 0 };
	size_t i = 0, j = 0;

	read_bindings(&old, before);
	read_bindings(&new, after);
	while (i < old.nr || j < new.nr) {
		int order = i == old.nr ? 1 : j == new.nr ? -1 :
							    strcmp(old.v[i].name, new.v[j].name);

		if (order < 0)
			strlist_add(&diff->removed, old.v[i].name);
		else if (order > 0)
			strlist_add(&diff->added, new.v[j].name);
		else if (!same_texts(&old, i, &new, j))
			strlist_add(&diff->changed, old.v[i].name);
		if (order <= 0)
			i += same_name(&old, i);
		if (order >= 0)
			j += same_name(&new, j);
	}
	strlist_sort(&diff->added);
	strlist_sort(&diff->removed);
	strlist_sort(&diff->changed);
}

static void put_names(FILE *out, const char *what, const struct strlist *names)
{
	if (!names->nr)
		return;
	fprintf(out, "%s%s ", ftell(out) > 0 ? "; " : "", what);
	for (size_t i = 0; i < names->nr && i < MOST_NAMED; i++)
		fprintf(out, "%s%s", i ? ", " : "", names->v[i]);
	if (names->nr > MOST_NAMED)
		fprintf(out, " and %zu more", names->nr - MOST_NAMED);
}

char *bindings_words(const struct bindings_diff *diff)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	put_names(out, "adds", &diff->added);
	put_names(out, "removes", &diff->removed);
	put_names(out, "changes", &diff->changed);
	fclose(out);
	return text;
}

void bindings_diff_release(struct bindings_diff *diff)
{
	STRLIST_RELEASE_ALL(&diff->added, &diff->removed, &diff->changed);
}
