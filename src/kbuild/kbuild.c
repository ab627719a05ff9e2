// SPDX-License-Identifier: GPL-2.0
/* Configures and runs the kernel's build system for one target. */
#include "kbuild/kbuild.h"

#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/ccache.h"
#include "kbuild/given.h"
#include "kbuild/makerule.h"
#include "kbuild/toolchain.h"
#include "lib/cleanup.h"
#include "lib/confine.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "lib/word.h"

#include <string.h>

#define CONFIGURE_TIMEOUT 1200	/* seconds */
#define COMPILE_TIMEOUT (24 * 3600)
#define TIMED_OUT (-1)		/* instead of an exit code */

/* Where the target is built, and by what. */
static int open_target(struct kbuild *kbuild, struct state *state)
{
	const char *name = kbuild->target.name;
	struct digest digest = { 0 };
	int result;

	kbuild->state = state;
	kbuild->tree = worktree_path(state);
	kbuild->build = xasprintf("%s/build/%s", state->dir, name);
	kbuild->cache = xasprintf("%s/ccache", state->dir);
	digest_oid(&digest, &kbuild->target.digest);
	result = toolchain_open(&(struct toolchain){ &kbuild->target, state, kbuild->tree,
						     &kbuild->root, &kbuild->toolchain,
						     &kbuild->clippy },
				&digest);
	kbuild->context = digest_end(&digest);
	return result;
}

int kbuild_open(struct kbuild *kbuild, struct state *state, const char *name)
{
	char *given CLEANUP(free_text) = given_folder(state);

	return target_load(&kbuild->target, name, given) < 0 ? -1 : open_target(kbuild, state);
}

int kbuild_open_arch(struct kbuild *kbuild, struct state *state, const char *arch,
		     const char *srcarch)
{
	char *name CLEANUP(free_text) = xasprintf("reach-%s", arch);
	const char *cross = target_cross(arch);
	char *compiler CLEANUP(free_text) = xasprintf("%sgcc", cross ? cross : "");
	char *found CLEANUP(free_text) = io_find_program(compiler);

	target_plain(&kbuild->target, name, arch, srcarch,
		     found ? cross : NULL);
	return open_target(kbuild, state);
}

void kbuild_wish(struct kbuild *kbuild, const char *config, const struct strlist *wishes)
{
	target_wish(&kbuild->target, config, wishes);
	kbuild->context = DIGEST(&kbuild->context, &kbuild->target.digest);
}

void kbuild_release(struct kbuild *kbuild)
{
	target_release(&kbuild->target);
	root_release(&kbuild->root);
	FREE_ALL(kbuild->tree, kbuild->build, kbuild->toolchain, kbuild->stopped, kbuild->cache,
		 kbuild->alike.v);
	*kbuild = (struct kbuild){ 0 };
}

/* The same on every machine, and nothing from the user's shell that changes flags
 * or tools: all that is in no key must be fixed here. */
static const char *const environment[] = {
	"KBUILD_BUILD_TIMESTAMP=1970-01-01", "KBUILD_BUILD_USER=treewide",
	"KBUILD_BUILD_HOST=treewide", "MAKEFLAGS", "GNUMAKEFLAGS", "KBUILD_OUTPUT",
	"KBUILD_EXTMOD", "KBUILD_EXTRA_WARN", "KBUILD_CHECKSRC", "KBUILD_VERBOSE",
	"KBUILD_DEFCONFIG", "KBUILD_ABS_SRCTREE", "M", "W", "C", "V", "LLVM", "LLVM_IAS",
	"CROSS_COMPILE", "KCPPFLAGS", "KAFLAGS", "KCFLAGS", "KRUSTFLAGS", "CFLAGS_KERNEL",
	"CFLAGS_MODULE", "AFLAGS_KERNEL", "AFLAGS_MODULE", "LDFLAGS_MODULE", "HOSTCFLAGS",
	"HOSTLDFLAGS", "KCONFIG_CONFIG", "KCONFIG_OVERWRITECONFIG", "C_INCLUDE_PATH",
	"CPATH", "GCC_EXEC_PREFIX", "COMPILER_PATH", "CCC_OVERRIDE_OPTIONS", "CCACHE_PREFIX",
	"SOURCE_DATE_EPOCH", "CHECK", "CF", "ARCH", "SUBARCH", "RUST_LIB_SRC", "RUSTC_BOOTSTRAP",
	"RUSTFLAGS", "RUSTUP_TOOLCHAIN", "LIBCLANG_PATH", "LLVM_CONFIG_PATH", "CLANG_PATH",
	"BINDGEN_EXTRA_CLANG_ARGS", "CLIPPY", "CLIPPY_CONF_DIR", NULL
};

