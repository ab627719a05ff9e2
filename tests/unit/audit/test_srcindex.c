// SPDX-License-Identifier: GPL-2.0
/* Where a word stands in many sources, and which of these see each other. */
#define entry world_entry /* search.h has an entry of its own */
#include "world.h"
#undef entry

#include "audit/srcindex.h"

/* A source in @modules, with words between blanks. */
static void put(struct srcindex *code, const char *path, const char *modules, const char *text)
{
	struct strlist wanted = { 0 };
	struct source *source;

	strlist_split(&wanted, "take", " ");
	source = srcindex_put(code, path, outline_text(text, strlen(text), &wanted));
	assert_non_null(source);
	strlist_split(&source->modules, modules, " ");
	strlist_sort(&source->modules);
	strlist_release(&wanted);
}

/* "path:line path:line" */
static void assert_refs(const struct srcindex *code, struct refs refs, const char *expected)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	FOR_EACH(ref, &refs) {
		const struct source *source = &code->v[ref->source];

		fprintf(out, "%s%s:%u", ref == refs.v ? "" : " ", source->path,
			source->outline.marks[ref->mark].line);
	}
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

static void a_word_is_found_wherever_it_stands(void **state)
{
	struct srcindex code CLEANUP(srcindex_release) = { 0 };

	put(&code, "b.c", "b.o", "int f(void)\n{\n\tg();\n\ttake();\n\tx->h = g;\n}\n");
	put(&code, "a.c", "a.o", "struct o o = {\n.h = g,\n.i = f,\n};\nint g(void) { }\n");
	put(&code, "c.c", "c.o", "");
	srcindex_index(&code);
	assert_refs(&code, srcindex_refs(&code, "g"), "a.c:2 b.c:3 b.c:5");
	assert_refs(&code, srcindex_refs(&code, "take"), "b.c:4");
	assert_refs(&code, srcindex_refs(&code, "f"), "a.c:3");
	assert_refs(&code, srcindex_refs(&code, "h"), "");
	assert_refs(&code, srcindex_refs(&code, ""), "");
	assert_refs(&code, srcindex_stores(&code, "h"), "a.c:2 b.c:5");
	assert_refs(&code, srcindex_stores(&code, "g"), "");
	assert_refs(&code, srcindex_stores(&code, ""), "");
}

static void an_index_may_be_made_anew(void **state)
{
	struct srcindex code CLEANUP(srcindex_release) = { 0 };

	srcindex_index(&code);
	assert_refs(&code, srcindex_refs(&code, "g"), "");
	put(&code, "b.c", "b.o", "int f(void)\n{\n\tg();\n}\n#define A g()\n");
	srcindex_index(&code);
	assert_refs(&code, srcindex_refs(&code, "g"), "b.c:3 b.c:5");
	assert_int_equal(code.functions, 2);
	put(&code, "a.c", "b.o", "int g(void)\n{\n\tg();\n}\n");
	srcindex_index(&code);
	assert_refs(&code, srcindex_refs(&code, "g"), "a.c:3 b.c:3 b.c:5");
	assert_int_equal(code.functions, 3);
	assert_int_equal(code.v[0].first, 0);
	assert_int_equal(code.v[1].first, 1);
}

/* Each word once, all of them alike. */
static void many_words_are_told_apart(void **state)
{
	struct srcindex code CLEANUP(srcindex_release) = { 0 };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	fputs("int f(void)\n{\n", out);
	for (int i = 0; i < 3000; i++)
		fprintf(out, "drm_dp_mst_helper_%d();\n", i);
	fputs("}\n", out);
	fclose(out);
	put(&code, "a.c", "a.o", text);
	free(text);
	srcindex_index(&code);
	for (int i = 0; i < 3000; i++) {
		char *word CLEANUP(free_text) = xasprintf("drm_dp_mst_helper_%d", i);
		char *expected CLEANUP(free_text) = xasprintf("a.c:%d", i + 3);

		assert_refs(&code, srcindex_refs(&code, word), expected);
	}
}

