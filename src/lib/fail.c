// SPDX-License-Identifier: GPL-2.0
/* Keeps the reason of the last failure. */
#include "lib/fail.h"

#include <errno.h>
#include <git2.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static struct {
	char text[4096];
	int code;
} failure;

/* The first reason is the true one; what follows is its echo. */
static int record(int code, const char *tail, const char *fmt, va_list ap)
{
	if (failure.code)
		return -1;
	failure.code = code;
	int len = vsnprintf(failure.text, sizeof(failure.text), fmt, ap);
	if (tail && len >= 0 && (size_t)len < sizeof(failure.text))
		snprintf(failure.text + len, sizeof(failure.text) - len, ": %s", tail);
	return -1;
}

#define RECORD(code, tail) do { \
	va_list ap; \
	va_start(ap, fmt); \
	record(code, tail, fmt, ap); \
	va_end(ap); \
} while (0)

int fail_no(const char *fmt, ...)
{
	RECORD(FAIL_NO, NULL);
	return -1;
}

int fail_usage(const char *fmt, ...)
{
	RECORD(FAIL_USAGE, NULL);
	return -1;
}

int fail_system(const char *fmt, ...)
{
	RECORD(FAIL_SYSTEM, NULL);
	return -1;
}

int fail_errno(const char *fmt, ...)
{
	const char *reason = strerror(errno);

	RECORD(FAIL_SYSTEM, reason);
	return -1;
}

int fail_git(const char *fmt, ...)
{
	const git_error *error = git_error_last();

	RECORD(FAIL_SYSTEM, error && error->message ? error->message : "unknown reason");
	return -1;
}

int fail_signal(int signo)
{
	failure.code = FAIL_SIGNAL + signo;
	snprintf(failure.text, sizeof(failure.text), "stopped by signal %d", signo);
	return -1;
}

int fail_context(const char *fmt, ...)
{
	char old[sizeof(failure.text)];
	va_list ap;

	memcpy(old, failure.text, sizeof(old));
	va_start(ap, fmt);
	int len = vsnprintf(failure.text, sizeof(failure.text), fmt, ap);
	va_end(ap);
	if (len < 0 || (size_t)len >= sizeof(failure.text))
		return -1;
	if (snprintf(failure.text + len, sizeof(failure.text) - len, ": %s", old) < 0)
		failure.text[len] = '\0';
	return -1;
}

const char *fail_text(void)
{
	return failure.text;
}

int fail_exit_code(void)
{
	return failure.code ? failure.code : FAIL_SYSTEM;
}

void fail_clear(void)
{
	failure.code = FAIL_NONE;
	failure.text[0] = '\0';
}
