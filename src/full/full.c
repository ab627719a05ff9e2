// SPDX-License-Identifier: GPL-2.0
/* Makes whole trees in a warm folder, and remembers what is wrong in them. */
#include "full/full.h"

#include "full/nearby.h"
#include "full/unseen.h"
#include "build/revision.h"
#include "git/worktree.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"

#include <fts.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>

/* Keeps count of a build folder. */

/* a/.x.o.cmd is the record of a/x.o */
static char *object_of(const FTSENT *entry)
{
	size_t len = entry->fts_namelen;

	if (len < 8 || entry->fts_name[0] != '.' ||
	    strcmp(entry->fts_name + len - 6, ".o.cmd") != 0)
		return NULL;
	return xasprintf("%.*s%.*s", (int)(entry->fts_pathlen - len), entry->fts_path, (int)len - 5,
			 entry->fts_name + 1);
}

static void close_walk(FTS **walk)
{
	if (*walk)
		fts_close(*walk);
}

/* How many objects of compilers are there? */
static size_t count_objects(const char *build)
{
	char *root CLEANUP(free_text) = xstrdup(build);
	char *const roots[] = { root, NULL };
	FTS *walk CLEANUP(close_walk) = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	size_t nr = 0;

	for (FTSENT *entry; walk && (entry = fts_read(walk));) {
		char *object CLEANUP(free_text) = entry->fts_info == FTS_F ? object_of(entry) :
									     NULL;

		nr += object && access(object, F_OK) == 0;
	}
	return nr;
}

/* Keeps the stamps of a warm build folder. */

static bool is_output(const char *name)
{
	const char *dot = strrchr(name, '.');

	return (dot && is_one_of(dot, TEXTS(".o", ".ko", ".a", ".order", ".symvers", ".s"))) ||
	       strstr(name, "vmlinux");
}

/* Remove what was made since @since. */
static int remove_newer(const char *folder, const struct timespec *since)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	if (io_list(&names, folder) < 0)
		return -1;
	FOR_EACH(name, &names) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", folder, *name);
		struct stat st;

		if (lstat(path, &st) < 0)
			continue;
		if (S_ISDIR(st.st_mode) && remove_newer(path, since) < 0)
			return -1;
		if (S_ISREG(st.st_mode) && is_output(*name) &&
		    st.st_mtim.tv_sec >= since->tv_sec && unlink(path) < 0)
			return fail_errno("cannot remove %s", path);
	}
	return 0;
}

static int read_stamp(const char *stamp, git_oid *tree)
{
	char *text CLEANUP(free_text) = access(stamp, F_OK) == 0 ? io_read(stamp, NULL) : NULL;

	return text && git_oid_fromstr(tree, text) == 0;
}

/*
 * Which tree a build folder that stays warm was last made of
 *
 * Two stamps beside the folder tell: .holds names the tree of the last make that ended,
 * .from the one that is being left. Where only .from is there a run was killed on its
 * way: what was made since is removed, so that the folder holds nothing but that tree.
 */

/* The tree that the folder @build holds: 1; nobody knows: 0. */
static int build_stamp_holds(const char *build, git_oid *tree)
{
	char *holds CLEANUP(free_text) = xasprintf("%s.holds", build);
	char *from CLEANUP(free_text) = xasprintf("%s.from", build);
	struct stat st;

	if (read_stamp(holds, tree))
		return 1;
	if (!read_stamp(from, tree) || stat(from, &st) < 0)
		return 0;
	return remove_newer(build, &st.st_mtim) < 0 ? -1 : 1;
}

/* From now on it holds @tree no longer, */
static int build_stamp_leave(const char *build, const git_oid *tree)
{
	char *holds CLEANUP(free_text) = xasprintf("%s.holds", build);
	char *from CLEANUP(free_text) = xasprintf("%s.from", build);

	/* killed before: the time when that tree was left stays */
	if (access(holds, F_OK) < 0)
		return 0;
	if (io_write(from, git_oid_tostr_s(tree), GIT_OID_HEXSZ) < 0)
		return -1;
	return io_remove(holds);
}

/* and now it holds @tree. */
static int build_stamp_arrive(const char *build, const git_oid *tree)
{
	char *holds CLEANUP(free_text) = xasprintf("%s.holds", build);
	char *from CLEANUP(free_text) = xasprintf("%s.from", build);

	if (io_write(holds, git_oid_tostr_s(tree), GIT_OID_HEXSZ) < 0)
		return -1;
	return io_remove(from);
}

