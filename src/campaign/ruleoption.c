// SPDX-License-Identifier: GPL-2.0
/* Which options a rule may ask for, and which files they name. */
#include "campaign/ruleoption.h"

#include "lib/digest.h"
#include "lib/io.h"
#include "lib/lib.h"

#define FILES "treewide chooses the files"
#define OUTPUT "treewide decides what spatch writes"
#define TASK "spatch would not convert then"

/* What an option takes with it, and why it cannot be granted. */
static const struct ruleoption {
	const char *name;
	enum { TAKES_NOTHING, TAKES_WORD, TAKES_FILE, TAKES_FOLDER } takes;
	const char *refused;
} known[] = {
	{ "dir", TAKES_NOTHING, FILES }, { "file-groups", TAKES_NOTHING, FILES },
	{ "patch", TAKES_WORD, FILES }, { "kbuild-info", TAKES_WORD, FILES },
	{ "ignore", TAKES_WORD, FILES "; exclude in campaign.conf leaves some out" },
	{ "index", TAKES_WORD, FILES }, { "max", TAKES_WORD, FILES },
	{ "mod-distrib", TAKES_NOTHING, FILES }, { "no-scanner", TAKES_NOTHING, FILES },
	{ "use-glimpse", TAKES_NOTHING, FILES }, { "use-idutils", TAKES_NOTHING, FILES },
	{ "use-gitgrep", TAKES_NOTHING, FILES }, { "use-coccigrep", TAKES_NOTHING, FILES },
	{ "use-diff", TAKES_NOTHING, FILES }, { "use-patch-diff", TAKES_WORD, FILES },
	{ "jobs", TAKES_WORD, "treewide --jobs sets it" },
	{ "j", TAKES_WORD, "treewide --jobs sets it" },
	{ "chunksize", TAKES_WORD, "treewide --jobs sets it" },
	{ "timeout", TAKES_WORD, "TREEWIDE_SPATCH_TIMEOUT sets it" },
	{ "in-place", TAKES_NOTHING, OUTPUT }, { "out-place", TAKES_NOTHING, OUTPUT },
	{ "o", TAKES_WORD, OUTPUT }, { "suffix", TAKES_WORD, OUTPUT },
	{ "tmp-dir", TAKES_WORD, OUTPUT }, { "temp-files", TAKES_WORD, OUTPUT },
	{ "save-tmp-files", TAKES_NOTHING, OUTPUT }, { "c", TAKES_NOTHING, OUTPUT },
	{ "use-cache", TAKES_NOTHING, OUTPUT }, { "cache-prefix", TAKES_WORD, OUTPUT },
	{ "cache-limit", TAKES_WORD, OUTPUT },
	{ "opt-c", TAKES_WORD, FILES }, { "sp-file", TAKES_WORD, "treewide chooses the rule" },
	{ "cocci-file", TAKES_WORD, "treewide chooses the rule" },
	{ "sp", TAKES_WORD, "treewide chooses the rule" },
	{ "parse-cocci", TAKES_NOTHING, TASK }, { "parse-c", TAKES_NOTHING, TASK },
	{ "test", TAKES_NOTHING, TASK }, { "testall", TAKES_NOTHING, TASK },
	{ "version", TAKES_NOTHING, TASK }, { "help", TAKES_NOTHING, TASK },
	{ "shorthelp", TAKES_NOTHING, TASK }, { "longhelp", TAKES_NOTHING, TASK },
	{ "macro-file", TAKES_FILE, NULL }, { "macro-file-builtins", TAKES_FILE, NULL },
	{ "iso-file", TAKES_FILE, NULL }, { "iso", TAKES_FILE, NULL },
	{ "I", TAKES_FOLDER, NULL }, { "include", TAKES_FOLDER, NULL },
	{ "D", TAKES_WORD, NULL }, { "U", TAKES_WORD, NULL }, { "disable-iso", TAKES_WORD, NULL },
	{ "python", TAKES_WORD, NULL }, { "steps", TAKES_WORD, NULL },
	{ "iso-limit", TAKES_WORD, NULL }, { "bench", TAKES_WORD, NULL },
	{ "int-bits", TAKES_WORD, NULL }, { "long-bits", TAKES_WORD, NULL },
	{ "defined", TAKES_WORD, NULL }, { "undefined", TAKES_WORD, NULL },
	{ "indent", TAKES_WORD, NULL }, { "max-width", TAKES_WORD, NULL },
	{ "filter-passed-level", TAKES_WORD, NULL }, { "hrule", TAKES_WORD, NULL },
	{ "external-analysis-file", TAKES_FILE, NULL },
	{ "ocaml-lib-search-path", TAKES_WORD, NULL }, { "parse-handler", TAKES_FILE, NULL },
	{ "pyoutput", TAKES_WORD, NULL }, { "verbose-level", TAKES_WORD, NULL },
};

