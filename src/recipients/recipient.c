// SPDX-License-Identifier: GPL-2.0
/* Takes addresses apart, makes them safe to write, and merges lists of them. */
#include "recipients/recipient.h"

#include "lib/lib.h"

#define MAX_NAME 120	/* bytes */
#define MAX_ADDRESS 254 /* RFC 5321 4.5.3.1.3, without the brackets */
#define MAX_REASON 240	/* bytes of one */
#define MAX_REASONS 4
#define FROM " (for patch "

/* What ends a line for somebody, turns its direction, or cannot be seen. */
static const struct {
	unsigned first, last;
} banned[] = {
	{ 0x0, 0x1f },	    { 0x7f, 0x9f },	{ 0x61c, 0x61c },   { 0x200b, 0x200b },
	{ 0x200e, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xfeff, 0xfeff },
	{ 0xfff9, 0xfffb }, { 0xfffe, 0xffff }, { 0xe0000, 0xe0fff },
};

static bool is_banned(unsigned code)
{
	for (size_t i = 0; i < sizeof(banned) / sizeof(*banned); i++)
		if (code >= banned[i].first && code <= banned[i].last)
			return true;
	return false;
}

/* How many bytes the character at @text has, and which it is; 0: it is no UTF-8. */
static size_t decode(const char *text, size_t len, unsigned *code)
{
	static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *byte = (const unsigned char *)text;
	size_t size = *byte < 0x80 ? 1 : *byte < 0xc0 ? 0 : *byte < 0xe0 ? 2 : *byte < 0xf0 ? 3 : 4;

	if (!size || size > len || *byte > 0xf4)
		return 0;
	*code = size == 1 ? *byte : *byte & (0x7fU >> size);
	for (size_t i = 1; i < size; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (byte[i] & 0x3fU);
	}
	if (*code < least[size] || *code > 0x10ffff || (*code >= 0xd800 && *code <= 0xdfff))
		return 0;
	return size;
}

char *recipient_clean(const char *text, size_t len, size_t limit)
{
	static const char unknown[] = "\xef\xbf\xbd"; /* U+FFFD */
	char *clean = xcalloc(1, limit + 1);
	size_t to = 0;

	for (size_t at = 0; at < len;) {
		unsigned code = 0;
		size_t size = decode(text + at, len - at, &code);
		const char *from = size ? text + at : unknown;
		size_t count = size ? size : sizeof(unknown) - 1;

		at += size ? size : 1;
		if ((size && is_banned(code)) || (!to && *from == ' '))
			continue;
		if (to + count > limit)
			break;
		memcpy(clean + to, from, count);
		to += count;
	}
	while (to && clean[to - 1] == ' ')
		to--;
	clean[to] = '\0';
	return clean;
}

/* "\"" and "\\" inside of quotes stand for the second character. */
static void unquote(char *name)
{
	size_t len = strlen(name);
	char *to = name;

	if (len < 2 || *name != '"' || name[len - 1] != '"')
		return;
	for (const char *from = name + 1; from < name + len - 1; from++) {
		if (*from == '\\' && strchr("\"\\", from[1]) && from + 1 < name + len - 1)
			from++;
		*to++ = *from;
	}
	*to = '\0';
}

/* b4 reads a trailer up to " #", takes one with "://" for a link, and decodes "=?...?="
 * of RFC 2047, which could hold an end of line; brackets round an address are ours. */
static void defuse(char *name)
{
	char *to = name;

	for (const char *from = name; *from; from++) {
		bool word = *from == '?' && to > name && to[-1] == '=';
		bool link = *from == '/' && to > name + 1 && to[-1] == '/' && to[-2] == ':';

		if (!strchr("#<>", *from) && !word && !link)
			*to++ = *from;
	}
	*to = '\0';
}

static char *clean_name(const char *text, size_t len)
{
	char *wide CLEANUP(free_text) = recipient_clean(text, len, len * 3);

	unquote(wide);
	defuse(wide);
	return recipient_clean(wide, strlen(wide), MAX_NAME);
}

/* The forms that every mail program agrees about; b4 wants a dot in the domain. */
static bool is_address(const char *text, size_t len)
{
	const char *at = memchr(text, '@', len), *dot;

	for (size_t i = 0; i < len; i++)
		if (!isgraph((unsigned char)text[i]) || strchr("<>(),;:\"\\[]", text[i]))
			return false;
	if (!at || at == text || *text == '-' || len > MAX_ADDRESS)
		return false;
	dot = memrchr(at, '.', len - (size_t)(at - text));
	return dot && dot > at + 1 && dot + 1 < text + len &&
	       !memchr(at + 1, '@', len - (size_t)(at + 1 - text));
}

/* Where the name may end: behind the quotes round it. */
static const char *behind_quotes(const char *line)
{
	const char *at = line;

	if (*at++ != '"')
		return line;
	while (*at && *at != '"')
		at += *at == '\\' && at[1] ? 2 : 1;
	return *at && strchr(at, '<') ? at + 1 : line;
}

