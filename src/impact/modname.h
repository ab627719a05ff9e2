/* SPDX-License-Identifier: GPL-2.0 */
/*
 * modname.h - no two modules may have one name
 *
 * What scripts/modules-check.sh asks of all modules together is asked here of those that a
 * commit adds, and of the folders whose Makefiles hold their names.
 */
#ifndef MODNAME_H
#define MODNAME_H

#include <stddef.h>

struct strlist;
struct target_build;

/* Add "the modules drivers/a/x.o and drivers/b/x.o have one name" for those that a commit adds. */
int modname_twins(struct target_build *, size_t commit, struct strlist *said);

#endif
