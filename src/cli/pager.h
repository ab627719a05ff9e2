/* SPDX-License-Identifier: GPL-2.0 */
/*
 * pager.h - long results on a terminal, page by page
 */
#ifndef PAGER_H
#define PAGER_H

#include <stdio.h>

/* From now on @out, standard output, goes through $PAGER, or less, when it is a terminal; where
 * neither can be started it stays as it is. */
void pager_begin(FILE *out);
/* All is written: wait until the user has read it. */
void pager_end(FILE *out);

#endif
