// SPDX-License-Identifier: GPL-2.0
/* A campaign is read whole, or refused with file and line. */
#include "world.h"

#include "campaign/campaign.h"
#include "campaign/conf.h"

#define HEAD "[campaign]\nname = c\ntitle = T\n"
#define PATCH "[patch \"p\"]\ndiff = p.diff\nsubject = S\n"

/* A folder with campaign.conf and the files that it may name. */
static char *make(const char *conf)
{
	char *dir = world_make();
	char *program CLEANUP(free_text) = NULL;

	world_file(dir, "series/c/campaign.conf", conf);
	world_file(dir, "series/c/p.diff", "");
	world_file(dir, "series/c/text", "body\n");
	world_file(dir, "series/c/run.sh", "#!/bin/sh\n");
	program = xasprintf("%s/series/c/run.sh", dir);
	assert_success(chmod(program, 0755));
	world_file(dir, "series/c/near.cocci", "");
	world_file(dir, "cocci/c/far.cocci", "");
	return dir;
}

static int load(struct campaign *campaign, const char *conf)
{
	char *dir CLEANUP(free_world) = make(conf);
	char *name CLEANUP(free_text) = xasprintf("%s/series/c", dir);

	return conf_load(campaign, name);
}

static void a_campaign_is_read_whole(void **state)
{
	static const char conf[] =
		"[campaign]\nname = c\ntitle = \"Do; it\"\ncover = text\nscope = drivers/\n"
		"scope = sound/\nexclude = drivers/staging/\n"
		"[family]\ntaker = z\ntaker = a\nreleaser = r\nenabler = e\n"
		"[recipients]\nalways = A <a@b.c>\nexclude = l@b.c\n"
		"[patch \"api\"]\nrule = far.cocci\nsubject = First\nrecipients = everyone\n"
		"[convert]\nrule = near.cocci\nsubject = Then\nmessage = text\n"
		"split = file\nselect = all\nclaims = same-code\n"
		"[patch \"end\"]\ndiff = p.diff\nsubject = Last\nscope = kernel/\n"
		"[prefix \"a/b.c\"]\nsubject = a: b\n"
		"[check \"build\"]\ntarget = x86_64\ntarget = arm64\n"
		"[check \"run\"]\nrun = run.sh\nuses = text\nuses = p.diff\ntool = qemu\n"
		"reads = kernel/\nreads = lib/\ntimeout = 60\n";
	struct campaign campaign CLEANUP(campaign_release) = { 0 };
	const struct step *steps;

	assert_success(load(&campaign, conf));
	assert_string_equal(campaign.name, "c");
	assert_string_equal(campaign.title, "Do; it");
	assert_string_equal(campaign.cover.text, "body\n");
	assert_list(&campaign.scope, "drivers/ sound/");
	assert_list(&campaign.exclude, "drivers/staging/");
	assert_list(&campaign.family.takers, "a z");
	assert_list(&campaign.family.releasers, "r");
	assert_list(&campaign.family.enablers, "e");
	assert_list(&campaign.always, "A <a@b.c>");
	assert_list(&campaign.never, "l@b.c");
	assert_int_equal(campaign.steps.nr, 3);
	steps = campaign.steps.v;
	assert_int_equal(steps[0].kind, STEP_PATCH);
	assert_string_equal(steps[0].id, "api");
	assert_non_null(strstr(steps[0].rule, "cocci/c/far.cocci"));
	assert_true(steps[0].everyone);
	assert_int_equal(steps[1].kind, STEP_CONVERT);
	assert_string_equal(steps[1].id, "convert");
	assert_non_null(strstr(steps[1].rule, "series/c/near.cocci"));
	assert_string_equal(steps[1].message.text, "body\n");
	assert_string_equal(steps[1].split, "file");
	assert_int_equal(steps[1].select.nr, 0);
	assert_false(steps[1].everyone);
	assert_true(steps[1].same_code);
	assert_false(steps[0].same_code);
	assert_string_equal(steps[2].id, "end");
	assert_non_null(strstr(steps[2].diff, "series/c/p.diff"));
	assert_list(&steps[2].scope, "kernel/");
	assert_string_equal(campaign.prefixes.v[0].text, "a: b");
	assert_int_equal(campaign.checks.nr, 2);
	assert_list(&campaign.checks.v[0].targets, "x86_64 arm64");
	assert_non_null(strstr(campaign.checks.v[1].run, "/series/c/run.sh"));
	assert_int_equal(campaign.checks.v[1].uses.nr, 2);
	assert_non_null(strstr(campaign.checks.v[1].uses.v[0], "/series/c/text"));
	assert_list(&campaign.checks.v[1].tools, "qemu");
	assert_list(&campaign.checks.v[1].reads, "kernel/ lib/");
	assert_string_equal(campaign.checks.v[1].timeout, "60");
}

