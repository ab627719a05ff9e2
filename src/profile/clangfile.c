// SPDX-License-Identifier: GPL-2.0
/* Compiles one file of a FreeBSD kernel with clang, and drives the tree's make.py. */
#include "profile/clangfile.h"

#include "git/base.h"
#include "git/worktree.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "profile/genheader.h"

#define VERSION "1"		/* of how a file is compiled */
#define TIMEOUT 600		/* seconds for one file */
#define BUILD_TIMEOUT (6 * 3600)
#define ROUNDS 8		/* headers that need headers that are made */
#define MAKE "tools/build/make.py"

/* One file, or all of one tree, on the way to its answer. */
struct compiling {
	const struct file_question *question;
	struct file_answer *answer;
	struct files files;
	char *source, *dir;	/* the top of the tree; the folder that we compile in */
	struct strlist words;	/* of a call, without a file */
};

static void compiling_release(struct compiling *compiling)
{
	files_release(&compiling->files);
	FREE_ALL(compiling->source, compiling->dir);
	strlist_release(&compiling->words);
}

char *clangfile_revision(const char *text)
{
	static const char key[] = "REVISION=";

	FOR_EACH_LINE(line, text) {
		const char *value = line.at + strlen(key);

		if (!starts_with(line.at, key))
			continue;
		value += *value == '"';
		return xstrndup(value, strspn(value, "0123456789."));
	}
	return NULL;
}

void clangfile_warnings(struct strlist *words, const char *text)
{
	bool inside = false, seen = false;

	FOR_EACH_LINE(line, text) {
		struct strlist parts CLEANUP(strlist_release) = { 0 };
		char *copy CLEANUP(free_text) = xstrndup(line.at, line.len);

		if (!inside && seen)
			return;
		inside = inside || starts_with(line.at, "CWARNFLAGS?=");
		if (!inside)
			continue;
		seen = true;
		strlist_split(&parts, copy, " \t\\");
		FOR_EACH(part, &parts)
			if (starts_with(*part, "-W"))
				strlist_add(words, *part);
		inside = line.len && line.at[line.len - 1] == '\\';
	}
}

/* A text of the tree; NULL: it has no such file, or -1 in @failed. */
static char *text_of(const struct compiling *compiling, const char *path, bool *failed)
{
	const struct file *file = files_find(&compiling->files, path);
	char *text = file ? base_read(compiling->question->base, &file->oid, NULL) : NULL;

	*failed = *failed || (file && !text);
	return text;
}

static int name_target(struct compiling *compiling)
{
	bool failed = false;
	char *text CLEANUP(free_text) = text_of(compiling, "sys/conf/newvers.sh", &failed);
	char *revision CLEANUP(free_text) = text ? clangfile_revision(text) : NULL;

	compiling->answer->target =
		xasprintf("x86_64-unknown-freebsd%s", revision ? revision : "");
	return failed ? -1 : 0;
}

/* As sys/conf/kern.pre.mk and kern.mk have it for amd64 and clang. */
static int add_flags(struct compiling *compiling)
{
	bool failed = false;
	char *make CLEANUP(free_text) = text_of(compiling, "sys/conf/kern.mk", &failed);
	char *top CLEANUP(free_text) = xasprintf("-I%s/sys", compiling->source);
	char *kit CLEANUP(free_text) = xasprintf("-I%s/sys/contrib/ck/include", compiling->source);
	struct strlist *words = &compiling->words;

	STRLIST_ADD(words, "clang", "-target", compiling->answer->target, "-std=iso9899:1999",
		    "-O2", "-nostdinc", "-I.", top, kit, "-D_KERNEL",
		    "-DHAVE_KERNEL_OPTION_HEADERS", "-include", "opt_global.h", "-fcommon",
		    "-ffreestanding", "-fno-omit-frame-pointer", "-mcmodel=kernel",
		    "-mno-red-zone", "-mno-mmx", "-mno-sse", "-msoft-float",
		    "-fno-asynchronous-unwind-tables", "-fwrapv", "-fstack-protector");
	if (make)
		clangfile_warnings(words, make);
	else
		strlist_add(words, "-Wall");
	return failed ? -1 : 0;
}

