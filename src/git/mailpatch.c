// SPDX-License-Identifier: GPL-2.0
/* Lets git take a mail apart, and refuses what would make no good commit. */
#include "git/mailpatch.h"

#include "git/gitcmd.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "msg/encodedword.h"
#include "msg/plaintext.h"
#include "msg/prose.h"
#include "msg/trailer.h"

#include <strings.h>
#include <sys/stat.h>

/* One mail on its way. */
struct mail_reader {
	struct mailpatch *mail;
	const struct state *state;
	const struct base *base;
	const char *path;	/* of the mail */
	char *text;		/* as it stands there */
	size_t len;
	char *dir;		/* for the files of git */
	char *info;		/* what git mailinfo says of the headers */
};

static void reader_release(struct mail_reader *reader)
{
	FREE_ALL(reader->text, reader->dir, reader->info);
}

/*
 * Lines of the mail, for messages
 */
static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

static unsigned line_at(const char *text, const char *at)
{
	unsigned line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* Where the headers end: at the first empty line. */
static const char *headers_end(const char *text)
{
	while (*text && *text != '\n' && strncmp(text, "\r\n", 2) != 0)
		text = next_line(text);
	return text;
}

/* The last line with this header above the diff, for one in the body counts more; 1: none. */
static unsigned header_line(const struct mail_reader *reader, const char *name)
{
	unsigned found = 1;

	for (const char *at = reader->text; *at && strncmp(at, "---", 3) != 0; at = next_line(at))
		if (!strncasecmp(at, name, strlen(name)) && at[strlen(name)] == ':')
			found = line_at(reader->text, at);
	return found;
}

/* Such headers that are not what they look like. */
static int check_hidden(const struct mail_reader *reader)
{
	bool taken = false;

	for (const char *at = reader->text; *at && strncmp(at, "---", 3) != 0;) {
		const char *next = next_line(at);

		taken = prose_is_mail_header(at) || (taken && (*at == ' ' || *at == '\t'));
		if (taken && encodedword_hides_end(at, (size_t)(next - at)))
			return fail_usage("%s:%u: a header has the end of a line inside an encoded "
					  "word", reader->path, line_at(reader->text, at));
		at = next;
	}
	return 0;
}

/*
 * What git makes of it
 */
static char *file_of(const struct mail_reader *reader, const char *name)
{
	return xasprintf("%s/%s", reader->dir, name);
}

static char *ask_git(const struct mail_reader *reader, const char *const *args, const char *in)
{
	return gitcmd_ask(reader->state, reader->base, args, in, NULL);
}

static bool has_crlf(const char *text)
{
	size_t len = strcspn(text, "\n");

	return len && text[len] && text[len - 1] == '\r';
}

/* Cut the file into mails: there must be one. A carriage return at the end of a line belongs to
 * the file that is changed, unless the mail has them everywhere. */
static int cut_mails(const struct mail_reader *reader)
{
	char *in CLEANUP(free_text) = file_of(reader, "mbox");
	char *out CLEANUP(free_text) = xasprintf("-o%s", reader->dir);
	const char *args[] = { "mailsplit", "-b", out, in, NULL, NULL };

	if (!has_crlf(reader->text)) {
		args[3] = "--keep-cr";
		args[4] = in;
	}
	if (io_remove(reader->dir) < 0 || io_mkdirs(reader->dir) < 0 ||
	    io_write(in, reader->text, reader->len) < 0)
		return -1;
	char *said CLEANUP(free_text) = ask_git(reader, args, NULL);
	if (!said)
		return fail_context("%s:1", reader->path);
	int count = atoi(said);
	if (count == 1)
		return 0;
	return fail_usage("%s:1: it holds %d mails, and patch = takes one: cut it with git "
			  "mailsplit",
			  reader->path, count);
}

/* Headers, message and diff; @cr: what becomes of a carriage return inside of an encoding. */
static int take_apart(struct mail_reader *reader, const char *cr)
{
	char *mail CLEANUP(free_text) = file_of(reader, "0001");
	char *message CLEANUP(free_text) = file_of(reader, "message");
	char *diff CLEANUP(free_text) = file_of(reader, "diff");
	/* -u: to i18n.commitEncoding, which is ours; git 2.39 does not hear --encoding */
	const char *const args[] = { "mailinfo", "-u", "--no-scissors", cr, message, diff, NULL };

	FREE_ALL(reader->info, reader->mail->diff);
	reader->mail->diff = NULL;
	reader->info = ask_git(reader, args, mail);
	if (!reader->info)
		return fail_context("%s:1", reader->path);
	reader->mail->diff = io_read(diff, &reader->mail->len);
	return reader->mail->diff ? 0 : -1;
}

/* Does a line of the diff begin so? */
static bool has_line(const char *diff, const char *head)
{
	for (const char *at = diff; *at; at = next_line(at))
		if (starts_with(at, head))
			return true;
	return false;
}

/* Somebody's mail program has put CR LF into what it encoded. */
static bool is_mangled(const char *diff)
{
	for (const char *at = diff; *at; at = next_line(at))
		if (starts_with(at, "diff --git ") || starts_with(at, "+++ "))
			return has_crlf(at);
	return false;
}

static int take_diff(struct mail_reader *reader)
{
	const struct mailpatch *mail = reader->mail;

	if (is_mangled(mail->diff) && take_apart(reader, "--quoted-cr=strip") < 0)
		return -1;
	if (has_line(mail->diff, "diff --git ") || has_line(mail->diff, "+++ "))
		return 0;
	return fail_usage("%s:1: the mail holds no diff", reader->path);
}

/* So that git's "line 31" is line 31 of the mail. */
static void place_diff(struct mail_reader *reader)
{
	struct mailpatch *mail = reader->mail;
	const char *at = memmem(reader->text, reader->len, mail->diff, mail->len);
	size_t above = at ? line_at(reader->text, at) - 1 : 0;
	char *placed = xcalloc(above + mail->len + 1, 1);

	memset(placed, '\n', above);
	memcpy(placed + above, mail->diff, mail->len);
	free(mail->diff);
	mail->diff = placed;
	mail->len += above;
}

/* The value behind @name in what git says of the headers; owned by the caller; "": none. */
static char *field(const struct mail_reader *reader, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = reader->info; *at; at = next_line(at))
		if (starts_with(at, name))
			return xstrndup(at + len, strcspn(at + len, "\n"));
	return xstrdup("");
}

