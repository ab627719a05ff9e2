// SPDX-License-Identifier: GPL-2.0
/* Compares the mails of a series with what they should be. */
#include "mail/mailcheck.h"

#include "lib/lib.h"
#include "mail/mail.h"

#include <stdarg.h>

static void __attribute__((format(printf, 2, 3)))
problem(struct checked_mail *letter, const char *fmt, ...)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);
	va_list ap;

	va_start(ap, fmt);
	vfprintf(out, fmt, ap);
	va_end(ap);
	fclose(out);
	strlist_add_once(&letter->problems, text);
	free(text);
}

static bool is_recipient(const struct recipients *wanted, const char *address)
{
	FOR_EACH(recipient, wanted)
		if (!strcasecmp(recipient->email, address))
			return true;
	return false;
}

int checked_mails_expect(const struct checked_mails *mails, size_t wanted)
{
	if (wanted == mails->nr)
		return 0;
	return fail_no("b4 made %zu mail%s, the series has %zu", wanted, plural(wanted, "s"),
		       mails->nr);
}

int checked_mail_take(struct checked_mail *letter, const char *data, size_t len)
{
	mail_release(&letter->mail);
	if (mail_parse(&letter->mail, data, len) == 0)
		return 0;
	return fail_context("mail %u", letter->nr);
}

int checked_mail_retake(struct checked_mail *letter, const char *data, size_t len)
{
	if (len != letter->mail.len || memcmp(data, letter->mail.text, len))
		problem(letter, "%s is not what was written there", letter->file);
	return checked_mail_take(letter, data, len);
}

static void people_of(struct strlist *list, const struct checked_mail *letter)
{
	mail_addresses(list, &letter->mail, "To");
	mail_addresses(list, &letter->mail, "Cc");
}

struct strlist checked_mail_envelope(const struct checked_mail *letter)
{
	struct strlist all CLEANUP(strlist_release) = { 0 }, once = { 0 };

	people_of(&all, letter);
	FOR_EACH(address, &all)
		if (!mail_lists_address(&once, *address))
			strlist_add(&once, *address);
	return once;
}

/* Does the line hold the address, with nothing around it that could belong to one? */
static bool line_names(const char *line, size_t len, const char *address)
{
	size_t size = strlen(address);

	for (size_t i = 0; i + size <= len; i++) {
		if (strncasecmp(line + i, address, size))
			continue;
		if ((i == 0 || !isalnum((unsigned char)line[i - 1])) &&
		    (i + size == len || !isalnum((unsigned char)line[i + size])))
			return true;
	}
	return false;
}

/* "drivers/x.c: <the line>"; before the diff "the message: <the line>"; NULL when no
 * line of the body holds the address. Owned by the caller. */
static char *source_of_stranger(const struct mail *mail, const char *address)
{
	const char *line = mail->text + mail->body, *end = mail->text + mail->len;
	char *file CLEANUP(free_text) = xstrdup("the message");

	while (line < end) {
		const char *eol = memchr(line, '\n', (size_t)(end - line));
		size_t len = (size_t)((eol ? eol : end) - line);

		if (len > 6 && !strncmp(line, "+++ b/", 6)) {
			free(file);
			file = xstrndup(line + 6, len - 6);
		} else if (line_names(line, len, address)) {
			return xasprintf("%s: \"%.*s\"", file, len > 120 ? 120 : (int)len, line);
		}
		line += len + 1;
	}
	return NULL;
}

static void say_stranger(struct checked_mail *letter, const char *address)
{
	char *source CLEANUP(free_text) = source_of_stranger(&letter->mail, address);

	problem(letter, "b4 would send it to %s, who is not in the plan%s%s; add that address to "
		"b4.email-exclude in git's configuration", address,
		source ? ", because of this line in " : " (does b4.send-series-to or -cc say so?)",
		source ? source : "");
}

/* Everybody who must get it does, and nobody whom the plan does not know. */
static void check_everybody(struct checked_mail *letter)
{
	struct strlist got CLEANUP(strlist_release) = checked_mail_envelope(letter);

	FOR_EACH(address, &got)
		if (!is_recipient(&letter->wanted, *address) &&
		    !mail_lists_address(&letter->known, *address))
			say_stranger(letter, *address);
	FOR_EACH(recipient, &letter->wanted)
		if (!mail_lists_address(&got, recipient->email))
			problem(letter,
				"b4 would not send it to %s, as the plan wants: generate the "
				"series again, or look whether b4.email-exclude takes it out",
				recipient->email);
}

