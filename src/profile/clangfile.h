/* SPDX-License-Identifier: GPL-2.0 */
/*
 * clangfile.h - clang as the compiler of a FreeBSD kernel, for one file; and the tree's make.py
 *
 * The file check: a source below sys/ is compiled as a kernel for amd64 would be, with the warnings
 * of the tree's own sys/conf/kern.mk, all options off. It is no build: nothing is linked, other
 * sources are not looked at. Where the tree has tools/build/make.py (13 and later), that builds a
 * kernel of the configuration GENERIC.
 */
#ifndef CLANGFILE_H
#define CLANGFILE_H

#include "profile/filecheck.h"

/* Compile a file. What is not C below sys/ is not asked about, and neither is anything where there
 * is no clang. Remembered by the tree, the path, and the compiler. */
int clangfile_compile(struct file_answer *, const struct file_question *);
/* Build the tree with its make.py. Whether there is a kernel afterwards counts, not the exit code.
 * Remembered by the tree and the compiler when there is one. */
int clangfile_build(struct file_answer *, const struct file_question *);
/* The number behind REVISION= in the text of a newvers.sh; owned by the caller; NULL: none. */
char *clangfile_revision(const char *text);
/* The words for warnings of the CWARNFLAGS in the text of a kern.mk; none where it has none. */
void clangfile_warnings(struct strlist *words, const char *text);

#endif
