// SPDX-License-Identifier: GPL-2.0
/* What a shard is, and its file. */
#include "shard/shard.h"

#include "lib/digest.h"
#include "lib/json.h"
#include "lib/lib.h"

#define FORM 1

static const char *const levels[NR_SHARD_LEVELS] = { "full", "narrow", "objects" };

git_oid shard_id(const struct shard *shard)
{
	char *budget CLEANUP(free_text) = xasprintf("%g", shard->budget);
	struct digest digest = { 0 };

	DIGEST_ADD(&digest, "shard", levels[shard->level], shard->target, shard->range,
		   &shard->first, &shard->last);
	DIGEST_ADD(&digest, shard->first_parent ? "first parent" : "", budget, &shard->toolchain,
		   shard->treewide, &shard->sources);
	return digest_end(&digest);
}

char *shard_words(const struct shard *shard)
{
	char first[9], last[9];

	git_oid_tostr(first, sizeof(first), &shard->first);
	git_oid_tostr(last, sizeof(last), &shard->last);
	if (shard->level == SHARD_OBJECTS)
		return xasprintf("%s, %zu object%s at %s", shard->target, shard->sources.nr,
				 plural(shard->sources.nr, "s"), first);
	return xasprintf("%s, %s, %zu tree%s from %s to %s", shard->target, levels[shard->level],
			 shard->trees, plural(shard->trees, "s"), first, last);
}

json_t *shard_save(const struct shard *shard)
{
	git_oid id = shard_id(shard);

	return json_pack("{s:i, s:o, s:s, s:o, s:O*, s:s, s:b, s:o, s:o, s:I, s:o*, s:f, s:o, s:o, "
			 "s:s, s:o*, s:f}",
			 "form", FORM, "id", json_oid(&id), "level", levels[shard->level],
			 "target", json_text(shard->target), "files", shard->files, "range",
			 shard->range,
			 "first_parent", shard->first_parent, "first", json_oid(&shard->first),
			 "last", json_oid(&shard->last), "trees", (json_int_t)shard->trees,
			 "sources", shard->sources.nr ? json_list(&shard->sources) : NULL,
			 "budget", shard->budget, "toolchain", json_oid(&shard->toolchain),
			 "compiler", json_text(shard->compiler), "treewide", shard->treewide,
			 "url", shard->url ? json_text(shard->url) : NULL,
			 "seconds", shard->seconds);
}

static int read_level(const char *text, enum shard_level *level)
{
	for (*level = 0; *level < NR_SHARD_LEVELS; ++*level)
		if (!strcmp(text, levels[*level]))
			return 0;
	return -1;
}

/* "<id>..<id>" and nothing else: no word that git would read otherwise. */
static bool is_range_of_ids(const char *text)
{
	size_t hex = strspn(text, "0123456789abcdef");

	return hex == GIT_OID_HEXSZ && starts_with(text + hex, "..") &&
	       strspn(text + hex + 2, "0123456789abcdef") == GIT_OID_HEXSZ &&
	       !text[hex + 2 + GIT_OID_HEXSZ];
}

/* A target is a name, never a path. */
static bool is_target_name(const char *text)
{
	return *text && *text != '.' && *text != '-' && !strchr(text, '/');
}

static int read_fields(struct shard *shard, const json_t *json)
{
	const char *level, *target, *range, *first, *last, *toolchain, *compiler, *treewide;
	const char *url = NULL;
	json_t *sources = NULL, *files = NULL;
	json_int_t trees;
	int first_parent;

	if (json_unpack((json_t *)json,
			"{s:s, s:s, s?o, s:s, s:b, s:s, s:s, s:I, s?o, s:F, s:s, s:s, s:s, s?s, "
			"s:F}",
			"level", &level, "target", &target, "files", &files, "range", &range,
			"first_parent", &first_parent, "first", &first, "last", &last, "trees",
			&trees, "sources", &sources, "budget", &shard->budget, "toolchain",
			&toolchain, "compiler", &compiler, "treewide", &treewide, "url", &url,
			"seconds", &shard->seconds) < 0 ||
	    trees < 1 || read_level(level, &shard->level) < 0 || !is_range_of_ids(range) ||
	    !is_target_name(target) || git_oid_fromstr(&shard->first, first) < 0 ||
	    git_oid_fromstr(&shard->last, last) < 0 ||
	    git_oid_fromstr(&shard->toolchain, toolchain) < 0)
		return -1;
	shard->trees = (size_t)trees;
	shard->first_parent = first_parent;
	shard->target = xstrdup(target);
	shard->files = json_incref(files);
	shard->range = xstrdup(range);
	shard->compiler = xstrdup(compiler);
	shard->treewide = xstrdup(treewide);
	shard->url = url ? xstrdup(url) : NULL;
	json_list_read(sources, &shard->sources);
	return (shard->level == SHARD_OBJECTS) == (shard->sources.nr > 0) ? 0 : -1;
}

int shard_load(struct shard *shard, const char *text, const char *name)
{
	json_error_t error;
	json_t *json CLEANUP(free_json) = json_loads(text, 0, &error);
	int form = json ? json_number(json, "form") : 0;

	*shard = (struct shard){ 0 };
	if (!json)
		return fail_usage("%s:%d: it is not a shard: %s", name, error.line, error.text);
	if (form != FORM)
		return fail_usage("%s: a shard of form %d; this treewide knows form %d", name,
				  form, FORM);
	if (read_fields(shard, json) == 0)
		return 0;
	shard_release(shard);
	return fail_usage("%s: it is not a shard: a field is missing or wrong", name);
}

void shard_release(struct shard *shard)
{
	FREE_ALL(shard->target, shard->range, shard->compiler, shard->treewide, shard->url);
	strlist_release(&shard->sources);
	json_decref(shard->files);
	*shard = (struct shard){ 0 };
}

void shards_release(struct shards *shards)
{
	FOR_EACH(shard, shards)
		shard_release(shard);
	LIST_RELEASE(shards);
}
