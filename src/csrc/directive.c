// SPDX-License-Identifier: GPL-2.0
/* Reads the preprocessor lines of a text and the conditions around them. */
#include "csrc/directive.h"

#include "csrc/clex.h"
#include "lib/lib.h"

struct directive_reader {
	struct directives *out;
	struct clexer lexer;
	struct ctoken next;
	struct {
		size_t *v;
		size_t nr, alloc;
	} open;			/* conditions */
	size_t lines;		/* directives of any kind that were read */
	bool outside;		/* something stands outside of the first condition */
};

static char *text_of(const struct ctoken *token)
{
	return xstrndup(token->text, token->len);
}

/* The tokens of one directive, without "#" and its word. */
struct directive_line {
	const struct ctoken *v;
	size_t nr;
	unsigned line;
};

static void take_tested(struct directive_condition *condition, const struct directive_line *line)
{
	for (size_t i = 0; i < line->nr; i++)
		if (line->v[i].kind == CTOKEN_WORD && !isdigit((unsigned char)*line->v[i].text) &&
		    !ctoken_is(&line->v[i], "defined"))
			*LIST_ADD(&condition->names) = text_of(&line->v[i]);
}

/* "#ifndef X" and "#if !defined(X)" in front of all may be a guard. */
static void see_guard(struct directive_reader *reader, const struct ctoken *word,
		      const struct directive_line *line)
{
	if (reader->lines || reader->outside)
		return;
	if (ctoken_is(word, "ifndef") && line->nr == 1)
		reader->out->guard = text_of(line->v);
	else if (ctoken_is(word, "if") && line->nr == 5 && *line->v[0].text == '!' &&
		 ctoken_is(&line->v[1], "defined"))
		reader->out->guard = text_of(&line->v[3]);
}

static bool take_conditional(struct directive_reader *reader, const struct ctoken *word,
			     const struct directive_line *line)
{
	struct directives *out = reader->out;
	size_t *top = reader->open.nr ? &reader->open.v[reader->open.nr - 1] : NULL;

	if (ctoken_is(word, "if") || ctoken_is(word, "ifdef") || ctoken_is(word, "ifndef")) {
		see_guard(reader, word, line);
		reader->outside = reader->outside || (reader->lines && !top);
		*LIST_ADD(&reader->open) = out->conditions.nr;
		struct directive_condition *condition = LIST_ADD(&out->conditions);
		condition->first = line->line;
		condition->last = UINT_MAX;
		take_tested(condition, line);
	} else if (ctoken_is(word, "elif") || ctoken_is(word, "else")) {
		if (top)
			take_tested(&out->conditions.v[*top], line);
		/* a guard has no other branch */
		reader->outside = reader->outside || reader->open.nr < 2;
	} else if (ctoken_is(word, "endif")) {
		if (top)
			out->conditions.v[*top].last = line->line;
		reader->open.nr -= reader->open.nr > 0;
	} else {
		return false;
	}
	return true;
}

static void take_include(struct directive *directive, const struct directive_line *line)
{
	const char *at = line->nr ? line->v->text : "";
	char close = *at == '<' ? '>' : '"';
	const char *eol = at + strcspn(at, "\n");
	const char *end = *at ? memchr(at + 1, close, (size_t)(eol - at) - 1) : NULL;

	directive->quoted = *at == '"';
	/* a name that a macro makes is none that could be found */
	directive->name = end && (*at == '<' || *at == '"') ?
				  xstrndup(at + 1, (size_t)(end - at) - 1) : xstrdup("");
}

/* "#define NAME(PARAMETERS) BODY": its tokens begin at number @from of the list. */
static void take_macro(struct directives *out, struct directive *directive, size_t from)
{
	size_t nr = out->tokens.nr, i = from + 1;
	const struct ctoken *v = out->tokens.v;

	directive->name = from < nr ? text_of(&v[from]) : xstrdup("");
	if (i < nr && *v[i].text == '(' && v[i].text == v[from].text + v[from].len)
		for (; i < nr && *v[i].text != ')'; i++)
			if (v[i].kind == CTOKEN_WORD)
				*LIST_ADD(&directive->parameters) = text_of(&v[i]);
	directive->first = i;
	directive->end = nr;
}