const char *const *kbuild_environment(void)
{
	return environment;
}

/* How many objects make has announced so far. */
static void count_objects(const struct job *job)
{
	const struct kbuild *kbuild = job->payload;
	char *log CLEANUP(free_text) = io_read(job->log, NULL);
	size_t count = 0;

	for (const char *at = log; at && (at = strstr(at, "\n  CC ")); at++)
		count++;
	progress_report(kbuild->state->progress, "compiling", count,
			kbuild->goals ? kbuild->goals : count, kbuild->target.name);
}

void kbuild_words(const struct kbuild *kbuild, const char *build, bool keep_going,
		  struct strlist *words)
{
	char *texts[] = {
		/* -L: a link is as new as itself, not only as what it leads to */
		xstrdup("make"), xstrdup("-L"), xstrdup("--no-print-directory"),
		xstrdup("--output-sync=target"), xasprintf("-j%u", kbuild->state->jobs),
		xstrdup(keep_going ? "-k" : ""),
		xasprintf("O=%s", build), xstrdup("LOCALVERSION="),
		xasprintf("KCONFIG_ALLCONFIG=%s.options", build),
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		if (*texts[i])
			strlist_add(words, texts[i]);
		free(texts[i]);
	}
	bool ccache = toolchain_has(&kbuild->root, "ccache");

	target_arguments(&kbuild->target, ccache ? "ccache " : "", words);
	if (kbuild->clippy)
		strlist_add(words, "CLIPPY=1");
}

/* What make gets beside the environment of all: for @objects what ccache needs. It does not
 * preprocess before it compiles (CCACHE_DEPEND), which is a fifth of the work. */
static void make_environment(const struct kbuild *kbuild, bool objects, struct strlist *env)
{
	char *path CLEANUP(free_text) = worktree_headers(kbuild->state);

	strlist_add_array(env, environment);
	if (access(path, F_OK) == 0)
		*LIST_ADD(env) = xasprintf("CCACHE_EXTRAFILES=%s", path);
	if (objects)
		strlist_add(env, "CCACHE_DEPEND=1");
	ccache_environment(kbuild->state, env);
}

/* A make that was ended: what it left is not to be relied on. */
static int forget_build(struct kbuild *kbuild, char *why)
{
	char *stamp CLEANUP(free_text) = xasprintf("%s.configured", kbuild->build);

	free(kbuild->stopped);
	kbuild->stopped = why;
	if (io_remove(stamp) < 0 || io_remove(kbuild->build) < 0 || io_mkdirs(kbuild->build) < 0)
		return -1;
	return confine_recover();
}

static int fail_stopped(const struct kbuild *kbuild, const char *what)
{
	return fail_system("target %s: %s (make %s)", kbuild->target.name, kbuild->stopped, what);
}

int kbuild_stop(struct kbuild *kbuild, const char *why)
{
	if (forget_build(kbuild, xasprintf("make was stopped: %s", why)) < 0)
		return -1;
	return fail_stopped(kbuild, "that evaluates Makefiles");
}

