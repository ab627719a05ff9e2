// SPDX-License-Identifier: GPL-2.0
/* Carries out the steps of a campaign on a few files. */
#include "cocci/preview.h"

#include "campaign/campaign.h"
#include "campaign/rule.h"
#include "cocci/convert.h"
#include "cocci/script.h"
#include "cocci/spatch.h"
#include "git/base.h"
#include "git/mailpatch.h"
#include "lib/io.h"
#include "lib/lib.h"

/* While it is made. */
struct peek {
	struct preview *preview;
	struct strlist paths;		/* of the files and folders that are asked for */
	struct strlist reasons;		/* why a step leaves a file alone */
	struct files all, over;
	struct overlay overlay;
	struct spatch spatch;
};

static void peek_release(struct peek *peek)
{
	STRLIST_RELEASE_ALL(&peek->paths, &peek->reasons);
	files_release(&peek->all);
	files_release(&peek->over);
	spatch_release(&peek->spatch);
}

/* What people call a step: the file that it is. */
static const char *name_of_step(const struct step *step)
{
	return path_leaf(step->rule ? step->rule : step->script ? step->script :
			 step->diff ? step->diff : step->mail);
}

static bool is_asked_for(const struct peek *peek, const char *path)
{
	FOR_EACH(asked, &peek->paths)
		if (path_is_below(path, *asked))
			return true;
	return false;
}

static void say_why_not(struct peek *peek, const struct step *step, const char *path,
			const char *why)
{
	char *line CLEANUP(free_text) = xasprintf("%s: %s %s", name_of_step(step), path, why);

	strlist_add_once(&peek->reasons, line);
}

static void add_left(struct peek *peek, const char *path, const char *why)
{
	char *line CLEANUP(free_text) = xasprintf("%s: %s", path, why);

	strlist_add_once(&peek->preview->left, line);
}

static void add_note(struct peek *peek, char *line)
{
	strlist_add_once(&peek->preview->notes, line);
	free(line);
}

/* Does the file hold one of the words? None are asked for: it does. */
static int holds_words(const struct peek *peek, const struct file *file,
		       const struct strlist *words)
{
	char *text CLEANUP(free_text) = NULL;
	bool found = !words->nr;

	if (found)
		return 1;
	text = base_read(peek->overlay.base, &file->oid, NULL);
	FOR_EACH(word, words)
		found = found || (text && word_find(text, *word));
	return text ? found : -1;
}

/* Does the step look at the file? 1, 0 or -1. */
static int takes_file(struct peek *peek, const struct step *step, const struct file *file,
		      const struct strlist *words)
{
	if (git_oid_is_zero(&file->oid) || !is_asked_for(peek, file->path) ||
	    (step->rule && !is_c_file(file->path)))
		return 0;
	if (!campaign_covers(peek->overlay.campaign, &step->scope, file->path)) {
		say_why_not(peek, step, file->path, "is not in its scope");
		return 0;
	}
	int found = holds_words(peek, file, words);
	if (!found) {
		char *list CLEANUP(free_text) = strlist_join(words, ", ");
		char *why CLEANUP(free_text) = xasprintf("holds no %s", list);

		say_why_not(peek, step, file->path, why);
	}
	return found;
}

/* The files that the step is run over, as the steps before left them. */
static int choose_files(struct files *out, struct peek *peek, const struct step *step,
			const struct strlist *words)
{
	const struct files *both[] = { &peek->all, &peek->over };

	for (size_t i = 0; i < 2; i++)
		FOR_EACH(file, both[i]) {
			if (!i && files_find(&peek->over, file->path))
				continue;
			int taken = takes_file(peek, step, file, words);
			if (taken < 0)
				return -1;
			if (!taken)
				continue;
			struct file *copy = LIST_ADD(out);
			*copy = *file;
			copy->path = xstrdup(file->path);
		}
	files_sort(out);
	return 0;
}

/* What a program leaves of the words of its step. */
static char *words_of_residue(const struct change *change)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(use, &change->residue)
		fprintf(out, "%s%s stays in line %u", use > change->residue.v ? "; " : "",
			use->word, use->line);
	fclose(out);
	return text;
}

/* A result that cannot be trusted is no change; words that stay are named. */
static int sift_changes(struct peek *peek, const struct step *step, const struct rule *rule,
			struct changes *changes)
{
	FOR_EACH(change, changes) {
		char *why CLEANUP(free_text) = NULL;

		if (change->trouble) {
			git_oid_cpy(&change->after, &change->before);
			add_left(peek, change->path, change->trouble);
		} else if (change->residue.nr) {
			bool settled = false;

			why = rule ? spatch_explain(&peek->spatch, rule, change, &settled) :
				     words_of_residue(change);
			if (!why)
				return -1;
			if (settled)
				add_note(peek, xasprintf("%s: %s", change->path, why));
			else
				add_left(peek, change->path, why);
		} else if (change->unparsed.nr) {
			char *lines CLEANUP(free_text) = strlist_join(&change->unparsed, ", ");

			why = xasprintf("spatch cannot parse it around line %s", lines);
			add_left(peek, change->path, why);
		}
		if (change_is_empty(change))
			say_why_not(peek, step, change->path, "stays as it is");
	}
	return 0;
}

