// SPDX-License-Identifier: GPL-2.0
/* The rows of doctor, as text and as JSON. */
#include "machine/diagnosis.h"

#include "lib/json.h"
#include "lib/lib.h"

static const char *const states[] = { "ok", "note", "optional", "missing" };

struct diagnosis *diagnosis_add(struct diagnoses *all, const char *area, const char *what,
				enum diagnosis_state state)
{
	struct diagnosis *one = LIST_ADD(all);

	one->area = area;
	one->what = xstrdup(what);
	one->state = state;
	return one;
}

char *diagnosis_install(const char *package)
{
	bool debian = access("/usr/bin/apt-get", X_OK) == 0;

	return xasprintf("%sinstall %s", debian ? "apt-get " : "", package);
}

bool diagnosis_is_well(const struct diagnoses *all)
{
	FOR_EACH(one, all)
		if (one->state == DIAGNOSIS_MISSING)
			return false;
	return true;
}

json_t *diagnosis_view(const struct diagnoses *all)
{
	json_t *rows = json_array();

	FOR_EACH(one, all)
		json_array_append_new(rows, json_pack("{s:s, s:o, s:s, s:o, s:o, s:o}", "area",
						      one->area, "what", json_text(one->what),
						      "state", states[one->state], "found",
						      json_text_or_null(one->found), "why",
						      json_text_or_null(one->why), "mend",
						      json_text_or_null(one->mend)));
	return rows;
}

void diagnosis_print(FILE *out, const struct diagnoses *all)
{
	const char *area = "";

	FOR_EACH(one, all) {
		if (strcmp(area, one->area) != 0)
			fprintf(out, "%s%s:\n", *area ? "\n" : "", one->area);
		area = one->area;
		fprintf(out, "  %-8s  %s", states[one->state], one->what);
		if (one->found)
			fprintf(out, " %s", one->found);
		if (one->why)
			fprintf(out, ": %s", one->why);
		if (one->mend)
			fprintf(out, "\n            mend: %s", one->mend);
		fputc('\n', out);
	}
}

void diagnosis_release(struct diagnoses *all)
{
	FOR_EACH(one, all)
		FREE_ALL(one->what, one->found, one->why, one->mend);
	LIST_RELEASE(all);
}