static void what_is_wrong_is_told_with_file_and_line(void **state)
{
	static const struct {
		const char *conf, *reason;
	} samples[] = {
		{ HEAD "colour = red\n" PATCH, "campaign.conf:4: unknown key campaign.colour" },
		{ HEAD PATCH "\n[patch \"p\"]\n\tsplit = file\n", "campaign.conf:9: unknown key" },
		{ HEAD PATCH "[convert \"x\"]\nrule = near.cocci\n",
		  "campaign.conf:7: [convert] needs" },
		{ HEAD "[patch]\ndiff = p.diff\n", "campaign.conf:5: unknown key patch.diff" },
		{ HEAD PATCH "[colour]\nred = 1\n", "campaign.conf:8: unknown key colour.red" },
		{ "name = c\n" HEAD PATCH, "unknown key name" },
		{ "[include]\npath = /nowhere\n" HEAD PATCH, "unknown key include.path" },
		{ HEAD "scope\n" PATCH, "campaign.conf:4: campaign.scope has no value" },
		{ HEAD "[family]\ntaker =\n" PATCH, "campaign.conf:5: family.taker has no value" },
		{ HEAD "cover = nowhere\n" PATCH, "c/nowhere: no such file" },
		{ HEAD "[patch \"p\"]\nrule = nowhere.cocci\n",
		  "c/nowhere.cocci: no such file" },
		{ HEAD PATCH "recipients = nobody\n",
		  "campaign.conf:7: recipients = nobody: the only value is everyone" },
		{ HEAD PATCH "claims = everything\n",
		  "campaign.conf:7: claims = everything: the only value is same-code" },
		{ "[campaign]\nname = c\n" PATCH, "campaign.conf:1: [campaign] needs a name" },
		{ "\n[campaign]\ntitle = T\n" PATCH, "campaign.conf:2: [campaign] needs a name" },
		{ PATCH, "[campaign] needs a name" },
		{ "[campaign]\nname = a..b\ntitle = T\n" PATCH,
		  "campaign.conf:2: a..b cannot name a branch" },
		{ "[campaign]\ntitle = T\nname = a b\n" PATCH, "campaign.conf:3: a b cannot name" },
		{ HEAD, "neither a [patch] nor a [convert]" },
		{ HEAD PATCH "rule = near.cocci\n",
		  "campaign.conf:4: [patch] needs one of rule, diff, patch and script" },
		{ HEAD "[patch \"p\"]\nsubject = S\n",
		  "campaign.conf:4: [patch] needs one of rule, diff, patch and script" },
		{ HEAD PATCH "patch = p.diff\n",
		  "campaign.conf:4: [patch] needs one of rule, diff, patch and script" },
		{ HEAD "[patch \"p\"]\npatch = nowhere\n", "c/nowhere: no such file" },
		{ HEAD "[patch \"p\"]\npatch = ../c\n", "c/../c: this is a folder, not a file" },
		{ HEAD "[patch \"p\"]\npatch = p.diff\nsubject = S\n",
		  "campaign.conf:6: subject does not go with patch = p.diff" },
		{ HEAD "[patch \"p\"]\nmessage = text\npatch = p.diff\n",
		  "campaign.conf:5: message does not go with patch = p.diff" },
		{ HEAD "[patch \"p\"]\npatch = p.diff\nwords = a\n",
		  "campaign.conf:6: words does not go with" },
		{ HEAD "[patch \"p\"]\npatch = p.diff\nmode = a\n",
		  "campaign.conf:6: mode does not go with" },
		{ HEAD "[patch \"p\"]\npatch = p.diff\ntrailer = Cc: a@b.c\n",
		  "campaign.conf:6: Cc: is not a trailer here" },
		{ HEAD "[convert]\npatch = p.diff\nsubject = S\n",
		  "campaign.conf:5: unknown key convert.patch" },
		{ HEAD "[convert]\nsubject = S\n",
		  "campaign.conf:4: [convert] needs one of rule and script" },
		{ HEAD "[convert]\nrule = near.cocci\n",
		  "campaign.conf:4: [convert] needs a subject" },
		{ HEAD "[convert]\nrule = near.cocci\nsubject = S\nsplit = moon\n",
		  "campaign.conf:7: split = moon" },
		{ HEAD "trailer = Link: https://a.b\ntrailer = Cc: a@b.c\n" PATCH,
		  "campaign.conf:5: Cc: is not a trailer here" },
		{ HEAD PATCH "trailer = Link: a\n", "campaign.conf:7: Link: wants a URL" },
		{ HEAD "[convert]\nrule = near.cocci\nsubject = S\nselect = some\n",
		  "campaign.conf:7: some: not a class of the audit" },
		{ HEAD PATCH "[check \"c\"]\ntimeout = 5\n",
		  "campaign.conf:7: [check \"c\"] needs one of target and run" },
		{ HEAD PATCH "[check \"c\"]\ntarget = t\nrun = text\n",
		  "campaign.conf:7: [check \"c\"] needs one of target and run" },
		{ HEAD PATCH "[check \"c\"]\ntarget = t\nreads = drivers/\n",
		  "campaign.conf:7: [check \"c\"]: reads, uses, tool and timeout go with" },
		{ HEAD PATCH "[check \"c\"]\nrun = run.sh\nuses = nowhere\n",
		  "campaign.conf:9: " },
		{ HEAD PATCH "[check \"c\"]\nrun = text\n", "c/text: cannot be executed" },
		{ HEAD PATCH "[check \"a/b\"]\nrun = run.sh\n",
		  "campaign.conf:7: [check \"a/b\"]: the name" },
		{ HEAD PATCH "[check \"c\"]\nrun = run.sh\ntimeout = 1h\n",
		  "campaign.conf:9: timeout = 1h: not a number" },
		{ HEAD PATCH "[check \"c\"]\nrun = run.sh\ntimeout = 0\n",
		  "campaign.conf:9: timeout = 0" },
		{ HEAD PATCH "[check \"c\"]\nrun = nowhere.sh\n", "c/nowhere.sh: no such file" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct campaign campaign CLEANUP(campaign_release) = { 0 };

		if (load(&campaign, samples[i].conf) == 0)
			fail_msg("taken:\n%s", samples[i].conf);
		if (!strstr(fail_text(), samples[i].reason))
			fail_msg("%s\nshould hold: %s", fail_text(), samples[i].reason);
		assert_int_not_equal(fail_exit_code(), FAIL_NO);
		fail_clear();
	}
}

static void what_git_cannot_read_is_refused(void **state)
{
	static const char *const samples[] = { "[campaign\n", "[campaign]\nname = \"c\n", "]\n" };

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct campaign campaign CLEANUP(campaign_release) = { 0 };

		assert_failure(load(&campaign, samples[i]), FAIL_USAGE, "campaign.conf");
	}
}

