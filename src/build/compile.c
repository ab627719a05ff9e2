// SPDX-License-Identifier: GPL-2.0
/* Compiles what the ledger does not know, in as few make calls as possible. */
#include "build/compile.h"

#include "build/symbols.h"
#include "build/target_build.h"
#include "kbuild/buildlog.h"
#include "kbuild/depfile.h"
#include "link/elfsyms.h"
#include "kbuild/kbuild.h"
#include "kbuild/makelog.h"
#include "kbuild/timing.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"

/* Objects in one make call: Kbuild hands them down in one variable of the environment,
 * which has 128 KB at most; and what a killed run had compiled before is not lost. */
#define AT_ONCE 500

struct compile_batch {
	struct revisions *revisions;
	size_t revision;			/* which tree is compiled */
	bool unlisted;			/* by no list of Kbuild */
	struct strlist goals;
	char *log;			/* the whole text */
	struct strlist again;		/* goals that two folders made: made again by their own */
	char *again_log;		/* what that said */
	double seconds;			/* for each object */
};

/* What stands in the way of a broken tree concerns all its objects. */
static void blame_tree(struct object *object, const struct revision *revision)
{
	object->done = true;
	*LIST_ADD(&object->result.errors) =
		revision->stopped ? xstrdup(revision->stopped) :
				    xasprintf("make prepare fails in this tree: %s",
					      revision->why ? revision->why : "");
	object->result.log = revision->log ? xstrdup(revision->log) : NULL;
}

static int recall_objects(const struct objects *list, struct revisions *revisions, size_t *open)
{
	*open = 0;
	FOR_EACH(asked, list) {
		struct object *object = *asked;

		if (object->done || object->left_out)
			continue;
		if (object_recall(object, revisions) < 0)
			return -1;
		object->reused = !object->compiled;
		if (!object->done && revisions->v[object->revision].broken)
			blame_tree(object, &revisions->v[object->revision]);
		*open += !object->done;
	}
	return 0;
}

int compile_recall(struct target_build *build, size_t *open)
{
	return recall_objects(&build->objects, &build->revisions, open);
}

int compile_count(struct target_build *build, const struct strlist *sources, size_t revision,
		  size_t *open)
{
	struct objects trial CLEANUP(objects_release) = { 0 };

	FOR_EACH(path, sources)
		object_want(&trial, &build->modules, *path, revision);
	return recall_objects(&trial, &build->revisions, open);
}

int compile_open(struct target_build *build, const struct strlist *sources, size_t revision,
		 struct strlist *open)
{
	struct objects trial CLEANUP(objects_release) = { 0 };
	size_t nr;

	FOR_EACH(path, sources)
		if (target_build_builds(build, *path))
			object_want(&trial, &build->modules, *path, revision);
	if (recall_objects(&trial, &build->revisions, &nr) < 0)
		return -1;
	FOR_EACH(object, &trial)
		if (!(*object)->done)
			strlist_add(open, (*object)->source);
	return 0;
}

/* The latest tree in which something is open. */
static size_t latest(const struct objects *list)
{
	size_t revision = 0;

	FOR_EACH(object, list)
		if (!(*object)->done && !(*object)->left_out && (*object)->revision > revision)
			revision = (*object)->revision;
	return revision;
}

/* Could compiling in tree @nr settle this object? Its source must be the same. */
static bool may_settle(const struct object *object, const struct revisions *revisions, size_t nr)
{
	const struct file *there, *here;

	if (object->done || object->left_out)
		return false;
	if (object->revision == nr)
		return true;
	there = view_find(&revisions->v[nr].view, object->source);
	here = view_find(&revisions->v[object->revision].view, object->source);
	return there && here && git_oid_equal(&there->oid, &here->oid);
}

static char *keep_log(const struct compile_batch *batch, const char *object, const char *lines)
{
	const struct state *state = batch->revisions->kbuild->state;
	char *dir CLEANUP(free_text) = xasprintf("%s/logs/%s", state->dir,
						 batch->revisions->kbuild->target.name);
	char *name CLEANUP(free_text) = xstrdup(object);
	char *path;

	for (char *slash = name; (slash = strchr(slash, '/'));)
		*slash = '-';
	path = xasprintf("%s/%.12s-%s.log", dir,
			 git_oid_tostr_s(&batch->revisions->v[batch->revision].view.tree), name);
	if (io_mkdirs(dir) < 0 || io_write(path, lines, strlen(lines)) < 0) {
		free(path);
		return NULL;
	}
	return path;
}

