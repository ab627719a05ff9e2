// SPDX-License-Identifier: GPL-2.0
/* Knows the tags of commit messages, and sorts them. */
#include "msg/trailer.h"

#include "lib/confline.h"
#include "lib/lib.h"

#include <strings.h>

enum trailer_form { FORM_PERSON, FORM_URL, FORM_FIXES, FORM_REFUSED };

/* In their order; Co-developed-by and the Signed-off-by behind it share a rank. */
static const struct tag {
	const char *name;
	enum trailer_form form;
	unsigned rank_trailer;
} tags[] = {
	{ "Fixes", FORM_FIXES, 0 },	     { "Reported-by", FORM_PERSON, 1 },
	{ "Closes", FORM_URL, 2 },	     { "Suggested-by", FORM_PERSON, 3 },
	{ "Link", FORM_URL, 4 },	     { "Tested-by", FORM_PERSON, 5 },
	{ "Reviewed-by", FORM_PERSON, 6 },   { "Acked-by", FORM_PERSON, 7 },
	{ "Co-developed-by", FORM_PERSON, 8 }, { "Signed-off-by", FORM_PERSON, 8 },
	{ "Cc", FORM_REFUSED, 9 },	     { "To", FORM_REFUSED, 9 },
};

#define RANK_OTHER 7 /* before Co-developed-by */
#define NR_TAGS (sizeof(tags) / sizeof(*tags))
#define KNOWN "Fixes, Reported-by, Closes, Suggested-by, Link, Tested-by, Reviewed-by, Acked-by " \
	      "and Co-developed-by"

size_t trailer_name(const char *line)
{
	size_t len = 0;

	if (!isalpha((unsigned char)*line))
		return 0;
	while (isalnum((unsigned char)line[len]) || line[len] == '-')
		len++;
	return line[len] == ':' && (line[len + 1] == ' ' || line[len + 1] == '\t') ? len : 0;
}

static const struct tag *find_tag(const char *line)
{
	size_t len = trailer_name(line);

	for (size_t i = 0; len && i < NR_TAGS; i++)
		if (strlen(tags[i].name) == len && !strncasecmp(tags[i].name, line, len))
			return &tags[i];
	return NULL;
}

/* "Assisted-by: " and the like: whether there is one is for the base to say. */
static bool is_by(const char *line)
{
	size_t len = trailer_name(line);

	return len > 3 && !strncasecmp(line + len - 3, "-by", 3);
}

static const char *trailer_value(const char *trailer)
{
	const char *value = trailer + strcspn(trailer, ":") + 1;

	return value + strspn(value, " \t");
}

/* Does the line begin with a trailer that is known, or refused, or for the base to know? */
static bool names_trailer(const char *line)
{
	return find_tag(line) || is_by(line);
}

bool trailer_is_for_base(const char *trailer)
{
	return !find_tag(trailer);
}

int trailer_refuse(const char *trailer)
{
	return fail_usage("\"%s\" is not a known trailer; known are " KNOWN
			  ", and those that checkpatch.pl of the base knows", trailer);
}

/* Length of an address at @at: something, "@", something with no blank in it. */
static size_t address_len(const char *at, size_t len)
{
	size_t size = 0, sign = 0;

	while (size < len && !isspace((unsigned char)at[size]) && !strchr("<>,", at[size])) {
		if (at[size] == '@')
			sign = size;
		size++;
	}
	return sign && sign + 1 < size ? size : 0;
}

bool trailer_is_person(const char *line, size_t len)
{
	size_t name = trailer_name(line), size;

	if (!name || name >= len)
		return false;
	for (size_t at = name; at < len; at++) {
		if (line[at] != '<')
			continue;
		size = address_len(line + at + 1, len - at - 1);
		if (size && at + 1 + size < len && line[at + 1 + size] == '>')
			return true;
	}
	name += 1 + strspn(line + name + 1, " \t");
	return name < len && address_len(line + name, len - name) == len - name;
}

/* "Name <address>", and nothing behind it. */
static bool is_person(const char *value)
{
	const char *open = strrchr(value, '<');
	size_t len = open ? address_len(open + 1, strlen(open + 1)) : 0;

	return open > value + 1 && open[-1] == ' ' && len && !strcmp(open + 1 + len, ">");
}

/* A URL; behind a blank there may be a mark such as "# [1]" or "[1]". */
static bool is_url(const char *value)
{
	size_t head = !strncmp(value, "https://", 8) ? 8 : !strncmp(value, "http://", 7) ? 7 : 0;
	const char *end = value + strcspn(value, " \t");

	if (!head || end <= value + head || !isalnum((unsigned char)value[head]))
		return false;
	end += strspn(end, " \t");
	return !*end || *end == '#' || *end == '[';
}

/* 54a4f0239f2e ("subject") */
static bool is_fixes(const char *value)
{
	size_t digits = strspn(value, "0123456789abcdef"), len = strlen(value);

	return digits >= 12 && digits <= 40 && len > digits + 5 &&
	       !strncmp(value + digits, " (\"", 3) && !strcmp(value + len - 2, "\")");
}

