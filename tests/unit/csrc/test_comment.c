// SPDX-License-Identifier: GPL-2.0
/* Only the comments that a campaign names change, and only once. */
#include "world.h"

#include "csrc/clex.h"
#include "csrc/comment.h"

#define MANAGED "Managed release since we use pcim_enable_device"
#define DEVRES "pcim_alloc_irq_vectors() registers the release of the vectors with devres."
#define CXL "Additionally pci_alloc_irq_vectors() handles calling pci_free_irq_vectors() " \
	    "automatically despite not being called pcim_*. See pci_setup_msi_context()."
#define CXL_FIRST \
	"\t/*\n" \
	"\t * Per CXL 3.0 3.1.1 CXL.io Endpoint a function on a CXL device must\n" \
	"\t * not generate INTx messages if that function participates in\n" \
	"\t * CXL.cache or CXL.mem.\n"
#define CXL_LAST \
	"\t * Additionally pci_alloc_irq_vectors() handles calling\n" \
	"\t * pci_free_irq_vectors() automatically despite not being called\n" \
	"\t * pcim_*.  See pci_setup_msi_context().\n"
#define X69 "xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx"
#define LONG "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"

/* One or two remarks (@old2 NULL: one); @expected NULL: nothing changes. */
struct sample {
	const char *what, *old, *new, *before, *expected;
	const char *old2, *new2;
};

/* comment_rewrite() on memory that ends with the text; what it counts in @count. */
static char *rewrite(const struct sample *sample, const char *text, size_t len, size_t *count)
{
	struct comment_edit v[] = { { (char *)sample->old, (char *)sample->new },
				    { (char *)sample->old2, (char *)sample->new2 } };
	struct comment_edits remarks = { v, sample->old2 ? 2 : 1, 2 };
	char *copy CLEANUP(free_text) = xcalloc(1, len);

	memcpy(copy, text, len);
	return comment_rewrite(copy, len, &remarks, count);
}

static void check_sample(const struct sample *sample)
{
	size_t count = 99, len = strlen(sample->before);
	char *found CLEANUP(free_text) = rewrite(sample, sample->before, len, &count);
	char *again CLEANUP(free_text) = NULL;

	if (!found != !sample->expected || (found && strcmp(found, sample->expected)))
		fail_msg("%s:\n<<%s>>\nexpected\n<<%s>>", sample->what, found ? found : "(same)",
			 sample->expected ? sample->expected : "(same)");
	if (!found != !count)
		fail_msg("%s: %zu are counted", sample->what, count);
	if (found)
		again = rewrite(sample, found, strlen(found), &count);
	if (again)
		fail_msg("%s: the second time makes it\n<<%s>>", sample->what, again);
}

#define CHECK(samples) \
	for (size_t i_ = 0; i_ < ARRAY_SIZE(samples); i_++) \
		check_sample(&(samples)[i_])

static void comment_edits_of_linux(void **state)
{
	static const struct sample samples[] = {
		{ "qaic: one line goes", MANAGED, NULL,
		  "\tint i;\n\n\t/* " MANAGED " */\n\tret = f();\n", "\tint i;\n\n\tret = f();\n" },
		{ "qaic: the other comment says more", MANAGED, NULL,
		  "\n\t/* " MANAGED " above */\n\tpci_set_master(pdev);\n", NULL },
		{ "mhi: the last line goes",
		  "No explicit pci_free_irq_vectors required, done by pcim_release.", "",
		  "\t/*\n\t * Alloc one MSI vector for BHI + one per event ring, ideally...\n"
		  "\t * No explicit pci_free_irq_vectors required, done by pcim_release.\n\t */\n",
		  "\t/*\n\t * Alloc one MSI vector for BHI + one per event ring, ideally...\n"
		  "\t */\n" },
		{ "cxl: a paragraph goes", CXL, NULL, CXL_FIRST "\t *\n" CXL_LAST "\t */\n\tx();\n",
		  CXL_FIRST "\t */\n\tx();\n" },
		{ "cxl: a paragraph is replaced", CXL, DEVRES,
		  CXL_FIRST "\t *\n" CXL_LAST "\t */\n\tx();\n",
		  CXL_FIRST
		  "\t *\n"
		  "\t * pcim_alloc_irq_vectors() registers the release of the vectors with\n"
		  "\t * devres.\n\t */\n\tx();\n" },
		{ "cxl: not the whole paragraph", "Additionally pci_alloc_irq_vectors() handles",
		  "", CXL_FIRST "\t *\n" CXL_LAST "\t */\n", NULL },
		{ "hisi: one line is replaced",
		  "This will be freed by 'pcim_release()'. See 'pcim_enable_device()'",
		  "This will be freed by devres",
		  "\t/* This will be freed by 'pcim_release()'. See 'pcim_enable_device()' */\n",
		  "\t/* This will be freed by devres */\n" },
	};

	CHECK(samples);
}

