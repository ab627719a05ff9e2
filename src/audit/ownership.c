// SPDX-License-Identifier: GPL-2.0
/* Decides who owns what a call took. */
#include "audit/ownership.h"

#include "lib/cleanup.h"

#include <string.h>

/* Collects the uses of an API. */

/* Is the source a piece of the API itself? It uses its functions in its own way. */
static bool implements(const struct source *source, const struct family *family)
{
	for (size_t i = 0; i < source->outline.nr_functions; i++)
		if (!source->outline.functions[i].local &&
		    strlist_find(&family->words, source->outline.functions[i].name))
			return true;
	return false;
}

static void find_uses(struct api_use_list *uses, const struct srcindex *index,
		      const struct family *family, const struct taking *taking,
		      const struct strlist *words)
{
	FOR_EACH(word, words) {
		struct refs refs = srcindex_refs(index, *word);

		FOR_EACH(ref, &refs) {
			const struct source *source = &index->v[ref->source];
			const struct mark *mark = &source->outline.marks[ref->mark];
			struct api_use *use;

			if (mark->kind == MARK_POINTER ||
			    !strncmp(mark->other, "EXPORT_SYMBOL", 13) ||
			    implements(source, family))
				continue;
			use = LIST_ADD(uses);
			use->ref = *ref;
			callgraph_up(&use->ways, index, family, taking, *ref);
		}
	}
}

void api_uses_find(struct api_uses *roles, const struct srcindex *index,
		   const struct family *family)
{
	struct taking taking CLEANUP(taking_release) = { 0 };

	taking_find(&taking, index, family);
	find_uses(&roles->takes, index, family, &taking, &family->takers);
	find_uses(&roles->releases, index, family, &taking, &family->releasers);
	find_uses(&roles->enables, index, family, NULL, &family->enablers);
	find_uses(&roles->plain, index, family, NULL, &family->plain);
}

static void uses_release(struct api_use_list *uses)
{
	FOR_EACH(use, uses)
		call_ways_release(&use->ways);
	free(uses->v);
}

void api_uses_release(struct api_uses *roles)
{
	uses_release(&roles->takes);
	uses_release(&roles->releases);
	uses_release(&roles->enables);
	uses_release(&roles->plain);
	*roles = (struct api_uses){ 0 };
}

#define ALIKE 3 /* ways that are told for one line */

/* Releases that matter for one driver, by what they are worth. */
struct release_tally {
	unsigned sure, choice, unknown, again, elsewhere;
	const struct api_use *use[5];	/* the first of each, in that order */
	const struct call_way *way[5];
};

enum worth { WORTH_SURE, WORTH_CHOICE, WORTH_UNKNOWN, WORTH_AGAIN, WORTH_ELSEWHERE, WORTH_NOTHING };
enum enabling { ENABLED_MANAGED, ENABLED_PLAIN, ENABLED_BOTH, ENABLED_ELSEWHERE, ENABLED_NOWHERE };

struct judge {
	struct judgement *out;
	const struct srcindex *index;
	const struct family *family;
	const struct api_uses *uses;
	const struct api_use *take;
	struct {
		const struct mark **v;
		size_t nr, alloc;
	} covered;	/* stores through which unbind gets to a release; sorted */
};

static const struct source *source_of_use(const struct judge *judge, unsigned source)
{
	return &judge->index->v[source];
}

static const struct mark *mark_of(const struct judge *judge, const struct api_use *use)
{
	return &source_of_use(judge, use->ref.source)->outline.marks[use->ref.mark];
}

static bool is_together(const struct judge *judge, unsigned a, unsigned b)
{
	return a == b || srcindex_together(source_of_use(judge, a), source_of_use(judge, b));
}

static bool same_root(const struct call_way *a, const struct call_way *b)
{
	return a->source == b->source && a->function == b->function;
}

/* Where a way begins, in words; owned by the caller. */
static char *entry_text(const struct call_way *way)
{
	static const char *const names[] = { "on bind", "on unbind", "at other times",
					     "not seen when", "never" };
	const struct mark *handed = way->handed;
	const char *path = *way->path ? way->path : "here";

	if (!handed || handed->kind == MARK_CALL)
		return xasprintf("%s: %s", names[way->entry], path);
	if (handed->kind == MARK_STORE)
		return xasprintf("%s: %s, .%s%s%s%s%s", names[way->entry], path, handed->other,
				 *handed->table ? " of " : "", handed->type,
				 *handed->type ? " " : "", handed->table);
	if (!*handed->other)
		return xasprintf("%s: %s, named elsewhere", names[way->entry], path);
	return xasprintf("%s: %s, handed to %s()", names[way->entry], path, handed->other);
}

