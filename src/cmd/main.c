// SPDX-License-Identifier: GPL-2.0
/* Parses the command line and calls the command. */
#include "cmd/command.h"
#include "cmd/output.h"
#include "cmd/session.h"
#include "lib/fail.h"
#include "lib/job.h"
#include "lib/list.h"
#include "mail/spool.h"

#include <argp.h>
#include <errno.h>
#include <git2.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct command {
	const char *name;
	int (*run)(const struct options *);
	const char *help;
	bool named;	/* takes the name of something */
} commands[] = {
	{ "init", cmd_init, "begin a campaign: init NAME makes the folder NAME", true },
	{ "audit", cmd_audit, "who owns what the API hands out, call by call, with evidence" },
	{ "plan", cmd_plan, "what would be made: patches, files, subjects, recipients and why" },
	{ "generate", cmd_generate, "write the series: branch b4/<name>, cover letter, commits" },
	{ "prove", cmd_prove, "examine every commit; resumable; never repeats a known fact" },
	{ "regenerate", cmd_regenerate, "the same on a newer base, with all that people gave" },
	{ "status", cmd_status, "where the campaign stands: planned, sent, landed, blocked" },
	{ "report", cmd_report, "show the last proof again, or the cover letter (--format)" },
	{ "send", cmd_send, "hand over to b4: a dry run unless --really" },
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))

enum { OPT_JSON = 256, OPT_FORCE, OPT_FORMAT, OPT_SINCE, OPT_WAVE, OPT_SAMPLE, OPT_REALLY,
       OPT_REFLECT, OPT_OUTPUT, OPT_WAIVE, OPT_BUDGET, OPT_LEVEL, OPT_EXPLAIN,
       OPT_FAIL_FAST, OPT_AGAINST, OPT_TARGET };

static const struct argp_option option_rows[] = {
	{ "repo", 'r', "DIR", 0, "the kernel repository (default: the one around here)", 0 },
	{ "base", 'b', "REV", 0, "the commit to stand on (default: HEAD)", 0 },
	{ "campaign", 'c', "NAME|DIR", 0, "the campaign: a name in series/ or a folder", 0 },
	{ "state", 's', "DIR", 0, "where facts, work trees and builds are kept", 0 },
	{ "jobs", 'j', "N", 0, "how many programs at once (default: all cores)", 0 },
	{ "json", OPT_JSON, NULL, 0, "print one JSON object instead of text", 0 },
	{ "force", OPT_FORCE, NULL, 0, "generate: overwrite a changed branch; see --really", 0 },
	{ "since", OPT_SINCE, "REV", 0, "audit: only calls that rely on it and did not in REV", 0 },
	{ "wave", OPT_WAVE, "WAVE", 0, "only this wave of the campaign", 0 },
	{ "sample", OPT_SAMPLE, NULL, 0, "plan: one finished message, and nothing else", 0 },
	{ "target", OPT_TARGET, "TARGET", 0, "prove, send: prove under this one; repeatable", 0 },
	{ "budget", OPT_BUDGET, "SECONDS", 0, "prove: for the readers of a changed header", 0 },
	{ "level", OPT_LEVEL, "LEVEL", 0, "prove: fast (the default) or full", 0 },
	{ "explain", OPT_EXPLAIN, "COMMIT", 0, "prove: why its verdicts are what they are", 0 },
	{ "fail-fast", OPT_FAIL_FAST, NULL, 0, "prove: stop at the first fail", 0 },
	{ "format", OPT_FORMAT, "FORMAT", 0,
	  "report: text, json, html, junit, cover or range-diff", 0 },
	{ "against", OPT_AGAINST, "FILE", 0, "report: what changed since this JSON report", 0 },
	{ "really", OPT_REALLY, NULL, 0, "send: mail to all; with --force doubtful ones again", 0 },
	{ "reflect", OPT_REFLECT, NULL, 0, "send: mail the series to yourself only", 0 },
	{ "output", OPT_OUTPUT, "DIR", 0, "send: where to write the mails", 0 },
	{ "waive", OPT_WAIVE, "CHECK=REASON", 0, "send: although this check does not pass", 0 },
	{ NULL, 0, NULL, 0, NULL, 0 },
};

