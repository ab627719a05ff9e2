/* SPDX-License-Identifier: GPL-2.0 */
/*
 * exports.h - what the text of a source exports, and to whom
 *
 * By the macros of include/linux/export.h: EXPORT_SYMBOL, _GPL, _NS, _NS_GPL and those
 * that are named like them, also where they stand in a macro (exports.c), and by those
 * for tracepoints and static calls. Conditions (#if) are not evaluated. Pure.
 */
#ifndef EXPORTS_H
#define EXPORTS_H

#include <stddef.h>

struct strlist;

/* Add "symbol path" for each export of @path ("symbol ?path" inside a conditional), and
 * "symbol GPL SPACE" (as in elfsyms.h) where not every module may use it. @around: the
 * namespace of its folder; "" for none. */
void exports_read(struct strlist *exports, struct strlist *terms, const char *path,
		  const char *around, const char *text, size_t size);
/* The namespace that a source (#define DEFAULT_SYMBOL_NAMESPACE) or a Makefile (-D) sets
 * for all exports; owned by the caller, NULL for none. */
char *exports_namespace(const char *text, size_t size);

#endif
