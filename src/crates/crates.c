// SPDX-License-Identifier: GPL-2.0
/* Makes what rustc reads from C at each tree, and compiles crates where it differs. */
#include "crates/crates.h"

#include "git/worktree.h"
#include "kbuild/buildlog.h"
#include "kbuild/decides.h"
#include "kbuild/depfile.h"
#include "kconfig/kconfig.h"
#include "kbuild/makelog.h"
#include "kbuild/module.h"
#include "crates/warned.h"
#include "crates/rustmake.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "rust/bindings.h"
#include "rust/rustlog.h"

#define VERSION "2"	/* of what is made, and of how it is judged */
#define MOST_LISTS 6	/* of files that were read, which are remembered */
#define RUSTC_CFG "include/generated/rustc_cfg"

static struct ledger *ledger_of(const struct crates *crates)
{
	return crates->kbuild.state->ledger;
}

/* Opening. */

/* Options of the configuration that RUST wants to be off; "" when none is known. */
static char *in_the_way(const struct crates *crates)
{
	const struct revisions *revisions = &crates->revisions;
	struct kconfig kconfig CLEANUP(kconfig_release) = { 0 };
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct strlist config CLEANUP(strlist_release) = { 0 };
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	if (kbuild_read_config(&crates->kbuild, &config) == 0 &&
	    kconfig_load(&kconfig, revisions->base, revisions->all,
			 crates->kbuild.target.srcarch) == 0)
		kconfig_forbids(&kconfig, "RUST", &words);
	strlist_sort(&words);
	FOR_EACH(word, &words) {
		char *line CLEANUP(free_text) = xasprintf("CONFIG_%s=y", *word);

		if (strlist_find(&config, line))
			fprintf(out, "%s%s", ftell(out) > 0 ? ", " : "", line);
	}
	fclose(out);
	return text;
}

/* Kconfig has taken back what the target asks for: say what RUST does not go with. */
static int fail_taken_back(const struct crates *crates)
{
	char *said CLEANUP(free_text) = xstrdup(fail_text());
	char *way CLEANUP(free_text) = NULL;

	if (fail_exit_code() != FAIL_USAGE)
		return -1;
	fail_clear();
	way = in_the_way(crates);
	fail_clear();
	return fail_usage("%s%s%s", said, *way ? "; CONFIG_RUST does not go with " : "", way);
}

/* Ask the base: do the tools do, is it configured as the target wants it? */
static int ask_tools(struct crates *crates, json_t **fact)
{
	struct kbuild *kbuild = &crates->kbuild;
	const struct revisions *revisions = &crates->revisions;
	char *why CLEANUP(free_text) = NULL;
	int able;

	if (worktree_set(kbuild->state, revisions->base, &revisions->base->tree, WORKTREE_FULL) <
		    0 ||
	    io_mkdirs(kbuild->build) < 0)
		return -1;
	able = rust_available(kbuild, &why);
	if (able < 0)
		return -1;
	if (able && (kbuild_configure(kbuild, &revisions->v[0].kconfig) < 0 ||
		     kbuild_check(kbuild) < 0))
		return fail_taken_back(crates);
	*fact = able ? json_true() : json_text(why);
	return 0;
}

static int learn_base(struct crates *crates)
{
	struct fact fact CLEANUP(fact_release) = {
		ledger_of(crates), "rust-available",
		DIGEST(VERSION, &crates->kbuild.context, &crates->revisions.kconfig)
	};
	json_t *answer = NULL;

	if (fact_recall(&fact) < 0)
		return -1;
	if (!fact.value && (ask_tools(crates, &answer) < 0 || fact_keep(&fact, answer) < 0))
		return -1;
	if (json_is_string(fact.value))
		crates->unavailable = xstrdup(json_string_value(fact.value));
	return 0;
}

static bool is_driver_source(const char *path)
{
	return has_extension(path, ".rs") && !starts_with(path, "rust/") &&
	       !starts_with(path, "scripts/") && !starts_with(path, "tools/");
}