bool ruleoption_is(const char *word, const char *name)
{
	if (*word != '-')
		return false;
	word += word[1] == '-' ? 2 : 1;
	name += strspn(name, "-");
	for (; *word && *name; word++, name++)
		if (*word != *name && !(*word == '_' && *name == '-'))
			return false;
	return (!*word || *word == '=') && !*name;
}

const char *ruleoption_value(const struct strlist *options, const char *name)
{
	const char *value = NULL;

	for (size_t i = 0; i + 1 < options->nr; i++)
		if (ruleoption_is(options->v[i], name))
			value = options->v[i + 1];
	return value;
}

static const struct ruleoption *find(const char *word)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (ruleoption_is(word, known[i].name))
			return &known[i];
	return NULL;
}

/* Put the whole path of a file that stands beside the rule in place of its name. */
static int take_file(char **value, const char *option, const char *path, struct digest *digest)
{
	const char *slash = strrchr(path, '/');
	char *whole = **value == '/' || !slash ?
		      xstrdup(*value) : xasprintf("%.*s/%s", (int)(slash - path), path, *value);
	char *text CLEANUP(free_text) = access(whole, R_OK) == 0 ? io_read(whole, NULL) : NULL;

	if (!text) {
		fail_clear();
		fail_usage("%s: Options: %s %s: no such file beside the rule", path, option,
			   *value);
		free(whole);
		return -1;
	}
	free(*value);
	*value = whole;
	digest_text(digest, text);
	return 0;
}

static int check_value(const struct ruleoption *option, char **value, const char *word,
		       const char *path, struct digest *digest)
{
	if (option->takes == TAKES_FILE)
		return take_file(value, word, path, digest);
	if (option->takes == TAKES_FOLDER && (**value == '/' || strstr(*value, "..")))
		return fail_usage("%s: Options: %s %s: spatch sees the base's files only; name it "
				  "from the top of the tree", path, word, *value);
	return 0;
}

int ruleoptions_check(struct strlist *options, const char *path, struct digest *digest)
{
	FOR_EACH(word, options)
		if (strpbrk(*word, "'\"`$\\"))
			return fail_usage("%s: Options: %s: options are words between blanks; "
					  "quotes and $ mean nothing there", path, *word);
	for (size_t i = 0; i < options->nr; i++) {
		const char *word = options->v[i];
		const struct ruleoption *option = find(word);

		if (option && option->refused)
			return fail_usage("%s: Options: %s cannot be used: %s", path, word,
					  option->refused);
		if (*word != '-')
			return fail_usage("%s: Options: %s is not an option, "
					  "and " FILES, path, word);
		if (!option || option->takes == TAKES_NOTHING || strchr(word, '='))
			continue;
		if (++i == options->nr)
			return fail_usage("%s: Options: %s needs a value", path, word);
		if (check_value(option, &options->v[i], word, path, digest) < 0)
			return -1;
	}
	return 0;
}

void ruleoptions_grant(struct strlist *options)
{
	struct strlist granted = { 0 };

	for (size_t i = 0; i < options->nr; i++) {
		const struct ruleoption *option = find(options->v[i]);
		bool pair = option && option->takes != TAKES_NOTHING && i + 1 < options->nr &&
			    !strchr(options->v[i], '=');

		if (!option || !option->refused) {
			strlist_add(&granted, options->v[i]);
			if (pair)
				strlist_add(&granted, options->v[i + 1]);
		}
		i += pair;
	}
	strlist_release(options);
	*options = granted;
}

void ruleoptions_files(const struct strlist *options, struct strlist *paths)
{
	for (size_t i = 0; i + 1 < options->nr; i++) {
		const struct ruleoption *option = find(options->v[i]);
		const char *value = options->v[i + 1];

		if (option && *value != '/' &&
		    (option->takes == TAKES_FILE || ruleoption_is(options->v[i], "include")))
			strlist_add(paths, value);
	}
}
