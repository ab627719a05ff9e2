// SPDX-License-Identifier: GPL-2.0
/* Finds the names of C in Rust source, and in which function they stand. */
#include "rust/ruse.h"

#include "lib/lib.h"
#include "rust/rlex.h"

struct rtokens {
	struct rtoken *v;
	size_t nr, alloc;
};

/* What a brace belongs to. */
struct rblock {
	char *type;		/* of an impl or a trait; or NULL */
	char *function;		/* "Type::method"; or NULL */
};

struct rblocks {
	struct rblock *v;
	size_t nr, alloc;
};

/* A name that stands for another one in this source. */
struct ralias {
	char *name;
	const char *word;	/* of C; NULL: it is a crate of names of C */
};

struct raliases {
	struct ralias *v;
	size_t nr, alloc;
};

/* One source that is looked at. */
struct ruse_search {
	struct rust_uses *out;
	const struct strlist *words;
	struct rtokens tokens;
	struct rblocks blocks;		/* that are open */
	struct rblock next;		/* what the next brace belongs to */
	struct raliases aliases;
	bool glob;			/* bindings::* was brought in: any word may be one of C */
	bool import;
};

static void rblock_release(struct rblock *block)
{
	FREE_ALL(block->type, block->function);
	*block = (struct rblock){ 0 };
}

static void search_release(struct ruse_search *search)
{
	FOR_EACH(block, &search->blocks)
		rblock_release(block);
	FOR_EACH(alias, &search->aliases)
		free(alias->name);
	rblock_release(&search->next);
	FREE_ALL(search->tokens.v, search->blocks.v, search->aliases.v);
}

static const struct rtoken *token_at(const struct ruse_search *search, size_t nr)
{
	static const struct rtoken end = { RTOKEN_END, "", 0, 0 };

	return nr < search->tokens.nr ? &search->tokens.v[nr] : &end;
}

static bool is_at(const struct ruse_search *search, size_t nr, const char *text)
{
	return rtoken_is(token_at(search, nr), text);
}

static char *token_text(const struct rtoken *token)
{
	return xstrndup(token->text, token->len);
}

const char *rust_helper_name(const char *function)
{
	static const char prefix[] = "rust_helper_";

	return starts_with(function, prefix) ? function + sizeof(prefix) - 1 : NULL;
}

/* The wanted word that the token is, or is the helper of; NULL. Borrowed from the list. */
static const char *wanted_word(const struct ruse_search *search, const struct rtoken *token,
			       bool helper)
{
	char *text CLEANUP(free_text) = token_text(token);
	const char *name = helper ? rust_helper_name(text) : text;

	if (token->kind != RTOKEN_WORD || !name || !strlist_find(search->words, name))
		return NULL;
	FOR_EACH(word, search->words)
		if (!strcmp(*word, name))
			return *word;
	return NULL;
}

static const struct ralias *find_alias(const struct ruse_search *search, const struct rtoken *token)
{
	FOR_EACH(alias, &search->aliases)
		if (rtoken_is(token, alias->name))
			return alias;
	return NULL;
}

/* A crate of names of C, by its own name or by another one? */
static bool is_crate(const struct ruse_search *search, const struct rtoken *token)
{
	const struct ralias *alias = find_alias(search, token);

	return rtoken_is(token, "bindings") || rtoken_is(token, "uapi") ||
	       (alias && !alias->word);
}

static const char *function_here(const struct ruse_search *search)
{
	for (size_t i = search->blocks.nr; i; i--)
		if (search->blocks.v[i - 1].function)
			return search->blocks.v[i - 1].function;
	return "";
}

static void add_use(struct ruse_search *search, size_t nr, const char *word)
{
	struct rust_use *use = LIST_ADD(search->out);

	use->word = word;
	use->line = token_at(search, nr)->line;
	use->function = xstrdup(function_here(search));
	use->call = is_at(search, nr + 1, "(");
	use->import = search->import;
}

/* "... as NAME" behind token @nr. */
static void take_alias(struct ruse_search *search, size_t nr, const char *word)
{
	bool renamed = is_at(search, nr + 1, "as");
	const struct rtoken *name = token_at(search, renamed ? nr + 2 : nr);

	if (search->import && (word || renamed))
		*LIST_ADD(&search->aliases) = (struct ralias){ token_text(name), word };
}

/* Behind "bindings::": a name, all of them, or a group. @nr: the first token of that. */
static void take_path(struct ruse_search *search, size_t nr)
{
	const char *word = wanted_word(search, token_at(search, nr), false);
	size_t depth = 0;

	if (word) {
		add_use(search, nr, word);
		take_alias(search, nr, word);
		return;
	}
	search->glob = search->glob || (search->import && is_at(search, nr, "*"));
	if (!search->import || !is_at(search, nr, "{"))
		return;
	for (; token_at(search, nr)->kind != RTOKEN_END; nr++) {
		depth += is_at(search, nr, "{");
		depth -= is_at(search, nr, "}");
		if (!depth)
			return;
		if (is_at(search, nr, "{") || is_at(search, nr, ","))
			take_path(search, nr + 1);
	}
}