/* Which sources in Rust does Kbuild make objects of? */
static int find_drivers(struct crates *crates)
{
	const struct revisions *revisions = &crates->revisions;
	struct modules modules CLEANUP(modules_release) = { 0 };
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	FOR_EACH(file, revisions->all)
		if (is_driver_source(file->path))
			strlist_add(&paths, file->path);
	if (paths.nr && modules_load(&modules, &crates->kbuild, revisions->base, revisions->all,
				     &paths) < 0)
		return -1;
	FOR_EACH(path, &paths) {
		char kind = modules_kind(&modules, *path);

		if (kind == 'y' || kind == 'm')
			*LIST_ADD(&crates->drivers) = module_object(*path);
	}
	strlist_sort(&crates->drivers);
	return 0;
}

static struct fact rules_fact(const struct crates *crates)
{
	return (struct fact){ ledger_of(crates), "rust-rules",
			      DIGEST(VERSION, &crates->kbuild.context,
				     &crates->revisions.kconfig) };
}

static int recall_rules(struct crates *crates)
{
	struct fact fact CLEANUP(fact_release) = rules_fact(crates);

	if (fact_recall(&fact) < 0)
		return -1;
	json_list_read(json_object_get(fact.value, "made"), &crates->rules.made);
	json_list_read(json_object_get(fact.value, "crates"), &crates->rules.crates);
	return 0;
}

int crates_open(struct crates *crates, struct state *state, const struct base *base,
		const struct files *all, const char *name)
{
	if (kbuild_open(&crates->kbuild, state, name) < 0)
		return -1;
	crates->revisions.kbuild = &crates->kbuild;
	crates->revisions.base = base;
	crates->revisions.all = all;
	if (revisions_add(&crates->revisions, &base->tree, 0) < 0 || learn_base(crates) < 0)
		return -1;
	if (crates->unavailable)
		return 0;
	return recall_rules(crates) < 0 ? -1 : find_drivers(crates);
}

/* What is made of C. */

/* Of the base; the tree at hand is prepared. */
static int learn_rules(struct crates *crates)
{
	struct fact fact CLEANUP(fact_release) = rules_fact(crates);
	struct rust_rules *rules = &crates->rules;

	if (rules->made.nr)
		return 0;
	if (rust_rules_ask(&crates->kbuild, rules) < 0)
		return -1;
	return fact_keep(&fact, json_pack("{s:o, s:o}", "made", json_list(&rules->made), "crates",
					  json_list(&rules->crates)));
}

/* Where bindings stay that were made once, by what stands in them. */
static char *kept_path(const struct crates *crates, const char *id)
{
	return xasprintf("%s.made/%s", crates->kbuild.build, id);
}

/* The lists of files that were read for what is made of C. */
static struct fact inputs_fact(const struct crates *crates, const struct revision *revision)
{
	return (struct fact){ ledger_of(crates), "rust-inputs",
			      DIGEST(VERSION, &crates->kbuild.context,
				     kbuild_setup(&crates->kbuild, &revision->kconfig)) };
}

/* A header that is new may stand before one of the same name that is read. */
static bool is_namesake(const struct crates *crates, const struct file *file,
			const struct strlist *leaves)
{
	return has_extension(file->path, ".h") && !files_find(crates->revisions.all, file->path) &&
	       strlist_find(leaves, path_leaf(file->path));
}

static git_oid reads_key(const struct crates *crates, const struct revision *revision,
			 const struct strlist *list)
{
	struct strlist leaves CLEANUP(strlist_release) = { 0 };
	struct digest digest = { 0 };

	DIGEST_ADD(&digest, VERSION, &crates->kbuild.context, &revision->common,
		   &revision->generated);
	FOR_EACH(path, list) {
		const struct file *file = view_find(&revision->view, *path);

		strlist_add(&leaves, path_leaf(*path));
		DIGEST_ADD(&digest, *path, file ? git_oid_tostr_s(&file->oid) : NULL);
	}
	strlist_sort(&leaves);
	FOR_EACH(file, &revision->view.changed)
		if (is_namesake(crates, file, &leaves))
			DIGEST_ADD(&digest, file->path, git_oid_tostr_s(&file->oid));
	return digest_end(&digest);
}