/* Run make in the tree. */
static int run_make(struct kbuild *kbuild, const struct strlist *goals, bool keep_going,
		    const char *log, unsigned timeout, int *code)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	const char **argv CLEANUP(free_memory) = NULL;
	struct strlist settings CLEANUP(strlist_release) = { 0 };
	const char **env CLEANUP(free_memory) = NULL;
	const char *writes[] = { kbuild->build, confine_is_on() ? kbuild->cache : NULL, NULL };
	struct job job = { .before = kbuild->root.before, .dir = kbuild->tree,
			   .log = log, .writes = writes,
			   .timeout = timeout, .payload = kbuild,
			   .tick = keep_going ? count_objects : NULL };
	int (*work)(void *ctx) = kbuild->beside;
	int result;

	long faults = keep_going ? ccache_faults(kbuild->state) : -1;

	kbuild_words(kbuild, kbuild->build, keep_going, &words);
	strlist_add_all(&words, goals);
	make_environment(kbuild, kbuild->single, &settings);
	job.env = env = strlist_array(&settings);
	job.argv = argv = strlist_array(&words);
	kbuild->beside = NULL;
	free(TAKE(kbuild->stopped));
	if (writes[1] && io_mkdirs(writes[1]) < 0)
		return -1;
	result = job_run_beside(&job, work, kbuild->beside_ctx);
	if (result < 0)
		return -1;
	ccache_tell_faults(kbuild->state, faults);
	if (confine_is_on() && (job.stopped || job.timed_out)) {
		*code = 2;
		return forget_build(kbuild, job.stopped ?
						    xasprintf("make was stopped: %s", job.stopped) :
						    xasprintf("make did not end in %u s", timeout));
	}
	*code = job.timed_out ? TIMED_OUT : job.exit;
	return 0;
}

static int check_ended(int code, unsigned timeout, const char *log)
{
	return code == TIMED_OUT ?
		       fail_system("make did not end in %u s (log: %s)", timeout, log) : 0;
}

/* @words: goals; where one of them configures, make takes them one by one. */
static int must_make(struct kbuild *kbuild, const char *words, const char *log)
{
	struct strlist goals CLEANUP(strlist_release) = { 0 };
	int code = 0, result;

	strlist_split(&goals, words, " ");
	result = run_make(kbuild, &goals, false, log, CONFIGURE_TIMEOUT, &code);
	if (result < 0 || check_ended(code, CONFIGURE_TIMEOUT, log) < 0)
		return -1;
	if (kbuild->stopped)
		return fail_stopped(kbuild, words);
	if (code)
		return fail_system("make %s failed for target %s (exit %d, log: %s)", words,
				   kbuild->target.name, code, log);
	return 0;
}

static int write_options(const struct kbuild *kbuild)
{
	char *path CLEANUP(free_text) = xasprintf("%s.options", kbuild->build);
	char *text = NULL;
	size_t len;
	FILE *stream = xmemstream(&text, &len);
	int result;

	FOR_EACH(wish, &kbuild->target.wishes)
		fprintf(stream, "%s\n", *wish);
	FOR_EACH(option, &kbuild->target.options)
		fprintf(stream, "%s\n", *option);
	fclose(stream);
	result = io_write(path, text, len);
	free(text);
	return result;
}

/* Kconfig's select and depends are stronger than a wish. */
int kbuild_check(const struct kbuild *kbuild)
{
	char *path CLEANUP(free_text) = xasprintf("%s/.config", kbuild->build);
	char *config CLEANUP(free_text) = io_read(path, NULL);
	char *got CLEANUP(free_text) = NULL;
	const char *option = config ? target_broken(&kbuild->target, config, &got) : NULL;
	int len = option ? (int)strcspn(option, "=") : 0;

	if (!option)
		return config ? 0 : -1;
	return fail_usage("%s: %s does not hold: make %s gives %.*s=%s in this tree, because "
			  "another option selects it or one that it depends on has another value",
			  kbuild->target.path, option, kbuild->target.config, len, option, got);
}

bool kbuild_is_configured(const struct kbuild *kbuild)
{
	char *stamp CLEANUP(free_text) = xasprintf("%s.configured", kbuild->build);

	return access(stamp, F_OK) == 0;
}

