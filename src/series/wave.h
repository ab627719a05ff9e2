/* SPDX-License-Identifier: GPL-2.0 */
/*
 * wave.h - a campaign cut into several series
 *
 * A [wave] section names patches; each wave is generated, proved and sent alone, as
 * branch b4/<campaign>-<wave>. With split = tree a section makes one wave for each
 * tree that MAINTAINERS names for the files, and more than one where a tree would
 * get more patches than the limit. Pure functions: no repository, no files.
 */
#ifndef WAVE_H
#define WAVE_H

#include <stddef.h>

struct campaign;
struct overlay;
struct patches;
struct wave_section;

#define WAVE_LIMIT 15 /* patches of a wave, where its section has no limit */

/* Places of patches in a list of patches, ascending. */
struct places {
	size_t *v;
	size_t nr, alloc;
};

struct wave {
	char *name;		/* of the section; with split: section-tree, section-tree-2 */
	const struct wave_section *section;	/* borrowed from the campaign */
	struct places patches;	/* its own */
	/* what must stand below: the waves in "after", and what changes the same files before */
	struct places below;
};

struct waves {
	struct wave *v;
	size_t nr, alloc;
};

/* Refuse what the [wave] sections must not say, with file and line. */
int waves_check(const struct campaign *);
/* Fails where no section could give a wave of that name; which trees have one only a plan tells. */
int waves_may_have(const struct campaign *, const char *name);
/*
 * Cut @patches, whose trees are @trees[i] ("" where none is known; read only with
 * split = tree). A patch belongs to the first section that names it: by the name of its
 * [patch] or [convert], by its own id, or by a path above all of its files. A section
 * that has neither patch nor path takes the driver patches that are left. Fails when a
 * patch is left over or a wave has more patches than its limit.
 */
int waves_split(struct waves *, const struct campaign *, const struct patches *,
		char *const *trees);
/* The wave of that name; NULL. */
const struct wave *waves_find(const struct waves *, const char *name);
/* Their names, ", " between them; owned by the caller. */
char *waves_names(const struct waves *);
void waves_release(struct waves *);

/*
 * Make the series of one wave out of the patches of a campaign
 */
/* Cut the patches into the waves of the campaign; asks for the trees of their files
 * where a wave splits by them. */
int waves_split_series(struct waves *, const struct overlay *, const struct patches *);
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
