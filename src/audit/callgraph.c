// SPDX-License-Identifier: GPL-2.0
/* Walks from calls up to the callbacks that lead there. */
#include "audit/callgraph.h"

#include "lib/lib.h"

#define FAR 8000 /* states of one walk; in Linux 6.12 only three walks of nouveau reach it */

/* A function on the way, and what the way there has been like. */
struct walk_state {
	unsigned source;
	int function;
	bool action;		/* handed to a function that registers actions */
	bool again, broken;
	const struct mark *choice;	/* see struct call_way */
	unsigned choice_in;
	bool choice_missing, choice_again;
	size_t next;		/* 1 + index of another state of the function; 0: the last */
	ssize_t parent;		/* index of the state below; -1 for the first */
};

struct callgraph_walk {
	const struct srcindex *index;
	const struct family *family;
	const struct taking *taking;
	struct call_ways *out;
	struct walk_state *v;
	size_t nr, alloc;
	size_t *states;		/* of each function, the first: 1 + index; 0: none */
};

static const struct outline *outline_of(const struct srcindex *index, unsigned source)
{
	return &index->v[source].outline;
}

static const struct mark *mark_of(const struct srcindex *index, const struct ref *ref)
{
	return &outline_of(index, ref->source)->marks[ref->mark];
}

bool place_equal(const struct place *a, const struct place *b)
{
	return a->table && b->table && a->source == b->source && a->function == b->function &&
	       !strcmp(a->table, b->table);
}

struct place place_of(const struct mark *mark, unsigned source)
{
	return (struct place){ source, mark->table, *mark->table ? -1 : mark->function };
}

/* Does the mark stand in a piece of the API itself, which uses it in its own way? Walks
 * do not go through these. */
static bool is_inside(const struct source *source, const struct mark *mark,
		      const struct family *family)
{
	return mark->function >= 0 &&
	       strlist_find(&family->words, source->outline.functions[mark->function].name);
}

static bool defines(const struct source *source, const char *name)
{
	for (size_t i = 0; i < source->outline.nr_functions; i++)
		if (!strcmp(source->outline.functions[i].name, name))
			return true;
	return false;
}

/* Does @name, used in @user, mean the function @f of @owner? */
static bool means(const struct srcindex *index, unsigned owner, const struct outline_function *f,
		  bool exported, unsigned user)
{
	const struct source *a = &index->v[owner], *b = &index->v[user];

	if (owner == user)
		return true;
	if ((f->local && !a->header) || defines(b, f->name))
		return false;
	return exported || srcindex_together(a, b);
}

/* Is a function of that name, as seen from @source, one that takes by itself? One that
 * only calls others that take may have many more reasons to be called. */
static bool is_taking(const struct callgraph_walk *walk, const struct source *source,
		      const char *name)
{
	if (!strlist_find(&walk->taking->names, name))
		return false;
	for (size_t i = 0; i < source->outline.nr_functions; i++)
		if (!strcmp(source->outline.functions[i].name, name))
			return walk->taking->functions[source->first + i] == TAKES_ITSELF;
	return true;
}

/* Does the function of the mark take, before the mark? */
static bool takes_before(const struct callgraph_walk *walk, const struct ref *ref)
{
	const struct source *source = &walk->index->v[ref->source];
	const struct mark *marks = source->outline.marks;

	size_t first = source->outline.functions[marks[ref->mark].function].first;

	for (size_t i = first; walk->taking && i < ref->mark; i++)
		if (marks[i].function == marks[ref->mark].function && marks[i].kind == MARK_CALL &&
		    (strlist_find(&walk->family->takers, marks[i].word) ||
		     is_taking(walk, source, marks[i].word)))
			return true;
	return false;
}

