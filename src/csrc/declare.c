// SPDX-License-Identifier: GPL-2.0
/* Cuts C text into the declarations at file scope, and compares two such texts. */
#include "csrc/declare.h"

#include "lib/lib.h"

#define HASH_START 0xcbf29ce484222325u /* FNV-1a */
#define HASH_PRIME 0x100000001b3u

struct declaration_reader {
	struct declarations *out;
	struct {
		uint64_t *v;
		size_t nr, alloc;
	} around;		/* the open conditionals */
	size_t first;		/* of the declaration that is open */
	size_t braces, parens;
	size_t enum_at;		/* depth of the braces of an enum; 0 for none */
	bool calls;		/* a name and parentheses: it may have a body */
	bool assigns;
	bool body;		/* the open braces are those of a function */
};

static uint64_t hash_bytes(uint64_t hash, const void *data, size_t len)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ bytes[i]) * HASH_PRIME;
	return (hash ^ 0xff) * HASH_PRIME;
}

static uint64_t hash_tokens(uint64_t hash, const struct ctoken *token, const struct ctoken *end)
{
	for (; token < end; token++)
		hash = hash_bytes(hash, token->text, token->len);
	return hash;
}

/* Attributes that are macros, and words that no text declares. */
static bool is_no_name(const struct ctoken *token)
{
	static const char *const words[] = {
		"__printf", "__scanf", "__alloc_size", "__malloc", "__section", "__aligned",
		"__must_check", "__assume_aligned", "__counted_by", "__releases", "__acquires",
		"__must_hold", "asm", "__asm__", "_Static_assert", "static_assert",
		"__attribute__", "__attribute", "typeof", "__typeof__", "sizeof", "const",
		"unsigned", "signed", "int", "char", "long", "short", "void", "bool", "struct",
		"union", "enum", "static", "extern", "inline", "typedef", "volatile", NULL
	};

	return token->kind != CTOKEN_WORD || ctoken_in(token, words);
}

static void add_name(struct declaration_reader *reader, const struct ctoken *token)
{
	if (is_no_name(token))
		return;
	struct declared *name = LIST_ADD(&reader->out->names);
	*name = (struct declared){ token->text, token->len, reader->out->nr };
}

static bool is_aggregate(const struct ctoken *token)
{
	static const char *const words[] = { "struct", "union", "enum", NULL };

	return ctoken_in(token, words);
}

/* Where the parentheses or brackets that end before @end begin; reader->first if nowhere. */
static size_t opening(const struct declaration_reader *reader, size_t end)
{
	const struct ctoken *v = reader->out->tokens.v;
	size_t depth = 0;

	while (end > reader->first) {
		char c = *v[--end].text;

		if (c == ')' || c == ']')
			depth++;
		else if ((c == '(' || c == '[') && !--depth)
			break;
	}
	return end;
}

/* The name of "int x[2] __aligned(8)": behind it stand only brackets and annotations. */
static void name_before(struct declaration_reader *reader, size_t end)
{
	const struct ctoken *v = reader->out->tokens.v;

	while (end > reader->first) {
		const struct ctoken *last = &v[end - 1];

		if (*last->text == ']' || *last->text == ')')
			end = opening(reader, end);
		else if (ctoken_is_annotation(last) && end > reader->first + 2)
			end--;
		else
			break;
	}
	if (end > reader->first + 1 && !is_aggregate(&v[end - 2]))
		add_name(reader, &v[end - 1]);
}

static void finish(struct declaration_reader *reader, bool whole)
{
	struct declarations *out = reader->out;
	struct declaration *declaration;
	uint64_t hash = HASH_START;

	if (out->tokens.nr > reader->first) {
		if (!whole && !reader->calls && !reader->assigns)
			name_before(reader, out->tokens.nr);
		for (size_t i = 0; i < reader->around.nr; i++)
			hash = hash_bytes(hash, &reader->around.v[i], sizeof(uint64_t));
		hash = hash_tokens(hash, out->tokens.v + reader->first,
				   out->tokens.v + out->tokens.nr);
		declaration = LIST_ADD(out);
		*declaration = (struct declaration){ reader->first, out->tokens.nr, hash, whole };
	}
	reader->first = out->tokens.nr;
	reader->braces = reader->parens = reader->enum_at = 0;
	reader->calls = reader->assigns = reader->body = false;
}

