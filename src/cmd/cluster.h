/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cluster.h - what prove does with other machines: shards, what they come to, executors
 */
#ifndef CLUSTER_H
#define CLUSTER_H

#include <stdio.h>

struct options;
struct plan;
struct prove_how;
struct series;
struct session;

/* Refuse options that do not go together: before anything is opened. */
int cluster_check(const struct options *);
/* prove --shard: do the shard, and nothing else; the exit code. */
int cluster_do_shard(const struct options *);
/*
 * Before a proof: take the results of --merge; with an executor let it do the shards. 1: only the
 * shards were asked for, and are printed to @out; 0: prove; or -1.
 */
int cluster_prepare(const struct options *, struct session *, const struct plan *,
		    const struct series *, const struct prove_how *, FILE *out);

#endif
