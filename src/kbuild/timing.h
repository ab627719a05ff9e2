/* SPDX-License-Identifier: GPL-2.0 */
/*
 * timing.h - how long a thing takes here: seconds of wall clock, measured before
 *
 * For one target and toolchain, with so many jobs at once. What was measured over the
 * most things is remembered, so an estimate does not change from run to run.
 */
#ifndef TIMING_H
#define TIMING_H

#include <stddef.h>

struct kbuild;

/* @nr things of the kind @what took @seconds. */
int timing_learn(const struct kbuild *, const char *what, size_t nr, double seconds);
/* Seconds for one of them; where nothing was measured yet, by what it usually takes one
 * core. Below 0: failed. */
double timing_recall(const struct kbuild *, const char *what, double usual);
/* "40 s", "25 min", "1.5 h"; owned by the caller. */
char *timing_words(double seconds);

#endif
