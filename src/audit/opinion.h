/* SPDX-License-Identifier: GPL-2.0 */
/*
 * opinion.h - what a person says of calls that the audit leaves unclear
 *
 * Sections [judge] of the campaign. What the audit itself found is remembered without them,
 * and they are put onto it each time: one that is changed asks nothing again and is heard at
 * once. Pure, but for the reason in fail.
 */
#ifndef OPINION_H
#define OPINION_H

#include "audit/site.h"

struct campaign;
struct files;

/* Give every unclear call that an opinion is about the class of the first one; not against
 * what is certain, that the device is managed or that it is not. */
void opinions_apply(const struct campaign *, struct sites *);
/*
 * Is every opinion about a call of this tree, and none against the audit? Refused with file and
 * line, but for an optional one that finds no such call. To be asked about the base only: in
 * other trees calls may be converted. @sites were given to opinions_apply(); @files are those
 * of the tree.
 */
int opinions_check(const struct campaign *, const struct sites *, const struct files *files);
/* How many calls have their class from a person? */
size_t opinions_count(const struct sites *);

#endif
