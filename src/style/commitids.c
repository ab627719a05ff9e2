// SPDX-License-Identifier: GPL-2.0
/* Looks up the commits that a message names. */
#include "style/commitids.h"

#include "git/base.h"
#include "git/history.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"
#include "lib/word.h"

#include <ctype.h>
#include <string.h>

#define LEAST 5 /* checkpatch.pl takes fewer digits for no id */

static char *small_letters(const char *word, size_t len)
{
	char *id = xstrndup(word, len);

	for (size_t i = 0; i < len; i++)
		id[i] = (char)tolower((unsigned char)id[i]);
	return id;
}

static void add_id(struct strlist *ids, const char *word, size_t len)
{
	char *id CLEANUP(free_text) = small_letters(word, len);

	strlist_add_once(ids, id);
}

static void find_ids(struct strlist *ids, const char *mail)
{
	const char *end = strstr(mail, "\ndiff --git ");

	if (!end)
		end = mail + strlen(mail);
	while (mail < end) {
		size_t len = word_length(mail);

		if (len >= LEAST && len <= GIT_OID_HEXSZ &&
		    strspn(mail, "0123456789abcdefABCDEF") >= len)
			add_id(ids, mail, len);
		mail += len ? len : 1;
	}
	strlist_sort(ids);
}

/* 0, or what libgit2 says. */
static int look_up(git_commit **commit, const struct base *base, const char *id)
{
	git_object *object CLEANUP(free_object) = NULL;
	git_oid oid;
	int error = git_oid_fromstrp(&oid, id);

	if (!error)
		error = git_object_lookup_prefix(&object, base->repo, &oid, strlen(id),
						 GIT_OBJECT_ANY);
	return error ? error : git_object_peel((git_object **)commit, object, GIT_OBJECT_COMMIT);
}

static bool is_whole(const struct base *base)
{
	char *end CLEANUP(free_text) = history_end(base);

	return !end && history_is_there(base);
}

static void write_answer(FILE *out, const struct base *base, const char *id)
{
	git_commit *commit CLEANUP(free_commit) = NULL;
	int error = look_up(&commit, base, id);
	const char *subject = error ? NULL : git_commit_summary(commit);

	fputs(id, out);
	if (!error)
		fprintf(out, " %s %s", git_oid_tostr_s(git_commit_id(commit)),
			subject ? subject : "");
	else if (error == GIT_EAMBIGUOUS)
		fprintf(out, " error: short SHA1 %s is ambiguous", id);
	else if (is_whole(base))
		fprintf(out, " fatal: bad object %s", id);
	fputc('\n', out);
}

char *commitids_answer(const struct base *base, const char *mail)
{
	struct strlist ids CLEANUP(strlist_release) = { 0 };
	char *answers = NULL;
	size_t len;
	FILE *out = xmemstream(&answers, &len);

	find_ids(&ids, mail);
	FOR_EACH(id, &ids)
		write_answer(out, base, *id);
	fclose(out);
	return answers;
}

bool commitids_unseen(const char *answers, const char *id)
{
	char *small CLEANUP(free_text) = small_letters(id, strlen(id));
	char *line CLEANUP(free_text) = xasprintf("%s\n", small);
	const char *at = strstr(answers, line);

	return at && (at == answers || at[-1] == '\n');
}
