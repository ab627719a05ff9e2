// SPDX-License-Identifier: GPL-2.0
/* Lets make preprocess the linker script of vmlinux. */
#include "build/script.h"

#include "build/inputs.h"
#include "build/revision.h"
#include "kbuild/depfile.h"
#include "kbuild/kbuild.h"
#include "lib/cleanup.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/state.h"

#include <ctype.h>
#include <string.h>

void script_symbols(const char *script, struct strlist *symbols)
{
	for (const char *at = strchr(script, '='); at; at = strchr(at + 1, '=')) {
		const char *end = at, *begin;

		if (at[1] == '=' || at == script || strchr("=!<>+-*/&|", at[-1]))
			continue;
		while (end > script && isspace((unsigned char)end[-1]))
			end--;
		begin = end;
		while (begin > script && (isalnum((unsigned char)begin[-1]) || begin[-1] == '_'))
			begin--;
		if (begin < end && !isdigit((unsigned char)*begin))
			*LIST_ADD(symbols) = xstrndup(begin, (size_t)(end - begin));
	}
	strlist_sort(symbols);
}

/* The fact for one of the lists of files that were seen; 1: known. */
static int recall(struct revisions *revisions, size_t nr, const char *goal, char **text)
{
	const struct revision *revision = &revisions->v[nr];
	json_t *lists CLEANUP(free_json) = NULL;
	git_oid flags;

	if (inputs_lists(revisions, goal, &lists) < 0 ||
	    inputs_flags(revisions, revision, goal, &flags) < 0)
		return -1;
	for (size_t i = 0; i < json_array_size(lists); i++) {
		struct strlist sources CLEANUP(strlist_release) = { 0 };
		json_t *fact CLEANUP(free_json) = NULL;
		git_oid key;
		int known;

		inputs_take(lists, i, &sources);
		key = inputs_key(revisions, revision, &flags, goal, &sources);
		known = ledger_get(revisions->kbuild->state->ledger, "script", &key, &fact);
		if (known < 0)
			return -1;
		if (known && json_is_string(fact)) {
			*text = xstrdup(json_string_value(fact));
			return 1;
		}
	}
	return 0;
}

static int remember(struct revisions *revisions, size_t nr, const char *goal, const char *record,
		    const char *text)
{
	const struct revision *revision = &revisions->v[nr];
	struct strlist sources CLEANUP(strlist_release) = { 0 };
	struct strlist generated CLEANUP(strlist_release) = { 0 };
	json_t *fact CLEANUP(free_json) = json_text(text);
	git_oid flags, key;

	depfile_parse(record, revisions->kbuild->tree, &sources, &generated);
	strlist_add_all(&sources, &generated);
	strlist_sort(&sources);
	if (inputs_flags(revisions, revision, goal, &flags) < 0)
		return -1;
	key = inputs_key(revisions, revision, &flags, goal, &sources);
	if (ledger_put(revisions->kbuild->state->ledger, "script", &key, fact) < 0)
		return -1;
	return inputs_remember(revisions, goal, &sources);
}

static int make_text(struct revisions *revisions, size_t nr, const char *goal, char **text)
{
	struct kbuild *kbuild = revisions->kbuild;
	struct strlist goals CLEANUP(strlist_release) = { 0 };
	char *log CLEANUP(free_text) = xasprintf("%s.script.log", kbuild->build);
	char *path CLEANUP(free_text) = xasprintf("%s/%s", kbuild->build, goal);
	char *record CLEANUP(free_text) = xasprintf("%s/%.*s.%s.cmd", kbuild->build,
						    (int)(path_leaf(goal) - goal), goal,
						    path_leaf(goal));
	char *said CLEANUP(free_text) = NULL;

	strlist_add(&goals, goal);
	if (revisions_visit(revisions, nr) < 0)
		return -1;
	if (revisions->v[nr].broken)
		return 0;
	if (kbuild_compile(kbuild, &goals, log) < 0)
		return -1;
	if (access(path, R_OK) < 0 || access(record, R_OK) < 0)
		return 0;
	*text = io_read(path, NULL);
	said = io_read(record, NULL);
	return *text && said ? remember(revisions, nr, goal, said, *text) : -1;
}

char *script_read(struct revisions *revisions, size_t nr)
{
	char *goal CLEANUP(free_text) = xasprintf("arch/%s/kernel/vmlinux.lds",
						  revisions->kbuild->target.srcarch);
	char *source CLEANUP(free_text) = xasprintf("%s.S", goal);
	char *text = NULL;
	int known;

	if (revisions_know(revisions, nr) < 0)
		return NULL;
	if (!view_find(&revisions->v[nr].view, source) || revisions->v[nr].broken)
		return xstrdup("");
	known = recall(revisions, nr, goal, &text);
	if (known < 0 || (!known && make_text(revisions, nr, goal, &text) < 0))
		return NULL;
	return text ? text : xstrdup("");
}
