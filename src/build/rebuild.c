// SPDX-License-Identifier: GPL-2.0
/* Asks Kbuild in two trees what a commit makes anew. */
#include "build/rebuild.h"

#include "build/changed.h"
#include "build/revision.h"
#include "campaign/campaign.h"
#include "cocci/candidate.h"
#include "git/base.h"
#include "kbuild/autoconf.h"
#include "kbuild/decides.h"
#include "kbuild/kbuild.h"
#include "kbuild/makefile.h"
#include "kbuild/module.h"
#include "kbuild/treescan.h"
#include "lib/lib.h"

/* One commit that is looked at. */
struct rebuild_search {
	struct changed_files *changed;
	struct rebuild_set *rebuild;
	struct revisions *revisions;
	struct treescan *scan;
	const struct revision *before, *after;
	size_t most;
	struct strlist sources;		/* whose objects may be others, sorted */
	struct strlist readers;		/* that hold the name of an option that differs */
	struct modules old, new;	/* of these */
	bool failed;			/* one of the two is not known */
};

static void release(struct rebuild_search *search)
{
	STRLIST_RELEASE_ALL(&search->sources, &search->readers);
	modules_release(&search->old);
	modules_release(&search->new);
}

static bool is_buildable_source(const char *path)
{
	return has_extension(path, ".c") || has_extension(path, ".S");
}

static bool is_kconfig(const char *path)
{
	return !strncmp(path_leaf(path), "Kconfig", 7);
}

/* Another architecture's own files say nothing here. */
static bool is_foreign(const struct rebuild_search *search, const char *path)
{
	return target_is_foreign(&search->revisions->kbuild->target, path);
}

/* What goes into every object. */
static bool is_for_all(const struct rebuild_search *search, const char *path)
{
	char *arch CLEANUP(free_text) =
		xasprintf("arch/%s/Makefile", search->revisions->kbuild->target.srcarch);

	return !strchr(path, '/') || starts_with(path, arch) ||
	       path_is_below(path, "scripts/") || path_is_below(path, "tools/");
}

static void add_below(struct rebuild_search *search, const char *folder)
{
	const struct view *views[] = { &search->before->view, &search->after->view };

	for (size_t i = 0; i < 2; i++)
		FOR_EACH_IN_VIEW(file, views[i])
			if (is_buildable_source(file->path) && path_is_below(file->path, folder) &&
			    !is_foreign(search, file->path) &&
			    !path_is_below(file->path, "tools/") &&
			    !path_is_below(file->path, "scripts/"))
				strlist_add(&search->sources, file->path);
}

static char *folder_of(const char *path)
{
	return xstrndup(path, (size_t)(path_leaf(path) - path));
}

/* Does one of the words stand in the text of a file, as a whole word? */
static int mentions_option(const struct base *base, const struct file *file,
			   const struct strlist *words)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "_0123456789";
	size_t len;
	char *text CLEANUP(free_text) = base_read(base, &file->oid, &len);

	if (!text)
		return -1;
	FOR_EACH(word, words) {
		size_t size = strlen(*word);

		for (const char *at = text; (at = strstr(at, *word)); at += size)
			if (!at[size] || !strchr(letters, at[size]))
				return 1;
	}
	return 0;
}

static bool is_kbuild_makefile(const struct rebuild_search *search, const char *path)
{
	return !is_foreign(search, path) && !is_kconfig(path) && kbuild_decides(path) &&
	       starts_with_one_of(path_leaf(path), TEXTS("Makefile", "Kbuild")) &&
	       !path_is_below(path, "tools/");
}

/* The value of an option can be a flag of every object, as that of CONFIG_FRAME_WARN is. */
static void doubt_all(struct rebuild_search *search, const char *makefile)
{
	if (!search->rebuild->undecided)
		search->rebuild->undecided =
			xasprintf("an option differs that %s reads, which can change every object",
				  makefile);
}

/* Folders whose Makefiles look at an option that differs. */
static int add_optional(struct rebuild_search *search)
{
	struct strlist folders CLEANUP(strlist_release) = { 0 };
	int result = 0;

	if (!search->rebuild->options.nr)
		return 0;
	FOR_EACH_IN_VIEW(file, &search->after->view) {
		int found = result == 0 && is_kbuild_makefile(search, file->path) ?
				    mentions_option(search->revisions->base, file,
						    &search->rebuild->options) : 0;

		if (found < 0)
			result = -1;
		else if (found && is_for_all(search, file->path))
			doubt_all(search, file->path);
		else if (found)
			*LIST_ADD(&folders) = folder_of(file->path);
	}
	FOR_EACH(folder, &folders)
		add_below(search, *folder);
	return result;
}

