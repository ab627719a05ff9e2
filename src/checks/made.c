// SPDX-License-Identifier: GPL-2.0
/* Remembers that trees were made, and what that took. */
#include "checks/made.h"

#include "git/base.h"
#include "git/treediff.h"
#include "git/worktree.h"
#include "lib/digest.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "series/series.h"

#define VERSION "made 1"
/* Seconds of one core: allmodconfig of Linux 6.12, gcc 12; a narrow target of a hundred objects. */
#define USUAL_TREE 28800.0
#define USUAL_NARROW_TREE 600.0
#define USUAL_COMMIT 60.0

static const char *const kinds[NR_MAKES] = { "tree", "commit", "header" };

git_oid made_series(const struct series *series, const struct base *base)
{
	struct digest digest = { 0 };
	const git_oid *last = &base->tree;

	digest_oid(&digest, last);
	FOR_EACH(commit, series) {
		if (!git_oid_equal(&commit->tree, last))
			digest_oid(&digest, &commit->tree);
		last = &commit->tree;
	}
	return digest_end(&digest);
}

static git_oid made_key(const git_oid *context, const git_oid *series, const git_oid *tree)
{
	return DIGEST(VERSION, context, series, tree);
}

int made_note(struct ledger *ledger, const git_oid *context, const git_oid *series,
	      const git_oid *tree)
{
	git_oid key = made_key(context, series, tree);
	json_t *value CLEANUP(free_json) = json_true();

	return ledger_put(ledger, "made", &key, value);
}

int made_is_known(struct ledger *ledger, const git_oid *context, const git_oid *series,
		  const git_oid *tree)
{
	git_oid key = made_key(context, series, tree);
	json_t *value CLEANUP(free_json) = NULL;

	return ledger_get(ledger, "made", &key, &value);
}

int make_kind_of(const struct base *base, const git_oid *from, const git_oid *to,
		 enum make_kind *kind)
{
	struct treediff diff CLEANUP(treediff_release) = { 0 };

	*kind = MAKE_COMMIT;
	if (treediff_load(&diff, base->repo, from, to) < 0)
		return -1;
	FOR_EACH(delta, &diff)
		if (has_extension(delta->path, ".h") || worktree_is_kbuild(delta->path))
			*kind = MAKE_HEADER;
	return 0;
}

static git_oid cost_key(const git_oid *context, enum make_kind kind)
{
	return DIGEST("cost 1", context, kinds[kind]);
}

static int cost_recall(struct ledger *ledger, const git_oid *context, enum make_kind kind,
		       size_t *nr, double *seconds)
{
	git_oid key = cost_key(context, kind);
	json_t *fact CLEANUP(free_json) = NULL;
	json_int_t count = 0;
	int known = ledger_get(ledger, "cost", &key, &fact);

	if (known <= 0 || json_unpack(fact, "{s:I, s:F}", "nr", &count, "seconds", seconds) < 0)
		return known < 0 ? -1 : 0;
	*nr = (size_t)count;
	return 1;
}

int make_costs_recall(struct make_costs *costs, struct ledger *ledger, const git_oid *context,
		      unsigned jobs, int narrow)
{
	double tree = (narrow ? USUAL_NARROW_TREE : USUAL_TREE) / jobs;
	const double usual[NR_MAKES] = { tree, USUAL_COMMIT / jobs, tree / 4 };

	for (enum make_kind kind = 0; kind < NR_MAKES; kind++) {
		costs->seconds[kind] = usual[kind];
		costs->nr[kind] = 0;
		if (cost_recall(ledger, context, kind, &costs->nr[kind],
				&costs->seconds[kind]) < 0)
			return -1;
	}
	/* a make of some is no dearer than one of all; only measured is the one of all */
	if (costs->nr[MAKE_TREE])
		for (enum make_kind kind = MAKE_COMMIT; kind < NR_MAKES; kind++)
			if (!costs->nr[kind] && costs->seconds[kind] > costs->seconds[MAKE_TREE])
				costs->seconds[kind] = costs->seconds[MAKE_TREE];
	return 0;
}

int make_costs_learn(struct ledger *ledger, const git_oid *context, enum make_kind kind, size_t nr,
		     double seconds)
{
	git_oid key = cost_key(context, kind);
	json_t *fact CLEANUP(free_json) = NULL;
	size_t known = 0;
	double old;

	if (!nr || cost_recall(ledger, context, kind, &known, &old) < 0)
		return nr ? -1 : 0;
	if (known >= nr)
		return 0;
	fact = json_pack("{s:I, s:f}", "nr", (json_int_t)nr, "seconds", seconds / (double)nr);
	return ledger_put(ledger, "cost", &key, fact);
}
