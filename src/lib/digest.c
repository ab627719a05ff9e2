// SPDX-License-Identifier: GPL-2.0
/* One id for many inputs: length-prefixed fields, hashed as a git blob. */
#include "lib/digest.h"

#include "lib/cleanup.h"
#include "lib/list.h"

#include <stdlib.h>
#include <string.h>

static FILE *stream_of(struct digest *d)
{
	if (!d->stream)
		d->stream = xmemstream(&d->data, &d->len);
	return d->stream;
}

void digest_bytes(struct digest *d, const void *data, size_t len)
{
	fprintf(stream_of(d), "%zu:", len);
	fwrite(data, 1, len, d->stream);
}

void digest_text(struct digest *d, const char *text)
{
	if (text)
		digest_bytes(d, text, strlen(text));
	else
		fputs("-", stream_of(d));
}

void digest_texts(struct digest *d, const struct strlist *texts)
{
	FOR_EACH(text, texts)
		digest_text(d, *text);
}

void digest_oid(struct digest *d, const git_oid *oid)
{
	digest_bytes(d, oid->id, sizeof(oid->id));
}

void digest_field_text(struct digest *d, const void *text)
{
	digest_text(d, text);
}

void digest_field_oid(struct digest *d, const void *oid)
{
	digest_oid(d, oid);
}

void digest_field_texts(struct digest *d, const void *texts)
{
	digest_texts(d, texts);
}

void digest_fields(struct digest *d, const struct digest_field *fields)
{
	for (; fields->add; fields++)
		fields->add(d, fields->value);
}

git_oid digest_of_fields(const struct digest_field *fields)
{
	struct digest d = { 0 };

	digest_fields(&d, fields);
	return digest_end(&d);
}

void digest_release(struct digest *d)
{
	if (d->stream)
		fclose(d->stream);
	free(d->data);
	*d = (struct digest){ 0 };
}

git_oid digest_end(struct digest *d)
{
	git_oid oid = { { 0 } };

	fclose(stream_of(d));
	d->stream = NULL;
	git_odb_hash(&oid, d->data, d->len, GIT_OBJECT_BLOB);
	digest_release(d);
	return oid;
}

git_oid digest_of(const char *text)
{
	struct digest d = { 0 };

	digest_text(&d, text);
	return digest_end(&d);
}
