/* SPDX-License-Identifier: GPL-2.0 */
/*
 * checks.h - the checks, one row each, in the order in which prove makes them
 *
 * A row has a name, which is the name of the verdicts; what it examines; what it needs; the
 * function that examines; and a line for people. prove, --fail-fast, --waive and --help read the
 * rows, and a test compares them with the manual. Programs of a campaign are no rows, see
 * check_program.h.
 */
#ifndef CHECKS_H
#define CHECKS_H

#include <stdbool.h>
#include <stdio.h>

struct campaign;
struct series_result;
struct state;
struct strlist;
struct target_build;

/* What a check examines. */
enum check_scope {
	EXAMINES_COMMITS,	/* the commits themselves: texts and trees */
	EXAMINES_OBJECTS,	/* what one target makes of them; run for each target */
	EXAMINES_WHOLE,		/* the same of the whole configuration, with --level full only */
	EXAMINES_RUST,		/* what a target of Rust makes of them */
	EXAMINES_TARGETS,	/* what all targets together have shown */
	EXAMINES_SENDING,	/* whether it may be mailed; asked by send, not by prove */
};

/* What a check needs beside what is there. --fail-fast makes no check behind a failure that
 * would have to run a program for it. */
enum check_needs {
	NEEDS_NOTHING,
	NEEDS_OBJECTS,		/* of the target, compiled: they are, once it is open */
	NEEDS_PROGRAMS,		/* spatch, a script of the base, make, the compiler */
};

/* Of what commits. */
enum check_of {
	OF_ANY,
	OF_CAMPAIGN,		/* of no range: somebody has said what they mean to be */
};

/* What is examined; all of it borrowed. */
struct examination {
	struct series_result *proof;	/* the commits; a check adds verdicts to them */
	struct state *state;
	const struct strlist *targets;	/* that were chosen */
	struct target_build *build;	/* of the target at hand; NULL where a check needs none */
	const char *rust;		/* the target of Rust at hand; or NULL */
	bool fail_fast;			/* nothing is to be done behind the first fail */
	bool full;			/* the whole tree is to be built, too */
};

struct check_row {
	const char *name;
	enum check_scope examines;
	enum check_needs needs;
	enum check_of of;
	int (*run)(struct examination *);	/* NULL: see EXAMINES_SENDING */
	const char *help;
};

/* ROW(name, what it examines, needs, of what, NAME of examine_NAME(), help); SAID(name, help) */
#define CHECK_ROWS(ROW, SAID)                                                                   \
	ROW("residue", COMMITS, NOTHING, CAMPAIGN, residue,                                      \
	    "no word that a rule removes is left in the files of its patch")                    \
	ROW("tree", COMMITS, NOTHING, CAMPAIGN, tree, "the tip is the base with all changes")    \
	ROW("cover", COMMITS, NOTHING, CAMPAIGN, cover, "the text of the cover letter")          \
	ROW("message", COMMITS, NOTHING, CAMPAIGN, message, "the text of each commit")           \
	ROW("silent", COMMITS, PROGRAMS, CAMPAIGN, silent, "the rules, run again, change nothing")\
	ROW("checkpatch", COMMITS, PROGRAMS, ANY, checkpatch,                                    \
	    "new findings of the base's checkpatch.pl")                                          \
	ROW("layout", COMMITS, NOTHING, ANY, layout, "no added line is too wide for the tree")   \
	ROW("kernel-doc", COMMITS, PROGRAMS, ANY, kerneldoc,                                     \
	    "new findings of the base's kernel-doc")                                             \
	ROW("rustfmt", COMMITS, PROGRAMS, ANY, rustfmt,                                          \
	    "changed lines of Rust are laid out as the base wants")                              \
	ROW("complete", COMMITS, PROGRAMS, CAMPAIGN, complete,                                   \
	    "nobody relies on what a patch removes")                                             \
	ROW("requests", COMMITS, NOTHING, CAMPAIGN, requests,                                    \
	    "what reviewers asked for is done")                                                  \
	ROW("file", COMMITS, PROGRAMS, ANY, file, "each changed source compiles, without Kbuild") \
	ROW("objects", OBJECTS, OBJECTS, ANY, objects,                                           \
	    "each changed source compiles, nothing warns")                                       \
	ROW("readers", OBJECTS, OBJECTS, ANY, readers,                                           \
	    "so do sources that read a changed header")                                          \
	ROW("symbols", OBJECTS, OBJECTS, ANY, symbols,                                           \
	    "what objects need is provided, nothing is lost")                                    \
	ROW("kbuild", OBJECTS, PROGRAMS, ANY, kbuild, "what changed Makefiles and Kconfig do")   \
	ROW("independent", OBJECTS, PROGRAMS, CAMPAIGN, independent,                             \
	    "each driver patch compiles alone")                                                  \
	ROW("build", WHOLE, PROGRAMS, ANY, build, "make of everything; with --level full")       \
	ROW("rust", RUST, NOTHING, ANY, rust, "what is written in Rust compiles")                \
	ROW("same-code", TARGETS, NOTHING, ANY, samecode,                                        \
	    "objects are what they were, where a commit claims it")                              \
	ROW("targets", TARGETS, NOTHING, CAMPAIGN, targets,                                      \
	    "no target of the campaign is left out")                                             \
	ROW("coverage", TARGETS, PROGRAMS, ANY, coverage, "a target compiles each file")         \
	SAID("current", "send: the cover letter is up to date")                             \
	SAID("needs", "send: the base has what a wave stands on")                           \
	SAID("prefix", "send: no subject prefix is a guess")

/* Each adds the verdicts of its check. 0, or -1 when it cannot be made. */
#define CHECK_PROTOTYPE(name, examines, needs, of, function, help) \
	int examine_##function(struct examination *);
#define CHECK_NO_PROTOTYPE(name, help)
CHECK_ROWS(CHECK_PROTOTYPE, CHECK_NO_PROTOTYPE)

/* The row in place @nr; NULL behind the last one. */
const struct check_row *checks_row(size_t nr);
/* The names of all checks of a campaign, its programs behind the rows. */
void checks_names(struct strlist *names, const struct campaign *);
/* The rows for people, a line each. */
void checks_print(FILE *);

#endif