/* An opening brace behind the token @before; the depth counts it already. */
static void see_brace(struct declaration_reader *reader, const struct ctoken *before)
{
	const struct ctoken *v = reader->out->tokens.v + reader->first;
	bool tagged = before > v && is_aggregate(before - 1);

	if (reader->parens)
		return;
	if (tagged)
		add_name(reader, before);
	if (!reader->enum_at && before >= v &&
	    ctoken_is(tagged ? before - 1 : before, "enum"))
		reader->enum_at = reader->braces;
	if (reader->braces == 1 && reader->calls && !reader->assigns)
		reader->body = true;
}

/* What the word @word, outside of all braces or in those of an enum, is followed by
 * (@next) tells whether it is a name. */
static void see_declared_word(struct declaration_reader *reader, const struct ctoken *word,
			      const struct ctoken *next)
{
	const struct ctoken *v = reader->out->tokens.v + reader->first;
	const size_t before = (size_t)(word - v);

	if (reader->enum_at && reader->braces == reader->enum_at && !reader->parens) {
		if (before && (*word[-1].text == '{' || *word[-1].text == ','))
			add_name(reader, word);
		return;
	}
	if (reader->braces || reader->assigns)
		return;
	if (reader->parens == 1 && before > 1 && *word[-1].text == '*' && *word[-2].text == '(') {
		add_name(reader, word);
		reader->calls = true;
	} else if (!reader->parens && *next->text == '(' && !reader->calls && !is_no_name(word)) {
		add_name(reader, word);
		reader->calls = true;
	}
}

static void see_punct(struct declaration_reader *reader, const struct ctoken *token)
{
	bool outside = !reader->braces && !reader->parens;

	switch (*token->text) {
	case '{':
		reader->braces++;
		see_brace(reader, token - 1);
		break;
	case '(':
		reader->parens++;
		break;
	case ')':
		reader->parens -= reader->parens > 0;
		break;
	case '=':
		if (outside && !reader->assigns) {
			name_before(reader, (size_t)(token - reader->out->tokens.v));
			reader->assigns = true;
		}
		break;
	case '}':
		if (reader->enum_at == reader->braces)
			reader->enum_at = 0;
		reader->braces -= reader->braces > 0;
		if (!reader->braces && reader->body)
			finish(reader, true);
		break;
	case ',':
		if (outside && !reader->calls && !reader->assigns)
			name_before(reader, (size_t)(token - reader->out->tokens.v));
		reader->assigns = reader->assigns && !outside;
		break;
	case ';':
		if (!outside)
			break;
		if (!reader->calls && !reader->assigns)
			name_before(reader, (size_t)(token - reader->out->tokens.v));
		finish(reader, true);
		break;
	default:
		break;
	}
}

/* A condition begins, turns or ends: tokens from @from on. */
static bool see_conditional(struct declaration_reader *reader, const struct ctoken *from,
			    const struct ctoken *end)
{
	const struct ctoken *word = from + 1;
	uint64_t *last = reader->around.nr ? &reader->around.v[reader->around.nr - 1] : NULL;

	if (word >= end)
		return false;
	if (ctoken_is(word, "if") || ctoken_is(word, "ifdef") || ctoken_is(word, "ifndef"))
		*LIST_ADD(&reader->around) = hash_tokens(HASH_START, from, end);
	else if (ctoken_is(word, "else") || ctoken_is(word, "elif"))
		*(last ? last : LIST_ADD(&reader->around)) =
			hash_tokens(last ? *last : HASH_START, from, end);
	else if (ctoken_is(word, "endif"))
		reader->around.nr -= reader->around.nr > 0;
	else
		return false;
	return true;
}

/* A directive is a declaration of its own, unless it stands in the middle of another
 * one; then it is a part of that. Its tokens begin at @from. */
static void see_directive(struct declaration_reader *reader, size_t from)
{
	struct declarations *out = reader->out;
	const struct ctoken *v = out->tokens.v;
	bool conditional = see_conditional(reader, v + from, v + out->tokens.nr);

	if (from > reader->first)
		return;
	if (conditional) {
		out->tokens.nr = from;
		return;
	}
	if (out->tokens.nr > from + 2 && ctoken_is(&v[from + 1], "define"))
		add_name(reader, &v[from + 2]);
	finish(reader, true);
}

