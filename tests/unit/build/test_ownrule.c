// SPDX-License-Identifier: GPL-2.0
/* Which readers of a header are made by rules of their own. */
#include "fake.h"

#include "build/includers.h"
#include "build/ownrule.h"

static const char reader[] = "#include <linux/inner.h>\n";

static const struct entry entries[] = {
	{ "Kconfig", "CONFIG_ON=y\n" },
	{ "arch/x86/Makefile", "boot := arch/x86/boot\nbzImage: vmlinux\n"
			       "\t$(MAKE) $(build)=$(boot) $(boot)/image\n" },
	{ "arch/x86/boot/Makefile", "hostprogs := gen\nv-$(CONFIG_ON) := a.o\nv-$(CONFIG_OFF) += b.o\n"
				    "$(obj)/image: $(v-y) FORCE\n\t$(call if_changed,ld)\n" },
	{ "arch/x86/boot/a.c", reader },
	{ "arch/x86/boot/b.c", reader },
	{ "arch/x86/boot/gen.c", reader },
	{ "arch/x86/boot/image.lds.S", reader },
	{ "arch/x86/boot/other.c", reader },
	{ "arch/x86/um/Makefile", "$(obj)/u.s: $(src)/u.c\n\tcc u.c\n" },
	{ "arch/x86/um/u.c", reader },
	{ "drivers/a/Makefile", "ifdef CONFIG_OFF\n\tx-y += a.o\nendif\nobj-m += b.o\ntargets += c.s\n" },
	{ "drivers/a/a.c", reader },
	{ "drivers/a/b.c", reader },
	{ "drivers/a/c.c", reader },
	/* make does not come to the folder above */
	{ "drivers/z/Makefile", "$(obj)/seq: $(src)/tool/t.c\n\t$(MAKE) -C $(src)/tool\n" },
	{ "drivers/z/tool/Makefile", "PROG := t\n$(PROG): t.c\n\tcc -o $@ t.c\n" },
	{ "drivers/z/tool/t.c", reader },
	{ "include/linux/inner.h", "int inner(void);\n" },
	{ NULL, NULL },
};

static void what_a_rule_makes_in_a_folder_that_make_comes_to_is_found(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct target_build *build = &fake.build;
	struct changed_files *changed;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "include/linux/inner.h", "int inner(int x);\n" });
	changed_load(&build->changed, &build->revisions, 1);
	changed = build->changed.v;
	fake_link(&fake, "drivers/a/b.o", "drivers/a/b.o", 'm');
	assert_success(includers_find(changed, &build->scan, &build->revisions.v[1].view));
	assert_success(ownrule_find(changed, &build->revisions, &build->modules, 1));
	assert_list(&changed->includers.unmade, "arch/x86/boot/a.c arch/x86/boot/gen.c "
						"arch/x86/boot/image.lds.S drivers/a/c.c");
}

static void what_a_commit_changes_or_takes_away_is_found(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct target_build *build = &fake.build;

	fake_open(&fake, entries);
	FAKE_CHANGE(&fake, 0, { "arch/x86/boot/a.c", "int a;\n" }, { "arch/x86/boot/gen.c", NULL },
		    { "arch/x86/boot/other.c", NULL }, { "drivers/a/b.c", "int b;\n" });
	changed_load(&build->changed, &build->revisions, 1);
	fake_link(&fake, "drivers/a/b.o", "drivers/a/b.o", 'm');
	assert_success(ownrule_find_changed(build->changed.v, &build->revisions, &build->modules,
					    1));
	assert_list(&build->changed.v[0].ruled, "arch/x86/boot/a.c arch/x86/boot/gen.c");
}

static void what_is_made_is_named_as_kbuild_names_it(void **state)
{
	static const struct {
		const char *source, *product;
	} samples[] = {
		{ "arch/x86/boot/a.c", "arch/x86/boot/a.o" },
		{ "arch/x86/boot/gen.c", "arch/x86/boot/gen" },
		{ "arch/x86/boot/image.lds.S", "arch/x86/boot/image.lds" },
	};
	struct fake fake CLEANUP(free_fake) = { 0 };

	fake_open(&fake, entries);
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *product CLEANUP(free_text) =
			ownrule_product(&fake.build.revisions, &fake.build.revisions.v[0].view,
					samples[i].source);

		assert_string_equal(product, samples[i].product);
	}
}

RUN_TESTS(TEST(what_a_rule_makes_in_a_folder_that_make_comes_to_is_found),
	  TEST(what_a_commit_changes_or_takes_away_is_found),
	  TEST(what_is_made_is_named_as_kbuild_names_it))
