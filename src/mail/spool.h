/* SPDX-License-Identifier: GPL-2.0 */
/*
 * spool.h - the mail program that b4 is given, which sends nothing
 *
 * This program under another name: a link in an empty folder. Called through it, it
 * keeps what stands on its standard input as one more file beside the link. So b4 signs
 * its mails, tags and rerolls, and the mails go out when all of them were compared.
 */
#ifndef SPOOL_H
#define SPOOL_H

struct checked_mails;

#define SPOOL_NAME "treewide-spool"

/* What the program does under that name; @self is argv[0]. Returns its exit code. */
int spool_main(const char *self);
/* Make the folder with the link in it. */
int spool_make(const char *dir);
/* Give the mails of a folder to the letters, in the order of their names: those whose
 * names end with @suffix, ".eml" where b4 wrote them, ".mail" where the link did. */
int spool_take(struct checked_mails *, const char *dir, const char *suffix);

#endif
