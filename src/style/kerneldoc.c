// SPDX-License-Identifier: GPL-2.0
/* Runs kernel-doc of the base and reads what it says. */
#include "style/kerneldoc.h"

#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "style/mintree.h"

#include <sys/stat.h>

#define SCRIPT "scripts/kernel-doc"
#define STAGE "kernel-doc"
#define TIMEOUT 300 /* seconds for one source */
#define LINKS 8	    /* one after the other */

/* The fault that it must find: nothing is said of @second. */
static const char probe[] = "/**\n"
			    " * probe() - Look for a fault\n"
			    " * @first: described\n"
			    " */\n"
			    "void probe(int first, int second)\n"
			    "{\n"
			    "}\n";

static const char *const foreign[] = { "PERL5LIB", "PERL5OPT", "PERL_UNICODE", "PERLIO",
				       "KBUILD_BUILD_TIMESTAMP", "KBUILD_VERBOSE", "KCFLAGS",
				       "KDOC_WERROR", "KERNELVERSION", "SRCTREE",
				       "PERL_HASH_SEED=0", "PYTHONPATH", "PYTHONHOME",
				       "PYTHONSTARTUP", "PYTHONWARNINGS", "PYTHONOPTIMIZE",
				       "PYTHONDEBUG", "PYTHONHASHSEED=0", NULL };

struct kerneldoc_batch {
	const struct kerneldoc *kerneldoc;
	struct source_inputs *inputs;
	struct mini_tree mintree;	/* the script */
	size_t next, done;
};

struct kerneldoc_run {
	struct source_input *input;
	char *dir, *script, *log;
	const char *argv[9];
};

bool kerneldoc_reads(const char *path)
{
	return has_extension(path, ".c") || has_extension(path, ".h");
}

static void add_part(struct kerneldoc *kerneldoc, const struct file *file)
{
	struct file *part = LIST_ADD(&kerneldoc->parts);

	*part = *file;
	part->path = xstrdup(file->path);
}

/* The first names behind "import" and "from", such as kdoc of kdoc.kdoc_files. */
static void find_imports(struct strlist *names, const char *text)
{
	for (const char *at = text; *at; at += strcspn(at, "\n"), at += *at == '\n') {
		const char *word = at + strspn(at, " \t");
		size_t skip = !strncmp(word, "import ", 7) ? 7 : !strncmp(word, "from ", 5) ? 5 : 0;
		char *name = xstrndup(word + skip, skip ? strcspn(word + skip, " .,\n") : 0);

		if (*name)
			strlist_add_once(names, name);
		free(name);
	}
}

/* Does Python find the module @name in this file: NAME.py, or below a folder NAME? */
static bool is_module(const char *path, const char *name)
{
	size_t len = strlen(path), size = strlen(name);

	if ((strncmp(path, "scripts/", 8) && strncmp(path, "tools/", 6)) || len < 3 ||
	    strcmp(path + len - 3, ".py"))
		return false;
	for (const char *at = path; (at = strchr(at, '/')) && at++;)
		if (!strncmp(at, name, size) && (at[size] == '/' || !strcmp(at + size, ".py")))
			return true;
	return false;
}

static bool has_part(const struct kerneldoc *kerneldoc, const char *path)
{
	FOR_EACH(part, &kerneldoc->parts)
		if (!strcmp(part->path, path))
			return true;
	return false;
}

/* All files of the base that the parts, from the one at @from on, import. Where a module could
 * stand in two places both are taken: the script knows which it means. */
static int add_modules(struct kerneldoc *kerneldoc, const struct files *all)
{
	for (size_t i = 0; i < kerneldoc->parts.nr; i++) {
		char *text CLEANUP(free_text) = base_read(kerneldoc->base,
							  &kerneldoc->parts.v[i].oid, NULL);
		struct strlist names = { 0 };

		if (!text)
			return -1;
		find_imports(&names, text);
		FOR_EACH(file, all)
			FOR_EACH(name, &names)
				if (is_module(file->path, *name) && S_ISREG(file->mode) &&
				    !has_part(kerneldoc, file->path))
					add_part(kerneldoc, file);
		strlist_release(&names);
	}
	return 0;
}

