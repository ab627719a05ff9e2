// SPDX-License-Identifier: GPL-2.0
/* Opens campaign, base and state directory as the options say. */
#include "cmd/session.h"

#include "campaign/conf.h"
#include "campaign/evidence.h"
#include "campaign/fetch.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "series/compose.h"
#include "series/wave.h"

#include <sched.h>
#include <stdlib.h>

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

static unsigned job_count(const struct options *options, git_config *config)
{
	int32_t value = 0;

	if (options->jobs)
		return options->jobs;
	if (config && git_config_get_int32(&value, config, "treewide.jobs") == 0 && value > 0)
		return (unsigned)value;
	return cores();
}

static git_config *read_config(const char *repo)
{
	git_repository *repository CLEANUP(free_repository) = NULL;
	git_config *config = NULL;

	if (git_repository_open_ext(&repository, repo, 0, NULL) == 0)
		git_repository_config(&config, repository);
	else
		git_config_open_default(&config);
	return config;
}

static int open_state(struct session *session, const struct options *options, git_config *config,
		      struct progress *progress)
{
	if (session->state_dir)
		return 0;
	session->state_dir = setting(config, options->state, "treewide.state");
	if (!session->state_dir)
		session->state_dir = state_default_dir(git_repository_path(session->base.repo));
	return state_open(&session->state, session->state_dir, job_count(options, config),
			  progress);
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

int session_open(struct session *session, const struct options *options, struct progress *progress)
{
	git_config *global CLEANUP(free_config) = NULL;
	git_config *config CLEANUP(free_config) = NULL;
	char *repo CLEANUP(free_text) = NULL;
	char *campaign CLEANUP(free_text) = NULL;

	session->state.lock = -1;
	session->wave = options->wave;
	git_config_open_default(&global);
	repo = setting(global, options->repo, "treewide.repo");
	config = read_config(repo ? repo : ".");
	campaign = setting(config, options->campaign, "treewide.campaign");
	if (!campaign)
		return fail_usage("no campaign: use --campaign or set treewide.campaign");
	if (conf_load(&session->campaign, campaign) < 0 ||
	    waves_check(&session->campaign) < 0 || fetch_check(&session->campaign) < 0 ||
	    base_open(&session->base, repo ? repo : ".", NULL) < 0 ||
	    choose_base(session, options, config, progress) < 0)
		return -1;
	if (compose_check(&session->campaign) < 0 ||
	    evidence_check(&session->campaign, &session->base) < 0)
		return -1;
	return open_state(session, options, config, progress);
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

void session_release(struct session *session)
{
	state_release(&session->state);
	base_release(&session->base);
	campaign_release(&session->campaign);
	free(session->state_dir);
	*session = (struct session){ 0 };
	session->state.lock = -1;
}
