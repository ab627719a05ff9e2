/* SPDX-License-Identifier: GPL-2.0 */
/*
 * changelog.h - what is new in a version, for below the cover letter
 *
 * Made from what really changed since the version that was sent last. Pure.
 */
#ifndef CHANGELOG_H
#define CHANGELOG_H

struct differences;
struct received_trailers;

/* Lines "- ..." of 75 columns at most. @base: what it is based on now, when that is another
 * one; or NULL. @received: the trailers. Owned by the caller; "" when nothing is new. */
char *changelog_make(const char *base, const struct differences *,
		     const struct received_trailers *);
/*
 * Put @now into the section "Changes in v<revision>:" of what stands below the cover (may
 * be NULL): in the place of @before, which treewide wrote there the last time, else of b4's
 * lines EDITME. A section in which a person has written, and neither stands any more, is
 * left as it is: NULL. Owned by the caller.
 */
char *changelog_place(const char *below, int revision, const char *before, const char *now);

#endif
