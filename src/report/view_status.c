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
	return json_pack("{s:o, s:o, s:o, s:o, s:o}",
			 "campaign", json_text(campaign->name), "bases", bases, "waves", waves,
			 "sites", sites, "patches", patches);
}

static void print_base(FILE *out, const json_t *base)
{
	const char *class;
	const char *comma = "";
	json_t *count;

	fprintf(out, "%s (%.12s): ", json_field(base, "rev"), json_field(base, "base"));
	json_object_foreach(json_object_get(base, "sites"), class, count) {
		fprintf(out, "%s%d %s", comma, (int)json_integer_value(count), class);
		comma = ", ";
	}
	fprintf(out, "; %d patches, %d landed, %d blocked\n", json_number(base, "patches"),
		json_number(base, "landed"), json_number(base, "blocked"));
}

void view_print_status(FILE *out, const json_t *document)
{
	const json_t *sites = json_object_get(document, "sites");
	const json_t *patches = json_object_get(document, "patches");

	FOR_EACH_JSON(row, json_object_get(document, "bases"))
		print_base(out, row);
	fputc('\n', out);
	FOR_EACH_JSON(row, json_object_get(document, "waves"))
		fprintf(out, "%-10s %-24s %3d patches, %3d calls  %s\n", json_field(row, "state"),
			json_field(row, *json_field(row, "wave") ? "wave" : "branch"),
			json_number(row, "patches"), json_number(row, "sites"),
			json_field(row, "why"));
	fprintf(out,
		"\n%d calls planned, %d converted, %d in flight, %d landed; %d rely on "
		"what is retired and are in no patch\n%d patches landed, %d blocked, "
		"%d gone\n",
		json_number(sites, "planned"), json_number(sites, "converted"),
		json_number(sites, "in_flight"), json_number(sites, "landed"),
		json_number(sites, "left"),
		json_number(patches, "landed"), json_number(patches, "blocked"),
		json_number(patches, "gone"));
}
