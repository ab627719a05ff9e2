// SPDX-License-Identifier: GPL-2.0
/* Finds functions, calls and stores in C source by its braces and parentheses. */
#include "csrc/cscan.h"

#include "lib/lib.h"

#define DEEP 64 /* parentheses and conditionals that are told apart */
#define CAST 40 /* tokens of a cast at most */

/* Where in the nesting the parser stands; copied at #if. */
struct scope {
	int braces, brackets, nr_parens, function;	/* function: -1 outside */
	struct ctoken callee[DEEP];
	int opened_at[DEEP];	/* braces open when the parenthesis was opened */
	/* the statement outside of functions */
	struct ctoken before, word, candidate, old_style;
	bool macro;		/* in the body of a #define */
	bool local, assigned, array, in_table;
	bool strong, behind;	/* a type stands before the candidate, a word behind it */
	bool annotated;		/* and that word is an annotation */
	bool old_local, in_column;	/* @old_style is static; the brace is in column 1 */
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
	size_t marks_outside, nr_stack;
	struct conditional *stack;	/* DEEP of them */
	struct cscan *out;
};

static const struct ctoken none;

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

static struct cscan_mark *add_mark(struct parser *parser, enum mark_kind kind, size_t word)
{
	const struct scope *now = &parser->now;
	struct cscan_mark *mark = LIST_ADD(&parser->out->marks);

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

	if (i < 2 || !is_name(parser, i - 1) || !is_member(parser, i - 1))
		return false;
	/* a cast, which may be one to a pointer to a function */
	if (punct(parser, value) == '(') {
		int depth = 0;

		do {
			depth += (punct(parser, value) == '(') - (punct(parser, value) == ')');
		} while (++value < parser->tokens.nr && depth && value < i + CAST);
	}
	value += punct(parser, value) == '&';
	if (!is_name(parser, value) || !memchr(",};", punct(parser, value + 1), 3))
		return false;
	struct cscan_mark *mark = add_mark(parser, MARK_STORE, value);
	mark->other = parser->tokens.v[i - 1];
	mark->sure = true;
	return true;
}

/* Does the word at @i stand alone between two of "(,{" and "),}"? */
static bool revisions_alone(const struct parser *parser, size_t i, const char *open,
			    const char *close)
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
	const struct cscan *out = parser->out;
	const struct ctoken *callee = now->nr_parens > 0 && now->nr_parens <= DEEP ?
					      &now->callee[now->nr_parens - 1] : NULL;

	/* the value of a store, seen from its "=" */
	for (size_t k = out->marks.nr; k && k + CAST > out->marks.nr; k--)
		if (out->marks.v[k - 1].kind == MARK_STORE &&
		    out->marks.v[k - 1].word.text == parser->tokens.v[i].text)
			return;
	if (is_member(parser, i))
		return;
	if (callee && callee->len && revisions_alone(parser, i, "(,)", "),"))
		add_mark(parser, MARK_ARGUMENT, i)->other = *callee;
	else if (now->in_table && !now->nr_parens && revisions_alone(parser, i, "{,)", ",}"))
		add_mark(parser, MARK_STORE, i)->sure = true;
	else
		add_mark(parser, MARK_MENTION, i);
}

/* A word where only types and declarations stand: broken source may show there what
 * belongs to a function. */
static void see_stray(struct parser *parser, size_t i)
{
	const struct scope *now = &parser->now;
	bool declared = (i && (is_name(parser, i - 1) || punct(parser, i - 1) == '*')) ||
			(!now->braces && ctoken_is_annotation(&now->candidate));

	if (punct(parser, i + 1) == '(' && !declared)
		add_mark(parser, MARK_MENTION, i)->stray = true;
}

static void see_word(struct parser *parser, size_t i)
{
	const struct scope *now = &parser->now;

	if (ctoken_is_keyword(&parser->tokens.v[i]))
		return;
	if (punct(parser, i + 1) != '(')
		see_plain_word(parser, i);
	else if (is_member(parser, i))
		add_mark(parser, MARK_POINTER, i);
	else
		add_mark(parser, now->function >= 0 ? MARK_CALL : MARK_MENTION, i);
}

