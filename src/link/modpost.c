// SPDX-License-Identifier: GPL-2.0
/* Runs modpost over objects, in a folder of its own. */
#include "link/modpost.h"

#include "csrc/clex.h"
#include "kbuild/kbuild.h"
#include "kbuild/makelog.h"
#include "link/linker.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/state.h"

#define TIMEOUT 300 /* seconds */

/* One run: where it happens, and what has been written there. */
struct modpost_place {
	struct kbuild *kbuild;
	char *dir, *log;
	char *object;		/* "drivers/x/y.o", below the folder */
};

static char *program(const struct kbuild *kbuild)
{
	return xasprintf("%s/scripts/mod/modpost", kbuild->build);
}

bool modpost_is_there(const struct kbuild *kbuild)
{
	char *path CLEANUP(free_text) = program(kbuild);

	return access(path, X_OK) == 0;
}

char *modpost_row(const char *symbol, const char *owner, bool gpl, const char *space)
{
	return xasprintf("0x00000000\t%s\t%s\tEXPORT_SYMBOL%s\t%s\n", symbol, owner,
			 gpl ? "_GPL" : "", space);
}

/* Without "+0x12", which moves with the code. */
static char *identity_of(const char *line, size_t len)
{
	char *text = xstrndup(line, len), *to = text;

	for (const char *from = text; *from;) {
		size_t digits = 0;

		if (!strncmp(from, "+0x", 3))
			digits = 3 + strspn(from + 3, "0123456789abcdef");
		from += digits;
		if (*from)
			*to++ = *from++;
	}
	*to = '\0';
	return text;
}

void modpost_parse(const char *log, struct strlist *said)
{
	FOR_EACH_LINE(line, log)
		if (starts_with_one_of(line.at, TEXTS("WARNING: modpost: ", "ERROR: modpost: ",
						      "FATAL: modpost: ")))
			*LIST_ADD(said) = identity_of(line.at, line.len);
	strlist_sort(said);
}

static bool is_whole(const struct ctoken *token)
{
	const char *last = token->text + token->len - 1;

	return token->kind == CTOKEN_WORD ||
	       (token->kind == CTOKEN_LITERAL && token->len > 1 && *last == *token->text);
}

/* "NAME(word, "text");": each argument is one word or one text. */
static bool is_plain_call(const char *line, size_t len)
{
	struct clexer lexer;
	struct ctoken token, name;

	clexer_init(&lexer, line, len);
	name = clexer_next(&lexer);
	token = clexer_next(&lexer);
	while (ctoken_is(&token, "(") || ctoken_is(&token, ",")) {
		token = clexer_next(&lexer);
		if (!is_whole(&token))
			return false;
		token = clexer_next(&lexer);
	}
	if (name.kind != CTOKEN_WORD || !ctoken_is(&token, ")"))
		return false;
	token = clexer_next(&lexer);
	return ctoken_is(&token, ";") && clexer_next(&lexer).kind == CTOKEN_END;
}

void modpost_read_made(const char *text, struct strlist *said)
{
	FOR_EACH_LINE(line, text)
		if (starts_with_one_of(line.at, TEXTS("KSYMTAB_FUNC(", "KSYMTAB_DATA(",
						      "SYMBOL_CRC(", "MODULE_ALIAS(",
						      "MODULE_INFO(")) &&
		    !is_plain_call(line.at, line.len))
			*LIST_ADD(said) = xasprintf("modpost writes what is no C: %.*s",
						    (int)line.len, line.at);
}

static int run_program(struct modpost_place *place, const struct strlist *words, int *code)
{
	const char **argv CLEANUP(free_memory) = strlist_array(words);
	const char *writes[] = { place->dir, NULL };
	struct job job = { .argv = argv, .before = place->kbuild->root.before,
			   .env = kbuild_environment(), .dir = place->dir,
			   .log = place->log, .timeout = TIMEOUT, .writes = writes };

	if (job_run(&job) < 0)
		return -1;
	*code = job.timed_out ? -1 : job.exit;
	return 0;
}

static int begin_link(struct kbuild *kbuild, struct strlist *words)
{
	if (linker_begin(kbuild, words) < 0)
		return -1;
	strlist_add(words, "-r");
	return 0;
}

/* What the linker says of parts that do not fit together. */
static void take_clashes(const char *log, struct strlist *said)
{
	static const char mark[] = "multiple definition of `", lld[] = "duplicate symbol: ";

	FOR_EACH_LINE(line, log) {
		char *text CLEANUP(free_text) = xstrndup(line.at, line.len);
		const char *gnu = strstr(text, mark), *other = strstr(text, lld);

		if (gnu)
			*LIST_ADD(said) = xasprintf("ld: multiple definition of %.*s",
						    (int)strcspn(gnu + sizeof(mark) - 1, "'"),
						    gnu + sizeof(mark) - 1);
		else if (other)
			*LIST_ADD(said) = xasprintf("ld: multiple definition of %s",
						    other + sizeof(lld) - 1);
	}
}

static int must_run(struct modpost_place *place, const struct strlist *words)
{
	char *text CLEANUP(free_text) = NULL;
	int code;

	if (run_program(place, words, &code) < 0)
		return -1;
	text = code ? io_read(place->log, NULL) : NULL;
	return code ? fail_system("%s failed for %s: %.300s", words->v[0], place->object,
				  text ? text : "") : 0;
}

/* A program says no in words that are not known here: nothing is proved of the object, unless the
 * machine is to blame, which is a failure. */
static int take_riddle(const struct modpost_place *place, const char *program, int code,
		       const char *log, struct strlist *said)
{
	char *machine CLEANUP(free_text) = makelog_machine_failure(log);

	if (machine)
		return fail_system("%s failed for %s: %s", program, place->object, machine);
	*LIST_ADD(said) = xasprintf("?%s gives no verdict on %s (exit %d): %.*s", program,
				    place->object, code, (int)strcspn(log, "\n"), log);
	return 0;
}

