// SPDX-License-Identifier: GPL-2.0
/* The check kbuild under one target. */
#include "checks/check_kbuild.h"
#include "lib/word.h"
#include "checks/checks.h"

#include "build/compile.h"
#include "impact/folder.h"
#include "build/judge.h"
#include "build/script.h"
#include "impact/modname.h"
#include "build/symdiff.h"
#include "build/target_build.h"
#include "campaign/campaign.h"
#include "cocci/candidate.h"
#include "git/base.h"
#include "kbuild/timing.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/word.h"
#include "readers/unlisted.h"
#include "result/result.h"

#include <string.h>

#define READ_SECONDS 120 /* at least; to read the Makefiles of drivers/ takes one minute */

/* One commit, and what it takes away. */
struct loss {
	struct target_build *build;
	struct changed_files *changed;
	size_t commit;
	struct strlist symbols;		/* that nothing defines any more, sorted */
	struct object_refs needers;		/* objects that may need them */
};

static struct object *want_object(struct target_build *build, struct object_refs *list,
				  const char *source, size_t revision)
{
	struct object *object = object_want(&build->objects, &build->modules, source, revision);

	object_refs_add(list, object);
	return object;
}

/* Does compiling these fit into the budget? 1, 0 and why not, or -1. */
static int fits(struct target_build *build, struct rebuild_set *rebuild,
		const struct strlist *sources, size_t revision, const char *what)
{
	double pace = timing_recall(&build->kbuild, "object", 1.0);
	char *budget CLEANUP(free_text) = timing_words(build->budget);
	size_t open;

	if (pace < 0 || compile_count(build, sources, revision, &open) < 0)
		return -1;
	if ((double)open * pace <= build->budget)
		return 1;
	char *cost CLEANUP(free_text) = timing_words((double)open * pace);
	if (!rebuild->undecided)
		rebuild->undecided =
			xasprintf("%zu object%s %s, to compile %s takes about %s; the "
				  "budget is %s",
				  open, plural(open, "s"), what, open == 1 ? "it" : "them", cost,
				  budget);
	return 0;
}

static int ask_commit(struct target_build *build, size_t commit)
{
	struct changed_files *changed = &build->changed.v[commit];
	struct rebuild_set *rebuild = &changed->rebuild;
	int fit = 1;

	if (rebuild->broken)
		return 0;
	FOR_EACH(source, &rebuild->added) {
		bool other = !strlist_has(&changed->sources, *source);
		want_object(build, other ? &rebuild->made : &changed->objects, *source,
			    commit + 1)->fresh = true;
	}
	FOR_EACH(source, &rebuild->orphans)
		want_object(build, &rebuild->made, *source, commit + 1)->fresh = true;
	FOR_EACH(source, &rebuild->removed)
		want_object(build, &rebuild->lost, *source, target_build_parent(build, commit));
	if (rebuild->again.nr)
		fit = fits(build, rebuild, &rebuild->again, commit + 1, "may compile differently");
	if (fit < 0)
		return -1;
	if (fit)
		FOR_EACH(source, &rebuild->again)
			want_object(build, &rebuild->made, *source, commit + 1);
	return 0;
}

int check_kbuild_ask(struct target_build *build)
{
	for (size_t i = 0; i < build->changed.nr; i++)
		if (ask_commit(build, i) < 0)
			return -1;
	return 0;
}

/* Every module has these of its own. */
static bool is_shared_name(const char *symbol)
{
	return !strcmp(symbol, "init_module") || !strcmp(symbol, "cleanup_module") ||
	       strchr(symbol, '.');
}

static bool offers(const struct object_refs *objects, const char *symbol)
{
	FOR_EACH(object, objects) {
		const struct compile_result *result = &(*object)->result;

		if (strlist_find(&result->defined, symbol) ||
		    strlist_find(&result->exported, symbol))
			return true;
	}
	return false;
}

