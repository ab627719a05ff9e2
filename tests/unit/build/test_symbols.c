// SPDX-License-Identifier: GPL-2.0
/* Which symbols an object needs that nothing in its tree offers. */
#include "fake.h"

#include "build/symbols.h"

static const struct entry entries[] = {
	{ "drivers/a/a.c", "int a;\n" },
	{ "drivers/a/b.c", "int b;\n" },
	{ "drivers/a/sibling.c",
	  "int by_text(void)\n{\n\treturn 0;\n}\n#ifdef X\nint by_option(void)\n{\n\treturn 0;\n}\n"
	  "#endif\n" },
	{ "kernel/core.c", "int core(void)\n{\n\treturn 0;\n}\nEXPORT_SYMBOL(core);\n" },
	{ "kernel/other.c", "int other(void)\n{\n\treturn 0;\n}\nEXPORT_SYMBOL(other);\n" },
	{ NULL, NULL },
};

/* a.c and sibling.c are one module, b.c is one by itself, kernel/ is built in. */
static void open_modules(struct fake *fake)
{
	fake_open(fake, entries);
	fake_link(fake, "drivers/a/a.o", "drivers/a/pair.o", 'm');
	fake_link(fake, "drivers/a/sibling.o", "drivers/a/pair.o", 'm');
	fake_link(fake, "drivers/a/b.o", "drivers/a/b.o", 'm');
	fake_link(fake, "kernel/core.o", "kernel/core.o", 'y');
	fake_link(fake, "kernel/other.o", "kernel/other.o", 'y');
}

/* Of what @object needs (words, sorted), this is doubtful. */
static void assert_doubtful(struct fake *fake, struct object *object, const char *needs,
			    const char *expected)
{
	struct strlist doubtful = { 0 };

	strlist_release(&object->result.undefined);
	strlist_split(&object->result.undefined, needs, " ");
	assert_success(symbols_doubtful(&fake->build, object, &doubtful));
	assert_list(&doubtful, expected);
	strlist_release(&doubtful);
}

static void the_text_of_the_base_offers_its_exports(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *object;

	open_modules(&fake);
	FAKE_CHANGE(&fake, 0, { "kernel/other.c", "int other;\n" });
	object = fake_object(&fake, "drivers/a/b.c", 1);
	assert_doubtful(&fake, object, "__this_module core nobody", "nobody");
	/* only as long as the series leaves the file alone */
	assert_doubtful(&fake, object, "core other", "other");
}

static void only_what_is_built_offers_by_its_text(void **state)
{
	static const struct entry texts[] = {
		{ "drivers/a/b.c", "int b;\n" },
		{ "drivers/a/loaded.c", "EXPORT_SYMBOL(loaded);\n" },
		{ "lib/off.c", "EXPORT_SYMBOL(off);\n" },
		{ "lib/maybe.c", "#ifdef CONFIG_X\nEXPORT_SYMBOL(maybe);\n#endif\n" },
		{ "mm/image.c", "int image;\n" },
		{ NULL, NULL },
	};
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, texts);
	fake_link(&fake, "drivers/a/b.o", "drivers/a/b.o", 'm');
	fake_link(&fake, "drivers/a/loaded.o", "drivers/a/loaded.o", 'm');
	fake_link(&fake, "lib/off.o", "lib/off.o", 'n');
	fake_link(&fake, "lib/maybe.o", "lib/maybe.o", 'y');
	fake_link(&fake, "mm/image.o", "mm/image.o", 'y');
	FAKE_CHANGE(&fake, 0, { "drivers/a/b.c", "int x;\n" }, { "mm/image.c", "int x;\n" });
	assert_doubtful(&fake, fake_object(&fake, "drivers/a/b.c", 1), "loaded maybe off",
			"maybe off");
	/* vmlinux cannot use what a module exports */
	assert_doubtful(&fake, fake_object(&fake, "mm/image.c", 1), "loaded", "loaded");
}

