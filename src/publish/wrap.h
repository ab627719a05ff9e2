/* SPDX-License-Identifier: GPL-2.0 */
/*
 * wrap.h - lines of a letter that are filled with words
 */
#ifndef WRAP_H
#define WRAP_H

#include <stddef.h>
#include <stdio.h>

/* The words of @text, as many as fit in each line of 75 columns, indented by @indent; all lines but
 * the first by @hang more. */
void wrap_put(FILE *out, const char *text, size_t indent, size_t hang);

#endif
