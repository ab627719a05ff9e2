// SPDX-License-Identifier: GPL-2.0
/* Keeps of a source what matters, in a textual form. */
#include "csrc/outline.h"

#include "lib/lib.h"

static char *copy(const struct ctoken *word)
{
	return word->len ? xstrndup(word->text, word->len) : xstrdup("");
}

/* What can be the name of a function: no number, no constant. */
static bool is_function_name(const char *word)
{
	return *word && *word != '?' && (*word < '0' || *word > '9') &&
	       strpbrk(word, "abcdefghijklmnopqrstuvwxyz");
}

/* Of names that are not called keep the functions of the file and the wanted. */
static bool is_kept(const struct cscan_mark *mark, const struct strlist *functions,
		    const struct strlist *wanted)
{
	if (mark->kind == MARK_CALL || mark->kind == MARK_POINTER)
		return true;
	char *word CLEANUP(free_text) = copy(&mark->word);
	if (strlist_find(wanted, word) || (!mark->stray && strlist_find(functions, word)))
		return true;
	char *other CLEANUP(free_text) = copy(&mark->other);
	if (!strcmp(word, "NULL"))
		return mark->sure && mark->table.len;
	return is_function_name(word) && (mark->sure || strlist_find(wanted, other));
}

static void write_word(FILE *out, const struct ctoken *word, unsigned element)
{
	fputc(' ', out);
	for (size_t i = 0; i < word->len; i++)
		fputc((unsigned char)word->text[i] < 0x80 ? word->text[i] : '?', out);
	if (!word->len)
		fputc('-', out);
	if (element)
		fprintf(out, "[%u]", element - 1);
}

static void write_marks(FILE *out, const struct cscan *found,
			const struct strlist *functions, const struct strlist *wanted)
{
	FOR_EACH(mark, &found->marks) {
		if (!is_kept(mark, functions, wanted))
			continue;
		fprintf(out, "%c %u %d", mark->kind, mark->word.line, mark->function);
		write_word(out, &mark->word, 0);
		write_word(out, &mark->other, 0);
		if (mark->kind == MARK_STORE) {
			write_word(out, &mark->table, mark->element);
			write_word(out, &mark->type, 0);
		}
		fputc('\n', out);
	}
}

/* Macros that speak of functions are functions themselves; those that only hold numbers
 * are not. */
static void add_macros(struct strlist *names, const struct cscan *found,
		       const struct strlist *wanted)
{
	struct strlist macros CLEANUP(strlist_release) = { 0 };

	FOR_EACH(mark, &found->marks) {
		if (mark->function < 0 || !found->functions.v[mark->function].macro)
			continue;
		char *word CLEANUP(free_text) = copy(&mark->word);
		char *name CLEANUP(free_text) = copy(&found->functions.v[mark->function].name);
		if (strlist_find(names, word) || strlist_find(wanted, word))
			strlist_add(&macros, name);
	}
	strlist_add_all(names, &macros);
	strlist_sort(names);
}

char *outline_text(const char *source, size_t len, const struct strlist *wanted)
{
	struct cscan found CLEANUP(cscan_release) = { 0 };
	struct strlist names CLEANUP(strlist_release) = { 0 };
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	cscan_find(&found, source, len);
	FOR_EACH(function, &found.functions) {
		char *name CLEANUP(free_text) = copy(&function->name);

		if (!function->macro)
			strlist_add(&names, name);
		fprintf(out, "%c%c %u", function->macro ? 'M' : function->local ? 'L' : 'F',
			function->broken ? '!' : '.', function->name.line);
		write_word(out, &function->name, 0);
		fputc('\n', out);
	}
	strlist_sort(&names);
	add_macros(&names, &found, wanted);
	write_marks(out, &found, &names, wanted);
	fclose(out);
	return text;
}

/* The next word of the line at @at; "" at its end. "-" stands for no word. */
static const char *next_word(char **at)
{
	char *word = *at, *end = word + strcspn(word, " \n");

	*at = *end == ' ' ? end + 1 : end;
	if (*end == ' ')
		*end = '\0';
	return strcmp(word, "-") ? word : "";
}

static void set_first(struct outline *outline)
{
	for (size_t i = outline->nr_marks; i-- > 0;)
		if (outline->marks[i].function >= 0)
			outline->functions[outline->marks[i].function].first = i;
}

static bool read_line(struct outline *outline, char *line)
{
	char *at = line + 2;

	if (strchr("MLF", *line)) {
		struct outline_function *function = &outline->functions[outline->nr_functions++];

		function->macro = *line == 'M';
		function->local = *line != 'F';
		function->broken = line[1] == '!';
		at += *at == ' ';
		function->line = (unsigned)strtoul(next_word(&at), NULL, 10);
		function->name = next_word(&at);
	} else {
		struct mark *mark = &outline->marks[outline->nr_marks++];

		mark->kind = (enum mark_kind) * line;
		mark->line = (unsigned)strtoul(next_word(&at), NULL, 10);
		long function = strtol(next_word(&at), NULL, 10);
		mark->function = (int)function;
		mark->word = next_word(&at);
		mark->other = next_word(&at);
		mark->table = next_word(&at);
		mark->type = next_word(&at);
		return strchr("cpsam", *line) && *mark->word && function >= -1 &&
		       function < (long)outline->nr_functions;
	}
	return true;
}

int outline_read(struct outline *outline, char *text)
{
	size_t lines = 0;

	outline->text = text;
	for (const char *at = text; (at = strchr(at, '\n')); at++)
		lines++;
	outline->functions = xcalloc(lines + 1, sizeof(*outline->functions));
	outline->marks = xcalloc(lines + 1, sizeof(*outline->marks));
	for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		if (end - line < 4 || !read_line(outline, line))
			return -1;
	}
	set_first(outline);
	return 0;
}

void outline_release(struct outline *outline)
{
	FREE_ALL(outline->text, outline->functions, outline->marks);
	*outline = (struct outline){ 0 };
}
