// SPDX-License-Identifier: GPL-2.0
/* Words and endings, byte by byte. */
#include "lib/word.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

size_t word_length(const char *text)
{
	size_t len = 0;

	while (is_name_char(text[len]))
		len++;
	return len;
}

const char *word_find(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; len && (at = strstr(at, word)); at += len)
		if ((at == text || !is_name_char(at[-1])) && !is_name_char(at[len]))
			return at;
	return NULL;
}

bool starts_with(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

bool is_one_of(const char *text, const char *const *texts)
{
	for (; *texts; texts++)
		if (!strcmp(text, *texts))
			return true;
	return false;
}

bool starts_with_one_of(const char *text, const char *const *texts)
{
	for (; *texts; texts++)
		if (starts_with(text, *texts))
			return true;
	return false;
}

bool holds_one_of(const char *text, const char *const *texts)
{
	for (; *texts; texts++)
		if (strstr(text, *texts))
			return true;
	return false;
}

bool has_ending(const char *path, const char *ending)
{
	size_t a = strlen(path), b = strlen(ending);

	return a >= b && !strcmp(path + a - b, ending);
}

bool has_extension(const char *path, const char *extension)
{
	return has_ending(path, extension) && strlen(path) > strlen(extension);
}

bool is_c_file(const char *path)
{
	return has_ending(path, ".c") || has_ending(path, ".h");
}

int text_columns(const char *text, size_t len)
{
	int column = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\t')
			column += 8 - column % 8;
		else if (((unsigned char)text[i] & 0xc0) != 0x80)
			column++;
	}
	return column;
}

const char *plural(size_t nr, const char *ending)
{
	return nr == 1 ? "" : ending;
}

bool whole_number(const char *text, unsigned long least, unsigned long most,
		  unsigned long *value)
{
	size_t len = strspn(text, "0123456789");

	if (!len || text[len] || len > 18)
		return false;
	*value = strtoul(text, NULL, 10);
	return *value >= least && *value <= most;
}