static void a_whole_comment_changes(void **state)
{
	static const struct sample samples[] = {
		{ "one line", "a b", "c", "\t/* a b */\n", "\t/* c */\n" },
		{ "no blanks around", "a b", "c", "/*a b*/", "/* c */" },
		{ "several lines", "a b c", "d", "\t/*\n\t * a b\n\t * c\n\t */\n", "\t/* d */\n" },
		{ "net style", "a b c", "d", "\t/* a b\n\t * c\n\t */\nx;\n", "\t/* d */\nx;\n" },
		{ "no asterisks", "a b c", "", "x;\n/*\n  a b\n  c */\ny;\n", "x;\ny;\n" },
		{ "blank lines in it", "a b", "", "/*\n *\n * a\n *\n * b\n *\n */\n", "" },
		{ "blanks of the campaign", " a \n\tb ", "\n c\td ", "/* a b */\n", "/* c d */\n" },
		{ "blanks as new text", "a", " \n", "x;\n/* a */\n", "x;\n" },
		{ "two comments", "a", "c", "/* a */\n/* b */\n\t/* a */\n",
		  "/* c */\n/* b */\n\t/* c */\n" },
		{ "neighbours", "a", "", "/* a */\n/* a */\n", "" },
		{ "slashes", "a b", "c d", "x;\n\t// a b\n", "x;\n\t// c d\n" },
		{ "slashes of no words", "a b", "", "x;\n\t// a b", "x;\n" },
		{ "slashes: each line is one", "a b", "c", "// a\n// a b\n// b\n",
		  "// a\n// c\n// b\n" },
		{ "80 columns", "a", X69 " 1", "  \t/* a */\n",
		  "  \t/*\n  \t * " X69 "\n  \t * 1\n  \t */\n" },
		{ "80 columns fit", "a", X69 " 123", " /* a */\n", " /* " X69 " 123 */\n" },
		{ "81 columns do not", "a", X69 " 123", "  /* a */\n",
		  "  /*\n   * " X69 " 123\n   */\n" },
		{ "81 columns with slashes", "a", X69 " 123456", "    // a\n",
		  "    /*\n     * " X69 "\n     * 123456\n     */\n" },
		{ "80 columns with slashes", "a", X69 " 12345", " // a\n", " // " X69 " 12345\n" },
		{ "a word that fits nowhere", "a", "b " LONG " c", "/* a */\n",
		  "/*\n * b\n * " LONG "\n * c\n */\n" },
		{ "letters beyond ASCII", "\xc3\xa9", X69 " \xc3\xa9\xc3\xa9\xc3\xa9",
		  " /* \xc3\xa9 */", " /* " X69 " \xc3\xa9\xc3\xa9\xc3\xa9 */" },
		{ "bytes of no encoding", "\xff\x80", "\xfe", "/* \xff\x80 */", "/* \xfe */" },
		{ "CRLF", "a b", "c", "x;\r\n/*\r\n * a\r\n * b\r\n */\r\ny;\r\n",
		  "x;\r\n/* c */\r\ny;\r\n" },
		{ "CRLF wrapped", "a", X69 " " X69, "/* a */\r\n",
		  "/*\r\n * " X69 "\r\n * " X69 "\r\n */\r\n" },
		{ "the end of the file", "a", X69 " " X69, "x;\n\t/* a */",
		  "x;\n\t/*\n\t * " X69 "\n\t * " X69 "\n\t */" },
		{ "behind an apostrophe", "a", "b", "#error don't\n/* a */\n",
		  "#error don't\n/* b */\n" },
		{ "between arguments", "a", "", "f(x,\n  /* a */\n  y);\n", "f(x,\n  y);\n" },
	};

	CHECK(samples);
}

