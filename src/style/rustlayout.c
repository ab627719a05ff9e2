// SPDX-License-Identifier: GPL-2.0
/* Reads what rustfmt prints. */
#include "style/rustlayout.h"

#include "kbuild/makefile.h"
#include "lib/lib.h"

#include <fnmatch.h>

#define WIDEST 80	/* of a line that is quoted */

/* A hunk, line by line. */
struct hunk {
	struct findings *out;
	unsigned line;		/* the next one of the source; 0: there is no hunk */
	unsigned begin;		/* of the run */
	char *run;		/* or NULL */
};

static void end_run(struct hunk *hunk)
{
	if (hunk->run)
		findings_add(hunk->out, NULL, hunk->begin, "layout", hunk->run);
	free(TAKE(hunk->run));
}

static void extend_run(struct hunk *hunk, const struct text_line *line)
{
	char *more = xasprintf("%s%.*s\n", hunk->run ? hunk->run : "", (int)line->len, line->at);

	if (!hunk->run)
		hunk->begin = hunk->line;
	free(hunk->run);
	hunk->run = more;
}

/* "Diff in <stdin>:38:", earlier "Diff in stdin at line 38:"; 0: another line. */
static unsigned first_of_hunk(const struct text_line *line)
{
	size_t end = line->len, at;

	if (strncmp(line->at, "Diff in ", 8) != 0 || line->at[end - 1] != ':')
		return 0;
	for (at = --end; at && isdigit((unsigned char)line->at[at - 1]);)
		at--;
	return at < end ? (unsigned)strtoul(line->at + at, NULL, 10) : 0;
}

static void read_hunk_line(struct hunk *hunk, const struct text_line *line)
{
	unsigned first = first_of_hunk(line);

	if (first || !line->len || !strchr(" +-", *line->at)) {
		end_run(hunk);
		hunk->line = first;
	} else if (hunk->line && *line->at == ' ') {
		end_run(hunk);
		hunk->line++;
	} else if (hunk->line) {
		extend_run(hunk, line);
		hunk->line += *line->at == '-';
	}
}

/* " --> <stdin>:31:9": 31; 0: it is none. */
static unsigned line_of_arrow(const struct text_line *line)
{
	const char *at = memmem(line->at, line->len, "--> ", 4);
	const char *colon = at ? memchr(at, ':', line->len - (size_t)(at - line->at)) : NULL;

	return colon ? (unsigned)strtoul(colon + 1, NULL, 10) : 0;
}

/* Where it says why it could not read the source: its first error, else what is no warning. */
static struct text_line find_reason(const char *log)
{
	struct text_line reason = { "", 0 };

	FOR_EACH_LINE(line, log)
	{
		if (starts_with(line.at, "error: ") || starts_with(line.at, "error["))
			return line;
		if (!reason.len && line.len && !starts_with(line.at, "Warning: "))
			reason = line;
	}
	return reason;
}

static void add_unreadable(struct findings *findings, const char *log)
{
	struct text_line reason = find_reason(log);
	char *text CLEANUP(free_text) =
		reason.len ? xstrndup(reason.at, reason.len) : xstrdup("rustfmt cannot read it");
	const char *words = starts_with(text, "error: ") ? text + 7 : text;
	struct finding *finding = findings_add(findings, NULL, 0, "parse", words);

	FOR_EACH_LINE(line, reason.at)
	{
		finding->line = line_of_arrow(&line);
		if (finding->line)
			break;
	}
}

void rustlayout_parse(struct findings *findings, const char *out, const char *log, bool failed)
{
	struct hunk hunk = { .out = findings };
	size_t nr = findings->nr;

	FOR_EACH_LINE(line, out)
		read_hunk_line(&hunk, &line);
	end_run(&hunk);
	if (failed && findings->nr == nr)
		add_unreadable(findings, log);
}

/* The lines of the source in the run of a finding. */
static unsigned lines_of_run(const struct finding *finding)
{
	unsigned nr = 0;

	FOR_EACH_LINE(line, finding->text)
		nr += *line.at == '-';
	return nr;
}

/* Is one of its lines the commit's? Of what is only added, one of the two around. */
static bool is_touched(const struct finding *finding, const struct blocks *blocks)
{
	unsigned count = lines_of_run(finding);
	unsigned first = finding->line - !count, end = finding->line + (count ? count : 1);

	FOR_EACH(block, blocks)
		if (!strcmp(block->file, finding->file) && block->new_line < end &&
		    first < block->new_line + block->new_count)
			return true;
	return false;
}

