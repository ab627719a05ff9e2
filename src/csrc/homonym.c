// SPDX-License-Identifier: GPL-2.0
/* Tells parameters, local variables and members from functions of the same name. */
#include "csrc/homonym.h"

#include "csrc/clex.h"
#include "lib/lib.h"

/* Lines in which a word is something else. */
struct region {
	const char *word;	/* borrowed */
	unsigned from, to;	/* @to 0: open */
	bool member;
};

struct regions {
	struct region *v;
	size_t nr, alloc;
};

struct homonym_scan {
	const struct cuses *uses;
	const struct strlist *members;
	struct regions regions;
	struct ctoken first, before, word;	/* the last three tokens */
	bool star_next, star_type;	/* a type stands before the stars; before @before's */
	unsigned braces, parens;
};

static const char *wanted(const struct cuses *uses, const struct ctoken *token)
{
	if (token->kind == CTOKEN_WORD)
		FOR_EACH(use, uses)
			if (strlen(use->word) == token->len &&
			    !strncmp(use->word, token->text, token->len))
				return use->word;
	return NULL;
}

/* A word in front of a name that makes it a declaration. */
static bool is_type(const struct ctoken *token)
{
	static const char *const none[] = {
		"return", "else", "goto", "case", "sizeof", "typeof", "do", "if", "while", "for",
		"switch", "define", "undef", "ifdef", "ifndef", "elif", "defined", "struct",
		"union",
		"enum", "const", "volatile", "static", "extern", "inline", NULL
	};

	return token->kind == CTOKEN_WORD && !ctoken_in(token, none);
}

static bool is_punct(const struct ctoken *token, char c)
{
	return token->kind == CTOKEN_PUNCT && *token->text == c;
}

/* "type word", "type *word" in front of , ) ; = [ : it is declared here. In an expression a
 * star multiplies. */
static bool is_declared(const struct homonym_scan *scan, const struct ctoken *next)
{
	bool pointer = is_punct(&scan->before, '*') && scan->star_type &&
		       (!scan->braces == (scan->parens > 0));

	return (is_type(&scan->before) || pointer) && !scan->word.directive &&
	       next->kind == CTOKEN_PUNCT && strchr(",);=[", *next->text) &&
	       (scan->braces || scan->parens);
}

/* Stars between a type and a name are passed over. What stands before the type must not make
 * it a part of an expression. */
static void see_stars(struct homonym_scan *scan, const struct ctoken *next)
{
	if (is_punct(next, '*')) {
		if (!is_punct(&scan->word, '*'))
			scan->star_next = is_type(&scan->word) &&
					  (scan->before.kind == CTOKEN_WORD ||
					   (scan->before.kind == CTOKEN_PUNCT &&
					    strchr(";{}(,", *scan->before.text)));
		return;
	}
	scan->star_type = is_punct(&scan->word, '*') && scan->star_next;
}

static void add_region(struct homonym_scan *scan, const char *word, unsigned from, unsigned to)
{
	*LIST_ADD(&scan->regions) = (struct region){ word, from, to, to > 0 };
}

/* Where parameters end: at the ; of a declaration, at the } of a body. */
static void see_end(struct homonym_scan *scan, const struct ctoken *token)
{
	bool body = is_punct(token, '}') && !scan->braces;
	bool declaration = is_punct(token, ';') && !scan->braces && !scan->parens;

	if (!body && !declaration)
		return;
	FOR_EACH(region, &scan->regions)
		if (!region->to)
			region->to = token->line;
}

/* Is the word that was read last reached through a struct? */
static bool is_member(const struct homonym_scan *scan)
{
	return is_punct(&scan->before, '.') ||
	       (is_punct(&scan->before, '>') && is_punct(&scan->first, '-')) ||
	       (scan->before.len > 1 && !strncmp(scan->before.text, "->", 2));
}

static void see(struct homonym_scan *scan, const struct ctoken *next)
{
	const char *word = wanted(scan->uses, &scan->word);

	if (word && is_member(scan) && !strlist_find(scan->members, word))
		add_region(scan, word, scan->word.line, scan->word.line);
	else if (word && is_declared(scan, next))
		add_region(scan, word, scan->word.line, 0);
	scan->braces += is_punct(next, '{');
	scan->braces -= is_punct(next, '}') && scan->braces;
	scan->parens += is_punct(next, '(');
	scan->parens -= is_punct(next, ')') && scan->parens;
	see_end(scan, next);
	see_stars(scan, next);
	scan->first = scan->before;
	scan->before = scan->word;
	scan->word = *next;
}

static bool is_other(const struct homonym_scan *scan, const struct cuse *use)
{
	FOR_EACH(region, &scan->regions) {
		bool inside = use->line >= region->from && (!region->to || use->line <= region->to);

		if (!strcmp(region->word, use->word) && inside && (!use->call || region->member))
			return true;
	}
	return false;
}

void homonyms_drop(struct cuses *uses, const char *source, size_t len,
		   const struct strlist *members)
{
	static const struct ctoken end = { .kind = CTOKEN_PUNCT, .text = ";", .len = 1 };
	struct homonym_scan scan = {
		.uses = uses, .members = members, .first = end, .before = end, .word = end
	};
	struct cuses kept = { 0 };
	struct clexer lexer;
	struct ctoken token;

	if (!uses->nr)
		return;
	clexer_init(&lexer, source, len);
	do {
		token = clexer_next(&lexer);
		see(&scan, &token);
	} while (token.kind != CTOKEN_END);
	FOR_EACH(use, uses) {
		if (is_other(&scan, use))
			free(use->function);
		else
			*LIST_ADD(&kept) = *use;
	}
	FREE_ALL(uses->v, scan.regions.v);
	*uses = kept;
}
