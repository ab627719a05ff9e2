// SPDX-License-Identifier: GPL-2.0
/* Takes mails apart, and writes their To and Cc anew. */
#include "mail/mail.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "recipients/recipient.h"

/* Writes and reads the words of RFC 2047. */

#define MAX_WORD 70 /* of RFC 2047, with what stands around it; a line of them has 76 at most */

/* Length of the UTF-8 character at @text; 0 when there is none. */
static size_t utf8_len(const unsigned char *text)
{
	size_t len = *text < 0x80 ? 1 : *text < 0xc2 ? 0 : *text < 0xe0 ? 2 : *text < 0xf0 ? 3 :
		     *text < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < len; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

static bool is_utf8(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t len;

	for (; *at; at += len) {
		len = utf8_len(at);
		if (!len)
			return false;
	}
	return true;
}

/* Write text as words that are UTF-8, folded where they get too long, between two
 * characters; text that is not UTF-8 counts as ISO 8859-1. */
static void put_words(FILE *out, const char *name)
{
	bool utf8 = is_utf8(name);
	const char *charset = utf8 ? "utf-8" : "iso-8859-1";
	const size_t limit = MAX_WORD - strlen("=?" "?q?" "?=") - strlen(charset);
	const unsigned char *at = (const unsigned char *)name;
	bool first = true;
	size_t room = 0;

	for (size_t len; *at; at += len) {
		len = utf8 ? utf8_len(at) : 1;
		size_t cost = isalnum(*at) || *at == ' ' ? 1 : 3 * len;
		if (cost > room) {
			fprintf(out, "%s=?%s?q?", first ? "" : "?=\n ", charset);
			first = false;
			room = limit;
		}
		room -= cost;
		for (size_t i = 0; i < len; i++) {
			if (cost == 1)
				fputc(*at == ' ' ? '_' : *at, out);
			else
				fprintf(out, "=%02X", at[i]);
		}
	}
	fputs("?=", out);
}

/* One character of a word as UTF-8. */
static void put_decoded(FILE *out, unsigned char c, bool latin)
{
	if (latin && c >= 0x80)
		fprintf(out, "%c%c", 0xc0 | c >> 6, 0x80 | (c & 0x3f));
	else
		fputc(c ? c : ' ', out);
}

static void decode_q(FILE *out, const char *text, size_t len, bool latin)
{
	for (size_t i = 0; i < len; i++) {
		char hex[3] = "", *end;

		if (text[i] == '=' && i + 2 < len)
			memcpy(hex, text + i + 1, 2);
		unsigned long c = strtoul(hex, &end, 16);
		if (isxdigit((unsigned char)hex[0]) && end == hex + 2) {
			put_decoded(out, (unsigned char)c, latin);
			i += 2;
		} else {
			put_decoded(out, text[i] == '_' ? ' ' : (unsigned char)text[i], latin);
		}
	}
}

static void decode_b(FILE *out, const char *text, size_t len, bool latin)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				     "0123456789+/";
	unsigned bits = 0, have = 0;

	for (size_t i = 0; i < len; i++) {
		const char *digit = strchr(digits, text[i]);

		if (!digit || !text[i])
			continue;
		bits = (bits << 6 | (unsigned)(digit - digits)) & 0xffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			put_decoded(out, (unsigned char)(bits >> have), latin);
		}
	}
}

/* Read the word "=?charset?q?text?=" at @text; its length, or 0 when there is none. */
static size_t decode_word(FILE *out, const char *text)
{
	size_t charset = strcspn(text + 2, "? ");
	const char *kind = text + 2 + charset;
	const char *start = kind + 3, *end;
	bool latin = !strncasecmp(text + 2, "iso-8859-1?", 11);

	if (strncasecmp(text + 2, "utf-8?", 6) && strncasecmp(text + 2, "us-ascii?", 9) && !latin)
		return 0;
	if (!kind[1] || kind[2] != '?')
		return 0;
	end = start + strcspn(start, "? ");
	if (end[0] != '?' || end[1] != '=')
		return 0;
	if (strchr("qQ", kind[1]))
		decode_q(out, start, (size_t)(end - start), latin);
	else if (strchr("bB", kind[1]))
		decode_b(out, start, (size_t)(end - start), latin);
	else
		return 0;
	return (size_t)(end + 2 - text);
}

static void squeeze(char *text)
{
	char *to = text;

	for (const char *c = text; *c; c++) {
		bool blank = isspace((unsigned char)*c);

		if (!blank)
			*to++ = *c;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	}
	while (to > text && to[-1] == ' ')
		to--;
	*to = '\0';
}

