/* SPDX-License-Identifier: GPL-2.0 */
/*
 * paste.h - names that no text holds, since macros paste them together
 *
 * "sys_##name" makes sys_read of read: "sys_" is a literal that begins names. What can come of
 * parameters alone ("a##b") is not followed. Pure; works on any bytes.
 */
#ifndef PASTE_H
#define PASTE_H

#include <stddef.h>

struct strlist;

/* Add the literals that macros of a source paste: "< sys_" begins names, "> _show" ends them. */
void paste_read(struct strlist *literals, const char *source, size_t len);
/* What an argument would have to be for @name to be pasted; nothing where no macro can make it.
 * @literals: sorted. */
void paste_arguments(const struct strlist *literals, const char *name, struct strlist *arguments);

#endif
