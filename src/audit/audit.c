// SPDX-License-Identifier: GPL-2.0
/* Collects what has to be read, and judges every call that takes. */
#include "audit/audit.h"

#include "audit/opinion.h"
#include "audit/rustsites.h"
#include "campaign/campaign.h"
#include "cocci/candidate.h"
#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/decides.h"
#include "kbuild/kbuild.h"
#include "kbuild/module.h"
#include "lib/cleanup.h"
#include "lib/confline.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/ledger.h"
#include "lib/state.h"

#include <string.h>

#define AUDIT_VERSION "11" /* of what is made of the same sources */
#define ROUNDS 3 /* how far exported functions are followed to their users' users */

struct auditor {
	struct audit *out;
	struct state *state;
	struct kbuild *kbuild;
	const struct base *base;
	const struct files *all;	/* of the base */
	const struct files *files;	/* of @tree */
	const git_oid *tree;
	const struct campaign *campaign;
	struct modules modules;
	struct strlist words;		/* searched for so far */
	struct strlist paths;		/* whose modules are asked for */
};

static int find_candidates(struct auditor *auditor, const struct strlist *words, struct files *out)
{
	return candidates_find(out, auditor->state, auditor->base, auditor->files, auditor->tree,
			       auditor->campaign, NULL, words);
}

struct audit_search {
	struct auditor *auditor;
	struct files *out;
	bool done;
};

static int search_now(void *ctx)
{
	struct audit_search *search = ctx;

	search->done = true;
	return find_candidates(search->auditor, &search->auditor->words, search->out);
}

/* The search and the configuration take long and need nothing of each other. */
static int first_search(struct auditor *auditor, struct files *out)
{
	struct audit_search search = { auditor, out, false };
	struct kbuild *kbuild = auditor->kbuild;
	const struct view whole = { .files = auditor->all, .tree = auditor->base->tree };
	int known = candidates_known(auditor->state, auditor->tree, auditor->campaign, NULL,
				     &auditor->words);

	if (known < 0)
		return -1;
	if (!known && git_oid_equal(auditor->tree, &auditor->base->tree)) {
		git_oid kconfig = kbuild_digest(&whole);

		kbuild->beside = search_now;
		kbuild->beside_ctx = &search;
		if (worktree_set(auditor->state, auditor->base, auditor->tree,
				 WORKTREE_KBUILD) < 0 ||
		    kbuild_configure(kbuild, &kconfig) < 0)
			return -1;
		kbuild->beside = NULL;
	}
	return search.done ? 0 : search_now(&search);
}

static int add_sources(struct auditor *auditor, struct srcindex *index, const struct strlist *paths)
{
	return srcindex_add(index, auditor->state, auditor->base, auditor->files, &auditor->modules,
			    paths, &auditor->campaign->family.words);
}

static int load_linked(struct auditor *auditor, const struct files *candidates)
{
	FOR_EACH(file, candidates)
		strlist_add(&auditor->paths, file->path);
	strlist_sort(&auditor->paths);
	modules_release(&auditor->modules);
	return modules_load(&auditor->modules, auditor->kbuild, auditor->base, auditor->all,
			    &auditor->paths);
}

static bool mentions_of(const struct source *source, const struct strlist *words)
{
	for (size_t i = 0; i < source->outline.nr_marks; i++)
		if (strlist_find(words, source->outline.marks[i].word))
			return true;
	return false;
}

/* The sources of the objects that are linked together with @source. */
static void add_companions(const struct auditor *auditor, const struct source *source,
			   struct strlist *paths)
{
	struct strlist objects CLEANUP(strlist_release) = { 0 };

	FOR_EACH(module, &source->modules)
		modules_members(&auditor->modules, *module, &objects);
	FOR_EACH(object, &objects) {
		char *path CLEANUP(free_text) = xasprintf("%.*s.c", (int)strlen(*object) - 2,
							  *object);

		if (files_find(auditor->files, path))
			strlist_add(paths, path);
	}
}

/* @candidates, and everything that is linked together with those that use @words. */
static int widen(struct auditor *auditor, struct srcindex *index, const struct files *candidates,
		 const struct strlist *words)
{
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	size_t before = index->nr;

	FOR_EACH(file, candidates)
		strlist_add(&paths, file->path);
	if (add_sources(auditor, index, &paths) < 0)
		return -1;
	strlist_release(&paths);
	for (size_t i = before; i < index->nr; i++)
		if (mentions_of(&index->v[i], words))
			add_companions(auditor, &index->v[i], &paths);
	strlist_sort(&paths);
	return add_sources(auditor, index, &paths);
}

