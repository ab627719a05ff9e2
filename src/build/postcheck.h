/* SPDX-License-Identifier: GPL-2.0 */
/*
 * postcheck.h - what modpost says of what a changed object is linked into
 *
 * The kernel's own modpost judges licences, namespaces, device tables, sections, missing
 * licences and exports that are local. It gets the module as the commit has it: the parts that
 * the series compiles, and stand-ins for the others, by their text; what is exported, as far as
 * the module needs it. An object of vmlinux is looked at alone, for references between sections
 * only. That somebody offers what is needed is no question here: see symbols.h.
 */
#ifndef POSTCHECK_H
#define POSTCHECK_H

struct modules;
struct object;
struct strlist;
struct target_build;

/* Add what modpost says of an object that came out: nothing where all is well; "?...": it ended in
 * a way that proves nothing. @modules tells what is linked together: those of the build, where
 * they know the source. */
int postcheck_object(struct target_build *, const struct modules *, const struct object *,
		     struct strlist *said);

#endif