/* The file that stands behind a path: links, as later kernels have one, are followed. */
static const struct file *follow_links(const struct base *base, const struct files *all,
				       const char *path)
{
	const struct file *file = files_find(all, path);

	for (unsigned i = 0; i < LINKS && file && S_ISLNK(file->mode); i++) {
		char *to CLEANUP(free_text) = base_read(base, &file->oid, NULL);
		char *next CLEANUP(free_text) = NULL;

		if (!to)
			return NULL;
		next = xasprintf("%.*s%s", (int)(path_leaf(file->path) - file->path), file->path,
				 to);
		path_normalize(next);
		file = files_find(all, next);
	}
	return file && S_ISREG(file->mode) ? file : NULL;
}

int kerneldoc_open(struct kerneldoc *kerneldoc, struct state *state, const struct base *base,
		   const struct files *all, const char **why)
{
	const struct file *file = follow_links(base, all, SCRIPT);

	*kerneldoc = (struct kerneldoc){ .state = state, .base = base };
	if (!file) {
		*why = "the base has no " SCRIPT;
		return 0;
	}
	char *text CLEANUP(free_text) = base_read(base, &file->oid, NULL);
	if (!text)
		return -1;
	size_t line = strcspn(text, "\n");
	kerneldoc->python = memmem(text, line, "python3", 7) != NULL;
	if (!kerneldoc->python && !memmem(text, line, "perl", 4)) {
		*why = SCRIPT " of the base is neither perl nor Python 3";
		return 0;
	}
	kerneldoc->wall = strstr(text, "Wall\"") != NULL;
	add_part(kerneldoc, file);
	return kerneldoc->python && add_modules(kerneldoc, all) < 0 ? -1 : 1;
}

void kerneldoc_release(struct kerneldoc *kerneldoc)
{
	files_release(&kerneldoc->parts);
}

static git_oid key_of_source(const struct kerneldoc *kerneldoc, const struct source_input *input)
{
	struct digest digest = { 0 };

	FOR_EACH(part, &kerneldoc->parts) {
		digest_text(&digest, part->path);
		digest_oid(&digest, &part->oid);
	}
	digest_text(&digest, kerneldoc->wall ? "-none -Wall" : "-none");
	digest_oid(&digest, &input->blob);
	return digest_end(&digest);
}

/* Append to a text, with one blank between. */
static void extend(struct finding *finding, const char *more, size_t len)
{
	size_t blank = strspn(more, " \t");

	if (blank >= len)
		return;
	char *whole = xasprintf("%s %.*s", finding->text, (int)(len - blank), more + blank);
	free(finding->text);
	finding->text = whole;
}

/* "Cannot understand x on line 12 - ...": the place is no part of what is said. */
static void drop_line_number(char *text)
{
	static const char words[] = " on line ";
	char *at = strstr(text, words);
	size_t digits = at ? strspn(at + sizeof(words) - 1, "0123456789") : 0;
	size_t len = sizeof(words) - 1 + digits;

	if (digits)
		memmove(at, at + len, strlen(at + len) + 1);
}

/* Perl's "source:12: warning: text": what stands behind the kind; NULL when it is no such line. */
static char *split_perl(char *line, unsigned *nr, char **kind)
{
	int at = 0;

	if (sscanf(line, "source:%u: %n", nr, &at) != 1 || !at)
		return NULL;
	*kind = line + at;
	char *colon = strchr(*kind, ':');
	if (!colon || colon == *kind ||
	    (size_t)(colon - *kind) != strspn(*kind, "abcdefghijklmnopqrstuvwxyz"))
		return NULL;
	*colon = '\0';
	return colon + 1 + strspn(colon + 1, " ");
}

