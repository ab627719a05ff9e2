/* SPDX-License-Identifier: GPL-2.0 */
/*
 * remark.h - changes of what Kbuild runs or reads that are comments alone
 *
 * Such a change can move no object, so nothing needs to be made. It is found in the text of C
 * programs, Makefiles and shell scripts; what cannot be told for certain (a line inside of a quoted
 * text, a here-document, another language) is a change.
 */
#ifndef REMARK_H
#define REMARK_H

#include <stdbool.h>

/* Do two texts of the file @path differ in comments alone? Pure. */
bool remark_is_all(const char *path, const char *old, const char *new);

#endif
