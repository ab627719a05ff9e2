/* SPDX-License-Identifier: GPL-2.0 */
/*
 * shard.h - a part of a proof that can be done anywhere: the unit of work of a cluster
 *
 * A target, a level and a contiguous run of trees of a series, or some objects at one commit. A
 * shard names the range of commits that it is a part of, so a repository and a shard are all
 * that is needed; what it comes to are facts, see carry.h. As a file it is one JSON object. Pure.
 */
#ifndef SHARD_H
#define SHARD_H

#include "lib/list.h"

#include <git2.h>
#include <jansson.h>
#include <stdbool.h>

enum shard_level {
	SHARD_FULL,		/* a make of everything, at each tree */
	SHARD_NARROW,		/* a make under a narrow target, at each tree */
	SHARD_OBJECTS,		/* some objects at the first tree */
	NR_SHARD_LEVELS,
};

struct shard {
	enum shard_level level;
	char *target;
	json_t *files;		/* of the target, see given_pack() */
	char *range;		/* "A..B", both as ids: the whole series and its base */
	bool first_parent;	/* see range_load() */
	git_oid first, last;	/* commits of the range, or its base: the trees that are made */
	size_t trees;		/* how many these are */
	struct strlist sources;	/* of the objects */
	double budget;		/* seconds, see target_build.h */
	git_oid toolchain;	/* target and toolchain, see struct kbuild */
	char *compiler;		/* the same for people */
	char *treewide;		/* the version that made the shard */
	char *url;		/* where the commits can be fetched from; NULL: they are there */
	double seconds;		/* that it will take, as far as is known */
};

struct shards {
	struct shard *v;
	size_t nr, alloc;
};

/* What it is, but for what it may take: shards of the same id come to the same. */
git_oid shard_id(const struct shard *);
/* One line for people; owned by the caller. */
char *shard_words(const struct shard *);
/* A new reference. */
json_t *shard_save(const struct shard *);
/* Read the JSON @text; @name is what people call the file. Fails with FAIL_USAGE for what is no
 * shard, or one of a form that is not known here. */
int shard_load(struct shard *, const char *text, const char *name);
void shard_release(struct shard *);
void shards_release(struct shards *);

#endif