static void push_paren(struct parser *parser, size_t i)
{
	struct scope *now = &parser->now;

	if (now->nr_parens++ >= DEEP)
		return;
	now->callee[now->nr_parens - 1] = none;
	now->opened_at[now->nr_parens - 1] = now->braces;
	if (i && is_name(parser, i - 1) && !ctoken_is_keyword(&parser->tokens.v[i - 1]))
		now->callee[now->nr_parens - 1] = parser->tokens.v[i - 1];
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
	now->before = now->word = now->candidate = now->table = now->type = none;
	now->local = now->assigned = now->array = now->in_table = false;
	now->strong = now->behind = now->annotated = false;
	now->brackets = 0;
	now->element = 0;
}

static int start_function(struct parser *parser, const struct ctoken *name, bool local, bool macro)
{
	*LIST_ADD(&parser->out->functions) = (struct cfunction){ .name = *name, .local = local,
								 .macro = macro };
	return (int)parser->out->functions.nr - 1;
}

static void mark_broken(struct parser *parser)
{
	if (parser->now.function >= 0)
		parser->out->functions.v[parser->now.function].broken = true;
}

/* A brace outside of all others begins a function, a table or a type. */
static void open_outermost(struct parser *parser, bool first_column)
{
	struct scope *now = &parser->now;
	const struct ctoken *name = now->candidate.len ? &now->candidate : &now->old_style;

	now->in_table = now->assigned;
	/* parameters in the old style end right before the brace */
	if (now->assigned || !name->len || (!now->candidate.len && now->word.len))
		return;
	now->function = start_function(parser, name, now->local || (!now->candidate.len &&
								    now->old_local), false);
	now->in_column = first_column;
	now->nr_parens = 0;
}

static void close_brace(struct parser *parser, bool first_column)
{
	struct scope *now = &parser->now;

	if (!now->braces)
		return;
	/* one too many: what follows still belongs to the function */
	if (now->braces == 1 && (now->macro || (now->function >= 0 && now->in_column &&
						!first_column))) {
		mark_broken(parser);
		return;
	}
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
	now->local = now->local || ctoken_is(token, "static");
	if (now->candidate.len && !now->behind)
		now->annotated = ctoken_is_annotation(token);
	now->behind = now->candidate.len;
	if (now->brackets || (ctoken_is_annotation(token) && now->word.len))
		return;
	now->before = now->word;
	now->word = *token;
}

/* The word before a parenthesis names the function if a type stands before it; else
 * it may be an annotation: "__printf(1, 2) int f(void) __acquires(lock)". */
static void see_candidate(struct parser *parser, size_t i)
{
	static const char *const storage[] = { "static", "extern", "inline", NULL };
	static const char *const attributes[] = { "__attribute__", "__aligned", NULL };
	const struct ctoken *name = &parser->tokens.v[i];
	struct scope *now = &parser->now;
	bool strong = i && (punct(parser, i - 1) == '*' ||
			    (is_name(parser, i - 1) && !ctoken_in(name - 1, storage)));

	if ((now->strong && !strong) || ctoken_in(name, attributes))
		return;
	if (!now->candidate.len || strong || !ctoken_is_annotation(name)) {
		now->candidate = *name;
		now->strong = strong;
		now->behind = now->annotated = false;
	}
}

/* What a token means for the statement outside of functions. */
static void see_outer(struct parser *parser, size_t i, char c)
{
	struct scope *now = &parser->now;
	const struct ctoken *token = &parser->tokens.v[i];

	if (c == '(') {
		if (i && is_name(parser, i - 1) && !now->assigned)
			see_candidate(parser, i - 1);
	} else if (c == '[' || c == ']') {
		now->array = true;
		now->brackets += c == '[' ? 1 : -1;
	} else if (c == '=' && !now->assigned) {
		now->assigned = true;
		now->table = now->word;
		now->type = now->before;
	} else if (c == ';') {
		/* "int f(a) int a; {": parameters behind the parenthesis */
		bool old = now->candidate.len && now->behind && !now->annotated && !now->assigned;
		bool more = now->old_style.len && !now->candidate.len;
		struct ctoken name = old ? now->candidate : more ? now->old_style : none;
		bool local = old ? now->local : now->old_local;

		end_statement(now);
		now->old_style = name;
		now->old_local = local;
	} else if (token->kind == CTOKEN_WORD) {
		see_outer_word(now, token);
	}
}

