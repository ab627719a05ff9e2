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

struct modules;
struct object;
struct strlist;
struct target_build;

/* Add "NAME is ..." for each symbol that an object may not use, and that its module
 * has no licence any more. Nothing is said of what is built in. @modules tells what is linked
 * together: those of the build, where they know the source. */
int modpost_violations(struct target_build *, const struct modules *, const struct object *,
		       struct strlist *broken);

#endif