/* A word that is no part of a path of another crate. */
static void take_word(struct ruse_search *search, size_t nr)
{
	const struct rtoken *token = token_at(search, nr);
	const struct ralias *alias = find_alias(search, token);
	bool in_path = nr && is_at(search, nr - 1, "::");
	const char *word = wanted_word(search, token, true);

	if (is_crate(search, token) && is_at(search, nr + 1, "::")) {
		take_path(search, nr + 2);
	} else if (is_crate(search, token)) {
		take_alias(search, nr, NULL);
	} else if (word) {
		add_use(search, nr, word);
	} else if (!in_path && !search->import && !(nr && is_at(search, nr - 1, "."))) {
		word = alias ? alias->word : search->glob ? wanted_word(search, token, false) :
							    NULL;
		if (word)
			add_use(search, nr, word);
	}
}

/* "impl<T> Trait<U> for Type<T> where": the last word of the path behind "for", else of the
 * first path. @nr: "impl" or "trait". */
static char *type_name(const struct ruse_search *search, size_t nr)
{
	const struct rtoken *found = NULL;
	int angles = 0;
	bool where = false;

	for (nr++; !is_at(search, nr, "{") && !is_at(search, nr, ";"); nr++) {
		const struct rtoken *token = token_at(search, nr);

		if (token->kind == RTOKEN_END)
			break;
		angles += rtoken_is(token, "<");
		angles -= rtoken_is(token, ">");
		where = where || rtoken_is(token, "where") || (!angles && rtoken_is(token, ":"));
		if (!angles && rtoken_is(token, "for"))
			found = NULL;
		else if (!angles && !where && token->kind == RTOKEN_WORD &&
			 (!found || is_at(search, nr - 1, "::")))
			found = token;
	}
	return found ? token_text(found) : NULL;
}

static const char *type_here(const struct ruse_search *search)
{
	for (size_t i = search->blocks.nr; i; i--)
		if (search->blocks.v[i - 1].function)
			return NULL;
		else if (search->blocks.v[i - 1].type)
			return search->blocks.v[i - 1].type;
	return NULL;
}

/* "fn NAME", "impl ... {": what the next brace opens. */
static void take_head(struct ruse_search *search, size_t nr)
{
	const struct rtoken *name = token_at(search, nr + 1);
	const char *type = type_here(search);

	if (is_at(search, nr, "fn") && name->kind == RTOKEN_WORD) {
		rblock_release(&search->next);
		search->next.function = xasprintf("%s%s%.*s", type ? type : "", type ? "::" : "",
						  (int)name->len, name->text);
	} else if ((is_at(search, nr, "impl") || is_at(search, nr, "trait")) &&
		   !search->next.function) {
		rblock_release(&search->next);
		search->next.type = type_name(search, nr);
	}
}

static void open_block(struct ruse_search *search)
{
	*LIST_ADD(&search->blocks) = search->next;
	search->next = (struct rblock){ 0 };
}

static void close_block(struct ruse_search *search)
{
	if (search->blocks.nr)
		rblock_release(&search->blocks.v[--search->blocks.nr]);
}

/* Braces of a "use" are no blocks. */
static void take_brace(struct ruse_search *search, const struct rtoken *token)
{
	bool opens = rtoken_is(token, "{");

	if (search->import)
		return;
	if (opens)
		open_block(search);
	else if (rtoken_is(token, "}"))
		close_block(search);
	else if (rtoken_is(token, ";"))
		rblock_release(&search->next);
}

/* "use" at the begin of an item: not that of "impl Trait + use<'a>". */
static bool begins_use(const struct ruse_search *search, size_t nr)
{
	return is_at(search, nr, "use") && !is_at(search, nr + 1, "<");
}

static void look_at_token(struct ruse_search *search, size_t nr)
{
	const struct rtoken *token = token_at(search, nr);

	if (token->kind == RTOKEN_PUNCT)
		take_brace(search, token);
	if (search->import && rtoken_is(token, ";"))
		search->import = false;
	if (token->kind != RTOKEN_WORD)
		return;
	search->import = search->import || begins_use(search, nr);
	take_head(search, nr);
	take_word(search, nr);
}

void rust_uses_find(struct rust_uses *uses, const char *source, size_t len,
		    const struct strlist *words)
{
	struct ruse_search search CLEANUP(search_release) = { .out = uses, .words = words };
	struct rlexer lexer;
	struct rtoken token;

	rlexer_init(&lexer, source, len);
	while ((token = rlexer_next(&lexer)).kind != RTOKEN_END)
		*LIST_ADD(&search.tokens) = token;
	for (size_t i = 0; i < search.tokens.nr; i++)
		look_at_token(&search, i);
}

void rust_uses_release(struct rust_uses *uses)
{
	FOR_EACH(use, uses)
		free(use->function);
	LIST_RELEASE(uses);
}
