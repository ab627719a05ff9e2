// SPDX-License-Identifier: GPL-2.0
/* Coccinelle: which words a rule looks for, and what it makes of a file. */
#include "cocci/spatch.h"

#include "campaign/rule.h"
#include "cocci/format.h"
#include "csrc/layout.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "style/checkpatch.h"

#include <ctype.h>
#include <string.h>

#define TIMEOUT 200	/* what the kernel's .cocciconfig allows for one file */
#define LAYOUT_VERSION "2"

struct run {
	struct spatch *spatch;
	const struct rule *rule;
	struct changes *changes;
	struct strlist residue;		/* words that must be gone */
	size_t next, done;
};

static char *work_path(const struct spatch *spatch, size_t nr, const char *name)
{
	return xasprintf("%s/%zu/%s", spatch->state->tmp, nr, name);
}

static char *version_line(struct state *state, const char *program)
{
	char *log CLEANUP(free_text) = xasprintf("%s/version", state->tmp);
	const char *argv[] = { program, "--version", NULL };
	struct job job = { .argv = argv, .log = log, .timeout = 20 };
	char *text = NULL;

	if (job_run(&job) < 0)
		return NULL;
	text = io_read(log, NULL);
	if (text && job.exit) {
		fail_system("%s --version failed (exit %d)", program, job.exit);
		free(text);
		return NULL;
	}
	if (text)
		text[strcspn(text, "\n")] = '\0';
	return text;
}

/* Both say how wide a line may be; a tree may lack either. */
static int read_style(struct spatch *spatch, const struct files *all)
{
	const struct file *style = files_find(all, ".clang-format");
	const struct file *script = files_find(all, "scripts/checkpatch.pl");
	char *checks CLEANUP(free_text) = script ? base_read(spatch->base, &script->oid, NULL) :
						   NULL;

	if (style)
		spatch->style = base_read(spatch->base, &style->oid, NULL);
	if ((style && !spatch->style) || (script && !checks))
		return -1;
	spatch->limits.style = layout_limit(spatch->style);
	spatch->limits.hard = checks ? checkpatch_line_limit(checks) : 0;
	return 0;
}

int spatch_open(struct spatch *spatch, struct state *state, const struct base *base,
		const struct files *all)
{
	const char *timeout = getenv("TREEWIDE_SPATCH_TIMEOUT");

	spatch->state = state;
	spatch->base = base;
	spatch->timeout = timeout ? (unsigned)strtoul(timeout, NULL, 10) : TIMEOUT;
	if (!spatch->timeout)
		return fail_usage("TREEWIDE_SPATCH_TIMEOUT=%s: not a number of seconds", timeout);
	spatch->version = version_line(state, "spatch");
	if (!spatch->version)
		return fail_context("Coccinelle is needed (package coccinelle)");
	spatch->formatter = version_line(state, "clang-format");
	if (!spatch->formatter)
		return fail_context("clang-format is needed (package clang-format)");
	return read_style(spatch, all);
}

void spatch_release(struct spatch *spatch)
{
	free(spatch->version);
	free(spatch->formatter);
	free(spatch->style);
	*spatch = (struct spatch){ 0 };
}

/* The line behind "Grep query": words joined by ||, && and parentheses. All of
 * them count: a file that mentions one is a candidate. */
static int parse_query(struct rule *rule, const char *text)
{
	const char *query = strstr(text, "\nGrep query\n");

	if (!query && !strstr(text, "\nNo grep query\n"))
		return fail_system("%s: spatch --parse-cocci ended without an answer", rule->path);
	if (!query)
		return fail_usage("%s: spatch finds no word to look for in this rule, so every "
				  "file of the tree would have to be parsed", rule->path);
	query += strlen("\nGrep query\n");
	while (*query && *query != '\n') {
		size_t len = 0;

		while (isalnum((unsigned char)query[len]) || query[len] == '_')
			len++;
		if (len)
			*LIST_ADD(&rule->tokens) = xstrndup(query, len);
		query += len ? len : 1;
	}
	strlist_sort(&rule->tokens);
	return 0;
}

