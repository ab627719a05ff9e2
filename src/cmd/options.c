// SPDX-License-Identifier: GPL-2.0
/* The rows of the options; parses the command line by them, and prints the help. */
#include "cmd/options.h"

#include "campaign/campaign.h"
#include "cmd/command.h"
#include "cmd/output.h"
#include "lib/lib.h"

#include <argp.h>

/* What becomes of the value of an option. */
enum option_kind {
	OPTION_TEXT,		/* taken as it is; of two the last one counts */
	OPTION_FLAG,
	OPTION_LIST,		/* each one is added */
	OPTION_JOBS,
	OPTION_SECONDS,
	OPTION_HELP,		/* nothing else is done */
};

/* Instead of names of commands: every one, and every one that opens a campaign. */
#define EVERY ""
#define OPENING "*"

enum { HELP = '?', VERSION = 'V', USAGE = 256 };

/* An option that means different things to commands has a row for each meaning. */
static const struct option_row {
	const char *name;
	int key;			/* its letter; 0: none */
	const char *value;		/* what it takes, for people; NULL: nothing */
	enum option_kind kind;
	size_t offset;			/* in struct options */
	const char *commands;		/* that have it, a blank between them; or see above */
	const char *help;
} option_rows[] = {
#define OPTION(kind, member) \
	OPTION_##kind, offsetof(struct options, member)
	{ "repo", 'r', "DIR", OPTION(TEXT, repo), OPENING,
	  "the kernel repository (default: the one around here)" },
	{ "base", 'b', "REV", OPTION(TEXT, base), OPENING,
	  "the commit to stand on (default: HEAD)" },
	{ "campaign", 'c', "NAME|DIR", OPTION(TEXT, campaign), OPENING,
	  "the campaign: a name in series/ or a folder" },
	{ "state", 's', "DIR", OPTION(TEXT, state), OPENING,
	  "where facts, work trees and builds are kept" },
	{ "jobs", 'j', "N", OPTION(JOBS, jobs), OPENING,
	  "how many programs at once (default: all cores)" },
	{ "since", 0, "REV", OPTION(TEXT, since), "audit",
	  "only calls that rely on it and did not in REV" },
	{ "wave", 0, "WAVE", OPTION(TEXT, wave), "plan generate regenerate prove report send",
	  "only this wave of the campaign" },
	{ "waves", 0, NULL, OPTION(FLAG, waves), "generate prove send",
	  "every wave of the campaign, in their order" },
	{ "sample", 0, NULL, OPTION(FLAG, sample), "plan",
	  "one finished message, and nothing else" },
	{ "force", 0, NULL, OPTION(FLAG, force), "generate",
	  "overwrite a branch that somebody changed" },
	{ "force", 0, NULL, OPTION(FLAG, force), "regenerate",
	  "leave out edits by hand that clash" },
	{ "mbox", 0, "FILE", OPTION(TEXT, mbox), "prove report",
	  "what a mailbox holds, on --base or on its base-commit" },
	{ "index", 0, NULL, OPTION(FLAG, index), "prove report",
	  "what is staged, as one commit on HEAD" },
	{ "first-parent", 0, NULL, OPTION(FLAG, first_parent), "prove report",
	  "a merge in the range is one change" },
	{ "bisect", 0, NULL, OPTION(FLAG, bisect), "prove",
	  "HEAD, for git bisect run: exit 0, 1, 125, or 128 and more" },
	{ "trust", 0, NULL, OPTION(FLAG, trust), "prove report",
	  "run what strangers wrote without a sandbox" },
	{ "target", 0, "TARGET", OPTION(LIST, targets), "prove send",
	  "prove under this one; repeatable" },
	{ "config", 0, "FILE", OPTION(LIST, configs), "prove",
	  "prove under this .config or defconfig, gzipped or not; repeatable" },
	{ "budget", 0, "SECONDS", OPTION(SECONDS, budget), "prove",
	  "for the readers of a changed header" },
	{ "level", 0, "LEVEL", OPTION(TEXT, level), "prove",
	  "fast (the default) or full" },
	{ "explain", 0, "COMMIT", OPTION(TEXT, explain), "prove",
	  "why its verdicts are what they are" },
	{ "fail-fast", 0, NULL, OPTION(FLAG, fail_fast), "prove",
	  "stop at the first fail" },
	{ "same-code", 0, NULL, OPTION(FLAG, same_code), "prove",
	  "every commit claims that no object changes" },
	{ "format", 0, "FORMAT", OPTION(TEXT, format), "report",
	  "text, json, html, junit, cover or range-diff" },
	{ "against", 0, "FILE", OPTION(TEXT, against), "report",
	  "what changed since this JSON report" },
	{ "really", 0, NULL, OPTION(FLAG, really), "send",
	  "mail to everybody; without it nothing goes out" },
	{ "force", 0, NULL, OPTION(FLAG, force), "send",
	  "with --really: mail again what may have gone out" },
	{ "reflect", 0, NULL, OPTION(FLAG, reflect), "send",
	  "mail the series to yourself only" },
	{ "output", 0, "DIR", OPTION(TEXT, output), "send",
	  "where to write the mails" },
	{ "waive", 0, "CHECK=REASON", OPTION(LIST, waived), "send",
	  "although this check does not pass; repeatable" },
	{ "json", 0, NULL, OPTION(FLAG, json), EVERY,
	  "print one JSON object instead of text" },
	{ "help", HELP, NULL, OPTION_HELP, 0, EVERY, "print the options of the command" },
	{ "usage", USAGE, NULL, OPTION_HELP, 0, EVERY, "print them in short" },
	{ "version", VERSION, NULL, OPTION_HELP, 0, EVERY, "print the version" },
};

