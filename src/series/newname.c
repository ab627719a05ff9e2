// SPDX-License-Identifier: GPL-2.0
/* Finds functions that are new, by names. */
#include "series/newname.h"

#include "campaign/campaign.h"
#include "cocci/candidate.h"
#include "csrc/cscan.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/lib.h"
#include "series/patch.h"

#define ARCHIVE "https://lore.kernel.org/all/?q="

static void add_name(struct strlist *names, const struct ctoken *token)
{
	char *name CLEANUP(free_text) = xstrndup(token->text, token->len);

	strlist_add(names, name);
}

/* "int f(", "struct x *f(" outside of braces; what is all in capitals is a macro's use. */
static void add_prototypes(struct strlist *names, const char *source, size_t len)
{
	struct ctokens tokens CLEANUP(ctokens_release) = { 0 };
	int depth = 0;

	cpre_read(&tokens, source, len);
	for (size_t i = 0; i + 1 < tokens.nr; i++) {
		const struct ctoken *token = &tokens.v[i], *last = i ? token - 1 : token;
		bool lower = false;

		depth += ctoken_is(token, "{") ? 1 : ctoken_is(token, "}") && depth ? -1 : 0;
		if (depth || token->kind != CTOKEN_WORD || !ctoken_is(token + 1, "(") ||
		    (last->kind != CTOKEN_WORD && !ctoken_is(last, "*")) ||
		    ctoken_is_keyword(token) || ctoken_is_annotation(token) ||
		    ctoken_is(last, "return"))
			continue;
		for (size_t k = 0; k < token->len; k++)
			lower = lower || islower((unsigned char)token->text[k]);
		if (lower)
			add_name(names, token);
	}
}

void functions_of(struct strlist *names, const char *source, size_t len)
{
	struct cscan marks CLEANUP(cscan_release) = { 0 };

	cscan_find(&marks, source, len);
	FOR_EACH(function, &marks.functions) {
		const char *behind = function->name.text + function->name.len;

		if (function->name.len &&
		    (!function->macro || (behind < source + len && *behind == '(')))
			add_name(names, &function->name);
	}
	add_prototypes(names, source, len);
	strlist_sort(names);
}

static int read_functions(struct strlist *names, const struct base *base, const git_oid *blob)
{
	size_t len;

	if (git_oid_is_zero(blob))
		return 0;
	char *source CLEANUP(free_text) = base_read(base, blob, &len);
	if (!source)
		return -1;
	functions_of(names, source, len);
	return 0;
}

/* What stands in the file after the change and did not before. */
static int add_new(struct strlist *names, const struct base *base, const struct change *change)
{
	struct strlist before CLEANUP(strlist_release) = { 0 };
	struct strlist after CLEANUP(strlist_release) = { 0 };
	int result = 0;

	if (!is_c_file(change->path))
		return 0;
	if (read_functions(&before, base, &change->before) < 0 ||
	    read_functions(&after, base, &change->after) < 0)
		result = -1;
	FOR_EACH(name, &after)
		if (!strlist_find(&before, *name))
			strlist_add(names, *name);
	return result;
}

/* All that the files of the base which hold one of @names define or declare. */
static int find_known(struct strlist *known, struct state *state, const struct base *base,
		      const struct files *all, const struct strlist *names)
{
	const struct campaign everywhere = { 0 };
	const struct strlist no_scope = { 0 };
	struct files files CLEANUP(files_release) = { 0 };

	if (!names->nr)
		return 0;
	if (candidates_find(&files, state, base, all, &base->tree, &everywhere, &no_scope,
			    names) < 0)
		return -1;
	FOR_EACH(file, &files)
		if (read_functions(known, base, &file->oid) < 0)
			return -1;
	return 0;
}

int newnames_find(struct strlist *names, struct state *state, const struct base *base,
		  const struct files *all, const struct patches *patches)
{
	struct strlist fresh CLEANUP(strlist_release) = { 0 };
	struct strlist known CLEANUP(strlist_release) = { 0 };

	FOR_EACH(patch, patches) {
		if (patch->step->kind != STEP_PATCH || !patch->nr)
			continue;
		FOR_EACH(change, &patch->changes)
			if (add_new(&fresh, base, *change) < 0)
				return -1;
	}
	strlist_sort(&fresh);
	if (find_known(&known, state, base, all, &fresh) < 0)
		return -1;
	strlist_sort(&known);
	FOR_EACH(name, &fresh)
		if (!strlist_find(&known, *name))
			strlist_add(names, *name);
	return 0;
}

char *newname_link(const char *name)
{
	return xasprintf(ARCHIVE "%s", name);
}

char *newname_links(const struct strlist *names)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	for (size_t i = 0; i < names->nr; i++)
		fprintf(out, "%s  " ARCHIVE "%s", i ? "\n" : "", names->v[i]);
	if (!names->nr)
		fputs("  (no function is new)", out);
	fclose(out);
	return text;
}

bool newname_is_linked(const char *text, const char *name)
{
	char *link CLEANUP(free_text) = newname_link(name);
	size_t len = strlen(link);

	for (const char *at = strstr(text, link); at; at = strstr(at + 1, link))
		if (!is_name_char(at[len]))
			return true;
	return false;
}
