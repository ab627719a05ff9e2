// SPDX-License-Identifier: GPL-2.0
/* Makes a scratch clone for b4, and takes back what b4 made. */
#include "mail/clone.h"

#include "git/base.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/state.h"

#define TIMEOUT 600 /* seconds */
#define MAX_COMMITS 20000

struct oids {
	git_oid *v;
	size_t nr, alloc;
};

static void free_oids(struct oids *oids)
{
	free(oids->v);
}

/* Settings of the repository itself; those of the user are seen by git anyway. */
static bool is_wanted_ref(const char *key, const char *branch)
{
	char *own CLEANUP(free_text) = xasprintf("branch.%s.", branch);

	return starts_with_one_of(key, TEXTS("user.", "b4.", "sendemail.", "patatt.", "gpg.",
					     "credential.", "http.", own));
}

static int copy_entries(git_config *to, git_config *from, const char *branch)
{
	git_config_iterator *iterator;
	git_config_entry *entry;
	int result = 0;

	if (git_config_iterator_new(&iterator, from) < 0)
		return -1;
	while (result == 0 && git_config_next(&entry, iterator) == 0)
		if (entry->value && is_wanted_ref(entry->name, branch))
			result = git_config_set_multivar(to, entry->name, "^$a", entry->value);
	git_config_iterator_free(iterator);
	return result;
}

static int copy_config(git_repository *clone, const struct base *base, const char *branch)
{
	git_config *whole CLEANUP(free_config) = NULL;
	git_config *from CLEANUP(free_config) = NULL;
	git_config *to CLEANUP(free_config) = NULL;
	char *strategy CLEANUP(free_text) = xasprintf("branch.%s.b4-prep-cover-strategy", branch);

	if (git_repository_config(&whole, base->repo) < 0 ||
	    git_config_open_level(&from, whole, GIT_CONFIG_LEVEL_LOCAL) < 0 ||
	    git_repository_config(&to, clone) < 0 || copy_entries(to, from, branch) < 0 ||
	    git_config_set_string(to, strategy, "commit") < 0 ||
	    git_config_set_bool(to, "core.sparseCheckout", 1) < 0 ||
	    git_config_set_bool(to, "core.sparseCheckoutCone", 0) < 0)
		return fail_git("cannot copy the settings of %s",
				git_repository_path(base->repo));
	return 0;
}

static int copy_tag(const char *name, git_oid *oid, void *payload)
{
	git_repository *clone = payload;
	git_reference *made CLEANUP(free_reference) = NULL;

	if (!starts_with(name, "refs/tags/sent/"))
		return 0;
	return git_reference_create(&made, clone, name, oid, 0, NULL);
}

static int set_refs(git_repository *clone, const struct clone *us)
{
	git_reference *branch CLEANUP(free_reference) = NULL;
	git_reference *head CLEANUP(free_reference) = NULL;
	char *ref CLEANUP(free_text) = xasprintf("refs/heads/%s", us->branch);

	if (git_reference_create(&branch, clone, ref, &us->tip, 1, NULL) < 0 ||
	    git_reference_symbolic_create(&head, clone, "HEAD", ref, 1, NULL) < 0 ||
	    git_tag_foreach(us->base->repo, copy_tag, clone) < 0)
		return fail_git("cannot set the branch of the scratch clone");
	return 0;
}

/* Write @text to a file in the git folder of the clone. */
static int put_clone_file(const struct clone *clone, const char *name, const char *text)
{
	char *path CLEANUP(free_text) = xasprintf("%s/.git/%s", clone->dir, name);

	return io_write(path, text, strlen(text));
}

static int share_objects(const struct clone *clone)
{
	git_buf objects = GIT_BUF_INIT;
	char *shallow CLEANUP(free_text) = NULL;

	if (git_repository_item_path(&objects, clone->base->repo, GIT_REPOSITORY_ITEM_OBJECTS) < 0)
		return fail_git("cannot find the objects of the repository");
	char *line CLEANUP(free_text) = xasprintf("%s\n", objects.ptr);
	git_buf_dispose(&objects);
	if (put_clone_file(clone, "objects/info/alternates", line) < 0 ||
	    put_clone_file(clone, "info/sparse-checkout", "/.b4-config\n") < 0)
		return -1;
	shallow = xasprintf("%sshallow", git_repository_commondir(clone->base->repo));
	if (access(shallow, R_OK) != 0)
		return 0;
	char *graft CLEANUP(free_text) = io_read(shallow, NULL);
	return graft ? put_clone_file(clone, "shallow", graft) : -1;
}

static int fill_index(const struct clone *clone, struct state *state)
{
	static const char *const env[] = { "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE",
					   "GIT_OBJECT_DIRECTORY",
					   "GIT_ALTERNATE_OBJECT_DIRECTORIES", NULL };
	const char *const argv[] = { "git", "read-tree", "-mu", "HEAD", NULL };
	char *log CLEANUP(free_text) = xasprintf("%s/read-tree.log", state->tmp);
	struct job job = { .argv = argv, .env = env, .dir = clone->dir, .log = log,
			   .timeout = TIMEOUT };

	if (job_run(&job) < 0)
		return -1;
	char *text CLEANUP(free_text) = io_read(log, NULL);
	if (job.exit || job.timed_out)
		return fail_system("git read-tree failed in the scratch clone (exit %d): %.300s",
				   job.exit, text ? text : "");
	return 0;
}

