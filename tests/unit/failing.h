/* SPDX-License-Identifier: GPL-2.0 */
/*
 * failing.h - let the nth call to the system or to an allocator fail
 *
 * A program that includes this has its own open(), write() and so on in front of those of the C
 * library, for SQLite and libgit2 as well. SQLite and jansson allocate through hooks of theirs.
 * What treewide itself allocates is not tried here: when that fails, the program ends (list.h).
 *
 *	failing_try(keep_a_file, &ctx, FAILING_CALLS);
 *
 * runs keep_a_file() again and again; in the nth run the nth call fails. A run must fail with a
 * reason and exit code 3, or do all its work in spite of it; it may leave no open file.
 */
#ifndef FAILING_H
#define FAILING_H

#include "world.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sqlite3.h>
#include <unistd.h>

/* What may fail. */
enum failing_kind {
	FAILING_CALLS = 1,		/* calls to the system: EIO */
	FAILING_MEMORY = 2,	/* memory of SQLite and jansson */
};

static struct {
	enum failing_kind kind;	/* 0: nothing fails */
	unsigned long nth, calls;
} failing;

/* Is this the call that fails? */
static inline UNUSED bool failing_now(enum failing_kind kind)
{
	return failing.kind == kind && ++failing.calls == failing.nth;
}

#define FAILING_CALL(type, name, parameters, arguments) \
	type name parameters \
	{ \
		static type(*real) parameters; \
		if (!real) \
			*(void **)&real = dlsym(RTLD_NEXT, #name); \
		if (failing_now(FAILING_CALLS)) { \
			errno = EIO; \
			return -1; \
		} \
		return real arguments; \
	}

#define FAILING_OPEN(name) \
	int name(const char *path, int flags, ...) \
	{ \
		static int (*real)(const char *, int, ...); \
		mode_t mode = 0; \
		va_list ap; \
		if (!real) \
			*(void **)&real = dlsym(RTLD_NEXT, #name); \
		if (failing_now(FAILING_CALLS)) { \
			errno = EIO; \
			return -1; \
		} \
		va_start(ap, flags); \
		if (flags & O_CREAT) \
			mode = va_arg(ap, mode_t); \
		va_end(ap); \
		return real(path, flags, mode); \
	}

FAILING_OPEN(open)
FAILING_OPEN(open64)
FAILING_CALL(int, mkostemp, (char *path, int flags), (path, flags))
FAILING_CALL(ssize_t, read, (int fd, void *data, size_t len), (fd, data, len))
FAILING_CALL(ssize_t, write, (int fd, const void *data, size_t len), (fd, data, len))
FAILING_CALL(ssize_t, pread64, (int fd, void *data, size_t len, off64_t at), (fd, data, len, at))
FAILING_CALL(ssize_t, pwrite64, (int fd, const void *data, size_t len, off64_t at),
	     (fd, data, len, at))
FAILING_CALL(int, fchmod, (int fd, mode_t mode), (fd, mode))
FAILING_CALL(int, rename, (const char *from, const char *to), (from, to))
FAILING_CALL(int, mkdir, (const char *path, mode_t mode), (path, mode))

static sqlite3_mem_methods failing_sqlite;

static inline UNUSED void *failing_sqlite_malloc(int size)
{
	return failing_now(FAILING_MEMORY) ? NULL : failing_sqlite.xMalloc(size);
}

static inline UNUSED void *failing_sqlite_realloc(void *pointer, int size)
{
	return failing_now(FAILING_MEMORY) ? NULL : failing_sqlite.xRealloc(pointer, size);
}

static inline UNUSED void *failing_jansson_malloc(size_t size)
{
	return failing_now(FAILING_MEMORY) ? NULL : malloc(size);
}

/* Once, before SQLite and jansson are used. */
static inline UNUSED void failing_install(void)
{
	sqlite3_mem_methods ours;

	assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &failing_sqlite), SQLITE_OK);
	ours = failing_sqlite;
	ours.xMalloc = failing_sqlite_malloc;
	ours.xRealloc = failing_sqlite_realloc;
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &ours), SQLITE_OK);
	json_set_alloc_funcs(failing_jansson_malloc, free);
}

static inline UNUSED unsigned failing_open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	unsigned nr = 0;

	assert_non_null(dir);
	while (readdir(dir))
		nr++;
	closedir(dir);
	return nr;
}

/* What is wrong with a run in which a call failed; NULL: nothing. @good: its work is done. */
static inline UNUSED const char *failing_complaint(int result, bool good, const char *reason,
						   int code, long files)
{
	if (files)
		return "it leaves a file open";
	if (!result && !good)
		return "it says that it is done, and it is not";
	if (!result && *reason)
		return "it is done, and gives a reason why not";
	if (result && !*reason)
		return "it fails without a reason";
	if (result && code != FAIL_SYSTEM)
		return "it fails, and that is said to be the fault of the user";
	return NULL;
}

struct failing_case {
	int (*run)(void *ctx);		/* what is tried */
	bool (*good)(void *ctx);	/* is all of its work done? No call fails meanwhile */
	void *ctx;
};

/* Try it; the number of runs in which a call failed. */
static inline UNUSED unsigned long failing_try(const struct failing_case *tried,
					       enum failing_kind kind)
{
	for (unsigned long nth = 1;; nth++) {
		unsigned files = failing_open_files();
		const char *complaint;
		bool failed;
		int result;

		fail_clear();
		failing.nth = nth;
		failing.calls = 0;
		failing.kind = kind;
		result = tried->run(tried->ctx);
		failing.kind = 0;
		failed = failing.calls >= nth;
		complaint = failing_complaint(result, result || tried->good(tried->ctx),
					      fail_text(), fail_exit_code(),
					      (long)failing_open_files() - (long)files);
		if (complaint)
			fail_msg("call %lu fails: %s (%d: %s)", nth, complaint, result,
				 fail_text());
		fail_clear();
		if (!failed) {
			assert_int_equal(result, 0);
			return nth - 1;
		}
	}
}

#endif
