// SPDX-License-Identifier: GPL-2.0
/* Tokens of Rust source, without comments. */
#include "rust/rlex.h"

#include "lib/lib.h"

void rlexer_init(struct rlexer *lexer, const char *source, size_t len)
{
	*lexer = (struct rlexer){ source, source + len, 1 };
}

static char look(const struct rlexer *lexer, size_t ahead)
{
	return (size_t)(lexer->end - lexer->at) > ahead ? lexer->at[ahead] : '\0';
}

static bool is_two(const struct rlexer *lexer, char first, char second)
{
	return look(lexer, 0) == first && look(lexer, 1) == second;
}

static void step_over(struct rlexer *lexer, size_t count)
{
	while (count-- && lexer->at < lexer->end)
		if (*lexer->at++ == '\n')
			lexer->line++;
}

static void skip_nested_comment(struct rlexer *lexer)
{
	size_t depth = 0;

	do {
		if (is_two(lexer, '/', '*'))
			depth++;
		else if (is_two(lexer, '*', '/'))
			depth--;
		else {
			step_over(lexer, 1);
			continue;
		}
		step_over(lexer, 2);
	} while (depth && lexer->at < lexer->end);
}

static void skip_to_code(struct rlexer *lexer)
{
	while (lexer->at < lexer->end) {
		if (isspace((unsigned char)look(lexer, 0)))
			step_over(lexer, 1);
		else if (is_two(lexer, '/', '/'))
			while (lexer->at < lexer->end && look(lexer, 0) != '\n')
				lexer->at++;
		else if (is_two(lexer, '/', '*'))
			skip_nested_comment(lexer);
		else
			return;
	}
}

static bool is_rust_word(char c)
{
	return is_name_char(c) || (unsigned char)c >= 0x80;
}

/* From its quote on. */
static void skip_quoted(struct rlexer *lexer, char quote)
{
	step_over(lexer, 1);
	while (lexer->at < lexer->end && look(lexer, 0) != quote)
		step_over(lexer, look(lexer, 0) == '\\' ? 2 : 1);
	step_over(lexer, 1);
}

/* r"...", br##"..."##: how many bytes stand before its quote; 0: it is none. */
static size_t raw_prefix(const struct rlexer *lexer, size_t *hashes)
{
	size_t at = look(lexer, 0) == 'b' || look(lexer, 0) == 'c';

	if (look(lexer, at++) != 'r')
		return 0;
	for (*hashes = 0; look(lexer, at) == '#'; at++)
		(*hashes)++;
	return look(lexer, at) == '"' ? at : 0;
}

/* Its quote and as many "#" as it began with. */
static bool ends_raw(const struct rlexer *lexer, size_t hashes)
{
	if (look(lexer, 0) != '"')
		return false;
	for (size_t i = 1; i <= hashes; i++)
		if (look(lexer, i) != '#')
			return false;
	return true;
}

static bool take_raw(struct rlexer *lexer)
{
	size_t hashes, prefix = raw_prefix(lexer, &hashes);

	if (!prefix)
		return false;
	step_over(lexer, prefix + 1);
	while (lexer->at < lexer->end && !ends_raw(lexer, hashes))
		step_over(lexer, 1);
	step_over(lexer, hashes + 1);
	return true;
}

/* "...", b"...", c"...", b'x' and all raw strings. */
static bool take_string(struct rlexer *lexer)
{
	char first = look(lexer, 0);
	bool prefixed = first == 'b' || first == 'c';
	char quote = look(lexer, prefixed);

	if (take_raw(lexer))
		return true;
	if (quote != '"' && !(first == 'b' && quote == '\''))
		return false;
	step_over(lexer, prefixed);
	skip_quoted(lexer, quote);
	return true;
}

/* 'a' is a character, 'a a lifetime. */
static enum rtoken_kind take_apostrophe(struct rlexer *lexer)
{
	size_t at = 1;

	if (look(lexer, 1) != '\\' && is_rust_word(look(lexer, 1))) {
		while (is_rust_word(look(lexer, at)))
			at++;
		if (look(lexer, at) != '\'') {
			step_over(lexer, at);
			return RTOKEN_LIFETIME;
		}
	}
	skip_quoted(lexer, '\'');
	return RTOKEN_LITERAL;
}

static enum rtoken_kind take_token(struct rlexer *lexer)
{
	if (look(lexer, 0) == '\'')
		return take_apostrophe(lexer);
	if (take_string(lexer))
		return RTOKEN_LITERAL;
	if (is_rust_word(look(lexer, 0))) {
		while (is_rust_word(look(lexer, 0)))
			lexer->at++;
		return RTOKEN_WORD;
	}
	step_over(lexer, is_two(lexer, ':', ':') || is_two(lexer, '-', '>') ? 2 : 1);
	return RTOKEN_PUNCT;
}

struct rtoken rlexer_next(struct rlexer *lexer)
{
	struct rtoken token = { 0 };
	size_t hashes;

	skip_to_code(lexer);
	/* r#type is the name "type" */
	if (is_two(lexer, 'r', '#') && !raw_prefix(lexer, &hashes) && is_rust_word(look(lexer, 2)))
		lexer->at += 2;
	token.text = lexer->at;
	token.line = lexer->line;
	if (lexer->at >= lexer->end)
		return token;
	token.kind = take_token(lexer);
	token.len = (size_t)(lexer->at - token.text);
	return token;
}

bool rtoken_is(const struct rtoken *token, const char *text)
{
	return token->len == strlen(text) && !memcmp(token->text, text, token->len);
}
