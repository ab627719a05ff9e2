// SPDX-License-Identifier: GPL-2.0
/* Gives modpost the modules that a commit changes. */
#include "build/postcheck.h"

#include "build/compile.h"
#include "build/definers.h"
#include "build/script.h"
#include "build/symbols.h"
#include "build/target_build.h"
#include "csrc/definitions.h"
#include "csrc/discarded.h"
#include "git/base.h"
#include "link/linker.h"
#include "link/modpost.h"
#include "kbuild/module.h"
#include "kbuild/treescan.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/state.h"

#include <string.h>

/* One module at one commit. */
struct post_question {
	struct target_build *build;
	const struct modules *modules;
	const struct object *object;
	const char *module;		/* "drivers/x/y.o", or "vmlinux.o" */
	struct object_refs parts;	/* that are compiled */
	struct strlist given;		/* what the other parts define */
	struct strlist info;		/* what they say of the module */
	struct strlist rows;		/* of the table of exports */
};

static void release_post_question(struct post_question *question)
{
	free(question->parts.v);
	strlist_release(&question->given);
	strlist_release(&question->info);
	strlist_release(&question->rows);
}

/* modpost as the tree of the object makes it: 1; it makes none: 0. */
static int ready_modpost(struct target_build *build, const struct object *object)
{
	struct revisions *revisions = &build->revisions;
	const struct revision *revision = &revisions->v[object->revision];

	if (revisions_know(revisions, object->revision) < 0)
		return -1;
	if (!modpost_is_there(&build->kbuild) ||
	    (!revision->broken && !git_oid_equal(&revision->inputs, &revisions->prepared)))
		if (revisions_visit(revisions, object->revision) < 0)
			return -1;
	return modpost_is_there(&build->kbuild);
}

/* The arguments of @macro in a text, without quotes, as "NAME=argument". */
static void take_arguments(const char *text, const char *macro, const char *name,
			   struct strlist *out)
{
	size_t len = strlen(macro);

	for (const char *at = text; (at = strstr(at, macro)); at += len) {
		const char *start = at + len;

		if (*start != '(')
			continue;
		start += 1 + strspn(start + 1, " \t\n\"");
		*LIST_ADD(out) = xasprintf("%s=%.*s", name, (int)strcspn(start, "\")\n"), start);
	}
}

/* What a part that nobody compiled defines and says, by its text. */
static int stand_in(struct post_question *question, const char *object)
{
	static const char *const suffixes[] = { ".c", ".S" };
	const struct target_build *build = question->build;
	const struct view *view = &build->revisions.v[question->object->revision].view;

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		char *path CLEANUP(free_text) = xasprintf("%.*s%s", (int)strlen(object) - 2,
							  object, suffixes[i]);
		const struct file *file = view_find(view, path);
		size_t len;
		char *text CLEANUP(free_text) =
			file ? base_read(build->revisions.base, &file->oid, &len) : NULL;

		if (file && !text)
			return -1;
		if (!text)
			continue;
		take_arguments(text, "MODULE_LICENSE", "license", &question->info);
		take_arguments(text, "MODULE_IMPORT_NS", "import_ns", &question->info);
		definitions_read(&question->given, text, len);
	}
	return 0;
}

/* The object of the commit for a part; NULL: nobody has compiled it. */
static struct object *find_part(const struct post_question *question, const char *name)
{
	if (!strcmp(name, question->object->object))
		return (struct object *)question->object;
	FOR_EACH(at, &question->build->objects)
		if (!strcmp((*at)->object, name) && (*at)->done && (*at)->result.ok &&
		    symbols_current(question->build, *at, question->object->revision))
			return *at;
	return NULL;
}

static bool is_defined(const struct post_question *question, const char *symbol)
{
	FOR_EACH(part, &question->parts)
		if (strlist_find(&(*part)->result.defined, symbol))
			return true;
	return false;
}

static void add_undefined(const struct post_question *question, struct strlist *symbols)
{
	FOR_EACH(part, &question->parts)
		FOR_EACH(symbol, &(*part)->result.undefined)
			if (!is_defined(question, *symbol))
				strlist_add(symbols, *symbol);
	strlist_sort(symbols);
}

