/* SPDX-License-Identifier: GPL-2.0 */
/*
 * explain.h - what the verdicts on one commit rest on, object by object
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include <jansson.h>
#include <stddef.h>

struct target_build;

/*
 * Append to the array @rows a row for each object that was asked for by commit @nr
 * under the target of @build, and for each one that it was compared with: check,
 * target, source, object, where it stands, what came of it, the key of the fact and
 * how many sources that covers, known or compiled, seconds, log, and the line that
 * makes it by hand.
 */
void explain_commit(json_t *rows, const struct target_build *, size_t nr);

#endif
