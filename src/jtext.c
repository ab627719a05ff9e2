// SPDX-License-Identifier: GPL-2.0
/* Puts text of any bytes into JSON. */
#include "jtext.h"

#include "list.h"

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

const char *jfield(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "";
}
