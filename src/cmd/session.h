/* SPDX-License-Identifier: GPL-2.0 */
/*
 * session.h - what the user asked for, opened: campaign, base, state directory
 */
#ifndef SESSION_H
#define SESSION_H

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/list.h"
#include "lib/state.h"
#include "report/store.h"

#include <stdbool.h>

/* The options that all commands share. Strings are borrowed from argv. */
struct options {
	const char *repo, *base, *campaign, *state;
	const char *name;	/* init: of the new campaign */
	unsigned jobs;
	bool json;
	bool force;		/* generate, regenerate */
	bool fetch;		/* get the base of the campaign anew, see fetch.h */
	const char *format;	/* report */
	const char *against;	/* report: the file of an earlier one */
	const char *since;	/* audit */
	const char *wave;	/* plan, generate, prove, send: one wave of the campaign */
	bool sample;		/* plan: one finished message, and nothing else */
	bool really, reflect;	/* send */
	const char *output;	/* send: where the mails are written */
	struct strlist targets;	/* prove, send: names in configs/; copies */
	const char *budget;	/* prove: seconds for the readers of headers; or NULL */
	const char *level;	/* prove: fast or full; NULL: fast */
	const char *explain;	/* prove: a commit by number, patch id or commit id */
	bool fail_fast;		/* prove */
	struct strlist waived;	/* send: "CHECK=REASON"; the strings are copies */
};

struct session {
	struct campaign campaign;
	struct base base;
	struct state state;
	char *state_dir;
	const char *wave;	/* of the options; NULL: the whole campaign */
};

/*
 * Open campaign, repository and state directory. What the options leave open
 * comes from [base] of the campaign, from treewide.base, treewide.campaign, treewide.state
 * and treewide.jobs in git's configuration, then from defaults (HEAD; as many jobs as cores).
 */
int session_open(struct session *, const struct options *, struct progress *);
/* Where the documents of this session are kept; borrows from it. */
struct store session_store(const struct session *);
void session_release(struct session *);

static inline __attribute__((unused)) void free_session(struct session *session)
{
	session_release(session);
}

#endif
