// SPDX-License-Identifier: GPL-2.0
/* Lets Kbuild preprocess sources in two trees and compares what comes of it. */
#include "readers/preprocess.h"

#include "build/inputs.h"
#include "build/revision.h"
#include "git/base.h"
#include "kbuild/depfile.h"
#include "kbuild/kbuild.h"
#include "kbuild/module.h"
#include "kbuild/timing.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"

#define AT_ONCE 200 /* texts of 3 MB that lie on the disk between two make calls */

/* One text of one tree; @text NULL: it could not be made. */
struct half {
	char *text, *record;
};

struct halves {
	struct half *v;
	size_t nr, alloc;
};

struct reading_batch {
	struct readings *readings;
	struct revisions *revisions;
	size_t from, end;		/* of the readings */
	char *dir;			/* where the texts of the first tree are kept */
};

bool readings_can(const char *source)
{
	return has_extension(source, ".c");
}

void readings_add(struct readings *readings, const struct modules *modules, const char *source)
{
	struct reading *reading = LIST_ADD(readings);
	char *object CLEANUP(free_text) = module_object(source);
	const char *goal = modules_goal(modules, object);

	reading->source = xstrdup(source);
	reading->goal = xasprintf("%.*si", (int)strlen(goal) - 1, goal);
}

/* What one source is preprocessed with in both trees. */
struct text_pair {
	const struct revision *before, *after;
	git_oid flags_before, flags_after;
};

static int take_pair(struct text_pair *pair, const struct readings *readings,
		     struct revisions *revisions, const char *goal)
{
	pair->before = &revisions->v[readings->before];
	pair->after = &revisions->v[readings->after];
	if (inputs_flags(revisions, pair->before, goal, &pair->flags_before) < 0)
		return -1;
	return inputs_flags(revisions, pair->after, goal, &pair->flags_after);
}

static git_oid pair_key(const struct text_pair *pair, const struct revisions *revisions,
			const char *goal, const struct strlist *sources)
{
	git_oid before = inputs_key(revisions, pair->before, &pair->flags_before, goal, sources);
	git_oid after = inputs_key(revisions, pair->after, &pair->flags_after, goal, sources);

	/* "1": version of how texts are compared */
	return DIGEST("1", &before, &after);
}

static int load_reading(struct reading *reading, struct revisions *revisions, const git_oid *key)
{
	json_t *fact CLEANUP(free_json) = NULL;
	int known = ledger_get(revisions->kbuild->state->ledger, "reading", key, &fact);
	struct pretext *pretext = &reading->pretext;
	const char *id = NULL, *why = NULL;

	if (known <= 0)
		return known;
	if (json_unpack(fact, "{s?s, s?s}", "class", &id, "why", &why) < 0)
		return 0;
	pretext->kind = id ? PRETEXT_CLASS : why ? PRETEXT_ALONE : PRETEXT_SAME;
	if (id && git_oid_fromstr(&pretext->id, id) < 0)
		return 0;
	pretext->why = why ? xstrdup(why) : NULL;
	reading->done = true;
	return 1;
}

static int recall_reading(struct reading *reading, const struct readings *readings,
			  struct revisions *revisions)
{
	json_t *lists CLEANUP(free_json) = NULL;
	struct text_pair pair;
	int known = 0;

	if (inputs_lists(revisions, reading->goal, &lists) < 0 ||
	    take_pair(&pair, readings, revisions, reading->goal) < 0)
		return -1;
	for (size_t i = 0; known == 0 && i < json_array_size(lists); i++) {
		struct strlist sources CLEANUP(strlist_release) = { 0 };

		inputs_take(lists, i, &sources);
		git_oid key = pair_key(&pair, revisions, reading->goal, &sources);
		known = load_reading(reading, revisions, &key);
	}
	return known < 0 ? -1 : 0;
}

/* A tree in which "make prepare" fails tells nothing: then each source is alone, and
 * compiling it will say why. */
