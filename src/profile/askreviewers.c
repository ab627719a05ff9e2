// SPDX-License-Identifier: GPL-2.0
/* Asks a FreeBSD tree who should look at a file. */
#include "profile/askreviewers.h"

#include "git/base.h"
#include "git/gitcmd.h"
#include "git/history.h"
#include "lib/lib.h"
#include "profile/caretaker.h"

#define REVIEWED "Reviewed by:"
#define LOG "--format=%h%x09%an%n%b"

/* The text of a file of the base; NULL: there is none, or it cannot be read (@failed). */
static char *text_of_base(const struct base *base, const struct files *all, const char *path,
			  bool *failed)
{
	const struct file *file = files_find(all, path);
	char *text = file ? base_read(base, &file->oid, NULL) : NULL;

	*failed = *failed || (file && !text);
	return text;
}

/* How many entries are words that no alias places: they may be about any path. */
static char *tell_unplaced(const struct caretakers *table, const char *path)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };

	FOR_EACH(entry, table)
		if (caretaker_is_unplaced(entry->subsystem))
			strlist_add(&words, entry->subsystem);
	char *list CLEANUP(free_text) = strlist_join(&words, ", ");
	return words.nr ? xasprintf("no entry for %s; %zu cannot be placed: %s", path, words.nr,
				    list) : xasprintf("no entry for %s", path);
}

static void ask_maintainers(struct reviewers *reviewers, const char *text, const char *path)
{
	struct caretakers table CLEANUP(caretakers_release) = { 0 };
	size_t before = reviewers->nr;

	if (!caretakers_read(&table, text)) {
		reviewers_add(reviewers, "", "MAINTAINERS",
			      "no table \"subsystem, login, notes\" stands in it");
		return;
	}
	FOR_EACH(entry, &table)
		if (caretaker_has(entry->subsystem, path))
			caretaker_tell(reviewers, entry, "MAINTAINERS");
	if (reviewers->nr > before)
		return;
	char *note CLEANUP(free_text) = tell_unplaced(&table, path);
	reviewers_add(reviewers, "", "MAINTAINERS", note);
}

static void ask_owners(struct reviewers *reviewers, const char *text, const char *path)
{
	static const char name[] = ".github/CODEOWNERS";
	char *note CLEANUP(free_text) = xasprintf("no entry for %s", path);
	size_t before = reviewers->nr;

	codeowners_find(reviewers, text, name, path);
	if (reviewers->nr == before)
		reviewers_add(reviewers, "", name, note);
}

/* Each person once, with the newest commit: those that are there already stay. */
static void add_person(struct reviewers *reviewers, const char *who, const char *did,
		       const char *id)
{
	char *source CLEANUP(free_text) = xasprintf("log: %s %s", did, id);

	FOR_EACH(row, reviewers)
		if (!strcmp(row->who, who) && starts_with(row->source, "log: "))
			return;
	reviewers_add(reviewers, who, source, "");
}

static void add_reviewed(struct reviewers *reviewers, const char *names, size_t len,
			 const char *id)
{
	struct strlist list CLEANUP(strlist_release) = { 0 };
	char *text CLEANUP(free_text) = xstrndup(names, len);

	strlist_split(&list, text, ",");
	FOR_EACH(name, &list) {
		size_t skip = strspn(*name, " \t");

		if ((*name)[skip])
			add_person(reviewers, *name + skip, "reviewed", id);
	}
}

void askreviewers_log(struct reviewers *reviewers, const char *log)
{
	char *id = xstrdup("");

	FOR_EACH_LINE(line, log) {
		size_t hex = strspn(line.at, "0123456789abcdef");

		if (starts_with(line.at, REVIEWED)) {
			add_reviewed(reviewers, line.at + strlen(REVIEWED),
				     line.len - strlen(REVIEWED), id);
		} else if (hex >= 7 && line.at[hex] == '\t') {
			char *who CLEANUP(free_text) =
				xstrndup(line.at + hex + 1, line.len - hex - 1);

			free(id);
			id = xstrndup(line.at, hex);
			add_person(reviewers, who, "wrote", id);
		}
	}
	free(id);
}

static int ask_log(struct reviewers *reviewers, struct state *state, const struct base *base,
		   const char *path)
{
	const char *args[] = { "log", "--no-merges", "--min-parents=1", "--max-count=20", LOG,
			       git_oid_tostr_s(&base->commit), "--", path, NULL };
	size_t before = reviewers->nr;

	if (!history_is_there(base)) {
		reviewers_add(reviewers, "", "log", "the history of the file is not here");
		return 0;
	}
	char *log CLEANUP(free_text) = gitcmd_ask(state, base, args, NULL, NULL);
	if (!log)
		return -1;
	askreviewers_log(reviewers, log);
	if (reviewers->nr == before)
		reviewers_add(reviewers, "", "log", "no commit to the file but its first one");
	return 0;
}

int askreviewers_of(struct reviewers *reviewers, struct state *state, const struct base *base,
		    const struct files *all, const char *path)
{
	bool failed = false;
	char *maintainers CLEANUP(free_text) = text_of_base(base, all, "MAINTAINERS", &failed);
	char *owners CLEANUP(free_text) = text_of_base(base, all, ".github/CODEOWNERS", &failed);
	char *locks CLEANUP(free_text) = text_of_base(base, all, "LOCKS", &failed);

	if (failed)
		return -1;
	if (maintainers)
		ask_maintainers(reviewers, maintainers, path);
	if (owners)
		ask_owners(reviewers, owners, path);
	if (locks)
		locks_find(reviewers, locks, "LOCKS", path);
	if (ask_log(reviewers, state, base, path) < 0)
		return -1;
	reviewers_add(reviewers, "", "Herald",
		      "unknown offline: its rules live on reviews.freebsd.org");
	return 0;
}
