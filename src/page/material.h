/* SPDX-License-Identifier: GPL-2.0 */
/*
 * material.h - what a page shows besides the document: patches and logs
 *
 * They are cut so that a page stays small enough for a mail: of a patch its beginning is kept, of a
 * log its end. Texts that are short stay whole, whatever others take.
 */
#ifndef MATERIAL_H
#define MATERIAL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct base;

/*
 * Of the commits and logs that @proof names, a new reference:
 *	patches	number of the commit -> {"text", "lines", "left"}: the commit as a mail, how many
 *		lines it has, how many of them are left out; a commit that is in the repository of
 *		@base no more has none
 *	logs	path -> the same; a log that cannot be read has none
 */
json_t *material_gather(const struct base *, const json_t *proof);

/* How long a text may be so that texts of these @sizes take @budget together: the shorter ones are
 * whole, the others equally long. */
size_t material_share(const size_t *sizes, size_t nr, size_t budget);
/* Keep whole lines of @text, at most @limit bytes, from its beginning or (@tail) from its end; the
 * object that is described above. */
json_t *material_cut(const char *text, size_t limit, bool tail);

#endif
