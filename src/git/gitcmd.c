// SPDX-License-Identifier: GPL-2.0
/* Runs git with nothing but the objects to go by. */
#include "git/gitcmd.h"

#include "git/base.h"
#include "lib/ask.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/state.h"

#define TIMEOUT 600 /* seconds; a deep history without commit-graph is slow */

static const char *const environment[] = {
	"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_COUNT",
	"GIT_CONFIG_PARAMETERS", "GIT_LITERAL_PATHSPECS=1", "GIT_OPTIONAL_LOCKS=0",
	"GIT_NO_REPLACE_OBJECTS=1", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_DIR",
	"GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE",
	"GIT_TRACE", "GIT_ATTR_SOURCE", "COLUMNS", NULL
};

/* What the repository's own configuration could still change. libgit2 has judged
 * already whether the repository may be trusted. */
static const char *const settings[] = {
	"-c", "safe.directory=*", "-c", "mailmap.file=/dev/null", "-c",
	"i18n.logOutputEncoding=UTF-8", "-c", "i18n.commitEncoding=UTF-8", "-c",
	"log.showSignature=false", "-c", "core.quotePath=true", "-c",
	"core.attributesFile=/dev/null", NULL
};

const char *const *gitcmd_environment(void)
{
	return environment;
}

void gitcmd_begin(struct ask_run *run, const struct state *state, const struct base *base,
		  const char *name, const char *const *args)
{
	char *gitdir CLEANUP(free_text) = xasprintf("--git-dir=%s",
						    git_repository_path(base->repo));
	char *mailmap CLEANUP(free_text) = xasprintf("mailmap.blob=%s:.mailmap",
						     git_oid_tostr_s(&base->commit));

	run->out = xasprintf("%s/%s", state->tmp, name);
	run->log = xasprintf("%s.log", run->out);
	STRLIST_ADD(&run->argv, "git", gitdir);
	strlist_add_array(&run->argv, settings);
	STRLIST_ADD(&run->argv, "-c", mailmap);
	strlist_add_array(&run->argv, args);
	strlist_add_array(&run->env, environment);
	/* the folder is taken for a work tree: one that holds no .mailmap */
	run->job = (struct job){ .dir = state->tmp, .repository = true, .timeout = TIMEOUT };
}

char *gitcmd_result(const struct ask_run *run, const char *command, const char *about)
{
	char *text CLEANUP(free_text) = io_read(run->out, NULL);

	if (!text)
		return NULL;
	if (!run->job.exit && !run->job.timed_out)
		return TAKE(text);
	char *log CLEANUP(free_text) = io_read(run->log, NULL);
	fail_system("git %s failed for %s (exit %d): %.200s", command, about, run->job.exit,
		    log ? log : "");
	return NULL;
}

/* Run one call to its end; the answer without what stands at its end. */
static char *run_trimmed(const struct state *state, const struct base *base,
			 const char *const *args, const char *about)
{
	struct ask_run run CLEANUP(ask_run_release) = { 0 };

	gitcmd_begin(&run, state, base, "git", args);
	if (ask_run(&run) < 0)
		return NULL;
	char *text = gitcmd_result(&run, args[0], about);
	size_t len = text ? strlen(text) : 0;
	while (len && strchr(" \n", text[len - 1]))
		text[--len] = '\0';
	return text;
}

char *gitcmd_shortlog(const struct state *state, const struct base *base, const char *start,
		      const char *tip)
{
	char *range CLEANUP(free_text) = xasprintf("%s..%s", start, tip);
	const char *args[] = { "shortlog", range, NULL };

	return run_trimmed(state, base, args, range);
}

char *gitcmd_diffstat(const struct state *state, const struct base *base, const char *start,
		      const char *tip)
{
	char *range CLEANUP(free_text) = xasprintf("%s..%s", start, tip);
	/* b4 does not ask for a summary; the rest says what the defaults are */
	const char *args[] = { "diff", "--stat=80", "--stat-graph-width=0", "--no-color",
			       "--no-ext-diff", "--no-textconv", "--find-renames",
			       "--diff-algorithm=default", "--no-relative", "-O/dev/null", range,
			       NULL };

	return run_trimmed(state, base, args, range);
}

char *gitcmd_range_diff(const struct state *state, const struct base *base, const char *before,
			const char *after)
{
	const char *args[] = { "range-diff", "--no-color", "--no-ext-diff", "--no-textconv",
			       "-O/dev/null", before, after, NULL };

	return run_trimmed(state, base, args, after);
}

/* What git said, on one line and without its "error: "; owned by the caller. */
static char *words_of(const struct job *job)
{
	static const char *const heads[] = { "error: ", "fatal: ", "warning: " };
	char *said CLEANUP(free_text) = job_said(job);
	struct strlist lines CLEANUP(strlist_release) = { 0 };
	struct strlist bare CLEANUP(strlist_release) = { 0 };

	strlist_split(&lines, said, "\n");
	FOR_EACH(line, &lines) {
		const char *text = *line;

		for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
			text += starts_with(text, heads[i]) ? strlen(heads[i]) : 0;
		strlist_add_once(&bare, text);
	}
	return strlist_join(&bare, "; ");
}

