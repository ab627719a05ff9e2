// SPDX-License-Identifier: GPL-2.0
/* Decides who of those that get_maintainer.pl names gets a mail, and how. */
#include "recipients/policy.h"

#include "campaign/campaign.h"
#include "lib/confline.h"
#include "lib/lib.h"

#include <fnmatch.h>

#define LINUX_KERNEL "linux-kernel@vger.kernel.org"
#define MAX_WORDS 200 /* bytes of what is no address */

enum role { LIST, OPEN_LIST, MODERATED_LIST, MAINTAINER, SUPPORTER, ODD_FIXER, ORPHAN, OBSOLETE,
	    PENGUIN, REVIEWER, IN_FILE, COMMITTER, OTHER };

/* S: may hold more words than the script knows ("Maintained (Book3S 64-bit HV)"); then
 * it prints them all in lower case, and how they begin tells the role. */
static const struct {
	const char *word, *begin;
	enum audience usual;
} roles[POLICY_ROLES] = {
	[LIST] = { "list", "subscriber list", AUDIENCE_CC },
	[OPEN_LIST] = { "open list", "open list", AUDIENCE_CC },
	[MODERATED_LIST] = { "moderated list", "moderated list", AUDIENCE_CC },
	[MAINTAINER] = { "maintainer", "maintain", AUDIENCE_TO },
	[SUPPORTER] = { "supporter", "support", AUDIENCE_TO },
	[ODD_FIXER] = { "odd fixer", "odd fix", AUDIENCE_TO },
	[ORPHAN] = { "orphan minder", "orphan", AUDIENCE_CC },
	[OBSOLETE] = { "obsolete minder", "obsolete", AUDIENCE_CC },
	[PENGUIN] = { "chief penguin", "chief penguin", AUDIENCE_CC },
	[REVIEWER] = { "reviewer", "reviewer", AUDIENCE_CC },
	[IN_FILE] = { "in file", "in file", AUDIENCE_CC },
	[COMMITTER] = { "committer", NULL, AUDIENCE_NOBODY },
	[OTHER] = { "other", NULL, AUDIENCE_CC },
};

/* What the script adds to a role that somebody has already, after a comma. */
static const char *const added[] = { "commit_signer", "authored", "added_lines", "removed_lines",
				     "in file" };

static enum role find_role(const char *text)
{
	for (size_t i = 0; i + 1 < sizeof(added) / sizeof(*added); i++)
		if (starts_with(text, added[i]))
			return COMMITTER;
	for (enum role role = LIST; role < OTHER; role++)
		if (roles[role].begin &&
		    starts_with(text, roles[role].begin))
			return role;
	return OTHER;
}

static bool is_list(enum role role)
{
	return role == LIST || role == OPEN_LIST || role == MODERATED_LIST;
}

enum audience policy_decide(const struct policy *policy, const char *role, const char *email)
{
	enum role known = find_role(role);

	if (!policy->linux_kernel && (!strcasecmp(email, LINUX_KERNEL) ||
				      (is_list(known) && !strchr(role, ':'))))
		return AUDIENCE_NOBODY;
	return policy->audience[known];
}

bool policy_wants_committers(const struct policy *policy)
{
	return policy->audience[COMMITTER] != AUDIENCE_NOBODY;
}

/* Put the line in front of the reason. */
static int refuse_role(const struct campaign *campaign, const char *section, const char *sub,
		       const char *key, const char *value)
{
	return fail_context("%s:%u", campaign->path,
			    confline_find_value(campaign->path, section, sub, key, value));
}

static int refuse_key(const struct campaign *campaign, const char *key, const char *value)
{
	return refuse_role(campaign, "recipients", NULL, key, value);
}

static int find_word(const char *word)
{
	for (int i = 0; i < POLICY_ROLES; i++)
		if (!strcmp(roles[i].word, word))
			return i;
	fail_usage("%s: not a role; they are maintainer, supporter, odd fixer, orphan minder, "
		   "obsolete minder, chief penguin, reviewer, list, open list, moderated list, "
		   "in file, committer and other", word);
	return -1;
}

