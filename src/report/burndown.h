/* SPDX-License-Identifier: GPL-2.0 */
/*
 * burndown.h - remember where a campaign stands on each base that was seen
 */
#ifndef BURNDOWN_H
#define BURNDOWN_H

#include <jansson.h>

struct store;
struct plan;
struct status;

/* Work out the status of @plan, that of the whole campaign, and keep it with those of
 * other bases: all of them, the latest last; a new reference, or NULL. */
json_t *burndown_keep(struct status *, const struct store *, const struct plan *);

#endif
