// SPDX-License-Identifier: GPL-2.0
/* Runs report rules and reads what they print. */
#include "cocci/reportrule.h"

#include "campaign/campaign.h"
#include "campaign/rule.h"
#include "cocci/convert.h"
#include "cocci/spatch.h"
#include "git/base.h"
#include "lib/ask.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/state.h"

#define VERSION "1"

/* One rule over some files. */
struct report_batch {
	struct spatch *spatch;
	const struct rule *rule;
	const struct files *files;
	const char *audit;
	struct rule_findings *findings;
};

/* "12" in front of @after: how long that is; 0: it is something else. */
static size_t number_before(const char *text, const char *after, unsigned *number)
{
	size_t len = strspn(text, "0123456789");

	if (!len || !starts_with(text + len, after))
		return 0;
	*number = (unsigned)strtoul(text, NULL, 10);
	return len + strlen(after);
}

/* The number behind the last " line "; 0: none. */
static unsigned line_named(const char *what)
{
	const char *last = NULL;

	for (const char *at = what; (at = strstr(at, " line ")); at++)
		last = at + strlen(" line ");
	return last ? (unsigned)strtoul(last, NULL, 10) : 0;
}

static bool is_told(const struct rule_findings *findings, const char *audit, const char *path,
		     unsigned line, const char *what)
{
	FOR_EACH(row, findings)
		if (row->line == line && !strcmp(row->audit, audit) && !strcmp(row->path, path) &&
		    !strcmp(row->what, what))
			return true;
	return false;
}

void report_rules_read(struct rule_findings *findings, const char *audit, const char *path,
		       const char *said)
{
	char *start CLEANUP(free_text) = xasprintf("%s:", path);

	FOR_EACH_LINE(text, said) {
		char *copy CLEANUP(free_text) = xstrndup(text.at, text.len);
		unsigned line;
		size_t skip = starts_with(copy, start) ?
				      number_before(copy + strlen(start), ": ", &line) : 0;
		const char *function = copy + strlen(start) + skip;
		size_t name = skip ? word_length(function) : 0;

		if (!name || !starts_with(function + name, "(): ") ||
		    is_told(findings, audit, path, line, function + name + 4))
			continue;
		*LIST_ADD(findings) = (struct rule_finding){
			xstrdup(audit), xstrdup(path), xstrndup(function, name),
			xstrdup(function + name + 4), line, line_named(function + name + 4)
		};
	}
}

static int key_of_file(void *ctx, size_t nr, git_oid *key)
{
	const struct report_batch *batch = ctx;
	const struct file *file = &batch->files->v[nr];
	struct strlist options CLEANUP(strlist_release) = { 0 };

	spatch_options(batch->spatch, batch->rule, &options);
	*key = DIGEST(VERSION, batch->spatch->version, &batch->rule->digest, &options,
		      file->path, &file->oid);
	return 1;
}

static int begin_report(void *ctx, size_t nr, struct ask_run *run)
{
	const struct report_batch *batch = ctx;
	const struct spatch *spatch = batch->spatch;
	struct file file = batch->files->v[nr];
	const struct files one = { &file, 1, 1 };

	run->dir = io_mktemp(spatch->state->tmp);
	if (!run->dir)
		return -1;
	char *rules CLEANUP(free_text) = xasprintf("%s/rule", run->dir);
	char *rule CLEANUP(free_text) =
		xasprintf("%s/%s", rules, batch->rule->files.v[0].name);
	run->out = xasprintf("%s/said", run->dir);
	run->log = xasprintf("%s/log", run->dir);
	if (rulefiles_write(&batch->rule->files, rules) < 0 ||
	    spatch_write(spatch, &one, run->dir) < 0)
		return -1;
	strlist_add(&run->argv, "spatch");
	spatch_options(spatch, batch->rule, &run->argv);
	STRLIST_ADD(&run->argv, "--very-quiet", "--no-show-diff", "--sp-file", rule, file.path);
	strlist_add(&run->env, spatch->home);
	run->job = (struct job){ .dir = run->dir, .timeout = spatch->timeout };
	return 0;
}

static json_t *read_report(void *ctx, size_t nr, const struct ask_run *run)
{
	const struct report_batch *batch = ctx;
	char *said CLEANUP(free_text) = io_read(run->out, NULL);
	char *log CLEANUP(free_text) = io_read(run->log, NULL);

	if (!said || !log)
		return NULL;
	if (!run->job.exit && !run->job.timed_out && !strstr(log, "EXN: "))
		return json_string(said);
	if (spatch_lacks(batch->rule, log) == 0) {
		char *why CLEANUP(free_text) = spatch_reason(batch->rule, run->dir, log);

		fail_system("%s on %s: spatch failed (exit %d): %.200s", batch->rule->path,
			    batch->files->v[nr].path, run->job.exit, why);
	}
	return NULL;
}

static int take_report(void *ctx, size_t nr, const json_t *answer, const struct ask_run *run)
{
	const struct report_batch *batch = ctx;

	(void)run;
	if (!json_is_string(answer))
		return 0;
	report_rules_read(batch->findings, batch->audit, batch->files->v[nr].path,
			  json_string_value(answer));
	return 1;
}

static char *about_file(void *ctx, size_t nr)
{
	return xstrdup(((const struct report_batch *)ctx)->files->v[nr].path);
}

static int run_rule(struct rule_findings *findings, struct spatch *spatch,
		    const struct overlay *overlay, const struct audit_section *audit)
{
	struct rule rule CLEANUP(rule_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };
	const struct step step = { .rule = audit->rule, .scope = audit->scope };
	struct report_batch batch = { spatch, &rule, &files, audit->name, findings };

	if (convert_load(&rule, spatch, &step) < 0 ||
	    convert_candidates(&files, overlay, &step, &rule) < 0)
		return -1;
	return ask_all(&(struct asking){ .state = spatch->state, .stage = "report",
					 .doing = "auditing", .nr = files.nr, .ctx = &batch,
					 .key = key_of_file, .begin = begin_report,
					 .read = read_report, .take = take_report,
					 .about = about_file });
}

/* Sections keep their order, which is that in which they are run. */
static int by_place(const void *a, const void *b)
{
	const struct rule_finding *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	return order ? order : x->line < y->line ? -1 : x->line > y->line;
}

int report_rules_run(struct rule_findings *findings, struct state *state, const struct base *base,
		     const struct files *all, const struct campaign *campaign)
{
	struct spatch spatch CLEANUP(spatch_release) = { 0 };
	struct files over = { 0 };
	const struct overlay overlay = { state, base, campaign, all, &over, base->tree };

	if (campaign->audits.nr && spatch_open(&spatch, state, base, all) < 0)
		return -1;
	FOR_EACH(audit, &campaign->audits) {
		size_t first = findings->nr;

		if (run_rule(findings, &spatch, &overlay, audit) < 0)
			return -1;
		if (findings->nr > first)
			qsort(findings->v + first, findings->nr - first, sizeof(*findings->v),
			      by_place);
	}
	return 0;
}

void rule_findings_release(struct rule_findings *findings)
{
	FOR_EACH(row, findings)
		FREE_ALL(row->audit, row->path, row->function, row->what);
	LIST_RELEASE(findings);
}
