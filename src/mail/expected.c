// SPDX-License-Identifier: GPL-2.0
/* Says who must get each mail of a series. */
#include "mail/expected.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/lib.h"
#include "mail/mailcheck.h"
#include "series/b4.h"
#include "series/plan.h"
#include "series/series.h"

struct office {
	struct checked_mails *mails;
	const struct base *base;
	const struct plan *plan;
	const struct series *series;
	struct strlist senders;		/* the addresses of who sends */
};

static void want_recipient(struct checked_mail *parts, const struct recipient *recipient)
{
	FOR_EACH(known, &parts->wanted)
		if (!strcasecmp(known->email, recipient->email)) {
			known->to = known->to || recipient->to;
			return;
		}
	*LIST_ADD(&parts->wanted) = *recipient;
}

static void want_all(struct checked_mail *parts, const struct recipients *recipients)
{
	FOR_EACH(recipient, recipients)
		want_recipient(parts, recipient);
}

/* Trailers that b4 does not take for people. */
static bool names_people(const char *key, const char *value)
{
	static const char *const others[] = { "fixes", "link", "buglink", "obsoleted-by",
					      "message-id", "change-id", "base-commit" };

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (!strcasecmp(key, others[i]))
			return false;
	return !strstr(value, "://");
}

static void add_person(struct strlist *people, const char *value)
{
	char *name CLEANUP(free_text) = xstrdup(value);
	char *comment = strstr(name, " #");

	if (comment)
		*comment = '\0';
	strlist_add(people, name);
}

/* The values of trailers that name somebody, above the first line of dashes. */
static int read_people(struct strlist *people, const char *message)
{
	const char *cut = strstr(message, "\n---");
	char *text CLEANUP(free_text) = xstrndup(message, cut ? (size_t)(cut - message) + 1 :
								strlen(message));
	git_message_trailer_array trailers;

	if (git_message_trailers(&trailers, text) < 0)
		return fail_git("cannot read the trailers of a message");
	for (size_t i = 0; i < trailers.count; i++)
		if (names_people(trailers.trailers[i].key, trailers.trailers[i].value))
			add_person(people, trailers.trailers[i].value);
	git_message_trailer_array_free(&trailers);
	return 0;
}

static void unquote(char *name)
{
	char *to = name;

	for (const char *c = name; *c; c++)
		if (*c != '"' && *c != '\\')
			*to++ = *c;
	*to = '\0';
}

/* "Name <address>" as a recipient in Cc; its strings belong to the letters. */
static void want_person(const struct office *office, struct checked_mail *parts,
			const char *person)
{
	const char *open = strrchr(person, '<');
	char *name = xstrndup(person, open ? (size_t)(open - person) : 0);
	char *address CLEANUP(free_text) = mail_sender(person);
	struct recipient recipient = { .to = false, .why = (char *)"named in a trailer" };
	struct strlist *names = &office->mails->names;

	if (address && !mail_lists_address(&office->senders, address) &&
	    !mail_lists_address(&office->plan->campaign->never, address)) {
		unquote(name);
		strlist_add(names, name);
		recipient.name = names->v[names->nr - 1];
		strlist_add(names, address);
		recipient.email = names->v[names->nr - 1];
		want_recipient(parts, &recipient);
	}
	free(name);
}

static char *message_of_commit(const struct office *office, const git_oid *id)
{
	git_commit *commit CLEANUP(free_commit) = NULL;

	if (git_commit_lookup(&commit, office->base->repo, id) == 0)
		return xstrdup(git_commit_message(commit));
	fail_git("cannot read the commit %s", git_oid_tostr_s(id));
	return NULL;
}

static struct checked_mail *add_letter(const struct office *office, unsigned nr,
				       const char *subject)
{
	struct checked_mail *parts = LIST_ADD(office->mails);

	parts->nr = nr;
	parts->subject = subject;
	strlist_add_all_once(&parts->known, &office->senders);
	return parts;
}

