// SPDX-License-Identifier: GPL-2.0
/*
 * The check coverage: is each file of each commit compiled under any of the targets?
 *
 * What no chosen target compiles is uncovered, which is no pass; the verdict names a target or
 * the options that would compile it. For that make is asked under the other targets of configs/
 * whose tools are installed, in the order of their names until each file has one, and the
 * Makefiles and Kconfig of the base are read.
 */
#include "git/base.h"
#include "kbuild/kbuild.h"
#include "kbuild/makefile.h"
#include "kbuild/module.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "proof/checks.h"
#include "result/result.h"
#include "series/plan.h"


/* What would compile a file that no chosen target compiles. */
struct coverage_hint {
	char *file;
	struct strlist targets;		/* the first of configs/, not chosen, that builds it */
	char *needs;			/* "CONFIG_FOO (which needs BAR)"; "" when not found */
};

struct coverage_hints {
	struct coverage_hint *v;
	size_t nr, alloc;
};

/* The first Kconfig file that has the option decides. */
static char *find_depends(const struct base *base, const struct files *all, const char *option)
{
	FOR_EACH(file, all) {
		if (strncmp(path_leaf(file->path), "Kconfig", 7) != 0)
			continue;
		char *text CLEANUP(free_text) = base_read(base, &file->oid, NULL);
		char *depends = text ? kconfig_depends(text, option) : NULL;
		if (depends)
			return depends;
	}
	return xstrdup("");
}

/* Is the option on in the configuration that stands in the build folder of a target? */
static bool is_on(const struct state *state, const char *target, const char *option)
{
	char *path CLEANUP(free_text) = xasprintf("%s/build/%s/.config", state->dir, target);
	char *config CLEANUP(free_text) = access(path, R_OK) == 0 ? io_read(path, NULL) : NULL;
	char *line CLEANUP(free_text) = xasprintf("\n%s=", option);

	return config && strstr(config, line);
}

static char *find_needs(const struct state *state, const struct base *base,
			const struct files *all, const struct strlist *chosen, const char *path)
{
	struct strlist options CLEANUP(strlist_release) = { 0 };
	char *needs = NULL;
	FILE *out = xmemstream(&needs, NULL);

	modules_options(base, all, path, &options);
	FOR_EACH(option, &options) {
		if (chosen->nr && is_on(state, chosen->v[0], *option))
			continue;
		char *depends CLEANUP(free_text) = find_depends(base, all, *option);
		fprintf(out, "%s%s", ftell(out) > 0 ? " and " : "", *option);
		if (*depends)
			fprintf(out, " (which needs %s)", depends);
	}
	fclose(out);
	return needs;
}

/* All targets that are there, sorted. */
static int list_targets(struct strlist *names)
{
	struct strlist all CLEANUP(strlist_release) = { 0 };
	char *dir CLEANUP(free_text) = io_find_data("configs");

	if (dir && io_list(&all, dir) < 0)
		return -1;
	FOR_EACH(name, &all)
		if (**name != '.')
			strlist_add(names, *name);
	return 0;
}

/* What one target builds of the files. A target that cannot be used here is no failure. */
static int ask_target(struct coverage_hints *remedies, struct state *state, const struct base *base,
		      const struct files *all, const char *name)
{
	struct kbuild kbuild CLEANUP(kbuild_release) = { 0 };
	struct modules modules CLEANUP(modules_release) = { 0 };
	struct strlist files CLEANUP(strlist_release) = { 0 };

	if (kbuild_open(&kbuild, state, name) < 0) {
		fail_clear();
		return 0;
	}
	if (kbuild.target.narrow) /* it builds no more than the one that it narrows */
		return 0;
	FOR_EACH(remedy, remedies)
		if (!remedy->targets.nr)
			strlist_add(&files, remedy->file);
	int result = modules_load(&modules, &kbuild, base, all, &files);
	if (result < 0 && fail_exit_code() >= FAIL_SIGNAL)
		return -1;
	if (result < 0)
		fail_clear();
	FOR_EACH(remedy, remedies) {
		char kind = result < 0 ? 'n' : modules_kind(&modules, remedy->file);

		if (!remedy->targets.nr && (kind == 'y' || kind == 'm'))
			strlist_add(&remedy->targets, name);
	}
	return 0;
}

