/* SPDX-License-Identifier: GPL-2.0 */
/*
 * campaign.h - one intended conversion, read once and never changed
 *
 * campaign.conf has git-config syntax and is read by libgit2; its keys are
 * described in treewide-campaign(5). A key that is not in the table of
 * campaign.c is refused with file and line. The order of the [patch] and
 * [convert] sections is the order of the patches.
 */
#ifndef CAMPAIGN_H
#define CAMPAIGN_H

#include "family.h"
#include "remark.h"

#include <stdbool.h>

enum step_kind { STEP_PATCH, STEP_CONVERT };

/* A text with fields in it; @path is for messages about it. Both NULL: none. */
struct template {
	char *path, *text;
};

/* One section that makes patches. A [patch] makes one, [convert] one per group. */
struct step {
	enum step_kind kind;
	char *id;		/* the name of the section; "convert" for one without */
	char *rule;		/* path of the semantic patch; NULL when @diff is set */
	char *diff;		/* path of a hand-written patch */
	char *subject;
	struct template message;
	char *split;		/* [convert] only */
	struct strlist select;	/* [convert]: audit classes; empty: every candidate */
	struct strlist takers;	/* [convert]: only sites that take with these; empty: all */
	bool everyone;		/* recipients = everyone */
	struct strlist retires;	/* [patch]: audit classes of which nothing may be left */
	struct strlist scope;	/* path prefixes; empty: the campaign's */
};

struct steps {
	struct step *v;
	size_t nr, alloc;
};

/* The subject prefix of a file or of all files below a folder. */
struct prefix {
	char *path, *subject;
};

struct prefixes {
	struct prefix *v;
	size_t nr, alloc;
};

struct campaign_check {
	char *name;
	char *target;		/* name of a file in configs/ */
};

struct campaign_checks {
	struct campaign_check *v;
	size_t nr, alloc;
};

/* A file that may keep what a patch retires. */
struct exception {
	char *path, *reason;
};

struct exceptions {
	struct exception *v;
	size_t nr, alloc;
};

struct campaign {
	char *path;		/* campaign.conf */
	char *name, *title;
	struct template cover;
	struct strlist scope, exclude;
	struct steps steps;
	struct prefixes prefixes;
	struct campaign_checks checks;
	struct exceptions exceptions;	/* [accept] */
	struct remarks remarks;		/* [remark]: comments to be rewritten */
	struct strlist remark_words;	/* [family] remark, sorted: comments to be looked at */
	struct family family;
	struct strlist always, never;			/* [recipients] */
};

/* Read the campaign @name: a folder with a campaign.conf, or a name that stands
 * in series/ (see io_find_data()). */
int campaign_load(struct campaign *, const char *name);
/* Is @path inside @scope (or the campaign's, when that is empty) and not excluded? */
bool campaign_covers(const struct campaign *, const struct strlist *scope, const char *path);
/* The subject prefix that the campaign gives to @path, the longest match; or NULL. */
const char *campaign_prefix(const struct campaign *, const char *path);
/* The target of the first check, or the usual one: what audits go by. */
const char *campaign_target(const struct campaign *);
/* Why the file may keep what a patch retires; NULL when it may not. */
const char *campaign_accepts(const struct campaign *, const char *path);
void campaign_release(struct campaign *);

static inline __attribute__((unused)) void free_campaign(struct campaign *campaign)
{
	campaign_release(campaign);
}

#endif
