// SPDX-License-Identifier: GPL-2.0
/* Finds comments, files that are no C, and users of a changed #define. */
#include "series/users.h"

#include "campaign/campaign.h"
#include "cocci/candidate.h"
#include "cocci/convert.h"
#include "csrc/clex.h"
#include "csrc/comment.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/lib.h"
#include "rust/ruse.h"
#include "series/remaining.h"

/* The file as it is after the steps; NULL: it is gone. */
static const struct file *last_of(const struct overlay *overlay, const struct file *file)
{
	const struct file *changed = files_find(overlay->over, file->path);

	if (!changed)
		return file;
	return git_oid_is_zero(&changed->oid) ? NULL : changed;
}

static bool is_known(const struct remaining_uses *uses, const char *path, unsigned line)
{
	FOR_EACH(use, uses)
		if (use->line == line && !strcmp(use->path, path))
			return true;
	return false;
}

static int add_comments(struct remaining_uses *uses, const struct overlay *overlay,
			const struct file *file, const struct strlist *words)
{
	struct comment_places places CLEANUP(comment_places_release) = { 0 };
	size_t len;
	char *text CLEANUP(free_text) = base_read(overlay->base, &file->oid, &len);

	if (!text)
		return -1;
	comment_find(&places, text, len, 1, 0, words);
	FOR_EACH(place, &places)
		if (!is_known(uses, file->path, place->line))
			remaining_uses_add(uses, file->path, place->line,
					   xasprintf("a comment that may be wrong now: %s",
						     place->text))->comment = true;
	return 0;
}

/* Every line of a file that is no C. */
static int add_lines(struct remaining_uses *uses, const struct overlay *overlay,
		     const struct file *file, const struct strlist *words)
{
	char *text CLEANUP(free_text) = base_read(overlay->base, &file->oid, NULL);
	unsigned line_nr = 0;

	if (!text)
		return -1;
	for (char *line = text, *next; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		line_nr++;
		FOR_EACH(word, words)
			if (word_find(line, *word) && !is_known(uses, file->path, line_nr))
				remaining_uses_add(uses, file->path, line_nr,
						   xasprintf("%s is used here, where no rule looks",
							     *word));
	}
	return 0;
}

static int holds(const struct base *base, const git_oid *oid, const char *word)
{
	char *text CLEANUP(free_text) = git_oid_is_zero(oid) ? xstrdup("") :
							       base_read(base, oid, NULL);

	return text ? word_find(text, word) != NULL : -1;
}

/* Does a header lose the word? Then it is gone for all the tree. */
static int is_gone(const struct overlay *overlay, const struct step_changes *steps,
		   const char *word)
{
	FOR_EACH(changes, steps) {
		FOR_EACH(change, changes) {
			if (!has_ending(change->path, ".h") || change_is_empty(change) ||
			    change->trouble)
				continue;
			int before = holds(overlay->base, &change->before, word);
			int after = holds(overlay->base, &change->after, word);
			if (before < 0 || after < 0)
				return -1;
			if (before && !after)
				return 1;
		}
	}
	return 0;
}

static int find_in(struct remaining_uses *uses, const struct overlay *overlay,
		   const struct strlist *scope, const struct strlist *words)
{
	struct files sources CLEANUP(files_release) = { 0 };
	struct files others CLEANUP(files_release) = { 0 };
	const git_oid *tree = &overlay->base->tree;

	if (!words->nr)
		return 0;
	if (candidates_find(&sources, overlay->state, overlay->base, overlay->all, tree,
			    overlay->campaign, scope, words) < 0 ||
	    candidates_find_other(&others, overlay->state, overlay->base, overlay->all, tree,
				  overlay->campaign, scope, words) < 0)
		return -1;
	FOR_EACH(file, &sources) {
		const struct file *last = last_of(overlay, file);

		if (last && add_comments(uses, overlay, last, words) < 0)
			return -1;
	}
	FOR_EACH(file, &others) {
		const struct file *last = last_of(overlay, file);

		if (last && add_lines(uses, overlay, last, words) < 0)
			return -1;
	}
	return 0;
}

/* What a source in Rust uses of C. */
static int add_rust(struct remaining_uses *uses, const struct overlay *overlay,
		    const struct file *file, const struct strlist *words)
{
	struct rust_uses found CLEANUP(rust_uses_release) = { 0 };
	size_t len;
	char *text CLEANUP(free_text) = base_read(overlay->base, &file->oid, &len);

	if (!text)
		return -1;
	rust_uses_find(&found, text, len, words);
	FOR_EACH(use, &found)
		if (!is_known(uses, file->path, use->line))
			remaining_uses_add(uses, file->path, use->line,
					   xasprintf("%s is used in Rust%s%s, where no rule looks",
						     use->word, *use->function ? ", in " : "",
						     use->function));
	return 0;
}

/* In the whole tree: what stands in rust/ is what drivers in Rust have of C. */
static int find_rust(struct remaining_uses *uses, const struct overlay *overlay,
		     const struct strlist *words)
{
	struct strlist whole CLEANUP(strlist_release) = { 0 };

	strlist_add(&whole, "");
	FOR_EACH(file, overlay->all) {
		const struct file *last = last_of(overlay, file);

		if (words->nr && last && has_extension(file->path, ".rs") &&
		    (file->mode & 0170000) == 0100000 &&
		    campaign_covers(overlay->campaign, &whole, file->path) &&
		    add_rust(uses, overlay, last, words) < 0)
			return -1;
	}
	return 0;
}

