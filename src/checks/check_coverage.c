// SPDX-License-Identifier: GPL-2.0
/*
 * The check coverage: is each file of each commit compiled under any of the targets?
 *
 * What no chosen target compiles is uncovered, which is no pass; the verdict names a target or
 * the options that would compile it. For that make is asked under the other targets of configs/
 * whose tools are installed, in the order of their names until each file has one, and the
 * Makefiles and Kconfig of the base are read. Where none of them would do, architectures are asked
 * (reach.h); for a header, about a source that reads it.
 */
#include "git/base.h"
#include "kbuild/kbuild.h"
#include "kbuild/makefile.h"
#include "kbuild/module.h"
#include "kconfig/reach.h"
#include "kbuild/treescan.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "checks/checks.h"
#include "result/result.h"
#include "series/plan.h"


#define MOST_SEARCHES 12	/* files for which architectures are asked */

/* What would compile a file that no chosen target compiles. */
struct coverage_hint {
	char *file;
	char *source;			/* itself, or one that reads it; NULL: there is none */
	struct reach reach;		/* where architectures were asked */
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

/* Sources in Rust need a target of Rust, whether or not its tools are here. 1: it is one. */
static int ask_rust_target(struct coverage_hints *remedies, const char *name)
{
	struct target target CLEANUP(target_release) = { 0 };

	if (target_load(&target, name, NULL) < 0) {
		fail_clear();
		return 0;
	}
	if (!target.rust)
		return 0;
	FOR_EACH(remedy, remedies)
		if (!remedy->targets.nr && has_extension(remedy->file, ".rs"))
			strlist_add(&remedy->targets, name);
	return 1;
}

/* What one target builds of the files. A target that cannot be used here is no failure. */
static int ask_target(struct coverage_hints *remedies, struct state *state, const struct base *base,
		      const struct files *all, const char *name)
{
	struct kbuild kbuild CLEANUP(kbuild_release) = { 0 };
	struct modules modules CLEANUP(modules_release) = { 0 };
	struct strlist files CLEANUP(strlist_release) = { 0 };

	if (ask_rust_target(remedies, name))
		return 0;
	if (kbuild_open(&kbuild, state, name) < 0) {
		fail_clear();
		return 0;
	}
	if (kbuild.target.narrow) /* it builds no more than the one that it narrows */
		return 0;
	FOR_EACH(remedy, remedies)
		if (!remedy->targets.nr && remedy->source)
			strlist_add(&files, remedy->source);
	int result = modules_load(&modules, &kbuild, base, all, &files);
	if (result < 0 && fail_exit_code() >= FAIL_SIGNAL)
		return -1;
	if (result < 0)
		fail_clear();
	FOR_EACH(remedy, remedies) {
		char kind = result < 0 || !remedy->source ?
				    'n' : modules_kind(&modules, remedy->source);

		if (!remedy->targets.nr && (kind == 'y' || kind == 'm'))
			strlist_add(&remedy->targets, name);
	}
	return 0;
}

static size_t common_length(const char *a, const char *b)
{
	size_t len = 0;

	while (a[len] && a[len] == b[len])
		len++;
	return len;
}

/* The source to ask about: the file itself; of those that read a header the one that stands nearest
 * to it. */
static int find_source(struct coverage_hint *remedy, struct state *state, const struct base *base,
		       const struct files *all)
{
	struct treescan scan CLEANUP(treescan_release) = { 0 };
	struct strlist readers CLEANUP(strlist_release) = { 0 };
	const char *name = remedy->file, *dot = strrchr(name, '.'), *best = NULL;
	char *srcarch CLEANUP(free_text) =
		starts_with(name, "arch/") ? xstrndup(name + 5, strcspn(name + 5, "/")) :
					     xstrdup("x86");

	if (dot && (!strcmp(dot, ".c") || !strcmp(dot, ".S"))) {
		remedy->source = xstrdup(name);
		return 0;
	}
	if (has_extension(name, ".rs"))
		return 0;
	treescan_init(&scan, state, base, all, srcarch);
	if (treescan_readers(&scan, NULL, name, &readers) < 0)
		return -1;
	strlist_sort(&readers);
	FOR_EACH(reader, &readers)
		if (!best || common_length(*reader, name) > common_length(best, name))
			best = *reader;
	remedy->source = best ? xstrdup(best) : NULL;
	return 0;
}

/* Which architecture builds those that no target does? What the series adds is not in the base,
 * and nobody is asked. */
static int ask_architectures(struct coverage_hints *remedies, struct state *state,
			     const struct base *base, const struct files *all)
{
	size_t searches = 0;

	FOR_EACH(remedy, remedies)
		if (!remedy->targets.nr && remedy->source && files_find(all, remedy->source) &&
		    searches++ < MOST_SEARCHES &&
		    reach_find(&remedy->reach, state, base, all, remedy->source) < 0)
			return -1;
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
		if (find_source(remedy, state, base, all) < 0)
			return -1;
		remedy->needs = find_needs(state, base, all, chosen,
					   remedy->source ? remedy->source : *file);
	}
	if (list_targets(&names) < 0)
		return -1;
	FOR_EACH(name, &names)
		if (is_open(remedies) && !strlist_has(chosen, *name) &&
		    ask_target(remedies, state, base, all, *name) < 0)
			return -1;
	return ask_architectures(remedies, state, base, all);
}

