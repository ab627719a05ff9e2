// SPDX-License-Identifier: GPL-2.0
/* Reads what the tools of Rust print. */
#include "rust/rustlog.h"

#include "lib/lib.h"

#define LONGEST 300
#define CLIPPY_MARK " [clippy]"

/* "error[E0425]: TEXT", "error: TEXT", "warning: TEXT". */
static bool begins_finding(const struct text_line *line, const char *kind)
{
	size_t len = strlen(kind);

	if (line->len <= len || strncmp(line->at, kind, len) != 0)
		return false;
	if (line->at[len] == '[')
		len += strcspn(line->at + len, "]:\n") + 1;
	return !strncmp(line->at + len, ": ", 2);
}

/* "aborting due to 3 previous errors", "`kernel` (lib) generated 1 warning", "1 warning emitted" */
static bool is_count(const struct text_line *line)
{
	static const char *const texts[] = { ": aborting due to ", " warning emitted",
					     " warnings emitted", " generated ", NULL };
	char *text CLEANUP(free_text) = xstrndup(line->at, line->len);

	return holds_one_of(text, texts);
}

/* The file behind the arrow, without the tree; NULL: the line has none. Owned by the caller. */
static char *arrow_file(const struct text_line *line, const char *tree)
{
	const char *at = memmem(line->at, line->len, "--> ", 4);
	size_t root = strlen(tree), len;

	if (!at || strspn(line->at, " ") != (size_t)(at - line->at))
		return NULL;
	at += 4;
	len = strcspn(at, ":\n");
	if (len > root && !strncmp(at, tree, root) && at[root] == '/') {
		at += root + 1;
		len -= root + 1;
	}
	while (len > 3 && !strncmp(at, "../", 3)) {
		at += 3;
		len -= 3;
	}
	return xstrndup(at, len);
}

/* "#[warn(clippy::NAME)]", "#clippy::NAME", "rust-clippy/master/index.html#NAME" */
static bool names_clippy(const struct text_line *line)
{
	return memmem(line->at, line->len, "clippy", 6) != NULL;
}

/* A finding, from its first line on. */
struct rust_finding {
	char *text, *file;
	bool error, clippy;
};

static void end_finding(struct rust_finding *finding, struct strlist *errors,
			struct strlist *warnings)
{
	if (finding->text)
		*LIST_ADD(finding->error ? errors : warnings) =
			xasprintf("%s: %s%s", finding->file ? finding->file : "rustc",
				  finding->text, finding->clippy ? CLIPPY_MARK : "");
	FREE_ALL(finding->text, finding->file);
	*finding = (struct rust_finding){ 0 };
}

void rustlog_parse(const char *log, const char *tree, struct strlist *errors,
		   struct strlist *warnings)
{
	struct rust_finding finding = { 0 };

	FOR_EACH_LINE(line, log)
	{
		bool error = begins_finding(&line, "error");

		if (error || begins_finding(&line, "warning")) {
			end_finding(&finding, errors, warnings);
			if (!is_count(&line))
				finding.text = xstrndup(line.at, line.len);
			finding.error = error;
		} else if (finding.text && !finding.file) {
			finding.file = arrow_file(&line, tree);
		} else if (finding.text && names_clippy(&line)) {
			finding.clippy = true;
		}
	}
	end_finding(&finding, errors, warnings);
}

bool rustlog_is_style(const char *finding)
{
	const char *mark = strstr(finding, CLIPPY_MARK);

	return mark && (!mark[strlen(CLIPPY_MARK)] || has_ending(finding, ")"));
}

static size_t count_before(const struct strlist *findings, size_t end)
{
	size_t nr = 1;

	for (size_t i = 0; i < end; i++)
		nr += !strcmp(findings->v[i], findings->v[end]);
	return nr;
}

/* From the end, so that those before it are as they were. */
void rustlog_number(struct strlist *findings)
{
	for (size_t i = findings->nr; i-- > 0;) {
		size_t nr = count_before(findings, i);
		char *text = findings->v[i];

		if (nr == 1)
			continue;
		findings->v[i] = xasprintf("%s (%zu)", text, nr);
		free(text);
	}
}

/* "  RUSTC L rust/kernel.o": the last word; its length, 0: it is no such line. */
static size_t short_line(const struct text_line *line, const char **object)
{
	bool indented = !strncmp(line->at, "  ", 2);
	size_t word = indented ? strspn(line->at + 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;
	size_t at = line->len;

	if (!word || line->at[2 + word] != ' ')
		return 0;
	while (at && line->at[at - 1] != ' ')
		at--;
	*object = line->at + at;
	return line->len - at;
}

static const char *line_after(const struct text_line *line)
{
	const char *end = line->at + line->len;

	return end + (*end == '\n');
}

bool rustlog_next_part(const char **at, char **object, char **text)
{
	const char *begin = *at, *name = "";
	struct text_line first = line_from(begin);
	size_t len = short_line(&first, &name);

	if (!*begin)
		return false;
	*object = xstrndup(name, len);
	for (*at = line_after(&first); **at;) {
		struct text_line line = line_from(*at);

		if (short_line(&line, &name))
			break;
		*at = line_after(&line);
	}
	*text = xstrndup(begin, (size_t)(*at - begin));
	return true;
}

size_t rustlog_clippy_objects(const char *log)
{
	size_t nr = 0;

	FOR_EACH_LINE(line, log)
		nr += starts_with(line.at, "  CLIPPY ");
	return nr;
}

char *rustlog_unavailable(const char *log)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH_LINE(line, log)
	{
		size_t stars = strspn(line.at, "* ");

		if (strncmp(line.at, "***", 3) != 0 || stars >= line.len || ftell(out) > LONGEST)
			continue;
		fprintf(out, "%s%.*s", ftell(out) > 0 ? " " : "", (int)(line.len - stars),
			line.at + stars);
	}
	fclose(out);
	if (strlen(text) > LONGEST)
		text[LONGEST] = '\0';
	return text;
}
