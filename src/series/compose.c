// SPDX-License-Identifier: GPL-2.0
/* Addresses the patches of a series and fills in what they say. */
#include "series/compose.h"

#include "audit/site.h"
#include "campaign/campaign.h"
#include "git/base.h"
#include "git/change.h"
#include "git/mailpatch.h"
#include "lib/cleanup.h"
#include "lib/confline.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/word.h"
#include "msg/prose.h"
#include "msg/trailer.h"
#include "profile/profile.h"
#include "recipients/maintainers.h"
#include "series/message.h"
#include "series/patch.h"
#include "recipients/policy.h"
#include "style/checkpatch.h"
#include "style/difftext.h"

#include <string.h>

#define NR_FIELDS 7 /* of the template of a message */

static int ask_maintainers(const struct maintainers *maintainers, const struct patches *patches)
{
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	FOR_EACH(patch, patches)
		FOR_EACH(change, &patch->changes)
			strlist_add(&paths, (*change)->path);
	strlist_sort(&paths);
	return maintainers_ask(maintainers, &paths);
}

/* The patch as a mail, as far as it is known who sends it, and to whom. */
static char *mail_of(const struct base *base, const git_oid *before, const struct patch *patch)
{
	struct difftext diff CLEANUP(difftext_release) = { 0 };
	struct difftext_rows rows = { 0 };
	char *message CLEANUP(free_text) = NULL, *mail;
	size_t len;
	FILE *out = xmemstream(&message, &len);

	fprintf(out, "%s\n\n%s", patch->subject, patch->body);
	FOR_EACH(trailer, &patch->trailers)
		fprintf(out, "%s%s\n", trailer == patch->trailers.v ? "\n" : "", *trailer);
	fclose(out);
	if (difftext_load(&diff, base, before, &patch->tree) < 0)
		return NULL;
	mail = difftext_patch(&diff, NULL, message, &len, &rows);
	free(rows.v);
	return mail;
}

/* All patches as mails, asked about for those whom a keyword names. */
static int ask_keywords(const struct maintainers *maintainers, const struct patches *patches,
			struct strlist *mails)
{
	const git_oid *before = &maintainers->base->tree;

	FOR_EACH(patch, patches) {
		char *mail = mail_of(maintainers->base, before, patch);

		if (!mail)
			return -1;
		*LIST_ADD(mails) = mail;
		before = &patch->tree;
	}
	return maintainers_ask(maintainers, mails);
}

static int add_answer(struct patch *patch, const struct maintainers *maintainers,
		      const struct policy *policy, const char *subject, const char *about)
{
	struct strlist lines CLEANUP(strlist_release) = { 0 };

	if (maintainers_answer(maintainers, subject, &lines) < 0)
		return -1;
	FOR_EACH(line, &lines)
		if (policy_add(policy, &patch->recipients, *line, about) < 0)
			return -1;
	return 0;
}

/* Those who are responsible for the files of one patch, whom a keyword in it names, and those
 * who get every one. */
static int add_own(struct patch *patch, const struct maintainers *maintainers,
		   const struct policy *policy, const char *mail)
{
	struct maintainers keywords = *maintainers;

	keywords.keywords = true;
	keywords.committers = false;
	FOR_EACH(change, &patch->changes)
		if (add_answer(patch, maintainers, policy, (*change)->path, (*change)->path) < 0)
			return -1;
	if (add_answer(patch, &keywords, policy, mail, patch->id) < 0)
		return -1;
	recipients_join(&patch->recipients, &policy->always, NULL);
	return 0;
}

static struct owner_group *group_of_owners(struct owner_groups *groups, const char *who)
{
	FOR_EACH(group, groups)
		if (!strcmp(group->who, who))
			return group;
	struct owner_group *added = LIST_ADD(groups);
	added->who = xstrdup(who);
	return added;
}

/* Who maintains which files, where that differs. */
static int find_owners(struct patch *patch, const struct maintainers *maintainers)
{
	struct owner_groups groups CLEANUP(owner_groups_release) = { 0 };

	FOR_EACH(change, &patch->changes) {
		struct strlist owners CLEANUP(strlist_release) = { 0 };

		if (maintainers_owners(maintainers, (*change)->path, &owners) < 0)
			return -1;
		char *who CLEANUP(free_text) =
			owners.nr ? strlist_join(&owners, ", ") : xstrdup("nobody");
		strlist_add(&group_of_owners(&groups, who)->files, (*change)->path);
	}
	if (groups.nr > 1) {
		patch->owners = groups;
		groups = (struct owner_groups){ 0 };
	}
	return 0;
}

