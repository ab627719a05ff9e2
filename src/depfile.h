/* SPDX-License-Identifier: GPL-2.0 */
/*
 * depfile.h - what an object was made from, as Kbuild recorded it
 *
 * Kbuild keeps ".x.o.cmd" beside each object: the command and every file that
 * the compiler read.
 */
#ifndef DEPFILE_H
#define DEPFILE_H

struct strlist;

/*
 * Take the files from the text of a .cmd file. @tree is the source folder: files
 * below it are added to @sources without it; files of the build folder (generated
 * headers) to @generated; the stamps of options (include/config/FOO) and files of
 * the system are left out: .config and the toolchain stand for them in every key.
 */
void depfile_parse(const char *text, const char *tree, struct strlist *sources,
		   struct strlist *generated);

#endif