/* Is what crates_compare() needs still there? */
static bool bindings_are_kept(const struct crates *crates, json_t *made)
{
	const char *path;
	json_t *id;

	json_object_foreach(made, path, id) {
		char *kept CLEANUP(free_text) =
			kept_path(crates, json_is_string(id) ? json_string_value(id) : "");

		if (has_extension(path, ".rs") && access(kept, R_OK) < 0)
			return false;
	}
	return true;
}

/* By any of the lists: who read them made the same of the same. 1, 0 or -1. */
static int recall_reads(const struct crates *crates, const struct revision *revision,
			struct crate_reads *reads)
{
	struct fact inputs CLEANUP(fact_release) = inputs_fact(crates, revision);

	if (fact_recall(&inputs) < 0)
		return -1;
	FOR_EACH_JSON(row, inputs.value) {
		struct strlist list CLEANUP(strlist_release) = { 0 };
		json_t *made = NULL;

		json_list_read(row, &list);
		git_oid key = reads_key(crates, revision, &list);
		int found = ledger_get(ledger_of(crates), "rust-reads", &key, &made);
		if (found < 0)
			return -1;
		if (found && bindings_are_kept(crates, made)) {
			reads->made = made;
			reads->reused = true;
			return 1;
		}
		json_decref(made);
	}
	return 0;
}

/* ".NAME.cmd" beside what it is the record of. */
static char *made_record(const struct crates *crates, const char *path)
{
	const char *leaf = path_leaf(path);

	return xasprintf("%s/%.*s.%s.cmd", crates->kbuild.build, (int)(leaf - path), path, leaf);
}

/* The files of the tree that were read, by the records of what was made; sorted. */
static int list_inputs(const struct crates *crates, struct strlist *list)
{
	struct strlist generated CLEANUP(strlist_release) = { 0 };

	FOR_EACH(path, &crates->rules.made) {
		char *record CLEANUP(free_text) = made_record(crates, *path);
		char *text CLEANUP(free_text) =
			access(record, R_OK) == 0 ? io_read(record, NULL) : xstrdup("");

		if (!text)
			return -1;
		depfile_parse(text, crates->kbuild.tree, list, &generated);
	}
	/* what bindgen is told by its rule stands in no record */
	FOR_EACH(file, crates->revisions.all)
		if (starts_with(file->path, "rust/") && !has_extension(file->path, ".rs"))
			strlist_add(list, file->path);
	strlist_sort(list);
	return 0;
}

/* The newest lists first. */
static int keep_inputs(const struct crates *crates, const struct revision *revision,
		       const struct strlist *list)
{
	struct fact inputs CLEANUP(fact_release) = inputs_fact(crates, revision);
	json_t *rows = json_array();

	if (fact_recall(&inputs) < 0) {
		json_decref(rows);
		return -1;
	}
	json_array_append_new(rows, json_list(list));
	FOR_EACH_JSON(row, inputs.value)
		if (!json_equal(row, json_array_get(rows, 0)) && json_array_size(rows) < MOST_LISTS)
			json_array_append(rows, row);
	return fact_keep(&inputs, rows);
}

static int remember_reads(const struct crates *crates, const struct revision *revision,
			  const struct crate_reads *reads)
{
	struct strlist list CLEANUP(strlist_release) = { 0 };

	if (list_inputs(crates, &list) < 0 || keep_inputs(crates, revision, &list) < 0)
		return -1;
	git_oid key = reads_key(crates, revision, &list);
	return ledger_put(ledger_of(crates), "rust-reads", &key, reads->made);
}

/* What stands in a file that was made; kept where it is Rust. */
static int take_made(const struct crates *crates, const char *path, struct crate_reads *reads)
{
	char *file CLEANUP(free_text) = xasprintf("%s/%s", crates->kbuild.build, path);
	size_t len;
	char *text CLEANUP(free_text) = io_read(file, &len);
	struct digest digest = { 0 };

	if (!text)
		return -1;
	digest_bytes(&digest, text, len);
	git_oid oid = digest_end(&digest);
	char *kept CLEANUP(free_text) = kept_path(crates, git_oid_tostr_s(&oid));
	char *folder CLEANUP(free_text) = xasprintf("%s.made", crates->kbuild.build);
	json_object_set_new(reads->made, path, json_oid(&oid));
	if (!has_extension(path, ".rs") || access(kept, F_OK) == 0)
		return 0;
	return io_mkdirs(folder) < 0 ? -1 : io_write(kept, text, len);
}

