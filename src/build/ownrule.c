// SPDX-License-Identifier: GPL-2.0
/* Finds readers of headers that rules of their own make. */
#include "build/ownrule.h"

#include "build/changed.h"
#include "build/revision.h"
#include "campaign/campaign.h"
#include "git/base.h"
#include "kbuild/kbuild.h"
#include "kbuild/makerule.h"
#include "kbuild/module.h"
#include "lib/lib.h"

/* What is known of the folders that were asked about before. */
struct folder_text {
	char *folder, *text;	/* of Makefile and Kbuild; "" for none */
	bool reached;
};

struct ownrule_search {
	const struct revisions *revisions;
	const struct modules *modules;
	const struct view *view;
	char *config;			/* auto.conf; owned */
	struct folder_text known;	/* the last one: paths come sorted */
};

/* The text of Makefile and Kbuild in @folder ("a/b/"); owned by the caller, NULL on failure. */
static char *read_makefiles(const struct ownrule_search *search, const char *folder)
{
	static const char *const names[] = { "Makefile", "Kbuild" };
	char *both = xstrdup("");

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s%s", folder, names[i]);
		const struct file *file = view_find(search->view, path);
		char *text CLEANUP(free_text) =
			file ? base_read(search->revisions->base, &file->oid, NULL) : xstrdup("");
		char *before CLEANUP(free_text) = both;

		both = text ? xasprintf("%s%s\n", before, text) : NULL;
		if (!both)
			return NULL;
	}
	return both;
}

static int is_reached(const struct ownrule_search *search, const char *folder);

/* Does a folder above, which make comes to itself, name this one ("a/b/"): the one right above by
 * its last part, one further up by "a/b" or as "$(a)/b"? */
static int is_named_above(const struct ownrule_search *search, const char *folder)
{
	char *rest CLEANUP(free_text) = xstrndup(folder, strlen(folder) - 1);
	char *leaf CLEANUP(free_text) = xstrdup(path_leaf(rest));
	char *by_variable CLEANUP(free_text) = xasprintf(")/%s", leaf);
	char *tail CLEANUP(free_text) = NULL;

	for (bool direct = true; *rest; direct = false) {
		const char *slash = strrchr(rest, '/');

		if (direct && slash)
			for (slash--; slash > rest && slash[-1] != '/'; slash--)
				;
		if (direct)
			tail = xstrdup(slash ? slash : rest);
		*(rest + (path_leaf(rest) - rest)) = '\0';
		char *text CLEANUP(free_text) = read_makefiles(search, rest);
		if (!text)
			return -1;
		if (direct ? makerule_leads_to(text, leaf, search->config) :
			     strstr(text, tail) || strstr(text, by_variable)) {
			int reached = *rest ? is_reached(search, rest) : 1;

			if (reached)
				return reached;
		}
		if (*rest)
			rest[strlen(rest) - 1] = '\0';
	}
	return 0;
}

/* Is something built in the folder, or does a Makefile above lead to it? The Makefile at the top
 * includes that of the architecture. */
static int is_reached(const struct ownrule_search *search, const char *folder)
{
	char *arch CLEANUP(free_text) = xasprintf("arch/%s/",
						  search->revisions->kbuild->target.srcarch);

	if (!strcmp(folder, arch))
		return 1;
	FOR_EACH(member, search->modules)
		if (member->kind != 'n' && starts_with(member->goal, folder))
			return 1;
	return is_named_above(search, folder);
}

static int learn_folder(struct ownrule_search *search, const char *path)
{
	struct folder_text *known = &search->known;
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(path_leaf(path) - path));
	int reached;

	if (known->folder && !strcmp(known->folder, folder))
		return 0;
	free(TAKE(known->text));
	free(known->folder);
	known->folder = xstrdup(folder);
	known->text = read_makefiles(search, folder);
	reached = known->text && *folder ? is_reached(search, folder) : 0;
	known->reached = reached > 0;
	return !known->text || reached < 0 ? -1 : 0;
}

static char *stem_of(const char *path)
{
	const char *leaf = path_leaf(path);

	return xstrndup(leaf, strcspn(leaf, "."));
}

/* 1: by some other way than as an object of the kernel, or of a module. */
static int is_made(struct ownrule_search *search, const char *path)
{
	char *stem CLEANUP(free_text) = stem_of(path);

	if (learn_folder(search, path) < 0)
		return -1;
	return search->known.reached && (!*stem || makerule_names(search->known.text, stem,
								  search->config));
}

static void search_release(struct ownrule_search *search)
{
	FREE_ALL(search->known.folder, search->known.text, search->config);
}

/* Of sources that a commit changes Kbuild's lists were asked: 'n' is on none that is built. */
static int add_ruled(struct ownrule_search *search, struct changed_files *changed)
{
	const struct strlist *const lists[] = { &changed->sources, &changed->gone };

	for (size_t i = 0; i < 2; i++)
		FOR_EACH(path, lists[i]) {
			char kind = modules_kind(search->modules, *path);
			int made = 0;

			if (kind != 'y' && kind != 'm' && !path_is_below(*path, "samples/") &&
			    !strlist_find(&search->revisions->prepare_inputs, *path))
				made = is_made(search, *path);
			if (made < 0)
				return -1;
			if (made)
				strlist_add(&changed->ruled, *path);
		}
	strlist_sort(&changed->ruled);
	return 0;
}

int ownrule_find(struct changed_files *changed, struct revisions *revisions,
		 const struct modules *modules, size_t nr)
{
	const struct view *view = &revisions->v[nr].view;
	struct ownrule_search search CLEANUP(search_release) = { .revisions = revisions,
								 .modules = modules,
								 .view = view };
	struct includers *includers = &changed->includers;
	struct strlist candidates CLEANUP(strlist_release) = { 0 };

	/* what is read while the tree is prepared is judged by that */
	FOR_EACH(path, &includers->reach)
		if (!modules_kind(modules, *path) && view_find(view, *path) &&
		    !strlist_find(&revisions->prepare_inputs, *path) &&
		    !path_is_below(*path, "samples/"))
			strlist_add(&candidates, *path);
	/* a tree that cannot be configured is a verdict of its own */
	if (candidates.nr && revisions_config(revisions, nr, &search.config) < 0)
		return -1;
	if (!search.config)
		return 0;
	FOR_EACH(path, &candidates) {
		int made = is_made(&search, *path);

		if (made < 0)
			return -1;
		if (made)
			strlist_add(&includers->unmade, *path);
	}
	return 0;
}

int ownrule_find_changed(struct changed_files *changed, struct revisions *revisions,
			 const struct modules *modules, size_t nr)
{
	struct ownrule_search search CLEANUP(search_release) = { .revisions = revisions,
								 .modules = modules,
								 .view = &revisions->v[nr].view };

	if (!changed->sources.nr && !changed->gone.nr)
		return 0;
	if (revisions_config(revisions, nr, &search.config) < 0)
		return -1;
	return search.config ? add_ruled(&search, changed) : 0;
}

char *ownrule_product(const struct revisions *revisions, const struct view *view, const char *path)
{
	struct ownrule_search search = { .revisions = revisions, .view = view };
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(path_leaf(path) - path));
	char *text CLEANUP(free_text) = read_makefiles(&search, folder);
	char *stem CLEANUP(free_text) = stem_of(path);

	if (!text)
		return NULL;
	if (has_ending(path, ".lds.S"))
		return xstrndup(path, strlen(path) - 2);
	if (makerule_is_program(text, stem))
		return xasprintf("%s%s", folder, stem);
	return module_object(path);
}
