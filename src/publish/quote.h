/* SPDX-License-Identifier: GPL-2.0 */
/*
 * quote.h - when a kept proof may be quoted, and in which words
 *
 * A proof speaks for a plan when it is about the same trees and texts, commit by commit
 * (ids do not matter), and was made by the same campaign.conf, rules and targets. The
 * trailers of a message and the recipients below it do not count, nor does the cover: a
 * proof lives on when people review the patches.
 */
#ifndef QUOTE_H
#define QUOTE_H

#include <jansson.h>
#include <stdbool.h>

struct campaign;
struct plan;
struct series;

/* What a proof by this campaign rests on beside the commits, a new reference; made when
 * the campaign is read, before the work. NULL with a reason. */
json_t *quote_basis(const struct campaign *);
/* Mark the document of a proof of @series with its @basis and its texts. */
void quote_mark(json_t *document, const json_t *basis, const struct series *);
/* Does this document speak for the plan? */
bool quote_speaks_for(const json_t *document, const json_t *basis, const struct plan *);
/*
 * What the proof found, check by check, in lines of 75 columns at most: how many commits
 * pass, how that is known, why others do not, and what programs of the campaign say. NULL
 * as @document: nothing is proved. No times, no ids: the same verdicts give the same
 * bytes. Owned by the caller.
 */
char *quote_text(const json_t *document);

#endif
