// SPDX-License-Identifier: GPL-2.0
/* Adds up what became of objects. */
#include "build/judge.h"

#include "build/compile.h"
#include "build/definers.h"
#include "build/postcheck.h"
#include "build/symbols.h"
#include "build/target_build.h"
#include "lib/cleanup.h"
#include "result/result.h"

#include <string.h>

/* How much a kind weighs against others. */
static int weight(enum verdict_kind kind)
{
	switch (kind) {
	case VERDICT_FAIL:
		return 4;
	case VERDICT_UNCOVERED:
		return 3;
	case VERDICT_VOID:
		return 2;
	case VERDICT_SKIPPED:
		return 1;
	default:
		return 0;
	}
}

void tally_complain(struct tally *tally, enum verdict_kind kind, const char *source,
		    const char *what, const char *log)
{
	char **complaint = LIST_ADD(&tally->complaints);

	*complaint = xasprintf("%s: %s", source, what);
	if (weight(kind) > weight(tally->kind)) {
		char *first = tally->complaints.v[0];

		tally->complaints.v[0] = *complaint;
		*complaint = first;
		tally->kind = kind;
		free(tally->source);
		tally->source = xstrdup(source);
		free(TAKE(tally->log));
	}
	if (!tally->log && log)
		tally->log = xstrdup(log);
}

static void complain_object(struct tally *tally, enum verdict_kind kind,
			    const struct object *object, const char *what)
{
	tally_complain(tally, kind, object->source, what, object->result.log);
}

/* Each warning of @result that the series is not to blame for is used up once: a second
 * copy is new. */
struct known_objects {
	const struct strlist *warnings;		/* borrowed; NULL: none */
	bool *used;
};

static void know(struct known_objects *known, const struct object *object)
{
	known->warnings = object ? &object->result.warnings : NULL;
	known->used = object ? xcalloc(known->warnings->nr + 1, sizeof(bool)) : NULL;
}

static bool use_up(struct known_objects *known, const char *warning)
{
	for (size_t i = 0; known->warnings && i < known->warnings->nr; i++) {
		if (known->used[i] || strcmp(known->warnings->v[i], warning) != 0)
			continue;
		known->used[i] = true;
		return true;
	}
	return false;
}

/* Does another parent of the merge that made this object give the warning? */
static bool is_merged(struct target_build *build, const struct object *object, const char *warning)
{
	struct object *parent;

	for (size_t i = 0; target_build_merged(build, object, i, &parent); i++)
		if (parent && strlist_has(&parent->result.warnings, warning))
			return true;
	return false;
}

/* Those of the base are not the series' fault, those before this commit not its own. */
static void judge_warnings(struct tally *tally, struct target_build *build,
			   const struct object *object)
{
	struct known_objects base, before, in_series;

	know(&base, target_build_base(build, object));
	know(&before, target_build_before(build, object));
	know(&in_series, target_build_in_series(build, object));
	FOR_EACH(warning, &object->result.warnings) {
		bool old = use_up(&base, *warning), earlier = use_up(&before, *warning);

		if (!old && !earlier && !is_merged(build, object, *warning))
			complain_object(tally,
					use_up(&in_series, *warning) ? VERDICT_SKIPPED :
								       VERDICT_FAIL,
					object, *warning);
	}
	FREE_ALL(base.used, before.used, in_series.used);
}

static bool failed_to_compile(const struct object *object)
{
	return object && object->done && !object->result.ok;
}

/* An error that a parent has as well is that of an earlier commit, or of the base. */
static enum verdict_kind whose_error(struct target_build *build, const struct object *object)
{
	bool in_base = failed_to_compile(target_build_base(build, object));
	struct object *before = target_build_before(build, object), *parent;
	bool earlier = failed_to_compile(before);

	for (size_t i = 0; target_build_merged(build, object, i, &parent); i++)
		earlier = earlier || failed_to_compile(parent);
	if (earlier)
		return in_base ? VERDICT_VOID : VERDICT_SKIPPED;
	if (in_base && !(before && before->done))
		return VERDICT_VOID;
	return failed_to_compile(target_build_in_series(build, object)) ? VERDICT_SKIPPED :
									  VERDICT_FAIL;
}

