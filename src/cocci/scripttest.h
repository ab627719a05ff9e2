/* SPDX-License-Identifier: GPL-2.0 */
/*
 * scripttest.h - run the cases of a program of the campaign
 *
 * Each is given to the program alone, as script.h gives it the files of its scope: in the sandbox,
 * with the time-out of its step, twice, and with all that is refused there. The files are kept in
 * a repository made for that, for there is none of the kernel.
 */
#ifndef SCRIPTTEST_H
#define SCRIPTTEST_H

struct campaign;
struct rule_cases;
struct rule_outcome;
struct state;
struct step;

/* What the script of @step makes of each of @cases, in @outcomes: one for each. Fails with
 * FAIL_SYSTEM where there is no sandbox. */
int script_cases_run(struct rule_outcome *outcomes, const struct rule_cases *cases,
		     const struct step *step, const struct campaign *campaign,
		     struct state *state);

#endif
