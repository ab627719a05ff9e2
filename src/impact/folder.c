// SPDX-License-Identifier: GPL-2.0
/* Lets make read or make a folder. */
#include "impact/folder.h"

#include "build/orphans.h"
#include "build/revision.h"
#include "kbuild/kbuild.h"
#include "kbuild/makelog.h"
#include "lib/cleanup.h"
#include "lib/lib.h"
#include "link/elfsyms.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/state.h"
#include "lib/word.h"

#include <string.h>

static git_oid folder_key(const struct revisions *revisions, const struct revision *revision,
			  const struct folder_question *question)
{
	/* and a version */
	return DIGEST(&revisions->kbuild->context, &revision->view.tree, question->folder,
		      question->way == FOLDER_MADE ? "made 5" : "read 1", question->sources);
}

/* What is only read says nothing but what make itself says: no command has been run. */
static void take_errors(const char *text, enum folder_way way, struct strlist *errors)
{
	struct makelog log = { 0 };

	makelog_parse(&log, text);
	FOR_EACH(said, &log) {
		FOR_EACH(error, &said->errors)
			if (way == FOLDER_MADE || strstr(*error, "*** "))
				strlist_add(errors, *error);
		if (way == FOLDER_READ)
			continue;
		strlist_add_all(errors, &said->warnings);
	}
	/* a program of a rule that says nothing that is known as an error */
	if (way == FOLDER_MADE && !errors->nr)
		FOR_EACH(said, &log)
			if (said->gave_up && strcmp(said->target, ".") != 0)
				*LIST_ADD(errors) = xasprintf("%s: %s", said->target,
							      said->words ? said->words :
									    "not made");
	makelog_release(&log);
	strlist_sort(errors);
}

static int read_log(const char *path, enum folder_way way, struct strlist *errors)
{
	char *text CLEANUP(free_text) = io_read(path, NULL);
	char *machine CLEANUP(free_text) = text ? makelog_machine_failure(text) : NULL;

	if (!text)
		return -1;
	if (machine)
		return fail_system("make could not do its work (log: %s): %s", path, machine);
	take_errors(text, way, errors);
	return io_remove(path);
}

/* Does a record that make left in the folder of the source name it? */
static int is_read(const struct kbuild *kbuild, const char *source)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%.*s", kbuild->build,
						  (int)(path_leaf(source) - source), source);
	struct strlist names CLEANUP(strlist_release) = { 0 };

	/* nothing was made there */
	if (access(path, F_OK) < 0)
		return 0;
	if (io_list(&names, path) < 0)
		return -1;
	FOR_EACH(name, &names) {
		char *record CLEANUP(free_text) = xasprintf("%s%s", path, *name);

		if (!has_ending(record, ".cmd"))
			continue;
		char *text CLEANUP(free_text) = io_read(record, NULL);
		if (!text || strstr(text, source))
			return text ? 1 : -1;
	}
	return 0;
}

/* Does the object of the source go on into vmlinux? Then the make of a folder is not all. */
static bool is_linked_on(const struct kbuild *kbuild, const char *folder, const char *source)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%sbuilt-in.a", kbuild->build, folder);
	const char *leaf = path_leaf(source);
	char *name CLEANUP(free_text) = xasprintf("%.*so/", (int)strlen(leaf) - 1, leaf);
	size_t size = 0;
	char *bytes CLEANUP(free_text) = access(path, R_OK) == 0 ? io_read(path, &size) : NULL;

	return bytes && memmem(bytes, size, name, strlen(name));
}

static int digest_symbols(const char *path, git_oid *out)
{
	struct strlist undefined CLEANUP(strlist_release) = { 0 };
	struct strlist defined CLEANUP(strlist_release) = { 0 };
	struct strlist others[6] = { 0 };
	const struct elfsyms symbols = { &undefined, &defined, &others[0], &others[1], &others[2],
					 &others[3], &others[4], &others[5] };
	int result = elfsyms_read(&symbols, path);

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		strlist_release(&others[i]);
	*out = DIGEST("undefined", &undefined, "defined", &defined);
	return result;
}

/* Has the tree a source of "a/x.o"? */
static bool is_of_source(const struct kbuild *kbuild, const char *object)
{
	char *c CLEANUP(free_text) = xasprintf("%s/%.*sc", kbuild->tree, (int)strlen(object) - 1,
					       object);
	char *assembler CLEANUP(free_text) = xstrdup(c);

	assembler[strlen(assembler) - 1] = 'S';
	return access(c, F_OK) == 0 || access(assembler, F_OK) == 0;
}

/* Objects of generated sources that go on into vmlinux, and what they define and need: no list of
 * sources leads to these. */
static int add_generated(const struct kbuild *kbuild, const char *folder, struct strlist *errors)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", kbuild->build, folder);
	struct strlist names CLEANUP(strlist_release) = { 0 };

	if (io_list(&names, path) < 0)
		return -1;
	FOR_EACH(name, &names) {
		char *object CLEANUP(free_text) = xasprintf("%s%s", folder, *name);
		char *file CLEANUP(free_text) = xasprintf("%s%s", path, *name);
		git_oid symbols;

		if (!has_extension(*name, ".o") || **name == '.' || is_of_source(kbuild, object) ||
		    !is_linked_on(kbuild, folder, object))
			continue;
		if (digest_symbols(file, &symbols) < 0)
			return -1;
		*LIST_ADD(errors) = xasprintf("=%s %s", object, git_oid_tostr_s(&symbols));
	}
	return 0;
}

