// SPDX-License-Identifier: GPL-2.0
/* Runs query.mk in each folder and reads what it prints. */
#include "kbuild/query.h"

#include "git/base.h"
#include "kbuild/autoconf.h"
#include "kbuild/kbuild.h"
#include "lib/confine.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"

#define TIMEOUT 120 /* seconds for one folder */
#define TRIES 8	    /* folders that are asked what $(src) is */

struct query {
	struct kbuild *kbuild;
	const char *makefile;
	const struct strlist *dirs;
	struct strlist config;	/* the lines of auto.conf, sorted */
	const char **env;	/* what Kbuild exports to folders, and what every make is given */
	struct strlist exports;	/* the texts of the former */
	struct strlist common;	/* options that the scripts name that query.mk includes */
	char *src;		/* "treewide-src=", and what Kbuild says of it */
	size_t next, done;
	struct modules *modules;
	struct strlist on;	/* folders that the configuration descends into */
	struct strlist built_in; /* of these, those of which there is a built-in.a */
	struct strlist named;	/* folders that any configuration descends into */
	struct strlist namers;	/* of each member, the folder whose Makefile names it */
	struct strlist failed;	/* folders whose Makefile cannot be evaluated alone */
	struct strlist why;	/* one reason for each of these */
	const char *stopped;	/* why a job was, see struct job; or NULL */
};

/* As its Makefile reaches it. */
static char *goal_in(const char *dir, const char *name)
{
	return strcmp(dir, QUERY_TOP) ? xasprintf("%s/%s", dir, name) : xstrdup(name);
}

static char *below(const char *dir, const char *name)
{
	char *path = goal_in(dir, name);

	path_normalize(path);
	return path;
}

void query_add(struct modules *modules, char *goal, char *module, char kind)
{
	struct member *member = LIST_ADD(modules);

	*member = (struct member){ xstrdup(goal), goal, module, kind };
	path_normalize(member->object);
}

/* The composites of one folder: their parts inherit a configured-out kind. */
static void parse_line(struct query *query, const char *dir, char *line, char *last_kind)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };

	strlist_split(&words, line, " ");
	if (words.nr == 3 && !strcmp(words.v[0], "obj")) {
		*last_kind = *words.v[1];
		query_add(query->modules, goal_in(dir, words.v[2]), below(dir, words.v[2]),
			  *last_kind);
		strlist_add(&query->namers, dir);
	} else if (words.nr == 4 && !strcmp(words.v[0], "part")) {
		char kind = *words.v[1] == 'n' ? 'n' : *last_kind;

		/* foo-m is linked in only where foo is a module */
		if (*words.v[1] == 'm' && *last_kind == 'y')
			kind = 'n';
		query_add(query->modules, goal_in(dir, words.v[3]), below(dir, words.v[2]), kind);
		strlist_add(&query->namers, dir);
	} else if (words.nr == 3 && !strcmp(words.v[0], "dir")) {
		char *path = below(dir, words.v[2]);

		if (*words.v[1] != 'n')
			strlist_add(&query->on, path);
		if (*words.v[1] == 'y')
			strlist_add(&query->built_in, path);
		strlist_add(&query->named, path);
		free(path);
	}
}

struct query_run {
	const char *dir;
	char *log, *out, *srctree, *srcarch, *obj, *config;
	const char *argv[13], *writes[2];
};

static void free_query_run(struct query_run *run)
{
	FREE_ALL(run->log, run->out, run->srctree, run->srcarch, run->obj, run->config, run);
}

/* The Makefile of a folder; NULL without a reason when there is none that can be read. */
static char *read_folder(const struct kbuild *kbuild, const char *dir)
{
	static const char *const names[] = { "Kbuild", "Makefile" };

	for (size_t i = 0; i < 2; i++) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s/%s", kbuild->tree, dir, names[i]);

		if (access(path, F_OK) == 0)
			return io_read(path, NULL);
	}
	return NULL;
}

/* Write the part of auto.conf that the Makefile of @dir names to @path; what to tell make of
 * it, owned by the caller. "treewide-config=" stands for all of it. */
static char *slice(const struct query *query, const char *dir, const char *path)
{
	char *makefile CLEANUP(free_text) = read_folder(query->kbuild, dir);
	struct strlist options CLEANUP(strlist_release) = { 0 };
	bool enough = makefile && strcmp(dir, QUERY_TOP) != 0 &&
		      autoconf_options(makefile, &options);

	strlist_add_all(&options, &query->common);
	strlist_sort(&options);
	char *text CLEANUP(free_text) = autoconf_subset(&query->config, &options);
	if (enough && io_write(path, text, strlen(text)) < 0)
		return NULL;
	return xasprintf("treewide-config=%s", enough ? path : "");
}