/* The line in which spatch complains about the rule itself; NULL when it does not. */
static const char *complaint(const struct rule *rule, const char *log)
{
	char *place CLEANUP(free_text) = xasprintf("File \"%s\", line", rule->path);
	static const char *const words[] = { "parse error", "semantic error", "lexical error",
					     "exception Failure" };
	const char *at = NULL;

	for (size_t i = 0; !at && i < sizeof(words) / sizeof(*words); i++)
		at = strstr(log, words[i]);
	if (!at)
		at = strstr(log, place);
	if (!at)
		return NULL;
	while (at > log && at[-1] != '\n')
		at--;
	return at;
}

static int ask_tokens(struct spatch *spatch, struct rule *rule)
{
	char *log CLEANUP(free_text) = xasprintf("%s/parse-cocci", spatch->state->tmp);
	const char *argv[] = { "spatch", "--parse-cocci", rule->path, NULL };
	struct job job = { .argv = argv, .log = log, .timeout = spatch->timeout };
	char *text CLEANUP(free_text) = NULL;
	const char *why;

	if (job_run(&job) < 0)
		return -1;
	text = io_read(log, NULL);
	if (!text)
		return -1;
	if (job.timed_out)
		return fail_system("%s: spatch --parse-cocci did not end in %u s", rule->path,
				   spatch->timeout);
	why = complaint(rule, text);
	if (why)
		return fail_usage("%s: the rule does not parse: %.300s", rule->path, why);
	if (job.exit)
		return fail_system("spatch --parse-cocci %s failed (exit %d): %.300s", rule->path,
				   job.exit, text);
	return parse_query(rule, text);
}

int spatch_tokens(struct spatch *spatch, struct rule *rule)
{
	json_t *known CLEANUP(free_json) = NULL;
	struct digest digest;
	git_oid key;
	size_t i;
	json_t *word;

	digest_init(&digest);
	digest_text(&digest, spatch->version);
	digest_oid(&digest, &rule->digest);
	key = digest_end(&digest);
	if (ledger_get(spatch->state->ledger, "tokens", &key, &known) < 0)
		return -1;
	json_array_foreach(known, i, word) if (json_is_string(word))
		strlist_add(&rule->tokens, json_string_value(word));
	if (rule->tokens.nr)
		return 0;
	if (ask_tokens(spatch, rule) < 0)
		return -1;
	json_decref(known);
	known = json_array();
	FOR_EACH(token, &rule->tokens)
		json_array_append_new(known, json_string(*token));
	return ledger_put(spatch->state->ledger, "tokens", &key, known);
}

static git_oid conversion_key(const struct run *run, const struct change *change)
{
	const char *dot = strrchr(change->path, '.');
	char *hard CLEANUP(free_text) = xasprintf("%u", run->spatch->limits.hard);
	struct digest digest;

	digest_init(&digest);
	digest_text(&digest, LAYOUT_VERSION);
	digest_text(&digest, hard);
	digest_text(&digest, run->spatch->version);
	digest_text(&digest, run->spatch->formatter);
	digest_text(&digest, run->spatch->style);
	digest_oid(&digest, &run->rule->digest);
	digest_text(&digest, dot && !strcmp(dot, ".h") ? "h" : "c");
	digest_oid(&digest, &change->before);
	return digest_end(&digest);
}

/* Residue is found again each time: it is cheap and needs no place in the fact. */
static int find_residue(const struct run *run, struct change *change)
{
	size_t len;
	char *text CLEANUP(free_text) = base_read(run->spatch->base, &change->after, &len);

	if (!text)
		return -1;
	FOR_EACH(word, &run->residue)
		strlist_add(change->words, *word);
	cuses_find(&change->residue, text, len, change->words);
	return 0;
}

