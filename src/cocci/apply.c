// SPDX-License-Identifier: GPL-2.0
/* Runs a rule over files, many in one run of spatch, and judges what came out. */
#include "cocci/apply.h"

#include "campaign/rule.h"
#include "cocci/format.h"
#include "cocci/parserate.h"
#include "cocci/spatch.h"
#include "cocci/unparsed.h"
#include "csrc/homonym.h"
#include "csrc/layout.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "profile/profile.h"

#define CONVERT_VERSION "4" /* of how files are laid out, and what is remembered */

/* A second run of spatch, which takes as long to start as a few files do, begins behind this
 * many files. */
#define WORTH_A_RUN 16

/* Files for one run of spatch: indexes into the changes. */
struct batch {
	size_t *v;
	size_t nr;
	char *dir, *log;	/* while it runs */
	const char **argv, *env[2];
	char *name;		/* of a single file */
};

struct batches {
	struct batch **v;
	size_t nr, alloc;
};

struct run {
	struct spatch *spatch;
	const struct rule *rule;
	const struct source_tree *tree;
	struct changes *changes;
	struct strlist residue;		/* words that must be gone */
	struct strlist wanted;		/* words that the rule looks for; none: no matter which */
	struct strlist options;
	char *copies;			/* the folder with the rule */
	struct files *beside;		/* of each change: what spatch reads, too */
	git_oid *keys;			/* of each change */
	struct batches queue, again;	/* to be run; what is to be run after these */
	size_t done;
};

static git_oid conversion_key(const struct run *run, size_t nr)
{
	const struct change *change = &run->changes->v[nr];
	char *hard CLEANUP(free_text) = xasprintf("%u", run->spatch->limits.hard);
	struct digest digest = { 0 };

	DIGEST_ADD(&digest, CONVERT_VERSION, hard, run->spatch->version, run->spatch->formatter,
		   run->spatch->style, &run->rule->digest);
	digest_texts(&digest, &run->options);
	FOR_EACH(file, &run->spatch->named)
		digest_oid(&digest, &file->oid);
	digest_text(&digest, has_ending(change->path, ".h") ? "h" : "c");
	if (run->rule->knows_path || run->beside[nr].nr)
		digest_text(&digest, change->path);
	FOR_EACH(file, &run->beside[nr])
		DIGEST_ADD(&digest, file->path, &file->oid);
	digest_oid(&digest, &change->before);
	return digest_end(&digest);
}

/* Residue is found again each time: it is cheap and needs no place in the fact. */
static int find_residue(const struct run *run, struct change *change)
{
	size_t len;
	char *text CLEANUP(free_text) = base_read(run->spatch->base, &change->after, &len);

	if (!text)
		return -1;
	strlist_add_all(change->words, &run->residue);
	cuses_find(&change->residue, text, len, change->words);
	homonyms_drop(&change->residue, text, len, &run->rule->members);
	return 0;
}

/* Does the ledger know what the rule makes of this file? */
static int recall(struct run *run, size_t nr)
{
	struct change *change = &run->changes->v[nr];
	json_t *fact CLEANUP(free_json) = NULL;
	const char *id;
	git_oid after;

	if (includes_find(&run->beside[nr], run->tree, &run->options, change->path,
			  &change->before) < 0)
		return -1;
	run->keys[nr] = conversion_key(run, nr);
	int found = ledger_get(run->spatch->state->ledger, "convert", &run->keys[nr], &fact);
	if (found <= 0)
		return found;
	id = json_string_value(json_array_get(fact, 0));
	if (git_oid_fromstr(&after, id ? id : "") < 0 || !base_has(run->spatch->base, &after))
		return 0;
	for (size_t i = 1; i < json_array_size(fact); i++) {
		const char *line = json_string_value(json_array_get(fact, i));

		strlist_add(&change->unparsed, line ? line : "");
	}
	git_oid_cpy(&change->after, &after);
	change->reused = true;
	return find_residue(run, change) < 0 ? -1 : 1;
}

static int remember(struct run *run, size_t nr)
{
	const struct change *change = &run->changes->v[nr];
	json_t *fact CLEANUP(free_json) = json_array();

	json_array_append_new(fact, json_string(git_oid_tostr_s(&change->after)));
	FOR_EACH(line, &change->unparsed)
		json_array_append_new(fact, json_string(*line));
	return ledger_put(run->spatch->state->ledger, "convert", &run->keys[nr], fact);
}

static void batch_free(struct batch *batch)
{
	FREE_ALL(batch->v, batch->dir, batch->log, batch->argv, batch->name, batch);
}

static void batches_release(struct batches *batches)
{
	FOR_EACH(batch, batches)
		batch_free(*batch);
	LIST_RELEASE(batches);
}

