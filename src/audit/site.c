// SPDX-License-Identifier: GPL-2.0
/* Makes sites, and writes and reads them as JSON. */
#include "audit/site.h"

#include "campaign/campaign.h"
#include "lib/json.h"
#include "lib/lib.h"

void sites_add(struct sites *sites, const struct srcindex *index, const struct family *family,
	       const struct api_uses *uses, const struct api_use *take)
{
	const struct source *source = &index->v[take->ref.source];
	const struct mark *mark = &source->outline.marks[take->ref.mark];
	const struct outline_function *functions = source->outline.functions;
	struct site *site = LIST_ADD(sites);

	site->path = xstrdup(source->path);
	site->line = mark->line;
	site->function = xstrdup(mark->function < 0 ? "" : functions[mark->function].name);
	site->call = xstrdup(mark->word);
	site->module = xstrdup(source->modules.nr ? source->modules.v[0] : "");
	site->kind = source->kind;
	ownership_judge(&site->judgement, index, family, uses, take);
}

static int by_place(const void *a, const void *b)
{
	const struct site *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	return order ? order : (x->line > y->line) - (x->line < y->line);
}

void sites_sort(struct sites *sites)
{
	LIST_SORT(sites, by_place);
}

/* Is it certain whether the device is managed? */
static const char *managed_text(const struct judgement *judgement)
{
	return !judgement->maybe_managed ? "no" : judgement->maybe_plain ? "maybe" : "yes";
}

/* What a person said of it; NULL: nothing. */
static json_t *opinion_json(const struct site *site)
{
	if (!site->opinion)
		return NULL;
	return json_pack("{s:i, s:o, s:o}", "line", site->opinion->line, "reason",
			 json_text(site->opinion->reason), "unclear", json_text(site->unclear));
}

json_t *site_json(const struct site *site)
{
	const char kind[2] = { site->kind ? site->kind : '-', '\0' };
	json_t *evidence = json_array();

	FOR_EACH(line, &site->judgement.evidence)
		json_array_append_new(evidence, json_pack("{so, si, so}", "file",
							  json_text(line->file), "line",
							  (int)line->line, "what",
							  json_text(line->what)));
	return json_pack("{s:o, s:i, s:o, s:o, s:o, s:s, s:s, s:s, s:o, s:o, s:o*}",
			 "file", json_text(site->path), "line", site->line,
			 "function", json_text(site->function), "call", json_text(site->call),
			 "module", json_text(site->module), "built", kind,
			 "class", owner_name(site->judgement.owner),
			 "managed", managed_text(&site->judgement),
			 "why", json_text(site->judgement.why), "evidence", evidence,
			 "judged", opinion_json(site));
}

static int read_evidence(struct judgement *judgement, const json_t *array)
{
	FOR_EACH_JSON(row, array) {
		const char *file, *what;
		int line;

		if (json_unpack(row, "{ss, si, ss}", "file", &file, "line", &line, "what",
				&what) < 0)
			return -1;
		struct evidence *evidence = LIST_ADD(&judgement->evidence);
		*evidence = (struct evidence){ xstrdup(file), (unsigned)line, xstrdup(what) };
	}
	return 0;
}

int sites_read(struct sites *sites, const json_t *array)
{
	FOR_EACH_JSON(row, array) {
		const char *path, *function, *call, *module, *kind, *class, *managed, *why;
		json_t *evidence;
		int line;

		if (json_unpack(row, "{ss, si, ss, ss, ss, ss, ss, ss, ss, so}", "file", &path,
				"line", &line, "function", &function, "call", &call, "module",
				&module, "built", &kind, "class", &class, "managed", &managed,
				"why", &why, "evidence", &evidence) < 0 ||
		    owner_parse(class) < 0)
			return -1;
		struct site *site = LIST_ADD(sites);
		*site = (struct site){ .path = xstrdup(path), .line = (unsigned)line,
				       .function = xstrdup(function), .call = xstrdup(call),
				       .module = xstrdup(module),
				       .kind = *kind == '-' ? '\0' : *kind };
		site->judgement.owner = (enum ownership)owner_parse(class);
		site->judgement.maybe_managed = strcmp(managed, "no") != 0;
		site->judgement.maybe_plain = strcmp(managed, "yes") != 0;
		site->judgement.why = xstrdup(why);
		if (read_evidence(&site->judgement, evidence) < 0)
			return -1;
	}
	return 0;
}

void sites_release(struct sites *sites)
{
	FOR_EACH(site, sites) {
		FREE_ALL(site->path, site->function, site->call, site->module, site->unclear);
		judgement_release(&site->judgement);
	}
	LIST_RELEASE(sites);
}
