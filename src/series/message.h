/* SPDX-License-Identifier: GPL-2.0 */
/*
 * message.h - the words of a commit
 *
 * Pure functions. A template holds fields in braces, {name}; a field that is not
 * known is refused with its line.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdio.h>

struct patch;
struct recipient;

struct field {
	const char *name, *value;
};

/* Fill in a template; @name is for the failure's text, which has the line and the fields
 * that there are. Owned by the caller; NULL with a reason. @fields ends with a NULL name. */
char *message_fill(const char *name, const char *template, const struct field *fields);
/* Write an address as a header wants it: quoted where RFC 5322 says so. */
void message_address(FILE *out, const struct recipient *);
/*
 * The whole commit message: subject, body, trailers, those received, Signed-off-by (unless it is
 * the last one among the trailers already), and below "---" the recipients as Cc: lines, which
 * b4 reads and git am drops (their To and Cc are told apart by the plan, not by the commit). Owned
 * by the caller. Where the tree's messages have tags (profile.h): these, and no sign-off.
 */
char *message_compose(const struct patch *, const char *signed_off_by);

#endif
