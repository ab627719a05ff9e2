/* SPDX-License-Identifier: GPL-2.0 */
/*
 * place.h - the file and line that a verdict is about, for tools that show it in the source
 *
 * It is read from what the verdict says ("drivers/net/delta.c:7:12: error: ..."). Where that
 * names no line, a file of the commit is taken from the coverage of the document: one that the
 * verdict names, else the first one that the target did not compile, else the first one of the
 * commit; and the line from the log of the verdict, where it is still there.
 */
#ifndef PLACE_H
#define PLACE_H

#include <jansson.h>

struct verdict_place {
	char *file;	/* from the top of the tree, owned; NULL: none is known */
	int line;	/* from 1; 0: none is known */
};

/* The first "FILE:LINE" of a text, as compilers and checkpatch write it: a file below the top of
 * the tree. Nothing is found where there is none. Pure. */
void place_read(struct verdict_place *, const char *detail);
/* The line of @file that the log of a compiler complains of first, errors before warnings; 0: none.
 * Pure. */
int place_in_log(const char *log, const char *file);
/* The place of a verdict of a proof. @commit and @check are parts of the document @proof. */
void place_find(struct verdict_place *, const json_t *proof, const json_t *commit,
		const json_t *check);
void place_release(struct verdict_place *);

#endif
