/* SPDX-License-Identifier: GPL-2.0 */
/*
 * precedent.h - what the base's own objects are given, others of the same kind get too
 *
 * Many exports are made by macros or in assembler, where no text shows their names. An
 * object of the base that is built in and needs such a symbol shows that the image has
 * it; one that is a module by itself shows that it is exported. So one object of the base
 * answers for all objects of the series that need the same, and the others of the base
 * need not be compiled to know which symbols are new. Nothing is concluded for a symbol
 * that a compiled object of the base defines or exports: that source is one of the
 * series, and may have lost it.
 */
#ifndef PRECEDENT_H
#define PRECEDENT_H

#include "build/object.h"
#include "lib/list.h"

#include <stdbool.h>

struct modules;

/* What has been hoped for so far, see baseline_hope(). */
struct baseline_hopes {
	struct strlist image, modules;
};

/* Does an object of the base that has been compiled show that @symbol is there for what
 * @source is made into? */
bool baseline_gives(const struct objects *, const struct modules *, const char *source,
		    const char *symbol);
/* Might the objects of the base that were chosen before answer for all of @symbols? If not,
 * the object of @source is to be chosen too, and its needs are hoped for from now on. */
bool baseline_hope(struct baseline_hopes *, const struct modules *, const char *source,
		   const struct strlist *symbols);
void baseline_hopes_release(struct baseline_hopes *);

#endif