/* Was a program of this object ended from outside? By a shell make is told 128 and the signal; by
 * ccache 255, whatever it was. */
static bool was_ended(const char *log, const char *goal)
{
	static const long own[] = { 132, 134, 135, 136, 139 }; /* its own faults: ILL to SEGV */
	char *words CLEANUP(free_text) = xasprintf("%s] Error ", goal);
	const char *at = strstr(log, words);
	long code = at ? strtol(at + strlen(words), NULL, 10) : 0;

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (code == own[i])
			return false;
	return code > 128;
}

/* What a script, objtool or a signal of a program's own ended; @lines: said of the object. */
static void take_reason(const char *lines, const char *log, const char *goal,
			struct strlist *errors)
{
	char *machine CLEANUP(free_text) = makelog_machine_failure(log);
	const char *said = *lines ? lines : log;

	if (!machine && !was_ended(log, goal) &&
	    (strstr(said, "*** ") || strcasestr(said, "error")))
		*LIST_ADD(errors) = makelog_reason(said);
}

/* A rule of its own may make a text, such as a linker script. */
static bool is_elf(const char *path)
{
	FILE *file CLEANUP(close_file) = fopen(path, "re");
	char magic[4];

	return file && fread(magic, 1, 4, file) == 4 && !memcmp(magic, "\177ELF", 4);
}

static void batch_release(struct compile_batch *batch)
{
	STRLIST_RELEASE_ALL(&batch->goals, &batch->again);
	FREE_ALL(batch->log, batch->again_log);
}

static const char *log_of(const struct compile_batch *batch, const char *goal)
{
	return strlist_has(&batch->again, goal) ? batch->again_log : batch->log;
}

/* What is no object (a linker script) has no symbols: its content stands for them. */
static int take_content(const char *path, struct strlist *defined)
{
	char *text CLEANUP(free_text) = io_read(path, NULL);
	git_oid content;

	if (!text)
		return -1;
	content = DIGEST("content", text);
	strlist_add(defined, git_oid_tostr_s(&content));
	return 0;
}

static int read_outcome(const struct compile_batch *batch, const struct object *object,
			struct compile_result *result)
{
	const char *name = object->object;
	char *path CLEANUP(free_text) = xasprintf("%s/%s", batch->revisions->kbuild->build, name);
	const char *log = log_of(batch, object->goal);
	char *lines CLEANUP(free_text) = buildlog_of(log, object->goal);
	const struct elfsyms syms = { &result->undefined, &result->defined, &result->weak,
				      &result->exported, &result->terms, &result->licences,
				      &result->imports, &result->discarded };

	result->ok = access(path, F_OK) == 0;
	result->seconds = batch->seconds;
	buildlog_parse(lines, &result->errors, &result->warnings);
	if (!result->ok && !result->errors.nr)
		buildlog_of_make(log, object->goal, &result->errors);
	if (!result->ok && !result->errors.nr)
		take_reason(lines, log, object->goal, &result->errors);
	if (!result->ok && !result->errors.nr && batch->unlisted)
		*LIST_ADD(&result->errors) = xstrdup("no pattern rule of Kbuild builds it");
	if (!result->ok && !result->errors.nr)
		return fail_system("make did not build %s, and the compiler printed no error: "
				   "%.300s",
				   name, *lines ? lines : log);
	if (*lines) {
		result->log = keep_log(batch, name, lines);
		if (!result->log)
			return -1;
	}
	if (result->ok && batch->unlisted && !is_elf(path))
		return take_content(path, &result->defined);
	return result->ok ? elfsyms_read(&syms, path) : 0;
}

/* drivers/x/y.o -> drivers/x/.y.o.cmd */
static char *record_path(const struct compile_batch *batch, const char *object)
{
	const char *slash = strrchr(object, '/');

	return xasprintf("%s/%.*s.%s.cmd", batch->revisions->kbuild->build,
			 slash ? (int)(slash + 1 - object) : 0, object, slash ? slash + 1 : object);
}

/* A file that is not part of the tree makes a record worthless for other trees, and so
 * does one that a rule of its own generates. */
