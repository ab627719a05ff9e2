// SPDX-License-Identifier: GPL-2.0
/* Roles become To, Cc or nobody as the campaign says; what makes no sense is refused. */
#include "world.h"

#include "campaign/campaign.h"
#include "campaign/conf.h"
#include "recipients/policy.h"

#define HEAD "[campaign]\nname = c\ntitle = T\n[patch \"p\"]\ndiff = p.diff\nsubject = S\n"

/* The campaign with these lines behind the head: six lines, so they begin at line 7. */
static void load(struct campaign *campaign, const char *lines)
{
	char *dir CLEANUP(free_world) = world_make();
	char *conf CLEANUP(free_text) = xasprintf(HEAD "%s", lines);
	char *name CLEANUP(free_text) = xasprintf("%s/c", dir);

	world_file(dir, "c/campaign.conf", conf);
	world_file(dir, "c/p.diff", "");
	assert_success(conf_load(campaign, name));
}

/* "To", "Cc" or "-". */
static const char *decide(const struct policy *policy, const char *role)
{
	static const char *const names[] = { "-", "Cc", "To" };

	return names[policy_decide(policy, role, "a@b.c")];
}

static void api_uses_as_the_real_series_has_them(void **state)
{
	static const struct {
		const char *role, *audience;
	} samples[] = {
		{ "maintainer:PCI", "To" }, { "supporter:PCI", "To" }, { "odd fixer:PCI", "To" },
		{ "reviewer:PCI", "Cc" }, { "open list:PCI", "Cc" },
		{ "moderated list:PCI", "Cc" }, { "subscriber list:PCI", "Cc" },
		{ "orphan minder:PCI", "Cc" }, { "obsolete minder:PCI", "Cc" },
		{ "chief penguin:THE REST", "Cc" }, { "unknown:PCI", "Cc" }, { "in file", "Cc" },
		/* S: lines of 6.12 that the script prints whole */
		{ "maintained (book3s 64-bit hv):KVM", "To" },
		{ "odd fixes (book3s 64-bit pr):KVM", "To" },
		{ "orphan (book3e and 32-bit):KVM", "Cc" }, { "orphan / obsolete:X", "Cc" },
		/* nobody asks for these */
		{ "commit_signer", "-" }, { "authored", "-" }, { "added_lines", "-" },
		{ "removed_lines", "-" },
		/* THE REST has no section: linux-kernel */
		{ "open list", "-" }, { "moderated list", "-" },
	};
	struct campaign campaign CLEANUP(campaign_release) = { 0 };
	struct policy policy CLEANUP(policy_release) = { 0 };

	load(&campaign, "");
	assert_success(policy_open(&policy, &campaign));
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		if (strcmp(decide(&policy, samples[i].role), samples[i].audience))
			fail_msg("%s: %s", samples[i].role, decide(&policy, samples[i].role));
	assert_false(policy_wants_committers(&policy));
	assert_true(policy.cover_everyone);
	assert_int_equal(policy_decide(&policy, "open list:X", "Linux-Kernel@vger.kernel.org"),
			 AUDIENCE_NOBODY);
}

