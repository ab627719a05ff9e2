/* SPDX-License-Identifier: GPL-2.0 */
/*
 * warned.h - what was warned of when each crate was made last
 *
 * make says it once: a crate that need not be made anew is silent, whatever stands in it. So the
 * warnings of a crate stay, in a file beside the build folder, until it is made again. The file is
 * away while make runs: after a make that nobody saw to its end all crates are made anew.
 */
#ifndef WARNED_H
#define WARNED_H

#include "lib/list.h"

#include <jansson.h>

struct kbuild;

/* Before crates are made: what is known, a new reference; NULL with a reason. */
json_t *warned_begin(const struct kbuild *, const struct strlist *crates);
/* Take what @log of that make says of each object. */
void warned_take(json_t *warned, const struct kbuild *, const char *log);
/* After it: keep it. */
int warned_end(const json_t *warned, const struct kbuild *);
/* All warnings, each as often as it was said. */
void warned_list(json_t *warned, struct strlist *warnings);

#endif
