// SPDX-License-Identifier: GPL-2.0
/* Remembers how long things take. */
#include "kbuild/timing.h"

#include "kbuild/kbuild.h"
#include "lib/digest.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"


static git_oid timing_key(const struct kbuild *kbuild, const char *what)
{
	char *jobs CLEANUP(free_text) = xasprintf("%u", kbuild->state->jobs);

	return DIGEST(&kbuild->context, what, jobs);
}

/* How many things were measured; 0 for none, below 0: failed. */
static int load_timing(const struct kbuild *kbuild, const git_oid *key, double *seconds)
{
	json_t *fact CLEANUP(free_json) = NULL;
	int known = ledger_get(kbuild->state->ledger, "pace", key, &fact), nr = 0;

	if (known <= 0 || json_unpack(fact, "{s:i, s:F}", "nr", &nr, "seconds", seconds) < 0)
		return known < 0 ? -1 : 0;
	return nr;
}

int timing_learn(const struct kbuild *kbuild, const char *what, size_t nr, double seconds)
{
	git_oid key = timing_key(kbuild, what);
	json_t *fact CLEANUP(free_json) = NULL;
	double old;
	int known = load_timing(kbuild, &key, &old);

	if (known < 0 || !nr || (size_t)known >= nr)
		return known < 0 ? -1 : 0;
	fact = json_pack("{s:i, s:f}", "nr", (int)nr, "seconds", seconds / (double)nr);
	return ledger_put(kbuild->state->ledger, "pace", &key, fact);
}

double timing_recall(const struct kbuild *kbuild, const char *what, double usual)
{
	git_oid key = timing_key(kbuild, what);
	double seconds = 0;
	int known = load_timing(kbuild, &key, &seconds);

	return known < 0 ? -1 : known ? seconds : usual / kbuild->state->jobs;
}

char *timing_words(double seconds)
{
	if (seconds < 100)
		return xasprintf("%.0f s", seconds);
	if (seconds < 5940)
		return xasprintf("%.0f min", seconds / 60);
	return xasprintf("%.1f h", seconds / 3600);
}
