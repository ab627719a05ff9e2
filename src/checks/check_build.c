// SPDX-License-Identifier: GPL-2.0
/*
 * The checks objects, readers and symbols: does every commit compile under one target?
 *
 * objects: each changed source that the configuration builds compiles, without a warning that
 * the base does not give; readers: the same for the sources that read a changed header, as many
 * as sampling.h says; symbols: what a changed object newly needs is offered by what that commit
 * builds.
 */
#include "checks/checks.h"

#include "build/judge.h"
#include "build/symdiff.h"
#include "build/target_build.h"
#include "impact/ways.h"
#include "lib/cleanup.h"
#include "lib/word.h"
#include "readers/speaker.h"
#include "readers/unlisted.h"
#include "result/result.h"

#include <string.h>

/* The makes that read what this commit changes, and that are not run. */
static char *name_commands(const struct changed_files *changed)
{
	struct strlist commands CLEANUP(strlist_release) = { 0 };
	char *names CLEANUP(free_text) = NULL;

	FOR_EACH(path, &changed->silent)
		if (ways_command(*path))
			strlist_add(&commands, ways_command(*path));
	strlist_sort(&commands);
	names = changed_name(&commands);
	return commands.nr ? xasprintf(" (not run: %s)", names) : xstrdup("");
}

/* Of a commit whose files no object is made from. */
static void tell_silent(struct target_build *build, size_t commit)
{
	struct changed_files *changed = &build->changed.v[commit];
	char *commands CLEANUP(free_text) = name_commands(changed);

	if (changed->headers.nr || changed->kbuild.nr || changed->gone.nr ||
	    changed->uncovered.nr || changed->folders.nr || changed->prepare)
		return;
	verdicts_add(&build->proof->v[commit].verdicts, "objects", build->kbuild.target.name,
		     VERDICT_PASS, "identical",
		     !changed->paths.nr ? xstrdup("this commit changes nothing") :
		     changed->remarks	? xasprintf("of what a make of this target reads only "
						    "comments change%s", commands) :
					  xasprintf("no make of this target reads what this "
						    "commit changes%s", commands));
}

/* Is it compiled, though no list of Kbuild says so? */
static bool is_ruled(const struct changed_files *changed, const char *path)
{
	FOR_EACH(object, &changed->ruled_objects)
		if (!strcmp((*object)->source, path) && (*object)->done)
			return true;
	return false;
}

/* What a rule of its own makes of a changed source can be seen to be wrong, and not to be right:
 * where it is linked is not known. */
static void judge_ruled(struct target_build *build, size_t commit)
{
	const struct changed_files *changed = &build->changed.v[commit];
	struct tally tally CLEANUP(tally_release) = TALLY_START;

	unlisted_judge_ruled(&tally, build, commit);
	FOR_EACH(path, &changed->ruled)
		if (!tally.complaints.nr && !strlist_has(&changed->own, *path) &&
		    view_find(&build->revisions.v[commit + 1].view, *path))
			tally_complain(&tally, VERDICT_UNCOVERED, *path,
				       is_ruled(changed, *path) ?
					       "it compiles, and what a rule of its own links of "
					       "it is not judged: treewide prove --level full "
					       "decides" :
					       "a rule of its own makes something of it, which is "
					       "not tried: treewide prove --level full decides",
				       NULL);
	if (tally.complaints.nr)
		judge_tell(&tally, build, commit, "objects", "compiled", xstrdup(""));
}

static void judge_objects_of(struct target_build *build, size_t commit)
{
	struct changed_files *changed = &build->changed.v[commit];
	struct verdicts *verdicts = &build->proof->v[commit].verdicts;
	const char *target = build->kbuild.target.name;
	struct tally tally = TALLY_START;

	FOR_EACH(way, &changed->open)
		verdicts_add(verdicts, "objects", target, VERDICT_UNCOVERED, "", xstrdup(*way));
	judge_ruled(build, commit);
	if (changed->objects.nr) {
		FOR_EACH(object, &changed->objects)
			judge_object(&tally, build, *object);
		judge_tell(&tally, build, commit, "objects", "compiled",
			   xasprintf("%zu object%s", changed->objects.nr,
				     changed->objects.nr == 1 ? "" : "s"));
	} else if (!changed->open.nr) {
		tell_silent(build, commit);
	}
}

