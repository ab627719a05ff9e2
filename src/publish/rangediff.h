/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rangediff.h - what is new in a series, as git range-diff shows it
 */
#ifndef RANGEDIFF_H
#define RANGEDIFF_H

struct base;
struct previous_series;
struct state;

/* The branch of @previous against the version that was sent last; where none is known,
 * against what was written before. Owned by the caller; NULL with a reason. */
char *rangediff_text(struct state *, const struct base *, const struct previous_series *);

#endif
