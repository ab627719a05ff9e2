/* SPDX-License-Identifier: GPL-2.0 */
/*
 * symbols.h - is what an object newly needs offered by what its commit builds?
 *
 * A symbol that an object refers to is satisfied when a changed object exports or
 * (in the same module) defines it, or when the base's text exports it from a file
 * that the series does not touch, or defines it in one of the same module (symbols.h),
 * or when the base's own object of that source needed it as well. Everything else is
 * missing.
 */
#ifndef SYMBOLS_H
#define SYMBOLS_H

#include "lib/list.h"

#include <stdbool.h>
#include <stddef.h>

struct modules;
struct object;
struct target_build;

/* Is this object the one that revision @nr has of its source? That is the latest of those
 * that were made on the way there. */
bool symbols_current(const struct target_build *, const struct object *, size_t nr);
/* Are two sources linked together before modules are: in one module, or both built in? */
bool symbols_together(const struct modules *, const char *a, const char *b);
/*
 * Who exports what the objects from @first on need, by the text of the base, and which of these
 * sources this configuration builds. To be called once for many objects: it asks Kbuild.
 */
int symbols_learn(struct target_build *, size_t first);
/* The symbols of an object that neither its commit nor the base's text offers, nor any
 * object of the base shows to be there: if the base's object needs them too, they are old.
 * Of a reader of a header only those that can be new to it. */
int symbols_doubtful(struct target_build *, const struct object *, struct strlist *doubtful);
/* Of @doubtful, those that the base's object does not need. */
void symbols_new(const struct object *base, const struct strlist *doubtful,
		 struct strlist *missing);

/*
 * What the base's own objects are given, others of the same kind get too
 *
 * Many exports are made by macros or in assembler, where no text shows their names. An
 * object of the base that is built in and needs such a symbol shows that the image has
 * it; one that is a module by itself shows that it is exported. So one object of the base
 * answers for all objects of the series that need the same, and the others of the base
 * need not be compiled to know which symbols are new. Nothing is concluded for a symbol
 * that a compiled object of the base defines or exports: that source is one of the
 * series, and may have lost it.
 */
/* The symbols for which objects of the base were chosen so far, see baseline_may_offer(). */
struct baseline_choice {
	struct strlist image, modules;
};

/* Does an object of the base that has been compiled show that @symbol is there for what
 * @source is made into? */
bool baseline_offers(const struct target_build *, const char *source, const char *symbol);
/* Might the objects of the base that were chosen before answer for all of @symbols? If not,
 * the object of @source is to be chosen too; what it needs counts as chosen for from now on. */
bool baseline_may_offer(struct baseline_choice *, const struct modules *, const char *source,
			const struct strlist *symbols);
void baseline_choice_release(struct baseline_choice *);

#endif
