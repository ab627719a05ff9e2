/* SPDX-License-Identifier: GPL-2.0 */
/*
 * json.h - text in JSON documents
 */
#ifndef JSON_H
#define JSON_H

#include <git2.h>
#include <jansson.h>
#include <stdbool.h>

struct strlist;

/* One value of @array, which may be NULL, after the other. */
#define FOR_EACH_JSON(value, array) FOR_EACH_JSON_(value, array, JSON_AT_(__LINE__))
#define FOR_EACH_JSON_(value, array, at) \
	for (size_t at = 0; at == 0; at = 1) \
		for (json_t *value; (value = json_array_get(array, at++));)
#define JSON_AT_(line) JSON_AT_OF_(line)
#define JSON_AT_OF_(line) at_##line##_

/* A string for JSON: bytes that are not UTF-8 become \xNN, lossy. */
json_t *json_text(const char *text);
/* The string in the field @key of @object; "" when there is none; borrowed. */
const char *json_field(const json_t *object, const char *key);
/* The number in the field @key of @object; 0 when there is none. */
int json_number(const json_t *object, const char *key);
/* Is the field @key of @object true? */
bool json_flag(const json_t *object, const char *key);
/* The same as json_text(); null for NULL. */
json_t *json_text_or_null(const char *text);
/* A string with the digits of @oid. */
json_t *json_oid(const git_oid *oid);
/* An array of the texts of @list, each as json_text() makes it; a new reference. */
json_t *json_list(const struct strlist *list);
/* Add the strings of @array, which may be NULL, to @list. */
void json_list_read(const json_t *array, struct strlist *list);

#endif
