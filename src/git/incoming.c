// SPDX-License-Identifier: GPL-2.0
/* Makes commits of a mailbox or of the index in an object store of our own. */
#include "git/incoming.h"

#include "git/base.h"
#include "git/gitcmd.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/state.h"

#include <sys/stat.h>

#define TIMEOUT 3600 /* seconds: some thousand mails */
/* Nobody has written a message yet: one in which the base's scripts find nothing. */
#define STAGED_BODY "These are the changes in the index, which have no message of their own yet."
#define COMMITTER "GIT_COMMITTER_NAME=treewide", "GIT_COMMITTER_EMAIL=treewide@localhost"

/* One folder of git's own for one run, whose objects go to the store. */
struct workplace {
	const struct state *state;
	char *store;			/* <state>/incoming.git */
	char *git_dir, *index, *folder, *objects;	/* variables for git */
	char *out, *log;
	struct strlist environment;
};

static void workplace_release(struct workplace *place)
{
	char **texts[] = { &place->store, &place->git_dir, &place->index, &place->folder,
			   &place->objects, &place->out, &place->log };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		free(*texts[i]);
	strlist_release(&place->environment);
}

static char *store_path(const struct state *state)
{
	return xasprintf("%s/incoming.git", state->dir);
}

/* The store, made where it is not there, borrows from the repository of @base. */
static int make_store(const struct state *state, const struct base *base)
{
	git_repository *made CLEANUP(free_repository) = NULL;
	char *dir CLEANUP(free_text) = store_path(state);
	char *info CLEANUP(free_text) = xasprintf("%s/objects/info/alternates", dir);
	char *lender CLEANUP(free_text) =
		xasprintf("%s/objects\n", git_repository_commondir(base->repo));

	/* commondir ends with a slash */
	char *twice = strstr(lender, "//objects\n");

	if (twice)
		memmove(twice, twice + 1, strlen(twice));
	if (git_repository_init(&made, dir, true) < 0)
		return fail_git("cannot make %s", dir);
	return io_write(info, lender, strlen(lender));
}

/* A variable that is unset for other calls, and set for these. */
static bool is_ours(const struct workplace *place, const char *name)
{
	const char *ours[] = { place->git_dir, place->index, place->folder, place->objects };

	for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++)
		if (starts_with(ours[i], name) && ours[i][strlen(name)] == '=')
			return true;
	return false;
}

static int workplace_open(struct workplace *place, const struct state *state,
			  const struct base *base, const char *git_dir)
{
	const char *const *hidden = gitcmd_environment();

	place->state = state;
	place->store = store_path(state);
	place->git_dir = xasprintf("GIT_DIR=%s", git_dir);
	place->index = xasprintf("GIT_INDEX_FILE=%s/incoming.index", state->tmp);
	place->folder = xasprintf("GIT_WORK_TREE=%s/incoming", state->tmp);
	place->objects = xasprintf("GIT_OBJECT_DIRECTORY=%s/objects", place->store);
	place->out = xasprintf("%s/incoming.out", state->tmp);
	place->log = xasprintf("%s/incoming.log", state->tmp);
	for (size_t i = 0; hidden[i]; i++)
		if (!is_ours(place, hidden[i]))
			strlist_add(&place->environment, hidden[i]);
	STRLIST_ADD(&place->environment, COMMITTER, place->git_dir, place->index, place->folder,
		    place->objects);
	return make_store(state, base) < 0 || io_mkdirs(place->folder + strlen("GIT_WORK_TREE=")) <
						      0 ? -1 : 0;
}

/* Run git there with these words: its exit code in @code; -1: it could not be run. */
static int run_git(const struct workplace *place, const char *const *words, int *code)
{
	static const char *const settings[] = { "git", "-c", "core.hooksPath=/dev/null", "-c",
						"commit.gpgSign=false", "-c",
						"core.attributesFile=/dev/null", "-c",
						"core.bare=false", "-c", "gc.auto=0", "-c",
						"safe.directory=*", NULL };
	struct strlist argv CLEANUP(strlist_release) = { 0 };
	const char **env CLEANUP(free_memory) = strlist_array(&place->environment);
	const char *writes[] = { place->state->tmp, place->store, NULL };
	struct job job = { .log = place->log, .out = place->out, .timeout = TIMEOUT,
			   .writes = writes, .repository = true };

	strlist_add_array(&argv, settings);
	strlist_add_array(&argv, words);
	const char **args CLEANUP(free_memory) = strlist_array(&argv);
	job.dir = place->folder + strlen("GIT_WORK_TREE=");
	job.argv = args;
	job.env = env;
	if (job_run(&job) < 0)
		return -1;
	if (job.timed_out)
		return fail_system("git %s took longer than %d s", words[0], TIMEOUT);
	*code = job.exit;
	return 0;
}

