// SPDX-License-Identifier: GPL-2.0
/* Cuts out of auto.conf what a Makefile names. */
#include "kbuild/autoconf.h"

#include "lib/lib.h"

static const char prefix[] = "CONFIG_";

/* Is one of its lines an include, of whatever kind? */
static bool includes(const char *makefile)
{
	for (const char *at = makefile; (at = strstr(at, "include")); at++) {
		const char *line = at;

		if (at > makefile && (at[-1] == '-' || at[-1] == 's'))
			line--;
		while (line > makefile && (line[-1] == ' ' || line[-1] == '\t'))
			line--;
		if ((line == makefile || line[-1] == '\n') && isspace((unsigned char)at[7]))
			return true;
	}
	return false;
}

/* Can it reach a variable whose name it does not spell out? */
static bool builds_names(const char *makefile)
{
	return holds_one_of(makefile, TEXTS("$($", "${$", "$(call $", "$(eval ", "$(value ",
					    ".VARIABLES", "$(origin ", "$(flavor "));
}

bool autoconf_options(const char *makefile, struct strlist *options)
{
	bool all = !includes(makefile) && !builds_names(makefile);

	for (const char *at = makefile; (at = strstr(at, prefix)); at += strlen(prefix)) {
		size_t len = word_length(at);
		char *option = xstrndup(at, len);

		strlist_add(options, option);
		free(option);
		/* "CONFIG_$(x)", "CONFIG_%" */
		all = all && len > strlen(prefix) && at[len] != '$' && at[len] != '%';
	}
	return all;
}

char *autoconf_subset(const struct strlist *config, const struct strlist *options)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(option, options) {
		char *start = xasprintf("%s=", *option);
		size_t len = strlen(start);

		for (size_t i = LIST_FIRST(config, line, strncmp(*line, start, len) < 0);
		     i < config->nr && !strncmp(config->v[i], start, len); i++)
			fprintf(out, "%s\n", config->v[i]);
		free(start);
	}
	fclose(out);
	return text;
}

/* Compares two texts of auto.conf. */

static void read_lines(const char *text, struct strlist *lines)
{
	strlist_split(lines, text, "\n");
	strlist_sort(lines);
}

/* The options of the lines that only @a has. */
static void subtract(const struct strlist *a, const struct strlist *b, struct strlist *options)
{
	FOR_EACH(line, a) {
		size_t len = strcspn(*line, "=");

		if (!strncmp(*line, "CONFIG_", 7) && (*line)[len] && !strlist_find(b, *line))
			*LIST_ADD(options) = xstrndup(*line, len);
	}
}

void autoconf_compare(const char *old, const char *new, struct strlist *options)
{
	struct strlist before CLEANUP(strlist_release) = { 0 };
	struct strlist after CLEANUP(strlist_release) = { 0 };

	read_lines(old, &before);
	read_lines(new, &after);
	subtract(&before, &after, options);
	subtract(&after, &before, options);
	strlist_sort(options);
}

const char *config_value(const struct strlist *config, const char *option)
{
	char *start CLEANUP(free_text) = xasprintf("%s=", option);
	size_t len = strlen(start);
	size_t at = LIST_FIRST(config, line, strncmp(*line, start, len) < 0);
	const char *value = at < config->nr && !strncmp(config->v[at], start, len) ?
				    config->v[at] + len : "n";

	return strcmp(value, "n") ? value : NULL;
}