/* Exported functions that take and have not been looked for yet. */
static void find_exported(const struct auditor *auditor, const struct srcindex *index,
			  struct strlist *out)
{
	struct taking taking CLEANUP(taking_release) = { 0 };

	taking_find(&taking, index, &auditor->campaign->family);
	FOR_EACH(source, index) {
		for (size_t i = 0; i < source->outline.nr_functions; i++) {
			const struct outline_function *f = &source->outline.functions[i];

			if (taking.functions[source->first + i] && !f->local &&
			    !strlist_has(&auditor->words, f->name) &&
			    srcindex_exports(index, source, f->name))
				strlist_add(out, f->name);
		}
	}
	strlist_sort(out);
}

/* Read what stands in @found about @words. */
static int read_found(struct auditor *auditor, struct srcindex *index, const struct files *found,
		      const struct strlist *words)
{
	if (load_linked(auditor, found) < 0 || widen(auditor, index, found, words) < 0)
		return -1;
	srcindex_index(index);
	return 0;
}

/* Read all that can tell who owns what. */
static int read_code(struct auditor *auditor, struct srcindex *index)
{
	struct files found CLEANUP(files_release) = { 0 };

	if (first_search(auditor, &found) < 0)
		return -1;
	auditor->out->candidates = found.nr;
	if (read_found(auditor, index, &found, &auditor->words) < 0)
		return -1;
	for (int round = 0; round < ROUNDS; round++) {
		struct files users CLEANUP(files_release) = { 0 };
		struct strlist words CLEANUP(strlist_release) = { 0 };

		find_exported(auditor, index, &words);
		if (!words.nr)
			break;
		strlist_add_all(&auditor->words, &words);
		if (find_candidates(auditor, &words, &users) < 0 ||
		    read_found(auditor, index, &users, &words) < 0)
			return -1;
	}
	return 0;
}

/* Does the configuration build Rust? One that is not there builds nothing. */
static int builds_rust(const struct kbuild *kbuild)
{
	struct strlist config CLEANUP(strlist_release) = { 0 };

	if (!kbuild_is_configured(kbuild))
		return 0;
	if (kbuild_read_config(kbuild, &config) < 0)
		return -1;
	return strlist_find(&config, "CONFIG_RUST=y");
}

static int audit_rust(struct auditor *auditor)
{
	int on = builds_rust(auditor->kbuild);
	const struct rust_sources sources = { auditor->base, auditor->files, auditor->campaign,
					      &auditor->modules, on > 0 };

	return on < 0 ? -1 : rust_sites_add(&auditor->out->sites, &sources);
}

static int run_audit(struct auditor *auditor)
{
	struct audit *audit = auditor->out;
	const struct family *family = &auditor->campaign->family;
	const struct strlist *searched[] = { &family->takers, &family->releasers,
					     &family->enablers };
	struct srcindex index CLEANUP(srcindex_release) = { 0 };
	struct api_uses uses CLEANUP(api_uses_release) = { 0 };

	for (size_t i = 0; i < sizeof(searched) / sizeof(*searched); i++)
		strlist_add_all(&auditor->words, searched[i]);
	strlist_sort(&auditor->words);
	if (read_code(auditor, &index) < 0)
		return -1;
	api_uses_find(&uses, &index, family);
	FOR_EACH(take, &uses.takes)
		if (campaign_covers(auditor->campaign, NULL, index.v[take->ref.source].path))
			sites_add(&audit->sites, &index, family, &uses, take);
	if (audit_rust(auditor) < 0)
		return -1;
	sites_sort(&audit->sites);
	audit->sources = index.nr;
	audit->examined = index.examined;
	return 0;
}

static git_oid audit_key(const struct auditor *auditor)
{
	const struct view whole = { .files = auditor->all, .tree = auditor->base->tree };
	const struct campaign *campaign = auditor->campaign;
	git_oid kconfig = kbuild_digest(&whole);
	struct digest digest = { 0 };

	DIGEST_ADD(&digest, AUDIT_VERSION, auditor->tree, &kconfig, &auditor->kbuild->context);
	DIGEST_ADD(&digest, &campaign->scope, DIGEST_MARK, &campaign->exclude, DIGEST_MARK);
	family_digest(&campaign->family, &digest);
	return digest_end(&digest);
}

