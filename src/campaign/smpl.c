// SPDX-License-Identifier: GPL-2.0
/* Reads lines of a semantic patch: modes, words of minus lines, memory of scripts. */
#include "campaign/smpl.h"

#include "csrc/clex.h"
#include "lib/lib.h"

/* One line of the text, and where it stands. */
struct smpl_line {
	const char *text;
	size_t len;
	bool header;		/* between @ and @@, with the names of things */
	bool prologue;		/* before the first rule */
	bool script;		/* code of a script */
	bool initialize;	/* code that runs once */
};

struct smpl_reader {
	const char *at;
	struct smpl_line line;
	bool started;
	unsigned ats;		/* of the four @ of a header that have been seen; 0: no header */
};

static bool starts(const struct smpl_line *line, const char *text)
{
	return line->len >= strlen(text) && starts_with(line->text, text);
}

static bool holds(const struct smpl_line *line, const char *text)
{
	return memmem(line->text, line->len, text, strlen(text)) != NULL;
}

/* How many @ stand in a line of a header, outside of comments and strings. */
static unsigned count_ats(const struct smpl_line *line)
{
	unsigned count = 0;
	bool quoted = false;

	for (size_t i = 0; i < line->len; i++) {
		if (!quoted && !strncmp(line->text + i, "//", 2))
			break;
		quoted = quoted != (line->text[i] == '"');
		count += !quoted && line->text[i] == '@';
	}
	return count;
}

/* A header is "@ name @ metavariables @@", on one line or on several. */
static void see_header(struct smpl_reader *reader)
{
	struct smpl_line *line = &reader->line;

	if (!reader->ats) {
		line->initialize = holds(line, "initialize:");
		line->script = false;
	}
	line->header = true;
	line->initialize = line->initialize || holds(line, "initialize:");
	line->script = line->script || line->initialize || holds(line, "script:") ||
		       holds(line, "finalize:");
	reader->started = true;
	reader->ats += count_ats(line);
	if (reader->ats >= 4)
		reader->ats = 0;
}

static bool read_line(struct smpl_reader *reader)
{
	struct smpl_line *line = &reader->line;

	if (line->text) {
		reader->at += line->len;
		reader->at += *reader->at == '\n';
	}
	if (!*reader->at)
		return false;
	line->text = reader->at;
	line->len = strcspn(reader->at, "\n");
	line->header = false;
	if (*line->text == '@' || reader->ats)
		see_header(reader);
	line->prologue = !reader->started;
	return true;
}

static void add_words(struct strlist *words, const char *line, size_t len)
{
	struct clexer lexer;
	struct ctoken token;

	clexer_init(&lexer, line, len);
	while ((token = clexer_next(&lexer)).kind != CTOKEN_END)
		if (token.kind == CTOKEN_WORD)
			*LIST_ADD(words) = xstrndup(token.text, token.len);
}

void smpl_modes(const char *text, struct strlist *modes)
{
	struct smpl_reader reader = { .at = text };

	while (read_line(&reader) && reader.line.prologue) {
		struct clexer lexer;

		clexer_init(&lexer, reader.line.text, reader.line.len);
		struct ctoken token = clexer_next(&lexer);
		if (!ctoken_is(&token, "virtual"))
			continue;
		while ((token = clexer_next(&lexer)).kind != CTOKEN_END) {
			char *name CLEANUP(free_text) = xstrndup(token.text, token.len);

			if (token.kind == CTOKEN_WORD)
				strlist_add_once(modes, name);
		}
	}
}

bool smpl_changes(const char *text)
{
	struct smpl_reader reader = { .at = text };

	while (read_line(&reader))
		if (!reader.line.prologue && !reader.line.header && !reader.line.script &&
		    strchr("-+", *reader.line.text))
			return true;
	return false;
}

void smpl_words(const char *text, struct strlist *minus, struct strlist *other)
{
	struct smpl_reader reader = { .at = text };

	while (read_line(&reader)) {
		const char *line = reader.line.text;
		bool mark = *line == '+' || *line == '-';

		if (!starts(&reader.line, "//"))
			add_words(*line == '-' ? minus : other, line + mark,
				  reader.line.len - mark);
	}
}

/* Lines with a minus, and those with a plus that stand right behind them. */
struct smpl_exchange {
	struct strlist minus, plus;	/* tokens: a w before a name, a blank before another one */
};

static void add_tokens(struct strlist *tokens, const char *line, size_t len)
{
	struct clexer lexer;
	struct ctoken token;

	clexer_init(&lexer, line, len);
	while ((token = clexer_next(&lexer)).kind != CTOKEN_END) {
		bool name = token.kind == CTOKEN_WORD && !isdigit((unsigned char)*token.text);

		*LIST_ADD(tokens) = xasprintf("%c%.*s", name ? 'w' : ' ', (int)token.len,
					      token.text);
	}
}

