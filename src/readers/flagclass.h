/* SPDX-License-Identifier: GPL-2.0 */
/*
 * flagclass.h - which sources are compiled with flags that come to the same
 *
 * By the text of the Makefiles (makeflags.h) of the folder and of all above it. Two sources of one
 * class get the same flags, as far as these can matter; of two classes they may, too.
 */
#ifndef FLAGCLASS_H
#define FLAGCLASS_H

#include "kbuild/makeflags.h"

struct base;
struct view;

/* One folder with a Makefile: "drivers/x/". */
struct flag_folder {
	char *path;
	struct makeflags flags;
	size_t objects;		/* lines for one object that are of its own Makefiles */
};

struct flag_folders {
	struct flag_folder *v;	/* sorted by path */
	size_t nr, alloc;
};

/* Read all Makefiles of a tree; @names: whose -D and -U count, sorted. */
int flag_folders_read(struct flag_folders *, const struct base *, const struct view *,
		      const struct strlist *names);
/* The class of the object that make is told to make as @goal; owned by the caller. */
char *flag_class(const struct flag_folders *, const char *goal);
void flag_folders_release(struct flag_folders *);

#endif
