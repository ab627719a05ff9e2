/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mail.h - one mail as text (RFC 5322)
 *
 * Pure functions. Lines end with LF; who sends a mail makes CRLF of them where the
 * protocol wants that. Only To and Cc are ever written anew: patatt signs From,
 * Subject, Message-ID and the body, so signatures stay good.
 */
#ifndef MAIL_H
#define MAIL_H

#include "lib/list.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct recipient;
struct recipients;

struct mail_header {
	char *name;
	char *value;		/* unfolded, without white space around it */
	size_t start, end;	/* in the text, with its last end of line */
};

struct mail {
	char *text;
	size_t len;
	size_t body;		/* where it begins */
	struct mail_header *v;	/* in the order of the text */
	size_t nr, alloc;
};

/* Take a mail apart; CRLF (and CRCRLF) becomes LF. Fails with FAIL_NO when it is none.
 * Release it in any case. */
int mail_parse(struct mail *, const char *data, size_t len);
/* The value of the first header of that name; NULL. */
const char *mail_header(const struct mail *, const char *name);
/* How many headers of that name there are. */
size_t mail_count(const struct mail *, const char *name);
/* Add the addresses of all headers of that name: quoted names, comments, groups and
 * folded lines are understood. What is no address is added as it stands. */
void mail_addresses(struct strlist *, const struct mail *, const char *name);
/* The same as an array for a document. */
json_t *mail_address_list(const struct mail *, const char *name);
/* Add the addresses of one header's value. */
void mail_split_addresses(struct strlist *, const char *value);
/* The only address of @value, as in From; owned by the caller. NULL when it is not one. */
char *mail_sender(const char *value);

/* Is the address in a list of addresses, whatever its case? */
bool mail_lists_address(const struct strlist *, const char *address);
/* Can the address stand in a header and in the envelope? ASCII without white space and
 * without what RFC 5322 gives a meaning, one @. */
bool mail_can_address(const char *email);
/*
 * The value of a To (@to) or Cc header: one address a line, names quoted where RFC 5322
 * says so, as UTF-8 words of RFC 2047 where they are not ASCII; a name that is not
 * UTF-8 counts as ISO 8859-1. Control characters become blanks. Owned by the caller;
 * "" without such a recipient; NULL and FAIL_NO when an address cannot be written.
 */
char *mail_format_addresses(const struct recipients *, bool to);
/* The text with To and Cc made anew from @recipients, all else byte for byte; owned by
 * the caller. NULL and FAIL_NO as above. */
char *mail_readdress(const struct mail *, const struct recipients *, size_t *len);
void mail_release(struct mail *);

/*
 * Text that is not ASCII in the headers of a mail (RFC 2047)
 */
/* A header's value with its words (UTF-8, ASCII and ISO 8859-1) read, as UTF-8, and white
 * space made one blank; owned by the caller. */
char *rfc2047_decode(const char *value);

#endif
