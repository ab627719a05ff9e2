// SPDX-License-Identifier: GPL-2.0
/* Documents of audits, and their text. */
#include "report/view_audit.h"

#include "audit/audit.h"
#include "campaign/campaign.h"
#include "cocci/reportrule.h"
#include "git/base.h"
#include "lib/json.h"
#include "lib/lib.h"

static json_t *head(const struct audit *audit, const struct base *base)
{
	json_t *summary = json_object();

	for (int owner = 0; owner < OWNER_COUNT; owner++) {
		size_t count = audit_count(audit, (enum ownership)owner);

		json_object_set_new(summary, owner_name((enum ownership)owner),
				    json_integer((json_int_t)count));
	}
	return json_pack("{s:o, s:o, s:o, s:o, s:I, s:I, s:I}",
			 "base", json_oid(&base->commit), "rev", json_text(base->rev),
			 "target", json_text(audit->target ? audit->target : ""),
			 "summary", summary,
			 "candidates", (json_int_t)audit->candidates,
			 "sources", (json_int_t)audit->sources,
			 "examined", (json_int_t)audit->examined);
}

json_t *view_audit(const struct audit *audit, const struct base *base)
{
	json_t *document = head(audit, base), *sites = json_array();

	FOR_EACH(site, &audit->sites)
		json_array_append_new(sites, site_json(site));
	json_object_set_new(document, "sites", sites);
	return document;
}

json_t *view_regress(const struct audit *audit, const struct base *base, const struct base *since,
		     const struct site_list *list)
{
	json_t *document = head(audit, base), *sites = json_array();

	FOR_EACH(site, list)
		json_array_append_new(sites, site_json(*site));
	json_object_set_new(document, "since", json_string(git_oid_tostr_s(&since->commit)));
	json_object_set_new(document, "since_rev", json_text(since->rev));
	json_object_set_new(document, "sites", sites);
	return document;
}

static json_int_t count_found(const struct rule_findings *findings, const char *audit)
{
	json_int_t count = 0;

	FOR_EACH(row, findings)
		count += !strcmp(row->audit, audit);
	return count;
}

void view_add_findings(json_t *document, const struct rule_findings *findings,
		       const struct campaign *campaign)
{
	json_t *rows = json_array(), *found = json_object();

	if (!campaign->audits.nr) {
		json_decref(rows);
		json_decref(found);
		return;
	}
	FOR_EACH(row, findings)
		json_array_append_new(rows, json_pack("{s:o, s:o, s:i, s:o, s:i, s:o}",
						      "audit", json_text(row->audit),
						      "file", json_text(row->path),
						      "line", (int)row->line,
						      "function", json_text(row->function),
						      "from", (int)row->from,
						      "what", json_text(row->what)));
	FOR_EACH(audit, &campaign->audits)
		json_object_set_new(found, audit->name,
				    json_integer(count_found(findings, audit->name)));
	json_object_set_new(document, "findings", rows);
	json_object_set_new(document, "found", found);
}

static void print_findings(FILE *out, const json_t *document)
{
	const char *name;
	json_t *count, *found = json_object_get(document, "found");

	FOR_EACH_JSON(row, json_object_get(document, "findings"))
		fprintf(out, "%-10s %s:%d  %s(): %s\n", json_field(row, "audit"),
			json_field(row, "file"), json_number(row, "line"),
			json_field(row, "function"), json_field(row, "what"));
	json_object_foreach(found, name, count)
		fprintf(out, "%s%lld found by %s on %s, for a person to judge\n",
			count == json_object_iter_value(json_object_iter(found)) ? "\n" : "",
			(long long)json_integer_value(count), name, json_field(document, "rev"));
}

/* What else is to be known of a file that the target does not build. */
static const char *built_text(const json_t *site)
{
	const char *built = json_field(site, "built");

	if (!strcmp(built, "n"))
		return "; this configuration does not build it";
	return strcmp(built, "-") ? "" : "; no Makefile names it";
}

static void print_site(FILE *out, const json_t *site)
{
	const json_t *judged = json_object_get(site, "judged");

	fprintf(out, "%-10s %s:%d  %s() in %s%s%s\n", json_field(site, "class"),
		json_field(site, "file"), json_number(site, "line"), json_field(site, "call"),
		json_field(site, "function"), *json_field(site, "module") ? ", " : "",
		json_field(site, "module"));
	fprintf(out, "           %s%s\n", json_field(site, "why"), built_text(site));
	if (judged)
		fprintf(out, "           unclear to the audit: %s\n",
			json_field(judged, "unclear"));
	FOR_EACH_JSON(row, json_object_get(site, "evidence"))
		fprintf(out, "             %s:%d %s\n", json_field(row, "file"),
			json_number(row, "line"), json_field(row, "what"));
}

void view_print_audit(FILE *out, const json_t *document)
{
	const json_t *summary = json_object_get(document, "summary");
	const json_t *sites = json_object_get(document, "sites");

	print_findings(out, document);
	if (!*json_field(document, "target"))
		return;
	for (int owner = 0; owner < OWNER_COUNT; owner++)
		FOR_EACH_JSON(site, sites)
			if (owner_parse(json_field(site, "class")) == owner)
				print_site(out, site);
	if (json_object_get(document, "since")) {
		fprintf(out, "%s%zu call%s on it on %s that did not on %s\n",
			json_array_size(sites) ? "\n" : "", json_array_size(sites),
			json_array_size(sites) == 1 ? " relies" : "s rely",
			json_field(document, "rev"), json_field(document, "since_rev"));
		return;
	}
	fprintf(out, "\n%zu call%s on %s under %s:", json_array_size(sites),
		plural(json_array_size(sites), "s"),
		json_field(document, "rev"), json_field(document, "target"));
	for (int owner = 0; owner < OWNER_COUNT; owner++) {
		const char *name = owner_name((enum ownership)owner);

		fprintf(out, "%s %d %s", owner ? "," : "", json_number(summary, name), name);
	}
	fputc('\n', out);
}
