/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_audit.h - an audit as a document, and its text
 */
#ifndef VIEW_AUDIT_H
#define VIEW_AUDIT_H

#include <jansson.h>
#include <stdio.h>

struct audit;
struct base;
struct site_list;

/* The audit as a document; a new reference. */
json_t *view_audit(const struct audit *, const struct base *);
/* The sites of @list, which are new on @base since another one, as a document. */
json_t *view_regress(const struct audit *, const struct base *base, const struct base *since,
		     const struct site_list *list);
/* Write one of these documents as text, class after class. */
void view_print_audit(FILE *out, const json_t *);

#endif
