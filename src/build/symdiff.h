/* SPDX-License-Identifier: GPL-2.0 */
/*
 * symdiff.h - does a commit take away what others need, or define what is there already?
 *
 * An object is compared with the one before it of the same source. What it exports or
 * defines no longer is looked for in the whole tree: the sources that hold the word and
 * that the target builds are compiled, until one needs it. What it newly defines is
 * looked for in the same way, where a line that is not indented holds the word; so is
 * what it newly exports, for no two modules may export one name.
 *
 * An object is compared only where a line that is not indented, a macro, or a condition
 * has changed: other lines define nothing. What a changed header does to definitions in
 * sources that the commit does not touch is not seen here.
 */
#ifndef SYMDIFF_H
#define SYMDIFF_H

#include <stdbool.h>
#include <stddef.h>

struct object;
struct strlist;
struct target_build;
struct tally;

/* May the source define other names than before? Pure. */
bool symdiff_may_differ(const char *old, const char *new);
/* Ask for the objects that those of the commits are compared with. */
int symdiff_want(struct target_build *);
/* Add what is wrong with the links of a commit. Compiles what it must. */
int symdiff_judge(struct tally *, struct target_build *, size_t commit);
/* The same for readers of its headers, which may define what a header newly does: not in two
 * objects that are linked together. */
int symdiff_judge_readers(struct tally *, struct target_build *, size_t commit);
/* The same for an object that a Makefile or an option adds, of a source that was there before. */
int symdiff_judge_added(struct tally *, struct target_build *, size_t commit,
			const struct object *);
/* Does a macro make the name of a symbol, for none of the sources holds it as a word? 1; 0 also
 * for names that only what made them looks for. */
int symdiff_is_pasted(const struct target_build *, size_t revision, const struct strlist *sources,
		      const char *name);

#endif
