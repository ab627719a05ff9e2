/* SPDX-License-Identifier: GPL-2.0 */
/*
 * full.h - a make of the whole configuration, tree after tree
 *
 * All that Kbuild's own goal "all" makes: vmlinux, modules, modpost. The O= folder,
 * <state>/full/<target>, stays warm, so make does again only what a tree changes, and
 * -k makes everything that one fault does not hide. What a tree comes to is a fact: all
 * that is wrong in it, also what was said when a tree before it was made. So the folder
 * is only gone on with from a tree whose fact is known; what a run that was killed had
 * made is removed first, for nobody knows what was said of it. So is an object that is older
 * than its source: where the configuration does not build it any more make would leave it
 * there. What else make does not look at is in unseen.h.
 */
#ifndef FULL_H
#define FULL_H

#include "full/kept.h"
#include "kbuild/kbuild.h"
#include "kbuild/makelog.h"
#include "lib/list.h"

#include <git2.h>
#include <stdbool.h>

struct base;
struct revision;
struct strlist;

/* What a make of one tree came to. */
struct full_build {
	bool done;
	struct makelog wrong;		/* what is wrong; a target stands there once */
	struct strlist made;		/* of the objects that were asked about, those there */
	struct kept_objects kept;	/* of these, what the maker keeps: all of them, or none */
	size_t modules;			/* .ko files */
	size_t objects;			/* .o files in the folder that a compiler has made */
	bool reused;
	bool cold;			/* the folder was empty before */
	bool nearby;			/* make looked only where a change can matter */
	double seconds;
	char *log;			/* of the make; NULL when nothing is wrong */
};

struct full_maker {
	struct kbuild kbuild;
	const struct base *base;	/* borrowed */
	struct strlist asked;		/* objects of changed sources, sorted: are they made? */
	git_oid plain;			/* the context of @kbuild before kbuild_wish() */
	bool nearby;			/* look only where a change can matter, see nearby.h */
	bool keeps;			/* files of @asked that are made stay beside the folder */
};

/* Get ready to make the target @name. */
int full_maker_open(struct full_maker *, struct state *, const struct base *, const char *name);
/* Does the ledger know the tree of @revision? 1, 0 or -1. */
int full_build_recall(struct full_build *, const struct full_maker *, const struct revision *);
/* Make it. Whatever make says is the tree's; only what the machine does to a make (no space,
 * a signal from outside) is a failure of the system, and nothing is remembered then. */
int full_build_make(struct full_build *, struct full_maker *, const struct revision *);
/* What is said of @target; NULL: nothing is wrong with it. */
const struct said *full_build_said(const struct full_build *, const char *target);
void full_build_release(struct full_build *);
void full_maker_release(struct full_maker *);

#endif
