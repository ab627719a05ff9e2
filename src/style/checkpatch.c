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
#include "style/commitids.h"
#include "style/mintree.h"

#include <dirent.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

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
/* GIT_DIR: something that is there, or it does not ask about commits. */
static const char *const foreign[] = { "GIT_DIR=.", "PERL5LIB", "PERL5OPT", "PERL_UNICODE",
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
#define UNKNOWN_COMMIT "UNKNOWN_COMMIT_ID"

/*
 * Stands between checkpatch.pl and the shell: no line about git or get_maintainer.pl reaches
 * one. Answered are two questions to git: which commit is it (as treewide has looked it up),
 * and which headers are there. What else it runs is grep over the bindings.
 */
#define SHELL "TreewideShell"
#define COMMITS "commits"
static const char shell[] =
	"package " SHELL ";\n"
	"use strict;\n"
	"use warnings;\n"
	"use File::Basename;\n"
	"use File::Find;\n"
	"my $root = dirname(__FILE__);\n"
	"my %commits;\n"
	"open(my $in, '<', '" COMMITS "') or die \"" COMMITS ": $!\";\n"
	"/^(\\S+) ?(.*)/ and $commits{$1} = $2 while <$in>;\n"
	"close($in);\n"
	"sub headers {\n"
	"	my @found;\n"
	"	find(sub { push @found, \"$File::Find::name\\n\" if /\\.h$/ },\n"
	"	     \"$root/include\");\n"
	"	return join('', sort @found);\n"
	"}\n"
	"*CORE::GLOBAL::readpipe = sub {\n"
	"	my ($line) = @_;\n"
	"	return ($commits{lc($1)} // \"fatal: bad object $1\") . \"\\n\"\n"
	"		if $line =~ /\\bgit log .*--format='%H %s' -1 ([0-9a-fA-F]+) 2>&1$/;\n"
	"	return headers() if $line =~ m{\\bgit ls-files \"include/\\*\\.h\"$};\n"
	"	return '' if $line =~ /\\b(?:git|get_maintainer\\.pl)\\b/;\n"
	"	return CORE::readpipe($line);\n"
	"};\n"
	"1;\n";

struct checkpatch_batch {
	const struct checkpatch *checkpatch;
	struct patch_inputs *inputs;
	struct mini_tree mintree;
	char *cache;		/* the file with the names of include/; NULL for none */
	bool bindings;		/* they are in the pocket */
	size_t next, done;
};

struct checkpatch_run {
	struct patch_input *input;
	struct mini_tree here;	/* where it runs: the files that the patch stands on */
	git_oid key;
	char *script, *root, *home, *out, *log, *lib;
	const char *argv[12], *env[10], *writes[2];
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
	struct digest context = { 0 }, bindings = { 0 };

	*checkpatch = (struct checkpatch){ .state = state, .base = base, .all = all };
	digest_text(&context, OPTIONS);
	digest_text(&context, shell);
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
static bool wants_bindings(const struct patch_input *input)
{
	return memmem(input->text, input->len, "compatible", 10) != NULL;
}

static git_oid key_of_patch(const struct checkpatch *checkpatch, const struct patch_input *input)
{
	struct digest digest = { 0 };

	digest_oid(&digest, &checkpatch->context);
	if (wants_bindings(input))
		digest_oid(&digest, &checkpatch->bindings);
	digest_bytes(&digest, input->text, input->len);
	digest_text(&digest, input->commits);
	FOR_EACH(file, &input->nearby) {
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

/* Not judged is whether a commit exists where nobody can tell. */
static void set_aside(struct patch_input *input)
{
	struct findings kept = { 0 };

	FOR_EACH(finding, &input->findings) {
		const char *id = strchr(finding->text, '\'');
		size_t len = id ? strcspn(++id, "'") : 0;
		char *word CLEANUP(free_text) = xstrndup(id ? id : "", len);

		if (!strcmp(finding->kind, UNKNOWN_COMMIT) && len &&
		    commitids_unseen(input->commits, word))
			input->unseen++;
		else
			findings_add(&kept, finding->file, finding->line, finding->kind,
				     finding->text);
	}
	findings_release(&input->findings);
	input->findings = kept;
}

static int take_answer(struct patch_input *input, const char *said)
{
	if (checkpatch_parse(&input->findings, said) < 0)
		return -1;
	set_aside(input);
	return 0;
}

static int write_here(const char *dir, const char *name, const char *data, size_t len)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, name);

	return io_write(path, data, len);
}

static int open_pocket(struct checkpatch_batch *batch)
{
	const struct checkpatch *checkpatch = batch->checkpatch;
	const struct mini_tree *mintree = &batch->mintree;

	if (mintree_open(&batch->mintree, checkpatch->state, checkpatch->base) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", mintree->dir, folders[i]);

		if (io_mkdirs(path) < 0)
			return -1;
	}
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (write_here(mintree->dir, marks[i], "", 0) < 0)
			return -1;
	if (write_here(mintree->dir, SHELL ".pm", shell, strlen(shell)) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(read_files) / sizeof(*read_files); i++) {
		const struct file *file = files_find(checkpatch->all, read_files[i]);

		if (file && mintree_put(mintree, file->path, &file->oid) < 0)
			return -1;
	}
	return mintree_put_below(mintree, checkpatch->all, "include/");
}

static void free_checkpatch_run(struct checkpatch_run *run)
{
	if (run->here.dir)
		io_remove(run->here.dir);
	FREE_ALL(run->here.dir, run->script, run->root, run->lib, run->home, run->out, run->log);
	free(run);
}

/* The folder in which one run works. It is its home, too. */
static int furnish(const struct checkpatch_batch *batch, struct checkpatch_run *run)
{
	const struct checkpatch *checkpatch = batch->checkpatch;
	const struct patch_input *input = run->input;

	if (mintree_open(&run->here, checkpatch->state, checkpatch->base) < 0)
		return -1;
	FOR_EACH(file, &input->nearby)
		if (mintree_put(&run->here, file->path, &file->oid) < 0)
			return -1;
	if (batch->cache) {
		size_t len;
		char *names CLEANUP(free_text) = io_read(batch->cache, &len);

		if (!names || write_here(run->here.dir, path_leaf(batch->cache), names, len) < 0)
			return -1;
	}
	if (write_here(run->here.dir, COMMITS, input->commits, strlen(input->commits)) < 0)
		return -1;
	return write_here(run->here.dir, "patch", input->text, input->len);
}

static struct checkpatch_run *make_errand(const struct checkpatch_batch *batch,
					  struct patch_input *input, const git_oid *key)
{
	struct checkpatch_run *run = xcalloc(1, sizeof(*run));
	const char *root = batch->mintree.dir;

	run->input = input;
	git_oid_cpy(&run->key, key);
	if (furnish(batch, run) < 0) {
		free_checkpatch_run(run);
		return NULL;
	}
	run->script = xasprintf("%s/" SCRIPT, root);
	run->root = xasprintf("--root=%s", root);
	run->lib = xasprintf("-I%s", root);
	run->home = xasprintf("HOME=%s", run->here.dir);
	run->out = xasprintf("%s.out", run->here.dir);
	run->log = xasprintf("%s.log", run->here.dir);
	memcpy(run->argv,
	       ((const char *[]){ "perl", run->lib, "-M" SHELL, run->script, run->root,
				  "--strict", "--terse", "--show-types", "--no-summary", "patch",
				  NULL }),
	       11 * sizeof(*run->argv));
	run->env[0] = run->home;
	memcpy(run->env + 1, foreign, sizeof(foreign));
	return run;
}

static void describe_run(struct job *job, struct checkpatch_run *run)
{
	run->writes[0] = run->here.dir;
	*job = (struct job){ .argv = run->argv, .env = run->env, .dir = run->here.dir,
			     .writes = run->writes,
			     .out = run->out, .log = run->log, .timeout = TIMEOUT,
			     .payload = run };
}

/* It leaves with 0 when it has nothing to say and with 1 when it has; all else is no answer. */
static char *read_findings(const struct job *job, const struct checkpatch_run *run)
{
	size_t len = 0;
	char *text CLEANUP(free_text) = io_read(run->out, &len);
	char *log CLEANUP(free_text) = io_read(run->log, NULL);

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
static int keep_names(struct checkpatch_batch *batch, const char *dir)
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
	batch->cache = xasprintf("%s/%s", batch->mintree.dir, path_leaf(from));
	return rename(from, batch->cache) < 0 ? fail_errno("cannot move %s", from) : 0;
}

/* The first run: alone, with a known fault. */
static int try_out(struct checkpatch_batch *batch)
{
	struct patch_input input = { .text = (char *)probe, .len = sizeof(probe) - 1,
				     .commits = (char *)"" };
	const git_oid none = { 0 };
	struct checkpatch_run *run = make_errand(batch, &input, &none);
	bool found = false;
	struct job job;
	int result;

	if (!run)
		return -1;
	describe_run(&job, run);
	result = job_run(&job);
	char *output CLEANUP(free_text) = result == 0 ? read_findings(&job, run) : NULL;
	result = output ? checkpatch_parse(&input.findings, output) : -1;
	FOR_EACH(finding, &input.findings)
		found = found || (!strcmp(finding->kind, PROBE_FINDS) && finding->line == 7);
	if (result == 0 && !found)
		result = fail_system("checkpatch.pl of the base does not find a blank at the end "
				     "of a line: it cannot be relied on");
	findings_release(&input.findings);
	if (result == 0)
		result = keep_names(batch, run->here.dir);
	free_checkpatch_run(run);
	return result;
}

static int prepare_batch(struct checkpatch_batch *batch, const struct patch_input *input)
{
	const struct checkpatch *checkpatch = batch->checkpatch;

	if (!batch->mintree.dir && (open_pocket(batch) < 0 || try_out(batch) < 0))
		return -1;
	if (batch->bindings || !wants_bindings(input))
		return 0;
	batch->bindings = true;
	return mintree_put_below(&batch->mintree, checkpatch->all, BINDINGS);
}

static int next(struct job *job, void *ctx)
{
	struct checkpatch_batch *batch = ctx;

	while (batch->next < batch->inputs->nr) {
		struct patch_input *input = &batch->inputs->v[batch->next++];
		git_oid key;
		json_t *fact CLEANUP(free_json) = NULL;
		struct checkpatch_run *run;
		const char *said;

		if (input->skip)
			continue;
		input->commits = commitids_answer(batch->checkpatch->base, input->text);
		key = key_of_patch(batch->checkpatch, input);
		if (ledger_get(batch->checkpatch->state->ledger, STAGE, &key, &fact) < 0)
			return -1;
		said = json_string_value(fact);
		if (said) {
			input->reused = true;
			if (take_answer(input, said) < 0)
				return -1;
			continue;
		}
		if (prepare_batch(batch, input) < 0)
			return -1;
		run = make_errand(batch, input, &key);
		if (!run)
			return -1;
		describe_run(job, run);
		return 1;
	}
	return 0;
}

static void drop(struct job *job, void *ctx)
{
	(void)ctx;
	free_checkpatch_run(job->payload);
}

static int done(struct job *job, void *ctx)
{
	struct checkpatch_batch *batch = ctx;
	struct checkpatch_run *run = job->payload;
	struct state *state = batch->checkpatch->state;
	char *output CLEANUP(free_text) = read_findings(job, run);
	json_t *fact CLEANUP(free_json) = NULL;
	int result = -1;

	if (output) {
		fact = json_text(output);
		result = take_answer(run->input, json_string_value(fact));
	}
	if (result == 0)
		result = ledger_put(state->ledger, STAGE, &run->key, fact);
	run->input->seconds = job->seconds;
	progress_report(state->progress, "checking the style", ++batch->done,
			batch->inputs->nr, "");
	free_checkpatch_run(run);
	return result;
}

int checkpatch_ask(struct checkpatch *checkpatch, struct patch_inputs *inputs)
{
	const struct job_ops ops = { next, done, drop };
	struct checkpatch_batch batch = { .checkpatch = checkpatch, .inputs = inputs };
	int result = jobs_run(checkpatch->state->jobs, &ops, &batch);

	if (mintree_close(&batch.mintree) < 0)
		result = -1;
	free(batch.cache);
	return result;
}

void patch_inputs_release(struct patch_inputs *inputs)
{
	FOR_EACH(input, inputs) {
		free(input->text);
		free(input->commits);
		files_release(&input->nearby);
		findings_release(&input->findings);
	}
	LIST_RELEASE(inputs);
}

bool checkpatch_knows_trailer(const char *script, const char *line)
{
	const char *at = strstr(script, "\nour $signature_tags = "), *end;
	char *tag CLEANUP(free_text) = xstrndup(line, strcspn(line, ":") + 1);
	size_t len = strlen(tag);

	at = at ? strchr(at + 1, '\n') : NULL;
	end = at ? strstr(at, "\n)};") : NULL;
	for (; end && at < end; at++)
		if (strchr("\n\t |", *at) && !strncasecmp(at + 1, tag, len) &&
		    strchr("\n\t |", at[1 + len]))
			return true;
	return false;
}

unsigned checkpatch_line_limit(const char *script)
{
	static const char set[] = "\nmy $max_line_length = ";
	const char *at = strstr(script, set);
	unsigned long limit = at ? strtoul(at + strlen(set), NULL, 10) : 0;

	return limit < INT_MAX ? (unsigned)limit : 0;
}
