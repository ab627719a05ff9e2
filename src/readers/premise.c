// SPDX-License-Identifier: GPL-2.0
/* Asks what is different about a reader. */
#include "readers/premise.h"

#include "build/changed.h"
#include "build/target_build.h"
#include "git/base.h"
#include "kbuild/makefile.h"
#include "kbuild/treescan.h"
#include "lib/io.h"
#include "lib/lib.h"

#include <ftw.h>

#define MOST_FILES 2000 /* with a word, whose readers are looked for */
#define MOST_NAMES 200000 /* of readers, before those that are told twice are dropped */

static void add_reader(const struct derivation *derivation, const char *source,
		       struct strlist *readers)
{
	if (strlist_find(&derivation->readers, source))
		strlist_add(readers, source);
}

/* Who reads a file by another way than all that read the header do. */
static int add_readers_of(struct derivation *derivation, const char *path, struct strlist *readers)
{
	struct strlist found CLEANUP(strlist_release) = { 0 };

	if (treescan_outside(&derivation->build->scan, path, &derivation->closure.paths,
			     &found) < 0)
		return -1;
	FOR_EACH(reader, &found)
		add_reader(derivation, *reader, readers);
	if (readers->nr > MOST_NAMES)
		strlist_sort(readers);
	return 0;
}

/* The same of all files of an array that are not read by everybody. */
static int add_readers_of_all(struct derivation *derivation, const json_t *paths,
			      struct strlist *readers)
{
	for (size_t i = 0; i < json_array_size(paths); i++) {
		const char *path = json_string_value(json_array_get(paths, i));

		if (!strlist_find(&derivation->closure.paths, path) &&
		    add_readers_of(derivation, path, readers) < 0)
			return -1;
	}
	return 0;
}

/* What nearly every file holds sets nobody apart. */
static bool is_everywhere(struct derivation *derivation, const char *word, const json_t *paths)
{
	size_t nr = json_array_size(paths);

	if (nr <= MOST_FILES)
		return false;
	char *why CLEANUP(free_text) = xasprintf("%zu files hold %s, on which it depends", nr,
						 word);
	derivation_refuse(derivation, why);
	return true;
}

static int add_readers_of_words(struct derivation *derivation, const struct strlist *words,
				struct strlist *readers)
{
	const json_t *lists = json_object_get(derivation->carriers, "words");

	FOR_EACH(word, words) {
		const json_t *paths = json_object_get(lists, *word);

		if (!is_everywhere(derivation, *word, paths) &&
		    add_readers_of_all(derivation, paths, readers) < 0)
			return -1;
	}
	return 0;
}

static int ask_order(struct derivation *derivation, struct strlist *readers)
{
	(void)readers;
	if (derivation->meaning.order)
		derivation->why = xstrdup(derivation->meaning.order);
	return 0;
}

/* A header that is begun and not ended when the addition is read lacks declarations there. */
static int ask_circle(struct derivation *derivation, struct strlist *readers)
{
	(void)readers;
	if (derivation->closure.circle)
		derivation->why = xasprintf("%s, which it includes, includes it again",
					    derivation->closure.circle);
	return 0;
}

static int ask_macros(struct derivation *derivation, struct strlist *readers)
{
	json_t *lists = json_object_get(derivation->carriers, "macros");

	for (void *at = json_object_iter(lists); at; at = json_object_iter_next(lists, at))
		if (add_readers_of_all(derivation, json_object_iter_value(at), readers) < 0)
			return -1;
	return 0;
}

static int ask_words(struct derivation *derivation, struct strlist *readers)
{
	return add_readers_of_words(derivation, &derivation->meaning.free, readers);
}

static int ask_pasted(struct derivation *derivation, struct strlist *readers)
{
	return add_readers_of_words(derivation, &derivation->pasted, readers);
}

