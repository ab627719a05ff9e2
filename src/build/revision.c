// SPDX-License-Identifier: GPL-2.0
/* The trees of a series and what their preparation generates. */
#include "build/revision.h"

#include "build/orphans.h"

#include "git/worktree.h"
#include "kbuild/buildlog.h"
#include "kbuild/decides.h"
#include "kbuild/depfile.h"
#include "kbuild/kbuild.h"
#include "kbuild/makelog.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/state.h"
#include "lib/word.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

static int by_leaf(const void *a, const void *b)
{
	return strcmp(path_leaf(*(char *const *)a), path_leaf(*(char *const *)b));
}

static void list_headers(struct revisions *revisions)
{
	FOR_EACH(file, revisions->all)
		if (has_extension(file->path, ".h"))
			strlist_add(&revisions->headers, file->path);
	LIST_SORT(&revisions->headers, by_leaf);
}

size_t revisions_first_namesake(const struct revisions *revisions, const char *leaf)
{
	return LIST_FIRST(&revisions->headers, header, strcmp(path_leaf(*header), leaf) < 0);
}

static bool is_table(const char *path)
{
	return !strncmp(path, "arch/", 5) || !strncmp(path, "kernel/", 7) ||
	       !strncmp(path, "include/asm-generic/", 20);
}

/* Tables and programs from which headers are made, and the headers whose mere
 * presence decides whether a generic one is put in place. */
static git_oid digest_tables(const struct revisions *revisions, const struct revision *revision)
{
	char *arch CLEANUP(free_text) = xasprintf("arch/%s/",
						  revisions->kbuild->target.srcarch);
	char *include CLEANUP(free_text) = xasprintf("%sinclude/", arch);
	const struct files *lists[] = { revisions->all, &revision->view.changed };
	struct digest digest = { 0 };

	for (size_t i = 0; i < 2; i++) {
		FOR_EACH(file, lists[i]) {
			const struct file *now;

			if (!is_table(file->path) || (!strncmp(file->path, "arch/", 5) &&
						      !starts_with(file->path, arch)))
				continue;
			now = view_find(&revision->view, file->path);
			if (starts_with(file->path, include) ||
			    !strncmp(file->path, "include/asm-generic/", 20))
				digest_text(&digest, now ? file->path : NULL);
			else if (!has_ending(file->path, ".c") &&
				 !has_ending(file->path, ".h") &&
				 !has_ending(file->path, ".S"))
				digest_text(&digest, now ? git_oid_tostr_s(&now->oid) : NULL);
		}
	}
	return digest_end(&digest);
}

static bool changes_any(const struct revision *revision, bool (*test)(const char *path))
{
	FOR_EACH(file, &revision->view.changed)
		if (test(file->path))
			return true;
	return false;
}

static bool is_makefile(const char *path, const char *srcarch)
{
	(void)srcarch;
	return kbuild_decides(path) && strncmp(path_leaf(path), "Kconfig", 7);
}

/* Most trees of a series have the base's Makefiles. */
static void digest_kbuild(const struct revisions *revisions, struct revision *revision)
{
	const char *srcarch = revisions->kbuild->target.srcarch;

	if (!changes_any(revision, kbuild_decides)) {
		revision->kconfig = revisions->kconfig;
		revision->common = revisions->common;
		revision->makefiles = revisions->makefiles;
		return;
	}
	revision->kconfig = kbuild_digest(&revision->view);
	revision->common = kbuild_digest_of(&revision->view, srcarch, kbuild_is_common);
	revision->makefiles = kbuild_digest_of(&revision->view, srcarch, is_makefile);
}

static bool is_kconfig(const char *path)
{
	return !strncmp(path_leaf(path), "Kconfig", 7);
}

/* Is it the Makefile of a folder of which make reads none before it compiles? make looks which of
 * two names there is. */
