// SPDX-License-Identifier: GPL-2.0
/* Puts the arguments of a macro's uses into the name that it exports. */
#include "csrc/exportmacro.h"

#include "lib/cleanup.h"
#include "lib/list.h"

#include <ctype.h>
#include <string.h>

static const char define[] = "#define ";

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The line on which @at stands, with those before that go on to it. */
static const char *line_start(const char *text, const char *at)
{
	const char *line = at;

	for (;;) {
		while (line > text && line[-1] != '\n')
			line--;
		if (line - text < 2 || line[-2] != '\\')
			return line;
		line -= 2;
	}
}

static void add_trimmed(struct strlist *list, const char *from, const char *to)
{
	char *word;

	while (from < to && isspace((unsigned char)*from))
		from++;
	while (from < to && isspace((unsigned char)to[-1]))
		to--;
	word = xstrndup(from, (size_t)(to - from));
	strlist_add(list, word);
	free(word);
}

/* Split what stands behind an opening parenthesis at commas; false: it does not close. */
static bool take_list(const char *at, const char *end, struct strlist *list)
{
	const char *start = at;
	int depth = 0;

	for (; at < end; at++) {
		if (*at == ')' && !depth) {
			add_trimmed(list, start, at);
			return true;
		}
		depth += (*at == '(') - (*at == ')');
		if (*at == ',' && !depth) {
			add_trimmed(list, start, at);
			start = at + 1;
		}
	}
	return false;
}

/* One part of a name: what stands for a parameter, or itself. */
static const char *argument_value(const struct strlist *parameters, const struct strlist *arguments,
				  const char *part)
{
	for (size_t i = 0; i < parameters->nr && i < arguments->nr; i++)
		if (!strcmp(parameters->v[i], part))
			return arguments->v[i];
	return part;
}

static void put_together(const struct strlist *parameters, const struct strlist *arguments,
			 const char *argument, struct strlist *names)
{
	struct strlist parts = { 0 };
	char *name CLEANUP(free_text) = NULL;
	size_t size;
	FILE *out = xmemstream(&name, &size);

	for (const char *from = argument, *to; from; from = to ? to + 2 : NULL) {
		to = strstr(from, "##");
		add_trimmed(&parts, from, to ? to : from + strlen(from));
	}
	FOR_EACH(part, &parts)
		fputs(argument_value(parameters, arguments, *part), out);
	fclose(out);
	strlist_release(&parts);
	for (const char *c = name; *c; c++)
		if (!is_name_char(*c))
			return;
	if (*name)
		strlist_add(names, name);
}

bool exportmacro_names(const char *text, size_t size, const char *at, const char *argument,
		       struct strlist *names)
{
	const char *line = line_start(text, at), *end = text + size, *name, *open;
	struct strlist parameters = { 0 };
	size_t len = 0;

	if (strncmp(line, define, strlen(define)) != 0)
		return false;
	name = line + strlen(define);
	while (name + len < at && is_name_char(name[len]))
		len++;
	open = name + len;
	if (!len || open >= at || *open != '(' || !take_list(open + 1, at, &parameters)) {
		strlist_release(&parameters);
		return false;
	}
	for (const char *use = at; (use = memmem(use, (size_t)(end - use), name, len));
	     use += len) {
		struct strlist arguments = { 0 };

		if (use[-1] == '\n' && end - use > (ptrdiff_t)len && use[len] == '(' &&
		    take_list(use + len + 1, end, &arguments) && arguments.nr >= parameters.nr)
			put_together(&parameters, &arguments, argument, names);
		strlist_release(&arguments);
	}
	strlist_release(&parameters);
	return true;
}