/* The pairs of words in which both differ, if nothing else does. */
static void end_exchange(struct smpl_exchange *exchange, const struct strlist *names,
			 struct strlist *renames)
{
	bool words = exchange->minus.nr == exchange->plus.nr;

	for (size_t i = 0; words && i < exchange->minus.nr; i++) {
		const char *old = exchange->minus.v[i], *new = exchange->plus.v[i];

		words = !strcmp(old, new) || (*old == 'w' && *new == 'w' &&
					      !strlist_has(names, old + 1) &&
					      !strlist_has(names, new + 1));
	}
	for (size_t i = 0; words && i < exchange->minus.nr; i++) {
		const char *old = exchange->minus.v[i] + 1, *new = exchange->plus.v[i] + 1;
		char *pair CLEANUP(free_text) = xasprintf("%s %s", old, new);

		if (strcmp(old, new))
			strlist_add_once(renames, pair);
	}
	STRLIST_RELEASE_ALL(&exchange->minus, &exchange->plus);
}

void smpl_renames(const char *text, struct strlist *renames)
{
	struct smpl_reader reader = { .at = text };
	struct smpl_exchange exchange = { 0 };
	struct strlist names CLEANUP(strlist_release) = { 0 };

	while (read_line(&reader)) {
		const struct smpl_line *line = &reader.line;
		bool minus = *line->text == '-' && !line->header && !line->script;
		bool plus = *line->text == '+' && !line->header && !line->script;

		if (line->header)
			add_words(&names, line->text, line->len);
		if (!plus && (!minus || exchange.plus.nr))
			end_exchange(&exchange, &names, renames);
		if (minus || plus)
			add_tokens(minus ? &exchange.minus : &exchange.plus, line->text + 1,
				   line->len - 1);
	}
	end_exchange(&exchange, &names, renames);
}

void smpl_members(const char *text, struct strlist *members)
{
	struct smpl_reader reader = { .at = text };

	while (read_line(&reader)) {
		struct clexer lexer;
		struct ctoken token, before = { 0 };

		if (*reader.line.text != '-')
			continue;
		clexer_init(&lexer, reader.line.text + 1, reader.line.len - 1);
		for (; (token = clexer_next(&lexer)).kind != CTOKEN_END; before = token)
			if (token.kind == CTOKEN_WORD && before.kind == CTOKEN_PUNCT &&
			    strchr(".>", before.text[before.len - 1]))
				*LIST_ADD(members) = xstrndup(token.text, token.len);
	}
	strlist_sort(members);
}

/* Does a line of a header declare by a type of C, and not by a kind of SmPL alone? */
static bool declares_type(const struct strlist *words)
{
	static const char *const kinds[] = {
		"expression", "identifier", "idexpression", "local", "global", "statement", "type",
		"position", "parameter", "function", "constant", "iterator", "declarer", "fresh",
		"declaration", "initializer", "initialiser", "symbol", "typedef", "attribute",
		"field", "format", "assignment", "binary", "metavariable", NULL,
	};

	return words->nr && (strlist_has(words, "struct") || strlist_has(words, "union") ||
			     !is_one_of(words->v[0], kinds));
}

/* Members that a line takes: of one of @typed, or of something else. Of x.y[0].z the owner is no
 * word. */
static void sort_members(const struct smpl_line *line, const struct strlist *typed,
			 struct strlist *of_typed, struct strlist *of_others)
{
	struct ctoken token, last[3] = { 0 }; /* the latest first */
	struct clexer lexer;

	clexer_init(&lexer, line->text + 1, line->len - 1);
	while ((token = clexer_next(&lexer)).kind != CTOKEN_END) {
		bool dot = ctoken_is(&last[0], ".");
		bool arrow = ctoken_is(&last[0], ">") && ctoken_is(&last[1], "-");
		const struct ctoken *owner = &last[dot ? 1 : 2];

		if (token.kind == CTOKEN_WORD && (dot || arrow) && owner->kind != CTOKEN_END) {
			char *name CLEANUP(free_text) = xstrndup(owner->text, owner->len);
			char *member CLEANUP(free_text) = xstrndup(token.text, token.len);

			strlist_add(strlist_has(typed, name) ? of_typed : of_others, member);
		}
		last[2] = last[1];
		last[1] = last[0];
		last[0] = token;
	}
}

void smpl_typed_members(const char *text, struct strlist *members)
{
	struct smpl_reader reader = { .at = text };
	struct strlist typed CLEANUP(strlist_release) = { 0 };
	struct strlist of_typed CLEANUP(strlist_release) = { 0 };
	struct strlist of_others CLEANUP(strlist_release) = { 0 };
	bool inside = false;

	while (read_line(&reader)) {
		const struct smpl_line *line = &reader.line;
		struct strlist words CLEANUP(strlist_release) = { 0 };

		if (line->header && !inside)
			strlist_release(&typed);
		inside = line->header;
		add_words(&words, line->text, line->len);
		if (inside && declares_type(&words))
			strlist_add_all(&typed, &words);
		if (!inside && !line->script && *line->text == '-')
			sort_members(line, &typed, &of_typed, &of_others);
	}
	FOR_EACH(member, &of_typed)
		if (!strlist_has(&of_others, *member))
			strlist_add(members, *member);
	strlist_sort(members);
}

