/* SPDX-License-Identifier: GPL-2.0 */
/*
 * definers.h - who defines a symbol of which no text says that it is offered
 *
 * The sources that hold the name, or that export it inside a conditional, are compiled, as far
 * as they are linked with who needs it; and the linker script of the kernel is asked. Of what no
 * source holds as a word, and a macro can paste together (csrc/paste.h), nothing is known.
 */
#ifndef DEFINERS_H
#define DEFINERS_H

struct object;
struct object_refs;
struct strlist;
struct target_build;

/* Add the objects that define @symbols for @object in its tree, as far as they are found by text.
 * Compiles what it must. */
int definers_find(struct target_build *, const struct object *, const struct strlist *symbols,
		  struct object_refs *found);
/* Take out of @missing what turns out to be offered to @object in its tree, and move to @unknown
 * what nothing can tell. Compiles what it must. */
int definers_settle(struct target_build *, const struct object *, struct strlist *missing,
		    struct strlist *unknown);

#endif
