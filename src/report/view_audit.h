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
struct campaign;
struct rule_findings;
struct site_list;

/* The audit as a document; a new reference. */
json_t *view_audit(const struct audit *, const struct base *);
/* The sites of @list, which are new on @base since another one, as a document. */
json_t *view_regress(const struct audit *, const struct base *base, const struct base *since,
		     const struct site_list *list);
/* Add to such a document what the [audit] rules of a campaign have found, where it has some:
 * "findings", a row for each, and "found", how many for each rule. */
void view_add_findings(json_t *document, const struct rule_findings *, const struct campaign *);
/* Write one of these documents as text, class after class. */
void view_print_audit(FILE *out, const json_t *);

#endif
