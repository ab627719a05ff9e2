// SPDX-License-Identifier: GPL-2.0
/* Takes apart what a header gains. */
#include "csrc/addition.h"

#include "csrc/clex.h"
#include "csrc/declare.h"
#include "csrc/directive.h"
#include "lib/lib.h"

/* Both texts of the header. */
struct header_pair {
	struct declarations old, new;
	struct directives directives;	/* of the new one */
};

static void free_header_pair(struct header_pair *pair)
{
	declarations_release(&pair->old);
	declarations_release(&pair->new);
	directives_release(&pair->directives);
}

/* The tokens of one declaration. */
struct declaration_tokens {
	const struct ctoken *v;
	size_t nr;
};

static bool holds(const struct declaration_tokens *tokens, const char *const *words)
{
	for (size_t i = 0; i < tokens->nr && !ctoken_is(&tokens->v[i], "{"); i++)
		if (ctoken_in(&tokens->v[i], words))
			return true;
	return false;
}

static bool holds_mark(const struct declaration_tokens *tokens, const char *mark)
{
	for (size_t i = 0; i < tokens->nr; i++)
		if (ctoken_is(&tokens->v[i], mark))
			return true;
	return false;
}

static const char *const aggregates[] = { "struct", "union", "enum", NULL };

static bool is_type(const struct declaration_tokens *tokens)
{
	if (ctoken_is(tokens->v, "typedef"))
		return true;
	return tokens->nr > 2 && ctoken_in(tokens->v, aggregates) &&
	       (ctoken_is(&tokens->v[1], "{") || ctoken_is(&tokens->v[2], "{") ||
		ctoken_is(&tokens->v[2], ";")) &&
	       (tokens->nr == 3 || ctoken_is(&tokens->v[tokens->nr - 2], "}") ||
		!holds_mark(tokens, "{"));
}

static const char *refuse_directive(const struct declaration_tokens *tokens)
{
	if (tokens->nr > 2 && ctoken_is(&tokens->v[1], "define"))
		return NULL;
	return "a directive other than #define is added";
}

/* Why this is none of what an addition may hold; NULL: it is. */
static const char *why_refused(const struct declaration_tokens *tokens)
{
	static const char *const inlines[] = { "inline", "__always_inline", "__inline", NULL };
	static const char *const statics[] = { "static", NULL };

	if (tokens->v->opens)
		return refuse_directive(tokens);
	for (size_t i = 0; i < tokens->nr; i++)
		if (tokens->v[i].opens)
			return "there is a directive inside what is added";
	if (is_type(tokens))
		return NULL;
	if (tokens->nr > 1 && *tokens->v[1].text == '(')
		return "a macro makes what is added";
	if (holds(tokens, statics) && holds(tokens, inlines) && holds_mark(tokens, "{"))
		return NULL;
	if (holds_mark(tokens, "{") || holds_mark(tokens, "=") || holds(tokens, statics))
		return "a definition is added, which is for the link to judge";
	if (!holds_mark(tokens, "(") && !ctoken_is(tokens->v, "extern"))
		return "a variable is added, which is for the link to judge";
	return NULL;
}

static bool is_forward(const struct declaration_tokens *tokens)
{
	return tokens->nr == 3 && ctoken_in(tokens->v, aggregates) &&
	       ctoken_is(&tokens->v[2], ";");
}

static void take_declaration(struct addition *out, const struct header_pair *pair, size_t nr)
{
	const struct declaration *declaration = &pair->new.v[nr];
	const struct declaration_tokens tokens = { pair->new.tokens.v + declaration->first,
						   declaration->end - declaration->first };
	const char *why = declaration->whole ? why_refused(&tokens) : "what is added is incomplete";
	unsigned last = tokens.v[tokens.nr - 1].line;

	if (why && !out->why)
		out->why = xstrdup(why);
	out->line = out->line ? out->line : tokens.v->line;
	out->last = last;
	directives_tests(&pair->directives, tokens.v->line, last, &out->tests);
	if (is_forward(&tokens))
		*LIST_ADD(&out->forward) = xstrndup(tokens.v[1].text, tokens.v[1].len);
	if (tokens.v->opens)
		return;
	out->types = out->types || (is_type(&tokens) && holds_mark(&tokens, "{"));
	wordroles_read(&out->words, tokens.v, tokens.nr, false);
}

static void take_own(struct addition *out, const struct declarations *list, const bool *fresh)
{
	FOR_EACH(name, &list->names)
		if (fresh[name->declaration])
			*LIST_ADD(&out->own) = xstrndup(name->text, name->len);
	strlist_sort(&out->own);
}

/* A new name that the old text holds already may mean something there now. */
static void find_mention(struct addition *out, const char *old)
{
	struct clexer lexer;

	clexer_init(&lexer, old, strlen(old));
	for (struct ctoken token = clexer_next(&lexer); token.kind != CTOKEN_END && !out->why;
	     token = clexer_next(&lexer)) {
		if (token.kind != CTOKEN_WORD)
			continue;
		char *word CLEANUP(free_text) = xstrndup(token.text, token.len);
		if (strlist_find(&out->own, word))
			out->why = xasprintf("%s also occurs elsewhere in the header", word);
	}
}

/* What comes in between is read by one part of the addition and not by the other. */
static bool includes_between(const struct addition *out, const struct directives *directives)
{
	FOR_EACH(directive, directives)
		if (directive->kind == DIRECTIVE_INCLUDE && directive->line > out->line &&
		    directive->line < out->last)
			return true;
	return false;
}

void addition_read(struct addition *out, const char *old, const char *new)
{
	struct header_pair pair CLEANUP(free_header_pair) = { 0 };

	declarations_read(&pair.old, old, strlen(old));
	declarations_read(&pair.new, new, strlen(new));
	directives_read(&pair.directives, new, strlen(new));
	bool *fresh = declarations_fresh(&pair.old, &pair.new);
	for (size_t i = 0; i < pair.new.nr; i++)
		if (fresh[i])
			take_declaration(out, &pair, i);
	take_own(out, &pair.new, fresh);
	free(fresh);
	if (!out->line && !out->why)
		out->why = xstrdup("nothing but conditions differs");
	if (!pair.directives.guard && !out->why)
		out->why = xstrdup("no guard lets the header be read once");
	if (includes_between(out, &pair.directives) && !out->why)
		out->why = xstrdup("there is an #include between the parts of what is added");
	find_mention(out, old);
	strlist_sort(&out->tests);
	strlist_sort(&out->forward);
}

void addition_release(struct addition *out)
{
	STRLIST_RELEASE_ALL(&out->own, &out->tests, &out->forward);
	wordroles_release(&out->words);
	free(out->why);
	*out = (struct addition){ 0 };
}