static int read_roles(struct policy *policy, const struct campaign *campaign)
{
	const struct strlist *words[] = { &campaign->to_roles, &campaign->cc_roles };
	static const enum audience audiences[] = { AUDIENCE_TO, AUDIENCE_CC };
	static const char *const names[] = { "to", "cc" };
	bool named[POLICY_ROLES] = { false };

	/* a key that is not there has its usual words, but for those that the other takes */
	for (int i = 0; i < POLICY_ROLES; i++) {
		policy->audience[i] = roles[i].usual;
		for (size_t k = 0; k < 2; k++)
			if (words[k]->nr && roles[i].usual == audiences[k])
				policy->audience[i] = AUDIENCE_NOBODY;
	}
	for (size_t k = 0; k < 2; k++) {
		FOR_EACH(word, words[k]) {
			int role = find_word(*word);

			if (role >= 0 && k && named[role] &&
			    policy->audience[role] == AUDIENCE_TO)
				role = fail_usage("%s is in to and in cc", *word);
			if (role < 0)
				return refuse_key(campaign, names[k], *word);
			policy->audience[role] = audiences[k];
			named[role] = true;
		}
	}
	for (enum role role = OPEN_LIST; role <= MODERATED_LIST; role++)
		if (!named[role])
			policy->audience[role] = policy->audience[LIST];
	return 0;
}

/* One of two words: is it the first? Left as it is when the key is not there. */
static int read_choice(const struct campaign *campaign, const char *key, const char *text,
		       const char *first, const char *second, bool *choice)
{
	if (!text)
		return 0;
	*choice = !strcmp(text, first);
	if (*choice || !strcmp(text, second))
		return 0;
	fail_usage("%s = %s: known are %s and %s", key, text, first, second);
	return refuse_key(campaign, key, text);
}

static int read_crowd(struct policy *policy, const struct campaign *campaign)
{
	const char *text = campaign->limit ? campaign->limit : "";
	unsigned long limit;

	if (!campaign->limit)
		return 0;
	if (whole_number(text, 1, 999999, &limit)) {
		policy->limit = limit;
		return 0;
	}
	fail_usage("limit = %s: not a number from 1 to 999999", text);
	return refuse_key(campaign, "limit", text);
}

static int read_always(struct policy *policy, const struct campaign *campaign)
{
	FOR_EACH(address, &campaign->always) {
		struct recipient recipient CLEANUP(recipient_release) = { 0 };

		if (!recipient_parse(&recipient, *address)) {
			fail_usage("always = %s: not an address that mail can go to", *address);
			return refuse_key(campaign, "always", *address);
		}
		free(recipient.why);
		recipient.why = xstrdup(RECIPIENT_ALWAYS);
		recipients_add(&policy->always, &recipient);
	}
	if (!policy->cover_everyone && !policy->always.nr) {
		fail_usage("cover = always: there is no always = ADDRESS");
		return refuse_key(campaign, "cover", "always");
	}
	return 0;
}

static const char *find_override(const struct campaign *campaign, const char *email)
{
	FOR_EACH(address, &campaign->addresses)
		if (!strcasecmp(address->name, email))
			return address->text;
	return NULL;
}

static int check_addresses(const struct policy *policy, const struct campaign *campaign)
{
	FOR_EACH(never, &campaign->never) {
		const char *other = recipients_find(&policy->always, *never) ? "always" :
				    find_override(campaign, *never) ? "[address]" : NULL;

		if (!strchr(*never, '@') || strpbrk(*never, " \t<>"))
			fail_usage("exclude = %s: neither an address without a name nor a "
				   "pattern such as *@example.org", *never);
		else if (other)
			fail_usage("exclude = %s: %s names it too", *never, other);
		else
			continue;
		return refuse_key(campaign, "exclude", *never);
	}
	FOR_EACH(address, &campaign->addresses) {
		struct recipient recipient CLEANUP(recipient_release) = { 0 };
		bool valid = *address->name && recipient_parse(&recipient, address->text);

		if (valid)
			continue;
		fail_usage("[address \"%s\"] use = %s: not an address that mail can go to",
			   address->name, address->text);
		return refuse_role(campaign, "address", address->name, "use", NULL);
	}
	return 0;
}

int policy_open(struct policy *policy, const struct campaign *campaign)
{
	*policy = (struct policy){ .campaign = campaign, .cover_everyone = true,
				   .limit = POLICY_LIMIT };
	if (read_roles(policy, campaign) < 0 ||
	    read_choice(campaign, "linux-kernel", campaign->linux_kernel, "true", "false",
			&policy->linux_kernel) < 0 ||
	    read_choice(campaign, "cover", campaign->cover_to, "everyone", "always",
			&policy->cover_everyone) < 0 ||
	    read_crowd(policy, campaign) < 0 ||
	    read_always(policy, campaign) < 0)
		return -1;
	return check_addresses(policy, campaign);
}

