// SPDX-License-Identifier: GPL-2.0
/* What is asked of a plan, and its end. */
#include "series/plan.h"

#include "campaign/campaign.h"
#include "cocci/convert.h"
#include "lib/lib.h"

void plan_note(struct plan *plan, char *text)
{
	strlist_add_once(&plan->notes, text);
	free(text);
}

int plan_nothing(struct plan *plan, const struct base *base, const struct campaign *campaign)
{
	plan->base = base;
	plan->campaign = campaign;
	plan->base_name = xstrdup(base->rev);
	git_oid_cpy(&plan->tree, &base->tree);
	return files_load(&plan->all, base, &base->tree);
}

const char *plan_wave(const struct plan *plan)
{
	return plan->wave ? plan->wave->name : NULL;
}

size_t plan_count(const struct plan *plan)
{
	return plan->patches.nr - plan->below;
}

size_t plan_residue(const struct plan *plan)
{
	size_t count = 0;

	FOR_EACH(left, &plan->left)
		count += left->wanted;
	return count;
}

int plan_whole_tree(const struct plan *plan, git_oid *tree)
{
	struct changes last = { 0 };
	int result;

	/* the last patch that touches a path says what becomes of it */
	for (size_t i = plan->patches.nr; i-- > 0;) {
		FOR_EACH(change, &plan->patches.v[i].changes) {
			bool known = false;

			FOR_EACH(later, &last)
				known = known || !strcmp(later->path, (*change)->path);
			if (!known)
				*LIST_ADD(&last) = **change;
		}
	}
	result = tree_with(plan->base, &plan->base->tree, &last, tree);
	free(last.v); /* the elements are borrowed */
	return result;
}

void plan_release(struct plan *plan)
{
	patches_release(&plan->patches);
	patches_release(&plan->rest);
	waves_release(&plan->waves);
	recipients_release(&plan->cover);
	FOR_EACH(changes, &plan->steps)
		changes_release(changes);
	free(plan->steps.v);
	FOR_EACH(mail, &plan->mails)
		mailpatch_release(mail);
	free(plan->mails.v);
	FOR_EACH(changes, &plan->amended)
		changes_release(changes);
	free(plan->amended.v);
	remaining_uses_release(&plan->left);
	free(plan->base_name);
	STRLIST_RELEASE_ALL(&plan->notes, &plan->landed);
	audit_release(&plan->audit);
	audit_release(&plan->after);
	files_release(&plan->all);
	guesses_release(&plan->guesses);
	placed_release(&plan->placed);
	strlist_release(&plan->new_names);
	*plan = (struct plan){ 0 };
}
