/* SPDX-License-Identifier: GPL-2.0 */
/*
 * compile.h - meet obligations: recall what is known, compile the rest
 */
#ifndef COMPILE_H
#define COMPILE_H

#include <stddef.h>

struct modules;
struct obligations;
struct stands;
struct strlist;

/* Meet what the ledger knows; @open: how many obligations it does not know. */
int compile_recall(struct obligations *, struct stands *, size_t *open);
/* How many of these sources would have to be compiled in the tree @stand? */
int compile_count(struct stands *, const struct modules *, const struct strlist *sources,
		  size_t stand, size_t *open);

/*
 * Meet all obligations. Starts at the last tree of the series: what is compiled
 * there holds for every earlier tree with the same inputs. Each make call takes
 * all objects that it may settle. A compiler that dies without an error message is
 * a failure of the system, never a verdict.
 */
int compile_meet(struct obligations *, struct stands *);
/* The same, but behind the first tree in which an object does not come out that was not
 * known to fail before the call, leave out what is still open. */
int compile_until_failure(struct obligations *, struct stands *);

#endif
