/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rulefile.h - a semantic patch with the files that it names
 *
 * A rule may say #include "part.cocci" and using "x.iso". spatch looks for the first
 * where it is started, for the second beside the rule. Here both stand beside the file
 * that names them, or else beside the rule. Copies with names of their own lie
 * in one folder, whatever the folder: rulefiles_write().
 *
 * The prologue is what stands before the first line that begins with @.
 */
#ifndef RULEFILE_H
#define RULEFILE_H

#include "lib/list.h"

struct rulefile {
	char *path;	/* where the person has it */
	char *name;	/* of the copy: no slash in it */
	char *text;
	char *copy;	/* the same lines, with the names of copies */
};

/* The first is the rule itself. */
struct rulefiles {
	struct rulefile *v;
	size_t nr, alloc;
	struct strlist options;	/* of "#spatch ..." lines, which the copies have not */
};

/* Read @path and all that it names. A file that is not there: FAIL_USAGE, with the line
 * that names it. */
int rulefiles_load(struct rulefiles *, const char *path);
/* Write the copies into the folder @dir. */
int rulefiles_write(const struct rulefiles *, const char *dir);
/* @text with the paths of the people instead of those of copies in @dir; owned by the
 * caller. */
char *rulefiles_translate(const struct rulefiles *, const char *dir, const char *text);
void rulefiles_release(struct rulefiles *);

#endif
