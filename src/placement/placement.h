/* SPDX-License-Identifier: GPL-2.0 */
/*
 * placement.h - to which patch a changed file belongs, and why
 */
#ifndef PLACEMENT_H
#define PLACEMENT_H

#include <stdbool.h>
#include <stddef.h>

struct changes;
struct files;
struct kbuild;
struct prefix_sources;
struct step;

/* Of one change. */
struct placement {
	char *key;		/* the same for all files of a patch; "" for an empty change */
	char *prefix;		/* of the subject of that patch */
	char *why;		/* why the file is there, for people */
	size_t lines;		/* that it adds and takes away; 0 unless they are counted */
	bool last;		/* set by portion.h: its patch comes after the others */
	unsigned part, parts;	/* set by portion.h: the second of three; 0: it is whole */
};

struct placements {
	struct placement *v;
	size_t nr, alloc;
};

/* What tells where a file belongs; borrowed. */
struct placing {
	const struct prefix_sources *sources;
	const struct files *all;	/* of the base */
	/* Makes the tree of modules known, for split = module. */
	int (*open)(void *ctx, struct kbuild **);
	void *ctx;
};

/*
 * The place of each change, by the split of @step: the base's get_maintainer.pl is asked for
 * sections, trees and maintainers, Kbuild for modules. One for each change, in their order. What
 * a patch of several prefixes is called: see subject_prefix_common(); guesses count, and are
 * told, only where nobody knows a prefix of any of its files.
 */
int placements_find(struct placements *, const struct placing *, const struct step *,
		    const struct changes *);
void placements_release(struct placements *);

/* Why each file of a plan is in its patch. */
struct placed {
	const struct step *step;	/* borrowed */
	char *path, *why;
};

struct placed_files {
	struct placed *v;
	size_t nr, alloc;
};

/* Remember that of all changes that are not empty. */
void placed_add(struct placed_files *, const struct step *, const struct changes *,
		const struct placements *);
/* Why the file is in the patch of that step; NULL: nobody chose, as for a [patch]. */
const char *placed_why(const struct placed_files *, const struct step *, const char *path);
void placed_release(struct placed_files *);

#endif