void declarations_read(struct declarations *out, const char *source, size_t len)
{
	struct declaration_reader reader = { .out = out };
	struct clexer lexer;

	clexer_init(&lexer, source, len);
	struct ctoken next = clexer_next(&lexer);
	while (next.kind != CTOKEN_END) {
		const struct ctoken token = next;

		next = clexer_next(&lexer);
		*LIST_ADD(&out->tokens) = token;
		if (token.opens) {
			size_t from = out->tokens.nr - 1;

			for (; next.directive && !next.opens; next = clexer_next(&lexer))
				*LIST_ADD(&out->tokens) = next;
			see_directive(&reader, from);
		} else if (token.kind == CTOKEN_WORD && next.kind != CTOKEN_END) {
			see_declared_word(&reader, &out->tokens.v[out->tokens.nr - 1], &next);
		} else if (token.kind == CTOKEN_PUNCT) {
			see_punct(&reader, &out->tokens.v[out->tokens.nr - 1]);
		}
	}
	finish(&reader, false);
	free(reader.around.v);
}

void declarations_release(struct declarations *list)
{
	FREE_ALL(list->v, list->tokens.v, list->names.v);
	*list = (struct declarations){ 0 };
}

static int by_hash(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

struct hashes {
	uint64_t *v;
	size_t nr, alloc;
};

static struct hashes sorted_hashes(const struct declarations *list)
{
	struct hashes hashes = { 0 };

	FOR_EACH(declaration, list)
		*LIST_ADD(&hashes) = declaration->hash;
	LIST_SORT(&hashes, by_hash);
	return hashes;
}

static size_t count_hash(const struct hashes *sorted, uint64_t hash)
{
	return LIST_FIRST(sorted, one, *one <= hash) - LIST_FIRST(sorted, one, *one < hash);
}

static void take_names(const struct declarations *list, size_t nr, struct strlist *names)
{
	const struct declaration *declaration = &list->v[nr];
	const struct ctoken *first = &list->tokens.v[declaration->first];

	FOR_EACH(name, &list->names) {
		if (name->declaration != nr)
			continue;
		char *text = xstrndup(name->text, name->len);
		strlist_add(names, text);
		free(text);
	}
	if (first->opens && declaration->end > declaration->first + 1 &&
	    !ctoken_is(first + 1, "define")) {
		char *text = xasprintf("#%.*s", (int)first[1].len, first[1].text);

		strlist_add(names, text);
		free(text);
	}
}

static void take_words(const struct declarations *list, size_t nr, struct strlist *words)
{
	for (size_t i = list->v[nr].first; i < list->v[nr].end; i++)
		if (list->tokens.v[i].kind == CTOKEN_WORD)
			*LIST_ADD(words) = xstrndup(list->tokens.v[i].text, list->tokens.v[i].len);
}

/* Take what @a has more often than @b. */
static bool subtract(const struct declarations *a, const struct declarations *b,
		     void (*take)(const struct declarations *, size_t, struct strlist *),
		     struct strlist *out)
{
	struct hashes left = sorted_hashes(a), right = sorted_hashes(b);
	bool any = false;

	for (size_t i = 0; i < a->nr; i++) {
		if (count_hash(&left, a->v[i].hash) <= count_hash(&right, a->v[i].hash))
			continue;
		any = true;
		take(a, i, out);
	}
	strlist_sort(out);
	FREE_ALL(left.v, right.v);
	return any;
}

bool declarations_compare(const struct declarations *old, const struct declarations *new,
			  struct strlist *added, struct strlist *altered)
{
	bool gone = subtract(old, new, take_names, altered);
	size_t met = 0;

	subtract(new, old, take_names, added);
	for (size_t i = 0; i < new->nr &&met < old->nr; i++)
		met += new->v[i].hash == old->v[met].hash;
	return !gone && met == old->nr;
}

bool *declarations_fresh(const struct declarations *old, const struct declarations *new)
{
	struct hashes left = sorted_hashes(new), right = sorted_hashes(old);
	bool *fresh = xcalloc(new->nr + 1, sizeof(*fresh));

	for (size_t i = 0; i < new->nr; i++)
		fresh[i] = count_hash(&left, new->v[i].hash) > count_hash(&right, new->v[i].hash);
	FREE_ALL(left.v, right.v);
	return fresh;
}

void declarations_words(const struct declarations *old, const struct declarations *new,
			struct strlist *words)
{
	subtract(new, old, take_words, words);
}
