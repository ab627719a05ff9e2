// SPDX-License-Identifier: GPL-2.0
/* Runs b4 send in a scratch clone. */
#include "mail/b4run.h"

#include "git/base.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "mail/clone.h"
#include "mail/mailcheck.h"
#include "mail/spool.h"

#define TIMEOUT 3600	/* seconds: signing may ask for a passphrase */
#define LAST_LINES 8
#define OLDEST 12	/* 0.12 */
#define NATIVE 16	/* needs git-filter-repo no more */

/* Run something that says its version; its first words, owned by the caller. */
static char *version_of(struct state *state, const char *program)
{
	const char *const argv[] = { program, "--version", NULL };
	char *log CLEANUP(free_text) = xasprintf("%s/version.log", state->tmp);
	struct job job = { .argv = argv, .log = log, .timeout = 60 };

	if (job_run(&job) < 0)
		return NULL;
	char *text = io_read(log, NULL);
	if (text && (job.exit || job.timed_out))
		fail_system("%s --version fails (exit %d): %.200s", program, job.exit, text);
	if (job.exit || job.timed_out) {
		free(text);
		return NULL;
	}
	return text;
}

/* @program is not there, or does not run: in our words, unless it was a signal. */
static int fail_missing(const char *program)
{
	char *reason CLEANUP(free_text) = xstrdup(fail_text());

	if (fail_exit_code() > FAIL_SIGNAL)
		return -1;
	fail_clear();
	return fail_system("%s is needed to send: install the Debian package %s (%s)", program,
			   program, reason);
}

int b4run_require(struct state *state)
{
	char *b4 CLEANUP(free_text) = version_of(state, "b4");
	unsigned major = 0, minor = 0;

	if (!b4)
		return fail_missing("b4");
	if (sscanf(b4, "%u.%u", &major, &minor) != 2)
		return fail_system("b4 --version says \"%.*s\", which is not a version",
				   (int)strcspn(b4, "\n"), b4);
	if (!major && minor < OLDEST)
		return fail_system("b4 %u.%u is too old: 0.%d or later is needed", major, minor,
				   OLDEST);
	if (major || minor >= NATIVE)
		return 0;
	char *filter CLEANUP(free_text) = version_of(state, "git-filter-repo");
	return filter ? 0 : fail_missing("git-filter-repo");
}

/* Settings that go before those of the user, handed over in the environment. */
struct overrides {
	struct strlist env;
	unsigned count;
};

static void override(struct overrides *overrides, const char *key, const char *value)
{
	char *name = xasprintf("GIT_CONFIG_KEY_%u=%s", overrides->count, key);
	char *text = xasprintf("GIT_CONFIG_VALUE_%u=%s", overrides->count, value);

	strlist_add(&overrides->env, name);
	strlist_add(&overrides->env, text);
	FREE_ALL(name, text);
	overrides->count++;
}

static void begin_overrides(struct overrides *overrides)
{
	const char *before = getenv("GIT_CONFIG_COUNT");

	STRLIST_ADD(&overrides->env, "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE",
		    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES");
	overrides->count = before ? (unsigned)strtoul(before, NULL, 10) : 0;
	/* addresses are those of the plan: no mailmap changes them */
	override(overrides, "mailmap.file", "");
	override(overrides, "mailmap.blob", "");
	override(overrides, "diff.noprefix", "false");
	override(overrides, "diff.mnemonicPrefix", "false");
	override(overrides, "core.hooksPath", "/dev/null");
	override(overrides, "advice.detachedHead", "false");
	override(overrides, "gc.auto", "0");
}

/* b4 mails into the spool, under the keys of every version. From 0.13 on it reflects through
 * a program only when that is named once more. The path is relative to where b4 runs, for b4
 * splits it at blanks. */
static void override_server(struct overrides *overrides, const struct base *base)
{
	static const char *const keys[] = { "smtpserver", "sendmailcmd",
					    "b4-really-reflect-via" };
	char *identity CLEANUP(free_text) = base_config(base, "b4.sendemail-identity");

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		char *plain CLEANUP(free_text) = xasprintf("sendemail.%s", keys[i]);
		char *own CLEANUP(free_text) = identity ? xasprintf("sendemail.%s.%s", identity,
								    keys[i]) : NULL;

		override(overrides, plain, "./.git/spool/" SPOOL_NAME);
		if (own)
			override(overrides, own, "./.git/spool/" SPOOL_NAME);
	}
}

/* A NULL-terminated array of what the list holds; the caller frees the array. */
/* The end of what b4 said; owned by the caller. */
static char *last_lines(const char *text)
{
	size_t len = strlen(text), lines = 0;
	const char *start;

	while (len && text[len - 1] == '\n')
		len--;
	for (start = text + len; start > text; start--)
		if (start[-1] == '\n' && ++lines == LAST_LINES)
			break;
	return xstrndup(start, len - (size_t)(start - text));
}

static int judge_b4(const struct job *job, struct b4_run *run, const char *log)
{
	char *text CLEANUP(free_text) = io_read(log, NULL);
	char *end CLEANUP(free_text) = text ? last_lines(text) : NULL;

	run->handed = run->web && text && strstr(text, " via web endpoint http") &&
		      (strstr(text, "Sending via web") || strstr(text, "Reflecting via web"));
	if (!text)
		return -1;
	if (job->timed_out)
		return fail_system("b4 send took longer than %d s (%s)", TIMEOUT, log);
	if (job->exit)
		return fail_system("b4 send failed (exit %d, %s):\n%s", job->exit, log, end);
	return 0;
}

static int run_job(struct b4_run *run, struct state *state, const struct clone *clone,
		   struct overrides *overrides, const char *const *argv)
{
	char *count CLEANUP(free_text) = xasprintf("GIT_CONFIG_COUNT=%u", overrides->count);
	char *log CLEANUP(free_text) = xasprintf("%s/b4.log", state->dir);
	char *in CLEANUP(free_text) = xasprintf("%s/.git/answers", clone->dir);
	struct job job = { .argv = argv, .dir = clone->dir, .log = log, .in = in,
			   .timeout = TIMEOUT };

	/* b4 wants Enter before it sends, later versions once more */
	if (io_write(in, "\n\n\n\n", 4) < 0)
		return -1;
	strlist_add(&overrides->env, count);
	const char **env CLEANUP(free_memory) = strlist_array(&overrides->env);
	job.env = env;
	return job_run(&job) < 0 ? -1 : judge_b4(&job, run, log);
}

int b4run_send(struct b4_run *run, struct state *state, const struct clone *clone,
	       struct checked_mails *mails)
{
	char *spool CLEANUP(free_text) = xasprintf("%s/.git/spool", clone->dir);
	const char *const write[] = { "b4", "send", "--no-sign", "-o", ".git/spool", NULL };
	const char *const reflect[] = { "b4", "send", "--reflect", NULL };
	const char *const send[] = { "b4", "send", NULL };
	const char *const *argv = run->way == B4_WRITE ? write :
				  run->way == B4_REFLECT ? reflect : send;
	struct overrides overrides = { 0 };

	if (!run->web && spool_make(spool) < 0)
		return -1;
	begin_overrides(&overrides);
	if (!run->web)
		override_server(&overrides, clone->base);
	int result = run_job(run, state, clone, &overrides, argv);
	strlist_release(&overrides.env);
	if (result < 0 || run->web)
		return result;
	return spool_take(mails, spool, run->way == B4_WRITE ? ".eml" : ".mail");
}
