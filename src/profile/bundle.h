/* SPDX-License-Identifier: GPL-2.0 */
/*
 * bundle.h - a series as data, for a hand-over that is a folder
 *
 * What a person needs who submits it by hand. All of it is borrowed; a row of profile.h writes it.
 */
#ifndef BUNDLE_H
#define BUNDLE_H

#include "lib/list.h"
#include "profile/reviewer.h"

#include <stdbool.h>

/* What a reviewer has asked for, and whether something answers it. */
struct bundle_request {
	const char *name, *by, *says;
	bool done;
	const char *where;	/* the line that answers it, or what is missing */
};

struct bundle_requests {
	struct bundle_request *v;
	size_t nr, alloc;
};

struct bundle_commit {
	const char *id;			/* hex */
	const char *subject, *message;
	char *patch;			/* the commit as a mail, with all of the files; owned */
	struct strlist files;		/* that it touches */
	size_t lines;			/* how many it adds or takes away */
	const struct reviewers *reviewers;
	struct strlist verdicts;	/* "check: verdict, how it is known: detail" */
	struct bundle_requests requests;
};

struct handover {
	const char *dir;		/* an empty folder that is there */
	const char *campaign, *branch;
	const char *base, *base_id;	/* as people call it; hex */
	const char *contributing;	/* the text of the tree's CONTRIBUTING.md; NULL: none */
	const struct strlist *by_hand;	/* what only a person can try */
	bool style_script;		/* the tree has a script that judges its style */
	struct bundle_commit *v;
	size_t nr, alloc;
};

#endif
