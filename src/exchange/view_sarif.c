// SPDX-License-Identifier: GPL-2.0
/* Prints what does not pass as SARIF, and as annotations of GitHub. */
#include "exchange/view_sarif.h"

#include "lib/digest.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "checks/checks.h"
#include "exchange/place.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static bool passes(const json_t *check)
{
	return !strcmp(json_field(check, "verdict"), "pass");
}

/* How bad SARIF takes it for. */
static const char *level_of(const json_t *check)
{
	const char *verdict = json_field(check, "verdict");

	if (!strcmp(verdict, "uncovered"))
		return "warning";
	return is_one_of(verdict, TEXTS("void", "skipped")) ? "note" : "error";
}

/* One line: verdict, commit, and what the check says. */
static char *say(const json_t *commit, const json_t *check)
{
	return xasprintf("%s: %s (commit %.12s \"%s\"%s%s)", json_field(check, "verdict"),
			 json_field(check, "detail"), json_field(commit, "commit"),
			 json_field(commit, "subject"), *json_field(check, "target") ? ", " : "",
			 json_field(check, "target"));
}

/* What a check is about; NULL of a program of the campaign. */
static const char *help_of(const char *check)
{
	const struct check_row *row;

	for (size_t i = 0; (row = checks_row(i)); i++)
		if (!strcmp(row->name, check))
			return row->help;
	return NULL;
}

/* The place of the rule in @rules; added where it is new. */
static size_t find_rule(json_t *rules, const char *check)
{
	const char *help = help_of(check);
	size_t nr = 0;

	FOR_EACH_JSON(rule, rules) {
		if (!strcmp(json_field(rule, "id"), check))
			return nr;
		nr++;
	}
	json_array_append_new(rules, json_pack("{s:s, s:{s:s}}", "id", check, "shortDescription",
					       "text", help ? help : "a program of the campaign"));
	return nr;
}

/* A path as a URI, relative to the top of the tree. */
static char *make_uri(const char *path)
{
	char *uri = NULL;
	FILE *out = xmemstream(&uri, NULL);

	for (const unsigned char *c = (const unsigned char *)path; *c; c++)
		if (is_name_char((char)*c) || strchr("/.-~", *c))
			fputc(*c, out);
		else
			fprintf(out, "%%%02X", *c);
	fclose(out);
	return uri;
}

static json_t *locations(const json_t *proof, const json_t *commit, const json_t *check)
{
	struct verdict_place place CLEANUP(place_release) = { 0 };
	json_t *physical;

	place_find(&place, proof, commit, check);
	if (!place.file)
		return json_array();
	char *uri CLEANUP(free_text) = make_uri(place.file);
	physical = json_pack("{s:{s:s, s:s}}", "artifactLocation", "uri", uri, "uriBaseId",
			     "SRCROOT");
	json_object_set_new(physical, "region",
			    json_pack("{s:i}", "startLine", place.line ? place.line : 1));
	return json_pack("[{s:o}]", "physicalLocation", physical);
}

/* What stays the same from run to run: the patch, or its subject, the check and the target. */
static json_t *fingerprint(const json_t *commit, const json_t *check)
{
	const char *patch = json_field(commit, *json_field(commit, "patch") ? "patch" : "subject");
	git_oid id = DIGEST(patch, json_field(check, "check"), json_field(check, "target"));

	return json_pack("{s:o}", "treewide/v1", json_oid(&id));
}

static json_t *result(json_t *rules, const json_t *proof, const json_t *commit, const json_t *check)
{
	char *text CLEANUP(free_text) = say(commit, check);
	const char *name = json_field(check, "check");
	json_t *row;

	row = json_pack("{s:s, s:I, s:s, s:{s:o}, s:o, s:o}", "ruleId", name, "ruleIndex",
			(json_int_t)find_rule(rules, name), "level", level_of(check), "message",
			"text", json_text(text), "locations", locations(proof, commit, check),
			"partialFingerprints", fingerprint(commit, check));
	json_object_set_new(row, "properties",
			    json_pack("{s:O, s:O, s:O, s:O}", "verdict",
				      json_object_get(check, "verdict"), "evidence",
				      json_object_get(check, "evidence"), "target",
				      json_object_get(check, "target"), "commit",
				      json_object_get(commit, "commit")));
	return row;
}

json_t *view_sarif(const json_t *proof)
{
	json_t *rules = json_array(), *results = json_array();

	FOR_EACH_JSON(commit, json_object_get(proof, "commits"))
		FOR_EACH_JSON(check, json_object_get(commit, "checks"))
			if (!passes(check))
				json_array_append_new(results, result(rules, proof, commit, check));
	json_t *driver = json_pack("{s:s, s:s, s:o}", "name", "treewide", "version",
				   TREEWIDE_VERSION, "rules", rules);
	json_t *bases = json_pack("{s:{s:{s:s}}}", "SRCROOT", "description", "text",
				  "The top of the kernel's tree.");
	return json_pack("{s:s, s:s, s:[{s:{s:o}, s:o, s:{s:O}, s:o}]}", "$schema", SCHEMA,
			 "version", "2.1.0", "runs", "tool", "driver", driver,
			 "originalUriBaseIds", bases, "automationDetails", "id",
			 json_object_get(proof, "branch"), "results", results);
}

/* Text as GitHub reads it; in a property two bytes more have a meaning. */
static void put_escaped(FILE *out, const char *text, const char *special)
{
	for (; *text; text++)
		if (strchr(special, *text))
			fprintf(out, "%%%02X", (unsigned)(unsigned char)*text);
		else
			fputc(*text, out);
}

static void print_annotation(FILE *out, const json_t *proof, const json_t *commit,
			     const json_t *check)
{
	struct verdict_place place CLEANUP(place_release) = { 0 };
	char *text CLEANUP(free_text) = say(commit, check);
	const char *level = level_of(check);

	place_find(&place, proof, commit, check);
	fprintf(out, "::%s title=", strcmp(level, "note") ? level : "notice");
	put_escaped(out, json_field(check, "check"), "%\r\n:,");
	if (place.file) {
		fputs(",file=", out);
		put_escaped(out, place.file, "%\r\n:,");
	}
	if (place.line)
		fprintf(out, ",line=%d", place.line);
	fputs("::", out);
	put_escaped(out, text, "%\r\n");
	fputc('\n', out);
}

void view_print_github(FILE *out, const json_t *proof)
{
	const json_t *summary = json_object_get(proof, "summary");
	size_t nr = json_array_size(json_object_get(proof, "commits"));

	FOR_EACH_JSON(commit, json_object_get(proof, "commits"))
		FOR_EACH_JSON(check, json_object_get(commit, "checks"))
			if (!passes(check))
				print_annotation(out, proof, commit, check);
	fprintf(out, "treewide: %zu commit%s of ", nr, plural(nr, "s"));
	put_escaped(out, json_field(proof, "branch"), "\r\n");
	for (const char *const *name = TEXTS("pass", "fail", "void", "uncovered", "skipped"); *name;
	     name++)
		fprintf(out, "%s %d %s", strcmp(*name, "pass") ? "," : ":",
			json_number(summary, *name), *name);
	fputc('\n', out);
}
