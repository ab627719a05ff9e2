/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_drift.h - the document of a drift (drift.h) as text
 */
#ifndef VIEW_DRIFT_H
#define VIEW_DRIFT_H

#include <jansson.h>
#include <stdio.h>

/* The lists, the bad ones first, each with a title; one line says how many of each. */
void view_print_drift(FILE *out, const json_t *drift);
/* What a list means, for a person; NULL behind the last one. */
struct drift_title {
	const char *list, *title;
};
const struct drift_title *view_drift_titles(void);

#endif