void checked_mails_check_b4(struct checked_mails *mails)
{
	FOR_EACH(letter, mails)
		check_everybody(letter);
}

int checked_mails_readdress(struct checked_mails *mails)
{
	FOR_EACH(letter, mails) {
		size_t len;
		char *text CLEANUP(free_text) = NULL;

		if (!letter->wanted.nr)
			return fail_no("mail %u: the plan has no recipient for it", letter->nr);
		text = mail_readdress(&letter->mail, &letter->wanted, &len);
		if (!text)
			return fail_context("mail %u", letter->nr);
		if (checked_mail_take(letter, text, len) < 0)
			return -1;
	}
	return 0;
}

/* The header as it would be written, unfolded. */
static char *wanted_header(const struct checked_mail *letter, bool to)
{
	char *text = mail_format_addresses(&letter->wanted, to);
	char *end = text ? strchr(text, '\n') : NULL;

	while (end) {
		memmove(end, end + 1, strlen(end));
		end = strchr(end, '\n');
	}
	return text;
}

static void check_people(struct checked_mail *letter, bool to)
{
	const char *name = to ? "To" : "Cc";
	const char *value = mail_header(&letter->mail, name);
	char *wanted CLEANUP(free_text) = wanted_header(letter, to);
	size_t known = letter->problems.nr;
	struct strlist got CLEANUP(strlist_release) = { 0 };

	mail_addresses(&got, &letter->mail, name);
	FOR_EACH(recipient, &letter->wanted)
		if (recipient->to == to && !mail_lists_address(&got, recipient->email))
			problem(letter, "%s lacks %s", name, recipient->email);
	for (size_t i = 0; i < got.nr; i++) {
		bool right = false, twice = false;

		FOR_EACH(recipient, &letter->wanted)
			right = right || (recipient->to == to &&
					  !strcasecmp(recipient->email, got.v[i]));
		for (size_t k = 0; k < i; k++)
			twice = twice || !strcasecmp(got.v[k], got.v[i]);
		if (!right || twice)
			problem(letter, "%s holds %s%s", name, got.v[i],
				twice ? " twice" : ", which the plan does not want there");
	}
	if (letter->problems.nr == known && (!wanted || strcmp(value ? value : "", wanted)))
		problem(letter, "%s is \"%s\", not \"%s\"", name, value ? value : "",
			wanted ? wanted : fail_text());
}

/* "[... 3/12] subject": what it should be is known but for the words before the number. */
static void check_subject(struct checked_mail *letter, size_t patches)
{
	char *got CLEANUP(free_text) = rfc2047_decode(mail_header(&letter->mail, "Subject") ?
						    mail_header(&letter->mail, "Subject") : "");
	char *wanted CLEANUP(free_text) = rfc2047_decode(letter->subject);
	const char *end = strchr(got, ']'), *number = end;
	unsigned nr = letter->nr, total = (unsigned)patches;

	while (number && number > got && number[-1] != ' ' && number[-1] != '[')
		number--;
	if (patches > 1 && (!number || sscanf(number, "%u/%u]", &nr, &total) != 2))
		nr = total = 0;
	if (*got != '[' || !end || !strstr(got, "PATCH") || strstr(got, "PATCH") > end ||
	    nr != letter->nr || total != patches)
		problem(letter, "the subject is \"%s\", but it is mail %u of %zu", got,
			letter->nr, patches);
	else if (end[1] != ' ' || strcmp(end + 2, wanted))
		problem(letter, "the subject is \"%s\", not \"%s\"", end + 1, wanted);
}

static void check_once(struct checked_mail *letter)
{
	static const char *const once[] = { "From", "Date", "Subject", "Message-ID" };
	static const char *const most[] = { "To", "Cc", "In-Reply-To", "References" };
	static const char *const never[] = { "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc" };

	for (size_t i = 0; i < 4; i++) {
		size_t count = mail_count(&letter->mail, once[i]);

		if (count != 1)
			problem(letter, "%zu headers %s instead of one", count, once[i]);
		count = mail_count(&letter->mail, most[i]);
		if (count > 1)
			problem(letter, "%zu headers %s instead of one", count, most[i]);
		if (mail_count(&letter->mail, never[i]))
			problem(letter, "a header %s", never[i]);
	}
	if (strlen(letter->mail.text) != letter->mail.len)
		problem(letter, "it holds a zero byte");
}

static const char *header_value(const struct checked_mail *letter, const char *name)
{
	const char *value = mail_header(&letter->mail, name);

	return value ? value : "";
}

