// SPDX-License-Identifier: GPL-2.0
/* Finds the exports of a source, as its text has them. */
#include "csrc/exports.h"

#include "lib/lib.h"

/* Puts the arguments of a macro's uses into the name that it exports. */

static const char directive[] = "#define ";

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
	while (from < to && isspace((unsigned char)*from))
		from++;
	while (from < to && isspace((unsigned char)to[-1]))
		to--;
	char *word = xstrndup(from, (size_t)(to - from));
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
	struct strlist parts CLEANUP(strlist_release) = { 0 };
	char *name CLEANUP(free_text) = NULL;
	FILE *out = xmemstream(&name, NULL);

	for (const char *from = argument, *to; from; from = to ? to + 2 : NULL) {
		to = strstr(from, "##");
		add_trimmed(&parts, from, to ? to : from + strlen(from));
	}
	FOR_EACH(part, &parts)
		fputs(argument_value(parameters, arguments, *part), out);
	fclose(out);
	for (const char *c = name; *c; c++)
		if (!is_name_char(*c))
			return;
	if (*name)
		strlist_add(names, name);
}

/*
 * What an export is worth that stands in a macro
 *
 *	#define LOAD(size) void load##size(void) { } EXPORT_SYMBOL(load##size)
 *	LOAD(1)
 *
 * exports load1. Only uses count that begin a line of the same text, and macros are not
 * looked for in macros. Pure.
 */

/* If @at (inside of @text) stands in a macro with parameters: true, and to @names what
 * @argument comes to in each use of the macro. */
static bool exportmacro_names(const char *text, size_t size, const char *at, const char *argument,
			      struct strlist *names)
{
	const char *line = line_start(text, at), *end = text + size, *name, *open;
	struct strlist parameters CLEANUP(strlist_release) = { 0 };
	size_t len = 0;

	if (!starts_with(line, directive))
		return false;
	name = line + strlen(directive);
	while (name + len < at && is_name_char(name[len]))
		len++;
	open = name + len;
	if (!len || open >= at || *open != '(' || !take_list(open + 1, at, &parameters))
		return false;
	for (const char *use = at; (use = memmem(use, (size_t)(end - use), name, len));
	     use += len) {
		struct strlist arguments CLEANUP(strlist_release) = { 0 };

		if (use[-1] == '\n' && end - use > (ptrdiff_t)len && use[len] == '(' &&
		    take_list(use + len + 1, end, &arguments) && arguments.nr >= parameters.nr)
			put_together(&parameters, &arguments, argument, names);
	}
	return true;
}

static size_t word_len(const char *at, const char *end)
{
	const char *start = at;

	while (at < end && is_name_char(*at))
		at++;
	return (size_t)(at - start);
}

/* The name of a namespace behind @at, in quotes or not; owned by the caller. */
static char *space_behind(const char *at, const char *end)
{
	while (at < end && strchr("=, \t'\"\\", *at))
		at++;
	return xstrndup(at, word_len(at, end));
}

char *exports_namespace(const char *text, size_t size)
{
	static const char word[] = "DEFAULT_SYMBOL_NAMESPACE";
	const char *at = text, *end = text + size;

	while ((at = memmem(at, (size_t)(end - at), word, strlen(word)))) {
		bool define = at - text >= 8 && !strncmp(at - 8, "#define ", 8);
		bool flag = at - text >= 2 && !strncmp(at - 2, "-D", 2);

		at += strlen(word);
		if (define || flag)
			return space_behind(at, end);
	}
	return NULL;
}

/* A file and what its exports are in when they name no namespace. */
struct exporter {
	struct strlist *exports, *terms;	/* borrowed, like all of it */
	const char *path, *space;
	const char *seen;		/* up to here the conditionals are counted */
	int depth;			/* of conditionals */
};

/* How many conditionals stand around @at? */
static void count_conditionals(struct exporter *exporter, const char *at)
{
	for (const char *line = exporter->seen; line < at;) {
		const char *end = memchr(line, '\n', (size_t)(at - line));
		const char *word = line + strspn(line, " \t");

		if (*word == '#') {
			word += 1 + strspn(word + 1, " \t");
			exporter->depth += !strncmp(word, "if", 2) - !strncmp(word, "endif", 5);
		}
		if (!end)
			break;
		line = exporter->seen = end + 1;
	}
}