static void find_lost(struct loss *loss)
{
	struct changed_files *changed = loss->changed;

	FOR_EACH(object, &changed->rebuild.lost) {
		const struct compile_result *result = &(*object)->result;
		const struct strlist *lists[] = { &result->defined, &result->exported };

		for (size_t i = 0; i < 2; i++)
			FOR_EACH(symbol, lists[i])
				if (!is_shared_name(*symbol) &&
				    !offers(&changed->objects, *symbol) &&
				    !offers(&changed->rebuild.made, *symbol))
					strlist_add(&loss->symbols, *symbol);
	}
	strlist_sort(&loss->symbols);
}

/* What is linked with a source that is not built any more. */
static void find_siblings(struct loss *loss, const char *source, struct strlist *sources)
{
	struct target_build *build = loss->build;
	struct strlist modules CLEANUP(strlist_release) = { 0 };
	struct strlist objects CLEANUP(strlist_release) = { 0 };

	modules_of(&build->modules, source, &modules);
	FOR_EACH(module, &modules)
		modules_members(&build->modules, *module, &objects);
	FOR_EACH(object, &objects)
		*LIST_ADD(sources) = xasprintf("%.*sc", (int)strlen(*object) - 1, *object);
}

static int find_needers(struct loss *loss, struct strlist *needers)
{
	static const struct campaign everywhere;
	static const struct strlist no_scope;
	struct target_build *build = loss->build;
	const struct view *after = &build->revisions.v[loss->commit + 1].view;
	struct files found CLEANUP(files_release) = { 0 };
	struct files assembler CLEANUP(files_release) = { 0 };
	struct modules modules CLEANUP(modules_release) = { 0 };
	struct strlist sources CLEANUP(strlist_release) = { 0 };
	int result;

	if (candidates_find(&found, build->kbuild.state, build->proof->base, build->revisions.all,
			    &build->proof->base->tree, &everywhere, &no_scope,
			    &loss->symbols) < 0 ||
	    candidates_find_other(&assembler, build->kbuild.state, build->proof->base,
				  build->revisions.all, &build->proof->base->tree, &everywhere,
				  &no_scope, &loss->symbols) < 0)
		return -1;
	FOR_EACH(file, &found)
		strlist_add(&sources, file->path);
	FOR_EACH(file, &assembler)
		if (has_extension(file->path, ".S"))
			strlist_add(&sources, file->path);
	FOR_EACH(file, &after->changed)
		strlist_add(&sources, file->path);
	FOR_EACH(source, &loss->changed->rebuild.removed)
		find_siblings(loss, *source, &sources);
	strlist_sort(&sources);
	result = modules_load_tree(&modules, &build->kbuild, build->proof->base, after,
				   &build->revisions.v[loss->commit + 1].kconfig, &sources);
	if (result < 0 && build->kbuild.stopped) {
		loss->changed->rebuild.undecided = TAKE(build->kbuild.stopped);
		fail_clear();
		return 0;
	}
	modules_merge(&build->modules, &modules);
	FOR_EACH(source, &sources) {
		char kind = modules_kind(&modules, *source);

		if ((kind == 'y' || kind == 'm') && view_find(after, *source))
			strlist_add(needers, *source);
	}
	return result;
}

static int meet_needers(struct loss *loss)
{
	struct target_build *build = loss->build;
	struct strlist needers CLEANUP(strlist_release) = { 0 };
	size_t asked = build->objects.nr;
	int result;

	find_lost(loss);
	if (!loss->symbols.nr)
		return 0;
	if (find_needers(loss, &needers) < 0)
		return -1;
	result = fits(build, &loss->changed->rebuild, &needers, loss->commit + 1,
		      "may need what is not built any more");
	if (result > 0)
		FOR_EACH(source, &needers)
			want_object(build, &loss->needers, *source, loss->commit + 1);
	return result < 0 || compile_compared(build, asked) < 0 ? -1 : 0;
}

