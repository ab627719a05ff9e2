// SPDX-License-Identifier: GPL-2.0
/* The rows of the options. */
#include "cli/options.h"

#include "cli/command.h"
#include "lib/lib.h"
#include "lib/nearest.h"

/* Instead of names of commands, or before them: every one; every one that makes a plan; those of
 * them that open a campaign; and those that have a state directory. */
#define EVERY ""
#define OPENING "*"
#define CHOOSING "="
#define KEEPING "+"

static const struct option_row option_rows[] = {
#define OPTION(kind, member) \
	OPTION_##kind, offsetof(struct options, member)
	{ "repo", 'r', "DIR", OPTION(TEXT, repo), KEEPING " test",
	  "the kernel repository (default: the one around here)" },
	{ "base", 'b', "REV", OPTION(TEXT, base), OPENING,
	  "the commit to stand on (default: HEAD)" },
	{ "campaign", 'c', "NAME|DIR", OPTION(TEXT, campaign), CHOOSING " test",
	  "the campaign: a name in series/ or a folder" },
	{ "state", 's', "DIR", OPTION(TEXT, state), KEEPING,
	  "where facts, work trees and builds are kept" },
	{ "jobs", 'j', "N", OPTION(JOBS, jobs), OPENING " test",
	  "how many programs at once (default: all cores)" },
	{ "split", 0, "SPLIT", OPTION(TEXT, split), "try",
	  "which files share a patch (default: subsystem)" },
	{ "rule", 0, "FILE", OPTION(TEXT, rule), "init",
	  "the campaign of this semantic patch" },
	{ "subject", 0, "TEXT", OPTION(TEXT, subject), "init",
	  "with --rule: the subject, behind the prefix" },
	{ "since", 0, "REV", OPTION(TEXT, since), "audit",
	  "only calls that rely on it and did not in REV" },
	{ "since", 0, "REV", OPTION(TEXT, since), "left",
	  "also the files that use them more often than in REV" },
	{ "word", 0, "NAME", OPTION(LIST, words), "left",
	  "look for this name, without a campaign; repeatable" },
	{ "wave", 0, "WAVE", OPTION(TEXT, wave), "plan generate regenerate prove report send",
	  "only this wave of the campaign" },
	{ "waves", 0, NULL, OPTION(FLAG, waves), "generate prove report send",
	  "every wave of the campaign, in their order" },
	{ "diff", 0, NULL, OPTION(FLAG, diff), "plan",
	  "also all diffs; of FILE...: what the rules make of it, and nothing else" },
	{ "update", 0, NULL, OPTION(FLAG, update), "test",
	  "make what comes out what must come out" },
	{ "sample", 0, NULL, OPTION(FLAG, sample), "plan",
	  "one finished message, and nothing else" },
	{ "force", 0, NULL, OPTION(FLAG, force), "generate",
	  "overwrite a branch that somebody changed" },
	{ "force", 0, NULL, OPTION(FLAG, force), "regenerate",
	  "leave out edits by hand that clash" },
	{ "mbox", 0, "FILE", OPTION(TEXT, mbox), "prove report",
	  "what a mailbox holds, on --base or on its base-commit" },
	{ "index", 0, NULL, OPTION(FLAG, index), "prove report",
	  "what is staged, as one commit on HEAD" },
	{ "first-parent", 0, NULL, OPTION(FLAG, first_parent), "prove report",
	  "a merge in the range is one change" },
	{ "bisect", 0, NULL, OPTION(FLAG, bisect), "prove",
	  "HEAD, for git bisect run: exit 0, 1, 125, or 128 and more" },
	{ "trust", 0, NULL, OPTION(FLAG, trust), "prove report",
	  "run what strangers wrote without a sandbox" },
	{ "target", 0, "TARGET", OPTION(LIST, targets), "prove send",
	  "prove under this one; repeatable" },
	{ "config", 0, "FILE", OPTION(LIST, configs), "prove",
	  "prove under this .config or defconfig, gzipped or not; repeatable" },
	{ "budget", 0, "SECONDS", OPTION(SECONDS, budget), "prove",
	  "time for compiling readers of a changed header" },
	{ "level", 0, "LEVEL", OPTION(TEXT, level), "prove",
	  "fast (the default) or full" },
	{ "explain", 0, "COMMIT", OPTION(TEXT, explain), "prove",
	  "why its verdicts are what they are" },
	{ "fail-fast", 0, NULL, OPTION(FLAG, fail_fast), "prove",
	  "stop at the first fail" },
	{ "same-code", 0, NULL, OPTION(FLAG, same_code), "prove",
	  "every commit claims that no object changes" },
	{ "executor", 0, "NAME", OPTION(TEXT, executor), "prove",
	  "where its shards run: local (the default) or slurm" },
	{ "nodes", 0, "N", OPTION(JOBS, nodes), "prove",
	  "how many machines to lay shards out for" },
	{ "plan-shards", 0, NULL, OPTION(FLAG, plan_shards), "prove",
	  "print the shards, and prove nothing" },
	{ "shard", 0, "FILE", OPTION(TEXT, shard), "prove",
	  "do this shard only" },
	{ "out", 0, "FILE", OPTION(TEXT, out), "prove",
	  "where to write the result of the shard" },
	{ "merge", 0, "FILE", OPTION(LIST, merged), "prove",
	  "take the result of a shard; repeatable" },
	{ "format", 0, "FORMAT", OPTION(TEXT, format), "report",
	  "text, json, html, junit, kcidb, sarif, github, trailers, cover, range-diff or "
	  "pull-request" },
	{ "url", 0, "URL", OPTION(TEXT, url), "report",
	  "with --format pull-request: where to pull from" },
	{ "notes", 0, NULL, OPTION(FLAG, notes), "report",
	  "also write the verdicts as git notes" },
	{ "patch", 0, "FILE", OPTION(TEXT, patch), "report",
	  "what is known of the patch in this mail (-: standard input)" },
	{ "against", 0, "FILE", OPTION(TEXT, against), "report",
	  "what changed since this JSON report" },
	{ "really", 0, NULL, OPTION(FLAG, really), "send",
	  "mail to everybody; without it nothing goes out" },
	{ "force", 0, NULL, OPTION(FLAG, force), "send",
	  "with --really: mail again what may have gone out" },
	{ "reflect", 0, NULL, OPTION(FLAG, reflect), "send",
	  "mail the series to yourself only" },
	{ "output", 0, "DIR", OPTION(TEXT, output), "send",
	  "where to write the mails" },
	{ "waive", 0, "CHECK=REASON", OPTION(LIST, waived), "send",
	  "send although this check does not pass; repeatable" },
	{ "limit", 0, "SIZE", OPTION(SIZE, limit), "gc",
	  "how large the state directory may be, as 20g" },
	{ "dry-run", 0, NULL, OPTION(FLAG, dry_run), "gc",
	  "say what would go, and remove nothing" },
	{ "dry-run", 0, NULL, OPTION(FLAG, dry_run), "prove",
	  "with --executor: print the shards, and prove nothing" },
	{ "json", 0, NULL, OPTION(FLAG, json), EVERY,
	  "print one JSON object instead of text" },
	{ "no-pager", 0, NULL, OPTION(FLAG, no_pager), "audit plan prove report status try",
	  "show a long result without the pager" },
	{ "help", HELP, NULL, OPTION_HELP, 0, EVERY, "print the options of the command" },
	{ "usage", USAGE, NULL, OPTION_HELP, 0, EVERY, "print a short list of the options" },
	{ "version", VERSION, NULL, OPTION_HELP, 0, EVERY, "print the version" },
};