/* The target holds in the tree before. */
static void find_unheld(struct rebuild_search *search, const char *old, const char *new)
{
	const struct target *target = &search->revisions->kbuild->target;
	char *before CLEANUP(free_text) = NULL;
	char *after CLEANUP(free_text) = NULL;
	const char *lost = target_broken(target, old, &before) ? NULL :
								 target_broken(target, new, &after);

	if (lost)
		search->rebuild->unheld =
			xasprintf("%s asks for %s, but from this commit on Kconfig gives %.*s=%s",
				  target->name, lost, (int)strcspn(lost, "="), lost, after);
}

/* A warning of Kconfig is one of the commit, as that of a compiler is. */
static int compare_warnings(struct rebuild_search *search, size_t nr)
{
	struct revisions *revisions = search->revisions;
	struct strlist old CLEANUP(strlist_release) = { 0 };
	struct strlist new CLEANUP(strlist_release) = { 0 };

	if (revisions_config_warnings(revisions, nr + 1, &new) < 0 ||
	    (new.nr &&revisions_config_warnings(revisions, revisions->v[nr + 1].before, &old) < 0))
		return -1;
	FOR_EACH(warning, &new)
		if (!strlist_find(&old, *warning) && !search->rebuild->warning)
			search->rebuild->warning = xstrdup(*warning);
	return 0;
}

static int compare_options(struct rebuild_search *search, size_t nr)
{
	char *old CLEANUP(free_text) = NULL;
	char *new CLEANUP(free_text) = NULL;
	bool any = false;

	FOR_EACH(path, &search->changed->kbuild)
		any = any || is_kconfig(*path) || is_for_all(search, *path);
	if (!any)
		return 0;
	if (revisions_config(search->revisions, search->revisions->v[nr + 1].before, &old) < 0 ||
	    revisions_config(search->revisions, nr + 1, &new) < 0)
		return -1;
	if (!new)
		search->rebuild->broken = xstrdup(search->after->stopped ?
			search->after->stopped : "the tree cannot be configured");
	if (!old || !new)
		return 0;
	autoconf_compare(old, new, &search->rebuild->options);
	find_unheld(search, old, new);
	return compare_warnings(search, nr);
}

/* Of one tree. When make complains of a line of a Makefile it is broken; otherwise it may
 * be our own fault that it cannot be evaluated. */
static int ask_modules(struct rebuild_search *search, struct modules *modules,
		       const struct revision *revision)
{
	struct revisions *revisions = search->revisions;

	if (modules_load_tree(modules, revisions->kbuild, revisions->base, &revision->view,
			      &revision->kconfig, &search->sources) == 0)
		return 0;
	if (revisions->kbuild->stopped && revision != revisions->v) {
		revisions_stop(revisions, (size_t)(revision - revisions->v));
		search->rebuild->broken = xstrdup(revisions->kbuild->stopped);
		search->failed = true;
		fail_clear();
		return 0;
	}
	if (!strstr(fail_text(), "cannot evaluate the Makefile") || revision == revisions->v)
		return -1;
	const char *at = strstr(fail_text(), revisions->kbuild->tree);
	if (at && strstr(at, ": *** "))
		search->rebuild->broken = xstrndup(at + strlen(revisions->kbuild->tree) + 1,
						   strcspn(at, "\n") -
							   strlen(revisions->kbuild->tree) - 1);
	else if (!search->rebuild->undecided)
		search->rebuild->undecided = xstrdup(fail_text());
	search->failed = true;
	fail_clear();
	return 0;
}

static bool is_built(const struct modules *modules, const char *source)
{
	char kind = modules_kind(modules, source);

	return kind == 'y' || kind == 'm';
}

static bool same_place(const struct rebuild_search *search, const char *source)
{
	struct strlist old CLEANUP(strlist_release) = { 0 }, new CLEANUP(strlist_release) = { 0 };
	bool same = modules_kind(&search->old, source) == modules_kind(&search->new, source);

	modules_of(&search->old, source, &old);
	modules_of(&search->new, source, &new);
	same = same && old.nr == new.nr;
	FOR_EACH(module, &old)
		same = same && strlist_has(&new, *module);
	return same;
}

static bool is_composite(const struct modules *modules, const struct member *member)
{
	FOR_EACH(part, modules)
		if (!strcmp(part->module, member->object) && strcmp(part->object, part->module))
			return true;
	return false;
}

/* New objects for which there is no source. They may be made of something else: that is
 * Kbuild's to say. */
static void find_orphans(struct rebuild_search *search)
{
	FOR_EACH(member, &search->new) {
		int stem = (int)strlen(member->object) - 1;
		char *c CLEANUP(free_text) = xasprintf("%.*sc", stem, member->object);
		char *s CLEANUP(free_text) = xasprintf("%.*sS", stem, member->object);

		if (member->kind != 'n' && !view_find(&search->after->view, c) &&
		    !view_find(&search->after->view, s) &&
		    (!is_built(&search->old, c) || view_find(&search->before->view, c) ||
		     view_find(&search->before->view, s)) &&
		    !is_composite(&search->new, member))
			strlist_add(&search->rebuild->orphans, c);
	}
	strlist_sort(&search->rebuild->orphans);
}