static int check_field(const struct mail_reader *reader, const char *name, const char *value)
{
	unsigned line = header_line(reader, name);

	if (!*value)
		return fail_usage("%s:%u: there is no %s: in it", reader->path, line, name);
	if (plaintext_check(reader->path, value, strlen(value)) == 0)
		return 0;
	fail_clear();
	return fail_usage("%s:%u: %s: holds a control character, or is not UTF-8", reader->path,
			  line, name);
}

/*
 * The author
 */
/* "Name <address> 1700000000 +0100", as git writes it into a commit. */
static char *ident(const struct mail_reader *reader, const char *name, const char *address,
		   const char *date)
{
	static const char *const args[] = { "var", "GIT_AUTHOR_IDENT", NULL };
	char *own[] = { xasprintf("GIT_AUTHOR_NAME=%s", name),
			xasprintf("GIT_AUTHOR_EMAIL=%s", address),
			xasprintf("GIT_AUTHOR_DATE=%s", date), NULL };
	char *said = gitcmd_ask(reader->state, reader->base, args, NULL,
				(const char *const *)own);

	FREE_ALL(own[0], own[1], own[2]);
	if (said)
		said[strcspn(said, "\n")] = '\0';
	return said;
}

static int take_author(struct mail_reader *reader)
{
	char *name CLEANUP(free_text) = field(reader, "Author: ");
	char *address CLEANUP(free_text) = field(reader, "Email: ");
	char *date CLEANUP(free_text) = field(reader, "Date: ");
	char *person CLEANUP(free_text) = xasprintf("From: %s <%s>", name, address);

	if (!mailpatch_is_mail(reader->text))
		return fail_usage("%s:1: there is no From: in it, so it is not a mail: diff = "
				  "takes a diff", reader->path);
	if (*name && check_field(reader, "From", name) < 0)
		return -1;
	if (!trailer_is_person(person, strlen(person)) || strpbrk(address, " \t"))
		return fail_usage("%s:%u: From: has no address", reader->path,
				  header_line(reader, "From"));
	char *text CLEANUP(free_text) = ident(reader, name, address, date);
	if (!text)
		return fail_context("%s:%u", reader->path,
				    header_line(reader, strstr(fail_text(), "date") ? "Date" :
										      "From"));
	reader->mail->dated = *date != '\0';
	if (git_signature_from_buffer(&reader->mail->author, text) < 0)
		return fail_git("%s: git var printed no author: %.200s", reader->path, text);
	return check_field(reader, "From", reader->mail->author->email);
}