static char *describe_way(const struct callgraph_walk *walk, ssize_t at)
{
	char *path = xstrdup("");

	/* the outermost function is the last state */
	for (; at >= 0; at = walk->v[at].parent) {
		const struct walk_state *state = &walk->v[at];
		const struct outline *outline = outline_of(walk->index, state->source);
		const char *name = state->function < 0 ? "?" :
							 outline->functions[state->function].name;
		char *longer = xasprintf("%s%s%s()", path, *path ? " -> " : "", name);

		free(path);
		path = longer;
	}
	return path;
}

static void arrive(struct callgraph_walk *walk, enum entry_point entry, ssize_t at,
		   const struct ref *ref)
{
	static const struct walk_state nowhere = { .function = -1 };
	const struct walk_state *state = at < 0 ? &nowhere : &walk->v[at];
	struct call_way *reach = LIST_ADD(walk->out);

	/* an action runs at unbind if it was registered: that is certain for bind only */
	reach->entry = !state->action	   ? entry :
		       entry == ENTRY_BIND ? ENTRY_UNBIND :
		       entry == ENTRY_NONE ? ENTRY_NONE : ENTRY_UNKNOWN;
	reach->source = reach->home = at >= 0 ? state->source : ref ? ref->source : 0;
	reach->function = state->function;
	reach->choice = state->choice;
	reach->choice_in = state->choice_in;
	reach->choice_missing = state->choice_missing;
	reach->choice_again = state->choice_again;
	reach->again = state->again;
	reach->broken = state->broken;
	if (ref) {
		reach->handed = mark_of(walk->index, ref);
		reach->home = ref->source;
		if (*reach->handed->table && (entry == ENTRY_BIND || entry == ENTRY_UNBIND))
			reach->driver = place_of(reach->handed, ref->source);
	}
	reach->path = describe_way(walk, at);
}

/* Does another table of the same type in the module leave the field alone? */
static bool is_left_out(const struct callgraph_walk *walk, const struct mark *store,
			unsigned source)
{
	const struct srcindex *index = walk->index;
	struct refs stores = srcindex_stores(index, store->other), tables = { 0 };
	struct ref last = { .source = UINT_MAX };
	const char *table = "";

	if (*store->type)
		tables = srcindex_tables(index, store->type);
	FOR_EACH(ref, &tables) {
		const struct mark *mark = mark_of(index, ref);
		bool has = false;

		/* the marks of one table stand side by side */
		if ((ref->source == last.source && !strcmp(mark->table, table)) ||
		    !srcindex_together(&index->v[source], &index->v[ref->source]))
			continue;
		last = *ref;
		table = mark->table;
		FOR_EACH(other, &stores)
			has = has || (other->source == ref->source &&
				      !strcmp(mark_of(index, other)->table, table));
		if (!has)
			return true;
	}
	return false;
}

/* @choice: the store it passed through; @missing: see struct call_way. */
static void enter(struct callgraph_walk *walk, const struct ref *ref, ssize_t from, bool action,
		  const struct ref *choice, bool missing)
{
	static const struct walk_state start = { 0 };
	struct walk_state state = from < 0 ? start : walk->v[from];
	const struct mark *mark = mark_of(walk->index, ref);

	if (mark->function < 0) {
		arrive(walk, ENTRY_UNKNOWN, from, ref);
		return;
	}
	state.source = ref->source;
	state.function = mark->function;
	state.parent = from;
	state.action = state.action || action;
	state.again = state.again || (!state.action && mark->kind == MARK_CALL &&
				      takes_before(walk, ref));
	state.broken = state.broken ||
		       outline_of(walk->index, ref->source)->functions[mark->function].broken;
	if (choice && state.choice) {
		state.choice_again = true;
	} else if (choice) {
		state.choice = mark_of(walk->index, choice);
		state.choice_in = choice->source;
		state.choice_missing = missing;
	}
	size_t *first = &walk->states[walk->index->v[state.source].first + (size_t)state.function];
	for (size_t i = *first; i; i = walk->v[i - 1].next) {
		const struct walk_state *known = &walk->v[i - 1];

		if (known->action == state.action && known->again <= state.again &&
		    known->choice_again <= state.choice_again &&
		    (!known->choice || known->choice == state.choice))
			return;
	}
	if (walk->nr >= FAR) {
		walk->out->cut = true;
		return;
	}
	state.next = *first;
	*LIST_ADD(walk) = state;
	*first = walk->nr;
}