static int next(struct job *job, void *ctx)
{
	struct query *query = ctx;
	const struct kbuild *kbuild = query->kbuild;
	struct query_run *run;
	size_t nr = query->next++;
	char *part CLEANUP(free_text) = xasprintf("%s/query-%zu.conf", kbuild->state->tmp, nr);

	if (nr >= query->dirs->nr || query->stopped)
		return 0;
	run = xcalloc(1, sizeof(*run));
	run->dir = query->dirs->v[nr];
	run->log = xasprintf("%s/query-%zu.log", kbuild->state->tmp, nr);
	run->out = xasprintf("%s/query-%zu", kbuild->state->tmp, nr);
	run->srctree = xasprintf("srctree=%s", kbuild->tree);
	run->srcarch = xasprintf("SRCARCH=%s", kbuild->target.srcarch);
	run->obj = xasprintf("obj=%s", run->dir);
	run->config = slice(query, run->dir, part);
	if (!run->config) {
		free_query_run(run);
		return -1;
	}
	memcpy(run->argv,
	       ((const char *[]){ "make", "--no-print-directory", "-I", kbuild->tree, "-rRf",
				  query->makefile, run->srctree, run->srcarch, run->obj,
				  run->config, query->src, "nothing", NULL }),
	       sizeof(run->argv));
	/* try-run of Kbuild makes folders there */
	run->writes[0] = kbuild->build;
	*job = (struct job){ .argv = run->argv, .before = kbuild->root.before, .env = query->env,
			     .dir = kbuild->build, .writes = run->writes,
			     .untidied = true, .log = run->log, .out = run->out,
			     .timeout = TIMEOUT, .payload = run };
	return 1;
}

static int done(struct job *job, void *ctx)
{
	struct query *query = ctx;
	struct query_run *run = job->payload;
	char *text CLEANUP(free_text) = io_read(run->out, NULL);
	char kind = 'n';
	int result = text ? 0 : -1;

	if (job->stopped)
		query->stopped = job->stopped;
	if (result == 0 && (job->exit || job->timed_out)) {
		char *log CLEANUP(free_text) = io_read(run->log, NULL);

		/* some Makefiles are only ever included by another one */
		strlist_add(&query->failed, run->dir);
		*LIST_ADD(&query->why) = xasprintf("exit %d: %.300s", job->exit, log ? log : "");
		*text = '\0';
	}
	for (char *line = text; result == 0 && *line;) {
		size_t len = strcspn(line, "\n");
		bool more = line[len];

		line[len] = '\0';
		parse_line(query, run->dir, line, &kind);
		line += len + more;
	}
	progress_report(query->kbuild->state->progress, "reading Makefiles", ++query->done,
			query->dirs->nr, run->dir);
	free_query_run(run);
	return result;
}

static void drop(struct job *job, void *ctx)
{
	(void)ctx;
	free_query_run(job->payload);
}

/* Is the folder @dir, whose Makefile names an object, reached from the top through folders that are
 * switched on? Where the object lies says nothing: "obj-y += tests/x.o" is made from above,
 * whatever becomes of the folder tests. */
static bool reached(const struct query *query, const char *dir)
{
	char *path CLEANUP(free_text) = xasprintf("%s/", strcmp(dir, QUERY_TOP) ? dir : "");
	char *slash;

	while ((slash = strrchr(path, '/')) && slash > path) {
		*slash = '\0';
		if (strlist_find(&query->on, path))
			continue;
		/* where Kbuild does not say how it gets there */
		if (!strchr(path, '/'))
			return !strlist_find(&query->named, path);
		/* a folder without Makefile of its own belongs to the one above */
		if (strlist_find(query->dirs, path))
			return false;
	}
	return true;
}

static int by_object(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = strcmp(x->object, y->object);

	return order ? order : strcmp(x->module, y->module);
}

void query_sort(struct modules *modules)
{
	LIST_SORT(modules, by_object);
}

/* Does Kbuild go there? Of what stands at the top only the top can tell, where it was asked: a
 * configuration never goes to tools/, whose Makefile cannot be evaluated from elsewhere. */
static bool is_part(const struct query *query, const char *dir)
{
	return strlist_find(&query->named, dir) ||
	       (!strchr(dir, '/') && !strlist_has(query->dirs, QUERY_TOP));
}

/* What is to be built in, in a folder that is reached for its modules alone, is not made. */
static bool is_for_nothing(const struct query *query, const struct member *member,
			   const char *dir)
{
	return member->kind == 'y' && strlist_find(&query->on, dir) &&
	       !strlist_find(&query->built_in, dir);
}

static int finish_query(struct query *query)
{
	struct modules *modules = query->modules;
	size_t nr = 0;

	strlist_sort(&query->on);
	strlist_sort(&query->built_in);
	strlist_sort(&query->named);
	/* without its Makefile a module falls into files, and who releases is misjudged */
	for (size_t i = 0; i < query->failed.nr; i++)
		if (is_part(query, query->failed.v[i]))
			return fail_system("cannot evaluate the Makefile of %s: %s",
					   query->failed.v[i], query->why.v[i]);
	FOR_EACH(member, modules) {
		const char *dir = query->namers.v[nr++];

		if (is_for_nothing(query, member, dir) ||
		    (member->kind != 'n' && !reached(query, dir)))
			member->kind = 'n';
	}
	query_sort(modules);
	return 0;
}