static bool is_late_makefile(const struct revisions *revisions, const char *path)
{
	static const char *const names[] = { "Makefile", "Kbuild" };
	const char *leaf = path_leaf(path);
	bool makefile = false, read = false;

	for (size_t i = 0; i < 2; i++) {
		char *other CLEANUP(free_text) =
			xasprintf("%.*s%s", (int)(leaf - path), path, names[i]);

		makefile = makefile || !strcmp(leaf, names[i]);
		read = read || strlist_find(&revisions->reads, other);
	}
	return makefile && !read &&
	       !kbuild_is_common(path, revisions->kbuild->target.srcarch);
}

/* A Kconfig that conf does not read, such as that of another architecture. */
static bool is_unread_kconfig(const struct revisions *revisions, const char *path)
{
	return is_kconfig(path) && strlist_find(&revisions->reads, "Kconfig") &&
	       !strlist_find(&revisions->reads, path);
}

/* Of what comes or goes nothing is known. */
static bool is_not_read(const struct revisions *revisions, const struct file *file)
{
	const struct file *old = files_find(revisions->all, file->path);

	return revisions->reads.nr && old && old->mode == 0100644 && file->mode == 0100644 &&
	       !git_oid_is_zero(&file->oid) &&
	       (is_late_makefile(revisions, file->path) ||
		is_unread_kconfig(revisions, file->path));
}

/* The lines of a Kconfig that say what else is read; NULL: it cannot be read. */
static char *source_lines(const struct revisions *revisions, const struct file *file)
{
	char *text CLEANUP(free_text) = base_read(revisions->base, &file->oid, NULL);
	char *lines = text ? xstrdup("") : NULL;

	if (!text)
		return NULL;
	FOR_EACH_LINE(line, text) {
		char *old CLEANUP(free_text) = lines;

		if (memmem(line.at, line.len, "source", 6) || memmem(line.at, line.len, ":=", 2))
			lines = xasprintf("%s%.*s\n", old, (int)line.len, line.at);
		else
			lines = TAKE(old);
	}
	return lines;
}

static bool sources_others(const struct revisions *revisions, const struct file *file)
{
	const struct file *old = files_find(revisions->all, file->path);
	char *before CLEANUP(free_text) = old ? source_lines(revisions, old) : NULL;
	char *after CLEANUP(free_text) =
		git_oid_is_zero(&file->oid) ? NULL : source_lines(revisions, file);

	if (!before || !after)
		fail_clear();
	return !before || !after || strcmp(before, after) != 0;
}

/* May conf read other files in this tree than in the base? */
static bool reads_others(const struct revisions *revisions, const struct revision *revision)
{
	FOR_EACH(file, &revision->view.changed)
		if (is_kconfig(file->path) && !is_not_read(revisions, file) &&
		    sources_others(revisions, file))
			return true;
	return false;
}

/* Trees that differ from the base in the same files, as far as these are read to configure and
 * prepare: one is as the other, and where none differs as the base. */
static void liken(struct revisions *revisions, const struct revision *revision)
{
	struct digest digest = { 0 };
	bool same = true;

	if (git_oid_equal(&revision->kconfig, &revisions->kconfig) || !revisions->reads.nr ||
	    reads_others(revisions, revision))
		return;
	digest_oid(&digest, &revisions->kconfig);
	FOR_EACH(file, &revision->view.changed) {
		if (!kbuild_decides(file->path) || is_not_read(revisions, file))
			continue;
		same = false;
		DIGEST_ADD(&digest, file->path, git_oid_tostr_s(&file->oid));
		digest_bytes(&digest, &file->mode, sizeof(file->mode));
	}
	git_oid model = digest_end(&digest);
	kbuild_liken(revisions->kbuild, &revision->kconfig, same ? &revisions->kconfig : &model);
}