/* Does a field of this name get other functions in the module? In structs of another
 * type (@types), a call may mean that field instead. */
static bool is_choice(const struct callgraph_walk *walk, const struct mark *store, unsigned source,
		      bool *types, bool *missing)
{
	struct refs stores = srcindex_stores(walk->index, store->other);
	bool choice = false;

	*types = false;
	FOR_EACH(ref, &stores) {
		const struct mark *other = mark_of(walk->index, ref);

		if (!strcmp(other->word, store->word) ||
		    !srcindex_together(&walk->index->v[source], &walk->index->v[ref->source]))
			continue;
		choice = true;
		*types = *types || strcmp(other->type, store->type);
	}
	*missing = is_left_out(walk, store, source);
	return choice || *missing;
}

/* A function stands in a field: who calls that? */
static void follow_store(struct callgraph_walk *walk, const struct ref *ref, ssize_t from)
{
	const struct family *family = walk->family;
	const struct mark *mark = mark_of(walk->index, ref);
	struct refs calls = srcindex_refs(walk->index, mark->other);
	bool called = false, choice, types, missing;

	if (family_names(&family->unbind, mark->type, mark->other)) {
		arrive(walk, ENTRY_UNBIND, from, ref);
		return;
	}
	if (family_names(&family->bind, mark->type, mark->other)) {
		arrive(walk, ENTRY_BIND, from, ref);
		return;
	}
	if (family_names(&family->elsewhere, mark->type, mark->other)) {
		arrive(walk, ENTRY_ELSEWHERE, from, ref);
		return;
	}
	choice = is_choice(walk, mark, ref->source, &types, &missing);
	FOR_EACH(call, &calls) {
		if (mark_of(walk->index, call)->kind != MARK_POINTER ||
		    !srcindex_together(&walk->index->v[ref->source], &walk->index->v[call->source]))
			continue;
		called = true;
		enter(walk, call, from, false, choice ? ref : NULL, missing);
	}
	if (!called || types)
		arrive(walk, ENTRY_UNKNOWN, from, ref);
}

static void follow_argument(struct callgraph_walk *walk, const struct ref *ref, ssize_t from)
{
	const struct family *family = walk->family;
	const struct mark *mark = mark_of(walk->index, ref);

	if (!strncmp(mark->other, "EXPORT_SYMBOL", 13))
		return;
	if (strlist_find(&family->actions, mark->other))
		enter(walk, ref, from, true, NULL, false);
	else if (family_names(&family->unbind, "", mark->other))
		arrive(walk, ENTRY_UNBIND, from, ref);
	else if (family_names(&family->bind, "", mark->other))
		arrive(walk, ENTRY_BIND, from, ref);
	else if (family_names(&family->elsewhere, "", mark->other))
		arrive(walk, ENTRY_ELSEWHERE, from, ref);
	else
		arrive(walk, ENTRY_UNKNOWN, from, ref);
}

/* One use of the name of the function at @from (-1: of what the walk is about). */
static void follow_field(struct callgraph_walk *walk, const struct ref *ref, ssize_t from)
{
	switch (mark_of(walk->index, ref)->kind) {
	case MARK_CALL:
		enter(walk, ref, from, false, NULL, false);
		break;
	case MARK_STORE:
		follow_store(walk, ref, from);
		break;
	case MARK_ARGUMENT:
		follow_argument(walk, ref, from);
		break;
	case MARK_MENTION:
		arrive(walk, ENTRY_UNKNOWN, from, ref);
		break;
	case MARK_POINTER:
		break;
	}
}