static int need_recipients(const struct patches *patches, const struct policy *policy)
{
	FOR_EACH(patch, patches)
		if (!patch->recipients.nr)
			return fail_usage("%s: patch %s (%s) would go to nobody, as "
					  "MAINTAINERS and [recipients] stand; name somebody who "
					  "gets every patch:\n"
					  "[recipients]\n\talways = Name <address>",
					  policy->campaign->path, patch->id,
					  patch->changes.nr ? patch->changes.v[0]->path : "");
	return 0;
}

/* Where people are accounts and rules, nobody is a recipient: they are named, with what told it. */
static int ask_reviewers(struct patches *patches, struct state *state, const struct base *base,
			 const struct files *all, const struct profile *profile)
{
	FOR_EACH(patch, patches)
		FOR_EACH(change, &patch->changes)
			if (profile->ask_reviewers(&patch->reviewers, state, base, all,
						   (*change)->path) < 0)
				return -1;
	return 0;
}

int compose_recipients(struct patches *patches, struct recipients *cover, struct state *state,
		       const struct base *base, const struct files *all,
		       const struct policy *policy)
{
	const struct maintainers maintainers = { state, base, all,
						 policy_wants_committers(policy) };
	const struct maintainers keywords = { state, base, all, .keywords = true };
	struct recipients everyone CLEANUP(recipients_release) = { 0 };
	struct strlist mails CLEANUP(strlist_release) = { 0 };
	const struct profile *profile = profile_of(all);

	if (profile->ask_reviewers)
		return ask_reviewers(patches, state, base, all, profile);
	if (ask_maintainers(&maintainers, patches) < 0 ||
	    ask_keywords(&keywords, patches, &mails) < 0)
		return -1;
	FOR_EACH(patch, patches) {
		if (add_own(patch, &maintainers, policy, mails.v[patch - patches->v]) < 0 ||
		    find_owners(patch, &maintainers) < 0)
			return -1;
		/* what stands below a wave is not of this series */
		if (patch->nr)
			recipients_join(&everyone, &patch->recipients, patch->id);
	}
	FOR_EACH(patch, patches) {
		if (patch->step->everyone && patch->nr)
			recipients_join(&patch->recipients, &everyone, NULL);
		policy_address(policy, &patch->recipients);
	}
	recipients_join(cover, policy->cover_everyone ? &everyone : &policy->always, NULL);
	policy_address(policy, cover);
	return need_recipients(patches, policy);
}

/* What stands below a wave has no number. */
static size_t count_own(const struct patches *patches)
{
	size_t count = 0;

	FOR_EACH(patch, patches)
		count += patch->nr > 0;
	return count;
}

/* The mail about @what goes to too many. */
static size_t put_crowd(FILE *out, const struct recipients *list, const struct policy *policy,
			size_t before, const char *what)
{
	if (list->nr <= policy->limit)
		return 0;
	fprintf(out, "%s %s to %zu", before ? "," : "", what, list->nr);
	return 1;
}

char *compose_crowd(const struct patches *patches, const struct recipients *cover,
		    const struct policy *policy)
{
	char *mails CLEANUP(free_text) = NULL;
	size_t count = 0;
	FILE *out = xmemstream(&mails, NULL);

	if (count_own(patches) > 1)
		count += put_crowd(out, cover, policy, count, "the cover letter");
	FOR_EACH(patch, patches) {
		char *name CLEANUP(free_text) = xasprintf("patch %u", patch->nr);

		if (patch->nr)
			count += put_crowd(out, &patch->recipients, policy, count, name);
	}
	fclose(out);
	return !count ? NULL :
	       xasprintf("%zu mail%s to more than %zu addresses, which servers and lists may "
			 "refuse (limit in [recipients]):%s", count, count == 1 ? " goes" : "s go",
			 policy->limit, mails);
}

/* The files of a patch, one in a line, for a paragraph of their own. */
static char *list_patch_files(const struct patch *patch)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(change, &patch->changes)
		fprintf(out, "%s  %s", change > patch->changes.v ? "\n" : "", (*change)->path);
	fclose(out);
	return text;
}

