/* SPDX-License-Identifier: GPL-2.0 */
/*
 * checkpatch.h - what the base's own checkpatch.pl says of patches
 *
 * The only file that knows scripts/checkpatch.pl. It runs with --strict in a pocket
 * kernel that holds what it reads of the base: scripts/spelling.txt,
 * scripts/const_structs.checkpatch, include/ (for CamelCase names and asm/ headers that
 * have a linux/ one), the files that the patch changes, and the device tree bindings
 * where a patch names a compatible string. No .checkpatch.conf, no environment of perl, no
 * git: what checkpatch.pl asks git of a commit id is looked up before (commitids.h), what
 * it would ask get_maintainer.pl (is a file obsolete) or spdxcheck.py is not asked. An id of
 * which nobody can tell whether it exists is no finding, but counted.
 *
 * Before the first patch it gets one with a known fault: a script that does not name
 * that fault is a failure, so that silence means that there is nothing to say.
 */
#ifndef CHECKPATCH_H
#define CHECKPATCH_H

#include "git/base.h"
#include "style/finding.h"

struct state;

struct checkpatch {
	struct state *state;
	const struct base *base;
	const struct files *all;	/* of the base */
	git_oid context;		/* all that every answer depends on */
	git_oid bindings;
};

/* One patch to look at. */
struct patch_input {
	char *text;			/* owned */
	size_t len;
	struct files nearby;		/* files that the patch stands on */
	bool skip;			/* do not ask */

	/* filled in: the line of each finding is that of @text, its file is "" */
	struct findings findings;
	size_t unseen;			/* ids of commits that could not be looked up */
	char *commits;			/* what is known of those that it names; owned */
	double seconds;
	bool reused;			/* the ledger knew */
};

struct patch_inputs {
	struct patch_input *v;
	size_t nr, alloc;
};

/* Does the base have the script? */
bool checkpatch_exists(const struct files *all);
/* All is borrowed. */
void checkpatch_open(struct checkpatch *, struct state *, const struct base *,
		     const struct files *all);
/* Ask about all sheets, in parallel, or recall. A script that dies, overstays or says
 * what is not understood is a failure. */
int checkpatch_ask(struct checkpatch *, struct patch_inputs *);
/* Read the output of --terse --show-types for a file called "patch". */
int checkpatch_parse(struct findings *, const char *output);
void patch_inputs_release(struct patch_inputs *);
/* Does the text of a checkpatch.pl name the trailer that @line begins with as one that people
 * may use ($signature_tags)? */
bool checkpatch_knows_trailer(const char *script, const char *line);
/* The widest line that the text of a checkpatch.pl allows, in columns; 0: it does not say. */
unsigned checkpatch_line_limit(const char *script);

#endif
