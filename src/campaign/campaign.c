// SPDX-License-Identifier: GPL-2.0
/* Refuses a campaign that is not whole, and releases one. */
#include "campaign/campaign.h"

#include "git/base.h"
#include "lib/confline.h"
#include "lib/lib.h"
#include "msg/trailer.h"

/* What a mail says itself, and what is for rules. */
static int check_mail(const struct campaign *campaign, const struct step *step)
{
	const struct {
		const char *key, *text;
	} others[] = {
		{ "subject", step->subject }, { "message", step->message.text },
		{ "mode", step->mode }, { "words", step->words.nr ? step->words.v[0] : NULL },
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (others[i].text)
			return fail_usage("%s:%u: %s does not go with patch = %s: author, subject "
					  "and message are those of the mail; diff = takes the "
					  "diff of it alone", campaign->path,
					  confline_find(campaign->path, "patch", step->id,
							others[i].key),
					  others[i].key, path_leaf(step->mail));
	return trailers_check(campaign->path, "patch", step->id, &step->trailers);
}

/* What it says is kept with it. */
static int check_split(const struct campaign *campaign, struct step *step, const char *sub)
{
	const char *bad;

	if (splitting_read(&step->splitting, step->split, &step->limits, &bad) < 0)
		return fail_context("%s:%u", campaign->path,
				    bad ? confline_find_value(campaign->path, "convert", sub,
							      "limit", bad) :
					  confline_find(campaign->path, "convert", sub, "split"));
	if (step->rest && !step->splitting.patches)
		return fail_usage("%s:%u: rest needs limit = N patches: without a limit there is "
				  "no rest",
				  campaign->path,
				  confline_find(campaign->path, "convert", sub, "rest"));
	return 0;
}

static int check_repeat(const struct campaign *campaign, const struct step *step,
			const char *section, const char *sub)
{
	const char *text = step->repeat ? step->repeat : "1";

	if (step->repeat && !step->rule)
		return fail_usage("%s:%u: repeat goes with rule", campaign->path,
				  confline_find(campaign->path, section, sub, "repeat"));
	if (!whole_number(text, 1, 999, &(unsigned long){ 0 }))
		return fail_usage("%s:%u: repeat = %s: not a number from 1 to 999", campaign->path,
				  confline_find(campaign->path, section, sub, "repeat"), text);
	return 0;
}

static int check_script(const struct campaign *campaign, const struct step *step,
			const char *section, const char *sub)
{
	const char *seconds = step->timeout ? step->timeout : "1";
	const char *key = step->uses.nr ? "uses" : step->residue.nr ? "residue" :
			  step->timeout ? "timeout" : NULL;

	if (!step->script && key)
		return fail_usage("%s:%u: %s goes with script", campaign->path,
				  confline_find(campaign->path, section, sub, key), key);
	if (step->script && (step->mode || step->select.nr))
		return fail_usage("%s:%u: %s goes with a rule", campaign->path,
				  confline_find(campaign->path, section, sub,
						step->mode ? "mode" : "select"),
				  step->mode ? "mode" : "select");
	if (step->script && access(step->script, X_OK) < 0)
		return fail_usage("%s:%u: %s: cannot be executed", campaign->path,
				  confline_find(campaign->path, section, sub, "script"),
				  step->script);
	if (!whole_number(seconds, 1, 999999, &(unsigned long){ 0 }))
		return fail_usage("%s:%u: timeout = %s: not a number of seconds, from 1 to 999999",
				  campaign->path,
				  confline_find(campaign->path, section, sub, "timeout"), seconds);
	return check_repeat(campaign, step, section, sub);
}

static int check_step(const struct campaign *campaign, struct step *step)
{
	const char *section = step->kind == STEP_CONVERT ? "convert" : "patch";
	bool plain = step->kind == STEP_CONVERT && !strcmp(step->id, "convert");
	const char *sub = plain ? NULL : step->id;
	unsigned line = confline_find(campaign->path, section, sub, NULL);

	if ((step->rule != NULL) + (step->diff != NULL) + (step->mail != NULL) +
		    (step->script != NULL) != 1)
		return fail_usage("%s:%u: [%s] needs %s", campaign->path, line, section,
				  step->kind == STEP_CONVERT ?
					  "one of rule and script" :
					  "one of rule, diff, patch and script");
	if (check_script(campaign, step, section, sub) < 0)
		return -1;
	if (step->mail)
		return check_mail(campaign, step);
	if (!step->subject)
		return fail_usage("%s:%u: [%s] needs a subject", campaign->path, line, section);
	if (trailers_check(campaign->path, section, sub, &step->trailers) < 0)
		return -1;
	if (step->kind == STEP_PATCH)
		return 0;
	return check_split(campaign, step, sub);
}

static int check_prefixes(const struct campaign *campaign)
{
	FOR_EACH(prefix, &campaign->prefixes)
		if (!prefix->text)
			return fail_usage("%s:%u: [prefix \"%s\"] needs a subject", campaign->path,
					  confline_find(campaign->path, "prefix", prefix->name,
							NULL), prefix->name);
	return 0;
}

/* checkpatch.pl names its kinds of findings in capitals. */
static int check_ignore(const struct campaign *campaign, const struct keyed_text *ignore)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

	if (*ignore->name && strspn(ignore->name, letters) == strlen(ignore->name))
		return 0;
	return fail_usage("%s:%u: [ignore \"%s\"]: not a type of checkpatch.pl, like LONG_LINE",
			  campaign->path,
			  confline_find(campaign->path, "ignore", ignore->name, NULL),
			  ignore->name);
}

