// SPDX-License-Identifier: GPL-2.0
/*
 * The checks checkpatch, kernel-doc, rustfmt and layout: is anything new to complain of?
 *
 * checkpatch reads each commit as the mail that it becomes: the whole message with what
 * stands below its "---", and the diff. What it says of a line of code is new unless it
 * says the same of the way back, which has the old lines in the same surroundings
 * (finding.h tells which belong together). All else that it says is of the commit.
 * kernel-doc reads each changed source before and after, and so does rustfmt in Rust.
 *
 * The check layout: is an added line wider than the tree allows? For trees whose profile says how
 * wide lines are; others have these scripts. Only lines that a commit adds are looked at, in
 * sources and headers of C: what was too wide before is not this commit's.
 */
#include "campaign/campaign.h"
#include "git/base.h"
#include "kbuild/given.h"
#include "kbuild/target.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "profile/profile.h"
#include "checks/checks.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"
#include "style/checkpatch.h"
#include "style/difftext.h"
#include "style/kerneldoc.h"
#include "style/rustfmt.h"

#define NOBODY ((size_t)-1)
#define AT_ONCE 32			/* commits */
#define MOST_TEXT (16 << 20)		/* of the files of one commit, before and after */
#define MOST 3 /* wide lines that are told one by one */

/* One commit, with what the checkers say of both of its sides. */
struct page {
	struct difftext diff;
	struct difftext_rows rows, back_rows;
	struct findings before, after;		/* of checkpatch, at their places */
	struct findings doc_before, doc_after;	/* of kernel-doc */
	struct findings laid_out;		/* of rustfmt, after it */
	size_t unseen;				/* commits that nobody could look up */
	double seconds;
	bool reused;
};

/* Some commits, for the text of a long range would not fit into memory. */
struct work {
	struct series_result *proof;
	struct state *state;
	size_t from, to;	/* numbers of commits: the first, and the one behind the last */
	struct page *pages;	/* one for each of these */
	const struct strlist *targets;
};

static struct page *page_of(const struct work *work, size_t nr)
{
	return &work->pages[nr - work->from];
}

static void free_work(struct work *work)
{
	for (size_t i = work->from; i < work->to; i++) {
		struct page *page = page_of(work, i);

		difftext_release(&page->diff);
		FREE_ALL(page->rows.v, page->back_rows.v);
		findings_release(&page->before);
		findings_release(&page->after);
		findings_release(&page->doc_before);
		findings_release(&page->doc_after);
		findings_release(&page->laid_out);
	}
	free(work->pages);
}

/* Of a merge nothing is asked: what it brings has been looked at, commit by commit. */
static bool is_merge(const struct work *work, size_t nr)
{
	return work->proof->series->v[nr].is_merge;
}

static int load_pages(struct work *work)
{
	const struct series_result *proof = work->proof;
	const struct series *series = proof->series;

	for (size_t i = work->from; i < work->to; i++) {
		const struct commit *commit = &series->v[i];
		struct page *page = page_of(work, i);

		page->diff.most = MOST_TEXT;
		if (!is_merge(work, i) &&
		    difftext_load(&page->diff, proof->base,
				  series_tree(series, proof->base, commit->before),
				  &commit->tree) < 0)
			return -1;
	}
	return 0;
}

/* What the old side has of the files of the patch: checkpatch looks into these. */
static void add_nearby(struct patch_input *input, const struct difftext *diff)
{
	FOR_EACH(file, &diff->files) {
		if (!*file->old_source)
			continue;
		struct file *entry = LIST_ADD(&input->nearby);
		entry->path = xstrdup(file->old_path);
		git_oid_cpy(&entry->oid, &file->old_oid);
	}
}

static int add_mail(const struct work *work, size_t nr, struct patch_inputs *mails)
{
	struct page *page = page_of(work, nr);
	struct patch_input *input = LIST_ADD(mails);
	git_commit *commit CLEANUP(free_commit) = NULL;

	if (git_commit_lookup(&commit, work->proof->base->repo, &work->proof->v[nr].commit) < 0)
		return fail_git("cannot read a commit");
	const git_signature *who = git_commit_author(commit);
	char *author CLEANUP(free_text) = xasprintf("%s <%s>", who->name, who->email);
	input->text = difftext_patch(&page->diff, author, git_commit_message(commit), &input->len,
				     &page->rows);
	input->skip = is_merge(work, nr) || page->diff.over;
	add_nearby(input, &page->diff);
	return 0;
}