/* Python's "Warning: source:12 text": likewise. */
static char *split_python(char *line, unsigned *nr, char **kind)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	size_t len = isupper((unsigned char)*line) ? 1 + strspn(line + 1, letters) : 0;
	int at = 0;

	if (!len || sscanf(line + len, ": source:%u%n", nr, &at) != 1 || !at)
		return NULL;
	line[len] = '\0';
	*line = (char)tolower((unsigned char)*line);
	*kind = line;
	return line + len + at + strspn(line + len + at, ": ");
}

/* The finding of a line; NULL when it is none. */
static struct finding *take_complaint(struct findings *findings, const char *line, size_t len)
{
	char *copy CLEANUP(free_text) = xstrndup(line, len);
	unsigned nr = 0;
	char *kind = NULL, *text = split_perl(copy, &nr, &kind);

	if (!text)
		text = split_python(copy, &nr, &kind);
	if (!text)
		return NULL;
	struct finding *finding = findings_add(findings, NULL, nr, kind, text);
	drop_line_number(finding->text);
	return finding;
}

/* Perl itself complains of the script: " at kernel-doc line 12, <IN_FILE> line 34." */
static bool is_of_perl(const char *line, size_t len)
{
	static const char place[] = SCRIPT " line ";

	return memmem(line, len, " at ", 4) && memmem(line, len, place, sizeof(place) - 1);
}

int kerneldoc_parse(struct findings *findings, const char *output)
{
	struct finding *last = NULL;

	while (*output) {
		size_t len = strcspn(output, "\n");
		struct finding *finding = take_complaint(findings, output, len);

		if (finding)
			last = finding;
		else if (last && !is_of_perl(output, len))
			extend(last, output, len);
		else if (len && !is_of_perl(output, len))
			return fail_system("kernel-doc says what treewide does not understand: "
					   "%.*s", (int)(len > 200 ? 200 : len), output);
		output += len + (output[len] == '\n');
	}
	return 0;
}

static void free_kerneldoc_run(struct kerneldoc_run *run)
{
	if (run->dir)
		io_remove(run->dir);
	FREE_ALL(run->dir, run->script, run->log, run);
}

DEFINE_CLEANUP(release_run, struct kerneldoc_run *, free_kerneldoc_run)

static struct kerneldoc_run *make_errand(const struct kerneldoc_batch *batch,
					 struct source_input *input, const char *text, size_t len)
{
	const struct kerneldoc *kerneldoc = batch->kerneldoc;
	struct kerneldoc_run *run = xcalloc(1, sizeof(*run));
	size_t at = 0;

	run->input = input;
	run->dir = io_mktemp(kerneldoc->state->tmp);
	if (!run->dir) {
		free_kerneldoc_run(run);
		return NULL;
	}
	char *source CLEANUP(free_text) = xasprintf("%s/source", run->dir);
	run->script = xasprintf("%s/%s", batch->mintree.dir, kerneldoc->parts.v[0].path);
	run->log = xasprintf("%s.log", run->dir);
	run->argv[at++] = kerneldoc->python ? "python3" : "perl";
	if (kerneldoc->python) {
		/* nothing of the user's, and no file beside the modules */
		run->argv[at++] = "-Bs";
		run->argv[at++] = "-Xutf8";
	}
	run->argv[at++] = run->script;
	run->argv[at++] = "-none";
	if (kerneldoc->wall)
		run->argv[at++] = "-Wall";
	run->argv[at] = "source";
	if (io_write(source, text, len) < 0) {
		free_kerneldoc_run(run);
		return NULL;
	}
	return run;
}

static void describe_run(struct job *job, struct kerneldoc_run *run)
{
	*job = (struct job){ .argv = run->argv, .env = foreign, .dir = run->dir,
			     .log = run->log, .timeout = TIMEOUT, .payload = run };
}

static char *read_findings(const struct job *job, const struct kerneldoc_run *run)
{
	size_t len = 0;
	char *text CLEANUP(free_text) = io_read(run->log, &len);

	if (!text)
		return NULL;
	if (job->timed_out)
		fail_system("kernel-doc was not done with a source after %d s", TIMEOUT);
	else if (job->exit)
		fail_system("kernel-doc failed (exit %d): %.300s", job->exit, text);
	else if (strlen(text) != len)
		fail_system("kernel-doc prints bytes of value 0");
	else
		return TAKE(text);
	return NULL;
}

