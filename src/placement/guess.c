// SPDX-License-Identifier: GPL-2.0
/* Guesses subject prefixes from sections, MAINTAINERS and folders. */
#include "placement/guess.h"

#include "git/base.h"
#include "lib/lib.h"

/* The length of the folder that holds @path, with its slash: of "a/b/" it is that of "a/". */
static size_t folder_len(const char *path)
{
	size_t len = strlen(path);

	len -= len && path[len - 1] == '/';
	while (len && path[len - 1] != '/')
		len--;
	return len;
}

static unsigned depth(const char *path, size_t len)
{
	unsigned count = 0;

	for (size_t i = 0; i < len; i++)
		count += path[i] == '/';
	return count;
}

/* How much of a prefix stands before the name of the driver: "dmaengine: " of
 * "dmaengine: hsu", "EDAC/" of "EDAC/thunderx"; 0: nothing. */
static size_t stem_len(const char *prefix)
{
	const char *last = NULL, *slash = strrchr(prefix, '/');

	for (const char *at = prefix; (at = strstr(at, ": ")); at += 2)
		last = at + 2;
	if (!last && slash)
		last = slash + 1;
	return last ? (size_t)(last - prefix) : 0;
}

/* The section next to @path that says most of where it is: the deepest folder that both are
 * in, below that of all drivers; NULL. */
static const struct keyed_text *neighbour(const struct keyed_texts *known, const char *path)
{
	const struct keyed_text *best = NULL;
	size_t most = 0;

	FOR_EACH(section, known) {
		size_t len = folder_len(section->name);

		if (len > most && depth(section->name, len) >= 2 &&
		    !strncmp(path, section->name, len) && stem_len(section->text)) {
			best = section;
			most = len;
		}
	}
	return best;
}

/* Has each file of the folder its own section? */
static bool is_file_by_file(const struct keyed_texts *known, const char *path)
{
	size_t len = folder_len(path);

	FOR_EACH(section, known)
		if (folder_len(section->name) == len && !strncmp(section->name, path, len) &&
		    section->name[strlen(section->name) - 1] != '/')
			return true;
	return false;
}

/* The longest F: of MAINTAINERS that covers @path and is no whole subsystem; 0: none. */
static size_t entry_len(const char *maintainers, const char *path)
{
	size_t best = 0;

	FOR_EACH_LINE(line, maintainers ? maintainers : "") {
		if (!starts_with(line.at, "F:"))
			continue;
		const char *name = line.at + 2 + strspn(line.at + 2, " \t");
		size_t len = strcspn(name, "\n");
		if (len > best && !strncmp(path, name, len) &&
		    (path[len - 1] == '/' ? depth(path, len) >= 3 : !path[len]))
			best = len;
	}
	return best;
}

/* What the driver is: its file, or its folder. */
static char *find_unit(const struct keyed_texts *known, const char *maintainers, const char *path,
		       const char **why)
{
	size_t len = is_file_by_file(known, path) ? strlen(path) : entry_len(maintainers, path);

	*why = len == strlen(path) ? "its name" : "its entry in MAINTAINERS";
	if (!len) {
		len = folder_len(path);
		*why = "its folder";
	}
	return depth(path, len) >= 3 || !path[len] ? xstrndup(path, len) : xstrdup(path);
}

/* The name of the driver: the last part without ".c", and without the name of a folder
 * above it that stands before: "ismt" of drivers/i2c/busses/i2c-ismt.c. */
static char *find_name(const char *unit)
{
	const char *from = unit + folder_len(unit);
	size_t len = strcspn(from, "/");
	const char *dot = memrchr(from, '.', len);

	if (dot && dot > from)
		len = (size_t)(dot - from);
	for (const char *at = unit; at < from; at += strcspn(at, "/") + 1) {
		size_t size = strcspn(at, "/");

		if (size + 1 < len && !strncmp(from, at, size) && strchr("-_", from[size])) {
			from += size + 1;
			len -= size + 1;
			break;
		}
	}
	return xstrndup(from, len);
}

/* The subsystem by its folder: dma of drivers/dma/x/. */
static char *subsystem(const char *unit, const char *name)
{
	const char *slash = strchr(unit, '/');
	const char *from = slash && strchr(slash + 1, '/') ? slash + 1 : unit;
	size_t len = strcspn(from, "/");

	if (!slash)
		return xstrdup("");
	return !strncmp(from, name, len) && !name[len] ? xstrdup("") :
							 xasprintf("%.*s: ", (int)len, from);
}

static struct guess *find_section(struct guesses *guesses, const char *section)
{
	FOR_EACH(guess, guesses)
		if (!strcmp(guess->section, section))
			return guess;
	return NULL;
}

static struct guess *add(struct guesses *guesses, const char *section, char *subject,
			 const char *why)
{
	struct guess *guess = LIST_ADD(guesses);

	*guess = (struct guess){ .section = xstrdup(section), .subject = subject, .why = why };
	return guess;
}

const struct guess *guess_prefix(struct guesses *guesses, const struct keyed_texts *known,
				 const char *maintainers, const char *path)
{
	const char *why = NULL;
	char *unit CLEANUP(free_text) = find_unit(known, maintainers, path, &why);
	char *name CLEANUP(free_text) = find_name(unit);
	const struct keyed_text *next = neighbour(known, path);
	char *stem CLEANUP(free_text) = next ? xstrndup(next->text, stem_len(next->text)) :
					       subsystem(unit, name);
	struct guess *guess = find_section(guesses, unit);

	if (!guess)
		guess = add(guesses, unit, xasprintf("%s%s", stem, name),
			    next ? "its neighbours in the campaign" : why);
	strlist_add_once(&guess->files, path);
	return guess;
}

const struct guess *guess_again(struct guesses *guesses, const char *path, const char *subject)
{
	struct guess *guess = find_section(guesses, path);

	if (!guess)
		guess = add(guesses, path, xstrdup(subject), "the branch, where it was a guess");
	strlist_add_once(&guess->files, path);
	return guess;
}

bool guesses_has(const struct guesses *guesses, const char *path)
{
	FOR_EACH(guess, guesses)
		if (strlist_has(&guess->files, path))
			return true;
	return false;
}

char *guesses_text(const struct guesses *guesses)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(guess, guesses)
		fprintf(out, "[prefix \"%s\"]\n\tsubject = %s\n", guess->section, guess->subject);
	fclose(out);
	return text;
}

void guesses_release(struct guesses *guesses)
{
	FOR_EACH(guess, guesses) {
		FREE_ALL(guess->section, guess->subject);
		strlist_release(&guess->files);
	}
	LIST_RELEASE(guesses);
}