static void add_back(const struct work *work, size_t nr, struct patch_inputs *backs)
{
	struct page *page = page_of(work, nr);
	struct patch_input *input = LIST_ADD(backs);

	input->text = difftext_reverse(&page->diff, &input->len, &page->back_rows);
	add_nearby(input, &page->diff);
	input->skip = true;
	/* nothing is said of the code: there is nothing to compare */
	FOR_EACH(finding, &page->after)
		if (finding->line && *finding->file)
			input->skip = false;
}

/* Put findings on lines of a text where they belong: file, line and function. */
static void place_of_finding(struct findings *findings, const struct findings *said,
			     const struct difftext_rows *rows, bool back)
{
	FOR_EACH(found, said) {
		const struct difftext_row *row = found->line && found->line <= rows->nr ?
							 &rows->v[found->line - 1] : NULL;
		const struct difffile *file = row ? row->file : NULL;
		bool code = file && (row->origin == '+' || row->origin == ' ');
		struct finding *finding;

		if (back && !code)
			continue;
		finding = findings_add(findings, file ? file->path : "", code ? row->line : 0,
				       found->kind, found->text);
		if (!code)
			continue;
		free(finding->function);
		finding->function = finding_function(back ? file->old_source : file->new_source,
						     finding->line);
	}
}

static int ask_checkpatch(struct work *work)
{
	const struct series_result *proof = work->proof;
	struct checkpatch checkpatch;
	struct patch_inputs mails CLEANUP(patch_inputs_release) = { 0 };
	struct patch_inputs backs CLEANUP(patch_inputs_release) = { 0 };

	checkpatch_open(&checkpatch, work->state, proof->base, &proof->plan->all);
	for (size_t i = work->from; i < work->to; i++)
		if (add_mail(work, i, &mails) < 0)
			return -1;
	if (checkpatch_ask(&checkpatch, &mails) < 0)
		return -1;
	for (size_t i = work->from; i < work->to; i++) {
		struct page *page = page_of(work, i);

		place_of_finding(&page->after, &mails.v[i - work->from].findings, &page->rows,
				 false);
		add_back(work, i, &backs);
	}
	if (checkpatch_ask(&checkpatch, &backs) < 0)
		return -1;
	for (size_t i = work->from; i < work->to; i++) {
		struct page *page = page_of(work, i);
		const struct patch_input *mail = &mails.v[i - work->from];
		const struct patch_input *back = &backs.v[i - work->from];

		place_of_finding(&page->before, &back->findings, &page->back_rows, true);
		findings_match_lines(&page->before, &page->after, &page->diff.blocks);
		page->unseen = mail->unseen;
		page->seconds = mail->seconds + back->seconds;
		page->reused = mail->reused && (back->skip || back->reused);
	}
	return 0;
}

static size_t add_leaf(struct source_inputs *sources, const git_oid *blob)
{
	if (git_oid_is_zero(blob))
		return NOBODY;
	for (size_t i = 0; i < sources->nr; i++)
		if (git_oid_equal(&sources->v[i].blob, blob))
			return i;
	git_oid_cpy(&LIST_ADD(sources)->blob, blob);
	return sources->nr - 1;
}

static void add_documented(struct findings *findings, const struct source_input *source,
			   const char *path)
{
	FOR_EACH(found, &source->findings)
		findings_add(findings, path, found->line, found->kind, found->text);
}

/* What kernel-doc said of the files of a commit. */
static void take_leaves(struct page *page, struct source_inputs *sources)
{
	page->seconds = 0;
	page->reused = true;
	FOR_EACH(file, &page->diff.files) {
		size_t before, after;

		if (!kerneldoc_reads(file->path))
			continue;
		before = add_leaf(sources, &file->old_oid);
		after = add_leaf(sources, &file->new_oid);
		if (before != NOBODY) {
			add_documented(&page->doc_before, &sources->v[before], file->path);
			page->seconds += sources->v[before].seconds;
			page->reused = page->reused && sources->v[before].reused;
		}
		if (after != NOBODY) {
			add_documented(&page->doc_after, &sources->v[after], file->path);
			page->seconds += sources->v[after].seconds;
			page->reused = page->reused && sources->v[after].reused;
		}
	}
	findings_match_names(&page->doc_before, &page->doc_after);
}