static void compare_objects(struct rebuild_search *search)
{
	struct rebuild_set *rebuild = search->rebuild;

	FOR_EACH(source, &search->sources) {
		bool old = is_built(&search->old, *source) &&
			   view_find(&search->before->view, *source);
		bool new = is_built(&search->new, *source);

		if (new && !view_find(&search->after->view, *source))
			continue;
		if (new && !old)
			strlist_add(&rebuild->added, *source);
		else if (old && !new)
			strlist_add(&rebuild->removed, *source);
		else if (new && !same_place(search, *source))
			strlist_add(&rebuild->moved, *source);
	}
	strlist_add_all(&rebuild->again, &rebuild->moved);
	find_orphans(search);
}

static int hands_down(struct rebuild_search *search, const char *path, bool *down)
{
	const struct view *views[] = { &search->before->view, &search->after->view };

	*down = false;
	for (size_t i = 0; i < 2; i++) {
		const struct file *file = view_find(views[i], path);
		char *text CLEANUP(free_text) =
			file ? base_read(search->revisions->base, &file->oid, NULL) : xstrdup("");

		if (!text)
			return -1;
		*down = *down || makefile_hands_down(text);
	}
	return 0;
}

/* The folder whose Makefile makes an object: "a/b/../c/x.o" is made by a/b. */
static char *full_maker_of(const struct modules *modules, const char *source)
{
	char *object CLEANUP(free_text) = module_object(source);
	const char *goal = modules_goal(modules, object), *up = strstr(goal, "/../");

	return up ? xstrndup(goal, (size_t)(up + 1 - goal)) : folder_of(goal);
}

/* All objects that the Makefile @path gives their flags. One that makes none itself may be
 * included by another one, which nothing tells. */
static int add_flagged(struct rebuild_search *search, const char *path)
{
	char *folder CLEANUP(free_text) = folder_of(path);
	bool down, any = false;

	if (hands_down(search, path, &down) < 0)
		return -1;
	FOR_EACH(source, &search->sources) {
		char *old CLEANUP(free_text) = full_maker_of(&search->old, *source);
		char *new CLEANUP(free_text) = full_maker_of(&search->new, *source);
		bool made_before = modules_kind(&search->old, *source) && !strcmp(old, folder);

		any = any || made_before ||
		      (modules_kind(&search->new, *source) && !strcmp(new, folder));
		if (is_built(&search->new, *source) &&
		    (down ? path_is_below(new, folder) : !strcmp(new, folder)))
			strlist_add(&search->rebuild->again, *source);
	}
	/* a folder may hold nothing but folders */
	if (!any && !down && !search->rebuild->undecided &&
	    !modules_descend(&search->new, folder))
		search->rebuild->undecided =
			xasprintf("%s lists no object, and what includes it is not known", path);
	return 0;
}

/* Sources that can read an option that differs. */
static int find_readers(struct rebuild_search *search)
{
	static const struct campaign everywhere;
	static const struct strlist no_scope;
	struct revisions *revisions = search->revisions;
	struct files found CLEANUP(files_release) = { 0 };
	struct files assembler CLEANUP(files_release) = { 0 };
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct strlist readers CLEANUP(strlist_release) = { 0 };
	struct strlist included CLEANUP(strlist_release) = { 0 };

	if (!search->rebuild->options.nr)
		return 0;
	FOR_EACH(option, &search->rebuild->options) {
		strlist_add(&words, *option);
		*LIST_ADD(&words) = xasprintf("%s_MODULE", *option);
	}
	strlist_sort(&words);
	if (candidates_find(&found, revisions->kbuild->state, revisions->base, revisions->all,
			    &revisions->base->tree, &everywhere, &no_scope, &words) < 0 ||
	    candidates_find_other(&assembler, revisions->kbuild->state, revisions->base,
				  revisions->all, &revisions->base->tree, &everywhere, &no_scope,
				  &words) < 0)
		return -1;
	FOR_EACH(file, &assembler)
		if (is_buildable_source(file->path))
			strlist_add(&readers, file->path);
	FOR_EACH(file, &found) {
		if (is_buildable_source(file->path))
			strlist_add(&readers, file->path);
		else if (treescan_readers(search->scan, &search->after->view, file->path,
					  &included) < 0)
			return -1;
	}
	FOR_EACH(file, &search->after->view.changed) {
		if (!is_buildable_source(file->path) || git_oid_is_zero(&file->oid))
			continue;
		int mentioned = mentions_option(revisions->base, file, &words);
		if (mentioned < 0)
			return -1;
		if (mentioned)
			strlist_add(&readers, file->path);
	}
	FOR_EACH(path, &readers)
		if (view_find(&search->after->view, *path) && !is_foreign(search, *path))
			strlist_add(&search->readers, *path);
	strlist_add_all(&readers, &included);
	FOR_EACH(path, &readers)
		if (view_find(&search->after->view, *path) && !is_foreign(search, *path)) {
			strlist_add(&search->rebuild->again, *path);
			strlist_add(&search->sources, *path);
		}
	return 0;
}

