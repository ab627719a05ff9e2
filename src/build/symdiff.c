// SPDX-License-Identifier: GPL-2.0
/* Compares what objects export and define with what they did before the commit. */
#include "build/symdiff.h"

#include "build/compile.h"
#include "build/judge.h"
#include "build/postcheck.h"
#include "build/symbols.h"
#include "build/target_build.h"
#include "build/treegrep.h"
#include "kbuild/timing.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/json.h"
#include "lib/word.h"
#include "result/result.h"
#include "series/plan.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#define AT_ONCE 16 /* sources that are compiled before their symbols are looked at */

/* The next line from @at on that may begin a definition or decide about one; its length in
 * @len. NULL at the end. */
static const char *next_outer(const char *at, size_t *len)
{
	for (; *at; at += *len, at += *at == '\n') {
		*len = strcspn(at, "\n");
		if (is_name_char(*at) || *at == '#' || (*len && at[*len - 1] == '\\'))
			return at;
	}
	return NULL;
}

bool symdiff_may_differ(const char *old, const char *new)
{
	size_t a_len = 0, b_len = 0;
	const char *a = next_outer(old, &a_len), *b = next_outer(new, &b_len);

	while (a && b && a_len == b_len && !strncmp(a, b, a_len)) {
		a = next_outer(a + a_len + (a[a_len] == '\n'), &a_len);
		b = next_outer(b + b_len + (b[b_len] == '\n'), &b_len);
	}
	return a || b;
}

/* The text of a file of a tree; NULL when it is not there. Owned by the caller. */
static char *read_at(const struct target_build *build, size_t revision, const char *path)
{
	const struct file *file = view_find(&build->revisions.v[revision].view, path);

	return file ? base_read(build->proof->base, &file->oid, NULL) : NULL;
}

static bool may_differ(const struct target_build *build, size_t commit, const char *path)
{
	char *old CLEANUP(free_text) = read_at(build, target_build_parent(build, commit), path);
	char *new CLEANUP(free_text) = read_at(build, commit + 1, path);

	return symdiff_may_differ(old ? old : "", new ? new : "");
}

static bool is_gone(const struct target_build *build, size_t commit, const char *path)
{
	return has_extension(path, ".c") && target_build_builds(build, path) &&
	       !view_find(&build->revisions.v[commit + 1].view, path);
}

int symdiff_want(struct target_build *build)
{
	for (size_t i = 0; i < build->changed.nr; i++) {
		FOR_EACH(path, &build->changed.v[i].paths) {
			bool there = view_find(&build->revisions.v[0].view, *path);
			bool source = strlist_has(&build->changed.v[i].sources, *path) &&
				      target_build_builds(build, *path);

			if (there && ((source && may_differ(build, i, *path)) ||
				      is_gone(build, i, *path)))
				object_want(&build->objects, &build->modules, *path, 0);
		}
	}
	return 0;
}

/* The object of a source as it was before a commit; NULL: there was none. */
static const struct object *previous(const struct target_build *build, size_t commit,
				     const char *source)
{
	size_t parent = target_build_parent(build, commit);
	const struct object *best = NULL;

	FOR_EACH(at, &build->objects) {
		const struct object *other = *at;

		if (other->result.ok &&
		    revisions_follows(&build->revisions, parent, other->revision) &&
		    !strcmp(other->source, source) &&
		    (!best || other->revision > best->revision))
			best = other;
	}
	return best;
}

/* One question about a name, for all sources of the tree of a commit. */
struct symbol_inquiry {
	struct target_build *build;
	size_t revision;
	const char *source, *name;	/* whose object it is about */
	struct strlist paths;		/* other sources that hold the name */
	struct modules modules;		/* of these */
	bool cut;			/* there were more than the budget is for */
};

/* With what the sources are linked after the commit; where its Makefiles are broken (the check
 * kbuild says so) with what the base links them. */
