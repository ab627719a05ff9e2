/* SPDX-License-Identifier: GPL-2.0 */
/*
 * given.h - a .config or a defconfig of the user as a target
 *
 * What a test robot sends with its mail, or arch/ARCH/configs/ holds: gzipped or not. It becomes a
 * target in <state>/targets/, where kbuild_open() finds it. Kconfig gives everything that the file
 * does not name its default (olddefconfig), and drops what the tree at hand does not have.
 */
#ifndef GIVEN_H
#define GIVEN_H

struct state;

/* Where such targets are; owned by the caller. */
char *given_folder(const struct state *);
/* Make a target of @file: its name, owned by the caller; NULL with a reason. */
char *given_add(const struct state *, const char *file);
/* The architecture of a configuration: what it says, else the folder of @path, else x86_64; NULL:
 * it says one that is not known here. Borrowed. Pure. */
const char *given_arch(const char *text, const char *path);

#endif
