/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_junit.h - a proof as JUnit XML, for continuous integration
 *
 * One testsuite for each commit, one testcase for each check under each target. A case is
 * known by its class (branch and patch id) and name (check and target), which stay the
 * same from run to run. As the readers of this format have three words only:
 *	fail		<failure>
 *	uncovered	<error>: nothing that was done can tell
 *	void, skipped	<skipped>, with the verdict in its message
 * so a run is red in CI exactly when `treewide report` leaves with 1. Evidence and detail of
 * a pass stand in <system-out>.
 */
#ifndef VIEW_JUNIT_H
#define VIEW_JUNIT_H

#include <jansson.h>
#include <stdio.h>

void view_print_junit(FILE *out, const json_t *proof);

#endif
