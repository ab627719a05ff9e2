/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rulecase.h - the cases by which a rule is tested
 *
 * tests/RULE/ of the campaign, or else beside the rule, holds CASE.c, which goes in, and
 * CASE.res, which must come out, byte for byte; of a rule that reports CASE.out, the lines that it
 * prints.
 */
#ifndef RULECASE_H
#define RULECASE_H

#include <stdbool.h>
#include <stddef.h>

struct campaign;

struct rule_case {
	char *name;		/* of the files, without their endings */
	char *path;		/* what goes in */
	char *wanted;		/* path of what must come out, whether or not it is there */
	char *text;		/* of @path; NULL: it is not there */
	char *result;		/* of @wanted; likewise */
};

struct rule_cases {
	struct rule_case *v;
	size_t nr, alloc;
	char *dir;		/* where they are, or would be */
};

/* Find the cases of the semantic patch at the path @rule, sorted by name. A campaign without any
 * has none; that is no failure. */
int rule_cases_find(struct rule_cases *, const struct campaign *, const char *rule, bool reports);
void rule_cases_release(struct rule_cases *);

#endif
