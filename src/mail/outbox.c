// SPDX-License-Identifier: GPL-2.0
/* Keeps mails that go out, with a journal of what became of them. */
#include "mail/outbox.h"

#include "lib/digest.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "mail/mail.h"
#include "mail/mailcheck.h"

#include <fcntl.h>

#define JOURNAL "journal.json"

static const char *const fates[] = { "waiting", "sent", "unknown" };

/* Branches as names of files. */
static char *leaf_of(const char *branch)
{
	char *leaf = xstrdup(branch);

	for (char *c = leaf; (c = strchr(c, '/'));)
		*c = '-';
	return leaf;
}

static char *folder(const struct state *state, const char *kind, const char *branch)
{
	char *leaf CLEANUP(free_text) = leaf_of(branch);

	return xasprintf("%s/%s/%s", state->dir, kind, leaf);
}

static int sync_path(const char *path)
{
	int fd CLEANUP(close_fd) = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) < 0)
		return fail_errno("cannot write %s to the disk", path);
	return 0;
}

/* As io_write(), but on the disk when it returns, with its name in the folder. */
static int write_durably(const char *dir, const char *name, const char *text, size_t len)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, name);
	char *fresh CLEANUP(free_text) = xasprintf("%s/%s.new", dir, name);

	if (io_write(fresh, text, len) < 0 || sync_path(fresh) < 0)
		return -1;
	if (rename(fresh, path) < 0)
		return fail_errno("cannot write %s", path);
	return sync_path(dir);
}

static int write_journal(const struct outbox *outbox)
{
	char *text CLEANUP(free_text) = json_dumps(outbox->journal, JSON_INDENT(2));

	if (!text)
		return fail_system("cannot write down what became of the mails");
	return write_durably(outbox->dir, JOURNAL, text, strlen(text));
}

static json_t *mails_of(const struct outbox *outbox)
{
	return json_object_get(outbox->journal, "mails");
}

/* A journal that lacks what is read below is broken. */
static bool is_sound(const struct outbox *outbox)
{
	struct outbox_plan plan;

	if (!json_array_size(mails_of(outbox)) || outbox_plan_of(outbox, &plan) < 0)
		return false;
	FOR_EACH_JSON(row, mails_of(outbox))
		if (!*json_field(row, "file") || strchr(json_field(row, "file"), '/') ||
		    !*json_field(row, "digest") || !*json_field(row, "fate"))
			return false;
	return true;
}

int outbox_load(struct outbox *outbox, const struct state *state, const char *branch)
{
	outbox->dir = folder(state, "outbox", branch);
	char *path CLEANUP(free_text) = xasprintf("%s/" JOURNAL, outbox->dir);
	if (access(outbox->dir, F_OK) < 0)
		return 0;
	char *text CLEANUP(free_text) = io_read(path, NULL);
	if (!text)
		return -1;
	outbox->journal = json_loads(text, 0, NULL);
	if (outbox->journal && is_sound(outbox))
		return 1;
	fail_clear();
	return fail_system("%s is broken: nobody can tell which mails of %s went out; look at "
			   "the list, then remove the folder", path, branch);
}

static json_t *row_of(const struct checked_mail *letter, const char *file)
{
	const char *id = mail_header(&letter->mail, "Message-ID");
	char *sender CLEANUP(free_text) = mail_sender(mail_header(&letter->mail, "From") ?
						      mail_header(&letter->mail, "From") : "");
	git_oid digest = digest_of(letter->mail.text);

	return json_pack("{s:i, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:s, s:s}",
			 "nr", letter->nr, "subject", json_text(letter->subject), "file", file,
			 "message_id", json_text(id ? id : ""),
			 "sender", json_text(sender ? sender : ""),
			 "to", mail_address_list(&letter->mail, "To"),
			 "cc", mail_address_list(&letter->mail, "Cc"),
			 "digest", json_oid(&digest), "fate", fates[FATE_WAITING], "why", "");
}

static json_t *journal_of(const struct outbox_plan *plan)
{
	json_t *journal = json_pack("{s:o, s:i, s:o, s:o, s:o, s:o}",
				    "branch", json_text(plan->branch), "revision", plan->revision,
				    "old_tip", json_oid(&plan->old_tip),
				    "new_tip", json_oid(&plan->new_tip),
				    "tag", json_text(plan->tag ? plan->tag : ""),
				    "tag_id", json_oid(&plan->tag_id));

	json_object_set(journal, "waived", plan->waived);
	json_object_set_new(journal, "mails", json_array());
	return journal;
}

static int fill_outbox(struct outbox *outbox, const struct checked_mails *mails)
{
	FOR_EACH(letter, mails) {
		char *file CLEANUP(free_text) = xasprintf("%04u.eml", letter->nr);

		if (write_durably(outbox->dir, file, letter->mail.text, letter->mail.len) < 0)
			return -1;
		json_array_append_new(mails_of(outbox), row_of(letter, file));
	}
	return write_journal(outbox);
}