/* Remove the folder, its stamps and that of its configuration. */
static int build_stamp_forget(const char *build)
{
	static const char *const suffixes[] = { ".holds", ".from", ".configured", "" };

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s%s", build, suffixes[i]);

		if (io_remove(path) < 0)
			return -1;
	}
	return 0;
}

static git_oid fact_key(const struct full_maker *maker, const git_oid *tree)
{
	/* "4": the fourth way to look at a make */
	return DIGEST("whole 4", &maker->kbuild.context, tree);
}

int full_maker_open(struct full_maker *maker, struct state *state, const struct base *base,
		    const char *name)
{
	maker->base = base;
	if (kbuild_open(&maker->kbuild, state, name) < 0)
		return -1;
	free(maker->kbuild.build);
	maker->kbuild.build = xasprintf("%s/full/%s", state->dir, name);
	maker->plain = maker->kbuild.context;
	return 0;
}

void full_maker_release(struct full_maker *maker)
{
	kbuild_release(&maker->kbuild);
	strlist_release(&maker->asked);
}

static void load_full_build(struct full_build *full, const json_t *fact)
{
	const char *log = json_string_value(json_object_get(fact, "log"));

	FOR_EACH_JSON(row, json_object_get(fact, "wrong")) {
		struct said *said = LIST_ADD(&full->wrong);

		said->target = xstrdup(json_field(row, "target"));
		said->gave_up = json_flag(row, "gave_up");
		json_list_read(json_object_get(row, "errors"), &said->errors);
		json_list_read(json_object_get(row, "warnings"), &said->warnings);
	}
	json_list_read(json_object_get(fact, "made"), &full->made);
	kept_load(&full->kept, json_object_get(fact, "kept"));
	full->modules = (size_t)json_integer_value(json_object_get(fact, "modules"));
	full->objects = (size_t)json_integer_value(json_object_get(fact, "objects"));
	full->nearby = json_flag(fact, "nearby");
	full->seconds = json_number_value(json_object_get(fact, "seconds"));
	full->log = log ? xstrdup(log) : NULL;
	full->done = true;
}

/* Does the fact answer all that is asked? */
static bool answers(const struct full_maker *maker, const json_t *fact,
		    const struct strlist *asked)
{
	struct strlist known CLEANUP(strlist_release) = { 0 };
	struct kept_objects kept CLEANUP(kept_release) = { 0 };
	const json_t *files = json_object_get(fact, "kept");
	bool all = true;

	kept_load(&kept, files);
	if (maker->keeps && (!files || !kept_is_whole(&kept, maker->kbuild.build)))
		return false;
	json_list_read(json_object_get(fact, "asked"), &known);
	FOR_EACH(object, asked)
		all = all && strlist_find(&known, *object);
	return all;
}

static int recall_tree(struct full_build *full, const struct full_maker *maker,
		       const git_oid *tree, const struct strlist *asked)
{
	git_oid key = fact_key(maker, tree);
	json_t *fact CLEANUP(free_json) = NULL;
	int known = ledger_get(maker->kbuild.state->ledger, "whole", &key, &fact);

	if (known <= 0)
		return known;
	if (asked && !answers(maker, fact, asked))
		return 0;
	load_full_build(full, fact);
	return 1;
}

int full_build_recall(struct full_build *full, const struct full_maker *maker,
		      const struct revision *revision)
{
	int known = recall_tree(full, maker, &revision->view.tree, &maker->asked);

	full->reused = known > 0;
	return known;
}

static int remember_full_build(const struct full_build *full, const struct full_maker *maker,
			       const git_oid *tree)
{
	struct fact fact CLEANUP(fact_release) = { maker->kbuild.state->ledger, "whole",
						   fact_key(maker, tree) };
	json_t *wrong = json_array();

	FOR_EACH(said, &full->wrong)
		json_array_append_new(wrong, json_pack("{s:o, s:b, s:o, s:o}", "target",
						       json_text(said->target), "gave_up",
						       said->gave_up, "errors",
						       json_list(&said->errors), "warnings",
						       json_list(&said->warnings)));
	return fact_keep(&fact, json_pack("{s:o, s:o, s:o, s:o*, s:I, s:I, s:b, s:f, s:o*}",
					  "wrong", wrong, "asked", json_list(&maker->asked),
					  "made", json_list(&full->made), "kept",
					  maker->keeps ? kept_save(&full->kept) : NULL,
					  "modules", (json_int_t)full->modules,
					  "objects", (json_int_t)full->objects,
					  "nearby", full->nearby, "seconds", full->seconds,
					  "log", full->log ? json_text(full->log) : NULL));
}

