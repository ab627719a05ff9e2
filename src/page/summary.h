/* SPDX-License-Identifier: GPL-2.0 */
/*
 * summary.h - what came out of a proof, as one sentence with the evidence behind it
 */
#ifndef SUMMARY_H
#define SUMMARY_H

#include <jansson.h>

/* "10 of 11 commits of b4/x on v7.2 pass: of 105 verdicts 104 are pass (45 compiled, 59 checked),
 * 1 is uncovered." A commit passes when it has a verdict that is pass and each other one is pass or
 * skipped. Owned by the caller. */
char *summary_sentence(const json_t *proof);

#endif
