// SPDX-License-Identifier: GPL-2.0
/* What may be concluded from what the base's own objects need. */
#include "build/symbols.h"
#include "build/target_build.h"
#include "kbuild/module.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define MEMBER(object, module, kind) \
	{ (char *)(object), (char *)(object), (char *)(module), kind }

/* Sorted by object: image and other are built in, alone and new are modules, a and b one. */
static struct member members[] = {
	MEMBER("a.o", "pair.o", 'm'),  MEMBER("alone.o", "alone.o", 'm'),
	MEMBER("b.o", "pair.o", 'm'),  MEMBER("image.o", "image.o", 'y'),
	MEMBER("new.o", "new.o", 'm'), MEMBER("other.o", "other.o", 'y'),
};
static const struct modules modules = { members, 6, 6 };

#define BUILD \
	{ \
		.modules = { members, 6, 6 } \
	}

/* An object of the base that needs @symbol. */
static struct object *needing(struct objects *list, const char *source, const char *symbol)
{
	struct object *object = *LIST_ADD(list) = xcalloc(1, sizeof(*object));

	object->source = xstrdup(source);
	object->done = true;
	object->result.ok = true;
	strlist_add(&object->result.undefined, symbol);
	return object;
}

static void test_gives(void **state)
{
	struct target_build build = BUILD;
	struct objects *list = &build.objects;

	(void)state;
	needing(list, "alone.c", "for_modules");
	needing(list, "image.c", "in_image");
	needing(list, "a.c", "of_b");
	assert_true(baseline_offers(&build, "new.c", "for_modules"));
	assert_true(baseline_offers(&build, "other.c", "in_image"));
	/* b.c may define it, and nobody else gets that */
	assert_false(baseline_offers(&build, "new.c", "of_b"));
	/* in the image is not exported, and a module may export what the image lacks */
	assert_false(baseline_offers(&build, "new.c", "in_image"));
	assert_false(baseline_offers(&build, "other.c", "for_modules"));
	assert_false(baseline_offers(&build, "new.c", "unheard_of"));
	objects_release(list);
}

static void test_not_of_the_series(void **state)
{
	struct target_build build = BUILD;
	struct objects *list = &build.objects;

	(void)state;
	needing(list, "alone.c", "symbol")->revision = 3;
	assert_false(baseline_offers(&build, "new.c", "symbol"));
	needing(list, "alone.c", "symbol")->done = false;
	assert_false(baseline_offers(&build, "new.c", "symbol"));
	needing(list, "alone.c", "symbol")->result.ok = false;
	assert_false(baseline_offers(&build, "new.c", "symbol"));
	needing(list, "alone.c", "symbol");
	assert_true(baseline_offers(&build, "new.c", "symbol"));
	/* a source of the series had it in the base, and may have lost it */
	strlist_add(&needing(list, "image.c", "else")->result.exported, "symbol");
	assert_false(baseline_offers(&build, "new.c", "symbol"));
	objects_release(list);
}

static void test_hope(void **state)
{
	struct baseline_choice choice = { 0 };
	struct strlist symbols = { 0 };

	(void)state;
	strlist_add(&symbols, "x");
	assert_false(baseline_may_offer(&choice, &modules, "a.c", &symbols));
	/* of a pair nothing is hoped */
	assert_false(baseline_may_offer(&choice, &modules, "alone.c", &symbols));
	assert_true(baseline_may_offer(&choice, &modules, "new.c", &symbols));
	assert_false(baseline_may_offer(&choice, &modules, "image.c", &symbols));
	assert_true(baseline_may_offer(&choice, &modules, "other.c", &symbols));
	strlist_add(&symbols, "y");
	assert_false(baseline_may_offer(&choice, &modules, "new.c", &symbols));
	strlist_release(&symbols);
	baseline_choice_release(&choice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gives),
		cmocka_unit_test(test_not_of_the_series),
		cmocka_unit_test(test_hope),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
