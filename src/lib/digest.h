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
 * The same in one word: key = DIGEST(path, &blob).
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

/* A field by its type: a text, the address of an id, or of a list of texts. */
struct digest_field {
	void (*add)(struct digest *, const void *value);
	const void *value;
};

void digest_field_text(struct digest *, const void *text);
void digest_field_oid(struct digest *, const void *oid);
void digest_field_texts(struct digest *, const void *texts);

#define DIGEST_FIELD(field) { _Generic((field), \
	char *: digest_field_text, const char *: digest_field_text, \
	git_oid *: digest_field_oid, const git_oid *: digest_field_oid, \
	struct strlist *: digest_field_texts, const struct strlist *: digest_field_texts), (field) }
#define DIGEST_1(field) DIGEST_FIELD(field)
#define DIGEST_2(field, ...) DIGEST_FIELD(field), DIGEST_1(__VA_ARGS__)
#define DIGEST_3(field, ...) DIGEST_FIELD(field), DIGEST_2(__VA_ARGS__)
#define DIGEST_4(field, ...) DIGEST_FIELD(field), DIGEST_3(__VA_ARGS__)
#define DIGEST_5(field, ...) DIGEST_FIELD(field), DIGEST_4(__VA_ARGS__)
#define DIGEST_6(field, ...) DIGEST_FIELD(field), DIGEST_5(__VA_ARGS__)
#define DIGEST_COUNTED(_1, _2, _3, _4, _5, _6, name, ...) name
#define DIGEST_FIELDS(...) ((const struct digest_field[]){ DIGEST_COUNTED(__VA_ARGS__, DIGEST_6, \
	DIGEST_5, DIGEST_4, DIGEST_3, DIGEST_2, DIGEST_1)(__VA_ARGS__), { NULL, NULL } })
/* What ends a list among the fields. */
#define DIGEST_MARK ((const char *)NULL)
/* Add some fields, at most six. */
#define DIGEST_ADD(digest, ...) digest_fields(digest, DIGEST_FIELDS(__VA_ARGS__))
/* The id of these fields. */
#define DIGEST(...) digest_of_fields(DIGEST_FIELDS(__VA_ARGS__))

void digest_fields(struct digest *, const struct digest_field *fields);
git_oid digest_of_fields(const struct digest_field *fields);

#endif
