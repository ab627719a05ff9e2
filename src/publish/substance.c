// SPDX-License-Identifier: GPL-2.0
/* What a change is about, without what stands around it. */
#include "publish/substance.h"

#include "git/base.h"
#include "git/change.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/list.h"

static int add_changed_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
			    const git_diff_line *line, void *payload)
{
	struct digest *digest = payload;

	(void)delta;
	(void)hunk;
	if (line->origin != GIT_DIFF_LINE_ADDITION && line->origin != GIT_DIFF_LINE_DELETION)
		return 0;
	digest_bytes(digest, &line->origin, 1);
	digest_bytes(digest, line->content, line->content_len);
	return 0;
}

static int find_blob(git_blob **blob, const struct base *base, const git_oid *oid)
{
	*blob = NULL;
	if (git_oid_is_zero(oid) || git_blob_lookup(blob, base->repo, oid) == 0)
		return 0;
	return fail_git("cannot read the object %s", git_oid_tostr_s(oid));
}

int patch_id_add(struct strlist *list, const struct base *base, const struct change *change,
		 const char *path)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_blob *before CLEANUP(free_blob) = NULL;
	git_blob *after CLEANUP(free_blob) = NULL;
	char *entry CLEANUP(free_text) = NULL;
	struct digest digest;
	git_oid id;
	int result;

	options.context_lines = 0;
	options.flags = GIT_DIFF_FORCE_TEXT;
	if (find_blob(&before, base, &change->before) < 0 ||
	    find_blob(&after, base, &change->after) < 0)
		return -1;
	digest_init(&digest);
	result = git_diff_blobs(before, path, after, path, &options, NULL, NULL, NULL,
				add_changed_line, &digest);
	id = digest_end(&digest);
	if (result < 0)
		return fail_git("cannot compare two versions of %s", path);
	entry = xasprintf("%s %s", path, git_oid_tostr_s(&id));
	strlist_add(list, entry);
	return 0;
}
