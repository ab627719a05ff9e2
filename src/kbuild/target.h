/* SPDX-License-Identifier: GPL-2.0 */
/*
 * target.h - one configuration under which a series is proved
 *
 * A file in configs/ in git-config syntax, whose first comment line says what it
 * proves; treewide-target(5) lists its keys. `make allmodconfig` with a list of
 * options is a wish: Kconfig's select and depends may undo it. So what came of it is
 * compared with what was asked, and a target that does not hold is a failure.
 *
 * A narrow target takes all from another one and adds options of its own. Which part of that
 * configuration it is depends on a series, so until narrow.h has told it is all of it.
 */
#ifndef TARGET_H
#define TARGET_H

#include "lib/list.h"

#include <git2.h>

struct target {
	char *name;
	char *proves;			/* the first comment line */
	char *path;			/* of its file */
	char *arch, *srcarch;		/* x86_64, x86 */
	char *config;			/* make target: allmodconfig, tinyconfig, ... */
	char *file;			/* a .config or defconfig, beside its file; NULL: none */
	char *text;			/* what that holds */
	char *compiler;			/* gcc, gcc-12, clang, clang-16 */
	char *cross;			/* prefix of the tools, as aarch64-linux-gnu-; NULL: none */
	char *warnings;			/* W= of the kernel's make; NULL: none */
	char *sparse;			/* "true": sparse reads each source, too; NULL */
	char *root;			/* whose programs build it (root.h); NULL: the machine */
	char *rust;			/* "true": only what is written in Rust (crates.h); NULL */
	struct strlist options;		/* CONFIG_FOO=n */
	char *narrow;			/* the target that it is a part of, see narrow.h; NULL */
	struct strlist wishes;		/* as options, but Kconfig may undo them */
	git_oid digest;			/* of all that but where the root stands */
};

/* Read configs/@name, or @name in the folder @more (may be NULL). Fails with FAIL_USAGE, file and
 * line. */
int target_load(struct target *, const char *name, const char *more);
/* The prefix of the tools that Debian has for an architecture; NULL: it needs none, or is not
 * known. */
const char *target_cross(const char *arch);
/* The values of ARCH= that the folder arch/@srcarch is for. */
void target_arches(const char *srcarch, struct strlist *names);
/* allmodconfig of an architecture by gcc, without a file; @cross as in struct target. */
void target_plain(struct target *, const char *name, const char *arch, const char *srcarch,
		  const char *cross);
/* From now on it is @config (allnoconfig, allmodconfig) with its options and @wishes
 * ("CONFIG_FOO=m"). */
void target_wish(struct target *, const char *config, const struct strlist *wishes);
void target_release(struct target *);

/* What make is told of the target; @launcher ("ccache " or "") stands before the compiler. */
void target_arguments(const struct target *, const char *launcher, struct strlist *arguments);
/* The programs that make objects of it, whose versions are part of every answer. */
void target_programs(const struct target *, struct strlist *programs);
/* The Debian package of one of these, for messages; borrowed, NULL: of another name. */
const char *target_package(const struct target *, const char *program);
/* The first option that the text of a .config does not keep; NULL: it holds. @got: what
 * stands there instead; owned by the caller. Pure. */
const char *target_broken(const struct target *, const char *config, char **got);

/* Does the path belong to another architecture alone? */
bool target_is_foreign(const struct target *, const char *path);

#endif
