/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_status.h - the status of a campaign as a document, and its text
 */
#ifndef VIEW_STATUS_H
#define VIEW_STATUS_H

#include <jansson.h>
#include <stdio.h>

struct campaign;
struct status;

/* @records: one for each base, the latest last. A new reference. */
json_t *view_status(const struct status *, const struct campaign *, const json_t *records);
void view_print_status(FILE *out, const json_t *);

#endif
