/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_kbuild.h - the check kbuild: Makefiles, Kconfig and the list of sources
 *
 * What a commit makes anew (rebuild.h) is compiled, as far as the budget goes; what needs
 * a symbol of an object that is not built any more is looked for by text, and compiled.
 * The verdicts are added by examine_kbuild(), see checks.h.
 */
#ifndef CHECK_KBUILD_H
#define CHECK_KBUILD_H

struct target_build;

/* Ask for the objects, before the others are built. */
int check_kbuild_ask(struct target_build *);

#endif
