/* SPDX-License-Identifier: GPL-2.0 */
/*
 * skeleton.h - a campaign to begin with
 *
 * The folder skeleton/ of the project's own data (io_find_data()) is a small campaign
 * that is whole: configuration, rule, tests of the rule, templates. A copy of it gets the
 * name that the user gives.
 */
#ifndef SKELETON_H
#define SKELETON_H

#include "lib/list.h"

/* May a campaign and its folder be called @name? Fails with FAIL_USAGE. */
int skeleton_check_name(const char *name);
/*
 * Make the folder @name in the folder @parent and add the paths of its files, relative to
 * @parent, to @files. What exists is refused and never touched. The folder appears with
 * all that is in it, or not at all; only a process that is killed can leave a hidden one
 * (.treewide-XXXXXX) behind.
 */
int skeleton_write(const char *parent, const char *name, struct strlist *files);
/* The same with the campaign of one semantic patch: a copy of it with all that it reads, and
 * templates that say what it says of itself. @subject: of the patches; NULL: what the rule says.
 * @paths: where to look; none: everywhere. */
int skeleton_of_rule(const char *parent, const char *name, const char *rule, const char *subject,
		     const struct strlist *paths, struct strlist *files);

#endif
