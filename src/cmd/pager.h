/* SPDX-License-Identifier: GPL-2.0 */
/*
 * pager.h - long results on a terminal, page by page
 */
#ifndef PAGER_H
#define PAGER_H

/* From now on standard output goes through $PAGER, or less, when it is a terminal; where neither
 * can be started it stays as it is. */
void pager_begin(void);
/* All is written: wait until the user has read it. */
void pager_end(void);

#endif
