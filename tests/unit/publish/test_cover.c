// SPDX-License-Identifier: GPL-2.0
/* The parts of a cover letter: the table of the audit, the proof in words, the rules. */
#define entry world_entry /* callgraph.h has an entry of its own */
#include "world.h"
#undef entry

#include "audit/audit.h"
#include "campaign/campaign.h"
#include "publish/cover.h"
#include "publish/quote.h"
#include "series/message.h"
#include "series/plan.h"
#include "series/series.h"

/* {audit} */

static void the_audit_is_a_table(void **state)
{
	struct site rows[] = { { .judgement.owner = OWNER_IMPLICIT },
			       { .judgement.owner = OWNER_IMPLICIT },
			       { .judgement.owner = OWNER_UNCLEAR } };
	const struct audit before = { .sites = { rows, 3, 0 }, .target = (char[]){ "x86_64-x" } };
	const struct audit after = { .sites = { rows + 2, 1, 0 },
				     .target = (char[]){ "x86_64-x" } };
	const struct audit none = { 0 };
	char *text CLEANUP(free_text) = cover_audit(&before, &after);
	char *nothing CLEANUP(free_text) = cover_audit(&none, &none);

	assert_string_equal(text, "    calls under x86_64-x  before  after\n"
				  "    implicit                   2      0\n"
				  "    error-only                 0      0\n"
				  "    mixed                      0      0\n"
				  "    explicit                   0      0\n"
				  "    leak                       0      0\n"
				  "    unclear                    1      1\n"
				  "    all                        3      1");
	assert_non_null(strstr(nothing, "No audit was made"));
}

static void what_a_person_judged_stands_below_the_table(void **state)
{
	struct opinion opinion = { .class = (char[]){ "leak" },
				   .reason = (char[]){ "it is read and read, and after some more "
						       "reading nobody frees anything" } };
	struct site rows[] = { { .path = (char[]){ "d/a.c" }, .function = (char[]){ "probe" },
				 .opinion = &opinion, .judgement.owner = OWNER_LEAK } };
	const struct audit audit = { .sites = { rows, 1, 0 }, .target = (char[]){ "x" } };
	char *text CLEANUP(free_text) = cover_audit(&audit, &audit);

	assert_non_null(strstr(text, "all                 1      1\n\n"
				     "    The program cannot tell 1 of these; a person judged:\n"
				     "      d/a.c in probe(): leak; it is read and read, and after some more\n"
				     "        reading nobody frees anything"));
}

/* {tested} */

#define CHECK(check, target, verdict, evidence, detail) \
	"{\"check\": \"" check "\", \"target\": \"" target "\", \"verdict\": \"" verdict "\"," \
	" \"evidence\": \"" evidence "\", \"detail\": \"" detail "\", \"seconds\": 1.5," \
	" \"log\": \"/x/y\", \"reused\": true}"
#define PASS CHECK("objects", "t", "pass", "compiled", "1 object")
#define COMMIT(nr, checks) "{\"nr\": " nr ", \"commit\": \"" nr "abc\", \"checks\": [" checks "]}"

static void assert_tested(const char *commits, const char *wanted)
{
	char *json CLEANUP(free_text) = xasprintf("{\"commits\": [%s]}", commits);
	json_t *document CLEANUP(free_json) = json_loads(json, 0, NULL);
	char *text CLEANUP(free_text) = NULL;

	assert_non_null(document);
	text = quote_text(document);
	assert_string_equal(text, wanted);
}

static void without_a_proof_nothing_is_claimed(void **state)
{
	char *text CLEANUP(free_text) = quote_text(NULL);

	assert_string_equal(text, "Not proved yet.");
}

static void commits_are_counted_by_check_and_target(void **state)
{
	assert_tested(COMMIT("1", PASS ", " CHECK("objects", "u", "pass", "built", "")) ", "
		      COMMIT("2", PASS ", " CHECK("tree", "", "pass", "identical", "")),
		      "    objects under t: 2 of 2 commits pass (compiled)\n"
		      "    objects under u: 1 of 1 commit passes (built)\n"
		      "    tree: 1 of 1 commit passes (identical)");
}

static void what_does_not_pass_is_said_with_its_reason(void **state)
{
	assert_tested(COMMIT("1", PASS) ", "
		      COMMIT("2", CHECK("objects", "t", "fail", "compiled", "a.c: error")) ", "
		      COMMIT("3", CHECK("objects", "t", "void", "", "the base fails")) ", "
		      COMMIT("4", CHECK("objects", "t", "skipped", "", "no tool")),
		      "    objects under t: 1 of 4 commits pass, 1 fail, 1 void, 1 skipped\n"
		      "      (compiled)\n"
		      "      patch 2, fail: a.c: error\n"
		      "      patch 3, void: the base fails\n"
		      "      patch 4, skipped: no tool");
}