static void judge_error(struct tally *tally, struct target_build *build,
			const struct object *object)
{
	const struct strlist *errors = &object->result.errors;

	complain_object(tally, whose_error(build, object), object,
			errors->nr ? errors->v[0] : "no object");
}

void judge_object(struct tally *tally, struct target_build *build, const struct object *object)
{
	if (!object->done) {
		tally->left_out++;
		return;
	}
	tally->seconds += object->result.seconds;
	tally->reused = tally->reused && object->reused;
	if (!object->result.ok)
		judge_error(tally, build, object);
	else if (object->result.warnings.nr)
		judge_warnings(tally, build, object);
}

/* The symbols that are new against the base and that nobody offers; @unknown: of which nothing
 * can tell. */
static int find_missing(struct target_build *build, const struct object *object,
			struct strlist *missing, struct strlist *unknown)
{
	struct strlist doubtful CLEANUP(strlist_release) = { 0 };
	const struct object *base;

	if (symbols_doubtful(build, object, &doubtful) < 0)
		return -1;
	base = doubtful.nr ? target_build_base(build, object) : NULL;
	if (base)
		symbols_new(base, &doubtful, missing);
	else
		strlist_add_all(missing, &doubtful);
	return definers_settle(build, object, missing, unknown);
}

static bool has_words(const struct object *object)
{
	if (!object->words)
		return true;
	FOR_EACH(symbol, &object->result.undefined)
		if (strlist_find(object->words, *symbol))
			return true;
	return false;
}

/* "?...": neither a yes nor a no. Of a base without an object nobody knows what it would say. */
static void complain_post(struct tally *tally, const struct object *object, const char *text,
			  bool in_base)
{
	bool riddle = *text == '?';
	enum verdict_kind kind = riddle ? VERDICT_UNCOVERED : in_base ? VERDICT_VOID :
									VERDICT_FAIL;

	complain_object(tally, kind, object, text + riddle);
}

/* What modpost says of it, and did not say in the base. */
static int judge_terms(struct tally *tally, struct target_build *build,
		       const struct object *object)
{
	struct strlist broken CLEANUP(strlist_release) = { 0 };
	struct strlist base CLEANUP(strlist_release) = { 0 };
	struct strlist in_series CLEANUP(strlist_release) = { 0 };
	const struct object *old, *same;

	if (!has_words(object))
		return 0;
	if (postcheck_object(build, &build->modules, object, &broken) < 0)
		return -1;
	if (!broken.nr)
		return 0;
	old = target_build_base(build, object);
	same = target_build_in_series(build, object);
	if (compile_all(build) < 0 ||
	    (old && postcheck_object(build, &build->modules, old, &base) < 0) ||
	    (same && postcheck_object(build, &build->modules, same, &in_series) < 0))
		return -1;
	FOR_EACH(text, &broken) {
		if (strlist_has(&base, *text))
			continue;
		if (strlist_has(&in_series, *text))
			complain_object(tally, VERDICT_SKIPPED, object, *text + (**text == '?'));
		else
			complain_post(tally, object, *text, failed_to_compile(old));
	}
	return 0;
}

/* Where the base has no object nobody can tell which symbols were missing there. */
static enum verdict_kind whose_symbol(struct target_build *build, const struct object *object,
				      const struct strlist *before, const char *symbol)
{
	if (strlist_has(before, symbol))
		return VERDICT_SKIPPED;
	return failed_to_compile(target_build_base(build, object)) ? VERDICT_VOID : VERDICT_FAIL;
}

/* Has this commit, or one before it, taken the object into another module, or vmlinux? Who was
 * linked with it may miss it now, and what the new place has twice or lacks is not looked for. */
static void doubt_moved(struct tally *tally, const struct target_build *build,
			const struct object *object)
{
	for (size_t i = 0; i < build->changed.nr; i++) {
		if (!strlist_has(&build->changed.v[i].rebuild.moved, object->source) ||
		    !revisions_follows(&build->revisions, object->revision, i + 1))
			continue;
		complain_object(tally, VERDICT_UNCOVERED, object,
				"it is linked into something else now, and that link is not "
				"checked: treewide prove --level full decides");
		return;
	}
}

