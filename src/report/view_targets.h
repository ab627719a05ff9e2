/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_targets.h - how and when a proof was made, as fields of its document
 */
#ifndef VIEW_TARGETS_H
#define VIEW_TARGETS_H

#include <jansson.h>
#include <time.h>

/* Add "targets", how each target that a verdict of @document names builds, and "started", the time
 * in UTC. @more: a folder with targets beside configs/, or NULL. Of a target whose file is gone by
 * now nothing is said. */
void view_add_targets(json_t *document, const char *more, time_t started);

#endif