static int collect_sources(struct rebuild_search *search)
{
	FOR_EACH(path, &search->changed->kbuild) {
		char *folder CLEANUP(free_text) = folder_of(*path);

		if (is_foreign(search, *path) || is_kconfig(*path))
			continue;
		if (is_for_all(search, *path) && !search->rebuild->undecided)
			search->rebuild->undecided =
				xasprintf("a change of %s can change every object", *path);
		else if (!is_for_all(search, *path))
			add_below(search, folder);
	}
	strlist_add_all(&search->sources, &search->changed->gone);
	if (add_optional(search) < 0 || find_readers(search) < 0)
		return -1;
	strlist_sort(&search->sources);
	return 0;
}

/* In a small tree even all objects can be made again. */
static void take_all(struct rebuild_search *search)
{
	size_t nr = 0;

	FOR_EACH_IN_VIEW(file, &search->after->view)
		nr += is_buildable_source(file->path);
	if (!search->rebuild->undecided || nr > search->most)
		return;
	free(TAKE(search->rebuild->undecided));
	add_below(search, "");
	strlist_sort(&search->sources);
	strlist_add_all(&search->rebuild->again, &search->sources);
}

static bool builds_beside(const struct modules *modules, const char *source)
{
	size_t len = (size_t)(path_leaf(source) - source);

	FOR_EACH(member, modules)
		if (member->kind != 'n' && !strncmp(member->object, source, len) &&
		    path_leaf(member->object) == member->object + len)
			return true;
	return false;
}

/* What reads an option that differs and is on no list of Kbuild: a rule of its own makes it (boot
 * code, a linker script), or another source includes it. */
static void doubt_unlisted(struct rebuild_search *search)
{
	FOR_EACH(source, &search->readers) {
		if (modules_kind(&search->old, *source) || modules_kind(&search->new, *source) ||
		    search->rebuild->undecided || path_is_below(*source, "tools/") ||
		    path_is_below(*source, "scripts/") || path_is_below(*source, "samples/") ||
		    (!path_is_below(*source, "arch/") && !builds_beside(&search->new, *source)))
			continue;
		search->rebuild->undecided =
			xasprintf("%s reads an option that differs, and no list of Kbuild tells "
				  "what is built from it", *source);
	}
}

/* Of @again only what is built after the commit and is not new. */
static void tidy(struct rebuild_search *search)
{
	struct strlist kept = { 0 };

	strlist_sort(&search->rebuild->again);
	doubt_unlisted(search);
	FOR_EACH(source, &search->rebuild->again)
		if (is_built(&search->new, *source) &&
		    !strlist_has(&search->rebuild->added, *source) &&
		    view_find(&search->after->view, *source))
			strlist_add(&kept, *source);
	strlist_release(&search->rebuild->again);
	search->rebuild->again = kept;
}

static int look(struct rebuild_search *search, struct modules *modules, size_t nr)
{
	if (compare_options(search, nr) < 0 || search->rebuild->broken)
		return search->rebuild->broken ? 0 : -1;
	if (collect_sources(search) < 0)
		return -1;
	take_all(search);
	if (search->sources.nr && (ask_modules(search, &search->old, search->before) < 0 ||
				   ask_modules(search, &search->new, search->after) < 0))
		return -1;
	if (search->failed)
		return 0;
	compare_objects(search);
	FOR_EACH(path, &search->changed->kbuild)
		if (!is_foreign(search, *path) && !is_kconfig(*path) &&
		    !is_for_all(search, *path) && add_flagged(search, *path) < 0)
			return -1;
	modules_merge(modules, &search->new);
	tidy(search);
	return 0;
}

int rebuild_find(struct changed_files *changed, struct revisions *revisions, struct treescan *scan,
		 struct modules *modules, size_t nr, size_t most)
{
	struct rebuild_search search CLEANUP(release) = {
		.changed = changed,
		.rebuild = &changed->rebuild,
		.revisions = revisions,
		.scan = scan,
		.before = &revisions->v[revisions->v[nr + 1].before],
		.after = &revisions->v[nr + 1],
		.most = most,
	};

	if (!changed->kbuild.nr && !changed->gone.nr)
		return 0;
	return look(&search, modules, nr);
}
