/* SPDX-License-Identifier: GPL-2.0 */
/*
 * writeout.h - the mails of a series as files, for people and for a second look
 */
#ifndef WRITEOUT_H
#define WRITEOUT_H

struct checked_mails;

/*
 * Write the mails to files of @dir, which is made; one that this has filled before is
 * emptied. Fails with FAIL_USAGE when anything else stands there.
 */
int writeout_write(struct checked_mails *, const char *dir);
/* Read them back, as they stand there now. */
int writeout_read(struct checked_mails *);

#endif
