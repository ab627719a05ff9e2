// SPDX-License-Identifier: GPL-2.0
/* Which objects are linked together. */
#include "world.h"

#include "kbuild/module.h"

static void add_member(struct modules *modules, const char *object, const char *module)
{
	*LIST_ADD(modules) = (struct member){ xstrdup(object), xstrdup(object), xstrdup(module),
					      'm' };
}

static void a_source_may_go_into_several_modules(void **state)
{
	struct modules modules CLEANUP(modules_release) = { 0 };
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

RUN_TESTS(TEST(a_source_may_go_into_several_modules))