static void lines_of_a_comment_change(void **state)
{
	static const struct sample samples[] = {
		{ "first", "a b", "", "/*\n * a b\n * c\n */\n", "/*\n * c\n */\n" },
		{ "first with a blank line", "a b", "", "/*\n * a b\n *\n * c\n */\n",
		  "/*\n * c\n */\n" },
		{ "in the middle", "a b", "", "/*\n * x\n *\n * a\n * b\n *\n * c\n */\n",
		  "/*\n * x\n *\n * c\n */\n" },
		{ "behind a paragraph", "a b", "", "/*\n * x\n * a\n * b\n *\n * c\n */\n",
		  "/*\n * x\n *\n * c\n */\n" },
		{ "before a paragraph", "a b", "", "/*\n * x\n *\n * a b\n * c\n */\n",
		  "/*\n * x\n *\n * c\n */\n" },
		{ "last with blank lines", "a b", "", "/*\n * x\n *\n *\n * a b\n *\n */\n",
		  "/*\n * x\n */\n" },
		{ "other blank lines stay", "a b", "",
		  "/*\n *\n *\n * x\n *\n *\n * y\n * a b\n * z\n *\n *\n */\n",
		  "/*\n *\n *\n * x\n *\n *\n * y\n * z\n *\n *\n */\n" },
		{ "replaced, and blank lines stay", "a b", "c",
		  "/*\n *\n * a b\n *\n *\n * x\n *\n */", "/*\n *\n * c\n *\n *\n * x\n *\n */" },
		{ "two times", "a", "", "/*\n * a\n *\n * x\n *\n * a\n *\n */\n",
		  "/*\n * x\n */\n" },
		{ "all of it, by two remarks", "a", "", "x;\n/*\n * a\n *\n * b\n *\n */\ny;\n",
		  "x;\ny;\n", "b", "" },
		{ "one goes, one is replaced", "a", "", "/*\n * a\n *\n * b\n *\n * x\n */\n",
		  "/*\n * c d\n *\n * x\n */\n", "b", "c d" },
		{ "the longer remark", "a", "1", "/*\n * x\n * a\n * b\n */\n",
		  "/*\n * x\n * 2\n */\n", "a b", "2" },
		{ "over a blank line", "a b", "c", "/*\n * x\n * a\n *\n * b\n */\n",
		  "/*\n * x\n * c\n */\n" },
		{ "wrapped", "a", X69 " 1234567 8 9", "/*\n * x\n * a\n */\n",
		  "/*\n * x\n * " X69 " 1234567\n * 8 9\n */\n" },
		{ "the same beginning", "a b", X69 " 123", "  /*\n   * x:\n   *\ta b\n   */\n",
		  "  /*\n   * x:\n   *\t" X69 "\n   *\t123\n   */\n" },
		{ "CRLF", "a b", "c", "/*\r\n * x\r\n * a\r\n * b\r\n */\r\n",
		  "/*\r\n * x\r\n * c\r\n */\r\n" },
		{ "CRLF, and it goes", "a b", "", "/*\r\n * x\r\n *\r\n * a\r\n * b\r\n */\r\n",
		  "/*\r\n * x\r\n */\r\n" },
		{ "kernel-doc", "a b", "", "/**\n * x() - y\n *\n * a b\n */\n",
		  "/**\n * x() - y\n */\n" },
		{ "the mark in the first column", "a", "", "/*\n* x\n* a\n*/", "/*\n* x\n*/" },
	};

	CHECK(samples);
}

