/* SPDX-License-Identifier: GPL-2.0 */
/*
 * unlisted.h - what became of readers of changed headers that no list of Kbuild builds
 *
 * Where Kbuild's general rules make an object (or a program) of such a source (ownrule.h) in the
 * base, in its folder and with the flags of its folder, that tells what it reads, and whether it
 * still comes out after a commit. It does not tell whether what the rule links of it still links:
 * with other symbols than before it is left open. One of which nothing can be made so in the base
 * is not tried.
 */
#ifndef UNLISTED_H
#define UNLISTED_H

#include <stdbool.h>
#include <stddef.h>

struct tally;
struct target_build;

/* Ask for their objects, after the commits and in the trees before, and make them, if the budget is
 * enough for all. */
int unlisted_compile(struct target_build *);
/* Add what became of those of one commit. What was not tried stays in @unmade of its includers. */
void unlisted_judge(struct tally *, struct target_build *, size_t commit);
/* Add what is wrong with what such rules make of sources that the commit changes itself. That they
 * come out says little: what is done with it is tried only where their folder is made, too. */
void unlisted_judge_ruled(struct tally *, struct target_build *, size_t commit);

/* Is the program @source (changed_files.programs) made of something else than before the commit, or
 * is that not known? */
bool unlisted_differs(const struct target_build *, size_t commit, const char *source);

#endif