/* Who is answered: the cover by each patch; nobody by the cover, or one of @parents. */
static void check_thread(struct checked_mail *letter, const char *cover,
			 const struct strlist *parents)
{
	const char *parent = header_value(letter, "In-Reply-To");
	const char *references = header_value(letter, "References");
	struct strlist chain CLEANUP(strlist_release) = { 0 };
	bool there = false;

	if (cover && strcmp(parent, cover))
		problem(letter, "In-Reply-To is \"%s\", not the cover, %s", parent, cover);
	if (!cover && *parent && !strlist_has(parents, parent))
		problem(letter, "In-Reply-To is %s, but it begins the thread", parent);
	strlist_split(&chain, references, " \t");
	FOR_EACH(id, &chain) {
		there = there || (cover && !strcmp(*id, cover));
		if (!(cover && !strcmp(*id, cover)) && !strlist_has(parents, *id))
			problem(letter, "References hold %s, which is not of this thread", *id);
	}
	if (cover && !there)
		problem(letter, "References are \"%s\", without the cover, %s", references, cover);
}

static void check_ids(struct checked_mails *mails)
{
	FOR_EACH(letter, mails) {
		const char *id = header_value(letter, "Message-ID");
		const char *from = header_value(letter, "From");

		if (*id != '<' || id[strlen(id) - 1] != '>' || !strchr(id, '@') ||
		    strpbrk(id, " \t"))
			problem(letter, "the Message-ID is \"%s\"", id);
		for (struct checked_mail *other = mails->v; other < letter; other++)
			if (!strcmp(id, header_value(other, "Message-ID")))
				problem(letter, "it has the Message-ID of mail %u, %s", other->nr,
					id);
		if (strcmp(from, header_value(mails->v, "From")))
			problem(letter, "it is from %s, mail %u from %s", from, mails->v->nr,
				header_value(mails->v, "From"));
	}
}

/* Is what stands in the body as it is, or encoded? */
static bool is_encoded(const struct checked_mail *letter)
{
	const char *encoding = header_value(letter, "Content-Transfer-Encoding");

	return !strcasecmp(encoding, "base64") || !strcasecmp(encoding, "quoted-printable");
}

/* "Name <address>" without quotes, and as UTF-8; owned by the caller. */
static char *plain_person(const char *person)
{
	char *text = rfc2047_decode(person), *to = text;

	for (const char *c = text; *c; c++)
		if (*c != '"' && *c != '\\')
			*to++ = *c;
	*to = '\0';
	return text;
}

/* Whom git am takes for the author: who stands in the first line of the body, else who sends. */
static char *author_of_mail(const struct checked_mail *letter)
{
	const char *body = letter->mail.text + letter->mail.body;

	if (strncmp(body, "From: ", 6) != 0)
		return plain_person(header_value(letter, "From"));
	char *line CLEANUP(free_text) = xstrndup(body + 6, strcspn(body + 6, "\n"));
	return plain_person(line);
}

static void check_author(struct checked_mail *letter)
{
	char *got CLEANUP(free_text) = author_of_mail(letter);
	char *wanted CLEANUP(free_text) = plain_person(letter->author ? letter->author : "");

	if (letter->author && !is_encoded(letter) && strcmp(got, wanted))
		problem(letter, "its author is %s, and git am would take %s", wanted, got);
}

void checked_mails_check(struct checked_mails *mails, const struct strlist *parents)
{
	const char *cover = NULL;
	size_t patches = mails->nr > 1 ? mails->nr - 1 : 1;

	check_ids(mails);
	FOR_EACH(letter, mails) {
		check_once(letter);
		check_subject(letter, patches);
		check_author(letter);
		check_thread(letter, cover, parents);
		if (mails->together) {
			check_everybody(letter);
		} else {
			check_people(letter, true);
			check_people(letter, false);
		}
		cover = cover ? cover : header_value(letter, "Message-ID");
	}
}

size_t checked_mails_problems(const struct checked_mails *mails)
{
	size_t count = 0;

	FOR_EACH(letter, mails)
		count += letter->problems.nr;
	return count;
}

void checked_mails_release(struct checked_mails *mails)
{
	FOR_EACH(letter, mails) {
		free(letter->wanted.v);
		strlist_release(&letter->known);
		mail_release(&letter->mail);
		free(letter->file);
		strlist_release(&letter->problems);
	}
	free(mails->v);
	strlist_release(&mails->names);
	*mails = (struct checked_mails){ 0 };
}