static void near_misses_stay(void **state)
{
	static const struct sample samples[] = {
		{ "a word more", "a b", "", "/* a b c */\n/* x a b */\n", NULL },
		{ "a word less", "a b", "", "/* a */\n/* b */\n", NULL },
		{ "another case", "a b", "", "/* A b */\n", NULL },
		{ "a full stop", "a b", "", "/* a b. */\n", NULL },
		{ "a part of a line", "a b", "", "/*\n * x a\n * b\n */\n/*\n * a\n * b x\n */\n",
		  NULL },
		{ "net style", "a b", "", "/* x\n * a b\n */\n/* a b\n * x\n */\n", NULL },
		{ "text before the end", "a b", "", "/*\n * x\n * a b */\n/*\n * a b\n * x */\n",
		  NULL },
		{ "a line without an asterisk", "a b", "", "/*\n * x\n * a b\n   y\n */\n", NULL },
		{ "code before it", "a b", "", "x; /* a b */\n\ty; // a b\n", NULL },
		{ "code behind it", "a b", "", "/* a b */ x;\n", NULL },
		{ "code before lines", "a b", "", "x; /*\n    * y\n    * a b\n    */\n", NULL },
		{ "code behind lines", "a b", "", "/*\n * y\n * a b\n */ x;\n", NULL },
		{ "another comment", "a b", "", "/* a b */ /* c */\n/* a b */ // c\n", NULL },
		{ "a string", "a b", "", "\"\\\n/* a b */\\\n\";\n\"\n/* a b */\"\n", NULL },
		{ "a macro", "a b", "",
		  "#define X \\\n\t/* a b */ \\\n\tx; \\\n\ty \\\n\t/* a b */\n", NULL },
		{ "a macro of CRLF", "a b", "", "#define X \\\r\n\t/* a b */\r\n", NULL },
		{ "a backslash before the end of a line", "a b", "", "/* \\\n * a b\n */\n", NULL },
		{ "backslashes in lines", "a b", "", "/*\n * x \\\n * a b\n */\n", NULL },
		{ "a backslash and slashes", "a b", "", "// x \\\n/* a b */\n", NULL },
		{ "kernel-doc", "a b", "c", "/** a b */\n/**\n * a b\n */\n", NULL },
		{ "a comment of slashes in two lines", "a b", "", "// a\n// b\n", NULL },
		{ "two comments", "a b", "", "/* a */\n/* b */\n", NULL },
		{ "no end", "a b", "c", "/* a b", NULL },
		{ "no end in lines", "a b", "c", "/*\n * a b\n *\n", NULL },
		{ "no end at all", "a b", "c", "/*/", NULL },
		{ "nothing", "a b", "c", "", NULL },
		{ "no words in the remark", " ", "c", "/* */\n/**/\n/*\n *\n */\n//", NULL },
		{ "the same text", "a b", " a  b", "/*\n * a\n * b\n */\n", NULL },
		{ "an end of a comment as new text", "a", "b */ x", "/* a */\n", NULL },
		{ "a comment in a comment", "a", "b /* x", "/* a */\n", NULL },
		{ "a continued line", "a", "b \\", "// a\n", NULL },
		{ "text that stands already", "a", "a b", "/*\n * x\n * a\n * b\n */\n", NULL },
		{ "text behind the new one", "b", "a b", "/*\n * a\n * b\n * x\n */\n", NULL },
		{ "remarks that bring back each other", "a", "b", "/* a */\n", NULL, "b", "a" },
		{ "a remark that grows", "a", "b c", "/* a */\n", NULL, "b c", "a" },
	};

	CHECK(samples);
}

