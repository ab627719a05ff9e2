// SPDX-License-Identifier: GPL-2.0
/* Writes and reads the tracking commit of a b4 prep branch. */
#include "series/b4.h"

#include "lib/digest.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "lib/slug.h"
#include "msg/trailer.h"
#include "series/message.h"
#include "recipients/recipient.h"

#include <strings.h>
#include <time.h>

#define MARKER "--- b4-submit-tracking ---"
#define RECORD "treewide-record" /* beside "series" in the tracking data */
#define CUT "\n---\n"

static const char *find_marker(const char *message)
{
	return strstr(message, "\n" MARKER "\n");
}

bool b4_is_cover(const char *message)
{
	return find_marker(message) != NULL;
}

const char *b4_notes(const char *message)
{
	const char *marker = find_marker(message);

	return marker ? strchr(marker, '{') : NULL;
}

/* The line "---" above the marker; NULL when there is none. */
static const char *find_cut(const char *message, const char *marker)
{
	const char *cut = strstr(message, CUT);

	return cut && (!marker || cut < marker) ? cut : NULL;
}

int b4_parse(struct b4_tracking *tracking, const char *message)
{
	const char *marker = find_marker(message);
	const char *json = b4_notes(message);
	json_t *root CLEANUP(free_json) = json ? json_loads(json, JSON_DISABLE_EOF_CHECK, NULL) :
						 NULL;
	const char *change_id = NULL, *cut;
	int revision = 0;

	if (!marker)
		return 0;
	if (!root || json_unpack(root, "{s:{s:i, s:s}}", "series", "revision", &revision,
				 "change-id", &change_id) < 0)
		return fail_system("the cover commit holds no tracking data that b4 would read");
	cut = find_cut(message, marker);
	tracking->revision = revision;
	tracking->change_id = xstrdup(change_id);
	if (cut && cut + strlen(CUT) <= marker)
		tracking->below = xstrndup(cut + strlen(CUT),
					   (size_t)(marker + 1 - cut) - strlen(CUT));
	tracking->data = TAKE(root);
	return 1;
}

static void add_parent(struct strlist *list, const json_t *id)
{
	char *text CLEANUP(free_text) = json_is_string(id) ? xasprintf("<%s>",
								       json_string_value(id)) :
							     NULL;

	if (text)
		strlist_add_once(list, text);
}

void b4_replied_ids(struct strlist *list, const char *message)
{
	const char *text = b4_notes(message);
	json_t *root CLEANUP(free_json) = text ? json_loads(text, JSON_DISABLE_EOF_CHECK, NULL) :
						 NULL;
	const json_t *series = json_object_get(root, "series");
	json_t *version;
	const char *name;

	add_parent(list, json_object_get(series, "from-thread"));
	json_object_foreach(json_object_get(series, "history"), name, version)
		FOR_EACH_JSON(id, version)
			add_parent(list, id);
}

/* b4's form is <date>-<slug>-<12 hex digits>; the digits come from the name, so
 * that two machines agree. */
static char *new_change_id(const char *name)
{
	git_oid id = digest_of(name);
	char *slug CLEANUP(free_text) = slug_make(name);
	char date[16] = "", hex[13] = "";
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(date, sizeof(date), "%Y%m%d", &tm);
	git_oid_nfmt(hex, 12, &id);
	return xasprintf("%s-%s-%s", date, slug, hex);
}

void b4_tracking_init(struct b4_tracking *tracking, const char *name)
{
	tracking->change_id = new_change_id(name);
	tracking->revision = 1;
	tracking->data = json_pack("{s:{s:i, s:s, s:[]}}", "series", "revision", 1, "change-id",
				   tracking->change_id, "prefixes");
}

bool b4_get_record(const struct b4_tracking *tracking, git_oid *record)
{
	const char *id = json_field(tracking->data, RECORD);

	return *id && git_oid_fromstr(record, id) == 0;
}

void b4_set_record(struct b4_tracking *tracking, const git_oid *record)
{
	json_object_set_new(tracking->data, RECORD, json_string(git_oid_tostr_s(record)));
}

void b4_tracking_release(struct b4_tracking *tracking)
{
	FREE_ALL(tracking->change_id, tracking->below);
	json_decref(tracking->data);
	*tracking = (struct b4_tracking){ 0 };
}

/* b4 would not mail this as it stands. */
static int check_text(const char *title, const char *text)
{
	if (strchr(title, '\n'))
		return fail_usage("the title of the cover letter is longer than a line");
	if (strstr(title, MARKER) || strstr(text, MARKER))
		return fail_usage("the cover letter holds b4's marker line \"" MARKER "\"");
	if (strstr(title, "EDITME") || strstr(text, "EDITME"))
		return fail_usage("the cover letter holds the word EDITME: b4 does not send it");
	FOR_EACH_LINE(line, text) {
		if (*line.at == '#')
			return fail_usage("b4 leaves out this line of the cover letter, which "
					  "begins with #: %.*s", (int)line.len, line.at);
		if (line.len == 3 && (starts_with(line.at, "---") || starts_with(line.at, "-- ")))
			return fail_usage("b4 takes a line \"%.*s\" for the end of the cover "
					  "letter", 3,
					  line.at);
	}
	return 0;
}