int kbuild_configure(struct kbuild *kbuild, const git_oid *kconfig)
{
	char *stamp CLEANUP(free_text) = xasprintf("%s.configured", kbuild->build);
	char *log CLEANUP(free_text) = xasprintf("%s.configure.log", kbuild->build);
	char *config CLEANUP(free_text) = xasprintf("%s/.config", kbuild->build);
	char *result CLEANUP(free_text) = xasprintf("%s/include/config/auto.conf", kbuild->build);
	char *goals CLEANUP(free_text) = xasprintf("%s syncconfig", kbuild->target.config);
	char *exports CLEANUP(free_text) = xasprintf("%s.exports", kbuild->build);
	const char *given = kbuild->target.text;
	char made_of[GIT_OID_HEXSZ + 1];
	git_oid key = DIGEST(kbuild_setup(kbuild, kconfig), &kbuild->context);

	git_oid_tostr(made_of, sizeof(made_of), &key);
	char *known CLEANUP(free_text) = access(stamp, F_OK) == 0 ? io_read(stamp, NULL) : NULL;
	if (known && !strcmp(known, made_of))
		return 0;
	progress_report(kbuild->state->progress, "configuring", 0, 1, kbuild->target.name);
	if (io_remove(stamp) < 0 || io_remove(exports) < 0 || io_mkdirs(kbuild->build) < 0 ||
	    write_options(kbuild) < 0 || (given && io_write(config, given, strlen(given)) < 0) ||
	    must_make(kbuild, goals, log) < 0)
		return -1;
	if (access(config, R_OK) < 0 || access(result, R_OK) < 0)
		return fail_system("make %s made no configuration (log: %s)",
				   kbuild->target.config, log);
	return io_write(stamp, made_of, strlen(made_of));
}

void kbuild_liken(struct kbuild *kbuild, const git_oid *kconfig, const git_oid *model)
{
	if (kbuild_setup(kbuild, kconfig) == kconfig && !git_oid_equal(kconfig, model))
		*LIST_ADD(&kbuild->alike) = (struct likeness){ *kconfig, *model };
}

const git_oid *kbuild_setup(const struct kbuild *kbuild, const git_oid *kconfig)
{
	FOR_EACH(likeness, &kbuild->alike)
		if (git_oid_equal(&likeness->kconfig, kconfig))
			return &likeness->model;
	return kconfig;
}

int kbuild_read_config(const struct kbuild *kbuild, struct strlist *lines)
{
	char *path CLEANUP(free_text) = xasprintf("%s/.config", kbuild->build);
	char *text CLEANUP(free_text) = io_read(path, NULL);
	struct strlist all CLEANUP(strlist_release) = { 0 };

	if (!text)
		return -1;
	strlist_split(&all, text, "\n");
	FOR_EACH(line, &all)
		if (!strncmp(*line, "CONFIG_", 7))
			strlist_add(lines, *line);
	strlist_sort(lines);
	return 0;
}

/* The words behind @mark on a line of its own. */
static char *find_answer(const char *log, const char *mark)
{
	const char *at = log;

	while (at && (at = strstr(at, mark)) && at > log && at[-1] != '\n')
		at++;
	return at ? xstrndup(at + strlen(mark), strcspn(at + strlen(mark), "\n")) : NULL;
}

/* The rules reach the makes below the first one by MAKEFLAGS. */
char *kbuild_src(struct kbuild *kbuild, const char *dir)
{
	char *log CLEANUP(free_text) = xasprintf("%s.src.log", kbuild->build);
	char *text CLEANUP(free_text) = NULL;
	struct strlist goals = { 0 };
	char *src = NULL;
	int code = 0;

	*LIST_ADD(&goals) = xasprintf("--eval=treewide-folder:;@+$(MAKE) -f "
				      "$(srctree)/scripts/Makefile.build obj=%s treewide-src", dir);
	strlist_add(&goals, "--eval=treewide-src:;$(info treewide-src $(src))@:");
	strlist_add(&goals, "treewide-folder");
	if (run_make(kbuild, &goals, false, log, CONFIGURE_TIMEOUT, &code) == 0)
		text = io_read(log, NULL);
	strlist_release(&goals);
	if (kbuild->stopped) {
		fail_stopped(kbuild, "that says what $(src) is");
		return NULL;
	}
	src = text ? find_answer(text, "treewide-src ") : NULL;
	if (text && !src)
		fail_system("Kbuild does not say what $(src) is in %s (exit %d, log: %s)", dir,
			    code, log);
	return src;
}

