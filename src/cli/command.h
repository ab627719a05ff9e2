/* SPDX-License-Identifier: GPL-2.0 */
/*
 * command.h - the commands: name = file = function
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdio.h>

struct options;

enum command_kind {
	OPENS,		/* a campaign, so it has the options for that */
	RANGED,		/* the same, or any commits: BASE..TIP, --mbox, --index */
	NAMED,		/* takes the name of something new and paths, and opens nothing */
	ABOUT,		/* takes the name of a command or of a page */
	SHOWS,		/* as OPENS, and takes files of the kernel */
	TESTS,		/* reads a campaign, and takes names of its rules */
	TRIES,		/* a file and paths of the kernel, instead of a campaign */
	KEEPS,		/* has a state directory, and opens no campaign */
};

/* A row of the table of commands, which is in commands.c. */
struct command {
	const char *name;
	int (*run)(const struct options *);	/* returns the exit code */
	const char *help;			/* one line */
	enum command_kind kind;
	void (*tell)(FILE *);			/* more lines for its --help; or NULL */
};

/* The rows; the one behind the last has no name. */
extern const struct command command_rows[];
/* The one of that name; NULL: there is none. */
const struct command *command_find(const char *name);

int cmd_init(const struct options *);
int cmd_try(const struct options *);
int cmd_test(const struct options *);
int cmd_audit(const struct options *);
int cmd_plan(const struct options *);
int cmd_generate(const struct options *);
int cmd_regenerate(const struct options *);
int cmd_prove(const struct options *);
int cmd_report(const struct options *);
int cmd_left(const struct options *);
int cmd_status(const struct options *);
int cmd_send(const struct options *);
int cmd_doctor(const struct options *);
int cmd_gc(const struct options *);
int cmd_help(const struct options *);

#endif