/* "all 24 readers of include/linux/pci.h", and how far that goes. */
static char *praise_readers(const struct changed_files *changed, const char *headers)
{
	const struct includers *includers = &changed->includers;
	size_t built = includers->built.nr, ruled = changed->unlisted.nr;
	size_t others = includers->reach.nr - built - ruled;
	char *own CLEANUP(free_text) =
		ruled ? xasprintf("; and %zu with Makefile rules of their "
				  "own", ruled) : xstrdup("");
	char *rest CLEANUP(free_text) =
		others ? xasprintf("; %zu that can include it are not built by this configuration",
				   others) : xstrdup("");
	char *more CLEANUP(free_text) = xasprintf("%s%s", own, rest);

	if (!built)
		return xasprintf("%zu reader%s of %s with Makefile rules of their own%s", ruled,
				 plural(ruled, "s"), headers, rest);
	switch (includers->level) {
	case READERS_ALL:
		if (built == 1)
			return xasprintf("the only reader of %s%s", headers, more);
		return xasprintf("all %zu readers of %s%s", built, headers, more);
	case READERS_DERIVED:
		return xasprintf("%zu reader%s of %s; %zu can compile differently from the rest "
				 "and are compiled, and one for each of %zu class%s of flags%s",
				 built, plural(built, "s"), headers, includers->alone,
				 includers->classes, plural(includers->classes, "es"), more);
	case READERS_PREPROCESSED:
		return xasprintf("%zu reader%s of %s; the compiler reads %zu kind%s of difference, "
				 "one reader for each is compiled, and %zu more individually%s",
				 built, plural(built, "s"), headers, includers->classes,
				 plural(includers->classes, "s"), includers->alone, more);
	default:
		return xasprintf("%zu of %zu reader%s of %s (%s)%s", changed->readers.nr, built,
				 plural(built, "s"), headers, includers->limits, more);
	}
}

/* What a sample cannot tell; NULL where it can tell as much as it says. */
static char *doubt_readers(const struct changed_files *changed, const char *headers)
{
	const struct includers *includers = &changed->includers;
	char *altered CLEANUP(free_text) = changed_name(&includers->altered);
	char *what CLEANUP(free_text) = NULL;

	if (includers->unmade.nr) {
		what = changed_name(&includers->unmade);
		return xasprintf("%s: read by %s, which has a Makefile rule of its own and was not "
				 "built: treewide prove --level full decides", headers, what);
	}
	if (includers->level != READERS_SAMPLED)
		return NULL;
	if (includers->unmarked)
		what = xasprintf("%zu source%s may know a name that is added", includers->marked.nr,
				 plural(includers->marked.nr, "s"));
	else if (includers->altered.nr)
		what = xasprintf("more than additions (%s)", altered);
	else if (!includers->additive)
		what = xstrdup("declarations changed their order");
	else
		return NULL;
	return xasprintf("%s: %s, and only %zu of %zu readers are compiled (%s): see --budget",
			 headers, what, changed->readers.nr, includers->built.nr,
			 includers->limits);
}

/* Of another architecture, so that nothing can be said of who reads them. */
static bool all_foreign(const struct target_build *build, const struct strlist *paths)
{
	FOR_EACH(path, paths)
		if (!target_is_foreign(&build->kbuild.target, *path))
			return false;
	return true;
}

