/* SPDX-License-Identifier: GPL-2.0 */
/*
 * policy.h - from the role that somebody has to To, Cc or nobody
 *
 * Pure, but for the campaign that it reads. The words for roles are those that
 * get_maintainer.pl --roles prints in front of the section (its functions
 * get_maintainer_role(), add_categories() and add_role(), read in 6.1 and 6.12), and
 * three of our own: list, committer and other.
 *
 *	maintainer, supporter, odd fixer,		named by M:, told apart by S:
 *	orphan minder, obsolete minder, chief penguin
 *	reviewer					named by R:
 *	list						any list
 *	open list, moderated list			one kind, before what list says
 *	in file						named inside of a .yaml file
 *	committer	commit_signer, authored, added_lines, removed_lines
 *	other						M: with another S:, or none
 *
 * Usually maintainer, supporter and odd fixer are in To, committer is not asked about,
 * and all others are in Cc.
 *
 * linux-kernel is left out unless it is asked for: the address
 * linux-kernel@vger.kernel.org in whatever section, and any list without a section,
 * for get_maintainer.pl prints none for the lists of THE REST, which gets everything.
 */
#ifndef POLICY_H
#define POLICY_H

#include "recipients/recipient.h"

struct campaign;

enum audience { AUDIENCE_NOBODY, AUDIENCE_CC, AUDIENCE_TO };

#define POLICY_ROLES 13

#define POLICY_LIMIT 100 /* RFC 5321, 4.5.3.1.8: every server must take as many, none more */

struct policy {
	const struct campaign *campaign;	/* borrowed */
	enum audience audience[POLICY_ROLES];
	bool linux_kernel;			/* keep it */
	bool cover_everyone;			/* the cover letter goes to all, not only @always */
	size_t limit;				/* of recipients of one mail, told when exceeded */
	struct recipients always;		/* [recipients] always, in its order; Cc */
};

/* Read the policy of a campaign; what makes no sense is refused with its line. */
int policy_open(struct policy *, const struct campaign *);
/* Must the history of the files be asked about? */
bool policy_wants_committers(const struct policy *);
/* Who of To, Cc and nobody somebody with this role is: "maintainer:PCI SUBSYSTEM". */
enum audience policy_decide(const struct policy *, const char *role, const char *email);
/*
 * Add whom @line of get_maintainer.pl's answer about @path names, once for each role
 * in it, as the policy says. What is no address is refused, unless the campaign says
 * whom to take instead.
 */
int policy_add(const struct policy *, struct recipients *, const char *line, const char *path);
/* A mail to nobody in To goes to the first fixed address. */
void policy_address(const struct policy *, struct recipients *);
void policy_release(struct policy *);

#endif
