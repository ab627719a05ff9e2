// SPDX-License-Identifier: GPL-2.0
/* Writes and reads the tracking commit of a b4 prep branch. */
#include "b4.h"

#include "cleanup.h"
#include "digest.h"
#include "fail.h"
#include "list.h"
#include "message.h"
#include "split.h"
#include "recipient.h"

#include <string.h>
#include <time.h>

#define MARKER "--- b4-submit-tracking ---"

bool b4_is_cover(const char *message)
{
	return strstr(message, "\n" MARKER "\n") != NULL;
}

int b4_parse(struct b4_tracking *tracking, const char *message)
{
	const char *marker = strstr(message, "\n" MARKER "\n");
	const char *json = marker ? strchr(marker, '{') : NULL;
	json_t *root CLEANUP(free_json) = json ? json_loads(json, JSON_DISABLE_EOF_CHECK, NULL) :
						 NULL;
	const char *change_id = NULL;
	int revision = 0;

	if (!marker)
		return 0;
	if (!root || json_unpack(root, "{s:{s:i, s:s}}", "series", "revision", &revision,
				 "change-id", &change_id) < 0)
		return fail_system("the cover commit holds no tracking data that b4 would read");
	tracking->revision = revision;
	tracking->change_id = xstrdup(change_id);
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

void b4_parents(struct strlist *list, const char *message)
{
	const char *marker = strstr(message, "\n" MARKER "\n");
	const char *text = marker ? strchr(marker, '{') : NULL;
	json_t *root CLEANUP(free_json) = text ? json_loads(text, JSON_DISABLE_EOF_CHECK, NULL) :
						 NULL;
	const json_t *series = json_object_get(root, "series");
	json_t *version, *id;
	const char *name;
	size_t i;

	add_parent(list, json_object_get(series, "from-thread"));
	json_object_foreach(json_object_get(series, "history"), name, version)
		json_array_foreach(version, i, id)
			add_parent(list, id);
}

/* b4's form is <date>-<slug>-<12 hex digits>; the digits come from the name, so
 * that two machines agree. */
char *b4_change_id(const char *name)
{
	git_oid id = digest_of(name);
	char *slug CLEANUP(free_text) = split_slug(name);
	char date[16] = "", hex[13] = "";
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(date, sizeof(date), "%Y%m%d", &tm);
	git_oid_nfmt(hex, 12, &id);
	return xasprintf("%s-%s-%s", date, slug, hex);
}

char *b4_cover(const char *title, const char *text, const char *signed_off_by,
	       const struct strlist *addresses, const struct b4_tracking *tracking)
{
	char *message = NULL;
	size_t len;
	FILE *out;

	if (strstr(text, MARKER)) {
		fail_usage("the cover letter holds b4's marker line \"" MARKER "\"");
		return NULL;
	}
	out = xmemstream(&message, &len);
	fprintf(out, "%s\n\n%s\n", title, text);
	FOR_EACH(address, addresses) {
		struct recipient recipient = { 0 };

		if (!recipient_parse(&recipient, *address))
			continue; /* refused when the patches were addressed */
		fputs(address == addresses->v ? "To: " : "Cc: ", out);
		message_address(out, &recipient);
		fputc('\n', out);
		recipient_release(&recipient);
	}
	fprintf(out, "Signed-off-by: %s\n\n" MARKER "\n", signed_off_by);
	fprintf(out, "# This section is used internally by b4 prep for tracking purposes.\n"
		"{\n  \"series\": {\n    \"revision\": %d,\n    \"change-id\": \"%s\",\n"
		"    \"prefixes\": []\n  }\n}\n", tracking->revision, tracking->change_id);
	fclose(out);
	return message;
}

void b4_tracking_release(struct b4_tracking *tracking)
{
	free(tracking->change_id);
	*tracking = (struct b4_tracking){ 0 };
}