#define ROWS (sizeof(option_rows) / sizeof(*option_rows))

const struct option_row *option_row(size_t nr)
{
	return nr < ROWS ? &option_rows[nr] : NULL;
}

static bool names_command(const char *words, const char *word)
{
	struct strlist list CLEANUP(strlist_release) = { 0 };

	strlist_split(&list, words, " ");
	return strlist_has(&list, word);
}

/* Does the mark that @row begins with stand for the command? */
static bool is_marked(const struct option_row *row, const struct command *command)
{
	bool chooses = !command || command->kind == OPENS ||
		       command->kind == RANGED || command->kind == SHOWS;
	bool opens = chooses || command->kind == TRIES;

	switch (*row->commands) {
	case '\0':
		return true;
	case '*':
		return opens;
	case '=':
		return chooses;
	case '+':
		return opens || command->kind == KEEPS;
	default:
		return false;
	}
}

bool option_belongs(const struct option_row *row, const struct command *command)
{
	return is_marked(row, command) || (command && names_command(row->commands, command->name));
}

const struct option_row *option_find(const struct command *command, const char *name)
{
	for (size_t i = 0; i < ROWS; i++)
		if (!strcmp(option_rows[i].name, name) &&
		    (!command || option_belongs(&option_rows[i], command)))
			return &option_rows[i];
	return NULL;
}

const char *option_meant(const char *name)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	for (size_t i = 0; i < ROWS; i++)
		strlist_add(&names, option_rows[i].name);
	const char *meant = nearest_text(&names, name);
	const struct option_row *row = meant ? option_find(NULL, meant) : NULL;
	return row ? row->name : NULL;
}

void options_release(struct options *options)
{
	STRLIST_RELEASE_ALL(&options->paths, &options->targets, &options->configs,
			    &options->waived, &options->merged, &options->words);
}