/* The part of a rule in which all lines match together, or none. */
struct smpl_part {
	bool changes;		/* it has a line with + or - */
	bool takes;		/* a minus line holds one of the tokens */
};

static bool ends_part(const struct smpl_line *line)
{
	const char *at = line->text + strspn(line->text, "+- \t");

	return line->header || strchr("(|)?", *line->text) ||
	       !strncmp(line->text, "\\(", 2) || !strncmp(line->text, "\\|", 2) ||
	       !strncmp(line->text, "\\)", 2) || !strncmp(at, "<", 1) || !strncmp(at, "...>", 4) ||
	       !strncmp(at, "...+>", 5);
}

static void read_part(struct smpl_part *part, const struct smpl_line *line,
		      const struct strlist *tokens, struct strlist *words)
{
	struct strlist found CLEANUP(strlist_release) = { 0 };

	part->changes = part->changes || *line->text == '-' || *line->text == '+';
	if (*line->text != '-')
		return;
	add_words(&found, line->text + 1, line->len - 1);
	FOR_EACH(word, &found) {
		if (!strlist_find(tokens, *word))
			continue;
		part->takes = true;
		strlist_add_once(words, *word);
	}
}

/* Alternatives within a line, or an optional one, match without their words. */
static bool is_loose(const struct smpl_line *line)
{
	return *line->text == '?' ||
	       (*line->text == '-' &&
		(holds(line, "\\(") || holds(line, "<...") || holds(line, "<+...")));
}

bool smpl_needs(const char *text, const struct strlist *tokens, struct strlist *words)
{
	struct smpl_reader reader = { .at = text };
	struct smpl_part part = { 0 };
	bool sure = true;

	while (read_line(&reader)) {
		const struct smpl_line *line = &reader.line;

		if (line->script || starts(line, "//"))
			continue;
		if (ends_part(line)) {
			sure = sure && (!part.changes || part.takes);
			part = (struct smpl_part){ 0 };
		}
		if (line->header)
			continue;
		sure = sure && !is_loose(line);
		read_part(&part, line, tokens, words);
	}
	strlist_sort(words);
	return sure && (!part.changes || part.takes);
}

/* "name = ..." at the start of a line: a variable of the script. */
static char *variable(const struct smpl_line *line)
{
	size_t len = 0, blank;

	while (len < line->len && is_name_char(line->text[len]))
		len++;
	blank = len + strspn(line->text + len, " \t");
	if (!len || line->text[blank] != '=' || line->text[blank + 1] == '=')
		return NULL;
	return xstrndup(line->text, len);
}

/* Does the line change @name: an assignment, an element of it, or a method that does? */
static bool alters(const struct smpl_line *line, const char *name)
{
	static const char *const ways[] = { "[", "+=", "|=", "-=", ".append", ".add", ".update",
					    ".extend", ".insert", ".setdefault", ".pop", ".remove",
					    ".discard", ".clear", NULL };
	size_t size = strlen(name);
	const char *at = line->text, *end = line->text + line->len;

	for (; (at = memmem(at, (size_t)(end - at), name, size)); at += size) {
		const char *next = at + size + strspn(at + size, " \t");

		if (at > line->text && is_name_char(at[-1]))
			continue;
		if ((*next == '=' && next[1] != '=') || starts_with_one_of(next, ways))
			return true;
	}
	return false;
}

static void find_variables(const char *text, struct strlist *variables)
{
	struct smpl_reader reader = { .at = text };

	while (read_line(&reader)) {
		if (!reader.line.initialize || reader.line.header)
			continue;
		char *name CLEANUP(free_text) = variable(&reader.line);
		if (name)
			strlist_add_once(variables, name);
	}
}

bool smpl_has_memory(const char *text)
{
	struct smpl_reader reader = { .at = text };
	struct strlist variables CLEANUP(strlist_release) = { 0 };

	find_variables(text, &variables);
	while (read_line(&reader)) {
		const struct smpl_line *line = &reader.line;

		if (line->header && holds(line, "finalize:"))
			return true;
		if (!line->script || line->header)
			continue;
		if (holds(line, "global ") || holds(line, "Iteration") || holds(line, "iteration"))
			return true;
		FOR_EACH(name, &variables) {
			char *own CLEANUP(free_text) = variable(line);

			if (!(line->initialize && own && !strcmp(own, *name)) &&
			    alters(line, *name))
				return true;
		}
	}
	return false;
}

bool smpl_knows_path(const char *text)
{
	struct smpl_reader reader = { .at = text };

	while (read_line(&reader)) {
		if (reader.line.script)
			return true;
		if (reader.line.header && holds(&reader.line, "file"))
			return true;
	}
	return false;
}
