// SPDX-License-Identifier: GPL-2.0
/* Judges who releases what a module takes. */
#include "audit.h"

#include "base.h"
#include "campaign.h"
#include "cleanup.h"
#include "module.h"

#include <string.h>

/* The uses of the family in one candidate, by role. */
struct roles {
	const struct file *file;
	char *object;
	struct cuses takes, releases, enables;
};

struct role_list {
	struct roles *v;
	size_t nr, alloc;
};

static void free_roles(struct role_list *list)
{
	FOR_EACH(roles, list) {
		free(roles->object);
		cuses_release(&roles->takes);
		cuses_release(&roles->releases);
		cuses_release(&roles->enables);
	}
	free(list->v);
}

static int read_roles(struct role_list *list, const struct base *base,
		      const struct campaign *campaign, const struct files *candidates)
{
	FOR_EACH(file, candidates) {
		size_t len;
		char *text CLEANUP(free_text) = base_read(base, &file->oid, &len);
		struct roles *roles;

		if (!text)
			return -1;
		roles = LIST_ADD(list);
		roles->file = file;
		roles->object = module_object(file->path);
		cuses_find(&roles->takes, text, len, &campaign->takers);
		cuses_find(&roles->releases, text, len, &campaign->releasers);
		cuses_find(&roles->enables, text, len, &campaign->enablers);
	}
	return 0;
}

/* The objects that are linked together with @path, itself included. */
static void companions(const struct modules *modules, const struct roles *roles,
		       struct strlist *objects, char **module)
{
	struct strlist names = { 0 };

	modules_of(modules, roles->file->path, &names);
	FOR_EACH(name, &names)
		modules_members(modules, *name, objects);
	strlist_add_once(objects, roles->object);
	*module = xstrdup(names.nr ? names.v[0] : roles->object);
	strlist_sort(objects);
	strlist_release(&names);
}

/* The first use of a role among the companions; NULL when there is none. */
static const struct cuse *first_use(const struct role_list *list, const struct strlist *objects,
				    size_t offset, const char **path)
{
	FOR_EACH(roles, list) {
		const struct cuses *uses = (const struct cuses *)((const char *)roles + offset);

		if (!uses->nr || !strlist_find(objects, roles->object))
			continue;
		*path = roles->file->path;
		return uses->v;
	}
	return NULL;
}

static void judge(struct site *site, const struct role_list *list, const struct strlist *objects)
{
	const char *enabled_in = NULL, *released_in = NULL;
	const struct cuse *enable = first_use(list, objects, offsetof(struct roles, enables),
					      &enabled_in);
	const struct cuse *release = first_use(list, objects, offsetof(struct roles, releases),
					       &released_in);
	const char *dot = strrchr(site->path, '.');

	if (dot && !strcmp(dot, ".h")) {
		site->owner = OWNER_UNCLEAR;
		site->why = xstrdup("a header belongs to no module");
	} else if (!enable) {
		site->owner = OWNER_UNMANAGED;
		site->why = xasprintf("nothing in %s enables the device as managed",
				      site->module);
	} else if (release) {
		site->owner = OWNER_EXPLICIT;
		site->why = xasprintf("%s() in %s:%u", release->word, released_in, release->line);
	} else {
		site->owner = OWNER_IMPLICIT;
		site->why = xasprintf("%s() in %s:%u, and nothing in %s releases", enable->word,
				      enabled_in, enable->line, site->module);
	}
}

int audit_classify(struct sites *sites, const struct base *base, const struct campaign *campaign,
		   const struct files *candidates, const struct modules *modules)
{
	struct role_list list CLEANUP(free_roles) = { 0 };

	if (read_roles(&list, base, campaign, candidates) < 0)
		return -1;
	FOR_EACH(roles, &list) {
		struct strlist objects = { 0 };
		struct site *site;

		if (!roles->takes.nr)
			continue;
		site = LIST_ADD(sites);
		site->path = xstrdup(roles->file->path);
		companions(modules, roles, &objects, &site->module);
		judge(site, &list, &objects);
		site->takes = roles->takes;
		roles->takes = (struct cuses){ 0 };
		strlist_release(&objects);
	}
	return 0;
}

const struct site *sites_find(const struct sites *sites, const char *path)
{
	FOR_EACH(site, sites)
		if (!strcmp(site->path, path))
			return site;
	return NULL;
}

const char *ownership_name(enum ownership owner)
{
	static const char *const names[] = { "implicit", "explicit", "unmanaged", "unclear" };

	return names[owner];
}

void sites_release(struct sites *sites)
{
	FOR_EACH(site, sites) {
		free(site->path);
		free(site->module);
		free(site->why);
		cuses_release(&site->takes);
	}
	free(sites->v);
	*sites = (struct sites){ 0 };
}
