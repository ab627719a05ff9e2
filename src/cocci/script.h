/* SPDX-License-Identifier: GPL-2.0 */
/*
 * script.h - a program of the campaign that converts files: sed, awk, python, anything
 *
 * It is started in a folder that holds the files of its scope under their paths, and nothing else,
 * in a sandbox (lib/confine.h): no network, no other file that it could write, a time-out. What
 * stands in that folder when it has ended with exit code 0 is the result: changed, new, deleted and
 * renamed files, modes and links, of any type.
 *
 * The answer is a fact keyed by the program, what it uses, and the paths, modes and blobs that it
 * was given. Before it is believed for the first time the program runs twice; a difference between
 * both results is an error.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

struct changes;
struct files;
struct overlay;
struct step;

/* The files that the script of @step gets: those of its scope that hold one of its words, or all;
 * sorted. */
int script_files(struct files *, const struct overlay *, const struct step *);
/* Run it on @files. Every .c or .h file that still holds a word of the step's residue in its code
 * is among the changes, changed or not. Fails with FAIL_NO, saying why, when the program fails, or
 * makes what cannot be meant. */
int script_run(struct changes *, const struct overlay *, const struct step *,
	       const struct files *files);

#endif
