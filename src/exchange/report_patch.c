// SPDX-License-Identifier: GPL-2.0
/* Says what is known of the patch in a mail. */
#include "exchange/report_patch.h"

#include "git/base.h"
#include "git/patchid.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "series/series.h"

#include <errno.h>
#include <unistd.h>

/* The tree of a commit in the user's repository; false: it is gone. */
static bool find_tree_of(const struct base *base, const char *commit, git_oid *tree)
{
	git_commit *found CLEANUP(free_commit) = NULL;
	git_oid id;

	if (git_oid_fromstr(&id, commit) < 0 ||
	    git_commit_lookup(&found, base->repo, &id) < 0)
		return false;
	git_oid_cpy(tree, git_commit_tree_id(found));
	return true;
}

/* The commit of the proof that has the very tree; NULL: none. */
static const json_t *find_proven(const struct base *base, const json_t *proof,
				 const git_oid *tree)
{
	FOR_EACH_JSON(commit, json_object_get(proof, "commits")) {
		git_oid other;

		if (find_tree_of(base, json_field(commit, "commit"), &other) &&
		    git_oid_equal(&other, tree))
			return commit;
	}
	return NULL;
}

/* The tree of the commit on the branch that makes the change of the mail @path: 1, or 0: none. */
static int find_tree(struct state *state, const struct base *base, const struct series *series,
		     const char *path, git_oid *tree)
{
	const char *file = strcmp(path, "-") ? path : "/dev/stdin";
	char *range CLEANUP(free_text) = series_range(series);
	struct patch_ids asked CLEANUP(patch_ids_release) = { 0 };
	struct patch_ids known CLEANUP(patch_ids_release) = { 0 };

	if (access(file, R_OK) < 0)
		return fail_usage("--patch %s: %s", path, strerror(errno));
	char *mail CLEANUP(free_text) = io_read(file, NULL);
	if (!mail || patch_ids_mail(&asked, state, base, mail) < 0 ||
	    patch_ids_range(&known, state, base, range) < 0)
		return -1;
	if (!asked.nr)
		return fail_usage("%s holds no patch", strcmp(path, "-") ? path : "standard input");
	const git_oid *id = patch_ids_find(&known, asked.v[0].id);
	FOR_EACH(commit, series) {
		if (!id || !git_oid_equal(&commit->id, id))
			continue;
		git_oid_cpy(tree, &commit->tree);
		return 1;
	}
	return 0;
}

/* A line for each verdict that does not pass; is one of them an error? */
static bool write_verdicts(FILE *out, const json_t *commit)
{
	bool bad = false;

	FOR_EACH_JSON(check, json_object_get(commit, "checks")) {
		const char *verdict = json_field(check, "verdict");
		const char *target = json_field(check, "target");
		bool error = is_one_of(verdict, TEXTS("fail", "uncovered"));

		if (!error && strcmp(verdict, "void") != 0)
			continue;
		fprintf(out, "%s%s: %s%s%s: %s\n", error ? "ERROR: " : "", verdict,
			json_field(check, "check"), *target ? " " : "", target,
			json_field(check, "detail"));
		bad |= error;
	}
	return bad;
}

char *report_patch(struct state *state, const struct base *base, const struct series *series,
		   const json_t *proof, const char *path, bool *bad)
{
	char *text = NULL;
	git_oid tree;
	int found = find_tree(state, base, series, path, &tree);

	*bad = true;
	if (found < 0)
		return NULL;
	if (!found)
		return xasprintf("ERROR: this patch is not on %s\n", series->branch);
	const json_t *commit = find_proven(base, proof, &tree);
	if (!commit)
		return xstrdup("ERROR: not proved as it stands now: run treewide prove\n");
	FILE *out = xmemstream(&text, NULL);
	*bad = write_verdicts(out, commit);
	fclose(out);
	return text;
}