int users_find(struct remaining_uses *uses, const struct overlay *overlay,
	       const struct step_changes *steps, const struct strlist *removed)
{
	struct strlist whole CLEANUP(strlist_release) = { 0 };
	struct strlist gone CLEANUP(strlist_release) = { 0 };

	strlist_add(&whole, "");
	FOR_EACH(word, removed) {
		int lost = is_gone(overlay, steps, *word);

		if (lost < 0)
			return -1;
		if (lost)
			strlist_add(&gone, *word);
	}
	if (find_rust(uses, overlay, removed) < 0 || find_in(uses, overlay, NULL, removed) < 0)
		return -1;
	return find_in(uses, overlay, &whole, &gone);
}

/* A #define: its name, and what it stands for without white space. */
struct macro {
	char *name, *body;
};

struct macros {
	struct macro *v;
	size_t nr, alloc;
};

static void macros_release(struct macros *macros)
{
	FOR_EACH(macro, macros)
		FREE_ALL(macro->name, macro->body);
	free(macros->v);
}

static void read_macros(struct macros *macros, const char *text)
{
	struct clexer lexer;
	struct ctoken token, before = { 0 };
	struct macro *macro = NULL;

	clexer_init(&lexer, text, strlen(text));
	for (; (token = clexer_next(&lexer)).kind != CTOKEN_END; before = token) {
		if (!token.directive || token.opens) {
			macro = NULL;
		} else if (ctoken_is(&before, "define") && token.kind == CTOKEN_WORD) {
			macro = LIST_ADD(macros);
			macro->name = xstrndup(token.text, token.len);
			macro->body = xstrdup("");
		} else if (macro) {
			char *body = xasprintf("%s %.*s", macro->body, (int)token.len, token.text);

			free(macro->body);
			macro->body = body;
		}
	}
}

/* Names that stand for something else in @after than they did in @before. */
static void changed_macros(struct strlist *names, const char *before, const char *after)
{
	struct macros old = { 0 }, new = { 0 };

	read_macros(&old, before);
	read_macros(&new, after);
	FOR_EACH(macro, &old) {
		const struct macro *same = NULL;
		bool unchanged = false;

		FOR_EACH(other, &new) {
			if (strcmp(other->name, macro->name))
				continue;
			same = other;
			unchanged = unchanged || !strcmp(other->body, macro->body);
		}
		if (same && !unchanged)
			strlist_add_once(names, macro->name);
	}
	macros_release(&old);
	macros_release(&new);
}

/* What the files held before the first step, and what they hold now. */
static int find_macros(struct strlist *names, const struct overlay *overlay)
{
	FOR_EACH(file, overlay->over) {
		const struct file *old = files_find(overlay->all, file->path);

		if (!old || git_oid_is_zero(&file->oid))
			continue;
		char *before CLEANUP(free_text) = base_read(overlay->base, &old->oid, NULL);
		char *after CLEANUP(free_text) = base_read(overlay->base, &file->oid, NULL);
		if (!before || !after)
			return -1;
		changed_macros(names, before, after);
	}
	strlist_sort(names);
	return 0;
}

/* Line @nr of @text; owned by the caller. */
static char *line_of(const char *text, unsigned nr)
{
	while (--nr && *text) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return xstrndup(text, strcspn(text, "\n"));
}

static bool is_definition(const char *line)
{
	line += strspn(line, " \t");
	return *line == '#' && strstr(line, "define");
}

static int add_users(struct remaining_uses *uses, const struct overlay *overlay,
		     const struct file *file, const struct strlist *names)
{
	const struct file *last = last_of(overlay, file);
	struct cuses found CLEANUP(cuses_release) = { 0 };

	if (!last)
		return 0;
	char *before CLEANUP(free_text) = base_read(overlay->base, &file->oid, NULL);
	char *after CLEANUP(free_text) = base_read(overlay->base, &last->oid, NULL);
	if (!before || !after)
		return -1;
	cuses_find(&found, after, strlen(after), names);
	FOR_EACH(use, &found) {
		char *line CLEANUP(free_text) = line_of(after, use->line);

		if (!is_definition(line) && strstr(before, line) &&
		    !is_known(uses, file->path, use->line))
			remaining_uses_add(uses, file->path, use->line,
					   xasprintf("uses %s, of which the series changes the "
						     "#define", use->word));
	}
	return 0;
}

int users_of_macros(struct remaining_uses *uses, const struct overlay *overlay)
{
	struct strlist whole CLEANUP(strlist_release) = { 0 };
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };

	strlist_add(&whole, "");
	if (find_macros(&names, overlay) < 0)
		return -1;
	if (names.nr &&
	    candidates_find(&files, overlay->state, overlay->base, overlay->all,
			    &overlay->base->tree, overlay->campaign, &whole, &names) < 0)
		return -1;
	FOR_EACH(file, &files)
		if (add_users(uses, overlay, file, &names) < 0)
			return -1;
	return 0;
}
