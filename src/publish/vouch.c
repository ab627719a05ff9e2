// SPDX-License-Identifier: GPL-2.0
/* Says in trailers under which targets each commit of a series was compiled. */
#include "publish/vouch.h"

#include "lib/json.h"
#include "lib/lib.h"

/* What the verdicts under one target come to. */
struct vouching {
	size_t compiled, built;	/* commits */
	bool bad;		/* a verdict keeps it back */
};

static void count_commit(struct vouching *vouching, const json_t *commit, const char *target)
{
	bool compiled = false, built = false;

	FOR_EACH_JSON(check, json_object_get(commit, "checks")) {
		const char *verdict = json_field(check, "verdict");
		const char *name = json_field(check, "check");
		bool passes = !strcmp(verdict, "pass");

		if (strcmp(json_field(check, "target"), target) != 0)
			continue;
		if (!passes && strcmp(verdict, "skipped") != 0)
			vouching->bad = true;
		compiled |= passes && !strcmp(name, "objects");
		built |= passes && !strcmp(name, "build");
	}
	vouching->compiled += compiled || built;
	vouching->built += built;
}

static void list_targets(struct strlist *targets, const json_t *commits)
{
	FOR_EACH_JSON(commit, commits)
		FOR_EACH_JSON(check, json_object_get(commit, "checks"))
			if (*json_field(check, "target"))
				strlist_add_once(targets, json_field(check, "target"));
}

char *vouch_text(const json_t *proof)
{
	const json_t *commits = json_object_get(proof, "commits");
	struct strlist targets CLEANUP(strlist_release) = { 0 };
	size_t nr = json_array_size(commits);
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	list_targets(&targets, commits);
	FOR_EACH(target, &targets) {
		struct vouching vouching = { 0 };

		FOR_EACH_JSON(commit, commits)
			count_commit(&vouching, commit, *target);
		if (vouching.bad || !vouching.compiled)
			continue;
		fprintf(out, "%s-tested: %s, %zu of %zu commit%s (treewide %s)\n",
			vouching.built == nr ? "Build" : "Compile", *target, vouching.compiled, nr,
			plural(nr, "s"), TREEWIDE_VERSION);
	}
	fclose(out);
	return text;
}
