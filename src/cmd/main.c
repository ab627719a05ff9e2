// SPDX-License-Identifier: GPL-2.0
/* Calls the command that the command line names. */
#include "cli/cmdline.h"
#include "cli/command.h"
#include "cli/complete.h"
#include "cli/every_wave.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "mail/spool.h"

#include <git2.h>

int main(int argc, char **argv)
{
	struct options options = { 0 };

	if (!strcmp(program_invocation_short_name, SPOOL_NAME))
		return spool_main(argv[0]);
	if (argc > 1 && !strcmp(argv[1], COMPLETE_NAME))
		return complete_main(argc - 2, argv + 2);
	const struct command *command = cmdline_parse(&options, argc, argv);
	job_block_signals();
	git_libgit2_init();
	terminal_choose(&options);
	int code = options.waves ? every_wave(&options, command->run) : command->run(&options);
	git_libgit2_shutdown();
	int written = output_flush();
	code = cmdline_exit_code(&options, written ? written : code);
	options_release(&options);
	return code;
}