char *query_makefile(void)
{
	char *path = io_find_data("src/query.mk");

	if (!path)
		fail_system("src/query.mk is not installed");
	return path;
}

/* "treewide-src=", and how $(src) follows from $(obj): found in one folder, true in all of them.
 * Some folders cannot be evaluated alone. Owned by the caller; NULL with a reason. */
static char *find_src(const struct query *query)
{
	unsigned tries = 0;

	FOR_EACH(dir, query->dirs) {
		char *makefile CLEANUP(free_text) = read_folder(query->kbuild, *dir);
		size_t len, size = strlen(*dir);

		if (!makefile || !strchr(*dir, '/'))
			continue;
		char *src CLEANUP(free_text) = kbuild_src(query->kbuild, *dir);
		if (query->kbuild->stopped)
			return NULL;
		len = src ? strlen(src) : 0;
		if (len >= size && !strcmp(src + len - size, *dir)) {
			fail_clear();
			return xasprintf("treewide-src=%.*s$(obj)", (int)(len - size), src);
		}
		if (src)
			fail_system("$(src) of %s is %s: that is not understood", *dir, src);
		if (src || fail_exit_code() >= FAIL_SIGNAL)
			return NULL;
		if (++tries == TRIES)
			break;
	}
	/* nothing is asked, or all that was is broken: what make says of that comes below */
	fail_clear();
	return xstrdup("treewide-src=$(srctree)/$(obj)");
}

static int read_config(struct query *query)
{
	static const char *const scripts[] = { "Kbuild.include", "Makefile.compiler" };
	const struct kbuild *kbuild = query->kbuild;
	char *path CLEANUP(free_text) = xasprintf("%s/include/config/auto.conf", kbuild->build);
	char *config CLEANUP(free_text) = io_read(path, NULL);

	if (!config)
		return -1;
	free(TAKE(query->kbuild->stopped));
	query->src = find_src(query);
	if (!query->src)
		return -1;
	strlist_split(&query->config, config, "\n");
	strlist_sort(&query->config);
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
		char *script CLEANUP(free_text) = xasprintf("%s/scripts/%s", kbuild->tree,
							    scripts[i]);
		char *text CLEANUP(free_text) = access(script, F_OK) == 0 ? io_read(script, NULL) :
									    NULL;

		if (text)
			autoconf_options(text, &query->common);
	}
	return 0;
}

/* Kbuild's own words come first, then what is fixed or unset for every make of ours. */
static int read_exports(struct query *query)
{
	const char *const *fixed = kbuild_environment();
	size_t nr = 0, count = 0;

	while (fixed[count])
		count++;
	if (kbuild_exports(query->kbuild, &query->exports) < 0)
		return -1;
	query->env = xcalloc(count + query->exports.nr + 1, sizeof(*query->env));
	FOR_EACH(line, &query->exports)
		query->env[nr++] = *line;
	for (size_t i = 0; i < count; i++)
		query->env[nr++] = fixed[i];
	return 0;
}

static void close_query(struct query *query)
{
	free(query->src);
	free(query->env);
	STRLIST_RELEASE_ALL(&query->exports, &query->config, &query->common, &query->on,
			    &query->built_in, &query->failed, &query->named, &query->namers,
			    &query->why);
}

static int ask_folders(struct query *query)
{
	const struct job_ops ops = { next, done, drop };

	if (jobs_run(query->kbuild->state->jobs, &ops, query) < 0)
		return -1;
	if (query->stopped)
		return kbuild_stop(query->kbuild, query->stopped);
	return confine_is_on() ? confine_tidy(query->kbuild->build) : 0;
}

int query_run(struct modules *modules, struct kbuild *kbuild, const char *makefile,
	      const struct strlist *dirs)
{
	struct query query CLEANUP(close_query) = { .kbuild = kbuild, .makefile = makefile,
						    .dirs = dirs, .modules = modules };

	if (read_config(&query) < 0 || read_exports(&query) < 0 || ask_folders(&query) < 0)
		return -1;
	return finish_query(&query);
}

/* The folders with a Makefile that what was asked so far leads to; how many are new. */
static size_t find_new_folders(const struct query *query, struct strlist *dirs)
{
	size_t known = dirs->nr;

	FOR_EACH(dir, &query->on) {
		char *makefile CLEANUP(free_text) = read_folder(query->kbuild, *dir);

		if (makefile)
			strlist_add_once(dirs, *dir);
	}
	return dirs->nr - known;
}

int query_run_all(struct modules *modules, struct kbuild *kbuild, const char *makefile)
{
	struct strlist dirs CLEANUP(strlist_release) = { 0 };
	struct query query CLEANUP(close_query) = { .kbuild = kbuild, .makefile = makefile,
						    .dirs = &dirs, .modules = modules };

	if (read_config(&query) < 0 || read_exports(&query) < 0)
		return -1;
	strlist_add(&dirs, QUERY_TOP);
	do {
		query.next = query.done;
		if (ask_folders(&query) < 0)
			return -1;
	} while (find_new_folders(&query, &dirs));
	strlist_sort(&dirs);
	return finish_query(&query);
}
