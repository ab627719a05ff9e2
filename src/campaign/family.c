// SPDX-License-Identifier: GPL-2.0
/* Answers questions about the words of an API. */
#include "campaign/family.h"

#include "lib/digest.h"
#include "lib/lib.h"

#define LISTS (sizeof(offsets) / sizeof(*offsets))
#define ROLES 5 /* of these hold functions, the others callbacks */

static const size_t offsets[] = {
	offsetof(struct family, takers),   offsetof(struct family, releasers),
	offsetof(struct family, enablers), offsetof(struct family, plain),
	offsetof(struct family, actions),  offsetof(struct family, bind),
	offsetof(struct family, unbind),   offsetof(struct family, elsewhere),
};

static struct strlist *list_of_kind(const struct family *family, size_t i)
{
	return (struct strlist *)((char *)(uintptr_t)family + offsets[i]);
}

void family_sort(struct family *family)
{
	for (size_t i = 0; i < LISTS; i++)
		strlist_sort(list_of_kind(family, i));
	FOR_EACH(pair, &family->pairs)
		strlist_sort(&pair->releasers);
	for (size_t i = 0; i < ROLES; i++)
		strlist_add_all(&family->words, list_of_kind(family, i));
	strlist_sort(&family->words);
}

bool family_releases(const struct family *family, const char *releaser, const char *taker)
{
	FOR_EACH(pair, &family->pairs)
		if (!strcmp(pair->taker, taker))
			return strlist_find(&pair->releasers, releaser);
	return true;
}

bool family_names(const struct strlist *callbacks, const char *type, const char *name)
{
	if (!*name)
		return false;
	if (strlist_find(callbacks, name))
		return true;
	char *full CLEANUP(free_text) = xasprintf("%s.%s", type, name);
	return strlist_find(callbacks, full);
}

void family_digest(const struct family *family, struct digest *digest)
{
	for (size_t i = 0; i < LISTS; i++)
		DIGEST_ADD(digest, list_of_kind(family, i), DIGEST_MARK);
	FOR_EACH(pair, &family->pairs)
		DIGEST_ADD(digest, pair->taker, &pair->releasers, DIGEST_MARK);
}

void family_release(struct family *family)
{
	for (size_t i = 0; i < LISTS; i++)
		strlist_release(list_of_kind(family, i));
	FOR_EACH(pair, &family->pairs) {
		free(pair->taker);
		strlist_release(&pair->releasers);
	}
	free(family->pairs.v);
	strlist_release(&family->words);
	*family = (struct family){ 0 };
}

static const char *const names[] = { "implicit", "error-only", "mixed", "explicit", "leak",
				     "unclear" };

const char *owner_name(enum ownership owner)
{
	return names[owner];
}

int owner_parse(const char *name)
{
	for (int owner = 0; owner < OWNER_COUNT; owner++)
		if (!strcmp(names[owner], name))
			return owner;
	return -1;
}
