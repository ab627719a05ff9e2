/* SPDX-License-Identifier: GPL-2.0 */
/*
 * definitions.h - what a C source defines for others, whatever is configured
 *
 * Functions with a body and variables, at file scope, that are neither static nor extern and
 * stand outside of all conditionals. Not a parser, and careful: what it does not
 * understand is not in the list, and where the braces of a branch do not match it reads no
 * further. Definitions that a macro makes are not seen. Pure; works on any bytes.
 */
#ifndef DEFINITIONS_H
#define DEFINITIONS_H

#include <stddef.h>

struct strlist;

/* Add the names to @names, in the order of the source. */
void definitions_read(struct strlist *names, const char *source, size_t len);

#endif
