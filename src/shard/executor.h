/* SPDX-License-Identifier: GPL-2.0 */
/*
 * executor.h - who does the shards: the executors by their names
 *
 * local is this process, which needs no shards; slurm is a cluster of Slurm.
 */
#ifndef EXECUTOR_H
#define EXECUTOR_H

#include <stddef.h>

struct engine;
struct state;

/* Fails with FAIL_USAGE for a name that is none. @engine is NULL for local. */
int executor_find(const char *name, const struct engine **engine);
/* How many nodes it has; 0: it cannot tell. */
size_t executor_nodes(const struct engine *, struct state *);

#endif
