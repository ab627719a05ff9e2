// SPDX-License-Identifier: GPL-2.0
/* Compares programs, Makefiles and scripts without their comments. */
#include "build/remark.h"

#include "csrc/clex.h"
#include "git/base.h"
#include "lib/lib.h"

/* A line of a Makefile or of a shell script, as it is read after those before it. */
struct script_state {
	bool continued;		/* the line before ends with a backslash */
	bool defines;		/* between define and endef */
	char quote;		/* the one that is open, or NUL */
	bool lost;		/* what follows cannot be told */
};

/* Does a token stand apart from the one before it? In a directive that can mean another macro. */
static bool is_apart(const struct ctoken *before, const struct ctoken *token)
{
	return before->text && before->text + before->len != token->text;
}

static bool is_same_token(const struct ctoken *a, const struct ctoken *b)
{
	return a->kind == b->kind && a->len == b->len && a->directive == b->directive &&
	       a->opens == b->opens && !memcmp(a->text, b->text, a->len) &&
	       (!ctoken_is(a, "__LINE__") || a->line == b->line);
}

/* How often a comment may say that a case falls through, which the compiler reads. */
static size_t count_falls(const char *text)
{
	size_t nr = 0;

	for (const char *at = text; (at = strcasestr(at, "fall")); at++)
		nr++;
	return nr;
}

static bool is_same_c(const char *old, const char *new)
{
	struct ctoken a = { 0 }, b = { 0 }, last_a, last_b;
	struct clexer x, y;

	clexer_init(&x, old, strlen(old));
	clexer_init(&y, new, strlen(new));
	do {
		last_a = a;
		last_b = b;
		a = clexer_next(&x);
		b = clexer_next(&y);
		/* assert() tells its line */
		if (!is_same_token(&a, &b) || ctoken_is(&a, "assert") ||
		    (a.directive && is_apart(&last_a, &a) != is_apart(&last_b, &b)))
			return false;
	} while (a.kind != CTOKEN_END);
	return count_falls(old) == count_falls(new);
}

/* Which quotes are open at the end of a line of shell? */
static void read_quotes(struct script_state *state, const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = line[i];

		if (c == '\\' && state->quote != '\'')
			i++;
		else if (state->quote == c)
			state->quote = '\0';
		else if (!state->quote && (c == '\'' || c == '"'))
			state->quote = c;
		else if (!state->quote && c == '#' && (!i || line[i - 1] == ' '))
			return;
		else if (!state->quote && c == '<' && i + 1 < len && line[i + 1] == '<')
			state->lost = true;
	}
}

static void note_line(struct script_state *state, const char *line, size_t len, bool shell)
{
	size_t blank = strspn(line, " \t");

	if (shell)
		read_quotes(state, line, len);
	else if (!strncmp(line + blank, "define", 6))
		state->defines = true;
	else if (!strncmp(line + blank, "endef", 5))
		state->defines = false;
	state->continued = len && line[len - 1] == '\\';
}

/* A whole line that is a comment; one of a recipe is the shell's. */
static bool is_comment_line(const struct script_state *state, const char *line, size_t len,
			    bool shell)
{
	size_t blank = strspn(line, shell ? " \t" : " ");

	return !state->continued && !state->defines && !state->quote && !state->lost &&
	       blank < len && line[blank] == '#' && line[blank + 1] != '!' &&
	       line[len - 1] != '\\';
}

/* The lines that are no comments; NULL when that cannot be told. Owned by the caller. */
static char *without_remarks(const char *text, bool shell)
{
	struct script_state state = { 0 };
	/* the last line may have no end */
	char *kept = xcalloc(strlen(text) + 2, 1), *end = kept;

	FOR_EACH_LINE(line, text) {
		if (is_comment_line(&state, line.at, line.len, shell))
			continue;
		note_line(&state, line.at, line.len, shell);
		end = mempcpy(end, line.at, line.len);
		*end++ = '\n';
	}
	if (!state.lost && !state.quote && !state.defines)
		return kept;
	free(kept);
	return NULL;
}

static bool is_same_script(const char *old, const char *new, bool shell)
{
	char *a CLEANUP(free_text) = without_remarks(old, shell);
	char *b CLEANUP(free_text) = without_remarks(new, shell);

	return a && b && !strcmp(a, b);
}

static bool is_shell(const char *path, const char *text)
{
	return has_ending(path, ".sh") || starts_with(text, "#!/bin/sh\n") ||
	       starts_with(text, "#!/bin/bash\n");
}

bool remark_is_all(const char *path, const char *old, const char *new)
{
	const char *leaf = path_leaf(path);

	if (has_ending(path, ".c") || has_ending(path, ".h"))
		return is_same_c(old, new);
	if (starts_with(leaf, "Makefile") || starts_with(leaf, "Kbuild"))
		return is_same_script(old, new, false);
	return is_shell(path, old) && is_shell(path, new) && is_same_script(old, new, true);
}