static int learn_links(struct symbol_inquiry *inquiry, const struct strlist *paths)
{
	struct target_build *build = inquiry->build;
	const struct revision *revision = &build->revisions.v[inquiry->revision];

	if (modules_load_tree(&inquiry->modules, &build->kbuild, build->revisions.base,
			      &revision->view, &revision->kconfig, paths) == 0)
		return 0;
	if (!strstr(fail_text(), "cannot evaluate the Makefile"))
		return -1;
	fail_clear();
	return modules_load(&inquiry->modules, &build->kbuild, build->revisions.base,
			    build->revisions.all, paths);
}

/* @where: the paths that hold the name. */
static int open_inquiry(struct symbol_inquiry *inquiry, const struct strlist *where)
{
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	strlist_add(&paths, inquiry->source);
	FOR_EACH(path, where) {
		if (!strcmp(*path, inquiry->source))
			continue;
		strlist_add(&inquiry->paths, *path);
		strlist_add(&paths, *path);
	}
	if (!inquiry->paths.nr)
		return 0;
	strlist_sort(&paths);
	return learn_links(inquiry, &paths);
}

static void close_inquiry(struct symbol_inquiry *inquiry)
{
	strlist_release(&inquiry->paths);
	modules_release(&inquiry->modules);
}

/* How many objects fit into the budget? What is known costs nothing. */
static int find_most(struct symbol_inquiry *inquiry, size_t *most)
{
	struct target_build *build = inquiry->build;
	double pace = timing_recall(&build->kbuild, "object", 1.0);
	struct strlist built CLEANUP(strlist_release) = { 0 };
	size_t open;

	FOR_EACH(path, &inquiry->paths) {
		char kind = modules_kind(&inquiry->modules, *path);

		if (kind == 'y' || kind == 'm')
			strlist_add(&built, *path);
	}
	if (pace < 0 || compile_count(build, &built, inquiry->revision, &open) < 0)
		return -1;
	*most = (double)open * pace <= build->budget ? SIZE_MAX :
						       (size_t)(build->budget / pace) + AT_ONCE;
	return 0;
}

/* Compile the sources that hold the name, some at a time, until @answers says yes to an
 * object: @found, or NULL. An export matters to what is linked apart, everything else to
 * what is linked together. */
static int ask_names(struct symbol_inquiry *inquiry, bool exported,
		     int (*answers)(const struct symbol_inquiry *, const struct object *),
		     const struct object **found)
{
	struct target_build *build = inquiry->build;
	struct object_refs wanted = { 0 };
	size_t most;
	int result = 0;

	*found = NULL;
	if (find_most(inquiry, &most) < 0)
		return -1;
	for (size_t i = 0, asked = 0; i <= inquiry->paths.nr && result == 0; i++) {
		if (asked >= most) {
			inquiry->cut = true;
			break;
		}
		const char *path = i < inquiry->paths.nr ? inquiry->paths.v[i] : NULL;
		char kind = path ? modules_kind(&inquiry->modules, path) : 0;

		if ((kind == 'y' || kind == 'm') &&
		    exported != symbols_together(&inquiry->modules, inquiry->source, path))
			*LIST_ADD(&wanted) = object_want(&build->objects,
							 &inquiry->modules, path,
							 inquiry->revision);
		if (path && wanted.nr < asked + AT_ONCE)
			continue;
		result = compile_all(build);
		for (; result == 0 && asked < wanted.nr; asked++) {
			result = answers(inquiry, wanted.v[asked]);
			if (result > 0)
				*found = wanted.v[asked];
		}
	}
	free(wanted.v);
	return result < 0 ? -1 : 0;
}

static int needs_it(const struct symbol_inquiry *inquiry, const struct object *object)
{
	return object->result.ok && strlist_find(&object->result.undefined, inquiry->name);
}

static int defines_it(const struct symbol_inquiry *inquiry, const struct object *object)
{
	return object->result.ok && strlist_find(&object->result.defined, inquiry->name) &&
	       !strlist_find(&object->result.weak, inquiry->name);
}