static void a_campaign_that_is_not_there_is_wrong_use(void **state)
{
	struct campaign campaign CLEANUP(campaign_release) = { 0 };

	assert_failure(conf_load(&campaign, "no/such/campaign"), FAIL_USAGE,
		       "no campaign no/such/campaign");
}

static void prefixes_end_at_the_border_of_a_name(void **state)
{
	static const struct {
		const char *scope, *exclude, *path;
		bool covered;
	} samples[] = {
		{ "", "", "a/b.c", true },
		{ "a/", "", "a/b.c", true },
		{ "a", "", "a/b.c", true },
		{ "a", "", "a", true },
		{ "a", "", "ab/c.c", false },
		{ "a/", "", "ab/c.c", false },
		{ "a/b.c", "", "a/b.c", true },
		{ "a/b.c", "", "a/b.cc", false },
		{ "a/ b/", "", "b/c", true },
		{ "a/ b/", "", "c/b/c", false },
		{ "a/", "a/x/", "a/x/b.c", false },
		{ "a/", "a/x", "a/xy.c", true },
		{ "", "a/", "a/b.c", false },
		{ "", "a/", "b.c", true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct campaign campaign CLEANUP(campaign_release) = { 0 };

		strlist_split(&campaign.scope, samples[i].scope, " ");
		strlist_split(&campaign.exclude, samples[i].exclude, " ");
		if (campaign_covers(&campaign, NULL, samples[i].path) != samples[i].covered)
			fail_msg("\"%s\" without \"%s\": %s", samples[i].scope,
				 samples[i].exclude, samples[i].path);
	}
}

static void the_scope_of_a_step_replaces_that_of_the_campaign(void **state)
{
	struct campaign campaign CLEANUP(campaign_release) = { 0 };
	struct strlist scope = { 0 }, none = { 0 };

	strlist_add(&campaign.scope, "drivers/");
	strlist_add(&campaign.exclude, "kernel/x/");
	strlist_add(&scope, "kernel/");
	assert_true(campaign_covers(&campaign, &scope, "kernel/a.c"));
	assert_false(campaign_covers(&campaign, &scope, "kernel/x/a.c"));
	assert_false(campaign_covers(&campaign, &scope, "drivers/a.c"));
	assert_true(campaign_covers(&campaign, &none, "drivers/a.c"));
	strlist_release(&scope);
}

static void the_longest_prefix_names_the_subject(void **state)
{
	struct campaign campaign CLEANUP(campaign_release) = { 0 };

	assert_success(load(&campaign, HEAD PATCH "[prefix \"a/\"]\nsubject = a\n"
						  "[prefix \"a/b/c.c\"]\nsubject = abc\n"
						  "[prefix \"a/b\"]\nsubject = ab\n"));
	assert_string_equal(campaign_prefix(&campaign, "a/x.c")->text, "a");
	assert_string_equal(campaign_prefix(&campaign, "a/b/x.c")->text, "ab");
	assert_string_equal(campaign_prefix(&campaign, "a/b/c.c")->text, "abc");
	assert_string_equal(campaign_prefix(&campaign, "a/bb.c")->text, "a");
	assert_null(campaign_prefix(&campaign, "b/a/x.c"));
}

RUN_TESTS(TEST(a_campaign_is_read_whole),
	  TEST(what_is_wrong_is_told_with_file_and_line),
	  TEST(what_git_cannot_read_is_refused),
	  TEST(a_campaign_that_is_not_there_is_wrong_use),
	  TEST(prefixes_end_at_the_border_of_a_name),
	  TEST(the_scope_of_a_step_replaces_that_of_the_campaign),
	  TEST(the_longest_prefix_names_the_subject))
