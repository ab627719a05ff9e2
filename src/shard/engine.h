/* SPDX-License-Identifier: GPL-2.0 */
/*
 * engine.h - what an engine of a cluster must be able to do
 *
 * Shards have numbers. An engine starts them somewhere, says which of them it still has, and takes
 * them back. Nothing is known of a shard by an engine: what it came to is a file in the queue, and
 * what the engine has is found by the name of the queue, so that nothing is lost when this process
 * is.
 */
#ifndef ENGINE_H
#define ENGINE_H

#include "lib/list.h"

#include <stddef.h>

struct state;

/* What is run. Borrowed. */
struct engine_queue {
	struct state *state;
	const char *name;	/* of all its jobs */
	const char *folder;	/* on all nodes; has N.json, will have N.facts, N.exit */
	const char *program;	/* treewide */
	const char *repo;
	const char *states;	/* where a node has its state directory, below its name */
	const char *options;	/* for the engine, blanks between them; or NULL */
};

struct engine_numbers {
	size_t *v;
	size_t nr, alloc;
};

/* What returns an int returns 1; where the engine does not answer, or says no, 0, and fail has its
 * words; or -1. */
struct engine {
	/* Start these shards, on none of the nodes @without. */
	int (*submit)(const struct engine_queue *, const struct engine_numbers *,
		      const struct strlist *without);
	/* Which shards wait or run, and why one waits (owned by the caller; NULL). */
	int (*list)(const struct engine_queue *, struct engine_numbers *, char **waiting);
	/* Take back all jobs of the queue. */
	int (*cancel)(const struct engine_queue *);
	/* What the engine remembers of a shard that it has no longer; owned by the caller; NULL. */
	char *(*epitaph)(const struct engine_queue *, size_t nr);
	/* How many nodes it has; 0: it cannot tell. */
	size_t (*nodes)(struct state *);
};

#endif
