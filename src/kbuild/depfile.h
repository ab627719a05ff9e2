/* SPDX-License-Identifier: GPL-2.0 */
/*
 * depfile.h - what an object was made from, as Kbuild recorded it
 *
 * Kbuild keeps ".x.o.cmd" beside each object: the command and every file that
 * the compiler read.
 */
#ifndef DEPFILE_H
#define DEPFILE_H

#include <stdbool.h>

struct strlist;

/*
 * Take the files from the text of a .cmd file. @tree is the source folder: files
 * below it are added to @sources without it; files of the build folder (generated
 * headers) to @generated; the stamps of options (include/config/FOO) and files of
 * the system are left out: .config and the toolchain stand for them in every key.
 */
void depfile_parse(const char *text, const char *tree, struct strlist *sources,
		   struct strlist *generated);

/* Add the paths below @tree that stand in the command itself, such as the table and the script that
 * a header is generated from and by; some are folders, or of files that no tree has. */
void depfile_words(const char *text, const char *tree, struct strlist *paths);

/* Is one of the @generated files no part of what "make prepare" generates for every
 * object (include/, arch/@srcarch/include/)? What it is made from stands in no record. */
bool depfile_foreign(const struct strlist *generated, const char *srcarch);

/*
 * Of the command in the text of a .cmd file, what decides how the compiler judges a text
 * that is preprocessed already: -W, -f, -m, -O, -std and --param, in their order. Owned
 * by the caller; "" when there is no command.
 */
char *depfile_flags(const char *text);

#endif