static int judge_readers_of(struct target_build *build, size_t commit)
{
	static const char *const evidence[] = { [READERS_SAMPLED] = "sampled",
						[READERS_PREPROCESSED] = "preprocessed",
						[READERS_DERIVED] = "derived",
						[READERS_ALL] = "compiled" };
	struct changed_files *changed = &build->changed.v[commit];
	char *headers CLEANUP(free_text) = changed_name(&changed->headers);
	struct tally tally CLEANUP(tally_release) = TALLY_START;
	bool unread = !changed->includers.built.nr && !changed->unlisted.nr &&
		      !changed->includers.unmade.nr;
	char *doubt, *silent;

	/* that a configuration builds no reader is told by the coverage */
	if (!changed->headers.nr || all_foreign(build, &changed->headers) ||
	    (unread && (changed->includers.reach.nr || changed->open.nr)))
		return 0;
	if (unread) {
		verdicts_add(&build->proof->v[commit].verdicts, "readers",
			     build->kbuild.target.name, VERDICT_PASS, "checked",
			     xasprintf("no source of this target and no script names %s", headers));
		return 0;
	}
	FOR_EACH(object, &changed->readers) {
		judge_object(&tally, build, *object);
		if (judge_symbols(&tally, build, *object) < 0)
			return -1;
	}
	unlisted_judge(&tally, build, commit);
	if (symdiff_judge_readers(&tally, build, commit) < 0)
		return -1;
	if (speakers_silent(build, changed, &silent) < 0)
		return -1;
	doubt = silent ? silent : doubt_readers(changed, headers);
	if (doubt && !tally.complaints.nr)
		tally.kind = VERDICT_UNCOVERED;
	judge_tell(&tally, build, commit, "readers",
		   tally.kind == VERDICT_UNCOVERED ? "" : evidence[changed->includers.level],
		   doubt ? doubt : praise_readers(changed, headers));
	return 0;
}

static int judge_symbols_of(struct target_build *build, size_t commit)
{
	struct changed_files *changed = &build->changed.v[commit];
	struct tally tally CLEANUP(tally_release) = TALLY_START;

	FOR_EACH(object, &changed->objects)
		if (judge_symbols(&tally, build, *object) < 0)
			return -1;
	if (symdiff_judge(&tally, build, commit) < 0)
		return -1;
	if (changed->objects.nr || tally.complaints.nr)
		judge_tell(&tally, build, commit, "symbols", "checked",
			   xstrdup("everything that the objects need is provided"));
	return 0;
}

static bool any_appeared(const struct object_refs *objects)
{
	FOR_EACH(object, objects)
		if ((*object)->result.ok)
			return true;
	return false;
}

/* What is included, be it a header or a source that is compiled by itself, too. */
static enum coverage_state header_state(const struct changed_files *changed, const char *path)
{
	if (is_ruled(changed, path))
		return COVERAGE_COMPILED;
	if (!changed->readers.nr && !changed->unlisted.nr)
		return COVERAGE_UNBUILT;
	return any_appeared(&changed->readers) || any_appeared(&changed->unlisted) ?
		       COVERAGE_COMPILED : COVERAGE_FAILED;
}

/* What this target makes of the files that a commit touches. */
static void note_coverage(struct target_build *build, size_t commit)
{
	const struct changed_files *changed = &build->changed.v[commit];
	struct coverage *coverage = &build->proof->coverage;
	const char *target = build->kbuild.target.name;

	FOR_EACH(object, &changed->objects)
		coverage_add(coverage, commit, (*object)->source, target,
			     (*object)->result.ok ? COVERAGE_COMPILED : COVERAGE_FAILED);
	FOR_EACH(path, &changed->uncovered)
		coverage_add(coverage, commit, *path, target,
			     strlist_has(&changed->own, *path) ||
					     is_ruled(changed, *path) ||
					     strlist_find(&build->revisions.prepare_inputs, *path) ?
				     COVERAGE_COMPILED : COVERAGE_UNBUILT);
	FOR_EACH(path, &changed->others)
		if (has_extension(*path, ".rs"))
			coverage_add(coverage, commit, *path, target, COVERAGE_UNBUILT);
	FOR_EACH(path, &changed->headers)
		if (changed->includers.reach.nr || target_is_foreign(&build->kbuild.target, *path))
			coverage_add(coverage, commit, *path, target, header_state(changed, *path));
}

int examine_objects(struct examination *examination)
{
	struct target_build *build = examination->build;

	for (size_t i = 0; i < build->changed.nr; i++) {
		note_coverage(build, i);
		judge_objects_of(build, i);
	}
	return 0;
}

int examine_readers(struct examination *examination)
{
	struct target_build *build = examination->build;

	for (size_t i = 0; i < build->changed.nr; i++)
		if (judge_readers_of(build, i) < 0)
			return -1;
	return 0;
}

int examine_symbols(struct examination *examination)
{
	struct target_build *build = examination->build;

	for (size_t i = 0; i < build->changed.nr; i++)
		if (judge_symbols_of(build, i) < 0)
			return -1;
	return 0;
}