/* Of many ways to one line only some are told, unless this one decides. */
static void add_evidence(struct judge *judge, const struct api_use *use, const char *does,
			 const struct call_way *way, bool decides)
{
	char *entry CLEANUP(free_text) = way ? entry_text(way) : xstrdup("");
	const struct mark *mark = mark_of(judge, use);
	char *what = xasprintf("%s: %s(), %s", does, mark->word, entry);
	const char *file = source_of_use(judge, use->ref.source)->path;
	struct evidence *row;
	unsigned alike = 0;
	bool known_already = false;

	FOR_EACH(known, &judge->out->evidence) {
		if (strcmp(known->file, file) || known->line != mark->line)
			continue;
		alike++;
		known_already = known_already || !strcmp(known->what, what);
	}
	if (known_already || (alike >= ALIKE && !decides)) {
		free(what);
		return;
	}
	row = LIST_ADD(&judge->out->evidence);
	*row = (struct evidence){ xstrdup(file), mark->line, what };
}

/* Is any of @uses in the modules of @source? */
static const struct api_use *use_in(const struct judge *judge, const struct api_use_list *uses,
				    unsigned source)
{
	FOR_EACH(use, uses)
		if (mark_of(judge, use)->kind == MARK_CALL &&
		    is_together(judge, use->ref.source, source))
			return use;
	return NULL;
}

static bool enabled_by(struct judge *judge, const struct api_use_list *uses,
		       const struct call_way *bind, const char *does)
{
	bool found = false;

	FOR_EACH(use, uses)
		FOR_EACH(way, &use->ways)
			if (way->entry == ENTRY_BIND && same_root(way, bind)) {
				add_evidence(judge, use, does, way, false);
				found = true;
			}
	return found;
}

/* Does @way begin as @first does, function by function? */
static bool goes_through(const struct call_way *way, const struct call_way *first)
{
	size_t len = strlen(first->path);

	return first->entry == ENTRY_BIND && same_root(first, way) && len &&
	       !strncmp(way->path, first->path, len) && (!way->path[len] || way->path[len] == ' ');
}

/* @way goes on from the function in which the judged call stands: only behind that call? */
static bool goes_on_behind(const struct judge *judge, const struct call_way *way, size_t len)
{
	const struct source *source = source_of_use(judge, judge->take->ref.source);
	const struct mark *take = mark_of(judge, judge->take);
	const char *next = way->path + len + strspn(way->path + len, " ->");
	size_t size = strcspn(next, "(");
	bool found = false;

	for (size_t i = 0; i < source->outline.nr_marks; i++) {
		const struct mark *mark = &source->outline.marks[i];

		if (mark->function != take->function || strlen(mark->word) != size ||
		    strncmp(mark->word, next, size) != 0)
			continue;
		if (mark->line < take->line)
			return false;
		found = true;
	}
	return found;
}

/* Does @use stand in the function of the judged call, which @way leads to, and behind that call? */
static bool stands_behind(const struct judge *judge, const struct call_way *bind,
			  const struct api_use *use, const struct call_way *way)
{
	return !strcmp(way->path, bind->path) && use->ref.source == judge->take->ref.source &&
	       mark_of(judge, use)->line > mark_of(judge, judge->take)->line;
}

/* Is it certain that @plain, a way to @other, is no other choice than @managed, on the way @bind to
 * the call? */
static bool is_beside(const struct judge *judge, const struct call_way *bind,
		      const struct call_way *managed, const struct api_use *other,
		      const struct call_way *plain)
{
	if (goes_through(bind, plain))
		return stands_behind(judge, bind, other, plain);
	return !goes_through(plain, managed) ||
	       (!strcmp(managed->path, bind->path) &&
		goes_on_behind(judge, plain, strlen(managed->path)));
}

/*
 * A driver that enables in both ways: what is enabled as managed in a function on the very
 * way to the call stays so, whatever is done beside that way.
 */