static bool all_known(const struct compile_batch *batch, const struct strlist *sources,
		      const struct strlist *generated)
{
	if (depfile_foreign(generated, batch->revisions->kbuild->target.srcarch))
		return false;
	FOR_EACH(source, sources)
		if (!view_find(&batch->revisions->v[batch->revision].view, *source))
			return false;
	return true;
}

/* Where the file of an object is kept; owned by the caller. */
static char *kept_path(const struct kbuild *kbuild, const git_oid *key)
{
	return xasprintf("%s.objects/%s.o", kbuild->build, git_oid_tostr_s(key));
}

/* modpost reads the file: but for readers of a header that cannot be new to it. */
static bool is_kept(const struct object *object, const struct compile_result *result)
{
	if (!object->words)
		return true;
	FOR_EACH(symbol, &result->undefined)
		if (strlist_find(object->words, *symbol))
			return true;
	return false;
}

static int keep_file(const struct compile_batch *batch, const struct object *object,
		     const git_oid *key)
{
	const struct kbuild *kbuild = batch->revisions->kbuild;
	char *from CLEANUP(free_text) = xasprintf("%s/%s", kbuild->build, object->object);
	char *folder CLEANUP(free_text) = xasprintf("%s.objects", kbuild->build);
	char *to CLEANUP(free_text) = kept_path(kbuild, key);
	size_t size;
	char *data CLEANUP(free_text) = io_read(from, &size);

	return !data || io_mkdirs(folder) < 0 ? -1 : io_write(to, data, size);
}

static int settle_object(const struct compile_batch *batch, const struct object *object)
{
	struct compile_result result CLEANUP(compile_result_release) = { 0 };
	struct strlist sources CLEANUP(strlist_release) = { 0 };
	struct strlist generated CLEANUP(strlist_release) = { 0 };
	char *path CLEANUP(free_text) = record_path(batch, object->object);
	char *record CLEANUP(free_text) = NULL;
	int status = read_outcome(batch, object, &result);
	git_oid key;

	if (status == 0 && result.ok) {
		record = io_read(path, NULL);
		if (record)
			depfile_parse(record, batch->revisions->kbuild->tree, &sources, &generated);
		else
			status = -1;
	}
	if (status == 0) {
		bool known = result.ok && all_known(batch, &sources, &generated);

		/* their content is in every key; that they were not found elsewhere first is not */
		strlist_add_all(&sources, &generated);
		status = object_remember(object, batch->revisions, batch->revision, &result,
					 known ? &sources : NULL, &key);
	}
	if (status == 0 && result.ok && !batch->unlisted && is_kept(object, &result))
		status = keep_file(batch, object, &key);
	return status;
}

/* A goal below two folders to which make goes side by side (drivers/Makefile names input/ and
 * input/gameport/) is made by both at the same time: by that of its own folder as a part of a
 * module, by the other one as if it were none. Then the one in its folder decides. */
static int make_again(struct compile_batch *batch, const char *log)
{
	char *path CLEANUP(free_text) = xasprintf("%s.again", log);

	FOR_EACH(goal, &batch->goals)
		if (buildlog_count(batch->log, *goal) > 1)
			strlist_add(&batch->again, *goal);
	if (!batch->again.nr)
		return 0;
	strlist_sort(&batch->again);
	if (kbuild_compile_unlisted(batch->revisions->kbuild, &batch->again, path) < 0)
		return -1;
	batch->again_log = io_read(path, NULL);
	return batch->again_log ? 0 : -1;
}

static int run_compile(struct compile_batch *batch, const char *log)
{
	struct kbuild *kbuild = batch->revisions->kbuild;
	double start = job_clock();

	FOR_EACH(goal, &batch->goals) {
		char *path CLEANUP(free_text) = record_path(batch, *goal);

		if (io_remove(path) < 0)
			return -1;
	}
	if ((batch->unlisted ? kbuild_compile_unlisted : kbuild_compile)(kbuild, &batch->goals,
									 log) < 0)
		return -1;
	batch->seconds = (job_clock() - start) / (double)batch->goals.nr;
	batch->log = io_read(log, NULL);
	if (!batch->log || (!batch->unlisted && make_again(batch, log) < 0))
		return -1;
	return timing_learn(kbuild, "object", batch->goals.nr, job_clock() - start);
}

