// SPDX-License-Identifier: GPL-2.0
/* The check independent. */
#include "checks/check_standalone.h"

#include "build/compile.h"
#include "build/judge.h"
#include "build/target_build.h"
#include "campaign/campaign.h"
#include "cocci/convert.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/lib.h"
#include "checks/checks.h"
#include "result/result.h"
#include "series/plan.h"

/* Finds the patches that a patch needs, by the files that they share. */

/* A path of @a that @b changes too; borrowed from @a. */
static const char *shared(const struct strlist *a, const struct strlist *b)
{
	FOR_EACH(x, a)
		FOR_EACH(y, b)
			if (path_is_below(*x, *y) || path_is_below(*y, *x))
				return *x;
	return NULL;
}

void patch_deps_find(struct patch_deps *needs, const struct strlist *paths, size_t first, size_t nr)
{
	const char **direct = xcalloc(nr + 1, sizeof(*direct));
	bool *needed = xcalloc(nr + 1, sizeof(*needed));

	/* backwards, so that whoever needs a patch has been seen before it */
	needed[nr] = true;
	for (size_t i = nr + 1; i-- > first;) {
		for (size_t k = first; needed[i] && k < i; k++) {
			const char *path = shared(&paths[i], &paths[k]);

			needed[k] = needed[k] || path;
			if (i == nr)
				direct[k] = path;
		}
	}
	for (size_t i = first; i < nr; i++) {
		struct patch_dep *need = needed[i] ? LIST_ADD(needs) : NULL;

		if (need)
			*need = (struct patch_dep){ .patch = i, .path = direct[i] };
	}
	FREE_ALL(needed, (void *)direct);
}

const struct patch_dep *patch_deps_last(const struct patch_deps *needs)
{
	const struct patch_dep *last = NULL;

	FOR_EACH(need, needs)
		if (need->path)
			last = need;
	return last;
}

bool patch_deps_have(const struct patch_deps *needs, size_t nr)
{
	FOR_EACH(need, needs)
		if (need->patch == nr)
			return true;
	return false;
}

/* One driver patch on its own. */
struct lone {
	size_t commit;
	size_t revision;
	struct patch_deps needs;
	struct object_refs objects, readers;
};

struct lones {
	struct lone *v;
	size_t nr, alloc;
	size_t first;		/* the first driver patch: what stands before it is there anyway */
	struct strlist *paths;	/* of each commit; the lists are borrowed */
};

static void free_lones(struct lones *lones)
{
	FOR_EACH(lone, lones)
		FREE_ALL(lone->needs.v, lone->objects.v, lone->readers.v);
	FREE_ALL(lones->v, lones->paths);
}

static bool is_converted(const struct plan *plan, const char *path)
{
	for (size_t i = 0; i < plan->steps.nr; i++)
		if (plan->campaign->steps.v[i].kind == STEP_CONVERT)
			FOR_EACH(change, &plan->steps.v[i])
				if (!change_is_empty(change) && !strcmp(change->path, path))
					return true;
	return false;
}

/* A commit that the plan does not know is a driver patch when it changes nothing but
 * files that a [convert] changes. */
static bool is_driver(const struct target_build *build, size_t commit)
{
	const struct patch *patch = result_patch(build->proof, commit);
	const struct strlist *paths = &build->changed.v[commit].paths;

	if (patch)
		return patch->step->kind == STEP_CONVERT;
	FOR_EACH(path, paths)
		if (!is_converted(build->proof->plan, *path))
			return false;
	return paths->nr > 0;
}

/* Take over what commit @nr makes of its files. */
static void take_changes(const struct target_build *build, size_t first, size_t nr,
			 struct changes *changes)
{
	const struct view *overlay = &build->revisions.v[first].view;
	const struct view *after = &build->revisions.v[nr + 1].view;

	FOR_EACH(path, &build->changed.v[nr].paths) {
		const struct file *old = view_find(overlay, *path), *new = view_find(after, *path);
		const git_oid none = { 0 };
		struct change *change = NULL;

		FOR_EACH(known, changes)
			if (!strcmp(known->path, *path))
				change = known;
		if (!change)
			change = changes_add(changes, *path, old ? old->mode : 0,
					     old ? &old->oid : &none);
		change->mode = new ? new->mode : 0;
		git_oid_cpy(&change->after, new ? &new->oid : &none);
	}
}