static bool is_there(const struct crates *crates, const char *path)
{
	char *file CLEANUP(free_text) = xasprintf("%s/%s", crates->kbuild.build, path);

	return access(file, F_OK) == 0;
}

/* What a make said, as identities without the folder of the tree. */
static void take_identities(const struct crates *crates, const char *text, struct strlist *errors,
			    struct strlist *warnings)
{
	struct strlist lists[2] = { { 0 } }, *const out[] = { errors, warnings };
	const char *tree = crates->kbuild.tree;
	size_t len = strlen(tree);

	rustlog_parse(text, tree, &lists[0], &lists[1]);
	buildlog_parse(text, &lists[0], &lists[1]);
	for (size_t i = 0; i < 2; i++) {
		rustlog_number(&lists[i]);
		FOR_EACH(finding, &lists[i])
			strlist_add(out[i], starts_with(*finding, tree) && (*finding)[len] == '/' ?
						    *finding + len + 1 : *finding);
		strlist_sort(out[i]);
		strlist_release(&lists[i]);
	}
}

static int take_errors(const struct crates *crates, const char *log, struct strlist *errors,
		       struct strlist *warnings)
{
	char *text CLEANUP(free_text) = io_read(log, NULL);

	if (!text)
		return -1;
	take_identities(crates, text, errors, warnings);
	return 0;
}

static int fail_machine(const struct crates *crates, const char *log)
{
	char *text CLEANUP(free_text) = io_read(log, NULL);
	char *machine CLEANUP(free_text) = text ? makelog_machine_failure(text) : NULL;

	if (!text)
		return -1;
	return machine ? fail_system("target %s: %s (log: %s)", crates->kbuild.target.name, machine,
				     log) : 0;
}

static int add_make_reason(const char *log, struct strlist *errors)
{
	char *text CLEANUP(free_text) = errors->nr ? NULL : io_read(log, NULL);

	if (errors->nr)
		return 0;
	if (!text)
		return -1;
	*LIST_ADD(errors) = makelog_reason(text);
	return 0;
}

/* The log of one tree, which the next one does not write over. */
static char *tree_log(const struct crates *crates, size_t nr, const char *name)
{
	return xasprintf("%s.%.12s.%s.log", crates->kbuild.build,
			 git_oid_tostr_s(&crates->revisions.v[nr].view.tree), name);
}

/* The tree @nr is prepared. */
static int make_reads(struct crates *crates, size_t nr, struct crate_reads *reads)
{
	struct strlist goals CLEANUP(strlist_release) = { 0 };
	struct strlist warnings CLEANUP(strlist_release) = { 0 };
	int code = 0;
	bool whole = true;

	reads->log = tree_log(crates, nr, "bindings");
	FOR_EACH(path, &crates->rules.made)
		if (starts_with(*path, "rust/"))
			strlist_add(&goals, *path);
	if (rust_make_goals(&crates->kbuild, &goals, reads->log, &code) < 0 ||
	    fail_machine(crates, reads->log) < 0)
		return -1;
	FOR_EACH(path, &crates->rules.made)
		whole = whole && is_there(crates, *path);
	if (code || !whole)
		return take_errors(crates, reads->log, &reads->errors, &warnings) < 0 ||
				       add_make_reason(reads->log, &reads->errors) < 0 ? -1 : 0;
	reads->made = json_object();
	FOR_EACH(path, &crates->rules.made)
		if (take_made(crates, *path, reads) < 0)
			return -1;
	/* each crate gets all options from there, by the command line */
	if (is_there(crates, RUSTC_CFG) && take_made(crates, RUSTC_CFG, reads) < 0)
		return -1;
	return remember_reads(crates, &crates->revisions.v[nr], reads);
}

/* All that a crate or a driver is made of besides: sources in Rust, and the Makefiles on the way to
 * them. */