/* "a(), b() and c()" */
static char *join(const struct strlist *names)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	for (size_t i = 0; i < names->nr; i++)
		fprintf(out, "%s%s()", !i ? "" : i + 1 < names->nr ? ", " : " and ", names->v[i]);
	fclose(out);
	return text;
}

/* The calls for whose sake the files of the patch were selected. */
static char *list_functions(const struct patch *patch, const struct sites *sites)
{
	const struct step *step = patch->step;
	struct strlist names CLEANUP(strlist_release) = { 0 };

	FOR_EACH(change, &patch->changes)
		FOR_EACH(site, sites)
			if (!strcmp(site->path, (*change)->path) &&
			    strlist_has(&step->select, owner_name(site->judgement.owner)) &&
			    (!step->takers.nr || strlist_has(&step->takers, site->call)))
				strlist_add(&names, site->call);
	strlist_sort(&names);
	return join(&names);
}

/* What the driver is called: the last part of "net: alpha" or of "drivers/net/alpha.c". */
static char *driver_of(const struct patch *patch)
{
	const char *name = patch->prefix, *colon = strrchr(name, ' ');
	size_t len;

	if (colon)
		name = colon + 1;
	name = path_leaf(name);
	len = strlen(name);
	if (has_extension(name, ".c") || has_extension(name, ".h"))
		len -= 2;
	return xstrndup(name, len);
}

/* The fields of a step's template, with their values in this order. */
static void list_fields(struct field *fields, const struct step *step, const char *const *values)
{
	static const char *const names[NR_FIELDS] = { "prefix", "base", "count", "files", "file",
						      "driver", "functions" };
	size_t known = step->kind == STEP_PATCH ? 5 : step->select.nr ? 7 : 6;

	for (size_t i = 0; i < known; i++)
		fields[i] = (struct field){ names[i], values[i] };
	fields[known] = (struct field){ NULL, NULL };
}

/* Fill in the template of a patch: its body, still with trailers. */
static char *fill_messages(const struct patch *patch, const struct patches *patches,
			   const struct base *base, const char *base_name,
			   const struct sites *sites)
{
	const struct template *template = &patch->step->message;
	char *rev CLEANUP(free_text) = xasprintf("%s (%.12s)", base_name,
						 git_oid_tostr_s(&base->commit));
	char *count CLEANUP(free_text) = xasprintf("%zu", count_own(patches));
	char *files CLEANUP(free_text) = list_patch_files(patch);
	char *driver CLEANUP(free_text) = driver_of(patch);
	char *functions CLEANUP(free_text) = list_functions(patch, sites);
	struct field fields[NR_FIELDS + 1];

	list_fields(fields, patch->step,
		    (const char *const[NR_FIELDS]){ patch->prefix, rev, count, files,
						    patch->changes.v[0]->path, driver,
						    functions });
	return message_fill(template->path, template->text, fields);
}

/* Nothing in it may end the message or begin another one. */
static int check_cuts(const struct template *template, const char *body)
{
	struct faults faults CLEANUP(faults_release) = { 0 };
	size_t in_template;

	prose_cuts(&faults, template->text, 1);
	in_template = faults.nr;
	prose_cuts(&faults, body, 1);
	if (in_template)
		return fail_usage("%s:%u: %s", template->path, faults.v->line, faults.v->what);
	return faults.nr ? fail_usage("%s: filled in: %s", template->path, faults.v->what) : 0;
}

/* The line of the template in which its @nr-th trailer stands. */
static unsigned trailer_line(const struct template *template, size_t nr)
{
	size_t start = trailers_start(template->text);
	unsigned line = 1 + (unsigned)nr;

	for (size_t i = 0; i < start; i++)
		line += template->text[i] == '\n';
	return line;
}

/* Take the trailers off the end of a body; what is left ends with one end of line. */
static int take_trailers(struct patch *patch, char *body)
{
	size_t start = trailers_start(body), end = start;
	struct strlist trailers CLEANUP(strlist_release) = { 0 };
	int result = 0;

	strlist_split(&trailers, body + start, "\n");
	for (size_t i = 0; i < trailers.nr && result == 0; i++) {
		result = trailer_check(trailers.v[i], i ? trailers.v[i - 1] : NULL);
		if (result < 0)
			fail_context("%s:%u", patch->step->message.path,
				     trailer_line(&patch->step->message, i));
	}
	trailers_merge(&patch->trailers, &trailers);
	while (end && strchr(" \t\n", body[end - 1]))
		end--;
	patch->body = end ? xasprintf("%.*s\n", (int)end, body) : xstrdup("");
	return result;
}