/* The section may hold parentheses and brackets itself, so the reason is what follows
 * the first " (" behind the address. */
bool recipient_parse(struct recipient *recipient, const char *line)
{
	size_t first = strcspn(line, " \t"), blank = strspn(line + first, " \t");
	bool bare = is_address(line, first) && line[first + blank] != '<';
	const char *open = bare ? NULL : strchr(behind_quotes(line), '<');
	const char *close = open ? strchr(open, '>') : NULL;
	const char *address = close ? open + 1 : line;
	size_t len = close ? (size_t)(close - address) : first;
	const char *why = address + len + (close != NULL);

	why += strspn(why, " \t");
	if (!is_address(address, len) || (*why && *why != '('))
		return false;
	why += strspn(why, " (");
	size_t size = strlen(why);
	*recipient = (struct recipient){
		.name = clean_name(line, close ? (size_t)(open - line) : 0),
		.email = xstrndup(address, len),
		.why = recipient_clean(why, size && why[size - 1] == ')' ? size - 1 : size,
				       MAX_REASON),
	};
	return true;
}

void recipient_release(struct recipient *recipient)
{
	FREE_ALL(recipient->name, recipient->email, recipient->why);
}

struct recipient *recipients_find(const struct recipients *list, const char *email)
{
	FOR_EACH(recipient, list)
		if (!strcasecmp(recipient->email, email))
			return recipient;
	return NULL;
}

/* The length of the first reason in @why. */
static size_t reason_len(const char *why)
{
	const char *end = strstr(why, "; ");

	return end ? (size_t)(end - why) : strlen(why);
}

/* The same without the patch that it comes from. */
static size_t bare_len(const char *why)
{
	const char *from = memmem(why, reason_len(why), FROM, sizeof(FROM) - 1);

	return from ? (size_t)(from - why) : reason_len(why);
}

static void add_reason(char **why, const char *reason, bool first)
{
	static const char more[] = "and more";
	const char *separator = **why ? "; " : "", *last = *why;
	size_t count = 0;

	for (const char *at = *why; *at;) {
		if (bare_len(at) == bare_len(reason) && !memcmp(at, reason, bare_len(at)))
			return;
		last = at;
		count++;
		at += reason_len(at);
		at += strspn(at, "; ");
	}
	if (!*reason || (count >= MAX_REASONS && !first && !strcmp(last, more)))
		return;
	if (count >= MAX_REASONS && !first)
		reason = more;
	char *joined = first ? xasprintf("%s%s%s", reason, separator, *why) :
			       xasprintf("%s%s%s", *why, separator, reason);
	free(*why);
	*why = joined;
}

void recipients_add(struct recipients *list, const struct recipient *recipient)
{
	struct recipient *known = recipients_find(list, recipient->email);

	if (!known) {
		known = LIST_ADD(list);
		known->name = xstrdup(recipient->name);
		known->email = xstrdup(recipient->email);
		known->why = xstrdup("");
	} else if (!*known->name) {
		free(known->name);
		known->name = xstrdup(recipient->name);
	}
	for (const char *at = recipient->why; *at;) {
		char *reason CLEANUP(free_text) = xstrndup(at, reason_len(at));
		bool first = recipient->to && !known->to && at == recipient->why;

		add_reason(&known->why, reason, first);
		at += reason_len(at);
		at += strspn(at, "; ");
	}
	known->to = known->to || recipient->to;
}

void recipients_join(struct recipients *list, const struct recipients *others, const char *patch)
{
	FOR_EACH(recipient, others) {
		struct recipient copy = *recipient;

		if (!patch || !strcmp(recipient->why, RECIPIENT_ALWAYS)) {
			recipients_add(list, recipient);
			continue;
		}
		FILE *out = xmemstream(&copy.why, NULL);
		for (const char *at = recipient->why; *at;) {
			int len = (int)reason_len(at);

			fprintf(out, "%s%.*s", at == recipient->why ? "" : "; ", len, at);
			if (len != sizeof(RECIPIENT_ALWAYS) - 1 ||
			    memcmp(at, RECIPIENT_ALWAYS, (size_t)len))
				fprintf(out, FROM "%s)", patch);
			at += len;
			at += strspn(at, "; ");
		}
		fclose(out);
		recipients_add(list, &copy);
		free(copy.why);
	}
	recipients_sort(list);
}

static int by_rank(const void *a, const void *b)
{
	const struct recipient *x = a, *y = b;

	return x->to != y->to ? y->to - x->to : strcasecmp(x->email, y->email);
}

void recipients_sort(struct recipients *list)
{
	LIST_SORT(list, by_rank);
}

void recipients_release(struct recipients *list)
{
	FOR_EACH(recipient, list)
		recipient_release(recipient);
	LIST_RELEASE(list);
}
