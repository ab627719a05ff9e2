// SPDX-License-Identifier: GPL-2.0
/* Answers questions about the words of an API. */
#include "family.h"

#include "cleanup.h"
#include "digest.h"

#include <string.h>

void family_sort(struct family *family)
{
	struct strlist *lists[] = { &family->takers, &family->releasers, &family->enablers,
				    &family->plain, &family->actions, &family->bind,
				    &family->unbind, &family->elsewhere };

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		strlist_sort(lists[i]);
	FOR_EACH(pair, &family->pairs)
		strlist_sort(&pair->releasers);
	for (size_t i = 0; i < 5; i++)
		FOR_EACH(word, lists[i])
			strlist_add(&family->words, *word);
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
	char *full CLEANUP(free_text) = NULL;

	if (!*name)
		return false;
	if (strlist_find(callbacks, name))
		return true;
	full = xasprintf("%s.%s", type, name);
	return strlist_find(callbacks, full);
}

static void digest_list(const struct strlist *list, struct digest *digest)
{
	FOR_EACH(text, list)
		digest_text(digest, *text);
	digest_text(digest, NULL);
}

void family_digest(const struct family *family, struct digest *digest)
{
	const struct strlist *lists[] = { &family->takers, &family->releasers, &family->enablers,
					  &family->plain, &family->actions, &family->bind,
					  &family->unbind, &family->elsewhere };

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		digest_list(lists[i], digest);
	FOR_EACH(pair, &family->pairs) {
		digest_text(digest, pair->taker);
		digest_list(&pair->releasers, digest);
	}
}

void family_release(struct family *family)
{
	struct strlist *lists[] = { &family->takers, &family->releasers, &family->enablers,
				    &family->plain, &family->actions, &family->bind,
				    &family->unbind, &family->elsewhere };

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		strlist_release(lists[i]);
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