static bool is_unreadable(const struct findings *findings)
{
	FOR_EACH(finding, findings)
		if (!strcmp(finding->kind, "parse"))
			return true;
	return false;
}

void rustlayout_match(struct findings *before, struct findings *after, const struct blocks *blocks)
{
	bool blind = is_unreadable(before);

	findings_match_lines(before, after, blocks);
	FOR_EACH(finding, after) {
		if (!strcmp(finding->kind, "parse"))
			finding->old = blind;
		else if (is_touched(finding, blocks))
			finding->old = false;
		else
			finding->old = finding->old || blind;
	}
}

/* The first line of a run that begins with @sign, without its blanks, in quotes; NULL: there is
 * none. */
static char *quote_first(const char *text, char sign, unsigned *count)
{
	char *quoted = NULL;

	*count = 0;
	FOR_EACH_LINE(line, text)
	{
		if (*line.at != sign || (*count)++)
			continue;
		size_t blank = 1 + strspn(line.at + 1, " \t");
		size_t len = blank < line.len ? line.len - blank : 0;
		bool cut = len > WIDEST;

		quoted = len ? xasprintf("\"%.*s%s\"", (int)(cut ? WIDEST : len), line.at + blank,
					 cut ? "..." : "") : xstrdup("an empty line");
	}
	return quoted;
}

char *rustlayout_words(const char *text)
{
	unsigned was, wanted;
	char *old CLEANUP(free_text) = quote_first(text, '-', &was);
	char *new CLEANUP(free_text) = quote_first(text, '+', &wanted);
	char *more CLEANUP(free_text) = was > 1 ? xasprintf(" and %u more line%s", was - 1,
							    plural(was - 1, "s")) : xstrdup("");

	if (!new)
		return xasprintf("rustfmt takes away %s%s", old ? old : "nothing", more);
	if (!old)
		return xasprintf("rustfmt adds %s here", new);
	return xasprintf("rustfmt makes of %s%s: %s%s", old, more, new, wanted > 1 ? " ..." : "");
}

/* "$(srctree)/rust/syn" is rust/syn; NULL: it is no path of the tree. */
static const char *below_tree(const char *word)
{
	const char *slash = strchr(word, '/');

	return starts_with(word, "$(") && strstr(word, "srctree)/") && slash ? slash + 1 : NULL;
}

static void add_folder(struct rustlayout_rule *rule, const char *word)
{
	const char *path = below_tree(word);

	if (path)
		*LIST_ADD(&rule->paths) = xasprintf("%s/*", path);
}

/* "find $(srctree) -path $(srctree)/rust/syn -prune -o ! -name '*generated*' -print", and behind
 * that "| grep -Fv generated". */
static void read_recipe(struct rustlayout_rule *rule, const char *recipe)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };

	strlist_split(&words, recipe, " \t'\"\\");
	for (size_t i = 0; i + 1 < words.nr; i++) {
		const char *value = words.v[i + 1];

		if (!strcmp(words.v[i], "-path"))
			add_folder(rule, value);
		else if (!strcmp(words.v[i], "-name") && i && !strcmp(words.v[i - 1], "!"))
			strlist_add(&rule->leaves, value);
		else if (!strcmp(words.v[i], "-Fv") && !strchr(value, '$'))
			*LIST_ADD(&rule->paths) = xasprintf("*%s*", value);
	}
}

void rustlayout_rule_read(struct rustlayout_rule *rule, const char *makefile)
{
	bool inside = false;
	char *line;

	while ((line = next_joined_line(&makefile))) {
		if (inside && *line == '\t')
			read_recipe(rule, line);
		else
			inside = starts_with(line, "rustfmt:");
		free(line);
	}
}

bool rustlayout_leaves_out(const struct rustlayout_rule *rule, const char *path)
{
	const char *slash = strrchr(path, '/');

	FOR_EACH(pattern, &rule->paths)
		if (fnmatch(*pattern, path, 0) == 0)
			return true;
	FOR_EACH(pattern, &rule->leaves)
		if (fnmatch(*pattern, slash ? slash + 1 : path, 0) == 0)
			return true;
	return false;
}

void rustlayout_rule_release(struct rustlayout_rule *rule)
{
	STRLIST_RELEASE_ALL(&rule->paths, &rule->leaves);
}