/* A configuration takes a while: one target for each file is enough. */
static bool is_open(const struct coverage_hints *remedies)
{
	FOR_EACH(remedy, remedies)
		if (!remedy->targets.nr)
			return true;
	return false;
}

/* One remedy for each of @files, in their order. @chosen: what was tried. */
static int coverage_hints_find(struct coverage_hints *remedies, struct state *state,
			       const struct base *base, const struct files *all,
			       const struct strlist *chosen, const struct strlist *files)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	FOR_EACH(file, files) {
		struct coverage_hint *remedy = LIST_ADD(remedies);

		remedy->file = xstrdup(*file);
		remedy->needs = find_needs(state, base, all, chosen, *file);
	}
	if (list_targets(&names) < 0)
		return -1;
	FOR_EACH(name, &names)
		if (is_open(remedies) && !strlist_has(chosen, *name) &&
		    ask_target(remedies, state, base, all, *name) < 0)
			return -1;
	return 0;
}

/* The same in words, for people; owned by the caller. */
static char *coverage_hint_words(const struct coverage_hint *remedy)
{
	char *text = NULL;

	if (!remedy)
		return xstrdup("what would compile it was not found out");
	FILE *out = xmemstream(&text, NULL);
	if (*remedy->needs)
		fprintf(out, "needs %s", remedy->needs);
	FOR_EACH(target, &remedy->targets)
		fprintf(out, "%s%s", target == remedy->targets.v ?
					     (*remedy->needs ? "; --target " : "--target ") :
					     " or ", *target);
	if (remedy->targets.nr)
		fprintf(out, " would compile it");
	else
		fprintf(out, "%sno target of configs/ compiles it", *remedy->needs ? "; " : "");
	fclose(out);
	return text;
}

static void coverage_hints_release(struct coverage_hints *remedies)
{
	FOR_EACH(remedy, remedies) {
		FREE_ALL(remedy->file, remedy->needs);
		strlist_release(&remedy->targets);
	}
	LIST_RELEASE(remedies);
}

/* The files of a commit, sorted. */
static void list_uncovered(const struct series_result *proof, size_t commit, struct strlist *files)
{
	FOR_EACH(row, &proof->coverage)
		if (row->commit == commit)
			strlist_add(files, row->file);
	strlist_sort(files);
}

static const struct coverage_hint *find_remedy(const struct coverage_hints *remedies,
					       const char *file)
{
	FOR_EACH(remedy, remedies)
		if (!strcmp(remedy->file, file))
			return remedy;
	return NULL;
}

static void judge_coverage(struct series_result *proof, size_t commit,
			   const struct coverage_hints *remedies)
{
	struct verdicts *verdicts = &proof->v[commit].verdicts;
	struct strlist files CLEANUP(strlist_release) = { 0 };
	bool covered = true;

	list_uncovered(proof, commit, &files);
	FOR_EACH(file, &files) {
		const struct coverage_hint *remedy = find_remedy(remedies, *file);

		if (coverage_best(&proof->coverage, commit, *file) != COVERAGE_UNBUILT)
			continue;
		covered = false;
		char *words CLEANUP(free_text) = coverage_hint_words(remedy);
		verdicts_add(verdicts, "coverage", NULL, VERDICT_UNCOVERED, "",
			     xasprintf("no chosen target compiles %s: %s", *file, words));
	}
	if (files.nr && covered)
		verdicts_add(verdicts, "coverage", NULL, VERDICT_PASS, "compiled",
			     xasprintf("%zu file%s, each under at least one target", files.nr,
				       files.nr == 1 ? "" : "s"));
}

int examine_coverage(struct examination *examination)
{
	struct series_result *proof = examination->proof;
	struct coverage_hints remedies CLEANUP(coverage_hints_release) = { 0 };
	struct strlist uncovered CLEANUP(strlist_release) = { 0 };
	int result = 0;

	FOR_EACH(row, &proof->coverage)
		if (coverage_best(&proof->coverage, row->commit, row->file) == COVERAGE_UNBUILT)
			strlist_add(&uncovered, row->file);
	strlist_sort(&uncovered);
	if (uncovered.nr)
		result = coverage_hints_find(&remedies, examination->state, proof->base,
					     &proof->plan->all, examination->targets, &uncovered);
	for (size_t i = 0; result == 0 && i < proof->nr; i++)
		judge_coverage(proof, i, &remedies);
	return result;
}
