/* SPDX-License-Identifier: GPL-2.0 */
/*
 * digest.h - one id for many inputs
 *
 *	struct digest digest = { 0 };
 *
 *	digest_text(&digest, path);
 *	digest_oid(&digest, &blob);
 *	key = digest_end(&digest);
 *
 * Keys of facts are git object ids over length-prefixed fields, so two
 * different lists of fields never give the same bytes.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include <git2.h>
#include <stddef.h>
#include <stdio.h>

struct strlist;

/* One without fields is all zero. */
struct digest {
	FILE *stream;
	char *data;
	size_t len;
};

void digest_bytes(struct digest *, const void *data, size_t len);
/* NULL counts as a field of its own kind. */
void digest_text(struct digest *, const char *text);
/* Each text of the list; how many there are is not said. */
void digest_texts(struct digest *, const struct strlist *texts);
void digest_oid(struct digest *, const git_oid *oid);
/* The id of all fields so far; releases the digest. */
git_oid digest_end(struct digest *);
/* For one that a failure leaves without its end. */
void digest_release(struct digest *);

/* The id of one text. */
git_oid digest_of(const char *text);

#endif
