/* SPDX-License-Identifier: GPL-2.0 */
/*
 * given.h - a .config or a defconfig of the user as a target
 *
 * What a test robot sends with its mail, or arch/ARCH/configs/ holds: gzipped or not. It becomes a
 * target in <state>/targets/, where kbuild_open() finds it. Kconfig gives everything that the file
 * does not name its default (olddefconfig), and drops what the tree at hand does not have.
 *
 * A machine that works for another one gets the files of a target the same way.
 */
#ifndef GIVEN_H
#define GIVEN_H

#include <jansson.h>

struct state;

/* Where such targets are; owned by the caller. */
char *given_folder(const struct state *);
/* Make a target of @file: its name, owned by the caller; NULL with a reason. */
char *given_add(const struct state *, const char *file);
/* The files of a target, its own and those that it names: "NAME": text. NULL with a reason. */
json_t *given_pack(const struct state *, const char *name);
/* Have such @files of the target @name; @source is what people call them. Fails with FAIL_USAGE
 * where one has no name that a target can have. */
int given_unpack(const struct state *, const json_t *files, const char *source);
/* The architecture of a configuration: what it says, else the folder of @path, else x86_64; NULL:
 * it says one that is not known here. Borrowed. Pure. */
const char *given_arch(const char *text, const char *path);

#endif
