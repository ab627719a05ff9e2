// SPDX-License-Identifier: GPL-2.0
/* Reads a semantic patch and what it includes, and writes copies that stand alone. */
#include "campaign/rulefile.h"

#include "git/base.h"
#include "lib/io.h"
#include "lib/lib.h"

#include <sys/stat.h>

static char *beside(const char *file, const char *name)
{
	const char *slash = strrchr(file, '/');

	if (*name == '/' || !slash)
		return xstrdup(name);
	return xasprintf("%.*s/%s", (int)(slash - file), file, name);
}

/* The copy of @name, which line @line of the file @by names; NULL with a reason. */
static const char *refer(struct rulefiles *files, size_t by, unsigned line, const char *name)
{
	char *near CLEANUP(free_text) = beside(files->v[by].path, name);
	char *far CLEANUP(free_text) = beside(files->v[0].path, name);
	const char *path = access(near, R_OK) == 0 ? near : far;
	const char *dot = strrchr(path_leaf(path), '.');
	struct stat about;

	FOR_EACH(known, files)
		if (!strcmp(known->path, path))
			return known->name;
	if (stat(path, &about) < 0 || !S_ISREG(about.st_mode) || access(path, R_OK) < 0) {
		fail_usage("%s:%u: %s: no such file beside it", files->v[by].path, line, name);
		return NULL;
	}
	struct rulefile *file = LIST_ADD(files);
	file->path = xstrdup(path);
	file->name = xasprintf("treewide-part-%zu%s", files->nr - 1, dot ? dot : "");
	file->text = io_read(path, NULL);
	return file->text ? file->name : NULL;
}

/* Where the name between quotes begins that @line refers to: behind #include at its
 * start, or behind the word using; NULL for none. @len is that of the name. */
static const char *reference(const char *line, size_t size, bool prologue, size_t *len)
{
	const char *at = line + strspn(line, " \t"), *end = memmem(line, size, "//", 2);
	const char *found = NULL;

	if (!end)
		end = line + size;
	if (prologue && !strncmp(at, "#include", 8))
		found = at + 8;
	else if (prologue || *line == '@')
		found = memmem(line, (size_t)(end - line), "using", 5);
	if (!found || found >= end)
		return NULL;
	found += *found == 'u' ? 5 : 0;
	found += strspn(found, " \t");
	if (*found != '"')
		return NULL;
	*len = strcspn(++found, "\"\n");
	return found + *len < line + size ? found : NULL;
}

static bool is_spatch_line(const char *line)
{
	line += *line == '#';
	line += strspn(line, " \t");
	return !strncmp(line, "spatch ", 7) || !strncmp(line, "spatch\t", 7);
}

/* Copy one line; 0, or -1. */
static int copy_line(FILE *out, struct rulefiles *files, size_t nr, unsigned line_nr,
		     const char *line, size_t size, bool prologue)
{
	size_t len = 0;
	const char *name = reference(line, size, prologue, &len);
	char *wanted CLEANUP(free_text) = name ? xstrndup(name, len) : NULL;
	const char *copy = name ? refer(files, nr, line_nr, wanted) : NULL;

	if (name && !copy)
		return -1;
	if (name) {
		fwrite(line, 1, (size_t)(name - line), out);
		fputs(copy, out);
		fwrite(name + len, 1, size - (size_t)(name + len - line), out);
	} else if (prologue && *line == '#' && is_spatch_line(line)) {
		char *options CLEANUP(free_text) = xstrndup(line, size);

		strlist_split(&files->options, strstr(options, "spatch") + 6, " \t");
	} else {
		fwrite(line, 1, size, out);
	}
	fputc('\n', out);
	return 0;
}

static int copy_file(struct rulefiles *files, size_t nr)
{
	const char *line = files->v[nr].text;
	bool prologue = true;
	unsigned line_nr = 0;
	FILE *out = xmemstream(&files->v[nr].copy, NULL);
	int result = 0;

	while (result == 0 && *line) {
		size_t size = strcspn(line, "\n");

		prologue = prologue && *line != '@';
		result = copy_line(out, files, nr, ++line_nr, line, size, prologue);
		line += size;
		line += *line == '\n';
	}
	fclose(out);
	return result;
}

int rulefiles_load(struct rulefiles *files, const char *path)
{
	struct rulefile *rule = LIST_ADD(files);

	rule->path = xstrdup(path);
	rule->name = xstrdup(path_leaf(path));
	rule->text = io_read(path, NULL);
	if (!rule->text)
		return -1;
	/* the list grows while it is read */
	for (size_t nr = 0; nr < files->nr; nr++)
		if (copy_file(files, nr) < 0)
			return -1;
	return 0;
}

/* Includes are looked for where spatch runs: there they get whole paths. Isomorphisms
 * are looked for beside the rule, always. */
static char *with_folder(const char *copy, const char *dir)
{
	static const char include[] = "#include \"treewide-part-";
	const char *at = copy, *found;
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	while ((found = strstr(at, include))) {
		fwrite(at, 1, (size_t)(found - at), out);
		fprintf(out, "#include \"%s/treewide-part-", dir);
		at = found + strlen(include);
	}
	fputs(at, out);
	fclose(out);
	return text;
}

int rulefiles_write(const struct rulefiles *files, const char *dir)
{
	if (io_mkdirs(dir) < 0)
		return -1;
	FOR_EACH(file, files) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, file->name);
		char *text CLEANUP(free_text) = with_folder(file->copy, dir);

		if (io_write(path, text, strlen(text)) < 0)
			return -1;
	}
	return 0;
}

/* @text with @new in place of each @old; takes @text over. */
static char *replaced(char *text, const char *old, const char *new)
{
	char *result = NULL;
	const char *at = text, *found;
	FILE *out = xmemstream(&result, NULL);

	while ((found = strstr(at, old))) {
		fwrite(at, 1, (size_t)(found - at), out);
		fputs(new, out);
		at = found + strlen(old);
	}
	fputs(at, out);
	fclose(out);
	free(text);
	return result;
}

char *rulefiles_translate(const struct rulefiles *files, const char *dir, const char *text)
{
	char *result = xstrdup(text);

	FOR_EACH(file, files) {
		char *copy CLEANUP(free_text) = xasprintf("%s/%s", dir, file->name);

		result = replaced(result, copy, file->path);
	}
	return result;
}

void rulefiles_release(struct rulefiles *files)
{
	FOR_EACH(file, files)
		FREE_ALL(file->path, file->name, file->text, file->copy);
	free(files->v);
	strlist_release(&files->options);
	*files = (struct rulefiles){ 0 };
}
