// SPDX-License-Identifier: GPL-2.0
/* Writes the mails of a series to a folder, and reads them back. */
#include "mail/writeout.h"

#include "lib/io.h"
#include "lib/lib.h"
#include "lib/slug.h"
#include "mail/mailcheck.h"


#define MARK ".treewide-mails" /* the folder is ours */
#define MAX_SLUG 60

static int empty(const char *dir, const struct strlist *names)
{
	bool ours = strlist_has(names, MARK);

	FOR_EACH(name, names) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, *name);

		if (!ours)
			return fail_usage("%s holds something else than mails of treewide: name "
					  "another folder with --output", dir);
		if (has_extension(*name, ".eml") && io_remove(path) < 0)
			return -1;
	}
	return 0;
}

static int make_folder(const char *dir)
{
	char *mark CLEANUP(free_text) = xasprintf("%s/" MARK, dir);
	struct strlist names CLEANUP(strlist_release) = { 0 };

	if (io_mkdirs(dir) < 0 || io_list(&names, dir) < 0 || empty(dir, &names) < 0)
		return -1;
	return io_write(mark, "", 0);
}

static char *path_of(const struct checked_mail *letter, const char *dir)
{
	char *slug CLEANUP(free_text) = slug_make(letter->subject);

	return xasprintf("%s/%04u-%.*s.eml", dir, letter->nr, MAX_SLUG, slug);
}

int writeout_write(struct checked_mails *mails, const char *dir)
{
	if (make_folder(dir) < 0)
		return -1;
	FOR_EACH(letter, mails) {
		free(letter->file);
		letter->file = path_of(letter, dir);
		if (io_write(letter->file, letter->mail.text, letter->mail.len) < 0)
			return -1;
	}
	return 0;
}

int writeout_read(struct checked_mails *mails)
{
	FOR_EACH(letter, mails) {
		size_t len;
		char *data CLEANUP(free_text) = io_read(letter->file, &len);

		if (!data || checked_mail_retake(letter, data, len) < 0)
			return -1;
	}
	return 0;
}
