// SPDX-License-Identifier: GPL-2.0
/* Splits the log of a make of everything and finds what is wrong in it. */
#include "kbuild/makelog.h"

#include "kbuild/buildlog.h"
#include "lib/lib.h"

/* How long the name is in "x.c:12:(.text+0x1): ...", where @len stands before ":(". */
static int file_length(const char *line, size_t len)
{
	size_t digits = len;

	while (digits && line[digits - 1] >= '0' && line[digits - 1] <= '9')
		digits--;
	return (int)(digits && digits < len && line[digits - 1] == ':' ? digits - 1 : len);
}

/* The linker and modpost speak in forms of their own. */
static void take_link_line(struct said *said, const char *line)
{
	static const char *const faults[] = { "undefined reference to ",
					      "multiple definition of " };
	const char *place = strstr(line, ":(");

	if (!strncmp(line, "WARNING: modpost: ", 18))
		strlist_add_once(&said->warnings, line);
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		const char *fault = strstr(line, faults[i]);

		if (!fault)
			continue;
		bool known = place && place < fault;
		char *identity = xasprintf("%.*s: %.*s",
					   known ? file_length(line, (size_t)(place - line)) : 2,
					   known ? line : "ld", (int)strcspn(fault, ";"), fault);
		strlist_add_once(&said->errors, identity);
		free(identity);
	}
}

static struct said *said_of(struct makelog *list, const char *target)
{
	for (size_t i = list->nr; i-- > 0;)
		if (!strcmp(list->v[i].target, target))
			return &list->v[i];
	LIST_ADD(list)->target = xstrdup(target);
	return &list->v[list->nr - 1];
}

/* "make[3]: *** [../x/Makefile.build:12: drivers/x.o] Error 1". What has no dot is a folder
 * or a goal that fails since something below it did; vmlinux is a file. */
static void take_gave_up(struct makelog *list, const char *bracket, const char *end,
			 const char *before)
{
	const char *colon = end;
	struct said *said;

	while (colon > bracket && strncmp(colon, ": ", 2) != 0)
		colon--;
	colon += colon > bracket ? 2 : 1;
	char *target = xstrndup(colon, (size_t)(end - colon));
	if (strchr(target, '.') || !strcmp(target, "vmlinux")) {
		said = said_of(list, target);
		said->gave_up = true;
		if (!said->words && *before)
			said->words = xstrdup(before);
	}
	free(target);
}

/* Where make gave up first is the cause; what follows it is mostly its consequence. */
static void take_stop(struct makelog *list, const char *stars, const char *before)
{
	if (!list->stop)
		list->stop = xasprintf("%s%s%s", before, *before ? "; " : "", stars);
}

/* Other words of make: no rule, no separator. They need no target to be about. */
static void take_make_line(struct makelog *list, const char *line, const char *before)
{
	const char *stars = strstr(line, "*** ");
	const char *bracket = stars && stars[4] == '[' ? stars + 4 : NULL;
	/* "] Error 1", or the signal that ended it */
	const char *end = bracket ? strrchr(bracket, ']') : NULL;

	if (bracket)
		take_stop(list, stars, before);
	if (end) {
		take_gave_up(list, bracket, end, before);
		return;
	}
	if (!stars || bracket || strstr(stars, "Waiting for unfinished jobs") ||
	    strstr(stars, "Deleting file"))
		return;
	char *identity = strncmp(line, "make", 4) ? xstrdup(line) : xasprintf("make: %s", stars);
	strlist_add_once(&said_of(list, "make")->errors, identity);
	free(identity);
}

static void take_block(struct makelog *list, const char *target, const char *lines)
{
	char *copy CLEANUP(free_text) = xstrdup(lines);
	char *rest = NULL;
	struct said *said = LIST_ADD(list);

	said->target = xstrdup(target);
	buildlog_parse(lines, &said->errors, &said->warnings);
	for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		take_link_line(said, line);
}

/* "  CC [M]  drivers/x.o": the target of such a line, owned by the caller; NULL for others. */
static char *announced(const char *line, size_t len)
{
	const char *end = line + len, *name = end;

	if (len < 6 || strncmp(line, "  ", 2) != 0 || line[2] < 'A' || line[2] > 'Z')
		return NULL;
	while (name > line && name[-1] != ' ')
		name--;
	return end - name > 2 ? xstrndup(name, (size_t)(end - name)) : NULL;
}

#define LAST_LINES 3 /* that a person is shown of what was said before make gave up */

