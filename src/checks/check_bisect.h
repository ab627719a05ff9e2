/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_bisect.h - what git bisect asks: is HEAD wrong in the way in which the bad revision is?
 *
 * A bisection looks for one fault: what the first check that fails in the bad revision says. That
 * a file of HEAD is built by no target, or that the readers of a header are too many, says nothing
 * of it. So the bad revision is examined beside HEAD, as another change of the good one, and what
 * fails there is compiled at HEAD, whatever HEAD changes.
 */
#ifndef CHECK_BISECT_H
#define CHECK_BISECT_H

struct series_result;
struct target_build;

/* Of a series as range_load_bisect() reads it: add verdicts on HEAD by the objects that fail in
 * the bad revision. */
int check_bisect(struct target_build *);
/* The exit code for git bisect run: 0 good, 1 bad, 125 where nothing can be told. Where not all of
 * HEAD is known it is good when it passes the check that is the first to fail in the bad revision.
 * Pure. */
int check_bisect_answer(const struct series_result *);

#endif