char *b4_cover_head(const char *title, const char *text, const struct recipients *recipients,
		    const char *signed_off_by)
{
	size_t len = strlen(text);
	char *head = NULL;

	if (check_text(title, text) < 0)
		return NULL;
	while (len && text[len - 1] == '\n')
		len--;
	FILE *out = xmemstream(&head, NULL);
	fprintf(out, "%s\n\n%.*s%s", title, (int)len, text, len ? "\n\n" : "");
	FOR_EACH(recipient, recipients) {
		fputs(recipient->to ? "To: " : "Cc: ", out);
		message_address(out, recipient);
		fputc('\n', out);
	}
	fprintf(out, "Signed-off-by: %s", signed_off_by);
	fclose(out);
	return head;
}

char *b4_cover_head_of(const char *message)
{
	const char *end = find_marker(message), *cut = find_cut(message, end);
	size_t len = cut ? (size_t)(cut - message) : end ? (size_t)(end - message) :
							   strlen(message);

	while (len && strchr(" \n", message[len - 1]))
		len--;
	return xstrndup(message, len);
}

char *b4_cover_message(const char *head, const struct b4_tracking *tracking)
{
	char *data = json_dumps(tracking->data, JSON_INDENT(2) | JSON_ENSURE_ASCII);
	char *message;

	message = xasprintf("%s\n\n%s%s" MARKER "\n"
			    "# This section is used internally by b4 prep for tracking purposes.\n"
			    "%s\n", head, tracking->below ? "---\n" : "",
			    tracking->below ? tracking->below : "", data);
	free(data);
	return message;
}

/* The cover without lines that begin with "#" and with one blank line for many. */
static char *strip(const char *text, size_t len)
{
	const char *end = text + len;
	char *stripped = NULL;
	unsigned blank = 2;
	FILE *out = xmemstream(&stripped, NULL);

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		int line = (int)((stop ? stop : end) - text);

		if (*text == '#')
			line = 0;
		blank = line ? 0 : blank + 1;
		if (blank < 2)
			fprintf(out, "%.*s\n", line, text);
		text = stop ? stop + 1 : end;
	}
	fclose(out);
	return stripped;
}

static void put_subject(FILE *out, const char *title, const struct b4_tracking *tracking,
			size_t patches)
{
	const json_t *prefixes = json_object_get(json_object_get(tracking->data, "series"),
						 "prefixes");
	char *total CLEANUP(free_text) = xasprintf("%zu", patches);

	fputs("Subject: [PATCH", out);
	FOR_EACH_JSON(prefix, prefixes)
		fprintf(out, " %s", json_is_string(prefix) ? json_string_value(prefix) : "");
	if (tracking->revision > 1)
		fprintf(out, " v%d", tracking->revision);
	fprintf(out, " %0*d/%s] %.*s\n\n", (int)strlen(total), 0, total,
		(int)strcspn(title, "\n"), title);
}

char *b4_cover_mail(const char *message, size_t patches, const char *base, const char *shortlog,
		    const char *diffstat)
{
	const char *marker = find_marker(message), *body;
	struct b4_tracking tracking CLEANUP(b4_tracking_release) = { 0 };
	struct commit_message parts CLEANUP(commit_message_release) = { 0 };
	char *stripped CLEANUP(free_text) = NULL;
	char *mail = NULL;

	if (b4_parse(&tracking, message) < 0)
		return NULL;
	stripped = strip(message, marker ? (size_t)(marker - message) : strlen(message));
	commit_message_split(&parts, stripped);
	FILE *out = xmemstream(&mail, NULL);
	put_subject(out, parts.text, &tracking, patches);
	body = strstr(parts.text, "\n\n");
	if (body)
		fprintf(out, "%s\n\n", body + 2);
	FOR_EACH(trailer, &parts.trailers)
		if (strncasecmp(*trailer, "To:", 3) != 0 && strncasecmp(*trailer, "Cc:", 3) != 0)
			fprintf(out, "%s\n", *trailer);
	if (*parts.below)
		fprintf(out, "---\n%s\n\n", parts.below);
	fprintf(out, "---\n%s\n\n%s\n---\nbase-commit: %s\nchange-id: %s\n", shortlog, diffstat,
		base, tracking.change_id ? tracking.change_id : "");
	fclose(out);
	return mail;
}
