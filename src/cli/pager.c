// SPDX-License-Identifier: GPL-2.0
/* Runs the pager of the user. */
#include "cli/pager.h"

#include "lib/lib.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

const char *pager_choose(const char *configured)
{
	const char *pager = getenv("GIT_PAGER");

	if (!pager)
		pager = configured;
	if (!pager)
		pager = getenv("PAGER");
	if (!pager)
		pager = "less";
	return *pager && strcmp(pager, "cat") != 0 ? pager : NULL;
}

/* It belongs to the terminal, so not to job.h: in our process group, with the user's signals. */
static pid_t start_pager(const char *pager, int fds[2])
{
	const char *const argv[] = { "sh", "-c", pager, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	pid_t pid = -1;

	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fds[0], STDIN_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	if (posix_spawn(&pid, "/bin/sh", &actions, &attributes, (char *const *)argv, environ) != 0)
		pid = -1;
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

static void feed(int fd, const char *text)
{
	size_t left = strlen(text);
	ssize_t put;

	while (left && (put = write(fd, text, left)) > 0) {
		text += put;
		left -= (size_t)put;
	}
	close(fd);
}

int pager_show(const char *pager, const char *text)
{
	int fds[2], status = 0;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -1;
	pid_t pid = start_pager(pager, fds);
	close(fds[0]);
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	if (pid > 0)
		feed(fds[1], text);
	else
		close(fds[1]);
	signal(SIGPIPE, before);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	/* the shell says so of what it cannot find */
	return pid > 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == 127) ? 0 : -1;
}
