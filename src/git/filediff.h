/* SPDX-License-Identifier: GPL-2.0 */
/*
 * filediff.h - the difference that a change makes to its file
 */
#ifndef FILEDIFF_H
#define FILEDIFF_H

#include <stddef.h>

struct base;
struct change;

/* A line that goes, or the line before which lines come, and its text without the blanks around. */
struct diff_place {
	unsigned line;		/* of the old file, from 1; of the new one where there is no old */
	char *text;
};

struct diff_places {
	struct diff_place *v;
	size_t nr, alloc;
};

struct filediff {
	char *text;		/* as git diff writes it */
	size_t added, deleted;	/* lines */
	struct diff_places places;	/* one for each run of changed lines */
};

/* Compare what @change starts from with what it makes. */
int filediff_load(struct filediff *, const struct base *, const struct change *);
void filediff_release(struct filediff *);

#endif