int kbuild_localmodconfig(struct kbuild *kbuild, const char *lsmod)
{
	char *stamp CLEANUP(free_text) = xasprintf("%s.configured", kbuild->build);
	char *log CLEANUP(free_text) = xasprintf("%s.localmodconfig.log", kbuild->build);
	struct strlist words CLEANUP(strlist_release) = { 0 };
	int code = 0;

	*LIST_ADD(&words) = xasprintf("LSMOD=%s", lsmod);
	strlist_add(&words, "localmodconfig");
	if (io_remove(stamp) < 0 ||
	    run_make(kbuild, &words, false, log, CONFIGURE_TIMEOUT, &code) < 0)
		return -1;
	return code == 0;
}

/* Is it a word for the Makefiles, and neither of the shell nor of make itself? */
static bool is_for_folders(const char *line)
{
	static const char *const others[] = {
		"MAKE", "MFLAGS=", "PATH=", "HOME=", "PWD=", "VPATH=", "OLDPWD=", "SHLVL=",
		"TMPDIR=", "LC_ALL=", "TZ=", "KBUILD_BUILTIN=", "KBUILD_MODULES=", NULL
	};
	size_t len = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	if (!len || line[len] != '=' || strchr(line, '\n'))
		return false;
	if (starts_with_one_of(line, others))
		return false;
	for (size_t i = 0; environment[i]; i++)
		if (!strncmp(line, environment[i], len) && !environment[i][len])
			return false;
	/* what the user's own environment says is not Kbuild's, and not to be kept in a file */
	for (char **ours = environ; *ours; ours++)
		if (!strcmp(line, *ours))
			return false;
	return true;
}

static void take_exports(const char *text, size_t size, FILE *out)
{
	for (const char *at = text; at < text + size; at += strlen(at) + 1)
		if (is_for_folders(at))
			fprintf(out, "%s\n", at);
}

/* Ask make for them, by a goal of our own; a make that has no answer is no failure. */
static int ask_exports(struct kbuild *kbuild, const char *path)
{
	char *log CLEANUP(free_text) = xasprintf("%s.log", path);
	char *raw CLEANUP(free_text) = xasprintf("%s.raw", path);
	char *text CLEANUP(free_text) = NULL;
	struct strlist goals CLEANUP(strlist_release) = { 0 };
	char *kept = NULL;
	size_t size = 0, kept_size;
	FILE *out;
	int code, result;

	*LIST_ADD(&goals) = xasprintf("--eval=treewide-exports: ; @env -0 >%s", raw);
	strlist_add(&goals, "treewide-exports");
	if (io_write(raw, "", 0) < 0 ||
	    run_make(kbuild, &goals, false, log, CONFIGURE_TIMEOUT, &code) < 0)
		return -1;
	text = io_read(raw, &size);
	if (!text)
		return -1;
	out = xmemstream(&kept, &kept_size);
	take_exports(text, code ? 0 : size, out);
	fclose(out);
	result = io_write(path, kept, strlen(kept));
	free(kept);
	return result < 0 || io_remove(raw) < 0 ? -1 : io_remove(log);
}

int kbuild_exports(struct kbuild *kbuild, struct strlist *lines)
{
	char *path CLEANUP(free_text) = xasprintf("%s.exports", kbuild->build);
	char *text CLEANUP(free_text) = NULL;

	if (access(path, F_OK) < 0 && ask_exports(kbuild, path) < 0)
		return -1;
	text = io_read(path, NULL);
	if (!text)
		return -1;
	strlist_split(lines, text, "\n");
	return 0;
}

