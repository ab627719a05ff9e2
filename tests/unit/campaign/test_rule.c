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
	return rule_load(rule, path, NULL);
}

static void a_rule_without_header_is_taken_and_known(void **state)
{
	static const char *const samples[] = {
		"",
		"@@\n@@\n- a();\n",
		"/// Does it\n@@ @@\n",
		"// Confidence: High\n@@ @@\n",
		"//// Does it\n// Confidence: High\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct rule rule CLEANUP(rule_release) = { 0 };

		assert_success(load(&rule, samples[i]));
		assert_false(rule.described && rule.confident);
	}
}

static void a_rule_that_is_not_there_is_a_failure(void **state)
{
	struct rule rule CLEANUP(rule_release) = { 0 };

	assert_failure(rule_load(&rule, "/nowhere/r.cocci", NULL), FAIL_SYSTEM, "/nowhere/r.cocci");
}

static void what_a_rule_calls_otherwise_is_known(void **state)
{
	static const struct {
		const char *text, *renames;
	} samples[] = {
		{ "@@\nexpression x;\n@@\n- old(x);\n+ new(x);\n", "old new" },
		{ "@@\nexpression x;\n@@\n- old(x);\n+ new(x, 1);\n", "" },
		{ "@@\nexpression x, y;\n@@\n- old(x);\n+ old(y);\n", "" },
		{ "@@\nidentifier f =~ \"^a\";\n@@\n- f(1);\n+ new(1);\n", "" },
		{ "@@\n@@\n- old(1)\n+ old(2)\n", "" },
		{ "@@\n@@\n- a(\n-  b);\n+ c(b);\n  d();\n- e\n+ f\n", "a c,e f" },
		{ "@@\n@@\n- a();\n  d();\n+ b();\n", "" },
		{ "@@\n@@\n- a();\n", "" },
		{ "@@\n@@\n- a();\n+ b();\n- a();\n+ b();\n", "a b" },
		{ "@script:python@\nx << r.x;\n@@\n- old\n+ new\n", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct rule rule CLEANUP(rule_release) = { 0 };
		struct strlist renames CLEANUP(strlist_release) = { 0 };
		char *text CLEANUP(free_text) = NULL;

		assert_success(load(&rule, samples[i].text));
		rule_renames(&rule, &renames);
		text = strlist_join(&renames, ",");
		assert_string_equal(text, samples[i].renames);
	}
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

static int load_mode(struct rule *rule, const char *text, const char *mode)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/r.cocci", dir);

	world_file(dir, "r.cocci", text);
	return rule_load(rule, path, mode);
}

static void the_mode_is_patch_or_named(void **state)
{
	static const char two[] = HEAD "virtual report, patch\n@@ @@\n- a();\n";
	static const char other[] = HEAD "virtual nsdeps // one\nvirtual more\n@@ @@\n- a();\n";
	static const struct {
		const char *text, *mode, *chosen, *refused;
	} samples[] = {
		{ two, NULL, "patch", NULL },
		{ two, "report", "report", NULL },
		{ two, "none", NULL, NULL },
		{ two, "org", NULL, "no mode org; its modes are: report, patch" },
		{ other, NULL, NULL, "the modes nsdeps, more, and none that is called patch" },
		{ other, "more", "more", NULL },
		{ HEAD "@@ @@\n- a();\n", NULL, NULL, NULL },
		{ HEAD "@@ @@\n- a();\n", "patch", NULL, "its modes are: none" },
		{ HEAD "// Options: -D nsdeps\nvirtual nsdeps\n@@ @@\n- a();\n", NULL, NULL, NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct rule rule CLEANUP(rule_release) = { 0 };
		int result = load_mode(&rule, samples[i].text, samples[i].mode);

		if (samples[i].refused) {
			assert_failure(result, FAIL_USAGE, samples[i].refused);
			continue;
		}
		assert_success(result);
		assert_string_equal(rule.mode ? rule.mode : "",
				    samples[i].chosen ? samples[i].chosen : "");
	}
}

static void the_digest_follows_all_that_is_read(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/r.cocci", dir);
	static const char *const parts[] = { "sub/part.cocci", "x.iso", "m.h", "sub/more.cocci" };
	git_oid last = { 0 };

	world_file(dir, "r.cocci", "// Options: --macro-file m.h\n#include \"sub/part.cocci\"\n"
				   "using \"x.iso\"\n@@ @@\n- a();\n");
	world_file(dir, "sub/part.cocci",
		   "#include \"more.cocci\"\nvirtual patch\n@@ @@\n- b();\n");
	for (size_t i = 1; i < ARRAY_SIZE(parts); i++)
		world_file(dir, parts[i], "one\n");
	for (size_t i = 0; i <= ARRAY_SIZE(parts); i++) {
		struct rule rule CLEANUP(rule_release) = { 0 };

		assert_success(rule_load(&rule, path, NULL));
		assert_false(git_oid_equal(&rule.digest, &last));
		assert_string_equal(rule.mode, "patch");
		last = rule.digest;
		if (i == ARRAY_SIZE(parts))
			break;
		if (i == 0)
			world_file(dir, parts[i],
				   "#include \"more.cocci\"\nvirtual patch\n@@ @@\n- c();\n");
		else
			world_file(dir, parts[i], "two\n");
	}
}

static void what_is_named_and_is_not_there_is_told_with_its_line(void **state)
{
	struct rule rule CLEANUP(rule_release) = { 0 };
	struct rule iso CLEANUP(rule_release) = { 0 };
	struct rule macro CLEANUP(rule_release) = { 0 };
	struct rule body CLEANUP(rule_release) = { 0 };

	assert_failure(load(&rule, "// x\n#include \"part.cocci\"\n@@ @@\n- a();\n"), FAIL_USAGE,
		       "r.cocci:2: part.cocci: no such file");
	assert_failure(load(&iso, "@ r using \"x.iso\" @\n@@\n- a();\n"), FAIL_USAGE,
		       "r.cocci:1: x.iso: no such file");
	assert_failure(load(&macro, "// Options: --macro-file m.h\n@@ @@\n- a();\n"), FAIL_USAGE,
		       "--macro-file m.h: no such file");
	/* this one is C, which the rule changes */
	assert_success(load(&body, "@@ @@\n#include \"part.h\"\n- #include \"x.h\"\n"));
}

static void options_that_cannot_work_are_refused_with_the_reason(void **state)
{
	static const char *const samples[][2] = {
		{ "--dir .", "--dir cannot be used: treewide chooses the files" },
		{ "--dir=x", "--dir=x cannot be used" }, { "--in-place", "cannot be used" },
		{ "--in_place", "cannot be used" }, { "-o x", "cannot be used" },
		{ "-j 4", "treewide --jobs sets it" },
		{ "--no-includes drivers/", "drivers/ is not an option" },
		{ "--macro-file", "needs a value" }, { "-D \"patch\"", "quotes" },
		{ "-I /usr/include", "base's files only" },
		{ "--timeout 5", "TREEWIDE_SPATCH_TIMEOUT" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct rule rule CLEANUP(rule_release) = { 0 };
		char *text CLEANUP(free_text) = xasprintf(HEAD "// Options: %s\n@@ @@\n- a();\n",
							  samples[i][0]);

		assert_failure(load(&rule, text), FAIL_USAGE, samples[i][1]);
	}
}

static void assert_needs(const char *text, const char *tokens, const char *expected)
{
	struct rule rule CLEANUP(rule_release) = { 0 };
	struct strlist needs CLEANUP(strlist_release) = { 0 };

	assert_success(load(&rule, text));
	strlist_split(&rule.tokens, tokens, " ");
	strlist_sort(&rule.tokens);
	rule_needs(&rule, &needs);
	assert_list(&needs, expected);
}

static void a_file_needs_a_word_that_is_taken(void **state)
{
	/* the usual case: a rule looks around first */
	assert_needs("@r@\nidentifier f;\n@@\nfunction(f);\n@@\nidentifier r.f;\n@@\n- old(f)\n+ new(f)\n",
		     "function old", "old");
	/* each alternative takes a word of its own */
	assert_needs("@@ @@\n(\n- a()\n|\n- b()\n)\n around();\n", "a around b", "a b");
	/* one of them only adds */
	assert_needs("@@ @@\n(\n- a()\n|\n  b();\n+ c();\n)\n", "a b", "a b");
	/* what is taken may be there not once */
	assert_needs("@@ @@\n f(...) {\n+ c();\n<...\n- a()\n...>\n }\n", "a f", "a f");
	assert_needs("@@ @@\n f();\n?- a();\n+ b();\n", "a f", "a f");
	/* a second rule adds, and takes nothing */
	assert_needs("@@ @@\n- a();\n@@ @@\n f();\n+ b();\n", "a f", "a f");
	/* what is taken is no word */
	assert_needs("@@\nexpression x;\n@@\n f(\n- x\n+ 0\n );\n", "f", "f");
	/* a word that the rule does not know comes from an isomorphism */
	assert_needs("@@ @@\n f();\n- a();\n", "a elsewhere f", "a elsewhere f");
}

static void members_of_one_type_are_known(void **state)
{
	static const struct {
		const char *text, *typed;
	} samples[] = {
		{ "@@\nstruct x *p;\n@@\n- p->old\n+ p->new\n", "old" },
		{ "@@\nstruct x p;\n@@\n- p.old\n+ p.new\n", "old" },
		{ "@@ struct x *p; @@\n- p -> old\n", "old" },
		{ "@@\nidexpression struct x *p;\n@@\n- p->old\n", "old" },
		{ "@@\nx_t *p;\n@@\n- p->old\n", "old" },
		{ "@@\nexpression p;\n@@\n- p->old\n", "" },
		{ "@@\nexpression *p;\nidentifier q;\n@@\n- p->old + q.other\n", "" },
		/* q is of a known type, old of one that the text does not tell */
		{ "@@\nstruct x *p;\n@@\n- p->q->old\n", "q" },
		{ "@@\nstruct x *p;\n@@\n- p->old\n@@\nexpression p;\n@@\n- p->old\n", "" },
		{ "@@\nstruct x *p;\n@@\n- p->old\n@@\n@@\n- p->old\n", "" },
		{ "@@\nstruct x *p;\n@@\n p->old\n", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct rule rule CLEANUP(rule_release) = { 0 };

		assert_int_equal(load(&rule, samples[i].text), 0);
		char *typed CLEANUP(free_text) = strlist_join(&rule.typed, " ");
		assert_string_equal(typed, samples[i].typed);
	}
}

static void a_rule_without_plus_and_minus_changes_nothing(void **state)
{
	static const struct {
		const char *text;
		bool changes;
	} samples[] = {
		{ "- a prologue\n@@ @@\n a();\n", false },
		{ "@r@\nposition p;\n@@\n a@p();\n@script:python@\n@@\n-1\n+1\n", false },
		{ "@@ @@\n* a();\n", false },
		{ "@@ @@\n- a();\n", true },
		{ "@script:python@\n@@\nx\n@@ @@\n a();\n+ b();\n", true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct rule rule CLEANUP(rule_release) = { 0 };

		assert_int_equal(load(&rule, samples[i].text), 0);
		assert_int_equal(rule_changes(&rule), samples[i].changes);
	}
}

static void memory_of_scripts_is_seen(void **state)
{
	static const struct {
		const char *text;
		bool alone;
	} samples[] = {
		{ "@@ @@\n- a();\n", false },
		{ "@initialize:python@\n@@\nimport re\nm = re.compile('x')\n@@ @@\n- a();\n", false },
		{ "@initialize:python@\n@@\nseen = []\n@script:python@\np << r.p;\n@@\nseen.append(p)\n", true },
		{ "@initialize:python@\n@@\nseen = {}\n@script:python@\np << r.p;\n@@\nseen[p] = 1\n", true },
		{ "@initialize:python@\n@@\nn = 0\ndef f():\n    global n\n    n += 1\n", true },
		{ "@finalize:python@\n@@\nprint('x')\n", true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct rule rule CLEANUP(rule_release) = { 0 };

		assert_success(load(&rule, samples[i].text));
		assert_int_equal(rule.alone, samples[i].alone);
	}
}

RUN_TESTS(TEST(a_rule_without_header_is_taken_and_known),
	  TEST(a_rule_that_is_not_there_is_a_failure),
	  TEST(what_a_rule_calls_otherwise_is_known),
	  TEST(words_that_only_minus_lines_hold_are_removed),
	  TEST(residue_is_what_is_removed_and_looked_for),
	  TEST(options_are_split_into_words),
	  TEST(the_digest_follows_the_text),
	  TEST(the_mode_is_patch_or_named),
	  TEST(the_digest_follows_all_that_is_read),
	  TEST(what_is_named_and_is_not_there_is_told_with_its_line),
	  TEST(options_that_cannot_work_are_refused_with_the_reason),
	  TEST(a_file_needs_a_word_that_is_taken),
	  TEST(members_of_one_type_are_known),
	  TEST(a_rule_without_plus_and_minus_changes_nothing),
	  TEST(memory_of_scripts_is_seen))