static int ask_doubtful(struct derivation *derivation, struct strlist *readers)
{
	FOR_EACH(path, &derivation->meaning.doubtful)
		if (add_readers_of(derivation, *path, readers) < 0)
			return -1;
	return 0;
}

static int ask_pragmas(struct derivation *derivation, struct strlist *readers)
{
	const json_t *packs = json_object_get(derivation->carriers, "packs");
	const json_t *pragmas = json_object_get(derivation->carriers, "pragmas");

	if (derivation->addition.types &&
	    add_readers_of_all(derivation, packs, readers) < 0)
		return -1;
	return add_readers_of_all(derivation, pragmas, readers);
}

/* Who mentions a new name, or can reach a header that does: includers.h has found them. */
static int ask_names(struct derivation *derivation, struct strlist *readers)
{
	const json_t *lists = json_object_get(derivation->carriers, "words");

	FOR_EACH(path, &derivation->changed->includers.marked)
		add_reader(derivation, *path, readers);
	/* the series may have brought it */
	FOR_EACH(name, &derivation->addition.own) {
		const json_t *paths = json_object_get(lists, *name);

		for (size_t i = 0; i < json_array_size(paths); i++) {
			const char *path = json_string_value(json_array_get(paths, i));

			if (strcmp(path, derivation->header) != 0 && !derivation->why &&
			    strlist_find(&derivation->closure.paths, path))
				derivation->why = xasprintf("%s holds %s", path, *name);
		}
	}
	return add_readers_of_words(derivation, &derivation->addition.own, readers);
}

static void refuse_name(struct derivation *derivation, const char *name)
{
	char *why CLEANUP(free_text) = xasprintf("%s differs from object to object", name);

	derivation_refuse(derivation, why);
}

/* Commands for assembler, linker scripts and device trees give no flags to a C source. */
static bool is_for_c(const char *line)
{
	static const char *const others[] = { "_S", "lds", "dtc", "a_flags", "AFLAGS", NULL };

	for (size_t i = 0; others[i]; i++)
		if (strstr(line, others[i]))
			return false;
	return true;
}

/* One line of a Makefile that holds for all objects: -D of a name may differ for each. */
static void see_rule(struct derivation *derivation, const char *line)
{
	if (!is_for_c(line))
		return;
	FOR_EACH(name, &derivation->meaning.names) {
		char *flag CLEANUP(free_text) = xasprintf("-D%s", *name);
		const char *at = strstr(line, flag);

		if (at && !is_name_char(at[strlen(flag)]))
			refuse_name(derivation, *name);
	}
}

/* Names that Kbuild defines for each object otherwise, or the compiler by its flags. */
static int ask_kbuild(struct derivation *derivation, struct strlist *readers)
{
	static const char *const makefiles[] = { "scripts/Makefile.lib", "scripts/Makefile.build" };

	(void)readers;
	FOR_EACH(name, &derivation->meaning.names)
		if (starts_with(*name, "__SANITIZE"))
			refuse_name(derivation, *name);
	for (size_t i = 0; i < sizeof(makefiles) / sizeof(*makefiles); i++) {
		const struct file *file = view_find(derivation->view, makefiles[i]);
		char *text CLEANUP(free_text) =
			file ? base_read(derivation->build->revisions.base, &file->oid, NULL) :
			       xstrdup("");
		const char *at = text;
		char *line;

		if (!text)
			return -1;
		while ((line = next_joined_line(&at))) {
			see_rule(derivation, line);
			free(line);
		}
	}
	return 0;
}

/* Assembler and the like are read by other rules, with other macros. */
static int ask_sources(struct derivation *derivation, struct strlist *readers)
{
	FOR_EACH(path, &derivation->readers)
		if (!has_extension(*path, ".c"))
			add_reader(derivation, *path, readers);
	return 0;
}

