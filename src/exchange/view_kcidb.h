/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_kcidb.h - a proof as a report for KCIDB, the database of KernelCI
 *
 * The form is that of KCIDB's I/O schema 5.3. A commit is a checkout; what a target makes of it a
 * build, whose status is that of the checks objects and build; every other verdict a test of that
 * build. What needs no target hangs on a build of its own, which was skipped. The words:
 *	pass		PASS
 *	fail		FAIL
 *	void		ERROR: the base fails too, so nothing is known of the commit
 *	uncovered	MISS: nothing that was done can tell
 *	skipped		SKIP
 * Our own word, the evidence and the rest stand in "misc". Ids are made of the commit, the target
 * and the check, so the same proof sent twice is one.
 */
#ifndef VIEW_KCIDB_H
#define VIEW_KCIDB_H

#include <jansson.h>

/* What KCIDB is told of us and of the tree; borrowed. */
struct kcidb_names {
	const char *origin;	/* the name of the CI system: letters, digits and "_" */
	const char *tree;	/* as mainline or net-next; NULL: not said */
	const char *repository;	/* "https://..."; NULL: not said */
};

/* KCIDB's word for a verdict; of an unknown one ERROR. Pure. */
const char *kcidb_status(const char *verdict);
/* May the CI system be called so? Pure. */
int kcidb_check_names(const struct kcidb_names *);
/* The report, a new reference. The ends of logs are read from the files that the proof names; of
 * those that are gone nothing is said. */
json_t *view_kcidb(const json_t *proof, const struct kcidb_names *);

#endif