/* What an export of @argument by @macro makes known, as in include/linux/tracepoint.h and
 * static_call.h. */
static void take_names(const char *macro, size_t len, const char *argument, struct strlist *names)
{
	static const struct {
		const char *macro, *prefixes;	/* the macro's name begins so */
	} rows[] = {
		{ "EXPORT_TRACEPOINT_SYMBOL",
		  "__tracepoint_ __traceiter_ __SCK__tp_func_ __SCT__tp_func_" },
		{ "EXPORT_STATIC_CALL_TRAMP", "__SCT__" },
		{ "EXPORT_STATIC_CALL", "__SCK__ __SCT__" },
	};
	struct strlist prefixes CLEANUP(strlist_release) = { 0 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows) && !prefixes.nr; i++)
		if (len >= strlen(rows[i].macro) &&
		    starts_with(macro, rows[i].macro))
			strlist_split(&prefixes, rows[i].prefixes, " ");
	if (!prefixes.nr)
		strlist_add(names, argument);
	FOR_EACH(prefix, &prefixes)
		*LIST_ADD(names) = xasprintf("%s%s", *prefix, argument);
}

/* The first argument behind a parenthesis; owned by the caller. */
static char *take_argument(const char *at, const char *end)
{
	size_t len = 0;

	at += strspn(at, " \t");
	while (at + len < end && !strchr(",)\n", at[len]))
		len++;
	while (len && isspace((unsigned char)at[len - 1]))
		len--;
	return xstrndup(at, len);
}

static void add_export(const struct exporter *exporter, const char *name, bool gpl,
		       const char *space)
{
	*LIST_ADD(exporter->exports) = xasprintf("%s %s%s", name, exporter->depth > 0 ? "?" : "",
						 exporter->path);
	if (gpl || *space)
		*LIST_ADD(exporter->terms) = xasprintf("%s %s %s", name, gpl ? "GPL" : "-",
						       *space ? space : "-");
}

/* @at: the macro. */
static void take_export(const struct exporter *exporter, const char *text, const char *at,
			const char *end)
{
	size_t len = word_len(at, end);
	bool gpl = memmem(at, len, "_GPL", 4), named = memmem(at, len, "_NS", 3);
	char *space CLEANUP(free_text) = NULL;
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct strlist all CLEANUP(strlist_release) = { 0 };

	if (at + len >= end || at[len] != '(')
		return;
	char *argument CLEANUP(free_text) = take_argument(at + len + 1, end);
	if (!*argument)
		return;
	space = named ? space_behind(at + len + 1 + strlen(argument), end) :
			xstrdup(exporter->space);
	if (!exportmacro_names(text, (size_t)(end - text), at, argument, &names) &&
	    word_len(argument, argument + strlen(argument)) == strlen(argument))
		strlist_add(&names, argument);
	FOR_EACH(name, &names)
		take_names(at, len, *name, &all);
	FOR_EACH(name, &all)
		add_export(exporter, *name, gpl, space);
}

/* ACPI_EXPORT_SYMBOL() does nothing else (include/acpi/platform/aclinux.h). */
static bool is_acpi(const char *text, const char *at)
{
	return at - text >= 5 && !strncmp(at - 5, "ACPI_", 5);
}

void exports_read(struct strlist *exports, struct strlist *terms, const char *path,
		  const char *around, const char *text, size_t size)
{
	char *space CLEANUP(free_text) = NULL;
	struct exporter exporter = { exports, terms, path, around, text, 0 };
	const char *end = text + size;

	for (const char *at = text; (at = memmem(at, (size_t)(end - at), "EXPORT_", 7)); at += 7) {
		if (at > text && is_name_char(at[-1]) &&
		    !is_acpi(text, at))
			continue;
		if (exporter.space == around && !space) {
			space = exports_namespace(text, size);
			exporter.space = space ? space : around;
		}
		count_conditionals(&exporter, at);
		take_export(&exporter, text, at, end);
	}
}