static int exports_it(const struct symbol_inquiry *inquiry, const struct object *object)
{
	return object->result.ok && strlist_find(&object->result.exported, inquiry->name);
}

/* Its terms are stricter now: may this one still use it? */
static int may_not_use_it(const struct symbol_inquiry *inquiry, const struct object *object)
{
	struct strlist broken CLEANUP(strlist_release) = { 0 };

	if (!needs_it(inquiry, object))
		return 0;
	if (postcheck_object(inquiry->build, &inquiry->modules, object, &broken) < 0)
		return -1;
	FOR_EACH(text, &broken)
		if (**text != '?' && treegrep_holds(*text, inquiry->name, false))
			return 1;
	return 0;
}

/* What only exports a name gives it to others than those that it is linked with. */
static bool gives_it(const struct target_build *build, const struct symbol_inquiry *inquiry,
		     const struct object *other, bool exported)
{
	bool defines = strlist_find(&other->result.defined, inquiry->name);
	bool exports = strlist_find(&other->result.exported, inquiry->name);
	bool together = symbols_together(&build->modules, inquiry->source, other->source);

	return (exports && (defines || !together)) || (!exported && defines && together);
}

/* Is a name that this object gave away offered by another one of the commit? */
static bool offered(const struct target_build *build, const struct symbol_inquiry *inquiry,
		    bool exported)
{
	FOR_EACH(at, &build->objects) {
		const struct object *other = *at;

		if (strcmp(other->source, inquiry->source) != 0 &&
		    symbols_current(build, other, inquiry->revision) &&
		    gives_it(build, inquiry, other, exported))
			return true;
	}
	return false;
}

/* What is asked of a name that has changed, and what is said when the answer is yes. */
struct symbol_question {
	bool outer, exported;
	int (*answers)(const struct symbol_inquiry *, const struct object *);
	const char *before, *behind;	/* the name, and the other source behind both */
};

static const struct symbol_question gone_export = { false, true, needs_it, "it no longer exports",
						    ", which is needed by" };
static const struct symbol_question gone_name = { false, false, needs_it, "it no longer defines",
						  ", which is needed by" };
static const struct symbol_question stricter = { false, true, may_not_use_it, "it exports",
						 " on terms that exclude" };
static const struct symbol_question freed = { false, false, may_not_use_it, "it puts",
					      " into a section that is freed, though used by" };
static const struct symbol_question twice = { true, false, defines_it, "it defines",
					      " a second time, as does" };
static const struct symbol_question also_exported = { true, true, exports_it, "it exports",
						      " a second time, as does" };

/* One source of one commit that may give other names than before. */
struct subject {
	struct tally *tally;
	struct target_build *build;
	size_t commit;
	const char *source;
	json_t *mentions;		/* of all names that have changed */
};

/* Names of which the kernel's own macros and tools make one for each thing, and that only what
 * made them looks for. */
static bool is_own_mark(const char *name)
{
	return starts_with_one_of(name, TEXTS("__mod_", "__pfx_", "__cfi_", "__kstrtab", "__crc_",
					      "__ksymtab_", "__export_symbol_")) ||
	       is_one_of(name, TEXTS("init_module", "cleanup_module"));
}

/* Does the source hold the name as a word, before the commit or behind it? */
static int is_spelled(const struct subject *subject, const char *name)
{
	size_t revisions[] = { target_build_parent(subject->build, subject->commit),
			       subject->commit + 1 };

	for (size_t i = 0; i < 2; i++) {
		char *text CLEANUP(free_text) = read_at(subject->build, revisions[i],
							subject->source);

		if (text && treegrep_holds(text, name, false))
			return 1;
		if (!text && view_find(&subject->build->revisions.v[revisions[i]].view,
				       subject->source))
			return -1;
	}
	return 0;
}

/* The other parts of a module: each may have a module_init(), which no text calls init_module. What
 * is linked of parts has no source, and one that has moved is another. */