static bool stays_managed(const struct judge *judge, const struct call_way *bind)
{
	FOR_EACH(use, &judge->uses->enables)
		FOR_EACH(managed, &use->ways) {
			bool sure = goes_through(bind, managed);

			FOR_EACH(other, &judge->uses->plain)
				FOR_EACH(plain, &other->ways)
					if (sure && plain->entry == ENTRY_BIND &&
					    same_root(plain, bind))
						sure = is_beside(judge, bind, managed, other,
								 plain);
			if (sure)
				return true;
		}
	return false;
}

/* @bind: the way to the call; NULL: no bind leads to it. */
static enum enabling how_enabled(struct judge *judge, const struct call_way *bind,
				 const struct call_way *root)
{
	const struct api_uses *uses = judge->uses;
	bool managed = enabled_by(judge, &uses->enables, root, "enables as managed");
	bool plain = enabled_by(judge, &uses->plain, root, "enables");
	const struct api_use *other;

	if (managed && plain)
		return bind && stays_managed(judge, bind) ? ENABLED_MANAGED : ENABLED_BOTH;
	if (managed || plain)
		return managed ? ENABLED_MANAGED : ENABLED_PLAIN;
	other = use_in(judge, &judge->uses->enables, root->home);
	if (other) {
		add_evidence(judge, other, "enables as managed",
			     other->ways.nr ? other->ways.v : NULL, false);
		return ENABLED_ELSEWHERE;
	}
	other = use_in(judge, &judge->uses->plain, root->home);
	if (!other)
		return ENABLED_NOWHERE;
	add_evidence(judge, other, "enables", other->ways.nr ? other->ways.v : NULL, false);
	return ENABLED_ELSEWHERE;
}

/* Does the use release what the judged call takes? */
static bool suits(const struct judge *judge, const struct api_use *use)
{
	return family_releases(judge->family, mark_of(judge, use)->word,
			       mark_of(judge, judge->take)->word);
}

static int by_address(const void *a, const void *b)
{
	const struct mark *x = *(const struct mark *const *)a;
	const struct mark *y = *(const struct mark *const *)b;

	return (x > y) - (x < y);
}

static void find_covered(struct judge *judge)
{
	FOR_EACH(use, &judge->uses->releases)
		if (suits(judge, use))
			FOR_EACH(way, &use->ways)
				if (way->choice && way->entry == ENTRY_UNBIND && !way->again)
					*LIST_ADD(&judge->covered) = way->choice;
	LIST_SORT(&judge->covered, by_address);
}

static bool is_covered(const struct judge *judge, const struct mark *store)
{
	return judge->covered.nr && bsearch(&store, judge->covered.v, judge->covered.nr,
					    sizeof(*judge->covered.v), by_address);
}

/* Do all functions that the field of @way gets in the module release on unbind? */
static bool all_choices(const struct judge *judge, const struct call_way *way)
{
	struct refs stores = srcindex_stores(judge->index, way->choice->other);

	if (way->choice_missing)
		return false;
	FOR_EACH(ref, &stores) {
		const struct mark *store =
			&source_of_use(judge, ref->source)->outline.marks[ref->mark];

		if (is_together(judge, ref->source, way->choice_in) && !is_covered(judge, store))
			return false;
	}
	return true;
}

/* What is the release over @way worth for the driver that binds through @bind? */
static enum worth worth_of(const struct judge *judge, const struct call_way *bind,
			   const struct call_way *root, const struct call_way *way)
{
	if (way->entry == ENTRY_NONE)
		return WORTH_NOTHING;
	if (way->broken)
		return WORTH_UNKNOWN;
	if (way->entry == ENTRY_BIND || way->entry == ENTRY_ELSEWHERE)
		return WORTH_ELSEWHERE;
	if (way->again)
		return WORTH_AGAIN;
	if (way->entry == ENTRY_UNKNOWN)
		return WORTH_UNKNOWN;
	if (root->driver.table && way->driver.table && root->handed && way->handed) {
		bool alike = !strcmp(root->handed->type, way->handed->type);

		/* what is taken on bind is not always stopped, only what was started */
		if (bind && !alike)
			return WORTH_UNKNOWN;
		/* the remove of another driver in the same module */
		if (alike && !place_equal(&root->driver, &way->driver))
			return WORTH_NOTHING;
	}
	if (way->choice && (way->choice_again || !all_choices(judge, way))) {
		struct place mine, other;

		if (!bind || !bind->choice || way->choice_again)
			return WORTH_CHOICE;
		mine = place_of(bind->choice, bind->choice_in);
		other = place_of(way->choice, way->choice_in);
		return place_equal(&mine, &other) ? WORTH_SURE : WORTH_CHOICE;
	}
	return WORTH_SURE;
}