static void learn_base(struct revisions *revisions)
{
	const char *srcarch = revisions->kbuild->target.srcarch;
	const struct revision whole = { .view = { .files = revisions->all,
						  .tree = revisions->base->tree } };

	list_headers(revisions);
	revisions->kconfig = kbuild_digest(&whole.view);
	revisions->common = kbuild_digest_of(&whole.view, srcarch, kbuild_is_common);
	revisions->makefiles = kbuild_digest_of(&whole.view, srcarch, is_makefile);
	revisions->tables = digest_tables(revisions, &whole);
}

int revisions_add(struct revisions *revisions, const git_oid *tree, size_t before)
{
	struct revision *revision;

	if (!revisions->nr)
		learn_base(revisions);
	revision = LIST_ADD(revisions);
	revision->before = before;
	if (view_load(&revision->view, revisions->base, revisions->all, &revisions->base->tree,
		      tree) < 0)
		return -1;
	digest_kbuild(revisions, revision);
	liken(revisions, revision);
	return 0;
}

bool revisions_follows(const struct revisions *revisions, size_t nr, size_t of)
{
	/* a parent outside of the range stands behind all commits, and on the base */
	while (nr != of && nr)
		nr = revisions->v[nr].before;
	return nr == of;
}

/* What the command of a record names, and the tree has: a table, a script, a program. */
static void add_named(const struct kbuild *kbuild, const struct view *view, const char *record,
		      struct strlist *inputs)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };

	depfile_words(record, kbuild->tree, &words);
	FOR_EACH(word, &words)
		if (view_find(view, *word))
			strlist_add(inputs, *word);
}

/* What the generated files were made from: what the compiler read for bounds.s, asm-offsets.s and
 * the tools, and the tables from which headers are made. Makefiles are in the kconfig digest. */
static int read_inputs(const struct kbuild *kbuild, const struct view *view,
		       struct strlist *inputs)
{
	struct strlist records CLEANUP(strlist_release) = { 0 };
	struct strlist generated CLEANUP(strlist_release) = { 0 };
	struct strlist all CLEANUP(strlist_release) = { 0 };
	int result = 0;

	orphans_records(kbuild, NULL, &records);
	io_find(&records, kbuild->build, "include/generated", ".cmd");
	io_find(&records, kbuild->build, "arch", ".h.cmd");
	FOR_EACH(record, &records) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", kbuild->build, *record);
		char *text CLEANUP(free_text) = io_read(path, NULL);

		if (!text) {
			result = -1;
			continue;
		}
		depfile_parse(text, kbuild->tree, &all, &generated);
		add_named(kbuild, view, text, &all);
	}
	strlist_sort(&all);
	for (size_t i = 0; i < all.nr; i++)
		if (!i || strcmp(all.v[i - 1], all.v[i]) != 0)
			strlist_add(inputs, all.v[i]);
	return result;
}

static git_oid inputs_key(const struct revisions *revisions, const struct revision *revision)
{
	/* "4": version of read_inputs() */
	return DIGEST(&revisions->kbuild->context,
		      kbuild_setup(revisions->kbuild, &revision->kconfig), "4");
}

/* They are the same for all trees but for a few. */
static void note_inputs(struct revisions *revisions, const struct strlist *inputs)
{
	FOR_EACH(path, inputs)
		if (!strlist_find(&revisions->prepare_inputs, *path)) {
			strlist_add(&revisions->prepare_inputs, *path);
			strlist_sort(&revisions->prepare_inputs);
		}
}

static git_oid digest_inputs(const struct revisions *revisions, const struct revision *revision,
			     const struct strlist *inputs)
{
	git_oid context = inputs_key(revisions, revision);
	git_oid tables = changes_any(revision, is_table) ? digest_tables(revisions, revision) :
							   revisions->tables;
	struct digest digest = { 0 };

	digest_oid(&digest, &context);
	FOR_EACH(path, inputs) {
		const struct file *file = view_find(&revision->view, *path);

		DIGEST_ADD(&digest, *path, file ? git_oid_tostr_s(&file->oid) : NULL);
	}
	digest_oid(&digest, &tables);
	return digest_end(&digest);
}

