// SPDX-License-Identifier: GPL-2.0
/* The rows of the commands; calls the one that the command line names. */
#include "cmd/command.h"
#include "cmd/every_wave.h"
#include "cmd/options.h"
#include "cmd/output.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "mail/spool.h"
#include "proof/checks.h"

#include <git2.h>

static const struct command commands[] = {
	{ "init", cmd_init, "begin a campaign: init NAME makes the folder NAME", NAMED },
	{ "audit", cmd_audit, "who owns what the API hands out, call by call, and why", OPENS },
	{ "plan", cmd_plan, "what would be made: patches, files, subjects, recipients", OPENS },
	{ "generate", cmd_generate, "write the series: branch b4/<name>, cover, commits", OPENS },
	{ "prove", cmd_prove, "examine every commit; resumable", RANGED, checks_print },
	{ "regenerate", cmd_regenerate, "the same on a newer base, with what people gave", OPENS },
	{ "status", cmd_status, "where it stands: planned, sent, landed, blocked", OPENS },
	{ "report", cmd_report, "show the last proof again, or the cover letter", RANGED },
	{ "send", cmd_send, "hand over to b4: a dry run unless --really", OPENS, checks_print },
	{ NULL },
};

int main(int argc, char **argv)
{
	struct options options = { 0 };

	if (!strcmp(program_invocation_short_name, SPOOL_NAME))
		return spool_main(argv[0]);
	const struct command *command = options_parse(&options, commands, argc, argv);
	job_block_signals();
	git_libgit2_init();
	int code = options.waves ? every_wave(&options, command->run) : command->run(&options);
	git_libgit2_shutdown();
	int written = output_flush();
	code = options_exit_code(&options, written ? written : code);
	options_release(&options);
	return code;
}
