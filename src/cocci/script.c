// SPDX-License-Identifier: GPL-2.0
/* Runs a program of the campaign that converts files. */
#include "cocci/script.h"

#include "campaign/campaign.h"
#include "cocci/candidate.h"
#include "cocci/convert.h"
#include "csrc/homonym.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/confine.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"

#include <fts.h>
#include <sys/stat.h>

#define STAGE "script"
#define VERSION "1"	/* of how it is run */
#define TIMEOUT 600	/* seconds */
#define SAID 300	/* bytes of its log in a message */

/* One run: a folder with the program, what it uses, and the tree that it works in. */
struct script_job {
	const struct overlay *overlay;
	const struct step *step;
	const struct files *files;
	char *root, *tree, *program;
};

static void job_release(struct script_job *run)
{
	if (run->root)
		io_remove(run->root);
	FREE_ALL(run->root, run->tree, run->program);
}

static void take_found(struct files *out, const struct files *found)
{
	FOR_EACH(file, found) {
		struct file *copy = LIST_ADD(out);

		*copy = *file;
		copy->path = xstrdup(file->path);
	}
}

/* All files of the scope, or those that hold one of the words, as the steps before left them. */
int script_files(struct files *out, const struct overlay *overlay, const struct step *step)
{
	struct files all CLEANUP(files_release) = { 0 };
	struct files sources CLEANUP(files_release) = { 0 };
	struct files others CLEANUP(files_release) = { 0 };

	overlay_files(&all, overlay);
	if (!step->words.nr) {
		FOR_EACH(file, &all)
			if (campaign_covers(overlay->campaign, &step->scope, file->path))
				take_found(out, &(struct files){ .v = file, .nr = 1 });
		return 0;
	}
	if (candidates_find(&sources, overlay->state, overlay->base, &all, &overlay->tree,
			    overlay->campaign, &step->scope, &step->words) < 0 ||
	    candidates_find_other(&others, overlay->state, overlay->base, &all, &overlay->tree,
				  overlay->campaign, &step->scope, &step->words) < 0)
		return -1;
	take_found(out, &sources);
	take_found(out, &others);
	files_sort(out);
	return 0;
}

/* A file of the campaign by its name and all of its bytes. */
static int add_content(struct digest *digest, const char *path)
{
	size_t len;
	char *data CLEANUP(free_text) = io_read(path, &len);
	git_oid oid;

	if (!data)
		return -1;
	if (git_odb_hash(&oid, data, len, GIT_OBJECT_BLOB) < 0)
		return fail_git("cannot hash %s", path);
	DIGEST_ADD(digest, path_leaf(path), &oid);
	return 0;
}

static int key_of_run(git_oid *key, const struct step *step, const struct files *files)
{
	struct digest digest CLEANUP(digest_release) = { 0 };

	digest_text(&digest, VERSION);
	if (add_content(&digest, step->script) < 0)
		return -1;
	FOR_EACH(use, &step->uses)
		if (add_content(&digest, *use) < 0)
			return -1;
	FOR_EACH(file, files) {
		char *mode CLEANUP(free_text) = xasprintf("%o", file->mode);

		DIGEST_ADD(&digest, file->path, mode, &file->oid);
	}
	*key = digest_end(&digest);
	return 0;
}

static int make_folder_above(const char *path)
{
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(path_leaf(path) - path));

	return io_mkdirs(folder);
}

static int put_given_file(const struct script_job *run, const struct file *file)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", run->tree, file->path);
	size_t len;
	char *data CLEANUP(free_text) = base_read(run->overlay->base, &file->oid, &len);

	if (!data || make_folder_above(path) < 0)
		return -1;
	if (file->mode == GIT_FILEMODE_LINK)
		return symlink(data, path) < 0 ? fail_errno("cannot make %s", path) : 0;
	if (io_write(path, data, len) < 0)
		return -1;
	return chmod(path, file->mode == GIT_FILEMODE_BLOB_EXECUTABLE ? 0755 : 0644) < 0 ?
		fail_errno("cannot write %s", path) : 0;
}

