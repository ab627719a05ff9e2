// SPDX-License-Identifier: GPL-2.0
/* Derives that the readers of a header come out alike. */
#include "readers/derive.h"

#include "readers/carriers.h"
#include "build/changed.h"
#include "readers/premise.h"
#include "readers/speaker.h"
#include "build/target_build.h"
#include "lib/digest.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"

static int read_header(const struct derivation *derivation, const struct view *view, char **text)
{
	const struct file *file = view_find(view, derivation->header);

	*text = file ? base_read(derivation->build->revisions.base, &file->oid, NULL) : NULL;
	return file && !*text ? -1 : 0;
}

/* Can this commit be judged so at all? */
static void check_commit(struct derivation *derivation)
{
	const struct changed_files *changed = derivation->changed;

	if (changed->kbuild.nr)
		derivation_refuse(derivation, "what Kbuild reads changes, too");
	else if (!changed->includers.additive)
		derivation_refuse(derivation, "the header changes by more than additions");
}

static int take_addition(struct derivation *derivation, size_t parent)
{
	struct target_build *build = derivation->build;
	char *old CLEANUP(free_text) = NULL;
	char *new CLEANUP(free_text) = NULL;

	if (read_header(derivation, &build->revisions.v[parent].view, &old) < 0 ||
	    read_header(derivation, derivation->view, &new) < 0)
		return -1;
	if (!old || !new) {
		derivation_refuse(derivation, "the header is new, or gone");
		return 0;
	}
	addition_read(&derivation->addition, old, new);
	if (derivation->addition.why) {
		derivation_refuse(derivation, derivation->addition.why);
		return 0;
	}
	return closure_read(&derivation->closure, &build->scan, build->revisions.base,
			    derivation->view, derivation->header, derivation->addition.line);
}

static int find_carriers(struct derivation *derivation)
{
	struct treescan *scan = &derivation->build->scan;
	struct strlist words CLEANUP(strlist_release) = { 0 };

	meaning_find(&derivation->meaning, &derivation->addition, &derivation->closure);
	FOR_EACH(name, &derivation->addition.own)
		if (treescan_pasted(scan, *name, &derivation->pasted) < 0)
			return -1;
	strlist_sort(&derivation->pasted);
	strlist_add_all(&words, &derivation->meaning.free);
	strlist_add_all(&words, &derivation->pasted);
	strlist_add_all(&words, &derivation->addition.own);
	strlist_sort(&words);
	derivation->carriers = carriers_find(scan, derivation->view, &derivation->meaning.names,
					     &words);
	return derivation->carriers ? 0 : -1;
}

static int ask_premises(struct derivation *derivation)
{
	derivation_tell(derivation, "readers", derivation->readers.nr, derivation->header);
	derivation_tell(derivation, "asked", derivation->meaning.names.nr,
			"names decide how the addition is read");
	for (const struct premise *premise = premises; premise->name && !derivation->why;
	     premise++) {
		struct strlist readers CLEANUP(strlist_release) = { 0 };

		if (premise->ask(derivation, &readers) < 0)
			return -1;
		strlist_sort(&readers);
		derivation_tell(derivation, premise->name, readers.nr, premise->says);
		strlist_add_all(premise->knowing ? &derivation->knowing : &derivation->apart,
				&readers);
	}
	strlist_sort(&derivation->apart);
	strlist_sort(&derivation->knowing);
	return 0;
}

/* The readers of one header: 1, 0 or -1. */
static int derive(struct derivation *derivation, size_t parent, struct strlist *picked)
{
	check_commit(derivation);
	if (derivation->why)
		return 0;
	if (take_addition(derivation, parent) < 0)
		return -1;
	if (derivation->why)
		return 0;
	if (find_carriers(derivation) < 0 || ask_premises(derivation) < 0)
		return -1;
	if (derivation->why)
		return 0;
	if (speakers_pick(derivation, picked) < 0)
		return -1;
	if (derivation->why)
		return 0;
	derivation->changed->includers.alone += derivation->apart.nr;
	strlist_add_all(picked, &derivation->apart);
	return 1;
}

static int find_readers(struct derivation *derivation)
{
	struct strlist reach CLEANUP(strlist_release) = { 0 };

	if (treescan_readers(&derivation->build->scan, derivation->view, derivation->header,
			     &reach) < 0)
		return -1;
	FOR_EACH(path, &reach)
		if (strlist_find(&derivation->changed->includers.built, *path))
			strlist_add(&derivation->readers, *path);
	strlist_sort(&derivation->readers);
	return 0;
}

