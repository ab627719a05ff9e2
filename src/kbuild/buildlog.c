// SPDX-License-Identifier: GPL-2.0
/* Splits a build log by object and finds errors and warnings in it. */
#include "kbuild/buildlog.h"

#include "lib/lib.h"

/* "  CC [M]  drivers/x.o": the object of such a line; NULL for others. */
static const char *announced(const char *line, size_t len, size_t *size)
{
	const char *at = line + 2, *end = line + len;

	if (len < 6 || strncmp(line, "  ", 2) || !isupper((unsigned char)*at))
		return NULL;
	while (end > at && end[-1] != ' ')
		end--;
	*size = (size_t)(line + len - end);
	return *size > 2 && end > at ? end : NULL;
}

/* Is the announced @name the object, or (of CHECK) the source of it? */
static bool is_of(const char *name, size_t len, const char *object)
{
	size_t stem = strlen(object) > 2 ? strlen(object) - 2 : 0;

	if (len == strlen(object) && !strncmp(name, object, len))
		return true;
	/* make prints the source with the path of the tree */
	return stem && len >= stem + 2 && !strncmp(name + len - 2, ".c", 2) &&
	       !strncmp(name + len - 2 - stem, object, stem) &&
	       (len == stem + 2 || name[len - 3 - stem] == '/');
}

char *buildlog_of(const char *log, const char *object)
{
	char *text = NULL;
	bool inside = false;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH_LINE(line, log) {
		size_t name_len = 0;
		const char *name = announced(line.at, line.len, &name_len);

		if (name)
			inside = is_of(name, name_len, object);
		else if (inside)
			fprintf(out, "%.*s\n", (int)line.len, line.at);
	}
	fclose(out);
	return text;
}

size_t buildlog_count(const char *log, const char *object)
{
	size_t count = 0;

	FOR_EACH_LINE(line, log) {
		size_t name_len = 0;
		const char *name = announced(line.at, line.len, &name_len);

		count += name && name_len == strlen(object) && !strncmp(name, object, name_len) &&
			 starts_with_one_of(line.at + 2, TEXTS("CC ", "AS "));
	}
	return count;
}

/* The end of "file:12:3" or "file:12"; NULL when the line does not begin so. */
static const char *position(const char *line, size_t *file_len)
{
	const char *colon = strchr(line, ':'), *at;

	if (!colon || colon == line || !isdigit((unsigned char)colon[1]))
		return NULL;
	*file_len = (size_t)(colon - line);
	at = colon + 1 + strspn(colon + 1, "0123456789");
	if (*at == ':' && isdigit((unsigned char)at[1]))
		at += 1 + strspn(at + 1, "0123456789");
	return *at == ':' ? at + 1 : NULL;
}

/* "f+0x12: unreachable": the place in the function is no part of the identity. */
static void drop_offsets(char *text)
{
	for (char *at = text; (at = strstr(at, "+0x"));) {
		size_t len = 3 + strspn(at + 3, "0123456789abcdef");

		memmove(at, at + len, strlen(at + len) + 1);
	}
}

/* "a.c: In function 'f':" and "a.c: At top level:" hold for what follows. */
static void take_function(const char *line, char **function)
{
	const char *in = strstr(line, ": In function '");
	const char *name = in ? in + strlen(": In function '") : NULL;

	if (!in && !strstr(line, ": At top level:"))
		return;
	free(*function);
	*function = name ? xstrndup(name, strcspn(name, "'")) : NULL;
}

static void take_log_line(char *line, struct strlist *errors, struct strlist *warnings,
			  const char *function)
{
	size_t file_len = 0;
	const char *text = position(line, &file_len);
	const char *objtool = strstr(line, ": objtool: ");
	struct strlist *list = NULL;

	if (text) {
		text += strspn(text, " ");
		if (!strncasecmp(text, "error:", 6) || !strncmp(text, "fatal error:", 12))
			list = errors;
		else if (!strncasecmp(text, "warning:", 8))
			list = warnings;
	} else if (objtool || !strncmp(line, "ERROR: modpost", 14)) {
		list = objtool && strstr(line, "warning: objtool") ? warnings : errors;
		text = line;
	}
	if (!list)
		return;
	char *identity = xasprintf("%.*s%s%s", (int)file_len, line, file_len ? ": " : "", text);
	if (objtool)
		drop_offsets(identity);
	if (list == errors)
		strlist_add_once(list, identity);
	else
		*LIST_ADD(list) = xasprintf("%s%s%s%s", identity, function ? " in " : "",
					    function ? function : "", function ? "()" : "");
	free(identity);
}

void buildlog_parse(const char *lines, struct strlist *errors, struct strlist *warnings)
{
	char *copy CLEANUP(free_text) = xstrdup(lines);
	char *function CLEANUP(free_text) = NULL;
	char *rest = NULL;

	for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		take_function(line, &function);
		take_log_line(line, errors, warnings, function);
	}
}

/* Does "/tree/drivers/x/Makefile" stand in a folder of @object? */
static bool is_above(const char *path, size_t len, const char *object)
{
	char *file CLEANUP(free_text) = xstrndup(path, len);
	char *slash = strrchr(file, '/');

	if (!slash)
		return true;
	*slash = '\0';
	for (const char *end = strchr(object, '/'); end; end = strchr(end + 1, '/')) {
		size_t dir = (size_t)(end - object), all = strlen(file);

		if (all >= dir && !strncmp(file + all - dir, object, dir) &&
		    (all == dir || file[all - dir - 1] == '/'))
			return true;
	}
	return false;
}

void buildlog_of_make(const char *log, const char *object, struct strlist *errors)
{
	char *quoted CLEANUP(free_text) = xasprintf("'%s'", object);

	FOR_EACH_LINE(line, log) {
		char *text CLEANUP(free_text) = xstrndup(line.at, line.len);
		size_t file_len = 0;
		const char *said = position(text, &file_len);

		if (said && !strncmp(said, " *** ", 5) && strncmp(said, " *** [", 6) &&
		    is_above(text, file_len, object)) {
			char *identity = xasprintf("%.*s:%s", (int)file_len, text, said);

			strlist_add_once(errors, identity);
			free(identity);
		} else if (strstr(text, ": *** No rule to make target ") && strstr(text, quoted)) {
			strlist_add_once(errors, strstr(text, "No rule"));
		}
	}
}
