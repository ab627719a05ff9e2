/* SPDX-License-Identifier: GPL-2.0 */
/*
 * linker.h - runs the linker of a target
 */
#ifndef LINKER_H
#define LINKER_H

struct kbuild;
struct strlist;

/* Begin a command: the linker, with the flags that the architecture gives it. */
int linker_begin(struct kbuild *, struct strlist *words);
/* Add "ld: orphan section `.x'" for each section of the object @file that the linker script
 * @script (preprocessed text) does not name. What else the linker misses in an object that
 * stands alone is not looked at. */
int linker_orphans(struct kbuild *, const char *script, const char *file, struct strlist *said);
/* The same, of what the linker said. Pure. */
void linker_read_orphans(const char *log, struct strlist *said);

#endif
