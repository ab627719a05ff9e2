/* SPDX-License-Identifier: GPL-2.0 */
/*
 * tools.h - what must be installed: programs, headers, and what each target needs
 */
#ifndef TOOLS_H
#define TOOLS_H

struct campaign;
struct diagnoses;
struct strlist;

/* Each program with its version, and headers that a kernel is built with. @tmp: for logs. */
void tools_examine(struct diagnoses *, const char *tmp);
/* Programs of the checks that the campaign brings itself. */
void tools_examine_campaign(struct diagnoses *, const struct campaign *);
/* Each target of configs/; those of @wanted are needed, the others optional. */
void tools_examine_targets(struct diagnoses *, const struct strlist *wanted);

#endif
