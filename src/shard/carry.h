/* SPDX-License-Identifier: GPL-2.0 */
/*
 * carry.h - what a shard came to, as a file, and how it gets into a ledger
 *
 * The file holds the facts that the shard asked for or found, with the objects and logs that these
 * name. Its first line says of what shard it is and what compiled; its last line has a digest of
 * all before, so a file that was cut or changed is known as such, and nothing of it is taken. Facts
 * have keys of all that they depend on: to take a file twice, late, or one that nobody asked for
 * changes nothing. Only facts of makes and objects travel, and only files in the places of those.
 * Paths in facts are below the state directory, wherever that is.
 */
#ifndef CARRY_H
#define CARRY_H

#include "lib/list.h"

#include <git2.h>
#include <stdbool.h>
#include <stddef.h>

struct shard;
struct state;

/* What a file says of itself, and what was taken of it. */
struct carried {
	git_oid shard, toolchain;
	char *target, *compiler, *treewide;
	char *node;		/* the machine that made it */
	double seconds;		/* that the shard took there */
	size_t facts, files;	/* that it holds */
};

/* Write what was seen since ledger_watch() for @shard, which took @seconds. */
int carry_write(const char *path, const struct state *, const struct shard *, double seconds);
/*
 * Take a file. FAIL_NO, and nothing was taken: it is damaged, or was made by another toolchain than
 * @toolchain (which @compiler names for people), or by another treewide; the reason says which.
 */
int carry_merge(struct carried *, const struct state *, const char *path,
		const git_oid *toolchain, const char *compiler);
/* Only read what the file says of itself, and whether it is whole. */
int carry_read(struct carried *, const char *path);
void carried_release(struct carried *);

/* May a file of this name, below the state directory, travel for the target? Pure. */
bool carry_may_hold(const char *target, const char *name);

#endif