static void add_batch(struct batches *batches, const size_t *v, size_t nr)
{
	struct batch *batch;

	if (!nr)
		return;
	batch = xcalloc(1, sizeof(*batch));
	batch->v = xcalloc(nr, sizeof(*v));
	batch->nr = nr;
	memcpy(batch->v, v, nr * sizeof(*v));
	*LIST_ADD(batches) = batch;
}

/* spatch hands names to a shell, and reads some as something else. */
static bool is_odd(const char *path)
{
	return *path == '-' || path[strspn(path, "abcdefghijklmnopqrstuvwxyz"
						 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+,-")];
}

/* The name under which spatch gets a file: its path, but for odd letters. Owned by the
 * caller. */
static char *name_of(const char *path)
{
	char *name = xstrdup(path);

	for (char *at = name; is_odd(name) && *at; at++)
		if (!strchr("_./+,", *at) && !isalnum((unsigned char)*at))
			*at = '_';
	return name;
}

/*
 * Two files in one run are groups that know nothing of each other, but spatch writes all
 * results at the end: with --all-includes it changes headers as well, once for each file.
 */
static size_t batch_limit(const struct run *run, size_t todo)
{
	size_t share = (todo + run->spatch->state->jobs - 1) / run->spatch->state->jobs;

	if (run->rule->alone || rule_has_option(run->rule, "--all-includes") ||
	    rule_has_option(run->rule, "--recursive-includes"))
		return 1;
	if (share < WORTH_A_RUN)
		share = WORTH_A_RUN;
	return share < run->spatch->batch ? share : run->spatch->batch;
}

static void cut(struct run *run, const size_t *todo, size_t nr)
{
	size_t limit = batch_limit(run, nr), start = 0;

	for (size_t i = 0; i < nr; i++) {
		bool odd = is_odd(run->changes->v[todo[i]].path);

		if (odd || i - start == limit) {
			add_batch(&run->queue, todo + start, i - start);
			start = i;
		}
		if (odd) {
			add_batch(&run->queue, todo + i, 1);
			start = i + 1;
		}
	}
	add_batch(&run->queue, todo + start, nr - start);
}

/* The files of a batch in a tree of its own, with what spatch reads beside them. */
static int write_tree(const struct run *run, const struct batch *batch, const char *dir)
{
	char *groups CLEANUP(free_text) = xasprintf("%s/groups", batch->dir);
	char *text CLEANUP(free_text) = NULL;
	size_t len;
	FILE *out = xmemstream(&text, &len);

	for (size_t i = 0; i < batch->nr; i++)
		fprintf(out, "%s\n\n", run->changes->v[batch->v[i]].path);
	fclose(out);
	if (io_mkdirs(dir) < 0 || io_write(groups, text, len) < 0)
		return -1;
	for (size_t i = 0; i < batch->nr; i++) {
		const struct change *change = &run->changes->v[batch->v[i]];
		char *name CLEANUP(free_text) = name_of(change->path);
		struct file file = { .path = name, .oid = change->before };
		const struct files one = { &file, 1, 1 };

		if (spatch_write(run->spatch, &one, dir) < 0)
			return -1;
	}
	for (size_t i = 0; i < batch->nr; i++)
		if (spatch_write(run->spatch, &run->beside[batch->v[i]], dir) < 0)
			return -1;
	return spatch_write(run->spatch, &run->spatch->named, dir);
}

/* What we see to ourselves comes last, so that it counts. */
static void build_argv(const struct run *run, struct batch *batch, const char *rule)
{
	static const char *const ours[] = { "--quiet", "--verbose-parsing", "--no-scanner",
					    "--no-show-diff", "--in-place", "--timeout", "0",
					    /* else in /tmp, whatever TMPDIR says, and there they
					     * stay when it is killed */
					    "--temp-files", "../temp" };
	size_t argc = 0, nr = sizeof(ours) / sizeof(*ours);

	batch->argv = xcalloc(run->options.nr + nr + 6, sizeof(*batch->argv));
	batch->argv[argc++] = "spatch";
	FOR_EACH(option, &run->options)
		batch->argv[argc++] = *option;
	for (size_t i = 0; i < nr; i++)
		batch->argv[argc++] = ours[i];
	batch->argv[argc++] = "--sp-file";
	batch->argv[argc++] = rule;
	if (batch->nr > 1)
		batch->argv[argc++] = "--file-groups";
	batch->name = name_of(run->changes->v[batch->v[0]].path);
	batch->argv[argc++] = batch->nr > 1 ? "../groups" : batch->name;
}

static int next(struct job *job, void *ctx)
{
	struct run *run = ctx;

	if (!run->queue.nr)
		return 0;
	struct batch *batch = run->queue.v[--run->queue.nr];
	job->payload = batch;
	batch->dir = io_mktemp(run->spatch->state->tmp);
	if (!batch->dir) {
		batch_free(batch);
		return -1;
	}
	char *tree CLEANUP(free_text) = xasprintf("%s/tree", batch->dir);
	char *temp CLEANUP(free_text) = xasprintf("%s/temp", batch->dir);
	batch->log = xasprintf("%s/log", batch->dir);
	batch->env[0] = run->spatch->home;
	build_argv(run, batch, run->copies);
	if (io_mkdirs(temp) < 0 || write_tree(run, batch, tree) < 0) {
		batch_free(batch);
		return -1;
	}
	*job = (struct job){ .argv = batch->argv, .env = batch->env, .dir = TAKE(tree),
			     .log = batch->log, .payload = batch,
			     .timeout = run->spatch->timeout * (batch->nr > 1 ? 2 : 1) };
	return 1;
}

/* Take what spatch left in the file: lay it out, store it. */
static int take_output(struct run *run, struct change *change, const char *dir)
{
	char *name CLEANUP(free_text) = name_of(change->path);
	char *path CLEANUP(free_text) = xasprintf("%s/tree/%s", dir, name);
	char *before CLEANUP(free_text) = base_read(run->spatch->base, &change->before, NULL);
	size_t len = 0;
	char *after CLEANUP(free_text) = io_read(path, &len);
	char *laid_out CLEANUP(free_text) = NULL;
	const char *wrong;

	if (!before || !after)
		return -1;
	if (strlen(after) == len && !strcmp(before, after))
		return 0;
	wrong = strlen(after) != len || (!len && *before) ? "it is empty or holds a NUL byte" :
							    layout_implausible(before, after);
	if (wrong) {
		change->trouble = xasprintf("spatch wrote a broken file: %s", wrong);
		return 0;
	}
	laid_out = run->spatch->profile->format ?
			   format_added(run->spatch->state, before, after, run->spatch->style) :
			   format_change(run->spatch->state, before, after, run->spatch->style,
					 &run->spatch->limits);
	if (!laid_out)
		return -1;
	return base_write(run->spatch->base, laid_out, strlen(laid_out), &change->after);
}

/* One file is done. Where words must be gone, those that stay tell what was not parsed. */
static int take_file(struct run *run, size_t nr, const char *dir, const char *log)
{
	struct change *change = &run->changes->v[nr];
	char *name CLEANUP(free_text) = name_of(change->path);

	if (!change->trouble && take_output(run, change, dir) < 0)
		return -1;
	if (!run->residue.nr && !change->trouble)
		unparsed_find(&change->unparsed, log, name, &run->wanted);
	if (find_residue(run, change) < 0)
		return -1;
	/* what is left over may have been a mishap: ask again next time */
	if (!change->trouble && !change->residue.nr && remember(run, nr) < 0)
		return -1;
	progress_report(run->spatch->state->progress, "converting", ++run->done,
			run->changes->nr, change->path);
	return 0;
}

static char *trouble_of(const struct run *run, const struct job *job, const char *log)
{
	char *dir CLEANUP(free_text) = xstrndup(run->copies,
						(size_t)(strrchr(run->copies, '/') - run->copies));

	if (job->timed_out)
		return xasprintf("spatch did not end in %u s", job->timeout);
	if (!job->exit && !strstr(log, "EXN: "))
		return NULL;
	/* not what it says of C that it cannot parse */
	char *why CLEANUP(free_text) =
		spatch_reason(run->rule, dir, strstr(log, "EXN: ") ? strstr(log, "EXN: ") : log);
	return xasprintf("spatch failed (exit %d): %.200s", job->exit, why);
}

/* Which file of the batch spatch had in hand last: its index, or @nr for none. */
static size_t last_in_hand(const struct run *run, const struct batch *batch, const char *log)
{
	static const char mark[] = "HANDLING: ";
	size_t last = batch->nr;

	for (const char *at = log; (at = strstr(at, mark));) {
		size_t len = strcspn(at += strlen(mark), "\n");

		for (size_t i = 0; i < batch->nr; i++) {
			const char *path = run->changes->v[batch->v[i]].path;

			if (strlen(path) == len && !strncmp(at, path, len))
				last = i;
		}
	}
	return last;
}

/* Was there an exception while spatch had this file in hand? */
static bool has_exception(const char *log, const char *path)
{
	for (const char *at = log; (at = strstr(at, "EXN: ")); at++) {
		char *line CLEANUP(free_text) = xstrndup(at, strcspn(at, "\n"));
		char *end CLEANUP(free_text) = xasprintf(" in %s", path);
		size_t len = strlen(line), size = strlen(end);

		if (len >= size && !strcmp(line + len - size, end))
			return true;
	}
	return false;
}

/* The whole run failed: the file in hand runs alone next, the others again. */
static int split_batch(struct run *run, const struct batch *batch, const struct job *job,
		       const char *log)
{
	size_t last = last_in_hand(run, batch, log);
	int result = 0;

	if (last < batch->nr) {
		add_batch(&run->again, batch->v, last);
		add_batch(&run->again, batch->v + last, 1);
		add_batch(&run->again, batch->v + last + 1, batch->nr - last - 1);
		return 0;
	}
	/* it did not come as far as a file: no file would be better off */
	for (size_t i = 0; result == 0 && i < batch->nr; i++) {
		struct change *change = &run->changes->v[batch->v[i]];

		change->trouble = trouble_of(run, job, log);
		result = take_file(run, batch->v[i], batch->dir, log);
	}
	return result;
}

static int take_batch(struct run *run, const struct batch *batch, const struct job *job)
{
	char *log CLEANUP(free_text) = io_read(job->log, NULL);
	int result = 0;

	if (!log || (job->exit && spatch_lacks(run->rule, log) < 0))
		return -1;
	if (batch->nr > 1 && (job->exit || job->timed_out))
		return split_batch(run, batch, job, log);
	for (size_t i = 0; result == 0 && i < batch->nr; i++) {
		struct change *change = &run->changes->v[batch->v[i]];

		if (batch->nr > 1 && has_exception(log, change->path)) {
			add_batch(&run->again, &batch->v[i], 1);
			continue;
		}
		if (batch->nr == 1)
			change->trouble = trouble_of(run, job, log);
		result = take_file(run, batch->v[i], batch->dir, log);
	}
	return result;
}

static void drop(struct job *job, void *ctx)
{
	(void)ctx;
	free((char *)job->dir);
	batch_free(job->payload);
}

static int done(struct job *job, void *ctx)
{
	struct batch *batch = job->payload;
	int result = take_batch(ctx, batch, job);

	if (io_remove(batch->dir) < 0)
		result = -1;
	drop(job, ctx);
	return result;
}

static int run_batches(struct run *run)
{
	const struct job_ops ops = { next, done, drop };
	int result = 0;

	while (result == 0 && run->queue.nr) {
		result = jobs_run(run->spatch->state->jobs, &ops, run);
		FOR_EACH(batch, &run->again)
			*LIST_ADD(&run->queue) = *batch;
		run->again.nr = 0;
	}
	return result;
}

/* Recall what is known; the rest becomes batches. */
static int prepare(struct run *run)
{
	size_t *todo = xcalloc(run->changes->nr, sizeof(*todo)), nr = 0;
	int known = 0;

	for (size_t i = 0; known >= 0 && i < run->changes->nr; i++) {
		known = recall(run, i);
		if (known == 0)
			todo[nr++] = i;
	}
	run->done = run->changes->nr - nr;
	if (known >= 0)
		cut(run, todo, nr);
	free(todo);
	return known < 0 ? -1 : 0;
}

static void run_release(struct run *run)
{
	for (size_t i = 0; i < run->changes->nr; i++)
		files_release(&run->beside[i]);
	FREE_ALL(run->beside, run->keys, run->copies);
	STRLIST_RELEASE_ALL(&run->residue, &run->wanted, &run->options);
	batches_release(&run->queue);
	batches_release(&run->again);
}

/* How much of each changed file was parsed, where the profile wants it told. */
static int tell_parsed(struct spatch *spatch, const struct rule *rule, struct changes *changes)
{
	FOR_EACH(change, changes)
		if (spatch->profile->tells_parsed && !change_is_empty(change) &&
		    parserate_ask(spatch, rule, change) < 0)
			return -1;
	return 0;
}

int apply_rule(struct spatch *spatch, const struct rule *rule, const struct source_tree *tree,
	       struct changes *changes)
{
	char *dir CLEANUP(free_text) = io_mktemp(spatch->state->tmp);
	if (!dir)
		return -1;
	struct run run CLEANUP(run_release) = {
		.spatch = spatch, .rule = rule, .tree = tree, .changes = changes,
		.copies = xasprintf("%s/%s", dir, rule->files.v[0].name),
		.beside = xcalloc(changes->nr, sizeof(*run.beside)),
		.keys = xcalloc(changes->nr, sizeof(*run.keys)),
	};

	rule_residue(rule, &run.residue);
	if (!rule->everywhere)
		strlist_add_all(&run.wanted, &rule->tokens);
	spatch_options(spatch, rule, &run.options);
	if (rulefiles_write(&rule->files, dir) < 0 || prepare(&run) < 0 || run_batches(&run) < 0 ||
	    tell_parsed(spatch, rule, changes) < 0)
		return -1;
	return io_remove(dir);
}
