/* SPDX-License-Identifier: GPL-2.0 */
/*
 * compile.h - build objects, and what they are compared with
 *
 * Recalls what is known, and compiles the rest.
 */
#ifndef COMPILE_H
#define COMPILE_H

#include <stddef.h>

struct object;
struct strlist;
struct target_build;

/* Fill in what the ledger knows; @open: how many objects it does not know. */
int compile_recall(struct target_build *, size_t *open);
/* How many of these sources would have to be compiled in the tree @revision? */
int compile_count(struct target_build *, const struct strlist *sources, size_t revision,
		  size_t *open);
/* Which are these? Sources that the target does not build are none of them. */
int compile_open(struct target_build *, const struct strlist *sources, size_t revision,
		 struct strlist *open);

/*
 * Build all objects. Starts at the last tree of the series: what is compiled
 * there holds for every earlier tree with the same inputs. Each make call takes
 * all objects that it may settle. A compiler that dies without an error message is
 * a failure of the system, never a verdict.
 */
int compile_all(struct target_build *);
/* The same for what no list of Kbuild names (unlisted.h). */
int compile_unlisted(struct target_build *);
/* Build the objects from @first on; with fail_fast at most up to a failure: what is open
 * behind the first tree with one is left out. What is not simply good is looked at in the
 * base too, and where the same patch stands in the series (struct revision, in_series). */
int compile_compared(struct target_build *, size_t first);

/* The file of an object that came out, to be read only; owned by the caller. Compiles it again
 * where only the ledger knows it; NULL on failure. */
char *compile_file(struct target_build *, const struct object *);

#endif