int clone_make(struct clone *clone, struct state *state, const struct base *base,
	       const char *branch)
{
	git_repository *made CLEANUP(free_repository) = NULL;
	git_repository *opened CLEANUP(free_repository) = NULL;
	char *ref CLEANUP(free_text) = xasprintf("refs/heads/%s", branch);

	clone->base = base;
	clone->branch = xstrdup(branch);
	clone->dir = xasprintf("%s/b4", state->tmp);
	if (git_reference_name_to_id(&clone->tip, base->repo, ref) < 0)
		return fail_usage("there is no branch %s: run treewide generate first", branch);
	if (io_remove(clone->dir) < 0)
		return -1;
	if (git_repository_init(&made, clone->dir, 0) < 0)
		return fail_git("cannot make the scratch clone %s", clone->dir);
	if (share_objects(clone) < 0)
		return -1;
	if (git_repository_open(&opened, clone->dir) < 0)
		return fail_git("cannot open the scratch clone %s", clone->dir);
	if (set_refs(opened, clone) < 0 || copy_config(opened, base, branch) < 0)
		return -1;
	return fill_index(clone, state);
}

/* Copy one object that is no tree: those b4 leaves as they are. */
static int copy_object(git_odb *from, const struct base *base, const git_oid *id)
{
	git_odb_object *object CLEANUP(free_odb_object) = NULL;
	git_oid out;

	if (git_odb_read(&object, from, id) < 0 ||
	    git_odb_write(&out, base->odb, git_odb_object_data(object),
			  git_odb_object_size(object), git_odb_object_type(object)) < 0)
		return fail_git("cannot copy %s to the repository", git_oid_tostr_s(id));
	return 0;
}

/* The commits from @tip on that the repository does not have; parents first. */
static int bring_commits(git_repository *clone, git_odb *from, const struct base *base,
			 const git_oid *tip)
{
	struct oids oids CLEANUP(free_oids) = { 0 };
	git_oid at = *tip;

	while (!git_odb_exists(base->odb, &at)) {
		git_commit *commit CLEANUP(free_commit) = NULL;

		if (oids.nr > MAX_COMMITS || git_commit_lookup(&commit, clone, &at) < 0 ||
		    git_commit_parentcount(commit) != 1)
			return fail_git("what b4 made is not a chain of commits");
		if (!git_odb_exists(base->odb, git_commit_tree_id(commit)))
			return fail_system("b4 changed files: commit %s", git_oid_tostr_s(&at));
		*LIST_ADD(&oids) = at;
		git_oid_cpy(&at, git_commit_parent_id(commit, 0));
	}
	while (oids.nr)
		if (copy_object(from, base, &oids.v[--oids.nr]) < 0)
			return -1;
	return 0;
}

struct ref_search {
	const struct base *base;
	struct reroll *reroll;
};

static int find_b4_tag(const char *name, git_oid *oid, void *payload)
{
	struct ref_search *search = payload;
	git_oid there;

	if (git_reference_name_to_id(&there, search->base->repo, name) == 0)
		return 0;
	free(search->reroll->tag);
	search->reroll->tag = xstrdup(name + strlen("refs/tags/"));
	git_oid_cpy(&search->reroll->tag_id, oid);
	return 0;
}

static int bring_tag(git_repository *clone, git_odb *from, const struct base *base,
		     const struct reroll *reroll)
{
	git_object *object CLEANUP(free_object) = NULL;
	git_object *commit CLEANUP(free_object) = NULL;

	if (!reroll->tag)
		return 0;
	if (git_object_lookup(&object, clone, &reroll->tag_id, GIT_OBJECT_ANY) < 0 ||
	    git_object_peel(&commit, object, GIT_OBJECT_COMMIT) < 0)
		return fail_git("cannot read the tag %s that b4 made", reroll->tag);
	if (bring_commits(clone, from, base, git_object_id(commit)) < 0)
		return -1;
	return copy_object(from, base, &reroll->tag_id);
}

int clone_bring(const struct clone *clone, struct reroll *reroll)
{
	git_repository *repo CLEANUP(free_repository) = NULL;
	git_odb *odb CLEANUP(free_odb) = NULL;
	char *ref CLEANUP(free_text) = xasprintf("refs/heads/%s", clone->branch);
	struct ref_search search = { clone->base, reroll };

	if (git_repository_open(&repo, clone->dir) < 0 || git_repository_odb(&odb, repo) < 0 ||
	    git_reference_name_to_id(&reroll->tip, repo, ref) < 0 ||
	    git_tag_foreach(repo, find_b4_tag, &search) < 0)
		return fail_git("cannot read what b4 made in the scratch clone");
	if (git_oid_equal(&reroll->tip, &clone->tip))
		return fail_system("b4 said that it had sent the series, but made no next version");
	if (bring_commits(repo, odb, clone->base, &reroll->tip) < 0)
		return -1;
	return bring_tag(repo, odb, clone->base, reroll);
}

void clone_release(struct clone *clone)
{
	if (clone->dir)
		io_remove(clone->dir);
	FREE_ALL(clone->dir, clone->branch);
	*clone = (struct clone){ 0 };
}

void reroll_release(struct reroll *reroll)
{
	free(reroll->tag);
	*reroll = (struct reroll){ 0 };
}
