/* SPDX-License-Identifier: GPL-2.0 */
/*
 * makeflags.h - flags for the compiler that the text of a Makefile gives
 *
 * Pure. Only what can make the compiler judge a declaration otherwise is kept: warnings, options
 * of the language, -include, and -D or -U of a name that is asked for. Where the text does not
 * show what a flag comes to, or whether it is given, it is @local: then it is taken to be another
 * one in each Makefile.
 */
#ifndef MAKEFLAGS_H
#define MAKEFLAGS_H

#include "lib/list.h"

#include <stdbool.h>

struct makeflags {
	struct strlist own;	/* lines for all objects of the folder */
	struct strlist down;	/* lines that hold for the folders below, too */
	struct strlist objects;	/* "x.o LINE": for one object */
	bool local;		/* @own may come to something else than the same lines elsewhere */
	bool local_down;	/* the same of @down */
	bool includes;		/* it includes other Makefiles */
	bool wild;		/* nothing tells for which objects a flag is */
};

/* Add what a Makefile says; @names: whose -D and -U count, sorted. */
void makeflags_read(struct makeflags *, const char *makefile, const struct strlist *names);
void makeflags_release(struct makeflags *);

#endif
