/* SPDX-License-Identifier: GPL-2.0 */
/*
 * root.h - programs of another Debian, run in a root of their own
 *
 * A root is a folder with a small Debian (ci/in-root --tools makes one). Bubblewrap runs a program
 * in it: it sees what a Debian has its programs in (/usr, /etc) read-only, of the machine only the
 * folders that the caller names; there is no network, and all of it ends with the program. Nothing
 * of the machine is changed. Who may mount does; for others bubblewrap takes a user namespace,
 * where the kernel lets users have one.
 *
 * What is installed in a root is its dpkg's own word, /var/lib/dpkg/status: a package that is only
 * half installed is a root half made, which is refused.
 */
#ifndef ROOT_H
#define ROOT_H

#include "lib/list.h"

#include <git2.h>
#include <stdbool.h>

struct root {
	char *path;		/* NULL: none, programs are the machine's own */
	git_oid packages;	/* all that is installed there, with versions */
	struct strlist words;	/* what stands before a program, see struct job */
	const char **before;	/* the same, as an array */
};

/* Where the root @name stands: a path that begins with "/", or a folder of treewide/roots in the
 * cache of the user; owned by the caller. */
char *root_path(const char *name);
/*
 * Open the root at @path for programs that work in @folder, which they may write to, and that only
 * read what is in @read (below @folder, or elsewhere; a NULL-terminated array). ccache keeps what
 * it has in "ccache" of @folder. It is tried: @tmp is a folder for the log of that. Fails with
 * FAIL_SYSTEM, saying what to do, where it is not there, is half made, or cannot be entered.
 */
int root_open(struct root *, const char *path, const char *folder, const char *const *read,
	      const char *tmp);
/* Does the root have the program? */
bool root_has(const struct root *, const char *program);
void root_release(struct root *);

/* The pure part */
/* Of the text of dpkg's status: the lines "PACKAGE VERSION" of what is installed, sorted. The first
 * package that is neither installed nor removed is the answer, owned by the caller; NULL: there is
 * none. */
char *root_packages(const char *status, struct strlist *lines);

#endif