static bool is_broken(const struct readings *readings, const struct revisions *revisions)
{
	return revisions->v[readings->before].broken || revisions->v[readings->after].broken;
}

static void set_alone(struct reading *reading, const char *why)
{
	reading->done = true;
	reading->pretext = (struct pretext){ .kind = PRETEXT_ALONE, .why = xstrdup(why) };
}

int readings_recall(struct readings *readings, struct revisions *revisions, size_t *open)
{
	*open = 0;
	if (revisions_know(revisions, readings->before) < 0 ||
	    revisions_know(revisions, readings->after) < 0)
		return -1;
	FOR_EACH(reading, readings) {
		if (is_broken(readings, revisions) && !reading->done)
			set_alone(reading, "a tree cannot be prepared");
		if (!reading->done && recall_reading(reading, readings, revisions) < 0)
			return -1;
		*open += !reading->done;
	}
	return 0;
}

static char *record_of(const struct kbuild *kbuild, const char *goal)
{
	const char *leaf = path_leaf(goal);

	return xasprintf("%s/%.*s.%s.cmd", kbuild->build, (int)(leaf - goal), goal, leaf);
}

static int compile(const struct reading_batch *batch, size_t revision)
{
	struct kbuild *kbuild = batch->revisions->kbuild;
	char *log CLEANUP(free_text) = xasprintf("%s.preprocess.log", kbuild->build);
	struct strlist goals CLEANUP(strlist_release) = { 0 };

	if (revisions_visit(batch->revisions, revision) < 0)
		return -1;
	for (size_t i = batch->from; i < batch->end; i++) {
		const struct reading *reading = &batch->readings->v[i];
		char *record CLEANUP(free_text) = record_of(kbuild, reading->goal);

		if (reading->done)
			continue;
		if (io_remove(record) < 0)
			return -1;
		strlist_add(&goals, reading->goal);
	}
	if (batch->revisions->v[revision].broken || !goals.nr)
		return 0;
	if (kbuild_compile(kbuild, &goals, log) < 0)
		return -1;
	if (kbuild->stopped)
		revisions_stop(batch->revisions, revision);
	return 0;
}

/* Keep what the first tree gave: the second one is made in its place. */
static int put_aside(const struct reading_batch *batch, struct halves *halves)
{
	const struct kbuild *kbuild = batch->revisions->kbuild;

	for (size_t i = batch->from; i < batch->end; i++) {
		const char *goal = batch->readings->v[i].goal;
		char *path CLEANUP(free_text) = xasprintf("%s/%s", kbuild->build, goal);
		char *record CLEANUP(free_text) = record_of(kbuild, goal);
		struct half *half = LIST_ADD(halves);

		if (access(path, F_OK) < 0 || access(record, F_OK) < 0)
			continue;
		half->text = xasprintf("%s/%zu.i", batch->dir, i);
		half->record = io_read(record, NULL);
		if (!half->record)
			return -1;
		if (rename(path, half->text) < 0)
			return fail_errno("cannot move %s", path);
	}
	return 0;
}

static int remember_reading(const struct reading_batch *batch, const struct reading *reading,
			    const struct strlist *sources)
{
	const struct pretext *pretext = &reading->pretext;
	json_t *fact CLEANUP(free_json) = json_object();
	struct text_pair pair;

	if (take_pair(&pair, batch->readings, batch->revisions, reading->goal) < 0)
		return -1;
	git_oid key = pair_key(&pair, batch->revisions, reading->goal, sources);
	if (pretext->kind == PRETEXT_CLASS)
		json_object_set_new(fact, "class", json_string(git_oid_tostr_s(&pretext->id)));
	if (pretext->kind == PRETEXT_ALONE)
		json_object_set_new(fact, "why", json_string(pretext->why));
	if (ledger_put(batch->revisions->kbuild->state->ledger, "reading", &key, fact) < 0)
		return -1;
	return inputs_remember(batch->revisions, reading->goal, sources);
}

