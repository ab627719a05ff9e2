// SPDX-License-Identifier: GPL-2.0
/* Makes what rules of their own make, and says what became of it. */
#include "readers/unlisted.h"

#include "build/compile.h"
#include "build/judge.h"
#include "build/ownrule.h"
#include "build/script.h"
#include "build/target_build.h"
#include "git/base.h"
#include "kbuild/kbuild.h"
#include "kbuild/makerule.h"
#include "kbuild/timing.h"
#include "lib/io.h"
#include "lib/lib.h"

/* A shell and make read the name of the object: only what means nothing to either. */
static bool is_plain_path(const char *path)
{
	for (const char *at = path; *at; at++)
		if (!is_name_char(*at) && !strchr("./+-", *at))
			return false;
	return true;
}

static struct object *want_unlisted(struct target_build *build, const char *path,
				    const char *object, size_t revision)
{
	struct object *wanted;

	FOR_EACH(known, &build->unlisted)
		if ((*known)->revision == revision && !strcmp((*known)->source, path))
			return *known;
	wanted = *LIST_ADD(&build->unlisted) = xcalloc(1, sizeof(*wanted));
	wanted->source = xstrdup(path);
	wanted->object = xstrdup(object);
	wanted->goal = xstrdup(object);
	wanted->revision = revision;
	wanted->unlisted = true;
	return wanted;
}

/* In the base: what comes out there can be asked for after commits. */
static int want_in_base(struct target_build *build, const struct strlist *paths)
{
	const struct view *view = &build->revisions.v[0].view;

	FOR_EACH(path, paths) {
		char *object CLEANUP(free_text) = NULL;

		if (!view_find(view, *path) || !is_plain_path(*path))
			continue;
		object = ownrule_product(&build->revisions, view, *path);
		if (!object)
			return -1;
		want_unlisted(build, *path, object, 0);
	}
	return 0;
}

static const struct object *find_object(const struct target_build *build, const char *path,
					size_t revision)
{
	FOR_EACH(object, &build->unlisted)
		if ((*object)->revision == revision && !strcmp((*object)->source, path))
			return *object;
	return NULL;
}

static bool comes_out(const struct object *object)
{
	return object && object->done && object->result.ok;
}

/* What comes out in the base, and is there before the commit. */
static void want_ruled(struct target_build *build, size_t commit)
{
	struct changed_files *changed = &build->changed.v[commit];
	size_t before = build->revisions.v[commit + 1].before;

	FOR_EACH(path, &changed->ruled) {
		const struct object *base = find_object(build, *path, 0);

		if (!comes_out(base) || !view_find(&build->revisions.v[before].view, *path))
			continue;
		object_refs_add(&changed->ruled_objects,
				want_unlisted(build, *path, base->object, commit + 1));
		want_unlisted(build, *path, base->object, before);
	}
}

static void want_after(struct target_build *build, size_t commit)
{
	struct strlist *unmade = &build->changed.v[commit].includers.unmade;
	size_t before = build->revisions.v[commit + 1].before;
	struct strlist left = { 0 };

	FOR_EACH(path, unmade) {
		const struct object *base = find_object(build, *path, 0);

		if (!comes_out(base) || !view_find(&build->revisions.v[before].view, *path)) {
			strlist_add(&left, *path);
			continue;
		}
		object_refs_add(&build->changed.v[commit].unlisted,
				want_unlisted(build, *path, base->object, commit + 1));
		want_unlisted(build, *path, base->object, before);
	}
	strlist_release(unmade);
	*unmade = left;
}

/* Twice each; and the budget is for all commits. */
static int fits_budget(struct target_build *build, const struct strlist *paths)
{
	double pace = timing_recall(&build->kbuild, "object", 1.0);

	return pace < 0 ? -1 : 2 * pace * (double)paths->nr <= build->budget;
}

