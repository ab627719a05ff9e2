// SPDX-License-Identifier: GPL-2.0
/* Names what a series leaves as it is, and why. */
#include "series/remaining.h"

#include "audit/site.h"
#include "campaign/campaign.h"
#include "csrc/comment.h"
#include "git/change.h"
#include "lib/lib.h"
#include "series/patch.h"

struct remaining_use *remaining_uses_add(struct remaining_uses *uses, const char *path,
					 unsigned line, char *why)
{
	struct remaining_use *use = LIST_ADD(uses);

	*use = (struct remaining_use){ .path = xstrdup(path), .line = line, .why = why };
	return use;
}

bool step_selects(const struct campaign *campaign, const struct step *step,
		  const struct site *site)
{
	return strlist_has(&step->select, owner_name(site->judgement.owner)) &&
	       (!step->takers.nr || strlist_has(&step->takers, site->call)) &&
	       campaign_covers(campaign, &step->scope, site->path);
}

/* The use of that line in Rust, where it is known as one that no rule looks at; else a new one. */
static struct remaining_use *use_of_site(struct remaining_uses *uses, const struct site *site,
					 char *why)
{
	FOR_EACH(use, uses)
		if (use->line == site->line && has_extension(use->path, ".rs") &&
		    !strcmp(use->path, site->path)) {
			free(use->why);
			use->why = why;
			return use;
		}
	return remaining_uses_add(uses, site->path, site->line, why);
}

void remaining_site(struct remaining_uses *uses, const struct campaign *campaign,
		    const struct site *site)
{
	const char *reason = campaign_accepts(campaign, site->path);
	const char *class = owner_name(site->judgement.owner);
	struct remaining_use *use;
	bool is_open = site->judgement.owner == OWNER_UNCLEAR && site->judgement.maybe_managed;

	/* what a rule stumbled over has been named, with its lines */
	FOR_EACH(known, uses)
		if (known->wanted && !known->line && !strcmp(known->path, site->path))
			return;
	use = use_of_site(uses, site,
			  xasprintf("%s() is %s: %s", site->call, class, site->judgement.why));
	FOR_EACH(step, &campaign->steps) {
		use->wanted = use->wanted || step_selects(campaign, step, site);
		use->relies = use->relies || strlist_has(&step->retires, class);
	}
	if (reason && (use->wanted || use->relies || is_open)) {
		free(use->why);
		use->why = xasprintf("%s() is %s, accepted: %s", site->call, class, reason);
		use->wanted = use->relies = false;
	}
}

void remaining_comments(struct remaining_uses *uses, const struct campaign *campaign,
			const struct site *site, const char *text, size_t len)
{
	struct comment_places places CLEANUP(comment_places_release) = { 0 };

	comment_find_stale(&places, text, len, site->function, &campaign->remark_words);
	FOR_EACH(place, &places) {
		bool known = false;

		FOR_EACH(use, uses)
			known = known || (use->comment && use->line == place->line &&
					  !strcmp(use->path, site->path));
		if (!known)
			remaining_uses_add(uses, site->path, place->line,
					   xasprintf("a comment that may be wrong now: %s",
						     place->text))
				->comment = true;
	}
}

static void free_left(struct remaining_use *use)
{
	FREE_ALL(use->path, use->why);
}

void remaining_uses_narrow(struct remaining_uses *uses, const struct patches *patches,
			   size_t first)
{
	struct remaining_uses kept = { 0 };
	bool retires = false;

	for (size_t i = first; i < patches->nr; i++)
		retires = retires || patch_retires(&patches->v[i]);
	FOR_EACH(use, uses) {
		bool mine = retires && use->relies;

		for (size_t i = first; i < patches->nr; i++)
			FOR_EACH(change, &patches->v[i].changes)
				mine = mine || !strcmp((*change)->path, use->path);
		if (mine)
			*LIST_ADD(&kept) = *use;
		else
			free_left(use);
	}
	free(uses->v);
	*uses = kept;
}

void remaining_uses_release(struct remaining_uses *uses)
{
	FOR_EACH(use, uses)
		free_left(use);
	LIST_RELEASE(uses);
}