#define ROWS (sizeof(option_rows) / sizeof(*option_rows))

struct invocation {
	struct options *options;
	const struct command *commands, *command;
	bool given[ROWS];	/* of rows of the same name the first one */
	int help;		/* the key of what is asked for instead of a command; 0 */
};

/* argp knows an option by a number: its letter, or one that is no letter. */
static int key_of(size_t row)
{
	return option_rows[row].key ? option_rows[row].key : USAGE + 1 + (int)row;
}

/* The first row of the same name. */
static size_t first_row(size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (!strcmp(option_rows[i].name, option_rows[row].name))
			return i;
	return row;
}

static bool names_command(const char *words, const char *word)
{
	struct strlist list CLEANUP(strlist_release) = { 0 };

	strlist_split(&list, words, " ");
	return strlist_has(&list, word);
}

/* Without a command: is it one of those that most have? */
static bool belongs(const struct option_row *row, const struct command *command)
{
	if (!*row->commands)
		return true;
	if (!strcmp(row->commands, OPENING))
		return !command || command->kind != NAMED;
	return command && names_command(row->commands, command->name);
}

static bool has_option(const struct command *command, const char *name)
{
	for (size_t i = 0; i < ROWS; i++)
		if (!strcmp(option_rows[i].name, name) && belongs(&option_rows[i], command))
			return true;
	return false;
}

static const struct command *find_command(const struct command *commands, const char *name)
{
	for (; commands->name; commands++)
		if (!strcmp(commands->name, name))
			return commands;
	return NULL;
}

/* The rows as argp wants them, those of @command or all; owned by the caller. */
static struct argp_option *make_table(const struct command *command, bool all)
{
	struct argp_option *table = xcalloc(ROWS + 1, sizeof(*table));
	size_t nr = 0;

	for (size_t i = 0; i < ROWS; i++) {
		const struct option_row *row = &option_rows[i];

		if (all ? first_row(i) == i : belongs(row, command))
			table[nr++] = (struct argp_option){ .name = row->name, .key = key_of(i),
							    .arg = row->value, .doc = row->help,
							    .group = row->kind == OPTION_HELP };
	}
	return table;
}

static void tell_commands(FILE *out, const struct command *commands)
{
	fputs("Commands:\n", out);
	for (; commands->name; commands++)
		fprintf(out, "  %-10s %s\n", commands->name, commands->help);
	fputs("\nWhat else a command has is told by `treewide COMMAND --help'.\n", out);
}

/* The text around the options; owned by the caller. */
static char *make_words(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	fprintf(out, "%s\v", command ? command->help :
		"Turn one intended kernel API conversion into patches, and prove them.");
	if (!command)
		tell_commands(out, invocation->commands);
	else if (command->tell)
		command->tell(out);
	fputs("\nExit: 0 done; 1 done, and the answer is no; 2 wrong use or campaign;\n"
	      "3 a tool or the system failed; 128+n ended by signal n.",
	      out);
	fclose(out);
	return text;
}

static const char *const args_docs[] = { [RANGED] = "[BASE..TIP]", [NAMED] = "NAME" };

static void print_help(const struct invocation *invocation, const char *name)
{
	const struct command *command = invocation->command;
	struct argp_option *table = make_table(command, false);
	char *words CLEANUP(free_text) = make_words(invocation);
	char *call CLEANUP(free_text) = command ? xasprintf("%s %s", name, command->name) :
						  xstrdup(name);
	const struct argp argp = {
		.options = table, .doc = words,
		.args_doc = !command ? "COMMAND" : args_docs[command->kind],
	};

	if (invocation->help == VERSION)
		printf("%s\n", argp_program_version);
	else
		argp_help(&argp, stdout, invocation->help == USAGE ?
			  ARGP_HELP_USAGE : ARGP_HELP_STD_HELP, call);
	free(table);
}

