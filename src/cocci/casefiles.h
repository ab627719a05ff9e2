/* SPDX-License-Identifier: GPL-2.0 */
/*
 * casefiles.h - the files of one side of a program's case, as they are: bytes, modes and links
 */
#ifndef CASEFILES_H
#define CASEFILES_H

#include <stdbool.h>
#include <stddef.h>

struct case_file {
	char *path;		/* where the program finds it */
	unsigned mode;		/* as git stores it */
	char *data;		/* of a link: where it leads; NUL-terminated */
	size_t len;
};

/* In the order of their paths. */
struct case_files {
	struct case_file *v;
	size_t nr, alloc;
};

/* Add a file; @data is taken over. */
void case_files_add(struct case_files *, const char *path, unsigned mode, char *data, size_t len);
/* Read the file @path, which the program finds as @name; NULL: all files of the folder @path. */
int case_files_read(struct case_files *, const char *path, const char *name);
/* Write the only file as @path; @folder: all of them below @path, and nothing else stays there. */
int case_files_write(const struct case_files *, const char *path, bool folder);
/* The difference from @wanted to @made, file by file; owned by the caller; NULL: there is none. */
char *case_files_diff(const struct case_files *wanted, const struct case_files *made);
void case_files_release(struct case_files *);

/* The unified diff of two texts; "" where libgit2 has none; owned by the caller. */
char *case_diff(const char *old, size_t old_len, const char *old_name, const char *new,
		size_t new_len, const char *new_name);

#endif