/* Rules of boot code want to know where the linker script puts what. */
static int stand_in_for_vmlinux(struct target_build *build, const char *path)
{
	char *script CLEANUP(free_text) = script_read(&build->revisions, 0);
	struct strlist symbols CLEANUP(strlist_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;
	size_t len = 0;
	FILE *out = xmemstream(&text, &len);

	script_symbols(script ? script : "", &symbols);
	FOR_EACH(symbol, &symbols)
		fprintf(out, ".globl %s\n.set %s, 0x100000\n", *symbol, *symbol);
	fclose(out);
	return script ? io_write(path, text, len) : -1;
}

static int compile_folders(struct target_build *build)
{
	char *path CLEANUP(free_text) = xasprintf("%s/" MAKERULE_VMLINUX, build->kbuild.build);

	if (stand_in_for_vmlinux(build, path) < 0 || compile_unlisted(build) < 0)
		return -1;
	return io_remove(path);
}

int unlisted_compile(struct target_build *build)
{
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	int fit;

	FOR_EACH(changed, &build->changed) {
		strlist_add_all(&paths, &changed->includers.unmade);
		strlist_add_all(&paths, &changed->ruled);
	}
	strlist_sort(&paths);
	if (!paths.nr || build->failed)
		return 0;
	fit = fits_budget(build, &paths);
	if (fit <= 0)
		return fit;
	if (want_in_base(build, &paths) < 0 || compile_folders(build) < 0)
		return -1;
	for (size_t i = 0; i < build->changed.nr; i++) {
		want_after(build, i);
		want_ruled(build, i);
	}
	return compile_folders(build);
}

static bool same_list(const struct strlist *a, const struct strlist *b)
{
	bool same = a->nr == b->nr;

	for (size_t i = 0; same && i < a->nr; i++)
		same = !strcmp(a->v[i], b->v[i]);
	return same;
}

static const char *first_new(const struct object *object, const struct object *before)
{
	struct strlist known CLEANUP(strlist_release) = { 0 };

	strlist_add_all(&known, &before->result.warnings);
	FOR_EACH(warning, &object->result.warnings) {
		size_t nr = 0;

		while (nr < known.nr && (!known.v[nr] || strcmp(known.v[nr], *warning) != 0))
			nr++;
		if (nr == known.nr)
			return *warning;
		/* each excuses one */
		*known.v[nr] = '\0';
	}
	return NULL;
}

/* @linked: its folder is made as well (check kbuild), and there it is linked. */
static void judge_one(struct tally *tally, const struct object *object, const struct object *before,
		      bool linked)
{
	const struct compile_result *result = &object->result, *old = &before->result;
	const char *warning = result->ok ? first_new(object, before) : NULL;

	if (!result->ok)
		tally_complain(tally, comes_out(before) ? VERDICT_FAIL : VERDICT_SKIPPED,
			       object->source,
			       result->errors.nr ? result->errors.v[0] : "no object", result->log);
	else if (warning && comes_out(before))
		tally_complain(tally, VERDICT_FAIL, object->source, warning, result->log);
	else if (!linked && comes_out(before) &&
		 (!same_list(&result->undefined, &old->undefined) ||
		  !same_list(&result->defined, &old->defined)))
		tally_complain(tally, VERDICT_UNCOVERED, object->source,
			       has_ending(object->object, ".lds") ?
				       "it is another linker script, and what it links is not "
				       "judged" :
				       "its symbols differ, and what links it by a rule of its own "
				       "is not judged", NULL);
}

void unlisted_judge(struct tally *tally, struct target_build *build, size_t commit)
{
	size_t before = build->revisions.v[commit + 1].before;

	FOR_EACH(object, &build->changed.v[commit].unlisted) {
		const struct object *old = find_object(build, (*object)->source, before);

		if (!(*object)->done || !old || !old->done) {
			tally->left_out++;
			continue;
		}
		tally->seconds += (*object)->result.seconds;
		tally->reused = tally->reused && (*object)->reused;
		judge_one(tally, *object, old, false);
	}
}

void unlisted_judge_ruled(struct tally *tally, struct target_build *build, size_t commit)
{
	size_t before = build->revisions.v[commit + 1].before;

	FOR_EACH(object, &build->changed.v[commit].ruled_objects) {
		const struct object *old = find_object(build, (*object)->source, before);

		if ((*object)->done && old && old->done && old->result.ok)
			judge_one(tally, *object, old,
				  strlist_has(&build->changed.v[commit].own, (*object)->source));
	}
}

bool unlisted_differs(const struct target_build *build, size_t commit, const char *source)
{
	const struct object *now = find_object(build, source, commit + 1);
	const struct object *before =
		find_object(build, source, build->revisions.v[commit + 1].before);

	return !now || !before || !now->done || !before->done ||
	       !git_oid_equal(&now->key, &before->key);
}
