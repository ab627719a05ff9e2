// SPDX-License-Identifier: GPL-2.0
/* Runs checkpatch.pl of the base and reads what it says. */
#include "style/checkpatch.h"

#include "lib/ask.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "style/commitids.h"
#include "style/mintree.h"

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
				       "PERLIO", "PERL_HASH_SEED=0", NULL };

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
};

bool checkpatch_exists(const struct files *all)
{
	return files_find(all, SCRIPT) != NULL;
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
		struct digest *digest = starts_with(file->path, "include/") ? &context : &bindings;

		if (digest == &bindings && !starts_with(file->path, BINDINGS))
			continue;
		DIGEST_ADD(digest, file->path, &file->oid);
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
	FOR_EACH(file, &input->nearby)
		DIGEST_ADD(&digest, file->path, &file->oid);
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
		return fail_system("checkpatch.pl printed what treewide does not understand: "
				   "%.200s",
				   copy);
	type = copy + at;
	type += strcspn(type, ":");
	text = *type ? type + 1 + strcspn(type + 1, ":") : type;
	if (*type != ':' || *text != ':' || text == type + 1 ||
	    (strncmp(copy + at, "ERROR:", 6) && strncmp(copy + at, "WARNING:", 8) &&
	     strncmp(copy + at, "CHECK:", 6)))
		return fail_system("checkpatch.pl printed what treewide does not understand: "
				   "%.200s",
				   copy);
	*text++ = '\0';
	findings_add(findings, NULL, nr, type + 1, text + strspn(text, " "));
	return 0;
}

int checkpatch_parse(struct findings *findings, const char *output)
{
	FOR_EACH_LINE(line, output)
		if (line.len && parse_line(findings, line.at, line.len) < 0)
			return -1;
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

/* The folder in which one run works. It is its home, too. */
static int furnish(const struct checkpatch_batch *batch, const struct patch_input *input,
		   const struct mini_tree *here)
{
	FOR_EACH(file, &input->nearby)
		if (mintree_put(here, file->path, &file->oid) < 0)
			return -1;
	if (batch->cache) {
		size_t len;
		char *names CLEANUP(free_text) = io_read(batch->cache, &len);

		if (!names || write_here(here->dir, path_leaf(batch->cache), names, len) < 0)
			return -1;
	}
	if (write_here(here->dir, COMMITS, input->commits, strlen(input->commits)) < 0)
		return -1;
	return write_here(here->dir, "patch", input->text, input->len);
}

static int describe_run(const struct checkpatch_batch *batch, const struct patch_input *input,
			struct ask_run *run)
{
	const struct checkpatch *checkpatch = batch->checkpatch;
	struct mini_tree here = { 0 };
	int result = mintree_open(&here, checkpatch->state, checkpatch->base);

	run->dir = here.dir;
	if (result < 0 || furnish(batch, input, &here) < 0)
		return -1;
	char *root CLEANUP(free_text) = xasprintf("--root=%s", batch->mintree.dir);
	char *script CLEANUP(free_text) = xasprintf("%s/" SCRIPT, batch->mintree.dir);
	char *lib CLEANUP(free_text) = xasprintf("-I%s", batch->mintree.dir);
	char *home CLEANUP(free_text) = xasprintf("HOME=%s", run->dir);
	STRLIST_ADD(&run->argv, "perl", lib, "-M" SHELL, script, root, "--strict", "--terse",
		    "--show-types", "--no-summary", "patch");
	strlist_add(&run->env, home);
	strlist_add_array(&run->env, foreign);
	run->out = xasprintf("%s.out", run->dir);
	run->log = xasprintf("%s.log", run->dir);
	run->writes[0] = run->dir;
	run->job = (struct job){ .dir = run->dir, .writes = run->writes, .timeout = TIMEOUT };
	return 0;
}

/* Take the file with the names of include/ out of the folder of a run, where there is one. */
static int keep_names(struct checkpatch_batch *batch, const char *dir)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	char *from CLEANUP(free_text) = NULL;

	if (io_list(&names, dir) < 0)
		return -1;
	FOR_EACH(name, &names)
		if (!from && starts_with(*name, CACHE))
			from = xasprintf("%s/%s", dir, *name);
	if (!from)
		return 0;
	batch->cache = xasprintf("%s/%s", batch->mintree.dir, path_leaf(from));
	return rename(from, batch->cache) < 0 ? fail_errno("cannot move %s", from) : 0;
}

/* The first run: alone, with a known fault. */
static int try_out(struct checkpatch_batch *batch)
{
	const struct patch_input input = { .text = (char *)probe, .len = sizeof(probe) - 1,
					   .commits = (char *)"" };
	struct findings findings CLEANUP(findings_release) = { 0 };
	struct ask_run run CLEANUP(ask_run_release) = { 0 };
	bool found = false;

	if (describe_run(batch, &input, &run) < 0 || ask_run(&run) < 0)
		return -1;
	char *output CLEANUP(free_text) = mintree_said(&run, "checkpatch.pl", "patch", 1);
	if (!output || checkpatch_parse(&findings, output) < 0)
		return -1;
	FOR_EACH(finding, &findings)
		found = found || (!strcmp(finding->kind, PROBE_FINDS) && finding->line == 7);
	return found ? keep_names(batch, run.dir) :
		       fail_system("checkpatch.pl of the base does not find a blank at the end "
				   "of a line: it cannot be relied on");
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

static int key_of_input(void *ctx, size_t nr, git_oid *key)
{
	const struct checkpatch_batch *batch = ctx;
	struct patch_input *input = &batch->inputs->v[nr];

	if (input->skip)
		return 0;
	input->commits = commitids_answer(batch->checkpatch->base, input->text);
	*key = key_of_patch(batch->checkpatch, input);
	return 1;
}

static int begin_patch(void *ctx, size_t nr, struct ask_run *run)
{
	struct checkpatch_batch *batch = ctx;
	const struct patch_input *input = &batch->inputs->v[nr];

	return prepare_batch(batch, input) < 0 ? -1 : describe_run(batch, input, run);
}

static json_t *read_patch(void *ctx, size_t nr, const struct ask_run *run)
{
	const struct checkpatch_batch *batch = ctx;
	char *output CLEANUP(free_text) = mintree_said(run, "checkpatch.pl", "patch", 1);

	batch->inputs->v[nr].seconds = run->job.seconds;
	return output ? json_text(output) : NULL;
}

static int take_patch(void *ctx, size_t nr, const json_t *answer, const struct ask_run *run)
{
	struct patch_input *input = &((struct checkpatch_batch *)ctx)->inputs->v[nr];

	if (!json_is_string(answer))
		return 0;
	input->reused = !run;
	if (checkpatch_parse(&input->findings, json_string_value(answer)) < 0)
		return -1;
	set_aside(input);
	return 1;
}

int checkpatch_ask(struct checkpatch *checkpatch, struct patch_inputs *inputs)
{
	struct checkpatch_batch batch = { .checkpatch = checkpatch, .inputs = inputs };
	int result = ask_all(&(struct asking){
		.state = checkpatch->state, .stage = STAGE, .doing = "checking the style",
		.nr = inputs->nr, .ctx = &batch, .key = key_of_input, .begin = begin_patch,
		.read = read_patch, .take = take_patch });

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
