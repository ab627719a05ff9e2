/* SPDX-License-Identifier: GPL-2.0 */
/*
 * sent.h - the version of a series that was sent last
 *
 * b4 tags it: sent/<branch without b4/>-vN (up to 0.12), sent/<change-id>-vN (later). The
 * tag has the patches without the cover; the record that was written for that version
 * says which they are.
 */
#ifndef SENT_H
#define SENT_H

struct base;
struct previous_series;
struct record;
struct series;
struct state;

/* The number of the version, with its commits and its record; 0: none was sent, or b4's
 * tag or the record is not there; -1. */
int sent_find(struct series *, struct record *, const struct base *,
	      const struct previous_series *);

/*
 * What is new in a series, as git range-diff shows it
 */
/* The branch of @previous against the version that was sent last; where none is known,
 * against what was written before. Owned by the caller; NULL with a reason. */
char *rangediff_text(struct state *, const struct base *, const struct previous_series *);

#endif
