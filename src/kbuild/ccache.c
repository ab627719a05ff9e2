// SPDX-License-Identifier: GPL-2.0
/* The only file that asks ccache. */
#include "kbuild/ccache.h"

#include "lib/confine.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"

static bool has_store(void)
{
	const char *store = getenv("CCACHE_REMOTE_STORAGE");

	/* what strangers compile gets no network */
	return store && *store && !confine_is_on();
}

void ccache_environment(const struct state *state, struct strlist *env)
{
	if (!has_store())
		return;
	*LIST_ADD(env) = xasprintf("CCACHE_BASEDIR=%s", state->dir);
	/* messages name files as without it */
	STRLIST_ADD(env, "CCACHE_ABSSTDERR=true", "CCACHE_NOHASHDIR=true",
		    "CCACHE_COMPILERCHECK=content");
}

long ccache_count_faults(const char *stats)
{
	static const char *const names[] = { "remote_storage_error\t", "remote_storage_timeout\t" };
	long faults = -1;

	FOR_EACH_LINE(line, stats)
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			if (starts_with(line.at, names[i])) {
				long count = atol(line.at + strlen(names[i]));

				faults = (faults < 0 ? 0 : faults) + count;
			}
	return faults;
}

long ccache_faults(const struct state *state)
{
	const char *argv[] = { "ccache", "--print-stats", NULL };
	char *out CLEANUP(free_text) = xasprintf("%s/ccache.stats", state->tmp);
	struct job job = { .argv = argv, .log = out, .timeout = 20 };

	if (!has_store())
		return -1;
	char *stats CLEANUP(free_text) = job_run(&job) == 0 && !job.exit ? io_read(out, NULL) :
									   NULL;
	/* what ccache does is its own business, but for a signal to us */
	if (!stats && fail_exit_code() < FAIL_SIGNAL)
		fail_clear();
	return stats ? ccache_count_faults(stats) : -1;
}

void ccache_tell_faults(const struct state *state, long before)
{
	long now = before < 0 ? -1 : ccache_faults(state);
	char *text CLEANUP(free_text) = NULL;

	if (now <= before)
		return;
	text = xasprintf("the shared compiler cache did not answer %ld time%s: what it holds was "
			 "compiled here", now - before, plural((size_t)(now - before), "s"));
	progress_tell(state->progress, text);
}