/* A copy that can be executed: where the campaign stands nothing can be seen from inside. */
static int copy_program(const struct script_job *run, const char *from, char **to)
{
	char *path = xasprintf("%s/campaign/%s", run->root, path_leaf(from));
	size_t len;
	char *text CLEANUP(free_text) = io_read(from, &len);

	*to = path;
	if (!text || make_folder_above(path) < 0 || io_write(path, text, len) < 0)
		return -1;
	return chmod(path, 0755) < 0 ? fail_errno("cannot write %s", path) : 0;
}

static int prepare(struct script_job *run)
{
	run->root = io_mktemp(run->overlay->state->tmp);
	if (!run->root)
		return -1;
	run->tree = xasprintf("%s/tree", run->root);
	if (io_mkdirs(run->tree) < 0 || copy_program(run, run->step->script, &run->program) < 0)
		return -1;
	FOR_EACH(use, &run->step->uses) {
		char *copy CLEANUP(free_text) = NULL;

		if (copy_program(run, *use, &copy) < 0)
			return -1;
	}
	FOR_EACH(file, run->files)
		if (file->mode != GIT_FILEMODE_COMMIT && put_given_file(run, file) < 0)
			return -1;
	return 0;
}

/* What it printed last; owned by the caller. */
static char *said_last(const struct job *job)
{
	char *said = job_said(job);
	size_t len = strlen(said), from = len > SAID ? len - SAID : 0;
	char *text = xstrdup(said + from);

	free(said);
	for (char *at = text; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = ' ';
	return text;
}

static int judge_end(const struct script_job *run, const struct job *job)
{
	char *said CLEANUP(free_text) = said_last(job);
	const char *name = run->step->script;

	if (job->stopped)
		return fail_no("%s was stopped: %s", name, job->stopped);
	if (job->timed_out)
		return fail_no("%s did not end in %u s", name, job->timeout);
	if (job->exit > 128)
		return fail_no("%s was ended by signal %d: %s", name, job->exit - 128, said);
	return job->exit ? fail_no("%s left with exit code %d: %s", name, job->exit, said) : 0;
}

static int start(const struct script_job *run, struct job *job)
{
	const struct strlist nothing = { 0 };
	const struct confine_scope scope = { .root = run->root, .hidden = &nothing,
					     .repository = &nothing };

	if (confine_is_on())
		return job_run(job);
	if (confine_begin(&scope, run->root) < 0)
		return fail_context("%s runs in a sandbox only", run->step->script);
	int result = job_run(job);
	confine_end();
	return result;
}

static int run_once(const struct script_job *run)
{
	const char *argv[] = { run->program, NULL };
	const char *writes[] = { run->tree, NULL };
	char *log CLEANUP(free_text) = xasprintf("%s/log", run->root);
	char *folder CLEANUP(free_text) = xasprintf("TREEWIDE_CAMPAIGN=%s/campaign", run->root);
	const char *env[] = { folder, NULL };
	struct job job = { .argv = argv, .env = env, .dir = run->tree, .log = log,
			   .writes = writes };

	job.timeout = run->step->timeout ? (unsigned)atoi(run->step->timeout) : TIMEOUT;
	return start(run, &job) < 0 ? -1 : judge_end(run, &job);
}

static unsigned mode_of(const struct stat *st)
{
	if (S_ISLNK(st->st_mode))
		return GIT_FILEMODE_LINK;
	return st->st_mode & S_IXUSR ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB;
}

static int store_file(git_oid *oid, const struct script_job *run, const char *path, unsigned mode)
{
	char link[PATH_MAX];
	size_t len;

	if (mode == GIT_FILEMODE_LINK) {
		ssize_t size = readlink(path, link, sizeof(link));

		return size < 0 ? fail_errno("cannot read %s", path) :
				  base_write(run->overlay->base, link, (size_t)size, oid);
	}
	char *data CLEANUP(free_text) = io_read(path, &len);
	return data ? base_write(run->overlay->base, data, len, oid) : -1;
}

/* A file that stands there now. */
static int read_found(struct files *found, const struct script_job *run, const FTSENT *entry)
{
	const char *path = entry->fts_path + strlen(run->tree) + 1;
	unsigned mode = mode_of(entry->fts_statp);
	git_oid oid;

	if (store_file(&oid, run, entry->fts_path, mode) < 0)
		return -1;
	struct file *file = LIST_ADD(found);
	*file = (struct file){ .path = xstrdup(path), .mode = mode };
	git_oid_cpy(&file->oid, &oid);
	return 0;
}

static int read_result_tree(struct files *found, const struct script_job *run)
{
	char *const roots[] = { run->tree, NULL };
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	int result = walk ? 0 : fail_errno("cannot look through %s", run->tree);

	for (FTSENT *entry; result == 0 && (entry = fts_read(walk));) {
		if (entry->fts_info == FTS_F || entry->fts_info == FTS_SL ||
		    entry->fts_info == FTS_SLNONE)
			result = read_found(found, run, entry);
		else if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR)
			result = fail_system("cannot look through %s", entry->fts_path);
	}
	if (walk)
		fts_close(walk);
	files_sort(found);
	return result;
}

