/* SPDX-License-Identifier: GPL-2.0 */
/*
 * stale.h - comments of a converted function that may name the old ownership
 */
#ifndef STALE_H
#define STALE_H

#include "csrc/comment.h"

/* Add the comments inside @function of @source that hold one of @words. Pure. */
void comment_find_stale(struct comment_places *, const char *source, size_t len,
			const char *function, const struct strlist *words);

#endif