static int run_rule_of(struct peek *peek, const struct step *step, struct changes *changes)
{
	struct rule rule CLEANUP(rule_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };
	struct strlist words CLEANUP(strlist_release) = { 0 };

	if (convert_load(&rule, &peek->spatch, step) < 0)
		return -1;
	if (step->words.nr)
		strlist_add_all(&words, &step->words);
	else if (!rule.everywhere)
		rule_needs(&rule, &words);
	if (step->select.nr)
		add_note(peek, xasprintf("%s: select is not asked here: every call that the rule "
					 "takes is shown", name_of_step(step)));
	if (choose_files(&files, peek, step, &words) < 0 ||
	    convert_rule_often(changes, &peek->overlay, &peek->spatch, &rule, &files,
			       step->repeat ? (unsigned)atoi(step->repeat) : 1) < 0)
		return -1;
	return sift_changes(peek, step, &rule, changes);
}

static int run_script_of(struct peek *peek, const struct step *step, struct changes *changes)
{
	struct files files CLEANUP(files_release) = { 0 };

	add_note(peek, xasprintf("%s: gets nothing here but what is asked for",
				 name_of_step(step)));
	if (choose_files(&files, peek, step, &step->words) < 0)
		return -1;
	if (files.nr && script_run(changes, &peek->overlay, step, &files) < 0)
		return -1;
	return sift_changes(peek, step, NULL, changes);
}

/* Is a file that is asked for named by the diff @text? */
static bool touches_asked(const struct peek *peek, const char *text)
{
	FOR_EACH_LINE(at, text) {
		char *line CLEANUP(free_text) = xstrndup(at.at, at.len);

		line[strcspn(line, "\t\r")] = '\0';
		if (starts_with_one_of(line, TEXTS("--- a/", "+++ b/")) &&
		    is_asked_for(peek, line + strlen("+++ b/")))
			return true;
	}
	return false;
}

static int apply_mail_of(struct peek *peek, const struct step *step, struct changes *changes)
{
	struct mailpatch mail CLEANUP(mailpatch_release) = { 0 };
	bool merged;

	if (mailpatch_read(&mail, peek->overlay.state, peek->overlay.base, step->mail) < 0)
		return -1;
	return convert_mail(changes, &merged, &peek->overlay, &mail);
}

/* Whether somebody else has made it already only the whole tree tells. */
static int apply_diff_of(struct peek *peek, const struct step *step, struct changes *changes)
{
	char *text CLEANUP(free_text) = io_read(step->diff ? step->diff : step->mail, NULL);
	bool merged;

	if (!text || !touches_asked(peek, text))
		return text ? 0 : -1;
	if ((step->mail ? apply_mail_of(peek, step, changes) :
			  convert_diff(changes, &merged, &peek->overlay, step)) == 0)
		return 0;
	if (fail_exit_code() != FAIL_USAGE || !step->provides.nr)
		return -1;
	add_note(peek, xasprintf("%s does not apply, and is left out here", name_of_step(step)));
	fail_clear();
	return 0;
}

static int run_one_step(struct peek *peek, const struct step *step)
{
	struct changes changes CLEANUP(changes_release) = { 0 };
	bool speaks = step->kind == STEP_CONVERT || step->retires.nr;
	int result = step->rule	  ? run_rule_of(peek, step, &changes) :
		     step->script ? run_script_of(peek, step, &changes) :
				    apply_diff_of(peek, step, &changes);

	if (result < 0 ||
	    (speaks && convert_remarks(&changes, peek->overlay.base,
				       peek->overlay.campaign) < 0))
		return -1;
	return overlay_apply(&peek->overlay, &changes);
}

/* The files and folders that are asked for, as the tree calls them. */
static int read_paths(struct peek *peek, const struct strlist *paths)
{
	FOR_EACH(path, paths) {
		char *plain CLEANUP(free_text) = xstrdup(*path);
		size_t before = peek->paths.nr;

		path_normalize(plain);
		FOR_EACH(file, &peek->all)
			if (path_is_below(file->path, plain)) {
				strlist_add(&peek->paths, plain);
				break;
			}
		if (peek->paths.nr == before)
			return fail_usage("%s: %s has no such file or folder; paths begin at the "
					  "top of the tree", *path, peek->overlay.base->rev);
	}
	return 0;
}

/* From the base to the end; what a hand-written patch does elsewhere is not asked for. */
static int gather_changes(struct peek *peek)
{
	struct changes whole CLEANUP(changes_release) = { 0 };
	struct changes *changes = &peek->preview->changes;

	if (changes_between(&whole, peek->overlay.base, &peek->overlay.base->tree,
			    &peek->overlay.tree) < 0)
		return -1;
	FOR_EACH(change, &whole) {
		if (!is_asked_for(peek, change->path))
			continue;
		struct change *kept =
			changes_add(changes, change->path, change->mode, &change->before);
		kept->mode_before = change->mode_before;
		git_oid_cpy(&kept->after, &change->after);
	}
	if (!changes->nr)
		strlist_add_all(&peek->preview->notes, &peek->reasons);
	return 0;
}

int preview_make(struct preview *preview, struct state *state, const struct base *base,
		 const struct campaign *campaign, const struct strlist *paths)
{
	struct peek peek CLEANUP(peek_release) = { .preview = preview };

	if (files_load(&peek.all, base, &base->tree) < 0)
		return -1;
	peek.overlay = (struct overlay){ state, base, campaign, &peek.all, &peek.over,
					 base->tree };
	if (read_paths(&peek, paths) < 0 || spatch_open(&peek.spatch, state, base, &peek.all) < 0)
		return -1;
	FOR_EACH(step, &campaign->steps)
		if (run_one_step(&peek, step) < 0)
			return -1;
	return gather_changes(&peek);
}

void preview_release(struct preview *preview)
{
	changes_release(&preview->changes);
	STRLIST_RELEASE_ALL(&preview->left, &preview->notes);
}
