// SPDX-License-Identifier: GPL-2.0
/* Reads a semantic patch: its header lines and the words of its minus lines. */
#include "campaign/rule.h"

#include "csrc/clex.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/io.h"

#include <string.h>

static void add_words(struct strlist *words, const char *line, size_t len)
{
	struct clexer lexer;
	struct ctoken token;

	clexer_init(&lexer, line, len);
	while ((token = clexer_next(&lexer)).kind != CTOKEN_END) {
		if (token.kind == CTOKEN_WORD)
			*LIST_ADD(words) = xstrndup(token.text, token.len);
	}
}

/* The value behind "// Name:" when the line is that header. */
static bool header(const char *line, size_t len, const char *name, char **value)
{
	size_t size = strlen(name);

	if (len < size || strncmp(line, name, size))
		return false;
	free(*value);
	*value = xstrndup(line + size, len - size);
	return true;
}

static void read_lines(struct rule *rule, bool *described, char **confidence, char **options,
		       char **residue)
{
	struct strlist minus CLEANUP(strlist_release) = { 0 };
	struct strlist other CLEANUP(strlist_release) = { 0 };
	const char *line = rule->text;

	for (; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		size_t len = strcspn(line, "\n");

		if (!strncmp(line, "/// ", 4))
			*described = true;
		else if (header(line, len, "// Confidence:", confidence) ||
			 header(line, len, "// Options:", options) ||
			 header(line, len, "// Residue:", residue) || !strncmp(line, "//", 2))
			continue;
		else if (*line == '-')
			add_words(&minus, line + 1, len - 1);
		else
			add_words(&other, line + (*line == '+'), len - (*line == '+'));
	}
	strlist_sort(&minus);
	strlist_sort(&other);
	FOR_EACH(word, &minus)
		if (!strlist_find(&other, *word))
			strlist_add(&rule->minus, *word);
}

int rule_load(struct rule *rule, const char *path)
{
	char *confidence CLEANUP(free_text) = NULL;
	char *options CLEANUP(free_text) = NULL;
	char *residue CLEANUP(free_text) = NULL;
	bool described = false;

	rule->path = xstrdup(path);
	rule->text = io_read(path, NULL);
	if (!rule->text)
		return -1;
	rule->digest = digest_of(rule->text);
	read_lines(rule, &described, &confidence, &options, &residue);
	if (!described || !confidence)
		return fail_usage("%s:1: a rule opens with a line \"/// what it does\" and a line "
				  "\"// Confidence: ...\"", path);
	if (options)
		strlist_split(&rule->options, options, " \t");
	if (residue) {
		strlist_release(&rule->minus);
		strlist_split(&rule->minus, residue, " \t,");
		strlist_sort(&rule->minus);
		rule->residue_named = true;
	}
	return 0;
}

void rule_residue(const struct rule *rule, struct strlist *words)
{
	FOR_EACH(word, &rule->minus)
		if ((rule->residue_named && strcmp(*word, "none")) ||
		    (!rule->residue_named && strlist_find(&rule->tokens, *word)))
			strlist_add(words, *word);
	strlist_sort(words);
}

void rule_release(struct rule *rule)
{
	free(rule->path);
	free(rule->text);
	strlist_release(&rule->options);
	strlist_release(&rule->minus);
	strlist_release(&rule->tokens);
	*rule = (struct rule){ 0 };
}