static void sources_see_their_module_and_headers_above(void **state)
{
	static const struct {
		const char *a, *a_modules, *b, *b_modules;
		bool expected;
	} samples[] = {
		{ "d/a.c", "m.o", "d/b.c", "m.o", true },
		{ "d/a.c", "m.o", "e/b.c", "m.o", true },
		{ "d/a.c", "m.o", "d/b.c", "n.o", false },
		{ "d/a.c", "l.o m.o", "d/b.c", "m.o n.o", true },
		{ "d/a.c", "", "d/b.c", "", false },
		{ "d/a.h", "", "d/b.c", "m.o", true },
		{ "d/a.h", "", "d/e/b.c", "m.o", true },
		{ "d/e/a.h", "", "d/b.c", "m.o", true },
		{ "d/e/a.h", "", "d/f/b.c", "m.o", true },
		{ "d/e/a.h", "", "b.c", "m.o", false },
		{ "d/e/f/a.h", "", "d/b.c", "m.o", false },
		{ "d/a.h", "", "de/b.c", "m.o", false },
		{ "a.h", "", "d/b.c", "m.o", true },
		{ "d/a.h", "", "d/b.h", "", true },
		{ "d/a.h", "", "e/b.h", "", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct srcindex code CLEANUP(srcindex_release) = { 0 };

		put(&code, samples[i].a, samples[i].a_modules, "");
		put(&code, samples[i].b, samples[i].b_modules, "");
		if (srcindex_together(&code.v[0], &code.v[1]) != samples[i].expected ||
		    srcindex_together(&code.v[1], &code.v[0]) != samples[i].expected)
			fail_msg("%s and %s", samples[i].a, samples[i].b);
	}
}

static void an_export_counts_in_its_module(void **state)
{
	static const struct {
		const char *text, *modules;
		bool expected;
	} samples[] = {
		{ "EXPORT_SYMBOL(f);\n", "m.o", true },
		{ "EXPORT_SYMBOL_GPL(f);\n", "m.o", true },
		{ "EXPORT_SYMBOL_NS(f, N);\n", "m.o", true },
		{ "EXPORT_SYMBOL(f);\n", "n.o", false },
		{ "EXPORT_SYMBOL(g);\n", "m.o", false },
		{ "/* EXPORT_SYMBOL(f); */\n", "m.o", false },
		{ "#if 0\nEXPORT_SYMBOL(f);\n#endif\n", "m.o", false },
		{ "export(f);\n", "m.o", false },
		{ "void h(void) { EXPORT_SYMBOL_IT(1 + f); }\n", "m.o", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct srcindex code CLEANUP(srcindex_release) = { 0 };
		char *text CLEANUP(free_text) =
			xasprintf("int f(void);\n%sint f(void) { }\nint g(void) { }\n",
				  samples[i].text);

		put(&code, "d/a.c", "m.o", "int f(void) { }\n");
		put(&code, "d/b.c", samples[i].modules, text);
		srcindex_index(&code);
		if (srcindex_exports(&code, &code.v[0], "f") != samples[i].expected)
			fail_msg("%s", samples[i].text);
	}
}

static void a_form_that_is_none_is_no_source(void **state)
{
	struct srcindex code CLEANUP(srcindex_release) = { 0 };

	assert_null(srcindex_put(&code, "a.c", xstrdup("no outline\n")));
}

static void a_header_is_known_by_its_name(void **state)
{
	struct srcindex code CLEANUP(srcindex_release) = { 0 };

	put(&code, "a.h", "", "");
	put(&code, "a.h/b.c", "", "");
	put(&code, "a.h.c", "", "");
	put(&code, "a", "", "");
	assert_true(code.v[0].header);
	for (size_t i = 1; i < 4; i++)
		assert_false(code.v[i].header);
}

RUN_TESTS(TEST(a_word_is_found_wherever_it_stands),
	  TEST(an_index_may_be_made_anew),
	  TEST(many_words_are_told_apart),
	  TEST(sources_see_their_module_and_headers_above),
	  TEST(an_export_counts_in_its_module),
	  TEST(a_form_that_is_none_is_no_source),
	  TEST(a_header_is_known_by_its_name))
