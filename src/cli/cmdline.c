// SPDX-License-Identifier: GPL-2.0
/* Parses the command line by the rows of the options, and prints the help. */
#include "cli/cmdline.h"

#include "campaign/campaign.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "lib/lib.h"
#include "lib/nearest.h"
#include "lib/space.h"

#include <argp.h>

#define MOST_ROWS 80

struct invocation {
	struct options *options;
	const struct command *command;
	bool given[MOST_ROWS];	/* of rows of the same name the first one */
	int help;		/* the key of what is asked for instead of a command; 0 */
};

/* argp knows an option by a number: its letter, or one that is no letter. */
static int key_of(size_t row)
{
	return option_row(row)->key ? option_row(row)->key : USAGE + 1 + (int)row;
}

/* Is it the first row of that name? */
static bool is_first(const struct option_row *row)
{
	return option_find(NULL, row->name) == row;
}

/* The rows as argp wants them, those of @command or all; owned by the caller. */
static struct argp_option *make_table(const struct command *command, bool all)
{
	struct argp_option *table = xcalloc(MOST_ROWS + 1, sizeof(*table));
	const struct option_row *row;
	size_t nr = 0;

	for (size_t i = 0; i < MOST_ROWS && (row = option_row(i)); i++)
		if (all ? is_first(row) : option_belongs(row, command))
			table[nr++] = (struct argp_option){ .name = row->name, .key = key_of(i),
							    .arg = row->value, .doc = row->help,
							    .group = row->kind == OPTION_HELP };
	return table;
}

static void tell_commands(FILE *out)
{
	fputs("Commands:\n", out);
	for (const struct command *row = command_rows; row->name; row++)
		fprintf(out, "  %-10s %s\n", row->name, row->help);
	fputs("\n`treewide help COMMAND' opens the page of a command, `treewide COMMAND\n"
	      "--help' has its options.\n", out);
}

/* The text around the options; owned by the caller. */
static char *make_words(const struct command *command)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	fprintf(out, "%s\v", command ? command->help :
		"Turn one intended kernel API conversion into patches, and prove them.");
	if (!command)
		tell_commands(out);
	else if (command->tell)
		command->tell(out);
	fputs("\nExit: 0 done; 1 done, and the answer is no; 2 wrong use or campaign;\n"
	      "3 a tool or the system failed; 128+n ended by signal n.",
	      out);
	fclose(out);
	return text;
}

static const char *const args_docs[] = { [RANGED] = "[BASE..TIP | BRANCH]",
					 [NAMED] = "NAME [PATH...]",
					 [TRIES] = "FILE.cocci [PATH...]", [SHOWS] = "[FILE...]",
					 [TESTS] = "[RULE...]",
					 [ABOUT] = "[COMMAND]" };

static void print_options(const struct command *command, unsigned flags)
{
	struct argp_option *table = make_table(command, false);
	char *words CLEANUP(free_text) = make_words(command);
	char *call CLEANUP(free_text) = xasprintf(command ? "%s %s" : "%s", "treewide",
						  command ? command->name : "");
	const struct argp argp = {
		.options = table, .doc = words,
		.args_doc = !command ? "COMMAND" : args_docs[command->kind],
	};

	argp_help(&argp, stdout, flags, call);
	free(table);
}

void cmdline_help(const struct command *command)
{
	print_options(command, ARGP_HELP_STD_HELP);
}

static void print_help(const struct invocation *invocation)
{
	if (invocation->help == VERSION)
		printf("%s\n", argp_program_version);
	else if (invocation->help == USAGE)
		print_options(invocation->command, ARGP_HELP_USAGE);
	else
		cmdline_help(invocation->command);
}

/* The commands that have an option, for people; owned by the caller. */
static char *name_owners(const char *name)
{
	struct strlist owners CLEANUP(strlist_release) = { 0 };
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	for (const struct command *row = command_rows; row->name; row++)
		if (option_find(row, name))
			strlist_add(&owners, row->name);
	for (size_t i = 0; i < owners.nr; i++)
		fprintf(out, "%s%s", !i ? "" : i + 1 < owners.nr ? ", " : " and ", owners.v[i]);
	fprintf(out, owners.nr == 1 ? " has it" : " have it");
	fclose(out);
	return text;
}

static void refuse_foreign(const struct invocation *invocation, struct argp_state *state)
{
	const struct command *command = invocation->command;

	const struct option_row *row;

	for (size_t i = 0; i < MOST_ROWS && (row = option_row(i)); i++) {
		char *owners CLEANUP(free_text) = NULL;

		if (!invocation->given[i] || option_find(command, row->name))
			continue;
		owners = name_owners(row->name);
		argp_error(state, "%s has no --%s; %s", command->name, row->name, owners);
	}
}

