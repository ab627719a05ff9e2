// SPDX-License-Identifier: GPL-2.0
/* May a module use the exports that it needs? */
#include "fake.h"

#include "build/modpost.h"

static const struct entry entries[] = {
	{ "drivers/a/free.c", "MODULE_LICENSE(\"GPL\");\n" },
	{ "drivers/a/own.c", "MODULE_LICENSE(\"Proprietary\");\nMODULE_IMPORT_NS(ROOM);\n" },
	{ "drivers/a/part.c", "int part;\n" },
	{ "kernel/core.c",
	  "EXPORT_SYMBOL(all);\nEXPORT_SYMBOL_GPL(gpl);\nEXPORT_SYMBOL_NS(room, ROOM);\n" },
	{ NULL, NULL },
};

#define GPL_ONLY "is exported for the GPL only, and the licence of this module is Proprietary"

static void open_modules(struct fake *fake)
{
	fake_open(fake, entries);
	fake_link(fake, "drivers/a/free.o", "drivers/a/free.o", 'm');
	fake_link(fake, "drivers/a/own.o", "drivers/a/own.o", 'm');
	fake_link(fake, "kernel/core.o", "kernel/core.o", 'y');
}

/* What @object may not use of the words @needs; licence and imports are those of its module. */
static void assert_broken(struct fake *fake, struct object *object, const char *needs,
			  const char *expected)
{
	struct strlist broken = { 0 };

	strlist_release(&object->result.undefined);
	strlist_split(&object->result.undefined, needs, " ");
	assert_success(modpost_violations(&fake->build, &fake->build.modules, object, &broken));
	assert_list(&broken, expected);
	strlist_release(&broken);
}

static struct object *module(struct fake *fake, const char *source, size_t revision,
			     const char *licence)
{
	struct object *object = fake_object(fake, source, revision);

	strlist_add(&object->result.licences, licence);
	return object;
}

static void what_is_for_the_gpl_stays_there(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *own, *both;

	open_modules(&fake);
	assert_broken(&fake, module(&fake, "drivers/a/free.c", 0, "GPL v2"), "all gpl", "");
	own = module(&fake, "drivers/a/own.c", 0, "Proprietary");
	assert_broken(&fake, own, "all gpl nobody", "gpl " GPL_ONLY);
	both = module(&fake, "drivers/a/free.c", 0, "Dual MIT/GPL");
	assert_broken(&fake, both, "gpl", "");
	own->result.ok = false;
	assert_broken(&fake, own, "gpl", "");
}

static void a_namespace_has_to_be_imported(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *object;

	open_modules(&fake);
	object = module(&fake, "drivers/a/free.c", 0, "GPL");
	assert_broken(&fake, object, "room",
		      "room is in the namespace ROOM, which this module does not import");
	strlist_add(&object->result.imports, "ROOM");
	assert_broken(&fake, object, "room", "");
}

static void the_object_of_the_series_says_its_terms(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *core, *own;

	open_modules(&fake);
	FAKE_CHANGE(&fake, 0, { "kernel/core.c", "int other;\n" });
	own = module(&fake, "drivers/a/own.c", 1, "Proprietary");
	/* the text of a file that the series changes says nothing */
	assert_broken(&fake, own, "gpl", "");
	core = fake_object(&fake, "kernel/core.c", 1);
	strlist_add(&core->result.exported, "all");
	strlist_add(&core->result.terms, "all GPL -");
	assert_broken(&fake, own, "all", "all " GPL_ONLY);
	/* the base has it otherwise */
	assert_broken(&fake, module(&fake, "drivers/a/own.c", 0, "Proprietary"), "all", "");
}

static void what_is_built_in_may_use_all(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_modules(&fake);
	fake_link(&fake, "drivers/a/part.o", "drivers/a/part.o", 'y');
	assert_broken(&fake, module(&fake, "drivers/a/part.c", 0, "Proprietary"), "gpl room", "");
}

static void a_module_may_not_lose_its_licence(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_modules(&fake);
	fake_link(&fake, "drivers/a/new.o", "drivers/a/new.o", 'm');
	fake_link(&fake, "drivers/a/part.o", "drivers/a/part.o", 'm');
	FAKE_CHANGE(&fake, 0, { "drivers/a/free.c", "int x;\n" }, { "drivers/a/new.c", "int x;\n" },
		    { "drivers/a/part.c", "int x;\n" });
	assert_broken(&fake, fake_object(&fake, "drivers/a/free.c", 1), "",
		      "its module has no MODULE_LICENSE()");
	assert_broken(&fake, fake_object(&fake, "drivers/a/new.c", 1), "",
		      "its module has no MODULE_LICENSE()");
	/* it said nothing of one before */
	assert_broken(&fake, fake_object(&fake, "drivers/a/part.c", 1), "", "");
}

static void another_source_of_the_module_may_speak_for_it(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *part;

	open_modules(&fake);
	fake_link(&fake, "drivers/a/own.o", "drivers/a/pair.o", 'm');
	fake_link(&fake, "drivers/a/part.o", "drivers/a/pair.o", 'm');
	part = fake_object(&fake, "drivers/a/part.c", 0);
	assert_broken(&fake, part, "gpl room", "gpl " GPL_ONLY);
}

static void the_question_has_modules_of_its_own(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct modules none CLEANUP(modules_release) = { 0 };
	struct strlist broken = { 0 };
	struct object *own;

	open_modules(&fake);
	own = module(&fake, "drivers/a/own.c", 0, "Proprietary");
	strlist_add(&own->result.undefined, "gpl");
	assert_success(modpost_violations(&fake.build, &none, own, &broken));
	assert_list(&broken, "");
	assert_success(modpost_violations(&fake.build, &fake.build.modules, own, &broken));
	assert_list(&broken, "gpl " GPL_ONLY);
	strlist_release(&broken);
}

RUN_TESTS(TEST(what_is_for_the_gpl_stays_there), TEST(a_namespace_has_to_be_imported),
	  TEST(the_object_of_the_series_says_its_terms), TEST(what_is_built_in_may_use_all),
	  TEST(a_module_may_not_lose_its_licence),
	  TEST(another_source_of_the_module_may_speak_for_it),
	  TEST(the_question_has_modules_of_its_own))
