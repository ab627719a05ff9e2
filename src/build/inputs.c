// SPDX-License-Identifier: GPL-2.0
/* Keys over the files that a thing is made from, and the lists of these. */
#include "build/inputs.h"

#include "build/revision.h"
#include "git/base.h"
#include "kbuild/kbuild.h"
#include "kbuild/makefile.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/state.h"

#include <string.h>

#define KNOWN_LISTS 6 /* remembered for one thing */

static git_oid thing_key(const struct revisions *revisions, const char *thing)
{
	return DIGEST(&revisions->kbuild->context, thing);
}

/* The places where a header of this name stands: an #include could find a new one
 * first, and would find the next one when this one goes. */
static void digest_namesakes(struct digest *digest, const struct revisions *revisions,
			     const struct revision *revision, const char *source)
{
	const char *leaf = path_leaf(source);

	for (size_t i = revisions_first_namesake(revisions, leaf);
	     i < revisions->headers.nr && !strcmp(path_leaf(revisions->headers.v[i]), leaf); i++)
		if (view_find(&revision->view, revisions->headers.v[i]))
			digest_text(digest, revisions->headers.v[i]);
	FOR_EACH(file, &revision->view.changed)
		if (!git_oid_is_zero(&file->oid) && !strcmp(path_leaf(file->path), leaf) &&
		    !files_find(revisions->all, file->path))
			digest_text(digest, file->path);
}

/* Does the Makefile look further than its text? */
static int looks_further(struct revisions *revisions, const git_oid *oid)
{
	struct makefile_inputs *found;

	FOR_EACH(known, &revisions->makefile_inputs)
		if (git_oid_equal(&known->oid, oid))
			return known->hidden;
	char *text CLEANUP(free_text) = base_read(revisions->base, oid, NULL);
	if (!text)
		return -1;
	found = LIST_ADD(&revisions->makefile_inputs);
	git_oid_cpy(&found->oid, oid);
	found->hidden = makefile_has_hidden_inputs(text);
	return found->hidden;
}

/* Take the Makefile of a folder, @path up to and with its slash; 1: it looks further. */
static int take_makefile(struct digest *digest, struct revisions *revisions,
			 const struct revision *revision, const char *path, size_t len)
{
	static const char *const names[] = { "Kbuild", "Makefile" };
	int hidden = 0;

	for (size_t i = 0; i < 2; i++) {
		char *name CLEANUP(free_text) = xasprintf("%.*s%s", (int)len, path, names[i]);
		const struct file *file = view_find(&revision->view, name);
		int one = file ? looks_further(revisions, &file->oid) : 0;

		if (one < 0)
			return -1;
		digest_text(digest, file ? git_oid_tostr_s(&file->oid) : NULL);
		hidden = hidden || one;
	}
	return hidden;
}

int inputs_flags(struct revisions *revisions, const struct revision *revision, const char *thing,
		 git_oid *out)
{
	const char *end = strstr(thing, "/../");
	struct digest digest = { 0 };
	int hidden = 0;

	/* "a/b/../c/x.o" is made by a/b */
	end = end ? end + 1 : path_leaf(thing);
	digest_oid(&digest, &revision->common);
	for (const char *slash = thing; hidden >= 0 && (slash = strchr(slash, '/')) &&
					slash < end; slash++) {
		int one = take_makefile(&digest, revisions, revision, thing,
					(size_t)(slash + 1 - thing));

		hidden = one < 0 ? -1 : hidden || one;
	}
	if (hidden)
		digest_oid(&digest, &revision->makefiles);
	*out = digest_end(&digest);
	return hidden < 0 ? -1 : 0;
}

/* What stands there; of a link also what it leads to, for that is read. */
static void digest_file(struct digest *digest, const struct revisions *revisions,
			const struct revision *revision, const char *path)
{
	const struct file *file = view_find(&revision->view, path), *end;
	char *text CLEANUP(free_text) = NULL;
	char *target CLEANUP(free_text) = NULL;

	digest_text(digest, file ? git_oid_tostr_s(&file->oid) : NULL);
	if (!file || (file->mode & 0170000) != 0120000)
		return;
	text = base_read(revisions->base, &file->oid, NULL);
	target = xasprintf("%.*s%s", (int)(path_leaf(path) - path), path, text ? text : "");
	path_normalize(target);
	end = view_find(&revision->view, target);
	digest_text(digest, end ? git_oid_tostr_s(&end->oid) : NULL);
}

git_oid inputs_key(const struct revisions *revisions, const struct revision *revision,
		   const git_oid *flags, const char *thing, const struct strlist *sources)
{
	struct digest digest = { 0 };

	/* "2": version of the list */
	DIGEST_ADD(&digest, "object 2", thing, &revisions->kbuild->context, flags,
		   &revision->generated);
	FOR_EACH(source, sources) {
		digest_text(&digest, *source);
		digest_file(&digest, revisions, revision, *source);
		digest_namesakes(&digest, revisions, revision, *source);
	}
	return digest_end(&digest);
}

int inputs_lists(struct revisions *revisions, const char *thing, json_t **lists)
{
	git_oid key = thing_key(revisions, thing);

	return ledger_get(revisions->kbuild->state->ledger, "inputs", &key, lists) < 0 ? -1 : 0;
}

void inputs_take(const json_t *lists, size_t nr, struct strlist *sources)
{
	json_list_read(json_array_get(lists, nr), sources);
}

int inputs_remember(struct revisions *revisions, const char *thing, const struct strlist *sources)
{
	struct fact fact CLEANUP(fact_release) = { revisions->kbuild->state->ledger, "inputs",
						   thing_key(revisions, thing) };
	json_t *list = json_list(sources);
	json_t *lists CLEANUP(free_json) = json_pack("[o]", list);

	if (fact_recall(&fact) < 0)
		return -1;
	FOR_EACH_JSON(entry, fact.value)
		if (json_array_size(lists) < KNOWN_LISTS && !json_equal(entry, list))
			json_array_append(lists, entry);
	return fact_keep(&fact, TAKE(lists));
}
