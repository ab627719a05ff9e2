/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_build.h - does every commit compile under one target?
 *
 * Checks: objects (each changed source that the configuration builds compiles,
 * without a warning that the base does not give), readers (the same for the sources
 * that read a changed header, as many as sampling.h says), symbols (what a changed object
 * newly needs is offered by what that commit builds).
 */
#ifndef CHECK_BUILD_H
#define CHECK_BUILD_H

struct target_build;

/* Meet what was asked of the series, and add the verdicts to all commits of the proof. */
int check_build(struct target_build *);

#endif
