// SPDX-License-Identifier: GPL-2.0
/* The table of the executors. */
#include "shard/executor.h"

#include "lib/lib.h"
#include "shard/engine.h"
#include "shard/slurm.h"

int executor_find(const char *name, const struct engine **engine)
{
	*engine = NULL;
	if (!strcmp(name, "local"))
		return 0;
	if (strcmp(name, "slurm") != 0)
		return fail_usage("unknown executor %s; known are local and slurm", name);
	*engine = slurm_engine();
	return 0;
}

size_t executor_nodes(const struct engine *engine, struct state *state)
{
	return engine ? engine->nodes(state) : 0;
}
