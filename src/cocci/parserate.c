// SPDX-License-Identifier: GPL-2.0
/* Asks spatch how much of a file it can parse. */
#include "cocci/parserate.h"

#include "campaign/rule.h"
#include "cocci/spatch.h"
#include "cocci/unparsed.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "style/difftext.h"

#define VERSION "1"
#define COUNT "% good or passed"

/* The number before the last COUNT; NULL: there is none. Owned by the caller. */
static char *rate_in(const char *log)
{
	const char *last = NULL;

	for (const char *at = log; (at = strstr(at, COUNT)); at++)
		last = at;
	if (!last)
		return NULL;
	const char *begin = last;
	while (begin > log && (isdigit((unsigned char)begin[-1]) || begin[-1] == '.'))
		begin--;
	return xstrndup(begin, (size_t)(last - begin));
}

/* The functions that hold these lines; a line outside of all is named by its number. */
static char *name_pieces(const struct strlist *lines, const char *source)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	FOR_EACH(line, lines) {
		char *function CLEANUP(free_text) =
			finding_function(source, (unsigned)strtoul(*line, NULL, 10));
		char *name CLEANUP(free_text) = *function ? xasprintf("%s()", function) :
							    xasprintf("line %s", *line);

		strlist_add_once(&names, name);
	}
	return strlist_join(&names, ", ");
}

char *parserate_read(const char *log, const char *name, const char *source)
{
	struct strlist lines CLEANUP(strlist_release) = { 0 };
	const struct strlist any = { 0 };
	char *rate CLEANUP(free_text) = rate_in(log);

	if (!rate)
		return NULL;
	unparsed_find(&lines, log, name, &any);
	char *pieces CLEANUP(free_text) = name_pieces(&lines, source);
	return xasprintf("%s %% of its lines%s%s", rate, *pieces ? "; not " : "", pieces);
}

/* The report; owned by the caller; NULL on failure. */
static char *run_parser(struct spatch *spatch, const struct strlist *options, const char *text)
{
	char *dir CLEANUP(free_text) = io_mktemp(spatch->state->tmp);
	char *input CLEANUP(free_text) = xasprintf("%s/input.c", dir ? dir : "");
	char *log CLEANUP(free_text) = xasprintf("%s/log", dir ? dir : "");
	struct strlist words CLEANUP(strlist_release) = { 0 };
	const char *env[] = { spatch->home, NULL };

	STRLIST_ADD(&words, "spatch");
	strlist_add_all(&words, options);
	STRLIST_ADD(&words, "--verbose-parsing", "--parse-c", "input.c");
	const char **argv CLEANUP(free_memory) = strlist_array(&words);
	struct job job = { .argv = argv, .env = env, .dir = dir, .log = log,
			   .timeout = spatch->timeout };
	if (!dir || io_write(input, text, strlen(text)) < 0 || job_run(&job) < 0)
		return NULL;
	char *report CLEANUP(free_text) = io_read(log, NULL);
	return io_remove(dir) == 0 ? TAKE(report) : NULL;
}

int parserate_ask(struct spatch *spatch, const struct rule *rule, struct change *change)
{
	struct strlist options CLEANUP(strlist_release) = { 0 };

	spatch_options(spatch, rule, &options);
	struct fact fact CLEANUP(fact_release) = {
		spatch->state->ledger, "parserate",
		DIGEST(VERSION, spatch->version, &rule->digest, &options, &change->before)
	};
	int known = fact_recall(&fact);
	if (known < 0)
		return -1;
	if (known && json_is_string(fact.value)) {
		change->understood = xstrdup(json_string_value(fact.value));
		return 0;
	}
	char *source CLEANUP(free_text) = base_read(spatch->base, &change->before, NULL);
	char *report CLEANUP(free_text) = source ? run_parser(spatch, &options, source) : NULL;
	if (!report)
		return -1;
	change->understood = parserate_read(report, "input.c", source);
	if (!change->understood)
		return fail_system("%s: spatch --parse-c does not say how much it parsed",
				   change->path);
	return fact_keep(&fact, json_string(change->understood));
}
