// SPDX-License-Identifier: GPL-2.0
/* Keeps the status of a campaign on every base. */
#include "report/burndown.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "report/status.h"
#include "report/store.h"
#include "series/plan.h"

/* The records without that of @base. */
static json_t *others(const json_t *records, const char *base)
{
	json_t *kept = json_array();

	FOR_EACH_JSON(row, records)
		if (strcmp(json_field(row, "base"), base))
			json_array_append(kept, row);
	return kept;
}

json_t *burndown_keep(struct status *status, const struct store *store,
		      const struct plan *plan)
{
	json_t *known CLEANUP(free_json) = NULL;

	if (store_load_common(store, "status", &known) < 0)
		return NULL;
	json_t *records CLEANUP(free_json) = others(known, git_oid_tostr_s(&plan->base->commit));
	if (status_make(status, plan, records) < 0)
		return NULL;
	json_array_append_new(records, status_record(status, plan));
	if (store_keep_common(store, "status", records) < 0)
		return NULL;
	return TAKE(records);
}
