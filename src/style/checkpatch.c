// SPDX-License-Identifier: GPL-2.0
/* Runs checkpatch.pl of the base and reads what it says. */
#include "style/checkpatch.h"

#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "style/pocket.h"

#include <dirent.h>
#include <string.h>

#define SCRIPT "scripts/checkpatch.pl"
#define BINDINGS "Documentation/devicetree/bindings/"
#define CACHE ".checkpatch-camelcase."	/* where it keeps the names of include/ */
#define STAGE "checkpatch"
#define TIMEOUT 900 /* seconds; it reads about a thousand lines in one */
#define OPTIONS "--strict --terse --show-types --no-summary"

/* What it reads, and what it looks for to recognise a kernel tree. */
static const char *const read_files[] = { SCRIPT, "scripts/spelling.txt",
					  "scripts/const_structs.checkpatch" };
static const char *const marks[] = { "COPYING", "CREDITS", "Kbuild", "MAINTAINERS", "Makefile",
				     "README" };
static const char *const folders[] = { "Documentation", "arch", "include", "drivers", "fs",
				       "init", "ipc", "kernel", "lib", "scripts" };
/* The user's settings that could change an answer. */
static const char *const foreign[] = { "GIT_DIR", "PERL5LIB", "PERL5OPT", "PERL_UNICODE",
				       "PERLIO", "PERL_HASH_SEED=0" };

/* The fault that it must find: a blank at the end of a line. The CamelCase name makes it
 * read include/, and remember what it found there. */
static const char probe[] = "diff --git a/drivers/probe.c b/drivers/probe.c\n"
			    "--- a/drivers/probe.c\n"
			    "+++ b/drivers/probe.c\n"
			    "@@ -1,1 +1,3 @@\n"
			    " int one;\n"
			    "+int TheSecond;\n"
			    "+int three; \n"
			    "-- \n"
			    "treewide\n";
#define PROBE_FINDS "TRAILING_WHITESPACE"

struct inquiry {
	const struct checkpatch *checkpatch;
	struct sheets *sheets;
	struct pocket pocket;
	char *cache;		/* the file with the names of include/; NULL for none */
	bool bindings;		/* they are in the pocket */
	size_t next, done;
};

struct errand {
	struct sheet *sheet;
	struct pocket here;	/* where it runs: the files that the patch stands on */
	git_oid key;
	char *script, *root, *home, *out, *log;
	const char *argv[12], *env[10];
};

bool checkpatch_exists(const struct files *all)
{
	return files_find(all, SCRIPT) != NULL;
}

static bool is_below(const char *path, const char *prefix)
{
	return !strncmp(path, prefix, strlen(prefix));
}

void checkpatch_open(struct checkpatch *checkpatch, struct state *state, const struct base *base,
		     const struct files *all)
{
	struct digest context, bindings;

	*checkpatch = (struct checkpatch){ .state = state, .base = base, .all = all };
	digest_init(&context);
	digest_init(&bindings);
	digest_text(&context, OPTIONS);
	for (size_t i = 0; i < sizeof(read_files) / sizeof(*read_files); i++) {
		const struct file *file = files_find(all, read_files[i]);

		digest_text(&context, file ? git_oid_tostr_s(&file->oid) : NULL);
	}
	FOR_EACH(file, all) {
		struct digest *digest = is_below(file->path, "include/") ? &context : &bindings;

		if (digest == &bindings && !is_below(file->path, BINDINGS))
			continue;
		digest_text(digest, file->path);
		digest_oid(digest, &file->oid);
	}
	checkpatch->context = digest_end(&context);
	checkpatch->bindings = digest_end(&bindings);
}

/* Device tree: it looks up what stands behind .compatible = */
static bool wants_bindings(const struct sheet *sheet)
{
	return memmem(sheet->text, sheet->len, "compatible", 10) != NULL;
}

static git_oid answer_key(const struct checkpatch *checkpatch, const struct sheet *sheet)
{
	struct digest digest;

	digest_init(&digest);
	digest_oid(&digest, &checkpatch->context);
	if (wants_bindings(sheet))
		digest_oid(&digest, &checkpatch->bindings);
	digest_bytes(&digest, sheet->text, sheet->len);
	FOR_EACH(file, &sheet->nearby) {
		digest_text(&digest, file->path);
		digest_oid(&digest, &file->oid);
	}
	return digest_end(&digest);
}

/* "patch:12: WARNING:TYPE: text" */
static int parse_line(struct findings *findings, const char *line, size_t len)
{
	char *copy CLEANUP(free_text) = xstrndup(line, len);
	unsigned nr = 0;
	int at = 0;
	char *type, *text;

	if (sscanf(copy, "patch:%u: %n", &nr, &at) != 1 || !at)
		return fail_system("checkpatch.pl says what treewide does not understand: %.200s",
				   copy);
	type = copy + at;
	type += strcspn(type, ":");
	text = *type ? type + 1 + strcspn(type + 1, ":") : type;
	if (*type != ':' || *text != ':' || text == type + 1 ||
	    (strncmp(copy + at, "ERROR:", 6) && strncmp(copy + at, "WARNING:", 8) &&
	     strncmp(copy + at, "CHECK:", 6)))
		return fail_system("checkpatch.pl says what treewide does not understand: %.200s",
				   copy);
	*text++ = '\0';
	findings_add(findings, NULL, nr, type + 1, text + strspn(text, " "));
	return 0;
}

