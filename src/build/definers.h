/* SPDX-License-Identifier: GPL-2.0 */
/*
 * definers.h - who defines a symbol of which no text says that it is offered
 *
 * The sources that hold the name, or that export it inside a conditional, are compiled, as far
 * as they are linked with who needs it; and the linker script of the kernel is asked. What no
 * source holds as a word is made by a macro that pastes it together: of that nothing is known.
 */
#ifndef DEFINERS_H
#define DEFINERS_H

struct object;
struct strlist;
struct target_build;

/* Take out of @missing what turns out to be offered to @object in its tree, and move to @unknown
 * what nothing can tell. Compiles what it must. */
int definers_settle(struct target_build *, const struct object *, struct strlist *missing,
		    struct strlist *unknown);

#endif
