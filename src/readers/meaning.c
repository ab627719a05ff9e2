// SPDX-License-Identifier: GPL-2.0
/* Follows the words of an addition through macros, declarations and conditions. */
#include "readers/meaning.h"

#include "csrc/addition.h"
#include "csrc/clex.h"
#include "kbuild/closure.h"
#include "lib/lib.h"

/* As what a name is asked for. */
enum name_use { USE_MACRO, USE_PLAIN, USE_TAG };

struct asked {
	char *name;
	enum name_use use;
};

/* A condition of file @file tests @name. */
struct tested {
	char *name;
	size_t file;
	unsigned line;
};

/* Where a name gets a meaning: number @nr of the directives, or of the declarations, of a file. */
struct name_place {
	char *name;
	size_t file, nr;
};

struct name_places {
	struct name_place *v;
	size_t nr, alloc;
};

struct meaning_search {
	struct meaning *out;
	const struct addition *addition;
	const struct closure *closure;
	struct name_places macros, declared;	/* sorted by name */
	struct {
		struct asked *v;
		size_t nr, alloc;
	} asked;
	struct {
		struct tested *v;
		size_t nr, alloc;
	} tests;
	bool inside;		/* bodies of types matter */
};

static void free_search(struct meaning_search *search)
{
	FOR_EACH(one, &search->macros)
		free(one->name);
	FOR_EACH(one, &search->declared)
		free(one->name);
	FOR_EACH(one, &search->asked)
		free(one->name);
	FOR_EACH(one, &search->tests)
		free(one->name);
	FREE_ALL(search->macros.v, search->declared.v, search->asked.v, search->tests.v);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct name_place *)a)->name, ((const struct name_place *)b)->name);
}

/* Does a line of a file stand in front of the addition? */
static bool stands_before(const struct closure *closure, size_t file, unsigned line)
{
	return file || line < closure->line;
}

static unsigned declaration_line(const struct closure_file *file, size_t nr)
{
	return file->declarations.tokens.v[file->declarations.v[nr].first].line;
}

static unsigned declaration_last(const struct closure_file *file, size_t nr)
{
	return file->declarations.tokens.v[file->declarations.v[nr].end - 1].line;
}

static void index_macros(struct meaning_search *search, size_t nr)
{
	const struct closure_file *file = &search->closure->v[nr];

	FOR_EACH(directive, &file->directives)
		if (directive->kind <= DIRECTIVE_UNDEF)
			*LIST_ADD(&search->macros) = (struct name_place){
				xstrdup(directive->name), nr,
				(size_t)(directive - file->directives.v)
			};
}

static void index_declared(struct meaning_search *search, size_t nr)
{
	const struct closure_file *file = &search->closure->v[nr];
	const struct declarations *list = &file->declarations;

	FOR_EACH(name, &list->names)
		if (!list->tokens.v[list->v[name->declaration].first].opens)
			*LIST_ADD(&search->declared) = (struct name_place){
				xstrndup(name->text, name->len), nr, name->declaration
			};
}

static size_t first_place(const struct name_places *places, const char *name)
{
	return LIST_FIRST(places, place, strcmp(place->name, name) < 0);
}

#define FOR_EACH_PLACE(it, places, wanted) \
	for (const struct name_place *it = (places)->v + first_place(places, wanted); \
	     it < (places)->v + (places)->nr && !strcmp(it->name, wanted); it++)

static void ask_name(struct meaning_search *search, const char *name, enum name_use use)
{
	FOR_EACH(asked, &search->asked)
		if (asked->use == use && !strcmp(asked->name, name))
			return;
	if (!strlist_find(&search->addition->own, name))
		*LIST_ADD(&search->asked) = (struct asked){ xstrdup(name), use };
}

static void ask_all(struct meaning_search *search, const struct strlist *names, enum name_use use)
{
	FOR_EACH(name, names)
		ask_name(search, *name, use);
}

static void ask_roles(struct meaning_search *search, const struct wordroles *roles)
{
	ask_all(search, &roles->others, USE_MACRO);
	ask_all(search, &roles->plain, USE_PLAIN);
	ask_all(search, &roles->tags, USE_TAG);
	search->inside = search->inside || roles->inside;
}

/* The conditions around lines of a file are asked for. */
static void ask_tests(struct meaning_search *search, size_t nr, unsigned first, unsigned last)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	directives_tests(&search->closure->v[nr].directives, first, last, &names);
	ask_all(search, &names, USE_MACRO);
	FOR_EACH(name, &names)
		*LIST_ADD(&search->tests) = (struct tested){ xstrdup(*name), nr, first };
}

/* A file that decides, but is perhaps not read: whether it is, is the same for all who do not
 * read it by themselves, if the conditions on the way to it are. */
