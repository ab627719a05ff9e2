/* SPDX-License-Identifier: GPL-2.0 */
/*
 * incoming.h - commits that the user's repository does not have: a mailbox, the index
 *
 * They are written to <state>/incoming.git, an object store that borrows the objects of the
 * user's repository (git's alternates), in which nothing is written. git itself applies the
 * mails (git am) and reads the index: without configuration, hooks or signatures, and with
 * a committer of our own, so the same mails on the same base are the same commits each time.
 */
#ifndef INCOMING_H
#define INCOMING_H

#include <git2.h>

struct base;
struct state;

/* The base-commit: that a mailbox (a file, or a maildir) names, as b4 and git format-patch
 * write it; owned by the caller; NULL where there is none. Fails like io_read(): *@text. */
int incoming_base(const char *mbox, char **rev);
/* Apply the mails of @mbox on @base: the last commit. Fails with FAIL_NO, naming the mail,
 * when one does not apply. */
int incoming_mails(git_oid *tip, const struct state *, const struct base *, const char *mbox);
/* What is staged in the index, as one commit on @base, which is HEAD. Fails with FAIL_USAGE
 * when nothing is, or when paths are unmerged. */
int incoming_index(git_oid *tip, const struct state *, const struct base *);
/* Go on with the store instead of the user's repository, on the same commit. */
int incoming_open(struct base *, const struct state *);

#endif
