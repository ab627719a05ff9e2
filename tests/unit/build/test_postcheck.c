// SPDX-License-Identifier: GPL-2.0
/* What modpost is given of a module, and what becomes of its answer. */
#include "fake.h"

#include "build/postcheck.h"

static const struct entry entries[] = {
	{ "Kconfig", "CONFIG_A=y\n" },
	{ "drivers/a/a.c", "int a;\n" },
	{ "drivers/a/part.c", "MODULE_LICENSE(\"GPL\");\nMODULE_IMPORT_NS(ROOM);\nint given;\n" },
	{ "include/seed.h", "\n" },
	{ "drivers/b/b.c", "EXPORT_SYMBOL_GPL(lent);\n" },
	{ "kernel/core.c", "EXPORT_SYMBOL(all);\nEXPORT_SYMBOL_NS(room, ROOM);\n" },
	{ NULL, NULL },
};

/* A modpost that says what it was told. */
static const char modpost[] =
	"#!/bin/sh\n"
	"for word; do :; done\n"
	"nm \"$word\" | sed -n 's/^0* A /ERROR: modpost: stands in /p'\n"
	"strings -a \"$word\" | sed -n 's/^\\(license\\|import_ns\\)=/ERROR: modpost: &/p'\n"
	"tr '\\t' ' ' <given.symvers | sed 's/^0x0* /ERROR: modpost: /'\n";

static void open_modules(struct fake *fake)
{
	char *path = NULL;

	fake_open(fake, entries);
	fake_link(fake, "drivers/a/a.o", "drivers/a/a.o", 'm');
	fake_link(fake, "drivers/b/b.o", "drivers/b/b.o", 'm');
	fake_link(fake, "kernel/core.o", "kernel/core.o", 'y');
	world_file(fake->dir, "state/build/fake/scripts/mod/modpost", modpost);
	path = xasprintf("%s/state/build/fake/scripts/mod/modpost", fake->dir);
	assert_int_equal(chmod(path, 0755), 0);
	free(path);
}

/* An object of a source that needs @needs. */
static struct object *object_of(struct fake *fake, const char *source, const char *needs)
{
	struct object *object = fake_object(fake, source, 0);

	object->key.id[0] = 1;
	strlist_split(&object->result.undefined, needs, " ");
	return object;
}

static void assert_said(struct fake *fake, const struct object *object, const char *const *expected)
{
	struct strlist said CLEANUP(strlist_release) = { 0 };
	size_t nr = 0;

	assert_success(postcheck_object(&fake->build, &fake->build.modules, object, &said));
	for (; expected[nr]; nr++)
		assert_true(nr < said.nr && strstr(said.v[nr], expected[nr]));
	assert_int_equal(said.nr, nr);
}

#define ASSERT_SAID(fake, object, ...) \
	assert_said(fake, object, (const char *const[]){ __VA_ARGS__ __VA_OPT__(, ) NULL })

static void the_table_holds_what_the_module_needs(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *object;

	open_modules(&fake);
	object = object_of(&fake, "drivers/a/a.c", "__this_module all lent nobody room");
	ASSERT_SAID(&fake, object, "all vmlinux EXPORT_SYMBOL ",
		    "lent drivers/b/b EXPORT_SYMBOL_GPL ", "nobody vmlinux EXPORT_SYMBOL ",
		    "room vmlinux EXPORT_SYMBOL ROOM");
}

static void an_object_of_the_series_goes_before_the_text(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *object, *core;

	open_modules(&fake);
	FAKE_CHANGE(&fake, 0, { "kernel/core.c", "int x;\n" }, { "drivers/a/a.c", "int x;\n" });
	core = fake_object(&fake, "kernel/core.c", 1);
	strlist_add(&core->result.exported, "all");
	strlist_add(&core->result.terms, "all GPL -");
	object = fake_object(&fake, "drivers/a/a.c", 1);
	object->key.id[0] = 2;
	strlist_add(&object->result.undefined, "all");
	ASSERT_SAID(&fake, object, "all vmlinux EXPORT_SYMBOL_GPL ");
}

static void parts_that_nobody_compiled_are_stood_in_for(void **state)
{
	static const char user[] = "extern int given;\nint c(void) { return given; }\n";
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_modules(&fake);
	fake_link(&fake, "drivers/a/part.o", "drivers/a/pair.o", 'm');
	fake_link(&fake, "drivers/a/c.o", "drivers/a/pair.o", 'm');
	FAKE_CHANGE(&fake, 0, { "drivers/a/c.c", user });
	{
		struct object *object = fake_object(&fake, "drivers/a/c.c", 1);

		strlist_add(&object->result.undefined, "given");
		ASSERT_SAID(&fake, object, "import_ns=ROOM", "license=GPL", "stands in given");
	}
}

static void without_a_modpost_nothing_is_known(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *object;

	fake_open(&fake, entries);
	fake_link(&fake, "drivers/a/a.o", "drivers/a/a.o", 'm');
	object = object_of(&fake, "drivers/a/a.c", "all");
	ASSERT_SAID(&fake, object, "?this tree makes no scripts/mod/modpost");
}

RUN_TESTS(TEST(the_table_holds_what_the_module_needs),
	  TEST(an_object_of_the_series_goes_before_the_text),
	  TEST(parts_that_nobody_compiled_are_stood_in_for),
	  TEST(without_a_modpost_nothing_is_known))