/*
 * The message
 */
static int take_message(struct mail_reader *reader)
{
	struct mailpatch *mail = reader->mail;
	char *subject CLEANUP(free_text) = field(reader, "Subject: ");
	char *path CLEANUP(free_text) = file_of(reader, "message");
	char *below CLEANUP(free_text) = io_read(path, NULL);
	git_buf tidy = GIT_BUF_INIT;

	if (!below || check_field(reader, "Subject", subject) < 0)
		return -1;
	char *whole CLEANUP(free_text) = xasprintf("%s\n\n%s", subject, below);
	if (git_message_prettify(&tidy, whole, 0, '#') < 0)
		return fail_git("%s: cannot tidy its message", reader->path);
	mail->subject = xstrndup(tidy.ptr, strcspn(tidy.ptr, "\n"));
	const char *body = next_line(next_line(tidy.ptr));
	mail->body = xstrdup(body);
	bool plain = !*body || plaintext_check(reader->path, body, strlen(body)) == 0;
	git_buf_dispose(&tidy);
	if (plain)
		return 0;
	fail_clear();
	return fail_usage("%s:%u: the message that begins here is not UTF-8, or holds a control "
			  "character or a line of more than %d bytes", reader->path,
			  line_at(reader->text, headers_end(reader->text)) + 1,
			  PLAINTEXT_MAX_LINE);
}

static int read_text(struct mail_reader *reader)
{
	struct stat status;

	if (stat(reader->path, &status) < 0 || !S_ISREG(status.st_mode))
		return fail_usage("%s: it is not a file", reader->path);
	reader->text = io_read(reader->path, &reader->len);
	if (reader->text && !reader->text[strspn(reader->text, " \t\r\n")])
		return fail_usage("%s:1: there is no mail in it", reader->path);
	return reader->text ? 0 : -1;
}

int mailpatch_read(struct mailpatch *mail, const struct state *state, const struct base *base,
		   const char *path)
{
	struct mail_reader reader CLEANUP(reader_release) = {
		.mail = mail, .state = state, .base = base, .path = path,
		.dir = xasprintf("%s/mail", state->tmp),
	};

	if (read_text(&reader) < 0 || check_hidden(&reader) < 0 || cut_mails(&reader) < 0 ||
	    take_apart(&reader, "--quoted-cr=nowarn") < 0 || take_author(&reader) < 0 ||
	    take_diff(&reader) < 0 || take_message(&reader) < 0)
		return -1;
	place_diff(&reader);
	return io_remove(reader.dir);
}

int mailpatch_apply(git_oid *out, bool *merged, const struct mailpatch *mail,
		    const struct state *state, const struct base *base, const git_oid *from)
{
	char *path CLEANUP(free_text) = xasprintf("%s/mail.diff", state->tmp);

	if (io_write(path, mail->diff, mail->len) < 0 ||
	    gitcmd_apply(out, merged, state, base, from, path) < 0)
		return -1;
	return io_remove(path);
}

bool mailpatch_is_mail(const char *text)
{
	const char *end = headers_end(text);

	for (const char *at = text; at < end; at = next_line(at)) {
		if (!strncasecmp(at, "From:", 5))
			return true;
		if (!trailer_name(at) && *at != ' ' && *at != '\t' &&
		    !(at == text && starts_with(at, "From ")))
			return false;
	}
	return false;
}

void mailpatch_release(struct mailpatch *mail)
{
	git_signature_free(mail->author);
	FREE_ALL(mail->subject, mail->body, mail->diff);
	*mail = (struct mailpatch){ 0 };
}
