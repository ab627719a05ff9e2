/* SPDX-License-Identifier: GPL-2.0 */
/*
 * genheader.h - headers that no file of the tree is, for its build makes them
 *
 * Interfaces (*_if.h), vnode operations, options, tables of devices and offset.inc are made by
 * the tree's own scripts, those that a source names and no others, into one folder. Of options all
 * are off.
 */
#ifndef GENHEADER_H
#define GENHEADER_H

struct files;
struct strlist;

/* Where they are made, and of what. All borrowed. */
struct genheader {
	const char *dir;		/* the folder; the current one of the compiler */
	const char *source;		/* the top of the tree */
	const struct files *files;	/* of the tree */
	const struct strlist *compiler;	/* the words of a call, without a file */
};

/* Make the header @name. 1: it was made; 0: nobody knows how, or the script failed, and the
 * compiler will complain; -1: no program could be run. */
int genheader_make(const struct genheader *, const char *name);
/*
 * The text of an offset.inc with the members of each structure in the order of their numbers: the
 * tree's script has awk sort them, and an awk that takes hexadecimal numbers for text puts 0x48c
 * before 0xf9. Owned by the caller. Pure.
 */
char *genheader_sort_offsets(const char *text);

#endif
