// SPDX-License-Identifier: GPL-2.0
/* Which architecture and which options are proposed for a source that nobody builds. */
#include "world.h"

#include "kconfig/kconfig.h"
#include "kconfig/reach.h"

static const char *const files[][2] = {
	{ "arch/mips/Kconfig", "config MIPS\n\tdef_bool y\n\tselect HAVE_TRACER\n"
			       "config CPU_R4000\n\tbool\n"
			       "config 64BIT\n\tbool \"64 bit\"\n" },
	{ "arch/powerpc/Kconfig", "config PPC32\n\tbool\n\tdefault y if !PPC64\n"
				  "config PPC64\n\tbool \"64 bit\"\n"
				  "config 64BIT\n\tdef_bool PPC64\n"
				  "config PPC_E500\n\tbool\n"
				  "config PPC_85xx\n\tbool \"Freescale\"\n\tdepends on PPC32\n"
				  "\tselect PPC_E500\n"
				  "config KVM_E500\n\tbool \"KVM\"\n"
				  "\tdepends on PPC_E500 && !PPC_MC\n"
				  "config PPC_MC\n\tbool \"More\"\n" },
	{ "arch/x86/Kconfig", "config X86\n\tdef_bool y\n\tselect HAVE_TRACER\n" },
	{ "lib/Kconfig", "config HAVE_TRACER\n\tbool\n"
			 "config TRACER\n\ttristate \"Tracer\"\n\tdepends on HAVE_TRACER && PROC\n"
			 "config PROC\n\tbool \"proc\"\n"
			 "config DRIVER\n\ttristate \"Driver\"\n"
			 "\tdepends on CPU_R4000 || (PPC32 && NOWHERE)\n"
			 "config WIDE\n\tbool \"Wide\"\n\tdepends on 64BIT\n" },
};

static void read_all(struct kconfig *kconfig)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		kconfig_read(kconfig, files[i][0], files[i][1], "");
	kconfig_sort(kconfig);
}

static void assert_ranked(const char *options, const char *wanted)
{
	struct kconfig kconfig CLEANUP(kconfig_release) = { 0 };
	struct strlist want CLEANUP(strlist_release) = { 0 }, got CLEANUP(strlist_release) = { 0 };
	struct strlist folders CLEANUP(strlist_release) = { 0 };

	read_all(&kconfig);
	STRLIST_ADD(&folders, "arc", "mips", "powerpc", "x86");
	strlist_split(&want, options, " ");
	reach_rank(&kconfig, &want, &folders, &got);
	assert_list(&got, wanted);
}

static void architectures_are_ranked(void **state)
{
	/* who defines what it needs */
	assert_ranked("CONFIG_KVM_E500", "powerpc x86 arc mips");
	/* two define, one of two words each */
	assert_ranked("CONFIG_DRIVER", "mips powerpc x86 arc");
	/* who selects what all have */
	assert_ranked("CONFIG_TRACER", "x86 mips arc powerpc");
	assert_ranked("CONFIG_WIDE", "mips powerpc x86 arc");
	/* nobody tells */
	assert_ranked("CONFIG_PROC", "x86 arc mips powerpc");
	assert_ranked("", "x86 arc mips powerpc");
}

static void assert_proposed(const char *options, enum reach_effort effort, const char *last,
			    const char *wanted)
{
	struct kconfig kconfig CLEANUP(kconfig_release) = { 0 };
	struct strlist want CLEANUP(strlist_release) = { 0 }, got CLEANUP(strlist_release) = { 0 };
	struct strlist plain CLEANUP(strlist_release) = { 0 };
	struct strlist after CLEANUP(strlist_release) = { 0 };

	read_all(&kconfig);
	strlist_split(&plain, "CONFIG_64BIT=y CONFIG_PPC64=y CONFIG_PPC_MC=y CONFIG_PROC=y", " ");
	strlist_split(&after, last, " ");
	strlist_split(&want, options, " ");
	reach_propose(&kconfig, &plain, &after, &want, effort, &got);
	assert_list(&got, wanted);
}

static void options_are_proposed(void **state)
{
	static const char option[] = "CONFIG_KVM_E500";

	assert_proposed(option, REACH_NEEDS, "", "CONFIG_KVM_E500=y CONFIG_PPC_E500=y");
	assert_proposed(option, REACH_FORBIDS, "",
			"CONFIG_KVM_E500=y CONFIG_PPC_E500=y CONFIG_PPC_MC=n");
	/* what selects it, and what that needs, and what must be off for this */
	assert_proposed(option, REACH_RAISERS, "",
			"CONFIG_KVM_E500=y CONFIG_PPC32=y CONFIG_PPC64=n CONFIG_PPC_85xx=y "
			"CONFIG_PPC_E500=y CONFIG_PPC_MC=n");
	/* what came on needs nobody that turns it on */
	assert_proposed(option, REACH_RAISERS, "CONFIG_KVM_E500=y CONFIG_PPC_E500=y",
			"CONFIG_KVM_E500=y CONFIG_PPC_E500=y CONFIG_PPC_MC=n");
	/* what is on already, or is not there, is not asked for */
	assert_proposed("CONFIG_WIDE", REACH_NEEDS, "", "CONFIG_WIDE=y");
	assert_proposed("CONFIG_PROC CONFIG_NOBODY", REACH_RAISERS, "", "");
}

RUN_TESTS(TEST(architectures_are_ranked),
	  TEST(options_are_proposed))