/* A person who says something says what, and why. */
static int check_opinion(const struct campaign *campaign, const struct opinion *opinion)
{
	int class = opinion->class ? owner_parse(opinion->class) : OWNER_UNCLEAR;

	if (!opinion->class || !opinion->reason)
		return fail_usage("%s:%u: [judge \"%s\"] needs a %s", campaign->path,
				  opinion->line, opinion->path,
				  opinion->class ? "reason" : "class");
	if (class >= 0 && class != OWNER_UNCLEAR)
		return 0;
	return fail_usage("%s:%u: class = %s: known are implicit, error-only, mixed, explicit and "
			  "leak", campaign->path,
			  confline_find_value(campaign->path, "judge", opinion->path, "class",
					      opinion->class), opinion->class);
}

/* Its name is that of a folder, and the name of the verdict. */
static int check_program(const struct campaign *campaign, const struct check *check, unsigned line)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-_";
	const char *seconds = check->timeout ? check->timeout : "1";

	if (!*check->name || check->name[strspn(check->name, letters)])
		return fail_usage("%s:%u: [check \"%s\"]: the name of a check with run has "
				  "letters, digits, - and _ only", campaign->path, line,
				  check->name);
	if (access(check->run, X_OK) < 0)
		return fail_usage("%s:%u: %s: cannot be executed", campaign->path,
				  confline_find(campaign->path, "check", check->name, "run"),
				  check->run);
	if (!whole_number(seconds, 1, 999999, &(unsigned long){ 0 }))
		return fail_usage("%s:%u: timeout = %s: not a number of seconds, from 1 to 999999",
				  campaign->path,
				  confline_find(campaign->path, "check", check->name, "timeout"),
				  seconds);
	return 0;
}

bool budget_is_valid(const char *text)
{
	return whole_number(text, 0, 1000000, &(unsigned long){ 0 });
}

static int check_check(const struct campaign *campaign, const struct check *check)
{
	unsigned line = confline_find(campaign->path, "check", check->name, NULL);

	if (!check->targets.nr == !check->run)
		return fail_usage("%s:%u: [check \"%s\"] needs one of target and run",
				  campaign->path, line, check->name);
	if (!check->run && (check->reads.nr || check->timeout || check->uses.nr ||
			    check->tools.nr))
		return fail_usage("%s:%u: [check \"%s\"]: reads, uses, tool and timeout go with "
				  "run", campaign->path, line, check->name);
	if (check->budget && !budget_is_valid(check->budget))
		return fail_usage("%s:%u: [check \"%s\"]: budget = %s: not a number of seconds "
				  "up to 1000000", campaign->path, line, check->name,
				  check->budget);
	if (check->run && check->budget)
		return fail_usage("%s:%u: [check \"%s\"]: budget goes with target",
				  campaign->path, line, check->name);
	return check->run ? check_program(campaign, check, line) : 0;
}

