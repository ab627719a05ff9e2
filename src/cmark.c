// SPDX-License-Identifier: GPL-2.0
/* Finds functions, calls and stores in C source by its braces and parentheses. */
#include "cmark.h"

#include "list.h"

#include <stdlib.h>
#include <string.h>

#define DEEP 64 /* parentheses and conditionals that are told apart */

/* Where in the nesting the parser stands; copied at #if. */
struct scope {
	int braces, brackets, nr_parens;
	int function;		/* -1 outside */
	bool macro;		/* in the body of a #define */
	struct ctoken callee[DEEP];
	int opened_at[DEEP];	/* braces open when the parenthesis was opened */
	/* the statement outside of functions */
	struct ctoken before, word, candidate, old_style;
	bool local, aggregate, assigned, array, in_table;
	unsigned element;
	struct ctoken table, type;
};

struct conditional {
	struct scope start, first;
	bool other_branch;	/* #else or #elif was seen */
};

struct parser {
	const char *source;
	struct ctokens tokens;
	struct scope now, outside;	/* @outside: of the macro that is being defined */
	size_t marks_outside;
	struct conditional *stack;	/* DEEP of them */
	size_t nr_stack;
	struct cmarks *out;
};

static bool is(const struct ctoken *token, const char *text)
{
	return token->len == strlen(text) && !memcmp(token->text, text, token->len);
}

static bool is_one_of(const struct ctoken *token, const char *const *words)
{
	while (*words && !is(token, *words))
		words++;
	return *words != NULL;
}

static bool is_keyword(const struct ctoken *token)
{
	static const char *const words[] = { "if", "while", "for", "switch", "return", "sizeof",
					     "typeof", "__typeof__", "defined", "do", "else",
					     "case", "goto", "int", "void", "__attribute__",
					     NULL };

	return is_one_of(token, words);
}

/* "__init", "__acquires(lock)": they take no name's place. */
static bool is_annotation(const struct ctoken *word)
{
	return word->len > 2 && !memcmp(word->text, "__", 2);
}

static char punct(const struct parser *parser, size_t i)
{
	return i < parser->tokens.nr && parser->tokens.v[i].kind == CTOKEN_PUNCT ?
		       *parser->tokens.v[i].text : '\0';
}

static bool is_name(const struct parser *parser, size_t i)
{
	return i < parser->tokens.nr && parser->tokens.v[i].kind == CTOKEN_WORD;
}

/* Is the word at @i a member: behind "->" or "."? */
static bool is_member(const struct parser *parser, size_t i)
{
	return i > 0 && (punct(parser, i - 1) == '.' ||
			 (i > 1 && punct(parser, i - 1) == '>' && punct(parser, i - 2) == '-'));
}

static struct cmark *add_mark(struct parser *parser, enum mark_kind kind, size_t word)
{
	const struct scope *now = &parser->now;
	struct cmark *mark = LIST_ADD(&parser->out->marks);

	mark->kind = kind;
	mark->word = parser->tokens.v[word];
	mark->function = now->function;
	mark->sure = kind == MARK_CALL || kind == MARK_POINTER;
	if (kind == MARK_STORE && now->in_table) {
		mark->table = now->table;
		mark->type = now->type;
		mark->element = now->array ? now->element : 0;
	}
	return mark;
}

/* ".field = [&][(cast)] word" and "x->field = word"; @i is at "=". True when it is one. */
static bool see_store(struct parser *parser, size_t i)
{
	size_t value = i + 1;
	struct cmark *mark;

	if (i < 2 || !is_name(parser, i - 1) || !is_member(parser, i - 1))
		return false;
	if (punct(parser, value) == '(')
		while (value < parser->tokens.nr && value < i + 12 && punct(parser, value++) != ')')
			continue;
	value += punct(parser, value) == '&';
	if (!is_name(parser, value) || !memchr(",};", punct(parser, value + 1), 3))
		return false;
	mark = add_mark(parser, MARK_STORE, value);
	mark->other = parser->tokens.v[i - 1];
	mark->sure = true;
	return true;
}

/* Does the word at @i stand alone between two of "(,{" and "),}"? */
static bool stands_alone(const struct parser *parser, size_t i, const char *open, const char *close)
{
	size_t before = i ? i - 1 : 0;

	if (punct(parser, before) == '&' && before)
		before--;
	return punct(parser, before) && strchr(open, punct(parser, before)) &&
	       punct(parser, i + 1) && strchr(close, punct(parser, i + 1));
}