static int link_parts(struct modpost_place *place, const struct strlist *words,
		      struct strlist *said)
{
	char *log CLEANUP(free_text) = NULL;
	int code;

	if (run_program(place, words, &code) < 0)
		return -1;
	if (!code)
		return 0;
	log = io_read(place->log, NULL);
	if (!log)
		return -1;
	take_clashes(log, said);
	return said->nr ? 0 : take_riddle(place, words->v[0], code, log, said);
}

/* An object that holds nothing but the section .modinfo. */
static int write_info(struct modpost_place *place, const struct strlist *info)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct strlist names CLEANUP(strlist_release) = { 0 };
	char *path CLEANUP(free_text) = xasprintf("%s/info", place->dir);
	char *bytes CLEANUP(free_text) = NULL;
	size_t size;
	FILE *out = xmemstream(&bytes, &size);

	FOR_EACH(line, info)
		fwrite(*line, strlen(*line) + 1, 1, out);
	fclose(out);
	if (io_write(path, bytes, size) < 0 || begin_link(place->kbuild, &words) < 0)
		return -1;
	strlist_split(&words, "-b binary -o info.o info", " ");
	if (must_run(place, &words) < 0)
		return -1;
	target_programs(&place->kbuild->target, &names);
	strlist_release(&words);
	FOR_EACH(name, &names)
		if (strstr(*name, "objcopy"))
			strlist_add(&words, *name);
	strlist_split(&words, "--rename-section .data=.modinfo --strip-all info.o", " ");
	return must_run(place, &words);
}

/* Put the parts of the module together as Kbuild does; where they do not fit, say so. */
static int write_object(struct modpost_place *place, const struct modpost_job *job,
			struct strlist *said)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	char *path CLEANUP(free_text) = xasprintf("%s/%s", place->dir, place->object);
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	char *list CLEANUP(free_text) = xasprintf("%s/%s.mod", place->dir, job->module);

	/* the list of sources, which modpost reads for MODULE_VERSION(): it names none */
	if (io_mkdirs(folder) < 0 || io_write(list, "\n", 1) < 0)
		return -1;
	if (job->parts->nr == 1 && !job->given->nr && !job->info->nr)
		return symlink(job->parts->v[0], path) < 0 ?
			       fail_errno("cannot link %s", path) : 0;
	if ((job->info->nr && write_info(place, job->info) < 0) ||
	    begin_link(place->kbuild, &words) < 0)
		return -1;
	STRLIST_ADD(&words, "-o", place->object);
	strlist_add_all(&words, job->parts);
	if (job->info->nr)
		strlist_add(&words, "info.o");
	FOR_EACH(symbol, job->given)
		*LIST_ADD(&words) = xasprintf("--defsym=%s=0", *symbol);
	return link_parts(place, &words, said);
}

/* Newer ones say nothing of modules unless they are told that there are any. */
static bool wants_modules(const struct kbuild *kbuild)
{
	char *path CLEANUP(free_text) = xasprintf("%s/scripts/Makefile.modpost", kbuild->tree);
	char *text CLEANUP(free_text) = access(path, F_OK) == 0 ? io_read(path, NULL) : NULL;

	return text && strstr(text, "CONFIG_MODULES),-M)");
}

static int ask(struct modpost_place *place, const struct modpost_job *job, struct strlist *said)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	char *table CLEANUP(free_text) = xasprintf("%s/given.symvers", place->dir);
	char *log CLEANUP(free_text) = NULL;
	int code;

	if (io_write(table, job->table, strlen(job->table)) < 0)
		return -1;
	*LIST_ADD(&words) = program(place->kbuild);
	if (wants_modules(place->kbuild))
		strlist_add(&words, "-M");
	strlist_split(&words, "-i given.symvers -o made.symvers", " ");
	strlist_add(&words, place->object);
	if (run_program(place, &words, &code) < 0)
		return -1;
	log = io_read(place->log, NULL);
	if (!log)
		return -1;
	modpost_parse(log, said);
	return code && !said->nr ? take_riddle(place, "modpost", code, log, said) : 0;
}

/* What a make would compile next. */
static int read_made(const struct modpost_place *place, const struct modpost_job *job,
		     struct strlist *said)
{
	char *module CLEANUP(free_text) = xasprintf("%s/%s.mod.c", place->dir, job->module);
	char *image CLEANUP(free_text) = xasprintf("%s/.vmlinux.export.c", place->dir);
	const char *const paths[] = { module, image };

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		char *text CLEANUP(free_text) = NULL;

		if (access(paths[i], F_OK) < 0)
			continue;
		text = io_read(paths[i], NULL);
		if (!text)
			return -1;
		modpost_read_made(text, said);
	}
	return 0;
}

static void leave(struct modpost_place *place)
{
	if (place->dir)
		io_remove(place->dir);
	free(place->dir);
	free(place->log);
	free(place->object);
}

int modpost_run(struct kbuild *kbuild, const struct modpost_job *job, struct strlist *said)
{
	struct modpost_place place CLEANUP(leave) = { .kbuild = kbuild };

	place.dir = io_mktemp(kbuild->state->tmp);
	if (!place.dir)
		return -1;
	place.log = xasprintf("%s/log", place.dir);
	place.object = xasprintf("%s.o", job->module);
	if (write_object(&place, job, said) < 0)
		return -1;
	/* there is nothing to be looked at where the parts do not fit */
	if (said->nr)
		return 0;
	return ask(&place, job, said) < 0 ? -1 : read_made(&place, job, said);
}
