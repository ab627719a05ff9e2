// SPDX-License-Identifier: GPL-2.0
/* Adds up what a folder takes. */
#include "lib/space.h"

#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"

#include <ctype.h>
#include <errno.h>
#include <fts.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

int64_t space_used(const char *path, time_t *newest)
{
	char *const roots[] = { (char *)path, NULL };
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	int64_t bytes = 0;

	if (newest)
		*newest = 0;
	for (const FTSENT *entry; walk && (entry = fts_read(walk));) {
		if (entry->fts_info == FTS_DP || entry->fts_info == FTS_NS)
			continue;
		bytes += (int64_t)entry->fts_statp->st_blocks * 512;
		if (newest && entry->fts_level <= 1 && entry->fts_statp->st_mtime > *newest)
			*newest = entry->fts_statp->st_mtime;
	}
	if (walk)
		fts_close(walk);
	return bytes;
}

int64_t space_free(const char *path)
{
	struct statvfs vfs;

	if (statvfs(path, &vfs) < 0)
		return fail_errno("cannot ask how much is free at %s", path);
	return (int64_t)vfs.f_bavail * (int64_t)vfs.f_frsize;
}

int space_parse(const char *text, int64_t *bytes)
{
	static const char units[] = "kmgt";
	char *end;
	const char *unit;

	errno = 0;
	*bytes = strtoll(text, &end, 10);
	if (!isdigit((unsigned char)*text) || errno || *bytes <= 0)
		return -1;
	if (!*end)
		return 0;
	unit = strchr(units, tolower((unsigned char)*end));
	if (end[1] || !unit)
		return -1;
	for (; unit >= units; unit--)
		if (__builtin_mul_overflow(*bytes, 1024, bytes))
			return -1;
	return 0;
}

char *space_text(int64_t bytes)
{
	static const char *const units[] = { "bytes", "KB", "MB", "GB", "TB" };
	double value = (double)bytes;
	size_t unit = 0;

	for (; value >= 1023.95 && unit < 4; unit++)
		value /= 1024;
	return xasprintf(unit ? "%.1f %s" : "%.0f %s", value, bytes == 1 ? "byte" : units[unit]);
}