/* All words are read. */
static void conclude(const struct invocation *invocation, struct argp_state *state)
{
	if (invocation->help) {
		print_help(invocation);
		exit(output_flush());
	}
	if (!invocation->command)
		argp_error(state, "no command");
	else
		refuse_foreign(invocation, state);
}

static void refuse_command(const char *word, struct argp_state *state)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	for (const struct command *row = command_rows; row->name; row++)
		strlist_add(&names, row->name);
	char *hint CLEANUP(free_text) = nearest_hint(&names, word);
	argp_error(state, "unknown command: %s%s", word, hint);
}

static void take_word(struct invocation *invocation, char *word, struct argp_state *state)
{
	const struct command *command = invocation->command;
	struct options *options = invocation->options;

	if (!command) {
		invocation->command = command_find(word);
		if (!invocation->command)
			refuse_command(word, state);
	} else if ((command->kind == NAMED || command->kind == ABOUT ||
		    command->kind == TRIES) && !options->name) {
		options->name = word;
	} else if (command->kind == TRIES || command->kind == SHOWS || command->kind == TESTS ||
		   command->kind == NAMED) {
		strlist_add(&options->paths, word);
	} else if (command->kind == RANGED && !options->range) {
		options->range = word;
	} else {
		argp_error(state, "unexpected word: %s%s", word, command->kind == OPENS ?
			   " (a campaign is named by --campaign)" : "");
	}
}

static unsigned take_jobs(const char *name, const char *value, struct argp_state *state)
{
	unsigned long jobs = 1;

	if (!whole_number(value, 1, MOST_JOBS, &jobs))
		argp_error(state, "--%s %s: not a number from 1 to %d", name, value, MOST_JOBS);
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
		*(unsigned *)slot = take_jobs(row->name, value, state);
		break;
	case OPTION_SIZE:
		if (space_parse(value, slot) < 0)
			argp_error(state, "--%s %s: not a size as 500m, 20g or 1t", row->name,
				   value);
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
	for (size_t i = 0; i < MOST_ROWS && option_row(i); i++) {
		if (key_of(i) != key)
			continue;
		invocation->given[i] = true;
		take_value(option_row(i), invocation, value, state);
	}
	return 0;
}

/* Does the word of the command line take the next one for its value? */
static bool takes_next(const char *word)
{
	const struct option_row *row;

	for (size_t i = 0; i < MOST_ROWS && (row = option_row(i)); i++)
		if (row->value && (word[1] == '-' ? !strcmp(word + 2, row->name) :
						    row->key && word[1] == row->key && !word[2]))
			return true;
	return false;
}

static bool is_known(const char *name, size_t len)
{
	const struct option_row *row;

	for (size_t i = 0; i < MOST_ROWS && (row = option_row(i)); i++)
		if (!strncmp(row->name, name, len))
			return true;
	return false;
}

/* getopt would refuse them as well, but with no word of what may have been meant. */
static void refuse_unknown(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		char *name CLEANUP(free_text) = NULL;
		const char *meant;

		if (argv[i][0] == '-' && takes_next(argv[i]))
			i++;
		else if (starts_with(argv[i], "--")) {
			name = xstrndup(argv[i] + 2, strcspn(argv[i] + 2, "="));
			if (is_known(name, strlen(name)))
				continue;
			meant = option_meant(name);
			output_say("unknown option: --%s%s%s%s", name,
				   meant ? "; did you mean --" : "", meant ? meant : "",
				   meant ? "?" : "");
			fputs("Try `treewide --help' for more information.\n", stderr);
			exit(argp_err_exit_status);
		}
	}
}

static bool was_said(int argc, char **argv, const char *word)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], word))
			return true;
	return false;
}

const struct command *cmdline_parse(struct options *options, int argc, char **argv)
{
	struct argp_option *table = make_table(NULL, true);
	const struct argp argp = { .options = table, .parser = parse_option };
	struct invocation invocation = { .options = options };

	argp_program_version = "treewide " TREEWIDE_VERSION;
	/* before anything is refused */
	options->bisect = was_said(argc, argv, "prove") && was_said(argc, argv, "--bisect");
	argp_err_exit_status = cmdline_exit_code(options, FAIL_USAGE);
	refuse_unknown(argc, argv);
	argp_parse(&argp, argc, argv, ARGP_NO_HELP, NULL, &invocation);
	free(table);
	return invocation.command;
}

int cmdline_exit_code(const struct options *options, int code)
{
	return options->bisect && (code == FAIL_USAGE || code == FAIL_SYSTEM) ? 128 + code : code;
}
