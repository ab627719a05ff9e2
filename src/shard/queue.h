/* SPDX-License-Identifier: GPL-2.0 */
/*
 * queue.h - shards that an engine does, until all are done
 *
 * The queue is a folder of the state directory, <state>/shards/ID, with a file for each shard and,
 * once it is done, its result; <state>/shards/queue.json says which queue is open. A shard that
 * fails, is lost or comes back damaged is given to the engine again, on another node where one
 * failed, at most three times. A process that is killed leaves the jobs alone, and the next one
 * goes on with the queue; one that ends, for whatever reason, takes them back.
 */
#ifndef QUEUE_H
#define QUEUE_H

#include <git2.h>

struct engine;
struct shards;
struct state;

struct queue_how {
	const struct engine *engine;
	const char *program, *repo, *states, *options;	/* see struct engine_queue */
	double every;		/* seconds between two looks at the engine */
	git_oid series;		/* what is proved, and how: a queue of something else is given up */
};

/* Go on with a queue that is open: 1, it is done; there is none: 0; or -1. */
int queue_resume(struct state *, const struct queue_how *);
/* Do all shards; what they come to is in the ledger then. */
int queue_run(struct state *, const struct queue_how *, const struct shards *);

#endif
