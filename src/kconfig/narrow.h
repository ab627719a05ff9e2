/* SPDX-License-Identifier: GPL-2.0 */
/*
 * narrow.h - the part of a configuration that holds some sources, small enough to be really made
 *
 * Made with the kernel's own means: localmodconfig says which modules the ones that hold the
 * sources need; these options, those that guard the sources in Makefiles, and what they all name
 * in Kconfig become a list of wishes with the values of the wide configuration, for
 * KCONFIG_ALLCONFIG and allnoconfig. Our reading of Kconfig (kconfig.h) only proposes. What
 * came of it is read in .config, and what that builds is asked of Kbuild's own Makefiles.
 */
#ifndef NARROW_H
#define NARROW_H

#include "lib/list.h"

#include <git2.h>
#include <stddef.h>

struct base;
struct files;
struct kbuild;
struct kconfig;
struct modules;

/* A source and what keeps it out: options that did not come on, with commas between them. */
struct narrow_miss {
	char *path, *options;
};

struct narrow {
	struct strlist sources;	/* in: what is to be built; sorted */
	struct strlist wishes;	/* lines for KCONFIG_ALLCONFIG */
	struct strlist objects;	/* what the configuration builds, sorted */
	size_t modular, built_in;	/* options that are m, and y */
	struct strlist off;	/* wanted, and not on: sorted, CONFIG_FOO */
	struct {
		struct narrow_miss *v;
		size_t nr, alloc;
	} misses;		/* of @sources, those that it does not build */
};

/* Work it out for the sources of @narrow, in the tree of the base. @kbuild: the narrow target,
 * with nothing wished for yet; it is given the wishes. @wide: the target that it narrows, and
 * @modules, what is linked together there. Remembered. */
int narrow_make(struct narrow *, struct kbuild *, struct kbuild *wide, const struct base *,
		const struct files *all, const struct modules *);
void narrow_release(struct narrow *);

/*
 * The pure part
 */
/* The lines of @config (sorted lines of a .config) that set the options @wanted (CONFIG_FOO) and
 * all that these need, and that what they need needs, as far as @config has it on. */
void narrow_propose(const struct kconfig *, const struct strlist *config,
		    const struct strlist *wanted, struct strlist *lines);

#endif
