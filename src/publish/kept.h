/* SPDX-License-Identifier: GPL-2.0 */
/*
 * kept.h - what people gave to a series, and how it survives
 *
 * b4 trailers -u gives every commit a new id and adds lines such as Reviewed-by: to their
 * messages; b4 send adds to the cover. So a branch that treewide wrote is recognised by
 * its content: base, trees, authors, messages without trailers and the head of the cover
 * are the key of a fact, which tells the trailers that treewide itself wrote. What a
 * branch has beyond these was received. A branch that differs in anything else was
 * changed by hand.
 *
 * A trailer belongs to what was looked at: it goes to the patch that makes the same
 * changes (paths, modes, blobs before and after), whatever its number or subject; on
 * another base to the one that is the same in substance (compare.h). When there is none it
 * is dropped, and said so. What is no praise, such as a Link:, stays with its patch.
 */
#ifndef KEPT_H
#define KEPT_H

#include <stdbool.h>
#include <stddef.h>

struct base;
struct differences;
struct previous_series;
struct plan;
struct series;
struct state;
struct strlist;

/* One received trailer. */
struct keep {
	char *subject;		/* of the commit that had it */
	char *id;		/* of the patch it was given to, or that it was for; "" */
	char *trailer;
	const char *why;	/* it was dropped, static; NULL: it was kept */
};

struct keeps {
	struct keep *v;
	size_t nr, alloc;
};

/* For each commit of a series the trailers that treewide wrote. */
struct memory {
	struct strlist *v;
	size_t nr, alloc;
};

/* Remember @series, just written or found as it would be written; @own are the trailers
 * that are treewide's. */
int memory_keep(struct state *, const struct base *, const struct series *,
		const struct memory *own);
/* Did treewide write @series, but for what b4 adds? Then its own trailers: 1; no: 0; -1. */
int memory_recall(struct memory *own, struct state *, const struct base *,
		  const struct series *);
void memory_release(struct memory *);

/* The trailers that treewide itself gives to the patches of a plan. */
void memory_of(struct memory *own, const struct plan *, const char *signed_off_by);
/* The trailers that treewide gave to each commit of the branch of @previous, when it
 * wrote them. */
void memory_of_record(struct memory *own, const struct previous_series *,
		      const struct differences *);
/* Hand the received trailers of @old to the patches of the plan. @own are its own
 * trailers as they were, or NULL when treewide did not write it: then only what people
 * say with "...-by:" counts as received. @differences (or NULL): what became of the
 * commits of @old. */
int kept_take(struct keeps *, struct plan *, const struct base *, const struct series *old,
	      const struct memory *own, const struct memory *new,
	      const struct differences *differences);
/* Add one; the texts are copied, but for @why. */
void keeps_add(struct keeps *, const char *id, const char *subject, const char *trailer,
	       const char *why);
void keeps_release(struct keeps *);

static inline __attribute__((unused)) void free_memory(struct memory *memory)
{
	memory_release(memory);
}

static inline __attribute__((unused)) void free_keeps(struct keeps *keeps)
{
	keeps_release(keeps);
}

#endif
