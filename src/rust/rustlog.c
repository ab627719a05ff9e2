// SPDX-License-Identifier: GPL-2.0
/* Reads what the tools of Rust print. */
#include "rust/rustlog.h"

#include "lib/lib.h"

#define LONGEST 300

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
				  finding->text, finding->clippy ? " [clippy]" : "");
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
	return has_ending(finding, " [clippy]");
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
