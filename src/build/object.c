// SPDX-License-Identifier: GPL-2.0
/* Keys and facts of single objects. */
#include "build/object.h"

#include "build/inputs.h"
#include "build/revision.h"
#include "git/base.h"
#include "kbuild/kbuild.h"
#include "kbuild/module.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/state.h"

#include <string.h>

/* The lists of an outcome, as a fact names them. */
static const struct {
	const char *name;
	size_t offset;
} lists[] = {
#define LIST(member) \
	{ #member, offsetof(struct outcome, member) }
	LIST(errors), LIST(warnings), LIST(undefined), LIST(defined),  LIST(weak),
	LIST(exported), LIST(terms),  LIST(licences),  LIST(imports),
};

#define LISTS (sizeof(lists) / sizeof(*lists))

static struct strlist *list_of(struct outcome *outcome, size_t nr)
{
	return (struct strlist *)((char *)outcome + lists[nr].offset);
}

size_t obligation_want(struct obligations *list, const struct modules *modules,
		       const char *source, size_t stand)
{
	struct obligation *obligation;

	for (size_t i = 0; i < list->nr; i++)
		if (list->v[i].stand == stand && !strcmp(list->v[i].source, source))
			return i;
	obligation = LIST_ADD(list);
	obligation->source = xstrdup(source);
	obligation->object = module_object(source);
	obligation->goal = xstrdup(modules_goal(modules, obligation->object));
	obligation->stand = stand;
	return list->nr - 1;
}

/* For objects of which nothing is known but the tree. */
static git_oid tree_key(const struct stands *stands, const struct stand *stand, const char *object)
{
	struct digest digest;

	digest_init(&digest);
	digest_text(&digest, "tree");
	digest_text(&digest, object);
	digest_oid(&digest, &stands->kbuild->context);
	digest_oid(&digest, &stand->view.tree);
	/* a configuration also depends on tools that are in no other key, like rustc */
	digest_oid(&digest, &stand->generated);
	return digest_end(&digest);
}

static int load(struct obligation *obligation, struct stands *stands, const git_oid *key)
{
	struct outcome *outcome = &obligation->outcome;
	json_t *fact CLEANUP(free_json) = NULL;
	int known = ledger_get(stands->kbuild->state->ledger, "object", key, &fact);
	const char *log, *tree;

	/* a fact from before there were terms says nothing of them */
	if (known <= 0 || !json_is_boolean(json_object_get(fact, "ok")) ||
	    !json_is_array(json_object_get(fact, "terms")))
		return known < 0 ? -1 : 0;
	outcome->ok = json_is_true(json_object_get(fact, "ok"));
	outcome->seconds = json_number_value(json_object_get(fact, "seconds"));
	log = json_string_value(json_object_get(fact, "log"));
	outcome->log = log ? xstrdup(log) : NULL;
	git_oid_cpy(&obligation->key, key);
	tree = json_string_value(json_object_get(fact, "tree"));
	if (!tree || git_oid_fromstr(&obligation->made, tree) < 0)
		obligation->made = (git_oid){ { 0 } };
	for (size_t i = 0; i < LISTS; i++)
		json_list_read(json_object_get(fact, lists[i].name), list_of(outcome, i));
	obligation->met = true;
	return 1;
}

int obligation_recall(struct obligation *obligation, struct stands *stands)
{
	const struct stand *stand = &stands->v[obligation->stand];
	json_t *known_inputs CLEANUP(free_json) = NULL;
	git_oid key, flags;
	int known;

	if (stands_know(stands, obligation->stand) < 0)
		return -1;
	if (stand->broken)
		return 0;
	if (inputs_lists(stands, obligation->goal, &known_inputs) < 0 ||
	    inputs_flags(stands, stand, obligation->goal, &flags) < 0)
		return -1;
	for (size_t i = 0; i < json_array_size(known_inputs); i++) {
		struct strlist sources = { 0 };

		inputs_take(known_inputs, i, &sources);
		key = inputs_key(stands, stand, &flags, obligation->goal, &sources);
		obligation->inputs = sources.nr;
		strlist_release(&sources);
		known = load(obligation, stands, &key);
		if (known)
			return known;
	}
	obligation->inputs = 0;
	key = tree_key(stands, stand, obligation->object);
	return load(obligation, stands, &key);
}

int obligation_remember(const struct obligation *obligation, struct stands *stands, size_t nr,
			const struct outcome *outcome, const struct strlist *sources)
{
	const struct stand *stand = &stands->v[nr];
	json_t *fact CLEANUP(free_json) = json_object();
	git_oid key, flags;

	json_object_set_new(fact, "ok", json_boolean(outcome->ok));
	json_object_set_new(fact, "seconds", json_real(outcome->seconds));
	json_object_set_new(fact, "tree", json_string(git_oid_tostr_s(&stand->view.tree)));
	if (outcome->log)
		json_object_set_new(fact, "log", json_string(outcome->log));
	for (size_t i = 0; i < LISTS; i++)
		json_object_set_new(fact, lists[i].name,
				    json_list(list_of((struct outcome *)outcome, i)));
	if (!sources) {
		key = tree_key(stands, stand, obligation->object);
		return ledger_put(stands->kbuild->state->ledger, "object", &key, fact);
	}
	if (inputs_flags(stands, stand, obligation->goal, &flags) < 0)
		return -1;
	key = inputs_key(stands, stand, &flags, obligation->goal, sources);
	if (ledger_put(stands->kbuild->state->ledger, "object", &key, fact) < 0)
		return -1;
	return inputs_remember(stands, obligation->goal, sources);
}

void outcome_release(struct outcome *outcome)
{
	for (size_t i = 0; i < LISTS; i++)
		strlist_release(list_of(outcome, i));
	free(outcome->log);
	*outcome = (struct outcome){ 0 };
}

void obligations_release(struct obligations *list)
{
	FOR_EACH(obligation, list) {
		free(obligation->source);
		free(obligation->object);
		free(obligation->goal);
		outcome_release(&obligation->outcome);
	}
	free(list->v);
	*list = (struct obligations){ 0 };
}