char *kbuild_export(struct kbuild *kbuild, const char *name)
{
	struct strlist lines CLEANUP(strlist_release) = { 0 };
	size_t len = strlen(name);

	if (kbuild_exports(kbuild, &lines) < 0)
		return NULL;
	FOR_EACH(line, &lines)
		if (!strncmp(*line, name, len) && (*line)[len] == '=')
			return xstrdup(*line + len + 1);
	return xstrdup("");
}

int kbuild_make_goals(struct kbuild *kbuild, const struct strlist *goals, const char *log,
		      int *code)
{
	kbuild->goals = 0;
	return run_make(kbuild, goals, true, log, COMPILE_TIMEOUT, code);
}

/* What is generated for all objects; for Rust without its crates, which are none of that. */
static const char *prepare_goal(const struct kbuild *kbuild)
{
	return kbuild->target.rust ? "prepare0" : "modules_prepare";
}

int kbuild_prepare(struct kbuild *kbuild)
{
	char *log CLEANUP(free_text) = xasprintf("%s.prepare.log", kbuild->build);

	progress_report(kbuild->state->progress, "preparing", 0, 1, kbuild->target.name);
	return must_make(kbuild, prepare_goal(kbuild), log);
}

/* "  Reading makefile 'PATH' (don't care)...": PATH below the tree. */
static void take_reading(const struct kbuild *kbuild, const char *line, size_t len,
			 struct strlist *makefiles)
{
	static const char mark[] = "Reading makefile '";
	const char *at = memmem(line, len, mark, sizeof(mark) - 1);
	size_t root = strlen(kbuild->tree);

	at = at ? at + sizeof(mark) - 1 : NULL;
	if (!at || strncmp(at, kbuild->tree, root) != 0 || at[root] != '/')
		return;
	at += root + 1;
	char *path = xstrndup(at, strcspn(at, "'\n"));
	path_normalize(path);
	*LIST_ADD(makefiles) = path;
}

/* "	PATH \\": a Kconfig file that conf has read. */
static void take_kconfigs(const struct kbuild *kbuild, struct strlist *out)
{
	char *path CLEANUP(free_text) = xasprintf("%s/include/config/auto.conf.cmd", kbuild->build);
	char *text CLEANUP(free_text) = access(path, R_OK) == 0 ? io_read(path, NULL) : NULL;

	if (!text)
		return;
	FOR_EACH_LINE(line, text) {
		size_t len = line.len > 1 ? strcspn(line.at + 1, " \\\n") : 0;

		if (*line.at == '\t' && len && line.at[1] != '$')
			*LIST_ADD(out) = xstrndup(line.at + 1, len);
	}
}

/* Nothing is made (-n), but makes that are below others are run. */
int kbuild_reads(struct kbuild *kbuild, struct strlist *makefiles)
{
	char *log CLEANUP(free_text) = xasprintf("%s.reads.log", kbuild->build);
	char *text CLEANUP(free_text) = NULL;
	struct strlist goals CLEANUP(strlist_release) = { 0 };
	int code = 0;

	STRLIST_ADD(&goals, "-n", "--debug=v");
	strlist_split(&goals, kbuild->target.config, " ");
	STRLIST_ADD(&goals, "syncconfig", prepare_goal(kbuild));
	if (run_make(kbuild, &goals, false, log, CONFIGURE_TIMEOUT, &code) < 0)
		return -1;
	text = code ? xstrdup("") : io_read(log, NULL);
	if (!text)
		return -1;
	FOR_EACH_LINE(line, text)
		take_reading(kbuild, line.at, line.len, makefiles);
	strlist_sort(makefiles);
	if (!strlist_find(makefiles, "Makefile"))
		strlist_release(makefiles);
	else
		take_kconfigs(kbuild, makefiles);
	strlist_sort(makefiles);
	return io_remove(log);
}

/* @goals: what make is told to get @objects. */
static int compile_by(struct kbuild *kbuild, const struct strlist *objects,
		      const struct strlist *goals, const char *log)
{
	int code, result;

	FOR_EACH(object, objects) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", kbuild->build, *object);

		if (io_remove(path) < 0)
			return -1;
	}
	kbuild->goals = objects->nr;
	kbuild->single = true;
	result = run_make(kbuild, goals, true, log, COMPILE_TIMEOUT, &code);
	kbuild->single = false;
	return result < 0 ? -1 : check_ended(code, COMPILE_TIMEOUT, log);
}