static int add_patch(const struct office *office, const struct patch *patch,
		     const struct commit *commit)
{
	struct checked_mail *parts = add_letter(office, patch->nr, commit->subject);
	struct strlist people CLEANUP(strlist_release) = { 0 };
	char *message CLEANUP(free_text) = message_of_commit(office, &commit->id);

	if (strcmp(commit->subject, patch->subject))
		return fail_no("%s is not what the campaign makes: patch %u is \"%s\" there, not "
			       "\"%s\"; generate it again", office->series->branch, patch->nr,
			       commit->subject, patch->subject);
	parts->author = commit->author;
	want_all(parts, &patch->recipients);
	int result = message ? read_people(&people, message) : -1;
	FOR_EACH(person, &people)
		want_person(office, parts, *person);
	return result;
}

/* Patches of the waves below have no number, and stand below the cover. */
static size_t own_patches(const struct plan *plan)
{
	size_t own = 0;

	FOR_EACH(patch, &plan->patches)
		own += patch->nr > 0;
	return own;
}

static int add_patches(const struct office *office)
{
	const struct series *series = office->series;
	size_t own = own_patches(office->plan), at;

	if (series->nr != own && series->nr != office->plan->patches.nr)
		return fail_no("%s is not what the campaign makes: it has %zu patch%s, not %zu; "
			       "generate it again", series->branch, series->nr,
			       plural(series->nr, "es"), own);
	at = series->nr - own;
	FOR_EACH(patch, &office->plan->patches)
		if (patch->nr && add_patch(office, patch, &series->v[at++]) < 0)
			return -1;
	return 0;
}

/* b4 sends every mail to those whom the cover names, and the cover to everybody. The
 * cover of a single patch is part of its mail. */
static int add_cover(const struct office *office, const char *message)
{
	const char *policy = office->plan->campaign->cover_to;
	bool everyone = !policy || strcmp(policy, "always");
	struct checked_mail *cover = office->mails->v;
	struct strlist people CLEANUP(strlist_release) = { 0 };
	struct strlist addresses CLEANUP(strlist_release) = { 0 };
	int result = read_people(&people, message);

	want_all(cover, &office->plan->cover);
	FOR_EACH(person, &people) {
		mail_split_addresses(&addresses, *person);
		want_person(office, cover, *person);
	}
	FOR_EACH(parts, office->mails) {
		strlist_add_all_once(&parts->known, &addresses);
		strlist_add_all_once(&cover->known, &parts->known);
		FOR_EACH(recipient, &parts->wanted) {
			strlist_add_once(&cover->known, recipient->email);
			/* who is named in a trailer of a patch gets the cover as well */
			if (everyone && parts != cover)
				want_recipient(cover, recipient);
		}
	}
	return result;
}

static void add_senders(struct strlist *senders, const struct base *base)
{
	static const char *const keys[] = { "user.email", "sendemail.from" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		char *value CLEANUP(free_text) = base_config(base, keys[i]);

		if (value)
			mail_split_addresses(senders, value);
	}
}

/* Titles belong to the letters. */
static const char *title_of(struct checked_mails *mails, const char *message)
{
	char *title CLEANUP(free_text) = xstrndup(message, strcspn(message, "\n"));

	strlist_add(&mails->names, title);
	return mails->names.v[mails->names.nr - 1];
}

static int fill_mails(const struct office *office, struct strlist *parents)
{
	char *message CLEANUP(free_text) = message_of_commit(office, &office->series->start);

	if (!message)
		return -1;
	if (!b4_is_cover(message))
		return fail_no("%s has no cover letter: b4 cannot send it; generate it again",
			       office->series->branch);
	b4_replied_ids(parents, message);
	if (own_patches(office->plan) > 1)
		add_letter(office, 0, title_of(office->mails, message));
	return add_patches(office) < 0 ? -1 : add_cover(office, message);
}

int expected_mails(struct checked_mails *mails, struct strlist *parents, const struct base *base,
		   const struct plan *plan, const struct series *series)
{
	struct office office = { .mails = mails, .base = base, .plan = plan,
				 .series = series };

	add_senders(&office.senders, base);
	int result = fill_mails(&office, parents);
	strlist_release(&office.senders);
	return result;
}