/* Of what the texts define, what the compiled parts need. */
static void keep_needed(struct post_question *question, const struct strlist *needed)
{
	struct strlist kept = { 0 };

	strlist_sort(&question->given);
	FOR_EACH(symbol, &question->given)
		if (strlist_find(needed, *symbol))
			strlist_add(&kept, *symbol);
	strlist_release(&question->given);
	question->given = kept;
}

/* Does the text of a part put what others need into a section that is freed? Only its object can
 * tell modpost so. The path of the text, owned by the caller; NULL: it does not. */
static int discards_any(const struct post_question *question, const char *object,
			const struct strlist *needed, char **path)
{
	const struct target_build *build = question->build;
	const struct view *view = &build->revisions.v[question->object->revision].view;
	char *c CLEANUP(free_text) = xasprintf("%.*sc", (int)strlen(object) - 1, object);
	const struct file *file = view_find(view, c);
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct strlist given CLEANUP(strlist_release) = { 0 };
	size_t len = 0;
	char *text CLEANUP(free_text) =
		file ? base_read(build->revisions.base, &file->oid, &len) : xstrdup("");

	if (!text)
		return -1;
	definitions_read(&given, text, len);
	discarded_symbols_read(&names, text, len);
	/* a prototype elsewhere can say so, too */
	FOR_EACH(name, &given) {
		int discards = strlist_find(needed, *name) ?
			treescan_discards(&question->build->scan, *name) : 0;

		if (discards < 0)
			return -1;
		if (discards || (strlist_find(needed, *name) && strlist_has(&names, *name))) {
			*path = TAKE(c);
			return 0;
		}
	}
	return 0;
}

/* Compile the parts that put into a freed section what the compiled ones need. */
static int want_discarders(struct post_question *question, const struct strlist *objects)
{
	struct target_build *build = question->build;
	struct strlist needed CLEANUP(strlist_release) = { 0 };

	FOR_EACH(name, objects) {
		struct object *part = find_part(question, *name);

		if (part)
			FOR_EACH(symbol, &part->result.undefined)
				strlist_add(&needed, *symbol);
	}
	strlist_sort(&needed);
	FOR_EACH(name, objects) {
		char *path CLEANUP(free_text) = NULL;

		if (find_part(question, *name))
			continue;
		if (discards_any(question, *name, &needed, &path) < 0)
			return -1;
		if (path)
			object_want(&build->objects, question->modules, path,
				    question->object->revision);
	}
	return compile_all(build);
}

static int find_parts(struct post_question *question)
{
	struct strlist objects CLEANUP(strlist_release) = { 0 };
	struct strlist needed CLEANUP(strlist_release) = { 0 };

	modules_members(question->modules, question->module, &objects);
	strlist_sort(&objects);
	if (objects.nr > 1 && want_discarders(question, &objects) < 0)
		return -1;
	FOR_EACH(name, &objects) {
		struct object *part = find_part(question, *name);

		/* a composite object stands in its own list */
		if (!strcmp(*name, question->module) && objects.nr > 1)
			continue;
		if (part)
			*LIST_ADD(&question->parts) = part;
		else if (stand_in(question, *name) < 0)
			return -1;
	}
	if (!question->parts.nr)
		*LIST_ADD(&question->parts) = (struct object *)question->object;
	add_undefined(question, &needed);
	keep_needed(question, &needed);
	strlist_sort(&question->info);
	return 0;
}

/* "NAME GPL SPACE" in the terms of an object; "- -": on all terms. */
static const char *terms_in(const struct strlist *terms, const char *name)
{
	size_t len = strlen(name);

	FOR_EACH(entry, terms)
		if (!strncmp(*entry, name, len) && (*entry)[len] == ' ')
			return *entry + len + 1;
	return "- -";
}