/* The files that stand there when it has ended. */
static int run_fresh(struct files *found, const struct overlay *overlay, const struct step *step,
		     const struct files *files)
{
	struct script_job run CLEANUP(job_release) = { overlay, step, files, NULL, NULL, NULL };

	if (prepare(&run) < 0 || run_once(&run) < 0)
		return -1;
	return read_result_tree(found, &run);
}

static bool is_same_file(const struct file *a, const struct file *b)
{
	return a && b && a->mode == b->mode && git_oid_equal(&a->oid, &b->oid);
}

/* Twice the same, or it depends on something that no key can hold. */
static int check_twice(const struct step *step, const struct files *first,
		       const struct files *second)
{
	const struct files *sides[] = { first, second };

	for (int i = 0; i < 2; i++)
		FOR_EACH(file, sides[i])
			if (!is_same_file(file, files_find(sides[!i], file->path)))
				return fail_no("%s made something else of %s the second time: a "
					       "script must depend on nothing but its "
					       "files", step->script,
					       file->path);
	return 0;
}

/* A file that it makes must be one of its scope, and none that it was not given. */
static int check_new_files(const struct overlay *overlay, const struct step *step,
			   const struct files *files, const struct files *found)
{
	FOR_EACH(file, found) {
		const struct file *there = files_find(overlay->over, file->path);

		if (files_find(files, file->path))
			continue;
		if (!there)
			there = files_find(overlay->all, file->path);
		if (there && !git_oid_is_zero(&there->oid))
			return fail_no("%s makes %s, which is there already and which it was not "
				       "given: name its scope or its words", step->script,
				       file->path);
		if (!campaign_covers(overlay->campaign, &step->scope, file->path))
			return fail_no("%s makes %s, which is out of its scope", step->script,
				       file->path);
	}
	return 0;
}

