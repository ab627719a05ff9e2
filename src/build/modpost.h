/* SPDX-License-Identifier: GPL-2.0 */
/*
 * modpost.h - may a module use the exports that it needs?
 *
 * What modpost asks: an export for the GPL only into a module of another licence, and a
 * namespace that the module does not import. The terms are those of the object that
 * exports where the series compiles it, else those of the text of the base. Licence and
 * imports are those of the module's objects that are compiled, else of its texts. A
 * source that is new, or that said the licence of its module before, must leave the
 * module with one: of all others modpost has judged the base.
 */
#ifndef MODPOST_H
#define MODPOST_H

struct object;
struct strlist;
struct symbol_search;

/* Add "NAME is ..." for each symbol that an object may not use, and that its module
 * has no licence any more. Nothing is said of what is built in. */
int modpost_violations(const struct symbol_search *, const struct object *,
		       struct strlist *broken);

#endif
