/* SPDX-License-Identifier: GPL-2.0 */
/*
 * vouch.h - lines for a cover letter that say under what a series was compiled
 *
 *	Compile-tested: x86_64-allmodconfig, 11 of 11 commits (treewide 0.1.0)
 *
 * In the form of a trailer, without an address, so that nobody takes a program for a person. A
 * target has a line only when no verdict under it is fail, void or uncovered, and a commit counts
 * when its objects pass; where everything was made at every commit, the line is "Build-tested".
 */
#ifndef VOUCH_H
#define VOUCH_H

#include <jansson.h>

/* The lines, owned by the caller; "" where nothing can be said. Pure. */
char *vouch_text(const json_t *proof);

#endif
