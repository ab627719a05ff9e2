// SPDX-License-Identifier: GPL-2.0
/* Keeps what treewide wrote on a branch as commits that nobody edits. */
#include "series/record.h"

#include "git/base.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "series/b4.h"

#define TITLE "treewide: what was written\n\n"
#define FORMAT 1

static int read_oid(git_oid *oid, const json_t *object, const char *key)
{
	const char *text = json_field(object, key);

	memset(oid, 0, sizeof(*oid));
	return *text && git_oid_fromstr(oid, text) < 0 ? -1 : 0;
}

static void read_list(struct strlist *list, const json_t *array)
{
	FOR_EACH_JSON(text, array)
		strlist_add(list, json_is_string(text) ? json_string_value(text) : "");
}

static int parse(struct record *record, const json_t *root)
{
	if (json_integer_value(json_object_get(root, "format")) != FORMAT ||
	    read_oid(&record->previous, root, "previous") < 0 ||
	    read_oid(&record->base, root, "base") < 0 ||
	    read_oid(&record->wrote.tip, root, "wrote") < 0 ||
	    read_oid(&record->stood.tip, root, "stood") < 0)
		return -1;
	record->rev = xstrdup(json_field(root, "rev"));
	record->head = xstrdup(json_field(root, "head"));
	record->letter = xstrdup(json_field(root, "letter"));
	record->changelog = xstrdup(json_field(root, "changelog"));
	record->revision = json_number(root, "revision");
	record->below = (size_t)json_integer_value(json_object_get(root, "below"));
	read_list(&record->ids, json_object_get(root, "ids"));
	read_list(&record->prefixes, json_object_get(root, "prefixes"));
	read_list(&record->guesses, json_object_get(root, "guesses"));
	return record->ids.nr == record->prefixes.nr ? 0 : -1;
}

static int read_series(struct record *record, const struct base *base)
{
	git_oid wrote = record->wrote.tip, stood = record->stood.tip;

	if (series_read(&record->wrote, base, &record->base, &wrote) < 0 ||
	    series_read(&record->stood, base, &record->base, &stood) < 0)
		return -1;
	record->wrote.below = record->stood.below = record->below;
	return record->wrote.nr == record->ids.nr && record->stood.nr == record->ids.nr ? 0 : -1;
}

int record_load(struct record *record, const struct base *base, const git_oid *id)
{
	git_commit *commit CLEANUP(free_commit) = NULL;
	json_t *root CLEANUP(free_json) = NULL;

	if (git_commit_lookup(&commit, base->repo, id) < 0)
		return fail_git("cannot read the record %s", git_oid_tostr_s(id));
	const char *message = git_commit_message(commit);
	if (starts_with(message, TITLE))
		root = json_loads(message + strlen(TITLE), JSON_DISABLE_EOF_CHECK, NULL);
	git_oid_cpy(&record->id, id);
	if (!root || parse(record, root) < 0 || read_series(record, base) < 0) {
		fail_clear();
		return fail_system("the commit %s is not a record that this version of treewide "
				   "understands", git_oid_tostr_s(id));
	}
	return 0;
}

bool record_is_named(const char *cover)
{
	struct b4_tracking tracking CLEANUP(b4_tracking_release) = { 0 };
	git_oid id;
	bool named = b4_parse(&tracking, cover) > 0 && b4_get_record(&tracking, &id);

	fail_clear();
	return named;
}

int record_of(struct record *record, const struct base *base, const char *cover)
{
	struct b4_tracking tracking CLEANUP(b4_tracking_release) = { 0 };
	git_oid id;

	if (b4_parse(&tracking, cover) <= 0 || !b4_get_record(&tracking, &id) ||
	    !base_has(base, &id)) {
		fail_clear();
		return 0;
	}
	return record_load(record, base, &id) < 0 ? -1 : 1;
}

bool record_same(const struct record *a, const struct record *b)
{
	return git_oid_equal(&a->base, &b->base) && a->below == b->below &&
	       git_oid_equal(&a->wrote.tip, &b->wrote.tip) &&
	       git_oid_equal(&a->stood.tip, &b->stood.tip) && !strcmp(a->rev, b->rev) &&
	       !strcmp(a->head, b->head) && !strcmp(a->letter, b->letter) &&
	       !strcmp(a->changelog, b->changelog) &&
	       strlist_equal(&a->ids, &b->ids) && strlist_equal(&a->prefixes, &b->prefixes) &&
	       strlist_equal(&a->guesses, &b->guesses);
}

long record_find(const struct record *record, const char *id)
{
	for (size_t i = 0; i < record->ids.nr; i++)
		if (!strcmp(record->ids.v[i], id))
			return (long)i;
	return -1;
}

