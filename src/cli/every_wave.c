// SPDX-License-Identifier: GPL-2.0
/* Runs a command for each wave of the campaign. */
#include "cli/every_wave.h"

#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "lib/lib.h"
#include "series/planner.h"
#include "series/previous.h"

static int check_waves(const struct options *options)
{
	if (options->wave)
		return fail_usage("--waves and --wave: all of them, or one");
	if (options->range || options->mbox || options->index || options->bisect)
		return fail_usage("--waves: a range of commits has no waves");
	return 0;
}

/* The names of the waves that the campaign has on this base. */
static int list_waves(struct strlist *names, const struct options *options)
{
	struct session session CLEANUP(session_release) = { 0 };
	struct previous_series previous CLEANUP(previous_release) = { 0 };
	struct plan plan CLEANUP(plan_release) = { 0 };

	if (check_waves(options) < 0 || session_open(&session, options, output_progress()) < 0 ||
	    previous_open(&previous, &session.base, &session.campaign, NULL, EDITS_ADOPTED) < 0 ||
	    plan_make(&plan, &session.state, &session.base, &session.campaign, NULL,
		      &previous) < 0)
		return -1;
	FOR_EACH(wave, &plan.waves)
		strlist_add(names, wave->name);
	return names->nr ? 0 : fail_usage("%s has no [wave]", session.campaign.path);
}

/* A folder of its own for the mails of the wave; NULL: none is wanted. */
static char *output_of(const struct options *options, const char *wave)
{
	return options->output ? xasprintf("%s/%s", options->output, wave) : NULL;
}

/* One wave; the document of it, with name and exit code, joins @documents. */
static int run_wave(const struct options *options, int (*command)(const struct options *),
		    const char *wave, json_t *documents)
{
	char *output CLEANUP(free_text) = output_of(options, wave);
	json_t *document = json_object();
	struct options one = *options;

	one.waves = false;
	one.wave = wave;
	one.output = output;
	one.gathered = options->json ? document : NULL;
	if (!options->json)
		output_heading(wave);
	int code = command(&one);
	json_object_set_new(document, "wave", json_string(wave));
	json_object_set_new(document, "exit", json_integer(code));
	if (code && *fail_text())
		json_object_set_new(document, "failed", json_string(fail_text()));
	json_array_append_new(documents, document);
	fail_clear();
	return code;
}

int every_wave(const struct options *options, int (*command)(const struct options *))
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	json_t *documents = json_array();
	json_t *whole CLEANUP(free_json) = json_pack("{s:o}", "waves", documents);
	int worst = 0;

	if (list_waves(&names, options) < 0)
		return output_failure();
	for (size_t i = 0; i < names.nr && worst < FAIL_USAGE; i++) {
		int code = run_wave(options, command, names.v[i], documents);

		worst = code > worst ? code : worst;
	}
	if (options->json)
		output_json(whole);
	return worst;
}