static void the_campaign_may_want_it_otherwise(void **state)
{
	static const struct {
		const char *lines, *role, *audience;
	} samples[] = {
		{ "to = maintainer\n", "maintainer:X", "To" },
		{ "to = maintainer\n", "supporter:X", "-" },
		{ "to = maintainer\n", "reviewer:X", "Cc" },
		{ "to = maintainer, odd fixer\nto = reviewer\n", "odd fixer:X", "To" },
		{ "to = maintainer, odd fixer\nto = reviewer\n", "reviewer:X", "To" },
		{ "to = maintainer, odd fixer\nto = reviewer\n", "supporter:X", "-" },
		{ "cc = reviewer\n", "maintainer:X", "To" },
		{ "cc = reviewer\n", "reviewer:X", "Cc" },
		{ "cc = reviewer\n", "open list:X", "-" },
		{ "cc = reviewer\n", "unknown:X", "-" },
		{ "cc = maintainer\n", "maintainer:X", "Cc" },
		{ "cc = maintainer\n", "supporter:X", "To" },
		{ "cc = other\n", "unknown:X", "Cc" },
		{ "cc = list\n", "moderated list:X", "Cc" },
		{ "cc = open list\n", "moderated list:X", "-" },
		{ "cc = open list\n", "open list:X", "Cc" },
		{ "to = open list\ncc = list\n", "open list:X", "To" },
		{ "to = open list\ncc = list\n", "moderated list:X", "Cc" },
		{ "cc = committer\n", "commit_signer", "Cc" },
		{ "cc = committer\n", "authored", "Cc" },
		{ "linux-kernel = true\n", "open list", "Cc" },
		{ "linux-kernel = true\ncc = reviewer\n", "open list", "-" },
		{ "linux-kernel = true\nto = list\n", "open list", "To" },
		{ "linux-kernel = false\n", "open list", "-" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *lines CLEANUP(free_text) = xasprintf("[recipients]\n%s", samples[i].lines);
		struct campaign campaign CLEANUP(campaign_release) = { 0 };
		struct policy policy CLEANUP(policy_release) = { 0 };

		load(&campaign, lines);
		assert_success(policy_open(&policy, &campaign));
		if (strcmp(decide(&policy, samples[i].role), samples[i].audience))
			fail_msg("%s: %s: %s", samples[i].lines, samples[i].role,
				 decide(&policy, samples[i].role));
		assert_int_equal(policy_wants_committers(&policy),
				 strstr(samples[i].lines, "committer") != NULL);
	}
}

static void what_makes_no_sense_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *lines, *reason;
	} samples[] = {
		{ "to = maintainer\ncc = reviewer, maintainer\n",
		  "campaign.conf:9: maintainer is in to and in cc" },
		{ "to = maintainer\nto = boss\n", "campaign.conf:9: boss: not a role; they are" },
		{ "cc = lists\n", "campaign.conf:8: lists: not a role" },
		{ "cc = Reviewer\n", "campaign.conf:8: Reviewer: not a role" },
		{ "linux-kernel = yes\n",
		  "campaign.conf:8: linux-kernel = yes: known are true and false" },
		{ "cover = all\n", "campaign.conf:8: cover = all: known are everyone and always" },
		{ "cover = always\n",
		  "campaign.conf:8: cover = always: there is no always = ADDRESS" },
		{ "always = A <a@b.c>\nalways = Bob\n",
		  "campaign.conf:9: always = Bob: not an address" },
		{ "exclude = a@b.c\nexclude = B <b@b.c>\n",
		  "campaign.conf:9: exclude = B <b@b.c>: neither an address" },
		{ "exclude = netdev\n", "campaign.conf:8: exclude = netdev: neither an address" },
		{ "always = A <a@b.c>\nexclude = A@b.c\n",
		  "campaign.conf:9: exclude = A@b.c: always names it too" },
		{ "exclude = a@b.c\n[address \"A@b.c\"]\nuse = b@b.c\n",
		  "campaign.conf:8: exclude = a@b.c: [address] names it too" },
		{ "[address \"a@b.c\"]\nuse = Bob\n",
		  "campaign.conf:9: [address \"a@b.c\"] use = Bob: not an address" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *dir CLEANUP(free_world) = world_make();
		char *conf CLEANUP(free_text) = xasprintf(HEAD "[recipients]\n%s",
							  samples[i].lines);
		char *name CLEANUP(free_text) = xasprintf("%s/c", dir);
		struct campaign campaign CLEANUP(campaign_release) = { 0 };
		struct policy policy CLEANUP(policy_release) = { 0 };

		world_file(dir, "c/campaign.conf", conf);
		world_file(dir, "c/p.diff", "");
		assert_success(conf_load(&campaign, name));
		assert_failure(policy_open(&policy, &campaign), FAIL_USAGE, samples[i].reason);
	}
}

/* Everybody of the list: "To A <a@b.c> reason|Cc ...". */
static char *show(const struct recipients *list)
{
	char *text = NULL;
	size_t size;
	FILE *out = xmemstream(&text, &size);

	FOR_EACH(one, list)
		fprintf(out, "%s%s %s <%s> %s", one == list->v ? "" : "|", one->to ? "To" : "Cc",
			one->name, one->email, one->why);
	fclose(out);
	return text;
}

