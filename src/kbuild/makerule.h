/* SPDX-License-Identifier: GPL-2.0 */
/*
 * makerule.h - what the rules of a Makefile make, beside Kbuild's lists of objects
 *
 * Kbuild says what becomes of obj-y, lib-m and composite objects (module.h). A Makefile can also
 * name a source in a rule, in a command, or on a list of other things (always-y, targets,
 * hostprogs), by itself or through a variable. Pure, by text: conditionals are not evaluated, and
 * where the text does not show what a variable is for it is taken to be for a rule.
 */
#ifndef MAKERULE_H
#define MAKERULE_H

#include <stdbool.h>

struct strlist;

/* Is @stem ("misc" of misc.c) a word of something that is no list of objects, and no flag? Lists
 * that an option of @config (the text of auto.conf) leaves unused do not count. */
bool makerule_names(const char *makefile, const char *stem, const char *config);
/* Is @folder, by its last part, a word of any line but those of options that are off? */
bool makerule_leads_to(const char *makefile, const char *folder, const char *config);
/* Does a rule make the folder below by Kbuild: "$(MAKE) $(build)=$(obj)/rm"? */
bool makerule_makes(const char *makefile, const char *folder);
/* Is @stem, which is a program of the host or for user space, named on a list of these? */
bool makerule_is_program(const char *makefile, const char *stem);
/* The same, or a part of one ("relocs-objs := relocs_64.o")? */
bool makerule_is_of_program(const char *makefile, const char *stem);

/* A word for make (--eval) that adds a goal to the Makefile at the top, and its name: it makes
 * @objects, sorted by folder, by the general rules of Kbuild (scripts/Makefile.build), as many as
 * it can. The rule is for the inner one of the two makes that O= makes of one. Owned by the
 * caller. */
#define MAKERULE_GOAL "treewide-unlisted"
/* In the folder of the build: a source in assembler that stands for vmlinux while the goal is made,
 * for who asks only where its symbols are (nm vmlinux, for arch/x86/boot/voffset.h). */
#define MAKERULE_VMLINUX "treewide-vmlinux.S"
char *makerule_of_folders(const struct strlist *objects);

#endif
