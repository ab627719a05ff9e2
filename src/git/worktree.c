// SPDX-License-Identifier: GPL-2.0
/* Keeps a work tree of our own on a given tree, writing only what differs. */
#include "git/worktree.h"

#include "git/base.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"

#include <fcntl.h>
#include <fts.h>
#include <sys/stat.h>
#include <time.h>

#define REPORT_EVERY 2000 /* files */

/* What the folder holds; level -1: nothing that is known. */
struct holding {
	git_oid tree;
	int level;
};

struct tree_move {
	struct state *state;
	const struct base *base;
	char *root;
	char *folder;		/* that is there for certain; or NULL */
	size_t done, total;
};

char *worktree_path(const struct state *state)
{
	return xasprintf("%s/tree", state->dir);
}

bool worktree_is_kbuild(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	return !slash || !strncmp(name, "Makefile", 8) || !strncmp(name, "Kbuild", 6) ||
	       !strncmp(name, "Kconfig", 7) || !strncmp(path, "scripts/", 8) ||
	       (dot && (!strcmp(dot, ".mk") || !strcmp(dot, ".include")));
}

char *worktree_headers(const struct state *state)
{
	return xasprintf("%s/tree.headers", state->dir);
}

/* What headers there are, for the compiler cache: it looks only at those that were read. */
static int write_headers(const struct state *state, const struct files *files)
{
	char *path CLEANUP(free_text) = worktree_headers(state);
	struct digest digest = { 0 };

	FOR_EACH(file, files)
		if (has_extension(file->path, ".h"))
			digest_text(&digest, file->path);
	git_oid names = digest_end(&digest);
	return io_write(path, git_oid_tostr_s(&names), GIT_OID_HEXSZ);
}

static char *record_path(const struct state *state)
{
	return xasprintf("%s/tree.json", state->dir);
}

static void read_holding(const struct state *state, struct holding *holding)
{
	char *path CLEANUP(free_text) = record_path(state);
	json_t *record CLEANUP(free_json) = json_load_file(path, 0, NULL);
	const char *tree = NULL;
	int level = -1;

	*holding = (struct holding){ .level = -1 };
	if (record && json_unpack(record, "{s:s, s:i}", "tree", &tree, "level", &level) == 0 &&
	    git_oid_fromstr(&holding->tree, tree) == 0)
		holding->level = level;
}

static int write_holding(const struct state *state, const git_oid *tree, int level)
{
	char *path CLEANUP(free_text) = record_path(state);
	json_t *record CLEANUP(free_json) = json_pack("{s:s, s:i}", "tree", git_oid_tostr_s(tree),
						      "level", level);
	char *text CLEANUP(free_text) = json_dumps(record, 0);

	return io_write(path, text, strlen(text));
}

static int check_name(const char *path)
{
	for (const char *at = path; *at; at += strcspn(at, "/"), at += *at == '/') {
		size_t len = strcspn(at, "/");

		if (!len || (len == 1 && *at == '.') || (len == 2 && !strncmp(at, "..", 2)) ||
		    (len == 4 && !strncasecmp(at, ".git", 4)))
			return fail_system("the tree holds a file that cannot be checked out: %s",
					   path);
	}
	return 0;
}

static int create(const char *path, unsigned mode)
{
	return open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    mode & 0111 ? 0777 : 0666);
}

static int write_blob(const char *path, const char *data, size_t len, unsigned mode)
{
	if ((mode & 0170000) == 0120000) {
		if (unlink(path) < 0 && errno != ENOENT)
			return fail_errno("cannot replace %s", path);
		return symlink(data, path) < 0 ? fail_errno("cannot make the link %s", path) : 0;
	}
	int fd CLEANUP(close_fd) = create(path, mode);
	/* there is another one already */
	if (fd < 0 && errno == EEXIST && unlink(path) == 0)
		fd = create(path, mode);
	if (fd < 0)
		return fail_errno("cannot write %s", path);
	for (size_t at = 0; at < len;) {
		ssize_t put = write(fd, data + at, len - at);

		if (put < 0)
			return fail_errno("cannot write %s", path);
		at += (size_t)put;
	}
	return 0;
}

