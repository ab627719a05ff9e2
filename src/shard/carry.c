// SPDX-License-Identifier: GPL-2.0
/* Writes what a shard came to into a file, and takes such files. */
#include "shard/carry.h"

#include "lib/digest.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "shard/shard.h"

#include <sys/stat.h>

#define FORM 1
#define MOST_BYTES (8 << 20)	/* of one file that travels */
/* The state directory, in a file. */
#define STATE_MARK "$state/"
#define END_MARK "{\"digest\":\""
#define MOST_LISTS 6		/* of inputs, see build/inputs.c */

/* What travels: all that makes and objects are known by. Nothing that is measured on one machine
 * for itself, and no document. */
static const char *const stages[] = { "cost", "inputs", "made", "narrow", "object",
				      "prepare-inputs", "prepare-makefiles", "prepared", "script",
				      "whole" };

#define STAGES (sizeof(stages) / sizeof(*stages))

static bool is_stage(const char *stage)
{
	for (size_t i = 0; i < STAGES; i++)
		if (!strcmp(stages[i], stage))
			return true;
	return false;
}

/* "<id>.o" */
static bool is_object_name(const char *leaf)
{
	size_t hex = strspn(leaf, "0123456789abcdef");

	return hex == GIT_OID_HEXSZ && !strcmp(leaf + hex, ".o");
}

bool carry_may_hold(const char *target, const char *name)
{
	char *kept CLEANUP(free_text) = xasprintf("full/%s.kept/", target);
	char *objects CLEANUP(free_text) = xasprintf("build/%s.objects/", target);
	char *logs CLEANUP(free_text) = xasprintf("logs/%s/", target);

	if (starts_with(name, kept))
		return is_object_name(name + strlen(kept));
	if (starts_with(name, objects))
		return is_object_name(name + strlen(objects));
	return starts_with(name, logs) && name[strlen(logs)] != '.' && name[strlen(logs)] &&
	       !strchr(name + strlen(logs), '/');
}

/* Paths of facts. */

/* What is to stand for @member; NULL: itself, and what is below it was changed. */
static json_t *changed_member(json_t *member, json_t *(*change)(const char *text, void *ctx),
			      void *ctx);

/* Call @change on each string below @value; what it returns, unless NULL, stands there then. */
static void change_strings(json_t *value, json_t *(*change)(const char *text, void *ctx),
			   void *ctx)
{
	for (void *at = json_object_iter(value); at; at = json_object_iter_next(value, at)) {
		json_t *other = changed_member(json_object_iter_value(at), change, ctx);

		if (other)
			json_object_iter_set_new(value, at, other);
	}
	for (size_t i = 0; i < json_array_size(value); i++) {
		json_t *other = changed_member(json_array_get(value, i), change, ctx);

		if (other)
			json_array_set_new(value, i, other);
	}
}

static json_t *changed_member(json_t *member, json_t *(*change)(const char *text, void *ctx),
			      void *ctx)
{
	if (json_is_string(member))
		return change(json_string_value(member), ctx);
	change_strings(member, change, ctx);
	return NULL;
}

/* @text with @from, wherever it stands, as @to; NULL: it stands nowhere. */
static json_t *exchange(const char *text, const char *from, const char *to)
{
	char *changed CLEANUP(free_text) = NULL;
	FILE *out = xmemstream(&changed, NULL);
	const char *at = text, *next;

	while ((next = strstr(at, from))) {
		fprintf(out, "%.*s%s", (int)(next - at), at, to);
		at = next + strlen(from);
	}
	fprintf(out, "%s", at);
	fclose(out);
	return at == text ? NULL : json_text(changed);
}

static json_t *to_here(const char *text, void *ctx)
{
	const struct state *state = ctx;
	char *folder CLEANUP(free_text) = xasprintf("%s/", state->dir);

	return exchange(text, STATE_MARK, folder);
}

/* Writing. */

