// SPDX-License-Identifier: GPL-2.0
/* Lists of patches. */
#include "series/patch.h"

#include "campaign/campaign.h"
#include "git/mailpatch.h"
#include "lib/lib.h"

const git_oid *patch_plain_tree(const struct patch *patch)
{
	return git_oid_is_zero(&patch->plain_tree) ? &patch->tree : &patch->plain_tree;
}

const git_signature *patch_plain_author(const struct patch *patch, const git_signature *me)
{
	return patch->mail ? patch->mail->author : me;
}

const git_signature *patch_author(const struct patch *patch, const git_signature *me)
{
	return patch->author ? patch->author : patch_plain_author(patch, me);
}

bool patch_retires(const struct patch *patch)
{
	return patch->step->retires.nr || patch->removes.nr;
}

void owner_groups_release(struct owner_groups *groups)
{
	FOR_EACH(group, groups) {
		free(group->who);
		strlist_release(&group->files);
	}
	LIST_RELEASE(groups);
}

void patches_release(struct patches *patches)
{
	FOR_EACH(patch, patches) {
		FREE_ALL(patch->id, patch->prefix, patch->key, patch->subject, patch->body);
		STRLIST_RELEASE_ALL(&patch->trailers, &patch->removes, &patch->tags,
				    &patch->received);
		free(patch->changes.v);
		recipients_release(&patch->recipients);
		owner_groups_release(&patch->owners);
		reviewers_release(&patch->reviewers);
		FREE_ALL(patch->plain_subject, patch->plain_body);
		git_signature_free(patch->author);
	}
	LIST_RELEASE(patches);
}
