// SPDX-License-Identifier: GPL-2.0
/* Keeps the warnings of crates that are not made anew. */
#include "crates/warned.h"

#include "kbuild/kbuild.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "rust/rustlog.h"

static char *path_of_warned(const struct kbuild *kbuild)
{
	return xasprintf("%s.warned", kbuild->build);
}

static int remove_crates(const struct kbuild *kbuild, const struct strlist *crates)
{
	FOR_EACH(crate, crates) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", kbuild->build, *crate);

		if (io_remove(path) < 0)
			return -1;
	}
	return 0;
}

json_t *warned_begin(const struct kbuild *kbuild, const struct strlist *crates)
{
	char *path CLEANUP(free_text) = path_of_warned(kbuild);
	char *text CLEANUP(free_text) = access(path, R_OK) == 0 ? io_read(path, NULL) : xstrdup("");
	json_t *warned = text ? json_loads(text, 0, NULL) : NULL;

	if (!text || io_remove(path) < 0 || (!warned && remove_crates(kbuild, crates) < 0)) {
		json_decref(warned);
		return NULL;
	}
	return json_is_object(warned) ? warned : json_object();
}

void warned_take(json_t *warned, const struct kbuild *kbuild, const char *log)
{
	struct strlist seen CLEANUP(strlist_release) = { 0 };
	char *object, *text;

	json_object_del(warned, "");
	while (rustlog_next_part(&log, &object, &text)) {
		struct strlist errors CLEANUP(strlist_release) = { 0 };
		struct strlist warnings CLEANUP(strlist_release) = { 0 };

		/* several lines may be about one object */
		if (strlist_has(&seen, object))
			json_list_read(json_object_get(warned, object), &warnings);
		strlist_add(&seen, object);
		rustlog_parse(text, kbuild->tree, &errors, &warnings);
		json_object_set_new(warned, object, json_list(&warnings));
		FREE_ALL(object, text);
	}
}

int warned_end(const json_t *warned, const struct kbuild *kbuild)
{
	char *path CLEANUP(free_text) = path_of_warned(kbuild);
	char *text CLEANUP(free_text) = json_dumps(warned, JSON_SORT_KEYS);

	return io_write(path, text, strlen(text));
}

void warned_list(json_t *warned, struct strlist *warnings)
{
	const char *object;
	json_t *list;

	json_object_foreach(warned, object, list)
		FOR_EACH_JSON(text, list)
			strlist_add(warnings, json_string_value(text));
}
