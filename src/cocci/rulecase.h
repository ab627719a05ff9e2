/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rulecase.h - the cases by which a rule is tested
 *
 * tests/RULE/ of the campaign, or else beside the rule, holds CASE.c, which goes in, and
 * CASE.res, which must come out, byte for byte; of a rule that reports CASE.out, the lines that it
 * prints. Of a program that is called RULE but for its ending what goes in may have any ending, or
 * be a folder of files; CASE.res is a folder then.
 */
#ifndef RULECASE_H
#define RULECASE_H

#include "cocci/casefiles.h"

#include <stdbool.h>
#include <stddef.h>

struct campaign;

struct rule_case {
	char *name;		/* of the files, without their endings */
	char *path;		/* what goes in */
	char *wanted;		/* path of what must come out, whether or not it is there */
	char *text;		/* of a semantic patch: of @path; NULL: it is not there */
	char *result;		/* of @wanted; likewise */
	bool folder;		/* of a program: both are folders */
	struct case_files before, after;	/* of a program: in them; none: not there */
};

/* What a case came to. */
struct rule_outcome {
	char *made;	/* what came out; NULL: nothing that could be compared */
	char *why;	/* what is wrong; NULL: it is as it must be */
	char *diff;	/* from what must come out to what did; NULL: none */
	char *again;	/* what is wrong when the rule runs over @made; NULL: nothing */
	struct case_files files;	/* of a program: what came out */
};

struct rule_cases {
	struct rule_case *v;
	size_t nr, alloc;
	char *dir;		/* where they are, or would be */
};

/* Find the cases of the semantic patch at the path @rule, sorted by name. A campaign without any
 * has none; that is no failure. */
int rule_cases_find(struct rule_cases *, const struct campaign *, const char *rule, bool reports);
/* The same of the program at the path @script. Fails with FAIL_USAGE when two of them have one
 * name. */
int script_cases_find(struct rule_cases *, const struct campaign *, const char *script);
void rule_cases_release(struct rule_cases *);

#endif
