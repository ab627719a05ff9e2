// SPDX-License-Identifier: GPL-2.0
/* Fills templates and composes commit messages. */
#include "series/message.h"

#include "lib/lib.h"
#include "msg/trailer.h"
#include "profile/taglist.h"
#include "series/patch.h"

/* Length of the field name behind an opening brace; 0 when it is plain text. */
static size_t field_len(const char *text)
{
	size_t len = 0;

	while (islower((unsigned char)text[len]) || text[len] == '_')
		len++;
	return text[len] == '}' ? len : 0;
}

static const char *lookup(const struct field *fields, const char *name, size_t len)
{
	for (; fields->name; fields++)
		if (strlen(fields->name) == len && !strncmp(fields->name, name, len))
			return fields->value;
	return NULL;
}

static void refuse_template(const char *name, unsigned line, const char *field, size_t len,
			    const struct field *fields)
{
	char *known = NULL;
	FILE *out = xmemstream(&known, NULL);

	for (; fields->name; fields++)
		fprintf(out, "%s{%s}", ftell(out) ? ", " : "", fields->name);
	fclose(out);
	fail_usage("%s:%u: unknown field {%.*s}; known here are %s", name, line, (int)len, field,
		   known);
	free(known);
}

char *message_fill(const char *name, const char *template, const struct field *fields)
{
	char *text = NULL;
	unsigned line = 1;
	FILE *out = xmemstream(&text, NULL);

	for (const char *at = template; *at; at++) {
		size_t len = *at == '{' ? field_len(at + 1) : 0;
		const char *value = len ? lookup(fields, at + 1, len) : NULL;

		if (len && !value) {
			fclose(out);
			free(text);
			refuse_template(name, line, at + 1, len, fields);
			return NULL;
		}
		line += *at == '\n';
		if (len) {
			fputs(value, out);
			at += len + 1;
		} else {
			fputc(*at, out);
		}
	}
	fclose(out);
	return text;
}

/* RFC 5322 wants quotes round a name with special characters. */
void message_address(FILE *out, const struct recipient *recipient)
{
	if (!*recipient->name) {
		fputs(recipient->email, out);
		return;
	}
	if (strpbrk(recipient->name, "()<>[]:;@\\,.\"")) {
		fputc('"', out);
		for (const char *c = recipient->name; *c; c++) {
			if (*c == '"' || *c == '\\')
				fputc('\\', out);
			fputc(*c, out);
		}
		fputc('"', out);
	} else {
		fputs(recipient->name, out);
	}
	fprintf(out, " <%s>", recipient->email);
}

/* The last Signed-off-by: of the patch, when that is @mine; NULL: it is missing. */
static char **own_sign_off(const struct patch *patch, const char *mine)
{
	char **last = NULL;

	FOR_EACH(trailer, &patch->trailers)
		if (trailer_is_sign_off(*trailer))
			last = trailer;
	return last && trailer_same(*last, mine) ? last : NULL;
}

/* The sender's own one stands behind what people gave, where b4 puts it, too. */
static void put_trailers(FILE *out, const struct patch *patch, const char *mine)
{
	char **own = own_sign_off(patch, mine);

	FOR_EACH(trailer, &patch->trailers)
		if (trailer != own || !patch->received.nr)
			fprintf(out, "%s\n", *trailer);
	FOR_EACH(trailer, &patch->received)
		fprintf(out, "%s\n", *trailer);
	if (!own || patch->received.nr)
		fprintf(out, "%s\n", own ? *own : mine);
}

/* Does nothing stand behind the body? */
static bool ends_here(const struct patch *patch)
{
	return patch->tag_rows && !patch->tags.nr && !patch->received.nr;
}

/* Nobody signs where messages have tags, unless by hand. */
static void put_tags(FILE *out, const struct patch *patch)
{
	tags_write(out, patch->tag_rows, &patch->tags);
	FOR_EACH(trailer, &patch->received)
		fprintf(out, "%s\n", *trailer);
}

char *message_compose(const struct patch *patch, const char *signed_off_by)
{
	char *mine CLEANUP(free_text) = xasprintf("Signed-off-by: %s", signed_off_by);
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	fprintf(out, "%s\n\n", patch->subject);
	if (*patch->body)
		fprintf(out, "%s%s", patch->body, ends_here(patch) ? "" : "\n");
	if (patch->tag_rows)
		put_tags(out, patch);
	else
		put_trailers(out, patch, mine);
	if (patch->recipients.nr)
		fputs("---\n", out);
	FOR_EACH(recipient, &patch->recipients) {
		fputs("Cc: ", out);
		message_address(out, recipient);
		fputc('\n', out);
	}
	fclose(out);
	return text;
}