static int put_file(struct tree_move *move, const struct file *file)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", move->root, file->path);
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	size_t len;

	if (check_name(file->path) < 0)
		return -1;
	if ((file->mode & 0170000) != 0100000 && (file->mode & 0170000) != 0120000)
		return fail_system("the tree holds a file that cannot be checked out: %s",
				   file->path);
	char *data CLEANUP(free_text) = base_read(move->base, &file->oid, &len);
	if (!data)
		return -1;
	if (!move->folder || strcmp(move->folder, folder) != 0) {
		if (access(folder, F_OK) < 0 && io_mkdirs(folder) < 0)
			return -1;
		free(move->folder);
		move->folder = TAKE(folder);
	}
	if (++move->done % REPORT_EVERY == 0) {
		progress_report(move->state->progress, "checking out", move->done, move->total,
				NULL);
		if (job_interrupted() < 0)
			return -1;
	}
	return write_blob(path, data, len, file->mode);
}

static int drop_file(struct tree_move *move, const struct file *file)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", move->root, file->path);

	if (check_name(file->path) < 0)
		return -1;
	if (unlink(path) < 0 && errno != ENOENT && errno != ENOTDIR)
		return fail_errno("cannot remove %s", path);
	for (char *slash; (slash = strrchr(path, '/')) && slash > path + strlen(move->root);) {
		*slash = '\0';
		if (rmdir(path) < 0)
			break;
	}
	return 0;
}

static bool covers(int level, const char *path)
{
	return level == WORKTREE_FULL || (level == WORKTREE_KBUILD && worktree_is_kbuild(path));
}

/* Walk two sorted lists side by side; first everything that goes, then what comes. */
static int walk(struct tree_move *move, const struct files *old, int old_level,
		const struct files *new, int new_level, int pass)
{
	size_t i = 0, k = 0;

	while (i < old->nr || k < new->nr) {
		const struct file *was = i < old->nr ? &old->v[i] : NULL;
		const struct file *is = k < new->nr ? &new->v[k] : NULL;
		int order = !was ? 1 : !is ? -1 : strcmp(was->path, is->path);
		bool had = was && order <= 0 && covers(old_level, was->path);
		bool same = is && order == 0 && had && git_oid_equal(&was->oid, &is->oid) &&
			    was->mode == is->mode;

		i += order <= 0;
		k += order >= 0;
		if (pass == 0 && order < 0 && had && drop_file(move, was) < 0)
			return -1;
		if (!is || order < 0 || same || !covers(new_level, is->path))
			continue;
		if (pass == 1)
			move->total++;
		if (pass == 2 && put_file(move, is) < 0)
			return -1;
	}
	return 0;
}

/* No git writes a link and a folder of the same name, but a tree may hold both. */
static int check_links(const struct files *files)
{
	FOR_EACH(link, files) {
		size_t len = strlen(link->path);

		if ((link->mode & 0170000) != 0120000)
			continue;
		FOR_EACH(file, files)
			if (!strncmp(file->path, link->path, len) && file->path[len] == '/')
				return fail_system("the tree holds a file that cannot be checked "
						   "out: %s", file->path);
	}
	return 0;
}

static int move_between(struct tree_move *move, const git_oid *from, int from_level,
			const git_oid *to, int to_level)
{
	struct files old CLEANUP(files_release) = { 0 };
	struct files new CLEANUP(files_release) = { 0 };

	if ((from_level >= 0 && files_load(&old, move->base, from) < 0) ||
	    files_load(&new, move->base, to) < 0 || check_links(&new) < 0)
		return -1;
	for (int pass = 0; pass < 3; pass++)
		if (walk(move, &old, from_level, &new, to_level, pass) < 0)
			return -1;
	return to_level == WORKTREE_FULL ? write_headers(move->state, &new) : 0;
}

/* The record is gone while the folder changes, so a move that was cut short leaves
 * a folder of which nothing is known, and it is made anew. */