static void see_plain_word(struct parser *parser, size_t i)
{
	const struct scope *now = &parser->now;
	const struct cmarks *out = parser->out;
	const struct cmark *last = out->marks.nr ? &out->marks.v[out->marks.nr - 1] : NULL;
	const struct ctoken *callee = now->nr_parens > 0 && now->nr_parens <= DEEP ?
					      &now->callee[now->nr_parens - 1] : NULL;

	if (last && last->kind == MARK_STORE && last->word.text == parser->tokens.v[i].text)
		return;
	if (is_member(parser, i))
		return;
	if (callee && callee->len && stands_alone(parser, i, "(,)", "),"))
		add_mark(parser, MARK_ARGUMENT, i)->other = *callee;
	else if (now->in_table && !now->nr_parens && stands_alone(parser, i, "{,)", ",}"))
		add_mark(parser, MARK_STORE, i)->sure = true;
	else
		add_mark(parser, MARK_MENTION, i);
}

static void see_word(struct parser *parser, size_t i)
{
	const struct scope *now = &parser->now;

	if (is_keyword(&parser->tokens.v[i]))
		return;
	if (punct(parser, i + 1) != '(')
		see_plain_word(parser, i);
	else if (is_member(parser, i))
		add_mark(parser, MARK_POINTER, i);
	else if (now->function >= 0)
		add_mark(parser, MARK_CALL, i);
}

static void push_paren(struct parser *parser, size_t i)
{
	struct scope *now = &parser->now;

	if (now->nr_parens < DEEP) {
		struct ctoken none = { 0 };
		bool call = i && is_name(parser, i - 1) && !is_keyword(&parser->tokens.v[i - 1]);

		now->callee[now->nr_parens] = call ? parser->tokens.v[i - 1] : none;
		now->opened_at[now->nr_parens] = now->braces;
	}
	now->nr_parens++;
}

static void pop_paren(struct parser *parser, size_t i)
{
	struct scope *now = &parser->now;

	now->nr_parens -= now->nr_parens > 0;
	/* (*x->field)(...) */
	if (punct(parser, i + 1) == '(' && i && is_name(parser, i - 1) && is_member(parser, i - 1))
		add_mark(parser, MARK_POINTER, i - 1);
}

static void end_statement(struct scope *now)
{
	struct ctoken none = { 0 };

	now->before = now->word = now->candidate = now->table = now->type = none;
	now->local = now->aggregate = now->assigned = now->array = now->in_table = false;
	now->brackets = 0;
	now->element = 0;
}

static int start_function(struct parser *parser, const struct ctoken *name, bool local, bool macro)
{
	struct cfunction *function = LIST_ADD(&parser->out->functions);

	function->name = *name;
	function->local = local;
	function->macro = macro;
	return (int)parser->out->functions.nr - 1;
}

static void mark_broken(struct parser *parser)
{
	if (parser->now.function >= 0)
		parser->out->functions.v[parser->now.function].broken = true;
}

/* A brace outside of all others begins a function, a table or a type. */
static void open_outermost(struct parser *parser)
{
	struct scope *now = &parser->now;
	const struct ctoken *name = now->candidate.len ? &now->candidate : &now->old_style;

	now->in_table = now->assigned;
	if (now->assigned || !name->len || (now->aggregate && is_annotation(name)))
		return;
	now->function = start_function(parser, name, now->local, false);
	now->nr_parens = 0;
}

static void close_brace(struct parser *parser, bool first_column)
{
	struct scope *now = &parser->now;

	if (!now->braces)
		return;
	now->braces--;
	while (now->nr_parens > 0 && now->nr_parens <= DEEP &&
	       now->opened_at[now->nr_parens - 1] > now->braces) {
		now->nr_parens--;
		mark_broken(parser);
	}
	if (first_column && now->braces && !now->macro) {
		mark_broken(parser);
		now->braces = 0;
	}
	if (now->braces)
		return;
	if (now->nr_parens && now->function >= 0)
		mark_broken(parser);
	now->nr_parens = 0;
	now->function = -1;
	if (!now->in_table)
		end_statement(now);
	now->in_table = false;
}

/* A name outside of all braces and parentheses. */
static void see_outer_word(struct scope *now, const struct ctoken *token)
{
	static const char *const aggregates[] = { "struct", "union", "enum", NULL };

	now->local = now->local || is(token, "static");
	now->aggregate = now->aggregate || is_one_of(token, aggregates);
	if (now->brackets || (is_annotation(token) && now->word.len))
		return;
	now->before = now->word;
	now->word = *token;
}

/* The word before a parenthesis names the function; in "int f(void) __acquires(lock)"
 * only the first one does, in "__printf(1, 2) int f(void)" only the last. */
static void see_candidate(struct scope *now, const struct ctoken *name)
{
	if (!now->candidate.len || is_annotation(&now->candidate) || !is_annotation(name))
		now->candidate = *name;
}

