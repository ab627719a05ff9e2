// SPDX-License-Identifier: GPL-2.0
/* What a person says of calls: heard where the audit cannot tell, and nowhere else. */
#define entry world_entry /* callgraph.h has an entry of its own */
#include "world.h"
#undef entry

#include "audit/opinion.h"
#include "campaign/campaign.h"
#include "git/base.h"

static struct site *add_site(struct sites *sites, const char *function, enum ownership owner)
{
	struct site *site = LIST_ADD(sites);

	*site = (struct site){ .path = xstrdup("d/a.c"), .line = 10 + (unsigned)sites->nr,
			       .function = xstrdup(function), .call = xstrdup("take"),
			       .module = xstrdup("d/a.o"), .kind = 'm',
			       .judgement = { .owner = owner, .why = xstrdup("why") } };
	site->judgement.maybe_managed = site->judgement.maybe_plain = true;
	return site;
}

static struct opinion *add_opinion(struct campaign *campaign, const char *class,
				   const char *function)
{
	struct opinion *opinion = LIST_ADD(&campaign->opinions);

	*opinion = (struct opinion){ .path = xstrdup("d/a.c"),
				     .line = (unsigned)campaign->opinions.nr,
				     .class = xstrdup(class), .reason = xstrdup("read") };
	if (function)
		strlist_add(&opinion->functions, function);
	return opinion;
}

/* A campaign, and the files of a base. */
struct scene {
	struct campaign campaign;
	struct files files;
	struct sites sites;
};

static void scene_end(struct scene *scene)
{
	campaign_release(&scene->campaign);
	files_release(&scene->files);
	sites_release(&scene->sites);
}

static void scene_begin(struct scene *scene)
{
	scene->campaign.path = xstrdup("x/campaign.conf");
	LIST_ADD(&scene->files)->path = xstrdup("d/a.c");
}

static int check(struct scene *scene)
{
	opinions_apply(&scene->campaign, &scene->sites);
	return opinions_check(&scene->campaign, &scene->sites, &scene->files);
}

static void an_unclear_call_gets_the_class(void **state)
{
	struct scene scene CLEANUP(scene_end) = { 0 };

	scene_begin(&scene);
	add_site(&scene.sites, "f", OWNER_UNCLEAR);
	add_site(&scene.sites, "g", OWNER_EXPLICIT);
	add_opinion(&scene.campaign, "error-only", NULL);
	assert_success(check(&scene));
	assert_int_equal(scene.sites.v[0].judgement.owner, OWNER_ERROR_ONLY);
	assert_string_equal(scene.sites.v[0].judgement.why, "campaign.conf:1 judges: read");
	assert_string_equal(scene.sites.v[0].unclear, "why");
	assert_int_equal(scene.sites.v[1].judgement.owner, OWNER_EXPLICIT);
	assert_string_equal(scene.sites.v[1].judgement.why, "why");
	assert_int_equal(opinions_count(&scene.sites), 1);
}

static void a_function_is_judged_for_itself(void **state)
{
	struct scene scene CLEANUP(scene_end) = { 0 };

	scene_begin(&scene);
	add_site(&scene.sites, "f", OWNER_UNCLEAR);
	add_site(&scene.sites, "g", OWNER_UNCLEAR);
	add_opinion(&scene.campaign, "leak", "g");
	assert_success(check(&scene));
	assert_int_equal(scene.sites.v[0].judgement.owner, OWNER_UNCLEAR);
	assert_int_equal(scene.sites.v[1].judgement.owner, OWNER_LEAK);
}

static void what_is_certain_stays(void **state)
{
	struct scene scene CLEANUP(scene_end) = { 0 };

	scene_begin(&scene);
	add_site(&scene.sites, "f", OWNER_MIXED);
	add_opinion(&scene.campaign, "implicit", NULL);
	assert_failure(check(&scene), FAIL_USAGE,
		       "x/campaign.conf:1: [judge \"d/a.c\"] class = implicit: d/a.c:11 take() in "
		       "f(): the audit is certain that this call is mixed: why");
	free(scene.campaign.opinions.v->class);
	scene.campaign.opinions.v->class = xstrdup("mixed");
	assert_success(check(&scene));
	assert_int_equal(opinions_count(&scene.sites), 0);
}

/* How the device is enabled may be certain where who releases is not. */
static void half_of_an_answer_counts(void **state)
{
	static const struct {
		bool maybe_managed, maybe_plain;
		const char *class, *said;
	} rows[] = {
		{ false, true, "implicit", "the device is not managed" },
		{ false, true, "mixed", "the device is not managed" },
		{ false, true, "leak", NULL },
		{ true, false, "explicit", "the device is managed" },
		{ true, false, "leak", "the device is managed" },
		{ true, false, "error-only", NULL },
		{ true, true, "leak", NULL },
		{ true, true, "implicit", NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct scene scene CLEANUP(scene_end) = { 0 };

		scene_begin(&scene);
		struct judgement *judgement =
			&add_site(&scene.sites, "f", OWNER_UNCLEAR)->judgement;
		judgement->maybe_managed = rows[i].maybe_managed;
		judgement->maybe_plain = rows[i].maybe_plain;
		add_opinion(&scene.campaign, rows[i].class, NULL);
		if (rows[i].said)
			assert_failure(check(&scene), FAIL_USAGE, rows[i].said);
		else
			assert_success(check(&scene));
		assert_int_equal(opinions_count(&scene.sites), rows[i].said ? 0 : 1);
	}
}

static void an_opinion_is_about_something(void **state)
{
	struct scene scene CLEANUP(scene_end) = { 0 };

	scene_begin(&scene);
	struct opinion *opinion = add_opinion(&scene.campaign, "leak", "f");
	assert_failure(check(&scene), FAIL_USAGE, "the audit finds no call of the API in f()");
	opinion->optional = true;
	assert_success(check(&scene));
	opinion->optional = false;
	files_release(&scene.files);
	assert_failure(check(&scene), FAIL_USAGE, "the base has no such file");
	opinion->optional = true;
	assert_success(check(&scene));
}

static void nothing_is_judged_twice(void **state)
{
	struct scene scene CLEANUP(scene_end) = { 0 };

	scene_begin(&scene);
	add_site(&scene.sites, "f", OWNER_UNCLEAR);
	add_opinion(&scene.campaign, "leak", NULL);
	add_opinion(&scene.campaign, "leak", "f");
	assert_failure(check(&scene), FAIL_USAGE, "x/campaign.conf:2: [judge \"d/a.c\"]");
	assert_failure(check(&scene), FAIL_USAGE, "take() in f(): line 1 judges this call too");
}

RUN_TESTS(TEST(an_unclear_call_gets_the_class), TEST(a_function_is_judged_for_itself),
	  TEST(what_is_certain_stays), TEST(half_of_an_answer_counts),
	  TEST(an_opinion_is_about_something), TEST(nothing_is_judged_twice))
