// SPDX-License-Identifier: GPL-2.0
/* Coccinelle: what is installed, and which words a rule looks for. */
#include "cocci/spatch.h"

#include "campaign/rule.h"
#include "campaign/ruleoption.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "profile/profile.h"
#include "style/checkpatch.h"

#define BATCH 64	/* files in one run: what a stopped run loses at most */
#define TIMEOUT 200	/* what the kernel's .cocciconfig allows for one file */

static char *version_line(struct spatch *spatch, const char *program)
{
	struct state *state = spatch->state;
	char *log CLEANUP(free_text) = xasprintf("%s/version", state->tmp);
	const char *argv[] = { program, "--version", NULL }, *env[] = { spatch->home, NULL };
	struct job job = { .argv = argv, .env = env, .dir = state->tmp, .log = log, .timeout = 20 };

	if (job_run(&job) < 0)
		return NULL;
	char *text = io_read(log, NULL);
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
	const char *format = spatch->profile->format;
	char *checks CLEANUP(free_text) = script ? base_read(spatch->base, &script->oid, NULL) :
						   NULL;

	if (format)
		spatch->style = xstrdup(format);
	else if (style)
		spatch->style = base_read(spatch->base, &style->oid, NULL);
	if ((style && !spatch->style) || (script && !checks))
		return -1;
	spatch->limits.style = layout_limit(spatch->style);
	spatch->limits.hard = checks ? checkpatch_line_limit(checks) : 0;
	return 0;
}

/* The options of a .cocciconfig: behind "options =" in the section [spatch]. */
static void read_cocciconfig(struct spatch *spatch, const char *text)
{
	FOR_EACH_LINE(at, text) {
		char *line CLEANUP(free_text) = xstrndup(at.at, at.len);
		char *key = line + strspn(line, " \t"), *value = strchr(line, '=');

		if (value && !strncmp(key, "options", 7) &&
		    key + 7 + strspn(key + 7, " \t") == value)
			strlist_split(&spatch->config, value + 1, " \t\r");
	}
	ruleoptions_grant(&spatch->config);
}

/* What the base says: how changed lines are laid out, and options for spatch. */
static int read_base(struct spatch *spatch, const struct files *all)
{
	const struct source_tree tree = { spatch->base, all, NULL };
	const struct file *config = files_find(all, ".cocciconfig");

	if (read_style(spatch, all) < 0)
		return -1;
	if (!config)
		return 0;
	char *text CLEANUP(free_text) = base_read(spatch->base, &config->oid, NULL);
	if (!text)
		return -1;
	read_cocciconfig(spatch, text);
	includes_named(&spatch->named, &tree, &spatch->config);
	return 0;
}

/* A number that the environment may give instead of ours. */
static int number(unsigned *value, const char *name, const char *unit)
{
	const char *text = getenv(name);
	unsigned long given = *value;

	if (text && !whole_number(text, 1, 1000000, &given))
		return fail_usage("%s=%s: not a number of %s", name, text, unit);
	*value = (unsigned)given;
	return 0;
}

int spatch_open(struct spatch *spatch, struct state *state, const struct base *base,
		const struct files *all)
{
	spatch->state = state;
	spatch->base = base;
	spatch->profile = profile_of(all);
	spatch->timeout = TIMEOUT;
	spatch->batch = BATCH;
	spatch->home = xasprintf("HOME=%s", state->tmp);
	if (number(&spatch->timeout, "TREEWIDE_SPATCH_TIMEOUT", "seconds") < 0 ||
	    number(&spatch->batch, "TREEWIDE_SPATCH_BATCH", "files") < 0)
		return -1;
	spatch->version = version_line(spatch, "spatch");
	if (!spatch->version)
		return fail_context("Coccinelle is needed (package coccinelle)");
	spatch->formatter = version_line(spatch, "clang-format");
	if (!spatch->formatter)
		return fail_context("clang-format is needed (package clang-format)");
	return read_base(spatch, all);
}

void spatch_release(struct spatch *spatch)
{
	FREE_ALL(spatch->version, spatch->formatter, spatch->style, spatch->home);
	strlist_release(&spatch->config);
	files_release(&spatch->named);
	*spatch = (struct spatch){ 0 };
}

void spatch_options(const struct spatch *spatch, const struct rule *rule, struct strlist *options)
{
	strlist_add_all(options, &spatch->config);
	strlist_add_all(options, &rule->options);
	if (!rule->mode)
		return;
	strlist_add(options, "-D");
	strlist_add(options, rule->mode);
}

static int write_file(const struct spatch *spatch, const struct file *file, const char *dir)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, file->path);
	char *parent CLEANUP(free_text) = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	size_t len = 0;

	if (access(path, F_OK) == 0)
		return 0;
	char *text CLEANUP(free_text) = base_read(spatch->base, &file->oid, &len);
	return text && io_mkdirs(parent) == 0 ? io_write(path, text, len) : -1;
}

