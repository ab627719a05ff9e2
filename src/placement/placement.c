// SPDX-License-Identifier: GPL-2.0
/* Finds to which patch each changed file belongs. */
#include "placement/placement.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "git/change.h"
#include "git/filediff.h"
#include "kbuild/module.h"
#include "lib/lib.h"
#include "placement/guess.h"
#include "recipients/maintainers.h"
#include "placement/subjectprefix.h"

/* The files that change, with their places. */
struct placing_run {
	const struct placing *placing;
	const struct step *step;
	struct strlist paths;
	struct placement **places;	/* as many, in the same order */
};

static void release_run(struct placing_run *run)
{
	strlist_release(&run->paths);
	free(run->places);
}

static void start_run(struct placing_run *run, struct placements *places,
		      const struct changes *changes)
{
	size_t nr = 0;

	places->v = xcalloc(changes->nr + 1, sizeof(*places->v));
	places->nr = places->alloc = changes->nr;
	run->places = xcalloc(changes->nr + 1, sizeof(struct placement *));
	FOR_EACH(change, changes) {
		struct placement *place = &places->v[change - changes->v];

		if (change_is_empty(change)) {
			*place = (struct placement){ .key = xstrdup(""), .prefix = xstrdup(""),
						     .why = xstrdup("") };
			continue;
		}
		strlist_add(&run->paths, change->path);
		run->places[nr++] = place;
	}
}

static int place_by_prefix(struct placing_run *run)
{
	struct strlist prefixes CLEANUP(strlist_release) = { 0 };
	struct strlist whys CLEANUP(strlist_release) = { 0 };

	if (subject_prefixes(&prefixes, &whys, run->placing->sources, &run->paths) < 0)
		return -1;
	for (size_t i = 0; i < run->paths.nr; i++) {
		run->places[i]->key = xstrdup(prefixes.v[i]);
		run->places[i]->prefix = xstrdup(prefixes.v[i]);
		run->places[i]->why = xasprintf("subject prefix: %s", whys.v[i]);
	}
	return 0;
}

static int place_by_file(struct placing_run *run)
{
	for (size_t i = 0; i < run->paths.nr; i++) {
		run->places[i]->key = xstrdup(run->paths.v[i]);
		run->places[i]->prefix = xstrdup(run->paths.v[i]);
		run->places[i]->why = xstrdup("one patch for each file");
	}
	return 0;
}

static int place_all(struct placing_run *run)
{
	for (size_t i = 0; i < run->paths.nr; i++) {
		run->places[i]->key = xstrdup("all");
		run->places[i]->why = xstrdup("one patch for all files");
	}
	return 0;
}

/* The first @depth folders of @path, fewer where it has no more; "top" where it has none. */
static char *folders_of(const char *path, unsigned depth)
{
	const char *end = path;

	for (const char *slash; depth-- && (slash = strchr(end, '/'));)
		end = slash + 1;
	return end == path ? xstrdup("top") : xstrndup(path, (size_t)(end - path) - 1);
}

static int place_by_directory(struct placing_run *run)
{
	for (size_t i = 0; i < run->paths.nr; i++) {
		char *key = folders_of(run->paths.v[i], run->step->splitting.depth);

		run->places[i]->key = key;
		run->places[i]->why = xasprintf("folder %s", key);
	}
	return 0;
}

static struct maintainers asker(const struct placing_run *run)
{
	return (struct maintainers){ .state = run->placing->sources->state,
				     .base = run->placing->sources->base,
				     .all = run->placing->all };
}

static int place_by_subsystem(struct placing_run *run)
{
	struct maintainers asked = asker(run);

	asked.sections = true;
	if (maintainers_ask(&asked, &run->paths) < 0)
		return -1;
	for (size_t i = 0; i < run->paths.nr; i++) {
		char *key = maintainers_subsystem(&asked, run->paths.v[i]);

		if (!key)
			return -1;
		run->places[i]->key = key;
		run->places[i]->why = xasprintf("MAINTAINERS: %s", key);
	}
	return 0;
}

static int place_by_tree(struct placing_run *run)
{
	struct maintainers asked = asker(run);

	asked.trees = true;
	if (maintainers_ask(&asked, &run->paths) < 0)
		return -1;
	for (size_t i = 0; i < run->paths.nr; i++) {
		char *tree = maintainers_tree(&asked, run->paths.v[i]);

		if (!tree)
			return -1;
		run->places[i]->why = *tree ? xasprintf("goes through %s", tree) :
					      xstrdup("MAINTAINERS names no tree of its own");
		run->places[i]->key = *tree ? maintainers_tree_name(tree) : xstrdup("no tree");
		free(tree);
	}
	return 0;
}

