// SPDX-License-Identifier: GPL-2.0
/* Memory that never fails and lists of strings. */
#include "lib/list.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void __attribute__((noreturn)) out_of_memory(void)
{
	static const char text[] = "treewide: out of memory\n";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(3);
	_exit(3);
}

void *xrealloc(void *pointer, size_t size)
{
	pointer = realloc(pointer, size);
	if (!pointer)
		out_of_memory();
	return pointer;
}

void *xcalloc(size_t count, size_t size)
{
	void *pointer = calloc(count ? count : 1, size);

	if (!pointer)
		out_of_memory();
	return pointer;
}

char *xstrdup(const char *text)
{
	return xstrndup(text, strlen(text));
}

char *xstrndup(const char *text, size_t len)
{
	char *copy = strndup(text, len);

	if (!copy)
		out_of_memory();
	return copy;
}

char *xasprintf(const char *fmt, ...)
{
	char *text;
	va_list ap;

	va_start(ap, fmt);
	int len = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (len < 0)
		out_of_memory();
	return text;
}

void free_all(void *const *pointers, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		free(pointers[i]);
}

FILE *xmemstream(char **text, size_t *len)
{
	static size_t unasked;	/* written to, never read */
	FILE *stream = open_memstream(text, len ? len : &unasked);

	if (!stream)
		out_of_memory();
	return stream;
}

void strlist_add(struct strlist *list, const char *text)
{
	*LIST_ADD(list) = xstrdup(text);
}

void strlist_add_all(struct strlist *list, const struct strlist *more)
{
	FOR_EACH(text, more)
		strlist_add(list, *text);
}

bool strlist_has(const struct strlist *list, const char *text)
{
	FOR_EACH(entry, list)
		if (!strcmp(*entry, text))
			return true;
	return false;
}

bool strlist_equal(const struct strlist *a, const struct strlist *b)
{
	for (size_t i = 0; i < a->nr && i < b->nr; i++)
		if (strcmp(a->v[i], b->v[i]))
			return false;
	return a->nr == b->nr;
}

void strlist_add_once(struct strlist *list, const char *text)
{
	if (!strlist_has(list, text))
		strlist_add(list, text);
}

void strlist_add_all_once(struct strlist *list, const struct strlist *more)
{
	FOR_EACH(text, more)
		strlist_add_once(list, *text);
}

void strlist_add_array(struct strlist *list, const char *const *texts)
{
	while (*texts)
		strlist_add(list, *texts++);
}

const char **strlist_array(const struct strlist *list)
{
	const char **array = xcalloc(list->nr + 1, sizeof(*array));

	if (list->nr)
		memcpy(array, list->v, list->nr * sizeof(*array));
	return array;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void strlist_sort(struct strlist *list)
{
	size_t kept = 0;

	if (!list->nr)
		return;
	qsort(list->v, list->nr, sizeof(*list->v), compare);
	for (size_t i = 1; i < list->nr; i++) {
		if (strcmp(list->v[kept], list->v[i]))
			list->v[++kept] = list->v[i];
		else
			free(list->v[i]);
	}
	list->nr = kept + 1;
}

bool strlist_find(const struct strlist *list, const char *text)
{
	if (!list->nr)
		return false;
	return bsearch(&text, list->v, list->nr, sizeof(*list->v), compare) != NULL;
}

void strlist_split(struct strlist *list, const char *text, const char *separators)
{
	while (*(text += strspn(text, separators))) {
		size_t len = strcspn(text, separators);

		*LIST_ADD(list) = xstrndup(text, len);
		text += len;
	}
}

char *strlist_join(const struct strlist *list, const char *between)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(entry, list)
		fprintf(out, "%s%s", entry == list->v ? "" : between, *entry);
	fclose(out);
	return text;
}

void strlist_release(struct strlist *list)
{
	FOR_EACH(entry, list)
		free(*entry);
	free(list->v);
	*list = (struct strlist){ 0 };
}

void strlist_release_all(struct strlist *const *lists)
{
	while (*lists)
		strlist_release(*lists++);
}