/* The commands that have an option, for people; owned by the caller. */
static char *name_owners(const struct command *commands, const char *name)
{
	struct strlist owners CLEANUP(strlist_release) = { 0 };
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	for (; commands->name; commands++)
		if (has_option(commands, name))
			strlist_add(&owners, commands->name);
	for (size_t i = 0; i < owners.nr; i++)
		fprintf(out, "%s%s", !i ? "" : i + 1 < owners.nr ? ", " : " and ", owners.v[i]);
	fprintf(out, owners.nr == 1 ? " has it" : " have it");
	fclose(out);
	return text;
}

static void refuse_foreign(const struct invocation *invocation, struct argp_state *state)
{
	const struct command *command = invocation->command;

	for (size_t i = 0; i < ROWS; i++) {
		char *owners CLEANUP(free_text) = NULL;

		if (!invocation->given[i] || has_option(command, option_rows[i].name))
			continue;
		owners = name_owners(invocation->commands, option_rows[i].name);
		argp_error(state, "%s has no --%s; %s", command->name, option_rows[i].name, owners);
	}
}

/* All words are read. */
static void conclude(const struct invocation *invocation, struct argp_state *state)
{
	if (invocation->help) {
		print_help(invocation, state->name);
		exit(output_flush());
	}
	if (!invocation->command)
		argp_error(state, "no command");
	else
		refuse_foreign(invocation, state);
}

static void take_word(struct invocation *invocation, char *word, struct argp_state *state)
{
	const struct command *command = invocation->command;

	if (!command) {
		invocation->command = find_command(invocation->commands, word);
		if (!invocation->command)
			argp_error(state, "unknown command: %s", word);
	} else if (command->kind == NAMED && !invocation->options->name) {
		invocation->options->name = word;
	} else if (command->kind == RANGED && !invocation->options->range) {
		invocation->options->range = word;
	} else {
		argp_error(state, "unexpected word: %s", word);
	}
}

static unsigned take_jobs(const char *value, struct argp_state *state)
{
	char *end;
	unsigned long jobs = strtoul(value, &end, 10);

	if (*end || jobs < 1 || jobs > 4096)
		argp_error(state, "--jobs %s: not a number from 1 to 4096", value);
	return (unsigned)jobs;
}

static void take_value(const struct option_row *row, struct invocation *invocation,
		       const char *value, struct argp_state *state)
{
	void *slot = (char *)invocation->options + row->offset;

	switch (row->kind) {
	case OPTION_HELP:
		invocation->help = row->key;
		break;
	case OPTION_FLAG:
		*(bool *)slot = true;
		break;
	case OPTION_LIST:
		strlist_add(slot, value);
		break;
	case OPTION_JOBS:
		*(unsigned *)slot = take_jobs(value, state);
		break;
	case OPTION_SECONDS:
		if (!budget_is_valid(value))
			argp_error(state, "--%s %s: not a number from 0 to 1000000", row->name,
				   value);
		/* fall through */
	case OPTION_TEXT:
		*(const char **)slot = value;
		break;
	}
}

static error_t parse_option(int key, char *value, struct argp_state *state)
{
	struct invocation *invocation = state->input;

	if (key == ARGP_KEY_ARG)
		take_word(invocation, value, state);
	else if (key == ARGP_KEY_END)
		conclude(invocation, state);
	for (size_t i = 0; i < ROWS; i++) {
		if (key_of(i) != key)
			continue;
		invocation->given[i] = true;
		take_value(&option_rows[i], invocation, value, state);
	}
	return 0;
}

static bool was_said(int argc, char **argv, const char *word)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], word))
			return true;
	return false;
}

const struct command *options_parse(struct options *options, const struct command *commands,
				    int argc, char **argv)
{
	struct argp_option *table = make_table(NULL, true);
	const struct argp argp = { .options = table, .parser = parse_option };
	struct invocation invocation = { .options = options, .commands = commands };

	argp_program_version = "treewide " TREEWIDE_VERSION;
	/* before anything is refused */
	options->bisect = was_said(argc, argv, "prove") && was_said(argc, argv, "--bisect");
	argp_err_exit_status = options_exit_code(options, FAIL_USAGE);
	argp_parse(&argp, argc, argv, ARGP_NO_HELP, NULL, &invocation);
	free(table);
	return invocation.command;
}

int options_exit_code(const struct options *options, int code)
{
	return options->bisect && (code == FAIL_USAGE || code == FAIL_SYSTEM) ? 128 + code : code;
}

void options_release(struct options *options)
{
	STRLIST_RELEASE_ALL(&options->targets, &options->configs, &options->waived);
}