int checkpatch_parse(struct findings *findings, const char *output)
{
	while (*output) {
		size_t len = strcspn(output, "\n");

		if (len && parse_line(findings, output, len) < 0)
			return -1;
		output += len + (output[len] == '\n');
	}
	return 0;
}

static int open_pocket(struct inquiry *inquiry)
{
	const struct checkpatch *checkpatch = inquiry->checkpatch;
	const struct pocket *pocket = &inquiry->pocket;

	if (pocket_open(&inquiry->pocket, checkpatch->state, checkpatch->base) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", pocket->dir, folders[i]);

		if (io_mkdirs(path) < 0)
			return -1;
	}
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", pocket->dir, marks[i]);

		if (io_write(path, "", 0) < 0)
			return -1;
	}
	for (size_t i = 0; i < sizeof(read_files) / sizeof(*read_files); i++) {
		const struct file *file = files_find(checkpatch->all, read_files[i]);

		if (file && pocket_put(pocket, file->path, &file->oid) < 0)
			return -1;
	}
	return pocket_put_below(pocket, checkpatch->all, "include/");
}

static void free_errand(struct errand *errand)
{
	if (errand->here.dir)
		io_remove(errand->here.dir);
	free(errand->here.dir);
	free(errand->script);
	free(errand->root);
	free(errand->home);
	free(errand->out);
	free(errand->log);
	free(errand);
}

/* The folder in which one run works. It is its home, too. */
static int furnish(const struct inquiry *inquiry, struct errand *errand)
{
	const struct checkpatch *checkpatch = inquiry->checkpatch;
	const struct sheet *sheet = errand->sheet;
	char *patch CLEANUP(free_text) = NULL;

	if (pocket_open(&errand->here, checkpatch->state, checkpatch->base) < 0)
		return -1;
	patch = xasprintf("%s/patch", errand->here.dir);
	FOR_EACH(file, &sheet->nearby)
		if (pocket_put(&errand->here, file->path, &file->oid) < 0)
			return -1;
	if (inquiry->cache) {
		size_t len;
		char *names CLEANUP(free_text) = io_read(inquiry->cache, &len);
		char *copy CLEANUP(free_text) = xasprintf("%s/%s", errand->here.dir,
							  path_leaf(inquiry->cache));

		if (!names || io_write(copy, names, len) < 0)
			return -1;
	}
	return io_write(patch, sheet->text, sheet->len);
}

static struct errand *make_errand(const struct inquiry *inquiry, struct sheet *sheet,
				  const git_oid *key)
{
	struct errand *errand = xcalloc(1, sizeof(*errand));
	const char *root = inquiry->pocket.dir;

	errand->sheet = sheet;
	git_oid_cpy(&errand->key, key);
	if (furnish(inquiry, errand) < 0) {
		free_errand(errand);
		return NULL;
	}
	errand->script = xasprintf("%s/" SCRIPT, root);
	errand->root = xasprintf("--root=%s", root);
	errand->home = xasprintf("HOME=%s", errand->here.dir);
	errand->out = xasprintf("%s.out", errand->here.dir);
	errand->log = xasprintf("%s.log", errand->here.dir);
	memcpy(errand->argv,
	       ((const char *[]){ "perl", errand->script, errand->root, "--strict", "--terse",
				  "--show-types", "--no-summary", "patch", NULL }),
	       9 * sizeof(*errand->argv));
	errand->env[0] = errand->home;
	memcpy(errand->env + 1, foreign, sizeof(foreign));
	return errand;
}

static void describe(struct job *job, struct errand *errand)
{
	*job = (struct job){ .argv = errand->argv, .env = errand->env, .dir = errand->here.dir,
			     .out = errand->out, .log = errand->log, .timeout = TIMEOUT,
			     .payload = errand };
}

/* It leaves with 0 when it has nothing to say and with 1 when it has; all else is no answer. */
static char *read_answer(const struct job *job, const struct errand *errand)
{
	size_t len = 0;
	char *text CLEANUP(free_text) = io_read(errand->out, &len);
	char *log CLEANUP(free_text) = io_read(errand->log, NULL);

	if (!text)
		return NULL;
	if (job->timed_out)
		fail_system("checkpatch.pl was not done with a patch after %d s", TIMEOUT);
	else if (job->exit > 1 || (job->exit == 1) != (*text != '\0'))
		fail_system("checkpatch.pl failed (exit %d): %.300s", job->exit,
			    log && *log ? log : text);
	else if (strlen(text) != len)
		fail_system("checkpatch.pl prints bytes of value 0");
	else
		return TAKE(text);
	return NULL;
}