/* The folder gets its name when all is in it. */
int outbox_create(struct outbox *outbox, const struct state *state,
		  const struct checked_mails *mails, const struct outbox_plan *plan)
{
	char *final CLEANUP(free_text) = folder(state, "outbox", plan->branch);
	char *parent CLEANUP(free_text) = xasprintf("%s/outbox", state->dir);

	outbox_release(outbox);
	outbox->dir = xasprintf("%s.new", final);
	outbox->journal = journal_of(plan);
	if (io_remove(outbox->dir) < 0 || io_mkdirs(outbox->dir) < 0 ||
	    fill_outbox(outbox, mails) < 0)
		return -1;
	if (rename(outbox->dir, final) < 0)
		return fail_errno("cannot make the folder %s", final);
	free(outbox->dir);
	outbox->dir = TAKE(final);
	return sync_path(parent);
}

static int oid_of(const struct outbox *outbox, const char *key, git_oid *oid)
{
	return git_oid_fromstr(oid, json_field(outbox->journal, key));
}

int outbox_plan_of(const struct outbox *outbox, struct outbox_plan *plan)
{
	const char *tag = json_field(outbox->journal, "tag");

	*plan = (struct outbox_plan){
		.branch = json_field(outbox->journal, "branch"),
		.revision = json_number(outbox->journal, "revision"),
		.tag = *tag ? tag : NULL,
		.waived = json_object_get(outbox->journal, "waived"),
	};
	if (!*plan->branch || oid_of(outbox, "old_tip", &plan->old_tip) < 0 ||
	    oid_of(outbox, "new_tip", &plan->new_tip) < 0 ||
	    oid_of(outbox, "tag_id", &plan->tag_id) < 0)
		return fail_system("%s/" JOURNAL " is broken", outbox->dir);
	return 0;
}

size_t outbox_count(const struct outbox *outbox)
{
	return json_array_size(mails_of(outbox));
}

json_t *outbox_mail(const struct outbox *outbox, size_t index)
{
	return json_array_get(mails_of(outbox), index);
}

/* A word that is not known tells nothing. */
enum fate outbox_fate(const struct outbox *outbox, size_t index)
{
	const char *word = json_field(outbox_mail(outbox, index), "fate");

	for (enum fate fate = FATE_WAITING; fate < FATE_UNKNOWN; fate++)
		if (!strcmp(word, fates[fate]))
			return fate;
	return FATE_UNKNOWN;
}

size_t outbox_count_fate(const struct outbox *outbox, enum fate fate)
{
	size_t count = 0;

	for (size_t i = 0; i < outbox_count(outbox); i++)
		count += outbox_fate(outbox, i) == fate;
	return count;
}

char *outbox_text(const struct outbox *outbox, size_t index, size_t *len)
{
	const json_t *row = outbox_mail(outbox, index);
	char *path CLEANUP(free_text) = xasprintf("%s/%s", outbox->dir, json_field(row, "file"));
	char *text CLEANUP(free_text) = io_read(path, len);

	if (!text)
		return NULL;
	git_oid digest = digest_of(text);
	if (strlen(text) == *len && !strcmp(git_oid_tostr_s(&digest), json_field(row, "digest")))
		return TAKE(text);
	fail_system("%s is not what was written there: nothing more was sent", path);
	return NULL;
}

int outbox_note(struct outbox *outbox, size_t index, enum fate fate, const char *why)
{
	json_t *row = outbox_mail(outbox, index);

	json_object_set_new(row, "fate", json_string(fates[fate]));
	json_object_set_new(row, "why", json_text(why));
	return write_journal(outbox);
}

/* A name that is free: a version may be sent again. */
int outbox_finish(struct outbox *outbox, const struct state *state)
{
	const json_t *revision = json_object_get(outbox->journal, "revision");
	char *sent CLEANUP(free_text) =
		folder(state, "sent", json_field(outbox->journal, "branch"));
	char *parent CLEANUP(free_text) = xasprintf("%s/sent", state->dir);

	if (io_mkdirs(parent) < 0)
		return -1;
	for (unsigned try = 0; try < 1000; try++) {
		char *name = try ? xasprintf("%s-v%d.%u", sent,
					     (int)json_integer_value(revision), try) :
				   xasprintf("%s-v%d", sent, (int)json_integer_value(revision));

		if (access(name, F_OK) < 0 && rename(outbox->dir, name) == 0) {
			free(outbox->dir);
			outbox->dir = name;
			return sync_path(parent);
		}
		free(name);
	}
	return fail_errno("cannot move %s to %s", outbox->dir, parent);
}

int outbox_drop(struct outbox *outbox)
{
	return io_remove(outbox->dir);
}

void outbox_release(struct outbox *outbox)
{
	free(outbox->dir);
	json_decref(outbox->journal);
	*outbox = (struct outbox){ 0 };
}
