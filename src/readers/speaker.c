// SPDX-License-Identifier: GPL-2.0
/* Chooses who speaks for a class of readers. */
#include "readers/speaker.h"

#include "readers/flagclass.h"
#include "build/inputs.h"
#include "readers/premise.h"
#include "build/target_build.h"
#include "git/base.h"
#include "lib/lib.h"

#define SPEAKERS 3 /* of a class in which nobody surely reads the header */

enum speaker_worth { WORTH_COMPILED = 1, WORTH_UNKNOWING = 2, WORTH_SURE = 4 };

struct reader_class {
	char *flags;
	size_t nr;		/* members */
	const char *v[SPEAKERS];	/* the best of them; NULL: there are fewer */
	int worth[SPEAKERS];
};

struct reader_classes {
	struct reader_class *v;
	size_t nr, alloc;
};

static void release_classes(struct reader_classes *classes)
{
	FOR_EACH(class, classes)
		free(class->flags);
	free(classes->v);
}

static bool is_compiled(const struct derivation *derivation, const char *source)
{
	FOR_EACH(object, &derivation->changed->readers)
		if (!strcmp((*object)->source, source))
			return true;
	return false;
}

/* Does an #include of the source mean the header, whatever is configured? */
static bool means_header(const struct derivation *derivation, const char *source,
			 const struct directives *directives)
{
	FOR_EACH(directive, directives) {
		struct strlist paths CLEANUP(strlist_release) = { 0 };
		char *sure CLEANUP(free_text) = NULL;

		if (directive->kind != DIRECTIVE_INCLUDE ||
		    strcmp(path_leaf(directive->name), path_leaf(derivation->header)) != 0 ||
		    !directives_plain(directives, directive->line, directive->line))
			continue;
		treescan_targets(&derivation->build->scan, derivation->view, source,
				 directive->name, directive->quoted, &paths, &sure);
		if (!strcmp(sure, derivation->header))
			return true;
	}
	return false;
}

static int is_sure(const struct derivation *derivation, const char *source)
{
	struct directives directives CLEANUP(directives_release) = { 0 };
	const struct file *file = view_find(derivation->view, source);
	size_t len = 0;
	char *text CLEANUP(free_text) =
		file ? base_read(derivation->build->revisions.base, &file->oid, &len) :
		       xstrdup("");

	if (!text)
		return -1;
	if (!strstr(text, path_leaf(derivation->header)))
		return 0;
	directives_read(&directives, text, len);
	return means_header(derivation, source, &directives);
}

static char *class_of(const struct derivation *derivation, const struct flag_folders *folders,
		      const char *source)
{
	const struct modules *modules = &derivation->build->modules;
	char *object CLEANUP(free_text) = module_object(source);
	char *flags CLEANUP(free_text) = flag_class(folders, modules_goal(modules, object));

	return xasprintf("%c\n%s", modules_kind(modules, source), flags);
}

static struct reader_class *find_class(struct reader_classes *classes, char *flags)
{
	FOR_EACH(class, classes) {
		if (!strcmp(class->flags, flags)) {
			free(flags);
			return class;
		}
	}
	struct reader_class *class = LIST_ADD(classes);
	class->flags = flags;
	return class;
}

/* Keep the best ones in their order. */
static void offer(struct reader_class *class, const char *source, int worth)
{
	class->nr++;
	for (size_t i = 0; i < SPEAKERS; i++) {
		if (class->v[i] && class->worth[i] >= worth)
			continue;
		for (size_t k = SPEAKERS - 1; k > i; k--) {
			class->v[k] = class->v[k - 1];
			class->worth[k] = class->worth[k - 1];
		}
		class->v[i] = source;
		class->worth[i] = worth;
		return;
	}
}

