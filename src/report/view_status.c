// SPDX-License-Identifier: GPL-2.0
/* The document of a status, and its text. */
#include "report/view_status.h"

#include "campaign/campaign.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "report/status.h"

static void set_count(json_t *object, const char *key, size_t count)
{
	json_object_set_new(object, key, json_integer((json_int_t)count));
}

static json_t *leg_row(const struct wave_status *leg)
{
	return json_pack("{s:o, s:o, s:I, s:I, s:s, s:o}",
			 "wave", json_text(leg->wave), "branch", json_text(leg->branch),
			 "patches", (json_int_t)leg->patches, "sites", (json_int_t)leg->sites,
			 "state", standing_name(leg->standing), "why", json_text(leg->why));
}

json_t *view_status(const struct status *status, const struct campaign *campaign,
		    const json_t *records)
{
	json_t *bases = json_array(), *waves = json_array();
	json_t *sites = json_object(), *patches = json_object();

	FOR_EACH_JSON(record, records) {
		json_t *copy = json_copy(record);

		json_object_del(copy, "planned");
		json_array_append_new(bases, copy);
	}
	FOR_EACH(leg, status)
		json_array_append_new(waves, leg_row(leg));
	for (int standing = 0; standing < STANDING_COUNT; standing++) {
		const char *name = standing_name((enum standing)standing);

		set_count(sites, name, status->sites[standing]);
		set_count(patches, name, status->patches[standing]);
	}
	set_count(sites, "landed", status->landed_sites);
	set_count(sites, "left", status->left);
	set_count(patches, "landed", status->landed_patches);
	set_count(patches, "gone", status->gone_patches);
	return json_pack("{s:o, s:b, s:o, s:o, s:o, s:o}",
			 "campaign", json_text(campaign->name),
			 "audited", campaign->family.takers.nr > 0, "bases", bases, "waves", waves,
			 "sites", sites, "patches", patches);
}

/* Of calls nothing is said where the campaign has no family to look for. */
static void print_base(FILE *out, const json_t *base, bool audited)
{
	const char *class;
	const char *comma = "";
	json_t *count;

	fprintf(out, "%s (%.12s): ", json_field(base, "rev"), json_field(base, "base"));
	json_object_foreach(audited ? json_object_get(base, "sites") : NULL, class, count) {
		fprintf(out, "%s%d %s", comma, (int)json_integer_value(count), class);
		comma = ", ";
	}
	fprintf(out, "%s%d patch%s, %d landed, %d blocked\n", audited ? "; " : "",
		json_number(base, "patches"),
		plural((size_t)json_number(base, "patches"), "es"),
		json_number(base, "landed"), json_number(base, "blocked"));
}

static void print_wave(FILE *out, const json_t *row, bool audited)
{
	int patches = json_number(row, "patches"), sites = json_number(row, "sites");

	fprintf(out, "%-10s %-24s %3d patch%s", json_field(row, "state"),
		json_field(row, *json_field(row, "wave") ? "wave" : "branch"), patches,
		plural((size_t)patches, "es"));
	if (audited)
		fprintf(out, ", %3d call%s", sites, plural((size_t)sites, "s"));
	fprintf(out, "  %s\n", json_field(row, "why"));
}

static void print_calls(FILE *out, const json_t *sites)
{
	int planned = json_number(sites, "planned");

	fprintf(out,
		"%d call%s planned, %d converted, %d in flight, %d landed; %d rely on "
		"what is retired and are in no patch\n",
		planned, plural((size_t)planned, "s"), json_number(sites, "converted"),
		json_number(sites, "in_flight"), json_number(sites, "landed"),
		json_number(sites, "left"));
}

void view_print_status(FILE *out, const json_t *document)
{
	const json_t *patches = json_object_get(document, "patches");
	bool audited = json_flag(document, "audited");
	int landed = json_number(patches, "landed");

	FOR_EACH_JSON(row, json_object_get(document, "bases"))
		print_base(out, row, audited);
	fputc('\n', out);
	FOR_EACH_JSON(row, json_object_get(document, "waves"))
		print_wave(out, row, audited);
	fputc('\n', out);
	if (audited)
		print_calls(out, json_object_get(document, "sites"));
	fprintf(out, "%d patch%s landed, %d blocked, %d gone\n", landed,
		plural((size_t)landed, "es"), json_number(patches, "blocked"),
		json_number(patches, "gone"));
}