static void doubt(struct meaning_search *search, size_t nr)
{
	const struct closure *closure = search->closure;
	const char *path = closure->v[nr].path;

	if (closure->v[nr].certain || strlist_has(&search->out->doubtful, path))
		return;
	strlist_add(&search->out->doubtful, path);
	FOR_EACH(edge, &closure->edges) {
		if (edge->to != nr && !closure_reaches(closure, edge->to, 0, nr, false))
			continue;
		if (!edge->plain)
			ask_tests(search, edge->from, edge->line, edge->line);
		if (!edge->sure && !search->out->order)
			search->out->order = xasprintf("which file %s includes on the way to %s "
						       "depends on who reads it",
						       closure->v[edge->from].path, path);
	}
}

/* Without the words that stand for arguments. */
static void drop_parameters(struct strlist *words, const struct strlist *parameters)
{
	size_t kept = 0;

	for (size_t i = 0; i < words->nr; i++) {
		if (strlist_has(parameters, words->v[i]))
			free(words->v[i]);
		else
			words->v[kept++] = words->v[i];
	}
	words->nr = kept;
}

static void follow_macro(struct meaning_search *search, const struct name_place *place,
			 enum name_use use)
{
	const struct directives *list = &search->closure->v[place->file].directives;
	const struct directive *directive = &list->v[place->nr];
	struct wordroles roles CLEANUP(wordroles_release) = { 0 };

	doubt(search, place->file);
	ask_tests(search, place->file, directive->line, directive->line);
	if (directive->kind == DIRECTIVE_UNDEF)
		return;
	wordroles_read(&roles, list->tokens.v + directive->first,
		       directive->end - directive->first, true);
	drop_parameters(&roles.plain, &directive->parameters);
	drop_parameters(&roles.tags, &directive->parameters);
	drop_parameters(&roles.others, &directive->parameters);
	if (use == USE_MACRO) {
		strlist_add_all(&roles.others, &roles.plain);
		ask_all(search, &roles.others, USE_MACRO);
		ask_all(search, &roles.tags, USE_MACRO);
		return;
	}
	ask_roles(search, &roles);
}

/* What stands in front of a function's body; bodies of types only where they matter. */
static size_t signature_end(const struct meaning_search *search, const struct closure_file *file,
			    size_t nr)
{
	const struct declaration *declaration = &file->declarations.v[nr];
	const struct ctoken *tokens = file->declarations.tokens.v;
	bool parens = false;

	for (size_t i = declaration->first; i < declaration->end; i++) {
		parens = parens || *tokens[i].text == '(';
		if (*tokens[i].text == '{' && (parens || !search->inside))
			return i;
	}
	return declaration->end;
}

/* Are these lines read in front of the addition, whoever reads it? */
static bool is_always_read(const struct meaning_search *search, size_t nr, unsigned first,
			   unsigned last)
{
	return search->closure->v[nr].certain && stands_before(search->closure, nr, first) &&
	       directives_plain(&search->closure->v[nr].directives, first, last);
}

/* Follow a declaration; true: every reader has it. */
static bool follow_declaration(struct meaning_search *search, size_t nr, size_t declaration)
{
	const struct closure_file *file = &search->closure->v[nr];
	unsigned first = declaration_line(file, declaration);
	unsigned last = declaration_last(file, declaration);
	size_t from = file->declarations.v[declaration].first;
	struct wordroles roles CLEANUP(wordroles_release) = { 0 };

	doubt(search, nr);
	ask_tests(search, nr, first, last);
	wordroles_read(&roles, file->declarations.tokens.v + from,
		       signature_end(search, file, declaration) - from, false);
	ask_roles(search, &roles);
	return is_always_read(search, nr, first, last);
}

/* Does the declaration name the tag outside of parentheses, with a body where bodies matter? */
static bool declares_tag(const struct meaning_search *search, const struct closure_file *file,
			 size_t nr, const char *tag)
{
	static const char *const words[] = { "struct", "union", "enum", NULL };
	const struct ctoken *v = file->declarations.tokens.v;
	size_t end = file->declarations.v[nr].end, parens = 0;

	for (size_t i = file->declarations.v[nr].first; i + 2 < end + !search->inside; i++) {
		parens += *v[i].text == '(';
		parens -= *v[i].text == ')' && parens;
		if (!parens && ctoken_in(&v[i], words) && ctoken_is(&v[i + 1], tag) &&
		    (!search->inside || *v[i + 2].text == '{'))
			return true;
	}
	return false;
}

static bool follow_tag(struct meaning_search *search, const char *tag)
{
	bool known = !search->inside && strlist_find(&search->addition->forward, tag);

	for (size_t nr = 0; nr < search->closure->nr; nr++) {
		const struct closure_file *file = &search->closure->v[nr];

		if (!word_find(file->text, tag))
			continue;
		for (size_t i = 0; i < file->declarations.nr; i++) {
			unsigned line = declaration_line(file, i);

			if (!declares_tag(search, file, i, tag))
				continue;
			if (search->inside)
				known |= follow_declaration(search, nr, i);
			else
				known |= is_always_read(search, nr, line,
							declaration_last(file, i));
		}
	}
	return known;
}

