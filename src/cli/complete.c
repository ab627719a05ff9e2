// SPDX-License-Identifier: GPL-2.0
/* Answers what may stand next on the command line. */
#include "cli/complete.h"

#include "cli/command.h"
#include "cli/manual.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "checks/checks.h"

#include <dirent.h>

/* The command line up to the word at the cursor. */
struct typed {
	struct options options;		/* those that choose a campaign; borrowed */
	const struct command *command;
	const struct option_row *wants;	/* the option whose value the last word is; or NULL */
	const char *last;		/* without "--option=" */
	bool named;			/* the one word that the command takes is there */
};

static void offer(const struct typed *typed, const char *word, const char *what)
{
	if (starts_with(word, typed->last))
		printf("%s\t%s\n", word, what);
}

static void offer_all(const struct typed *typed, const struct strlist *words, const char *what)
{
	FOR_EACH(word, words)
		offer(typed, *word, what);
}

/* What stands in a folder of our own data: the names of campaigns or targets. */
static void offer_data(const struct typed *typed, const char *folder, const char *what)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	char *path CLEANUP(free_text) = io_find_data(folder);
	DIR *stream = path ? opendir(path) : NULL;

	for (const struct dirent *entry; stream && (entry = readdir(stream));)
		if (entry->d_name[0] != '.')
			strlist_add(&names, entry->d_name);
	if (stream)
		closedir(stream);
	strlist_sort(&names);
	offer_all(typed, &names, what);
}

/* The waves that have a branch. */
static void offer_branches(const struct typed *typed, const char *campaign)
{
	char *start CLEANUP(free_text) = xasprintf("refs/heads/b4/%s-", campaign ? campaign : "");
	git_repository *repo CLEANUP(free_repository) = NULL;
	git_strarray all = { 0 };

	if (base_open_repository(&repo, typed->options.repo ? typed->options.repo : ".") < 0 ||
	    git_reference_list(&all, repo) < 0)
		return;
	for (size_t i = 0; i < all.count; i++)
		if (starts_with(all.strings[i], start))
			offer(typed, all.strings[i] + strlen(start), "has a branch");
	git_strarray_dispose(&all);
}

static void offer_refs(const struct typed *typed)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	git_repository *repo CLEANUP(free_repository) = NULL;
	git_strarray all = { 0 };

	if (base_open_repository(&repo, typed->options.repo ? typed->options.repo : ".") < 0 ||
	    git_reference_list(&all, repo) < 0)
		return;
	for (size_t i = 0; i < all.count; i++)
		if (starts_with(all.strings[i], "refs/heads/"))
			strlist_add(&names, all.strings[i] + strlen("refs/heads/"));
		else if (starts_with(all.strings[i], "refs/tags/"))
			strlist_add(&names, all.strings[i] + strlen("refs/tags/"));
	git_strarray_dispose(&all);
	offer_all(typed, &names, "commit");
}

static void offer_waves(const struct typed *typed, const struct campaign *campaign)
{
	FOR_EACH(wave, &campaign->waves)
		offer(typed, wave->name, wave->title ? wave->title : "wave");
	/* a section with "split = tree" has one for each tree, which only a plan tells */
	offer_branches(typed, campaign->name);
}

static void offer_rules(const struct typed *typed, const struct campaign *campaign)
{
	FOR_EACH(step, &campaign->steps)
		if (step->rule)
			offer(typed, path_leaf(step->rule), step->id);
	FOR_EACH(audit, &campaign->audits)
		offer(typed, path_leaf(audit->rule), audit->name);
}

static void offer_checks(const struct typed *typed, const struct campaign *campaign)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	checks_names(&names, campaign);
	FOR_EACH(name, &names) {
		char *word CLEANUP(free_text) = xasprintf("%s=", *name);

		offer(typed, word, "check");
	}
}

/* What the campaign that the words choose has; none may be chosen yet. */
static void offer_of_campaign(const struct typed *typed,
			      void (*each)(const struct typed *, const struct campaign *))
{
	struct session session CLEANUP(session_release) = { 0 };

	session_read(&session, &typed->options);
	fail_clear();
	each(typed, &session.campaign);
}

static void offer_words(const struct typed *typed, const char *words)
{
	struct strlist list CLEANUP(strlist_release) = { 0 };

	strlist_split(&list, words, " ");
	offer_all(typed, &list, typed->wants->name);
}