/* The first run: alone, with a known fault. */
static int try_out(struct kerneldoc_batch *batch)
{
	struct kerneldoc_run *run CLEANUP(release_run) = make_errand(batch, NULL, probe,
								     sizeof(probe) - 1);
	struct findings findings CLEANUP(findings_release) = { 0 };
	struct job job;

	if (!run)
		return -1;
	describe_run(&job, run);
	if (job_run(&job) < 0)
		return -1;
	char *output CLEANUP(free_text) = read_findings(&job, run);
	if (!output || kerneldoc_parse(&findings, output) < 0)
		return -1;
	FOR_EACH(finding, &findings)
		if (strstr(finding->text, "second"))
			return 0;
	return fail_system("kernel-doc of the base does not find a parameter that is not "
			   "described: it cannot be relied on");
}

static int prepare_batch(struct kerneldoc_batch *batch)
{
	const struct kerneldoc *kerneldoc = batch->kerneldoc;

	if (batch->mintree.dir)
		return 0;
	if (mintree_open(&batch->mintree, kerneldoc->state, kerneldoc->base) < 0)
		return -1;
	FOR_EACH(part, &kerneldoc->parts)
		if (mintree_put(&batch->mintree, part->path, &part->oid) < 0)
			return -1;
	return try_out(batch);
}

static int start(struct kerneldoc_batch *batch, struct source_input *input, struct job *job)
{
	size_t len;

	if (prepare_batch(batch) < 0)
		return -1;
	char *text CLEANUP(free_text) = base_read(batch->kerneldoc->base, &input->blob, &len);
	struct kerneldoc_run *run = text ? make_errand(batch, input, text, len) : NULL;
	if (!run)
		return -1;
	describe_run(job, run);
	return 1;
}

static int next(struct job *job, void *ctx)
{
	struct kerneldoc_batch *batch = ctx;

	while (batch->next < batch->inputs->nr) {
		struct source_input *input = &batch->inputs->v[batch->next++];
		git_oid key = key_of_source(batch->kerneldoc, input);
		json_t *fact CLEANUP(free_json) = NULL;

		if (ledger_get(batch->kerneldoc->state->ledger, STAGE, &key, &fact) < 0)
			return -1;
		const char *said = json_string_value(fact);
		if (!said)
			return start(batch, input, job);
		input->reused = true;
		if (kerneldoc_parse(&input->findings, said) < 0)
			return -1;
	}
	return 0;
}

static void drop(struct job *job, void *ctx)
{
	(void)ctx;
	free_kerneldoc_run(job->payload);
}

static int done(struct job *job, void *ctx)
{
	struct kerneldoc_batch *batch = ctx;
	struct kerneldoc_run *run CLEANUP(release_run) = job->payload;
	struct state *state = batch->kerneldoc->state;
	git_oid key = key_of_source(batch->kerneldoc, run->input);
	char *output CLEANUP(free_text) = read_findings(job, run);

	run->input->seconds = job->seconds;
	progress_report(state->progress, "checking the documentation", ++batch->done,
			batch->inputs->nr, "");
	if (!output)
		return -1;
	json_t *fact CLEANUP(free_json) = json_text(output);
	if (kerneldoc_parse(&run->input->findings, json_string_value(fact)) < 0)
		return -1;
	return ledger_put(state->ledger, STAGE, &key, fact);
}

int kerneldoc_ask(struct kerneldoc *kerneldoc, struct source_inputs *inputs)
{
	const struct job_ops ops = { next, done, drop };
	struct kerneldoc_batch batch = { .kerneldoc = kerneldoc, .inputs = inputs };
	int result = jobs_run(kerneldoc->state->jobs, &ops, &batch);

	if (mintree_close(&batch.mintree) < 0)
		result = -1;
	return result;
}

void source_inputs_release(struct source_inputs *inputs)
{
	FOR_EACH(input, inputs)
		findings_release(&input->findings);
	LIST_RELEASE(inputs);
}
