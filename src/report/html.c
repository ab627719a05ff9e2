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

static const char style[] =
	"body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:100em;"
	"padding:0 1.5em;color:#1c1e21;background:#fff}"
	"h1{font-size:1.5em;margin:0 0 .2em}h2{font-size:1.15em;margin:2em 0 .6em}"
	"p{margin:.4em 0;max-width:60em}"
	"code,.mono{font-family:ui-monospace,monospace;font-size:.9em}"
	"table{border-collapse:collapse;margin:.4em 0}"
	"th,td{padding:.25em .7em;border-bottom:1px solid #d9dce1;text-align:left;"
	"vertical-align:top}"
	"th{font-weight:600;background:#f3f4f6}td.mark{text-align:center;min-width:3.2em}"
	"th.up{vertical-align:bottom;font-size:.85em}th.up span{font-weight:400;color:#5b626b}"
	"td.nr{text-align:right;color:#5b626b}td.subject{min-width:22em;max-width:44em}"
	"table:target{outline:2px solid #d4a72c}"
	".pass{color:#116329;background:#dafbe1}.fail{color:#82071e;background:#ffd7d5}"
	".void{color:#4d2d8f;background:#ece0ff}.uncovered{color:#7a4100;background:#ffe7c2}"
	".skipped,.none{color:#5b626b;background:#eef0f2}"
	".badge{display:inline-block;padding:.1em .6em;border-radius:.6em;font-weight:600;"
	"margin-right:.3em;white-space:nowrap}"
	"td.mark a{color:inherit;text-decoration:none;font-weight:700;display:block}"
	"td.mark span{font-weight:400;font-size:.75em}"
	"details{margin:.3em 0}summary{cursor:pointer}details table{margin-left:1.2em}"
	"td.key{white-space:nowrap}td.detail{overflow-wrap:anywhere;max-width:60em}"
	".dim{color:#5b626b}.wide{overflow-x:auto}";

void html_begin(FILE *out, const char *title)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	      "style-src 'unsafe-inline'\">\n<title>",
	      out);
	markup_text(out, title);
	fprintf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
}

void html_end(FILE *out)
{
	fputs("</body>\n</html>\n", out);
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

void html_head_row(FILE *out, const char *const *texts)
{
	fputs("<tr>", out);
	for (; *texts; texts++)
		html_cell(out, "th", NULL, *texts);
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
