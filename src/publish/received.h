/* SPDX-License-Identifier: GPL-2.0 */
/*
 * received.h - what people gave to a series, and how it survives
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
 * another base to the one that is the same in substance (seriesdiff.h). When there is none it
 * is dropped, and said so. What is no praise, such as a Link:, stays with its patch.
 */
#ifndef RECEIVED_H
#define RECEIVED_H

#include <stddef.h>

struct base;
struct differences;
struct previous_series;
struct plan;
struct series;
struct state;
struct strlist;

/* One received trailer. */
struct received_trailer {
	char *subject;		/* of the commit that had it */
	char *id;		/* of the patch it was given to, or that it was for; "" */
	char *trailer;
	const char *why;	/* it was dropped, static; NULL: it was kept */
};

struct received_trailers {
	struct received_trailer *v;
	size_t nr, alloc;
};

/* For each commit of a series the trailers that treewide wrote. */
struct own_trailers {
	struct strlist *v;
	size_t nr, alloc;
};

/* Remember @series, just written or found as it would be written; @own are the trailers
 * that are treewide's. */
int own_trailers_keep(struct state *, const struct base *, const struct series *,
		      const struct own_trailers *own);
/* Did treewide write @series, but for what b4 adds? Then its own trailers: 1; no: 0; -1. */
int own_trailers_recall(struct own_trailers *own, struct state *, const struct base *,
			const struct series *);
void own_trailers_release(struct own_trailers *);

/* The trailers that treewide itself gives to the patches of a plan. */
void own_trailers_of(struct own_trailers *own, const struct plan *, const char *signed_off_by);
/* The trailers that treewide gave to each commit of the branch of @previous, when it
 * wrote them. */
void own_trailers_of_record(struct own_trailers *own, const struct previous_series *,
			    const struct differences *);
/* Hand the received trailers of @old to the patches of the plan. @own are its own
 * trailers as they were, or NULL when treewide did not write it: then only what people
 * say with "...-by:" counts as received. @differences (or NULL): what became of the
 * commits of @old. */
int received_take(struct received_trailers *, struct plan *, const struct base *,
		  const struct series *old, const struct own_trailers *own,
		  const struct own_trailers *new, const struct differences *differences);
/* Add one; the texts are copied, but for @why. */
void received_trailers_add(struct received_trailers *, const char *id, const char *subject,
			   const char *trailer, const char *why);
void received_trailers_release(struct received_trailers *);

#endif