static bool is_excluded(const struct campaign *campaign, const char *email)
{
	FOR_EACH(never, &campaign->never)
		if (!strcasecmp(*never, email) ||
		    (strpbrk(*never, "*?[") && !fnmatch(*never, email, FNM_CASEFOLD)))
			return true;
	return false;
}

/* Cut off what the script has added to a role: where it begins; NULL: nothing was. */
static char *cut_role(char *role)
{
	char *comma = strrchr(role, ',');

	for (size_t i = 0; comma && i < sizeof(added) / sizeof(*added); i++)
		if (!strcmp(comma + 1, added[i])) {
			*comma = '\0';
			return comma + 1;
		}
	return NULL;
}

/* One address of the answer. */
struct answer {
	char *email;		/* as the script prints it, good or not */
	char *role;		/* one, or several */
	struct recipient who;	/* whom to take for it; no address: nobody knows */
	bool replaced;
};

static void take(const struct policy *policy, struct recipients *list,
		 const struct answer *answer, char *role)
{
	struct recipient copy = answer->who;
	char *last = cut_role(role);

	if (last)
		take(policy, list, answer, role);
	else
		last = role;
	enum audience audience = policy_decide(policy, last, answer->email);
	if (audience == AUDIENCE_NOBODY)
		return;
	copy.to = audience == AUDIENCE_TO;
	copy.why = answer->replaced ? xasprintf("%s (for %s, by the campaign)", last,
						answer->email) :
				      xstrdup(last);
	recipients_add(list, &copy);
	free(copy.why);
}

/* The role in a line that holds no good address. */
static const char *guess_role(const char *line)
{
	for (const char *at = strstr(line, " ("); at; at = strstr(at + 1, " ("))
		if (find_role(at + 2) != OTHER)
			return at;
	return strstr(line, " (");
}

static void read_role(struct answer *answer, const struct campaign *campaign, const char *line)
{
	const char *use, *open = guess_role(line);

	if (recipient_parse(&answer->who, line)) {
		answer->email = xstrdup(answer->who.email);
		answer->role = xstrdup(answer->who.why);
	} else {
		size_t len = open ? (size_t)(open - line) : strlen(line);
		const char *role = open ? open + 2 : "";

		answer->email = recipient_clean(line, len, MAX_WORDS);
		len = strlen(role);
		answer->role = recipient_clean(role, len && role[len - 1] == ')' ? len - 1 : len,
					       MAX_WORDS);
	}
	use = find_override(campaign, answer->email);
	if (!use)
		return;
	recipient_release(&answer->who);
	answer->who = (struct recipient){ 0 };
	answer->replaced = recipient_parse(&answer->who, use);
}

int policy_add(const struct policy *policy, struct recipients *list, const char *line,
	       const char *path)
{
	const struct campaign *campaign = policy->campaign;
	struct answer answer = { 0 };
	int result = 0;

	read_role(&answer, campaign, line);
	const char *email = answer.who.email ? answer.who.email : answer.email;
	/* a line without any address, such as "L:" makes, names nobody */
	if (answer.who.email && !is_excluded(campaign, email))
		take(policy, list, &answer, answer.role);
	else if (!answer.who.email && *email && !is_excluded(campaign, email))
		result = fail_usage("%s: get_maintainer.pl names \"%s\" (%s) for %s, which is no "
				    "address that mail can go to; say whom to take instead, by\n"
				    "[address \"%s\"]\n\tuse = Name <address>",
				    campaign->path, email, answer.role, path, email);
	recipient_release(&answer.who);
	FREE_ALL(answer.email, answer.role);
	return result;
}

void policy_address(const struct policy *policy, struct recipients *list)
{
	struct recipient *first = policy->always.nr ?
				  recipients_find(list, policy->always.v->email) : NULL;

	FOR_EACH(recipient, list)
		if (recipient->to)
			first = NULL;
	if (first)
		first->to = true;
	recipients_sort(list);
}

void policy_release(struct policy *policy)
{
	recipients_release(&policy->always);
}
