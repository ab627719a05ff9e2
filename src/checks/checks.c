// SPDX-License-Identifier: GPL-2.0
/* The table of the checks. */
#include "checks/checks.h"

#include "campaign/campaign.h"

static const struct check_row check_rows[] = {
#define CHECK_ROW(name, examines, needs, of, function, help) \
	{ name, EXAMINES_##examines, NEEDS_##needs, OF_##of, examine_##function, help },
#define CHECK_SAID(name, help) \
	{ name, EXAMINES_SENDING, NEEDS_NOTHING, OF_CAMPAIGN, NULL, help },
	CHECK_ROWS(CHECK_ROW, CHECK_SAID)
};

const struct check_row *checks_row(size_t nr)
{
	return nr < sizeof(check_rows) / sizeof(*check_rows) ? &check_rows[nr] : NULL;
}

void checks_names(struct strlist *names, const struct campaign *campaign)
{
	const struct check_row *row;

	for (size_t i = 0; (row = checks_row(i)); i++)
		strlist_add(names, row->name);
	FOR_EACH(check, &campaign->checks)
		if (check->run)
			strlist_add(names, check->name);
}

void checks_print(FILE *out)
{
	const struct check_row *row;

	fputs("Checks, in this order; then the programs of the campaign:\n", out);
	for (size_t i = 0; (row = checks_row(i)); i++)
		fprintf(out, "  %-12s %s\n", row->name, row->help);
}
