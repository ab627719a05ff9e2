/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_sarif.h - what does not pass in a proof, for tools that show it in the source
 *
 * In SARIF 2.1.0, which code scanning reads, and as annotations of a workflow of GitHub. Each
 * verdict that does not pass is a result: fail is an error, uncovered a warning, void and skipped
 * a note (a notice of GitHub). Where it stands is what place.h finds; SARIF, whose readers
 * want a line, has a file as a whole at its first one.
 */
#ifndef VIEW_SARIF_H
#define VIEW_SARIF_H

#include <jansson.h>
#include <stdio.h>

/* The SARIF log, a new reference. A result is known from run to run by patch, check and target. */
json_t *view_sarif(const json_t *proof);
/* One line for each annotation, and a last one with the counts, which is none. */
void view_print_github(FILE *out, const json_t *proof);

#endif
