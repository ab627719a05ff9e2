// SPDX-License-Identifier: GPL-2.0
/* Puts text of any bytes into JSON. */
#include "lib/json.h"

#include "lib/list.h"

#include <stdlib.h>
#include <string.h>

json_t *json_text(const char *text)
{
	json_t *value = json_string(text);
	char *escaped, *to;

	if (value)
		return value;
	escaped = to = xcalloc(4, strlen(text) + 1);
	for (; *text; text++) {
		if ((unsigned char)*text < 0x80 && *text != '\\')
			*to++ = *text;
		else
			to += sprintf(to, "\\x%02x", (unsigned char)*text);
	}
	value = json_string(escaped);
	free(escaped);
	return value;
}

const char *json_field(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "";
}

int json_number(const json_t *object, const char *key)
{
	return (int)json_integer_value(json_object_get(object, key));
}

bool json_flag(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

json_t *json_text_or_null(const char *text)
{
	return text ? json_text(text) : json_null();
}

json_t *json_oid(const git_oid *oid)
{
	return json_string(git_oid_tostr_s(oid));
}

json_t *json_list(const struct strlist *list)
{
	json_t *array = json_array();

	FOR_EACH(text, list)
		json_array_append_new(array, json_text(*text));
	return array;
}

void json_list_read(const json_t *array, struct strlist *list)
{
	FOR_EACH_JSON(text, array)
		if (json_is_string(text))
			strlist_add(list, json_string_value(text));
}
