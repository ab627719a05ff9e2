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

#include <time.h>

struct options;
struct series;
struct series_result;

struct session {
	struct campaign campaign;
	struct base base;
	struct state state;
	char *state_dir;
	const char *wave;	/* of the options; NULL: the whole campaign */
	time_t started;		/* when it was opened */
};

/* Where a command would work, without opening anything of it. */
struct surroundings {
	char *repo;			/* as the user says it */
	git_repository *repository;	/* NULL: there is none */
	git_config *config;
	char *campaign, *base, *state;	/* NULL: not said, and for @state: not known */
	unsigned jobs;
	char *wrong;			/* what is said of a value that is none */
};

/* The configuration of git where the options say that treewide works; NULL: there is none. */
git_config *session_config(const struct options *);
/* Options and git's configuration, where nothing has to be there, and a value that is none is kept
 * for whoever asks. */
void surroundings_find(struct surroundings *, const struct options *);
/* Fails where a value is none. */
int surroundings_check(const struct surroundings *);
void surroundings_release(struct surroundings *);

/* Read the campaign that the options name, and nothing else: for what can be refused by it. */
int session_read(struct session *, const struct options *);
/*
 * Open campaign (unless it is read already), repository and state directory. What the options
 * leave open comes from [base] of the campaign, from treewide.base, treewide.campaign,
 * treewide.state and treewide.jobs in git's configuration, then from defaults (HEAD; as many
 * jobs as cores).
 */
int session_open(struct session *, const struct options *, struct progress *);
/* Fails where the campaign may not be proved, see strangers.h. */
int session_may_prove(const struct options *);
/* Is a range, a mailbox or the index asked for, or, where no campaign is named, does HEAD stand on
 * a branch that b4 prep made? */
bool session_wants_range(const struct options *);
/*
 * Open the same without a campaign, and read the commits. The campaign of the session is one
 * without steps, whose name are the words that the user gave, and that has one check: it
 * builds for the targets of treewide.target, or for the usual one.
 */
int session_open_range(struct session *, struct series *, const struct options *,
		       struct progress *);
/* Where the documents of this session are kept; borrows from it. */
struct store session_store(const struct session *);
/* The document of a proof that this session made, with when and under which targets; a new
 * reference. */
json_t *session_proof(const struct session *, const struct series_result *);
void session_release(struct session *);

#endif