static int place_by_maintainer(struct placing_run *run)
{
	struct maintainers asked = asker(run);

	if (maintainers_ask(&asked, &run->paths) < 0)
		return -1;
	for (size_t i = 0; i < run->paths.nr; i++) {
		struct strlist owners CLEANUP(strlist_release) = { 0 };

		if (maintainers_owners(&asked, run->paths.v[i], &owners) < 0)
			return -1;
		run->places[i]->key = owners.nr ? strlist_join(&owners, ", ") :
						  xstrdup("nobody");
		run->places[i]->why = xasprintf("maintained by %s", run->places[i]->key);
	}
	return 0;
}

/* Does a line of the source at @path include the header at @header? */
static bool includes_header(const char *path, const char *text, const char *header)
{
	FOR_EACH_LINE(line, text) {
		char *copy CLEANUP(free_text) = xstrndup(line.at, line.len);
		char *at = copy + strspn(copy, " \t");
		char *name = *at == '#' ? strpbrk(at, "\"<") : NULL;

		if (!name || !word_find(at, "include"))
			continue;
		name[1 + strcspn(name + 1, "\">")] = '\0';
		char *folder CLEANUP(free_text) = folders_of(path, UINT_MAX);
		char *near CLEANUP(free_text) = xasprintf("%s/%s", folder, name + 1);
		char *far CLEANUP(free_text) = xasprintf("/%s", name + 1);
		path_normalize(near);
		if (!strcmp(near, header) || has_ending(header, far))
			return true;
	}
	return false;
}

/* The number of a file that changes, is linked (@linked), and includes the header with number @nr;
 * the first one from @from on; how many there are: none. */
static size_t next_includer(const struct placing_run *run, const bool *linked, size_t nr,
			    size_t from)
{
	const struct placing *placing = run->placing;

	for (size_t i = from; i < run->paths.nr; i++) {
		const struct file *file = files_find(placing->all, run->paths.v[i]);
		char *text CLEANUP(free_text) =
			linked[i] && file ? base_read(placing->sources->base, &file->oid, NULL) :
					    NULL;

		if (text && includes_header(run->paths.v[i], text, run->paths.v[nr]))
			return i;
	}
	return run->paths.nr;
}

/* A header whose changed users all go into one module goes with them: each patch must build. */
static void join_users(const struct placing_run *run, const bool *linked, size_t nr)
{
	size_t first = next_includer(run, linked, nr, 0);

	for (size_t i = first; i < run->paths.nr; i = next_includer(run, linked, nr, i + 1))
		if (strcmp(run->places[i]->key, run->places[first]->key) != 0)
			return;
	if (first == run->paths.nr)
		return;
	struct placement *place = run->places[nr];
	FREE_ALL(place->key, place->why);
	place->key = xstrdup(run->places[first]->key);
	place->why = xasprintf("included by %s, which is linked into %s", run->paths.v[first],
			       place->key);
}

static int place_by_module(struct placing_run *run)
{
	const struct base *base = run->placing->sources->base;
	struct modules modules CLEANUP(modules_release) = { 0 };
	struct kbuild *kbuild;

	if (run->placing->open(run->placing->ctx, &kbuild) < 0 ||
	    modules_load(&modules, kbuild, base, run->placing->all, &run->paths) < 0)
		return -1;
	bool *linked CLEANUP(free_memory) = xcalloc(run->paths.nr + 1, sizeof(*linked));
	for (size_t i = 0; i < run->paths.nr; i++) {
		struct strlist in CLEANUP(strlist_release) = { 0 };
		char *folder = folders_of(run->paths.v[i], UINT_MAX);

		modules_of(&modules, run->paths.v[i], &in);
		run->places[i]->key = in.nr ? xstrdup(in.v[0]) : folder;
		run->places[i]->why =
			in.nr ? xasprintf("linked into %s%s", in.v[0],
					  in.nr > 1 ? " and others" : "") :
				xasprintf("no Makefile of its folders links it: folder %s", folder);
		linked[i] = in.nr;
		if (in.nr)
			free(folder);
	}
	for (size_t i = 0; i < run->paths.nr; i++)
		if (!linked[i] && has_ending(run->paths.v[i], ".h"))
			join_users(run, linked, i);
	return 0;
}

/* The files of one patch of which the prefix is known (@guessed[i] is not set), or all. */
static void list_group(struct strlist *paths, struct strlist *prefixes,
		       const struct placing_run *run, const struct strlist *all, const char *key,
		       const bool *guessed)
{
	for (size_t i = 0; i < run->paths.nr; i++) {
		if (strcmp(run->places[i]->key, key) != 0 || (guessed && guessed[i]))
			continue;
		strlist_add(paths, run->paths.v[i]);
		strlist_add(prefixes, all->v[i]);
	}
}