static bool is_rust_input(const struct crates *crates, const char *path)
{
	const char *leaf = path_leaf(path);
	size_t folder = (size_t)(leaf - path);

	if (starts_with(path, "rust/") || has_extension(path, ".rs"))
		return true;
	if (strcmp(leaf, "Makefile") != 0 && strcmp(leaf, "Kbuild") != 0)
		return false;
	FOR_EACH(object, &crates->drivers)
		if (!strncmp(*object, path, folder))
			return true;
	return false;
}

static git_oid digest_sources(const struct crates *crates, const struct revision *revision)
{
	const struct files *lists[] = { crates->revisions.all, &revision->view.changed };
	struct digest digest = { 0 };

	for (size_t i = 0; i < 2; i++)
		FOR_EACH(file, lists[i]) {
			const struct file *now;

			if (!is_rust_input(crates, file->path))
				continue;
			now = view_find(&revision->view, file->path);
			DIGEST_ADD(&digest, file->path, now ? git_oid_tostr_s(&now->oid) : NULL);
		}
	return digest_end(&digest);
}

static git_oid sources_key(const struct crates *crates, const struct revision *revision,
			   json_t *made)
{
	git_oid sources = digest_sources(crates, revision);
	struct digest digest = { 0 };
	const char *path;
	json_t *id;

	DIGEST_ADD(&digest, VERSION, &crates->kbuild.context, &revision->common, &sources);
	json_object_foreach(made, path, id)
		DIGEST_ADD(&digest, path, json_is_string(id) ? json_string_value(id) : NULL);
	return digest_end(&digest);
}

/* A tree that cannot be prepared has no bindings. */
static void take_broken(const struct revision *revision, struct crate_reads *reads)
{
	const char *why = revision->why ? revision->why : revision->stopped;

	strlist_add(&reads->errors, why ? why : "it cannot be prepared");
	reads->log = revision->log ? xstrdup(revision->log) : NULL;
}

int crates_read(struct crates *crates, size_t nr, struct crate_reads *reads)
{
	struct revision *revision = &crates->revisions.v[nr];
	int known = revisions_know(&crates->revisions, nr) < 0 ? -1 : 0;

	if (known == 0 && !revision->broken)
		known = recall_reads(crates, revision, reads);
	if (known < 0)
		return -1;
	if (!known && !revision->broken) {
		if (revisions_visit(&crates->revisions, nr) < 0)
			return -1;
		if (!revision->broken &&
		    (learn_rules(crates) < 0 || make_reads(crates, nr, reads) < 0))
			return -1;
	}
	if (revision->broken)
		take_broken(revision, reads);
	if (reads->made)
		reads->key = sources_key(crates, revision, reads->made);
	return 0;
}

int crates_compare(const struct crates *crates, const struct crate_reads *before,
		   const struct crate_reads *after, struct bindings_diff *diff)
{
	const char *path;
	json_t *id;

	json_object_foreach(after->made, path, id) {
		const json_t *old = json_object_get(before->made, path);

		if (!has_extension(path, ".rs") || (old && json_equal(old, id)))
			continue;
		char *now CLEANUP(free_text) = kept_path(crates, json_string_value(id));
		char *then CLEANUP(free_text) = old ? kept_path(crates, json_string_value(old)) :
						      NULL;
		char *new_text CLEANUP(free_text) = io_read(now, NULL);
		char *old_text CLEANUP(free_text) = then ? io_read(then, NULL) : xstrdup("");
		if (!new_text || !old_text)
			return -1;
		bindings_compare(diff, old_text, new_text);
	}
	return 0;
}

/* What is made of that. */

static struct fact build_fact(const struct crates *crates, const struct crate_reads *reads)
{
	return (struct fact){ ledger_of(crates), "crates", reads->key };
}

static json_t *build_json(const struct crate_build *build)
{
	return json_pack("{s:b, s:o, s:o, s:i, s:s?}", "ok", build->ok, "errors",
			 json_list(&build->errors), "warnings", json_list(&build->warnings),
			 "clippy", (int)build->clippy, "log", build->ok ? NULL : build->log);
}

