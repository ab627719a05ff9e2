/* SPDX-License-Identifier: GPL-2.0 */
/*
 * reach.h - which architecture, with which options, lets a make build a source
 *
 * For a file that no target at hand compiles. The text of Makefiles and Kconfig only proposes: an
 * architecture, options that are to be on, and options that are to be off. The kernel's own
 * Kconfig disposes: allmodconfig of that architecture with these wishes is really made, and
 * Kbuild's Makefiles are asked whether they build the source (module.h). Nothing is compiled.
 * Where the compiler of an architecture is not installed the machine's own stands in for it:
 * options that ask what a compiler can do may come out otherwise then.
 */
#ifndef REACH_H
#define REACH_H

#include "lib/list.h"

struct base;
struct files;
struct kconfig;
struct state;

struct reach {
	char *arch;		/* ARCH= of make; NULL: none was found */
	struct strlist options;	/* CONFIG_FOO=y, CONFIG_BAR=n beside allmodconfig */
	struct strlist asked;	/* architectures that were asked, in this order */
	char *missing;		/* the compiler that was not there; NULL: it was */
};

/* Find it for the source @path. Remembered. */
int reach_find(struct reach *, struct state *, const struct base *, const struct files *all,
	       const char *path);
void reach_release(struct reach *);

/*
 * The pure part
 */
/* Folders of arch/, those first whose own options @options (CONFIG_FOO) need, and that are needed
 * by fewer: in x86/ all that nobody decides. @kconfig: of all architectures; @folders: all that
 * there are, sorted. */
void reach_rank(const struct kconfig *, const struct strlist *options,
		const struct strlist *folders, struct strlist *ranked);
/* How much is proposed to turn on an option. */
enum reach_effort {
	REACH_NEEDS,		/* it, and what it needs */
	REACH_FORBIDS,		/* off, what must be off for one of these */
	REACH_RAISERS,		/* on, what turns on those that the last wishes did not */
};

/* Lines for KCONFIG_ALLCONFIG that are to turn on @options where allmodconfig gives @plain and the
 * last wishes gave @last (both: sorted lines of a .config). */
void reach_propose(const struct kconfig *, const struct strlist *plain, const struct strlist *last,
		   const struct strlist *options, enum reach_effort, struct strlist *lines);

#endif
