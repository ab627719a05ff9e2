/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fetchone.h - get one commit from another repository
 */
#ifndef FETCHONE_H
#define FETCHONE_H

#include <git2.h>

/* Make the repository in @gitdir have @commit with its history: from @url where it is not there
 * yet, kept as refs/treewide/shards/ID. git's words go to the file @log. */
int fetchone(const char *gitdir, const char *url, const git_oid *commit, const char *log);

#endif