/* The last lines of @text in one; owned by the caller. */
static char *last_words(const char *text)
{
	struct strlist lines = { 0 };
	char *words = NULL;
	FILE *out = xmemstream(&words, NULL);

	strlist_split(&lines, text, "\n");
	for (size_t i = lines.nr > LAST_LINES ? lines.nr - LAST_LINES : 0; i < lines.nr; i++) {
		const char *line = lines.v[i] + strspn(lines.v[i], " \t");

		fprintf(out, "%s%s", *line && ftell(out) > 0 ? "; " : "", line);
	}
	fclose(out);
	strlist_release(&lines);
	return words;
}

static bool is_of_make(const char *line)
{
	return !strncmp(line, "make", 4) || strstr(line, ": *** ");
}

void makelog_parse(struct makelog *list, const char *log)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct strlist before CLEANUP(strlist_release) = { 0 };
	char *target = xstrdup("make"), *block = NULL;
	size_t size;
	FILE *out = xmemstream(&block, &size);

	FOR_EACH_LINE(line, log) {
		char *next = announced(line.at, line.len);
		char *text CLEANUP(free_text) = xstrndup(line.at, line.len);

		if (next) {
			fclose(out);
			take_block(list, target, block);
			FREE_ALL(block, target);
			target = next;
			out = xmemstream(&block, &size);
		} else if (is_of_make(text)) {
			fflush(out);
			strlist_add(&words, text);
			*LIST_ADD(&before) = last_words(block);
		} else {
			fprintf(out, "%s\n", text);
		}
	}
	fclose(out);
	take_block(list, target, block);
	FREE_ALL(block, target);
	for (size_t i = 0; i < words.nr; i++)
		take_make_line(list, words.v[i], before.v[i]);
}

/* A program that another one ended: these signals come from outside, others from its own
 * faults. make, the compiler and a shell each have words of their own for it. */
static bool is_killed(const char *line)
{
	static const char *const signals[] = { "Killed", "Terminated", "Hangup", "Interrupt" };
	const char *stars = strstr(line, "*** [");
	const char *bracket = stars ? strrchr(stars, ']') : NULL;

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		size_t len = strlen(signals[i]);
		char *of_gcc CLEANUP(free_text) = xasprintf("%s signal terminated program",
							    signals[i]);

		if (strstr(line, of_gcc) || !strcmp(line, signals[i]))
			return true;
		if (bracket && bracket[1] == ' ' && !strncmp(bracket + 2, signals[i], len))
			return true;
	}
	return false;
}

/* Lines of sources that a compiler quotes begin with blanks, or with what it says of them. */
static bool is_machine_failure(const char *line)
{
	static const char *const ends[] = {
		": No space left on device", ": Disk quota exceeded", ": Cannot allocate memory",
		": Input/output error", ": Read-only file system", ": Too many open files",
		"virtual memory exhausted: Cannot allocate memory",
		": warning:  Clock skew detected.  Your build may be incomplete.",
	};
	size_t len = strlen(line);

	if (*line == ' ' || strstr(line, "#error") || strstr(line, "#warning"))
		return false;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t end = strlen(ends[i]);

		if (len >= end && !strcmp(line + len - end, ends[i]))
			return true;
	}
	return is_killed(line);
}

char *makelog_machine_failure(const char *log)
{
	FOR_EACH_LINE(line, log) {
		char *text CLEANUP(free_text) = xstrndup(line.at, line.len);

		if (is_machine_failure(text))
			return TAKE(text);
	}
	return NULL;
}

void makelog_release(struct makelog *list)
{
	FOR_EACH(said, list) {
		FREE_ALL(said->target, said->words);
		STRLIST_RELEASE_ALL(&said->errors, &said->warnings);
	}
	FREE_ALL(list->v, list->stop);
	*list = (struct makelog){ 0 };
}

/* The first line that holds @what, from @log on; NULL: none. */
static const char *line_with(const char *log, const char *what)
{
	const char *at = strcasestr(log, what);

	while (at && at > log && at[-1] != '\n')
		at--;
	return at;
}

static const char *last_line(const char *log)
{
	const char *end = log + strlen(log);

	while (end > log && end[-1] == '\n')
		end--;
	while (end > log && end[-1] != '\n')
		end--;
	return end;
}

char *makelog_reason(const char *log)
{
	const char *line = line_with(log, "error:");

	if (!line)
		line = line_with(log, "*** No rule");
	if (!line)
		line = line_with(log, "*** ");
	if (!line)
		line = last_line(log);
	return xasprintf("%.*s", (int)(strcspn(line, "\n") < 300 ? strcspn(line, "\n") : 300),
			 line);
}
