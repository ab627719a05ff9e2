/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ruleoption.h - the options of spatch that a rule asks for
 */
#ifndef RULEOPTION_H
#define RULEOPTION_H

#include <stdbool.h>

struct digest;
struct strlist;

/*
 * Options are words between blanks; a quote means nothing. Refused, with the reason, is
 * what treewide sees to itself (which files, where the result goes, how long), and what is
 * no option. Files that an option names stand beside the rule @path; their whole paths are
 * put in place, and what they hold goes into @digest. Fails with FAIL_USAGE.
 */
int ruleoptions_check(struct strlist *options, const char *path, struct digest *);
/* Leave out what treewide sees to itself, with its values: for options that nobody wrote for
 * treewide, as those of the base's .cocciconfig. */
void ruleoptions_grant(struct strlist *options);
/* Add the files that options name and that do not stand at a whole path. */
void ruleoptions_files(const struct strlist *options, struct strlist *paths);
/* Is @word the option @name, with one dash or two, with _ or -? */
bool ruleoption_is(const char *word, const char *name);
/* The value behind the option @name: the last one; NULL for none. */
const char *ruleoption_value(const struct strlist *options, const char *name);

#endif