/* Does the ledger know what the rule makes of this file? */
static int recall_conversion(struct run *run, struct change *change)
{
	git_oid key = conversion_key(run, change);
	json_t *fact CLEANUP(free_json) = NULL;
	int found = ledger_get(run->spatch->state->ledger, "convert", &key, &fact);
	git_oid after;

	if (found <= 0)
		return found;
	if (git_oid_fromstr(&after, json_string_value(fact) ? json_string_value(fact) : "") < 0 ||
	    !base_has(run->spatch->base, &after))
		return 0;
	git_oid_cpy(&change->after, &after);
	change->reused = true;
	return find_residue(run, change) < 0 ? -1 : 1;
}

static int remember_conversion(struct run *run, const struct change *change)
{
	git_oid key = conversion_key(run, change);
	json_t *fact CLEANUP(free_json) = json_string(git_oid_tostr_s(&change->after));

	return ledger_put(run->spatch->state->ledger, "convert", &key, fact);
}

/* What a running spatch needs to live: paths and argv, freed when it is done. */
struct spatch_run {
	size_t nr;
	char *dir, *log;
	const char **argv;
};

static void free_spatch_run(struct spatch_run *errand)
{
	free(errand->dir);
	free(errand->log);
	free(errand->argv);
	free(errand);
}

static int prepare(struct run *run, size_t nr, struct job *job)
{
	const struct change *change = &run->changes->v[nr];
	const char *dot = strrchr(change->path, '.');
	bool is_header = dot && !strcmp(dot, ".h");
	const char *name = is_header ? "input.h" : "input.c";
	char *input CLEANUP(free_text) = work_path(run->spatch, nr, name);
	size_t len, argc = 0;
	char *text CLEANUP(free_text) = base_read(run->spatch->base, &change->before, &len);
	struct spatch_run *errand = xcalloc(1, sizeof(*errand));

	errand->nr = nr;
	errand->dir = xasprintf("%s/%zu", run->spatch->state->tmp, nr);
	errand->log = work_path(run->spatch, nr, "log");
	errand->argv = xcalloc(run->rule->options.nr + 10, sizeof(*errand->argv));
	errand->argv[argc++] = "spatch";
	errand->argv[argc++] = "--very-quiet";
	/* else in /tmp, whatever TMPDIR says, and there they stay when it is killed */
	errand->argv[argc++] = "--temp-files";
	errand->argv[argc++] = ".";
	FOR_EACH(option, &run->rule->options)
		errand->argv[argc++] = *option;
	errand->argv[argc++] = run->rule->path;
	errand->argv[argc++] = name;
	errand->argv[argc++] = "-o";
	errand->argv[argc++] = "output";
	if (!text || io_mkdirs(errand->dir) < 0 || io_write(input, text, len) < 0) {
		free_spatch_run(errand);
		return -1;
	}
	*job = (struct job){ .argv = errand->argv, .dir = errand->dir, .log = errand->log,
			     .timeout = run->spatch->timeout, .payload = errand };
	return 1;
}

static int next(struct job *job, void *ctx)
{
	struct run *run = ctx;

	while (run->next < run->changes->nr) {
		size_t nr = run->next++;
		int known = recall_conversion(run, &run->changes->v[nr]);

		if (known < 0)
			return -1;
		if (!known)
			return prepare(run, nr, job);
		run->done++;
	}
	return 0;
}

/* Take what spatch wrote: lay it out, store it. */
static int take_output(struct run *run, struct change *change, const char *path)
{
	char *before CLEANUP(free_text) = base_read(run->spatch->base, &change->before, NULL);
	size_t len = 0;
	char *after CLEANUP(free_text) = io_read(path, &len);
	char *laid_out CLEANUP(free_text) = NULL;
	const char *wrong;

	if (!before || !after)
		return -1;
	wrong = strlen(after) != len || (!len && *before) ? "it is empty or holds a NUL byte" :
							    layout_implausible(before, after);
	if (wrong) {
		change->trouble = xasprintf("spatch wrote a broken file: %s", wrong);
		return 0;
	}
	laid_out = format_change(run->spatch->state, before, after, run->spatch->style,
				 &run->spatch->limits);
	if (!laid_out)
		return -1;
	return base_write(run->spatch->base, laid_out, strlen(laid_out), &change->after);
}

