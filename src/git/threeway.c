// SPDX-License-Identifier: GPL-2.0
/* Merges three versions of a text, as git does. */
#include "git/threeway.h"

#include "git/base.h"
#include "lib/lib.h"

/* Merge; the result must be released also when it holds markers. */
static int merge_three(git_merge_file_result *result, const char *ancestor, const char *ours,
		       const char *theirs)
{
	const git_merge_file_input inputs[] = {
		{ .version = 1, .ptr = ancestor, .size = strlen(ancestor) },
		{ .version = 1, .ptr = ours, .size = strlen(ours) },
		{ .version = 1, .ptr = theirs, .size = strlen(theirs) },
	};
	git_merge_file_options options = GIT_MERGE_FILE_OPTIONS_INIT;

	options.ancestor_label = "before";
	options.our_label = "treewide";
	options.their_label = "by hand";
	options.flags = GIT_MERGE_FILE_STYLE_DIFF3;
	if (git_merge_file(result, &inputs[0], &inputs[1], &inputs[2], &options) < 0)
		return fail_git("cannot merge two versions of a text");
	return 0;
}

int threeway_texts(char **out, const char *ancestor, const char *ours, const char *theirs)
{
	git_merge_file_result result = { 0 };

	*out = NULL;
	if (merge_three(&result, ancestor, ours, theirs) < 0)
		return -1;
	int clean = result.automergeable ? 1 : 0;
	if (clean)
		*out = xstrndup(result.ptr ? result.ptr : "", result.len);
	git_merge_file_result_free(&result);
	return clean;
}

/* From each first marker to its last one; what is equal is left out. */
char *threeway_show_texts(const char *ancestor, const char *ours, const char *theirs)
{
	git_merge_file_result result = { 0 };
	char *shown = NULL;
	bool inside = false;

	if (merge_three(&result, ancestor, ours, theirs) < 0)
		return NULL;
	char *text CLEANUP(free_text) = xstrndup(result.ptr ? result.ptr : "", result.len);
	git_merge_file_result_free(&result);
	FILE *out = xmemstream(&shown, NULL);
	FOR_EACH_LINE(line, text) {
		inside = inside || starts_with(line.at, "<<<<<<< treewide");
		if (inside)
			fprintf(out, "%.*s\n", (int)line.len, line.at);
		inside = inside && !starts_with(line.at, ">>>>>>> by hand");
	}
	fclose(out);
	return shown;
}

/* The text of a blob; "" where there is no file. */
static char *read_blob(const struct base *base, const git_oid *oid)
{
	return git_oid_is_zero(oid) ? xstrdup("") : base_read(base, oid, NULL);
}

static bool is_text(const struct base *base, const git_oid *oid, const char *text)
{
	git_blob *blob CLEANUP(free_blob) = NULL;

	return git_oid_is_zero(oid) || (git_blob_lookup(&blob, base->repo, oid) == 0 &&
					git_blob_rawsize(blob) == (git_object_size_t)strlen(text));
}

static int merge_blobs(git_oid *out, const struct base *base, const git_oid *ancestor,
		       const git_oid *ours, const git_oid *theirs)
{
	char *old CLEANUP(free_text) = read_blob(base, ancestor);
	char *mine CLEANUP(free_text) = old ? read_blob(base, ours) : NULL;
	char *other CLEANUP(free_text) = mine ? read_blob(base, theirs) : NULL;
	char *merged CLEANUP(free_text) = NULL;
	int clean = -1;

	/* lines of what is no text cannot be told apart */
	if (other && (!is_text(base, ancestor, old) || !is_text(base, ours, mine) ||
		      !is_text(base, theirs, other)))
		return 0;
	if (other)
		clean = threeway_texts(&merged, old, mine, other);

	if (merged && base_write(base, merged, strlen(merged), out) < 0)
		return -1;
	return clean;
}

int threeway_blobs(git_oid *out, const struct base *base, const git_oid *ancestor,
		   const git_oid *ours, const git_oid *theirs)
{
	if (git_oid_equal(ancestor, theirs) || git_oid_equal(ours, theirs)) {
		git_oid_cpy(out, ours);
		return 1;
	}
	if (git_oid_equal(ancestor, ours)) {
		git_oid_cpy(out, theirs);
		return 1;
	}
	/* one side has no such file: that is more than lines */
	if (git_oid_is_zero(ours) || git_oid_is_zero(theirs))
		return 0;
	return merge_blobs(out, base, ancestor, ours, theirs);
}

char *threeway_show_blobs(const struct base *base, const git_oid *ancestor, const git_oid *ours,
			  const git_oid *theirs)
{
	char *old CLEANUP(free_text) = read_blob(base, ancestor);
	char *mine CLEANUP(free_text) = old ? read_blob(base, ours) : NULL;
	char *other CLEANUP(free_text) = mine ? read_blob(base, theirs) : NULL;

	if (!other)
		return NULL;
	if (git_oid_is_zero(ours) || git_oid_is_zero(theirs))
		return xasprintf("the file is gone %s\n",
				 git_oid_is_zero(ours) ? "on this base" : "by hand");
	return threeway_show_texts(old, mine, other);
}