static int list_parts(const struct subject *subject, struct strlist *paths)
{
	const struct view *after = &subject->build->revisions.v[subject->commit + 1].view;
	const struct modules *modules = &subject->build->modules;
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct strlist objects CLEANUP(strlist_release) = { 0 };

	if (modules_kind(modules, subject->source) == 'm')
		modules_of(modules, subject->source, &names);
	FOR_EACH(name, &names)
		modules_members(modules, *name, &objects);
	FOR_EACH(object, &objects) {
		char *source CLEANUP(free_text) = xasprintf("%.*sc", (int)strlen(*object) - 1,
							    *object);

		if (view_find(after, source))
			strlist_add(paths, source);
	}
	return 0;
}

/* Who could hold a name that a macro makes: sources that hold what it would be made of. */
static int list_pasters(const struct subject *subject, const char *name,
			const struct symbol_question *question, struct strlist *paths)
{
	struct target_build *build = subject->build;
	struct strlist words CLEANUP(strlist_release) = { 0 };
	json_t *mentions CLEANUP(free_json) = NULL;
	const char *word;
	json_t *entry;

	if (is_own_mark(name))
		return list_parts(subject, paths);
	if (treescan_pasted(&build->scan, name, &words) < 0)
		return -1;
	mentions = treegrep_find(&build->scan, &build->revisions.v[subject->commit + 1].view,
				 &words);
	if (!mentions)
		return -1;
	json_object_foreach(mentions, word, entry)
		json_list_read(json_object_get(entry, question->outer ? "outer" : "any"), paths);
	return 0;
}

/* Nobody was found who needs a name that is gone; is that known? */
static void doubt_pasted(const struct subject *subject, const char *name,
			 const struct symbol_question *question)
{
	char *what CLEANUP(free_text) = NULL;

	if (question->answers != needs_it || is_own_mark(name))
		return;
	what = xasprintf("%s %s, which a macro makes: nothing shows who needs it",
			 question->before, name);
	tally_complain(subject->tally, VERDICT_UNCOVERED, subject->source, what, NULL);
}

/* Where a name can stand: in @paths. 1: a macro makes it. */
static int find_places(const struct subject *subject, const char *name,
		       const struct symbol_question *question, struct strlist *paths)
{
	const json_t *mentions = json_object_get(subject->mentions, name);
	int spelled = is_spelled(subject, name);

	if (spelled < 0)
		return -1;
	json_list_read(json_object_get(mentions, question->outer ? "outer" : "any"), paths);
	if (!spelled && list_pasters(subject, name, question, paths) < 0)
		return -1;
	strlist_sort(paths);
	return !spelled;
}

static int put_question(const struct subject *subject, const char *name,
			const struct symbol_question *question)
{
	struct target_build *build = subject->build;
	struct symbol_inquiry inquiry = { .build = build, .revision = subject->commit + 1,
				   .source = subject->source, .name = name };
	struct strlist places CLEANUP(strlist_release) = { 0 };
	const struct object *found = NULL;
	int result = 0, pasted = 0;

	if (question->answers != needs_it || !offered(build, &inquiry, question->exported)) {
		pasted = find_places(subject, name, question, &places);
		result = pasted < 0 ? -1 : open_inquiry(&inquiry, &places);
		if (result == 0)
			result = ask_names(&inquiry, question->exported, question->answers, &found);
		if (result == 0 && pasted && !found)
			doubt_pasted(subject, name, question);
	}
	if (found) {
		char *what CLEANUP(free_text) =
			xasprintf("%s %s%s %s", question->before, name, question->behind,
				  found->source);

		tally_complain(subject->tally, VERDICT_FAIL, subject->source, what, NULL);
	}
	if (inquiry.cut && !found) {
		char *what CLEANUP(free_text) =
			xasprintf("%zu source%s %s, more than the budget allows", inquiry.paths.nr,
				  inquiry.paths.nr == 1 ? " holds" : "s hold", name);

		tally_complain(subject->tally, VERDICT_UNCOVERED, subject->source, what, NULL);
	}
	close_inquiry(&inquiry);
	return result;
}