static void judge_needs(struct tally *tally, const struct loss *loss,
			const struct object_refs *objects)
{
	char *lost CLEANUP(free_text) = changed_name(&loss->changed->rebuild.removed);

	FOR_EACH(at, objects) {
		const struct object *object = *at;

		FOR_EACH(symbol, &object->result.undefined) {
			char *what CLEANUP(free_text) = NULL;

			if (!strlist_find(&loss->symbols, *symbol))
				continue;
			what = xasprintf("needs %s, but %s is not built any more", *symbol, lost);
			tally_complain(tally, VERDICT_FAIL, object->source, what, NULL);
		}
	}
}

/* Names that a macro made and that are gone with their objects: no text shows who needs them. */
static int doubt_pasted(struct tally *tally, const struct loss *loss)
{
	const struct target_build *build = loss->build;
	const struct strlist *removed = &loss->changed->rebuild.removed;
	size_t parent = target_build_parent(build, loss->commit);

	FOR_EACH(symbol, &loss->symbols) {
		int pasted = symdiff_is_pasted(build, parent, removed, *symbol);
		char *what CLEANUP(free_text) = NULL;

		if (pasted < 0)
			return -1;
		if (!pasted)
			continue;
		what = xasprintf("%s, which a macro makes, is gone: nothing shows who needs "
				 "it", *symbol);
		tally_complain(tally, VERDICT_UNCOVERED, removed->v[0], what, NULL);
	}
	return 0;
}

/* What an added object defines may be there already. A source that is new itself is compared by
 * the check symbols. */
static int judge_added(struct tally *tally, struct loss *loss, const struct object_refs *objects)
{
	const struct target_build *build = loss->build;
	size_t parent = target_build_parent(build, loss->commit);

	FOR_EACH(at, objects)
		if (strlist_has(&loss->changed->rebuild.added, (*at)->source) &&
		    view_find(&build->revisions.v[parent].view, (*at)->source) &&
		    symdiff_judge_added(tally, loss->build, loss->commit, *at) < 0)
			return -1;
	return 0;
}

static char *praise(const struct changed_files *changed)
{
	const struct rebuild_set *rebuild = &changed->rebuild;
	size_t made = rebuild->added.nr + rebuild->made.nr;

	if (!changed->kbuild.nr && !changed->gone.nr && changed->folders.nr) {
		char *folders CLEANUP(free_text) = changed_name(&changed->folders);

		return xasprintf("%s %s made", folders, changed->folders.nr == 1 ? "is" : "are");
	}
	if (!changed->kbuild.nr && !changed->gone.nr)
		return xstrdup("make prepare works as before");
	if (!rebuild->options.nr && !made && !rebuild->removed.nr)
		return xstrdup("neither the configuration nor any object changes");
	return xasprintf("%zu option%s; objects: %zu new, %zu not built any more, "
			 "%zu compiled again", rebuild->options.nr,
			 rebuild->options.nr == 1 ? " differs" : "s differ", rebuild->added.nr,
			 rebuild->removed.nr, rebuild->again.nr);
}

/* Why a commit of which nothing bad is known has not passed; NULL: it has. */
static char *left_open(const struct rebuild_set *rebuild)
{
	if (rebuild->unheld)
		return xstrdup(rebuild->unheld);
	if (rebuild->undecided)
		return xasprintf("%s: treewide prove --level full decides", rebuild->undecided);
	return NULL;
}

/* A Makefile of a folder, which make can be asked about. */
static bool is_askable(const struct target_build *build, const char *path, char **folder)
{
	const char *leaf = path_leaf(path);
	bool makefile = !strncmp(leaf, "Makefile", 8) || !strncmp(leaf, "Kbuild", 6);

	if (!makefile || leaf == path || path_is_below(path, "scripts/") ||
	    path_is_below(path, "tools/"))
		return false;
	*folder = xstrndup(path, (size_t)(leaf - path));
	return modules_descend(&build->modules, *folder);
}

/* To make one folder is to make what is to be built in there, too; the make of all does not where
 * it reaches the folder for its modules alone. Is that what @error speaks of? 1, 0 or -1. */
