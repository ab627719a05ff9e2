/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_words.h - the checks message and cover
 *
 * They judge what stands on the branch, not what the plan would write: the message of
 * every commit, and the cover letter, whose verdict stands at the first commit. A branch
 * without a cover letter leaves it uncovered.
 */
#ifndef CHECK_WORDS_H
#define CHECK_WORDS_H

struct series_result;

int check_words(struct series_result *);

#endif