static void objects_of_the_series_offer_theirs(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *giver, *same_module, *other;

	open_modules(&fake);
	FAKE_CHANGE(&fake, 0, { "drivers/a/sibling.c", "int here;\n" });
	FAKE_CHANGE(&fake, 1, { "drivers/a/sibling.c", "int gone;\n" });
	FAKE_CHANGE(&fake, 0, { "drivers/a/b.c", "int x;\n" });
	giver = fake_object(&fake, "drivers/a/sibling.c", 1);
	strlist_add(&giver->result.defined, "defined");
	strlist_add(&giver->result.defined, "exported");
	strlist_add(&giver->result.exported, "exported");
	strlist_add(&giver->result.exported, "only_exported");
	same_module = fake_object(&fake, "drivers/a/a.c", 1);
	assert_doubtful(&fake, same_module, "defined exported", "");
	/* an export alone defines nothing, neither for its own object nor for its module */
	assert_doubtful(&fake, same_module, "only_exported", "only_exported");
	assert_doubtful(&fake, giver, "only_exported", "only_exported");
	/* what is not exported stays in its module */
	other = fake_object(&fake, "drivers/a/b.c", 1);
	assert_doubtful(&fake, other, "defined exported", "defined");
	/* the next commit has another object of that source */
	other = fake_object(&fake, "drivers/a/b.c", 2);
	assert_doubtful(&fake, other, "exported", "");
	fake_object(&fake, "drivers/a/sibling.c", 2);
	assert_doubtful(&fake, other, "exported", "exported");
	/* and a tree beside the series has none */
	other = fake_object(&fake, "drivers/a/b.c", 3);
	assert_doubtful(&fake, other, "exported", "exported");
}

static void sources_of_the_same_module_offer_by_their_text(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };

	open_modules(&fake);
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int x;\n" });
	FAKE_CHANGE(&fake, 1, { "drivers/a/sibling.c", "int x;\n" });
	assert_doubtful(&fake, fake_object(&fake, "drivers/a/a.c", 1), "by_option by_text",
			"by_option");
	assert_doubtful(&fake, fake_object(&fake, "drivers/a/b.c", 1), "by_text", "by_text");
	assert_doubtful(&fake, fake_object(&fake, "drivers/a/a.c", 2), "by_text", "by_text");
}

/* What a commit links otherwise is asked of each tree: here nothing is said of it. */
static void what_is_linked_otherwise_offers_nothing_by_the_base(void **state)
{
	for (size_t i = 0; i < 3; i++) {
		struct fake fake CLEANUP(free_fake) = { 0 };
		struct rebuild_set *rebuild;
		struct strlist *lists[3];
		struct object *giver, *same_module;

		open_modules(&fake);
		FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int x;\n" });
		FAKE_CHANGE(&fake, 1, { "drivers/a/Makefile", "\n" });
		changed_load(&fake.build.changed, &fake.build.revisions, 2);
		giver = fake_object(&fake, "drivers/a/sibling.c", 1);
		strlist_add(&giver->result.defined, "defined");
		same_module = fake_object(&fake, "drivers/a/a.c", 1);
		assert_doubtful(&fake, same_module, "by_text core defined", "");
		rebuild = &fake.build.changed.v[1].rebuild;
		lists[0] = &rebuild->added;
		lists[1] = &rebuild->removed;
		lists[2] = &rebuild->moved;
		strlist_add(lists[i], "drivers/a/sibling.c");
		strlist_add(lists[i], "kernel/core.c");
		/* the tree before only comes and goes with the next one; what moves is in both */
		assert_doubtful(&fake, same_module, "by_text core defined other",
				i < 2 ? "by_text core" : "by_text core defined");
		assert_doubtful(&fake, fake_object(&fake, "drivers/a/a.c", 2),
				"by_text core defined other", "by_text core defined");
	}
}

