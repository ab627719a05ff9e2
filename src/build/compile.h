/* SPDX-License-Identifier: GPL-2.0 */
/*
 * compile.h - build objects: recall what is known, compile the rest
 */
#ifndef COMPILE_H
#define COMPILE_H

#include <stddef.h>

struct modules;
struct objects;
struct revisions;
struct strlist;

/* Fill in what the ledger knows; @open: how many objects it does not know. */
int compile_recall(struct objects *, struct revisions *, size_t *open);
/* How many of these sources would have to be compiled in the tree @revision? */
int compile_count(struct revisions *, const struct modules *, const struct strlist *sources,
		  size_t revision, size_t *open);

/*
 * Build all objects. Starts at the last tree of the series: what is compiled
 * there holds for every earlier tree with the same inputs. Each make call takes
 * all objects that it may settle. A compiler that dies without an error message is
 * a failure of the system, never a verdict.
 */
int compile_all(struct objects *, struct revisions *);
/* The same, but behind the first tree in which an object does not come out that was not
 * known to fail before the call, leave out what is still open. */
int compile_until_failure(struct objects *, struct revisions *);

#endif