int spatch_write(const struct spatch *spatch, const struct files *files, const char *dir)
{
	FOR_EACH(file, files)
		if (write_file(spatch, file, dir) < 0)
			return -1;
	return 0;
}

/* The line behind "Grep query": words joined by ||, && and parentheses. All of
 * them count: a file that mentions one is a candidate. */
static int parse_query(struct rule *rule, const char *text)
{
	const char *query = strstr(text, "\nGrep query\n");

	rule->everywhere = !query && strstr(text, "\nNo grep query\n");
	if (rule->everywhere)
		return 0;
	if (!query)
		return fail_system("%s: spatch --parse-cocci ended without an answer", rule->path);
	query += strlen("\nGrep query\n");
	while (*query && *query != '\n') {
		size_t len = strcspn(query, " |&()\n");

		if (len)
			*LIST_ADD(&rule->tokens) = xstrndup(query, len);
		query += len ? len : 1;
	}
	strlist_sort(&rule->tokens);
	return 0;
}

/* The line of @log that holds one of @words; NULL for none. */
static const char *line_with(const char *log, const char *const *words, size_t nr)
{
	const char *at = NULL;

	for (size_t i = 0; !at && i < nr; i++)
		at = strstr(log, words[i]);
	if (!at)
		return NULL;
	while (at > log && at[-1] != '\n')
		at--;
	return at;
}

static const char *const complaints[] = {
	"Fatal error: exception", "parse error", "semantic error", "lexical error", "minus: ",
	"repeated iso name", "Failure(", "EXN: ", "already tagged token",
};

#define NO_RULE "unexpected code before the first rule"

/* The text between the quotes of an exception of OCaml, else the line; of code that no rule
 * begins with spatch prints its tokens as OCaml has them. */
static char *tell(const char *line)
{
	size_t len = strcspn(line, "\n");
	if (memmem(line, len, NO_RULE, sizeof(NO_RULE) - 1))
		return xstrdup(NO_RULE ": a rule begins with a line \"@@\" and another one below "
				       "its declarations");
	const char *failure = memmem(line, len, "Failure(\"", 9);
	const char *end = failure ? memmem(failure, len - (size_t)(failure - line), "\")", 2) :
				    NULL;

	if (end)
		return xstrndup(failure + 9, (size_t)(end - failure - 9));
	/* the place stands in the line below */
	if (len > 2 && !strncmp(line + len - 2, ": ", 2) && line[len])
		return xasprintf("%.*s%.*s", (int)len, line, (int)strcspn(line + len + 1, "\n"),
				 line + len + 1 + strspn(line + len + 1, " "));
	return xstrndup(line, len < 300 ? len : 300);
}

char *spatch_reason(const struct rule *rule, const char *copies, const char *log)
{
	char *text CLEANUP(free_text) = rulefiles_translate(&rule->files, copies, log);
	const char *line = line_with(text, complaints, sizeof(complaints) / sizeof(*complaints));
	const char *last = text;

	/* no words that we know: the last line */
	for (const char *at = text; !line && *at; at += strcspn(at, "\n"), at += *at == '\n')
		if (*at != '\n')
			last = at;
	return tell(line ? line : last);
}

/* Does spatch complain about the rule itself? */
static bool is_wrong_rule(const char *copies, const char *log)
{
	char *place CLEANUP(free_text) = xasprintf("File \"%s/", copies);
	static const char *const words[] = { "parse error", "semantic error", "lexical error",
					     "exception Failure", "before the first rule",
					     "repeated iso name" };

	return line_with(log, words, sizeof(words) / sizeof(*words)) || strstr(log, place);
}

int spatch_lacks(const struct rule *rule, const char *log)
{
	static const struct {
		const char *words, *what;
	} lacks[] = {
		{ "No OCaml compiler found",
		  "OCaml, for which spatch needs an OCaml compiler (package ocaml-nox)" },
		{ "unable to find the Python library",
		  "Python, for which spatch needs the library of the python3 that is first in PATH "
		  "(on Debian the package libpython3.NN that python3 --version names)" },
	};

	for (size_t i = 0; i < sizeof(lacks) / sizeof(*lacks); i++)
		if (strstr(log, lacks[i].words))
			return fail_system("%s: the rule has a script in %s", rule->path,
					   lacks[i].what);
	return 0;
}

static int judge_parse(const struct spatch *spatch, struct rule *rule, const char *copies,
		       const struct job *job, const char *log)
{
	char *why CLEANUP(free_text) = spatch_reason(rule, copies, log);

	if (job->timed_out)
		return fail_system("%s: spatch --parse-cocci did not end in %u s", rule->path,
				   spatch->timeout);
	if (spatch_lacks(rule, log) < 0)
		return -1;
	if (is_wrong_rule(copies, log))
		return fail_usage("%s: the rule does not parse: %s", rule->path, why);
	if (job->exit)
		return fail_system("spatch --parse-cocci %s failed (exit %d): %s", rule->path,
				   job->exit, why);
	return parse_query(rule, log);
}