/* The revision of a driver patch alone: what stands before the first of them, what it
 * needs, and itself. */
static int add_stand(struct target_build *build, const struct lones *lones, struct lone *lone)
{
	struct changes changes CLEANUP(changes_release) = { 0 };
	git_oid tree;

	FOR_EACH(need, &lone->needs)
		take_changes(build, lones->first, need->patch, &changes);
	take_changes(build, lones->first, lone->commit, &changes);
	lone->revision = build->revisions.nr;
	if (tree_with(build->proof->base, &build->revisions.v[lones->first].view.tree, &changes,
		      &tree) < 0 ||
	    revisions_add(&build->revisions, &tree, lones->first) < 0)
		return -1;
	build->revisions.v[lone->revision].in_series = lone->commit + 1;
	return 0;
}

/* @reader: not for its own sake, but for what the patch does to headers. */
static void want_alone(struct target_build *build, const struct lone *lone, bool reader,
		       const char *source, struct object_refs *list)
{
	if (target_build_builds(build, source) &&
	    view_find(&build->revisions.v[lone->revision].view, source))
		object_refs_add(list, reader ? target_build_want_includer(build, lone->commit,
									  source, lone->revision) :
					       object_want(&build->objects, &build->modules,
							   source, lone->revision));
}

static void want_objects(struct target_build *build, struct lone *lone)
{
	FOR_EACH(need, &lone->needs)
		FOR_EACH(source, &build->changed.v[need->patch].sources)
			want_alone(build, lone, false, *source, &lone->objects);
	FOR_EACH(source, &build->changed.v[lone->commit].sources)
		want_alone(build, lone, false, *source, &lone->objects);
}

/* The sample that was compiled in the series, and the sources that earlier patches
 * change: here these read a changed header without having been changed. */
static void want_readers(struct target_build *build, size_t first, struct lone *lone)
{
	const struct changed_files *changed = &build->changed.v[lone->commit];

	FOR_EACH(reader, &changed->readers)
		want_alone(build, lone, true, (*reader)->source, &lone->readers);
	for (size_t i = first; i < lone->commit; i++)
		FOR_EACH(source, &build->changed.v[i].sources)
			if (strlist_find(&changed->includers.reach, *source) &&
			    !patch_deps_have(&lone->needs, i))
				want_alone(build, lone, true, *source, &lone->readers);
}

static int part(struct target_build *build, struct lones *lones)
{
	size_t nr = build->changed.nr;

	lones->paths = xcalloc(nr + 1, sizeof(*lones->paths));
	for (size_t i = 0; i < nr; i++)
		lones->paths[i] = build->changed.v[i].paths;
	while (lones->first < nr && !is_driver(build, lones->first))
		lones->first++;
	for (size_t i = lones->first; i < nr; i++) {
		if (!is_driver(build, i))
			continue;
		struct lone *lone = LIST_ADD(lones);
		lone->commit = i;
		patch_deps_find(&lone->needs, lones->paths, lones->first, i);
		if (add_stand(build, lones, lone) < 0)
			return -1;
		want_objects(build, lone);
		want_readers(build, lones->first, lone);
	}
	return 0;
}

static bool is_driver_source(const struct target_build *build, const struct lones *lones,
			     const char *path)
{
	FOR_EACH(lone, lones)
		if (strlist_has(&build->changed.v[lone->commit].sources, path))
			return true;
	return false;
}

/* What is still open would take a make call for each patch. Most of it reads the same
 * where all driver patches stand without their headers and Makefiles: there one call
 * does for all. */
