/* SPDX-License-Identifier: GPL-2.0 */
/*
 * substance.h - is it the same change, whatever stands around it?
 *
 * As git patch-id has it, but with the blanks: the lines that go and come, file by file.
 * Where in the file, and between which lines, does not count; nor does the name of a file
 * that has moved.
 */
#ifndef SUBSTANCE_H
#define SUBSTANCE_H

struct base;
struct change;
struct strlist;

/* Add one file of a change, under the name @path. Two lists that were sorted are equal
 * when the changes are. */
int patch_id_add(struct strlist *, const struct base *, const struct change *, const char *path);

#endif
