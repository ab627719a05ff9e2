/* SPDX-License-Identifier: GPL-2.0 */
/*
 * complete.h - what may stand next on the command line, for the completion of a shell
 *
 * `treewide complete WORD...` is asked by the scripts of completion/ and by nobody else: the words
 * behind "treewide" up to the cursor, the last of which may be empty or half a word. It answers
 * with a line for each word that may stand there, and behind a tab what it is; and with ":files" or
 * ":dirs" where the shell knows better. Nothing is said of what is wrong: there is no answer then.
 */
#ifndef COMPLETE_H
#define COMPLETE_H

#define COMPLETE_NAME "complete"

/* Returns the exit code of the process. */
int complete_main(int argc, char **argv);

#endif
