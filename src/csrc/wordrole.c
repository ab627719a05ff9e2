// SPDX-License-Identifier: GPL-2.0
/* Tells what the words of a declaration need from elsewhere. */
#include "csrc/wordrole.h"

#include "csrc/clex.h"
#include "lib/lib.h"

struct role_reader {
	struct wordroles *out;
	const struct ctoken *v;
	size_t nr;
	bool body;
	size_t braces, parens;
	size_t attribute;	/* depth of the parentheses of an attribute; 0: in none */
	struct strlist bound;
};

static bool is_keyword(const struct ctoken *token)
{
	static const char *const words[] = {
		"auto", "break", "case", "char", "const", "continue", "default", "do", "double",
		"else", "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long",
		"register", "restrict", "return", "short", "signed", "sizeof", "static", "struct",
		"switch", "typedef", "typeof", "union", "unsigned", "void", "volatile", "while",
		"_Bool", "_Static_assert", "_Alignof", "_Generic", "asm", "__asm__", "__asm",
		"__inline", "__inline__", "__attribute__", "__attribute", "__typeof__",
		"__typeof", "__volatile__", "__alignof__", "__extension__", "__func__",
		"__FILE__", "__LINE__", "__VA_ARGS__", "__VA_OPT__", "__label__", "__auto_type",
		"__int128", "__const__", "__signed__", "__FUNCTION__", "__COUNTER__", NULL
	};

	return ctoken_in(token, words) ||
	       (token->len > 10 && !strncmp(token->text, "__builtin_", 10));
}

static bool is_tagged(const struct role_reader *reader, size_t i)
{
	static const char *const words[] = { "struct", "union", "enum", NULL };

	return i && ctoken_in(&reader->v[i - 1], words);
}

static char punct(const struct role_reader *reader, size_t i)
{
	return i < reader->nr && reader->v[i].kind == CTOKEN_PUNCT ? *reader->v[i].text : '\0';
}

static bool is_reached(const struct role_reader *reader, size_t i)
{
	return i && (punct(reader, i - 1) == '.' ||
		     (i > 1 && punct(reader, i - 1) == '>' && punct(reader, i - 2) == '-'));
}

/* May the word @i end the type that stands in front of a declarator? */
static bool ends_type(const struct role_reader *reader, size_t i)
{
	static const char *const types[] = { "int", "char", "long", "short", "unsigned", "signed",
					     "void", "float", "double", "_Bool", NULL };

	if (reader->v[i].kind != CTOKEN_WORD || is_reached(reader, i))
		return false;
	return !is_keyword(&reader->v[i]) || ctoken_in(&reader->v[i], types);
}

/* Can the word @i be nothing but the begin of a declaration's type? In a body "a * b" can
 * multiply. */
static bool begins_type(const struct role_reader *reader, size_t i)
{
	static const char *const words[] = { "const", "volatile", "struct", "union", "enum",
					     "static", "unsigned", "signed", "long", "short",
					     NULL };
	bool loose = !reader->body && !reader->braces;

	if (ctoken_in(&reader->v[i], words) || is_tagged(reader, i) || is_keyword(&reader->v[i]))
		return true;
	if (!i)
		return loose;
	if (reader->v[i - 1].kind == CTOKEN_WORD)
		return ctoken_in(&reader->v[i - 1], words);
	return punct(reader, i - 1) == ';' || punct(reader, i - 1) == '{' ||
	       (loose && strchr("(,", *reader->v[i - 1].text));
}

/* "type word", "type *word" in front of , ) ; = [ : it is declared here. */
static bool is_declarator(const struct role_reader *reader, size_t i)
{
	size_t type = i;
	char next = punct(reader, i + 1);

	if (!i || !next || !strchr(",);=[", next) || is_tagged(reader, i) ||
	    (!reader->parens && !reader->braces && !reader->body))
		return false;
	while (type && punct(reader, type - 1) == '*')
		type--;
	if (!type || !ends_type(reader, type - 1))
		return false;
	return type == i || begins_type(reader, type - 1);
}

static void add(struct strlist *list, const struct ctoken *token)
{
	*LIST_ADD(list) = xstrndup(token->text, token->len);
}

static bool is_bound(const struct role_reader *reader, const struct ctoken *token)
{
	FOR_EACH(word, &reader->bound)
		if (ctoken_is(token, *word))
			return true;
	return false;
}

static void sort_word(struct role_reader *reader, size_t i)
{
	const struct ctoken *token = &reader->v[i];
	static const char *const looks[] = { "sizeof", "typeof", "__typeof__", "__typeof", NULL };

	reader->out->inside = reader->out->inside || is_reached(reader, i) ||
			      ctoken_in(token, looks);
	if (isdigit((unsigned char)*token->text))
		return;
	if (ctoken_is(token, "__attribute__") || ctoken_is(token, "__attribute"))
		reader->attribute = reader->parens + 1;
	if (is_keyword(token) || reader->attribute || is_reached(reader, i) ||
	    is_bound(reader, token)) {
		add(&reader->out->others, token);
	} else if (is_tagged(reader, i)) {
		add(&reader->out->tags, token);
		reader->out->inside = reader->out->inside ||
				      (punct(reader, i + 1) != '*' && punct(reader, i + 1) != ';');
	} else if (is_declarator(reader, i)) {
		add(&reader->out->others, token);
		add(&reader->bound, token);
	} else {
		add(&reader->out->plain, token);
	}
}

static void see_punct(struct role_reader *reader, char c)
{
	reader->parens += c == '(';
	reader->braces += c == '{';
	reader->braces -= c == '}' && reader->braces;
	if (c == ')' && reader->parens && --reader->parens < reader->attribute)
		reader->attribute = 0;
}

void wordroles_read(struct wordroles *out, const struct ctoken *tokens, size_t nr, bool body)
{
	struct role_reader reader = { .out = out, .v = tokens, .nr = nr, .body = body };

	for (size_t i = 0; i < nr; i++) {
		if (tokens[i].kind == CTOKEN_WORD)
			sort_word(&reader, i);
		else if (tokens[i].kind == CTOKEN_PUNCT)
			see_punct(&reader, *tokens[i].text);
	}
	strlist_release(&reader.bound);
}

void wordroles_release(struct wordroles *out)
{
	STRLIST_RELEASE_ALL(&out->plain, &out->tags, &out->others);
}
