// SPDX-License-Identifier: GPL-2.0
/* Looks for an architecture and options that let a make build a source. */
#include "kconfig/reach.h"

#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/autoconf.h"
#include "kbuild/decides.h"
#include "kbuild/kbuild.h"
#include "kconfig/kconfig.h"
#include "kbuild/module.h"
#include "lib/digest.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"

#define VERSION "reach 2"	/* of the way to look */
#define MOST_ARCHES 4		/* that are asked for one source */
#define MOST_WORDS 200		/* that are looked at to rank them */
#define MOST_RAISERS 4		/* that are asked for in one round for one option */
#define ROUNDS 5
#define MOST_SINGLE 3		/* options that are asked for one by one */

/* arch/x86/Kconfig: x86; owned by the caller, NULL: it belongs to all. */
static char *architecture_of(const char *path)
{
	const char *name = path + strlen("arch/");

	if (!starts_with(path, "arch/") || !strchr(name, '/'))
		return NULL;
	return xstrndup(name, strcspn(name, "/"));
}

/* The architectures of some files; false: one of them belongs to all. */
static bool find_homes(const struct strlist *files, struct strlist *homes)
{
	FOR_EACH(file, files) {
		char *folder CLEANUP(free_text) = architecture_of(*file);

		if (!folder)
			return false;
		strlist_add_once(homes, folder);
	}
	return files->nr > 0;
}

/* The architectures that alone can have the option: they define it, or select it. */
static bool is_of_arches(const struct kconfig *kconfig, const char *option, struct strlist *homes)
{
	struct strlist files CLEANUP(strlist_release) = { 0 };
	struct strlist selectors CLEANUP(strlist_release) = { 0 };

	kconfig_files(kconfig, option, &files);
	if (find_homes(&files, homes))
		return true;
	strlist_release(homes);
	kconfig_selectors(kconfig, option, &selectors);
	if (find_homes(&selectors, homes))
		return true;
	strlist_release(homes);
	return false;
}

struct ranked {
	const char *folder;
	double score;
};

/* The most needed first; of the others x86, for most people have it. */
static int by_score(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->score > y->score || x->score < y->score)
		return x->score > y->score ? -1 : 1;
	if (!strcmp(x->folder, "x86") || !strcmp(y->folder, "x86"))
		return strcmp(y->folder, "x86") - strcmp(x->folder, "x86");
	return strcmp(x->folder, y->folder);
}

static void add_scores(struct ranked *ranks, size_t nr, const struct strlist *homes)
{
	for (size_t i = 0; i < nr; i++)
		if (strlist_has(homes, ranks[i].folder))
			ranks[i].score += 1.0 / (double)homes->nr;
}

static void add_names(struct strlist *words, const struct strlist *options)
{
	FOR_EACH(option, options)
		strlist_add_once(words, *option + strlen("CONFIG_"));
}

void reach_rank(const struct kconfig *kconfig, const struct strlist *options,
		const struct strlist *folders, struct strlist *ranked)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct ranked *ranks CLEANUP(free_memory) = xcalloc(folders->nr + 1, sizeof(*ranks));

	for (size_t i = 0; i < folders->nr; i++)
		ranks[i].folder = folders->v[i];
	add_names(&words, options);
	for (size_t i = 0; i < words.nr && i < MOST_WORDS; i++) {
		struct strlist homes CLEANUP(strlist_release) = { 0 };

		if (is_of_arches(kconfig, words.v[i], &homes))
			add_scores(ranks, folders->nr, &homes);
		else
			kconfig_needs(kconfig, words.v[i], &words);
	}
	qsort(ranks, folders->nr, sizeof(*ranks), by_score);
	for (size_t i = 0; i < folders->nr; i++)
		strlist_add(ranked, ranks[i].folder);
}

static bool has_on(const struct strlist *config, const char *word)
{
	char *option CLEANUP(free_text) = xasprintf("CONFIG_%s", word);

	return config_value(config, option) != NULL;
}

