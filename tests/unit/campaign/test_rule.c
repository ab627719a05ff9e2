// SPDX-License-Identifier: GPL-2.0
/* A rule's header and its words are read. */
#include "world.h"

#include "campaign/rule.h"

#define HEAD "/// Does it\n// Confidence: High\n"

static int load(struct rule *rule, const char *text)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/r.cocci", dir);

	world_file(dir, "r.cocci", text);
	return rule_load(rule, path);
}

static void a_rule_without_header_is_refused_with_its_line(void **state)
{
	static const char *const samples[] = {
		"",
		"@@\n@@\n- a();\n",
		"/// Does it\n@@ @@\n",
		"// Confidence: High\n@@ @@\n",
		"//// Does it\n// Confidence: High\n",
		"//Confidence: High\n/// x\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct rule rule CLEANUP(rule_release) = { 0 };

		assert_failure(load(&rule, samples[i]), FAIL_USAGE, "r.cocci:1: a rule opens");
	}
}

static void a_rule_that_is_not_there_is_a_failure(void **state)
{
	struct rule rule CLEANUP(rule_release) = { 0 };

	assert_failure(rule_load(&rule, "/nowhere/r.cocci"), FAIL_SYSTEM, "/nowhere/r.cocci");
}

static void words_that_only_minus_lines_hold_are_removed(void **state)
{
	static const struct {
		const char *text, *minus;
	} samples[] = {
		{ HEAD, "" },
		{ HEAD "@@\nexpression x;\n@@\n- old(x);\n+ new(x);\n", "old" },
		{ HEAD "@@\n@@\n- old(gone); /* comment */ // more\n", "gone old" },
		{ HEAD "@@\n@@\n-\told(\"string\");\n", "old" },
		{ HEAD "@@\n@@\n- old();\n  keep(old);\n", "" },
		{ HEAD "@@\n@@\n- old();\n+ old(1);\n", "" },
		{ HEAD "// old\n@@\n@@\n- b(); a();\n- b();", "a b" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct rule rule CLEANUP(rule_release) = { 0 };

		assert_success(load(&rule, samples[i].text));
		assert_list(&rule.minus, samples[i].minus);
	}
}

static void assert_residue(const char *text, const char *tokens, const char *expected)
{
	struct rule rule CLEANUP(rule_release) = { 0 };
	struct strlist residue = { 0 };

	assert_success(load(&rule, text));
	strlist_split(&rule.tokens, tokens, " ");
	strlist_sort(&rule.tokens);
	rule_residue(&rule, &residue);
	assert_list(&residue, expected);
	strlist_release(&residue);
}

static void residue_is_what_is_removed_and_looked_for(void **state)
{
	static const char body[] = HEAD "@@\nint x;\n@@\n- old(gone);\n+ new();\n";
	static const char named[] = HEAD "// Residue: zeta, alpha\n@@ @@\n- old();\n";

	assert_residue(body, "old other", "old");
	assert_residue(body, "", "");
	assert_residue(named, "old", "alpha zeta");
	assert_residue(HEAD "// Residue: none\n@@ @@\n- old();\n", "old", "");
	assert_residue(HEAD "// Residue:\n@@ @@\n- old();\n", "old", "");
}

static void options_are_split_into_words(void **state)
{
	struct rule rule CLEANUP(rule_release) = { 0 };
	struct rule none CLEANUP(rule_release) = { 0 };

	assert_success(load(&rule, HEAD "// Options: --no-includes\t--include-headers \n"));
	assert_list(&rule.options, "--no-includes --include-headers");
	assert_success(load(&none, HEAD "// Keywords: --not-one\n"));
	assert_list(&none.options, "");
}

static void the_digest_follows_the_text(void **state)
{
	struct rule one CLEANUP(rule_release) = { 0 };
	struct rule same CLEANUP(rule_release) = { 0 };
	struct rule other CLEANUP(rule_release) = { 0 };

	assert_success(load(&one, HEAD "@@ @@\n- a();\n"));
	assert_success(load(&same, HEAD "@@ @@\n- a();\n"));
	assert_success(load(&other, HEAD "@@ @@\n- a(); \n"));
	assert_true(git_oid_equal(&one.digest, &same.digest));
	assert_false(git_oid_equal(&one.digest, &other.digest));
}

RUN_TESTS(TEST(a_rule_without_header_is_refused_with_its_line),
	  TEST(a_rule_that_is_not_there_is_a_failure),
	  TEST(words_that_only_minus_lines_hold_are_removed),
	  TEST(residue_is_what_is_removed_and_looked_for),
	  TEST(options_are_split_into_words),
	  TEST(the_digest_follows_the_text))
