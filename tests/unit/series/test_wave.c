// SPDX-License-Identifier: GPL-2.0
/* Which patches of a campaign travel together. */
#include "world.h"

#include "campaign/campaign.h"
#include "campaign/conf.h"
#include "git/change.h"
#include "series/patch.h"
#include "recipients/maintainers.h"
#include "series/wave.h"

#define STEPS \
	"[campaign]\nname = c\ntitle = T\n" \
	"[patch \"api\"]\ndiff = p.diff\nsubject = A\n" \
	"[convert]\nrule = r.cocci\nsubject = C\n" \
	"[patch \"end\"]\ndiff = p.diff\nsubject = E\n"

/* api, six drivers (the fifth changes what the second does), end. */
static const struct {
	unsigned step;
	const char *id, *path, *tree;
} rows[] = {
	{ 0, "api", "include/linux/a.h", "git git://h/linux/next.git" },
	{ 1, "convert/a", "drivers/net/a.c", "git git://h/scm/netdev/net-next.git main" },
	{ 1, "convert/b", "drivers/net/b.c", "git git://h/scm/netdev/net-next.git main" },
	{ 1, "convert/c", "drivers/gpu/c.c", "" },
	{ 1, "convert/d", "drivers/net/d.c", "git git://h/scm/netdev/net-next.git main" },
	{ 1, "convert/e", "drivers/net/a.c", "git git://h/spi.git" },
	{ 1, "convert/f", "drivers/spi/f.c", "git git://h/spi.git" },
	{ 2, "end", "include/linux/a.h", "git git://h/linux/next.git" },
};

struct fixture {
	char *dir;
	struct campaign campaign;
	struct changes changes;
	struct patches patches;
	struct waves waves;
};

static void free_fixture(struct fixture *f)
{
	waves_release(&f->waves);
	patches_release(&f->patches);
	changes_release(&f->changes);
	campaign_release(&f->campaign);
	free_world(&f->dir);
}

static int cut(struct fixture *f, const char *sections)
{
	const git_oid blob = { { 1 } };
	char *conf CLEANUP(free_text) = xasprintf("%s%s", STEPS, sections);
	char *name CLEANUP(free_text) = NULL;
	char *trees[ARRAY_SIZE(rows)];

	f->dir = world_make();
	name = xasprintf("%s/c", f->dir);
	world_file(f->dir, "c/campaign.conf", conf);
	world_file(f->dir, "c/p.diff", "");
	world_file(f->dir, "c/r.cocci", "");
	assert_success(conf_load(&f->campaign, name));
	if (waves_check(&f->campaign) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		changes_add(&f->changes, rows[i].path, 0100644, &blob)->after.id[1] = 1;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct patch *patch = LIST_ADD(&f->patches);

		patch->id = xstrdup(rows[i].id);
		patch->prefix = xstrdup("");
		patch->subject = xstrdup(rows[i].id);
		patch->step = &f->campaign.steps.v[rows[i].step];
		*LIST_ADD(&patch->changes) = &f->changes.v[i];
		trees[i] = (char *)rows[i].tree;
	}
	return waves_split(&f->waves, &f->campaign, &f->patches, trees);
}

/* "name: 0 1 (2 3); name: 4": own patches, and those below in brackets. */
static void assert_waves(const struct waves *waves, const char *expected)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	FOR_EACH(wave, waves) {
		fprintf(out, "%s%s:", wave == waves->v ? "" : "; ", wave->name);
		FOR_EACH(nr, &wave->patches)
			fprintf(out, " %zu", *nr);
		FOR_EACH(nr, &wave->below)
			fprintf(out, "%s%zu", nr == wave->below.v ? " (" : " ", *nr);
		fputs(wave->below.nr ? ")" : "", out);
	}
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

static void the_first_section_that_names_a_patch_has_it(void **state)
{
	struct fixture f CLEANUP(free_fixture) = { 0 };

	assert_success(cut(&f, "[wave \"one\"]\ntitle = T\npatch = api\npath = drivers/gpu/\n"
			       "patch = convert/f\n"
			       "[wave \"two\"]\ntitle = T\nafter = one\n"
			       "[wave \"three\"]\ntitle = T\npatch = end\nafter = two\n"));
	assert_waves(&f.waves, "one: 0 3 6; two: 1 2 4 5 (0 3 6); "
			       "three: 7 (0 1 2 3 4 5 6)");
}

