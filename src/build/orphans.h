/* SPDX-License-Identifier: GPL-2.0 */
/*
 * orphans.h - what stands in a build folder though a source of it is gone
 *
 * The folder of a target stays warm from tree to tree. make before 4.4 does not see that a file is
 * gone that something there was made from (all targets of Kbuild are .SECONDARY, see
 * scripts/Kbuild.include of the kernel), and would take the old one. Kbuild's own records (.cmd
 * files) name what each was made from.
 */
#ifndef ORPHANS_H
#define ORPHANS_H

#include <stdbool.h>

struct kbuild;
struct strlist;
struct view;

/* Add the records of what is in @folder ("arch/x86/lib/") and below it, or, with NULL, of what
 * "make prepare" has made: paths below the build folder. */
void orphans_records(const struct kbuild *, const char *folder, struct strlist *records);
/* Has the tree @view all the files below @tree that a record names: as read, or as words of the
 * command? Pure. */
bool orphans_has_all(const struct view *view, const char *record, const char *tree);
/* Remove of that what was made from a file that the tree @view has not; and what a rule without a
 * record has made in the folder itself. */
int orphans_remove(const struct kbuild *, const struct view *, const char *folder);

#endif
