/* SPDX-License-Identifier: GPL-2.0 */
/*
 * io.h - files and folders
 *
 * A file is written beside its place and published by rename, so a reader (or
 * the next run after a kill) sees the old file or the new one, never half of it.
 * It is not forced to the disk: after a power cut a file may be empty, so nothing
 * that cannot be made again is kept in one (that is the ledger's part).
 */
#ifndef IO_H
#define IO_H

#include <stddef.h>

struct strlist;

/* The whole file, NUL-terminated, owned by the caller; its size in @len unless
 * that is NULL. NULL with a reason when it cannot be read. */
char *io_read(const char *path, size_t *len);
/* Write a file by temporary and rename. */
int io_write(const char *path, const void *data, size_t len);
/* Make a folder and those above it. */
int io_mkdirs(const char *path);
/* Remove a file or a folder with all in it; links are not followed. What does
 * not exist is no failure. */
int io_remove(const char *path);
/* The names of all that is in a folder but "." and "..", sorted. A folder that does not exist
 * holds nothing. */
int io_list(struct strlist *names, const char *dir);
/* Add the paths below @root of all files in its folder @dir and below that whose names end so. What
 * cannot be read is left out. */
void io_find(struct strlist *paths, const char *root, const char *dir, const char *ending);
/* An empty temporary folder below @parent; owned by the caller, who removes it. */
char *io_mktemp(const char *parent);
/* Where the program @name stands: in PATH, or where it says when there is a "/" in it; owned by the
 * caller; NULL without a reason when it is nowhere. */
char *io_find_program(const char *name);
/*
 * Where the file or folder @name of the project's own data (series/, cocci/,
 * configs/, src/query.mk) stands: below the current folder, beside the program
 * that runs (a build in its checkout), in ../share/treewide from it, or where it
 * was to be installed. NULL without a reason when it is nowhere; owned by the
 * caller.
 */
char *io_find_data(const char *name);

#endif
