// SPDX-License-Identifier: GPL-2.0
/* The trees of a series and what their preparation generates. */
#include "build/revision.h"

#include "git/worktree.h"
#include "kbuild/buildlog.h"
#include "kbuild/depfile.h"
#include "kbuild/kbuild.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/ledger.h"
#include "lib/state.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

static int by_leaf(const void *a, const void *b)
{
	return strcmp(path_leaf(*(char *const *)a), path_leaf(*(char *const *)b));
}

static void list_headers(struct stands *stands)
{
	FOR_EACH(file, stands->all) {
		size_t len = strlen(file->path);

		if (len > 2 && !strcmp(file->path + len - 2, ".h"))
			strlist_add(&stands->headers, file->path);
	}
	if (stands->headers.nr)
		qsort(stands->headers.v, stands->headers.nr, sizeof(*stands->headers.v), by_leaf);
}

size_t stands_first_namesake(const struct stands *stands, const char *leaf)
{
	size_t low = 0, high = stands->headers.nr;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcmp(path_leaf(stands->headers.v[middle]), leaf) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool has_suffix(const char *text, const char *suffix)
{
	size_t a = strlen(text), b = strlen(suffix);

	return a >= b && !strcmp(text + a - b, suffix);
}

static bool is_table(const char *path)
{
	return !strncmp(path, "arch/", 5) || !strncmp(path, "kernel/", 7) ||
	       !strncmp(path, "include/asm-generic/", 20);
}

/* Tables and programs from which headers are made, and the headers whose mere
 * presence decides whether a generic one is put in place. */
static git_oid digest_tables(const struct stands *stands, const struct stand *stand)
{
	char *arch CLEANUP(free_text) = xasprintf("arch/%s/",
						  stands->kbuild->target.srcarch);
	char *include CLEANUP(free_text) = xasprintf("%sinclude/", arch);
	const struct files *lists[] = { stands->all, &stand->view.changed };
	struct digest digest;

	digest_init(&digest);
	for (size_t i = 0; i < 2; i++) {
		FOR_EACH(file, lists[i]) {
			const struct file *now;

			if (!is_table(file->path) || (!strncmp(file->path, "arch/", 5) &&
						      strncmp(file->path, arch, strlen(arch))))
				continue;
			now = view_find(&stand->view, file->path);
			if (!strncmp(file->path, include, strlen(include)) ||
			    !strncmp(file->path, "include/asm-generic/", 20))
				digest_text(&digest, now ? file->path : NULL);
			else if (!has_suffix(file->path, ".c") && !has_suffix(file->path, ".h") &&
				 !has_suffix(file->path, ".S"))
				digest_text(&digest, now ? git_oid_tostr_s(&now->oid) : NULL);
		}
	}
	return digest_end(&digest);
}

static bool changes_any(const struct stand *stand, bool (*test)(const char *path))
{
	FOR_EACH(file, &stand->view.changed)
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
static void digest_kbuild(const struct stands *stands, struct stand *stand)
{
	const char *srcarch = stands->kbuild->target.srcarch;

	if (!changes_any(stand, kbuild_decides)) {
		stand->kconfig = stands->kconfig;
		stand->common = stands->common;
		stand->makefiles = stands->makefiles;
		return;
	}
	stand->kconfig = kbuild_digest(&stand->view);
	stand->common = kbuild_digest_of(&stand->view, srcarch, kbuild_is_common);
	stand->makefiles = kbuild_digest_of(&stand->view, srcarch, is_makefile);
}

static void learn_base(struct stands *stands)
{
	const char *srcarch = stands->kbuild->target.srcarch;
	const struct stand whole = { .view = { .files = stands->all,
					       .tree = stands->base->tree } };

	list_headers(stands);
	stands->kconfig = kbuild_digest(&whole.view);
	stands->common = kbuild_digest_of(&whole.view, srcarch, kbuild_is_common);
	stands->makefiles = kbuild_digest_of(&whole.view, srcarch, is_makefile);
	stands->tables = digest_tables(stands, &whole);
}

int stands_add(struct stands *stands, const git_oid *tree, size_t before)
{
	struct stand *stand;

	if (!stands->nr)
		learn_base(stands);
	stand = LIST_ADD(stands);
	stand->before = before;
	if (view_load(&stand->view, stands->base, stands->all, &stands->base->tree, tree) < 0)
		return -1;
	digest_kbuild(stands, stand);
	return 0;
}

bool stands_follows(const struct stands *stands, size_t nr, size_t of)
{
	while (nr > of)
		nr = stands->v[nr].before;
	return nr == of;
}

/* Files below @dir (recursively) whose names end with @suffix, as paths below @root. */
static void collect(const char *root, const char *dir, const char *suffix, struct strlist *out)
{
	char *path = xasprintf("%s/%s", root, dir);
	DIR *stream = opendir(path);
	struct dirent *entry;

	while (stream && (entry = readdir(stream))) {
		char *name;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		name = xasprintf("%s/%s", dir, entry->d_name);
		if (entry->d_type == DT_DIR)
			collect(root, name, suffix, out);
		else if (has_suffix(name, suffix))
			strlist_add(out, name);
		free(name);
	}
	if (stream)
		closedir(stream);
	free(path);
}

/* What the generated files were made from: the sources that the compiler read for
 * bounds.s and asm-offsets.s. Scripts and Makefiles are in the kconfig digest. */
static int read_inputs(const struct kbuild *kbuild, struct strlist *inputs)
{
	struct strlist records = { 0 }, generated = { 0 };
	int result = 0;

	collect(kbuild->build, "kernel", ".s.cmd", &records);
	collect(kbuild->build, "arch", ".s.cmd", &records);
	FOR_EACH(record, &records) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", kbuild->build, *record);
		char *text CLEANUP(free_text) = io_read(path, NULL);

		if (!text)
			result = -1;
		else
			depfile_parse(text, kbuild->tree, inputs, &generated);
	}
	strlist_sort(inputs);
	strlist_release(&records);
	strlist_release(&generated);
	return result;
}

static git_oid inputs_key(const struct stands *stands, const struct stand *stand)
{
	struct digest digest;

	digest_init(&digest);
	digest_oid(&digest, &stands->kbuild->context);
	digest_oid(&digest, &stand->kconfig);
	return digest_end(&digest);
}

static git_oid digest_inputs(const struct stands *stands, const struct stand *stand,
			     const struct strlist *inputs)
{
	git_oid context = inputs_key(stands, stand);
	git_oid tables = changes_any(stand, is_table) ? digest_tables(stands, stand) :
							stands->tables;
	struct digest digest;

	digest_init(&digest);
	digest_oid(&digest, &context);
	FOR_EACH(path, inputs) {
		const struct file *file = view_find(&stand->view, *path);

		digest_text(&digest, *path);
		digest_text(&digest, file ? git_oid_tostr_s(&file->oid) : NULL);
	}
	digest_oid(&digest, &tables);
	return digest_end(&digest);
}

static int digest_generated(const struct kbuild *kbuild, git_oid *out)
{
	struct strlist paths = { 0 };
	struct digest digest;
	char *arch = xasprintf("arch/%s/include/generated", kbuild->target.srcarch);
	int result = 0;

	collect(kbuild->build, "include/generated", "", &paths);
	collect(kbuild->build, arch, "", &paths);
	free(arch);
	strlist_add(&paths, "include/config/auto.conf");
	strlist_sort(&paths);
	digest_init(&digest);
	FOR_EACH(path, &paths) {
		char *full = xasprintf("%s/%s", kbuild->build, *path);
		size_t len = 0;
		char *data = has_suffix(*path, ".cmd") ? xstrdup("") : io_read(full, &len);

		if (data) {
			digest_text(&digest, *path);
			digest_bytes(&digest, data, len);
		} else {
			result = -1;
		}
		free(data);
		free(full);
	}
	*out = digest_end(&digest);
	strlist_release(&paths);
	return result;
}

/* The facts: which files are inputs of the preparation (by kconfig), and what it
 * generates (by those inputs). */
static int recall(struct stands *stands, struct stand *stand)
{
	struct ledger *ledger = stands->kbuild->state->ledger;
	git_oid key = inputs_key(stands, stand);
	json_t *list CLEANUP(free_json) = NULL;
	json_t *generated CLEANUP(free_json) = NULL;
	struct strlist inputs = { 0 };
	int known = ledger_get(ledger, "prepare-inputs", &key, &list);
	size_t i;
	json_t *path;

	if (known <= 0)
		return known;
	json_array_foreach(list, i, path) if (json_is_string(path))
		strlist_add(&inputs, json_string_value(path));
	stand->inputs = digest_inputs(stands, stand, &inputs);
	strlist_release(&inputs);
	known = ledger_get(ledger, "prepared", &stand->inputs, &generated);
	if (known > 0 && (!json_is_string(generated) ||
			  git_oid_fromstr(&stand->generated, json_string_value(generated)) < 0))
		known = 0;
	stand->known = known > 0;
	return known;
}

static int learn(struct stands *stands, struct stand *stand)
{
	struct ledger *ledger = stands->kbuild->state->ledger;
	git_oid key = inputs_key(stands, stand);
	json_t *list CLEANUP(free_json) = json_array();
	json_t *generated CLEANUP(free_json) = NULL;
	struct strlist inputs = { 0 };

	if (read_inputs(stands->kbuild, &inputs) < 0 ||
	    digest_generated(stands->kbuild, &stand->generated) < 0) {
		strlist_release(&inputs);
		return -1;
	}
	FOR_EACH(path, &inputs)
		json_array_append_new(list, json_string(*path));
	stand->inputs = digest_inputs(stands, stand, &inputs);
	strlist_release(&inputs);
	stand->known = true;
	generated = json_string(git_oid_tostr_s(&stand->generated));
	if (ledger_put(ledger, "prepare-inputs", &key, list) < 0)
		return -1;
	return ledger_put(ledger, "prepared", &stand->inputs, generated);
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

/* make says no: the sources are broken, or a tool is. Only an error message of a
 * compiler, or one that names a line of Kconfig or of a Makefile, speaks against the
 * sources. */
static int judge_failure(struct stands *stands, struct stand *stand, const char *step)
{
	char *path CLEANUP(free_text) = xasprintf("%s.%s.log", stands->kbuild->build, step);
	char *log CLEANUP(free_text) = io_read(path, NULL);
	struct strlist errors = { 0 }, warnings = { 0 };

	if (log)
		buildlog_parse(log, &errors, &warnings);
	stand->broken = errors.nr > 0 || (log && blames_kbuild(log));
	strlist_release(&errors);
	strlist_release(&warnings);
	if (!stand->broken)
		return -1;
	fail_clear();
	stand->log = TAKE(path);
	return 0;
}

static int configure(struct stands *stands, size_t nr, enum worktree_level level)
{
	struct stand *stand = &stands->v[nr];

	if (worktree_set(stands->kbuild->state, stands->base, &stand->view.tree, level) < 0)
		return -1;
	if (kbuild_configure(stands->kbuild, &stand->kconfig) == 0)
		return nr ? 0 : kbuild_check(stands->kbuild);
	/* of a base that cannot be configured nothing can be said */
	return nr ? judge_failure(stands, stand, "configure") : -1;
}

int stands_config(struct stands *stands, size_t nr, char **text)
{
	struct ledger *ledger = stands->kbuild->state->ledger;
	git_oid key = inputs_key(stands, &stands->v[nr]);
	json_t *fact CLEANUP(free_json) = NULL;
	char *path CLEANUP(free_text) = xasprintf("%s/include/config/auto.conf",
						  stands->kbuild->build);
	int known = ledger_get(ledger, "config", &key, &fact);

	*text = NULL;
	if (known < 0)
		return -1;
	if (json_is_string(fact)) {
		*text = xstrdup(json_string_value(fact));
		return 0;
	}
	if (configure(stands, nr, WORKTREE_KBUILD) < 0)
		return -1;
	if (stands->v[nr].broken)
		return 0;
	*text = io_read(path, NULL);
	if (!*text)
		return -1;
	json_decref(fact);
	fact = json_string(*text);
	return fact ? ledger_put(ledger, "config", &key, fact) : 0;
}

int stands_visit(struct stands *stands, size_t nr)
{
	struct stand *stand = &stands->v[nr];

	if (configure(stands, nr, WORKTREE_FULL) < 0)
		return -1;
	if (stand->broken)
		return 0;
	if (stand->known && git_oid_equal(&stand->inputs, &stands->prepared))
		return 0;
	if (kbuild_prepare(stands->kbuild) < 0)
		return judge_failure(stands, stand, "prepare");
	if (learn(stands, stand) < 0)
		return -1;
	git_oid_cpy(&stands->prepared, &stand->inputs);
	return 0;
}

int stands_know(struct stands *stands, size_t nr)
{
	struct stand *stand = &stands->v[nr];
	int known;

	if (stand->known || stand->broken)
		return 0;
	known = recall(stands, stand);
	if (known)
		return known < 0 ? -1 : 0;
	return stands_visit(stands, nr);
}

void stands_release(struct stands *stands)
{
	FOR_EACH(stand, stands) {
		view_release(&stand->view);
		free(stand->log);
	}
	free(stands->v);
	free(stands->horizons.v);
	strlist_release(&stands->headers);
	*stands = (struct stands){ 0 };
}