char *rfc2047_decode(const char *value)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);
	const char *blanks = value; /* where those before @at begin */
	bool after_word = false;

	for (const char *at = value; *at;) {
		size_t word = 0;

		if (isspace((unsigned char)*at)) {
			at++;
			continue;
		}
		/* blanks between two words do not count */
		if (!strncmp(at, "=?", 2) && after_word)
			word = decode_word(out, at);
		if (!word) {
			fwrite(blanks, 1, (size_t)(at - blanks), out);
			word = !strncmp(at, "=?", 2) ? decode_word(out, at) : 0;
		}
		after_word = word > 0;
		if (!word)
			fputc(*at, out);
		at += word ? word : 1;
		blanks = at;
	}
	fclose(out);
	squeeze(text);
	return text;
}

#define MAX_NAME 60 /* longer names are folded, for which they must be such words */

static char *without_cr(const char *data, size_t len, size_t *out)
{
	char *text = xrealloc(NULL, len + 1);
	size_t to = 0;

	for (size_t i = 0; i < len; i++) {
		while (data[i] == '\n' && to && text[to - 1] == '\r')
			to--;
		text[to++] = data[i];
	}
	text[to] = '\0';
	*out = to;
	return text;
}

/* End of the header that begins at @start: behind its last line. */
static size_t header_end(const struct mail *mail, size_t start)
{
	size_t at = start;

	do {
		const char *eol = memchr(mail->text + at, '\n', mail->len - at);

		if (!eol)
			return mail->len;
		at = (size_t)(eol - mail->text) + 1;
	} while (at < mail->len && (mail->text[at] == ' ' || mail->text[at] == '\t'));
	return at;
}

/* Without the ends of lines; white space behind one stays. */
static char *unfold(const char *text, size_t len)
{
	char *value = xrealloc(NULL, len + 1);
	size_t to = 0;

	while (len && isspace((unsigned char)*text)) {
		text++;
		len--;
	}
	for (size_t i = 0; i < len; i++)
		if (text[i] != '\n')
			value[to++] = text[i];
	while (to && isspace((unsigned char)value[to - 1]))
		to--;
	value[to] = '\0';
	return value;
}

static bool is_name(const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (name[i] <= ' ' || name[i] > '~')
			return false;
	return len > 0;
}

int mail_parse(struct mail *mail, const char *data, size_t len)
{
	size_t at = 0;

	mail->text = without_cr(data, len, &mail->len);
	while (at < mail->len && mail->text[at] != '\n') {
		const char *line = mail->text + at;
		size_t end = header_end(mail, at);
		const char *colon = memchr(line, ':', end - at);
		size_t name_len = colon ? (size_t)(colon - line) : 0;

		if (!is_name(line, name_len) || memchr(line, '\0', end - at) ||
		    memchr(line, '\r', end - at))
			return fail_no("this is not a header of a mail: %.60s", line);
		struct mail_header *header = LIST_ADD(mail);
		header->name = xstrndup(line, name_len);
		header->value = unfold(colon + 1, end - at - name_len - 1);
		header->start = at;
		header->end = end;
		at = end;
	}
	if (!mail->nr || at == mail->len)
		return fail_no("this is not a mail: it has no %s", mail->nr ? "body" : "header");
	mail->body = at + 1;
	return 0;
}

const char *mail_header(const struct mail *mail, const char *name)
{
	FOR_EACH(header, mail)
		if (!strcasecmp(header->name, name))
			return header->value;
	return NULL;
}

size_t mail_count(const struct mail *mail, const char *name)
{
	size_t count = 0;

	FOR_EACH(header, mail)
		count += !strcasecmp(header->name, name);
	return count;
}

/* Skip a quoted string or a comment that begins at @at; otherwise one character. */
static const char *skip(const char *at)
{
	char close = *at == '"' ? '"' : *at == '(' ? ')' : '\0';
	unsigned depth = 1;

	if (!close)
		return at + 1;
	for (at++; *at; at++) {
		if (*at == '\\' && at[1])
			at++;
		else if (*at == close && --depth == 0)
			return at + 1;
		else if (*at == '(' && close == ')')
			depth++;
	}
	return at;
}

/* One member of a list: what stands in <>, otherwise all but comments and blanks. */
static void add_address(struct strlist *list, const char *text, const char *end)
{
	char *address CLEANUP(free_text) = xcalloc(1, (size_t)(end - text) + 1);
	const char *open = NULL;
	size_t len = 0;

	for (const char *at = text; at < end && !open; at = skip(at))
		if (*at == '<')
			open = at + 1;
	for (const char *at = open ? open : text, *next; at < end; at = next) {
		next = skip(at);
		if (open && *at == '>')
			break;
		if (*at == '(' || isspace((unsigned char)*at))
			continue;
		memcpy(address + len, at, (size_t)(next - at));
		len += (size_t)(next - at);
	}
	address[len] = '\0';
	if (len)
		strlist_add(list, address);
}

