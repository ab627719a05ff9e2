// SPDX-License-Identifier: GPL-2.0
/* Merging three versions, and recognising a change that the base has already. */
#define entry world_entry
#include "world.h"
#undef entry

#include "git/change.h"
#include "git/threeway.h"
#include "publish/seriesdiff.h"

#define HEAD "int probe(void)\n{\n\tint ret;\n\n"
#define TAIL "\treturn ret;\n}\n\nint other(void)\n{\n\treturn 1;\n}\n"
#define OLD HEAD "\tret = old(1);\n" TAIL
#define NEW HEAD "\tret = new(1);\n" TAIL

static char *open_world(struct base *base)
{
	const struct world_entry entries[] = { { "f", OLD, 0 }, { NULL, NULL, 0 } };
	char *dir = world_make();

	world_base(base, dir, entries);
	return dir;
}

static git_oid blob(const struct base *base, const char *text)
{
	git_oid oid;

	assert_success(base_write(base, text, strlen(text), &oid));
	return oid;
}

static void assert_landing(const char *now, enum landing expected)
{
	struct base base = { 0 };
	char *dir CLEANUP(free_world) = open_world(&base);
	struct change change = { .path = (char *)"f", .before = blob(&base, OLD),
				 .after = blob(&base, NEW) };
	git_oid oid = blob(&base, now);
	enum landing landing;

	assert_success(landed_file(&landing, &base, &change, &oid));
	assert_int_equal(landing, expected);
	base_release(&base);
}

static void it_has_landed(void **state)
{
	assert_landing(NEW, LANDING_SAME);
	assert_landing("/* more */\n" NEW "/* more */\n", LANDING_MERGED);
	assert_landing(HEAD "\tret = new(1 + 0);\n\tprepare();\n" TAIL, LANDING_CALLS);
}

static void it_has_not_landed(void **state)
{
	assert_landing(OLD, LANDING_NOT);
	assert_landing("/* more */\n" OLD, LANDING_NOT);
	/* the old call is gone, and the new one did not come */
	assert_landing(HEAD "\tret = 0;\n" TAIL, LANDING_NOT);
	/* both stand there */
	assert_landing(HEAD "\tret = new(1) + old(1);\n" TAIL, LANDING_NOT);
	/* it stands in another function */
	assert_landing("int ahead(void)\n{\n\treturn new(1);\n}\n" HEAD "\tret = 2;\n" TAIL,
		       LANDING_NOT);
	/* only in a comment */
	assert_landing(HEAD "\tret = 0; /* new(1) */\n" TAIL, LANDING_NOT);
}

static void texts_are_merged_or_clash(void **state)
{
	char *text = NULL;

	assert_int_equal(threeway_texts(&text, "a\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n",
					"a\nb\nc\nd\nE\n"), 1);
	assert_string_equal(text, "A\nb\nc\nd\nE\n");
	free(text);
	assert_int_equal(threeway_texts(&text, "a\n", "b\n", "b\n"), 1);
	assert_string_equal(text, "b\n");
	free(text);
	assert_int_equal(threeway_texts(&text, "a\n", "b\n", "c\n"), 0);
	assert_null(text);
	text = threeway_show_texts("x\na\ny\n", "x\nb\ny\n", "x\nc\ny\n");
	assert_string_equal(text, "<<<<<<< treewide\nb\n||||||| before\na\n=======\nc\n"
				  ">>>>>>> by hand\n");
	free(text);
}

static void files_come_and_go(void **state)
{
	struct base base = { 0 };
	char *dir CLEANUP(free_world) = open_world(&base);
	git_oid none = { { 0 } }, a = blob(&base, "a\n"), b = blob(&base, "b\n"), out;
	git_oid binary;

	assert_success(base_write(&base, "a\0b", 3, &binary));
	assert_int_equal(threeway_blobs(&out, &base, &a, &a, &none), 1);
	assert_true(git_oid_is_zero(&out));
	assert_int_equal(threeway_blobs(&out, &base, &none, &none, &a), 1);
	assert_true(git_oid_equal(&out, &a));
	assert_int_equal(threeway_blobs(&out, &base, &a, &b, &none), 0);
	assert_int_equal(threeway_blobs(&out, &base, &a, &none, &b), 0);
	assert_int_equal(threeway_blobs(&out, &base, &a, &b, &binary), 0);
	base_release(&base);
}

static void assert_substance(const char *before, const char *after, const char *path, bool same)
{
	struct base base = { 0 };
	char *dir CLEANUP(free_world) = open_world(&base);
	struct change first = { .before = blob(&base, OLD), .after = blob(&base, NEW) };
	struct change second = { .before = blob(&base, before), .after = blob(&base, after) };
	struct strlist one = { 0 }, two = { 0 };

	assert_success(patch_id_add(&one, &base, &first, "f"));
	assert_success(patch_id_add(&two, &base, &second, path));
	assert_int_equal(!strcmp(one.v[0], two.v[0]), same);
	strlist_release(&one);
	strlist_release(&two);
	base_release(&base);
}

static void a_change_is_the_same_in_other_surroundings(void **state)
{
	assert_substance("/* more */\n" OLD "more\n", "/* more */\n" NEW "more\n", "f", true);
	assert_substance(OLD, HEAD "\tret = new(2);\n" TAIL, "f", false);
	assert_substance(OLD, HEAD "\tret =  new(1);\n" TAIL, "f", false);
	assert_substance(OLD, NEW "more\n", "f", false);
	assert_substance(OLD, NEW, "g", false);
}

RUN_TESTS(TEST(it_has_landed), TEST(it_has_not_landed), TEST(texts_are_merged_or_clash),
	  TEST(files_come_and_go), TEST(a_change_is_the_same_in_other_surroundings))