static bool recall_audit(struct audit *audit, json_t *fact)
{
	json_t *sites;
	json_int_t candidates, sources;

	if (json_unpack(fact, "{so, sI, sI}", "sites", &sites, "candidates", &candidates,
			"sources", &sources) < 0 ||
	    sites_read(&audit->sites, sites) < 0) {
		sites_release(&audit->sites);
		return false;
	}
	audit->candidates = (size_t)candidates;
	audit->sources = (size_t)sources;
	return true;
}

static json_t *audit_fact(const struct audit *audit)
{
	json_t *sites = json_array();

	FOR_EACH(site, &audit->sites)
		json_array_append_new(sites, site_json(site));
	return json_pack("{so, sI, sI}", "sites", sites, "candidates",
			 (json_int_t)audit->candidates, "sources", (json_int_t)audit->sources);
}

int audit_make(struct audit *audit, struct state *state, struct kbuild *kbuild,
	       const struct base *base, const struct files *all, const struct files *files,
	       const git_oid *tree, const struct campaign *campaign)
{
	struct auditor auditor = { .out = audit, .state = state, .kbuild = kbuild, .base = base,
				   .all = all, .files = files, .tree = tree,
				   .campaign = campaign };
	struct fact fact CLEANUP(fact_release) = { state->ledger, "audit", audit_key(&auditor) };
	int found = fact_recall(&fact), result;

	if (found < 0)
		return -1;
	if (!confline_find(campaign->path, "family", NULL, NULL))
		return fail_usage("%s has no [family], which says what audit looks for: see "
				  "treewide-campaign(5)", campaign->path);
	if (!campaign->family.takers.nr)
		return fail_usage("%s: [family] names no taker", campaign->path);
	audit->target = xstrdup(kbuild->target.name);
	if (!found || !recall_audit(audit, fact.value)) {
		result = run_audit(&auditor);
		modules_release(&auditor.modules);
		STRLIST_RELEASE_ALL(&auditor.words, &auditor.paths);
		if (result < 0 || fact_keep(&fact, audit_fact(audit)) < 0)
			return -1;
	}
	opinions_apply(campaign, &audit->sites);
	return 0;
}

size_t audit_count(const struct audit *audit, enum ownership owner)
{
	size_t count = 0;

	FOR_EACH(site, &audit->sites)
		count += site->judgement.owner == owner;
	return count;
}

void audit_release(struct audit *audit)
{
	sites_release(&audit->sites);
	free(audit->target);
	*audit = (struct audit){ 0 };
}

/* Compares two audits. */

struct regress_comparison {
	const struct audit *before, *now;
	const struct files *old_files, *new_files;
	const struct strlist *classes;
	bool *matched;		/* sites of @before that are accounted for */
};

static bool counts(const struct regress_comparison *comparison, const struct site *site)
{
	enum ownership owner = site->judgement.owner;

	if (comparison->classes)
		return strlist_has(comparison->classes, owner_name(owner));
	return owner == OWNER_IMPLICIT || owner == OWNER_ERROR_ONLY;
}

static bool same_file(const struct regress_comparison *comparison, const char *old, const char *new)
{
	return !strcmp(old, new) || (!files_find(comparison->old_files, new) &&
				     !files_find(comparison->new_files, old));
}

/* Account for @site by one of the old ones. */
static bool match(const struct regress_comparison *comparison, const struct site *site)
{
	const struct sites *sites = &comparison->before->sites;

	for (size_t i = 0; i < sites->nr; i++) {
		const struct site *old = &sites->v[i];

		if (comparison->matched[i] || !counts(comparison, old) ||
		    strcmp(old->function, site->function) || strcmp(old->call, site->call) ||
		    !same_file(comparison, old->path, site->path))
			continue;
		comparison->matched[i] = true;
		return true;
	}
	return false;
}

void regress_find(struct site_list *out, const struct audit *before, const struct files *old_files,
		  const struct audit *now, const struct files *new_files,
		  const struct strlist *classes)
{
	struct regress_comparison comparison = { before, now, old_files, new_files, classes,
						 xcalloc(before->sites.nr + 1, sizeof(bool)) };

	FOR_EACH(site, &now->sites)
		if (counts(&comparison, site) && !match(&comparison, site))
			*LIST_ADD(out) = site;
	free(comparison.matched);
}