/* The first line of clang --version; NULL without a reason: there is no clang. */
static char *compiler_version(const struct state *state, bool *failed)
{
	char *program CLEANUP(free_text) = io_find_program("clang");
	char *log CLEANUP(free_text) = xasprintf("%s/clang-version", state->tmp);
	const char *argv[] = { "clang", "--version", NULL };
	struct job job = { .argv = argv, .dir = state->tmp, .log = log, .timeout = 60 };

	if (!program)
		return NULL;
	*failed = job_run(&job) < 0;
	char *text = *failed ? NULL : job_said(&job);
	if (text)
		text[strcspn(text, "\n")] = '\0';
	return text;
}

static int link_folder(const struct compiling *compiling, const char *name, const char *folder)
{
	char *from CLEANUP(free_text) = xasprintf("%s/sys/%s", compiling->source, folder);
	char *to CLEANUP(free_text) = xasprintf("%s/%s", compiling->dir, name);

	return symlink(from, to) < 0 ? fail_errno("cannot write %s", to) : 0;
}

/* A folder for the headers of this tree; that of another one goes. */
static int open_folder(struct compiling *compiling)
{
	const char *tree = git_oid_tostr_s(&compiling->question->tree);
	char *stamp CLEANUP(free_text) = xasprintf("%s/tree", compiling->dir);
	char *options CLEANUP(free_text) = xasprintf("%s/opt_global.h", compiling->dir);
	char *known CLEANUP(free_text) = access(stamp, F_OK) == 0 ? io_read(stamp, NULL) : NULL;

	if (known && !strcmp(known, tree))
		return 0;
	if (io_remove(compiling->dir) < 0 || io_mkdirs(compiling->dir) < 0 ||
	    link_folder(compiling, "machine", "amd64/include") < 0 ||
	    link_folder(compiling, "x86", "x86/include") < 0 ||
	    link_folder(compiling, "i386", "i386/include") < 0 || io_write(options, "", 0) < 0)
		return -1;
	return io_write(stamp, git_oid_tostr_s(&compiling->question->tree), GIT_OID_HEXSZ);
}

static int run_compiler(const struct compiling *compiling, const struct strlist *more, char **said)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	char *log CLEANUP(free_text) = xasprintf("%s/compile.log", compiling->dir);

	strlist_add_all(&words, &compiling->words);
	strlist_add_all(&words, more);
	const char **argv CLEANUP(free_memory) = strlist_array(&words);
	struct job job = { .argv = argv, .dir = compiling->dir, .log = log, .timeout = TIMEOUT };
	if (job_run(&job) < 0)
		return -1;
	compiling->answer->seconds += job.seconds;
	*said = io_read(log, NULL);
	return *said ? 0 : -1;
}

/* Make what the source names and nothing has yet. How many were made; -1: failed. */
static int make_headers(const struct compiling *compiling, const char *dependencies)
{
	const struct genheader gen = { compiling->dir, compiling->source, &compiling->files,
				       &compiling->words };
	struct strlist names CLEANUP(strlist_release) = { 0 };
	int count = 0;

	strlist_split(&names, dependencies, " \t\n\\");
	FOR_EACH(name, &names) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", compiling->dir, *name);

		if (strchr(*name, '/') || has_ending(*name, ":") || access(path, F_OK) == 0)
			continue;
		int made = genheader_make(&gen, *name);
		if (made < 0)
			return -1;
		count += made;
	}
	return count;
}