/* The same for what must not go wrong. */
static int must_run(const struct workplace *place, const char *const *words)
{
	int code;

	if (run_git(place, words, &code) < 0)
		return -1;
	if (!code)
		return 0;
	char *log CLEANUP(free_text) = io_read(place->log, NULL);
	return fail_system("git %s failed (exit %d): %.300s", words[0], code, log ? log : "");
}

/* The id that the last call printed. */
static int read_id(const struct workplace *place, git_oid *id)
{
	char *text CLEANUP(free_text) = io_read(place->out, NULL);

	if (!text)
		return -1;
	text[strcspn(text, "\n")] = '\0';
	return git_oid_fromstr(id, text) < 0 ? fail_git("git printed no id: %.60s", text) : 0;
}

/*
 * Mails
 */
/* "base-commit: 0123..." in a text; NULL: none. */
static char *find_base(const char *text)
{
	static const char label[] = "base-commit: ";

	for (const char *at = text; (at = strstr(at, label)); at++) {
		const char *id = at + strlen(label);
		size_t len = strspn(id, "0123456789abcdef");

		if ((at == text || at[-1] == '\n') && len >= 12)
			return xstrndup(id, len);
	}
	return NULL;
}

static int find_base_in(const char *dir, char **rev)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	if (io_list(&names, dir) < 0)
		return -1;
	FOR_EACH(name, &names) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, *name);

		if (*rev || **name == '.')
			continue;
		char *text CLEANUP(free_text) = io_read(path, NULL);
		if (!text)
			return -1;
		*rev = find_base(text);
	}
	return 0;
}

int incoming_base(const char *mbox, char **rev)
{
	struct stat status;

	*rev = NULL;
	if (stat(mbox, &status) < 0)
		return fail_usage("--mbox %s: no such file", mbox);
	if (S_ISDIR(status.st_mode)) {
		char *cur CLEANUP(free_text) = xasprintf("%s/cur", mbox);
		char *new CLEANUP(free_text) = xasprintf("%s/new", mbox);

		return find_base_in(cur, rev) < 0 ? -1 : find_base_in(new, rev);
	}
	char *text CLEANUP(free_text) = io_read(mbox, NULL);
	if (!text)
		return -1;
	*rev = find_base(text);
	return 0;
}

/* The lines of git am that say which mail it was, and why. */
static int fail_mail(const struct workplace *place, const char *mbox)
{
	char *out CLEANUP(free_text) = io_read(place->out, NULL);
	char *log CLEANUP(free_text) = io_read(place->log, NULL);
	const char *which = out ? strstr(out, "Patch failed at ") : NULL;
	const char *why = log ? strstr(log, "error: ") : NULL;

	if (!which)
		which = log ? strstr(log, "Patch failed at ") : NULL;
	if (!which)
		return fail_usage("%s: git am can make no patch of it: %.300s", mbox,
				  why ? why : log ? log : "");
	return fail_no("%s: mail %.*s does not apply: %.*s", mbox,
		       (int)strcspn(which + 16, "\n"), which + 16,
		       why ? (int)strcspn(why, "\n") : 0, why ? why : "");
}

static int apply_mails(const struct workplace *place, const struct base *base, const char *mbox,
		       const char *name)
{
	char id[GIT_OID_HEXSZ + 1];
	const char *init[] = { "init", "-q", NULL };
	const char *head[] = { "update-ref", "--no-deref", "HEAD", id, NULL };
	const char *tree[] = { "read-tree", id, NULL };
	const char *am[] = { "am", "--3way", "--empty=drop", "--no-gpg-sign", "--no-scissors",
			     "--committer-date-is-author-date", mbox, NULL };
	int code;

	git_oid_tostr(id, sizeof(id), &base->commit);
	if (must_run(place, init) < 0 || must_run(place, head) < 0 || must_run(place, tree) < 0 ||
	    run_git(place, am, &code) < 0)
		return -1;
	return code ? fail_mail(place, name) : 0;
}

static int copy_file(const char *from, const char *to)
{
	size_t len;
	char *data CLEANUP(free_text) = io_read(from, &len);

	return data ? io_write(to, data, len) : -1;
}

