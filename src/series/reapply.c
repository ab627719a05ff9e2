// SPDX-License-Identifier: GPL-2.0
/* Merges what people changed by hand into patches. */
#include "series/reapply.h"

#include "git/base.h"
#include "git/change.h"
#include "git/mailpatch.h"
#include "git/threeway.h"
#include "lib/lib.h"
#include "msg/trailer.h"
#include "series/edit.h"
#include "series/message.h"
#include "series/patch.h"

struct amending {
	const struct base *base;
	const struct files *all;
	struct clashes *clashes;
	struct changes tip;	/* each file that a patch before has touched, as it left it */
};

static struct change *find_edited(struct changes *changes, const char *path)
{
	FOR_EACH(change, changes)
		if (!strcmp(change->path, path))
			return change;
	return NULL;
}

/* The mode of @path before the next patch; @otherwise: there is no such file. */
static unsigned mode_now(struct amending *amending, const char *path, unsigned otherwise)
{
	const struct change *touched = find_edited(&amending->tip, path);
	const struct file *file = files_find(amending->all, path);

	return touched ? touched->mode : file ? file->mode : otherwise;
}

/* The blob of @path before the next patch. */
static git_oid blob_now(struct amending *amending, const char *path)
{
	const struct change *touched = find_edited(&amending->tip, path);
	const struct file *file = files_find(amending->all, path);
	git_oid none;

	memset(&none, 0, sizeof(none));
	return touched ? touched->after : file ? file->oid : none;
}

/* Merge @theirs into @ours; a clash is noted, and @ours stays. */
static int merge_texts(struct amending *amending, const char *id, const char *path, git_oid *ours,
		       const git_oid *ancestor, const git_oid *theirs)
{
	git_oid merged;
	char *text;

	switch (threeway_blobs(&merged, amending->base, ancestor, ours, theirs)) {
	case 1:
		git_oid_cpy(ours, &merged);
		return 0;
	case 0:
		text = threeway_show_blobs(amending->base, ancestor, ours, theirs);
		if (!text)
			return -1;
		clashes_add(amending->clashes, id, path,
			    "what was changed by hand does not fit what treewide makes now", text);
		return 0;
	default:
		return -1;
	}
}

/* A copy of a change, on top of what the patches before left. */
static int carry(struct amending *amending, const char *id, struct changes *fixed,
		 const struct change *change)
{
	git_oid now = blob_now(amending, change->path);
	unsigned mode = mode_now(amending, change->path, change->mode_before);
	struct change *copy = changes_add(fixed, change->path, mode, &now);

	copy->reused = change->reused;
	if (change->mode != change->mode_before)
		copy->mode = change->mode;
	if (change->words)
		strlist_add_all(copy->words, change->words);
	git_oid_cpy(&copy->after, &change->after);
	if (git_oid_equal(&now, &change->before))
		return 0;
	return merge_texts(amending, id, change->path, &copy->after, &change->before, &now);
}

static int put_edit(struct amending *amending, struct changes *fixed, const struct edit *edit)
{
	struct change *change = find_edited(fixed, edit->path);

	if (!change) {
		git_oid now = blob_now(amending, edit->path);

		change = changes_add(fixed, edit->path,
				     mode_now(amending, edit->path, edit->mode), &now);
		if (fixed->nr > 1)
			strlist_add_all(change->words, fixed->v->words);
	}
	if (edit->mode != edit->mode_was)
		change->mode = edit->mode;
	return merge_texts(amending, edit->id, edit->path, &change->after, &edit->was, &edit->is);
}

/* The words of the rule that still stand there, after the edit. */
static int find_residue(const struct base *base, struct change *change)
{
	size_t len;

	if (git_oid_is_zero(&change->after) || !change->words->nr)
		return 0;
	char *text CLEANUP(free_text) = base_read(base, &change->after, &len);
	if (!text)
		return -1;
	cuses_find(&change->residue, text, len, change->words);
	return 0;
}

static bool is_changed(const struct patch *patch, const struct changes *fixed)
{
	if (patch->changes.nr != fixed->nr)
		return true;
	for (size_t i = 0; i < fixed->nr; i++)
		if (patch->changes.v[i]->mode != fixed->v[i].mode ||
		    !git_oid_equal(&patch->changes.v[i]->after, &fixed->v[i].after) ||
		    !git_oid_equal(&patch->changes.v[i]->before, &fixed->v[i].before))
			return true;
	return false;
}

static void leave(struct amending *amending, const struct change *change)
{
	struct change *touched = find_edited(&amending->tip, change->path);

	if (!touched)
		touched = changes_add(&amending->tip, change->path, change->mode, &change->before);
	git_oid_cpy(&touched->after, &change->after);
	touched->mode = change->mode;
}