void record_release(struct record *record)
{
	FREE_ALL(record->rev, record->head, record->letter, record->changelog);
	STRLIST_RELEASE_ALL(&record->ids, &record->prefixes, &record->guesses);
	series_release(&record->wrote);
	series_release(&record->stood);
	*record = (struct record){ 0 };
}

/* Nobody has committed it, at the time of the base: the same content has the same id. */
static int put_commit(git_oid *id, const struct base *base, const struct record_commit *new,
		      size_t nr, const git_commit **parents)
{
	git_signature *who CLEANUP(free_signature) = NULL;
	git_signature author;
	git_commit *start CLEANUP(free_commit) = NULL;
	git_tree *tree CLEANUP(free_tree) = NULL;

	if (git_commit_lookup(&start, base->repo, &base->commit) < 0 ||
	    git_tree_lookup(&tree, base->repo, new->tree) < 0 ||
	    git_signature_new(&who, "treewide", "treewide@localhost", git_commit_time(start),
			      0) < 0)
		return fail_git("cannot write what was written");
	author = new->author ? *new->author : *who;
	if (!new->dated)
		author.when = who->when;
	if (git_commit_create(id, base->repo, NULL, &author, who, NULL, new->message, tree, nr,
			      parents) < 0)
		return fail_git("cannot write what was written");
	return 0;
}

int record_chain(git_oid *tip, const struct base *base, const struct record_commits *commits)
{
	git_oid_cpy(tip, &base->commit);
	FOR_EACH(commit, commits) {
		git_commit *parent CLEANUP(free_commit) = NULL;
		const git_commit *parents[1];

		if (git_commit_lookup(&parent, base->repo, tip) < 0)
			return fail_git("cannot read what a commit stands on");
		parents[0] = parent;
		if (put_commit(tip, base, commit, 1, parents) < 0)
			return -1;
	}
	return 0;
}

void record_commits_release(struct record_commits *commits)
{
	FOR_EACH(commit, commits)
		free(commit->message);
	LIST_RELEASE(commits);
}

static char *record_message(const struct record *record)
{
	bool first = git_oid_is_zero(&record->previous);
	json_t *root CLEANUP(free_json) =
		json_pack("{s:i, s:o, s:o, s:i, s:I, s:o, s:o, s:o*, s:o, s:o, s:o*, s:o, s:o, "
			  "s:o}",
			  "format", FORMAT, "base", json_oid(&record->base),
			  "rev", json_text(record->rev), "revision", record->revision,
			  "below", (json_int_t)record->below,
			  "wrote", json_oid(&record->wrote.tip),
			  "stood", json_oid(&record->stood.tip),
			  "previous", first ? NULL : json_oid(&record->previous),
			  "ids", json_list(&record->ids), "prefixes", json_list(&record->prefixes),
			  "guesses", record->guesses.nr ? json_list(&record->guesses) : NULL,
			  "head", json_text(record->head), "letter", json_text(record->letter),
			  "changelog", json_text(record->changelog));
	char *text CLEANUP(free_text) = json_dumps(root, JSON_INDENT(1) | JSON_SORT_KEYS);
	return xasprintf(TITLE "%s\n", text);
}

static int add_parent(const struct base *base, git_commit **parents, size_t *nr, const git_oid *id)
{
	if (git_oid_is_zero(id))
		return 0;
	for (size_t i = 0; i < *nr; i++)
		if (git_oid_equal(git_commit_id(parents[i]), id))
			return 0;
	if (git_commit_lookup(&parents[*nr], base->repo, id) < 0)
		return fail_git("cannot read what was written");
	++*nr;
	return 0;
}

int record_write(struct record *record, const struct base *base)
{
	git_commit *parents[3] = { NULL, NULL, NULL };
	char *message CLEANUP(free_text) = record_message(record);
	size_t nr = 0;
	bool read = add_parent(base, parents, &nr, &record->wrote.tip) == 0 &&
		    add_parent(base, parents, &nr, &record->stood.tip) == 0 &&
		    add_parent(base, parents, &nr, &record->previous) == 0;
	const struct record_commit top = {
		.message = message, .tree = nr ? git_commit_tree_id(parents[0]) : NULL,
	};
	int result = !read ? -1 : put_commit(&record->id, base, &top, nr,
					     (const git_commit **)parents);

	for (size_t i = 0; i < nr; i++)
		git_commit_free(parents[i]);
	return result;
}

int record_keep(const struct record *record, const struct base *base, const char *branch)
{
	char *ref CLEANUP(free_text) = xasprintf("refs/treewide/written/%s", branch);
	git_reference *made CLEANUP(free_reference) = NULL;

	if (git_reference_create(&made, base->repo, ref, &record->id, 1, "treewide: written") < 0)
		return fail_git("cannot keep what was written as %s", ref);
	return 0;
}