static int is_never_made(const struct loss *loss, const char *error)
{
	struct target_build *build = loss->build;
	const struct revision *after = &build->revisions.v[loss->commit + 1];
	const char *words = "No rule to make target '", *at = strstr(error, words);
	char *object CLEANUP(free_text) = at ? xstrdup(at + strlen(words)) : xstrdup("");
	struct modules modules CLEANUP(modules_release) = { 0 };
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	object[strcspn(object, "'")] = '\0';
	if (!has_extension(object, ".o"))
		return 0;
	strlist_add(&paths, object);
	if (modules_load_tree(&modules, &build->kbuild, build->proof->base, &after->view,
			      &after->kconfig, &paths) < 0)
		return -1;
	return modules_kind(&modules, object) == 'n';
}

/* Is the source one that the make of @folder has to read: right in it, or below it in a folder that
 * is not made by itself? */
static bool is_read_there(const struct changed_files *changed, const char *source,
			  const char *folder)
{
	if (!path_is_below(source, folder))
		return false;
	if (!strchr(source + strlen(folder), '/'))
		return true;
	FOR_EACH(other, &changed->folders)
		if (path_is_below(source, *other) && strlen(*other) > strlen(folder))
			return false;
	return strlist_has(&changed->folders, folder);
}

/* One of the words of folder_ask() that the tree before the commit has not said. */
static int judge_word(struct tally *tally, struct loss *loss, const char *path, const char *word,
		      const struct strlist *before)
{
	bool known = strlist_find(before, word);

	if (*word == '?') {
		tally_complain(tally, VERDICT_UNCOVERED, path, word + 1, NULL);
	} else if (*word == '=' && !known) {
		char *words CLEANUP(free_text) =
			xasprintf("%.*s, of a generated source, has other symbols, and how it "
				  "links into vmlinux is not judged",
				  (int)strcspn(word + 1, " "), word + 1);

		tally_complain(tally, VERDICT_UNCOVERED, path, words, NULL);
	} else if (*word != '=' && !known) {
		int never = is_never_made(loss, word);

		if (never < 0)
			return -1;
		if (!never)
			tally_complain(tally, VERDICT_FAIL, path, word, NULL);
	}
	return 0;
}

static bool has_symbols(const struct strlist *words)
{
	FOR_EACH(word, words)
		if (**word == '=')
			return true;
	return false;
}

/* Where the tree before the commit cannot be made: what the base has. */
static int add_symbols_of_base(struct target_build *build, const struct folder_question *question,
			       struct strlist *words)
{
	struct strlist base CLEANUP(strlist_release) = { 0 };
	bool ended;

	if (folder_ask(&build->revisions, 0, question, &base, &ended) < 0)
		return -1;
	FOR_EACH(word, &base)
		if (**word == '=')
			strlist_add(words, *word);
	strlist_sort(words);
	return 0;
}

/* What make says against the folder now, and did not say before the commit; @path: what the commit
 * changes of it. */
static int judge_folder(struct tally *tally, struct loss *loss, const char *path,
			const char *folder, enum folder_way way)
{
	struct target_build *build = loss->build;
	struct rebuild_set *rebuild = &loss->changed->rebuild;
	unsigned seconds = build->budget > READ_SECONDS ? (unsigned)build->budget : READ_SECONDS;
	size_t parent = target_build_parent(build, loss->commit);
	struct strlist now CLEANUP(strlist_release) = { 0 };
	struct strlist before CLEANUP(strlist_release) = { 0 };
	struct strlist sources CLEANUP(strlist_release) = { 0 };
	const struct folder_question question = { folder, way, &sources, seconds };
	bool ended;

	FOR_EACH(source, &loss->changed->own)
		if (way == FOLDER_MADE && is_read_there(loss->changed, *source, folder))
			strlist_add(&sources, *source);
	if (folder_ask(&build->revisions, loss->commit + 1, &question, &now, &ended) < 0)
		return -1;
	if (!ended && !rebuild->undecided)
		rebuild->undecided = xasprintf("make does not %s %s in %u s",
					       way == FOLDER_READ ? "read" : "make", folder,
					       seconds);
	if (now.nr && folder_ask(&build->revisions, parent, &question, &before, &ended) < 0)
		return -1;
	if (has_symbols(&now) && !has_symbols(&before) &&
	    add_symbols_of_base(build, &question, &before) < 0)
		return -1;
	FOR_EACH(error, &now)
		if (judge_word(tally, loss, path, *error, &before) < 0)
			return -1;
	return 0;
}

