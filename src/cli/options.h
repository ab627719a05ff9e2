/* SPDX-License-Identifier: GPL-2.0 */
/*
 * options.h - the options: one row each, with the commands that have them
 *
 * What is parsed, refused, completed and printed by --help is read from the rows, and a test
 * compares them with the page of each command.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "lib/list.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MOST_JOBS 4096

struct command;

/* The options of all commands, of which each reads its own. Strings are borrowed from argv. */
struct options {
	const char *repo, *base, *campaign, *state;
	const char *name;	    /* init: of the new campaign; help: of what is explained; try:
				 * the rule */
	struct strlist paths;	/* try, plan: files of the kernel; test: rules; copies */
	bool diff;		/* plan: show diffs */
	bool update;		/* test: take what comes out */
	const char *split;	/* try: see splitting.h; or NULL */
	const char *rule, *subject;	/* init: the campaign of this rule; or NULL */
	unsigned jobs;
	bool json;
	bool no_pager;
	bool force;		/* generate, regenerate */
	bool fetch;		/* get the base of the campaign anew, see fetch.h */
	const char *format;	/* report */
	const char *url;	/* report: where a maintainer would pull from */
	const char *against;	/* report: the file of an earlier one */
	const char *patch;	/* report: the mail of one patch, - for standard input */
	bool notes;		/* report: write them */
	const char *since;	/* audit, left */
	struct strlist words;	/* left: names to look for, without a campaign; copies */
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
	const char *shard, *out; /* prove: do this shard, and write there what it comes to */
	struct strlist merged;	/* prove: files with what shards came to; copies */
	bool plan_shards;	/* prove: print the shards, and nothing else */
	const char *executor;	/* prove: who does them; or NULL */
	unsigned nodes;		/* prove: how many machines; 0: not given */
	int64_t limit;		/* gc: bytes; 0: not given */
	bool dry_run;		/* gc, prove */
	struct strlist waived;	/* send: "CHECK=REASON"; the strings are copies */
};

void options_release(struct options *);

/* What becomes of the value of an option. */
enum option_kind {
	OPTION_TEXT,		/* taken as it is; of two the last one counts */
	OPTION_FLAG,
	OPTION_LIST,		/* each one is added */
	OPTION_JOBS,
	OPTION_SECONDS,
	OPTION_SIZE,
	OPTION_HELP,		/* nothing else is done */
};

/* The keys of options that are no letters. */
enum { HELP = '?', VERSION = 'V', USAGE = 256 };

/* An option that means different things to commands has a row for each meaning. */
struct option_row {
	const char *name;
	int key;			/* its letter; 0: none */
	const char *value;		/* what it takes, for people; NULL: nothing */
	enum option_kind kind;
	size_t offset;			/* in struct options */
	const char *commands;		/* that have it, a blank between them, or a mark */
	const char *help;
};

/* The row in place @nr; NULL behind the last one. */
const struct option_row *option_row(size_t nr);
/* Has the command the option of this row? Without a command: is it one of those that most have? */
bool option_belongs(const struct option_row *, const struct command *);
/* The row of the option of that name that @command, or any command where it is NULL, has; NULL:
 * none. */
const struct option_row *option_find(const struct command *, const char *name);
/* An option that somebody may have meant by @name; NULL: none. */
const char *option_meant(const char *name);

#endif