struct carry_writing {
	const struct state *state;
	const struct shard *shard;
	const char *stage;
	FILE *out;
	struct strlist files;	/* that facts name, below the state directory */
};

/* Also in the words of a compiler: what two nodes say of a file must be the same. */
static json_t *to_anywhere(const char *text, void *ctx)
{
	struct carry_writing *writing = ctx;
	char *folder CLEANUP(free_text) = xasprintf("%s/", writing->state->dir);

	if (starts_with(text, folder))
		strlist_add(&writing->files, text + strlen(folder));
	return exchange(text, folder, STATE_MARK);
}

/* The objects that a fact is about. */
static void name_objects(struct carry_writing *writing, const git_oid *key, const json_t *value)
{
	const char *target = writing->shard->target, *object;
	json_t *content;

	if (!strcmp(writing->stage, "object"))
		*LIST_ADD(&writing->files) = xasprintf("build/%s.objects/%s.o", target,
						       git_oid_tostr_s(key));
	if (!strcmp(writing->stage, "whole"))
		json_object_foreach(json_object_get(value, "kept"), object, content)
			*LIST_ADD(&writing->files) = xasprintf("full/%s.kept/%s.o", target,
							       json_string_value(content));
}

static void put_line(struct carry_writing *writing, json_t *line)
{
	json_t *value CLEANUP(free_json) = line;

	json_dumpf(value, writing->out, JSON_COMPACT | JSON_SORT_KEYS);
	fputc('\n', writing->out);
}

static int put_fact(const git_oid *key, const char *text, void *ctx)
{
	struct carry_writing *writing = ctx;
	json_t *value CLEANUP(free_json) = json_loads(text, JSON_DECODE_ANY, NULL);

	if (!value)
		return 0;
	name_objects(writing, key, value);
	change_strings(value, to_anywhere, writing);
	put_line(writing, json_pack("{s:s, s:o, s:O}", "stage", writing->stage, "key",
				    json_oid(key), "value", value));
	return 0;
}

/* A file that is gone, or too long, is not missed: it can be made again. */
static int write_file_of(struct carry_writing *writing, const char *name)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", writing->state->dir, name);
	struct stat st;
	size_t size;

	if (!carry_may_hold(writing->shard->target, name) || stat(path, &st) < 0 ||
	    !S_ISREG(st.st_mode) || st.st_size > MOST_BYTES)
		return 0;
	char *data CLEANUP(free_text) = io_read(path, &size);
	if (!data)
		return -1;
	put_line(writing, json_pack("{s:s, s:I}", "file", name, "size", (json_int_t)size));
	fwrite(data, 1, size, writing->out);
	fputc('\n', writing->out);
	return 0;
}

static json_t *first_line(const struct shard *shard, double seconds)
{
	git_oid id = shard_id(shard);
	char node[65] = "";

	gethostname(node, sizeof(node) - 1);
	const char *given = getenv("SLURMD_NODENAME");
	return json_pack("{s:i, s:o, s:o, s:s, s:o, s:s, s:o, s:f}", "form", FORM, "shard",
			 json_oid(&id), "toolchain", json_oid(&shard->toolchain), "target",
			 shard->target, "compiler", json_text(shard->compiler), "treewide",
			 TREEWIDE_VERSION, "node", json_text(given ? given : node), "seconds",
			 seconds);
}

static int put_all(struct carry_writing *writing, double seconds)
{
	put_line(writing, first_line(writing->shard, seconds));
	for (size_t i = 0; i < STAGES; i++) {
		writing->stage = stages[i];
		if (ledger_each_seen(writing->state->ledger, stages[i], put_fact, writing) < 0)
			return -1;
	}
	strlist_sort(&writing->files);
	FOR_EACH(name, &writing->files)
		if (write_file_of(writing, *name) < 0)
			return -1;
	return 0;
}