static bool is_in(const struct strlist *names, const char *name)
{
	return names && strlist_find(names, name);
}

/* Is it one of @names, and not only @weakly? */
static bool is_firmly(const struct strlist *names, const struct strlist *weakly, const char *name)
{
	return strlist_find(names, name) && !is_in(weakly, name);
}

/* Call @put_question for each name that has changed; with none, add the names to @names. */
static int compare_offers(const struct subject *subject, const struct compile_result *old,
			  const struct compile_result *new, struct strlist *names)
{
	struct {
		const struct strlist *from, *without;
		const struct strlist *but, *weakly; /* of the former, of the latter; may be NULL */
		const struct symbol_question *question;
	} rows[] = {
		{ &old->exported, &new->exported, NULL, NULL, &gone_export },
		{ &old->defined, &new->defined, NULL, NULL, &gone_name },
		{ &new->defined, &old->defined, &new->weak, &old->weak, &twice },
		{ &new->exported, &old->exported, NULL, NULL, &also_exported },
		{ &new->discarded, &old->discarded, NULL, NULL, &freed },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		FOR_EACH(name, rows[i].from) {
			if (is_firmly(rows[i].without, rows[i].weakly, *name) ||
			    is_in(rows[i].but, *name))
				continue;
			if (names)
				strlist_add(names, *name);
			else if (put_question(subject, *name, rows[i].question) < 0)
				return -1;
		}
	}
	FOR_EACH(term, &new->terms) {
		char *name CLEANUP(free_text) = xstrndup(*term, strcspn(*term, " "));

		if (strlist_find(&old->terms, *term) || !strlist_find(&old->exported, name))
			continue;
		if (names)
			strlist_add(names, name);
		else if (put_question(subject, name, &stricter) < 0)
			return -1;
	}
	return 0;
}

static int judge_offers(struct subject *subject, const struct compile_result *old,
			const struct compile_result *new)
{
	const struct target_build *build = subject->build;
	struct strlist names CLEANUP(strlist_release) = { 0 };
	int result = 0;

	compare_offers(subject, old, new, &names);
	strlist_sort(&names);
	if (names.nr) {
		subject->mentions = treegrep_find(&build->scan,
						  &build->revisions.v[subject->commit + 1].view,
						  &names);
		result = subject->mentions ? compare_offers(subject, old, new, NULL) : -1;
		json_decref(subject->mentions);
	}
	return result;
}

/* @now: the object of the commit; NULL: the source is gone. */
static int judge_symbol_question(struct tally *tally, struct target_build *build, size_t commit,
				 const char *source, const struct object *now)
{
	static const struct compile_result nothing;
	struct subject subject = { tally, build, commit, source, NULL };
	const struct object *before = previous(build, commit, source);

	if (now && (!now->result.ok || !may_differ(build, commit, source)))
		return 0;
	if (!before &&
	    view_find(&build->revisions.v[target_build_parent(build, commit)].view, source))
		return 0;
	return judge_offers(&subject, before ? &before->result : &nothing,
			    now ? &now->result : &nothing);
}

int symdiff_judge_added(struct tally *tally, struct target_build *build, size_t commit,
			const struct object *object)
{
	static const struct compile_result nothing;
	struct subject subject = { tally, build, commit, object->source, NULL };

	return object->result.ok ? judge_offers(&subject, &nothing, &object->result) : 0;
}

int symdiff_is_pasted(const struct target_build *build, size_t revision,
		      const struct strlist *sources, const char *name)
{
	if (is_own_mark(name))
		return 0;
	FOR_EACH(source, sources) {
		char *text CLEANUP(free_text) = read_at(build, revision, *source);

		if (!text && view_find(&build->revisions.v[revision].view, *source))
			return -1;
		if (text && treegrep_holds(text, name, false))
			return 0;
	}
	return 1;
}