/* What a token means for the statement outside of functions. */
static void see_outer(struct parser *parser, size_t i, char c)
{
	struct scope *now = &parser->now;
	const struct ctoken *token = &parser->tokens.v[i];

	if (c == '(') {
		if (i && is_name(parser, i - 1) && !now->assigned)
			see_candidate(now, token - 1);
	} else if (c == '[' || c == ']') {
		now->array = true;
		now->brackets += c == '[' ? 1 : -1;
	} else if (c == '=' && !now->assigned) {
		now->assigned = true;
		now->table = now->word;
		now->type = now->before;
	} else if (c == ';') {
		struct ctoken none = { 0 };
		/* "int f(a) int a; {": parameters behind the parenthesis */
		bool old = now->candidate.len && punct(parser, i - 1) != ')' && !now->assigned;
		struct ctoken name = old ? now->candidate : none;

		if (now->old_style.len && !now->candidate.len && punct(parser, i - 1) != ')')
			name = now->old_style;
		end_statement(now);
		now->old_style = name;
	} else if (token->kind == CTOKEN_WORD) {
		see_outer_word(now, token);
	}
}

static void see_token(struct parser *parser, size_t i)
{
	struct scope *now = &parser->now;
	const struct ctoken *token = &parser->tokens.v[i];
	char c = punct(parser, i);

	if (!now->braces && !now->nr_parens)
		see_outer(parser, i, c);
	if (c == '(') {
		push_paren(parser, i);
	} else if (c == ')') {
		pop_paren(parser, i);
	} else if (c == '{') {
		if (!now->braces)
			open_outermost(parser);
		now->element += now->in_table && now->braces == 1;
		now->braces++;
	} else if (c == '}') {
		close_brace(parser, token->text == parser->source || token->text[-1] == '\n');
	} else if (c == '=' && punct(parser, i + 1) != '=') {
		see_store(parser, i);
	} else if (token->kind == CTOKEN_WORD &&
		   (now->function >= 0 || now->in_table || now->nr_parens || now->assigned)) {
		see_word(parser, i);
	}
}

static bool is_same_place(const struct scope *a, const struct scope *b)
{
	return a->braces == b->braces && a->function == b->function &&
	       a->nr_parens == b->nr_parens;
}

static void open_conditional(struct parser *parser)
{
	if (parser->nr_stack++ < DEEP)
		parser->stack[parser->nr_stack - 1] =
			(struct conditional){ .start = parser->now };
}

static void next_branch(struct parser *parser)
{
	struct conditional *top = &parser->stack[parser->nr_stack - 1];

	if (!parser->nr_stack || parser->nr_stack > DEEP)
		return;
	if (!top->other_branch)
		top->first = parser->now;
	else if (!is_same_place(&top->first, &parser->now))
		mark_broken(parser);
	top->other_branch = true;
	parser->now = top->start;
}

static void close_conditional(struct parser *parser)
{
	struct conditional *top;

	if (!parser->nr_stack || parser->nr_stack-- > DEEP)
		return;
	top = &parser->stack[parser->nr_stack];
	if (!top->other_branch)
		return;
	if (!is_same_place(&top->first, &parser->now)) {
		mark_broken(parser);
		parser->now = top->first;
		mark_broken(parser);
	}
	parser->now = top->first;
}

static void begin_macro(struct parser *parser, const struct ctoken *name)
{
	parser->outside = parser->now;
	parser->marks_outside = parser->out->marks.nr;
	parser->now = (struct scope){ .braces = 1, .macro = true };
	parser->now.function = start_function(parser, name, true, true);
}

/* A macro that holds nothing of interest is forgotten. */
static void end_macro(struct parser *parser)
{
	if (parser->out->marks.nr == parser->marks_outside)
		parser->out->functions.nr--;
	parser->now = parser->outside;
}

static void parse(struct parser *parser)
{
	for (size_t i = 0; i < parser->tokens.nr; i++) {
		switch ((int)parser->tokens.v[i].kind) {
		case CPRE_IF:
			open_conditional(parser);
			break;
		case CPRE_ELSE:
			next_branch(parser);
			break;
		case CPRE_ENDIF:
			close_conditional(parser);
			break;
		case CPRE_DEFINE:
			begin_macro(parser, &parser->tokens.v[i]);
			break;
		case CPRE_END_DEFINE:
			end_macro(parser);
			break;
		default:
			see_token(parser, i);
		}
	}
	mark_broken(parser);
}

void cmarks_find(struct cmarks *out, const char *source, size_t len)
{
	struct parser parser = { .source = source, .now.function = -1, .out = out };

	cpre_read(&parser.tokens, source, len);
	parser.stack = xcalloc(DEEP, sizeof(*parser.stack));
	parse(&parser);
	ctokens_release(&parser.tokens);
	free(parser.stack);
}

void cmarks_release(struct cmarks *out)
{
	free(out->functions.v);
	free(out->marks.v);
	*out = (struct cmarks){ 0 };
}
