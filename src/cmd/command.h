/* SPDX-License-Identifier: GPL-2.0 */
/*
 * command.h - the commands: name = file = function
 *
 * Each takes the options and returns the exit code.
 */
#ifndef COMMAND_H
#define COMMAND_H

struct options;

int cmd_init(const struct options *);
int cmd_audit(const struct options *);
int cmd_plan(const struct options *);
int cmd_generate(const struct options *);
int cmd_regenerate(const struct options *);
int cmd_prove(const struct options *);
int cmd_report(const struct options *);
int cmd_status(const struct options *);
int cmd_send(const struct options *);

#endif
