/* SPDX-License-Identifier: GPL-2.0 */
/*
 * kerneldoc.h - what the base's own kernel-doc says of sources
 *
 * The only file that knows scripts/kernel-doc. It runs with -none, and with -Wall where
 * the script knows that, on one source at a time, in a folder of its own. It may be in perl
 * or in Python, and stand elsewhere: where the base says, with the modules of the base that
 * it imports. Answers are remembered by the blobs of script, modules and source.
 *
 * Before the first source it gets one with a known fault: a script that does not name
 * that fault is a failure, so that silence means that there is nothing to say.
 */
#ifndef KERNELDOC_H
#define KERNELDOC_H

#include "git/base.h"
#include "style/finding.h"

#include <git2.h>

struct state;

struct kerneldoc {
	struct state *state;
	const struct base *base;
	struct files parts;	/* the script, then what it imports */
	bool python;		/* else perl */
	bool wall;		/* it knows -Wall */
};

/* One source to look at. */
struct source_input {
	git_oid blob;

	/* filled in: findings have the line in the source and no file */
	struct findings findings;
	double seconds;
	bool reused;			/* the ledger knew */
};

struct source_inputs {
	struct source_input *v;
	size_t nr, alloc;
};

/* Does it read such a file? C sources and headers. */
bool kerneldoc_reads(const char *path);
/* All is borrowed. 1: ready; 0: the base has none that treewide can run, and *@why, a
 * literal, says why; -1: failed. */
int kerneldoc_open(struct kerneldoc *, struct state *, const struct base *,
		   const struct files *all, const char **why);
void kerneldoc_release(struct kerneldoc *);
/* Ask about all leaves, in parallel, or recall. A script that dies, overstays or says
 * what is not understood is a failure. */
int kerneldoc_ask(struct kerneldoc *, struct source_inputs *);
/*
 * Read the complaints about a file called "source". A line of the source that is
 * quoted below one belongs to its text; line numbers in a text do not.
 */
int kerneldoc_parse(struct findings *, const char *output);
void source_inputs_release(struct source_inputs *);

#endif
