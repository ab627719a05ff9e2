/* SPDX-License-Identifier: GPL-2.0 */
/*
 * list.h - memory that never fails, growing arrays, lists of strings
 *
 * A list is a struct with the members v, nr and alloc. Out of memory ends the
 * program (exit 3): no caller could do better.
 */
#ifndef LIST_H
#define LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

void *xrealloc(void *pointer, size_t size);
void *xcalloc(size_t count, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t len);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* free(3) each of some pointers. */
#define FREE_ALL(...) \
	free_all((void *const[]){ __VA_ARGS__ }, sizeof((void *[]){ __VA_ARGS__ }) / sizeof(void *))
void free_all(void *const *pointers, size_t nr);

/* A stream that writes to memory, see open_memstream(3); @len is NULL where nobody asks
 * how long the text became. */
FILE *xmemstream(char **text, size_t *len);

/* A new zeroed element at the end of @list; the value is its address. */
#define LIST_ADD(list) __extension__({ \
	__typeof__(list) l_ = (list); \
	if (l_->nr == l_->alloc) { \
		l_->alloc = l_->alloc ? 2 * l_->alloc : 16; \
		l_->v = xrealloc(l_->v, l_->alloc * sizeof(*l_->v)); \
	} \
	__typeof__(l_->v) e_ = &l_->v[l_->nr++]; \
	*e_ = (__typeof__(*e_)){ 0 }; \
	e_; \
})

/* Give back the memory of @list, whose elements hold nothing of their own any more; it is empty
 * then. */
#define LIST_RELEASE(list) __extension__({ \
	__typeof__(list) l_ = (list); \
	free(l_->v); \
	*l_ = (__typeof__(*l_)){ 0 }; \
})

#define FOR_EACH(element, list) \
	for (__typeof__(*(list)->v) *element = (list)->v; \
	     element < (list)->v + (list)->nr; element++)

/* Sort the elements of @list, see qsort(3). */
#define LIST_SORT(list, compare) __extension__({ \
	__typeof__(list) l_ = (list); \
	if (l_->nr) \
		qsort(l_->v, l_->nr, sizeof(*l_->v), compare); \
})

/* In a sorted list: the place of the first element that does not stand before what is looked for;
 * @list->nr when all do. @before says of an @element, by its address, whether it does. */
#define LIST_FIRST(list, element, before) __extension__({ \
	__typeof__(list) l_ = (list); \
	size_t low_ = 0, high_ = l_->nr; \
	while (low_ < high_) { \
		size_t middle_ = low_ + (high_ - low_) / 2; \
		__typeof__(*l_->v) *element = &l_->v[middle_]; \
		if (before) \
			low_ = middle_ + 1; \
		else \
			high_ = middle_; \
	} \
	low_; \
})

/* A list of strings; it owns them. */
struct strlist {
	char **v;
	size_t nr, alloc;
};

void strlist_add(struct strlist *, const char *text);
void strlist_add_all(struct strlist *, const struct strlist *more);
/* The same, unless it is in the list already. */
void strlist_add_once(struct strlist *, const char *text);
void strlist_add_all_once(struct strlist *, const struct strlist *more);
bool strlist_has(const struct strlist *, const char *text);
/* The same texts in the same order? */
bool strlist_equal(const struct strlist *, const struct strlist *);
/* Each of an array that ends with NULL. */
void strlist_add_array(struct strlist *, const char *const *texts);
#define STRLIST_ADD(list, ...) \
	strlist_add_array(list, (const char *const[]){ __VA_ARGS__, NULL })
/* The texts as an array that ends with NULL, as a program takes them; the array is owned by the
 * caller, the texts stay the list's. */
const char **strlist_array(const struct strlist *);
/* Sort by bytes and drop repetitions. */
void strlist_sort(struct strlist *);
/* For a sorted list: is @text in it? */
bool strlist_find(const struct strlist *, const char *text);
/* Add the words of @text, split at any byte of @separators. */
void strlist_split(struct strlist *, const char *text, const char *separators);
/* The texts one behind the other, with @between where two meet; owned by the caller. */
char *strlist_join(const struct strlist *, const char *between);
void strlist_release(struct strlist *);
/* The same for several lists. */
#define STRLIST_RELEASE_ALL(...) \
	strlist_release_all((struct strlist *const[]){ __VA_ARGS__, NULL })
void strlist_release_all(struct strlist *const *lists);

#endif