static char *read_at(const struct target_build *build, size_t revision, const char *path)
{
	const struct file *file = view_find(&build->revisions.v[revision].view, path);

	return file ? base_read(build->revisions.base, &file->oid, NULL) : xstrdup("");
}

/* The folder of a changed Makefile: read, and made where its own rules have changed. */
static int judge_makefile(struct tally *tally, struct loss *loss, const char *makefile)
{
	struct target_build *build = loss->build;
	char *old CLEANUP(free_text) = NULL, *new CLEANUP(free_text) = NULL;
	char *folder CLEANUP(free_text) = NULL;
	enum folder_way way;

	if (!is_askable(build, makefile, &folder))
		return 0;
	old = read_at(build, target_build_parent(build, loss->commit), makefile);
	new = read_at(build, loss->commit + 1, makefile);
	if (!old || !new)
		return -1;
	way = folder_rules_differ(old, new) ? FOLDER_MADE : FOLDER_READ;
	return judge_folder(tally, loss, makefile, folder, way);
}

/* That make can preprocess the linker script of vmlinux says nothing of what ld makes of it:
 * another text is left open. What is not changed itself is judged by its readers. */
static int judge_script(struct tally *tally, struct loss *loss)
{
	struct revisions *revisions = &loss->build->revisions;
	char *path CLEANUP(free_text) = xasprintf("arch/%s/kernel/vmlinux.lds.S",
						  revisions->kbuild->target.srcarch);
	char *before CLEANUP(free_text) = NULL, *after CLEANUP(free_text) = NULL;

	if (!strlist_has(&loss->changed->paths, path))
		return 0;
	before = script_read(revisions, target_build_parent(loss->build, loss->commit));
	after = before ? script_read(revisions, loss->commit + 1) : NULL;
	if (after && strcmp(before, after) != 0)
		tally_complain(tally, VERDICT_UNCOVERED, path,
			       "vmlinux is linked by another script, and no vmlinux is linked "
			       "here: treewide prove --level full decides", NULL);
	return after ? 0 : -1;
}

/* A program of the build that is another one than before the commit: its folder is made. */
static void judge_programs(struct tally *tally, struct loss *loss)
{
	struct changed_files *changed = loss->changed;

	for (size_t i = 0; i < changed->programs.nr; i++) {
		const char *program = changed->programs.v[i];
		const char *folder = changed->program_folders.v[i];

		if (!unlisted_differs(loss->build, loss->commit, program))
			continue;
		if (!*folder) {
			tally_complain(tally, VERDICT_UNCOVERED, program,
				       "this program of the build reads a changed header, and "
				       "what it makes is not tried", NULL);
			continue;
		}
		strlist_add_once(&changed->own, program);
		if (!strlist_has(&changed->folders, folder))
			strlist_add(&changed->folders, folder);
	}
}

/* What Makefiles, and what the makes of other folders read. */
static int judge_folders(struct tally *tally, struct loss *loss)
{
	const struct changed_files *changed = loss->changed;

	FOR_EACH(path, &changed->kbuild)
		if (judge_makefile(tally, loss, *path) < 0)
			return -1;
	FOR_EACH(folder, &changed->folders)
		if (judge_folder(tally, loss, *folder, *folder, FOLDER_MADE) < 0)
			return -1;
	return judge_script(tally, loss);
}

static int judge_names(struct tally *tally, struct loss *loss)
{
	struct strlist twins CLEANUP(strlist_release) = { 0 };

	if (modname_twins(loss->build, loss->commit, &twins) < 0)
		return -1;
	FOR_EACH(twin, &twins)
		tally_complain(tally, VERDICT_FAIL, loss->changed->kbuild.v[0], *twin, NULL);
	return 0;
}

