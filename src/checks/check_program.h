/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_program.h - checks that are programs of the campaign
 *
 * The program runs in our work tree, which holds the commit, once for each state of the
 * files that decide its answer. Those are the files below the reads of its section and,
 * where it says which files it has read, these as well. A state is keyed by the program
 * and the files that it uses, its tools, the tree of the base, and what the commit
 * changes of those files against the base; so whatever it reads and the series does not
 * change is in the key too. A program that names no files is taken at the word of its
 * section, and the verdict says so. Without reads each tree is a state.
 *
 * Passes and failures that the program itself tells (program.h) are facts. Where a commit
 * fails the base is examined too.
 */
#ifndef CHECK_PROGRAM_H
#define CHECK_PROGRAM_H

struct check;
struct series_result;
struct state;

/* Run the program of @check, which has one, for all commits. A program that cannot be
 * started is a failure. */
int check_program(struct series_result *, struct state *, const struct check *);

#endif
