// SPDX-License-Identifier: GPL-2.0
/* Compiles what the ledger does not know, in as few make calls as possible. */
#include "build/compile.h"

#include "build/object.h"
#include "build/revision.h"
#include "kbuild/buildlog.h"
#include "kbuild/depfile.h"
#include "kbuild/elfsyms.h"
#include "kbuild/kbuild.h"
#include "kbuild/timing.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/progress.h"
#include "lib/state.h"

#include <string.h>

/* Objects in one make call: Kbuild hands them down in one variable of the environment,
 * which has 128 KB at most; and what a killed run had compiled before is not lost. */
#define AT_ONCE 500

struct batch {
	struct stands *stands;
	size_t stand;			/* which tree is compiled */
	struct strlist goals;
	char *log;			/* the whole text */
	double seconds;			/* for each object */
};

/* What stands in the way of a broken tree concerns all its objects. */
static void blame_tree(struct obligation *obligation, const struct stand *stand)
{
	obligation->met = true;
	strlist_add(&obligation->outcome.errors, "make prepare fails in this tree");
	obligation->outcome.log = stand->log ? xstrdup(stand->log) : NULL;
}

int compile_recall(struct obligations *list, struct stands *stands, size_t *open)
{
	*open = 0;
	FOR_EACH(obligation, list) {
		if (obligation->met || obligation->left_out)
			continue;
		if (obligation_recall(obligation, stands) < 0)
			return -1;
		obligation->reused = !obligation->compiled;
		if (!obligation->met && stands->v[obligation->stand].broken)
			blame_tree(obligation, &stands->v[obligation->stand]);
		*open += !obligation->met;
	}
	return 0;
}

int compile_count(struct stands *stands, const struct modules *modules,
		  const struct strlist *sources, size_t stand, size_t *open)
{
	struct obligations trial = { 0 };
	int result;

	FOR_EACH(path, sources)
		obligation_want(&trial, modules, *path, stand);
	result = compile_recall(&trial, stands, open);
	obligations_release(&trial);
	return result;
}

/* The latest tree in which something is open. */
static size_t latest(const struct obligations *list)
{
	size_t stand = 0;

	FOR_EACH(obligation, list)
		if (!obligation->met && !obligation->left_out && obligation->stand > stand)
			stand = obligation->stand;
	return stand;
}

/* Could compiling in tree @nr settle this obligation? Its source must be the same. */
static bool may_settle(const struct obligation *obligation, const struct stands *stands, size_t nr)
{
	const struct file *there, *here;

	if (obligation->met || obligation->left_out)
		return false;
	if (obligation->stand == nr)
		return true;
	there = view_find(&stands->v[nr].view, obligation->source);
	here = view_find(&stands->v[obligation->stand].view, obligation->source);
	return there && here && git_oid_equal(&there->oid, &here->oid);
}

static char *keep_log(const struct batch *batch, const char *object, const char *lines)
{
	const struct state *state = batch->stands->kbuild->state;
	char *dir CLEANUP(free_text) = xasprintf("%s/logs/%s", state->dir,
						 batch->stands->kbuild->target.name);
	char *name CLEANUP(free_text) = xstrdup(object);
	char *path;

	for (char *slash = name; (slash = strchr(slash, '/'));)
		*slash = '-';
	path = xasprintf("%s/%.12s-%s.log", dir,
			 git_oid_tostr_s(&batch->stands->v[batch->stand].view.tree), name);
	if (io_mkdirs(dir) < 0 || io_write(path, lines, strlen(lines)) < 0) {
		free(path);
		return NULL;
	}
	return path;
}

static int read_outcome(const struct batch *batch, const struct obligation *obligation,
			struct outcome *outcome)
{
	const char *name = obligation->object;
	char *path CLEANUP(free_text) = xasprintf("%s/%s", batch->stands->kbuild->build, name);
	char *lines CLEANUP(free_text) = buildlog_of(batch->log, obligation->goal);
	const struct elfsyms syms = { &outcome->undefined, &outcome->defined, &outcome->weak,
				      &outcome->exported, &outcome->terms, &outcome->licences,
				      &outcome->imports };

	outcome->ok = access(path, F_OK) == 0;
	outcome->seconds = batch->seconds;
	buildlog_parse(lines, &outcome->errors, &outcome->warnings);
	if (!outcome->ok && !outcome->errors.nr)
		buildlog_of_make(batch->log, obligation->goal, &outcome->errors);
	if (!outcome->ok && !outcome->errors.nr)
		return fail_system("%s did not appear, and the compiler gave no error: %.300s",
				   name, *lines ? lines : batch->log);
	if (*lines) {
		outcome->log = keep_log(batch, name, lines);
		if (!outcome->log)
			return -1;
	}
	return outcome->ok ? elfsyms_read(&syms, path) : 0;
}