static void build_load(struct crate_build *build, const json_t *fact)
{
	const char *log = json_string_value(json_object_get(fact, "log"));

	build->ok = json_is_true(json_object_get(fact, "ok"));
	json_list_read(json_object_get(fact, "errors"), &build->errors);
	json_list_read(json_object_get(fact, "warnings"), &build->warnings);
	build->clippy = (size_t)json_number(fact, "clippy");
	build->log = log && access(log, R_OK) == 0 ? xstrdup(log) : NULL;
	build->reused = true;
}

static int count_clippy(const char *log, size_t *nr)
{
	char *text CLEANUP(free_text) = io_read(log, NULL);

	if (text)
		*nr += rustlog_clippy_objects(text);
	return text ? 0 : -1;
}

/* Warnings of a crate that need not be made are those of when it was. */
static int make_crates(struct crates *crates, struct crate_build *build, int *code)
{
	const struct kbuild *kbuild = &crates->kbuild;
	json_t *warned CLEANUP(free_json) = warned_begin(kbuild, &crates->rules.crates);
	struct strlist now CLEANUP(strlist_release) = { 0 };

	if (!warned || rust_make_crates(&crates->kbuild, build->log, code) < 0 ||
	    fail_machine(crates, build->log) < 0)
		return -1;
	char *text CLEANUP(free_text) = io_read(build->log, NULL);
	if (!text)
		return -1;
	warned_take(warned, kbuild, text);
	if (warned_end(warned, kbuild) < 0)
		return -1;
	take_identities(crates, text, &build->errors, &now);
	warned_list(warned, &build->warnings);
	rustlog_number(&build->warnings);
	/* what a compiler of C says is of no crate */
	strlist_add_all_once(&build->warnings, &now);
	strlist_sort(&build->warnings);
	return count_clippy(build->log, &build->clippy);
}

/* Crates first: where one fails, nothing can be said of who is made of it. */
static int compile_crates(struct crates *crates, size_t nr, struct crate_build *build)
{
	char *drivers_log CLEANUP(free_text) = tree_log(crates, nr, "drivers");
	int code = 0;

	build->log = tree_log(crates, nr, "crates");
	if (make_crates(crates, build, &code) < 0)
		return -1;
	build->ok = !code;
	FOR_EACH(path, &crates->rules.crates)
		build->ok = build->ok && is_there(crates, *path);
	if (!build->ok || !crates->drivers.nr)
		return 0;
	if (kbuild_compile(&crates->kbuild, &crates->drivers, drivers_log) < 0 ||
	    fail_machine(crates, drivers_log) < 0 ||
	    take_errors(crates, drivers_log, &build->errors, &build->warnings) < 0 ||
	    count_clippy(drivers_log, &build->clippy) < 0)
		return -1;
	FOR_EACH(object, &crates->drivers)
		build->ok = build->ok && is_there(crates, *object);
	if (!build->ok) {
		free(build->log);
		build->log = TAKE(drivers_log);
	}
	return 0;
}

int crates_build(struct crates *crates, size_t nr, const struct crate_reads *reads,
		 struct crate_build *build)
{
	struct fact fact CLEANUP(fact_release) = build_fact(crates, reads);

	if (fact_recall(&fact) < 0)
		return -1;
	if (fact.value) {
		build_load(build, fact.value);
		return 0;
	}
	if (revisions_visit(&crates->revisions, nr) < 0 || learn_rules(crates) < 0 ||
	    compile_crates(crates, nr, build) < 0 ||
	    (!build->ok && add_make_reason(build->log, &build->errors) < 0))
		return -1;
	return fact_keep(&fact, build_json(build));
}

void crate_reads_release(struct crate_reads *reads)
{
	json_decref(reads->made);
	free(reads->log);
	strlist_release(&reads->errors);
	*reads = (struct crate_reads){ 0 };
}

void crate_build_release(struct crate_build *build)
{
	STRLIST_RELEASE_ALL(&build->errors, &build->warnings);
	free(build->log);
	*build = (struct crate_build){ 0 };
}

void crates_release(struct crates *crates)
{
	free(crates->unavailable);
	rust_rules_release(&crates->rules);
	strlist_release(&crates->drivers);
	revisions_release(&crates->revisions);
	kbuild_release(&crates->kbuild);
}
