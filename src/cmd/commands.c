// SPDX-License-Identifier: GPL-2.0
/* The rows of the commands. */
#include "cli/command.h"
#include "lib/lib.h"
#include "checks/checks.h"

const struct command command_rows[] = {
	{ "init", cmd_init, "begin a campaign: init NAME makes the folder NAME", NAMED },
	{ "try", cmd_try, "what a rule would do: files, places, diffs, recipients", TRIES },
	{ "test", cmd_test, "run the tests of the campaign's rules", TESTS },
	{ "audit", cmd_audit, "who owns what the API hands out, call by call, and why", OPENS },
	{ "plan", cmd_plan, "what would be made: patches, files, subjects, recipients", SHOWS },
	{ "generate", cmd_generate, "write the series: branch b4/<name>, cover, commits", OPENS },
	{ "prove", cmd_prove, "examine every commit; resumable", RANGED, checks_print },
	{ "regenerate", cmd_regenerate, "the same on a newer base, with what people gave", OPENS },
	{ "status", cmd_status, "where it stands: planned, sent, landed, blocked", OPENS },
	{ "left", cmd_left, "who still uses the names that the campaign converts", OPENS },
	{ "report", cmd_report, "show the last proof again, or the cover letter", RANGED },
	{ "send", cmd_send, "hand over to b4: a dry run unless --really", OPENS, checks_print },
	{ "doctor", cmd_doctor, "what is missing on this machine, and what mends it", OPENS },
	{ "gc", cmd_gc, "make room in the state directory: oldest builds first", KEEPS },
	{ "help", cmd_help, "open the page of a command, or of what it names", ABOUT },
	{ NULL },
};

const struct command *command_find(const char *name)
{
	for (const struct command *command = command_rows; command->name; command++)
		if (!strcmp(command->name, name))
			return command;
	return NULL;
}
