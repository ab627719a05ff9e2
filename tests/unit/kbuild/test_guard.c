// SPDX-License-Identifier: GPL-2.0
/* What the text of Makefiles and Kconfig says of options. */
#include "world.h"

#include "kbuild/makefile.h"

static void assert_options(const char *makefile, const char *word, const char *wanted)
{
	struct strlist options = { 0 };
	char text[256] = "";

	makefile_options(makefile, word, &options);
	FOR_EACH(option, &options)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s",
			 *text ? " " : "", *option);
	assert_string_equal(text, wanted);
	strlist_release(&options);
}

static void options_of_objects(void **state)
{
	const char *makefile = "# obj-$(CONFIG_OLD) += foo.o\n"
			       "obj-$(CONFIG_FOO) += foo.o foo_extra.o\n"
			       "obj-$(CONFIG_BAR)\t+= bar.o \\\n\tbaz.o\n"
			       "bar-y := bar_main.o\n"
			       "bar-$(CONFIG_BAR_DEBUG) += bar_debug.o\n"
			       "bar-objs += bar_old.o\n"
			       "obj-y += always.o sub/\n"
			       "obj-$(CONFIG_DEEP) += deep/\n"
			       "circle-y += circle.o\n"
			       "kvm-e500-objs := $(common-objs) e500.o\n"
			       "kvm-objs-$(CONFIG_KVM_E500) := $(kvm-e500-objs)\n"
			       "kvm-y += $(kvm-objs-m) $(kvm-objs-y)\n"
			       "obj-$(CONFIG_KVM) += kvm.o\n"
			       "ring := $(ring) ring.o\n";

	assert_options(makefile, "foo.o", "CONFIG_FOO");
	assert_options(makefile, "baz.o", "CONFIG_BAR");
	assert_options(makefile, "bar_main.o", "CONFIG_BAR");
	assert_options(makefile, "bar_old.o", "CONFIG_BAR");
	assert_options(makefile, "bar_debug.o", "CONFIG_BAR_DEBUG CONFIG_BAR");
	assert_options(makefile, "deep/", "CONFIG_DEEP");
	assert_options(makefile, "always.o", "");
	assert_options(makefile, "extra.o", "");
	assert_options(makefile, "circle.o", "");
	assert_options(makefile, "e500.o", "CONFIG_KVM_E500 CONFIG_KVM");
	assert_options(makefile, "ring.o", "");
}

static const char kconfig[] = "config FIRST\n"
			      "\tbool \"First\"\n"
			      "\tselect PCI_MSI if PCI\n"
			      "if PCI || OF\n"
			      "config FOO\n"
			      "\ttristate \"Foo\"\n"
			      "\tdepends on ARCH_FOO\n"
			      "\tdepends on X86 || \\\n"
			      "\t\tCOMPILE_TEST\n"
			      "\thelp\n"
			      "\t  It depends on the weather.\n"
			      "\n"
			      "menuconfig FOO_MORE\n"
			      "\tdepends on FOO\n"
			      "\tselect PCI_MSI_IRQ\n"
			      "endif\n"
			      "config LAST\n"
			      "\tselect PCI_MSI\n";

static void assert_depends(const char *option, const char *wanted)
{
	char *text = kconfig_depends(kconfig, option);

	if (wanted)
		assert_string_equal(text, wanted);
	else
		assert_null(text);
	free(text);
}

static void what_options_depend_on(void **state)
{
	assert_depends("CONFIG_FOO", "(PCI || OF) && ARCH_FOO && (X86 || COMPILE_TEST)");
	assert_depends("CONFIG_FOO_MORE", "(PCI || OF) && FOO");
	assert_depends("CONFIG_FIRST", "");
	assert_depends("CONFIG_LAST", "");
	assert_depends("CONFIG_FO", NULL);
}

RUN_TESTS(TEST(options_of_objects),
	  TEST(what_options_depend_on))