/* drivers/x/y.o -> drivers/x/.y.o.cmd */
static char *record_path(const struct batch *batch, const char *object)
{
	const char *slash = strrchr(object, '/');

	return xasprintf("%s/%.*s.%s.cmd", batch->stands->kbuild->build,
			 slash ? (int)(slash + 1 - object) : 0, object, slash ? slash + 1 : object);
}

/* A file that is not part of the tree makes a record worthless for other trees, and so
 * does one that a rule of its own generates. */
static bool all_known(const struct batch *batch, const struct strlist *sources,
		      const struct strlist *generated)
{
	if (depfile_foreign(generated, batch->stands->kbuild->target.srcarch))
		return false;
	FOR_EACH(source, sources)
		if (!view_find(&batch->stands->v[batch->stand].view, *source))
			return false;
	return true;
}

static int settle(const struct batch *batch, const struct obligation *obligation)
{
	struct outcome outcome = { 0 };
	struct strlist sources = { 0 }, generated = { 0 };
	char *path CLEANUP(free_text) = record_path(batch, obligation->object);
	char *record CLEANUP(free_text) = NULL;
	int result = read_outcome(batch, obligation, &outcome);

	if (result == 0 && outcome.ok) {
		record = io_read(path, NULL);
		if (record)
			depfile_parse(record, batch->stands->kbuild->tree, &sources, &generated);
		else
			result = -1;
	}
	if (result == 0)
		result = obligation_remember(obligation, batch->stands, batch->stand, &outcome,
					     outcome.ok && all_known(batch, &sources, &generated) ?
						     &sources : NULL);
	strlist_release(&sources);
	strlist_release(&generated);
	outcome_release(&outcome);
	return result;
}

static int run(struct batch *batch, const char *log)
{
	struct kbuild *kbuild = batch->stands->kbuild;
	double start = timing_now();

	FOR_EACH(goal, &batch->goals) {
		char *path CLEANUP(free_text) = record_path(batch, *goal);

		if (io_remove(path) < 0)
			return -1;
	}
	if (kbuild_compile(kbuild, &batch->goals, log) < 0)
		return -1;
	batch->seconds = (timing_now() - start) / (double)batch->goals.nr;
	batch->log = io_read(log, NULL);
	return batch->log ? timing_learn(kbuild, "object", batch->goals.nr, timing_now() - start) :
			    -1;
}

static int settle_all(const struct batch *batch, const struct obligations *list)
{
	FOR_EACH(goal, &batch->goals) {
		FOR_EACH(obligation, list) {
			if (strcmp(obligation->goal, *goal))
				continue;
			if (settle(batch, obligation) < 0)
				return -1;
			break;
		}
	}
	return 0;
}

/* Compile some of @goals, from number @from on. */
static int compile_some(const struct obligations *list, struct stands *stands, size_t nr,
			const struct strlist *goals, size_t from)
{
	struct batch batch = { .stands = stands, .stand = nr };
	char *log CLEANUP(free_text) = xasprintf("%s.compile.log", stands->kbuild->build);
	int result;

	for (size_t i = from; i < goals->nr && i < from + AT_ONCE; i++)
		strlist_add(&batch.goals, goals->v[i]);
	progress_report(stands->kbuild->state->progress, "compiling", from, goals->nr,
			stands->kbuild->target.name);
	result = run(&batch, log);
	if (result == 0)
		result = settle_all(&batch, list);
	strlist_release(&batch.goals);
	free(batch.log);
	return result;
}

static int compile_at(struct obligations *list, struct stands *stands, size_t nr)
{
	struct strlist goals = { 0 };
	int result = 0;

	FOR_EACH(obligation, list) {
		if (!may_settle(obligation, stands, nr))
			continue;
		obligation->compiled = true;
		strlist_add_once(&goals, obligation->goal);
	}
	for (size_t at = 0; at < goals.nr && result == 0; at += AT_ONCE)
		result = compile_some(list, stands, nr, &goals, at);
	strlist_release(&goals);
	return result;
}

static size_t count_failures(const struct obligations *list)
{
	size_t count = 0;

	FOR_EACH(obligation, list)
		count += obligation->met && !obligation->outcome.ok;
	return count;
}

static int meet(struct obligations *list, struct stands *stands, bool first_failure)
{
	size_t open, failures = count_failures(list);

	if (compile_recall(list, stands, &open) < 0)
		return -1;
	while (open && !(first_failure && count_failures(list) > failures)) {
		size_t nr = latest(list), before = open;

		if (stands_visit(stands, nr) < 0)
			return -1;
		if (!stands->v[nr].broken && compile_at(list, stands, nr) < 0)
			return -1;
		if (compile_recall(list, stands, &open) < 0)
			return -1;
		if (open >= before)
			return fail_system("compiling settled nothing: a fault in treewide");
	}
	FOR_EACH(obligation, list)
		obligation->left_out = !obligation->met;
	return 0;
}

int compile_meet(struct obligations *list, struct stands *stands)
{
	return meet(list, stands, false);
}

int compile_until_failure(struct obligations *list, struct stands *stands)
{
	return meet(list, stands, true);
}