static void the_second_time_changes_nothing(void **state)
{
	static const struct sample samples[] = {
		{ "one remark makes another one", "a", "b", "/* a */\n", "/* c */\n", "b", "c" },
		{ "what goes makes neighbours", "a b", "c", "/*\n * a\n * x\n * b\n * y\n */\n",
		  "/*\n * c\n * y\n */\n", "x", "" },
		{ "what goes leaves a single line", "x", "", "/*\n * a\n * x\n */\n",
		  "/*\n * b\n */\n", "a", "b" },
		{ "the new text begins with the old one", "a", "a b", "/* a */\n", "/* a b */\n" },
		{ "and it stands in a line of its own", "a", "a " LONG, "/* a */\n",
		  "/*\n * a\n * " LONG "\n */\n" },
		{ "the new text ends with the old one", "1234567", X69 " 12 1234567",
		  "/*\n * x\n * 1234567\n */\n", "/*\n * x\n * " X69 " 12\n * 1234567\n */\n" },
	};

	CHECK(samples);
}

static void a_source_with_a_nul_stays(void **state)
{
	static const struct sample sample = { "", "a", "b" };
	size_t count = 99;

	assert_null(rewrite(&sample, "/* a */\n\0/* a */\n", 17, &count));
	assert_int_equal(count, 0);
}

static void rewritten_remarks_are_counted(void **state)
{
	static const struct sample sample = { "", "a", "b", NULL, NULL, "c", "" };
	static const char source[] = "/* a */\n/*\n * a\n * x\n *\n * c\n */\n// c\n/* x */\n";
	size_t count = 99;
	char *found CLEANUP(free_text) = rewrite(&sample, source, strlen(source), &count);

	assert_string_equal(found, "/* b */\n/*\n * b\n * x\n */\n/* x */\n");
	assert_int_equal(count, 4);
}

/* The code of a source: its tokens, one a line. */
static char *code(const char *source)
{
	struct clexer lexer;
	struct ctoken token;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	clexer_init(&lexer, source, strlen(source));
	while ((token = clexer_next(&lexer)).kind != CTOKEN_END)
		fprintf(out, "%d %.*s\n", token.directive, (int)token.len, token.text);
	fclose(out);
	return text;
}

/* Sources put together from pieces, always the same ones: code stays, and once is enough. */
static void no_source_is_too_broken(void **state)
{
	static const char *const pieces[] = {
		"/*\n * ",  "\n */\n",	 " a b",
		"\n * a b", "\n * x",	 "\n *\n * ",
		"\n * ",    "/* a b */", "/*\n * a\n * b\n */\n",
		"// a b\n", "\n",	 " a",
		" b",	    " x",	 "/*",
		"*/",	    "//",	 " * ",
		"\t",	    "\r\n",	 "\\\n",
		"\"",	    "'",	 "/",
		"\xc3\xa9", "#define x", "/**\n * ",
	};
	static const struct sample remarks[] = {
		{ "", "a b", "c", NULL, NULL, "x", "" },
		{ "", "a b", "", NULL, NULL, "b", "x a" },
		{ "", "a b", "b a b " X69 " a b", NULL, NULL, "x", "a" },
	};
	uint32_t seed = 1;
	size_t changed = 0;

	for (int i = 0; i < 20000; i++) {
		const struct sample *sample = &remarks[i % 3];
		char text[512] = "", *first CLEANUP(free_text) = NULL;
		char *second CLEANUP(free_text) = NULL;
		size_t count;

		for (int k = 0; k < 3 + i % 20; k++) {
			seed = seed * 1664525u + 1013904223u;
			strcat(text, pieces[(seed >> 16) % ARRAY_SIZE(pieces)]);
		}
		first = rewrite(sample, text, strlen(text), &count);
		if (first) {
			char *before CLEANUP(free_text) = code(text);
			char *after CLEANUP(free_text) = code(first);

			if (strcmp(before, after))
				fail_msg("code changed from\n<<%s>>\nto\n<<%s>>", text, first);
			second = rewrite(sample, first, strlen(first), &count);
			changed++;
		}
		if (second)
			fail_msg("<<%s>>\nbecomes\n<<%s>>\nand then\n<<%s>>", text, first, second);
	}
	assert_true(changed > 2000);
}

