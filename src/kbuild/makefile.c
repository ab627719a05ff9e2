// SPDX-License-Identifier: GPL-2.0
/* Reads off the text of a Makefile how far it reaches. */
#include "kbuild/makefile.h"

#include "lib/lib.h"

bool makefile_includes(const char *line)
{
	static const char *const words[] = { "include", "-include", "sinclude" };

	line += strspn(line, " \t");
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t len = strlen(words[i]);

		if (!strncmp(line, words[i], len) && (line[len] == ' ' || line[len] == '\t'))
			return true;
	}
	return false;
}

bool makefile_has_hidden_inputs(const char *text)
{
	if (strstr(text, "(shell") || strstr(text, "{shell") || strstr(text, "(wildcard") ||
	    strstr(text, "{wildcard") || strstr(text, "!="))
		return true;
	FOR_EACH_LINE(line, text)
		if (makefile_includes(line.at))
			return true;
	return false;
}

bool makefile_hands_down(const char *text)
{
	return holds_one_of(text, TEXTS("subdir-", "export", "KBUILD_"));
}

/* Reads Makefiles and Kconfig as text for the options that guard a source. */

#define DEEPEST 8 /* composites of composites; more is a circle */

char *next_joined_line(const char **text)
{
	const char *at = *text;
	size_t len = 0;

	if (!*at)
		return NULL;
	char *line = xstrdup(at);
	while (*at && *at != '\n') {
		bool joined = at[0] == '\\' && at[1] == '\n';

		line[len++] = joined ? ' ' : *at;
		at += 1 + joined;
	}
	line[len] = '\0';
	*text = at + (*at == '\n');
	return line;
}

/* The same, with one space where blanks are. */
static char *next_makefile_line(const char **text)
{
	char *line = next_joined_line(text);
	size_t len = 0;

	for (const char *at = line; line && *at; at++) {
		bool blank = *at == ' ' || *at == '\t';

		if (!blank || !len || line[len - 1] != ' ')
			line[len++] = blank ? ' ' : *at;
	}
	if (line)
		line[len] = '\0';
	return line;
}

static bool has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = list; (at = strstr(at, word)); at += len)
		if ((at == list || at[-1] == ' ') && (!at[len] || at[len] == ' '))
			return true;
	return false;
}

static void add_option(struct strlist *options, const char *from)
{
	char *name = xstrndup(from, strcspn(from, ") "));

	strlist_add_once(options, name);
	free(name);
}

static void find_options(const char *makefile, const char *word, unsigned depth,
			 struct strlist *options);

/* Where the variable is used that holds the word; of parts-$(CONFIG_FOO) that is $(parts-y) or
 * $(parts-m). */
static void find_users(const char *makefile, const char *variable, unsigned depth,
		       struct strlist *options)
{
	static const char *const ends[] = { "y", "m" };
	const char *option = strstr(variable, "$(CONFIG_");

	for (size_t i = 0; i < (option ? 2 : 1); i++) {
		int len = (int)(option ? option - variable : (ptrdiff_t)strlen(variable));
		char *use CLEANUP(free_text) =
			xasprintf("$(%.*s%s)", len, variable, option ? ends[i] : "");

		find_options(makefile, use, depth, options);
	}
}

static void find_options(const char *makefile, const char *word, unsigned depth,
			 struct strlist *options)
{
	const char *rest = makefile;
	char *line;

	for (; depth && (line = next_makefile_line(&rest)); free(line)) {
		char *equals = strchr(line, '='), *dash, *option;

		if (*line == '#' || !equals || !has_word(equals + 1, word))
			continue;
		line[strcspn(line, ":+= ")] = '\0';
		option = strstr(line, "$(CONFIG_");
		dash = option ? option - 1 : line + strlen(line) - 1;
		if (option)
			add_option(options, option + 2);
		find_users(makefile, line, depth - 1, options);
		while (dash > line && *dash != '-')
			dash--;
		if (dash <= line)
			continue;
		*dash = '\0';
		/* foo-objs, foo-y, foo-$(CONFIG_BAR): what foo.o is linked from */
		if (strcmp(line, "obj") != 0 && strcmp(line, "lib") != 0) {
			char *composite = xasprintf("%s.o", line);

			if (strcmp(composite, word) != 0)
				find_options(makefile, composite, depth - 1, options);
			free(composite);
		}
	}
}

void makefile_options(const char *makefile, const char *word, struct strlist *options)
{
	find_options(makefile, word, DEEPEST, options);
}

/* "  depends on X": X; NULL when the line begins with something else. */
static const char *behind(const char *line, const char *begin)
{
	size_t len = strlen(begin);

	line += strspn(line, " ");
	if (strncmp(line, begin, len) != 0 || (line[len] && line[len] != ' '))
		return NULL;
	return line + len + strspn(line + len, " ");
}

/* The name behind config or menuconfig; NULL when no option begins here. */
static const char *begins(const char *line)
{
	const char *name = *line == ' ' ? NULL : behind(line, "config");

	return name || *line == ' ' ? name : behind(line, "menuconfig");
}

static void put_term(FILE *out, const char *term)
{
	bool single = !strstr(term, "||");

	fprintf(out, "%s%s%s%s", ftell(out) > 0 ? " && " : "", single ? "" : "(", term,
		single ? "" : ")");
}

char *kconfig_depends(const char *kconfig, const char *option)
{
	const char *wanted = option + strlen("CONFIG_"), *rest = kconfig, *term;
	struct strlist around CLEANUP(strlist_release) = { 0 };
	char *line, *text = NULL;
	bool inside = false, known = false;
	FILE *out = xmemstream(&text, NULL);

	for (; (line = next_makefile_line(&rest)); free(line)) {
		const char *name = begins(line);

		if (name) {
			inside = !strcmp(name, wanted);
			for (size_t i = 0; inside && !known && i < around.nr; i++)
				put_term(out, around.v[i]);
			known = known || inside;
		} else if (*line && *line != ' ' && *line != '#') {
			inside = false;
		}
		if (inside && (term = behind(line, "depends on")))
			put_term(out, term);
		if (*line != ' ' && (term = behind(line, "if")))
			strlist_add(&around, term);
		else if (*line != ' ' && behind(line, "endif") && around.nr)
			free(around.v[--around.nr]);
	}
	fclose(out);
	if (known)
		return text;
	free(text);
	return NULL;
}

