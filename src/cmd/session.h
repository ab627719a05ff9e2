/* SPDX-License-Identifier: GPL-2.0 */
/*
 * session.h - what the user asked for, opened: campaign, base, state directory
 */
#ifndef SESSION_H
#define SESSION_H

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/state.h"
#include "report/store.h"

struct options;

struct session {
	struct campaign campaign;
	struct base base;
	struct state state;
	char *state_dir;
	const char *wave;	/* of the options; NULL: the whole campaign */
};

/* Read the campaign that the options name, and nothing else: for what can be refused by it. */
int session_read(struct session *, const struct options *);
/*
 * Open campaign (unless it is read already), repository and state directory. What the options
 * leave open comes from [base] of the campaign, from treewide.base, treewide.campaign,
 * treewide.state and treewide.jobs in git's configuration, then from defaults (HEAD; as many
 * jobs as cores).
 */
int session_open(struct session *, const struct options *, struct progress *);
/* Where the documents of this session are kept; borrows from it. */
struct store session_store(const struct session *);
void session_release(struct session *);

#endif