/* Does the folder hold the tree @from, and can make go by the times in it? */
static int find_holds(const struct full_maker *maker, git_oid *from)
{
	int known = build_stamp_holds(maker->kbuild.build, from);
	int ahead = known > 0 ? nearby_is_ahead(maker->kbuild.build, time(NULL)) : 0;

	return known < 0 || ahead < 0 ? -1 : known && !ahead;
}

/* Find out what is wrong in the tree @from that the folder holds, and remove what make would take
 * for good there; else begin with an empty one. */
static int leave(struct full_build *old, git_oid *from, const struct full_maker *maker,
		 const struct revision *revision)
{
	const char *build = maker->kbuild.build;
	struct treediff diff CLEANUP(treediff_release) = { 0 };
	int known = find_holds(maker, from);

	if (known > 0 && treediff_load(&diff, maker->base->repo, from, &revision->view.tree) < 0)
		return -1;
	if (known > 0)
		known = unseen_is_all(&diff) ? 0 : recall_tree(old, maker, from, NULL);
	if (known < 0)
		return -1;
	if (!known)
		return build_stamp_forget(build);
	if (build_stamp_leave(build, from) < 0)
		return -1;
	return unseen_remove(build, &diff, &revision->view);
}

static struct said *find_said(const struct makelog *log, const char *target)
{
	FOR_EACH(said, log)
		if (!strcmp(said->target, target))
			return said;
	return NULL;
}

const struct said *full_build_said(const struct full_build *full, const char *target)
{
	return find_said(&full->wrong, target);
}

static void add_said(struct full_build *full, const struct said *said)
{
	struct said *there = find_said(&full->wrong, said->target);

	if (!said->gave_up && !said->errors.nr && !said->warnings.nr)
		return;
	if (!there) {
		there = LIST_ADD(&full->wrong);
		there->target = xstrdup(said->target);
	}
	there->gave_up = there->gave_up || said->gave_up;
	if (!there->words && said->words)
		there->words = xstrdup(said->words);
	strlist_add_all_once(&there->errors, &said->errors);
	strlist_add_all_once(&there->warnings, &said->warnings);
}

/* What this make says replaces what was said of the same targets before. What it did not
 * speak of still has its warnings; what could not be made it would have tried again. */
static void add_up_make(struct full_build *full, const struct full_build *old,
			const struct makelog *log)
{
	FOR_EACH(before, &old->wrong) {
		bool again = !strcmp(before->target, "make");

		FOR_EACH(said, log)
			again = again || !strcmp(said->target, before->target);
		if (!again)
			add_said(full, &(struct said){ .target = before->target,
						       .warnings = before->warnings });
	}
	FOR_EACH(said, log)
		add_said(full, said);
}

/* What the machine does to a make says nothing of the tree, whatever else was said. */
static int check_machine(const struct full_maker *maker, const char *log, const char *text,
			 int code)
{
	char *line CLEANUP(free_text) = makelog_machine_failure(text);
	struct statvfs disk;

	if (line)
		return fail_system("make for target %s could not finish: %.300s (log: %s)",
				   maker->kbuild.target.name, line, log);
	if (code > 128)
		return fail_system("make for target %s was ended by signal %d (log: %s)",
				   maker->kbuild.target.name, code - 128, log);
	if (code && statvfs(maker->kbuild.build, &disk) == 0 && !disk.f_bavail)
		return fail_system("make for target %s failed, and there is no space left for %s",
				   maker->kbuild.target.name, maker->kbuild.build);
	return 0;
}

/* Make failed, whatever it says: who is not to blame for an error of his own has at least
 * make's last words. */
static void blame(struct full_build *full, const struct makelog *log, int code)
{
	FOR_EACH(said, &full->wrong)
		if (said->gave_up && !said->errors.nr)
			*LIST_ADD(&said->errors) =
				xasprintf("make gave up%s%s", said->words ? ": " : "",
					  said->words ? said->words : "");
	FOR_EACH(said, &full->wrong)
		if (said->errors.nr)
			return;
	if (code) {
		struct said said = { .target = xstrdup("make") };

		*LIST_ADD(&said.errors) = xasprintf("it failed (exit %d): %s", code, log->stop ?
						    log->stop : "and said no word of it");
		add_said(full, &said);
		strlist_release(&said.errors);
		free(said.target);
	}
}