/* What comment_find() finds: "line:text|line:text". */
static char *find(const char *source, unsigned from, unsigned to)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct comment_places places CLEANUP(comment_places_release) = { 0 };
	size_t len = strlen(source), size;
	char *copy CLEANUP(free_text) = xcalloc(1, len), *text = NULL;
	FILE *out = open_memstream(&text, &size);

	strlist_split(&words, "pcim_release pci_free_irq_vectors", " ");
	strlist_sort(&words);
	memcpy(copy, source, len);
	comment_find(&places, copy, len, from, to, &words);
	FOR_EACH(place, &places)
		fprintf(out, "%s%u:%s", place == places.v ? "" : "|", place->line, place->text);
	fclose(out);
	return text;
}

static void comments_with_a_word_are_found(void **state)
{
	static const char lines[] = "/* pcim_release 1 */\n\n/*\n * pcim_release\n * 3\n */ x;\n"
				    "y; // pcim_release 7\n";
	static const struct {
		const char *what, *source;
		unsigned from, to;
		const char *expected;
	} samples[] = {
		{ "all", lines, 1, 0, "1:pcim_release 1|3:pcim_release 3|7:pcim_release 7" },
		{ "from line 0", lines, 0, 0,
		  "1:pcim_release 1|3:pcim_release 3|7:pcim_release 7" },
		{ "from a line", lines, 2, 0, "3:pcim_release 3|7:pcim_release 7" },
		{ "to a line", lines, 1, 3, "1:pcim_release 1|3:pcim_release 3" },
		{ "begins before", lines, 4, 6, "" },
		{ "a call", "/* see pci_free_irq_vectors(). */", 1, 0,
		  "1:see pci_free_irq_vectors()." },
		{ "quoted", "/*'pcim_release()'*/", 1, 0, "1:'pcim_release()'" },
		{ "a part of an identifier",
		  "/* xpci_free_irq_vectors pci_free_irq_vectors2 pcim_releas \xc3\xa9pcim_release "
		  "*/",
		  1, 0, "" },
		{ "code and strings", "pcim_release(\"/* pcim_release */\");\n", 1, 0, "" },
		{ "behind a string of several lines", "\"a\\\nb\"\n'\n/* pcim_release */", 1, 0,
		  "4:pcim_release" },
		{ "two of them in a line", "/* pcim_release a */ /* b */ // pcim_release c", 1, 0,
		  "1:pcim_release a|1:pcim_release c" },
		{ "blanks", "/**\n *\n *  pcim_release\t*a *\n  b\r\n*/", 1, 0,
		  "1:pcim_release *a * b" },
		{ "no end", "/* pcim_release", 1, 0, "" },
		{ "120 bytes", "// " X69 " pcim_release xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxx", 1,
		  0, "1:" X69 " pcim_release xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxx" },
		{ "121 bytes", "// " X69 " pcim_release xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxx", 1,
		  0, "1:" X69 " pcim_release xxxxxxxxx xxxxxxxxx xxxxxxxxx..." },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *found CLEANUP(free_text) = find(samples[i].source, samples[i].from,
						      samples[i].to);

		if (strcmp(found, samples[i].expected))
			fail_msg("%s:\n<<%s>>\nexpected\n<<%s>>", samples[i].what, found,
				 samples[i].expected);
	}
}

RUN_TESTS(TEST(comment_edits_of_linux),
	  TEST(a_whole_comment_changes),
	  TEST(lines_of_a_comment_change),
	  TEST(near_misses_stay),
	  TEST(the_second_time_changes_nothing),
	  TEST(a_source_with_a_nul_stays),
	  TEST(rewritten_remarks_are_counted),
	  TEST(no_source_is_too_broken),
	  TEST(comments_with_a_word_are_found))