int worktree_set(struct state *state, const struct base *base, const git_oid *tree,
		 enum worktree_level level)
{
	char *root CLEANUP(free_text) = worktree_path(state);
	char *record CLEANUP(free_text) = record_path(state);
	char *headers CLEANUP(free_text) = worktree_headers(state);
	struct tree_move move = { .state = state, .base = base, .root = root };
	struct holding holding;

	read_holding(state, &holding);
	if (holding.level == WORKTREE_FULL)
		level = WORKTREE_FULL;
	if (holding.level == (int)level && git_oid_equal(&holding.tree, tree) &&
	    (level != WORKTREE_FULL || access(headers, F_OK) == 0))
		return 0;
	/* the state can be older than a clone that was made anew */
	if (holding.level >= 0 && !base_has(base, &holding.tree))
		holding.level = -1;
	if (holding.level < 0 && io_remove(root) < 0)
		return -1;
	if (io_mkdirs(root) < 0 || io_remove(record) < 0)
		return -1;
	int result = move_between(&move, &holding.tree, holding.level, tree, level);
	free(move.folder);
	return result < 0 ? -1 : write_holding(state, tree, level);
}

int worktree_fill(struct state *state, const struct base *base)
{
	struct holding holding;

	read_holding(state, &holding);
	if (holding.level == WORKTREE_FULL && base_has(base, &holding.tree))
		return 0;
	return worktree_set(state, base, &base->tree, WORKTREE_FULL);
}

int worktree_open(struct worktree *worktree, const struct state *state, const struct base *base,
		  const git_oid *tree)
{
	struct holding holding;

	*worktree = (struct worktree){ .base = base };
	read_holding(state, &holding);
	if (holding.level != WORKTREE_FULL || !base_has(base, &holding.tree))
		return 0;
	worktree->root = worktree_path(state);
	return treediff_load(&worktree->others, base->repo, &holding.tree, tree);
}

char *worktree_read(const struct worktree *worktree, const struct file *file, size_t *len)
{
	if (!worktree->root || treediff_find(&worktree->others, file->path))
		return base_read(worktree->base, &file->oid, len);
	char *path CLEANUP(free_text) = xasprintf("%s/%s", worktree->root, file->path);
	return io_read(path, len);
}

void worktree_close(struct worktree *worktree)
{
	free(worktree->root);
	treediff_release(&worktree->others);
	*worktree = (struct worktree){ 0 };
}

static bool is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec < b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec < b->tv_nsec);
}

/* The clock of files stands still for some milliseconds at a time. Wait until it moves: what
 * was written before is older than the mark then, and what comes now is not. */
int worktree_mark(const char *mark)
{
	const struct timespec pause = { 0, 1000000 };
	struct stat first, now;

	if (io_write(mark, "", 0) < 0)
		return -1;
	if (stat(mark, &first) < 0)
		return fail_errno("cannot look at %s", mark);
	for (now = first; !is_before(&first.st_ctim, &now.st_ctim);) {
		nanosleep(&pause, NULL);
		if (io_write(mark, "", 0) < 0)
			return -1;
		if (stat(mark, &now) < 0)
			return fail_errno("cannot look at %s", mark);
	}
	return 0;
}

static void close_walk(FTS **walk)
{
	if (*walk)
		fts_close(*walk);
}

int worktree_touched(const struct state *state, const char *mark, char **path)
{
	char *root CLEANUP(free_text) = worktree_path(state);
	char *record CLEANUP(free_text) = record_path(state);
	char *const roots[] = { root, NULL };
	FTS *walk CLEANUP(close_walk) = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	struct stat since;

	*path = NULL;
	if (!walk || stat(mark, &since) < 0)
		return fail_errno("cannot look through %s", root);
	for (FTSENT *entry; !*path && (entry = fts_read(walk));) {
		/* the folder of the file that was touched says less than the file */
		if (entry->fts_info == FTS_D)
			continue;
		if (!entry->fts_statp || !is_before(&entry->fts_statp->st_ctim, &since.st_ctim))
			*path = xstrdup(entry->fts_path + strlen(root) +
					(entry->fts_pathlen > strlen(root)));
	}
	return *path ? io_remove(record) : 0;
}
