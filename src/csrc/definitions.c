// SPDX-License-Identifier: GPL-2.0
/* Follows braces, parentheses and conditionals from one outer declaration to the next. */
#include "csrc/definitions.h"

#include "csrc/cpre.h"
#include "lib/lib.h"

/* What is known of the declaration that is open. */
struct outer {
	struct ctoken name;	/* kind CTOKEN_END: none yet */
	struct ctoken last;	/* the token before, outside of parentheses */
	bool typed;		/* it has words before the last one */
	bool begun, local, function, value, spoiled;
};

struct definition_reader {
	struct strlist *names;
	struct outer now;
	size_t braces, parens;
	struct {
		size_t *v;
		size_t nr, alloc;
	} open;			/* for each conditional: the braces where it began */
};

/* Words that keep a definition to its source, or make it none. "STATIC" is xfs's. "inline"
 * alone is none of them: in a kernel it is gnu_inline (include/linux/compiler_types.h), and
 * others can use what it defines. */
static const char *const local_words[] = { "static", "extern", "typedef", "STATIC", NULL };
static const char *const tag_words[] = { "struct", "union", "enum", NULL };

static void add_definition(struct definition_reader *reader)
{
	const struct outer *now = &reader->now;

	if (now->local || now->spoiled || reader->open.nr || now->name.kind != CTOKEN_WORD)
		return;
	char *name = xstrndup(now->name.text, now->name.len);
	strlist_add(reader->names, name);
	free(name);
}

/* The word before a bracket or a value. What looks like an annotation gives way to a name
 * that follows: "__printf(1, 2) int f(void)". */
static void take_name(struct outer *now)
{
	if (now->last.kind != CTOKEN_WORD || ctoken_is_keyword(&now->last))
		return;
	if (now->name.kind == CTOKEN_END ||
	    (ctoken_is_annotation(&now->name) && !ctoken_is_annotation(&now->last)))
		now->name = now->last;
}

static void see_word(struct outer *now, const struct ctoken *word)
{
	now->local = now->local || ctoken_in(word, local_words);
	now->typed = now->typed || now->last.kind == CTOKEN_WORD;
	/* a tag is no name of anything that is linked */
	if (now->last.kind == CTOKEN_WORD && ctoken_in(&now->last, tag_words))
		now->last = (struct ctoken){ 0 };
	else if (now->last.kind != CTOKEN_WORD || ctoken_is_keyword(&now->last) ||
		 !ctoken_is_annotation(word))
		now->last = *word;
}

static void open_paren(struct definition_reader *reader, const struct ctoken *token)
{
	struct outer *now = &reader->now;

	if (reader->parens++ || now->value)
		return;
	take_name(now);
	now->function = now->function || (*token->text == '(' && now->name.kind != CTOKEN_END);
}

static void end(struct definition_reader *reader)
{
	reader->now = (struct outer){ 0 };
}

/* A variable without a value is one as well: kernels are built with -fno-common. */
static void end_statement(struct definition_reader *reader)
{
	struct outer *now = &reader->now;

	if (!now->function && !now->value && now->typed) {
		take_name(now);
		add_definition(reader);
	}
	end(reader);
}

/* One token outside of all braces; false: this cannot be followed. */
static bool see_outer(struct definition_reader *reader, const struct ctoken *token)
{
	struct outer *now = &reader->now;
	char c = token->kind == CTOKEN_PUNCT ? *token->text : '\0';

	now->begun = true;
	if (c == '(' || c == '[')
		open_paren(reader, token);
	else if ((c == ')' || c == ']') && !reader->parens--)
		return false;
	else if (c == '}' && !reader->parens)
		return false;
	if (reader->parens || c == ')' || c == ']')
		return true;
	if (token->kind == CTOKEN_WORD) {
		see_word(now, token);
		return true;
	}
	if (c == '=' && !now->value) {
		take_name(now);
		now->value = true;
		if (!now->function)
			add_definition(reader);
	} else if (c == '{') {
		if (now->function && !now->value)
			add_definition(reader);
		reader->braces++;
	} else if (c == ';') {
		end_statement(reader);
	}
	now->last = (struct ctoken){ 0 };
	return true;
}

static void see_brace(struct definition_reader *reader, const struct ctoken *token)
{
	if (token->kind != CTOKEN_PUNCT)
		return;
	reader->braces += *token->text == '{';
	reader->braces -= *token->text == '}';
	/* behind the body of a function no semicolon follows */
	if (!reader->braces && reader->now.function && !reader->now.value)
		end(reader);
}

/* False: the branches of a conditional do not leave the braces as they were. */
static bool see_conditional(struct definition_reader *reader, const struct ctoken *token)
{
	reader->now.spoiled = reader->now.spoiled || reader->now.begun;
	if (token->kind == (enum ctoken_kind)CPRE_IF) {
		*LIST_ADD(&reader->open) = reader->braces;
		return true;
	}
	if (!reader->open.nr || reader->open.v[reader->open.nr - 1] != reader->braces)
		return false;
	reader->open.nr -= token->kind == (enum ctoken_kind)CPRE_ENDIF;
	return true;
}

static void read_tokens(struct definition_reader *reader, const struct ctokens *tokens)
{
	bool macro = false;

	FOR_EACH(token, tokens) {
		int kind = (int)token->kind;

		if (kind == CPRE_DEFINE || kind == CPRE_END_DEFINE) {
			macro = kind == CPRE_DEFINE;
		} else if (macro) {
			continue;
		} else if (kind == CPRE_IF || kind == CPRE_ELSE || kind == CPRE_ENDIF) {
			if (!see_conditional(reader, token))
				return;
		} else if (reader->braces) {
			see_brace(reader, token);
		} else if (!see_outer(reader, token)) {
			return;
		}
	}
}

void definitions_read(struct strlist *names, const char *source, size_t len)
{
	struct definition_reader reader = { .names = names };
	struct ctokens tokens CLEANUP(ctokens_release) = { 0 };

	cpre_read(&tokens, source, len);
	read_tokens(&reader, &tokens);
	free(reader.open.v);
}