static void follow_all(struct callgraph_walk *walk, ssize_t at)
{
	const struct walk_state state = walk->v[at];
	const struct source *source = &walk->index->v[state.source];
	const struct outline_function *f = &source->outline.functions[state.function];
	struct refs refs = srcindex_refs(walk->index, f->name);
	bool exported = !f->local && srcindex_exports(walk->index, source, f->name), used = false;

	FOR_EACH(ref, &refs) {
		const struct mark *mark = mark_of(walk->index, ref);

		/* a function that names itself leads nowhere new */
		if ((ref->source == state.source && mark->function == state.function) ||
		    mark->kind == MARK_POINTER ||
		    is_inside(&walk->index->v[ref->source], mark, walk->family) ||
		    !strncmp(mark->other, "EXPORT_SYMBOL", 13) ||
		    !means(walk->index, state.source, f, exported, ref->source))
			continue;
		used = true;
		/* a macro without parameters is used by naming it */
		if (f->macro && mark->kind == MARK_MENTION && mark->function >= 0)
			enter(walk, ref, at, false, NULL, false);
		else
			follow_field(walk, ref, at);
	}
	if (!used)
		arrive(walk, f->macro ? ENTRY_NONE : ENTRY_UNKNOWN, at, NULL);
}

void callgraph_up(struct call_ways *out, const struct srcindex *index, const struct family *family,
		  const struct taking *taking, struct ref start)
{
	struct callgraph_walk walk = { .index = index,
				       .family = family,
				       .taking = taking,
				       .out = out,
				       .states = xcalloc(index->functions + 1,
							 sizeof(*walk.states)) };

	follow_field(&walk, &start, -1);
	for (size_t at = 0; at < walk.nr; at++)
		follow_all(&walk, (ssize_t)at);
	/* functions that only lead to each other: somebody outside calls one of them */
	if (!out->nr && walk.nr)
		arrive(&walk, ENTRY_UNKNOWN, (ssize_t)walk.nr - 1, NULL);
	FREE_ALL(walk.v, walk.states);
}

static void take_from(struct taking *taking, const struct srcindex *index,
		      const struct family *family, const struct ref *ref)
{
	struct call_ways ways CLEANUP(call_ways_release) = { 0 };
	struct callgraph_walk walk = { .index = index, .family = family, .out = &ways };

	if (mark_of(index, ref)->kind != MARK_CALL)
		return;
	walk.states = xcalloc(index->functions + 1, sizeof(*walk.states));
	enter(&walk, ref, -1, false, NULL, false);
	for (size_t at = 0; at < walk.nr; at++) {
		const struct source *source = &index->v[walk.v[at].source];
		size_t function = (size_t)walk.v[at].function;

		if (!walk.v[at].action && !walk.v[at].choice) {
			if (!at)
				strlist_add(&taking->names,
					    source->outline.functions[function].name);
			if (taking->functions[source->first + function] != TAKES_ITSELF)
				taking->functions[source->first + function] =
					at ? TAKES : TAKES_ITSELF;
		}
		follow_all(&walk, (ssize_t)at);
	}
	FREE_ALL(walk.v, walk.states);
}

void taking_find(struct taking *taking, const struct srcindex *index, const struct family *family)
{
	taking->functions = xcalloc(index->functions + 1, sizeof(*taking->functions));
	FOR_EACH(taker, &family->takers) {
		struct refs refs = srcindex_refs(index, *taker);

		FOR_EACH(ref, &refs)
			take_from(taking, index, family, ref);
	}
	strlist_sort(&taking->names);
}

void taking_release(struct taking *taking)
{
	free(taking->functions);
	strlist_release(&taking->names);
	*taking = (struct taking){ 0 };
}

void call_ways_release(struct call_ways *reaches)
{
	FOR_EACH(reach, reaches)
		free(reach->path);
	LIST_RELEASE(reaches);
}