void mail_split_addresses(struct strlist *list, const char *value)
{
	const char *start = value, *at = value;
	bool angle = false;

	while (*at) {
		angle = *at == '<' || (angle && *at != '>');
		if (!angle && *at == ':') { /* the name of a group */
			start = at + 1;
		} else if (!angle && (*at == ',' || *at == ';')) {
			add_address(list, start, at);
			start = at + 1;
		}
		at = skip(at);
	}
	add_address(list, start, at);
}

void mail_addresses(struct strlist *list, const struct mail *mail, const char *name)
{
	FOR_EACH(header, mail)
		if (!strcasecmp(header->name, name))
			mail_split_addresses(list, header->value);
}

json_t *mail_address_list(const struct mail *mail, const char *name)
{
	struct strlist list CLEANUP(strlist_release) = { 0 };

	mail_addresses(&list, mail, name);
	return json_list(&list);
}

char *mail_sender(const char *value)
{
	struct strlist list CLEANUP(strlist_release) = { 0 };
	char *sender = NULL;

	mail_split_addresses(&list, value);
	if (list.nr == 1 && mail_can_address(list.v[0]))
		sender = xstrdup(list.v[0]);
	return sender;
}

bool mail_lists_address(const struct strlist *list, const char *address)
{
	FOR_EACH(entry, list)
		if (!strcasecmp(*entry, address))
			return true;
	return false;
}

bool mail_can_address(const char *email)
{
	const char *at = strchr(email, '@');

	if (!at || at == email || !at[1] || strchr(at + 1, '@') || strlen(email) > 254 ||
	    *email == '-')
		return false;
	for (; *email; email++)
		if (*email <= ' ' || *email > '~' || strchr("()<>[]:;\\,\"", *email))
			return false;
	return true;
}

static bool is_plain(const char *name)
{
	for (const char *c = name; *c; c++)
		if (*c < ' ' || *c > '~')
			return false;
	return strlen(name) <= MAX_NAME && !strstr(name, "=?");
}

static void put_name(FILE *out, const char *name)
{
	if (!is_plain(name)) {
		put_words(out, name);
	} else if (!strpbrk(name, "()<>[]:;@\\,.\"")) {
		fputs(name, out);
	} else {
		fputc('"', out);
		for (const char *c = name; *c; c++) {
			if (*c == '"' || *c == '\\')
				fputc('\\', out);
			fputc(*c, out);
		}
		fputc('"', out);
	}
}

/* Without control characters, and without blanks where they would be lost. */
static char *clean(const char *name)
{
	char *copy = xstrdup(name), *to = copy;

	for (const char *c = name; *c; c++) {
		bool blank = (unsigned char)*c <= ' ' || *c == 0x7f;

		if (!blank)
			*to++ = *c;
		else if (to > copy && to[-1] != ' ')
			*to++ = ' ';
	}
	while (to > copy && to[-1] == ' ')
		to--;
	*to = '\0';
	return copy;
}

char *mail_format_addresses(const struct recipients *recipients, bool to)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);
	bool first = true;

	FOR_EACH(recipient, recipients) {
		char *name CLEANUP(free_text) = clean(recipient->name ? recipient->name : "");

		if (recipient->to != to)
			continue;
		if (!mail_can_address(recipient->email)) {
			fclose(out);
			free(text);
			fail_no("no mail can go to this address: %.100s", recipient->email);
			return NULL;
		}
		if (!first)
			fputs(",\n ", out);
		first = false;
		if (*name)
			put_name(out, name);
		fprintf(out, *name ? " <%s>" : "%s", recipient->email);
	}
	fclose(out);
	return text;
}

static bool is_recipient_header(const struct mail_header *header)
{
	return !strcasecmp(header->name, "To") || !strcasecmp(header->name, "Cc");
}

char *mail_readdress(const struct mail *mail, const struct recipients *recipients, size_t *len)
{
	char *to CLEANUP(free_text) = mail_format_addresses(recipients, true);
	char *cc CLEANUP(free_text) = to ? mail_format_addresses(recipients, false) : NULL;
	char *text = NULL;
	bool written = false;

	if (!cc)
		return NULL;
	FILE *out = xmemstream(&text, len);
	for (size_t i = 0; i <= mail->nr; i++) {
		const struct mail_header *header = i < mail->nr ? &mail->v[i] : NULL;

		if (!written && (!header || is_recipient_header(header))) {
			if (*to)
				fprintf(out, "To: %s\n", to);
			if (*cc)
				fprintf(out, "Cc: %s\n", cc);
			written = true;
		}
		if (header && !is_recipient_header(header))
			fwrite(mail->text + header->start, 1, header->end - header->start, out);
	}
	fwrite(mail->text + mail->body - 1, 1, mail->len - mail->body + 1, out);
	fclose(out);
	return text;
}

void mail_release(struct mail *mail)
{
	FOR_EACH(header, mail)
		FREE_ALL(header->name, header->value);
	FREE_ALL(mail->v, mail->text);
	*mail = (struct mail){ 0 };
}
