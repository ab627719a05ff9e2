/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cmdline.h - the command line: which command, and with which options
 */
#ifndef CMDLINE_H
#define CMDLINE_H

struct command;
struct options;

/*
 * Fill in @options, and say which command is called. Ends the process after --help, --usage and
 * --version, and with FAIL_USAGE after it has said what is wrong: no command, an unknown one, an
 * option of another command, a value that cannot be.
 */
const struct command *cmdline_parse(struct options *, int argc, char **argv);
/* Print what --help does: of a command, or of all where it is NULL. */
void cmdline_help(const struct command *);
/*
 * The exit code of the process, where a command ends with @code. git bisect run takes 1 to 127 for
 * a bad commit, 125 for one that cannot be judged, and stops at 128 and more: with --bisect wrong
 * use and a machine that fails must not look like a bad commit.
 */
int cmdline_exit_code(const struct options *, int code);

#endif