static int add_member(const struct derivation *derivation, struct reader_class *class,
		      const char *source)
{
	const int best = WORTH_COMPILED + WORTH_UNKNOWING + WORTH_SURE;
	int worth = 0, sure;

	worth += is_compiled(derivation, source) ? WORTH_COMPILED : 0;
	worth += strlist_find(&derivation->knowing, source) ? 0 : WORTH_UNKNOWING;
	/* to read a source takes time: only where it can become the best one */
	if (class->v[0] && class->worth[0] >= worth + WORTH_SURE && class->worth[0] <= best) {
		class->nr++;
		return 0;
	}
	sure = is_sure(derivation, source);
	offer(class, source, worth + (sure > 0 ? WORTH_SURE : 0));
	return sure < 0 ? -1 : 0;
}

static int find_classes(const struct derivation *derivation, const struct strlist *names,
			struct reader_classes *classes)
{
	struct flag_folders folders CLEANUP(flag_folders_release) = { 0 };

	if (flag_folders_read(&folders, derivation->build->revisions.base, derivation->view,
			      names) < 0)
		return -1;
	FOR_EACH(source, &derivation->readers) {
		if (strlist_find(&derivation->apart, *source))
			continue;
		char *flags = class_of(derivation, &folders, *source);
		if (add_member(derivation, find_class(classes, flags), *source) < 0)
			return -1;
	}
	return 0;
}

static void pick(struct derivation *derivation, const struct reader_class *class,
		 struct strlist *picked)
{
	bool sure = class->worth[0] & WORTH_SURE;
	char *line = xstrdup(derivation->header);

	for (size_t i = 0; i < SPEAKERS && class->v[i] && (!i || !sure); i++) {
		char *more = xasprintf("%s %s", line, class->v[i]);

		free(line);
		line = more;
		strlist_add(picked, class->v[i]);
	}
	/* where all are compiled, nobody speaks for others */
	if (sure ? class->nr > 1 : class->nr > SPEAKERS)
		strlist_add(&derivation->changed->includers.speakers, line);
	free(line);
}

int speakers_pick(struct derivation *derivation, struct strlist *picked)
{
	struct reader_classes classes CLEANUP(release_classes) = { 0 };
	struct strlist names CLEANUP(strlist_release) = { 0 };
	bool shown;

	strlist_add_all(&names, &derivation->meaning.names);
	strlist_add_all(&names, &derivation->addition.own);
	strlist_sort(&names);
	if (find_classes(derivation, &names, &classes) < 0)
		return -1;
	/* that a word is declared for all is shown by one who cannot have it from elsewhere */
	shown = !classes.nr;
	FOR_EACH(class, &classes) {
		shown = shown || (class->worth[0] & WORTH_UNKNOWING);
		pick(derivation, class, picked);
	}
	if (!shown)
		derivation_refuse(derivation, "every reader may get the name from another header");
	derivation_tell(derivation, "flags", classes.nr, "classes of flags among all others");
	derivation->changed->includers.classes += classes.nr;
	return 0;
}

/* Has the compiler read the header for this source, as far as is known? */
static int has_read(struct target_build *build, const char *source, const char *header)
{
	char *object CLEANUP(free_text) = module_object(source);
	json_t *lists CLEANUP(free_json) = NULL;
	struct strlist sources CLEANUP(strlist_release) = { 0 };

	if (inputs_lists(&build->revisions, modules_goal(&build->modules, object), &lists) < 0)
		return -1;
	if (json_array_size(lists))
		inputs_take(lists, 0, &sources);
	return strlist_has(&sources, header);
}

int speakers_silent(struct target_build *build, const struct changed_files *changed, char **silent)
{
	*silent = NULL;
	if (changed->includers.level != READERS_DERIVED)
		return 0;
	FOR_EACH(line, &changed->includers.speakers) {
		struct strlist words CLEANUP(strlist_release) = { 0 };
		int read = 0;

		strlist_split(&words, *line, " ");
		for (size_t i = 1; i < words.nr && !read; i++)
			read = has_read(build, words.v[i], words.v[0]);
		if (read < 0)
			return -1;
		if (!read && !*silent)
			*silent = xasprintf("%s does not read %s, and so cannot stand for others",
					    words.v[1], words.v[0]);
	}
	return 0;
}