static void add_row(struct post_question *question, const char *symbol, const char *source,
		    const char *terms)
{
	const struct modules *modules = &question->build->modules;
	struct strlist names CLEANUP(strlist_release) = { 0 };
	const char *space = strchr(terms, ' ') + 1;
	char *owner CLEANUP(free_text) = NULL;

	if (source && modules_kind(modules, source) == 'm')
		modules_of(modules, source, &names);
	owner = names.nr ? xstrndup(names.v[0], strlen(names.v[0]) - 2) : xstrdup("vmlinux");
	*LIST_ADD(&question->rows) = modpost_row(symbol, owner, !strncmp(terms, "GPL ", 4),
						 strcmp(space, "-") ? space : "");
}

/* Who exports a symbol, and on which terms: an object of the series, else the text of the base,
 * else somebody: it is not asked here whether anybody does. */
static int add_export(struct post_question *question, const char *symbol)
{
	struct target_build *build = question->build;
	const struct view *view = &build->revisions.v[question->object->revision].view;
	const char *path = NULL, *terms = NULL;
	int found;

	FOR_EACH(at, &build->objects) {
		if (!strlist_find(&(*at)->result.exported, symbol) ||
		    !symbols_current(build, *at, question->object->revision))
			continue;
		add_row(question, symbol, (*at)->source,
			terms_in(&(*at)->result.terms, symbol));
		return 0;
	}
	found = treescan_exporter(&build->scan, symbol, &path);
	if (found < 0 || (found && treescan_export_terms(&build->scan, symbol, &terms) < 0))
		return -1;
	if (found && files_find(&view->changed, path))
		terms = NULL;
	add_row(question, symbol, found ? path : NULL, terms ? terms : "- -");
	return 0;
}

static int make_table(struct post_question *question)
{
	struct strlist needed CLEANUP(strlist_release) = { 0 };

	add_undefined(question, &needed);
	FOR_EACH(symbol, &needed)
		if (!strlist_find(&question->given, *symbol) &&
		    strcmp(*symbol, "__this_module") != 0 && add_export(question, *symbol) < 0)
			return -1;
	strlist_sort(&question->rows);
	return 0;
}

static git_oid post_key(const struct post_question *question)
{
	const struct target_build *build = question->build;
	struct digest digest = { 0 };

	/* "2": version of what is asked */
	DIGEST_ADD(&digest, "2", &build->kbuild.context,
		   &build->revisions.v[question->object->revision].common, question->module);
	FOR_EACH(part, &question->parts)
		digest_oid(&digest, &(*part)->key);
	DIGEST_ADD(&digest, &question->given, DIGEST_MARK, &question->info, DIGEST_MARK,
		   &question->rows, DIGEST_MARK);
	return digest_end(&digest);
}

static int run_modpost(struct post_question *question, struct strlist *said)
{
	struct strlist files CLEANUP(strlist_release) = { 0 };
	char *table CLEANUP(free_text) = NULL;
	char *module CLEANUP(free_text) = xstrndup(question->module, strlen(question->module) - 2);
	struct modpost_job job = { .module = module, .parts = &files, .given = &question->given,
				   .info = &question->info };
	size_t size;
	int ready = ready_modpost(question->build, question->object);
	FILE *out;

	if (ready < 0)
		return -1;
	if (!ready) {
		strlist_add(said, "?this tree makes no scripts/mod/modpost");
		return 0;
	}
	out = xmemstream(&table, &size);
	FOR_EACH(row, &question->rows)
		fputs(*row, out);
	fclose(out);
	job.table = table;
	FOR_EACH(part, &question->parts) {
		char *path = compile_file(question->build, *part);

		if (!path)
			return -1;
		*LIST_ADD(&files) = path;
	}
	return modpost_run(&question->build->kbuild, &job, said);
}

static int ask(struct post_question *question, struct strlist *said)
{
	struct fact fact CLEANUP(fact_release) = { question->build->kbuild.state->ledger, "modpost",
						   post_key(question) };
	struct strlist found CLEANUP(strlist_release) = { 0 };
	int known = fact_recall(&fact);

	json_list_read(fact.value, said);
	if (known || run_modpost(question, &found) < 0)
		return known > 0 ? 0 : -1;
	strlist_add_all(said, &found);
	return fact_keep(&fact, json_list(&found));
}