int kbuild_compile(struct kbuild *kbuild, const struct strlist *objects, const char *log)
{
	return compile_by(kbuild, objects, objects, log);
}

int kbuild_compile_unlisted(struct kbuild *kbuild, const struct strlist *objects, const char *log)
{
	struct strlist goals CLEANUP(strlist_release) = { 0 };

	*LIST_ADD(&goals) = makerule_of_folders(objects);
	STRLIST_ADD(&goals, "--eval=.DEFAULT_GOAL :=", MAKERULE_GOAL);
	return compile_by(kbuild, objects, &goals, log);
}

int kbuild_make_folder(struct kbuild *kbuild, const char *folder, bool only_read, unsigned timeout,
		       const char *log, int *code, bool *ended)
{
	struct strlist goals CLEANUP(strlist_release) = { 0 };

	if (only_read)
		strlist_add(&goals, "-n");
	strlist_add(&goals, folder);
	if (run_make(kbuild, &goals, true, log, timeout, code) < 0)
		return -1;
	*ended = *code != TIMED_OUT;
	return 0;
}

int kbuild_make_all(struct kbuild *kbuild, const char *log, int *code)
{
	struct strlist goals CLEANUP(strlist_release) = { 0 };

	strlist_add(&goals, "all");
	return kbuild_make_goals(kbuild, &goals, log, code);
}

/* What the goal modules does behind its looking into every folder: scripts that Kbuild has as files
 * of their own since long, run with all that the Makefile at the top exports. The rule is for the
 * inner one of the two makes that O= makes of one. */
static const char modules_rule[] =
	"--eval=$(if $(sub_make_done),$(eval treewide-modules: ; "
	"+@$$(MAKE) -f $$(srctree)/scripts/Makefile.modpost && "
	"$$(MAKE) -f $$(srctree)/scripts/Makefile.modfinal))";

static bool can_make_modules(const struct kbuild *kbuild)
{
	static const char *const names[] = { "modpost", "modfinal" };
	char *top CLEANUP(free_text) = xasprintf("%s/Makefile", kbuild->tree);
	char *text CLEANUP(free_text) = io_read(top, NULL);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s/scripts/Makefile.%s", kbuild->tree,
							  names[i]);

		if (access(path, F_OK) < 0)
			return false;
	}
	return text && strstr(text, "export sub_make_done");
}

/* Put what the first log says before what the second one does. */
static int join_logs(const char *first, const char *second)
{
	size_t len, more;
	char *a CLEANUP(free_text) = io_read(first, &len);
	char *b CLEANUP(free_text) = a ? io_read(second, &more) : NULL;
	char *text CLEANUP(free_text) = b ? xasprintf("%s%s", a, b) : NULL;

	if (!text || io_remove(first) < 0)
		return -1;
	return io_write(second, text, strlen(text));
}

int kbuild_make_modules(struct kbuild *kbuild, const struct strlist *folders, const char *log,
			int *code)
{
	struct strlist goals CLEANUP(strlist_release) = { 0 };
	char *first CLEANUP(free_text) = xasprintf("%s.1", log);

	if (!can_make_modules(kbuild))
		return 0;
	STRLIST_ADD(&goals, modules_rule, "--eval=.DEFAULT_GOAL :=", "KBUILD_MODULES=y",
		    "treewide-modules");
	kbuild->goals = 0;
	if (run_make(kbuild, folders, true, first, COMPILE_TIMEOUT, code) < 0)
		return -1;
	if (*code)
		return rename(first, log) < 0 ? fail_errno("cannot rename %s", first) : 1;
	if (run_make(kbuild, &goals, true, log, COMPILE_TIMEOUT, code) < 0)
		return -1;
	return join_logs(first, log) < 0 ? -1 : 1;
}
