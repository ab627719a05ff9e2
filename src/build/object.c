// SPDX-License-Identifier: GPL-2.0
/* Keys and facts of single objects. */
#include "build/object.h"

#include "build/inputs.h"
#include "build/revision.h"
#include "git/base.h"
#include "kbuild/kbuild.h"
#include "kbuild/module.h"
#include "lib/digest.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"

/* The lists of a result, as a fact names them. */
static const struct {
	const char *name;
	size_t offset;
} lists[] = {
#define LIST(member) \
	{ #member, offsetof(struct compile_result, member) }
	LIST(errors), LIST(warnings), LIST(undefined), LIST(defined),  LIST(weak),
	LIST(exported), LIST(terms),  LIST(licences),  LIST(imports), LIST(discarded),
};

#define LISTS (sizeof(lists) / sizeof(*lists))

static struct strlist *list_of_member(struct compile_result *result, size_t nr)
{
	return (struct strlist *)((char *)result + lists[nr].offset);
}

static json_t *member_as_fact(const struct compile_result *result, size_t nr)
{
	return json_list((const struct strlist *)((const char *)result + lists[nr].offset));
}

struct object *object_want(struct objects *list, const struct modules *modules,
			   const char *source, size_t revision)
{
	struct object *object;

	FOR_EACH(known, list)
		if ((*known)->revision == revision && !strcmp((*known)->source, source))
			return *known;
	object = *LIST_ADD(list) = xcalloc(1, sizeof(*object));
	object->source = xstrdup(source);
	object->object = module_object(source);
	object->goal = xstrdup(modules_goal(modules, object->object));
	object->revision = revision;
	return object;
}

bool object_refs_have(const struct object_refs *list, const struct object *object)
{
	FOR_EACH(known, list)
		if (*known == object)
			return true;
	return false;
}

void object_refs_add(struct object_refs *list, struct object *object)
{
	if (!object_refs_have(list, object))
		*LIST_ADD(list) = object;
}

/* For objects of which nothing is known but the tree. */
static git_oid tree_key(const struct revisions *revisions, const struct revision *revision,
			const char *object)
{
	/* a configuration also depends on tools that are in no other key, like rustc */
	return DIGEST("tree", object, &revisions->kbuild->context, &revision->view.tree,
		      &revision->generated);
}

static int load_object(struct object *object, struct revisions *revisions, const git_oid *key)
{
	struct compile_result *result = &object->result;
	json_t *fact CLEANUP(free_json) = NULL;
	int known = ledger_get(revisions->kbuild->state->ledger, "object", key, &fact);
	const char *log, *tree;

	/* a fact from before this was read says nothing of it */
	if (known <= 0 || !json_is_boolean(json_object_get(fact, "ok")) ||
	    !json_is_array(json_object_get(fact, "discarded")))
		return known < 0 ? -1 : 0;
	result->ok = json_flag(fact, "ok");
	result->seconds = json_number_value(json_object_get(fact, "seconds"));
	log = json_string_value(json_object_get(fact, "log"));
	result->log = log ? xstrdup(log) : NULL;
	git_oid_cpy(&object->key, key);
	tree = json_string_value(json_object_get(fact, "tree"));
	if (!tree || git_oid_fromstr(&object->made, tree) < 0)
		object->made = (git_oid){ { 0 } };
	for (size_t i = 0; i < LISTS; i++)
		json_list_read(json_object_get(fact, lists[i].name), list_of_member(result, i));
	object->done = true;
	return 1;
}

/* What the facts call it. "2": the second way to make what no list of Kbuild names. */
static char *name_of(const struct object *object, const char *name)
{
	return xasprintf("%s%s", name, object->unlisted ? " by a rule of its own, 2" : "");
}

int object_recall(struct object *object, struct revisions *revisions)
{
	const struct revision *revision = &revisions->v[object->revision];
	json_t *known_inputs CLEANUP(free_json) = NULL;
	char *goal CLEANUP(free_text) = name_of(object, object->goal);
	char *name CLEANUP(free_text) = name_of(object, object->object);
	git_oid key, flags;
	int known;

	if (revisions_know(revisions, object->revision) < 0)
		return -1;
	if (revision->broken)
		return 0;
	if (inputs_lists(revisions, goal, &known_inputs) < 0 ||
	    inputs_flags(revisions, revision, object->goal, &flags) < 0)
		return -1;
	for (size_t i = 0; i < json_array_size(known_inputs); i++) {
		struct strlist sources CLEANUP(strlist_release) = { 0 };

		inputs_take(known_inputs, i, &sources);
		key = inputs_key(revisions, revision, &flags, goal, &sources);
		object->inputs = sources.nr;
		known = load_object(object, revisions, &key);
		if (known)
			return known;
	}
	object->inputs = 0;
	key = tree_key(revisions, revision, name);
	return load_object(object, revisions, &key);
}

int object_remember(const struct object *object, struct revisions *revisions, size_t nr,
		    const struct compile_result *result, const struct strlist *sources,
		    git_oid *key)
{
	const struct revision *revision = &revisions->v[nr];
	json_t *fact CLEANUP(free_json) = json_pack("{s:b, s:f, s:o, s:o*}", "ok", result->ok,
						    "seconds", result->seconds, "tree",
						    json_oid(&revision->view.tree), "log",
						    result->log ? json_string(result->log) : NULL);
	char *goal CLEANUP(free_text) = name_of(object, object->goal);
	char *name CLEANUP(free_text) = name_of(object, object->object);
	git_oid flags;

	for (size_t i = 0; i < LISTS; i++)
		json_object_set_new(fact, lists[i].name, member_as_fact(result, i));
	if (!sources) {
		*key = tree_key(revisions, revision, name);
		return ledger_put(revisions->kbuild->state->ledger, "object", key, fact);
	}
	if (inputs_flags(revisions, revision, object->goal, &flags) < 0)
		return -1;
	*key = inputs_key(revisions, revision, &flags, goal, sources);
	if (ledger_put(revisions->kbuild->state->ledger, "object", key, fact) < 0)
		return -1;
	return inputs_remember(revisions, goal, sources);
}

void compile_result_release(struct compile_result *result)
{
	for (size_t i = 0; i < LISTS; i++)
		strlist_release(list_of_member(result, i));
	free(result->log);
	*result = (struct compile_result){ 0 };
}

void objects_release(struct objects *list)
{
	FOR_EACH(object, list) {
		FREE_ALL((*object)->source, (*object)->object, (*object)->goal);
		compile_result_release(&(*object)->result);
		free(*object);
	}
	LIST_RELEASE(list);
}
