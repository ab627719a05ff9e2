/* SPDX-License-Identifier: GPL-2.0 */
/*
 * decides.h - the files of a tree that decide with which flags and options objects are made
 *
 * Their digest is in the key of every fact about a configuration or an object.
 */
#ifndef DECIDES_H
#define DECIDES_H

#include <git2/oid.h>
#include <stdbool.h>

struct view;

/* Does a file decide about flags and configuration? */
bool kbuild_decides(const char *path);
/* The digest of everything in a tree that decides flags and configuration:
 * Makefiles, Kconfig, scripts/, objtool. */
git_oid kbuild_digest(const struct view *);
/* Of these, what Kbuild reads for every object: the Makefile at the top and that of the
 * architecture, scripts/, objtool. */
bool kbuild_is_common(const char *path, const char *srcarch);
/* The same digest over the files of which @test is true. */
git_oid kbuild_digest_of(const struct view *, const char *srcarch,
			 bool (*test)(const char *path, const char *srcarch));

#endif