static int check_form(const struct tag *tag, const char *value)
{
	static const char *const wanted[] = { "Name <address>", "a URL",
					      "12 or more digits and (\"the subject\")" };
	bool good = tag->form == FORM_PERSON ? is_person(value) :
		    tag->form == FORM_URL    ? is_url(value) :
					       is_fixes(value);

	return good ? 0 : fail_usage("%s: wants %s, not \"%s\"", tag->name, wanted[tag->form],
				     value);
}

int trailer_check(const char *trailer, const char *before)
{
	const struct tag *tag = find_tag(trailer), *first = before ? find_tag(before) : NULL;

	for (const char *c = trailer; *c; c++)
		if (iscntrl((unsigned char)*c))
			return fail_usage("a trailer holds a control character");
	if (!tag)
		return is_by(trailer) && *trailer_value(trailer) ? 0 : trailer_refuse(trailer);
	if (tag->form == FORM_REFUSED)
		return fail_usage("%s: is not a trailer here: [recipients] says who gets a patch",
				  tag->name);
	if (!starts_with(trailer, tag->name))
		return fail_usage("\"%.*s\" is written %s", (int)strlen(tag->name), trailer,
				  tag->name);
	if (!strcmp(tag->name, "Signed-off-by") &&
	    (!first || strcmp(first->name, "Co-developed-by") ||
	     strcmp(trailer_value(before), trailer_value(trailer))))
		return fail_usage("Signed-off-by: is made from user.name and user.email; that of "
				  "somebody else stands behind a Co-developed-by: of the same "
				  "person");
	return check_form(tag, trailer_value(trailer));
}

int trailers_check(const char *path, const char *section, const char *sub,
		   const struct strlist *trailers)
{
	for (size_t i = 0; i < trailers->nr; i++) {
		const char *text = trailers->v[i];
		const char *behind = i + 1 < trailers->nr ? trailers->v[i + 1] : "";
		const struct tag *tag = find_tag(text);
		int result = trailer_check(text, i ? trailers->v[i - 1] : NULL);

		if (result == 0 && tag && !strcmp(tag->name, "Co-developed-by") &&
		    (strncmp(behind, "Signed-off-by:", 14) || strcmp(trailer_value(behind),
								     trailer_value(text))))
			result = fail_usage("behind a Co-developed-by: the Signed-off-by: of the "
					    "same person must follow");
		if (result < 0)
			return fail_context("%s:%u", path,
					    confline_find_value(path, section, sub, "trailer",
								text));
	}
	return 0;
}

static unsigned rank_trailer(const char *trailer)
{
	const struct tag *tag = find_tag(trailer);

	return tag ? tag->rank_trailer : RANK_OTHER;
}

void trailers_merge(struct strlist *all, const struct strlist *trailers)
{
	FOR_EACH(trailer, trailers) {
		size_t at = all->nr;

		if (strlist_has(all, *trailer))
			continue;
		strlist_add(all, *trailer);
		char *copy = all->v[at];
		while (at && rank_trailer(all->v[at - 1]) > rank_trailer(copy)) {
			all->v[at] = all->v[at - 1];
			at--;
		}
		all->v[at] = copy;
	}
}

bool trailer_is_sign_off(const char *line)
{
	const struct tag *tag = find_tag(line);

	return tag && !strcmp(tag->name, "Signed-off-by");
}

/* What a paragraph is made of. */
struct paragraph {
	size_t start;		/* in the text */
	size_t trailers, others;	/* lines; what goes on with a trailer is neither */
	bool known, is_signed;
};

static void count_line(struct paragraph *paragraph, const char *line)
{
	paragraph->known = paragraph->known || names_trailer(line);
	paragraph->is_signed = paragraph->is_signed || trailer_is_sign_off(line);
	if (trailer_name(line))
		paragraph->trailers++;
	else if (!paragraph->trailers || (*line != ' ' && *line != '\t'))
		paragraph->others++;
}

size_t trailers_start(const char *text)
{
	struct paragraph last = { 0 };
	bool ended = true;

	for (const char *at = text; *at; at += *at == '\n') {
		size_t len = strcspn(at, "\n");
		bool blank = strspn(at, " \t\r") >= len;

		if (!blank && ended)
			last = (struct paragraph){ .start = (size_t)(at - text) };
		if (!blank)
			count_line(&last, at);
		ended = blank;
		at += len;
	}
	/* the 25 per cent are those of git interpret-trailers */
	return (last.known && !last.others) ||
		       (last.is_signed && 3 * last.trailers >= last.others) ?
		       last.start : strlen(text);
}

void trailers_take(struct strlist *all, const char *text)
{
	struct strlist lines CLEANUP(strlist_release) = { 0 };
	size_t first = all->nr;

	strlist_split(&lines, text, "\n");
	FOR_EACH(line, &lines) {
		char **last = all->nr > first ? &all->v[all->nr - 1] : NULL;

		if (last && !trailer_name(*line)) {
			char *both = xasprintf("%s\n%s", *last, *line);

			free(*last);
			*last = both;
		} else {
			strlist_add(all, *line);
		}
	}
}

