// SPDX-License-Identifier: GPL-2.0
/* Reads subject prefixes from history, and finds the one for several files. */
#include "placement/subjectprefix.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "git/history.h"
#include "lib/lib.h"
#include "placement/guess.h"

/* A longer piece between colons is a sentence, no prefix. */
#define PREFIX_WORDS 3

static size_t words(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
	return count;
}

size_t subject_prefix_len(const char *subject)
{
	const char *from = subject, *colon;
	size_t len = 0;

	if (!strncmp(subject, "Revert ", 7) || !strncmp(subject, "Merge ", 6))
		return 0;
	while ((colon = strstr(from, ": "))) {
		size_t count = words(from, (size_t)(colon - from));

		if (!count || count > PREFIX_WORDS)
			break;
		len = (size_t)(colon - subject);
		from = colon + 2;
	}
	return len;
}

char *subject_prefix(const struct strlist *subjects)
{
	size_t best = 0, best_len = 0;
	const char *best_text = NULL;

	FOR_EACH(subject, subjects) {
		size_t len = subject_prefix_len(*subject), count = 0;

		if (!len)
			continue;
		FOR_EACH(other, subjects)
			count += subject_prefix_len(*other) == len &&
				 !strncmp(*subject, *other, len);
		if (count > best) {
			best = count;
			best_len = len;
			best_text = *subject;
		}
	}
	return best ? xstrndup(best_text, best_len) : NULL;
}

/* How many of @prefixes are @prefix, or, with @below, begin with it and a separator. */
static size_t count_prefix(const struct strlist *prefixes, const char *prefix, size_t len,
			   bool below)
{
	size_t count = 0;

	FOR_EACH(other, prefixes)
		count += !strncmp(*other, prefix, len) &&
			 (!(*other)[len] || (below && strchr(":/", (*other)[len])));
	return count;
}

char *subject_prefix_common(const struct strlist *prefixes)
{
	const char *best = NULL;
	size_t best_len = 0;

	/* the longest begin that more than half of them have, whole words of it only */
	FOR_EACH(prefix, prefixes) {
		for (size_t len = strlen(*prefix); len > best_len; len--) {
			bool ends = !(*prefix)[len] || strchr(":/", (*prefix)[len]);

			if (ends && count_prefix(prefixes, *prefix, len, true) * 2 > prefixes->nr) {
				best = *prefix;
				best_len = len;
			}
		}
	}
	return best ? xstrndup(best, best_len) : xstrdup("treewide");
}

/* Why is that the prefix? */
struct told_prefix {
	char *prefix, *why;	/* owned by the caller; @prefix NULL: nobody knows one */
};

static struct told_prefix told(const char *prefix, char *why)
{
	return (struct told_prefix){ xstrdup(prefix), why };
}

/* What a person or history says. */
static struct told_prefix known_prefix(const struct prefix_sources *sources, const char *path)
{
	struct strlist subjects CLEANUP(strlist_release) = { 0 };
	const struct keyed_text *given = campaign_prefix(sources->campaign, path);
	char *prefix CLEANUP(free_text) = NULL;

	if (given && given->before_history)
		return told(given->text, xasprintf("[prefix \"%s\"], before history", given->name));
	if (history_subjects(&subjects, sources->state, sources->base, path) == 0)
		prefix = subject_prefix(&subjects);
	if (prefix)
		return told(prefix, xstrdup("what history calls the file"));
	if (given)
		return told(given->text, xasprintf("[prefix \"%s\"]", given->name));
	return (struct told_prefix){ NULL, NULL };
}

static struct told_prefix prefix_of(const struct prefix_sources *sources, const char *path)
{
	struct told_prefix known = known_prefix(sources, path);
	const struct guess *guess;
	const char *before = NULL;
	bool was_guess = false;

	if (known.prefix)
		return known;
	if (sources->before)
		before = sources->before(sources->branch, path, &was_guess);
	if (before && !was_guess)
		return told(before, xstrdup("what the branch calls the file"));
	guess = before ? guess_again(sources->guesses, path, before) :
			 guess_prefix(sources->guesses, &sources->campaign->prefixes,
				      sources->maintainers, path);
	return told(guess->subject, xasprintf("a guess from %s", guess->why));
}

int subject_prefixes(struct strlist *prefixes, struct strlist *whys,
		     const struct prefix_sources *sources, const struct strlist *paths)
{
	if (history_ask(sources->state, sources->base, paths) < 0)
		return -1;
	FOR_EACH(path, paths) {
		struct told_prefix found = prefix_of(sources, *path);

		*LIST_ADD(prefixes) = found.prefix;
		if (whys)
			*LIST_ADD(whys) = found.why;
		else
			free(found.why);
	}
	return 0;
}
