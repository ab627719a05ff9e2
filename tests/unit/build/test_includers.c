// SPDX-License-Identifier: GPL-2.0
/* Who reads the headers that a commit changes, and what it does to them. */
#include "fake.h"

#include "build/includers.h"

static const struct entry entries[] = {
	{ "Kconfig", "" },
	{ "drivers/a/a.c", "#include <linux/outer.h>\nint a;\n" },
	{ "drivers/a/b.c", "#include <linux/inner.h>\nstatic int fresh(void) { return 0; }\n" },
	{ "drivers/a/c.c", "#include \"part.c\"\n" },
	{ "drivers/a/none.c", "int none;\n" },
	{ "drivers/a/part.c", "int part;\n" },
	{ "drivers/a/unbuilt.c", "#include <linux/inner.h>\n" },
	{ "include/linux/inner.h", "int inner(void);\nint old(int x);\n" },
	{ "include/linux/outer.h", "#include <linux/inner.h>\n" },
	{ NULL, NULL },
};

/* Who reads what revision 1 changes. */
static const struct changed_files *look(struct fake *fake)
{
	struct target_build *build = &fake->build;
	struct changed_files *changed;

	changed_load(&build->changed, &build->revisions, build->revisions.nr - 1);
	changed = build->changed.v;
	fake_link(fake, "drivers/a/a.o", "drivers/a/a.o", 'y');
	fake_link(fake, "drivers/a/b.o", "drivers/a/b.o", 'm');
	fake_link(fake, "drivers/a/c.o", "drivers/a/c.o", 'm');
	fake_link(fake, "drivers/a/none.o", "drivers/a/none.o", 'm');
	fake_link(fake, "drivers/a/unbuilt.o", "drivers/a/unbuilt.o", 'n');
	assert_success(includers_find(changed, &build->scan, &build->revisions.v[1].view));
	assert_success(includers_sort(changed, &build->scan, &build->revisions, &build->modules,
				      0));
	return changed;
}

static void readers_are_found_through_other_headers(void **state)
{
	static const char more[] = "int inner(void);\nint old(int x);\nint fresh(void);\n";
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct includers *includers;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/linux/inner.h", more });
	includers = &look(&fake)->includers;
	assert_list(&includers->reach, "drivers/a/a.c drivers/a/b.c drivers/a/unbuilt.c");
	assert_list(&includers->built, "drivers/a/a.c drivers/a/b.c");
	assert_list(&includers->added, "fresh");
	assert_list(&includers->altered, "");
	assert_true(includers->additive);
	assert_true(strlist_has(&includers->words, "fresh"));
	/* its text knows a name that is added */
	assert_list(&includers->marked, "drivers/a/b.c");
}

static void what_is_declared_otherwise_is_no_addition(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct includers *includers;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/linux/inner.h", "int inner(void);\nint old(long x);\n" });
	includers = &look(&fake)->includers;
	assert_list(&includers->added, "");
	assert_list(&includers->altered, "old");
	assert_false(includers->additive);
	assert_list(&includers->marked, "");
}

static void another_order_is_no_addition(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct includers *includers;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/linux/inner.h", "int old(int x);\nint inner(void);\n" });
	includers = &look(&fake)->includers;
	assert_list(&includers->altered, "");
	assert_false(includers->additive);
}

static void an_include_that_is_added_may_alter_anything(void **state)
{
	static const char more[] = "#include <linux/x.h>\nint inner(void);\nint old(int x);\n";
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct includers *includers;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/linux/inner.h", more });
	includers = &look(&fake)->includers;
	assert_false(includers->additive);
	assert_int_equal(includers->altered.nr, 1);
	assert_int_equal(includers->added.nr, 0);
}

static void a_source_that_is_included_is_a_header_too(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct changed_files *changed;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/part.c", "int other;\n" },
		    { "drivers/a/none.c", "int other;\n" });
	changed = look(&fake);
	assert_list(&changed->headers, "drivers/a/part.c");
	assert_list(&changed->sources, "drivers/a/none.c drivers/a/part.c");
	assert_list(&changed->includers.built, "drivers/a/c.c");
}

static void a_reader_that_the_commit_removes_is_not_built(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/linux/inner.h", "int inner(void);\n" },
		    { "drivers/a/b.c", NULL });
	assert_list(&look(&fake)->includers.built, "drivers/a/a.c");
}

static void a_header_that_knows_the_name_marks_its_readers(void **state)
{
	static const struct entry knowing[] = {
		{ "drivers/a/a.c", "#include <linux/outer.h>\n" },
		{ "drivers/a/b.c", "#include <linux/inner.h>\n" },
		{ "include/linux/inner.h", "/* not fresh */\nint inner(void);\n" },
		{ "include/linux/outer.h", "#include <linux/inner.h>\n#define use fresh()\n" },
		{ NULL, NULL },
	};
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct includers *includers;

	fake_open(&fake, knowing);
	FAKE_CHANGE(&fake, 0, { "include/linux/inner.h", "int inner(void);\nint fresh(void);\n" });
	includers = &look(&fake)->includers;
	assert_list(&includers->built, "drivers/a/a.c drivers/a/b.c");
	/* that the changed header knows it says nothing of who includes it */
	assert_list(&includers->marked, "drivers/a/a.c");
}

static void lines_that_the_series_adds_are_followed(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct strlist base CLEANUP(strlist_release) = { 0 };
	struct strlist later CLEANUP(strlist_release) = { 0 };
	struct treescan *scan = &fake.build.scan;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "drivers/a/new.h", "int new;\n" },
		    { "drivers/a/none.c", "#include \"new.h\"\n" },
		    { "include/linux/inner.h", "#include \"../../drivers/a/new.h\"\n" });
	assert_success(treescan_readers(scan, NULL, "drivers/a/new.h", &base));
	assert_list(&base, "");
	assert_success(treescan_readers(scan, &fake.build.revisions.v[1].view, "drivers/a/new.h",
					&later));
	/* and who includes those that do */
	assert_list(&later, "drivers/a/a.c drivers/a/b.c drivers/a/none.c drivers/a/unbuilt.c");
}

static void generic_headers_are_read_through_wrappers(void **state)
{
	static const struct entry wrapped[] = {
		{ "arch/x86/include/asm/own.h", "\n" },
		{ "drivers/a/a.c", "#include <asm/lent.h>\n" },
		{ "drivers/a/b.c", "#include <asm/own.h>\n" },
		{ "include/asm-generic/lent.h", "\n" },
		{ "include/asm-generic/own.h", "\n" },
		{ NULL, NULL },
	};
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct strlist lent CLEANUP(strlist_release) = { 0 };
	struct strlist own CLEANUP(strlist_release) = { 0 };

	fake_open(&fake, wrapped);
	assert_success(treescan_readers(&fake.build.scan, NULL, "include/asm-generic/lent.h",
					&lent));
	assert_list(&lent, "drivers/a/a.c");
	assert_success(treescan_readers(&fake.build.scan, NULL, "include/asm-generic/own.h", &own));
	assert_list(&own, "");
}

RUN_TESTS(TEST(readers_are_found_through_other_headers),
	  TEST(what_is_declared_otherwise_is_no_addition), TEST(another_order_is_no_addition),
	  TEST(an_include_that_is_added_may_alter_anything),
	  TEST(a_source_that_is_included_is_a_header_too),
	  TEST(a_reader_that_the_commit_removes_is_not_built),
	  TEST(a_header_that_knows_the_name_marks_its_readers),
	  TEST(lines_that_the_series_adds_are_followed),
	  TEST(generic_headers_are_read_through_wrappers))
