/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ways.h - every way in which a make can read what a commit changes
 *
 * A path is compiled, included by sources, read while the tree is prepared, read by Kbuild,
 * exported to user space, linked to, named by a Makefile, a script or a table, listed by a
 * Makefile that looks for files, or read by nobody. Each way is answered by a check, or it
 * stands in changed_files.open, and the commit is uncovered. What nobody reads is silent.
 */
#ifndef WAYS_H
#define WAYS_H

#include "lib/list.h"

#include <stdbool.h>

struct target_build;

/* Is it a configuration, or a part of one, that only such a goal of make reads as is named after it
 * ("make x86_64_defconfig")? Pure. */
bool ways_configures(const char *path);
/* The make of the kernel that reads a path of which "make all" reads nothing, such as
 * "make htmldocs"; NULL: none that we know of. Pure. */
const char *ways_command(const char *path);
/* Does a Makefile look for files by itself? Pure. */
bool ways_lists_files(const char *makefile);
/* Fill in what is open, and who must be prepared, for each commit. */
int ways_find(struct target_build *);

#endif
