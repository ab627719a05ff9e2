// SPDX-License-Identifier: GPL-2.0
/* Writes what is new in a version, and puts it where b4 has it. */
#include "publish/changelog.h"

#include "lib/lib.h"
#include "msg/trailer.h"
#include "publish/received.h"
#include "publish/seriesdiff.h"

#define WIDTH 75
#define MOST 10 /* patches of one kind that are named */

/* "- text", wrapped between words. */
static void put_item(FILE *out, const char *text)
{
	int column = 1;

	fputc('-', out);
	while (*text) {
		int len = (int)strcspn(text, " ");

		if (column > 2 && column + 1 + len > WIDTH) {
			fputs("\n ", out);
			column = 1;
		}
		fprintf(out, " %.*s", len, text);
		column += 1 + len;
		text += len;
		text += strspn(text, " ");
	}
	fputc('\n', out);
}

static void put_difference(FILE *out, const char *verb, const struct difference *difference)
{
	bool reason = difference->became != BECAME_ADDED && *difference->why;
	char *text CLEANUP(free_text) = xasprintf("%s \"%s\"%s%s%s", verb, difference->subject,
						  reason ? " (" : "", reason ? difference->why : "",
						  reason ? ")" : "");

	put_item(out, text);
}

static void put_kind(FILE *out, const struct differences *differences, enum became became,
		     const char *verb)
{
	size_t count = 0;

	FOR_EACH(difference, differences)
		if (difference->became == became && ++count <= MOST)
			put_difference(out, verb, difference);
	if (count <= MOST)
		return;
	char *more CLEANUP(free_text) = xasprintf("%s %zu more patch%s", verb, count - MOST,
						  plural(count - MOST, "es"));
	put_item(out, more);
}

/* "Reviewed-by" and the name: with an address b4 would take it for a trailer. */
static void put_keep(FILE *out, const struct received_trailer *keep)
{
	const char *value = strchr(keep->trailer, ':');
	size_t name = value ? (size_t)(value - keep->trailer) : 0;
	size_t who = value ? strcspn(value + 2, "<\n") : 0;
	char *text CLEANUP(free_text) = NULL;

	if (!value || !trailer_is_praise(keep->trailer))
		return;
	while (who && value[1 + who] == ' ')
		who--;
	text = xasprintf("%s the %.*s of %.*s for \"%s\"%s%s", keep->why ? "Drop" : "Pick up",
			 (int)name, keep->trailer, (int)who, value + 2, keep->subject,
			 keep->why ? ": " : "", keep->why ? keep->why : "");
	put_item(out, text);
}

char *changelog_make(const char *base, const struct differences *differences,
		     const struct received_trailers *received)
{
	char *based CLEANUP(free_text) = base ? xasprintf("Rebase onto %s", base) : NULL;
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	if (based)
		put_item(out, based);
	put_kind(out, differences, BECAME_ADDED, "Add");
	put_kind(out, differences, BECAME_CHANGED, "Change");
	put_kind(out, differences, BECAME_LANDED, "Drop, for it has landed,");
	put_kind(out, differences, BECAME_DROPPED, "Drop");
	FOR_EACH(keep, received)
		put_keep(out, keep);
	fclose(out);
	return text;
}

/* The first line of @text that begins with @start; NULL. */
static const char *find_line(const char *text, const char *start)
{
	FOR_EACH_LINE(line, text)
		if (starts_with(line.at, start))
			return line.at;
	return NULL;
}

static const char *next_item(const char *text)
{
	text += strcspn(text, "\n");
	return text + (*text == '\n');
}

/* @from up to @to of @text give way to @new. */
static char *replace(const char *text, const char *from, const char *to, const char *new)
{
	return xasprintf("%.*s%s%s", (int)(from - text), text, new, to);
}

/* b4 asks for words: @now stands where the first such line stood, and all are gone. */
static char *replace_editme(const char *below, const char *section, const char *end,
			    const char *now)
{
	char *kept = NULL;
	bool placed = false;
	FILE *out = xmemstream(&kept, NULL);

	fprintf(out, "%.*s", (int)(section - below), below);
	for (const char *line = section; line < end; line = next_item(line)) {
		int len = (int)(next_item(line) - line);

		if (memmem(line, (size_t)len, "EDITME: ", 8)) {
			if (!placed)
				fputs(now, out);
			placed = true;
		} else {
			fprintf(out, "%.*s", len, line);
		}
	}
	fputs(end, out);
	fclose(out);
	if (placed)
		return kept;
	free(kept);
	return NULL;
}

char *changelog_place(const char *below, int revision, const char *before, const char *now)
{
	char *title CLEANUP(free_text) = xasprintf("Changes in v%d:\n", revision);

	if (!below)
		below = "";
	const char *header = find_line(below, title);
	if (!header)
		return xasprintf("%s%s%s%s", title, now, *below ? "\n" : "", below);
	const char *section = next_item(header);
	const char *end = find_line(section, "Changes in v");
	if (!end)
		end = section + strlen(section);
	const char *ours = before && *before ? strstr(section, before) : NULL;
	if (ours && ours < end)
		return replace(below, ours, ours + strlen(before), now);
	return replace_editme(below, section, end, now);
}