/* Where nobody knows a prefix of any file of the patch, the guesses are told. */
static char *name_group(const struct placing_run *run, const struct strlist *prefixes,
			const char *key, const bool *guessed)
{
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	struct strlist known CLEANUP(strlist_release) = { 0 };
	struct strlist again CLEANUP(strlist_release) = { 0 };

	list_group(&paths, &known, run, prefixes, key, guessed);
	if (!known.nr) {
		list_group(&paths, &known, run, prefixes, key, NULL);
		if (subject_prefixes(&again, NULL, run->placing->sources, &paths) < 0)
			return NULL;
	}
	return subject_prefix_common(&known);
}

/* Give all files of that patch its prefix. */
static void set_prefix(const struct placing_run *run, const char *key, const char *prefix)
{
	for (size_t i = 0; i < run->paths.nr; i++)
		if (!strcmp(run->places[i]->key, key))
			run->places[i]->prefix = xstrdup(prefix);
}

/* One prefix for all files of each patch. */
static int name_groups(struct placing_run *run)
{
	struct strlist prefixes CLEANUP(strlist_release) = { 0 };
	struct guesses made CLEANUP(guesses_release) = { 0 };
	struct prefix_sources sources = *run->placing->sources;

	sources.guesses = &made;
	if (subject_prefixes(&prefixes, NULL, &sources, &run->paths) < 0)
		return -1;
	bool *guessed CLEANUP(free_memory) = xcalloc(run->paths.nr + 1, sizeof(*guessed));
	for (size_t i = 0; i < run->paths.nr; i++)
		guessed[i] = guesses_has(&made, run->paths.v[i]);
	for (size_t i = 0; i < run->paths.nr; i++) {
		const char *key = run->places[i]->key;
		char *prefix CLEANUP(free_text) = NULL;

		if (run->places[i]->prefix)
			continue;
		prefix = name_group(run, &prefixes, key, guessed);
		if (!prefix)
			return -1;
		set_prefix(run, key, prefix);
	}
	return 0;
}

static int count_lines(size_t *lines, const struct base *base, const struct change *change)
{
	struct filediff diff CLEANUP(filediff_release) = { 0 };

	if (filediff_load(&diff, base, change) < 0)
		return -1;
	*lines = diff.added + diff.deleted;
	return 0;
}

static int (*const ways[])(struct placing_run *) = {
	[SPLIT_PREFIX] = place_by_prefix, [SPLIT_SUBSYSTEM] = place_by_subsystem,
	[SPLIT_TREE] = place_by_tree, [SPLIT_MAINTAINER] = place_by_maintainer,
	[SPLIT_DIRECTORY] = place_by_directory, [SPLIT_FILE] = place_by_file,
	[SPLIT_MODULE] = place_by_module, [SPLIT_NONE] = place_all,
};

int placements_find(struct placements *places, const struct placing *placing,
		    const struct step *step, const struct changes *changes)
{
	struct placing_run run CLEANUP(release_run) = { .placing = placing, .step = step };
	enum split_by by = step->splitting.by;

	start_run(&run, places, changes);
	if (ways[by](&run) < 0)
		return -1;
	if (by != SPLIT_PREFIX && by != SPLIT_FILE && name_groups(&run) < 0)
		return -1;
	FOR_EACH(change, changes)
		if (step->splitting.lines && !change_is_empty(change) &&
		    count_lines(&places->v[change - changes->v].lines, placing->sources->base,
				change) < 0)
			return -1;
	return 0;
}

void placements_release(struct placements *places)
{
	FOR_EACH(place, places)
		FREE_ALL(place->key, place->prefix, place->why);
	LIST_RELEASE(places);
}

void placed_add(struct placed_files *placed, const struct step *step,
		const struct changes *changes, const struct placements *places)
{
	FOR_EACH(change, changes) {
		if (change_is_empty(change))
			continue;
		struct placed *file = LIST_ADD(placed);
		file->step = step;
		file->path = xstrdup(change->path);
		file->why = xstrdup(places->v[change - changes->v].why);
	}
}

const char *placed_why(const struct placed_files *placed, const struct step *step,
		       const char *path)
{
	FOR_EACH(file, placed)
		if (file->step == step && !strcmp(file->path, path))
			return file->why;
	return NULL;
}

void placed_release(struct placed_files *placed)
{
	FOR_EACH(file, placed)
		FREE_ALL(file->path, file->why);
	LIST_RELEASE(placed);
}