int symdiff_judge(struct tally *tally, struct target_build *build, size_t commit)
{
	const struct changed_files *changed = &build->changed.v[commit];

	FOR_EACH(object, &changed->objects)
		if (judge_symbol_question(tally, build, commit, (*object)->source, *object) < 0)
			return -1;
	FOR_EACH(path, &changed->paths)
		if (is_gone(build, commit, *path) &&
		    judge_symbol_question(tally, build, commit, *path, NULL) < 0)
			return -1;
	return 0;
}

/* Does a header of the commit newly define this, as far as its text says? */
static bool is_new_in_header(const struct includers *includers, const char *name)
{
	return strlist_has(&includers->added, name) || strlist_has(&includers->altered, name);
}

/* Another object of the commit that is linked with this one and defines @name; NULL: none. */
static const struct object *find_twin(const struct target_build *build, const struct object *object,
				      const char *name)
{
	FOR_EACH(at, &build->objects) {
		const struct object *other = *at;

		if (strcmp(other->source, object->source) != 0 &&
		    symbols_current(build, other, object->revision) &&
		    strlist_find(&other->result.defined, name) &&
		    !strlist_find(&other->result.weak, name) &&
		    symbols_together(&build->modules, object->source, other->source))
			return other;
	}
	return NULL;
}

static int judge_freed(struct tally *tally, struct target_build *build, size_t commit,
		       const struct object *object, const char *name)
{
	struct subject subject = { tally, build, commit, object->source, NULL };
	struct strlist names CLEANUP(strlist_release) = { 0 };
	int result;

	strlist_add(&names, name);
	subject.mentions = treegrep_find(&build->scan, &build->revisions.v[commit + 1].view,
					 &names);
	result = subject.mentions ? put_question(&subject, name, &freed) : -1;
	json_decref(subject.mentions);
	return result;
}

static bool was_there(const struct target_build *build, size_t commit, const char *source,
		      const char *name)
{
	const struct object *before = previous(build, commit, source);

	return before && is_firmly(&before->result.defined, &before->result.weak, name);
}

static int judge_header_name(struct tally *tally, struct target_build *build, size_t commit,
			     const struct object *object, const char *name)
{
	const struct includers *includers = &build->changed.v[commit].includers;
	const struct object *twin = find_twin(build, object, name);
	struct subject subject = { tally, build, commit, object->source, NULL };
	struct strlist names CLEANUP(strlist_release) = { 0 };
	char *what CLEANUP(free_text) = NULL;
	int result;

	if (twin) {
		what = xasprintf("it defines %s through a header, and so does "
				 "%s", name, twin->source);
		tally_complain(tally, VERDICT_FAIL, object->source, what, object->result.log);
		return 0;
	}
	if (includers->level != READERS_ALL && includers->built.nr > 1) {
		what = xasprintf("it defines %s through a header, and not all %zu readers are "
				 "compiled",
				 name, includers->built.nr);
		tally_complain(tally, VERDICT_UNCOVERED, object->source, what, NULL);
	}
	strlist_add(&names, name);
	subject.mentions = treegrep_find(&build->scan, &build->revisions.v[commit + 1].view,
					 &names);
	result = subject.mentions ? put_question(&subject, name, &twice) : -1;
	json_decref(subject.mentions);
	return result;
}

int symdiff_judge_readers(struct tally *tally, struct target_build *build, size_t commit)
{
	const struct changed_files *changed = &build->changed.v[commit];

	FOR_EACH(at, &changed->readers) {
		const struct object *object = *at;

		if (!object->result.ok)
			continue;
		FOR_EACH(name, &object->result.defined)
			if (is_new_in_header(&changed->includers, *name) &&
			    !strlist_find(&object->result.weak, *name) &&
			    !strlist_has(&changed->sources, object->source) &&
			    !was_there(build, commit, object->source, *name) &&
			    judge_header_name(tally, build, commit, object, *name) < 0)
				return -1;
		FOR_EACH(name, &object->result.discarded)
			if (is_new_in_header(&changed->includers, *name) &&
			    judge_freed(tally, build, commit, object, *name) < 0)
				return -1;
	}
	return 0;
}
