// SPDX-License-Identifier: GPL-2.0
/* Looks at the clone: is it one of the kernel, is it whole, does it have history. */
#include "machine/repository.h"

#include "machine/diagnosis.h"
#include "cli/session.h"
#include "lib/lib.h"

/* Below so many commits most files have no history that would tell a subject prefix. */
#define FEW_COMMITS 1000

static void examine_identity(struct diagnoses *all, const struct surroundings *place)
{
	static const char *const keys[] = { "user.name", "user.email" };

	for (size_t i = 0; i < 2; i++) {
		git_buf value CLEANUP(git_buf_dispose) = GIT_BUF_INIT;
		struct diagnosis *one;

		if (place->config &&
		    git_config_get_string_buf(&value, place->config, keys[i]) == 0) {
			one = diagnosis_add(all, "clone", keys[i], DIAGNOSIS_OK);
			one->found = xstrdup(value.ptr);
			continue;
		}
		one = diagnosis_add(all, "clone", keys[i], DIAGNOSIS_MISSING);
		one->why = xstrdup("generate: author and Signed-off-by:");
		one->mend = xasprintf("git config --global %s \"...\"", keys[i]);
	}
}

static size_t count_commits(git_repository *repo, const git_oid *from)
{
	git_revwalk *walk = NULL;
	git_oid oid;
	size_t nr = 0;

	if (git_revwalk_new(&walk, repo) == 0 && git_revwalk_push(walk, from) == 0)
		while (nr < FEW_COMMITS && git_revwalk_next(&oid, walk) == 0)
			nr++;
	git_revwalk_free(walk);
	return nr;
}

static void examine_history(struct diagnoses *all, const struct surroundings *place,
			    const git_oid *base)
{
	bool shallow = git_repository_is_shallow(place->repository) == 1;
	size_t nr = count_commits(place->repository, base);
	struct diagnosis *one = diagnosis_add(all, "clone", "history",
					      !shallow && nr == FEW_COMMITS ? DIAGNOSIS_OK :
									      DIAGNOSIS_NOTE);

	if (one->state == DIAGNOSIS_OK)
		return;
	one->found = xasprintf("of %zu commit%s%s", nr, plural(nr, "s"),
			       nr == FEW_COMMITS ? " and more" : "");
	one->why = xasprintf("%ssubject prefixes are guessed where it tells none, and ids of "
			     "commits are not looked up",
			     shallow ? "the clone is shallow; " : "");
	one->mend = xstrdup(shallow ? "git fetch --unshallow" :
				      "fetch the history, or confirm the [prefix] sections that "
				      "plan prints");
}

static void examine_objects(struct diagnoses *all, const struct base *base)
{
	char *promisor CLEANUP(free_text) = base_promisor(base);
	struct diagnosis *one = diagnosis_add(all, "clone", "objects",
					      promisor ? DIAGNOSIS_NOTE : DIAGNOSIS_OK);

	if (!promisor)
		return;
	one->why = xasprintf("a partial clone: what a base lacks is fetched from %s when it is "
			     "needed", promisor);
	one->mend = xasprintf("git fetch --refetch --no-filter %s", promisor);
}

static void examine_base(struct diagnoses *all, const struct surroundings *place)
{
	static const char *const files[] = { "scripts/get_maintainer.pl", "MAINTAINERS", "Kbuild" };
	struct base base CLEANUP(base_release) = { 0 };
	git_tree *tree CLEANUP(free_tree) = NULL;
	const char *rev = place->base ? place->base : "HEAD";
	struct diagnosis *one;

	if (base_open(&base, place->repo, rev) < 0) {
		one = diagnosis_add(all, "clone", "base", DIAGNOSIS_MISSING);
		one->why = xstrdup(fail_text());
		one->mend = xstrdup("name a commit with --base or treewide.base");
		fail_clear();
		return;
	}
	one = diagnosis_add(all, "clone", "base", DIAGNOSIS_OK);
	one->found = xasprintf("%s (%.12s)", rev, git_oid_tostr_s(&base.commit));
	git_tree_lookup(&tree, base.repo, &base.tree);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		git_tree_entry *entry = NULL;

		if (!tree || git_tree_entry_bypath(&entry, tree, files[i]) < 0) {
			one->state = DIAGNOSIS_MISSING;
			one->why = xasprintf("no Linux: it has no %s", files[i]);
			one->mend = xstrdup("cd to a clone of Linux, or name it with --repo");
			return;
		}
		git_tree_entry_free(entry);
	}
	examine_objects(all, &base);
	examine_history(all, place, &base.commit);
}

void repository_examine(struct diagnoses *all, const struct surroundings *place)
{
	struct diagnosis *one = diagnosis_add(all, "clone", "repository", DIAGNOSIS_OK);

	if (place->repository) {
		one->found = xstrdup(git_repository_path(place->repository));
		examine_base(all, place);
	} else {
		one->state = DIAGNOSIS_MISSING;
		one->why = xasprintf("there is none at %s", place->repo);
		one->mend = xstrdup("cd to a clone of Linux, or name it with --repo or "
				    "treewide.repo");
	}
	examine_identity(all, place);
}