/* Add those of @more that there are, and that are on, or not, up to @most of them. */
static void add_some(struct strlist *words, const struct kconfig *kconfig,
		     const struct strlist *plain, const struct strlist *more, bool on, size_t most)
{
	size_t end = words->nr + most;

	FOR_EACH(word, more) {
		struct strlist files CLEANUP(strlist_release) = { 0 };

		kconfig_files(kconfig, *word, &files);
		if (words->nr < end && files.nr && has_on(plain, *word) == on)
			strlist_add_once(words, *word);
	}
}

/* What turns on @word where it did not come on: what selects it, or its defaults name. */
static void add_raisers(struct strlist *words, const struct kconfig *kconfig,
			const struct strlist *plain, const char *word)
{
	struct strlist raisers CLEANUP(strlist_release) = { 0 };

	kconfig_raisers(kconfig, word, &raisers);
	add_some(words, kconfig, plain, &raisers, false, MOST_RAISERS);
}

void reach_propose(const struct kconfig *kconfig, const struct strlist *plain,
		   const struct strlist *last, const struct strlist *options,
		   enum reach_effort effort, struct strlist *lines)
{
	struct strlist on CLEANUP(strlist_release) = { 0 }, off CLEANUP(strlist_release) = { 0 };
	struct strlist names CLEANUP(strlist_release) = { 0 };

	add_names(&names, options);
	add_some(&on, kconfig, plain, &names, false, names.nr);
	for (size_t i = 0; i < on.nr && i < MOST_WORDS; i++) {
		struct strlist needs CLEANUP(strlist_release) = { 0 };
		struct strlist forbids CLEANUP(strlist_release) = { 0 };
		char *word CLEANUP(free_text) = xstrdup(on.v[i]);

		kconfig_needs(kconfig, word, &needs);
		add_some(&on, kconfig, plain, &needs, false, needs.nr);
		kconfig_forbids(kconfig, word, &forbids);
		if (effort >= REACH_FORBIDS)
			add_some(&off, kconfig, plain, &forbids, true, forbids.nr);
		if (effort >= REACH_RAISERS && !has_on(last, word))
			add_raisers(&on, kconfig, plain, word);
	}
	FOR_EACH(word, &on)
		*LIST_ADD(lines) = xasprintf("CONFIG_%s=y", *word);
	FOR_EACH(word, &off)
		*LIST_ADD(lines) = xasprintf("CONFIG_%s=n", *word);
	strlist_sort(lines);
}

/* All that one search works with. */
struct search {
	struct reach *reach;
	struct state *state;
	const struct base *base;
	const struct files *all;
	const char *path;
	git_oid digest;			/* of what decides the configuration */
	struct strlist options;		/* that guard the source in Makefiles */
};

/* One architecture of it. */
struct arch_ask {
	struct search *search;
	struct kbuild kbuild;
	git_oid context;		/* of @kbuild, before it was wished for anything */
	struct kconfig kconfig;
	struct strlist plain, last;	/* .config of allmodconfig, and with the last wishes */
	struct strlist wishes;		/* the last ones */
	struct strlist found;		/* of the wishes, what it takes */
	bool failed;			/* something could not be asked, now */
};

static void asking_release(struct arch_ask *question)
{
	kbuild_release(&question->kbuild);
	kconfig_release(&question->kconfig);
	STRLIST_RELEASE_ALL(&question->plain, &question->last, &question->wishes, &question->found);
}

/* What this machine cannot do, or this tree, is no failure of the search: 0; nor is it a fact. */
static int cannot(struct arch_ask *question)
{
	if (fail_exit_code() >= FAIL_SIGNAL)
		return -1;
	fail_clear();
	question->failed = true;
	return 0;
}

/* Make the configuration, and read its options into @config: 1; it cannot be made: 0; or -1. */
static int configure_wished(struct arch_ask *question, struct strlist *config)
{
	const struct search *search = question->search;

	strlist_release(config);
	if (worktree_set(search->state, search->base, &search->base->tree, WORKTREE_KBUILD) < 0)
		return -1;
	if (kbuild_configure(&question->kbuild, &search->digest) < 0)
		return cannot(question);
	return kbuild_read_config(&question->kbuild, config) < 0 ? -1 : 1;
}

