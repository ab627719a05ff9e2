// SPDX-License-Identifier: GPL-2.0
/* Runs git with nothing but the objects to go by. */
#include "git/gitcmd.h"

#include "git/base.h"
#include "lib/io.h"
#include "lib/job.h"
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

static size_t count_args(const char *const *args)
{
	size_t nr = 0;

	while (args[nr])
		nr++;
	return nr;
}

void gitcmd_init(struct gitcmd *gitcmd, struct job *job, const struct state *state,
		 const struct base *base, const char *name, const char *const *args)
{
	size_t nr = 0;

	gitcmd->name = args[0];
	gitcmd->gitdir = xasprintf("--git-dir=%s", git_repository_path(base->repo));
	gitcmd->mailmap = xasprintf("mailmap.blob=%s:.mailmap", git_oid_tostr_s(&base->commit));
	gitcmd->out = xasprintf("%s/%s", state->tmp, name);
	gitcmd->log = xasprintf("%s.log", gitcmd->out);
	gitcmd->argv = xcalloc(count_args(settings) + count_args(args) + 5, sizeof(*gitcmd->argv));
	gitcmd->argv[nr++] = "git";
	gitcmd->argv[nr++] = gitcmd->gitdir;
	for (size_t i = 0; settings[i]; i++)
		gitcmd->argv[nr++] = settings[i];
	gitcmd->argv[nr++] = "-c";
	gitcmd->argv[nr++] = gitcmd->mailmap;
	for (size_t i = 0; args[i]; i++)
		gitcmd->argv[nr++] = args[i];
	/* the folder is taken for a work tree: one that holds no .mailmap */
	*job = (struct job){ .argv = gitcmd->argv, .env = environment, .dir = state->tmp,
			     .repository = true,
			     .out = gitcmd->out, .log = gitcmd->log, .timeout = TIMEOUT };
}

char *gitcmd_result(const struct gitcmd *gitcmd, const struct job *job, const char *about)
{
	char *text CLEANUP(free_text) = io_read(gitcmd->out, NULL);

	if (!text)
		return NULL;
	if (!job->exit && !job->timed_out)
		return TAKE(text);
	char *log CLEANUP(free_text) = io_read(gitcmd->log, NULL);
	fail_system("git %s failed for %s (exit %d): %.200s", gitcmd->name, about, job->exit,
		    log ? log : "");
	return NULL;
}

void gitcmd_release(struct gitcmd *gitcmd)
{
	FREE_ALL(gitcmd->argv, gitcmd->gitdir, gitcmd->mailmap, gitcmd->out, gitcmd->log);
	*gitcmd = (struct gitcmd){ 0 };
}

/* Run one call to its end; the answer without what stands at its end. */
static char *run_trimmed(const struct state *state, const struct base *base,
			 const char *const *args, const char *about)
{
	struct gitcmd gitcmd CLEANUP(gitcmd_release) = { 0 };
	struct job job;

	gitcmd_init(&gitcmd, &job, state, base, "git", args);
	if (job_run(&job) < 0)
		return NULL;
	char *text = gitcmd_result(&gitcmd, &job, about);
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

/* Is the variable @name set by one of @own? */
static bool is_set_by(const char *const *own, const char *name)
{
	for (; own && *own; own++)
		if (starts_with(*own, name) && (*own)[strlen(name)] == '=')
			return true;
	return false;
}

char *gitcmd_ask(const struct state *state, const struct base *base, const char *const *args,
		 const char *in, const char *const *own)
{
	const char **env CLEANUP(free_memory) =
		xcalloc(count_args(environment) + (own ? count_args(own) : 0) + 1, sizeof(*env));
	struct gitcmd gitcmd CLEANUP(gitcmd_release) = { 0 };
	struct job job;
	size_t nr = 0;

	for (size_t i = 0; environment[i]; i++)
		if (!is_set_by(own, environment[i]))
			env[nr++] = environment[i];
	for (size_t i = 0; own && own[i]; i++)
		env[nr++] = own[i];
	gitcmd_init(&gitcmd, &job, state, base, "git", args);
	job.env = env;
	job.in = in;
	if (job_run(&job) < 0)
		return NULL;
	if (!job.exit && !job.timed_out)
		return gitcmd_result(&gitcmd, &job, args[0]);
	char *words CLEANUP(free_text) = words_of(&job);
	fail_usage("git %s: %.300s", args[0], *words ? words : "it fails");
	return NULL;
}

/* Take the note which tree the index of the last diff holds: the next one often begins there. */
static bool take_note(const char *note, const char *tree)
{
	char *text CLEANUP(free_text) = access(note, F_OK) == 0 ? io_read(note, NULL) : NULL;

	return text && io_remove(note) == 0 && !strcmp(text, tree);
}

int gitcmd_apply(git_oid *out, const struct state *state, const struct base *base,
		 const git_oid *from, const char *diff)
{
	char *index CLEANUP(free_text) = xasprintf("GIT_INDEX_FILE=%s/apply.index", state->tmp);
	char *note CLEANUP(free_text) = xasprintf("%s/apply.tree", state->tmp);
	const char *const env[] = { index, NULL };
	char id[GIT_OID_HEXSZ + 1];
	const char *read[] = { "read-tree", git_oid_tostr(id, sizeof(id), from), NULL };
	const char *apply[] = { "apply", "--cached", "--whitespace=nowarn",
				"--no-ignore-whitespace", "-", NULL };
	const char *write[] = { "write-tree", NULL };
	const char *const *const calls[] = { read, apply, write };
	char *said CLEANUP(free_text) = NULL;

	for (size_t i = take_note(note, id); i < sizeof(calls) / sizeof(*calls); i++) {
		free(said);
		said = gitcmd_ask(state, base, calls[i], calls[i] == apply ? diff : NULL, env);
		if (!said)
			return -1;
	}
	said[strcspn(said, "\n")] = '\0';
	return git_oid_fromstr(out, said) < 0 ? fail_git("git printed no id: %.60s", said) :
						io_write(note, said, strlen(said));
}