/* Does the release have anything to do with what is judged? */
static bool is_related(const struct judge *judge, const struct call_way *bind,
		       const struct api_use *use, const struct call_way *way)
{
	unsigned taker = judge->take->ref.source;

	if (!suits(judge, use))
		return false;
	if (bind && is_together(judge, way->home, bind->home))
		return true;
	/* a header is linked into nothing by itself */
	if (source_of_use(judge, taker)->header)
		return false;
	if (bind)
		return is_together(judge, use->ref.source, taker) &&
		       is_together(judge, way->home, taker);
	return is_together(judge, use->ref.source, taker) || is_together(judge, way->home, taker);
}

static void tally_releases(struct judge *judge, const struct call_way *bind,
			   const struct call_way *root, struct release_tally *tally)
{
	unsigned *const counts[] = { &tally->sure, &tally->choice, &tally->unknown,
				     &tally->again, &tally->elsewhere };
	unsigned near = judge->take->ref.source;

	FOR_EACH(use, &judge->uses->releases) {
		FOR_EACH(way, &use->ways) {
			enum worth worth;

			if (!is_related(judge, bind, use, way))
				continue;
			worth = worth_of(judge, bind, root, way);
			/* behind those that were followed there may be one that counts more */
			if (use->ways.cut && worth > WORTH_UNKNOWN)
				worth = WORTH_UNKNOWN;
			add_evidence(judge, use, "releases", way, false);
			if (worth == WORTH_NOTHING)
				continue;
			/* the nearest one is the best reason */
			if (!(*counts[worth])++ || (use->ref.source == near &&
						    tally->use[worth]->ref.source != near)) {
				tally->use[worth] = use;
				tally->way[worth] = way;
			}
		}
	}
}

/* The release that decides, in words; owned by the caller. */
static char *sentence(struct judge *judge, const struct release_tally *tally, enum worth worth)
{
	const struct api_use *use = tally->use[worth];
	char *entry CLEANUP(free_text) = entry_text(tally->way[worth]);

	add_evidence(judge, use, "releases", tally->way[worth], true);
	return xasprintf("%s() in %s:%u, %s", mark_of(judge, use)->word,
			 source_of_use(judge, use->ref.source)->path, mark_of(judge, use)->line,
			 entry);
}

/* The class for one driver; @why is owned by the caller. */
static enum ownership judge_one(struct judge *judge, const struct call_way *bind,
				const struct call_way *root, enum enabling enabling, char **why)
{
	bool managed = enabling == ENABLED_MANAGED;
	const char *how = managed ? "managed" : "not managed";
	struct release_tally tally = { 0 };
	char *release CLEANUP(free_text) = NULL;

	judge->out->maybe_managed = judge->out->maybe_managed || enabling != ENABLED_PLAIN;
	judge->out->maybe_plain = judge->out->maybe_plain || enabling != ENABLED_MANAGED;
	tally_releases(judge, bind, root, &tally);
	if (enabling != ENABLED_MANAGED && enabling != ENABLED_PLAIN) {
		static const char *const reasons[] = {
			[ENABLED_BOTH] = "the device is enabled both managed and unmanaged",
			[ENABLED_ELSEWHERE] = "the device is enabled, but not on the path that "
					      "leads here",
			[ENABLED_NOWHERE] = "the device is enabled in another module",
		};

		*why = xstrdup(reasons[enabling]);
		return OWNER_UNCLEAR;
	}
	if (tally.sure) {
		release = sentence(judge, &tally, WORTH_SURE);
		*why = xasprintf("%s, released by %s", how, release);
		return managed ? OWNER_MIXED : OWNER_EXPLICIT;
	}
	if (tally.choice) {
		release = sentence(judge, &tally, WORTH_CHOICE);
		*why = xasprintf("%s; only one of several functions releases: "
				 "%s", how, release);
		return OWNER_UNCLEAR;
	}
	if (tally.unknown) {
		release = sentence(judge, &tally, WORTH_UNKNOWN);
		*why = xasprintf("%s; released through a pointer: %s", how, release);
		return OWNER_UNCLEAR;
	}
	if (tally.again) {
		release = sentence(judge, &tally, WORTH_AGAIN);
		*why = xasprintf("%s; released only after it may have been taken again: "
				 "%s", how, release);
		return OWNER_UNCLEAR;
	}
	if (tally.elsewhere) {
		release = sentence(judge, &tally, WORTH_ELSEWHERE);
		*why = xasprintf("%s, not released on unbind, only by %s", how, release);
		return managed ? OWNER_ERROR_ONLY : OWNER_LEAK;
	}
	*why = xasprintf("%s, released nowhere", how);
	return managed ? OWNER_IMPLICIT : OWNER_LEAK;
}