/* What stands behind @data; owned by the caller. */
static char *end_line(const char *data, size_t len)
{
	git_oid id;

	if (git_odb_hash(&id, data, len, GIT_OBJECT_BLOB) == 0)
		return xasprintf(END_MARK "%s\"}\n", git_oid_tostr_s(&id));
	fail_git("cannot digest the result of a shard");
	return NULL;
}

int carry_write(const char *path, const struct state *state, const struct shard *shard,
		double seconds)
{
	char *text CLEANUP(free_text) = NULL;
	size_t len;
	struct carry_writing writing = { .state = state, .shard = shard,
				   .out = xmemstream(&text, &len) };
	int result = put_all(&writing, seconds);

	fflush(writing.out);
	char *end CLEANUP(free_text) = result < 0 ? NULL : end_line(text, len);
	fputs(end ? end : "", writing.out);
	fclose(writing.out);
	strlist_release(&writing.files);
	return end ? io_write(path, text, len) : -1;
}

/* Reading. */

struct carry_reading {
	const char *path;
	char *text;
	size_t len;		/* without the last line */
	size_t at;
	const char *line;	/* that was read last, without its end */
	size_t line_len;
	struct carried *carried;
};

static int damaged(const struct carry_reading *reading, const char *how)
{
	return fail_no("%s is damaged: %s", reading->path, how);
}

static void reading_release(struct carry_reading *reading)
{
	free(reading->text);
}

/* Go to the next line; there may be none. */
static bool has_next_line(struct carry_reading *reading)
{
	const char *line = reading->text + reading->at;
	const char *end = reading->at < reading->len ?
				  memchr(line, '\n', reading->len - reading->at) : NULL;

	if (!end)
		return false;
	reading->line = line;
	reading->line_len = (size_t)(end - line);
	reading->at += reading->line_len + 1;
	return true;
}

/* The line that was read last; NULL: it is no JSON, or says a thing twice. */
static json_t *parsed_line(const struct carry_reading *reading)
{
	return json_loadb(reading->line, reading->line_len, JSON_REJECT_DUPLICATES, NULL);
}

/* The last line is what it must be behind the lines before it, to the byte. */
static int check_end(struct carry_reading *reading, size_t size)
{
	char *last CLEANUP(free_text) = NULL;
	size_t at = size;

	if (!size || reading->text[size - 1] != '\n')
		return damaged(reading, "it ends early");
	for (at = size - 1; at > 0 && reading->text[at - 1] != '\n';)
		at--;
	if (!starts_with(reading->text + at, END_MARK))
		return damaged(reading, "it ends early");
	reading->len = at;
	last = end_line(reading->text, at);
	if (!last)
		return -1;
	return strcmp(last, reading->text + at) ? damaged(reading, "it is not as it was written") :
						  0;
}

static int read_first(struct carry_reading *reading)
{
	struct carried *carried = reading->carried;
	json_t *line CLEANUP(free_json) = has_next_line(reading) ? parsed_line(reading) : NULL;
	const char *shard, *toolchain, *target, *compiler, *treewide, *node;

	if (!line || json_number(line, "form") != FORM)
		return damaged(reading, "it is not a result of a shard in a known form");
	if (json_unpack(line, "{s:s, s:s, s:s, s:s, s:s, s:s, s:F}", "shard", &shard, "toolchain",
			&toolchain, "target", &target, "compiler", &compiler, "treewide",
			&treewide, "node", &node, "seconds", &carried->seconds) < 0 ||
	    git_oid_fromstr(&carried->shard, shard) < 0 ||
	    git_oid_fromstr(&carried->toolchain, toolchain) < 0)
		return damaged(reading, "its first line lacks a field");
	carried->target = xstrdup(target);
	carried->compiler = xstrdup(compiler);
	carried->treewide = xstrdup(treewide);
	carried->node = xstrdup(node);
	return 0;
}

