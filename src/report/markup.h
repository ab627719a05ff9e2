/* SPDX-License-Identifier: GPL-2.0 */
/*
 * markup.h - text inside XML and HTML
 */
#ifndef MARKUP_H
#define MARKUP_H

#include <stdio.h>

/* Write @text, which is UTF-8, so that it stands for itself: between tags, and inside of an
 * attribute in double quotes. What XML 1.0 forbids becomes U+FFFD (section 2.2, Char). */
void markup_text(FILE *out, const char *text);
/* The same for a text made by printf(3). */
void markup_print(FILE *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