static void each_tree_has_its_waves(void **state)
{
	struct fixture f CLEANUP(free_fixture) = { 0 };

	assert_success(cut(&f, "[wave \"one\"]\ntitle = T\npatch = api\n"
			       "[wave \"rest\"]\ntitle = T\nafter = one\nsplit = tree\nlimit = 2\n"
			       "[wave \"last\"]\ntitle = T\npatch = end\n"));
	/* 5 stands on 1, which changes the same file; 7 on 0 */
	assert_waves(&f.waves, "one: 0; rest-netdev-net-next: 1 2 (0); rest-other: 3 (0); "
			       "rest-netdev-net-next-2: 4 (0); rest-h-spi: 5 6 (0 1); last: 7 (0)");
}

static void a_wave_that_is_too_long_is_refused(void **state)
{
	struct fixture f CLEANUP(free_fixture) = { 0 };

	assert_failure(cut(&f, "[wave \"one\"]\ntitle = T\npatch = api\npatch = end\n"
			       "[wave \"rest\"]\ntitle = T\nlimit = 5\n"),
		       FAIL_USAGE, "wave rest holds 6 patches, at most 5");
}

static void a_patch_that_no_wave_takes_is_named(void **state)
{
	struct fixture f CLEANUP(free_fixture) = { 0 };

	assert_failure(cut(&f, "[wave \"one\"]\ntitle = T\npatch = api\n"
			       "[wave \"rest\"]\ntitle = T\n"),
		       FAIL_USAGE, "no [wave] takes the patch end");
}

static void what_a_section_must_not_say(void **state)
{
	static const struct {
		const char *sections, *message;
	} bad[] = {
		{ "[wave \"a\"]\npatch = api\n", ":13: [wave \"a\"]: a title is missing" },
		{ "[wave \"A b\"]\ntitle = T\n", ":13: [wave \"A b\"]: the name" },
		{ "[wave \"a\"]\ntitle = T\nsplit = file\n", ":15: [wave \"a\"]: split" },
		{ "[wave \"a\"]\ntitle = T\nlimit = many\n", ":15: [wave \"a\"]: limit" },
		{ "[wave \"a\"]\ntitle = T\nlimit = 0\n", ":15: [wave \"a\"]: limit" },
		{ "[wave \"a\"]\ntitle = T\nafter = a\n", ":15: [wave \"a\"]: after = a" },
		{ "[wave \"a\"]\ntitle = T\nafter = b\n[wave \"b\"]\ntitle = T\n",
		  ":15: [wave \"a\"]: after = b" },
		{ "[wave \"a\"]\ntitle = T\npatch = nobody\n",
		  ":15: [wave \"a\"]: patch = nobody" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct fixture f CLEANUP(free_fixture) = { 0 };

		assert_failure(cut(&f, bad[i].sections), FAIL_USAGE, bad[i].message);
	}
}

static void a_tree_makes_a_name(void **state)
{
	static const char *const names[][2] = {
		{ "git git://git.kernel.org/pub/scm/linux/kernel/git/netdev/net-next.git",
		  "netdev-net-next" },
		{ "git https://gitlab.freedesktop.org/drm/xe/kernel.git drm-xe", "xe-kernel" },
		{ "git git://h/x.git/", "h-x" },
		{ "quilt http://h/patches/", "h-patches" },
		{ "", "other" },
		{ "git", "other" },
		{ "git ../../etc", "etc" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *name CLEANUP(free_text) = maintainers_tree_name(names[i][0]);

		assert_string_equal(name, names[i][1]);
	}
}

RUN_TESTS(TEST(the_first_section_that_names_a_patch_has_it),
	  TEST(each_tree_has_its_waves),
	  TEST(a_wave_that_is_too_long_is_refused),
	  TEST(a_patch_that_no_wave_takes_is_named),
	  TEST(what_a_section_must_not_say),
	  TEST(a_tree_makes_a_name))
