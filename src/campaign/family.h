/* SPDX-License-Identifier: GPL-2.0 */
/*
 * family.h - the API that a campaign is about, in words
 *
 * Data of the campaign: sections [family] and [taker]. Callbacks are named "remove"
 * or "pci_driver.remove" (field of a struct of that tag), or by the macro or function
 * that a function is handed to ("module_exit").
 */
#ifndef FAMILY_H
#define FAMILY_H

#include "lib/list.h"

struct digest;

/* Who owns what a call took; see ownership.h. */
enum ownership {
	OWNER_IMPLICIT,		/* managed, and released nowhere */
	OWNER_ERROR_ONLY,	/* managed, and released, but not on unbind */
	OWNER_MIXED,		/* managed, and released on unbind as well */
	OWNER_EXPLICIT,		/* not managed, released on unbind */
	OWNER_LEAK,		/* not managed, not released on unbind */
	OWNER_UNCLEAR,
	OWNER_COUNT,
};

/* What releases what one taker took, when not every releaser does. */
struct taker_pair {
	char *taker;
	struct strlist releasers;
};

/* All lists are sorted. */
struct family {
	struct strlist words;		/* of all roles and actions; made by family_sort() */
	struct strlist takers, releasers;
	struct strlist enablers;     /* make the device release by itself */
	struct strlist plain;	     /* enable it without that */
	struct strlist actions;	     /* register a function to be run at unbind */
	struct strlist bind, unbind; /* callbacks that binding and unbinding run */
	struct strlist elsewhere;    /* callbacks that are run at other times */
	struct {
		struct taker_pair *v;
		size_t nr, alloc;
	} pairs;
};

void family_sort(struct family *);
/* Does @releaser release what @taker took? */
bool family_releases(const struct family *, const char *releaser, const char *taker);
/* Is the field @name of a struct @type in the list of callbacks? @type may be "". */
bool family_names(const struct strlist *callbacks, const char *type, const char *name);
/* Add all of it to a key. */
void family_digest(const struct family *, struct digest *);
void family_release(struct family *);

/* "implicit", "error-only", ... */
const char *owner_name(enum ownership);
/* The class of that name, or -1. */
int owner_parse(const char *name);

#endif
