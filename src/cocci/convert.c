// SPDX-License-Identifier: GPL-2.0
/* Carries out one step of a campaign: a rule over files, or a hand-written patch. */
#include "cocci/convert.h"

#include "campaign/campaign.h"
#include "campaign/rule.h"
#include "cocci/apply.h"
#include "cocci/candidate.h"
#include "cocci/spatch.h"
#include "git/base.h"
#include "git/change.h"
#include "git/gitcmd.h"
#include "git/mailpatch.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "profile/profile.h"

static const struct strlist *scope_of(const struct overlay *overlay, const struct step *step)
{
	return step->scope.nr ? &step->scope : &overlay->campaign->scope;
}

int overlay_candidates(struct files *out, const struct overlay *overlay, const struct step *step,
		       const struct strlist *words)
{
	struct files found CLEANUP(files_release) = { 0 };

	if (!words)
		candidates_all(&found, overlay->all, overlay->campaign, &step->scope);
	else if (candidates_find(&found, overlay->state, overlay->base, overlay->all,
				 &overlay->base->tree, overlay->campaign, &step->scope, words) < 0)
		return -1;
	FOR_EACH(file, &found) {
		const struct file *changed = files_find(overlay->over, file->path);

		if ((changed && git_oid_is_zero(&changed->oid)) ||
		    profile_leaves(profile_of(overlay->all), scope_of(overlay, step), file->path))
			continue;
		struct file *copy = LIST_ADD(out);
		*copy = changed ? *changed : *file;
		copy->path = xstrdup(file->path);
	}
	/* what earlier steps touched is looked at whatever it held before */
	FOR_EACH(changed, overlay->over) {
		if (git_oid_is_zero(&changed->oid) || files_find(&found, changed->path) ||
		    !campaign_covers(overlay->campaign, &step->scope, changed->path))
			continue;
		struct file *copy = LIST_ADD(out);
		*copy = *changed;
		copy->path = xstrdup(changed->path);
	}
	files_sort(out);
	return 0;
}

static void add_converted_file(struct files *out, const struct file *file)
{
	if (git_oid_is_zero(&file->oid))
		return;
	struct file *copy = LIST_ADD(out);
	*copy = *file;
	copy->path = xstrdup(file->path);
}

void overlay_files(struct files *out, const struct overlay *overlay)
{
	FOR_EACH(file, overlay->all)
		if (!files_find(overlay->over, file->path))
			add_converted_file(out, file);
	FOR_EACH(file, overlay->over)
		add_converted_file(out, file);
	files_sort(out);
}

int tree_with(const struct base *base, const git_oid *oid, const struct changes *changes,
	      git_oid *out)
{
	git_tree *tree CLEANUP(free_tree) = NULL;
	git_tree_update *updates;
	size_t nr = 0;

	if (git_tree_lookup(&tree, base->repo, oid) < 0)
		return fail_git("cannot read the tree %s", git_oid_tostr_s(oid));
	updates = xcalloc(changes->nr, sizeof(*updates));
	FOR_EACH(change, changes) {
		if (change_is_empty(change))
			continue;
		updates[nr].path = change->path;
		updates[nr].filemode = (git_filemode_t)change->mode;
		git_oid_cpy(&updates[nr].id, &change->after);
		updates[nr++].action = git_oid_is_zero(&change->after) ? GIT_TREE_UPDATE_REMOVE :
									 GIT_TREE_UPDATE_UPSERT;
	}
	int result = git_tree_create_updated(out, base->repo, tree, nr, updates);
	free(updates);
	return result < 0 ? fail_git("cannot write a tree") : 0;
}

int overlay_apply(struct overlay *overlay, const struct changes *changes)
{
	git_oid tree;

	if (tree_with(overlay->base, &overlay->tree, changes, &tree) < 0)
		return -1;
	git_oid_cpy(&overlay->tree, &tree);
	FOR_EACH(change, changes) {
		struct file *file = (struct file *)files_find(overlay->over, change->path);

		if (change_is_empty(change))
			continue;
		if (!file) {
			file = LIST_ADD(overlay->over);
			file->path = xstrdup(change->path);
		}
		file->mode = change->mode;
		git_oid_cpy(&file->oid, &change->after);
		files_sort(overlay->over);
	}
	return 0;
}

int convert_load(struct rule *rule, struct spatch *spatch, const struct step *step)
{
	if (rule_load(rule, step->rule, step->mode) < 0)
		return -1;
	return spatch_tokens(spatch, rule);
}

int convert_candidates(struct files *out, const struct overlay *overlay, const struct step *step,
		       const struct rule *rule)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };

	if (step->words.nr)
		return overlay_candidates(out, overlay, step, &step->words);
	if (rule->everywhere)
		return overlay_candidates(out, overlay, step, NULL);
	rule_needs(rule, &words);
	return overlay_candidates(out, overlay, step, &words);
}

int convert_rule(struct changes *changes, const struct overlay *overlay, struct spatch *spatch,
		 const struct rule *rule, const struct files *files)
{
	const struct source_tree tree = { overlay->base, overlay->all, overlay->over };

	FOR_EACH(file, files)
		changes_add(changes, file->path, file->mode, &file->oid);
	return apply_rule(spatch, rule, &tree, changes);
}

int convert_remarks(struct changes *changes, const struct base *base,
		    const struct campaign *campaign)
{
	FOR_EACH(change, changes) {
		char *rewritten CLEANUP(free_text) = NULL;
		size_t len, count;

		if (!campaign->remarks.nr || change->trouble || change_is_empty(change))
			continue;
		char *text CLEANUP(free_text) = base_read(base, &change->after, &len);
		if (!text)
			return -1;
		rewritten = comment_rewrite(text, len, &campaign->remarks, &count);
		if (rewritten &&
		    base_write(base, rewritten, strlen(rewritten), &change->after) < 0)
			return -1;
	}
	return 0;
}

int convert_diff(struct changes *changes, bool *merged, const struct overlay *overlay,
		 const struct step *step)
{
	git_oid tree;

	if (gitcmd_apply(&tree, merged, overlay->state, overlay->base, &overlay->tree,
			 step->diff) < 0)
		return fail_context("%s does not apply to %s", step->diff, overlay->base->rev);
	return changes_between(changes, overlay->base, &overlay->tree, &tree);
}

int convert_mail(struct changes *changes, bool *merged, const struct overlay *overlay,
		 const struct mailpatch *mail)
{
	git_oid tree;

	if (mailpatch_apply(&tree, merged, mail, overlay->state, overlay->base,
			    &overlay->tree) < 0)
		return -1;
	return changes_between(changes, overlay->base, &overlay->tree, &tree);
}
