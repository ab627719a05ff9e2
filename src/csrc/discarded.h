/* SPDX-License-Identifier: GPL-2.0 */
/*
 * discarded.h - which names a source puts where the kernel frees or never loads them
 *
 * __init, __exit, __initdata and what is named like them, in a definition or a declaration at the
 * begin of a line that is not static. By text, and rather too many: every name before the first
 * bracket of such a statement counts, types too. Pure; works on any bytes.
 */
#ifndef DISCARDED_H
#define DISCARDED_H

#include <stddef.h>

struct strlist;

/* Add the names to @names, in the order of the source. */
void discarded_symbols_read(struct strlist *names, const char *source, size_t len);

#endif
