// SPDX-License-Identifier: GPL-2.0
/* Fuzz the outline of a C source and what is concluded from it; and the textual form itself. */
#include "audit/ownership.h"
#include "lib/cleanup.h"

#include <stdint.h>
#include <string.h>

static void check_outline(const struct outline *outline, size_t lines)
{
	for (size_t i = 0; i < outline->nr_functions; i++)
		if (!outline->functions[i].name || outline->functions[i].line > lines)
			abort();
	for (size_t i = 0; i < outline->nr_marks; i++) {
		const struct mark *mark = &outline->marks[i];

		if (!*mark->word || !mark->other || !mark->table || !mark->type)
			abort();
		if (mark->function < -1 || mark->function >= (int)outline->nr_functions)
			abort();
		if (!mark->line || mark->line > lines)
			abort();
	}
}

/* Whatever the bytes are: refused, or something that can be walked. */
static void read_form(const char *data, size_t size)
{
	struct outline outline CLEANUP(outline_release) = { 0 };
	char *form = xcalloc(1, size + 1);

	memcpy(form, data, size);
	if (outline_read(&outline, form) < 0)
		return;
	for (size_t i = 0; i < outline.nr_marks; i++)
		if (outline.marks[i].function < -1 ||
		    outline.marks[i].function >= (int)outline.nr_functions)
			abort();
}

/* The words of corpus/outline. */
static void make_family(struct family *family)
{
	struct taker_pair *pair = LIST_ADD(&family->pairs);

	strlist_split(&family->takers, "take take_one", " ");
	strlist_split(&family->releasers, "give give_one", " ");
	strlist_split(&family->enablers, "enable", " ");
	strlist_split(&family->plain, "plain", " ");
	strlist_split(&family->actions, "action", " ");
	strlist_split(&family->bind, "pci_driver.probe", " ");
	strlist_split(&family->unbind, "pci_driver.remove module_exit", " ");
	strlist_split(&family->elsewhere, "suspend", " ");
	pair->taker = xstrdup("take_one");
	strlist_add(&pair->releasers, "give_one");
	family_sort(family);
}

static void judge(const struct srcindex *code, const struct family *family)
{
	struct api_uses roles CLEANUP(api_uses_release) = { 0 };

	api_uses_find(&roles, code, family);
	FOR_EACH(take, &roles.takes) {
		struct judgement judgement = { 0 };

		ownership_judge(&judgement, code, family, &roles, take);
		if (judgement.owner >= OWNER_COUNT || !judgement.why)
			abort();
		judgement_release(&judgement);
	}
}

/* Add up to the next NUL as one source of the module. */
static size_t put(struct srcindex *code, const struct family *family, const char *data, size_t size)
{
	static const char *const paths[] = { "d/a.c", "d/b.c", "d/c.h", "d/d.c" };
	const char *end = memchr(data, '\0', size);
	size_t len = end && code->nr < 3 ? (size_t)(end - data) : size, lines = 1;
	char *exact = xcalloc(1, len);
	struct source *source;

	/* in a buffer of its size, so that ASan sees a read past the end */
	memcpy(exact, data, len);
	source = srcindex_put(code, paths[code->nr], outline_text(exact, len, &family->words));
	free(exact);
	for (size_t i = 0; i < len; i++)
		lines += data[i] == '\n';
	if (!source)
		abort();
	check_outline(&source->outline, lines);
	if (!source->header)
		strlist_add(&source->modules, source->path[2] == 'd' ? "d/n.o" : "d/m.o");
	return len;
}

/* The input is up to four sources with a NUL between them. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct family family = { 0 };
	struct srcindex code CLEANUP(srcindex_release) = { 0 };
	size_t at = 0;

	read_form((const char *)data, size);
	make_family(&family);
	do {
		at += put(&code, &family, (const char *)data + at, size - at) + 1;
	} while (at <= size);
	srcindex_index(&code);
	judge(&code, &family);
	family_release(&family);
	return 0;
}
