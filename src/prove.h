/* SPDX-License-Identifier: GPL-2.0 */
/*
 * prove.h - examine every commit of a series by all checks of the campaign
 */
#ifndef PROVE_H
#define PROVE_H

struct plan;
struct proof;
struct series;
struct state;

int prove_series(struct proof *, struct state *, const struct plan *, const struct series *);

#endif
