/* SPDX-License-Identifier: GPL-2.0 */
/*
 * confine.h - a sandbox for programs that run what strangers wrote
 *
 * make runs what a series says: its Makefiles, its scripts, its host programs. Behind
 * confine_begin() every job of the process (job.h), whatever it is, runs in bubblewrap:
 *
 *	- it sees the file system read-only, and not at all $HOME, the homes of others, /tmp, /run,
 *	  /var, what only root may read in /etc, and the folders that the caller hides
 *	- it writes to the folders that struct job names, and to an empty /tmp
 *	- it has no network, no capability, none of our variables but the language and PATH, and no
 *	  file that we have open; other processes it neither sees nor reaches
 *	- all that it has started ends with it
 *	- it is stopped when it runs too many processes, when its log grows without end, and when
 *	  little space is left where it writes. TREEWIDE_SANDBOX_PROCESSES and
 *	  TREEWIDE_SANDBOX_RESERVE (MiB) change two of these limits
 *
 * After each job links that lead elsewhere and what is no file are taken out of the folders
 * that it could write to, for treewide itself reads, moves and removes files in them.
 *
 * Not limited: memory, processor time but for the time-outs of jobs. Not hidden: what else
 * everybody may read on the machine; sockets that are files elsewhere.
 */
#ifndef CONFINE_H
#define CONFINE_H

#include "lib/list.h"

#include <stdbool.h>

/* What a run works with; copied. */
struct confine_scope {
	const char *root;		/* its state directory: the only one that is seen */
	const struct strlist *hidden;	/* folders of the user that are none of its business */
	const struct strlist *repository;	/* seen only by jobs that read the repository */
};

/* Let every job run in the sandbox, from now on. Fails with FAIL_SYSTEM, saying why,
 * where bubblewrap cannot do it: it is tried here. @tmp: a folder for the log of that. */
int confine_begin(const struct confine_scope *, const char *tmp);
/* Let jobs run as before again: the sandbox was for one program among jobs of our own. */
void confine_end(void);
/* Take out of @folder what no job may leave there: after many of them (struct job, untidied).
 * What is nested too deep for that is a failure. */
int confine_tidy(const char *folder);
/* What a job had written was removed: wait until the file system knows. Fails with FAIL_SYSTEM
 * when there is little space all the same. */
int confine_recover(void);
/* Does every job run there? */
bool confine_is_on(void);

#endif