static void the_worst_verdict_of_a_commit_counts(void **state)
{
	assert_tested(
		COMMIT("1", PASS ", " CHECK("objects", "t", "uncovered", "", "b.c") ", " PASS),
		"    objects under t: 0 of 1 commit passes, 1 uncovered (compiled)\n"
		"      patch 1, uncovered: b.c");
	assert_tested(COMMIT("1", CHECK("objects", "t", "fail", "", "a") ", "
				  CHECK("objects", "t", "uncovered", "", "b")),
		      "    objects under t: 0 of 1 commit passes, 1 fail\n"
		      "      patch 1, fail: a\n      patch 1, uncovered: b");
	/* a verdict that is not known is no pass */
	assert_tested(COMMIT("1", CHECK("objects", "t", "great", "", "a")),
		      "    objects under t: 0 of 1 commit passes, 1 fail\n"
		      "      patch 1, great: a");
}

static void a_commit_without_any_check_is_told(void **state)
{
	assert_tested(COMMIT("1", PASS) ", " COMMIT("2", ""),
		      "    objects under t: 1 of 1 commit passes (compiled)\n"
		      "    no check at all: 1 of 2 commits");
}

static void long_reasons_and_long_lists_are_cut(void **state)
{
	char *words CLEANUP(free_text) = NULL;
	char *commits CLEANUP(free_text) = NULL;
	char *json CLEANUP(free_text) = NULL;
	char *text CLEANUP(free_text) = NULL;
	json_t *document CLEANUP(free_json) = NULL;
	size_t size, reasons = 0;
	FILE *out = open_memstream(&words, &size);

	for (int i = 0; i < 100; i++)
		fputs("w\xc3\xb6rd ", out);
	fclose(out);
	out = open_memstream(&commits, &size);
	for (int i = 1; i <= 7; i++)
		fprintf(out, "%s{\"nr\": %d, \"checks\": [{\"check\": \"c\", \"target\": \"\", "
			     "\"verdict\": \"fail\", \"evidence\": \"\", \"detail\": \"%s\"}]}",
			i > 1 ? ", " : "", i, words);
	fclose(out);
	json = xasprintf("{\"commits\": [%s]}", commits);
	document = json_loads(json, 0, NULL);
	text = quote_text(document);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		size_t columns = 0;

		for (const char *c = line; *c; c++)
			columns += ((unsigned char)*c & 0xc0) != 0x80;
		assert_in_range(columns, 1, 75);
		assert_memory_equal(line, "    ", 4);
		reasons += strstr(line, "patch ") != NULL;
		assert_null(strstr(line, "patch 6"));
		if (!strstr(line, "and 2 more"))
			continue;
		reasons += 100;
	}
	assert_int_equal(reasons, 105);
}

/* When a proof may be quoted */

struct case_of_proof {
	struct base base;
	struct campaign campaign;
	struct step step;
	struct patch patches[2];
	struct commit commits[2];
	struct plan plan;
	struct series series;
	json_t *basis, *document;
};

/* Two commits, with trailers and recipients of their own, and a proof of them. */
static void prepare(struct case_of_proof *c)
{
	*c = (struct case_of_proof){ 0 };
	c->plan.base = &c->base;
	c->plan.patches.v = c->patches;
	c->series.v = c->commits;
	c->plan.patches.nr = c->series.nr = 2;
	for (unsigned i = 0; i < 2; i++) {
		c->patches[i] = (struct patch){ .nr = i + 1, .subject = xasprintf("s%u", i),
						.body = xstrdup("Text.\n") };
		c->patches[i].tree.id[0] = c->commits[i].tree.id[0] = (unsigned char)(7 + i);
		c->commits[i].message = xasprintf("s%u\n\nText.\n\nReviewed-by: R <r@x.org>\n"
						  "Signed-off-by: M <m@x.org>\n---\nCc: a@b.c\n",
						  i);
	}
	c->basis = json_string("basis");
	c->document = json_pack("{s:s, s:[{s:i}, {s:i}]}", "base",
				git_oid_tostr_s(&c->base.commit), "commits", "nr", 1, "nr", 2);
	quote_mark(c->document, c->basis, &c->series);
}

static void forget(struct case_of_proof *c)
{
	for (unsigned i = 0; i < 2; i++) {
		free(c->patches[i].subject);
		free(c->patches[i].body);
		free(c->commits[i].message);
	}
	json_decref(c->basis);
	json_decref(c->document);
}

static bool speaks(const struct case_of_proof *c)
{
	return quote_speaks_for(c->document, c->basis, &c->plan);
}

static void a_proof_of_the_same_trees_and_texts_is_quoted(void **state)
{
	struct case_of_proof c;

	prepare(&c);
	assert_true(speaks(&c));
	forget(&c);
}

