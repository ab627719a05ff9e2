/* SPDX-License-Identifier: GPL-2.0 */
/*
 * covertext.h - the text of the cover letter
 */
#ifndef COVERTEXT_H
#define COVERTEXT_H

struct plan;

/*
 * The template of the campaign, filled in: {base}, {count} and {searches}; "" when it has
 * none. Owned by the caller. NULL with a reason: an unknown field, or a line that b4 would
 * not mail as it stands (prose_cover()), with file and line.
 */
char *cover_text(const struct plan *);

#endif
