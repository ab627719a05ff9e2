/* SPDX-License-Identifier: GPL-2.0 */
/*
 * pager.h - show a long result as git does
 *
 * The pager is what git's is: GIT_PAGER, else core.pager, else PAGER, else less; "cat" and nothing
 * are none. It is a line for the shell, as for git. LESS is FRX and LV is -c where they are not
 * set, so less ends at once where all fits.
 */
#ifndef PAGER_H
#define PAGER_H

/* The pager by environment and @configured, which is core.pager or NULL; borrowed; NULL: none. */
const char *pager_choose(const char *configured);
/* Show @text by @pager and wait for its end; -1 without a reason when it cannot be run. A reader
 * who leaves early is no failure. */
int pager_show(const char *pager, const char *text);

#endif
