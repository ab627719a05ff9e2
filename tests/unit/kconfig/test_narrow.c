// SPDX-License-Identifier: GPL-2.0
/* What the text of Kconfig proposes for a part of a configuration. */
#include "world.h"

#include "kconfig/kconfig.h"
#include "kconfig/narrow.h"

static const char top[] = "mainmenu \"World\"\n"
			  "source \"arch/$(SRCARCH)/Kconfig\"\n"
			  "menu \"Drivers\"\n"
			  "\tdepends on HAS_IOMEM && !UML\n"
			  "\tvisible if EXPERT\n"
			  "source \"drivers/net/Kconfig\"\n"
			  "endmenu\n"
			  "config AFTER\n"
			  "\tbool \"After\"\n";

static const char net[] = "if NET || (OF && !(A1 || B2))\n"
			  "menuconfig ETHERNET\n"
			  "\tbool \"Cards\" if EMBEDDED && NET=y\n"
			  "\thelp\n"
			  "\t  It depends on the weather,\n"
			  "\t  config WEATHER\n"
			  "\n"
			  "\t    depends on RAIN\n"
			  "\n"
			  "if ETHERNET\n"
			  "config CARD # depends on COMMENT\n"
			  "\ttristate \"A card, if SOMETHING\"\n"
			  "\tdepends on PCI || \\\n"
			  "\t\tCOMPILE_TEST\n"
			  "\tdepends on $(cc-option,-mFOO) && PAGE_SIZE_LESS_THAN_64KB && SIZE >= 0x10\n"
			  "\tselect LIBRARY if BIG\n"
			  "\tdefault m if PLATFORM\n"
			  "rsource \"sub/Kconfig\"\n"
			  "endif\n"
			  "choice\n"
			  "\tprompt \"Which\"\n"
			  "\tdepends on CHOOSE\n"
			  "config ONE\n"
			  "\tbool \"One\"\n"
			  "endchoice\n"
			  "endif\n"
			  "config LIBRARY\n"
			  "\ttristate\n"
			  "\tdef_bool y if AUTOMATIC\n";

static const char sub[] = "config DEEP\n"
			  "  tristate \"Deep\"\n"
			  "  depends on m && !BROKEN\n"
			  "config BITS32\n"
			  "  def_bool y if !BITS64\n"
			  "  depends on MMU!=n && (!( KASAN || KMSAN) || SIZE=64) && MODVERSIONS = n\n"
			  "  depends on QUIET=n && NAME=no && PCI=y # !COMMENT\n";

static void read_world(struct kconfig *kconfig)
{
	kconfig_read(kconfig, "Kconfig", top, "x86");
	kconfig_read(kconfig, "arch/x86/Kconfig", "config X86\n\tdef_bool y\n", "x86");
	kconfig_read(kconfig, "drivers/net/Kconfig", net, "x86");
	kconfig_read(kconfig, "drivers/net/sub/Kconfig", sub, "x86");
	kconfig_sort(kconfig);
}

static void assert_words(void (*find)(const struct kconfig *, const char *, struct strlist *),
			 const char *option, const char *wanted)
{
	struct kconfig kconfig CLEANUP(kconfig_release) = { 0 };
	struct strlist words CLEANUP(strlist_release) = { 0 };

	read_world(&kconfig);
	find(&kconfig, option, &words);
	strlist_sort(&words);
	assert_list(&words, wanted);
}

static void needs_are_read(void **state)
{
	assert_words(kconfig_needs, "AFTER", "");
	assert_words(kconfig_needs, "X86", "");
	assert_words(kconfig_needs, "NOWHERE", "");
	/* what is around it in its own file, and around the line that sources that file */
	assert_words(kconfig_needs, "ETHERNET", "EMBEDDED EXPERT HAS_IOMEM NET OF");
	assert_words(kconfig_needs, "CARD",
		     "COMPILE_TEST ETHERNET EXPERT HAS_IOMEM NET OF PAGE_SIZE_LESS_THAN_64KB PCI "
		     "SIZE");
	assert_words(kconfig_needs, "DEEP", "ETHERNET EXPERT HAS_IOMEM NET OF");
	assert_words(kconfig_needs, "ONE", "CHOOSE EXPERT HAS_IOMEM NET OF");
	assert_words(kconfig_needs, "LIBRARY", "EXPERT HAS_IOMEM");
	/* a help text defines nothing */
	assert_words(kconfig_needs, "WEATHER", "");
}

static void raisers_are_read(void **state)
{
	assert_words(kconfig_raisers, "LIBRARY", "AUTOMATIC CARD");
	assert_words(kconfig_raisers, "CARD", "PLATFORM");
	assert_words(kconfig_raisers, "AFTER", "");
}

static void what_must_be_off_is_read(void **state)
{
	assert_words(kconfig_forbids, "DEEP", "BROKEN");
	assert_words(kconfig_forbids, "BITS32", "BITS64 KASAN KMSAN MODVERSIONS QUIET");
	assert_words(kconfig_forbids, "CARD", "");
	assert_words(kconfig_forbids, "NOWHERE", "");
}

static void assert_proposed(const char *config, const char *wanted, const char *lines)
{
	struct kconfig kconfig CLEANUP(kconfig_release) = { 0 };
	struct strlist have CLEANUP(strlist_release) = { 0 }, want CLEANUP(strlist_release) = { 0 };
	struct strlist got CLEANUP(strlist_release) = { 0 };

	read_world(&kconfig);
	strlist_split(&have, config, " ");
	strlist_sort(&have);
	strlist_split(&want, wanted, " ");
	narrow_propose(&kconfig, &have, &want, &got);
	assert_list(&got, lines);
}

static void a_part_is_proposed(void **state)
{
	static const char wide[] = "CONFIG_CARD=m CONFIG_DEEP=m CONFIG_ETHERNET=y CONFIG_NET=y "
				   "CONFIG_PCI=y CONFIG_EXPERT=y CONFIG_HAS_IOMEM=y CONFIG_X86=y "
				   "CONFIG_SIZE=64 CONFIG_CARDS=m CONFIG_UML=n CONFIG_OF=n";

	/* with the values of the wide one, and all that what they need needs */
	assert_proposed(wide, "CONFIG_CARD",
			"CONFIG_CARD=m CONFIG_ETHERNET=y CONFIG_EXPERT=y CONFIG_HAS_IOMEM=y "
			"CONFIG_NET=y CONFIG_PCI=y CONFIG_SIZE=64");
	assert_proposed(wide, "CONFIG_X86 CONFIG_CARDS", "CONFIG_CARDS=m CONFIG_X86=y");
	/* what the wide one has not is not asked for */
	assert_proposed(wide, "CONFIG_ONE CONFIG_UML CONFIG_CAR", "");
	assert_proposed("", "CONFIG_CARD", "");
	assert_proposed(wide, "", "");
}

RUN_TESTS(TEST(needs_are_read),
	  TEST(raisers_are_read),
	  TEST(what_must_be_off_is_read),
	  TEST(a_part_is_proposed))