/* A target would be proved twice, and counted twice. */
static int check_targets(const struct campaign *campaign)
{
	struct strlist seen CLEANUP(strlist_release) = { 0 };

	FOR_EACH(check, &campaign->checks) {
		FOR_EACH(target, &check->targets) {
			if (strlist_has(&seen, *target))
				return fail_usage("%s:%u: target = %s: this is named twice",
						  campaign->path,
						  confline_find_value(campaign->path, "check",
								      check->name, "target",
								      *target), *target);
			strlist_add(&seen, *target);
		}
	}
	return 0;
}

/* Is there a [patch] or [convert] section of that name? */
static bool has_step(const struct campaign *campaign, const char *id)
{
	FOR_EACH(step, &campaign->steps)
		if (!strcmp(step->id, id))
			return true;
	return false;
}

/* Whether it is answered must be for a program to see. */
static int check_request(const struct campaign *campaign, const struct request *request)
{
	unsigned line = confline_find(campaign->path, "request", request->name, NULL);

	if (!request->says)
		return fail_usage("%s:%u: [request \"%s\"] needs says", campaign->path, line,
				  request->name);
	if (!request->lines.nr && !request->words.nr)
		return fail_usage("%s:%u: [request \"%s\"] needs line (a line that is added) or "
				  "message (words of the message), which shows that the request is "
				  "met",
				  campaign->path, line, request->name);
	if (request->patch && !has_step(campaign, request->patch))
		return fail_usage("%s:%u: patch = %s: there is no such section", campaign->path,
				  confline_find(campaign->path, "request", request->name, "patch"),
				  request->patch);
	return 0;
}

static int check_audit(const struct campaign *campaign, const struct audit_section *audit)
{
	if (audit->rule)
		return 0;
	return fail_usage("%s:%u: [audit \"%s\"] needs a rule", campaign->path,
			  confline_find(campaign->path, "audit", audit->name, NULL), audit->name);
}

static int check_findings(const struct campaign *campaign)
{
	FOR_EACH(request, &campaign->requests)
		if (check_request(campaign, request) < 0)
			return -1;
	FOR_EACH(audit, &campaign->audits)
		if (check_audit(campaign, audit) < 0)
			return -1;
	return 0;
}

int campaign_check(struct campaign *campaign)
{
	int valid = 0;

	if (!campaign->name || !campaign->title)
		return fail_usage("%s:%u: [campaign] needs a name and a title", campaign->path,
				  confline_find(campaign->path, "campaign", NULL, NULL));
	char *ref CLEANUP(free_text) = xasprintf("refs/heads/b4/%s", campaign->name);
	if (git_reference_name_is_valid(&valid, ref) < 0 || !valid)
		return fail_usage("%s:%u: %s cannot name a branch", campaign->path,
				  confline_find(campaign->path, "campaign", NULL, "name"),
				  campaign->name);
	if (trailers_check(campaign->path, "campaign", NULL, &campaign->trailers) < 0)
		return -1;
	if (!campaign->steps.nr)
		return fail_usage("%s: neither a [patch] nor a [convert] section", campaign->path);
	FOR_EACH(step, &campaign->steps)
		if (check_step(campaign, step) < 0)
			return -1;
	if (check_prefixes(campaign) < 0 || check_findings(campaign) < 0)
		return -1;
	FOR_EACH(ignore, &campaign->ignores)
		if (check_ignore(campaign, ignore) < 0)
			return -1;
	FOR_EACH(opinion, &campaign->opinions)
		if (check_opinion(campaign, opinion) < 0)
			return -1;
	FOR_EACH(check, &campaign->checks)
		if (check_check(campaign, check) < 0)
			return -1;
	if (check_targets(campaign) < 0)
		return -1;
	FOR_EACH(pair, &campaign->family.pairs)
		if (!strlist_has(&campaign->family.takers, pair->taker))
			return fail_usage("%s:%u: [taker \"%s\"]: [family] names no such taker",
					  campaign->path,
					  confline_find(campaign->path, "taker", pair->taker, NULL),
					  pair->taker);
	family_sort(&campaign->family);
	strlist_sort(&campaign->remark_words);
	return 0;
}

static void nameds_release(struct keyed_texts *list)
{
	FOR_EACH(named, list)
		FREE_ALL(named->name, named->text);
	free(list->v);
}

