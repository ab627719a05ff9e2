/* SPDX-License-Identifier: GPL-2.0 */
/*
 * commitids.h - the commits that a message names, looked up in the repository
 *
 * checkpatch.pl asks git for them by a line for a shell. Here they are looked up before,
 * and the answers lie beside the patch.
 */
#ifndef COMMITIDS_H
#define COMMITIDS_H

#include <stdbool.h>
#include <stddef.h>

struct base;

/*
 * What "git log -1 --format='%H %s' ID" says of each ID in the message that a mail begins
 * with: words of 5 to 40 hexadecimal digits, up to the diff. One a line, ID in small
 * letters, a blank, and the first line of git's answer: hash and subject, or that it knows
 * no such commit, or too many. Nothing stands behind the ID where nobody can tell: the
 * repository has no such commit, and not the whole history either. Owned by the caller.
 */
char *commitids_answer(const struct base *, const char *mail);
/* Can nobody tell whether there is a commit @id? */
bool commitids_unseen(const char *answers, const char *id);

#endif