static void a_reader_answers_for_the_words_of_its_header(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct strlist words = { 0 };
	struct object *object;

	open_modules(&fake);
	strlist_add(&words, "new_one");
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int x;\n" });
	object = fake_object(&fake, "drivers/a/b.c", 1);
	object->words = &words;
	assert_doubtful(&fake, object, "nobody", "");
	assert_doubtful(&fake, object, "new_one nobody", "new_one");
	strlist_release(&words);
}

static void what_a_module_of_the_base_gets_others_get_too(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct object *old, *object;

	open_modules(&fake);
	fake_link(&fake, "drivers/a/c.o", "drivers/a/c.o", 'm');
	FAKE_CHANGE(&fake, 0, { "kernel/other.c", "int x;\n" });
	old = fake_object(&fake, "drivers/a/c.c", 0);
	strlist_add(&old->result.undefined, "by_macro");
	strlist_add(&old->result.undefined, "other");
	object = fake_object(&fake, "drivers/a/b.c", 1);
	/* a file that the series changes exported it: the base says nothing of that */
	assert_doubtful(&fake, object, "by_macro other", "other");
	old->done = false;
	assert_doubtful(&fake, object, "by_macro", "by_macro");
}

static void the_latest_object_on_the_way_counts(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct target_build *build = &fake.build;
	struct object *base, *first, *second, *failed;

	open_modules(&fake);
	FAKE_CHANGE(&fake, 0, { "drivers/a/a.c", "int x;\n" });
	FAKE_CHANGE(&fake, 1, { "drivers/a/a.c", "int y;\n" });
	FAKE_CHANGE(&fake, 1, { "drivers/a/a.c", "int z;\n" });
	base = fake_object(&fake, "drivers/a/a.c", 0);
	first = fake_object(&fake, "drivers/a/a.c", 1);
	second = fake_object(&fake, "drivers/a/a.c", 2);
	failed = fake_object(&fake, "drivers/a/a.c", 3);
	failed->result.ok = false;
	/* of the base its text speaks */
	assert_false(symbols_current(build, base, 0));
	assert_true(symbols_current(build, first, 1));
	assert_false(symbols_current(build, first, 2));
	assert_true(symbols_current(build, second, 2));
	assert_false(symbols_current(build, second, 1));
	/* beside it */
	assert_true(symbols_current(build, first, 3));
	assert_false(symbols_current(build, second, 3));
	assert_false(symbols_current(build, failed, 3));
}

static void what_is_linked_together(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	const struct modules *modules = &fake.build.modules;

	open_modules(&fake);
	assert_true(symbols_together(modules, "drivers/a/a.c", "drivers/a/sibling.c"));
	assert_true(symbols_together(modules, "kernel/core.c", "kernel/other.c"));
	assert_false(symbols_together(modules, "drivers/a/a.c", "drivers/a/b.c"));
	assert_false(symbols_together(modules, "drivers/a/b.c", "kernel/core.c"));
	assert_false(symbols_together(modules, "drivers/a/a.c", "drivers/a/none.c"));
}

static void what_the_base_needed_as_well_is_not_new(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct strlist doubtful = { 0 }, missing = { 0 };
	struct object *base;

	open_modules(&fake);
	base = fake_object(&fake, "drivers/a/a.c", 0);
	strlist_add(&base->result.undefined, "old");
	strlist_split(&doubtful, "new old", " ");
	symbols_new(base, &doubtful, &missing);
	assert_list(&missing, "new");
	strlist_release(&doubtful);
	strlist_release(&missing);
}

RUN_TESTS(TEST(the_text_of_the_base_offers_its_exports),
	  TEST(only_what_is_built_offers_by_its_text),
	  TEST(objects_of_the_series_offer_theirs),
	  TEST(sources_of_the_same_module_offer_by_their_text),
	  TEST(what_is_linked_otherwise_offers_nothing_by_the_base),
	  TEST(a_reader_answers_for_the_words_of_its_header),
	  TEST(what_a_module_of_the_base_gets_others_get_too),
	  TEST(the_latest_object_on_the_way_counts), TEST(what_is_linked_together),
	  TEST(what_the_base_needed_as_well_is_not_new))