static void opinions_release(struct opinions *opinions)
{
	FOR_EACH(opinion, opinions) {
		FREE_ALL(opinion->path, opinion->class, opinion->reason);
		strlist_release(&opinion->functions);
	}
	free(opinions->v);
}

void campaign_release(struct campaign *campaign)
{
	FOR_EACH(step, &campaign->steps) {
		char *texts[] = { step->id, step->rule, step->mode, step->diff, step->mail,
				  step->subject, step->message.path, step->message.text,
				  step->split, step->rest, step->script,
				  step->timeout, step->repeat };

		for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
			free(texts[i]);
		STRLIST_RELEASE_ALL(&step->scope, &step->words, &step->select, &step->takers,
				    &step->retires, &step->provides, &step->trailers,
				    &step->limits, &step->removes, &step->uses, &step->residue,
				    &step->tags);
	}
	free(campaign->steps.v);
	FOR_EACH(wave, &campaign->waves) {
		char *texts[] = { wave->name, wave->title, wave->cover.path, wave->cover.text,
				  wave->split, wave->limit };

		for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
			free(texts[i]);
		STRLIST_RELEASE_ALL(&wave->patches, &wave->paths, &wave->after);
	}
	free(campaign->waves.v);
	nameds_release(&campaign->prefixes);
	FOR_EACH(check, &campaign->checks) {
		FREE_ALL(check->name, check->run, check->timeout, check->budget);
		STRLIST_RELEASE_ALL(&check->targets, &check->uses, &check->tools, &check->reads);
	}
	free(campaign->checks.v);
	FOR_EACH(audit, &campaign->audits) {
		FREE_ALL(audit->name, audit->rule);
		strlist_release(&audit->scope);
	}
	free(campaign->audits.v);
	FOR_EACH(request, &campaign->requests) {
		FREE_ALL(request->name, request->says, request->by, request->patch);
		STRLIST_RELEASE_ALL(&request->lines, &request->words);
	}
	free(campaign->requests.v);
	nameds_release(&campaign->exceptions);
	opinions_release(&campaign->opinions);
	nameds_release(&campaign->addresses);
	nameds_release(&campaign->claims);
	nameds_release(&campaign->ignores);
	STRLIST_RELEASE_ALL(&campaign->trailers, &campaign->tags, &campaign->by_hand);
	STRLIST_RELEASE_ALL(&campaign->to_roles, &campaign->cc_roles,
			    &campaign->scope, &campaign->exclude);
	family_release(&campaign->family);
	comment_edits_release(&campaign->remarks);
	STRLIST_RELEASE_ALL(&campaign->remark_words, &campaign->always, &campaign->never);
	FREE_ALL(campaign->path, campaign->name, campaign->title, campaign->linux_kernel,
		 campaign->cover_to, campaign->limit, campaign->base_remote, campaign->base_branch,
		 campaign->cover.path, campaign->cover.text);
	*campaign = (struct campaign){ 0 };
}

/* Answers what a campaign says of a file. */

bool path_is_below(const char *path, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strncmp(path, prefix, len))
		return false;
	return !len || prefix[len - 1] == '/' || !path[len] || path[len] == '/';
}

bool campaign_covers(const struct campaign *campaign, const struct strlist *scope, const char *path)
{
	const struct strlist *within = scope && scope->nr ? scope : &campaign->scope;
	bool inside = within->nr == 0;

	FOR_EACH(prefix, within)
		inside = inside || path_is_below(path, *prefix);
	FOR_EACH(prefix, &campaign->exclude)
		inside = inside && !path_is_below(path, *prefix);
	return inside;
}

const struct keyed_text *campaign_prefix(const struct campaign *campaign, const char *path)
{
	const struct keyed_text *best = NULL;

	FOR_EACH(prefix, &campaign->prefixes)
		if (path_is_below(path, prefix->name) &&
		    (!best || strlen(prefix->name) > strlen(best->name)))
			best = prefix;
	return best;
}

const char *campaign_target(const struct campaign *campaign)
{
	FOR_EACH(check, &campaign->checks)
		if (check->targets.nr)
			return check->targets.v[0];
	return "x86_64-allmodconfig";
}

const char *campaign_accepts(const struct campaign *campaign, const char *path)
{
	FOR_EACH(exception, &campaign->exceptions)
		if (path_is_below(path, exception->name))
			return exception->text;
	return NULL;
}
