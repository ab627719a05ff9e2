// SPDX-License-Identifier: GPL-2.0
/* Asks Kbuild which objects are linked together. */
#include "module.h"

#include "base.h"
#include "cleanup.h"
#include "digest.h"
#include "fail.h"
#include "io.h"
#include "job.h"
#include "kbuild.h"
#include "ledger.h"
#include "progress.h"
#include "state.h"
#include "worktree.h"

#include <string.h>

#define QUERY_TIMEOUT 120 /* seconds for one folder */
#define TOP "."		  /* how query.mk is asked for the folders below the top */

struct query {
	struct kbuild *kbuild;
	char *makefile;
	const struct strlist *dirs;
	size_t next, done;
	struct modules *modules;
	struct strlist on;	/* folders that the configuration descends into */
	struct strlist named;	/* folders that any configuration descends into */
	struct strlist failed;	/* folders whose Makefile cannot be evaluated alone */
	struct strlist why;	/* one reason for each of these */
};

/* As its Makefile reaches it. */
static char *goal_in(const char *dir, const char *name)
{
	return strcmp(dir, TOP) ? xasprintf("%s/%s", dir, name) : xstrdup(name);
}

static char *below(const char *dir, const char *name)
{
	char *path = goal_in(dir, name);

	path_normalize(path);
	return path;
}

static void add_member(struct modules *modules, char *goal, char *module, char kind)
{
	struct member *member = LIST_ADD(modules);

	*member = (struct member){ xstrdup(goal), goal, module, kind };
	path_normalize(member->object);
}

/* The composites of one folder: their parts inherit a configured-out kind. */
static void parse_line(struct query *query, const char *dir, char *line, char *last_kind)
{
	struct strlist words = { 0 };

	strlist_split(&words, line, " ");
	if (words.nr == 3 && !strcmp(words.v[0], "obj")) {
		*last_kind = *words.v[1];
		add_member(query->modules, goal_in(dir, words.v[2]), below(dir, words.v[2]),
			   *last_kind);
	} else if (words.nr == 4 && !strcmp(words.v[0], "part")) {
		char kind = *words.v[1] == 'n' ? 'n' : *last_kind;

		/* foo-m is linked in only where foo is a module */
		if (*words.v[1] == 'm' && *last_kind == 'y')
			kind = 'n';
		add_member(query->modules, goal_in(dir, words.v[3]), below(dir, words.v[2]), kind);
	} else if (words.nr == 3 && !strcmp(words.v[0], "dir")) {
		char *path = below(dir, words.v[2]);

		if (*words.v[1] != 'n')
			strlist_add(&query->on, path);
		strlist_add(&query->named, path);
		free(path);
	}
	strlist_release(&words);
}

struct errand {
	const char *dir;
	char *log, *out, *srctree, *srcarch, *obj;
	const char *argv[11];
};

static void free_errand(struct errand *errand)
{
	free(errand->log);
	free(errand->out);
	free(errand->srctree);
	free(errand->srcarch);
	free(errand->obj);
	free(errand);
}

static int next(struct job *job, void *ctx)
{
	struct query *query = ctx;
	const struct kbuild *kbuild = query->kbuild;
	struct errand *errand;
	size_t nr = query->next++;

	if (nr >= query->dirs->nr)
		return 0;
	errand = xcalloc(1, sizeof(*errand));
	errand->dir = query->dirs->v[nr];
	errand->log = xasprintf("%s/query-%zu.log", kbuild->state->tmp, nr);
	errand->out = xasprintf("%s/query-%zu", kbuild->state->tmp, nr);
	errand->srctree = xasprintf("srctree=%s", kbuild->tree);
	errand->srcarch = xasprintf("SRCARCH=%s", kbuild->target.srcarch);
	errand->obj = xasprintf("obj=%s", errand->dir);
	memcpy(errand->argv,
	       ((const char *[]){ "make", "--no-print-directory", "-I", kbuild->tree, "-rRf",
				  query->makefile, errand->srctree, errand->srcarch, errand->obj,
				  "nothing", NULL }),
	       sizeof(errand->argv));
	*job = (struct job){ .argv = errand->argv, .env = kbuild_environment(),
			     .dir = kbuild->build, .log = errand->log, .out = errand->out,
			     .timeout = QUERY_TIMEOUT, .payload = errand };
	return 1;
}