static int copy_folder(const char *from, const char *to)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	if (io_list(&names, from) < 0 || io_mkdirs(to) < 0)
		return -1;
	FOR_EACH(name, &names) {
		char *source CLEANUP(free_text) = xasprintf("%s/%s", from, *name);
		char *copy CLEANUP(free_text) = xasprintf("%s/%s", to, *name);

		if (**name != '.' && copy_file(source, copy) < 0)
			return -1;
	}
	return 0;
}

/* Where git is sure to see the mails: what runs in a sandbox does not see the user's folders. */
static int copy_mails(const char *mbox, const char *to)
{
	static const char *const parts[] = { "cur", "new" };
	struct stat status;

	if (stat(mbox, &status) < 0)
		return fail_usage("--mbox %s: no such file", mbox);
	if (!S_ISDIR(status.st_mode))
		return copy_file(mbox, to);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		char *from CLEANUP(free_text) = xasprintf("%s/%s", mbox, parts[i]);
		char *copy CLEANUP(free_text) = xasprintf("%s/%s", to, parts[i]);

		if (copy_folder(from, copy) < 0)
			return -1;
	}
	return 0;
}

int incoming_mails(git_oid *tip, const struct state *state, const struct base *base,
		   const char *mbox)
{
	static const char *const head[] = { "rev-parse", "--verify", "HEAD", NULL };
	struct workplace place CLEANUP(workplace_release) = { 0 };
	char *dir CLEANUP(free_text) = xasprintf("%s/incoming.am", state->tmp);
	char *mails CLEANUP(free_text) = xasprintf("%s/incoming.mails", state->tmp);

	if (copy_mails(mbox, mails) < 0 || workplace_open(&place, state, base, dir) < 0 ||
	    apply_mails(&place, base, mails, mbox) < 0 || must_run(&place, head) < 0 ||
	    read_id(&place, tip) < 0)
		return -1;
	if (git_oid_equal(tip, &base->commit))
		return fail_usage("--mbox %s: no mail in it holds a patch", mbox);
	return 0;
}

/*
 * The index
 */
static int copy_index(const struct workplace *place, const struct base *base)
{
	char *path CLEANUP(free_text) = xasprintf("%sindex", git_repository_path(base->repo));
	size_t len = 0;
	char *data CLEANUP(free_text) = access(path, F_OK) == 0 ? io_read(path, &len) : NULL;

	if (!data)
		return fail_usage("%s: there is no index here, so nothing is staged", path);
	return io_write(place->index + strlen("GIT_INDEX_FILE="), data, len);
}

static int write_staged(const struct workplace *place, const struct base *base, git_oid *tree)
{
	static const char *const words[] = { "write-tree", NULL };
	char *log CLEANUP(free_text) = NULL;
	int code;

	if (run_git(place, words, &code) < 0)
		return -1;
	if (code) {
		log = io_read(place->log, NULL);
		return fail_usage("the index cannot be read as a tree (are paths unmerged?): "
				  "%.200s", log ? log : "");
	}
	if (read_id(place, tree) < 0)
		return -1;
	return git_oid_equal(tree, &base->tree) ? fail_usage("nothing is staged: see git add") : 0;
}

int incoming_index(git_oid *tip, const struct state *state, const struct base *base)
{
	struct workplace place CLEANUP(workplace_release) = { 0 };
	char tree_id[GIT_OID_HEXSZ + 1], parent[GIT_OID_HEXSZ + 1];
	const char *words[] = { "-c", "user.name=treewide", "-c", "user.email=treewide@localhost",
				"commit-tree", "-p", parent, "-m", "What is staged", "-m",
				STAGED_BODY, "-m",
				"Signed-off-by: treewide <treewide@localhost>", tree_id, NULL };
	git_oid tree;

	if (workplace_open(&place, state, base, git_repository_path(base->repo)) < 0)
		return -1;
	strlist_add(&place.environment, "GIT_AUTHOR_DATE=@0 +0000");
	strlist_add(&place.environment, "GIT_COMMITTER_DATE=@0 +0000");
	if (copy_index(&place, base) < 0 || write_staged(&place, base, &tree) < 0)
		return -1;
	git_oid_tostr(tree_id, sizeof(tree_id), &tree);
	git_oid_tostr(parent, sizeof(parent), &base->commit);
	return must_run(&place, words) < 0 ? -1 : read_id(&place, tip);
}

int incoming_open(struct base *base, const struct state *state)
{
	char *dir CLEANUP(free_text) = store_path(state);
	char *rev CLEANUP(free_text) = xstrdup(base->rev);
	char id[GIT_OID_HEXSZ + 1];

	git_oid_tostr(id, sizeof(id), &base->commit);
	base_release(base);
	return base_open(base, dir, NULL) < 0 ? -1 : base_choose(base, id, rev);
}
