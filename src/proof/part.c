// SPDX-License-Identifier: GPL-2.0
/* Makes some trees or objects of a series. */
#include "proof/part.h"

#include "build/compile.h"
#include "full/full.h"
#include "build/target_build.h"
#include "lib/lib.h"
#include "checks/check_full.h"
#include "checks/check_narrow.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"

static int compile_part(struct target_build *build, const struct prove_part *part)
{
	FOR_EACH(source, part->sources)
		if (!view_find(&build->revisions.v[part->first].view, *source))
			return fail_usage("%s: there is no such source at commit %zu of the series",
					  *source, part->first);
	FOR_EACH(source, part->sources)
		object_want(&build->objects, &build->modules, *source, part->first);
	return compile_all(build);
}

static int make_part(struct target_build *build, const struct prove_part *part)
{
	struct full_maker maker CLEANUP(full_maker_release) = { 0 };

	if (full_maker_open(&maker, build->kbuild.state, build->proof->base, part->target) < 0)
		return -1;
	return make_trees(build, &maker, NULL, part->first, part->last);
}

int prove_part(struct series_result *proof, struct state *state, const struct plan *plan,
	       const struct series *series, const struct prove_part *part)
{
	struct target_build build CLEANUP(target_build_release) = { .budget = part->budget };
	int narrow = narrow_is_target(state, part->target);

	if (narrow < 0)
		return -1;
	result_init(proof, plan, series);
	if (narrow)
		return make_narrow_trees(proof, state, part->target, part->first, part->last);
	if (target_build_open(&build, proof, state, part->target) < 0)
		return -1;
	return part->sources ? compile_part(&build, part) : make_part(&build, part);
}
