// SPDX-License-Identifier: GPL-2.0
/* Shows long results page by page. */
#include "cli/pager.h"

#include "lib/io.h"
#include "lib/lib.h"

#include <signal.h>
#include <sys/wait.h>

static pid_t pager;

/* It wants the terminal, so it is no job. */
static void run_pager(const struct strlist *words, const char *program, int from)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(from, STDIN_FILENO);
	/* as git does: short texts, colours, no clearing */
	setenv("LESS", "FRX", 0);
	execv(program, (char *const *)strlist_array(words));
	_exit(127);
}

void pager_begin(FILE *out)
{
	const char *wish = getenv("PAGER");
	struct strlist words CLEANUP(strlist_release) = { 0 };
	int ends[2];

	strlist_split(&words, wish && *wish ? wish : "less", " \t");
	char *program CLEANUP(free_text) = words.nr ? io_find_program(words.v[0]) : NULL;
	if (!isatty(fileno(out)) || !program || !strcmp(words.v[0], "cat") || pipe(ends) < 0)
		return;
	fflush(out);
	pager = fork();
	if (pager == 0) {
		close(ends[1]);
		run_pager(&words, program, ends[0]);
	}
	if (pager > 0) {
		signal(SIGPIPE, SIG_IGN); /* who has read enough leaves */
		dup2(ends[1], fileno(out));
	}
	close(ends[0]);
	close(ends[1]);
}

void pager_end(FILE *out)
{
	if (pager <= 0)
		return;
	/* what was not read is no failure */
	fflush(out);
	clearerr(out);
	close(fileno(out));
	while (waitpid(pager, NULL, 0) < 0 && errno == EINTR)
		;
	pager = 0;
}
