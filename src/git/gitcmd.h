/* SPDX-License-Identifier: GPL-2.0 */
/*
 * gitcmd.h - run git, where it is better than libgit2 or its own words are wanted
 *
 * The only file that asks git about objects. It sees no configuration of the user
 * or the machine, no work tree and no .mailmap but the base's, so that its answer
 * follows from the objects alone.
 */
#ifndef GITCMD_H
#define GITCMD_H

#include <git2.h>
#include <stdbool.h>

struct ask_run;
struct base;
struct state;

/* Describe a run of git with @args (ends with NULL) on the repository of the base; @name is a file
 * name for its output below the temporary folder. */
void gitcmd_begin(struct ask_run *run, const struct state *, const struct base *,
		  const char *name, const char *const *args);
/* What the run of this @command, such as log, wrote, owned by the caller; NULL with a reason when
 * it failed, which names what it was @about. */
char *gitcmd_result(const struct ask_run *run, const char *command, const char *about);
/* What git is told by every call of ours: no configuration of the user or the machine, and
 * no variable that leads elsewhere ("NAME=value" to set, "NAME" to unset); static. */
const char *const *gitcmd_environment(void);

/* git shortlog and git diff --stat from @start to @tip (commits, as hex), as they are
 * with the defaults of git: without the end of line; owned by the caller; or NULL. */
char *gitcmd_shortlog(const struct state *, const struct base *, const char *start,
		      const char *tip);
char *gitcmd_diffstat(const struct state *, const struct base *, const char *start,
		      const char *tip);

/* git range-diff of two ranges "a..b": likewise. */
char *gitcmd_range_diff(const struct state *, const struct base *, const char *before,
			const char *after);
/* Run git once, with the file @in as its input (NULL: none) and with variables of its @own
 * ("NAME=value", ends with NULL; NULL: none): what it prints, owned by the caller. NULL where it
 * leaves with another code than 0: FAIL_USAGE with git's words, on one line. */
char *gitcmd_ask(const struct state *, const struct base *, const char *const *args,
		 const char *in, const char *const *own);
/* The tree @from with the diff in the file @diff applied by git apply, which reads what
 * git diff -C and -B write, too; stored in the repository. Where it does not apply as it is, but
 * the blobs of its index lines are in the repository, a three-way merge may apply it, as for
 * git am -3: @merged. Fails with FAIL_USAGE, git's words and what to do where it does not apply. */
int gitcmd_apply(git_oid *out, bool *merged, const struct state *, const struct base *,
		 const git_oid *from, const char *diff);

#endif
