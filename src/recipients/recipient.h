/* SPDX-License-Identifier: GPL-2.0 */
/*
 * recipient.h - somebody who gets a mail, and why
 *
 * Pure functions. What a recipient holds may stand in a header of a mail and in a
 * trailer of a commit: names and reasons are valid UTF-8 without control characters,
 * without what Python and b4 take for the end of a line (U+0085, U+2028, U+2029) and
 * without what turns the direction of text; an address is one that b4 finds again.
 */
#ifndef RECIPIENT_H
#define RECIPIENT_H

#include "lib/list.h"

#include <stdbool.h>
#include <stddef.h>

/* The reason of addresses that the campaign names for every mail. */
#define RECIPIENT_ALWAYS "named by the campaign"

struct recipient {
	char *name;		/* "" for a list */
	char *email;
	char *why;		/* one reason, or a few joined by "; " */
	bool to;		/* To; otherwise Cc */
};

/* Sorted by To before Cc, then by address; each address once, whatever its case. */
struct recipients {
	struct recipient *v;
	size_t nr, alloc;
};

/*
 * Take apart "Name <address> (reason)" or "address (reason)", the form in which
 * get_maintainer.pl prints its answers; the reason need not be there, and @to is not
 * set. False, and nothing to release, when there is no address that mail can go to.
 */
bool recipient_parse(struct recipient *, const char *line);
void recipient_release(struct recipient *);

/* Text that may stand in a header, at most @limit bytes of it; owned by the caller. */
char *recipient_clean(const char *text, size_t len, size_t limit);

/* Add a copy. Where the address is there already, To wins and the reasons are joined:
 * those for To first, none twice, not more than a few. */
void recipients_add(struct recipients *, const struct recipient *);
/* Add those of @others; with @patch each reason also says that it comes from there,
 * but a reason that is there already counts once, whatever patch it comes from. */
void recipients_join(struct recipients *, const struct recipients *others, const char *patch);
/* The one with that address; NULL when there is none. */
struct recipient *recipients_find(const struct recipients *, const char *email);
void recipients_sort(struct recipients *);
void recipients_release(struct recipients *);

#endif