static void a_proof_of_anything_else_is_not(void **state)
{
	for (int what = 0; what < 7; what++) {
		struct case_of_proof c;

		prepare(&c);
		if (what == 0)
			c.patches[1].tree.id[19] = 1;
		else if (what == 1)
			c.patches[0].body[0] = 'N';
		else if (what == 2)
			c.patches[0].subject[0] = 'N';
		else if (what == 3)
			c.plan.patches.nr = 1;
		else if (what == 4)
			c.base.commit.id[0] = 1;
		else if (what == 5)
			json_string_set(c.basis, "other");
		else
			json_object_del(c.document, "basis");
		/* the document holds the basis itself */
		if (what == 5)
			json_object_set_new(c.document, "basis", json_string("basis"));
		assert_false(speaks(&c));
		forget(&c);
	}
}

/* {rules}, and what a proof rests on */

#define RULE \
	"// SPDX\n/// What\n///\n// Confidence: High\n//\n\n@r@\n@@\n-\ta();\n+\tb();\n\n// x\n"

#define CONF "[campaign]\n\tname = x\n"
#define MAIL \
	"[address \"a@b\"]\n\tuse = c@d\n[recipients]\n\talways = e@f\n" \
	"[patch \"x\"]\n\trecipients = everyone\n"

static void prepare_campaign(struct campaign *campaign, struct step *steps, const char *dir)
{
	world_file(dir, "s/api.cocci", RULE);
	world_file(dir, "s/convert.cocci", RULE);
	world_file(dir, "s/campaign.conf", CONF);
	steps[0].rule = xasprintf("%s/s/api.cocci", dir);
	steps[1].rule = xasprintf("%s/s/convert.cocci", dir);
	steps[1].kind = steps[2].kind = STEP_CONVERT;
	steps[2].rule = xstrdup(steps[1].rule);
	campaign->path = xasprintf("%s/s/campaign.conf", dir);
	campaign->steps = (struct steps){ steps, 3, 0 };
}

static void forget_campaign(struct campaign *campaign)
{
	FOR_EACH(step, &campaign->steps)
		free(step->rule);
	free(campaign->path);
}

static void rules_are_shown_once_without_their_headers(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct campaign campaign = { 0 };
	struct step steps[3] = { 0 };
	char *text CLEANUP(free_text) = NULL;

	prepare_campaign(&campaign, steps, dir);
	text = cover_rules(&campaign, NULL);
	assert_string_equal(text, "s/convert.cocci:\n\n\t@r@\n\t@@\n\t-\ta();\n\t+\tb();\n\n"
				  "\t// x\n\nNot shown here: s/api.cocci");
	free(steps[2].rule);
	steps[2].rule = xasprintf("%s/gone", dir);
	assert_null(cover_rules(&campaign, NULL));
	assert_failure(-1, FAIL_SYSTEM, "gone");
	forget_campaign(&campaign);
}

static void a_proof_rests_on_campaign_and_rules(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct campaign campaign = { 0 };
	struct step steps[3] = { 0 };
	json_t *basis CLEANUP(free_json) = NULL;
	json_t *same CLEANUP(free_json) = NULL;
	json_t *rule CLEANUP(free_json) = NULL;
	json_t *conf CLEANUP(free_json) = NULL;
	json_t *mail CLEANUP(free_json) = NULL;

	prepare_campaign(&campaign, steps, dir);
	basis = quote_basis(&campaign);
	same = quote_basis(&campaign);
	world_file(dir, "s/api.cocci", RULE "\n");
	rule = quote_basis(&campaign);
	world_file(dir, "s/api.cocci", RULE);
	world_file(dir, "s/campaign.conf", CONF MAIL);
	mail = quote_basis(&campaign);
	world_file(dir, "s/campaign.conf", CONF "[patch \"x\"]\n\tscope = d/\n");
	conf = quote_basis(&campaign);
	world_file(dir, "s/campaign.conf", "[patch");
	assert_null(quote_basis(&campaign));
	fail_clear();
	assert_true(json_equal(basis, same));
	assert_true(json_equal(basis, mail));
	assert_false(json_equal(basis, rule));
	assert_false(json_equal(basis, conf));
	forget_campaign(&campaign);
}

RUN_TESTS(TEST(the_audit_is_a_table), TEST(what_a_person_judged_stands_below_the_table),
	  TEST(without_a_proof_nothing_is_claimed),
	  TEST(commits_are_counted_by_check_and_target),
	  TEST(what_does_not_pass_is_said_with_its_reason),
	  TEST(the_worst_verdict_of_a_commit_counts),
	  TEST(a_commit_without_any_check_is_told),
	  TEST(long_reasons_and_long_lists_are_cut),
	  TEST(a_proof_of_the_same_trees_and_texts_is_quoted),
	  TEST(a_proof_of_anything_else_is_not),
	  TEST(rules_are_shown_once_without_their_headers),
	  TEST(a_proof_rests_on_campaign_and_rules))
