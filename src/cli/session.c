// SPDX-License-Identifier: GPL-2.0
/* Opens campaign, base and state directory as the options say. */
#include "cli/session.h"

#include "cli/strangers.h"
#include "campaign/conf.h"
#include "campaign/evidence.h"
#include "campaign/fetch.h"
#include "cli/meter.h"
#include "cli/options.h"
#include "git/incoming.h"
#include "git/partial.h"
#include "kbuild/given.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "report/view.h"
#include "report/view_targets.h"
#include "series/compose.h"
#include "range/prep.h"
#include "range/range.h"
#include "series/series.h"
#include "series/wave.h"

#include <sched.h>

static unsigned cores(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

/* An option, or what git's configuration says; owned by the caller. */
static char *setting(git_config *config, const char *option, const char *key)
{
	git_buf value = GIT_BUF_INIT;
	char *copy = NULL;

	if (option)
		return xstrdup(option);
	if (config && git_config_get_string_buf(&value, config, key) == 0)
		copy = xstrdup(value.ptr);
	git_buf_dispose(&value);
	return copy;
}

static int count_jobs(unsigned *jobs, const struct options *options, git_config *config)
{
	char *text CLEANUP(free_text) = setting(config, NULL, "treewide.jobs");
	unsigned long value;

	*jobs = options->jobs ? options->jobs : cores();
	if (options->jobs || !text)
		return 0;
	if (!whole_number(text, 1, MOST_JOBS, &value))
		return fail_usage("treewide.jobs = %s: not a number from 1 to %d", text,
				  MOST_JOBS);
	*jobs = (unsigned)value;
	return 0;
}

static git_config *read_config(const char *repo)
{
	git_repository *repository CLEANUP(free_repository) = NULL;
	git_config *config = NULL;

	if (base_open_repository(&repository, repo) == 0)
		git_repository_config(&config, repository);
	else
		git_config_open_default(&config);
	return config;
}

static void choose_state(struct session *session, const struct options *options,
			 git_config *config)
{
	session->state_dir = setting(config, options->state, "treewide.state");
	if (!session->state_dir)
		session->state_dir = state_default_dir(git_repository_path(session->base.repo));
}

/* The state directory that was chosen; phases take about as long as they took there before. */
static int hold_state(struct session *session, const struct options *options, git_config *config,
		      struct progress *progress)
{
	unsigned jobs;

	if (count_jobs(&jobs, options, config) < 0 ||
	    state_open(&session->state, session->state_dir, jobs, progress) < 0)
		return -1;
	meter_remember(session->state.ledger);
	return 0;
}

/* The store that the compiler caches of several machines share. */
static int share_objects(git_config *config)
{
	char *store CLEANUP(free_text) = setting(config, NULL, "treewide.ccacheRemote");

	if (store && setenv("CCACHE_REMOTE_STORAGE", store, true) < 0)
		return fail_errno("cannot set CCACHE_REMOTE_STORAGE");
	return 0;
}

static int open_state(struct session *session, const struct options *options, git_config *config,
		      struct progress *progress)
{
	if (session->state_dir)
		return 0;
	choose_state(session, options, config);
	if (share_objects(config) < 0)
		return -1;
	return hold_state(session, options, config, progress);
}

/* The base that the campaign names, fetched before when nobody has, or when asked for. */
static int choose_fetched(struct session *session, const struct options *options,
			  git_config *config, struct progress *progress)
{
	struct base *base = &session->base;
	char *ref CLEANUP(free_text) = fetch_ref(&session->campaign);
	char *name CLEANUP(free_text) = fetch_name(&session->campaign);
	git_oid there;

	if ((options->fetch || git_reference_name_to_id(&there, base->repo, ref) < 0) &&
	    (open_state(session, options, config, progress) < 0 ||
	     fetch_base(&session->state, base, &session->campaign) < 0))
		return -1;
	return base_choose(base, ref, name);
}

static int choose_base(struct session *session, const struct options *options, git_config *config,
		       struct progress *progress)
{
	char *rev CLEANUP(free_text) = setting(config, options->base, "treewide.base");

	if (!options->base && session->campaign.base_remote)
		return choose_fetched(session, options, config, progress);
	return base_choose(&session->base, rev ? rev : "HEAD", rev ? rev : "HEAD");
}

/* Where the repository is; owned by the caller. */
static char *choose_repo(const struct options *options)
{
	git_config *global CLEANUP(free_config) = NULL;

	git_config_open_default(&global);
	char *repo = setting(global, options->repo, "treewide.repo");
	return repo ? repo : xstrdup(".");
}

git_config *session_config(const struct options *options)
{
	char *repo CLEANUP(free_text) = choose_repo(options);

	return read_config(repo);
}

void surroundings_find(struct surroundings *place, const struct options *options)
{
	place->repo = choose_repo(options);
	place->config = read_config(place->repo);
	if (base_open_repository(&place->repository, place->repo) < 0)
		place->repository = NULL;
	place->campaign = setting(place->config, options->campaign, "treewide.campaign");
	place->base = setting(place->config, options->base, "treewide.base");
	place->state = setting(place->config, options->state, "treewide.state");
	if (!place->state && place->repository)
		place->state = state_default_dir(git_repository_path(place->repository));
	if (count_jobs(&place->jobs, options, place->config) < 0) {
		place->wrong = xstrdup(fail_text());
		fail_clear();
	}
}

int surroundings_check(const struct surroundings *place)
{
	return place->wrong ? fail_usage("%s", place->wrong) : 0;
}

void surroundings_release(struct surroundings *place)
{
	git_config_free(place->config);
	git_repository_free(place->repository);
	FREE_ALL(place->repo, place->campaign, place->base, place->state, place->wrong);
	*place = (struct surroundings){ 0 };
}

int session_read(struct session *session, const struct options *options)
{
	char *repo CLEANUP(free_text) = choose_repo(options);
	git_config *config CLEANUP(free_config) = read_config(repo);
	char *campaign CLEANUP(free_text) =
		setting(config, options->campaign, "treewide.campaign");

	session->state.lock = -1;
	session->started = time(NULL);
	session->wave = options->wave;
	if (!campaign)
		return fail_usage("no campaign: use --campaign or set treewide.campaign; treewide "
				  "init NAME begins one, and prove BASE..TIP needs none");
	if (conf_load(&session->campaign, campaign) < 0 || waves_check(&session->campaign) < 0)
		return -1;
	if (options->wave && waves_may_have(&session->campaign, options->wave) < 0)
		return -1;
	return fetch_check(&session->campaign);
}

int session_open(struct session *session, const struct options *options, struct progress *progress)
{
	char *repo CLEANUP(free_text) = choose_repo(options);
	git_config *config CLEANUP(free_config) = read_config(repo);

	if (options->first_parent)
		return fail_usage("--first-parent goes with a range only");
	if ((!session->campaign.path && session_read(session, options) < 0) ||
	    base_open(&session->base, repo, NULL) < 0 ||
	    choose_base(session, options, config, progress) < 0)
		return -1;
	if (compose_check_templates(&session->campaign) < 0 ||
	    evidence_check(&session->campaign, &session->base) < 0)
		return -1;
	if (open_state(session, options, config, progress) < 0)
		return -1;
	return partial_fetch(&session->state, &session->base);
}

int session_may_prove(const struct options *options)
{
	char *repo CLEANUP(free_text) = choose_repo(options);
	git_config *config CLEANUP(free_config) = read_config(repo);

	return strangers_refuse_campaign(options, config);
}

static int count_ways(const struct options *options)
{
	return (options->range != NULL) + (options->mbox != NULL) + options->index +
	       options->bisect;
}

bool session_wants_range(const struct options *options)
{
	struct surroundings place CLEANUP(surroundings_release) = { 0 };

	if (count_ways(options))
		return true;
	surroundings_find(&place, options);
	if (place.campaign || options->wave || options->base || !place.repository)
		return false;
	char *branch CLEANUP(free_text) = prep_current(place.repository);
	return branch != NULL;
}

/* The branch of b4 that is to be proved, owned by the caller; NULL: it is something else. */
static char *choose_prep(const struct options *options, git_repository *repo)
{
	if (!count_ways(options))
		return prep_current(repo);
	return options->range && !strstr(options->range, "..") &&
	       prep_is_branch(repo, options->range) ? xstrdup(options->range) : NULL;
}

static int check_words_of_range(const struct options *options)
{
	if (count_ways(options) > 1)
		return fail_usage("a range, --mbox, --index and --bisect: only one of them can be "
				  "proved");
	if (options->campaign || options->wave)
		return fail_usage("%s does not go with a range, --mbox, --index or --bisect: they "
				  "have no campaign", options->campaign ? "--campaign" : "--wave");
	if (options->base && !options->mbox)
		return fail_usage("--base does not go with %s: the base is %s",
				  options->range ? "a range" : options->index ? "--index" :
				  "--bisect", options->range ? "its left side" :
				  options->index ? "HEAD" : "a good revision");
	if (options->first_parent && !options->range)
		return fail_usage("--first-parent goes with a range only");
	return 0;
}

/* The campaign of a range: its name, and the one check that builds. */
static void imagine_campaign(struct campaign *campaign, const struct options *options,
			     const char *prep, git_config *config)
{
	struct check *check = LIST_ADD(&campaign->checks);
	git_config_iterator *values = NULL;
	git_config_entry *entry;

	campaign->name = prep		? xstrdup(prep) :
			 options->range ? xstrdup(options->range) :
			 options->mbox	? xasprintf("mailbox %s", options->mbox) :
			 options->index ? xstrdup("index") : xstrdup("bisect");
	check->name = xstrdup("build");
	if (config && git_config_multivar_iterator_new(&values, config, "treewide.target",
						       NULL) == 0)
		while (git_config_next(&entry, values) == 0)
			strlist_add_once(&check->targets, entry->value);
	git_config_iterator_free(values);
	if (!check->targets.nr)
		strlist_add(&check->targets, campaign_target(campaign));
}

/* The base of a mailbox: what the user says, or what the mails do. */
static int choose_mail_base(struct session *session, const struct options *options)
{
	char *named CLEANUP(free_text) = NULL;
	const char *rev = options->base;

	if (!rev && incoming_base(options->mbox, &named) < 0)
		return -1;
	rev = rev ? rev : named;
	if (!rev)
		return fail_usage("%s names no base-commit: say on what it stands with --base REV",
				  options->mbox);
	if (base_choose(&session->base, rev, rev) == 0)
		return 0;
	if (named)
		fail_clear();
	return named ? fail_usage("%s stands on %s, which is not in this repository: fetch it, or "
				  "use --base REV", options->mbox, named) : -1;
}

static int read_incoming(struct session *session, struct series *series,
			 const struct options *options)
{
	git_oid tip;

	if (options->mbox ? choose_mail_base(session, options) :
			    base_choose(&session->base, "HEAD", "HEAD"))
		return -1;
	if ((options->mbox ? incoming_mails(&tip, &session->state, &session->base, options->mbox) :
			     incoming_index(&tip, &session->state, &session->base)) < 0 ||
	    incoming_open(&session->base, &session->state) < 0)
		return -1;
	series->branch = xstrdup(session->campaign.name);
	series->is_range = true;
	return series_read(series, &session->base, &session->base.commit, &tip);
}

/* The name of what is proved: whose it is, where that is known, else by content, for a range
 * whatever it is called. */
static int name_strangers(const struct session *session, const struct series *series,
			  const struct options *options, git_config *config, git_oid *name)
{
	char *stranger CLEANUP(free_text) = setting(config, NULL, "treewide.stranger");

	if (options->mbox)
		return strangers_name_mbox(options->mbox, name);
	if (stranger)
		*name = DIGEST("stranger", stranger);
	else
		*name = DIGEST(options->index ? "index" : "range", &session->base.commit,
			       &series->tip);
	return 0;
}

/* The state directory for what is not trusted, and the sandbox. */
static int open_strangers(struct session *session, const struct series *series,
			  const struct options *options, git_config *config,
			  struct progress *progress)
{
	char *outer CLEANUP(free_text) = NULL;
	git_oid name;

	choose_state(session, options, config);
	if (name_strangers(session, series, options, config, &name) < 0 ||
	    io_mkdirs(session->state_dir) < 0)
		return -1;
	outer = realpath(session->state_dir, NULL);
	if (!outer)
		return fail_errno("cannot use the state directory %s", session->state_dir);
	free(session->state_dir);
	session->state_dir = strangers_state(outer, &name);
	if (!session->state_dir ||
	    hold_state(session, options, config, progress) < 0)
		return -1;
	return strangers_confine(&session->base, outer, session->state.dir, session->state.tmp);
}

static int load_range(struct session *session, struct series *series,
		      const struct options *options, const char *prep)
{
	if (prep)
		return prep_load(series, &session->base, prep);
	if (options->range)
		return range_load(series, &session->base, options->range, options->first_parent);
	return options->bisect ? range_load_bisect(series, &session->base) : 0;
}

int session_open_range(struct session *session, struct series *series,
		       const struct options *options, struct progress *progress)
{
	char *repo CLEANUP(free_text) = choose_repo(options);
	git_config *config CLEANUP(free_config) = read_config(repo);
	bool trusted;

	session->state.lock = -1;
	session->started = time(NULL);
	if (check_words_of_range(options) < 0)
		return -1;
	if (base_open(&session->base, repo, NULL) < 0)
		return -1;
	char *prep CLEANUP(free_text) = choose_prep(options, session->base.repo);
	imagine_campaign(&session->campaign, options, prep, config);
	if (strangers_trust(options, config, &trusted) < 0 ||
	    load_range(session, series, options, prep) < 0)
		return -1;
	if ((trusted ? open_state(session, options, config, progress) :
		       open_strangers(session, series, options, config, progress)) < 0)
		return -1;
	return options->mbox || options->index ? read_incoming(session, series, options) : 0;
}

struct store session_store(const struct session *session)
{
	return (struct store){
		.ledger = session->state.ledger,
		.campaign = session->campaign.name,
		.wave = session->wave,
		.base = &session->base.commit,
	};
}

json_t *session_proof(const struct session *session, const struct series_result *proof)
{
	char *given CLEANUP(free_text) = given_folder(&session->state);
	json_t *document = view_proof(proof);

	view_add_targets(document, given, session->started);
	return document;
}

void session_release(struct session *session)
{
	/* the ledger is closed now */
	meter_end();
	meter_remember(NULL);
	state_release(&session->state);
	base_release(&session->base);
	campaign_release(&session->campaign);
	free(session->state_dir);
	*session = (struct session){ 0 };
	session->state.lock = -1;
}
