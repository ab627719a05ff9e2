/* SPDX-License-Identifier: GPL-2.0 */
/*
 * unseen.h - what a make in a warm folder does not look at
 *
 * make goes by the times of the files that a rule names, and Kbuild by commands as well. So make
 * takes as good what a make in an empty folder would do again, or refuse: an object that read a
 * header or another input which is gone (Kbuild makes all targets .SECONDARY, and
 * scripts/Kbuild.include says that GNU make before 4.4 cannot detect deleted files then), or that
 * would find a new header first; what is there without a rule that could make it; where a link
 * leads; what a script calls in turn.
 */
#ifndef UNSEEN_H
#define UNSEEN_H

#include "lib/list.h"

#include <stdbool.h>

struct treediff;
struct view;

/* Is a difference between the tree of a folder and the next one such that only a make in an empty
 * folder shows what it does: a script or a program of the build, what may be run, a link, an input
 * that is gone? Pure. */
bool unseen_is_all(const struct treediff *);
/* Remove from @build, which was made before this difference, what make would take as it is: all
 * that read a file of the name of one that comes, goes or is or was a link, objects whose source is
 * gone, and objects without a source (in @view, the next tree) where a Makefile has changed. */
int unseen_remove(const char *build, const struct treediff *, const struct view *);

/* Does a record of Kbuild (a .cmd file) name a file that is called like one of @leaves ("pci.h")?
 * Pure. */
bool unseen_record_names(const char *record, const struct strlist *leaves);

#endif