static int ask_tokens(struct spatch *spatch, struct rule *rule)
{
	char *dir CLEANUP(free_text) = io_mktemp(spatch->state->tmp);
	char *copies CLEANUP(free_text) = xasprintf("%s/rule", dir ? dir : "");
	char *path CLEANUP(free_text) = xasprintf("%s/%s", copies, rule->files.v[0].name);
	char *log CLEANUP(free_text) = xasprintf("%s/log", dir ? dir : "");
	struct strlist words CLEANUP(strlist_release) = { 0 };
	const char *env[] = { spatch->home, NULL };
	struct job job = { .env = env, .dir = dir, .log = log, .timeout = spatch->timeout };

	STRLIST_ADD(&words, "spatch", "--parse-cocci", path);
	spatch_options(spatch, rule, &words);
	const char **argv CLEANUP(free_memory) = strlist_array(&words);
	job.argv = argv;
	if (!dir || rulefiles_write(&rule->files, copies) < 0 ||
	    spatch_write(spatch, &spatch->named, dir) < 0 || job_run(&job) < 0)
		return -1;
	char *text CLEANUP(free_text) = io_read(log, NULL);
	if (!text || judge_parse(spatch, rule, copies, &job, text) < 0)
		return -1;
	return io_remove(dir);
}

/* Is version @a older than @b, number by number? */
static bool is_older(const char *a, const char *b)
{
	while (*a || *b) {
		unsigned long ours = strtoul(a, (char **)&a, 10);
		unsigned long theirs = strtoul(b, (char **)&b, 10);

		if (ours != theirs)
			return ours < theirs;
		if (*a != '.' && *b != '.')
			return false;
		a += *a == '.';
		b += *b == '.';
		a = isdigit((unsigned char)*a) ? a : "";
		b = isdigit((unsigned char)*b) ? b : "";
	}
	return false;
}

static int check_version(const struct spatch *spatch, const struct rule *rule)
{
	const char *number = spatch->version + strcspn(spatch->version, "0123456789");

	if (!rule->requires || !*rule->requires || !is_older(number, rule->requires))
		return 0;
	return fail_system("%s:%u: the rule requires Coccinelle %s, and here is %.*s", rule->path,
			   rule->requires_line, rule->requires, (int)strcspn(number, " "), number);
}

static git_oid tokens_key(const struct spatch *spatch, const struct rule *rule)
{
	struct digest digest = { 0 };

	DIGEST_ADD(&digest, spatch->version, &rule->digest, &spatch->config);
	FOR_EACH(file, &spatch->named)
		digest_oid(&digest, &file->oid);
	return digest_end(&digest);
}

/* An empty list is an answer, too: no word. */
int spatch_tokens(struct spatch *spatch, struct rule *rule)
{
	struct fact fact CLEANUP(fact_release) = { spatch->state->ledger, "tokens",
						   tokens_key(spatch, rule) };

	if (check_version(spatch, rule) < 0 || fact_recall(&fact) < 0)
		return -1;
	/* an answer that makes no sense is none */
	bool sane = json_is_array(fact.value);
	FOR_EACH_JSON(word, fact.value)
		sane = sane && json_is_string(word);
	if (sane) {
		json_list_read(fact.value, &rule->tokens);
		rule->everywhere = !rule->tokens.nr;
		return 0;
	}
	return ask_tokens(spatch, rule) < 0 ? -1 : fact_keep(&fact, json_list(&rule->tokens));
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
	const char *env[] = { spatch->home, NULL };
	struct job job = { .argv = argv, .env = env, .dir = dir, .log = log,
			   .timeout = spatch->timeout };

	if (!dir || !text || io_write(input, text, len) < 0 || job_run(&job) < 0)
		return NULL;
	char *report = io_read(log, NULL);
	if (io_remove(dir) == 0)
		return report;
	free(report);
	return NULL;
}

char *spatch_explain(struct spatch *spatch, const struct rule *rule, const struct change *change,
		     bool *settled)
{
	char *report CLEANUP(free_text) = parse_report(spatch, change);
	char *text = NULL;

	if (!report)
		return NULL;
	FILE *out = xmemstream(&text, NULL);
	*settled = true;
	FOR_EACH(use, &change->residue) {
		bool unparsed = is_unparsed(report, use->function);

		*settled = *settled && !unparsed && strlist_find(&rule->typed, use->word);
		fprintf(out, "%s%s stays in line %u", use > change->residue.v ? "; " : "",
			use->word, use->line);
		if (*use->function)
			fprintf(out, ", %s()", use->function);
		if (unparsed)
			fputs(", which spatch cannot parse", out);
	}
	if (*settled)
		fputs(", of another struct, or of one whose type spatch does not see", out);
	fclose(out);
	return text;
}