/* Of one patch over everything: how to make it again, and what must come of that. */
static int add_recipe(struct patch *patch, const struct base *base, const char *base_name)
{
	const struct step *step = patch->step;
	char *commit CLEANUP(free_text) = xstrdup(git_oid_tostr_s(&base->commit));
	char *indented CLEANUP(free_text) = NULL;
	char *body CLEANUP(free_text) = TAKE(patch->body);
	char *text CLEANUP(free_text) = io_read(step->rule ? step->rule : step->script, NULL);

	if (!text)
		return -1;
	FILE *out = xmemstream(&indented, NULL);
	bool begun = false;
	FOR_EACH_LINE(line, text) {
		/* the comment that opens it is for those who run it */
		begun = begun || step->script ||
			(line.len && !starts_with(line.at, "//"));
		if (begun)
			fprintf(out, "%s%.*s\n", line.len ? "  " : "", (int)line.len, line.at);
	}
	fclose(out);
	patch->body = xasprintf("%s%sThis is what the %s below makes of %s\n(%s).\n"
				"The tree must then be %s.\n\n%s", body, *body ? "\n" : "",
				step->rule ? "semantic patch" : "program", base_name, commit,
				git_oid_tostr_s(&patch->tree), indented);
	return 0;
}

/* What a mail says stays as it is; the campaign may add trailers. */
static int compose_mail(struct patch *patch, const struct campaign *campaign)
{
	const struct mailpatch *mail = patch->mail;
	struct faults faults CLEANUP(faults_release) = { 0 };
	size_t start = trailers_start(mail->body), end = start;

	prose_cuts(&faults, mail->body, 1);
	if (faults.nr)
		return fail_usage("%s: its message: %s", patch->step->mail, faults.v->what);
	trailers_take(&patch->trailers, mail->body + start);
	while (end && mail->body[end - 1] == '\n')
		end--;
	patch->body = end ? xasprintf("%.*s\n", (int)end, mail->body) : xstrdup("");
	patch->subject = xstrdup(mail->subject);
	trailers_merge(&patch->trailers, &patch->step->trailers);
	trailers_merge(&patch->trailers, &campaign->trailers);
	return 0;
}

static char *make_subject(const struct patch *patch)
{
	const char *subject = patch->step->subject;
	char *part CLEANUP(free_text) = patch->parts ? xasprintf(" (part %u of %u)", patch->part,
								 patch->parts) : xstrdup("");

	return *patch->prefix ? xasprintf("%s: %s%s", patch->prefix, subject, part) :
				xasprintf("%s%s", subject, part);
}

/* The tags of a message, from the end of its template and from the campaign; what is left of @body
 * ends with one end of line. */
static int take_tags(struct patch *patch, const struct campaign *campaign, const char *body)
{
	const struct tag_row *rows = patch->tag_rows;
	size_t start = tags_start(rows, body), end = start;

	strlist_split(&patch->tags, body + start, "\n");
	strlist_add_all(&patch->tags, &patch->step->tags);
	strlist_add_all(&patch->tags, &campaign->tags);
	while (end && strchr(" \t\n", body[end - 1]))
		end--;
	patch->body = end ? xasprintf("%.*s\n", (int)end, body) : xstrdup("");
	FOR_EACH(tag, &patch->tags)
		if (tag_check(rows, *tag) < 0)
			return fail_context("%s: patch %s", campaign->path, patch->id);
	return 0;
}

/* Trailers belong to a tree whose messages have them, and tags to one whose messages have those. */
static int check_kind(const struct patch *patch, const struct campaign *campaign)
{
	const struct strlist *trailers[] = { &patch->step->trailers, &campaign->trailers };
	const struct strlist *tags[] = { &patch->step->tags, &campaign->tags };
	const struct strlist **wrong = patch->tag_rows ? trailers : tags;
	const struct strlist *first = wrong[0]->nr ? wrong[0] : wrong[1];

	if (!first->nr)
		return 0;
	return fail_usage("%s: %s = %s: the messages of this tree have %s", campaign->path,
			  patch->tag_rows ? "trailer" : "tag", first->v[0],
			  patch->tag_rows ? "tags: use tag =" : "trailers: use trailer =");
}

