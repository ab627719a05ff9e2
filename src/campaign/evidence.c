// SPDX-License-Identifier: GPL-2.0
/* Looks up in the base what a claim refers to. */
#include "campaign/evidence.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/confline.h"
#include "lib/lib.h"
#include "msg/claim.h"

static bool has_lines(const struct base *base, const git_oid *blob, unsigned line)
{
	size_t len;
	char *text CLEANUP(free_text) = base_read(base, blob, &len);
	unsigned count = 0;

	if (!text) {
		fail_clear();
		return false;
	}
	for (size_t i = 0; i < len; i++)
		count += text[i] == '\n' || i + 1 == len;
	return line <= count;
}

static bool has_place(const struct base *base, const struct reference *reference)
{
	char *path CLEANUP(free_text) = xstrndup(reference->text, reference->len);
	git_tree *tree CLEANUP(free_tree) = NULL;
	git_tree_entry *entry = NULL;

	if (git_tree_lookup(&tree, base->repo, &base->tree) < 0 ||
	    git_tree_entry_bypath(&entry, tree, path) < 0)
		return false;
	bool found = git_tree_entry_type(entry) == GIT_OBJECT_BLOB &&
		     has_lines(base, git_tree_entry_id(entry), reference->line);
	git_tree_entry_free(entry);
	return found;
}

/* A clone that was cut off, or a base that somebody made of an archive, tells nothing. */
static bool has_history(const struct base *base)
{
	git_commit *commit CLEANUP(free_commit) = NULL;

	return git_commit_lookup(&commit, base->repo, &base->commit) == 0 &&
	       git_commit_parentcount(commit) && !git_repository_is_shallow(base->repo);
}

static bool has_commit(const struct base *base, const struct reference *reference)
{
	git_object *object CLEANUP(free_object) = NULL;
	git_oid oid;

	if (!has_history(base))
		return true;
	return git_oid_fromstrn(&oid, reference->text, reference->len) == 0 &&
	       git_object_lookup_prefix(&object, base->repo, &oid, reference->len,
					GIT_OBJECT_COMMIT) == 0;
}

/* A search, such as for earlier attempts, shows nothing. */
static bool is_search(const struct reference *reference)
{
	return memmem(reference->text, reference->len, "?q=", 3) != NULL;
}

bool evidence_in(const struct base *base, const char *text, const char *end)
{
	struct reference reference;

	while (reference_next(&reference, &text, end)) {
		if ((reference.kind == REFERENCE_URL && !is_search(&reference)) ||
		    (reference.kind == REFERENCE_PLACE && has_place(base, &reference)) ||
		    (reference.kind == REFERENCE_COMMIT && has_commit(base, &reference)))
			return true;
	}
	return false;
}

int evidence_check(const struct campaign *campaign, const struct base *base)
{
	FOR_EACH(section, &campaign->claims) {
		const char *text = section->text, *end = text + strlen(text);
		struct reference reference;
		unsigned line = confline_find(campaign->path, "claim", section->name, NULL);

		if (!claim_bug(section->name))
			return fail_usage("%s:%u: [claim \"%s\"]: not a kind of bug that treewide "
					  "looks for; known are " CLAIM_BUGS,
					  campaign->path, line, section->name);
		line = confline_find(campaign->path, "claim", section->name, "evidence");
		if (!reference_next(&reference, &text, end))
			return fail_usage("%s:%u: evidence = %s: neither a URL, nor a commit of 12 "
					  "or more hex digits, nor path:line",
					  campaign->path, line, section->text);
		if (!evidence_in(base, section->text, end))
			return fail_usage("%s:%u: evidence = %s: %s has no such %s", campaign->path,
					  line, section->text, base->rev,
					  reference.kind == REFERENCE_COMMIT ? "commit" : "place");
	}
	return 0;
}

const char *evidence_named(const struct campaign *campaign, const char *bug)
{
	FOR_EACH(section, &campaign->claims) {
		const char *known = claim_bug(section->name);

		if (known && !strcmp(known, bug))
			return section->text;
	}
	return NULL;
}