static int add_unread(const struct kbuild *kbuild, const struct folder_question *question,
		      struct strlist *errors)
{
	FOR_EACH(source, question->sources) {
		int read = is_read(kbuild, *source);

		if (read < 0)
			return -1;
		if (!read)
			*LIST_ADD(errors) = xasprintf("?%s is made by a rule of its own, and to "
						      "make %s does not read it", *source,
						      question->folder);
		else if (is_linked_on(kbuild, question->folder, *source))
			*LIST_ADD(errors) = xasprintf("?%s is compiled and linked into vmlinux, "
						      "though no list of Kbuild tells that: the "
						      "link is not judged", *source);
	}
	return 0;
}

static int ask_make(struct revisions *revisions, size_t nr, const struct folder_question *question,
		    struct strlist *errors, bool *ended)
{
	char *path CLEANUP(free_text) = xasprintf("%s.folder.log", revisions->kbuild->build);
	bool made = question->way == FOLDER_MADE;
	int code = 0;

	if (revisions_visit(revisions, nr) < 0)
		return -1;
	*ended = true;
	if (revisions->v[nr].broken)
		return 0;
	if (made && orphans_remove(revisions->kbuild, &revisions->v[nr].view, question->folder) < 0)
		return -1;
	if (kbuild_make_folder(revisions->kbuild, question->folder, !made, question->seconds, path,
			       &code, ended) < 0)
		return -1;
	if (!*ended)
		return 0;
	if (read_log(path, question->way, errors) < 0)
		return -1;
	if (code && made && !errors->nr)
		*LIST_ADD(errors) = xasprintf("make %s failed (exit %d)", question->folder, code);
	if (!made || errors->nr || !question->sources->nr)
		return 0;
	if (add_unread(revisions->kbuild, question, errors) < 0 ||
	    add_generated(revisions->kbuild, question->folder, errors) < 0)
		return -1;
	strlist_sort(errors);
	return 0;
}

int folder_ask(struct revisions *revisions, size_t nr, const struct folder_question *question,
	       struct strlist *errors, bool *ended)
{
	git_oid key = folder_key(revisions, &revisions->v[nr], question);
	struct ledger *ledger = revisions->kbuild->state->ledger;
	struct fact fact CLEANUP(fact_release) = { ledger, "folder", key };
	int known = fact_recall(&fact);

	if (known > 0) {
		*ended = true;
		json_list_read(fact.value, errors);
		return 0;
	}
	if (known < 0 || ask_make(revisions, nr, question, errors, ended) < 0)
		return -1;
	if (!*ended || revisions->v[nr].broken)
		return 0;
	return fact_keep(&fact, json_list(errors));
}

/* A line that goes on: only objects and folders. */
static bool lists_objects(const char *line)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };

	strlist_split(&words, line, " \t");
	FOR_EACH(word, &words)
		if (!has_ending(*word, ".o") && !has_ending(*word, "/") && strcmp(*word, "\\") != 0)
			return false;
	return true;
}

/* "obj-$(CONFIG_X) += a.o b/", "x-objs := a.o", "ccflags-y += -DX", conditions, comments. */
static bool is_of_list(const char *line)
{
	static const char *const plain[] = { "obj-", "lib-", "subdir-", "ccflags-", "asflags-",
					     "CFLAGS_", "AFLAGS_", "ifeq", "ifneq", "ifdef",
					     "ifndef", "else", "endif", NULL };
	static const char *const others[] = { "always-", "extra-", "hostprogs-", "userprogs-",
					      "dtb-", "dtbs-", "header-", "generic-", "mandatory-",
					      "clean-", "no-clean-", NULL };
	size_t len = strcspn(line, " \t:+=?");
	const char *sign = line + len + strspn(line + len, " \t");

	if (!*line || *line == '#')
		return true;
	if (strstr(line, "$(shell") || strstr(line, "$(wildcard") || strstr(line, "$(call") ||
	    starts_with_one_of(line, others))
		return false;
	if (starts_with_one_of(line, plain))
		return true;
	if (*line == '\t' || *line == ' ')
		return lists_objects(line);
	/* the parts of a composite object */
	return (!strncmp(sign, "+=", 2) || !strncmp(sign, ":=", 2) || *sign == '=') &&
	       (memmem(line, len, "-objs", 5) || memmem(line, len, "-y", 2) ||
		memmem(line, len, "-m", 2) || memmem(line, len, "-$(", 3));
}

static void list_rules(const char *text, struct strlist *lines)
{
	struct strlist all CLEANUP(strlist_release) = { 0 };

	strlist_split(&all, text, "\n");
	FOR_EACH(line, &all)
		if (!is_of_list(*line))
			strlist_add(lines, *line);
}

bool folder_rules_differ(const char *old, const char *new)
{
	struct strlist a CLEANUP(strlist_release) = { 0 };
	struct strlist b CLEANUP(strlist_release) = { 0 };
	bool same;

	list_rules(old, &a);
	list_rules(new, &b);
	same = a.nr == b.nr;
	for (size_t i = 0; same && i < a.nr; i++)
		same = !strcmp(a.v[i], b.v[i]);
	return !same;
}
