/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ruletest.h - run the cases of the rules of a campaign
 *
 * Each case is given to spatch alone, with the options, the mode and the passes that the campaign
 * gives its rule; what comes out is compared byte for byte with CASE.res, and the rule must find
 * nothing left to do in it. No repository is asked: how lines are laid out in a series, and a
 * .cocciconfig, are the base's. The cases of a program run as scripttest.h says.
 */
#ifndef RULETEST_H
#define RULETEST_H

#include "cocci/rulecase.h"
#include "lib/list.h"

struct progress;
struct step;

struct rule_test {
	char *rule;			/* path of a semantic patch, or of the program of @script */
	const struct step *script;	/* borrowed; NULL: a semantic patch */
	const char *mode;		/* see rule.h; borrowed; NULL: the usual one */
	unsigned repeat;
	bool reports;			/* it changes nothing */
	struct rule_cases cases;
	struct rule_outcome *outcomes;	/* one for each case */
	struct strlist lacks;		/* what a case would have to show, and none does */
};

struct rule_tests {
	struct rule_test *v;
	size_t nr, alloc;
};

/* Run the cases of all rules and programs of @campaign, or of those whose name is one of @names,
 * @jobs at once; each rule once. Fails with FAIL_NO where it has none, with FAIL_USAGE for a name
 * that is none and for a rule that does not parse. */
int rule_tests_run(struct rule_tests *, const struct campaign *, const struct strlist *names,
		   unsigned jobs, struct progress *);
bool rule_outcome_is_good(const struct rule_outcome *);
/* How many cases are not as they must be, and how many things are lacking. */
size_t rule_tests_faults(const struct rule_tests *);
/* Make what came out what must come out, wherever something came out and differs. Adds the paths
 * of the files. */
int rule_tests_update(struct rule_tests *, struct strlist *written);
void rule_tests_release(struct rule_tests *);

/* The lines of @said that a rule prints of the file @name, each once, in the order of their lines;
 * owned by the caller. Pure. */
char *rule_report_lines(const char *said, const char *name);

#endif