static int derive_header(struct target_build *build, struct changed_files *changed, size_t nr,
			 const char *header, struct derive_answer *answer)
{
	struct derivation derivation CLEANUP(derivation_release) = {
		.build = build, .changed = changed, .view = &build->revisions.v[nr + 1].view,
		.header = header
	};
	if (find_readers(&derivation) < 0)
		return -1;
	int derived = derive(&derivation, target_build_parent(build, nr), &answer->picked);
	if (derived)
		return derived;
	if (derivation.readers.nr <= answer->few) {
		derivation_tell(&derivation, "all", derivation.readers.nr, derivation.why);
		changed->includers.alone += derivation.readers.nr;
		strlist_add_all(&answer->picked, &derivation.readers);
		return 1;
	}
	answer->why = xasprintf("%s: %s", header, derivation.why);
	return 0;
}

static git_oid answer_key(const struct target_build *build, const struct changed_files *changed,
			  size_t nr, size_t few)
{
	const struct revision *revision = &build->revisions.v[nr + 1];
	const struct revision *parent = &build->revisions.v[target_build_parent(build, nr)];
	char *least CLEANUP(free_text) = xasprintf("%zu", few);
	struct strlist kinds CLEANUP(strlist_release) = { 0 };

	FOR_EACH(path, &changed->includers.built)
		*LIST_ADD(&kinds) = xasprintf("%c", modules_kind(&build->modules, *path));
	/* "1": version of what is asked */
	git_oid trees = DIGEST(&parent->view.tree, &revision->view.tree, &build->scan.base->tree,
			       &revision->generated, build->scan.srcarch, "1");
	git_oid readers = DIGEST(&changed->includers.built, DIGEST_MARK, &kinds, DIGEST_MARK,
				 &changed->includers.marked);
	return DIGEST(&trees, &readers, least, &changed->headers);
}

/* What was remembered: 1, 0 or, where it makes no sense, -1. */
static int take_answer(const json_t *value, struct includers *includers,
		       struct derive_answer *answer)
{
	const char *why = NULL;
	json_t *asked, *picked, *speakers;
	int classes, alone;

	if (json_unpack((json_t *)value, "{s:i, s:i, s:o, s:o, s:o, s?s}", "classes", &classes,
			"alone", &alone, "premises", &asked, "picked", &picked, "speakers",
			&speakers, "why", &why) < 0)
		return -1;
	includers->classes = (size_t)classes;
	includers->alone = (size_t)alone;
	json_list_read(asked, &includers->premises);
	json_list_read(picked, &answer->picked);
	json_list_read(speakers, &includers->speakers);
	answer->why = why ? xstrdup(why) : NULL;
	return !why;
}

static json_t *give_answer(const struct includers *includers, const struct derive_answer *answer)
{
	json_t *value = json_pack("{s:i, s:i, s:o, s:o, s:o}", "classes", (int)includers->classes,
				  "alone", (int)includers->alone, "premises",
				  json_list(&includers->premises), "picked",
				  json_list(&answer->picked), "speakers",
				  json_list(&includers->speakers));

	if (answer->why)
		json_object_set_new(value, "why", json_text(answer->why));
	return value;
}

int derive_readers(struct target_build *build, struct changed_files *changed, size_t nr,
		   struct derive_answer *answer)
{
	struct fact fact CLEANUP(fact_release) = {
		build->scan.state->ledger, "derived", answer_key(build, changed, nr, answer->few)
	};
	int result = fact_recall(&fact);

	if (result < 0)
		return -1;
	result = result ? take_answer(fact.value, &changed->includers, answer) : -1;
	if (result >= 0)
		return result;
	result = 1;
	changed->includers.alone = changed->includers.classes = 0;
	FOR_EACH(header, &changed->headers)
		if (result == 1)
			result = derive_header(build, changed, nr, *header, answer);
	strlist_sort(&answer->picked);
	if (result < 0)
		return -1;
	return fact_keep(&fact, give_answer(&changed->includers, answer)) < 0 ? -1 : result;
}

void derive_answer_release(struct derive_answer *answer)
{
	strlist_release(&answer->picked);
	free(answer->why);
}
