// SPDX-License-Identifier: GPL-2.0
/* Who defines a symbol of which no text says that it is offered. */
#include "fake.h"

#include "build/definers.h"

static const struct entry entries[] = {
	{ "Kconfig", "CONFIG_A=y\n" },
	{ "Makefile", "all:\n" },
	{ "drivers/Makefile", "obj-y += a/\n" },
	{ "drivers/a/Makefile", "obj-m += pair.o\npair-y := needs.o part.o\nobj-m += alone.o\n" },
	{ "drivers/a/alone.c", "int elsewhere;\n" },
	{ "drivers/a/needs.c", "int needs;\n" },
	{ "drivers/a/part.c", "#define MAKE(name) int name##_made\nMAKE(by);\nint plain;\n"
			      "extern int told;\n" },
	{ "include/seed.h", "\n" },
	{ "lib/Makefile", "lib-y += foreign.o\n" },
	{ "lib/own.S", "ruled:\n" },
	{ "scripts/Kbuild.include", "\n" },
	{ "scripts/Makefile.build", "src := $(obj)\n" },
	{ NULL, NULL },
};

/* What becomes of @symbols that drivers/a/needs.c needs: "missing / unknown". */
static void assert_settled(struct fake *fake, const char *symbols, const char *expected)
{
	struct strlist missing CLEANUP(strlist_release) = { 0 };
	struct strlist unknown CLEANUP(strlist_release) = { 0 };
	const struct object *object = fake_object(fake, "drivers/a/needs.c", 1);

	strlist_split(&missing, symbols, " ");
	assert_success(definers_settle(&fake->build, object, &missing, &unknown));
	char *lost CLEANUP(free_text) = strlist_join(&missing, " ");
	char *open CLEANUP(free_text) = strlist_join(&unknown, " ");
	char *text CLEANUP(free_text) = xasprintf("%s / %s", lost, open);
	assert_string_equal(text, expected);
}

static void open_tree(struct fake *fake)
{
	fake_open(fake, entries);
	fake_link(fake, "drivers/a/needs.o", "drivers/a/pair.o", 'm');
	fake_link(fake, "drivers/a/part.o", "drivers/a/pair.o", 'm');
	fake_link(fake, "drivers/a/alone.o", "drivers/a/alone.o", 'm');
	FAKE_CHANGE(fake, 0, { "drivers/a/needs.c", "int more;\n" });
}

static void what_a_part_of_the_module_defines_is_there(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_tree(&fake);
	assert_settled(&fake, "plain", " / ");
}

static void a_declaration_offers_nothing(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_tree(&fake);
	assert_settled(&fake, "told", "told / ");
}

static void what_another_module_keeps_for_itself_is_missing(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_tree(&fake);
	assert_settled(&fake, "elsewhere plain nowhere", "elsewhere nowhere / ");
}

static void of_what_a_macro_can_paste_nothing_is_known(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_tree(&fake);
	assert_settled(&fake, "by_made", " / by_made");
}

static void of_a_source_without_a_list_nothing_is_known(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_tree(&fake);
	assert_settled(&fake, "ruled", " / ruled");
}

static void the_objects_that_define_are_found(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct strlist symbols CLEANUP(strlist_release) = { 0 };
	struct object_refs found = { 0 };

	open_tree(&fake);
	STRLIST_ADD(&symbols, "elsewhere", "plain");
	assert_success(definers_find(&fake.build, fake_object(&fake, "drivers/a/needs.c", 1),
				     &symbols, &found));
	assert_int_equal(found.nr, 1);
	assert_string_equal(found.v[0]->source, "drivers/a/part.c");
	LIST_RELEASE(&found);
}

RUN_TESTS(TEST(what_a_part_of_the_module_defines_is_there), TEST(a_declaration_offers_nothing),
	  TEST(what_another_module_keeps_for_itself_is_missing),
	  TEST(of_what_a_macro_can_paste_nothing_is_known),
	  TEST(of_a_source_without_a_list_nothing_is_known),
	  TEST(the_objects_that_define_are_found))