static int reapply_patch(struct amending *amending, struct patch *patch, struct changes *owned,
			 const struct edits *edits)
{
	struct changes fixed CLEANUP(changes_release) = { 0 };

	FOR_EACH(change, &patch->changes)
		if (carry(amending, patch->id, &fixed, *change) < 0)
			return -1;
	FOR_EACH(edit, edits)
		if (edit->path && !strcmp(edit->id, patch->id) &&
		    put_edit(amending, &fixed, edit) < 0)
			return -1;
	FOR_EACH(change, &fixed)
		leave(amending, change);
	if (!is_changed(patch, &fixed))
		return 0;
	*owned = fixed;
	fixed = (struct changes){ 0 };
	patch->changes.nr = 0;
	FOR_EACH(change, owned) {
		if (find_residue(amending->base, change) < 0)
			return -1;
		if (!change_is_empty(change))
			*LIST_ADD(&patch->changes) = change;
	}
	return 0;
}

int reapply_files(struct patches *patches, struct changes *owned, struct clashes *clashes,
		  const struct edits *edits, const struct base *base, const struct files *all)
{
	struct amending amending = { base, all, clashes, { 0 } };
	int result = 0;

	if (!edits->nr)
		return 0;
	FOR_EACH(patch, patches)
		git_oid_cpy(&patch->plain_tree, &patch->tree);
	for (size_t i = 0; i < patches->nr && result == 0; i++)
		result = reapply_patch(&amending, &patches->v[i], &owned[i], edits);
	changes_release(&amending.tip);
	return result;
}

/* Subject and body as one text, in the way of an edit. */
static char *text_of_edit(const struct patch *patch)
{
	char *message CLEANUP(free_text) = message_compose(patch, "Nobody <nobody@example.org>");
	struct commit_message parts CLEANUP(commit_message_release) = { 0 };

	commit_message_split(&parts, message);
	return TAKE(parts.text);
}

static void set_text(struct patch *patch, const char *text)
{
	const char *body = strstr(text, "\n\n");

	if (patch->plain_subject) {
		FREE_ALL(patch->subject, patch->body);
	} else {
		patch->plain_subject = patch->subject;
		patch->plain_body = patch->body;
	}
	patch->subject = xstrndup(text, strcspn(text, "\n"));
	patch->body = body ? xasprintf("%s\n", body + 2) : xstrdup("");
}

static int reword(struct patch *patch, struct clashes *clashes, const struct edit *edit)
{
	char *now CLEANUP(free_text) = text_of_edit(patch);
	char *merged CLEANUP(free_text) = NULL;
	int clean = threeway_texts(&merged, edit->old, now, edit->new);

	if (clean < 0)
		return -1;
	if (clean)
		set_text(patch, merged);
	else
		clashes_add(clashes, edit->id, "",
			    "the message was changed by hand, and treewide writes another text now",
			    threeway_show_texts(edit->old, now, edit->new));
	return 0;
}

int reapply_messages(struct patches *patches, struct clashes *clashes, const struct edits *edits)
{
	FOR_EACH(patch, patches)
		FOR_EACH(edit, edits)
			if (edit->new && !strcmp(edit->id, patch->id) &&
			    reword(patch, clashes, edit) < 0)
				return -1;
	return 0;
}

static bool is_same_person(const git_signature *a, const git_signature *b)
{
	return !strcmp(a->name, b->name) && !strcmp(a->email, b->email);
}

static int set_author(struct patch *patch, struct clashes *clashes, const struct edit *edit)
{
	const git_signature *mail = patch->mail ? patch->mail->author : edit->wrote;

	if (!is_same_person(mail, edit->wrote) && !is_same_person(mail, edit->author)) {
		clashes_add(clashes, edit->id, "",
			    "the author was changed by hand, and the mail names another one now",
			    xasprintf("%s <%s>\n%s <%s>\n", edit->author->name,
				      edit->author->email, mail->name, mail->email));
		return 0;
	}
	git_signature_free(patch->author);
	patch->author = NULL;
	return git_signature_dup(&patch->author, edit->author) < 0 ?
		       fail_git("cannot take over the author of %s", patch->id) : 0;
}

int reapply_authors(struct patches *patches, struct clashes *clashes, const struct edits *edits)
{
	FOR_EACH(patch, patches)
		FOR_EACH(edit, edits)
			if (edit->author && !strcmp(edit->id, patch->id) &&
			    set_author(patch, clashes, edit) < 0)
				return -1;
	return 0;
}