static int ask_kerneldoc(struct work *work, struct kerneldoc *kerneldoc)
{
	struct source_inputs sources CLEANUP(source_inputs_release) = { 0 };

	for (size_t i = work->from; i < work->to; i++)
		FOR_EACH(file, &page_of(work, i)->diff.files)
			if (kerneldoc_reads(file->path)) {
				add_leaf(&sources, &file->old_oid);
				add_leaf(&sources, &file->new_oid);
			}
	int result = kerneldoc_ask(kerneldoc, &sources);
	for (size_t i = work->from; i < work->to && result == 0; i++)
		take_leaves(page_of(work, i), &sources);
	return result;
}

/* What comes from a source goes to a terminal. */
static void write_plain(FILE *out, const char *text)
{
	for (; *text; text++)
		fputc((unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text, out);
}

/* "file:12: TYPE: text", "file: TYPE: text", "message: TYPE: text" */
static void write_finding(FILE *out, const struct finding *finding)
{
	write_plain(out, *finding->file ? finding->file : "message");
	if (finding->line)
		fprintf(out, ":%u", finding->line);
	fprintf(out, ": %s: ", finding->kind);
	write_plain(out, finding->text);
}

static const struct keyed_text *ignored(const struct work *work, const char *check,
					const struct finding *finding)
{
	if (strcmp(check, "checkpatch") != 0)
		return NULL;
	FOR_EACH(ignore, &work->proof->plan->campaign->ignores)
		if (!strcmp(ignore->name, finding->kind))
			return ignore;
	return NULL;
}

static int keep_log(const struct work *work, const char *check, const char *text, char **path)
{
	char *dir CLEANUP(free_text) = xasprintf("%s/logs/%s", work->state->dir, check);
	git_oid id = digest_of(text);

	*path = xasprintf("%s/%.12s.log", dir, git_oid_tostr_s(&id));
	return io_mkdirs(dir) < 0 ? -1 : io_write(*path, text, strlen(text));
}

/* What all findings of one check on one commit add up to. */
struct style_tally {
	size_t new, old, passed_over;
	char *first; /* the first new one; NULL for none */
	char *why;   /* ", 2 LONG_LINE ignored: reason" for each kind, and what
				 * could not be looked up; "" for none */
	char *log;		/* all of them, one a line */
};

static void add_up_findings(struct style_tally *tally, const struct work *work, const char *check,
			    const struct findings *findings, size_t unseen)
{
	const struct keyed_texts *ignores = &work->proof->plan->campaign->ignores;
	size_t *counts = xcalloc(ignores->nr + 1, sizeof(*counts)), len;
	FILE *log = xmemstream(&tally->log, &len), *out;

	FOR_EACH(finding, findings) {
		const struct keyed_text *ignore = ignored(work, check, finding);

		fputs(finding->old ? "old: " : ignore ? "ignored: " : "new: ", log);
		write_finding(log, finding);
		fputc('\n', log);
		if (finding->old) {
			tally->old++;
		} else if (ignore) {
			tally->passed_over++;
			counts[ignore - ignores->v]++;
		} else if (!tally->new ++) {
			out = xmemstream(&tally->first, &len);
			write_finding(out, finding);
			fclose(out);
		}
	}
	fclose(log);
	out = xmemstream(&tally->why, &len);
	FOR_EACH(ignore, ignores)
		if (counts[ignore - ignores->v])
			fprintf(out, ", %zu %s ignored: %s", counts[ignore - ignores->v],
				ignore->name, ignore->text);
	if (unseen)
		fprintf(out, ", %zu commit id%s not looked up: the history is not here", unseen,
			unseen == 1 ? "" : "s");
	fclose(out);
	free(counts);
}

static char *describe_finding(const struct style_tally *tally, const char *where)
{
	char *old CLEANUP(free_text) =
		tally->old ? xasprintf(" (%zu old in %s)", tally->old, where) : xstrdup("");

	if (tally->new > 1)
		return xasprintf("%s (and %zu more)%s", tally->first, tally->new - 1, tally->why);
	if (tally->new)
		return xasprintf("%s%s", tally->first, tally->why);
	return xasprintf("no new finding%s%s", old, tally->why);
}

static int judge_findings(struct work *work, size_t nr, const char *check,
			  const struct findings *findings, const char *where)
{
	const struct page *page = page_of(work, nr);
	struct style_tally tally = { 0 };
	char *path = NULL;
	int result = 0;

	add_up_findings(&tally, work, check, findings,
			strcmp(check, "checkpatch") ? 0 : page->unseen);
	if (tally.new || tally.passed_over)
		result = keep_log(work, check, tally.log, &path);
	struct verdict *verdict = verdicts_add(&work->proof->v[nr].verdicts, check, NULL,
					       tally.new ? VERDICT_FAIL : VERDICT_PASS, "checked",
					       describe_finding(&tally, where));
	verdict->log = path;
	verdict->seconds = page->seconds;
	verdict->reused = page->reused;
	FREE_ALL(tally.first, tally.why, tally.log);
	return result;
}

/* Nothing is said of it, and why is told. */
static bool is_passed_over(struct work *work, size_t nr, const char *check)
{
	if (!page_of(work, nr)->diff.over)
		return false;
	verdicts_add(&work->proof->v[nr].verdicts, check, NULL, VERDICT_SKIPPED, "",
		     xasprintf("the commit changes files of more than %d MiB of text, which is "
			       "not looked at", MOST_TEXT >> 20));
	return true;
}

static int check_patches(struct work *work)
{
	if (!checkpatch_exists(&work->proof->plan->all)) {
		for (size_t i = work->from; i < work->to; i++)
			verdicts_add(&work->proof->v[i].verdicts, "checkpatch", NULL,
				     VERDICT_SKIPPED, "",
				     xstrdup("the base has no scripts/checkpatch.pl"));
		return 0;
	}
	if (ask_checkpatch(work) < 0)
		return -1;
	for (size_t i = work->from; i < work->to; i++)
		if (!is_merge(work, i) && !is_passed_over(work, i, "checkpatch") &&
		    judge_findings(work, i, "checkpatch", &page_of(work, i)->after,
				   "these lines") < 0)
			return -1;
	return 0;
}

static bool has_source(const struct page *page)
{
	FOR_EACH(file, &page->diff.files)
		if (kerneldoc_reads(file->path))
			return true;
	return false;
}

static int check_documents(struct work *work)
{
	struct series_result *proof = work->proof;
	struct kerneldoc kerneldoc CLEANUP(kerneldoc_release) = { 0 };
	const char *why = "";
	int there = kerneldoc_open(&kerneldoc, work->state, proof->base, &proof->plan->all, &why);

	if (there < 0 || (there && ask_kerneldoc(work, &kerneldoc) < 0))
		return -1;
	for (size_t i = work->from; i < work->to; i++) {
		if (is_passed_over(work, i, "kernel-doc") || !has_source(page_of(work, i)))
			continue;
		if (!there)
			verdicts_add(&proof->v[i].verdicts, "kernel-doc", NULL, VERDICT_SKIPPED, "",
				     xstrdup(why));
		else if (judge_findings(work, i, "kernel-doc", &page_of(work, i)->doc_after,
					"these files") < 0)
			return -1;
	}
	return 0;
}

/* Does rustfmt look at it? */
static bool is_laid_out(const struct rustfmt *rustfmt, const struct difffile *file, git_oid *config)
{
	return !git_oid_is_zero(&file->new_oid) && rustfmt_reads(rustfmt, file->path, config);
}

static size_t count_rust(const struct page *page)
{
	size_t nr = 0;

	FOR_EACH(file, &page->diff.files)
		nr += has_extension(file->path, ".rs") && !git_oid_is_zero(&file->new_oid);
	return nr;
}

/* The place of a source among the inputs, where it is put if it is new; NOBODY: there is none. */
static size_t add_layout(struct layout_inputs *inputs, const git_oid *blob, const git_oid *config)
{
	if (git_oid_is_zero(blob))
		return NOBODY;
	for (size_t i = 0; i < inputs->nr; i++)
		if (git_oid_equal(&inputs->v[i].blob, blob) &&
		    git_oid_equal(&inputs->v[i].config, config))
			return i;
	*LIST_ADD(inputs) = (struct layout_input){ .blob = *blob, .config = *config };
	return inputs->nr - 1;
}

static void copy_layout(struct findings *findings, const struct layout_inputs *inputs, size_t nr,
			const char *path)
{
	if (nr != NOBODY)
		FOR_EACH(found, &inputs->v[nr].findings)
			findings_add(findings, path, found->line, found->kind, found->text);
}

/* Both sides of one file, and what is new, in words. */
static void take_layout(struct page *page, const struct difffile *file,
			struct layout_inputs *inputs, const git_oid *config)
{
	struct findings before CLEANUP(findings_release) = { 0 };
	struct findings after CLEANUP(findings_release) = { 0 };
	size_t old = add_layout(inputs, &file->old_oid, config);
	size_t new = add_layout(inputs, &file->new_oid, config);

	copy_layout(&before, inputs, old, file->path);
	copy_layout(&after, inputs, new, file->path);
	rustlayout_match(&before, &after, &page->diff.blocks);
	FOR_EACH(found, &after) {
		char *words CLEANUP(free_text) = strcmp(found->kind, "layout") ?
							 xstrdup(found->text) :
							 rustlayout_words(found->text);

		findings_add(&page->laid_out, file->path, found->line, found->kind, words)->old =
			found->old;
	}
	page->seconds += inputs->v[new].seconds + (old == NOBODY ? 0 : inputs->v[old].seconds);
	page->reused = page->reused && inputs->v[new].reused &&
		       (old == NOBODY || inputs->v[old].reused);
}

static int ask_rustfmt(struct work *work, struct rustfmt *rustfmt)
{
	struct layout_inputs inputs CLEANUP(layout_inputs_release) = { 0 };
	git_oid config;

	for (size_t i = work->from; i < work->to; i++)
		FOR_EACH(file, &page_of(work, i)->diff.files)
			if (is_laid_out(rustfmt, file, &config)) {
				add_layout(&inputs, &file->old_oid, &config);
				add_layout(&inputs, &file->new_oid, &config);
			}
	if (rustfmt_ask(rustfmt, &inputs) < 0)
		return -1;
	for (size_t i = work->from; i < work->to; i++) {
		page_of(work, i)->reused = true;
		FOR_EACH(file, &page_of(work, i)->diff.files)
			if (is_laid_out(rustfmt, file, &config))
				take_layout(page_of(work, i), file, &inputs, &config);
	}
	return 0;
}

/* The roots of the targets of Rust that were chosen. */
static int list_rust_roots(const struct work *work, struct strlist *roots)
{
	char *given CLEANUP(free_text) = given_folder(work->state);

	FOR_EACH(name, work->targets) {
		struct target target CLEANUP(target_release) = { 0 };

		if (target_load(&target, *name, given) < 0)
			return -1;
		if (target.rust && target.root)
			strlist_add_once(roots, target.root);
	}
	return 0;
}

/* Nothing can be asked: the commits that change Rust say so. */
static void leave_layout(struct work *work, const char *why)
{
	for (size_t i = work->from; i < work->to; i++) {
		size_t nr = count_rust(page_of(work, i));

		if (nr)
			verdicts_add(&work->proof->v[i].verdicts, "rustfmt", NULL, VERDICT_SKIPPED,
				     "", xasprintf("nothing looked at the layout of %zu file%s in "
						   "Rust: %s", nr, plural(nr, "s"), why));
	}
}

static int judge_layout(struct work *work, const struct rustfmt *rustfmt)
{
	for (size_t i = work->from; i < work->to; i++) {
		git_oid config;
		size_t nr = 0;

		FOR_EACH(file, &page_of(work, i)->diff.files)
			nr += is_laid_out(rustfmt, file, &config);
		if (nr && judge_findings(work, i, "rustfmt", &page_of(work, i)->laid_out,
					 "these files") < 0)
			return -1;
	}
	return 0;
}

static int check_rust_layout(struct work *work)
{
	struct rustfmt rustfmt CLEANUP(rustfmt_release) = { 0 };
	struct strlist roots CLEANUP(strlist_release) = { 0 };
	char *why CLEANUP(free_text) = NULL;
	size_t nr = 0;

	for (size_t i = work->from; i < work->to; i++)
		nr += count_rust(page_of(work, i));
	if (!nr)
		return 0;
	if (list_rust_roots(work, &roots) < 0)
		return -1;
	int there = rustfmt_open(&rustfmt, work->state, work->proof->base, &work->proof->plan->all,
				 &roots, &why);
	if (there == 0)
		leave_layout(work, why);
	if (there <= 0)
		return there;
	return ask_rustfmt(work, &rustfmt) < 0 ? -1 : judge_layout(work, &rustfmt);
}

static int examine_some(struct examination *examination, size_t from, size_t to,
			int (*examine)(struct work *))
{
	struct work work CLEANUP(free_work) = {
		.proof = examination->proof, .state = examination->state, .from = from, .to = to,
		.targets = examination->targets,
		.pages = xcalloc(to - from, sizeof(*work.pages)),
	};

	return load_pages(&work) < 0 ? -1 : examine(&work);
}

static int examine_style(struct examination *examination, int (*examine)(struct work *))
{
	size_t nr = examination->proof->nr;

	for (size_t from = 0; from < nr; from += AT_ONCE)
		if (examine_some(examination, from, from + AT_ONCE < nr ? from + AT_ONCE : nr,
				 examine) < 0)
			return -1;
	return 0;
}

/* A tree whose profile says what lines look like has none of these scripts. */
static bool has_scripts(const struct examination *examination)
{
	return !profile_of(&examination->proof->plan->all)->columns;
}

int examine_checkpatch(struct examination *examination)
{
	return has_scripts(examination) ? examine_style(examination, check_patches) : 0;
}

int examine_kerneldoc(struct examination *examination)
{
	return has_scripts(examination) ? examine_style(examination, check_documents) : 0;
}

int examine_rustfmt(struct examination *examination)
{
	return examine_style(examination, check_rust_layout);
}

/* The first lines that are too wide, and how many there are. */
struct wide_lines {
	size_t nr;
	char *text;
};

static void wide_lines_release(struct wide_lines *wide)
{
	free(wide->text);
}

static void add_wide(struct wide_lines *wide, const char *path, unsigned line, int columns)
{
	if (wide->nr++ >= MOST)
		return;
	char *more = xasprintf("%s%s%s:%u has %d columns", wide->text ? wide->text : "",
			       wide->text ? "; " : "", path, line, columns);

	free(wide->text);
	wide->text = more;
}

static int find_wide(struct wide_lines *wide, const struct series_result *proof, size_t nr,
		     unsigned limit)
{
	const struct commit *commit = &proof->series->v[nr];
	struct difftext diff CLEANUP(difftext_release) = { 0 };

	if (difftext_load(&diff, proof->base,
			  series_tree(proof->series, proof->base, commit->before),
			  &commit->tree) < 0)
		return -1;
	FOR_EACH(line, &diff.lines) {
		const char *path = diff.files.v[line->file].path;
		size_t len = line->len - (line->len && line->text[line->len - 1] == '\n');
		int columns = text_columns(line->text, len);

		if (line->origin == '+' && is_c_file(path) && columns > (int)limit)
			add_wide(wide, path, line->new_nr, columns);
	}
	return 0;
}

int examine_layout(struct examination *examination)
{
	struct series_result *proof = examination->proof;
	unsigned limit = profile_of(&proof->plan->all)->columns;

	for (size_t i = 0; limit && i < proof->nr; i++) {
		struct wide_lines wide CLEANUP(wide_lines_release) = { 0 };

		if (proof->series->v[i].is_merge)
			continue;
		if (find_wide(&wide, proof, i, limit) < 0)
			return -1;
		verdicts_add(&proof->v[i].verdicts, "layout", NULL,
			     wide.nr ? VERDICT_FAIL : VERDICT_PASS, "checked",
			     wide.nr ? xasprintf("%s%s; %u is the limit", wide.text,
						 wide.nr > MOST ? "; and more" : "", limit) :
				       xasprintf("no added line is wider than %u columns", limit));
	}
	return 0;
}
