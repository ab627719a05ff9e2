/* SPDX-License-Identifier: GPL-2.0 */
/*
 * narrow.h - make the series of one wave out of the patches of a campaign
 */
#ifndef NARROW_H
#define NARROW_H

#include <stddef.h>

struct overlay;
struct patches;
struct wave;
struct waves;

/* Cut the patches into the waves of the campaign; asks for the trees of their files
 * where a wave splits by them. */
int waves_cut_series(struct waves *, const struct overlay *, const struct patches *);
/*
 * Keep what @wave needs: first the patches that must stand below it, @below of them and
 * numbered 0, then its own, numbered from 1. The others move to @rest. Each patch gets
 * the tree that it has in this order, on @overlay, which stands at the base. Fails when a
 * patch needs one that is in no wave before its own.
 */
int wave_select(struct patches *, struct patches *rest, size_t *below, struct overlay *overlay,
		const struct wave *wave);
/* The trees of the patches from @first on, one on top of the other, on @overlay. */
int wave_set_trees(struct patches *, size_t first, struct overlay *overlay);

#endif