static int open_reading(struct carry_reading *reading, const char *path, struct carried *carried)
{
	size_t size;

	*carried = (struct carried){ 0 };
	*reading = (struct carry_reading){ .path = path, .text = io_read(path, &size),
				     .carried = carried };
	if (!reading->text)
		return -1;
	return check_end(reading, size) < 0 ? -1 : read_first(reading);
}

static int check_maker(const struct carry_reading *reading, const git_oid *toolchain,
		       const char *compiler)
{
	const struct carried *carried = reading->carried;

	if (strcmp(carried->treewide, TREEWIDE_VERSION) != 0)
		return fail_no("%s was made by treewide %s, and this is %s: its facts have other "
			       "keys", reading->path, carried->treewide, TREEWIDE_VERSION);
	if (!git_oid_equal(&carried->toolchain, toolchain))
		return fail_no("%s was made under %s by another toolchain: %s there, %s here",
			       reading->path, carried->target, carried->compiler, compiler);
	return 0;
}

static json_int_t times_measured(const json_t *value)
{
	return json_integer_value(json_object_get(value, "nr"));
}

/* Lists of inputs: those of both, at most so many. */
static void add_lists(json_t *value, const json_t *known)
{
	FOR_EACH_JSON(list, known) {
		bool is_there = false;

		FOR_EACH_JSON(other, value)
			is_there = is_there || json_equal(list, other);
		if (!is_there && json_array_size(value) < MOST_LISTS)
			json_array_append(value, list);
	}
}

/* Does what is known of a make answer at least what @value does? */
static bool answers_more(const json_t *known, const json_t *value)
{
	return json_array_size(json_object_get(known, "asked")) >=
		       json_array_size(json_object_get(value, "asked")) &&
	       (json_object_get(known, "kept") || !json_object_get(value, "kept"));
}

/* @known is NULL where nothing is. */
static int merge_fact(const struct state *state, const char *stage, const git_oid *key,
		      json_t *value, const json_t *known)
{
	change_strings(value, to_here, (void *)state);
	if (known && !strcmp(stage, "inputs"))
		add_lists(value, known);
	if (known && (json_equal(known, value) ||
		      (!strcmp(stage, "cost") && times_measured(known) >= times_measured(value)) ||
		      (!strcmp(stage, "whole") && answers_more(known, value))))
		return 0;
	return ledger_put(state->ledger, stage, key, value);
}

static int merge_file(struct carry_reading *reading, const struct state *state, const char *name,
		      size_t size)
{
	const char *data = reading->text + reading->at;
	char *path CLEANUP(free_text) = xasprintf("%s/%s", state->dir, name);
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(strrchr(path, '/') - path));

	if (size >= reading->len - reading->at)
		return damaged(reading, "a file in it is longer than the rest");
	reading->at += size + 1;
	if (!carry_may_hold(reading->carried->target, name))
		return fail_no("%s holds a file that no shard has: %s", reading->path, name);
	reading->carried->files++;
	if (access(path, F_OK) == 0)
		return 0;
	return io_mkdirs(folder) < 0 ? -1 : io_write(path, data, size);
}

/* A fact whose text may stand in the ledger as it is: it names no file of the state directory. Most
 * are, and to write them anew takes longer than all the rest. */
struct plain_fact {
	git_oid key;
	char *stage;
	const char *value;	/* its text, in the line */
	size_t len;
};

static void plain_fact_release(struct plain_fact *fact)
{
	free(fact->stage);
}

/* The text behind @word at @at, if it stands there. */
static const char *behind(const char *at, const char *word)
{
	return at && starts_with(at, word) ? at + strlen(word) : NULL;
}

