// SPDX-License-Identifier: GPL-2.0
/* Compares the loaded sections of two objects. */
#include "link/samecode.h"

#include "link/elfcode.h"
#include "lib/lib.h"

#include <elf.h>

/* Names of symbols, before and after. */

bool new_symbols_add(struct new_symbols *names, const char *old, const char *new)
{
	FOR_EACH(known, names) {
		bool same_old = !strcmp(known->old, old), same_new = !strcmp(known->new, new);

		if (same_old || same_new)
			return same_old && same_new;
	}
	*LIST_ADD(names) = (struct new_symbol){ xstrdup(old), xstrdup(new) };
	return true;
}

/* What stands before a name in symbols that are made of it. */
static size_t mark_len(const char *name)
{
	static const char *const marks[] = {
		"__export_symbol_", "__ksymtab_", "__kstrtab_", "__kstrtabns_", "__crc_", "__pfx_",
		"__cfi_", "__SCT__", "__SCK__",
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (starts_with(name, marks[i]))
			return strlen(marks[i]);
	return 0;
}

char *new_symbols_map(const struct new_symbols *names, const char *name)
{
	size_t mark = mark_len(name);

	FOR_EACH(known, names)
		if (!strcmp(known->old, name))
			return xstrdup(known->new);
	FOR_EACH(known, names)
		if (mark && !strcmp(known->old, name + mark))
			return xasprintf("%.*s%s", (int)mark, name, known->new);
	return xstrdup(name);
}

void new_symbols_release(struct new_symbols *names)
{
	FOR_EACH(known, names)
		FREE_ALL(known->old, known->new);
	LIST_RELEASE(names);
}

static bool maps(const struct new_symbols *names, const char *old, const char *new)
{
	char *mapped CLEANUP(free_text) = new_symbols_map(names, old);

	return !strcmp(mapped, new);
}

/* Two sections that are one, before and after. */
struct section_pair {
	const struct elfsection *before, *after;
};

struct comparison {
	struct elfcode before, after;
	const struct new_symbols *names;
	struct {
		struct section_pair *v;
		size_t nr, alloc;
	} pairs;
	struct strlist resized, others;		/* what differs: those of another size first */
};

static void end_comparison(struct comparison *comparison)
{
	elfcode_release(&comparison->before);
	elfcode_release(&comparison->after);
	LIST_RELEASE(&comparison->pairs);
	STRLIST_RELEASE_ALL(&comparison->resized, &comparison->others);
}

static int begin_comparison(struct comparison *comparison, const char *before, const char *after)
{
	if (elfcode_read(&comparison->before, before) < 0)
		return -1;
	return elfcode_read(&comparison->after, after);
}

static const struct elfsection *partner_of(const struct comparison *comparison,
					   const struct elfsection *before)
{
	FOR_EACH(pair, &comparison->pairs)
		if (pair->before == before)
			return pair->after;
	return NULL;
}

static bool is_paired(const struct comparison *comparison, const struct elfsection *after)
{
	FOR_EACH(pair, &comparison->pairs)
		if (pair->after == after)
			return true;
	return false;
}

/* The symbol that stands at the beginning of a section and names it, with -ffunction-sections. */
static size_t own_name(const struct elfcode *code, const struct elfsection *section)
{
	size_t len = strlen(section->name);

	FOR_EACH(symbol, &code->symbols) {
		size_t of = strlen(symbol->name);

		if (symbol->section == section && !symbol->value && of && of + 1 < len &&
		    strchr(".+", section->name[len - of - 1]) &&
		    !strcmp(section->name + len - of, symbol->name))
			return len - of;
	}
	return len;
}

/* "___ksymtab_gpl+NAME" has the name of what stands elsewhere. */
static bool is_same_section(const struct comparison *comparison, const struct elfsection *before,
			    const struct elfsection *after)
{
	const char *plus = strchr(before->name, '+');
	size_t len = plus ? (size_t)(plus - before->name) + 1 : 0;

	if (!strcmp(before->name, after->name))
		return true;
	if (plus)
		return !strncmp(before->name, after->name, len) &&
		       maps(comparison->names, before->name + len, after->name + len);
	len = own_name(&comparison->before, before);
	return before->name[len] && len == own_name(&comparison->after, after) &&
	       !strncmp(before->name, after->name, len);
}

static void pair_sections(struct comparison *comparison)
{
	FOR_EACH(before, &comparison->before.sections) {
		FOR_EACH(after, &comparison->after.sections) {
			if (before->is_text != after->is_text || is_paired(comparison, after) ||
			    !is_same_section(comparison, before, after))
				continue;
			*LIST_ADD(&comparison->pairs) = (struct section_pair){ before, after };
			break;
		}
	}
}

/* What is named to people: the symbol that covers an offset. */
static const struct elfsymbol *symbol_at(const struct elfcode *code,
					 const struct elfsection *section, uint64_t offset)
{
	const struct elfsymbol *found = NULL;

	FOR_EACH(symbol, &code->symbols) {
		bool named = symbol->type == STT_FUNC || symbol->type == STT_OBJECT;

		if (symbol->section == section && named && *symbol->name &&
		    symbol->value <= offset && offset < symbol->value + symbol->size &&
		    (!found || found->value < symbol->value))
			found = symbol;
	}
	return found;
}

static const char *kind_of_symbol(const struct elfsymbol *symbol)
{
	return symbol->type == STT_FUNC ? "function" : "variable";
}

/* "function foo differs at +0x1c: WHAT". */
static void differ(struct comparison *comparison, const struct elfsection *section,
		   uint64_t offset, const char *what)
{
	const struct elfsymbol *symbol = symbol_at(&comparison->before, section, offset);

	*LIST_ADD(&comparison->others) =
		xasprintf("%s %s differs at +0x%llx%s%s",
			  symbol ? kind_of_symbol(symbol) : "section",
			  symbol ? symbol->name : section->name,
			  (unsigned long long)(offset - (symbol ? symbol->value : 0)),
			  *what ? ": " : "", what);
}

/* A stretch of a section, before and after. */
struct stretch {
	const struct elfsection *before, *after;
	uint64_t from, from_after, len;
};

/* What both refer to at one place. */
struct ref_pair {
	const struct elfref *before, *after;
};

static bool is_same_ref(const struct comparison *comparison, const struct stretch *stretch,
			const struct ref_pair *refs)
{
	const struct elfref *before = refs->before, *after = refs->after;

	if (before->type != after->type || before->kind != after->kind ||
	    before->offset - stretch->from != after->offset - stretch->from_after)
		return false;
	switch (before->kind) {
	case ELFREF_NAME:
		return before->addend == after->addend &&
		       maps(comparison->names, before->text, after->text);
	case ELFREF_PLACE:
		return before->addend == after->addend &&
		       partner_of(comparison, before->section) == after->section;
	default:
		break;
	}
	if (before->addend != after->addend)
		return false;
	if (elfcode_has_lines(stretch->before) && elfcode_is_source(before->text) &&
	    elfcode_is_source(after->text))
		return true;
	return !strcmp(before->text, after->text) ||
	       (!strcmp(before->section->name, "__ksymtab_strings") &&
		maps(comparison->names, before->text, after->text));
}

/* How far two strings are to be left out, so that what differs is seen. */
static size_t common_len(const struct ref_pair *refs)
{
	const char *before = refs->before->text, *after = refs->after->text;
	size_t len = 0;

	if (refs->before->kind != ELFREF_TEXT || refs->after->kind != ELFREF_TEXT)
		return 0;
	while (before[len] && before[len] == after[len])
		len++;
	return len > 20 ? len - 10 : 0;
}

/* On one line, in letters that every terminal has. */
static char *quote_string(const char *text, bool cut)
{
	char *words = xasprintf("\"%s%.40s\"", cut ? "..." : "", text);

	for (char *at = words; *at; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
	return words;
}

/* For people. Of a string, what stands from @skip on. */
static char *ref_words(const struct elfcode *code, const struct elfref *ref, size_t skip)
{
	const struct elfsymbol *symbol = ref->kind == ELFREF_PLACE ?
		symbol_at(code, ref->section, (uint64_t)ref->addend) : NULL;

	if (ref->kind == ELFREF_NAME)
		return xasprintf("%s", *ref->text ? ref->text : "nothing");
	if (ref->kind == ELFREF_TEXT)
		return quote_string(ref->text + skip, skip > 0);
	return xasprintf("%s+0x%llx", symbol ? symbol->name : ref->section->name,
			 (unsigned long long)ref->addend - (symbol ? symbol->value : 0));
}

static char *ref_difference(const struct comparison *comparison, const struct ref_pair *refs)
{
	size_t skip = common_len(refs);
	char *before CLEANUP(free_text) = ref_words(&comparison->before, refs->before, skip);
	char *after CLEANUP(free_text) = ref_words(&comparison->after, refs->after, skip);

	return !strcmp(before, after) ? xstrdup("") :
					xasprintf("%s before, %s now", before, after);
}

static bool is_line(const struct elfsection *section, uint64_t offset, unsigned char order,
		    unsigned char changed)
{
	FOR_EACH(line, &section->lines) {
		uint64_t byte = offset - line->offset;
		unsigned left = line->bits % 8;

		if (offset < line->offset || byte > line->bits / 8)
			continue;
		if (byte < line->bits / 8)
			return true;
		/* of the last byte some bits are of the line */
		return left && !(changed & (order == ELFDATA2LSB ? 0xff << left : 0xff >> left));
	}
	return false;
}

static unsigned char byte_at(const struct elfsection *section, uint64_t offset)
{
	return section->data ? section->data[offset] : 0;
}

/* The next place from @at on where the bytes differ; the length where they do not. */
static uint64_t next_byte(const struct comparison *comparison, const struct stretch *stretch,
			  uint64_t at)
{
	for (; at < stretch->len; at++) {
		unsigned char before = byte_at(stretch->before, stretch->from + at);
		unsigned char after = byte_at(stretch->after, stretch->from_after + at);

		if (before != after && !is_line(stretch->before, stretch->from + at,
						comparison->before.order, before ^ after))
			break;
	}
	return at;
}

/* The first one from @offset on; or the end. */
static const struct elfref *first_ref(const struct elfsection *section, uint64_t offset)
{
	const struct elfref *ref = section->refs.v, *end = section->refs.v + section->refs.nr;

	while (ref < end && ref->offset < offset)
		ref++;
	return ref;
}

static bool ref_is_inside(const struct elfsection *section, const struct elfref *ref,
			  uint64_t end)
{
	return ref < section->refs.v + section->refs.nr && ref->offset < end;
}

/* The next place from @at on where they refer to different things, and what these are; the length
 * where there is none. */
static uint64_t next_ref(const struct comparison *comparison, const struct stretch *stretch,
			 uint64_t at, char **what)
{
	struct ref_pair refs = { first_ref(stretch->before, stretch->from + at),
				 first_ref(stretch->after, stretch->from_after + at) };
	uint64_t end = stretch->from + stretch->len, end_after = stretch->from_after + stretch->len;

	for (;; refs.before++, refs.after++) {
		bool is = ref_is_inside(stretch->before, refs.before, end);
		bool is_after = ref_is_inside(stretch->after, refs.after, end_after);
		uint64_t place = is ? refs.before->offset - stretch->from : stretch->len;
		uint64_t place_after = is_after ? refs.after->offset - stretch->from_after :
						  stretch->len;

		if (!is && !is_after)
			return stretch->len;
		if (place != place_after)
			return place < place_after ? place : place_after;
		if (is_same_ref(comparison, stretch, &refs))
			continue;
		*what = ref_difference(comparison, &refs);
		return place;
	}
}

/* A number below 65536, in four bytes, the lowest first; -1: it is none. */
static long small_number(const struct elfsection *section, uint64_t at)
{
	if (at + 4 > section->size || byte_at(section, at + 2) || byte_at(section, at + 3))
		return -1;
	return byte_at(section, at) | byte_at(section, at + 1) << 8;
}

/* "57 before, 59 now", where it looks like a number: who reads it knows whether it is a line. */
static char *byte_difference(const struct comparison *comparison, const struct stretch *stretch,
			     uint64_t at)
{
	long before = small_number(stretch->before, stretch->from + at);
	long after = small_number(stretch->after, stretch->from_after + at);

	if (comparison->before.order != ELFDATA2LSB || before < 0 || after < 0)
		return xstrdup("");
	return xasprintf("%ld before, %ld now", before, after);
}

/* The first difference from @at on; the length: there is none. */
static uint64_t next_difference(const struct comparison *comparison,
				const struct stretch *stretch, uint64_t at, char **what)
{
	char *of_ref CLEANUP(free_text) = NULL;
	uint64_t byte = next_byte(comparison, stretch, at);
	uint64_t ref = next_ref(comparison, stretch, at, &of_ref);

	if (byte == stretch->len && ref == stretch->len)
		return stretch->len;
	if (byte < ref)
		*what = byte_difference(comparison, stretch, byte);
	else
		*what = of_ref ? TAKE(of_ref) : xstrdup("");
	return byte < ref ? byte : ref;
}

/* Once for each symbol that differs; behind a place without a symbol nothing more is said. */
static void compare_stretch(struct comparison *comparison, const struct stretch *stretch)
{
	for (uint64_t at = 0; at < stretch->len;) {
		char *what CLEANUP(free_text) = NULL;
		const struct elfsymbol *symbol;

		at = next_difference(comparison, stretch, at, &what);
		if (at >= stretch->len)
			break;
		differ(comparison, stretch->before, stretch->from + at, what);
		symbol = symbol_at(&comparison->before, stretch->before, stretch->from + at);
		at = symbol ? symbol->value + symbol->size - stretch->from : stretch->len;
	}
}

/* The same function or variable afterwards: by its name, or the same local one in order. */
static const struct elfsymbol *partner_symbol(const struct comparison *comparison,
					      const struct elfsymbol *before)
{
	const struct elfsection *section = partner_of(comparison, before->section);

	FOR_EACH(after, &comparison->after.symbols)
		if (after->section == section && after->type == before->type &&
		    maps(comparison->names, before->name, after->name))
			return after;
	return NULL;
}

/* What became of the size of a symbol; NULL: it is the same. Owned by the caller. */
static char *size_difference(const struct comparison *comparison, const struct elfsymbol *symbol)
{
	const struct elfsymbol *after = partner_symbol(comparison, symbol);
	const char *kind = kind_of_symbol(symbol);

	if (!after)
		return xasprintf("%s %s is gone", kind, symbol->name);
	if (after->size == symbol->size)
		return NULL;
	return xasprintf("%s %s has %llu bytes, and had %llu", kind, symbol->name,
			 (unsigned long long)after->size, (unsigned long long)symbol->size);
}

/* The functions of a section that has another size: which of them has, too? */
static void find_resized(struct comparison *comparison, const struct section_pair *pair)
{
	size_t known = comparison->resized.nr;

	FOR_EACH(symbol, &comparison->before.symbols) {
		char *what = symbol->section == pair->before && symbol->size && *symbol->name ?
			     size_difference(comparison, symbol) : NULL;

		if (what)
			*LIST_ADD(&comparison->resized) = what;
	}
	if (known == comparison->resized.nr)
		*LIST_ADD(&comparison->others) =
			xasprintf("section %s has %llu bytes, and had %llu", pair->before->name,
				  (unsigned long long)pair->after->size,
				  (unsigned long long)pair->before->size);
}

static void compare_pair(struct comparison *comparison, const struct section_pair *pair)
{
	const struct elfsection *before = pair->before, *after = pair->after;

	if (before->type != after->type || before->flags != after->flags ||
	    before->align != after->align || before->entry != after->entry)
		*LIST_ADD(&comparison->others) =
			xasprintf("section %s is of another kind", before->name);
	else if (before->size != after->size)
		find_resized(comparison, pair);
	else
		compare_stretch(comparison, &(struct stretch){ .before = before, .after = after,
							       .len = before->size });
}

/* In another order of sections, what is linked of them is in another order, too. */
static void compare_sections(struct comparison *comparison)
{
	const struct elfsection *last = NULL;

	FOR_EACH(section, &comparison->before.sections)
		if (!section->is_text && !partner_of(comparison, section))
			*LIST_ADD(&comparison->others) =
				xasprintf("section %s is gone", section->name);
	FOR_EACH(section, &comparison->after.sections)
		if (!section->is_text && !is_paired(comparison, section))
			*LIST_ADD(&comparison->others) =
				xasprintf("section %s is new", section->name);
	FOR_EACH(pair, &comparison->pairs) {
		if (pair->before->is_text)
			continue;
		if (last && pair->after->nr < last->nr)
			*LIST_ADD(&comparison->others) =
				xasprintf("section %s is in another order",
					  pair->before->name);
		last = pair->after;
		compare_pair(comparison, pair);
	}
}

/* Symbols that others see. */

static bool is_seen(const struct elfsymbol *symbol)
{
	return symbol->defined && symbol->bind != STB_LOCAL && *symbol->name &&
	       strncmp(symbol->name, "__crc_", 6) != 0;
}

static bool is_same_place(const struct comparison *comparison, const struct elfsymbol *before,
			  const struct elfsymbol *after)
{
	if (before->type != after->type || before->bind != after->bind ||
	    before->visibility != after->visibility || !before->section != !after->section)
		return false;
	if (before->section && before->section->is_text)
		return after->section->is_text;
	return before->value == after->value && before->size == after->size &&
	       (!before->section ||
		partner_of(comparison, before->section) == after->section);
}

static const struct elfsymbol *find_seen(const struct elfcode *code, const char *name)
{
	FOR_EACH(symbol, &code->symbols)
		if (is_seen(symbol) && !strcmp(symbol->name, name))
			return symbol;
	return NULL;
}

static size_t count_seen(const struct elfcode *code)
{
	size_t nr = 0;

	FOR_EACH(symbol, &code->symbols)
		nr += is_seen(symbol);
	return nr;
}

static void compare_symbols(struct comparison *comparison)
{
	size_t matched = 0, others = comparison->others.nr + comparison->resized.nr;

	FOR_EACH(symbol, &comparison->before.symbols) {
		char *name CLEANUP(free_text) = NULL;

		if (!is_seen(symbol))
			continue;
		name = new_symbols_map(comparison->names, symbol->name);
		const struct elfsymbol *after = find_seen(&comparison->after, name);
		matched += after != NULL;
		/* whose code differs stands in another place, too */
		if (!after || (!others && !is_same_place(comparison, symbol, after)))
			*LIST_ADD(&comparison->others) =
				xasprintf("symbol %s is %s", name, after ?
					  "of another kind or in another place" : "not defined");
	}
	if (matched < count_seen(&comparison->after))
		*LIST_ADD(&comparison->others) = xstrdup("symbols are defined that were not");
}

int samecode_compare(struct strlist *differences, const char *before, const char *after,
		     const struct new_symbols *names)
{
	struct comparison comparison CLEANUP(end_comparison) = { .names = names };
	const struct elfcode *old = &comparison.before, *new = &comparison.after;

	if (begin_comparison(&comparison, before, after) < 0)
		return -1;
	if (old->machine != new->machine || old->class != new->class || old->order != new->order ||
	    old->header_flags != new->header_flags || old->in_place != new->in_place)
		strlist_add(&comparison.others, "an object for another machine");
	pair_sections(&comparison);
	compare_sections(&comparison);
	compare_symbols(&comparison);
	strlist_add_all(differences, &comparison.resized);
	strlist_add_all(differences, &comparison.others);
	return 0;
}

/* Afterwards, the symbol in the place of @before, whose name was not there. */
static const struct elfsymbol *find_successor(const struct comparison *comparison,
					      const struct elfsymbol *before)
{
	FOR_EACH(after, &comparison->after.symbols)
		if (is_seen(after) && after->section && !after->section->is_text &&
		    is_same_place(comparison, before, after) &&
		    !find_seen(&comparison->before, after->name))
			return after;
	return NULL;
}

int samecode_names(struct new_symbols *names, const char *before, const char *after)
{
	const struct new_symbols none = { 0 };
	struct comparison comparison CLEANUP(end_comparison) = { .names = &none };

	if (begin_comparison(&comparison, before, after) < 0)
		return -1;
	pair_sections(&comparison);
	FOR_EACH(symbol, &comparison.before.symbols) {
		const struct elfsymbol *new;

		if (!is_seen(symbol) || !symbol->section ||
		    find_seen(&comparison.after, symbol->name))
			continue;
		new = find_successor(&comparison, symbol);
		if (new)
			new_symbols_add(names, symbol->name, new->name);
	}
	return 0;
}
