// SPDX-License-Identifier: GPL-2.0
/* Runs the cases of programs. */
#include "cocci/scripttest.h"

#include "campaign/campaign.h"
#include "cocci/convert.h"
#include "cocci/rulecase.h"
#include "cocci/script.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/state.h"

/* An object store of our own, in the state directory of this run. */
static int make_store(struct base *store, const struct state *state)
{
	char *dir CLEANUP(free_text) = xasprintf("%s/cases.git", state->dir);

	if (git_repository_init(&store->repo, dir, true) < 0 ||
	    git_repository_odb(&store->odb, store->repo) < 0)
		return fail_git("cannot make %s", dir);
	return 0;
}

static int store_files(struct files *out, const struct base *store,
		       const struct case_files *files)
{
	FOR_EACH(file, files) {
		git_oid oid;

		if (base_write(store, file->data, file->len, &oid) < 0)
			return -1;
		struct file *stored = LIST_ADD(out);
		*stored = (struct file){ .path = xstrdup(file->path), .mode = file->mode };
		git_oid_cpy(&stored->oid, &oid);
	}
	return 0;
}

/* What stands there when the program has ended. */
static int read_made(struct case_files *made, const struct base *store,
		     const struct changes *changes)
{
	FOR_EACH(change, changes) {
		size_t len;

		if (git_oid_is_zero(&change->after))
			continue;
		char *data = base_read(store, &change->after, &len);
		if (!data)
			return -1;
		case_files_add(made, change->path, change->mode, data, len);
	}
	return 0;
}

/* A case that is a file has a file behind it, and no other. */
static char *extra_files(const struct rule_case *row, const struct case_files *made)
{
	FOR_EACH(file, made)
		if (!row->folder && strcmp(file->path, row->before.v[0].path) != 0)
			return xasprintf("it makes %s, too: only a case that is a folder can "
					 "hold that", file->path);
	return NULL;
}

static int run_case(struct rule_outcome *outcome, const struct rule_case *row,
		    const struct overlay *ground, const struct step *step)
{
	struct files given CLEANUP(files_release) = { 0 };
	struct files none = { 0 };
	struct changes changes CLEANUP(changes_release) = { 0 };
	struct overlay overlay = *ground;

	overlay.all = &given;
	overlay.over = &none;
	if (store_files(&given, overlay.base, &row->before) < 0)
		return -1;
	if (script_run(&changes, &overlay, step, &given) < 0) {
		if (fail_exit_code() != FAIL_NO)
			return -1;
		outcome->why = xstrdup(fail_text());
		fail_clear();
		return 0;
	}
	if (read_made(&outcome->files, overlay.base, &changes) < 0)
		return -1;
	outcome->why = extra_files(row, &outcome->files);
	return 0;
}

int script_cases_run(struct rule_outcome *outcomes, const struct rule_cases *cases,
		     const struct step *step, const struct campaign *campaign,
		     struct state *state)
{
	struct base store CLEANUP(base_release) = { 0 };
	const struct overlay ground = { .state = state, .base = &store, .campaign = campaign };

	if (make_store(&store, state) < 0)
		return -1;
	FOR_EACH(row, cases)
		if (row->before.nr && !outcomes[row - cases->v].why &&
		    run_case(&outcomes[row - cases->v], row, &ground, step) < 0)
			return -1;
	return 0;
}