/* Take the file with the names of include/ out of the folder of a run, where there is one. */
static int keep_names(struct inquiry *inquiry, const char *dir)
{
	DIR *folder = opendir(dir);
	char *from CLEANUP(free_text) = NULL;

	for (const struct dirent *entry; folder && (entry = readdir(folder));)
		if (!from && is_below(entry->d_name, CACHE))
			from = xasprintf("%s/%s", dir, entry->d_name);
	if (folder)
		closedir(folder);
	if (!from)
		return 0;
	inquiry->cache = xasprintf("%s/%s", inquiry->pocket.dir, path_leaf(from));
	return rename(from, inquiry->cache) < 0 ? fail_errno("cannot move %s", from) : 0;
}

/* The first run: alone, with a known fault. */
static int try_out(struct inquiry *inquiry)
{
	struct sheet sheet = { .text = (char *)probe, .len = sizeof(probe) - 1 };
	const git_oid none = { 0 };
	struct errand *errand = make_errand(inquiry, &sheet, &none);
	char *output CLEANUP(free_text) = NULL;
	bool found = false;
	struct job job;
	int result;

	if (!errand)
		return -1;
	describe(&job, errand);
	result = job_run(&job);
	output = result == 0 ? read_answer(&job, errand) : NULL;
	result = output ? checkpatch_parse(&sheet.findings, output) : -1;
	FOR_EACH(finding, &sheet.findings)
		found = found || (!strcmp(finding->kind, PROBE_FINDS) && finding->line == 7);
	if (result == 0 && !found)
		result = fail_system("checkpatch.pl of the base does not find a blank at the end "
				     "of a line: it cannot be relied on");
	findings_release(&sheet.findings);
	if (result == 0)
		result = keep_names(inquiry, errand->here.dir);
	free_errand(errand);
	return result;
}

static int prepare(struct inquiry *inquiry, const struct sheet *sheet)
{
	const struct checkpatch *checkpatch = inquiry->checkpatch;

	if (!inquiry->pocket.dir && (open_pocket(inquiry) < 0 || try_out(inquiry) < 0))
		return -1;
	if (inquiry->bindings || !wants_bindings(sheet))
		return 0;
	inquiry->bindings = true;
	return pocket_put_below(&inquiry->pocket, checkpatch->all, BINDINGS);
}

static int next(struct job *job, void *ctx)
{
	struct inquiry *inquiry = ctx;

	while (inquiry->next < inquiry->sheets->nr) {
		struct sheet *sheet = &inquiry->sheets->v[inquiry->next++];
		git_oid key = answer_key(inquiry->checkpatch, sheet);
		json_t *fact CLEANUP(free_json) = NULL;
		struct errand *errand;
		const char *said;

		if (sheet->skip)
			continue;
		if (ledger_get(inquiry->checkpatch->state->ledger, STAGE, &key, &fact) < 0)
			return -1;
		said = json_string_value(fact);
		if (said) {
			sheet->reused = true;
			if (checkpatch_parse(&sheet->findings, said) < 0)
				return -1;
			continue;
		}
		if (prepare(inquiry, sheet) < 0)
			return -1;
		errand = make_errand(inquiry, sheet, &key);
		if (!errand)
			return -1;
		describe(job, errand);
		return 1;
	}
	return 0;
}

static void drop(struct job *job, void *ctx)
{
	(void)ctx;
	free_errand(job->payload);
}

static int done(struct job *job, void *ctx)
{
	struct inquiry *inquiry = ctx;
	struct errand *errand = job->payload;
	struct state *state = inquiry->checkpatch->state;
	char *output CLEANUP(free_text) = read_answer(job, errand);
	json_t *fact CLEANUP(free_json) = NULL;
	int result = -1;

	if (output) {
		fact = json_text(output);
		result = checkpatch_parse(&errand->sheet->findings, json_string_value(fact));
	}
	if (result == 0)
		result = ledger_put(state->ledger, STAGE, &errand->key, fact);
	errand->sheet->seconds = job->seconds;
	progress_report(state->progress, "checking the style", ++inquiry->done,
			inquiry->sheets->nr, "");
	free_errand(errand);
	return result;
}

int checkpatch_ask(struct checkpatch *checkpatch, struct sheets *sheets)
{
	const struct job_ops ops = { next, done, drop };
	struct inquiry inquiry = { .checkpatch = checkpatch, .sheets = sheets };
	int result = jobs_run(checkpatch->state->jobs, &ops, &inquiry);

	if (pocket_close(&inquiry.pocket) < 0)
		result = -1;
	free(inquiry.cache);
	return result;
}

void sheets_release(struct sheets *sheets)
{
	FOR_EACH(sheet, sheets) {
		free(sheet->text);
		files_release(&sheet->nearby);
		findings_release(&sheet->findings);
	}
	free(sheets->v);
	*sheets = (struct sheets){ 0 };
}