static void offer_value(const struct typed *typed)
{
	const char *name = typed->wants->name, *value = typed->wants->value;

	if (!strcmp(name, "campaign")) {
		offer_data(typed, "series", "campaign");
		puts(":dirs");
	} else if (!strcmp(value, "DIR")) {
		puts(":dirs");
	} else if (!strcmp(value, "FILE")) {
		puts(":files");
	} else if (!strcmp(value, "REV") || !strcmp(value, "COMMIT")) {
		offer_refs(typed);
	} else if (!strcmp(name, "target")) {
		offer_data(typed, "configs", "target");
	} else if (!strcmp(name, "wave")) {
		offer_of_campaign(typed, offer_waves);
	} else if (!strcmp(name, "waive")) {
		offer_of_campaign(typed, offer_checks);
	} else if (!strcmp(name, "format")) {
		offer_words(typed, "text json html junit kcidb sarif github trailers cover "
				   "range-diff pull-request");
	} else if (!strcmp(name, "split")) {
		offer_words(typed, "subject-prefix subsystem tree maintainer file module none");
	} else if (!strcmp(name, "level")) {
		offer_words(typed, "fast full");
	}
}

static void offer_options(const struct typed *typed)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++) {
		char *word CLEANUP(free_text) = xasprintf("--%s%s", row->name,
							  row->value ? "=" : "");

		if (option_belongs(row, typed->command))
			offer(typed, word, row->help);
	}
}

static void offer_commands(const struct typed *typed)
{
	for (const struct command *row = command_rows; row->name; row++)
		offer(typed, row->name, row->help);
}

static void offer_topics(const struct typed *typed)
{
	struct strlist topics CLEANUP(strlist_release) = { 0 };

	manual_topics(&topics);
	FOR_EACH(topic, &topics)
		if (!command_find(*topic))
			offer(typed, *topic, "page");
}

static void answer(const struct typed *typed)
{
	if (typed->wants)
		offer_value(typed);
	else if (typed->last[0] == '-')
		offer_options(typed);
	else if (!typed->command)
		offer_commands(typed);
	else if (typed->command->kind == ABOUT && !typed->named) {
		offer_commands(typed);
		offer_topics(typed);
	} else if ((typed->command->kind == TRIES && !typed->named) ||
		   typed->command->kind == SHOWS)
		puts(":files");
	else if (typed->command->kind == TESTS)
		offer_of_campaign(typed, offer_rules);
	else if (typed->command->kind == RANGED && !typed->named)
		offer_refs(typed);
}

/* The row of an option by its word: "--wave", "--wave=...", "-c"; NULL: it is none. */
static const struct option_row *option_of(const char *word)
{
	char *name CLEANUP(free_text) = NULL;
	const struct option_row *row;

	if (starts_with(word, "--")) {
		name = xstrndup(word + 2, strcspn(word + 2, "="));
		return option_find(NULL, name);
	}
	for (size_t i = 0; (row = option_row(i)); i++)
		if (word[0] == '-' && row->key && word[1] == row->key && !word[2])
			return row;
	return NULL;
}

/* Only those by which a campaign and a repository are found. */
static void take_option(struct typed *typed, const struct option_row *row, const char *value)
{
	if (!strcmp(row->name, "campaign") || !strcmp(row->name, "repo"))
		*(const char **)((char *)&typed->options + row->offset) = value;
}

static void read_typed(struct typed *typed, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		const struct option_row *row = option_of(argv[i]);
		const char *equals = strchr(argv[i], '=');
		bool apart = row && row->value && !equals, is_last = i == argc - 1;

		typed->last = argv[i];
		if (is_last && row && row->value && equals) {
			typed->wants = row;
			typed->last = equals + 1;
		} else if (apart && i + 2 == argc) {
			typed->wants = row;
			typed->last = argv[++i];
		} else if (row && row->value) {
			take_option(typed, row, apart ? argv[is_last ? i : ++i] : equals + 1);
		} else if (argv[i][0] != '-' && !is_last) {
			typed->named = typed->command != NULL;
			if (!typed->command)
				typed->command = command_find(argv[i]);
		}
	}
}

int complete_main(int argc, char **argv)
{
	struct typed typed = { .last = "" };

	git_libgit2_init();
	read_typed(&typed, argc, argv);
	answer(&typed);
	git_libgit2_shutdown();
	return output_flush();
}
