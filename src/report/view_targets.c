// SPDX-License-Identifier: GPL-2.0
/* Says in the document of a proof how its targets build. */
#include "report/view_targets.h"

#include "kbuild/target.h"
#include "lib/json.h"
#include "lib/lib.h"

static void list_names(struct strlist *names, const json_t *document)
{
	FOR_EACH_JSON(commit, json_object_get(document, "commits"))
		FOR_EACH_JSON(check, json_object_get(commit, "checks"))
			if (*json_field(check, "target"))
				strlist_add_once(names, json_field(check, "target"));
}

static void add_setting(json_t *rows, const char *name, const char *more)
{
	struct target target CLEANUP(target_release) = { 0 };

	if (target_load(&target, name, more) < 0) {
		fail_clear();
		return;
	}
	json_array_append_new(rows, json_pack("{s:s, s:o, s:o, s:o, s:o}", "target", name,
					      "arch", json_text(target.arch),
					      "compiler", json_text(target.compiler),
					      "config", json_text_or_null(target.config),
					      "proves", json_text_or_null(target.proves)));
}

void view_add_targets(json_t *document, const char *more, time_t started)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	json_t *rows = json_array();
	char text[32] = "";
	struct tm tm;

	list_names(&names, document);
	FOR_EACH(name, &names)
		add_setting(rows, *name, more);
	json_object_set_new(document, "targets", rows);
	gmtime_r(&started, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	json_object_set_new(document, "started", json_string(text));
}