/* Takes commit messages apart into text, trailers and the rest. */

#define CUT "---\n"

/* Does @line, of @len bytes, look like a trailer to b4? */
static bool is_trailer(const char *line, size_t len)
{
	size_t at = 0, name;

	while (at < len && isspace((unsigned char)line[at]))
		at++;
	name = at;
	while (at < len && !isspace((unsigned char)line[at]))
		at++;
	if (at - name < 3 || line[at - 1] != ':' ||
	    !(isalnum((unsigned char)line[name]) || line[name] == '_' ||
	      (unsigned char)line[name] >= 0x80))
		return false;
	while (at < len && isspace((unsigned char)line[at]))
		at++;
	return at < len;
}

/* "[for the driver]" below a trailer. */
static bool is_remark(const char *line, size_t len)
{
	while (len && isspace((unsigned char)line[len - 1]))
		len--;
	while (len && isspace((unsigned char)*line))
		line++, len--;
	return len > 2 && *line == '[' && line[len - 1] == ']' && !memchr(line, ']', len - 1);
}

/* The line of the cut; the end of the text when there is none. */
static const char *find_cut(const char *message)
{
	if (starts_with(message, CUT))
		return message;
	const char *at = strstr(message, "\n" CUT);
	return at ? at + 1 : message + strlen(message);
}

static void chop(char *text)
{
	size_t len = strlen(text);

	while (len && isspace((unsigned char)text[len - 1]))
		text[--len] = '\0';
}

static void add_trailer(struct strlist *trailers, const char *line, size_t len)
{
	char **entry = LIST_ADD(trailers);

	while (len && isspace((unsigned char)*line))
		line++, len--;
	*entry = xstrndup(line, len);
	chop(*entry);
}

static void add_remark(struct strlist *trailers, const char *line, size_t len)
{
	char **last = &trailers->v[trailers->nr - 1];
	char *whole = xasprintf("%s\n%.*s", *last, (int)len, line);

	free(*last);
	*last = whole;
	chop(*last);
}

/* Take the trailers out of a paragraph; other lines go to @out. */
static void read_paragraph(struct commit_message *parts, const char *text, FILE *out)
{
	bool was_trailer = false;

	FOR_EACH_LINE(line, text) {
		bool trailer = is_trailer(line.at, line.len);

		if (trailer)
			add_trailer(&parts->trailers, line.at, line.len);
		else if (was_trailer && is_remark(line.at, line.len))
			add_remark(&parts->trailers, line.at, line.len);
		else
			fprintf(out, "%.*s\n", (int)line.len, line.at);
		was_trailer = trailer;
	}
}

void commit_message_split(struct commit_message *parts, const char *message)
{
	const char *cut = find_cut(message);
	char *above = xstrndup(message, (size_t)(cut - message));
	char *last, *next;

	parts->below = xstrdup(*cut ? cut + strlen(CUT) : "");
	chop(parts->below);
	chop(above);
	/* the subject is no paragraph of its body */
	last = strstr(above, "\n\n");
	while (last && (next = strstr(last + 2, "\n\n")))
		last = next;
	FILE *out = xmemstream(&parts->text, NULL);
	fprintf(out, "%.*s\n\n", last ? (int)(last - above) : (int)strlen(above), above);
	if (last)
		read_paragraph(parts, last + 2, out);
	fclose(out);
	chop(parts->text);
	free(above);
}

void commit_message_release(struct commit_message *parts)
{
	FREE_ALL(parts->text, parts->below);
	strlist_release(&parts->trailers);
	*parts = (struct commit_message){ 0 };
}

/* How much of a trailer counts: not what is said about it. */
static size_t weight(const char *trailer)
{
	size_t len = strcspn(trailer, "\n");
	const char *remark = strstr(trailer, " #");

	if (remark && remark < trailer + len)
		len = (size_t)(remark - trailer);
	while (len && isspace((unsigned char)trailer[len - 1]))
		len--;
	return len;
}

bool trailer_same(const char *a, const char *b)
{
	const char *value_a = strchr(a, ':'), *value_b = strchr(b, ':');
	size_t len_a = weight(a), len_b = weight(b);

	if (!value_a || !value_b || value_a - a != value_b - b ||
	    strncasecmp(a, b, (size_t)(value_a - a)) != 0)
		return false;
	len_a -= (size_t)(++value_a - a);
	len_b -= (size_t)(++value_b - b);
	while (len_a && isspace((unsigned char)*value_a))
		value_a++, len_a--;
	while (len_b && isspace((unsigned char)*value_b))
		value_b++, len_b--;
	return len_a == len_b && !strncasecmp(value_a, value_b, len_a);
}

bool trailers_have(const struct strlist *trailers, const char *trailer)
{
	FOR_EACH(known, trailers)
		if (trailer_same(*known, trailer))
			return true;
	return false;
}

bool trailer_is_praise(const char *trailer)
{
	size_t name = strcspn(trailer, ":");

	return name > 3 && !strncasecmp(trailer + name - 3, "-by", 3) && strchr(trailer, '@') &&
	       strncasecmp(trailer, "Signed-off-by", name) != 0;
}
