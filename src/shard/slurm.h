/* SPDX-License-Identifier: GPL-2.0 */
/*
 * slurm.h - shards as jobs of Slurm
 *
 * Arrays of sbatch, one shard a node (--exclusive), requeued when a node dies. squeue says what
 * there is; sacct is asked only why a job is gone, and only tells people, for it wants a database
 * that many clusters do not have.
 */
#ifndef SLURM_H
#define SLURM_H

struct engine;

const struct engine *slurm_engine(void);

#endif