static int ask_module(struct target_build *build, const struct modules *modules,
		      const struct object *object, const char *module, struct strlist *said)
{
	struct post_question question CLEANUP(release_post_question) = {
		.build = build, .modules = modules, .object = object, .module = module
	};

	if (find_parts(&question) < 0 || make_table(&question) < 0)
		return -1;
	return ask(&question, said);
}

/* Does the kernel's own link look for sections that its script does not name? */
static int looks_for_orphans(struct target_build *build)
{
	char *config CLEANUP(free_text) = NULL;

	if (revisions_config(&build->revisions, 0, &config) < 0)
		return -1;
	return config && strstr(config, "CONFIG_LD_ORPHAN_WARN=y") != NULL;
}

static int find_orphans(struct target_build *build, const struct object *object,
			struct strlist *said)
{
	char *script CLEANUP(free_text) = NULL;
	char *file CLEANUP(free_text) = NULL;
	struct strlist found CLEANUP(strlist_release) = { 0 };
	int known = looks_for_orphans(build);

	if (known <= 0)
		return known;
	script = script_read(&build->revisions, object->revision);
	if (!script || !*script)
		return script ? 0 : -1;
	struct fact fact CLEANUP(fact_release) = { build->kbuild.state->ledger, "orphans",
						   DIGEST(&object->key, script) };
	known = fact_recall(&fact);
	json_list_read(fact.value, said);
	if (known)
		return known < 0 ? -1 : 0;
	file = compile_file(build, object);
	if (!file || linker_orphans(&build->kbuild, script, file, &found) < 0)
		return -1;
	strlist_add_all(said, &found);
	return fact_keep(&fact, json_list(&found));
}

/* Who of the commit's objects of vmlinux defines a symbol; NULL: none that is compiled. */
static struct object *find_definer(const struct post_question *question, const char *symbol)
{
	FOR_EACH(at, &question->build->objects)
		if (*at != question->object && (*at)->done && (*at)->result.ok &&
		    strlist_find(&(*at)->result.defined, symbol) &&
		    symbols_current(question->build, *at, question->object->revision) &&
		    symbols_together(&question->build->modules, question->object->source,
				     (*at)->source))
			return *at;
	return NULL;
}

/* modpost judges a reference between sections where it has both ends: add the objects that define
 * what this one needs and may put it into a section that is freed. */
static int add_discarders(struct post_question *question)
{
	const struct object *object = question->object;
	struct strlist unknown CLEANUP(strlist_release) = { 0 };

	FOR_EACH(symbol, &object->result.undefined) {
		struct object *definer = find_definer(question, *symbol);
		int discards = definer ? strlist_find(&definer->result.discarded, *symbol) :
					 treescan_discards(&question->build->scan, *symbol);

		if (discards < 0)
			return -1;
		if (discards && definer)
			object_refs_add(&question->parts, definer);
		else if (discards)
			strlist_add(&unknown, *symbol);
	}
	return definers_find(question->build, object, &unknown, &question->parts);
}

static int ask_image(struct target_build *build, const struct modules *modules,
		     const struct object *object, struct strlist *said)
{
	struct post_question question CLEANUP(release_post_question) = {
		.build = build, .modules = modules, .object = object, .module = "vmlinux.o"
	};

	*LIST_ADD(&question.parts) = (struct object *)object;
	if (add_discarders(&question) < 0)
		return -1;
	return ask(&question, said) < 0 ? -1 : find_orphans(build, object, said);
}

int postcheck_object(struct target_build *build, const struct modules *modules,
		     const struct object *object, struct strlist *said)
{
	char kind = modules_kind(modules, object->source);
	struct strlist names CLEANUP(strlist_release) = { 0 };

	if (!object->result.ok)
		return 0;
	if (kind == 'y')
		return ask_image(build, modules, object, said);
	if (kind == 'm')
		modules_of(modules, object->source, &names);
	FOR_EACH(module, &names)
		if (ask_module(build, modules, object, *module, said) < 0)
			return -1;
	return 0;
}