/* Is the line one that put_fact() wrote, and of that kind? */
static bool is_plain_line(const struct carry_reading *reading, struct plain_fact *fact)
{
	const char *key = behind(reading->line, "{\"key\":\""), *stage, *end;

	if (!key || git_oid_fromstrn(&fact->key, key, GIT_OID_HEXSZ) < 0)
		return false;
	stage = behind(key + GIT_OID_HEXSZ, "\",\"stage\":\"");
	end = stage ? stage + strspn(stage, "abcdefghijklmnopqrstuvwxyz-") : NULL;
	fact->value = behind(end, "\",\"value\":");
	if (!fact->value || reading->line[reading->line_len - 1] != '}' ||
	    memmem(reading->line, reading->line_len, STATE_MARK, strlen(STATE_MARK)))
		return false;
	fact->stage = xstrndup(stage, (size_t)(end - stage));
	fact->len = (size_t)(reading->line + reading->line_len - 1 - fact->value);
	return is_stage(fact->stage);
}

/* What a line says of a fact, in the ledger: 1; it must be read: 0; failed: -1. */
static int has_already(const struct carry_reading *reading, const struct state *state)
{
	struct plain_fact fact CLEANUP(plain_fact_release) = { 0 };

	return is_plain_line(reading, &fact) ? ledger_has_text(state->ledger, fact.stage, &fact.key,
							  fact.value, fact.len) : 0;
}

/* Its value is JSON, for the line with it is. */
static int merge_value(const struct carry_reading *reading, const struct state *state,
		       const char *stage, const git_oid *key, json_t *value)
{
	struct plain_fact fact CLEANUP(plain_fact_release) = { 0 };
	json_t *known CLEANUP(free_json) = NULL;
	int found = ledger_get(state->ledger, stage, key, &known);

	if (found < 0)
		return -1;
	if (!found && is_plain_line(reading, &fact))
		return ledger_put_text(state->ledger, stage, key, fact.value, fact.len);
	return merge_fact(state, stage, key, value, known);
}

static int merge_line(struct carry_reading *reading, const struct state *state, const json_t *line)
{
	const char *name = json_string_value(json_object_get(line, "file"));
	const char *stage = json_field(line, "stage");
	json_t *value = json_object_get(line, "value");
	git_oid key;

	if (name)
		return merge_file(reading, state, name, (size_t)json_integer_value(json_object_get(
							       line, "size")));
	if (!value || json_object_size(line) != 3 ||
	    git_oid_fromstr(&key, json_field(line, "key")) < 0)
		return damaged(reading, "a line is neither a fact nor a file");
	if (!is_stage(stage))
		return fail_no("%s holds a fact that no shard has: of stage %s", reading->path,
			       stage);
	return merge_value(reading, state, stage, &key, value);
}

static int take_result_line(struct carry_reading *reading, const struct state *state)
{
	int known = has_already(reading, state);

	if (known < 0)
		return -1;
	json_t *line CLEANUP(free_json) = known ? NULL : parsed_line(reading);
	if (!known && !line)
		return damaged(reading, "a line is not JSON");
	reading->carried->facts += !line || !json_object_get(line, "file");
	return known ? 0 : merge_line(reading, state, line);
}

static int take_all(struct carry_reading *reading, const struct state *state)
{
	while (reading->at < reading->len) {
		if (!has_next_line(reading))
			return damaged(reading, "a line is not JSON");
		if (take_result_line(reading, state) < 0)
			return -1;
	}
	return 0;
}

int carry_merge(struct carried *carried, const struct state *state, const char *path,
		const git_oid *toolchain, const char *compiler)
{
	struct carry_reading reading CLEANUP(reading_release) = { 0 };

	if (open_reading(&reading, path, carried) < 0 ||
	    check_maker(&reading, toolchain, compiler) < 0 || ledger_join(state->ledger) < 0)
		return -1;
	if (take_all(&reading, state) < 0) {
		ledger_join_undo(state->ledger);
		return -1;
	}
	return ledger_join_end(state->ledger);
}

int carry_read(struct carried *carried, const char *path)
{
	struct carry_reading reading CLEANUP(reading_release) = { 0 };

	return open_reading(&reading, path, carried);
}

void carried_release(struct carried *carried)
{
	FREE_ALL(carried->target, carried->compiler, carried->treewide, carried->node);
	*carried = (struct carried){ 0 };
}