char *gitcmd_ask(const struct state *state, const struct base *base, const char *const *args,
		 const char *in, const char *const *own)
{
	struct ask_run run CLEANUP(ask_run_release) = { 0 };

	gitcmd_begin(&run, state, base, "git", args);
	/* the last word on a variable counts */
	if (own)
		strlist_add_array(&run.env, own);
	run.job.in = in;
	if (ask_run(&run) < 0)
		return NULL;
	if (!run.job.exit && !run.job.timed_out)
		return gitcmd_result(&run, args[0], args[0]);
	char *words CLEANUP(free_text) = words_of(&run.job);
	fail_usage("git %s: %.300s", args[0], *words ? words : "it fails");
	return NULL;
}

/* Take the note which tree the index of the last diff holds: the next one often begins there. */
static bool take_note(const char *note, const char *tree)
{
	char *text CLEANUP(free_text) = access(note, F_OK) == 0 ? io_read(note, NULL) : NULL;

	return text && io_remove(note) == 0 && !strcmp(text, tree);
}

/* An index of our own, and git on it. */
struct indexing {
	const struct state *state;
	const struct base *base;
	char *env;		/* that names the index */
};

/* Owned by the caller; NULL: fails with git's words. */
static char *ask_index(const struct indexing *indexing, const char *const *args, const char *in)
{
	const char *const env[] = { indexing->env, NULL };

	return gitcmd_ask(indexing->state, indexing->base, args, in, env);
}

/* What became of the merge, behind what git said of the diff as it is: "; ..." or "". */
static char *why_no_merge(const struct indexing *indexing)
{
	static const char *const args[] = { "diff", "--cached", "--name-only", "--diff-filter=U",
					    NULL };
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	bool lacks = strstr(fail_text(), "lacks the necessary blob");

	fail_clear();
	char *unmerged CLEANUP(free_text) = ask_index(indexing, args, NULL);
	if (!unmerged)
		return NULL;
	strlist_split(&paths, unmerged, "\n");
	char *list CLEANUP(free_text) = strlist_join(&paths, ", ");
	if (paths.nr)
		return xasprintf("; a three-way merge clashes in %s", list);
	return xstrdup(lacks ? "; what it was made on is not in this repository, so there is no "
			       "three-way merge" : "");
}

/* Apply the diff by a merge, after git has said why it does not apply as it is. */
static int merge_diff(const struct indexing *indexing, const char *diff)
{
	static const char *const args[] = { "apply", "--cached", "--3way", "--whitespace=nowarn",
					    "--no-ignore-whitespace", "-", NULL };
	char *words CLEANUP(free_text) = xstrdup(fail_text());

	if (fail_exit_code() != FAIL_USAGE)
		return -1;
	fail_clear();
	char *said CLEANUP(free_text) = ask_index(indexing, args, diff);
	if (said)
		return 0;
	char *why CLEANUP(free_text) = why_no_merge(indexing);
	if (!why)
		return -1;
	bool outdated = *why || strstr(words, "does not apply") || strstr(words, "does not exist");
	return fail_usage("%s%s%s", words, why,
			  outdated ? ": mend it on that base (git am -3, or git apply -3), and put "
				     "the new one in its place" : "");
}

static int apply_diff(const struct indexing *indexing, const char *diff, bool *merged)
{
	static const char *const args[] = { "apply", "--cached", "--whitespace=nowarn",
					    "--no-ignore-whitespace", "-", NULL };
	char *said CLEANUP(free_text) = ask_index(indexing, args, diff);

	*merged = !said;
	return said ? 0 : merge_diff(indexing, diff);
}

static int read_tree(const struct indexing *indexing, const git_oid *from)
{
	char id[GIT_OID_HEXSZ + 1];
	const char *args[] = { "read-tree", git_oid_tostr(id, sizeof(id), from), NULL };
	char *said CLEANUP(free_text) = ask_index(indexing, args, NULL);

	return said ? 0 : -1;
}

int gitcmd_apply(git_oid *out, bool *merged, const struct state *state, const struct base *base,
		 const git_oid *from, const char *diff)
{
	static const char *const write[] = { "write-tree", NULL };
	char *env CLEANUP(free_text) = xasprintf("GIT_INDEX_FILE=%s/apply.index", state->tmp);
	char *note CLEANUP(free_text) = xasprintf("%s/apply.tree", state->tmp);
	const struct indexing indexing = { state, base, env };
	char id[GIT_OID_HEXSZ + 1];

	if ((!take_note(note, git_oid_tostr(id, sizeof(id), from)) &&
	     read_tree(&indexing, from) < 0) ||
	    apply_diff(&indexing, diff, merged) < 0)
		return -1;
	char *said CLEANUP(free_text) = ask_index(&indexing, write, NULL);
	if (!said)
		return -1;
	said[strcspn(said, "\n")] = '\0';
	return git_oid_fromstr(out, said) < 0 ? fail_git("git printed no id: %.60s", said) :
						io_write(note, said, strlen(said));
}