static int settle_all(const struct compile_batch *batch, const struct objects *list)
{
	FOR_EACH(goal, &batch->goals) {
		FOR_EACH(object, list) {
			if (strcmp((*object)->goal, *goal))
				continue;
			if (settle_object(batch, *object) < 0)
				return -1;
			break;
		}
	}
	return 0;
}

/* Compile some of @goals, from number @from on. */
static int compile_some(const struct objects *list, struct revisions *revisions, size_t nr,
			const struct strlist *goals, size_t from)
{
	struct compile_batch batch = { .revisions = revisions, .revision = nr,
				       .unlisted = list->v[0]->unlisted };
	char *log CLEANUP(free_text) = xasprintf("%s.compile.log", revisions->kbuild->build);

	for (size_t i = from; i < goals->nr && i < from + AT_ONCE; i++)
		strlist_add(&batch.goals, goals->v[i]);
	progress_report(revisions->kbuild->state->progress, "compiling", from, goals->nr,
			revisions->kbuild->target.name);
	int status = run_compile(&batch, log);
	if (status == 0 && revisions->kbuild->stopped)
		revisions_stop(revisions, nr);
	else if (status == 0)
		status = settle_all(&batch, list);
	batch_release(&batch);
	return status;
}

/* The ledger may know an object whose file is gone: make it again. */
static int make_file(struct target_build *build, const struct object *object)
{
	struct compile_batch batch = { .revisions = &build->revisions,
				       .revision = object->revision };
	char *log CLEANUP(free_text) = xasprintf("%s.compile.log", build->kbuild.build);
	int status;

	if (revisions_visit(&build->revisions, object->revision) < 0)
		return -1;
	strlist_add(&batch.goals, object->goal);
	status = run_compile(&batch, log);
	if (status == 0)
		status = keep_file(&batch, object, &object->key);
	batch_release(&batch);
	return status;
}

char *compile_file(struct target_build *build, const struct object *object)
{
	char *path = kept_path(&build->kbuild, &object->key);

	if (access(path, R_OK) == 0 || make_file(build, object) == 0)
		return path;
	free(path);
	return NULL;
}

static int compile_at(struct objects *list, struct revisions *revisions, size_t nr)
{
	struct strlist goals CLEANUP(strlist_release) = { 0 };
	int status = 0;

	FOR_EACH(object, list) {
		if (!may_settle(*object, revisions, nr))
			continue;
		(*object)->compiled = true;
		strlist_add_once(&goals, (*object)->goal);
	}
	if (goals.nr && list->v[0]->unlisted)
		strlist_sort(&goals); /* by folder */
	for (size_t at = 0; at < goals.nr && status == 0 && !revisions->v[nr].broken; at += AT_ONCE)
		status = compile_some(list, revisions, nr, &goals, at);
	return status;
}

static size_t count_failures(const struct objects *list)
{
	size_t count = 0;

	FOR_EACH(object, list)
		count += (*object)->done && !(*object)->result.ok;
	return count;
}

/* @first_failure: behind the first tree in which an object does not come out that was not
 * known to fail before the call, leave out what is still open. */
static int build_all(struct objects *list, struct revisions *revisions, bool first_failure)
{
	size_t open, failures = count_failures(list);

	if (recall_objects(list, revisions, &open) < 0)
		return -1;
	while (open && !(first_failure && count_failures(list) > failures)) {
		size_t nr = latest(list), before = open;

		if (revisions_visit(revisions, nr) < 0)
			return -1;
		if (!revisions->v[nr].broken && compile_at(list, revisions, nr) < 0)
			return -1;
		if (recall_objects(list, revisions, &open) < 0)
			return -1;
		if (open >= before)
			return fail_system("compiling answered nothing: this is a bug in treewide");
	}
	FOR_EACH(object, list)
		(*object)->left_out = !(*object)->done;
	return 0;
}

int compile_all(struct target_build *build)
{
	return build_all(&build->objects, &build->revisions, false);
}

int compile_unlisted(struct target_build *build)
{
	return build_all(&build->unlisted, &build->revisions, false);
}

/* Asks for what objects are compared with. */

/* 1: it takes more than the object itself to judge it, and more than what is hoped of
 * objects of the base that were chosen before (NULL: nothing is). */
static int is_suspect(struct target_build *build, const struct object *object,
		      struct baseline_choice *choice)
{
	struct strlist doubtful CLEANUP(strlist_release) = { 0 };

