// SPDX-License-Identifier: GPL-2.0
/* Ownership is judged by everything that is linked together. */
#include "world.h"

#include "audit.h"
#include "campaign.h"
#include "module.h"

static const struct entry entries[] = {
	{ "a/alone.c", "int p(void)\n{\n\tenable();\n\treturn take();\n}\n" },
	{ "a/freed.c", "\ttake(); enable(); give();\n" },
	{ "a/only-in-comment.c", "\ttake(); enable(); /* give() */\n" },
	{ "a/unmanaged.c", "\ttake();\n" },
	{ "a/head.h", "take(); enable();\n" },
	{ "m/one.c", "\ttake();\n" },
	{ "m/two.c", "\n\tenable();\n" },
	{ "m/three.c", "\n\n\tgive();\n" },
	{ "n/one.c", "\ttake();\n" },
	{ "n/two.c", "\tenable();\n" },
	{ NULL, NULL },
};

static void add_member(struct modules *modules, const char *object, const char *module)
{
	*LIST_ADD(modules) = (struct member){ xstrdup(object), xstrdup(object), xstrdup(module),
					      'm' };
}

static void assert_site(const struct sites *sites, const char *path, enum ownership owner,
			const char *module, const char *why)
{
	const struct site *site = sites_find(sites, path);

	if (!site)
		fail_msg("%s is not judged", path);
	assert_string_equal(ownership_name(site->owner), ownership_name(owner));
	assert_string_equal(site->module, module);
	assert_string_equal(site->why, why);
}

static void a_module_is_judged_as_a_whole(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(free_base) = { 0 };
	struct files files CLEANUP(free_files) = { 0 };
	struct campaign campaign CLEANUP(free_campaign) = { 0 };
	struct modules modules CLEANUP(free_modules) = { 0 };
	struct sites sites CLEANUP(free_sites) = { 0 };

	world_base(&base, dir, entries);
	assert_success(files_load(&files, &base, &base.tree));
	strlist_add(&campaign.takers, "take");
	strlist_add(&campaign.releasers, "give");
	strlist_add(&campaign.enablers, "enable");
	add_member(&modules, "m/one.o", "m/m.o");
	add_member(&modules, "m/three.o", "m/m.o");
	add_member(&modules, "m/two.o", "m/m.o");
	add_member(&modules, "n/one.o", "n/n.o");
	add_member(&modules, "n/two.o", "n/n.o");
	assert_success(audit_classify(&sites, &base, &campaign, &files, &modules));
	assert_int_equal(sites.nr, 7);
	assert_site(&sites, "a/alone.c", OWNER_IMPLICIT, "a/alone.o",
		    "enable() in a/alone.c:3, and nothing in a/alone.o releases");
	assert_site(&sites, "a/freed.c", OWNER_EXPLICIT, "a/freed.o", "give() in a/freed.c:1");
	assert_site(&sites, "a/only-in-comment.c", OWNER_IMPLICIT, "a/only-in-comment.o",
		    "enable() in a/only-in-comment.c:1, and nothing in a/only-in-comment.o releases");
	assert_site(&sites, "a/unmanaged.c", OWNER_UNMANAGED, "a/unmanaged.o",
		    "nothing in a/unmanaged.o enables the device as managed");
	assert_site(&sites, "a/head.h", OWNER_UNCLEAR, "a/head.o",
		    "a header belongs to no module");
	assert_site(&sites, "m/one.c", OWNER_EXPLICIT, "m/m.o", "give() in m/three.c:3");
	assert_site(&sites, "n/one.c", OWNER_IMPLICIT, "n/n.o",
		    "enable() in n/two.c:1, and nothing in n/n.o releases");
	assert_null(sites_find(&sites, "m/two.c"));
	assert_string_equal(sites_find(&sites, "a/alone.c")->takes.v->function, "p");
}

static void a_source_may_go_into_several_modules(void **state)
{
	struct modules modules CLEANUP(free_modules) = { 0 };
	struct strlist list = { 0 };

	add_member(&modules, "a/x.o", "a/m.o");
	add_member(&modules, "a/x.o", "a/n.o");
	add_member(&modules, "a/y.o", "a/n.o");
	add_member(&modules, "a/z.o", "a/z.o");
	modules_of(&modules, "a/x.c", &list);
	assert_list(&list, "a/m.o a/n.o");
	strlist_release(&list);
	modules_members(&modules, "a/n.o", &list);
	assert_list(&list, "a/x.o a/y.o");
	strlist_release(&list);
	modules_of(&modules, "a/z.S", &list);
	assert_list(&list, "a/z.o");
	strlist_release(&list);
	modules_of(&modules, "a/nothing.c", &list);
	assert_list(&list, "");
	assert_int_equal(modules_kind(&modules, "a/x.c"), 'm');
	assert_int_equal(modules_kind(&modules, "a/nothing.c"), 0);
}

RUN_TESTS(TEST(a_module_is_judged_as_a_whole),
	  TEST(a_source_may_go_into_several_modules))