static int gather(struct target_build *build, const struct lones *lones, size_t first)
{
	struct changes changes CLEANUP(changes_release) = { 0 };
	size_t open, asked = build->objects.nr, revision = build->revisions.nr;
	git_oid tree;

	if (compile_recall(build, &open) < 0)
		return -1;
	if (open < 2)
		return 0;
	FOR_EACH(lone, lones)
		take_changes(build, lones->first, lone->commit, &changes);
	FOR_EACH(change, &changes)
		if (!is_driver_source(build, lones, change->path))
			git_oid_cpy(&change->after, &change->before);
	if (tree_with(build->proof->base, &build->revisions.v[lones->first].view.tree, &changes,
		      &tree) < 0 ||
	    revisions_add(&build->revisions, &tree, lones->first) < 0)
		return -1;
	for (size_t i = first; i < asked; i++) {
		const struct object *object = build->objects.v[i];

		if (!object->done &&
		    view_find(&build->revisions.v[revision].view, object->source))
			object_want(&build->objects, &build->modules, object->source, revision);
	}
	return 0;
}

/* Does @word stand in the file as @view has it? Comments do not count. */
static int has_word(const struct base *base, const struct view *view, const char *path,
		    const char *word)
{
	const struct file *file = view_find(view, path);
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct cuses uses CLEANUP(cuses_release) = { 0 };
	size_t len;

	if (!file)
		return 0;
	char *text CLEANUP(free_text) = base_read(base, &file->oid, &len);
	if (!text)
		return -1;
	strlist_add(&words, word);
	cuses_find(&uses, text, len, &words);
	return uses.nr > 0;
}

/* "; patch 7 adds it to drivers/x/y.h": the last earlier patch that brings the word. */
static int find_adder(const struct target_build *build, const struct lones *lones,
		      const struct lone *lone, const char *word, char **text)
{
	for (size_t i = lone->commit; i-- > lones->first;) {
		if (patch_deps_have(&lone->needs, i))
			continue;
		FOR_EACH(path, &build->changed.v[i].paths) {
			const struct revision *revision = &build->revisions.v[i + 1];
			int before = has_word(build->proof->base, &revision[-1].view, *path, word);
			int after = has_word(build->proof->base, &revision->view, *path, word);

			if (before < 0 || after < 0)
				return -1;
			if (before || !after)
				continue;
			*text = xasprintf("; patch %zu adds %s to %s", i + 1, word, *path);
			return 0;
		}
	}
	return 0;
}

/* The names that a complaint speaks of: the last word of each part in quotes; the symbol
 * at its end when nothing is quoted. */
static void find_names(const char *complaint, struct strlist *names)
{
	const char *from = strchr(complaint, '\'');
	const char *last = strrchr(complaint, ' ');

	if (!from && last)
		strlist_add(names, last + 1);
	while (from && (last = strchr(from + 1, '\''))) {
		const char *at = last;

		while (at > from + 1 && is_name_char(at[-1]))
			at--;
		char *name = xstrndup(at, (size_t)(last - at));
		if (*name)
			strlist_add_once(names, name);
		free(name);
		from = strchr(last + 1, '\'');
	}
}

/* What is known of the patch that is missed, as the end of a sentence; owned by the caller. */
static int find_missed(const struct target_build *build, const struct lones *lones,
		       const struct lone *lone, const struct tally *tally, char **text)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	*text = NULL;
	find_names(tally->complaints.v[0] + strlen(tally->source), &names);
	for (size_t i = 0; i < names.nr && !*text; i++)
		if (find_adder(build, lones, lone, names.v[i], text) < 0)
			return -1;
	/* an earlier patch has made a source fit for what this one does to a header */
	for (size_t i = lone->commit; i-- > lones->first && !*text;)
		if (strlist_find(&build->changed.v[i].paths, tally->source) &&
		    !strlist_find(&build->changed.v[lone->commit].paths, tally->source) &&
		    !patch_deps_have(&lone->needs, i))
			*text = xasprintf("; patch %zu changes %s before", i + 1, tally->source);
	if (!*text)
		*text = xstrdup("");
	return 0;
}

/* "the API", or the API and what the patch needs besides; owned by the caller. */
static char *name_ground(const struct lones *lones, const struct lone *lone)
{
	const char *overlay = lones->first ? "the API" : "the base";
	const struct patch_dep *last = patch_deps_last(&lone->needs);
	char *text = NULL;

	if (!last)
		return xasprintf("alone on %s", overlay);
	if (lone->needs.nr == 1)
		return xasprintf("on %s and patch %zu, which it needs: both change %s", overlay,
				 last->patch + 1, last->path);
	FILE *out = xmemstream(&text, NULL);
	fprintf(out, "on %s and patches", overlay);
	FOR_EACH(need, &lone->needs)
		fprintf(out, "%s %zu", need == lone->needs.v ? "" : ",", need->patch + 1);
	fprintf(out, ", which it needs: patch %zu changes %s too", last->patch + 1, last->path);
	fclose(out);
	return text;
}

