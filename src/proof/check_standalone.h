/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_standalone.h - may the driver patches be applied in any order?
 *
 * Check: independent. Each driver patch (one of a [convert]) alone, on what stands
 * before the first of them: its changed sources compile, the readers of its headers
 * do, and what its objects need is offered. Where an earlier patch changes the same
 * file, it cannot be applied without that one: it is judged on top of what it needs,
 * and the verdict says so. Objects that read the same as in the series are facts.
 */
#ifndef CHECK_STANDALONE_H
#define CHECK_STANDALONE_H

struct target_build;

/* Add the verdicts to the driver patches. The series itself must have been met, see
 * check_build(). */
int check_standalone(struct target_build *);

#endif
