// SPDX-License-Identifier: GPL-2.0
/* Looks for pages beside the program, then where they are installed. */
#include "cli/manual.h"

#include "lib/io.h"
#include "lib/lib.h"

#include <glob.h>
#include <limits.h>

/* Patterns of files; those of a checkout have all sections in one folder. */
static void add_patterns(struct strlist *patterns, const char *page)
{
	char *checkout CLEANUP(free_text) = io_find_data("man/treewide.1");
	char program[PATH_MAX] = "", *slash;
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	char *text = checkout;

	if (text && (slash = strrchr(text, '/'))) {
		char *pattern CLEANUP(free_text) = xasprintf("%.*s/%s.[1-8]",
							     (int)(slash - text), text, page);
		strlist_add(patterns, pattern);
	}
	for (int i = 0; len > 0 && i < 2 && (slash = strrchr(program, '/')); i++)
		*slash = '\0';
	for (char section = '1'; section < '9'; section++) {
		char *beside CLEANUP(free_text) = xasprintf("%s/share/man/man%c/%s.%c*", program,
							    section, page, section);
		char *built CLEANUP(free_text) = xasprintf(TREEWIDE_MANDIR "/man%c/%s.%c*",
							   section, page, section);
		STRLIST_ADD(patterns, beside, built);
	}
}

static void find_pages(struct strlist *files, const char *page)
{
	struct strlist patterns CLEANUP(strlist_release) = { 0 };
	glob_t found;

	add_patterns(&patterns, page);
	FOR_EACH(pattern, &patterns) {
		if (glob(*pattern, 0, NULL, &found) == 0)
			for (size_t i = 0; i < found.gl_pathc; i++)
				strlist_add_once(files, found.gl_pathv[i]);
		globfree(&found);
	}
}

char *manual_find(const char *topic)
{
	bool overview = !strcmp(topic, "treewide");
	char *page CLEANUP(free_text) = xasprintf(overview ? "%s" : "treewide-%s", topic);
	struct strlist files CLEANUP(strlist_release) = { 0 };

	if (strpbrk(topic, "/*?[\\"))
		return NULL;
	find_pages(&files, page);
	return files.nr ? xstrdup(files.v[0]) : NULL;
}

void manual_topics(struct strlist *topics)
{
	struct strlist files CLEANUP(strlist_release) = { 0 };

	find_pages(&files, "treewide-*");
	FOR_EACH(file, &files) {
		const char *topic = strrchr(*file, '/') + strlen("/treewide-");
		char *name CLEANUP(free_text) = xstrndup(topic, strcspn(topic, "."));

		strlist_add_once(topics, name);
	}
	strlist_sort(topics);
}