static void answers_become_recipients(void **state)
{
	static const char lines[] =
		"[recipients]\ncc = committer, list, reviewer\nexclude = out@b.c\n"
		"exclude = *@Old.example\n"
		"[address \"a@old.example\"]\nuse = New A <a@new.example>\n"
		"[address \"foo at bar\"]\nuse = Foo <foo@bar.example>\n"
		"[address \"list@\"]\nuse = list@bar.example\n";
	static const struct {
		const char *line, *expected;
	} samples[] = {
		{ "A <a@b.c> (maintainer:X)", "To A <a@b.c> maintainer:X" },
		{ "A <a@b.c> (maintainer:X (Y, Z),commit_signer,authored)",
		  "To A <a@b.c> maintainer:X (Y, Z); commit_signer; authored" },
		{ "A <a@b.c> (unknown:X,commit_signer)", "Cc A <a@b.c> commit_signer" },
		{ "A <a@b.c> (commit_signer,authored,added_lines,removed_lines)",
		  "Cc A <a@b.c> commit_signer; authored; added_lines; removed_lines" },
		{ "A <a@b.c> (unknown:X)", "" },
		{ "Out <OUT@b.c> (maintainer:X)", "" },
		{ "B <b@old.example> (maintainer:X)", "" },
		{ "A <A@old.example> (maintainer:X,authored)",
		  "To New A <a@new.example> maintainer:X (for A@old.example, by the campaign); "
		  "authored (for A@old.example, by the campaign)" },
		{ "linux-kernel@vger.kernel.org (open list)", "" },
		{ "linux-kernel@vger.kernel.org (open list:X)", "" },
		{ "l@b.c (open list:X)", "Cc  <l@b.c> open list:X" },
		/* no address */
		{ " (open list:X)", "" },
		{ "foo at bar (unreadable)", "" },
		{ "list@ (open list:X (Y))",
		  "Cc  <list@bar.example> open list:X (Y) (for list@, by the campaign)" },
		{ "x@old.example, y@old.example (open list:X)", "" },
	};
	struct campaign campaign CLEANUP(campaign_release) = { 0 };
	struct policy policy CLEANUP(policy_release) = { 0 };

	load(&campaign, lines);
	assert_success(policy_open(&policy, &campaign));
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct recipients list CLEANUP(recipients_release) = { 0 };
		char *text CLEANUP(free_text) = NULL;

		assert_success(policy_add(&policy, &list, samples[i].line, "x.c"));
		text = show(&list);
		assert_string_equal(text, samples[i].expected);
	}
}

static void what_is_no_address_is_refused(void **state)
{
	static const struct {
		const char *line, *reason;
	} samples[] = {
		{ "netdev (open list:X)", "names \"netdev\" (open list:X) for x.c" },
		{ "foo@ (open list:X)", "[address \"foo@\"]\n\tuse = Name <address>" },
		{ "A <a b@c.d> (maintainer:X)", "[address \"A <a b@c.d>\"]" },
		{ "A\r\nB (unreadable)", "names \"AB\" (unreadable)" },
		{ "A <a@localhost> (maintainer:X)", "no address that mail can go to" },
	};
	struct campaign campaign CLEANUP(campaign_release) = { 0 };
	struct policy policy CLEANUP(policy_release) = { 0 };

	load(&campaign, "");
	assert_success(policy_open(&policy, &campaign));
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct recipients list CLEANUP(recipients_release) = { 0 };

		assert_failure(policy_add(&policy, &list, samples[i].line, "x.c"), FAIL_USAGE,
			       samples[i].reason);
		assert_int_equal(list.nr, 0);
	}
}

static void a_mail_to_nobody_goes_to_the_first_fixed_address(void **state)
{
	struct campaign campaign CLEANUP(campaign_release) = { 0 };
	struct policy policy CLEANUP(policy_release) = { 0 };
	struct recipients list CLEANUP(recipients_release) = { 0 };
	struct recipients full CLEANUP(recipients_release) = { 0 };
	char *text CLEANUP(free_text) = NULL, *other CLEANUP(free_text) = NULL;

	load(&campaign, "[recipients]\nalways = Z <z@b.c>\nalways = a@b.c\n");
	assert_success(policy_open(&policy, &campaign));
	recipients_join(&list, &policy.always, NULL);
	policy_address(&policy, &list);
	text = show(&list);
	assert_string_equal(text, "To Z <z@b.c> named by the campaign|"
				  "Cc  <a@b.c> named by the campaign");
	recipients_join(&full, &policy.always, NULL);
	assert_success(policy_add(&policy, &full, "M <m@b.c> (maintainer:X)", "x.c"));
	policy_address(&policy, &full);
	other = show(&full);
	assert_string_equal(other, "To M <m@b.c> maintainer:X|Cc  <a@b.c> named by the campaign|"
				   "Cc Z <z@b.c> named by the campaign");
}

RUN_TESTS(TEST(api_uses_as_the_real_series_has_them), TEST(the_campaign_may_want_it_otherwise),
	  TEST(what_makes_no_sense_is_refused_with_its_line), TEST(answers_become_recipients),
	  TEST(what_is_no_address_is_refused),
	  TEST(a_mail_to_nobody_goes_to_the_first_fixed_address))
