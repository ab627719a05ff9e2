// SPDX-License-Identifier: GPL-2.0
/* Writes the pieces of an HTML page. */
#include "report/html.h"

#include "lib/json.h"
#include "lib/lib.h"

#include <stdarg.h>

/* Writes text into XML and HTML. */

#define REPLACEMENT "\xef\xbf\xbd"

static const char *entity(char byte)
{
	switch (byte) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* Controls, and U+FFFE and U+FFFF; how many bytes. */
static size_t forbidden(const char *at)
{
	if ((unsigned char)*at < 0x20 && !strchr("\t\n\r", *at))
		return 1;
	return strncmp(at, "\xef\xbf\xbe", 3) && strncmp(at, "\xef\xbf\xbf", 3) ? 0 : 3;
}

void markup_text(FILE *out, const char *text)
{
	while (*text) {
		size_t bad = forbidden(text);

		if (bad)
			fputs(REPLACEMENT, out);
		else if (entity(*text))
			fputs(entity(*text), out);
		else
			fputc(*text, out);
		text += bad ? bad : 1;
	}
}

void markup_print(FILE *out, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		abort();
	va_end(ap);
	markup_text(out, text);
	free(text);
}

void html_heading(FILE *out, const char *text)
{
	fputs("<h2>", out);
	markup_text(out, text);
	fputs("</h2>\n", out);
}

void html_cell(FILE *out, const char *tag, const char *class, const char *text)
{
	fprintf(out, class ? "<%s class=\"" : "<%s", tag);
	if (class) {
		markup_text(out, class);
		fputc('"', out);
	}
	fputc('>', out);
	markup_text(out, text);
	fprintf(out, "</%s>", tag);
}

void html_wide_begin(FILE *out, const char *label)
{
	fputs("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"", out);
	markup_text(out, label);
	fputs("\">\n", out);
}

void html_head_row(FILE *out, const char *const *texts)
{
	fputs("<tr>", out);
	for (; *texts; texts++) {
		fputs("<th scope=\"col\">", out);
		markup_text(out, *texts);
		fputs("</th>", out);
	}
	fputs("</tr>\n", out);
}

static void print_scalar(FILE *out, const json_t *value)
{
	char *text CLEANUP(free_text) = NULL;

	if (json_is_string(value)) {
		markup_text(out, json_string_value(value));
	} else if (value && !json_is_null(value)) {
		text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(6));
		markup_text(out, text ? text : "");
	}
}

static void print_object(FILE *out, const json_t *object)
{
	const char *key;
	json_t *value;

	fputs("<table>\n", out);
	json_object_foreach((json_t *)object, key, value) {
		fputs("<tr>", out);
		html_cell(out, "th", NULL, key);
		fputs("<td class=\"detail\">", out);
		print_scalar(out, value);
		fputs("</td></tr>\n", out);
	}
	fputs("</table>\n", out);
}

/* The columns are the keys of the first row. */
static void print_rows(FILE *out, const json_t *rows)
{
	json_t *first = json_array_get(rows, 0), *value;
	const char *key;

	fputs("<table>\n<tr>", out);
	json_object_foreach(first, key, value)
		html_cell(out, "th", NULL, key);
	fputs("</tr>\n", out);
	FOR_EACH_JSON(row, rows) {
		fputs("<tr>", out);
		json_object_foreach(first, key, value) {
			fputs("<td class=\"detail\">", out);
			print_scalar(out, json_object_get(row, key));
			fputs("</td>", out);
		}
		fputs("</tr>\n", out);
	}
	fputs("</table>\n", out);
}

void html_value(FILE *out, const json_t *value)
{
	if (json_is_object(value)) {
		print_object(out, value);
	} else if (json_is_object(json_array_get(value, 0))) {
		print_rows(out, value);
	} else {
		fputs("<p>", out);
		print_scalar(out, value);
		fputs("</p>\n", out);
	}
}
