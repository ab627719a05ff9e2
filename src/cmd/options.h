/* SPDX-License-Identifier: GPL-2.0 */
/*
 * options.h - the command line: which command, and with which options
 *
 * An option is one row of a table, with the commands that have it. What is parsed, what is refused
 * and what --help prints is read from the rows; man/treewide.1 is compared with them by a test.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "lib/list.h"

#include <jansson.h>
#include <stdbool.h>

struct command;

/* The options of all commands, of which each reads its own. Strings are borrowed from argv. */
struct options {
	const char *repo, *base, *campaign, *state;
	const char *name;	/* init: of the new campaign */
	unsigned jobs;
	bool json;
	bool force;		/* generate, regenerate */
	bool fetch;		/* get the base of the campaign anew, see fetch.h */
	const char *format;	/* report */
	const char *against;	/* report: the file of an earlier one */
	const char *since;	/* audit */
	const char *wave;	/* one wave of the campaign; NULL: all of it */
	bool waves;		/* generate, prove, send: wave after wave, see every_wave.h */
	json_t *gathered;	/* with @json: the document goes there, not to stdout; NULL */
	bool sample;		/* plan: one finished message, and nothing else */
	bool really, reflect;	/* send */
	const char *output;	/* send: where the mails are written */
	struct strlist targets;	/* prove, send: names in configs/; copies */
	struct strlist configs;	/* prove: files that are targets; copies */
	const char *budget;	/* prove: seconds for the readers of headers; or NULL */
	const char *level;	/* prove: fast or full; NULL: fast */
	const char *explain;	/* prove: a commit by number, patch id or commit id */
	bool fail_fast;		/* prove */
	bool same_code;		/* prove: every commit claims that no object changes */
	const char *range;	/* prove, report: BASE..TIP, instead of a campaign */
	const char *mbox;	/* likewise a mailbox */
	bool index;		/* likewise what is staged */
	bool first_parent;	/* of merges in a range */
	bool bisect;		/* prove: HEAD, for git bisect run */
	bool trust;		/* prove, report: run what strangers wrote as it is */
	struct strlist waived;	/* send: "CHECK=REASON"; the strings are copies */
};

/*
 * Fill in @options, and say which of @commands, the last of which has no name, is called. Ends
 * the process after --help, --usage and --version, and with FAIL_USAGE after it has said what is
 * wrong: no command, an unknown one, an option of another command, a value that cannot be.
 */
const struct command *options_parse(struct options *, const struct command *commands, int argc,
				    char **argv);
/*
 * The exit code of the process, where a command ends with @code. git bisect run takes 1 to 127 for
 * a bad commit, 125 for one that cannot be judged, and stops at 128 and more: with --bisect wrong
 * use and a machine that fails must not look like a bad commit.
 */
int options_exit_code(const struct options *, int code);
void options_release(struct options *);

#endif
