// SPDX-License-Identifier: GPL-2.0
/* Finds calls that take in Rust, and in the helpers in C that are made for it. */
#include "audit/rustsites.h"

#include "audit/site.h"
#include "campaign/campaign.h"
#include "csrc/clex.h"
#include "git/base.h"
#include "kbuild/module.h"
#include "lib/lib.h"
#include "rust/ruse.h"

static void add_site(struct sites *sites, const struct rust_sources *sources, const char *path,
		     const struct rust_use *use, const char *why)
{
	struct site *site = LIST_ADD(sites);

	site->path = xstrdup(path);
	site->line = use->line;
	site->function = xstrdup(use->function);
	site->call = xstrdup(use->word);
	site->module = xstrdup("");
	site->kind = sources->on ? modules_kind(sources->modules, path) : 'n';
	site->judgement.owner = OWNER_UNCLEAR;
	site->judgement.maybe_managed = site->judgement.maybe_plain = true;
	site->judgement.why = xstrdup(why);
}

static void look_at_rust(struct sites *sites, const struct rust_sources *sources, const char *path,
			 const char *text, size_t len)
{
	struct rust_uses uses CLEANUP(rust_uses_release) = { 0 };

	rust_uses_find(&uses, text, len, &sources->campaign->family.takers);
	FOR_EACH(use, &uses)
		if (!use->import)
			add_site(sites, sources, path, use,
				 "it is called from Rust: who owns what it takes has to be read by "
				 "hand");
}

static void look_at_helpers(struct sites *sites, const struct rust_sources *sources,
			    const char *path, const char *text, size_t len)
{
	struct cuses uses CLEANUP(cuses_release) = { 0 };

	cuses_find(&uses, text, len, &sources->campaign->family.takers);
	FOR_EACH(use, &uses) {
		const struct rust_use as_rust = { use->word, use->line, use->function, true,
						  false };

		if (use->call && rust_helper_name(use->function))
			add_site(sites, sources, path, &as_rust,
				 "a helper calls it for Rust: who owns what it takes has to be "
				 "read by hand");
	}
}

/* In scope the audit looks at C itself. */
static bool is_helper_source(const struct rust_sources *sources, const char *path)
{
	return starts_with(path, "rust/") && has_extension(path, ".c") &&
	       !campaign_covers(sources->campaign, NULL, path);
}

int rust_sites_add(struct sites *sites, const struct rust_sources *sources)
{
	struct strlist whole CLEANUP(strlist_release) = { 0 };

	strlist_add(&whole, "");
	FOR_EACH(file, sources->files) {
		bool rust = has_extension(file->path, ".rs");
		size_t len;

		if ((!rust && !is_helper_source(sources, file->path)) ||
		    (file->mode & 0170000) != 0100000 ||
		    !campaign_covers(sources->campaign, &whole, file->path))
			continue;
		char *text CLEANUP(free_text) = base_read(sources->base, &file->oid, &len);
		if (!text)
			return -1;
		if (rust)
			look_at_rust(sites, sources, file->path, text, len);
		else
			look_at_helpers(sites, sources, file->path, text, len);
	}
	return 0;
}
