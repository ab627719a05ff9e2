// SPDX-License-Identifier: GPL-2.0
/* Runs kernel-doc of the base and reads what it says. */
#include "style/kerneldoc.h"

#include "lib/ask.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/lib.h"
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
	FOR_EACH_LINE(line, text) {
		const char *word = line.at + strspn(line.at, " \t");
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

	FOR_EACH(part, &kerneldoc->parts)
		DIGEST_ADD(&digest, part->path, &part->oid);
	DIGEST_ADD(&digest, kerneldoc->wall ? "-none -Wall" : "-none", &input->blob);
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

	FOR_EACH_LINE(line, output) {
		struct finding *finding = take_complaint(findings, line.at, line.len);

		if (finding)
			last = finding;
		else if (last && !is_of_perl(line.at, line.len))
			extend(last, line.at, line.len);
		else if (line.len && !is_of_perl(line.at, line.len))
			return fail_system("kernel-doc printed what treewide does not understand: "
					   "%.*s", (int)(line.len > 200 ? 200 : line.len), line.at);
	}
	return 0;
}

static int describe_run(const struct kerneldoc_batch *batch, struct ask_run *run,
			const char *text, size_t len)
{
	const struct kerneldoc *kerneldoc = batch->kerneldoc;
	char *script CLEANUP(free_text) = xasprintf("%s/%s", batch->mintree.dir,
						    kerneldoc->parts.v[0].path);

	run->dir = io_mktemp(kerneldoc->state->tmp);
	if (!run->dir)
		return -1;
	char *source CLEANUP(free_text) = xasprintf("%s/source", run->dir);
	run->log = xasprintf("%s.log", run->dir);
	run->job = (struct job){ .dir = run->dir, .timeout = TIMEOUT };
	strlist_add_array(&run->env, foreign);
	/* of Python nothing of the user's, and no file beside the modules */
	if (kerneldoc->python)
		STRLIST_ADD(&run->argv, "python3", "-Bs", "-Xutf8");
	else
		strlist_add(&run->argv, "perl");
	STRLIST_ADD(&run->argv, script, "-none");
	if (kerneldoc->wall)
		strlist_add(&run->argv, "-Wall");
	strlist_add(&run->argv, "source");
	return io_write(source, text, len);
}

/* The first run: alone, with a known fault. */
static int try_out(struct kerneldoc_batch *batch)
{
	struct ask_run run CLEANUP(ask_run_release) = { 0 };
	struct findings findings CLEANUP(findings_release) = { 0 };

	if (describe_run(batch, &run, probe, sizeof(probe) - 1) < 0 || ask_run(&run) < 0)
		return -1;
	char *output CLEANUP(free_text) = mintree_said(&run, "kernel-doc", "source", 0);
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

static int key_of_input(void *ctx, size_t nr, git_oid *key)
{
	const struct kerneldoc_batch *batch = ctx;

	*key = key_of_source(batch->kerneldoc, &batch->inputs->v[nr]);
	return 1;
}

static int begin_source(void *ctx, size_t nr, struct ask_run *run)
{
	struct kerneldoc_batch *batch = ctx;
	size_t len;

	if (prepare_batch(batch) < 0)
		return -1;
	char *text CLEANUP(free_text) =
		base_read(batch->kerneldoc->base, &batch->inputs->v[nr].blob, &len);
	return text ? describe_run(batch, run, text, len) : -1;
}

static json_t *read_source(void *ctx, size_t nr, const struct ask_run *run)
{
	const struct kerneldoc_batch *batch = ctx;
	char *output CLEANUP(free_text) = mintree_said(run, "kernel-doc", "source", 0);

	batch->inputs->v[nr].seconds = run->job.seconds;
	return output ? json_text(output) : NULL;
}

static int take_source(void *ctx, size_t nr, const json_t *answer, const struct ask_run *run)
{
	struct source_input *input = &((struct kerneldoc_batch *)ctx)->inputs->v[nr];

	if (!json_is_string(answer))
		return 0;
	input->reused = !run;
	return kerneldoc_parse(&input->findings, json_string_value(answer)) < 0 ? -1 : 1;
}

int kerneldoc_ask(struct kerneldoc *kerneldoc, struct source_inputs *inputs)
{
	struct kerneldoc_batch batch = { .kerneldoc = kerneldoc, .inputs = inputs };
	int result = ask_all(&(struct asking){
		.state = kerneldoc->state, .stage = STAGE, .doing = "checking the documentation",
		.nr = inputs->nr, .ctx = &batch, .key = key_of_input, .begin = begin_source,
		.read = read_source, .take = take_source });

	return mintree_close(&batch.mintree) < 0 ? -1 : result;
}

void source_inputs_release(struct source_inputs *inputs)
{
	FOR_EACH(input, inputs)
		findings_release(&input->findings);
	LIST_RELEASE(inputs);
}
