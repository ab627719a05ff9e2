/* SPDX-License-Identifier: GPL-2.0 */
/*
 * buildlog.h - what the compiler said about one object
 */
#ifndef BUILDLOG_H
#define BUILDLOG_H

#include <stddef.h>

struct strlist;

/* The lines that make printed for @object (with --output-sync=target): from its
 * "  CC [M]  object" to the next such line, and those behind the "  CHECK   source" of
 * its source. Owned by the caller; "" when silent. */
char *buildlog_of(const char *log, const char *object);
/* How often make says that it compiles @object. More than once: two makes did, and one of them was
 * not that of its folder. */
size_t buildlog_count(const char *log, const char *object);
/*
 * Take errors and warnings out of such lines as identities: file, kind, text and, of a
 * warning, the function that gcc names before it ("a.c: warning: x in f()"). Without
 * line and column, so that moved code does not count as new. A warning that is given
 * twice stands there twice: a second copy is new where the base has one.
 */
void buildlog_parse(const char *lines, struct strlist *errors, struct strlist *warnings);

/*
 * Take what make itself said against @object, whose log holds nothing about it: no rule
 * makes it, or a Makefile of its folder or of one above cannot be read.
 */
void buildlog_of_make(const char *log, const char *object, struct strlist *errors);

#endif
