/* SPDX-License-Identifier: GPL-2.0 */
/*
 * changed.h - what each commit of a series asks of a target
 */
#ifndef CHANGED_H
#define CHANGED_H

#include "build/object.h"
#include "lib/list.h"

struct modules;
struct revisions;

/* How much is known of the readers of changed headers, the weakest first. */
enum sampling_level { READERS_SAMPLED, READERS_DERIVED, READERS_PREPROCESSED, READERS_ALL };

/* Who reads the headers that a commit changes, and what it does to them, see includers.h. */
struct includers {
	struct strlist reach;		/* the sources that can reach them by text, sorted */
	struct strlist unmade;		/* of these, what a rule of its own makes: not tried */
	struct strlist built;		/* of these, what the target builds and the commit has */
	struct strlist marked;		/* of these, who may know a name that is added */
	struct strlist added;		/* names that the headers newly declare, sorted */
	struct strlist altered;		/* names that are gone or declared otherwise */
	struct strlist words;		/* all words of what is added or otherwise */
	bool additive;			/* nothing is altered, nor in another order */
	enum sampling_level level;
	size_t classes, alone;		/* at READERS_PREPROCESSED, READERS_DERIVED */
	struct strlist speakers;	/* for each class "HEADER SOURCE...", see speaker.h */
	struct strlist premises;	/* what was asked to derive, "NAME: NUMBER WORDS" */
	char *limits;			/* why the level is no stronger; or NULL */
	bool unmarked;			/* the marked ones are too many to be compiled */
};

/* What a change of Makefiles or of Kconfig does, see rebuild.h. */
struct rebuild_set {
	struct strlist options;		/* that get another value */
	struct strlist added, removed;	/* sources of objects that are built newly, or no more */
	struct strlist again;		/* sources of objects that may come out otherwise */
	struct strlist moved;		/* of these, what goes into another module, or vmlinux */
	struct strlist orphans;		/* sources that are not there, of objects that are built */
	char *undecided;		/* why that is not all; or NULL */
	char *broken;			/* why nothing can be built after the commit; or NULL */
	char *unheld;			/* an option of the target that is lost; or NULL */
	char *warning;			/* what Kconfig warns of since the commit; or NULL */
	struct object_refs made;		/* objects of what is added and made again */
	struct object_refs lost;		/* of what is removed, in the revision before */
};

/* The files that one commit changes, by what they ask for. */
struct changed_files {
	struct strlist paths;		/* all of them, sorted */
	struct strlist sources;		/* .c and .S that exist after the commit */
	struct strlist headers;		/* and what else is included somewhere */
	struct strlist kbuild;		/* Makefiles, Kconfig, scripts */
	struct strlist others;		/* what is none of these */
	struct strlist gone;		/* .c and .S that do not exist after the commit */
	struct strlist silent;		/* documentation and the like: no make of all reads it */
	size_t remarks;			/* of these, what Kbuild reads, in comments alone */
	struct strlist open;		/* ways to read them that no check answers, see ways.h */
	struct strlist folders;		/* "drivers/x/": to be made, for they read what changed */
	struct strlist own;		/* sources that a rule of its own makes, in these folders */
	/* Programs of the build that a changed header reaches by its name; and for each the folder
	 * whose make runs it, "": this target has none. */
	struct strlist programs, program_folders;
	struct strlist ruled;		/* sources, or gone ones, that a rule of its own makes */
	bool prepare;			/* "make prepare" may read them */
	struct object_refs objects;		/* objects of @sources */
	struct strlist uncovered;	/* sources that the configuration does not build */
	struct includers includers;	/* who reads the headers */
	struct object_refs readers;		/* objects of those who are compiled */
	struct object_refs unlisted;		/* and of those that a rule of its own makes */
	struct object_refs ruled_objects;	/* what such rules make of @ruled */
	struct rebuild_set rebuild;		/* what @kbuild and @gone do to others */
};

struct changed_list {
	struct changed_files *v;
	size_t nr, alloc;
};

/* Compare each of the first @commits trees behind the base with the one that it is a change
 * of: element i belongs to tree i + 1. */
void changed_load(struct changed_list *, const struct revisions *, size_t commits);
/* Ask for the objects of each commit; sources that no object of the configuration
 * is made from become uncovered. */
void changed_want(struct changed_list *, const struct modules *, struct objects *);
/* Is a script for people, which no make runs? Pure. */
bool changed_is_idle(const char *path);
/* "a.h, b.h or 3 more", for people; owned by the caller. */
char *changed_name(const struct strlist *paths);
void changed_release(struct changed_list *);

#endif
