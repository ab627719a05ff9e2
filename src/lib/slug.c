// SPDX-License-Identifier: GPL-2.0
/* Makes any text fit for a name. */
#include "lib/slug.h"

#include "lib/list.h"

#include <ctype.h>
#include <string.h>

char *slug_make(const char *text)
{
	char *slug = xcalloc(1, strlen(text) + 1), *to = slug;

	for (; *text; text++) {
		if (isalnum((unsigned char)*text) || *text == '_')
			*to++ = (char)tolower((unsigned char)*text);
		else if (to > slug && to[-1] != '-')
			*to++ = '-';
	}
	while (to > slug && to[-1] == '-')
		to--;
	*to = '\0';
	return slug;
}