/* Both records together name all files that matter for either text. */
static int settle_reading(const struct reading_batch *batch, struct reading *reading,
			  const struct half *half)
{
	const struct kbuild *kbuild = batch->revisions->kbuild;
	char *path CLEANUP(free_text) = xasprintf("%s/%s", kbuild->build, reading->goal);
	char *record_path CLEANUP(free_text) = record_of(kbuild, reading->goal);
	struct strlist sources CLEANUP(strlist_release) = { 0 };
	struct strlist generated CLEANUP(strlist_release) = { 0 };

	if (!half->text || access(path, F_OK) < 0 || access(record_path, F_OK) < 0) {
		set_alone(reading, "it cannot be preprocessed");
		return 0;
	}
	char *old CLEANUP(free_text) = io_read(half->text, NULL);
	char *new CLEANUP(free_text) = io_read(path, NULL);
	char *record CLEANUP(free_text) = io_read(record_path, NULL);
	if (!old || !new || !record || io_remove(path) < 0 || io_remove(half->text) < 0)
		return -1;
	char *flags CLEANUP(free_text) = depfile_flags(record);
	char *old_flags CLEANUP(free_text) = depfile_flags(half->record);
	if (strcmp(flags, old_flags)) {
		set_alone(reading, "its flags differ");
		return 0;
	}
	if (pretext_compare(&reading->pretext, old, new, flags) < 0)
		return -1;
	reading->done = true;
	depfile_parse(half->record, kbuild->tree, &sources, &generated);
	depfile_parse(record, kbuild->tree, &sources, &generated);
	strlist_add_all(&sources, &generated);
	strlist_sort(&sources);
	return depfile_foreign(&generated, kbuild->target.srcarch) ?
			 0 : remember_reading(batch, reading, &sources);
}

static bool all_met(const struct reading_batch *batch)
{
	for (size_t i = batch->from; i < batch->end; i++)
		if (!batch->readings->v[i].done)
			return false;
	return true;
}

static void free_halves(struct halves *halves)
{
	FOR_EACH(half, halves)
		FREE_ALL(half->text, half->record);
	free(halves->v);
}

static int make_all(struct reading_batch *batch)
{
	struct halves halves CLEANUP(free_halves) = { 0 };

	if (all_met(batch))
		return 0;
	if (compile(batch, batch->readings->before) < 0 || put_aside(batch, &halves) < 0 ||
	    compile(batch, batch->readings->after) < 0)
		return -1;
	for (size_t i = 0; i < halves.nr; i++) {
		struct reading *reading = &batch->readings->v[batch->from + i];

		if (!reading->done && settle_reading(batch, reading, &halves.v[i]) < 0)
			return -1;
	}
	return 0;
}

int readings_make(struct readings *readings, struct revisions *revisions)
{
	struct reading_batch batch = { .readings = readings, .revisions = revisions };
	size_t open;
	double start = job_clock();
	int result = readings_recall(readings, revisions, &open);

	if (result < 0 || !open)
		return result;
	char *dir CLEANUP(free_text) = io_mktemp(revisions->kbuild->state->tmp);
	batch.dir = dir;
	if (!dir)
		return -1;
	for (size_t at = 0; at < readings->nr && result == 0; at += AT_ONCE) {
		batch.from = at;
		batch.end = at + AT_ONCE < readings->nr ? at + AT_ONCE : readings->nr;
		progress_report(revisions->kbuild->state->progress, "preprocessing", at,
				readings->nr, revisions->kbuild->target.name);
		result = make_all(&batch);
	}
	readings->seconds = job_clock() - start;
	if (result == 0)
		result = timing_learn(revisions->kbuild, "text", 2 * open, readings->seconds);
	return result < 0 || io_remove(dir) < 0 ? -1 : 0;
}

void readings_release(struct readings *readings)
{
	FOR_EACH(reading, readings) {
		FREE_ALL(reading->source, reading->goal);
		pretext_release(&reading->pretext);
	}
	LIST_RELEASE(readings);
}