struct invocation {
	struct options options;
	const struct command *command;
};

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

/* Where the value of an option goes, when it is taken as it is. */
static const struct option_slot {
	int key;
	bool flag;
	size_t offset;
} slots[] = {
#define TEXT(key, member) \
	{ key, false, offsetof(struct options, member) }
#define FLAG(key, member) \
	{ key, true, offsetof(struct options, member) }
	TEXT('r', repo),
	TEXT('b', base),
	TEXT('c', campaign),
	TEXT('s', state),
	TEXT(OPT_SINCE, since),
	TEXT(OPT_FORMAT, format),
	TEXT(OPT_AGAINST, against),
	TEXT(OPT_WAVE, wave),
	TEXT(OPT_OUTPUT, output),
	FLAG(OPT_JSON, json),
	FLAG(OPT_FORCE, force),
	FLAG(OPT_SAMPLE, sample),
	FLAG(OPT_REALLY, really),
	FLAG(OPT_REFLECT, reflect),
	TEXT(OPT_LEVEL, level),
	TEXT(OPT_EXPLAIN, explain),
	FLAG(OPT_FAIL_FAST, fail_fast),
};

static error_t fill_slot(struct options *options, int key, const char *value)
{
	for (size_t i = 0; i < sizeof(slots) / sizeof(*slots); i++) {
		void *slot = (char *)options + slots[i].offset;

		if (slots[i].key != key)
			continue;
		if (slots[i].flag)
			*(bool *)slot = true;
		else
			*(const char **)slot = value;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static error_t parse_option(int key, char *value, struct argp_state *state)
{
	struct invocation *invocation = state->input;
	struct options *options = &invocation->options;
	char *end;

	switch (key) {
	case 'j':
		options->jobs = (unsigned)strtoul(value, &end, 10);
		if (*end || options->jobs < 1 || options->jobs > 4096)
			argp_error(state, "--jobs %s: not a number from 1 to 4096", value);
		return 0;
	case OPT_BUDGET:
		if (!budget_is_valid(value))
			argp_error(state, "--budget %s: not a number from 0 to 1000000", value);
		options->budget = value;
		return 0;
	case OPT_WAIVE:
		strlist_add(&options->waived, value);
		return 0;
	case OPT_TARGET:
		strlist_add(&options->targets, value);
		return 0;
	case ARGP_KEY_ARG:
		if (invocation->command && invocation->command->named && !options->name) {
			options->name = value;
			return 0;
		}
		if (invocation->command)
			argp_error(state, "unexpected word: %s", value);
		invocation->command = find_command(value);
		if (!invocation->command)
			argp_error(state, "unknown command: %s", value);
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "no command");
		return 0;
	default:
		return fill_slot(options, key, value);
	}
}

/* The list of commands stands below the options in --help. */
static char *help_filter(int key, const char *text, void *input)
{
	char *list = NULL;
	size_t len;
	FILE *out;

	(void)input;
	if (key != ARGP_KEY_HELP_POST_DOC)
		return (char *)text;
	out = xmemstream(&list, &len);
	fputs("Commands:\n", out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].help);
	fputs("\nExit: 0 done; 1 done, and the answer is no; 2 wrong use or campaign;\n"
	      "3 a tool or the system failed; 128+n ended by signal n.",
	      out);
	fclose(out);
	return list;
}

int main(int argc, char **argv)
{
	const struct argp argp = {
		option_rows, parse_option, "COMMAND [NAME]",
		"Turn one intended kernel API conversion into patches, and prove them.\v.",
		NULL, help_filter, NULL,
	};
	struct invocation invocation = { 0 };
	int code, written;

	if (!strcmp(program_invocation_short_name, SPOOL_NAME))
		return spool_main(argv[0]);
	argp_program_version = "treewide " TREEWIDE_VERSION;
	argp_err_exit_status = FAIL_USAGE;
	argp_parse(&argp, argc, argv, 0, NULL, &invocation);
	job_block_signals();
	git_libgit2_init();
	code = invocation.command->run(&invocation.options);
	git_libgit2_shutdown();
	strlist_release(&invocation.options.targets);
	strlist_release(&invocation.options.waived);
	written = output_flush();
	return written ? written : code;
}
