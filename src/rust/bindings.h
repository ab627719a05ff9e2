/* SPDX-License-Identifier: GPL-2.0 */
/*
 * bindings.h - what bindgen made of C, item by item
 *
 * The text that bindgen generates is Rust without macros: functions in extern blocks, constants,
 * types, statics, and impl blocks, which belong to their type. Two items are the same when their
 * tokens are. Pure.
 */
#ifndef BINDINGS_H
#define BINDINGS_H

#include "lib/list.h"

/* What one text has and another has not: names of C, sorted. */
struct bindings_diff {
	struct strlist added, removed, changed;
};

/* Add what the text @after has otherwise than @before. */
void bindings_compare(struct bindings_diff *, const char *before, const char *after);
/* "adds a, b and 3 more; removes c; changes d"; owned by the caller; "" when nothing differs. */
char *bindings_words(const struct bindings_diff *);
void bindings_diff_release(struct bindings_diff *);

#endif