/* What the search for an architecture came to. */
static void tell_reach(FILE *out, const struct reach *reach)
{
	char *options CLEANUP(free_text) = strlist_join(&reach->options, " ");
	char *asked CLEANUP(free_text) = strlist_join(&reach->asked, ", ");

	if (reach->arch)
		fprintf(out, "; make ARCH=%s allmodconfig%s%s builds it%s%s%s", reach->arch,
			*options ? " with " : "", options,
			reach->missing ? " (as Kconfig says with this machine's gcc, for " : "",
			reach->missing ? reach->missing : "",
			reach->missing ? " is not installed)" : "");
	else if (reach->asked.nr)
		fprintf(out, "; nor was an architecture found that does (asked: %s)", asked);
}

/* The same in words, for people; owned by the caller. */
static char *coverage_hint_words(const struct coverage_hint *remedy)
{
	char *text = NULL;

	if (!remedy)
		return xstrdup("what would compile it could not be found out");
	FILE *out = xmemstream(&text, NULL);
	if (remedy->source && strcmp(remedy->source, remedy->file) != 0)
		fprintf(out, "%s reads it, and ", remedy->source);
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
	tell_reach(out, &remedy->reach);
	fclose(out);
	return text;
}

static void coverage_hints_release(struct coverage_hints *remedies)
{
	FOR_EACH(remedy, remedies) {
		FREE_ALL(remedy->file, remedy->source, remedy->needs);
		reach_release(&remedy->reach);
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

static void leave_uncovered(struct series_result *proof, size_t commit, const char *file,
			    const struct coverage_hints *remedies)
{
	char *words CLEANUP(free_text) = coverage_hint_words(find_remedy(remedies, file));

	verdicts_add(&proof->v[commit].verdicts, "coverage", NULL, VERDICT_UNCOVERED, "",
		     xasprintf("no chosen target compiles %s: %s", file, words));
}

/* Of what a target builds and none compiles nothing is said here: another check has. */
static void judge_coverage(struct series_result *proof, size_t commit,
			   const struct coverage_hints *remedies)
{
	struct strlist files CLEANUP(strlist_release) = { 0 };
	bool compiled = true;

	list_uncovered(proof, commit, &files);
	FOR_EACH(file, &files) {
		enum coverage_state best = coverage_best(&proof->coverage, commit, *file);

		compiled = compiled && best == COVERAGE_COMPILED;
		if (best == COVERAGE_UNBUILT)
			leave_uncovered(proof, commit, *file, remedies);
	}
	if (files.nr && compiled)
		verdicts_add(&proof->v[commit].verdicts, "coverage", NULL, VERDICT_PASS,
			     "compiled", xasprintf("%zu file%s, %sunder at least one target",
						   files.nr, plural(files.nr, "s"),
						   files.nr == 1 ? "" : "each "));
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