/* Who reads what was found in the text of the base; what the series changes, it knows of. */
static int ask_series(struct derivation *derivation, struct strlist *readers)
{
	struct treescan *scan = &derivation->build->scan;

	FOR_EACH(file, &derivation->view->changed) {
		if (git_oid_is_zero(&file->oid) || !treescan_covers(scan, file))
			continue;
		add_reader(derivation, file->path, readers);
		if (has_extension(file->path, ".c"))
			continue;
		int grows = treescan_grows(scan, file);
		if (grows < 0)
			return -1;
		if (grows && !derivation->why)
			derivation->why = xasprintf("the series lets %s include more", file->path);
	}
	return 0;
}

/* nftw(3) hands nothing on. */
static struct derivation *walked;

/* A generated header that defines one of the names; CONFIG_ names are all readers'. */
static int see_generated(const char *path, const struct stat *status, int type, struct FTW *at)
{
	const struct strlist *names = &walked->meaning.names;
	struct directives directives CLEANUP(directives_release) = { 0 };
	size_t len = 0;

	(void)status;
	(void)at;
	if (type != FTW_F || !has_ending(path, ".h") || !strcmp(path_leaf(path), "autoconf.h"))
		return 0;
	char *text CLEANUP(free_text) = io_read(path, &len);
	if (!text)
		return -1;
	directives_read(&directives, text, len);
	FOR_EACH(directive, &directives)
		if (directive->kind <= DIRECTIVE_UNDEF && !walked->why &&
		    strlist_find(names, directive->name))
			walked->why = xasprintf("%s defines %s", path_leaf(path), directive->name);
	return 0;
}

static int ask_generated(struct derivation *derivation, struct strlist *readers)
{
	(void)readers;
	const struct kbuild *kbuild = &derivation->build->kbuild;
	char *dirs[] = { xasprintf("%s/include/generated", kbuild->build),
			 xasprintf("%s/arch/%s/include/generated", kbuild->build,
				   kbuild->target.srcarch) };
	int result = 0;

	walked = derivation;
	for (size_t i = 0; i < 2 && result == 0; i++)
		if (access(dirs[i], F_OK) == 0 && nftw(dirs[i], see_generated, 32, FTW_PHYS) != 0)
			result = *fail_text() ? -1 : fail_errno("cannot read %s", dirs[i]);
	walked = NULL;
	FREE_ALL(dirs[0], dirs[1]);
	return result;
}

const struct premise premises[] = {
	{ "order", "names depend on the order of includes", ask_order, false },
	{ "circle", "of what is read before it include the header again", ask_circle, false },
	{ "generated", "generated headers define a name", ask_generated, false },
	{ "kbuild", "names differ from object to object", ask_kbuild, false },
	{ "series", "are changed by the series", ask_series, false },
	{ "sources", "are no C sources", ask_sources, false },
	{ "names", "may know a name that is added", ask_names, false },
	{ "pasted", "hold a word that a macro can make such a name of", ask_pasted, false },
	{ "macros", "reach a file that defines or undefines a name", ask_macros, false },
	{ "doubtful", "reach by themselves what is read under a condition", ask_doubtful, false },
	{ "pragmas", "reach a file that tells the compiler to judge otherwise", ask_pragmas,
	  false },
	{ "words", "may get a name from another header, and cannot stand for "
		   "others", ask_words, true },
	{ NULL, NULL, NULL, false }
};

void derivation_tell(struct derivation *derivation, const char *name, size_t nr, const char *says)
{
	*LIST_ADD(&derivation->changed->includers.premises) = xasprintf("%s: %zu %s", name, nr,
									says);
}

void derivation_refuse(struct derivation *derivation, const char *why)
{
	if (!derivation->why)
		derivation->why = xstrdup(why);
}

void derivation_release(struct derivation *derivation)
{
	addition_release(&derivation->addition);
	closure_release(&derivation->closure);
	meaning_release(&derivation->meaning);
	json_decref(derivation->carriers);
	STRLIST_RELEASE_ALL(&derivation->readers, &derivation->pasted, &derivation->apart,
			    &derivation->knowing);
	free(derivation->why);
}
