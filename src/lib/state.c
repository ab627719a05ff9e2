// SPDX-License-Identifier: GPL-2.0
/* The state directory and its lock. */
#include "lib/state.h"

#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/word.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>

/* Seconds that somebody waits for another run; -1 after a failure. */
static int lock_patience(void)
{
	const char *text = getenv("TREEWIDE_LOCK_SECONDS");
	unsigned long seconds = 5;

	if (text && !whole_number(text, 0, 86400, &seconds))
		return fail_usage("TREEWIDE_LOCK_SECONDS=%s: not a number from 0 to 86400", text);
	return (int)seconds;
}

/* Without O_CLOEXEC: children hold the lock as long as they live. */
static int lock(const char *path)
{
	const struct timespec tenth = { .tv_nsec = 100000000 };
	int patience = lock_patience();
	int fd = patience < 0 ? -1 : open(path, O_RDWR | O_CREAT, 0666);

	if (patience < 0)
		return -1;
	if (fd < 0)
		return fail_errno("cannot write to the state directory: %s", path);
	for (int i = 0; flock(fd, LOCK_EX | LOCK_NB) < 0; i++) {
		if (errno != EWOULDBLOCK || i == patience * 10) {
			close(fd);
			return fail_system("another treewide works in this state directory "
					   "(%s is locked): wait for it, or use another --state",
					   path);
		}
		if (job_interrupted() < 0) {
			close(fd);
			return -1;
		}
		nanosleep(&tenth, NULL);
	}
	return fd;
}

/* What a killed compiler or spatch leaves behind goes with our own temporary files. */
static int take_tmpdir(struct state *state)
{
	const char *theirs = getenv("TMPDIR");

	state->tmp = xasprintf("%s/tmp", state->dir);
	state->their_tmpdir = theirs ? xstrdup(theirs) : NULL;
	if (io_remove(state->tmp) < 0 || io_mkdirs(state->tmp) < 0)
		return -1;
	if (setenv("TMPDIR", state->tmp, true) < 0)
		return fail_errno("cannot set TMPDIR");
	return 0;
}

static void give_tmpdir_back(struct state *state)
{
	if (state->their_tmpdir)
		setenv("TMPDIR", state->their_tmpdir, true);
	else
		unsetenv("TMPDIR");
	free(state->their_tmpdir);
}

int state_open(struct state *state, const char *dir, unsigned jobs, struct progress *progress)
{
	char *lock_path CLEANUP(free_text) = xasprintf("%s/lock", dir);
	char *ledger_path CLEANUP(free_text) = xasprintf("%s/ledger.db", dir);

	state->lock = -1;
	if (io_mkdirs(dir) < 0)
		return -1;
	state->dir = realpath(dir, NULL);
	if (!state->dir)
		return fail_errno("cannot use the state directory %s", dir);
	state->jobs = jobs;
	state->progress = progress;
	state->lock = lock(lock_path);
	if (state->lock < 0)
		return -1;
	if (take_tmpdir(state) < 0)
		return -1;
	return ledger_open(&state->ledger, ledger_path);
}

void state_release(struct state *state)
{
	ledger_free(state->ledger);
	if (state->tmp) {
		io_remove(state->tmp);
		give_tmpdir_back(state);
	}
	if (state->dir && state->lock >= 0)
		close(state->lock);
	FREE_ALL(state->tmp, state->dir);
	*state = (struct state){ .lock = -1 };
}

char *state_default_dir(const char *gitdir)
{
	const char *xdg = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	char *real CLEANUP(free_text) = realpath(gitdir, NULL);
	git_oid id = digest_of(real ? real : gitdir);
	char hex[13] = "";

	git_oid_nfmt(hex, 12, &id);
	if (xdg && *xdg == '/')
		return xasprintf("%s/treewide/%s", xdg, hex);
	return xasprintf("%s/.local/state/treewide/%s", home ? home : "/root", hex);
}
