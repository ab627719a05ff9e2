// SPDX-License-Identifier: GPL-2.0
/* Knows the tags of commit messages, and sorts them. */
#include "msg/trailer.h"

#include "lib/cleanup.h"
#include "lib/confline.h"
#include "lib/fail.h"
#include "lib/list.h"

#include <ctype.h>
#include <string.h>

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

static const char *trailer_value(const char *trailer)
{
	const char *value = trailer + strcspn(trailer, ":") + 1;

	return value + strspn(value, " \t");
}

bool trailer_is_known(const char *line)
{
	return find_tag(line) != NULL;
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
		return fail_usage("\"%s\" is no known trailer; they are " KNOWN, trailer);
	if (tag->form == FORM_REFUSED)
		return fail_usage("%s: is no trailer here: who gets a patch stands in [recipients]",
				  tag->name);
	if (strncmp(trailer, tag->name, strlen(tag->name)))
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

	return tag ? tag->rank_trailer : NR_TAGS;
}

void trailers_merge(struct strlist *all, const struct strlist *trailers)
{
	FOR_EACH(trailer, trailers) {
		size_t at = all->nr;
		char *copy;

		if (strlist_has(all, *trailer))
			continue;
		strlist_add(all, *trailer);
		copy = all->v[at];
		while (at && rank_trailer(all->v[at - 1]) > rank_trailer(copy)) {
			all->v[at] = all->v[at - 1];
			at--;
		}
		all->v[at] = copy;
	}
}

size_t trailers_start(const char *text)
{
	size_t start = 0;
	bool known = false, good = true, ended = false;

	for (const char *at = text; *at; at += *at == '\n') {
		size_t len = strcspn(at, "\n");

		if (strspn(at, " \t\r") >= len) {
			ended = true;
		} else if (ended || at == text) {
			start = (size_t)(at - text);
			known = trailer_is_known(at);
			good = trailer_name(at) > 0;
			ended = false;
		} else {
			/* a line that begins with a blank goes on with the one before */
			known = known || trailer_is_known(at);
			good = good && (trailer_name(at) || *at == ' ' || *at == '\t');
		}
		at += len;
	}
	return known && good ? start : strlen(text);
}
