/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fail.h - the reason why something could not be done
 *
 * A function that can fail returns 0 or -1 and records one reason here, so a
 * failure is one statement: return fail_git("cannot read %s", path);
 * Modules record, commands speak. The text is the only mutable global of the
 * program, but for the guard of job.h. The first reason stands until
 * fail_clear(); callers further up may put what they were doing in front of it
 * with fail_context().
 */
#ifndef FAIL_H
#define FAIL_H

/* What kind of failure it was; the values are the exit codes of the program. */
enum fail_kind {
	FAIL_NONE = 0,
	FAIL_NO = 1,		/* it was done, and the answer is no */
	FAIL_USAGE = 2,		/* wrong use or a wrong campaign */
	FAIL_SYSTEM = 3,	/* a tool or the system failed */
	FAIL_SIGNAL = 128,	/* ended by a signal; the number is added */
};

/* Record a reason and return -1. */
int fail_no(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int fail_usage(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int fail_system(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same as fail_system(), followed by strerror(errno). */
int fail_errno(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same as fail_system(), followed by libgit2's last message. */
int fail_git(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Ended by signal @signo. */
int fail_signal(int signo);

/* Put "<what>: " in front of the reason. Returns -1. */
int fail_context(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The reason, without end of line; "" when nothing failed. */
const char *fail_text(void);
/* The exit code that belongs to it. */
int fail_exit_code(void);
void fail_clear(void);

#endif
