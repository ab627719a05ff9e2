// SPDX-License-Identifier: GPL-2.0
/* Lets make read the Makefiles of a folder without making anything. */
#include "build/dry.h"

#include "build/revision.h"
#include "kbuild/kbuild.h"
#include "kbuild/makelog.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/state.h"

#include <string.h>

static git_oid dry_key(const struct revisions *revisions, const struct revision *revision,
		       const char *folder)
{
	struct digest digest;

	digest_init(&digest);
	digest_oid(&digest, &revisions->kbuild->context);
	digest_oid(&digest, &revision->view.tree);
	digest_text(&digest, folder);
	return digest_end(&digest);
}

/* Only what make itself says: no command has been run. */
static void take_errors(const char *text, struct strlist *errors)
{
	struct makelog log = { 0 };

	makelog_parse(&log, text);
	FOR_EACH(said, &log)
		FOR_EACH(error, &said->errors)
			if (strstr(*error, "*** "))
				strlist_add(errors, *error);
	makelog_release(&log);
	strlist_sort(errors);
}

static int ask_make(struct revisions *revisions, size_t nr, const char *folder, unsigned seconds,
		    struct strlist *errors, bool *ended)
{
	char *path CLEANUP(free_text) = xasprintf("%s.dry.log", revisions->kbuild->build);
	char *text CLEANUP(free_text) = NULL;

	if (revisions_visit(revisions, nr) < 0)
		return -1;
	*ended = true;
	if (revisions->v[nr].broken)
		return 0;
	if (kbuild_dry(revisions->kbuild, folder, seconds, path, ended) < 0)
		return -1;
	text = io_read(path, NULL);
	if (!text)
		return -1;
	take_errors(text, errors);
	return io_remove(path);
}

int dry_run(struct revisions *revisions, size_t nr, const char *folder, unsigned seconds,
	    struct strlist *errors, bool *ended)
{
	struct ledger *ledger = revisions->kbuild->state->ledger;
	git_oid key = dry_key(revisions, &revisions->v[nr], folder);
	json_t *fact CLEANUP(free_json) = NULL;
	int known = ledger_get(ledger, "dry", &key, &fact);

	if (known > 0) {
		*ended = true;
		json_list_read(fact, errors);
		return 0;
	}
	if (known < 0 || ask_make(revisions, nr, folder, seconds, errors, ended) < 0)
		return -1;
	if (!*ended || revisions->v[nr].broken)
		return 0;
	fact = json_list(errors);
	return ledger_put(ledger, "dry", &key, fact);
}