static bool defines(const struct object *object, const char *symbol)
{
	return object->done && object->result.ok && strlist_find(&object->result.defined, symbol) &&
	       !strlist_find(&object->result.weak, symbol);
}

/* The object defined it before, so nothing else did (a link takes one), and nothing else that
 * changes up to here defines it now. */
static bool has_lost(struct target_build *build, const struct object *object, const char *symbol)
{
	size_t before = build->revisions.v[object->revision].before;
	const struct view *view = &build->revisions.v[before].view;

	if (object->revision == before || !view_find(view, object->source) ||
	    !defines(object_want(&build->objects, &build->modules, object->source, before), symbol))
		return false;
	for (size_t i = 0; i < build->changed.nr; i++)
		FOR_EACH(other, &build->changed.v[i].objects)
			if (revisions_follows(&build->revisions, object->revision, i + 1) &&
			    strcmp((*other)->source, object->source) != 0 &&
			    (!(*other)->done || defines(*other, symbol)))
				return false;
	return true;
}

int judge_symbols(struct tally *tally, struct target_build *build, const struct object *object)
{
	struct strlist missing CLEANUP(strlist_release) = { 0 };
	struct strlist before CLEANUP(strlist_release) = { 0 };
	struct strlist unknown CLEANUP(strlist_release) = { 0 };
	struct strlist earlier CLEANUP(strlist_release) = { 0 };
	const struct object *in_series;

	tally->left_out += !object->done;
	if (!object->result.ok)
		return 0;
	tally->reused = tally->reused && object->reused;
	doubt_moved(tally, build, object);
	if (find_missing(build, object, &missing, &unknown) < 0)
		return -1;
	in_series = missing.nr ? target_build_in_series(build, object) : NULL;
	if (in_series && find_missing(build, in_series, &before, &earlier) < 0)
		return -1;
	FOR_EACH(symbol, &missing) {
		char *what CLEANUP(free_text) =
			xasprintf("nothing in this %s exports %s",
				  in_series ? "tree" : "commit", *symbol);

		complain_object(tally, whose_symbol(build, object, &before, *symbol), object, what);
	}
	FOR_EACH(symbol, &unknown) {
		bool lost = has_lost(build, object, *symbol);
		char *what CLEANUP(free_text) =
			lost ? xasprintf("%s is needed here, and this commit takes away what "
					 "defined it", *symbol) :
			       xasprintf("nothing shows what defines %s: it may be a macro, or a "
					 "Makefile rule of its own", *symbol);

		complain_object(tally, lost ? VERDICT_FAIL : VERDICT_UNCOVERED, object, what);
	}
	return judge_terms(tally, build, object);
}

void judge_tell(struct tally *tally, struct target_build *build, size_t commit, const char *check,
		const char *evidence, char *good)
{
	struct verdict *verdict;
	char *detail = good;

	if (tally->left_out && tally->kind != VERDICT_FAIL)
		tally_complain(tally, VERDICT_SKIPPED, "not examined",
			       "another commit has failed (--fail-fast)", NULL);
	if (tally->complaints.nr) {
		detail = tally->complaints.nr > 1 ?
				 xasprintf("%s (and %zu more)", tally->complaints.v[0],
					   tally->complaints.nr - 1) :
				 xstrdup(tally->complaints.v[0]);
		free(good);
	}
	verdict = verdicts_add(&build->proof->v[commit].verdicts, check,
			       tally->target ? tally->target : build->kbuild.target.name,
			       tally->kind,
			       tally->kind == VERDICT_UNCOVERED ? "" : evidence, detail);
	verdict->log = TAKE(tally->log);
	verdict->seconds = tally->seconds;
	verdict->reused = tally->reused;
	tally_release(tally);
}

void tally_release(struct tally *tally)
{
	strlist_release(&tally->complaints);
	free(TAKE(tally->source));
	free(TAKE(tally->log));
}