static void follow(struct meaning_search *search, const char *name, enum name_use use)
{
	bool known = use == USE_MACRO;

	FOR_EACH_PLACE(place, &search->macros, name) {
		const struct closure_file *file = &search->closure->v[place->file];
		const struct directive *directive = &file->directives.v[place->nr];

		follow_macro(search, place, use);
		known |= directive->kind == DIRECTIVE_DEFINE &&
			 is_always_read(search, place->file, directive->line, directive->line);
	}
	if (use == USE_PLAIN)
		FOR_EACH_PLACE(place, &search->declared, name)
			known |= follow_declaration(search, place->file, place->nr);
	if (use == USE_TAG)
		known |= follow_tag(search, name);
	strlist_add(&search->out->names, name);
	if (!known)
		strlist_add(&search->out->free, name);
}

static void complain(struct meaning_search *search, const char *name, size_t a, size_t b)
{
	const struct closure *closure = search->closure;

	if (!search->out->order)
		search->out->order = xasprintf("%s is defined in %s and asked for in %s, and which "
					       "is read first depends on who reads them",
					       name, closure->v[a].path, closure->v[b].path);
}

/* Is file @a, where a name is defined, read as a whole before line @line of file @b, whoever reads
 * them? */
static bool is_earlier(const struct closure *closure, size_t a, size_t b, unsigned line)
{
	if (closure->v[b].first)
		return false;
	return closure->v[a].first ||
	       (closure_reaches(closure, b, line, a, true) &&
		!closure_reaches(closure, a, 0, b, false));
}

/* A file that is read only before all others, tells nothing of what comes later. */
static bool is_later(const struct closure *closure, size_t a, size_t b)
{
	return closure->v[b].first && !closure->v[a].first;
}

/* Two files that define a name must be read in one order. */
static void check_definers(struct meaning_search *search, const struct name_place *a)
{
	const struct closure *closure = search->closure;

	if (!closure->v[a->file].directives.guard && !closure->v[a->file].first && a->file)
		complain(search, a->name, a->file, a->file);
	FOR_EACH_PLACE(b, &search->macros, a->name) {
		unsigned line = closure->v[b->file].directives.v[b->nr].line;
		unsigned other = closure->v[a->file].directives.v[a->nr].line;

		if (b->file == a->file || (closure->v[a->file].first && closure->v[b->file].first))
			continue;
		if (!is_earlier(closure, a->file, b->file, line) &&
		    !is_earlier(closure, b->file, a->file, other))
			complain(search, a->name, a->file, b->file);
	}
}

static void check_order(struct meaning_search *search)
{
	const struct closure *closure = search->closure;

	FOR_EACH(asked, &search->asked)
		FOR_EACH_PLACE(place, &search->macros, asked->name)
			check_definers(search, place);
	FOR_EACH(test, &search->tests)
		FOR_EACH_PLACE(place, &search->macros, test->name)
			if (place->file != test->file &&
			    !(closure->v[place->file].first && closure->v[test->file].first) &&
			    !is_later(closure, place->file, test->file) &&
			    !is_earlier(closure, place->file, test->file, test->line))
				complain(search, test->name, place->file, test->file);
}

static void begin(struct meaning_search *search)
{
	const struct addition *addition = search->addition;

	for (size_t i = 0; i < search->closure->nr; i++) {
		index_macros(search, i);
		index_declared(search, i);
	}
	LIST_SORT(&search->macros, by_name);
	LIST_SORT(&search->declared, by_name);
	search->inside = addition->words.inside;
	ask_roles(search, &addition->words);
	ask_all(search, &addition->tests, USE_MACRO);
	FOR_EACH(name, &addition->tests)
		*LIST_ADD(&search->tests) =
			(struct tested){ xstrdup(*name), 0, search->closure->line };
}

void meaning_find(struct meaning *out, const struct addition *addition,
		  const struct closure *closure)
{
	struct meaning_search search CLEANUP(free_search) = {
		.out = out, .addition = addition, .closure = closure
	};
	bool inside;

	begin(&search);
	do {
		inside = search.inside;
		STRLIST_RELEASE_ALL(&out->names, &out->free);
		for (size_t i = 0; i < search.asked.nr; i++) {
			char *name CLEANUP(free_text) = xstrdup(search.asked.v[i].name);

			follow(&search, name, search.asked.v[i].use);
		}
	} while (inside != search.inside);
	check_order(&search);
	strlist_sort(&out->names);
	strlist_sort(&out->free);
	strlist_sort(&out->doubtful);
}

void meaning_release(struct meaning *out)
{
	STRLIST_RELEASE_ALL(&out->names, &out->free, &out->doubtful);
	free(out->order);
	*out = (struct meaning){ 0 };
}