/* Do the Makefiles build the source as it is configured? */
static int is_built(struct arch_ask *question)
{
	const struct search *search = question->search;
	struct modules modules CLEANUP(modules_release) = { 0 };
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	strlist_add(&paths, search->path);
	if (modules_load(&modules, &question->kbuild, search->base, search->all, &paths) < 0)
		return cannot(question);
	char kind = modules_kind(&modules, search->path);
	return kind == 'y' || kind == 'm';
}

/* Ask with these wishes, which are taken over. */
static int ask_with(struct arch_ask *question, struct strlist *wishes)
{
	strlist_release(&question->wishes);
	question->wishes = *wishes;
	*wishes = (struct strlist){ 0 };
	question->kbuild.context = question->context;
	kbuild_wish(&question->kbuild, "allmodconfig", &question->wishes);
	int made = configure_wished(question, &question->last);
	return made > 0 ? is_built(question) : made;
}

/* Of the wishes those that came true, and would not have without being said. */
static void find_effective(const struct arch_ask *question, struct strlist *lines)
{
	FOR_EACH(wish, &question->wishes) {
		char *option CLEANUP(free_text) = xstrndup(*wish, strcspn(*wish, "="));
		bool wanted = (*wish)[strlen(option) + 1] != 'n';
		bool before = config_value(&question->plain, option);
		bool after = config_value(&question->last, option);

		if (before != after && after == wanted)
			strlist_add(lines, *wish);
	}
}

/* The source is built: which of the wishes does it take? What is told is what was asked. */
static int take_options(struct arch_ask *question)
{
	struct strlist all CLEANUP(strlist_release) = { 0 };
	struct strlist few CLEANUP(strlist_release) = { 0 };

	strlist_add_all(&all, &question->wishes);
	find_effective(question, &few);
	int built = few.nr < all.nr ? ask_with(question, &few) : 0;
	strlist_add_all(&question->found, built > 0 ? &question->wishes : &all);
	return built < 0 ? -1 : 1;
}

/* With more and more wishes for @options. */
static int ask_rounds(struct arch_ask *question, const struct strlist *options)
{
	for (int round = 0; round < ROUNDS; round++) {
		struct strlist wishes CLEANUP(strlist_release) = { 0 };
		enum reach_effort effort = round < REACH_RAISERS ? (enum reach_effort)round :
								   REACH_RAISERS;

		reach_propose(&question->kconfig, &question->plain, &question->last, options,
			      effort, &wishes);
		char *old CLEANUP(free_text) = strlist_join(&question->wishes, " ");
		char *new CLEANUP(free_text) = strlist_join(&wishes, " ");
		if (!strcmp(old, new))
			continue;
		int built = ask_with(question, &wishes);
		if (built)
			return built < 0 ? -1 : take_options(question);
	}
	return 0;
}

/* Where several options can hold a source, and exclude each other: one by one. */
static int ask_each(struct arch_ask *question)
{
	const struct strlist *options = &question->search->options;
	int built = 0;

	for (size_t i = 0; options->nr > 1 && i < options->nr && i < MOST_SINGLE && !built; i++) {
		const struct strlist one = { &options->v[i], 1, 1 };

		if (!config_value(&question->plain, options->v[i]))
			built = ask_rounds(question, &one);
	}
	return built;
}

/* Ask allmodconfig, then with more and more wishes: 1: the source is built; 0; or -1. */
static int ask_all(struct arch_ask *question)
{
	const struct search *search = question->search;
	int built = is_built(question);

	if (built)
		return built;
	int made = configure_wished(question, &question->plain);
	if (made <= 0)
		return made;
	strlist_add_all(&question->last, &question->plain);
	if (kconfig_load(&question->kconfig, search->base, search->all,
			 question->kbuild.target.srcarch) < 0)
		return -1;
	int built_so = ask_rounds(question, &search->options);
	return built_so ? built_so : ask_each(question);
}