/* Exit codes: 0 with or without output, 255 without output when nothing changed.
 * Everything else, and complaints beside an output, are not trusted. */
static int judge_conversion(struct run *run, struct change *change, const struct job *job,
			    const char *output)
{
	char *log CLEANUP(free_text) = io_read(job->log, NULL);
	bool wrote = access(output, F_OK) == 0;
	bool unchanged = !wrote && log && strstr(log, "no modified files");

	if (!log)
		return -1;
	if (job->timed_out)
		change->trouble = xasprintf("spatch did not end in %u s", run->spatch->timeout);
	else if (job->exit && !unchanged)
		change->trouble = xasprintf("spatch failed (exit %d): %.200s", job->exit, log);
	if (change->trouble || !wrote)
		return 0;
	return take_output(run, change, output);
}

static void drop(struct job *job, void *ctx)
{
	(void)ctx;
	free_spatch_run(job->payload);
}

static int done(struct job *job, void *ctx)
{
	struct run *run = ctx;
	struct spatch_run *errand = job->payload;
	struct change *change = &run->changes->v[errand->nr];
	char *output CLEANUP(free_text) = work_path(run->spatch, errand->nr, "output");
	int result = judge_conversion(run, change, job, output);

	if (result == 0)
		result = find_residue(run, change);
	/* what is left over may have been a mishap: ask again next time */
	if (result == 0 && !change->trouble && !change->residue.nr)
		result = remember_conversion(run, change);
	progress_report(run->spatch->state->progress, "converting", ++run->done,
			run->changes->nr, change->path);
	if (io_remove(errand->dir) < 0)
		result = -1;
	free_spatch_run(errand);
	return result;
}

int spatch_convert(struct spatch *spatch, const struct rule *rule, struct changes *changes)
{
	const struct job_ops ops = { next, done, drop };
	struct run run = { .spatch = spatch, .rule = rule, .changes = changes };
	int result;

	rule_residue(rule, &run.residue);
	result = jobs_run(spatch->state->jobs, &ops, &run);
	strlist_release(&run.residue);
	return result;
}

/* Is there a function in the report of --parse-c that could not be parsed? Bad
 * functions are printed line by line behind "bad:". */
static bool is_unparsed(const char *report, const char *function)
{
	size_t len = strlen(function);

	for (const char *at = report; len && (at = strstr(at, "bad: ")); at += 5) {
		const char *end = at + strcspn(at, "\n");
		const char *name = memmem(at, (size_t)(end - at), function, len);

		if (name && name[len] == '(')
			return true;
	}
	return false;
}

static char *parse_report(struct spatch *spatch, const struct change *change)
{
	char *dir CLEANUP(free_text) = io_mktemp(spatch->state->tmp);
	char *input CLEANUP(free_text) = xasprintf("%s/input.c", dir ? dir : "");
	char *log CLEANUP(free_text) = xasprintf("%s/log", dir ? dir : "");
	size_t len;
	char *text CLEANUP(free_text) = base_read(spatch->base, &change->after, &len);
	const char *argv[] = { "spatch", "--no-includes", "--parse-c", "input.c", NULL };
	struct job job = { .argv = argv, .dir = dir, .log = log, .timeout = spatch->timeout };
	char *report;

	if (!dir || !text || io_write(input, text, len) < 0 || job_run(&job) < 0)
		return NULL;
	report = io_read(log, NULL);
	if (io_remove(dir) == 0)
		return report;
	free(report);
	return NULL;
}

char *spatch_explain(struct spatch *spatch, const struct change *change)
{
	char *report CLEANUP(free_text) = parse_report(spatch, change);
	char *text = NULL;
	size_t len;
	FILE *out;

	if (!report)
		return NULL;
	out = xmemstream(&text, &len);
	FOR_EACH(use, &change->residue) {
		fprintf(out, "%s%s stays in line %u", use > change->residue.v ? "; " : "",
			use->word, use->line);
		if (*use->function)
			fprintf(out, ", %s()", use->function);
		if (is_unparsed(report, use->function))
			fputs(", which spatch cannot parse", out);
	}
	fclose(out);
	return text;
}
