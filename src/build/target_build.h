/* SPDX-License-Identifier: GPL-2.0 */
/*
 * target_build.h - a series under one target, and all that is asked of it
 *
 * The checks of a target share one of these, and all that judges objects gets it whole: its
 * revisions, its objects, what is linked together, and what the text of the base says.
 */
#ifndef TARGET_BUILD_H
#define TARGET_BUILD_H

#include "build/changed.h"
#include "build/object.h"
#include "build/revision.h"
#include "kbuild/kbuild.h"
#include "kbuild/module.h"
#include "kbuild/treescan.h"

struct series_result;

/*
 * What the other sources of a module define, by their text
 *
 * An object that is linked with others gets from them what it needs. Where the series
 * leaves such a source alone, its text shows that, unless a conditional or a macro makes the
 * definition (definitions.h): then the object of the base has to tell.
 */
struct source_symbols {
	char *path;
	struct strlist names;	/* that it defines; sorted */
};

/* Each text is read once; zeroed: nothing read yet. */
struct module_symbols {
	struct source_symbols *v;
	size_t nr, alloc;
};

struct target_build {
	double budget;			/* seconds, see sampling.h; set by the caller */
	struct series_result *proof;		/* borrowed */
	struct kbuild kbuild;
	struct revisions revisions;		/* the base, the commits in order, then others */
	struct modules modules;		/* of the changed sources, and of all readers */
	struct treescan scan;
	struct module_symbols siblings;
	struct strlist exporters;	/* sources that @modules has been asked for; sorted */
	struct objects objects;
	struct objects unlisted;	/* of no list of Kbuild, see unlisted.h */
	struct changed_list changed;	/* one for each commit */
	bool fail_fast;			/* what stands open behind a failure is left out */
	bool failed;			/* with fail_fast: there is one */
};

/* Open the target @name, and ask for the objects of all commits. Who reads their headers
 * is known then, but not asked for, see sampling.h. */
int target_build_open(struct target_build *, struct series_result *, struct state *,
		      const char *name);
/* Ask for the object of @source as a reader of what commit @commit does to headers, in
 * tree @revision. */
struct object *target_build_want_includer(struct target_build *, size_t commit,
					  const char *source, size_t revision);
/* Does the configuration build the source @path? */
bool target_build_builds(const struct target_build *, const char *path);
/* The object of the same source in the base, or where its patch stands in the series;
 * NULL where there is none, or it is not built there. compile_compared() builds it
 * for all that is not simply good. */
struct object *target_build_base(struct target_build *, const struct object *);
struct object *target_build_in_series(struct target_build *, const struct object *);
/* The object of the same source in the tree that the commit of this one is a change of, when
 * this one fails or warns; NULL where there is none, or that tree is the base.
 * compile_compared() builds it, too. */
struct object *target_build_before(struct target_build *, const struct object *);
/* The same for another parent of a merge, from 0 on: 1, and the object or NULL in @parent; 0:
 * there is no such parent. */
int target_build_merged(struct target_build *, const struct object *, size_t nr,
			struct object **parent);
/* The tree that commit @commit is a change of: the number of its revision. */
/* Does a commit of the series make the object of @source come, or go, or link it into something
 * else? Then what Kbuild says of the base does not say with what it is linked. */
bool target_build_relinks(const struct target_build *, const char *source);
size_t target_build_parent(const struct target_build *, size_t commit);
void target_build_release(struct target_build *);

#endif
