// SPDX-License-Identifier: GPL-2.0
/* Does a shard. */
#include "shard/work.h"

#include "git/base.h"
#include "kbuild/given.h"
#include "kbuild/kbuild.h"
#include "lib/job.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "proof/part.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"
#include "shard/carry.h"
#include "shard/shard.h"

static int check_machine(const struct shard *shard, struct state *state)
{
	struct kbuild kbuild CLEANUP(kbuild_release) = { 0 };

	if (strcmp(shard->treewide, TREEWIDE_VERSION) != 0)
		return fail_system("the shard was made by treewide %s, and this is %s: its facts "
				   "would have other keys", shard->treewide, TREEWIDE_VERSION);
	/* those of this machine may say something else */
	if (given_unpack(state, shard->files, "the shard") < 0 ||
	    kbuild_open(&kbuild, state, shard->target) < 0)
		return -1;
	if (!git_oid_equal(&kbuild.context, &shard->toolchain))
		return fail_system("the shard is for %s with another toolchain: %s there, %s here",
				   shard->target, shard->compiler, kbuild.toolchain);
	return 0;
}

static int find_tree(const struct series *series, const struct base *base, const git_oid *commit,
		     size_t *nr)
{
	*nr = 0;
	if (git_oid_equal(commit, &base->commit))
		return 0;
	for (size_t i = 0; i < series->nr; i++)
		if (git_oid_equal(commit, &series->v[i].id)) {
			*nr = i + 1;
			return 0;
		}
	return fail_usage("the shard is wrong: %.12s is no commit of %s", git_oid_tostr_s(commit),
			  series->branch);
}

int shard_work(const struct shard *shard, struct state *state, const struct plan *plan,
	       const struct series *series, const char *out)
{
	struct series_result proof CLEANUP(result_release) = { 0 };
	struct prove_part part = {
		.target = shard->target,
		.sources = shard->level == SHARD_OBJECTS ? &shard->sources : NULL,
		.budget = shard->budget,
	};
	double start = job_clock();

	if (check_machine(shard, state) < 0 ||
	    find_tree(series, plan->base, &shard->first, &part.first) < 0 ||
	    find_tree(series, plan->base, &shard->last, &part.last) < 0)
		return -1;
	if (part.last < part.first)
		return fail_usage("the shard is wrong: its last tree stands before its first");
	if (ledger_watch(state->ledger) < 0 ||
	    prove_part(&proof, state, plan, series, &part) < 0)
		return -1;
	return carry_write(out, state, shard, job_clock() - start);
}