/* Merge the answer for one more driver. */
static void merge_judgements(struct judgement *out, enum ownership owner, char *why,
			     const char *driver)
{
	if (!out->why) {
		out->owner = owner;
		out->why = why;
		return;
	}
	if (out->owner != owner && out->owner != OWNER_UNCLEAR) {
		char *both = xasprintf("it depends on the driver: %s (%s), but %s for %s",
				       owner_name(out->owner), out->why, owner_name(owner), driver);

		free(out->why);
		out->why = both;
		out->owner = OWNER_UNCLEAR;
	}
	free(why);
}

static void judge_bind(struct judge *judge, const struct call_way *bind,
		       const struct call_way *root)
{
	char *why = NULL;
	enum enabling enabling = how_enabled(judge, bind, root);
	enum ownership owner = judge_one(judge, bind, root, enabling, &why);

	merge_judgements(judge->out, owner, why,
			 root->driver.table ? root->driver.table : root->path);
}

/* All drivers of the module of the call, for a call that no bind leads to. */
static void judge_module(struct judge *judge)
{
	const struct api_use_list *both[] = { &judge->uses->enables, &judge->uses->plain };

	for (size_t i = 0; i < 2; i++)
		FOR_EACH(use, both[i])
			FOR_EACH(way, &use->ways)
				if (way->entry == ENTRY_BIND &&
				    is_together(judge, way->home, judge->take->ref.source))
					judge_bind(judge, NULL, way);
	if (!judge->out->why) {
		struct call_way here = { .home = judge->take->ref.source, .function = -1,
				      .path = (char *)"" };

		judge_bind(judge, NULL, &here);
	}
}

static bool is_unsure(struct judge *judge)
{
	const struct source *source = source_of_use(judge, judge->take->ref.source);
	const struct mark *mark = mark_of(judge, judge->take);

	if (mark->kind != MARK_CALL) {
		judge->out->why = xasprintf("%s is not called here, only its address is passed on",
					    mark->word);
		return true;
	}
	FOR_EACH(way, &judge->take->ways)
		if (way->broken) {
			judge->out->why = xasprintf("the braces of a function do not match: %s",
						    way->path);
			return true;
		}
	if (judge->take->ways.cut)
		judge->out->why = xstrdup("too many call paths lead here");
	else if (source->outline.functions[mark->function].broken)
		judge->out->why = xasprintf("the braces of %s() do not match",
					    source->outline.functions[mark->function].name);
	return judge->out->why != NULL;
}

void ownership_judge(struct judgement *out, const struct srcindex *index,
		     const struct family *family, const struct api_uses *uses,
		     const struct api_use *take)
{
	struct judge judge = { out, index, family, uses, take };
	bool bound = false;

	out->owner = OWNER_UNCLEAR;
	if (is_unsure(&judge)) {
		out->maybe_managed = out->maybe_plain = true;
		return;
	}
	find_covered(&judge);
	FOR_EACH(way, &take->ways) {
		add_evidence(&judge, take, "takes", way, false);
		if (way->entry == ENTRY_BIND) {
			judge_bind(&judge, way, way);
			bound = true;
		}
	}
	if (!bound && index->v[take->ref.source].header) {
		out->why = xstrdup("the call is in a header, and no driver is seen to reach it on "
				   "bind");
		out->maybe_managed = out->maybe_plain = true;
	} else if (!bound) {
		judge_module(&judge);
	}
	free(judge.covered.v);
}

void judgement_release(struct judgement *judgement)
{
	FOR_EACH(row, &judgement->evidence)
		FREE_ALL(row->file, row->what);
	FREE_ALL(judgement->evidence.v, judgement->why);
	*judgement = (struct judgement){ 0 };
}
