/* SPDX-License-Identifier: GPL-2.0 */
/*
 * script.h - the linker script of vmlinux, as a tree and a configuration make it
 *
 * make preprocesses arch/SRCARCH/kernel/vmlinux.lds.S; the text is remembered by what it was
 * made from, like an object.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <stddef.h>

struct revisions;
struct strlist;

/* The text, owned by the caller; "" where there is none, or the tree cannot be prepared. */
char *script_read(struct revisions *, size_t revision);
/* The symbols that such a text gives a value. Pure. */
void script_symbols(const char *script, struct strlist *symbols);

#endif