/* The blob of nothing has the same id everywhere. */
static bool is_empty(const git_oid *oid)
{
	return !strcmp(git_oid_tostr_s(oid), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
}

static int check_result(const struct overlay *overlay, const struct step *step,
			const struct files *files, const struct files *found)
{
	size_t kept = 0;

	FOR_EACH(file, files) {
		const struct file *now = files_find(found, file->path);

		kept += now && (!is_empty(&now->oid) || is_empty(&file->oid));
	}
	if (!kept && files->nr == 1 && !found->nr)
		return fail_no("%s deletes the only file that it was given", step->script);
	if (!kept && files->nr && !found->nr)
		return fail_no("%s deletes all %zu files that it was given", step->script,
			       files->nr);
	if (!kept && files->nr > 1)
		return fail_no("%s empties or deletes all %zu files that it was given",
			       step->script, files->nr);
	return check_new_files(overlay, step, files, found);
}

static json_t *fact_of(const struct files *found)
{
	json_t *rows = json_array();

	FOR_EACH(file, found)
		json_array_append_new(rows, json_pack("[s, i, o]", file->path, (int)file->mode,
						      json_oid(&file->oid)));
	return rows;
}

/* False where a blob of the fact is not there any more. */
static bool read_fact(struct files *found, const struct base *base, const json_t *fact)
{
	git_odb *odb CLEANUP(free_odb) = NULL;

	if (!json_is_array(fact) || git_repository_odb(&odb, base->repo) < 0)
		return false;
	FOR_EACH_JSON(row, fact) {
		struct file *file = LIST_ADD(found);
		const char *path = json_string_value(json_array_get(row, 0));
		const char *oid = json_string_value(json_array_get(row, 2));

		file->path = xstrdup(path ? path : "");
		file->mode = (unsigned)json_integer_value(json_array_get(row, 1));
		if (!oid || git_oid_fromstr(&file->oid, oid) < 0 ||
		    !git_odb_exists(odb, &file->oid))
			return false;
	}
	files_sort(found);
	return true;
}

static int find_result(struct files *found, const struct overlay *overlay,
		       const struct step *step, const struct files *files, bool *reused)
{
	struct fact fact CLEANUP(fact_release) = { overlay->state->ledger, STAGE, { { 0 } }, NULL };
	struct files again CLEANUP(files_release) = { 0 };

	if (key_of_run(&fact.key, step, files) < 0)
		return -1;
	int known = fact_recall(&fact);
	if (known < 0)
		return -1;
	*reused = known && read_fact(found, overlay->base, fact.value);
	if (*reused)
		return 0;
	files_release(found);
	*found = (struct files){ 0 };
	if (run_fresh(found, overlay, step, files) < 0 ||
	    run_fresh(&again, overlay, step, files) < 0 || check_twice(step, found, &again) < 0 ||
	    check_result(overlay, step, files, found) < 0)
		return -1;
	return fact_keep(&fact, fact_of(found));
}

static int find_words_left(struct change *change, const struct base *base,
			   const struct step *step)
{
	const struct strlist no_members = { 0 };
	size_t len;

	if (git_oid_is_zero(&change->after) || !step->residue.nr || !is_c_file(change->path))
		return 0;
	char *text CLEANUP(free_text) = base_read(base, &change->after, &len);
	if (!text)
		return -1;
	strlist_add_all(change->words, &step->residue);
	strlist_sort(change->words);
	cuses_find(&change->residue, text, len, change->words);
	homonyms_drop(&change->residue, text, len, &no_members);
	return 0;
}

/* What became of a file that was there; @now is NULL where it is gone. */
static void add_altered(struct changes *changes, const struct file *was, const struct file *now,
			bool reused)
{
	const git_oid none = { { 0 } };
	struct change *change = changes_add(changes, was->path, now ? now->mode : was->mode,
					    &was->oid);

	change->mode_before = was->mode;
	git_oid_cpy(&change->after, now ? &now->oid : &none);
	change->reused = reused;
}

static void add_new(struct changes *changes, const struct file *now, bool reused)
{
	const git_oid none = { { 0 } };
	struct change *change = changes_add(changes, now->path, now->mode, &none);

	change->mode_before = now->mode;
	git_oid_cpy(&change->after, &now->oid);
	change->reused = reused;
}

static int add_changes(struct changes *changes, const struct files *files,
		       const struct files *found, bool reused)
{
	FOR_EACH(file, files)
		add_altered(changes, file, files_find(found, file->path), reused);
	FOR_EACH(file, found)
		if (!files_find(files, file->path))
			add_new(changes, file, reused);
	return 0;
}

static int by_change_path(const void *a, const void *b)
{
	const struct change *left = a, *right = b;

	return strcmp(left->path, right->path);
}

int script_run(struct changes *changes, const struct overlay *overlay, const struct step *step,
	       const struct files *files)
{
	struct files found CLEANUP(files_release) = { 0 };
	bool reused;

	if (find_result(&found, overlay, step, files, &reused) < 0 ||
	    add_changes(changes, files, &found, reused) < 0)
		return -1;
	LIST_SORT(changes, by_change_path);
	FOR_EACH(change, changes)
		if (find_words_left(change, overlay->base, step) < 0)
			return -1;
	return 0;
}
