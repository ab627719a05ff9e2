// SPDX-License-Identifier: GPL-2.0
/* Fills in the cover letter. */
#include "covertext.h"

#include "base.h"
#include "campaign.h"
#include "cleanup.h"
#include "fail.h"
#include "message.h"
#include "newname.h"
#include "plan.h"
#include "prose.h"

char *cover_text(const struct plan *plan)
{
	const struct template *cover = &plan->campaign->cover;
	char *base CLEANUP(free_text) = xasprintf("%s (%.12s)", plan->base->rev,
						  git_oid_tostr_s(&plan->base->commit));
	char *count CLEANUP(free_text) = xasprintf("%zu", plan->patches.nr);
	char *searches CLEANUP(free_text) = newname_links(&plan->new_names);
	const struct field fields[] = { { "base", base },
					{ "count", count },
					{ "searches", searches },
					{ NULL, NULL } };
	struct faults faults CLEANUP(free_faults) = { 0 };

	if (!cover->text)
		return xstrdup("");
	prose_cover(&faults, cover->text, false);
	if (faults.nr) {
		fail_usage("%s:%u: %s", cover->path, faults.v->line, faults.v->what);
		return NULL;
	}
	return message_fill(cover->path, cover->text, fields);
}