static void miss(struct full_build *full, const char *target, const char *what)
{
	struct said said = { .target = xstrdup(target) };

	strlist_add(&said.errors, what);
	add_said(full, &said);
	strlist_release(&said.errors);
	free(said.target);
}

/* make says that all is well: is it there? */
static int look_for_modules(struct full_build *full, const struct full_maker *maker)
{
	char *path CLEANUP(free_text) = xasprintf("%s/modules.order", maker->kbuild.build);
	char *image CLEANUP(free_text) = xasprintf("%s/vmlinux", maker->kbuild.build);
	char *text CLEANUP(free_text) = access(path, F_OK) == 0 ? io_read(path, NULL) : NULL;
	struct strlist lines CLEANUP(strlist_release) = { 0 };

	if (access(image, F_OK) < 0)
		miss(full, "vmlinux", "did not appear");
	strlist_split(&lines, text ? text : "", "\n");
	FOR_EACH(line, &lines) {
		int len = (int)(strrchr(*line, '.') ? strrchr(*line, '.') - *line : 0);
		char *module CLEANUP(free_text) = xasprintf("%.*s.ko", len, *line);
		char *file CLEANUP(free_text) = xasprintf("%s/%s", maker->kbuild.build, module);

		if (access(file, F_OK) < 0)
			miss(full, module, "did not appear");
		else
			full->modules++;
	}
	return 0;
}

/* The source of an object in this tree; owned by the caller; NULL: there is none. */
static char *source_of_target(const struct revision *revision, const char *object)
{
	static const char *const suffixes[] = { "c", "S" };

	for (size_t i = 0; i < 2; i++) {
		char *name = xasprintf("%.*s%s", (int)strlen(object) - 1, object, suffixes[i]);

		if (view_find(&revision->view, name))
			return name;
		free(name);
	}
	return NULL;
}

/* Is there an object, and is it older than its source in the work tree? */
static bool is_stale(const struct full_maker *maker, const char *path, const char *source)
{
	char *there CLEANUP(free_text) = xasprintf("%s/%s", maker->kbuild.tree, source);
	struct stat made, of;

	if (stat(path, &made) < 0 || stat(there, &of) < 0)
		return false;
	return made.st_mtim.tv_sec < of.st_mtim.tv_sec ||
	       (made.st_mtim.tv_sec == of.st_mtim.tv_sec &&
		made.st_mtim.tv_nsec < of.st_mtim.tv_nsec);
}

/* An object that is older than its source is not of this tree. */
static void look_for_objects(struct full_build *full, const struct full_maker *maker,
			     const struct revision *revision)
{
	FOR_EACH(object, &maker->asked) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", maker->kbuild.build, *object);
		char *source CLEANUP(free_text) = source_of_target(revision, *object);

		if (access(path, F_OK) < 0 || full_build_said(full, *object))
			continue;
		strlist_add(&full->made, *object);
		if (source && is_stale(maker, path, source))
			miss(full, *object, "was not made anew");
	}
}

/* Where a source is gone make finds no rule for its object, and takes an old one as it is.
 * Where the configuration does not build it any more, make leaves the old one alone. */
static int remove_stale(const struct full_maker *maker, const struct revision *revision)
{
	FOR_EACH(object, &maker->asked) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", maker->kbuild.build, *object);
		char *source CLEANUP(free_text) = source_of_target(revision, *object);

		if ((!source || is_stale(maker, path, source)) && io_remove(path) < 0)
			return -1;
	}
	return 0;
}

static int judge_make(struct full_build *full, const struct full_build *old,
		      const struct full_maker *maker, const struct revision *revision, int code)
{
	struct makelog log CLEANUP(makelog_release) = { 0 };
	char *text CLEANUP(free_text) = io_read(full->log, NULL);

	if (!text)
		return -1;
	if (check_machine(maker, full->log, text, code) < 0)
		return -1;
	makelog_parse(&log, text);
	add_up_make(full, old, &log);
	blame(full, &log, code);
	if (!code && look_for_modules(full, maker) < 0)
		return -1;
	look_for_objects(full, maker, revision);
	full->objects = count_objects(maker->kbuild.build);
	return maker->keeps ? kept_add(&full->kept, maker->kbuild.build, &full->made) : 0;
}

/* Where Kconfig refuses the tree of a commit nothing is made, and that is its verdict: 1. 0: it is
 * configured. Of a base that cannot be configured nothing can be said: -1. */
