// SPDX-License-Identifier: GPL-2.0
/* Composes the cover letter. */
#include "publish/cover.h"

#include "audit/audit.h"
#include "audit/opinion.h"
#include "campaign/campaign.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "msg/prose.h"
#include "publish/quote.h"
#include "publish/wrap.h"
#include "series/b4.h"
#include "series/message.h"
#include "series/newname.h"
#include "series/plan.h"
#include "recipients/policy.h"

/* Take away the ends of line at the end. */
static char *chop(char *text)
{
	size_t len = strlen(text);

	while (len && text[len - 1] == '\n')
		text[--len] = '\0';
	return text;
}

static void put_row(FILE *out, int width, const char *class, size_t before, size_t after)
{
	fprintf(out, "    %-*s  %6zu  %5zu\n", width, class, before, after);
}

/* The calls that a person has judged, for the audit could not. */
static void put_opinions(FILE *out, const struct sites *sites)
{
	size_t count = opinions_count(sites);

	if (count)
		fprintf(out, "\n    The program cannot tell %zu of these; a person judged:\n",
			count);
	FOR_EACH(site, sites) {
		if (!site->opinion)
			continue;
		char *line CLEANUP(free_text) =
			xasprintf("%s in %s(): %s; %s", site->path, site->function,
				  site->opinion->class, site->opinion->reason);
		wrap_put(out, line, 6, 2);
	}
}

char *cover_audit(const struct audit *before, const struct audit *after)
{
	char *text = NULL;

	if (!before->target)
		return xstrdup("    No audit was made: no step of the campaign selects by class.");
	char *head CLEANUP(free_text) = xasprintf("calls under %s", before->target);
	int width = (int)strlen(head);
	FILE *out = xmemstream(&text, NULL);
	fprintf(out, "    %s  before  after\n", head);
	for (int owner = 0; owner < OWNER_COUNT; owner++)
		put_row(out, width, owner_name((enum ownership)owner),
			audit_count(before, (enum ownership)owner),
			audit_count(after, (enum ownership)owner));
	put_row(out, width, "all", before->sites.nr, after->sites.nr);
	put_opinions(out, &before->sites);
	fclose(out);
	return chop(text);
}

/* The last folder and the name of a path: the same wherever the project stands. */
static const char *short_path(const char *path)
{
	const char *slash = strrchr(path, '/');

	while (slash && slash > path && slash[-1] != '/')
		slash--;
	return slash ? slash : path;
}