static int done(struct job *job, void *ctx)
{
	struct query *query = ctx;
	struct errand *errand = job->payload;
	char *text CLEANUP(free_text) = io_read(errand->out, NULL);
	char kind = 'n';
	int result = text ? 0 : -1;

	if (result == 0 && (job->exit || job->timed_out)) {
		char *log CLEANUP(free_text) = io_read(errand->log, NULL);

		/* some Makefiles are only ever included by another one */
		strlist_add(&query->failed, errand->dir);
		*LIST_ADD(&query->why) = xasprintf("exit %d: %.300s", job->exit, log ? log : "");
		*text = '\0';
	}
	for (char *line = text; result == 0 && *line;) {
		size_t len = strcspn(line, "\n");
		bool more = line[len];

		line[len] = '\0';
		parse_line(query, errand->dir, line, &kind);
		line += len + more;
	}
	progress_report(query->kbuild->state->progress, "reading Makefiles", ++query->done,
			query->dirs->nr, errand->dir);
	free_errand(errand);
	return result;
}

static void drop(struct job *job, void *ctx)
{
	(void)ctx;
	free_errand(job->payload);
}

/* Is the folder reached from the top through folders that are switched on? */
static bool reached(const struct query *query, const char *object)
{
	char *path CLEANUP(free_text) = xstrdup(object);
	char *slash;

	while ((slash = strrchr(path, '/'))) {
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

static int finish(struct query *query)
{
	struct modules *modules = query->modules;

	strlist_sort(&query->on);
	strlist_sort(&query->named);
	/* without its Makefile a module falls into files, and who releases is misjudged */
	for (size_t i = 0; i < query->failed.nr; i++)
		if (!strchr(query->failed.v[i], '/') ||
		    strlist_find(&query->named, query->failed.v[i]))
			return fail_system("cannot evaluate the Makefile of %s: %s",
					   query->failed.v[i], query->why.v[i]);
	FOR_EACH(member, modules)
		if (member->kind != 'n' && !reached(query, member->module))
			member->kind = 'n';
	if (modules->nr)
		qsort(modules->v, modules->nr, sizeof(*modules->v), by_object);
	return 0;
}

static int ask(struct query *query, const struct base *base, const git_oid *tree,
	       const git_oid *kconfig)
{
	const struct job_ops ops = { next, done, drop };

	if (worktree_set(query->kbuild->state, base, tree, WORKTREE_KBUILD) < 0 ||
	    kbuild_configure(query->kbuild, kconfig) < 0 ||
	    (git_oid_equal(tree, &base->tree) && kbuild_check(query->kbuild) < 0) ||
	    jobs_run(query->kbuild->state->jobs, &ops, query) < 0)
		return -1;
	return finish(query);
}

static void add_folders(struct strlist *dirs, const struct strlist *paths,
			const struct view *view)
{
	if (view_find(view, "Kbuild"))
		strlist_add(dirs, TOP);
	FOR_EACH(path, paths) {
		char *dir CLEANUP(free_text) = xstrdup(*path);
		char *slash;

		while ((slash = strrchr(dir, '/'))) {
			char *makefile, *kbuild;

			*slash = '\0';
			makefile = xasprintf("%s/Makefile", dir);
			kbuild = xasprintf("%s/Kbuild", dir);
			if (view_find(view, makefile) || view_find(view, kbuild))
				strlist_add(dirs, dir);
			free(makefile);
			free(kbuild);
		}
	}
	strlist_sort(dirs);
}

static int recall(struct modules *modules, const json_t *fact)
{
	size_t i;
	json_t *row;

	json_array_foreach(fact, i, row) {
		const char *goal, *module, *kind;

		if (json_unpack(row, "[sss]", &goal, &module, &kind) < 0)
			return 0;
		add_member(modules, xstrdup(goal), xstrdup(module), *kind);
	}
	return 1;
}

static json_t *as_fact(const struct modules *modules)
{
	json_t *fact = json_array();

	FOR_EACH(member, modules) {
		const char kind[2] = { member->kind, '\0' };

		json_array_append_new(fact, json_pack("[sss]", member->goal, member->module,
						      kind));
	}
	return fact;
}

int modules_load_tree(struct modules *modules, struct kbuild *kbuild, const struct base *base,
		      const struct view *view, const git_oid *kconfig, const struct strlist *paths)
{
	git_oid key;
	struct strlist dirs = { 0 };
	struct query query = { .kbuild = kbuild, .dirs = &dirs, .modules = modules };
	json_t *fact CLEANUP(free_json) = NULL;
	char *text CLEANUP(free_text) = NULL;
	struct digest digest;
	int result;

	query.makefile = io_find_data("src/query.mk");
	text = query.makefile ? io_read(query.makefile, NULL) : NULL;
	if (!text) {
		free(query.makefile);
		return fail_system("src/query.mk is not installed");
	}
	add_folders(&dirs, paths, view);
	digest_init(&digest);
	digest_text(&digest, text);
	digest_oid(&digest, kconfig);
	digest_oid(&digest, &kbuild->context);
	FOR_EACH(dir, &dirs)
		digest_text(&digest, *dir);
	key = digest_end(&digest);
	result = ledger_get(kbuild->state->ledger, "modules", &key, &fact);
	if (result > 0)
		result = recall(modules, fact);
	if (result == 0) {
		modules_release(modules);
		result = ask(&query, base, &view->tree, kconfig);
		json_decref(fact);
		fact = as_fact(modules);
		if (result == 0)
			result = ledger_put(kbuild->state->ledger, "modules", &key, fact);
	}
	strlist_release(&dirs);
	strlist_release(&query.on);
	strlist_release(&query.failed);
	strlist_release(&query.named);
	strlist_release(&query.why);
	free(query.makefile);
	return result < 0 ? -1 : 0;
}

int modules_load(struct modules *modules, struct kbuild *kbuild, const struct base *base,
		 const struct files *all, const struct strlist *paths)
{
	const struct view whole = { .files = all, .tree = base->tree };
	git_oid kconfig = kbuild_digest(&whole);

	return modules_load_tree(modules, kbuild, base, &whole, &kconfig, paths);
}

char *module_object(const char *path)
{
	const char *dot = strrchr(path, '.');

	return xasprintf("%.*s.o", dot ? (int)(dot - path) : (int)strlen(path), path);
}

/* The first member whose object does not stand before @object. */
static const struct member *first_of(const struct modules *modules, const char *object)
{
	size_t low = 0, high = modules->nr;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(modules->v[middle].object, object) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return modules->v + low;
}

/* All members of one object. */
#define FOR_EACH_OF(member, modules, wanted) \
	for (const struct member *member = first_of(modules, wanted); \
	     member < (modules)->v + (modules)->nr && !strcmp(member->object, wanted); member++)

void modules_of(const struct modules *modules, const char *path, struct strlist *out)
{
	char *object CLEANUP(free_text) = module_object(path);
	bool composite = false;

	FOR_EACH_OF(member, modules, object)
		composite = composite || strcmp(member->module, object);
	FOR_EACH_OF(member, modules, object)
		if (!composite || strcmp(member->module, object))
			strlist_add_once(out, member->module);
}

void modules_members(const struct modules *modules, const char *module, struct strlist *objects)
{
	FOR_EACH(member, modules)
		if (!strcmp(member->module, module))
			strlist_add_once(objects, member->object);
}

char modules_kind(const struct modules *modules, const char *path)
{
	char *object CLEANUP(free_text) = module_object(path);
	char kind = 0;

	FOR_EACH_OF(member, modules, object)
		if (!kind || kind == 'n')
			kind = member->kind;
	return kind;
}

void modules_merge(struct modules *modules, const struct modules *more)
{
	struct modules missing = { 0 };

	FOR_EACH(member, more) {
		char kind = modules_kind(modules, member->object);

		if (member->kind != 'n' && kind != 'y' && kind != 'm')
			*LIST_ADD(&missing) = *member;
	}
	FOR_EACH(member, &missing)
		add_member(modules, xstrdup(member->goal), xstrdup(member->module), member->kind);
	free(missing.v); /* the elements are borrowed */
	if (modules->nr)
		qsort(modules->v, modules->nr, sizeof(*modules->v), by_object);
}

bool modules_descend(const struct modules *modules, const char *folder)
{
	FOR_EACH(member, modules)
		if (!strncmp(member->goal, folder, strlen(folder)))
			return true;
	return false;
}

const char *modules_goal(const struct modules *modules, const char *object)
{
	const char *goal = object;

	FOR_EACH_OF(member, modules, object)
		if (member->kind != 'n')
			goal = member->goal;
	return goal;
}

void modules_release(struct modules *modules)
{
	FOR_EACH(member, modules) {
		free(member->object);
		free(member->goal);
		free(member->module);
	}
	free(modules->v);
	*modules = (struct modules){ 0 };
}
