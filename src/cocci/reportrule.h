/* SPDX-License-Identifier: GPL-2.0 */
/*
 * reportrule.h - what the report rules of a campaign ([audit]) find in the tree
 *
 * Such a rule changes nothing; a script in it prints a line for each thing that it finds:
 *
 *	file:line: function(): what is wrong, ... line FROM
 *
 * with the line where that began last. Everything else that spatch prints is not heard. A finding
 * is for a person to judge; nothing is made of it.
 */
#ifndef REPORTRULE_H
#define REPORTRULE_H

#include <stddef.h>

struct base;
struct campaign;
struct files;
struct state;
struct strlist;

struct rule_finding {
	char *audit;		/* the name of its section */
	char *path, *function, *what;
	unsigned line, from;	/* @from is 0 where the line names none */
};

struct rule_findings {
	struct rule_finding *v;
	size_t nr, alloc;
};

/* Run all [audit] rules over the files of the base that hold a word of theirs; sorted by section,
 * path and line, none twice. Remembered by rule, path and blob. */
int report_rules_run(struct rule_findings *, struct state *, const struct base *,
		     const struct files *all, const struct campaign *);
/* Read what a rule printed of @path. Pure. */
void report_rules_read(struct rule_findings *, const char *audit, const char *path,
		       const char *said);
void rule_findings_release(struct rule_findings *);

#endif
