// SPDX-License-Identifier: GPL-2.0
/* Finds who uses a name that a patch takes away. */
#include "series/removal.h"

#include "campaign/campaign.h"
#include "cocci/candidate.h"
#include "csrc/clex.h"
#include "csrc/homonym.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/lib.h"
#include "series/patch.h"
#include "series/remaining.h"

static int holds(const struct base *base, const git_oid *oid, const char *word)
{
	if (git_oid_is_zero(oid))
		return 0;
	char *text CLEANUP(free_text) = base_read(base, oid, NULL);
	return text ? word_find(text, word) != NULL : -1;
}

/* Does the change take the word out of a header? 1, 0, or -1. */
static int takes_away(const struct base *base, const struct change *change, const char *word)
{
	if (!has_ending(change->path, ".h"))
		return 0;
	int before = holds(base, &change->before, word);
	if (before <= 0)
		return before;
	int after = holds(base, &change->after, word);
	return after < 0 ? -1 : !after;
}

int removal_mark(struct patches *patches, const struct base *base,
		 const struct strlist *converted)
{
	FOR_EACH(patch, patches) {
		strlist_add_all_once(&patch->removes, &patch->step->removes);
		FOR_EACH(change, &patch->changes) {
			FOR_EACH(word, converted) {
				int away = takes_away(base, *change, *word);

				if (away < 0)
					return -1;
				if (away)
					strlist_add_once(&patch->removes, *word);
			}
		}
		strlist_sort(&patch->removes);
	}
	return 0;
}

static void add_use(struct remaining_uses *uses, const struct removal_search *search,
		    const char *path, unsigned line, const char *word)
{
	const char *accepted = campaign_accepts(search->campaign, path);
	struct remaining_use *use;

	FOR_EACH(known, uses)
		if (known->line == line && known->relies && !strcmp(known->path, path))
			return;
	use = remaining_uses_add(uses, path, line,
				 accepted ? xasprintf("uses %s, accepted: %s", word, accepted) :
					    xasprintf("uses %s, which the series removes", word));
	use->relies = !accepted;
}

/* Programs that write code have it in strings. */
static bool makes_code(const char *path)
{
	return starts_with_one_of(path, TEXTS("scripts/", "tools/", "usr/")) ||
	       strstr(path, "/tools/");
}

static void add_literals(struct remaining_uses *uses, const struct removal_search *search,
			 const char *path, const char *text, size_t len,
			 const struct strlist *words)
{
	struct clexer lexer;

	clexer_init(&lexer, text, len);
	for (struct ctoken token; (token = clexer_next(&lexer)).kind != CTOKEN_END;) {
		if (token.kind != CTOKEN_LITERAL)
			continue;
		char *copy CLEANUP(free_text) = xstrndup(token.text, token.len);
		FOR_EACH(word, words)
			if (word_find(copy, *word))
				add_use(uses, search, path, token.line, *word);
	}
}

static int add_code(struct remaining_uses *uses, const struct removal_search *search,
		    const struct file *file, const struct strlist *words)
{
	const struct strlist no_members = { 0 };
	struct cuses found CLEANUP(cuses_release) = { 0 };
	size_t len;
	char *text CLEANUP(free_text) = base_read(search->base, &file->oid, &len);

	if (!text)
		return -1;
	cuses_find(&found, text, len, words);
	homonyms_drop(&found, text, len, &no_members);
	FOR_EACH(use, &found)
		add_use(uses, search, file->path, use->line, use->word);
	if (makes_code(file->path))
		add_literals(uses, search, file->path, text, len, words);
	return 0;
}

static bool is_document(const char *path)
{
	return starts_with_one_of(path, TEXTS("Documentation/", "LICENSES/", "MAINTAINERS",
					      "CREDITS")) ||
	       has_ending(path, ".rst") || has_ending(path, ".txt") || has_ending(path, ".md") ||
	       has_ending(path, ".cocci") || strstr(path, "Kconfig");
}

/* Does a comment begin in the line before @at? Of C and Rust, or of scripts. */
static bool is_comment(const char *path, const char *line, const char *at)
{
	bool like_c = has_ending(path, ".S") || has_ending(path, ".rs") ||
		      has_ending(path, ".lds") || has_ending(path, ".dts") ||
		      has_ending(path, ".dtsi");
	const char *first = line + strspn(line, " \t");

	if (!like_c)
		return *first == '#';
	char *before CLEANUP(free_text) = xstrndup(line, (size_t)(at - line));
	return strstr(before, "//") || strstr(before, "/*") || *first == '*';
}

static int add_lines(struct remaining_uses *uses, const struct removal_search *search,
		     const struct file *file, const struct strlist *words)
{
	char *text CLEANUP(free_text) = base_read(search->base, &file->oid, NULL);
	unsigned nr = 0;

	if (!text)
		return -1;
	FOR_EACH_LINE(line, text) {
		char *copy CLEANUP(free_text) = xstrndup(line.at, line.len);

		nr++;
		FOR_EACH(word, words) {
			const char *at = word_find(copy, *word);

			if (at && !is_comment(file->path, copy, at))
				add_use(uses, search, file->path, nr, *word);
		}
	}
	return 0;
}

int removal_users(struct remaining_uses *uses, const struct removal_search *search,
		  const struct strlist *words)
{
	const struct campaign everywhere = { 0 };
	struct files sources CLEANUP(files_release) = { 0 };
	struct files others CLEANUP(files_release) = { 0 };

	if (!words->nr)
		return 0;
	if (candidates_find(&sources, search->state, search->base, search->files, search->tree,
			    &everywhere, NULL, words) < 0 ||
	    candidates_find_other(&others, search->state, search->base, search->files,
				  search->tree, &everywhere, NULL, words) < 0)
		return -1;
	FOR_EACH(file, &sources)
		if (add_code(uses, search, file, words) < 0)
			return -1;
	FOR_EACH(file, &others)
		if (!is_document(file->path) && add_lines(uses, search, file, words) < 0)
			return -1;
	return 0;
}
