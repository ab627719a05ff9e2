/* SPDX-License-Identifier: GPL-2.0 */
/*
 * exportmacro.h - what an export is worth that stands in a macro
 *
 *	#define LOAD(size) void load##size(void) { } EXPORT_SYMBOL(load##size)
 *	LOAD(1)
 *
 * exports load1. Only uses count that begin a line of the same text, and macros are not
 * looked for in macros. Pure.
 */
#ifndef EXPORTMACRO_H
#define EXPORTMACRO_H

#include <stdbool.h>
#include <stddef.h>

struct strlist;

/* If @at (inside of @text) stands in a macro with parameters: true, and to @names what
 * @argument comes to in each use of the macro. */
bool exportmacro_names(const char *text, size_t size, const char *at, const char *argument,
		       struct strlist *names);

#endif