/* A rule opens with comment lines that speak to spatch and to people of the project. */
static const char *skip_header(const char *text)
{
	while (!strncmp(text, "//", 2) || *text == '\n') {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return text;
}

static int put_rule(FILE *out, const char *path)
{
	char *text CLEANUP(free_text) = io_read(path, NULL);

	if (!text)
		return -1;
	fprintf(out, "%s:\n\n", short_path(path));
	FOR_EACH_LINE(line, skip_header(chop(text)))
		fprintf(out, "%s%.*s\n", line.len ? "\t" : "", (int)line.len, line.at);
	fputc('\n', out);
	return 0;
}

/* Does a patch of the series itself come from this step? */
static bool is_used(const struct patches *patches, const struct step *step)
{
	FOR_EACH(patch, patches)
		if (patch->nr && patch->step == step)
			return true;
	return false;
}

char *cover_rules(const struct campaign *campaign, const struct patches *patches)
{
	struct strlist shown CLEANUP(strlist_release) = { 0 };
	struct strlist named CLEANUP(strlist_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;
	FILE *out CLEANUP(close_file) = xmemstream(&text, NULL);

	FOR_EACH(step, &campaign->steps)
		if (step->rule && (!patches || is_used(patches, step)))
			strlist_add_once(step->kind == STEP_CONVERT ? &shown : &named, step->rule);
	FOR_EACH(path, &shown)
		if (put_rule(out, *path) < 0)
			return NULL;
	FOR_EACH(path, &named)
		if (!strlist_has(&shown, *path))
			fprintf(out, "Not shown here: %s\n", short_path(*path));
	fclose(TAKE(out));
	return chop(TAKE(text));
}

/* A field that is empty leaves no hole: one blank line for many, none at the ends. */
static char *tidy(const char *text)
{
	char *tidied = NULL;
	unsigned blank = 0;
	FILE *out = xmemstream(&tidied, NULL);

	text += strspn(text, "\n");
	for (; *text; text++) {
		blank = *text == '\n' ? blank + 1 : 0;
		if (blank < 3)
			fputc(*text, out);
	}
	fclose(out);
	return chop(tidied);
}

/* {needs}: the patches of other waves that stand below this one; "" where there are none. */
static char *list_needs(const struct plan *plan)
{
	char *text = NULL;

	if (!plan->below)
		return xstrdup("");
	FILE *out = xmemstream(&text, NULL);
	fprintf(out, "These patches are not in %s, and this series stands on them:\n\n",
		plan->base_name);
	for (size_t i = 0; i < plan->below; i++)
		fprintf(out, "  %s\n", plan->patches.v[i].subject);
	fclose(out);
	return text;
}

/* How many patches of the series itself a step made, and the calls for whose sake it made them, by
 * class. */
struct conversion {
	size_t patches, calls, classes[OWNER_COUNT];
};

static void count_calls(struct conversion *sum, const struct plan *plan, const struct patch *patch)
{
	FOR_EACH(change, &patch->changes) {
		FOR_EACH(site, &plan->audit.sites) {
			if (strcmp(site->path, (*change)->path) != 0 ||
			    !step_selects(plan->campaign, patch->step, site))
				continue;
			sum->calls++;
			sum->classes[site->judgement.owner]++;
		}
	}
}

static void put_conversion(FILE *out, const struct plan *plan, const struct step *step)
{
	struct conversion sum = { 0 };
	const char *between = ":";

	FOR_EACH(patch, &plan->patches) {
		if (!patch->nr || patch->step != step)
			continue;
		sum.patches++;
		count_calls(&sum, plan, patch);
	}
	if (!sum.patches)
		return;
	wrap_put(out, step->subject, 4, 2);
	fprintf(out, "      %zu patch%s", sum.patches, plural(sum.patches, "es"));
	if (sum.calls)
		fprintf(out, " for %zu call%s", sum.calls, plural(sum.calls, "s"));
	for (int owner = 0; owner < OWNER_COUNT; owner++) {
		if (!sum.classes[owner])
			continue;
		fprintf(out, "%s %zu %s", between, sum.classes[owner],
			owner_name((enum ownership)owner));
		between = ",";
	}
	fputc('\n', out);
}

/* {converted}: of each [convert] how many patches it made, and for which calls, by class. */
static char *list_converted(const struct plan *plan)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(step, &plan->campaign->steps)
		if (step->kind == STEP_CONVERT)
			put_conversion(out, plan, step);
	fclose(out);
	return chop(text);
}

/* {waves}: each wave of the campaign, how many patches it has and how many stand below it; "" where
 * there is none. */
static char *list_waves(const struct plan *plan)
{
	char *text = NULL;
	int width = 0;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(wave, &plan->waves)
		width = (int)strlen(wave->name) > width ? (int)strlen(wave->name) : width;
	FOR_EACH(wave, &plan->waves) {
		fprintf(out, "    %-*s  %2zu patch%s", width, wave->name, wave->patches.nr,
			plural(wave->patches.nr, "es"));
		if (wave->below.nr)
			fprintf(out, ", on top of %zu", wave->below.nr);
		fputc('\n', out);
	}
	fclose(out);
	return chop(text);
}

/* The wave's own letter, or that of the campaign. */
static const struct template *template_of(const struct plan *plan)
{
	if (plan->wave && plan->wave->section->cover.text)
		return &plan->wave->section->cover;
	return &plan->campaign->cover;
}

char *cover_text(const struct plan *plan, const json_t *proof)
{
	const struct template *template = template_of(plan);
	char *base CLEANUP(free_text) = xasprintf("%s (%.12s)", plan->base_name,
						  git_oid_tostr_s(&plan->base->commit));
	char *count CLEANUP(free_text) = xasprintf("%zu", plan_count(plan));
	char *audit CLEANUP(free_text) = cover_audit(&plan->audit, &plan->after);
	char *tested CLEANUP(free_text) = quote_text(proof);
	char *rules CLEANUP(free_text) = cover_rules(plan->campaign, &plan->patches);
	char *needs CLEANUP(free_text) = list_needs(plan);
	char *searches CLEANUP(free_text) = newname_links(&plan->new_names);
	char *converted CLEANUP(free_text) = list_converted(plan);
	char *waves CLEANUP(free_text) = list_waves(plan);
	struct faults faults CLEANUP(faults_release) = { 0 };
	const struct field fields[] = { { "base", base }, { "count", count }, { "audit", audit },
					{ "tested", tested }, { "rules", rules },
					{ "searches", searches }, { "needs", needs },
					{ "converted", converted }, { "waves", waves },
					{ NULL, NULL } };
	char *text CLEANUP(free_text) = NULL;

	if (!rules)
		return NULL;
	if (template->text)
		prose_cover(&faults, template->text, false);
	if (faults.nr) {
		fail_usage("%s:%u: %s", template->path, faults.v->line, faults.v->what);
		return NULL;
	}
	text = template->text ? message_fill(template->path, template->text, fields) : xstrdup("");
	return text ? tidy(text) : NULL;
}

const char *cover_title(const struct plan *plan)
{
	return plan->wave ? plan->wave->section->title : plan->campaign->title;
}

char *cover_head(const struct plan *plan, const char *text, const char *signed_off_by)
{
	const struct campaign *campaign = plan->campaign;
	const char *title = cover_title(plan);
	const struct template *template = template_of(plan);
	struct policy policy CLEANUP(policy_release) = { 0 };
	struct recipients named CLEANUP(recipients_release) = { 0 };

	/* b4 needs somebody who gets every mail, and finds the others in the patches. Where nobody
	 * does, it is one whom the plan wants; send puts the plan's To and Cc into each mail. */
	if (policy_open(&policy, campaign) < 0)
		return NULL;
	recipients_join(&named, &policy.always, NULL);
	if (!named.nr && plan->cover.nr)
		recipients_add(&named, plan->cover.v);
	policy_address(&policy, &named);
	char *head = b4_cover_head(title, text, &named, signed_off_by);
	if (!head)
		fail_context("%s", template->path ? template->path : campaign->path);
	return head;
}