static int digest_generated(const struct kbuild *kbuild, git_oid *out)
{
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	struct digest digest = { 0 };
	char *arch = xasprintf("arch/%s/include/generated", kbuild->target.srcarch);
	int result = 0;

	io_find(&paths, kbuild->build, "include/generated", "");
	io_find(&paths, kbuild->build, arch, "");
	free(arch);
	strlist_add(&paths, "include/config/auto.conf");
	strlist_sort(&paths);
	FOR_EACH(path, &paths) {
		char *full = xasprintf("%s/%s", kbuild->build, *path);
		size_t len = 0;
		char *data = has_ending(*path, ".cmd") ? xstrdup("") : io_read(full, &len);

		if (data) {
			digest_text(&digest, *path);
			digest_bytes(&digest, data, len);
		} else {
			result = -1;
		}
		FREE_ALL(data, full);
	}
	*out = digest_end(&digest);
	return result;
}

/* The facts: which files are inputs of the preparation (by kconfig), and what it
 * generates (by those inputs). */
static int recall_revision(struct revisions *revisions, struct revision *revision)
{
	struct ledger *ledger = revisions->kbuild->state->ledger;
	git_oid key = inputs_key(revisions, revision);
	json_t *list CLEANUP(free_json) = NULL;
	json_t *generated CLEANUP(free_json) = NULL;
	struct strlist inputs CLEANUP(strlist_release) = { 0 };
	int known = ledger_get(ledger, "prepare-inputs", &key, &list);

	if (known <= 0)
		return known;
	json_list_read(list, &inputs);
	note_inputs(revisions, &inputs);
	revision->inputs = digest_inputs(revisions, revision, &inputs);
	known = ledger_get(ledger, "prepared", &revision->inputs, &generated);
	if (known > 0 && (!json_is_string(generated) ||
			  git_oid_fromstr(&revision->generated, json_string_value(generated)) < 0))
		known = 0;
	revision->known = known > 0;
	return known;
}

static int learn(struct revisions *revisions, struct revision *revision)
{
	struct ledger *ledger = revisions->kbuild->state->ledger;
	git_oid key = inputs_key(revisions, revision);
	struct strlist inputs CLEANUP(strlist_release) = { 0 };

	if (read_inputs(revisions->kbuild, &revision->view, &inputs) < 0 ||
	    digest_generated(revisions->kbuild, &revision->generated) < 0)
		return -1;
	note_inputs(revisions, &inputs);
	revision->inputs = digest_inputs(revisions, revision, &inputs);
	revision->known = true;
	json_t *list CLEANUP(free_json) = json_list(&inputs);
	json_t *generated CLEANUP(free_json) = json_oid(&revision->generated);
	if (ledger_put(ledger, "prepare-inputs", &key, list) < 0)
		return -1;
	return ledger_put(ledger, "prepared", &revision->inputs, generated);
}

static struct fact reads_fact(const struct revisions *revisions)
{
	return (struct fact){ revisions->kbuild->state->ledger, "prepare-makefiles",
			      inputs_key(revisions, revisions->v) };
}

static int recall_reads(struct revisions *revisions)
{
	struct fact fact CLEANUP(fact_release) = reads_fact(revisions);

	if (fact_recall(&fact) < 0)
		return -1;
	json_list_read(fact.value, &revisions->reads);
	FOR_EACH(revision, revisions)
		liken(revisions, revision);
	return 0;
}

/* The base has just been prepared. */
static int learn_reads(struct revisions *revisions)
{
	struct fact fact CLEANUP(fact_release) = reads_fact(revisions);
	struct strlist reads CLEANUP(strlist_release) = { 0 };

	if (kbuild_reads(revisions->kbuild, &reads) < 0)
		return -1;
	if (revisions->kbuild->stopped)
		revisions->prepared = (git_oid){ 0 };
	if (!reads.nr)
		return 0;
	return fact_keep(&fact, json_list(&reads)) < 0 ? -1 : recall_reads(revisions);
}

