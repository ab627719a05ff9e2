/* SPDX-License-Identifier: GPL-2.0 */
/*
 * work.h - do a shard, and write what it came to
 */
#ifndef WORK_H
#define WORK_H

struct plan;
struct series;
struct shard;
struct state;

/*
 * Do @shard, whose range has been read as @series, and write the file @out. FAIL_SYSTEM where this
 * machine is not what the shard is for: another toolchain, or another treewide; the reason names
 * both. A shard whose trees are not in its range is wrong use.
 */
int shard_work(const struct shard *, struct state *, const struct plan *, const struct series *,
	       const char *out);

#endif
