/* SPDX-License-Identifier: GPL-2.0 */
/*
 * prep.h - a branch that b4 prep made, as a series without a campaign
 *
 * b4 keeps the cover letter in one of three ways (branch.NAME.b4-prep-cover-strategy): as an empty
 * commit below the patches ("commit", its default) or above them ("tip-commit"), or in git's
 * configuration ("branch-description"). Where the series begins follows from it: at the cover's
 * parent, or where the branch left the one that b4 noted as base-branch. Covers are no patches.
 */
#ifndef PREP_H
#define PREP_H

#include <git2.h>
#include <stdbool.h>

struct base;
struct series;

/* Does the local branch @name look as if b4 prep had made it? */
bool prep_is_branch(git_repository *, const char *name);
/* The branch that HEAD is on, owned by the caller; NULL: on none, or on one that is not b4's. */
char *prep_current(git_repository *);
/*
 * Read the patches of the branch @name; @base becomes the commit that they stand on. Fails with
 * FAIL_USAGE where b4's notes name no base, or a merge stands in the series, and with FAIL_NO where
 * it has no patch.
 */
int prep_load(struct series *, struct base *, const char *name);

#endif