static int configure_tree(struct full_build *full, const struct full_build *old,
			  struct full_maker *maker, const struct revision *revision)
{
	char *path CLEANUP(free_text) = xasprintf("%s.configure.log", maker->kbuild.build);
	char *text CLEANUP(free_text) = NULL, *machine CLEANUP(free_text) = NULL;
	struct makelog log = { 0 };

	if (kbuild_configure(&maker->kbuild, &revision->kconfig) == 0)
		return 0;
	text = io_read(path, NULL);
	if (fail_exit_code() != FAIL_SYSTEM || !text ||
	    git_oid_equal(&maker->base->tree, &revision->view.tree) ||
	    io_write(full->log, text, strlen(text)) < 0)
		return -1;
	machine = makelog_machine_failure(text);
	if (machine)
		return -1;
	fail_clear();
	if (maker->kbuild.stopped)
		miss(full, "make", maker->kbuild.stopped);
	makelog_parse(&log, text);
	add_up_make(full, old, &log);
	blame(full, &log, 2);
	makelog_release(&log);
	return 1;
}

static bool has_errors(const struct full_build *full)
{
	FOR_EACH(said, &full->wrong)
		if (said->gave_up || said->errors.nr)
			return true;
	return false;
}

/* Make what a change of sources of modules concerns: 1; it is more than that, or it cannot be seen
 * that it was enough: 0; or -1. */
static int make_nearby(struct full_maker *maker, const struct full_build *old,
		       const git_oid *from, const struct revision *revision, const char *log,
		       int *code)
{
	struct nearby nearby CLEANUP(nearby_release) = { 0 };
	struct treediff diff CLEANUP(treediff_release) = { 0 };

	if (!maker->nearby || !old->done || has_errors(old))
		return 0;
	if (treediff_load(&diff, maker->base->repo, from, &revision->view.tree) < 0)
		return -1;
	int able = nearby_find(&nearby, maker->kbuild.build, &diff);
	if (able > 0)
		able = kbuild_make_modules(&maker->kbuild, &nearby.folders, log, code);
	if (able <= 0 || *code)
		return able;
	return nearby_is_linked(&nearby, maker->kbuild.build);
}

/* Make what is stale: what is near the changes, where the last make lets that do: 1; all: 0; or
 * -1. */
static int make_stale(struct full_maker *maker, const struct full_build *old, const git_oid *from,
		      const struct revision *revision, const char *log, int *code)
{
	if (remove_stale(maker, revision) < 0)
		return -1;
	int nearby = make_nearby(maker, old, from, revision, log, code);
	return nearby ? nearby : kbuild_make_all(&maker->kbuild, log, code);
}

static int make_it(struct full_build *full, struct full_maker *maker,
		   const struct revision *revision)
{
	struct state *state = maker->kbuild.state;
	struct full_build old CLEANUP(full_build_release) = { 0 };
	double start = job_clock();
	char *logs CLEANUP(free_text) = xasprintf("%s/logs/%s", state->dir,
						  maker->kbuild.target.name);
	git_oid from;
	int code = 0;

	full->log = xasprintf("%s/%.12s-all.log", logs, git_oid_tostr_s(&revision->view.tree));
	if (worktree_set(state, maker->base, &revision->view.tree, WORKTREE_FULL) < 0 ||
	    io_mkdirs(logs) < 0 || leave(&old, &from, maker, revision) < 0)
		return -1;
	full->cold = !old.done;
	int result = configure_tree(full, &old, maker, revision);
	if (!result) {
		result = make_stale(maker, &old, &from, revision, full->log, &code);
		full->nearby = result > 0;
		if (result >= 0 && maker->kbuild.stopped)
			miss(full, "make", maker->kbuild.stopped);
		else if (result >= 0)
			result = judge_make(full, &old, maker, revision, code);
	}
	full->seconds = job_clock() - start;
	return result < 0 ? -1 : 0;
}

int full_build_make(struct full_build *full, struct full_maker *maker,
		    const struct revision *revision)
{
	if (make_it(full, maker, revision) < 0)
		return -1;
	if (!full->wrong.nr)
		free(TAKE(full->log));
	full->done = true;
	/* which may come out otherwise the next time */
	if (maker->kbuild.stopped)
		return build_stamp_forget(maker->kbuild.build);
	if (remember_full_build(full, maker, &revision->view.tree) < 0)
		return -1;
	return build_stamp_arrive(maker->kbuild.build, &revision->view.tree);
}

void full_build_release(struct full_build *full)
{
	makelog_release(&full->wrong);
	strlist_release(&full->made);
	kept_release(&full->kept);
	free(full->log);
	*full = (struct full_build){ 0 };
}