static int prepare_headers(struct compiling *compiling, const char *file)
{
	int made = 1;

	for (int round = 0; made > 0 && round < ROUNDS; round++) {
		struct strlist more CLEANUP(strlist_release) = { 0 };
		char *said CLEANUP(free_text) = NULL;

		STRLIST_ADD(&more, "-M", "-MG", file);
		if (run_compiler(compiling, &more, &said) < 0)
			return -1;
		made = make_headers(compiling, said);
	}
	return made < 0 ? -1 : 0;
}

/* "/x/sys/net/a.c:12:3: warning: text" becomes "sys/net/a.c: text". */
static char *without_place(const char *top, const char *line, size_t len, const char *kind)
{
	char *copy CLEANUP(free_text) = xstrndup(line, len);
	char *at = strstr(copy, kind);
	size_t skip = starts_with(copy, top) ? strlen(top) + 1 : 0;

	return !at ? NULL :
		     xasprintf("%.*s: %s", (int)strcspn(copy + skip, ":"), copy + skip,
			       at + strlen(kind));
}

/* The first error counts, and every warning. */
static void take_clang_line(struct file_answer *answer, const char *top, struct text_line line)
{
	char *warning CLEANUP(free_text) = without_place(top, line.at, line.len, "warning: ");

	if (warning)
		strlist_add(&answer->warnings, warning);
	if (!answer->error)
		answer->error = without_place(top, line.at, line.len, "error: ");
}

static void take_said(struct compiling *compiling, const char *said)
{
	FOR_EACH_LINE(line, said)
		take_clang_line(compiling->answer, compiling->source, line);
}

static int compile_file(struct compiling *compiling)
{
	struct strlist more CLEANUP(strlist_release) = { 0 };
	const char *path = compiling->question->path;
	char *file CLEANUP(free_text) = xasprintf("%s/%s", compiling->source, path);
	char *object CLEANUP(free_text) = xasprintf("%s/file.o", compiling->dir);
	char *said CLEANUP(free_text) = NULL;

	if (worktree_set(compiling->question->state, compiling->question->base,
			 &compiling->question->tree, WORKTREE_FULL) < 0 ||
	    open_folder(compiling) < 0 || add_flags(compiling) < 0 ||
	    prepare_headers(compiling, file) < 0)
		return -1;
	STRLIST_ADD(&more, "-c", file, "-o", "file.o");
	if (io_remove(object) < 0 || run_compiler(compiling, &more, &said) < 0)
		return -1;
	compiling->answer->made = access(object, F_OK) == 0;
	take_said(compiling, said);
	return 0;
}

static json_t *answer_json(const struct file_answer *answer)
{
	return json_pack("{s:b, s:s*, s:o, s:f}", "made", answer->made, "error", answer->error,
			 "warnings", json_list(&answer->warnings), "seconds", answer->seconds);
}

static void recall_answer(struct file_answer *answer, const json_t *value)
{
	const char *error = json_string_value(json_object_get(value, "error"));

	answer->made = json_is_true(json_object_get(value, "made"));
	answer->error = error ? xstrdup(error) : NULL;
	json_list_read(json_object_get(value, "warnings"), &answer->warnings);
	answer->seconds = json_number_value(json_object_get(value, "seconds"));
	answer->reused = true;
}

/* Look it up, or @make it and remember. */
static int answer_by(struct compiling *compiling, const char *stage, const char *compiler,
		     int (*make)(struct compiling *))
{
	const struct file_question *question = compiling->question;
	struct fact fact CLEANUP(fact_release) = {
		question->state->ledger, stage,
		DIGEST(VERSION, compiler, &question->tree, question->path)
	};
	int known = fact_recall(&fact);

	if (known < 0)
		return -1;
	if (known && json_is_object(fact.value)) {
		recall_answer(compiling->answer, fact.value);
		return 0;
	}
	if (make(compiling) < 0)
		return -1;
	/* what nothing explains may have been a mishap: ask again next time */
	return compiling->answer->made || compiling->answer->error ?
		       fact_keep(&fact, answer_json(compiling->answer)) : 0;
}