static void see_token(struct parser *parser, size_t i)
{
	struct scope *now = &parser->now;
	const struct ctoken *token = &parser->tokens.v[i];
	bool first_column = token->text == parser->source || token->text[-1] == '\n';
	char c = punct(parser, i);

	if (!now->braces && !now->nr_parens)
		see_outer(parser, i, c);
	if (c == '(') {
		push_paren(parser, i);
	} else if (c == ')') {
		pop_paren(parser, i);
	} else if (c == '{') {
		if (!now->braces)
			open_outermost(parser, first_column);
		now->element += now->in_table && now->braces == 1;
		now->braces++;
	} else if (c == '}') {
		close_brace(parser, first_column);
	} else if (c == '=' && punct(parser, i + 1) != '=') {
		see_store(parser, i);
	} else if (token->kind == CTOKEN_WORD) {
		if (now->function >= 0 || now->in_table || now->nr_parens || now->assigned)
			see_word(parser, i);
		else
			see_stray(parser, i);
	}
}

static bool is_same_place(const struct scope *a, const struct scope *b)
{
	return a->braces == b->braces && a->function == b->function && a->nr_parens == b->nr_parens;
}

static void open_conditional(struct parser *parser)
{
	if (parser->nr_stack++ < DEEP)
		parser->stack[parser->nr_stack - 1] =
			(struct conditional){ .start = parser->now };
}

static void next_branch(struct parser *parser)
{
	struct conditional *top = &parser->stack[(parser->nr_stack - 1) % DEEP];

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
	if (!parser->nr_stack || parser->nr_stack-- > DEEP)
		return;
	struct conditional *top = &parser->stack[parser->nr_stack];
	if (!top->other_branch)
		return;
	bool differ = !is_same_place(&top->first, &parser->now);
	if (differ)
		mark_broken(parser);
	parser->now = top->first;
	if (differ)
		mark_broken(parser);
}

static void begin_macro(struct parser *parser, const struct ctoken *name)
{
	parser->outside = parser->now;
	parser->marks_outside = parser->out->marks.nr;
	parser->now = (struct scope){ .braces = 1, .macro = true };
	parser->now.function = start_function(parser, name, true, true);
}

static void end_macro(struct parser *parser)
{
	if (parser->out->marks.nr == parser->marks_outside)
		parser->out->functions.nr--; /* nothing of interest */
	parser->now = parser->outside;
}

static void parse(struct parser *parser)
{
	for (size_t i = 0; i < parser->tokens.nr; i++) {
		int kind = (int)parser->tokens.v[i].kind;

		if (kind == CPRE_IF)
			open_conditional(parser);
		else if (kind == CPRE_ELSE)
			next_branch(parser);
		else if (kind == CPRE_ENDIF)
			close_conditional(parser);
		else if (kind == CPRE_DEFINE)
			begin_macro(parser, &parser->tokens.v[i]);
		else if (kind == CPRE_END_DEFINE)
			end_macro(parser);
		else
			see_token(parser, i);
	}
	mark_broken(parser);
}

void cscan_find(struct cscan *out, const char *source, size_t len)
{
	struct parser parser = { .source = source, .now.function = -1, .out = out };

	cpre_read(&parser.tokens, source, len);
	parser.stack = xcalloc(DEEP, sizeof(*parser.stack));
	parse(&parser);
	free(parser.stack);
	ctokens_release(&parser.tokens);
}

void cscan_release(struct cscan *out)
{
	FREE_ALL(out->functions.v, out->marks.v);
	*out = (struct cscan){ 0 };
}
