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

/* The audit as a document; a new reference. */
json_t *view_audit(const struct audit *, const struct base *);
/* Write that document as text, class after class. */
void view_print_audit(FILE *out, const json_t *);

#endif