	if (!object->result.ok || object->result.warnings.nr)
		return 1;
	if (symbols_doubtful(build, object, &doubtful) < 0)
		return -1;
	return doubtful.nr &&
	       (!choice || !baseline_may_offer(choice, &build->modules, object->source, &doubtful));
}

/* An object, and how many symbols are doubtful of it. */
struct suspect {
	const struct object *object;
	size_t nr, doubts;	/* @nr: as it was asked for */
};

static int by_doubts(const void *a, const void *b)
{
	const struct suspect *x = a, *y = b;

	if (x->doubts != y->doubts)
		return x->doubts > y->doubts ? -1 : 1;
	return x->nr < y->nr ? -1 : x->nr > y->nr;
}

/* The objects from @first to @end that are done; those that can answer for the
 * most symbols first. Owned by the caller. */
static int find_suspects(struct target_build *build, size_t first, size_t end,
			 struct suspect **list, size_t *nr)
{
	*list = xcalloc(end - first + 1, sizeof(**list));
	*nr = 0;
	for (size_t i = first; i < end; i++) {
		const struct object *object = build->objects.v[i];
		struct strlist doubtful CLEANUP(strlist_release) = { 0 };

		if (!object->done)
			continue;
		if (symbols_doubtful(build, object, &doubtful) < 0)
			return -1;
		(*list)[(*nr)++] = (struct suspect){ object, i, doubtful.nr };
	}
	if (*nr)
		qsort(*list, *nr, sizeof(**list), by_doubts);
	return 0;
}

static void want_compared(struct target_build *build, const struct object *object)
{
	struct object *parent;

	target_build_base(build, object);
	target_build_in_series(build, object);
	target_build_before(build, object);
	for (size_t i = 0; target_build_merged(build, object, i, &parent); i++)
		continue;
}

/* Ask for what else must be looked at to judge the objects from @first to @end. */
static int ask_compared(struct target_build *build, size_t first, size_t end,
			struct baseline_choice *choice)
{
	struct suspect *list CLEANUP(free_memory) = NULL;
	size_t nr;

	if (symbols_learn(build, first) < 0 || find_suspects(build, first, end, &list, &nr) < 0)
		return -1;
	for (size_t i = 0; i < nr; i++) {
		int suspect = is_suspect(build, list[i].object, choice);

		if (suspect < 0)
			return -1;
		if (suspect)
			want_compared(build, list[i].object);
	}
	return 0;
}

/* First the few objects of the base that may answer for all others, then what is still
 * in doubt. */
static int meet_compared(struct target_build *build, size_t first, size_t end)
{
	struct baseline_choice choice CLEANUP(baseline_choice_release) = { 0 };
	size_t asked = build->objects.nr;
	int result = ask_compared(build, first, end, &choice);

	if (result < 0 || build->objects.nr == asked)
		return result;
	if (compile_all(build) < 0 ||
	    ask_compared(build, first, end, NULL) < 0)
		return -1;
	return compile_all(build);
}

/* Does an object fail for which the base has one? */
static bool has_failed(struct target_build *build, size_t first)
{
	for (size_t i = first; i < build->objects.nr; i++) {
		const struct object *object = build->objects.v[i], *base;

		if (!object->done || object->result.ok || !object->revision)
			continue;
		base = target_build_base(build, object);
		if (!base || base->result.ok)
			return true;
	}
	return false;
}

static void take_back(struct target_build *build)
{
	FOR_EACH(object, &build->objects)
		(*object)->left_out = false;
}

/* Stop where it is certain that something fails. */
static int meet_until_failure(struct target_build *build, size_t first, size_t asked)
{
	bool all = build->failed;

	while (!all) {
		if (build_all(&build->objects, &build->revisions, true) < 0 ||
		    meet_compared(build, first, asked) < 0)
			return -1;
		build->failed = has_failed(build, first);
		if (build->failed)
			return 0;
		all = true;
		FOR_EACH(object, &build->objects)
			all = all && !(*object)->left_out;
		take_back(build);
	}
	return 0;
}

int compile_compared(struct target_build *build, size_t first)
{
	size_t asked = build->objects.nr;

	if (build->fail_fast)
		return meet_until_failure(build, first, asked);
	if (compile_all(build) < 0)
		return -1;
	return meet_compared(build, first, asked);
}
