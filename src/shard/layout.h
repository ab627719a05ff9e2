/* SPDX-License-Identifier: GPL-2.0 */
/*
 * layout.h - which shards a proof is made of
 *
 * Every tree that was not made yet under a target that is made whole, cut by what it costs (cut.h),
 * and of the readers of changed headers those that the ledger does not know.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "shard/shard.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct plan;
struct prove_how;
struct series;
struct state;

struct layout {
	bool readers;		/* in: also the readers of headers; asks for much of Kbuild */
	double limit;		/* in: seconds that no shard should be above */
	double longest;		/* that none is above, see cut.h */
	size_t nodes;		/* in */
	const char *url;	/* in: see struct shard; or NULL */
	struct shards shards;
	double wall;		/* seconds until all are done */
	double seconds;		/* of all shards together: one node's */
	bool guessed;		/* nothing was measured yet of something in it */
	unsigned jobs;		/* programs at once on a node, as on this machine */
};

/* Lay out the proof of @series as prove_series() would be asked for it. */
int layout_make(struct layout *, struct state *, const struct plan *, const struct series *,
		const struct prove_how *);
/* The document of --plan-shards; a new reference. */
json_t *layout_document(const struct layout *);
void layout_release(struct layout *);

#endif
