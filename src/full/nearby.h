/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nearby.h - where a make has to look, when only sources of modules change
 *
 * Most of what a make of a warm folder does is looking at what nobody has changed. Kbuild's own
 * records (.cmd files) name every file that went into an object, so they tell who reads a changed
 * source. Where these are objects of modules alone, it is enough that make looks at their
 * folders, and that modpost and the last link of modules run. In all other cases (a file that
 * comes or goes, a Makefile, a header outside of the drivers, an object of vmlinux, a record of
 * anything but an object) make looks at everything.
 */
#ifndef NEARBY_H
#define NEARBY_H

#include "lib/list.h"

#include <stdbool.h>
#include <time.h>

struct treediff;

struct nearby {
	struct strlist folders;		/* goals for make: "drivers/x/" */
	struct strlist objects;		/* that read what has changed */
};

/* Does the difference between the tree that the folder @build holds and the next one allow to look
 * at these folders only? 1, 0, or -1. */
int nearby_find(struct nearby *, const char *build, const struct treediff *);
/* Behind the make: do all modules of these objects stand there, each newer than its objects? 1, 0
 * (then it is not seen, and make must look at everything), or -1. */
int nearby_is_linked(const struct nearby *, const char *build);
void nearby_release(struct nearby *);

/* Is a file below @build newer than @now? Then the clock was put back since it was made, and make,
 * which goes by times, would take it for newer than what changes: 1; 0; or -1. */
int nearby_is_ahead(const char *build, time_t now);

/* Does the record @text of an object name the source @path as one that it was made from? Pure. */
bool nearby_names(const char *text, const char *path);
/* Can the readers of a file be told by the records? Not those of headers that user space or
 * generators may read. Pure. */
bool nearby_is_source(const char *path);

#endif
