// SPDX-License-Identifier: GPL-2.0
/* Asks git patch-id. */
#include "git/patchid.h"

#include "git/gitcmd.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/state.h"

/* Each line is "ID COMMIT". */
static void read_ids(struct patch_ids *ids, const char *text)
{
	FOR_EACH_LINE(line, text) {
		size_t len = strcspn(line.at, " ");
		struct patch_id *row;

		if (len >= line.len)
			continue;
		row = LIST_ADD(ids);
		row->id = xstrndup(line.at, len);
		if (git_oid_fromstrn(&row->commit, line.at + len + 1, line.len - len - 1) < 0)
			row->commit = (git_oid){ 0 };
	}
}

int patch_ids_mail(struct patch_ids *ids, const struct state *state, const struct base *base,
		   const char *mail)
{
	const char *const args[] = { "patch-id", "--stable", NULL };
	char *file CLEANUP(free_text) = xasprintf("%s/patch-id.in", state->tmp);

	if (io_write(file, mail, strlen(mail)) < 0)
		return -1;
	char *text CLEANUP(free_text) = gitcmd_ask(state, base, args, file, NULL);
	if (!text)
		return -1;
	read_ids(ids, text);
	return 0;
}

int patch_ids_range(struct patch_ids *ids, const struct state *state, const struct base *base,
		    const char *range)
{
	const char *const args[] = { "log", "-p", "--no-merges", range, NULL };
	char *patches CLEANUP(free_text) = gitcmd_ask(state, base, args, NULL, NULL);

	return patches ? patch_ids_mail(ids, state, base, patches) : -1;
}

const git_oid *patch_ids_find(const struct patch_ids *ids, const char *id)
{
	FOR_EACH(row, ids)
		if (!strcmp(row->id, id))
			return &row->commit;
	return NULL;
}

void patch_ids_release(struct patch_ids *ids)
{
	FOR_EACH(row, ids)
		free(row->id);
	LIST_RELEASE(ids);
}
