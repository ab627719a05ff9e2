// SPDX-License-Identifier: GPL-2.0
/* Keeps objects of a build folder by their content. */
#include "full/kept.h"

#include "lib/digest.h"
#include "lib/io.h"
#include "lib/lib.h"

char *kept_file(const char *build, const struct kept_object *kept)
{
	return xasprintf("%s.kept/%s.o", build, git_oid_tostr_s(&kept->content));
}

static int keep(struct kept_objects *all, const char *build, const char *object)
{
	char *from CLEANUP(free_text) = xasprintf("%s/%s", build, object);
	struct digest digest = { 0 };
	size_t size;
	char *data CLEANUP(free_text) = io_read(from, &size);

	if (!data)
		return -1;
	digest_bytes(&digest, data, size);
	struct kept_object *kept = LIST_ADD(all);
	*kept = (struct kept_object){ xstrdup(object), digest_end(&digest) };
	char *to CLEANUP(free_text) = kept_file(build, kept);
	return access(to, F_OK) == 0 ? 0 : io_write(to, data, size);
}

int kept_add(struct kept_objects *all, const char *build, const struct strlist *objects)
{
	char *folder CLEANUP(free_text) = xasprintf("%s.kept", build);

	if (io_mkdirs(folder) < 0)
		return -1;
	FOR_EACH(object, objects)
		if (keep(all, build, *object) < 0)
			return -1;
	return 0;
}

const struct kept_object *kept_find(const struct kept_objects *all, const char *object)
{
	FOR_EACH(kept, all)
		if (!strcmp(kept->object, object))
			return kept;
	return NULL;
}

json_t *kept_save(const struct kept_objects *all)
{
	json_t *fact = json_object();

	FOR_EACH(kept, all)
		json_object_set_new(fact, kept->object,
				    json_string(git_oid_tostr_s(&kept->content)));
	return fact;
}

void kept_load(struct kept_objects *all, const json_t *fact)
{
	const char *object;
	json_t *content;

	json_object_foreach((json_t *)fact, object, content) {
		git_oid oid;

		if (git_oid_fromstr(&oid, json_string_value(content)) == 0)
			*LIST_ADD(all) = (struct kept_object){ xstrdup(object), oid };
	}
}

bool kept_is_whole(const struct kept_objects *all, const char *build)
{
	FOR_EACH(kept, all) {
		char *file CLEANUP(free_text) = kept_file(build, kept);

		if (access(file, F_OK) < 0)
			return false;
	}
	return true;
}

void kept_release(struct kept_objects *all)
{
	FOR_EACH(kept, all)
		free(kept->object);
	LIST_RELEASE(all);
}