static char *standalone_praise(const struct target_build *build, const struct lone *lone,
			       const char *overlay)
{
	const struct changed_files *changed = &build->changed.v[lone->commit];
	char *headers CLEANUP(free_text) = changed_name(&changed->headers);
	char *left_out CLEANUP(free_text) = changed_name(&changed->uncovered);
	char *readers CLEANUP(free_text) =
		xasprintf("; so do%s %zu reader%s of %s", lone->readers.nr == 1 ? "es" : "",
			  lone->readers.nr, plural(lone->readers.nr, "s"), headers);

	return xasprintf("compiles %s%s%s%s", overlay, lone->readers.nr ? readers : "",
			 changed->uncovered.nr ? "; not built by this configuration: " : "",
			 left_out);
}

/* Nothing that the target builds reads what the patch changes. When there is something to
 * build, another target may: that is told by the coverage. */
static void tell_unread(struct target_build *build, size_t commit)
{
	const struct changed_files *changed = &build->changed.v[commit];
	const struct strlist *left_out = changed->others.nr ? &changed->others : &changed->kbuild;
	bool uncovered = left_out->nr > 0;
	char *name CLEANUP(free_text) = changed_name(left_out);

	if (changed->uncovered.nr || changed->includers.reach.nr)
		return;
	verdicts_add(&build->proof->v[commit].verdicts, "independent", build->kbuild.target.name,
		     uncovered ? VERDICT_UNCOVERED : VERDICT_PASS, uncovered ? "" : "identical",
		     uncovered ? xasprintf("this configuration builds nothing of %s", name) :
				 xstrdup("no object reads what this commit changes"));
}

static int add_up_alone(struct tally *tally, struct target_build *build, const struct lone *lone)
{
	FOR_EACH(object, &lone->objects) {
		judge_object(tally, build, *object);
		if (judge_symbols(tally, build, *object) < 0)
			return -1;
	}
	FOR_EACH(reader, &lone->readers)
		judge_object(tally, build, *reader);
	return 0;
}

static int judge_alone(struct target_build *build, const struct lones *lones,
		       const struct lone *lone)
{
	const struct changed_files *changed = &build->changed.v[lone->commit];
	struct tally tally CLEANUP(tally_release) = TALLY_START;
	char *overlay CLEANUP(free_text) = name_ground(lones, lone);
	char *missed CLEANUP(free_text) = NULL;

	if (!changed->objects.nr && !lone->readers.nr) {
		tell_unread(build, lone->commit);
		return 0;
	}
	if (add_up_alone(&tally, build, lone) < 0)
		return -1;
	if (tally.complaints.nr) {
		char *first = tally.complaints.v[0];

		if (tally.kind == VERDICT_FAIL &&
		    find_missed(build, lones, lone, &tally, &missed) < 0)
			return -1;
		tally.complaints.v[0] =
			tally.kind == VERDICT_SKIPPED ?
				xasprintf("the commit itself fails: %s", first) :
				xasprintf("%s: %s%s", overlay, first, missed ? missed : "");
		free(first);
	}
	judge_tell(&tally, build, lone->commit, "independent",
		   lone->objects.nr ? "compiled" : "sampled",
		   standalone_praise(build, lone, overlay));
	return 0;
}

int examine_independent(struct examination *examination)
{
	struct target_build *build = examination->build;
	struct lones lones CLEANUP(free_lones) = { 0 };
	size_t done = build->objects.nr;

	if (part(build, &lones) < 0 || gather(build, &lones, done) < 0 ||
	    compile_compared(build, done) < 0)
		return -1;
	FOR_EACH(lone, &lones)
		if (judge_alone(build, &lones, lone) < 0)
			return -1;
	return 0;
}
