// SPDX-License-Identifier: GPL-2.0
/* Tokens of C source without comments and strings, and where words are used. */
#include "csrc/clex.h"

#include "lib/lib.h"

void clexer_init(struct clexer *lexer, const char *source, size_t len)
{
	*lexer = (struct clexer){ source, source + len, 1, false, true };
}

static char peek(const struct clexer *lexer, size_t ahead)
{
	return (size_t)(lexer->end - lexer->at) > ahead ? lexer->at[ahead] : '\0';
}

static void advance(struct clexer *lexer, size_t count)
{
	while (count-- && lexer->at < lexer->end)
		if (*lexer->at++ == '\n')
			lexer->line++;
}

static void skip_block_comment(struct clexer *lexer)
{
	advance(lexer, 2);
	while (lexer->at < lexer->end && !(peek(lexer, 0) == '*' && peek(lexer, 1) == '/'))
		advance(lexer, 1);
	advance(lexer, 2);
}

static void skip_line_comment(struct clexer *lexer)
{
	while (lexer->at < lexer->end && peek(lexer, 0) != '\n')
		advance(lexer, peek(lexer, 0) == '\\' ? 2 : 1);
}

/* White space, comments and continued lines; tracks where directives begin and end. */
static void skip_blank(struct clexer *lexer)
{
	while (lexer->at < lexer->end) {
		char c = peek(lexer, 0);

		if (c == '\n') {
			lexer->directive = false;
			lexer->line_start = true;
			advance(lexer, 1);
		} else if (isspace((unsigned char)c)) {
			advance(lexer, 1);
		} else if (c == '\\' && (peek(lexer, 1) == '\n' || peek(lexer, 1) == '\r')) {
			advance(lexer, peek(lexer, 1) == '\r' && peek(lexer, 2) == '\n' ? 3 : 2);
		} else if (c == '/' && peek(lexer, 1) == '*') {
			skip_block_comment(lexer);
		} else if (c == '/' && peek(lexer, 1) == '/') {
			skip_line_comment(lexer);
		} else {
			return;
		}
	}
}

/* A literal ends at its quote, or at the end of the line when it is broken. */
static void skip_literal(struct clexer *lexer, char quote)
{
	advance(lexer, 1);
	while (lexer->at < lexer->end && peek(lexer, 0) != quote && peek(lexer, 0) != '\n')
		advance(lexer, peek(lexer, 0) == '\\' ? 2 : 1);
	if (peek(lexer, 0) == quote)
		advance(lexer, 1);
}

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

struct ctoken clexer_next(struct clexer *lexer)
{
	struct ctoken token = { 0 };

	skip_blank(lexer);
	token.text = lexer->at;
	token.line = lexer->line;
	if (lexer->at >= lexer->end)
		return token;
	char c = peek(lexer, 0);
	token.opens = c == '#' && lexer->line_start;
	lexer->directive = lexer->directive || token.opens;
	lexer->line_start = false;
	token.directive = lexer->directive;
	if (is_word_char(c)) {
		while (lexer->at < lexer->end && is_word_char(peek(lexer, 0)))
			lexer->at++;
		token.kind = CTOKEN_WORD;
	} else if (c == '"' || c == '\'') {
		skip_literal(lexer, c);
		token.kind = CTOKEN_LITERAL;
	} else {
		lexer->at++;
		token.kind = CTOKEN_PUNCT;
	}
	token.len = (size_t)(lexer->at - token.text);
	return token;
}

bool ctoken_is(const struct ctoken *token, const char *text)
{
	return token->len == strlen(text) && !memcmp(token->text, text, token->len);
}

bool ctoken_in(const struct ctoken *token, const char *const *words)
{
	while (*words && !ctoken_is(token, *words))
		words++;
	return *words != NULL;
}

bool ctoken_is_annotation(const struct ctoken *word)
{
	return word->len > 2 && !memcmp(word->text, "__", 2);
}

bool ctoken_is_keyword(const struct ctoken *token)
{
	static const char *const words[] = { "if", "while", "for", "switch", "return", "sizeof",
					     "typeof", "__typeof__", "defined", "do", "else",
					     "case", "goto", "int", "void", "__attribute__",
					     NULL };

	return ctoken_in(token, words);
}

/* Which function a brace belongs to: the last word before a parenthesis that was
 * opened outside of all others. */
struct nesting {
	int braces, parens;
	struct ctoken word;	/* the last word at the outermost level */
	struct ctoken candidate;
	struct ctoken function;
};

/* "int f(void) __acquires(lock)": an annotation takes no function's place. */
static bool names_function(const struct nesting *n)
{
	if (n->braces || n->parens || !n->word.len)
		return false;
	return !ctoken_is_annotation(&n->word) || !n->candidate.len ||
	       ctoken_is_annotation(&n->candidate);
}

static void nesting_see(struct nesting *n, const struct ctoken *token, bool first_column)
{
	char c = token->kind == CTOKEN_PUNCT ? *token->text : '\0';

	if (token->directive)
		return;
	if (c == '(') {
		if (names_function(n))
			n->candidate = n->word;
		n->parens++;
	} else if (c == ')') {
		n->parens -= n->parens > 0;
	} else if (c == '{') {
		if (!n->braces++) {
			n->function = n->candidate;
			n->parens = 0;
		}
	} else if (c == '}') {
		n->braces -= n->braces > 0;
		if (!n->braces)
			n->function = n->candidate = n->word = (struct ctoken){ 0 };
	} else if (!n->braces && !n->parens && (c == ';' || c == '=')) {
		n->candidate = n->word = (struct ctoken){ 0 };
	} else if (token->kind == CTOKEN_WORD && !n->braces && !n->parens) {
		n->word = *token;
	}
	/* a closing brace in the first column ends a function, whatever was counted */
	if (c == '}' && first_column)
		*n = (struct nesting){ 0 };
}

static const char *wanted(const struct strlist *words, const struct ctoken *token)
{
	size_t at = LIST_FIRST(words, word, strncmp(*word, token->text, token->len) < 0);
	const char *word = at < words->nr ? words->v[at] : NULL;

	return word && !strncmp(word, token->text, token->len) && !word[token->len] ? word : NULL;
}

void cuses_find(struct cuses *uses, const char *source, size_t len, const struct strlist *words)
{
	struct nesting nesting = { 0 };
	struct clexer lexer;
	struct ctoken token;
	size_t open = uses->nr;

	clexer_init(&lexer, source, len);
	while ((token = clexer_next(&lexer)).kind != CTOKEN_END) {
		if (uses->nr > open) {
			uses->v[uses->nr - 1].call = token.kind == CTOKEN_PUNCT &&
						     *token.text == '(';
			open = uses->nr;
		}
		nesting_see(&nesting, &token, token.text == source || token.text[-1] == '\n');
		const char *word = token.kind == CTOKEN_WORD ? wanted(words, &token) : NULL;
		if (word) {
			struct cuse *use = LIST_ADD(uses);

			use->word = word;
			use->line = token.line;
			use->function = xstrndup(nesting.function.len ? nesting.function.text : "",
						 nesting.function.len);
		}
	}
}

void cuses_release(struct cuses *uses)
{
	FOR_EACH(use, uses)
		free(use->function);
	LIST_RELEASE(uses);
}
