// SPDX-License-Identifier: GPL-2.0
/* Recognises a change that the base has already. */
#include "publish/landed.h"

#include "csrc/outline.h"
#include "git/base.h"
#include "git/change.h"
#include "git/threeway.h"
#include "lib/cleanup.h"
#include "lib/list.h"

#include <string.h>

/* One file in three versions. */
struct versions {
	struct outline before, after, now;
};

static int read_outline(struct outline *outline, const struct base *base, const git_oid *blob)
{
	static const struct strlist none;
	size_t len;
	char *source CLEANUP(free_text) = NULL;
	char *text;

	if (git_oid_is_zero(blob))
		return 0;
	source = base_read(base, blob, &len);
	if (!source)
		return -1;
	text = outline_text(source, len, &none);
	outline_read(outline, text);
	return 0;
}

/* The function @name; -1: there is none. */
static int find_function(const struct outline *outline, const char *name)
{
	for (size_t i = 0; i < outline->nr_functions; i++)
		if (!strcmp(outline->functions[i].name, name))
			return (int)i;
	return -1;
}

/* How often does the function call @word? */
static size_t count_calls(const struct outline *outline, int function, const char *word)
{
	size_t count = 0;

	for (size_t i = 0; i < outline->nr_marks; i++) {
		const struct mark *mark = &outline->marks[i];

		count += function >= 0 && mark->function == function &&
			 mark->kind == MARK_CALL && !strcmp(mark->word, word);
	}
	return count;
}

/* Of all calls in a function of one outline: did the patch change how many there are, and
 * are there as many now? False when they are not. */
static bool agrees(const struct versions *versions, const struct outline *outline,
		   size_t *changed)
{
	for (size_t i = 0; i < outline->nr_marks; i++) {
		const struct mark *mark = &outline->marks[i];
		const char *name;
		size_t before, after, now;
		int here;

		if (mark->kind != MARK_CALL || mark->function < 0)
			continue;
		name = outline->functions[mark->function].name;
		here = find_function(&versions->now, name);
		before = count_calls(&versions->before, find_function(&versions->before, name),
				     mark->word);
		after = count_calls(&versions->after, find_function(&versions->after, name),
				    mark->word);
		now = count_calls(&versions->now, here, mark->word);
		if (before == after)
			continue;
		++*changed;
		if (here < 0 || (after > before && now < after) || (after < before && now > after))
			return false;
	}
	return true;
}

static int has_calls(const struct base *base, const struct change *change, const git_oid *now)
{
	struct versions versions = { 0 };
	size_t changed = 0;
	int result = 0;

	if (read_outline(&versions.before, base, &change->before) < 0 ||
	    read_outline(&versions.after, base, &change->after) < 0 ||
	    read_outline(&versions.now, base, now) < 0)
		result = -1;
	else
		result = agrees(&versions, &versions.after, &changed) &&
			 agrees(&versions, &versions.before, &changed) && changed;
	outline_release(&versions.before);
	outline_release(&versions.after);
	outline_release(&versions.now);
	return result;
}

int landed_file(enum landing *landing, const struct base *base, const struct change *change,
		const git_oid *now)
{
	git_oid merged;
	int clean, calls;

	*landing = LANDING_NOT;
	if (git_oid_equal(now, &change->after)) {
		*landing = LANDING_SAME;
		return 0;
	}
	clean = threeway_blobs(&merged, base, &change->before, now, &change->after);
	if (clean < 0)
		return -1;
	if (clean && git_oid_equal(&merged, now)) {
		*landing = LANDING_MERGED;
		return 0;
	}
	calls = has_calls(base, change, now);
	if (calls > 0)
		*landing = LANDING_CALLS;
	return calls < 0 ? -1 : 0;
}
