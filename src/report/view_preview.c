// SPDX-License-Identifier: GPL-2.0
/* Shows diffs. */
#include "report/view_preview.h"

#include "campaign/campaign.h"
#include "cocci/preview.h"
#include "git/base.h"
#include "git/filediff.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "series/plan.h"

static json_t *changed_file(const struct base *base, const struct change *change)
{
	struct filediff diff CLEANUP(filediff_release) = { 0 };

	if (filediff_load(&diff, base, change) < 0)
		return NULL;
	return json_pack("{s:o, s:I, s:I, s:o}", "file", json_text(change->path), "added",
			 (json_int_t)diff.added, "deleted", (json_int_t)diff.deleted, "diff",
			 json_text(diff.text));
}

json_t *view_preview(const struct preview *preview, const struct base *base,
		     const struct campaign *campaign)
{
	json_t *files CLEANUP(free_json) = json_array();

	FOR_EACH(change, &preview->changes) {
		json_t *row = changed_file(base, change);

		if (!row)
			return NULL;
		json_array_append_new(files, row);
	}
	return json_pack("{s:o, s:o, s:o, s:O, s:o, s:o}", "base", json_oid(&base->commit), "rev",
			 json_text(base->rev), "campaign", json_text(campaign->name), "files",
			 files, "left", json_list(&preview->left), "notes",
			 json_list(&preview->notes));
}

void view_print_preview(FILE *out, const json_t *document)
{
	FOR_EACH_JSON(row, json_object_get(document, "files"))
		fputs(json_field(row, "diff"), out);
}

static int add_diff(json_t *row, const struct base *base, const struct patch *patch)
{
	char *text CLEANUP(free_text) = NULL;
	FILE *out = xmemstream(&text, NULL);
	int result = 0;

	FOR_EACH(change, &patch->changes) {
		struct filediff diff CLEANUP(filediff_release) = { 0 };

		if (result == 0)
			result = filediff_load(&diff, base, *change);
		fputs(diff.text ? diff.text : "", out);
	}
	fclose(out);
	json_object_set_new(row, "diff", json_text(text));
	return result;
}

int view_add_diffs(json_t *document, const struct plan *plan)
{
	json_t *rows = json_object_get(document, "patches");

	FOR_EACH(patch, &plan->patches)
		if (add_diff(json_array_get(rows, (size_t)(patch - plan->patches.v)), plan->base,
			     patch) < 0)
			return -1;
	return 0;
}

void view_print_diffs(FILE *out, const json_t *document)
{
	FOR_EACH_JSON(row, json_object_get(document, "patches")) {
		const char *diff = json_field(row, "diff");

		if (*diff)
			fprintf(out, "\n%4d  %s\n%s", json_number(row, "nr"),
				json_field(row, "subject"), diff);
	}
}
