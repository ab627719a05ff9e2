/* SPDX-License-Identifier: GPL-2.0 */
/*
 * parserate.h - how much of a changed file spatch understood
 *
 * As spatch --parse-c counts it, with the options of the rule and so with its macro file: lines
 * that it parsed or passed over. Told where the profile of the tree asks for it (profile.h).
 */
#ifndef PARSERATE_H
#define PARSERATE_H

struct change;
struct rule;
struct spatch;

/* Fill in change->understood, of the file as it was before. Remembered. */
int parserate_ask(struct spatch *, const struct rule *, struct change *);
/* What spatch's report @log on the file @name, whose text is @source, comes to: "98.95 % of its
 * lines; not f() and line 12"; owned by the caller; NULL: it counts nothing. Pure. */
char *parserate_read(const char *log, const char *name, const char *source);

#endif