static int open_tree(struct compiling *compiling)
{
	const struct file_question *question = compiling->question;

	compiling->source = worktree_path(question->state);
	if (files_load(&compiling->files, question->base, &question->tree) < 0 ||
	    name_target(compiling) < 0)
		return -1;
	compiling->dir = xasprintf("%s/build/%s", question->state->dir,
				   compiling->answer->target);
	return 0;
}

int clangfile_compile(struct file_answer *answer, const struct file_question *question)
{
	struct compiling compiling CLEANUP(compiling_release) = { question, answer };
	bool failed = false;

	if (open_tree(&compiling) < 0)
		return -1;
	char *compiler CLEANUP(free_text) = compiler_version(question->state, &failed);
	if (failed)
		return -1;
	if (!starts_with(question->path, "sys/") || !has_extension(question->path, ".c"))
		answer->why_not = xstrdup("only C sources below sys/ are compiled alone");
	else if (!files_find(&compiling.files, question->path))
		answer->why_not = xstrdup("the tree has no such file");
	else if (!compiler)
		answer->why_not = xstrdup("there is no clang (package clang)");
	return answer->why_not ? 0 : answer_by(&compiling, "file", compiler, compile_file);
}

/* Where make.py leaves the kernel: below the path of the source. */
static char *kernel_path(const struct compiling *compiling, const char *objects)
{
	return xasprintf("%s%s/amd64.amd64/sys/GENERIC/kernel", objects, compiling->source);
}

static int build_tree(struct compiling *compiling)
{
	const struct state *state = compiling->question->state;
	char *objects CLEANUP(free_text) = xasprintf("%s/build/objects", state->dir);
	char *prefix CLEANUP(free_text) = xasprintf("MAKEOBJDIRPREFIX=%s", objects);
	char *kernel CLEANUP(free_text) = kernel_path(compiling, objects);
	char *log CLEANUP(free_text) = xasprintf("%s/build/make.log", state->dir);
	char *jobs CLEANUP(free_text) = xasprintf("-j%u", state->jobs);
	const char *argv[] = { "python3", MAKE, "--cross-bindir=/usr/bin", "--no-clean",
			       "kernel-toolchain", "buildkernel", "TARGET=amd64",
			       "TARGET_ARCH=amd64", "KERNCONF=GENERIC", jobs, NULL };
	const char *env[] = { prefix, NULL };
	struct job job = { .argv = argv, .env = env, .dir = compiling->source, .log = log,
			   .timeout = BUILD_TIMEOUT };

	if (worktree_set(compiling->question->state, compiling->question->base,
			 &compiling->question->tree, WORKTREE_FULL) < 0 ||
	    io_mkdirs(objects) < 0 || io_remove(kernel) < 0 || job_run(&job) < 0)
		return -1;
	compiling->answer->seconds = job.seconds;
	compiling->answer->made = access(kernel, F_OK) == 0;
	char *said CLEANUP(free_text) = io_read(log, NULL);
	if (!said)
		return -1;
	take_said(compiling, said);
	if (!compiling->answer->made && !compiling->answer->error)
		compiling->answer->error = xasprintf("make built no kernel, see %s", log);
	return 0;
}

int clangfile_build(struct file_answer *answer, const struct file_question *question)
{
	struct compiling compiling CLEANUP(compiling_release) = { question, answer };
	bool failed = false;

	if (open_tree(&compiling) < 0)
		return -1;
	char *compiler CLEANUP(free_text) = compiler_version(question->state, &failed);
	if (failed)
		return -1;
	if (!files_find(&compiling.files, MAKE))
		answer->why_not = xstrdup("the tree has no " MAKE);
	else if (!compiler)
		answer->why_not = xstrdup("there is no clang (package clang)");
	return answer->why_not ? 0 : answer_by(&compiling, "kernel", compiler, build_tree);
}
