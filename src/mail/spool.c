// SPDX-License-Identifier: GPL-2.0
/* Keeps the mails that b4 thinks it sends. */
#include "mail/spool.h"

#include "lib/io.h"
#include "lib/lib.h"
#include "mail/mailcheck.h"

#include <fcntl.h>

#define REFUSED 75 /* EX_TEMPFAIL of sysexits.h */
#define MAX_MAILS 10000

static FILE *next_file(const char *self)
{
	const char *slash = strrchr(self, '/');

	for (unsigned i = 0; slash && i < MAX_MAILS; i++) {
		char *path CLEANUP(free_text) = xasprintf("%.*s/%04u.mail", (int)(slash - self),
							  self, i);
		int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

		if (fd >= 0)
			return fdopen(fd, "w");
		if (errno != EEXIST)
			break;
	}
	return NULL;
}

int spool_main(const char *self)
{
	FILE *out = next_file(self);
	char buffer[65536];
	size_t got;
	bool good = out != NULL;

	while (good && (got = fread(buffer, 1, sizeof(buffer), stdin)) > 0)
		good = fwrite(buffer, 1, got, out) == got;
	good = good && !ferror(stdin);
	if (out && fclose(out) != 0)
		good = false;
	return good ? 0 : REFUSED;
}

int spool_make(const char *dir)
{
	char *link CLEANUP(free_text) = xasprintf("%s/" SPOOL_NAME, dir);
	char program[PATH_MAX] = "";

	if (io_mkdirs(dir) < 0)
		return -1;
	if (readlink("/proc/self/exe", program, sizeof(program) - 1) < 0 ||
	    symlink(program, link) < 0)
		return fail_errno("cannot make the link %s", link);
	return 0;
}

static int take_files(struct checked_mails *mails, const char *dir, const struct strlist *names)
{
	for (size_t i = 0; i < names->nr; i++) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, names->v[i]);
		size_t len;
		char *data CLEANUP(free_text) = io_read(path, &len);

		if (!data || checked_mail_take(&mails->v[i], data, len) < 0)
			return -1;
	}
	return 0;
}

int spool_take(struct checked_mails *mails, const char *dir, const char *suffix)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct strlist files CLEANUP(strlist_release) = { 0 };

	if (io_list(&files, dir) < 0)
		return -1;
	FOR_EACH(name, &files)
		if (has_extension(*name, suffix))
			strlist_add(&names, *name);
	return checked_mails_expect(mails, names.nr) < 0 ? -1 : take_files(mails, dir, &names);
}
