/* SPDX-License-Identifier: GPL-2.0 */
/*
 * campaign.h - one intended conversion, read once and never changed
 *
 * What stands in campaign.conf, see treewide-campaign(5); conf.h reads it. The order
 * of the [patch] and [convert] sections is the order of the patches.
 */
#ifndef CAMPAIGN_H
#define CAMPAIGN_H

#include "campaign/family.h"
#include "campaign/splitting.h"
#include "csrc/comment.h"

#include <stdbool.h>

struct strlist;

enum step_kind { STEP_PATCH, STEP_CONVERT };

/* A text with fields in it; @path is for messages about it. Both NULL: none. */
struct template {
	char *path, *text;
};

/* One section that makes patches. A [patch] makes one, [convert] one per group. */
struct step {
	enum step_kind kind;
	char *id;		/* the name of the section; "convert" for one without */
	char *rule;		/* path of the semantic patch; NULL: @diff or @mail is set */
	char *mode;		/* of the rule, see rule.h; NULL: the usual one */
	struct strlist words;	/* to find files by, where the rule itself tells none */
	char *diff;		/* path of a hand-written patch */
	char *mail;		/* path of a mail that is a patch, with its author and message */
	char *subject;		/* NULL: that of @mail */
	struct template message;
	char *split;		/* [convert] only, and so the next three */
	struct strlist limits;
	char *rest;		/* subject prefix of what is left over; NULL: treewide */
	struct splitting splitting; /* what they say; set by campaign_check() */
	struct strlist select;	/* [convert]: audit classes; empty: every candidate */
	struct strlist takers;	/* [convert]: only sites that take with these; empty: all */
	bool everyone;		/* recipients = everyone */
	bool same_code;		/* claims = same-code: no object changes */
	struct strlist trailers; /* for these patches, before those of the campaign */
	struct strlist tags;	/* the same for a tree whose messages have tags (profile.h) */
	struct strlist provides; /* [patch]: words; where its scope has them it has landed */
	struct strlist retires;	/* [patch]: audit classes of which nothing may be left */
	struct strlist removes;	/* [patch]: names that nobody may use behind it */
	struct strlist scope;	/* path prefixes; empty: the campaign's */
};

struct steps {
	struct step *v;
	size_t nr, alloc;
};

/* A section that has a name and says one thing: [prefix "drivers/x/"] subject = x. */
struct keyed_text {
	char *name, *text;
	bool before_history;	/* [prefix] only */
};

struct keyed_texts {
	struct keyed_text *v;
	size_t nr, alloc;
};

/* [judge]: what a person says of calls that the audit leaves unclear, see opinion.h. */
struct opinion {
	char *path;
	unsigned line;		/* of this section; a path may have several */
	size_t keys;		/* how many it holds */
	struct strlist functions; /* the calls in these; empty: all of the file */
	char *class, *reason;	/* both are there, and the class is none but unclear */
	bool optional;		/* a base without such a call is none of its business */
};

struct opinions {
	struct opinion *v;
	size_t nr, alloc;
};

/* A part of the campaign that is sent as a series of its own, see wave.h. */
struct wave_section {
	char *name, *title;
	struct template cover;
	struct strlist patches;	/* names of [patch] and [convert] sections, or ids of patches */
	struct strlist paths;	/* driver patches whose files stand below one of these */
	char *split;		/* "tree": one series for each tree of MAINTAINERS; or NULL */
	char *limit;		/* patches in one series, a number; NULL: the usual one */
	struct strlist after;	/* waves that must have been made before */
};

struct wave_sections {
	struct wave_section *v;
	size_t nr, alloc;
};

/* [check]: one way to examine the commits. Either builds for targets, or a program. */
struct check {
	char *name;
	struct strlist targets;	/* names of files in configs/ */
	char *run;		/* path of a program of the campaign; NULL: none */
	struct strlist uses;	/* with @run: paths of other files that are part of it */
	struct strlist tools;	/* with @run: programs that it needs, by name */
	struct strlist reads;	/* with @run: path prefixes whose blobs decide its answer;
				 * empty: all files do */
	char *timeout;		/* with @run: seconds, a number; NULL: the usual ones */
	char *budget;		/* with targets: seconds for the readers of changed headers */
};

struct checks {
	struct check *v;
	size_t nr, alloc;
};

/* [audit]: a rule that changes nothing and reports what it finds, see findings.h. */
struct audit_section {
	char *name;
	char *rule;		/* path of the semantic patch */
	struct strlist scope;	/* path prefixes; empty: the campaign's */
};

struct audit_sections {
	struct audit_section *v;
	size_t nr, alloc;
};

/* [request]: what a reviewer has asked for, and what would answer it, see request.h. */
struct request {
	char *name, *says;
	char *by;		/* who; NULL: nobody is named */
	char *patch;		/* the section whose patches it is about; NULL: every patch */
	struct strlist lines;	/* lines that must be added, blanks at both ends aside */
	struct strlist words;	/* words that the message must hold, in whatever lines */
};

struct requests {
	struct request *v;
	size_t nr, alloc;
};

struct campaign {
	char *path;		/* campaign.conf */
	char *name, *title;
	struct template cover;
	struct strlist scope, exclude;
	struct steps steps;
	struct strlist trailers;	/* "Link: ...": for every patch */
	struct strlist tags;		/* the same for a tree whose messages have tags */
	struct strlist by_hand;		/* what only a person can try, for a hand-over */
	struct audit_sections audits;
	struct requests requests;
	struct keyed_texts prefixes;		/* [prefix]: path, subject prefix */
	struct checks checks;
	struct keyed_texts exceptions;	/* [accept]: may keep what a patch retires; why */
	struct opinions opinions;
	struct keyed_texts addresses;	/* [address]: what to write instead of an address */
	struct keyed_texts claims;		/* [claim]: a word for a bug; what shows it */
	struct keyed_texts ignores;		/* [ignore]: a kind of finding of checkpatch; why */
	struct wave_sections waves;
	struct comment_edits remarks;		/* [remark]: comments to be rewritten */
	struct strlist remark_words;	/* [family] remark, sorted: comments to be looked at */
	struct family family;
	struct strlist always, never;			/* [recipients] */
	struct strlist to_roles, cc_roles;		/* [recipients]; empty: the usual ones */
	char *linux_kernel;				/* [recipients]: "true", "false" or NULL */
	char *cover_to;				/* [recipients]: "everyone", "always"; NULL */
	char *limit;				/* [recipients]: of one mail, a number; NULL */
	char *base_remote, *base_branch;	/* [base]: both, or NULL: see fetch.h */
};

/* Can this be the budget of a check: seconds, a number up to 1000000? */
bool budget_is_valid(const char *text);
/* Is it whole? Sorts what must be sorted. Fails with FAIL_USAGE, file and line. */
int campaign_check(struct campaign *);
void campaign_release(struct campaign *);

/*
 * What a campaign says of a file
 */
/* Is @path the file @prefix, or below the folder @prefix? "" holds everything. */
bool path_is_below(const char *path, const char *prefix);
/* Is @path inside @scope (or the campaign's, when that is empty) and not excluded? */
bool campaign_covers(const struct campaign *, const struct strlist *scope, const char *path);
/* The [prefix] of @path, of the longest name; or NULL. */
const struct keyed_text *campaign_prefix(const struct campaign *, const char *path);
/* The first target of the checks, or the usual one: what audits go by. */
const char *campaign_target(const struct campaign *);
/* Why the file may keep what a patch retires; NULL when it may not. */
const char *campaign_accepts(const struct campaign *, const char *path);

#endif
