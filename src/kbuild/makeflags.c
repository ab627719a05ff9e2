// SPDX-License-Identifier: GPL-2.0
/* Reads flags for the compiler from the text of a Makefile. */
#include "kbuild/makeflags.h"

#include "kbuild/makefile.h"
#include "lib/lib.h"

struct flag_reader {
	struct makeflags *out;
	const struct strlist *names;
	size_t depth;		/* of conditionals */
};

static bool begins_with(const char *line, const char *const *starts)
{
	for (; *starts; starts++) {
		size_t len = strlen(*starts);

		if (!strncmp(line, *starts, len) && !is_name_char(line[len]))
			return true;
	}
	return false;
}

/* -DNAME or -UNAME: does it count? Where the name is a variable's nobody can tell. */
static bool macro_counts(const struct flag_reader *reader, const char *word, bool *local)
{
	size_t len = strcspn(word + 2, "=,)");
	char *name CLEANUP(free_text) = xstrndup(word + 2, len);

	if (*name && !strpbrk(name, "$\"'"))
		return strlist_find(reader->names, name);
	*local = true;
	return true;
}

/* Where the flag begins: "-DX" may stand behind a comma, a parenthesis or a quote. */
static const char *find_flag(const char *word)
{
	for (size_t i = 0; word[i]; i++)
		if (word[i] == '-' && (!i || strchr(",(\"'", word[i - 1])))
			return word + i;
	return NULL;
}

/* Can a word of flags change how a declaration is judged? */
static bool counts(const struct flag_reader *reader, const char *word, bool *local)
{
	static const char *const globals[] = { "$(CC_FLAGS_", "$(DISABLE_", "$(call", "$(srctree)",
					       NULL };
	const char *flag = find_flag(word);

	for (const char *at = word; (at = strstr(at, "$(")); at += 2) {
		bool global = false;

		for (size_t i = 0; globals[i]; i++)
			global = global || starts_with(at, globals[i]);
		*local = *local || (!global && (!flag || strncmp(flag, "-I", 2) != 0));
	}
	if (flag && (flag[1] == 'D' || flag[1] == 'U'))
		return macro_counts(reader, flag, local);
	return !flag || !strchr("IgLl", flag[1]) || !flag[1];
}

/* The words of a line that count, one blank between them; "" for none. */
static char *reduce(const struct flag_reader *reader, const char *text, bool *local)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct strlist kept CLEANUP(strlist_release) = { 0 };

	strlist_split(&words, text, " \t");
	for (size_t i = 0; i < words.nr; i++) {
		const char *word = words.v[i];
		bool pair = !strcmp(word, "-I") || !strcmp(word, "-D") || !strcmp(word, "-U");

		if (pair && word[1] != 'I' && i + 1 < words.nr) {
			char *joined CLEANUP(free_text) = xasprintf("%s%s", word, words.v[i + 1]);

			if (counts(reader, joined, local))
				strlist_add(&kept, joined);
		} else if (!pair && counts(reader, word, local)) {
			strlist_add(&kept, word);
		}
		i += pair;
	}
	return strlist_join(&kept, " ");
}

static bool has_flag_word(const char *text)
{
	for (const char *at = text; (at = strchr(at, '-')); at++)
		if (isalpha((unsigned char)at[1]) && (at == text || strchr(" \t,=(\"'", at[-1])))
			return true;
	return false;
}

/* Flags for other tools, or for programs of the host. */
static bool is_foreign(const char *variable)
{
	static const char *const parts[] = { "ldflags", "LDFLAGS", "HOST", "rustflags", "host",
					     "OBJCOPYFLAGS", "LIBS", NULL };

	for (size_t i = 0; parts[i]; i++)
		if (strstr(variable, parts[i]))
			return true;
	return false;
}

/* "CFLAGS_x.o", "CFLAGS_REMOVE_$(y)/x.o", "$(obj)/x.o: CFLAGS": for the object x.o; NULL: for
 * none by itself. Owned by the caller; "" where nothing tells which. */
static char *object_of(const char *variable)
{
	const char *end = strstr(variable, ".o"), *at;

	if (strchr(variable, '%'))
		return xstrdup("");
	if (!end || is_name_char(end[2]))
		return strchr(variable, ':') ? xstrdup("") : NULL;
	for (at = end; at > variable && !strchr("/ \t:", at[-1]); at--)
		;
	if (starts_with(at, "CFLAGS_REMOVE_"))
		at += strlen("CFLAGS_REMOVE_");
	else if (starts_with(at, "CFLAGS_"))
		at += strlen("CFLAGS_");
	if (memchr(at, '$', (size_t)(end - at)) || memchr(at, ')', (size_t)(end - at)))
		return xstrdup("");
	return xstrndup(at, (size_t)(end - at) + 2);
}

static void take_flags(struct flag_reader *reader, const char *variable, const char *text,
		       bool local)
{
	struct makeflags *out = reader->out;
	char *object CLEANUP(free_text) = object_of(variable);
	bool down = starts_with(variable, "subdir-") || strstr(variable, "KBUILD_") ||
		    starts_with(variable, "export");

	out->local = out->local || local;
	if (object && !*object)
		out->wild = true;
	else if (object)
		*LIST_ADD(&out->objects) = xasprintf("%s %s %s", object, variable, text);
	else
		*LIST_ADD(&out->own) = xasprintf("%s %s", variable, text);
	if (down) {
		*LIST_ADD(&out->down) = xasprintf("%s %s", variable, text);
		out->local_down = out->local_down || local;
	}
}

/* "VARIABLE += WORDS" */
static void see_assignment(struct flag_reader *reader, const char *line)
{
	const char *equals = strchr(line, '=');
	size_t len = equals ? (size_t)(equals - line) : 0;
	bool local = reader->depth > 0;

	if (!equals)
		return;
	while (len && strchr(" \t:+?", line[len - 1]))
		len--;
	char *variable CLEANUP(free_text) = xstrndup(line, len);
	if (is_foreign(variable) ||
	    (!strstr(variable, "flags") && !strstr(variable, "FLAGS") &&
	     !has_flag_word(equals + 1)))
		return;
	char *text CLEANUP(free_text) = reduce(reader, equals + 1, &local);
	if (*text)
		take_flags(reader, variable, text, local);
}

static void see_line(struct flag_reader *reader, char *line)
{
	static const char *const ifs[] = { "ifeq", "ifneq", "ifdef", "ifndef", NULL };
	static const char *const includes[] = { "include", "-include", "sinclude", NULL };
	static const char *const wilds[] = { "define", "$(eval", "$(foreach", NULL };
	size_t blank = strspn(line, " ");

	line[strcspn(line, "#")] = '\0';
	if (*line == '\t')
		return;
	line += blank;
	if (begins_with(line, ifs)) {
		reader->depth++;
	} else if (starts_with(line, "endif")) {
		reader->depth -= reader->depth > 0;
	} else if (begins_with(line, includes)) {
		reader->out->includes = reader->out->local = true;
	} else if (begins_with(line, wilds) && (strstr(line, "FLAGS") || strstr(line, "flags"))) {
		reader->out->wild = true;
	} else {
		see_assignment(reader, line);
	}
}

void makeflags_read(struct makeflags *out, const char *makefile, const struct strlist *names)
{
	struct flag_reader reader = { out, names, 0 };
	char *line;

	while ((line = next_joined_line(&makefile))) {
		see_line(&reader, line);
		free(line);
	}
}

void makeflags_release(struct makeflags *out)
{
	STRLIST_RELEASE_ALL(&out->own, &out->down, &out->objects);
}