/* Words that mean what stands there already, or make lists of arguments. */
static void take_directive(struct directives *out, const struct ctoken *word,
			   const struct directive_line *line, size_t from)
{
	struct directive *directive = LIST_ADD(out);

	directive->line = line->line;
	directive->kind = DIRECTIVE_OTHER;
	if (ctoken_is(word, "define")) {
		directive->kind = DIRECTIVE_DEFINE;
		take_macro(out, directive, from);
	} else if (ctoken_is(word, "undef")) {
		directive->kind = DIRECTIVE_UNDEF;
		directive->name = line->nr ? text_of(line->v) : xstrdup("");
	} else if (ctoken_is(word, "include") || ctoken_is(word, "include_next")) {
		directive->kind = DIRECTIVE_INCLUDE;
		take_include(directive, line);
	} else {
		directive->name = text_of(word);
	}
}

/* A directive whose "#" was read: to its end. */
static void read_directive(struct directive_reader *reader, unsigned nr)
{
	struct directives *out = reader->out;
	const struct ctoken word = reader->next;
	size_t from = out->tokens.nr;

	if (word.kind != CTOKEN_WORD || !word.directive || word.opens)
		return;
	for (reader->next = clexer_next(&reader->lexer);
	     reader->next.kind != CTOKEN_END && reader->next.directive && !reader->next.opens;
	     reader->next = clexer_next(&reader->lexer))
		*LIST_ADD(&out->tokens) = reader->next;
	const struct directive_line line = { out->tokens.v + from, out->tokens.nr - from, nr };
	if (!take_conditional(reader, &word, &line)) {
		reader->outside = reader->outside || !reader->open.nr;
		take_directive(out, &word, &line, from);
	}
	reader->lines++;
}

/* The guard must be defined at once, and nothing may stand outside of it. */
static void check_guard(struct directive_reader *reader)
{
	struct directives *out = reader->out;
	bool good = out->guard && !reader->outside && out->nr &&
		    out->v->kind == DIRECTIVE_DEFINE && !strcmp(out->v->name, out->guard) &&
		    out->conditions.v->last != UINT_MAX &&
		    (out->conditions.nr < 2 || out->conditions.v[1].first > out->v->line);

	FOR_EACH(directive, out)
		good = good && (directive == out->v || !out->guard ||
				directive->kind > DIRECTIVE_UNDEF ||
				strcmp(directive->name, out->guard) != 0);
	if (good)
		return;
	free(out->guard);
	out->guard = NULL;
}

void directives_read(struct directives *out, const char *source, size_t len)
{
	struct directive_reader reader = { .out = out };

	clexer_init(&reader.lexer, source, len);
	reader.next = clexer_next(&reader.lexer);
	while (reader.next.kind != CTOKEN_END) {
		const struct ctoken token = reader.next;

		reader.next = clexer_next(&reader.lexer);
		if (token.opens)
			read_directive(&reader, token.line);
		else
			reader.outside = reader.outside || !reader.open.nr;
	}
	check_guard(&reader);
	free(reader.open.v);
}

void directives_tests(const struct directives *list, unsigned first, unsigned last,
		      struct strlist *names)
{
	FOR_EACH(condition, &list->conditions)
		if (condition->first <= last && condition->last >= first)
			strlist_add_all_once(names, &condition->names);
}

bool directives_plain(const struct directives *list, unsigned first, unsigned last)
{
	for (size_t i = list->guard ? 1 : 0; i < list->conditions.nr; i++)
		if (list->conditions.v[i].first <= last && list->conditions.v[i].last >= first)
			return false;
	return true;
}

void directives_release(struct directives *list)
{
	FOR_EACH(directive, list) {
		free(directive->name);
		strlist_release(&directive->parameters);
	}
	FOR_EACH(condition, &list->conditions)
		strlist_release(&condition->names);
	FREE_ALL(list->conditions.v, list->tokens.v, list->guard);
	LIST_RELEASE(list);
	*list = (struct directives){ 0 };
}