/* "drivers/x/Kconfig:12: syntax error", "drivers/x/Makefile:3: *** missing separator." */
static bool blames_kbuild(const char *log)
{
	static const char *const names[] = { "Kconfig", "Makefile", "Kbuild" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		for (const char *at = log; (at = strstr(at, names[i])); at++) {
			const char *number = at + strcspn(at, ": \n");
			size_t digits = *number == ':' ? strspn(number + 1, "0123456789") : 0;

			/* make names a line as well when a command of it fails */
			if (digits && number[digits + 1] == ':' &&
			    (!i || !strncmp(number + digits + 1, ": *** ", 6)))
				return true;
		}
	}
	return false;
}

static int prepare_again(struct revisions *revisions, size_t nr);

/* Is the machine to blame, or a tool that fails in the base as well? */
static bool is_innocent(struct revisions *revisions, const struct revision *revision,
			const char *log)
{
	struct strlist errors CLEANUP(strlist_release) = { 0 };
	struct strlist warnings CLEANUP(strlist_release) = { 0 };

	char *machine CLEANUP(free_text) = makelog_machine_failure(log);

	if (machine || fail_exit_code() >= FAIL_SIGNAL)
		return true;
	buildlog_parse(log, &errors, &warnings);
	/* a compiler, or a line of Kconfig or of a Makefile, speaks of the sources */
	if (errors.nr || blames_kbuild(log))
		return false;
	return revision == revisions->v || prepare_again(revisions, 0) < 0;
}

void revisions_stop(struct revisions *revisions, size_t nr)
{
	struct revision *revision = &revisions->v[nr];

	revision->broken = true;
	if (!revision->stopped)
		revision->stopped = xstrdup(revisions->kbuild->stopped);
	revisions->prepared = (git_oid){ 0 };
}

/* make says no: the tree is broken, or a tool is, or the machine. */
static int judge_failure(struct revisions *revisions, size_t nr, const char *step)
{
	struct revision *revision = &revisions->v[nr];
	char *path CLEANUP(free_text) = xasprintf("%s.%s.log", revisions->kbuild->build, step);
	char *log CLEANUP(free_text) = io_read(path, NULL);

	if (revisions->kbuild->stopped)
		revisions_stop(revisions, nr);
	else if (!log || is_innocent(revisions, revision, log))
		return -1;
	fail_clear();
	revision->broken = true;
	if (!log) /* stopped before it said anything */
		return 0;
	revision->why = makelog_reason(log);
	/* the next step writes the same file */
	revision->log = xasprintf("%s.%.12s.%s.log", revisions->kbuild->build,
				  git_oid_tostr_s(&revision->view.tree), step);
	return io_write(revision->log, log, strlen(log));
}

static int configure(struct revisions *revisions, size_t nr, enum worktree_level level)
{
	struct revision *revision = &revisions->v[nr];

	if (worktree_set(revisions->kbuild->state, revisions->base, &revision->view.tree, level) <
	    0)
		return -1;
	if (kbuild_configure(revisions->kbuild, &revision->kconfig) == 0)
		return nr ? 0 : kbuild_check(revisions->kbuild);
	/* of a base that cannot be configured nothing can be said */
	return nr ? judge_failure(revisions, nr, "configure") : -1;
}

/* 0: the tree can be prepared, as it is known of the base. */
static int prepare_again(struct revisions *revisions, size_t nr)
{
	struct revision *revision = &revisions->v[nr];

	revisions->prepared = (git_oid){ { 0 } };
	if (worktree_set(revisions->kbuild->state, revisions->base, &revision->view.tree,
			 WORKTREE_FULL) < 0 ||
	    kbuild_configure(revisions->kbuild, &revision->kconfig) < 0 ||
	    kbuild_prepare(revisions->kbuild) < 0)
		return -1;
	return 0;
}