/* The same, unless it is known. */
static int recall_or_ask(struct arch_ask *question)
{
	const struct search *search = question->search;
	struct fact fact CLEANUP(fact_release) = {
		search->state->ledger, "reach", DIGEST(VERSION, &question->context, &search->digest,
						       search->path, &search->options)
	};
	int known = fact_recall(&fact);

	if (known < 0)
		return -1;
	if (known) {
		json_list_read(json_object_get(fact.value, "options"), &question->found);
		return json_is_true(json_object_get(fact.value, "built"));
	}
	int built = ask_all(question);
	if (built < 0 || question->failed)
		return built;
	json_t *value = json_pack("{s:b, s:o}", "built", built, "options",
				  json_list(&question->found));
	return fact_keep(&fact, value) < 0 ? -1 : built;
}

/* Ask one architecture: 1: it builds the source; 0; or -1. */
static int ask_arch(struct search *search, const char *arch, const char *folder)
{
	struct arch_ask question CLEANUP(asking_release) = { .search = search };
	struct reach *reach = search->reach;

	strlist_add(&reach->asked, arch);
	if (kbuild_open_arch(&question.kbuild, search->state, arch, folder) < 0)
		return cannot(&question);
	question.context = question.kbuild.context;
	int built = recall_or_ask(&question);
	if (built <= 0)
		return built;
	reach->arch = xstrdup(arch);
	strlist_add_all(&reach->options, &question.found);
	if (!question.kbuild.target.cross && target_cross(arch))
		reach->missing = xasprintf("%sgcc", target_cross(arch));
	return 1;
}

/* The folders of arch/ with a Kconfig of their own, sorted. */
static void list_folders(const struct files *all, struct strlist *folders)
{
	FOR_EACH(file, all) {
		char *folder CLEANUP(free_text) = architecture_of(file->path);
		const char *rest = folder ? file->path + strlen("arch/") + strlen(folder) : "";

		if (!strcmp(rest, "/Kconfig"))
			strlist_add(folders, folder);
	}
	strlist_sort(folders);
}

/* Where to look for it, the best guess first. */
static int find_folders(const struct search *search, struct strlist *ranked)
{
	struct strlist folders CLEANUP(strlist_release) = { 0 };
	struct kconfig kconfig CLEANUP(kconfig_release) = { 0 };
	char *own = architecture_of(search->path);

	if (own) {
		strlist_add(ranked, own);
		free(own);
		return 0;
	}
	list_folders(search->all, &folders);
	if (!folders.nr)
		strlist_add(&folders, "x86");
	if (kconfig_load(&kconfig, search->base, search->all, NULL) < 0)
		return -1;
	reach_rank(&kconfig, &search->options, &folders, ranked);
	return 0;
}

static int search_arches(struct search *search)
{
	struct strlist folders CLEANUP(strlist_release) = { 0 };
	size_t nr = 0;

	if (find_folders(search, &folders) < 0)
		return -1;
	FOR_EACH(folder, &folders) {
		struct strlist names CLEANUP(strlist_release) = { 0 };

		target_arches(*folder, &names);
		FOR_EACH(arch, &names) {
			int built = nr++ < MOST_ARCHES ? ask_arch(search, *arch, *folder) : 0;

			if (built)
				return built < 0 ? -1 : 0;
		}
	}
	return 0;
}

int reach_find(struct reach *reach, struct state *state, const struct base *base,
	       const struct files *all, const char *path)
{
	const struct view whole = { .files = all, .tree = base->tree };
	struct search search = { .reach = reach, .state = state, .base = base, .all = all,
				 .path = path, .digest = kbuild_digest(&whole) };

	modules_options(base, all, path, &search.options);
	int result = search_arches(&search);
	strlist_release(&search.options);
	return result;
}

void reach_release(struct reach *reach)
{
	FREE_ALL(reach->arch, reach->missing);
	STRLIST_RELEASE_ALL(&reach->options, &reach->asked);
	*reach = (struct reach){ 0 };
}
