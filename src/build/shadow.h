/* SPDX-License-Identifier: GPL-2.0 */
/*
 * shadow.h - what a new header may come before in a warm build folder
 *
 * make looks at the headers that an object has read. It does not see that an #include would
 * find another one now, because a header of that name is new and stands in an earlier place.
 */
#ifndef SHADOW_H
#define SHADOW_H

#include <stdbool.h>

struct strlist;

/* Does the record of an object (Kbuild's .cmd file) name a header that is called like one of
 * @leaves ("pci.h")? Pure. */
bool stale_object_matches(const char *record, const struct strlist *leaves);
/* Remove the objects below @build whose records do. */
int stale_objects_remove(const char *build, const struct strlist *leaves);

#endif
