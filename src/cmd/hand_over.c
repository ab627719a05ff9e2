// SPDX-License-Identifier: GPL-2.0
/* Gathers a series for a hand-over that is a folder. */
#include "cmd/hand_over.h"

#include "campaign/campaign.h"
#include "cli/session.h"
#include "git/gitcmd.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/slug.h"
#include "profile/profile.h"
#include "result/request.h"
#include "result/result.h"
#include "series/patch.h"
#include "series/plan.h"
#include "series/series.h"
#include "style/difftext.h"

#define MARK ".handed-over" /* a folder with this file in it is ours */

/* What the bundle borrows, and nobody else owns. */
struct gathering {
	struct handover handover;
	struct strlist texts;	/* ids, and where requests are answered */
	char *contributing;
};

static void gathering_release(struct gathering *gathering)
{
	FOR_EACH(commit, &gathering->handover) {
		free(commit->patch);
		STRLIST_RELEASE_ALL(&commit->verdicts, &commit->files);
		free(commit->requests.v);
	}
	free(gathering->handover.v);
	strlist_release(&gathering->texts);
	free(gathering->contributing);
}

static const char *keep_text(struct gathering *gathering, const char *text)
{
	strlist_add(&gathering->texts, text);
	return gathering->texts.v[gathering->texts.nr - 1];
}

static void add_verdicts(struct bundle_commit *row, const struct commit_result *proven)
{
	FOR_EACH(verdict, &proven->verdicts) {
		char *text CLEANUP(free_text) =
			xasprintf("%s: %s%s%s%s%s: %s", verdict->check, verdict_name(verdict->kind),
				  *verdict->evidence ? ", " : "", verdict->evidence,
				  verdict->target ? ", " : "",
				  verdict->target ? verdict->target : "", verdict->detail);

		strlist_add(&row->verdicts, text);
	}
}

static void add_requests(struct gathering *gathering, struct bundle_commit *row,
			 const struct campaign *campaign, const struct patch *patch,
			 const struct difftext *diff)
{
	FOR_EACH(request, &campaign->requests) {
		if (request->patch && (!patch || strcmp(patch->step->id, request->patch) != 0))
			continue;
		struct request_answer answer CLEANUP(request_answer_release) =
			request_judge(request, diff, row->message);

		*LIST_ADD(&row->requests) = (struct bundle_request){
			request->name, request->by ? request->by : "", request->says, answer.done,
			keep_text(gathering, answer.where)
		};
	}
}

/* The commit as a mail, with all of each file that it changes; owned by the caller. */
static char *whole_patch(const struct session *session, const char *id)
{
	const char *args[] = { "format-patch", "--stdout", "-1", "--no-thread", "--no-numbered",
			       "--no-cover-letter", "--signature=", "-U1000000", id, NULL };

	return gitcmd_ask(&session->state, &session->base, args, NULL, NULL);
}

static int add_commit(struct gathering *gathering, const struct session *session,
		      const struct series *series, const struct series_result *proof, size_t nr)
{
	static const struct reviewers nobody;
	const struct commit *commit = &series->v[nr];
	const struct patch *patch = result_patch(proof, nr);
	struct difftext diff CLEANUP(difftext_release) = { 0 };
	struct bundle_commit *row = LIST_ADD(&gathering->handover);

	row->id = keep_text(gathering, git_oid_tostr_s(&commit->id));
	row->subject = commit->subject;
	row->message = commit->message;
	row->reviewers = patch ? &patch->reviewers : &nobody;
	row->patch = whole_patch(session, row->id);
	if (!row->patch ||
	    difftext_load(&diff, &session->base,
			  series_tree(series, &session->base, commit->before), &commit->tree) < 0)
		return -1;
	FOR_EACH(file, &diff.files)
		strlist_add(&row->files, file->path);
	FOR_EACH(line, &diff.lines)
		row->lines += line->origin == '+' || line->origin == '-';
	add_verdicts(row, &proof->v[nr]);
	add_requests(gathering, row, &session->campaign, patch, &diff);
	return 0;
}

/* What the tree itself says of contributions. */
static int read_tree(struct gathering *gathering, const struct session *session,
		     const struct plan *plan)
{
	const struct file *rules = files_find(&plan->all, "CONTRIBUTING.md");

	gathering->handover.style_script =
		files_find(&plan->all, "tools/build/checkstyle9.pl") != NULL;
	if (!rules)
		return 0;
	gathering->contributing = base_read(&session->base, &rules->oid, NULL);
	gathering->handover.contributing = gathering->contributing;
	return gathering->contributing ? 0 : -1;
}

/* An empty folder; one of ours is emptied. */
static int empty_folder(const char *dir)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	char *mark CLEANUP(free_text) = xasprintf("%s/" MARK, dir);

	if (io_list(&names, dir) < 0)
		return -1;
	if (names.nr && !strlist_has(&names, MARK))
		return fail_usage("%s: this folder holds other files: name an empty one, or one "
				  "that does not exist", dir);
	return io_remove(dir) < 0 || io_mkdirs(dir) < 0 || io_write(mark, "", 0) < 0 ? -1 : 0;
}

int hand_over_write(char **dir, const struct profile *profile, struct session *session,
		    const struct plan *plan, const struct series *series,
		    const struct series_result *proof, const char *output)
{
	struct gathering gathering CLEANUP(gathering_release) = { 0 };
	struct handover *handover = &gathering.handover;
	char *branch CLEANUP(free_text) = slug_make(series->branch);

	*dir = output ? xstrdup(output) :
			xasprintf("%s/handover/%s", session->state.dir, branch);
	handover->dir = *dir;
	handover->campaign = session->campaign.name;
	handover->branch = series->branch;
	handover->base = session->base.rev;
	handover->by_hand = &session->campaign.by_hand;
	handover->base_id = keep_text(&gathering, git_oid_tostr_s(&session->base.commit));
	if (read_tree(&gathering, session, plan) < 0)
		return -1;
	for (size_t i = series->below; i < series->nr; i++)
		if (add_commit(&gathering, session, series, proof, i) < 0)
			return -1;
	if (empty_folder(*dir) < 0)
		return -1;
	return profile->hand_over(handover);
}
