/* SPDX-License-Identifier: GPL-2.0 */
/*
 * state.h - the state directory: ledger, work trees, builds, temporary files
 *
 * One process at a time works in a state directory; the lock is inherited by
 * the programs that it runs, so a work tree is never shared with the orphans of
 * a killed run. Everything but ledger.db, outbox/ and sent/ can be made again.
 */
#ifndef STATE_H
#define STATE_H

struct ledger;
struct progress;

struct state {
	char *dir;
	struct ledger *ledger;
	char *tmp;		/* for this run; TMPDIR of all jobs; emptied at open and release */
	char *their_tmpdir;	/* TMPDIR before that, given back at release; may be NULL */
	unsigned jobs;			/* how many programs at once */
	struct progress *progress;	/* borrowed; may be NULL */
	int lock;
};

/* Open or make @dir. Waits for another process for 5 seconds, or as many as the environment's
 * TREEWIDE_LOCK_SECONDS says, then refuses. */
int state_open(struct state *, const char *dir, unsigned jobs, struct progress *);
void state_release(struct state *);

/* The state directory that belongs to the repository at @gitdir, below
 * $XDG_STATE_HOME (or ~/.local/state); owned by the caller. */
char *state_default_dir(const char *gitdir);

#endif