static int compose_message(struct patch *patch, const struct patches *patches,
			   const struct base *base, const char *base_name,
			   const struct campaign *campaign, const struct sites *sites)
{
	const struct step *step = patch->step;
	char *body CLEANUP(free_text) =
		step->message.text ? fill_messages(patch, patches, base, base_name, sites) :
				     xstrdup("");

	if (check_kind(patch, campaign) < 0)
		return -1;
	if (patch->mail)
		return compose_mail(patch, campaign);
	if (!body || (step->message.text && check_cuts(&step->message, body) < 0) ||
	    (patch->tag_rows ? take_tags(patch, campaign, body) : take_trailers(patch, body)) < 0)
		return -1;
	if (step->kind == STEP_CONVERT && step->splitting.by == SPLIT_NONE &&
	    add_recipe(patch, base, base_name) < 0)
		return -1;
	trailers_merge(&patch->trailers, &step->trailers);
	trailers_merge(&patch->trailers, &campaign->trailers);
	patch->subject = make_subject(patch);
	if (strpbrk(patch->subject, "\n\r"))
		return fail_usage("%s: the subject \"%s\" is not one line", campaign->path,
				  patch->subject);
	return 0;
}

/* Where the campaign says it, as "file:line". */
static char *place_of_trailer(const struct patch *patch, const struct campaign *campaign,
			      const char *trailer)
{
	const struct step *step = patch->step;
	const char *at = step->message.text ? strstr(step->message.text, trailer) : NULL;
	const char *section = step->kind == STEP_PATCH ? "patch" : "convert";
	unsigned line = 1;

	for (const char *c = step->message.text; at && c < at; c++)
		line += *c == '\n';
	if (at)
		return xasprintf("%s:%u", step->message.path, line);
	line = confline_find_value(campaign->path, "campaign", NULL, "trailer", trailer);
	if (!line)
		line = confline_find_value(campaign->path, section,
					   strcmp(step->id, section) ? step->id : NULL, "trailer",
					   trailer);
	return xasprintf("%s:%u", campaign->path, line);
}

static bool stands_in_mail(const struct patch *patch, const char *trailer)
{
	return patch->mail && strstr(patch->mail->body, trailer);
}

/* Trailers that treewide does not know are those of the base's checkpatch.pl; what stands in a
 * mail is not ours to refuse. */
static int ask_base(const struct patch *patch, const struct campaign *campaign,
		    const char *script)
{
	FOR_EACH(trailer, &patch->trailers) {
		char *place CLEANUP(free_text) = NULL;

		if (!trailer_is_for_base(*trailer) || stands_in_mail(patch, *trailer) ||
		    (script && checkpatch_knows_trailer(script, *trailer)))
			continue;
		place = place_of_trailer(patch, campaign, *trailer);
		trailer_refuse(*trailer);
		return fail_context("%s", place);
	}
	return 0;
}

int compose_messages(struct patches *patches, const struct base *base, const char *base_name,
		     const struct files *all, const struct campaign *campaign,
		     const struct sites *sites)
{
	const struct file *file = files_find(all, "scripts/checkpatch.pl");
	char *script CLEANUP(free_text) = file ? base_read(base, &file->oid, NULL) : NULL;

	if (file && !script)
		return -1;
	FOR_EACH(patch, patches)
		patch->tag_rows = profile_of(all)->tags;
	FOR_EACH(patch, patches)
		if (compose_message(patch, patches, base, base_name, campaign, sites) < 0 ||
		    ask_base(patch, campaign, script) < 0)
			return -1;
	return 0;
}

int compose_check_templates(const struct campaign *campaign)
{
	static const char *const values[NR_FIELDS] = { "x", "x", "x", "x", "x", "x", "x" };

	FOR_EACH(step, &campaign->steps) {
		struct field fields[NR_FIELDS + 1];
		struct patch patch = { .step = step };
		char *body CLEANUP(free_text) = NULL;
		int result;

		if (!step->message.text)
			continue;
		list_fields(fields, step, values);
		body = message_fill(step->message.path, step->message.text, fields);
		if (!body || check_cuts(&step->message, body) < 0)
			return -1;
		result = take_trailers(&patch, body);
		free(patch.body);
		strlist_release(&patch.trailers);
		if (result < 0)
			return -1;
	}
	return 0;
}