static int judge_objects(struct tally *tally, struct loss *loss)
{
	const struct changed_files *changed = loss->changed;
	const struct revision *revisions = loss->build->revisions.v;
	const struct revision *after = &revisions[loss->commit + 1];
	enum verdict_kind kind = revisions[after->before].broken ? VERDICT_VOID : VERDICT_FAIL;

	if (changed->rebuild.broken)
		tally_complain(tally, kind, changed->kbuild.nr ? changed->kbuild.v[0] : "Kconfig",
			       changed->rebuild.broken, after->log);
	else if (after->broken)
		tally_complain(tally, kind, "make prepare",
			       after->stopped ? after->stopped : after->why, after->log);
	if (changed->rebuild.warning)
		tally_complain(tally, VERDICT_FAIL, "Kconfig", changed->rebuild.warning, NULL);
	if (changed->kbuild.nr && !changed->rebuild.broken && judge_names(tally, loss) < 0)
		return -1;
	FOR_EACH(object, &changed->rebuild.made) {
		judge_object(tally, loss->build, *object);
		if (judge_symbols(tally, loss->build, *object) < 0)
			return -1;
	}
	if (judge_added(tally, loss, &changed->rebuild.made) < 0 ||
	    judge_added(tally, loss, &changed->objects) < 0 ||
	    (!changed->rebuild.broken && !after->broken && judge_folders(tally, loss) < 0))
		return -1;
	judge_needs(tally, loss, &changed->objects);
	judge_needs(tally, loss, &changed->rebuild.made);
	judge_needs(tally, loss, &loss->needers);
	return doubt_pasted(tally, loss);
}

/* Can the trees before and after be prepared? */
static int know_both(struct target_build *build, size_t commit)
{
	struct rebuild_set *rebuild = &build->changed.v[commit].rebuild;
	size_t parent = target_build_parent(build, commit);
	const struct revision *before, *after;

	if (!build->changed.v[commit].prepare)
		return 0;
	if (revisions_know(&build->revisions, commit + 1) < 0 ||
	    revisions_know(&build->revisions, parent) < 0)
		return -1;
	before = &build->revisions.v[parent];
	after = &build->revisions.v[commit + 1];
	/* a new option is in them, too: who reads that is compiled again */
	if (!before->broken && !after->broken && !rebuild->options.nr && !rebuild->undecided &&
	    !git_oid_equal(&before->generated, &after->generated))
		rebuild->undecided = xstrdup("make prepare generates other headers, and not all "
					     "that may read them are compiled");
	return 0;
}

static void loss_release(struct loss *loss)
{
	strlist_release(&loss->symbols);
	free(loss->needers.v);
}

static int judge_kbuild(struct target_build *build, size_t commit)
{
	struct changed_files *changed = &build->changed.v[commit];
	struct loss loss CLEANUP(loss_release) = {
		.build = build, .changed = changed, .commit = commit
	};
	struct tally tally CLEANUP(tally_release) = TALLY_START;
	bool any;
	char *undecided = NULL;

	judge_programs(&tally, &loss);
	if (!changed->kbuild.nr && !changed->gone.nr && !changed->prepare &&
	    !changed->folders.nr && !tally.complaints.nr)
		return 0;
	if (know_both(build, commit) < 0 || meet_needers(&loss) < 0 ||
	    judge_objects(&tally, &loss) < 0)
		return -1;
	any = changed->folders.nr || (changed->prepare && !changed->rebuild.broken) ||
	      changed->rebuild.made.nr || changed->rebuild.added.nr || changed->rebuild.lost.nr;
	if (!tally.complaints.nr) {
		undecided = left_open(&changed->rebuild);
		tally.kind = undecided ? VERDICT_UNCOVERED : tally.kind;
	}
	judge_tell(&tally, build, commit, "kbuild", undecided ? "" : any ? "compiled" : "identical",
		   undecided ? undecided : praise(changed));
	return 0;
}

int examine_kbuild(struct examination *examination)
{
	struct target_build *build = examination->build;

	for (size_t i = 0; i < build->changed.nr; i++)
		if (judge_kbuild(build, i) < 0)
			return -1;
	return 0;
}