int revisions_config(struct revisions *revisions, size_t nr, char **text)
{
	struct fact fact CLEANUP(fact_release) = { revisions->kbuild->state->ledger, "config",
						   inputs_key(revisions, &revisions->v[nr]) };
	char *path CLEANUP(free_text) = xasprintf("%s/include/config/auto.conf",
						  revisions->kbuild->build);

	*text = NULL;
	if (fact_recall(&fact) < 0)
		return -1;
	if (json_is_string(fact.value)) {
		*text = xstrdup(json_string_value(fact.value));
		return 0;
	}
	if (configure(revisions, nr, WORKTREE_KBUILD) < 0)
		return -1;
	if (revisions->v[nr].broken)
		return 0;
	*text = io_read(path, NULL);
	if (!*text)
		return -1;
	json_t *value = json_string(*text);
	return value ? fact_keep(&fact, value) : 0;
}

/* "lib/Kconfig:8:warning: config symbol defined without type" */
static void take_warnings(const char *log, struct strlist *warnings)
{
	FOR_EACH_LINE(line, log) {
		char *text CLEANUP(free_text) = xstrndup(line.at, line.len);
		char *said = strstr(text, "warning: "), *name = strstr(text, "Kconfig");
		char *number = name ? strchr(name, ':') : NULL;

		if (said && number && number < said)
			*LIST_ADD(warnings) = xasprintf("%.*s: %s", (int)(number - text), text,
							said);
	}
	strlist_sort(warnings);
}

int revisions_config_warnings(struct revisions *revisions, size_t nr, struct strlist *warnings)
{
	struct fact fact CLEANUP(fact_release) = { revisions->kbuild->state->ledger,
						   "config-warnings",
						   inputs_key(revisions, &revisions->v[nr]) };
	char *path CLEANUP(free_text) = xasprintf("%s.configure.log", revisions->kbuild->build);
	char *log CLEANUP(free_text) = NULL;
	int known = fact_recall(&fact);

	if (known > 0)
		json_list_read(fact.value, warnings);
	if (known || configure(revisions, nr, WORKTREE_KBUILD) < 0)
		return known > 0 ? 0 : -1;
	log = revisions->v[nr].broken ? xstrdup("") : io_read(path, NULL);
	if (!log)
		return -1;
	take_warnings(log, warnings);
	return fact_keep(&fact, json_list(warnings));
}

int revisions_visit(struct revisions *revisions, size_t nr)
{
	struct revision *revision = &revisions->v[nr];

	if (configure(revisions, nr, WORKTREE_FULL) < 0)
		return -1;
	if (revision->broken)
		return 0;
	if (revision->known && git_oid_equal(&revision->inputs, &revisions->prepared))
		return 0;
	if (orphans_remove(revisions->kbuild, &revision->view, NULL) < 0)
		return -1;
	if (kbuild_prepare(revisions->kbuild) < 0)
		return judge_failure(revisions, nr, "prepare");
	if (learn(revisions, revision) < 0)
		return -1;
	git_oid_cpy(&revisions->prepared, &revision->inputs);
	return nr || revisions->reads.nr ? 0 : learn_reads(revisions);
}

int revisions_know(struct revisions *revisions, size_t nr)
{
	struct revision *revision = &revisions->v[nr];
	int known;

	if (revision->known || revision->broken)
		return 0;
	known = recall_revision(revisions, revision);
	if (known > 0 && !nr && !revisions->reads.nr)
		return recall_reads(revisions);
	if (known)
		return known < 0 ? -1 : 0;
	return revisions_visit(revisions, nr);
}

void revisions_release(struct revisions *revisions)
{
	FOR_EACH(revision, revisions) {
		view_release(&revision->view);
		free(revision->log);
		FREE_ALL(revision->why, revision->stopped);
	}
	FREE_ALL(revisions->v, revisions->makefile_inputs.v);
	strlist_release(&revisions->headers);
	STRLIST_RELEASE_ALL(&revisions->prepare_inputs, &revisions->reads);
	*revisions = (struct revisions){ 0 };
}
