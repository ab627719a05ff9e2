// SPDX-License-Identifier: GPL-2.0
/* Reads campaign.conf through libgit2 and refuses what it does not know. */
#include "campaign.h"

#include "cleanup.h"
#include "fail.h"
#include "io.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

enum holder { HOLD_CAMPAIGN, HOLD_STEP, HOLD_PREFIX, HOLD_CHECK };
enum type { TYPE_TEXT, TYPE_LIST, TYPE_TEMPLATE, TYPE_RULE, TYPE_PATH, TYPE_EVERYONE };

/* Every key that campaign.conf may hold. */
static const struct key {
	const char *section, *name;
	enum holder holder;
	enum type type;
	size_t offset;
} keys[] = {
#define CAMPAIGN_KEY(section, name, type, member) \
	{ section, name, HOLD_CAMPAIGN, type, offsetof(struct campaign, member) }
#define STEP_KEY(section, name, type, member) \
	{ section, name, HOLD_STEP, type, offsetof(struct step, member) }
	CAMPAIGN_KEY("campaign", "name", TYPE_TEXT, name),
	CAMPAIGN_KEY("campaign", "title", TYPE_TEXT, title),
	CAMPAIGN_KEY("campaign", "cover", TYPE_TEMPLATE, cover),
	CAMPAIGN_KEY("campaign", "scope", TYPE_LIST, scope),
	CAMPAIGN_KEY("campaign", "exclude", TYPE_LIST, exclude),
	CAMPAIGN_KEY("family", "taker", TYPE_LIST, takers),
	CAMPAIGN_KEY("family", "releaser", TYPE_LIST, releasers),
	CAMPAIGN_KEY("family", "enabler", TYPE_LIST, enablers),
	CAMPAIGN_KEY("recipients", "always", TYPE_LIST, always),
	CAMPAIGN_KEY("recipients", "exclude", TYPE_LIST, never),
	STEP_KEY("patch", "rule", TYPE_RULE, rule),
	STEP_KEY("patch", "diff", TYPE_PATH, diff),
	STEP_KEY("patch", "subject", TYPE_TEXT, subject),
	STEP_KEY("patch", "message", TYPE_TEMPLATE, message),
	STEP_KEY("patch", "scope", TYPE_LIST, scope),
	STEP_KEY("patch", "recipients", TYPE_EVERYONE, everyone),
	STEP_KEY("convert", "rule", TYPE_RULE, rule),
	STEP_KEY("convert", "subject", TYPE_TEXT, subject),
	STEP_KEY("convert", "message", TYPE_TEMPLATE, message),
	STEP_KEY("convert", "scope", TYPE_LIST, scope),
	STEP_KEY("convert", "split", TYPE_TEXT, split),
	STEP_KEY("convert", "select", TYPE_TEXT, select),
	{ "prefix", "subject", HOLD_PREFIX, TYPE_TEXT, offsetof(struct prefix, subject) },
	{ "check", "target", HOLD_CHECK, TYPE_TEXT, offsetof(struct campaign_check, target) },
};

struct reader {
	struct campaign *campaign;
	char *dir;		/* the folder of campaign.conf */
};

/* libgit2 does not tell lines: look where the key of this section stands. For
 * files that it has parsed this simple search is enough. */
static unsigned line_of(const char *path, const char *section, const char *sub, const char *name)
{
	char *text CLEANUP(free_text) = io_read(path, NULL);
	char *header CLEANUP(free_text) = sub ? xasprintf("[%s \"%s\"]", section, sub) :
						xasprintf("[%s]", section);
	bool inside = false;
	unsigned line = 0;

	for (char *at = text; at && *at; at += *at == '\n') {
		char *start = at += strspn(at, " \t");
		size_t len;

		line++;
		if (*start == '[') {
			inside = !strncasecmp(start, header, strlen(header));
			start += strcspn(start, "]\n");
			start += strspn(start, "] \t");
		}
		len = strcspn(start, " \t=\n;#");
		if (inside && name && len == strlen(name) && !strncasecmp(start, name, len))
			return line;
		if (inside && !name)
			return line;
		at += strcspn(at, "\n");
	}
	return 0;
}

static struct step *find_step(struct campaign *campaign, const char *section, const char *sub)
{
	enum step_kind kind = strcmp(section, "convert") ? STEP_PATCH : STEP_CONVERT;
	const char *id = kind == STEP_CONVERT ? "convert" : sub;
	struct step *step;

	FOR_EACH(known, &campaign->steps)
		if (known->kind == kind && !strcmp(known->id, id))
			return known;
	step = LIST_ADD(&campaign->steps);
	step->kind = kind;
	step->id = xstrdup(id);
	return step;
}

static struct prefix *find_prefix(struct campaign *campaign, const char *path)
{
	struct prefix *prefix;

	FOR_EACH(known, &campaign->prefixes)
		if (!strcmp(known->path, path))
			return known;
	prefix = LIST_ADD(&campaign->prefixes);
	prefix->path = xstrdup(path);
	return prefix;
}

static struct campaign_check *find_check(struct campaign *campaign, const char *name)
{
	struct campaign_check *check;

	FOR_EACH(known, &campaign->checks)
		if (!strcmp(known->name, name))
			return known;
	check = LIST_ADD(&campaign->checks);
	check->name = xstrdup(name);
	return check;
}

static void *holder_of(struct campaign *campaign, const struct key *key, const char *sub)
{
	switch (key->holder) {
	case HOLD_STEP:
		return find_step(campaign, key->section, sub);
	case HOLD_PREFIX:
		return find_prefix(campaign, sub);
	case HOLD_CHECK:
		return find_check(campaign, sub);
	default:
		return campaign;
	}
}

/* A rule stands beside campaign.conf or in cocci/<campaign>/ of the same project. */
static char *rule_path(const struct reader *reader, const char *value)
{
	char *near = xasprintf("%s/%s", reader->dir, value);
	const char *slash = strrchr(reader->dir, '/');
	char *central;

	if (access(near, F_OK) == 0 || !slash)
		return near;
	central = xasprintf("%s/../../cocci/%s/%s", reader->dir, slash + 1, value);
	if (access(central, F_OK) == 0) {
		free(near);
		return central;
	}
	free(central);
	return near;
}

static int set_once(char **text, char *value)
{
	if (*text) {
		free(value);
		return fail_usage("this is set for the second time");
	}
	*text = value;
	return 0;
}

static int set_file(struct reader *reader, enum type type, char **text, const char *value)
{
	struct template *template = (struct template *)text;
	char *path CLEANUP(free_text) = type == TYPE_RULE ? rule_path(reader, value) :
							    xasprintf("%s/%s", reader->dir, value);

	if (access(path, R_OK) < 0)
		return fail_usage("%s: no such file", path);
	if (set_once(text, xstrdup(path)) < 0)
		return -1;
	if (type != TYPE_TEMPLATE)
		return 0;
	template->text = io_read(path, NULL);
	return template->text ? 0 : -1;
}

static int set_value(struct reader *reader, const struct key *key, void *holder, const char *value)
{
	char **text = (char **)((char *)holder + key->offset);

	switch (key->type) {
	case TYPE_LIST:
		strlist_add((struct strlist *)text, value);
		return 0;
	case TYPE_EVERYONE:
		if (strcmp(value, "everyone"))
			return fail_usage("recipients = %s: the only value is everyone", value);
		*((bool *)holder + key->offset) = true;
		return 0;
	case TYPE_TEXT:
		return set_once(text, xstrdup(value));
	default:
		return set_file(reader, key->type, text, value);
	}
}

static int take_entry(const git_config_entry *entry, void *payload)
{
	struct reader *reader = payload;
	const char *first = strchrnul(entry->name, '.'), *last = strrchr(entry->name, '.');
	char *section CLEANUP(free_text) = xstrndup(entry->name, (size_t)(first - entry->name));
	char *sub CLEANUP(free_text) = NULL;
	const struct key *key = NULL;

	/* libgit2 lets a key stand before the first section */
	if (!last)
		return fail_usage("%s: unknown key %s", reader->campaign->path, entry->name);
	if (last > first)
		sub = xstrndup(first + 1, (size_t)(last - first - 1));
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!strcmp(keys[i].section, section) && !strcmp(keys[i].name, last + 1) &&
		    (sub != NULL) == (keys[i].holder != HOLD_CAMPAIGN &&
				      strcmp(section, "convert")))
			key = &keys[i];
	if (!key)
		fail_usage("unknown key %s", entry->name);
	else if (!entry->value || !*entry->value)
		fail_usage("%s has no value", entry->name);
	else if (set_value(reader, key, holder_of(reader->campaign, key, sub), entry->value) == 0)
		return 0;
	return fail_context("%s:%u", reader->campaign->path,
			    line_of(reader->campaign->path, section, sub, last + 1));
}

static int check_step(const struct campaign *campaign, const struct step *step)
{
	const char *section = step->kind == STEP_CONVERT ? "convert" : "patch";
	const char *sub = step->kind == STEP_CONVERT ? NULL : step->id;
	unsigned line = line_of(campaign->path, section, sub, NULL);

	if (!step->rule == !step->diff)
		return fail_usage("%s:%u: [%s] needs one of rule and diff", campaign->path, line,
				  section);
	if (!step->subject)
		return fail_usage("%s:%u: [%s] needs a subject", campaign->path, line, section);
	if (step->kind == STEP_PATCH)
		return 0;
	if (step->split && strcmp(step->split, "subject-prefix") && strcmp(step->split, "file"))
		return fail_usage("%s:%u: split = %s: known are subject-prefix and file",
				  campaign->path, line_of(campaign->path, section, sub, "split"),
				  step->split);
	if (step->select && strcmp(step->select, "implicit") && strcmp(step->select, "all"))
		return fail_usage("%s:%u: select = %s: known are implicit and all", campaign->path,
				  line_of(campaign->path, section, sub, "select"), step->select);
	return 0;
}

static int check_whole(struct campaign *campaign)
{
	char *ref CLEANUP(free_text) = NULL;
	int valid = 0;

	if (!campaign->name || !campaign->title)
		return fail_usage("%s:%u: [campaign] needs a name and a title", campaign->path,
				  line_of(campaign->path, "campaign", NULL, NULL));
	ref = xasprintf("refs/heads/b4/%s", campaign->name);
	if (git_reference_name_is_valid(&valid, ref) < 0 || !valid)
		return fail_usage("%s:%u: %s cannot name a branch", campaign->path,
				  line_of(campaign->path, "campaign", NULL, "name"),
				  campaign->name);
	if (!campaign->steps.nr)
		return fail_usage("%s: neither a [patch] nor a [convert] section", campaign->path);
	FOR_EACH(step, &campaign->steps)
		if (check_step(campaign, step) < 0)
			return -1;
	FOR_EACH(check, &campaign->checks)
		if (!check->target)
			return fail_usage("%s:%u: [check \"%s\"] needs a target", campaign->path,
					  line_of(campaign->path, "check", check->name, NULL),
					  check->name);
	FOR_EACH(prefix, &campaign->prefixes)
		if (!prefix->subject)
			return fail_usage("%s: [prefix \"%s\"] needs a subject", campaign->path,
					  prefix->path);
	strlist_sort(&campaign->takers);
	strlist_sort(&campaign->releasers);
	strlist_sort(&campaign->enablers);
	return 0;
}

static char *find_conf(const char *name)
{
	char *direct CLEANUP(free_text) = xasprintf("%s/campaign.conf", name);
	char *known CLEANUP(free_text) = xasprintf("series/%s/campaign.conf", name);
	char *path = access(direct, F_OK) == 0 ? realpath(direct, NULL) : io_find_data(known);

	if (!path)
		fail_usage("no campaign %s: neither %s nor %s exists", name, direct, known);
	return path;
}

int campaign_load(struct campaign *campaign, const char *name)
{
	git_config *config CLEANUP(free_config) = NULL;
	char *dir CLEANUP(free_text) = NULL;
	struct reader reader = { campaign, NULL };

	campaign->path = find_conf(name);
	if (!campaign->path)
		return -1;
	dir = xstrndup(campaign->path, (size_t)(strrchr(campaign->path, '/') - campaign->path));
	reader.dir = dir;
	if (git_config_new(&config) < 0 ||
	    git_config_add_file_ondisk(config, campaign->path, GIT_CONFIG_LEVEL_APP, NULL, 0) < 0) {
		const git_error *error = git_error_last();

		return fail_usage("%s: %s", campaign->path, error ? error->message : "unreadable");
	}
	if (git_config_foreach(config, take_entry, &reader) != 0) {
		if (!*fail_text())
			fail_git("cannot read %s", campaign->path);
		return -1;
	}
	return check_whole(campaign);
}

static bool is_below(const char *path, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strncmp(path, prefix, len))
		return false;
	return !len || prefix[len - 1] == '/' || !path[len] || path[len] == '/';
}

bool campaign_covers(const struct campaign *campaign, const struct strlist *scope, const char *path)
{
	const struct strlist *within = scope && scope->nr ? scope : &campaign->scope;
	bool inside = within->nr == 0;

	FOR_EACH(prefix, within)
		inside = inside || is_below(path, *prefix);
	FOR_EACH(prefix, &campaign->exclude)
		inside = inside && !is_below(path, *prefix);
	return inside;
}

const char *campaign_prefix(const struct campaign *campaign, const char *path)
{
	const struct prefix *best = NULL;

	FOR_EACH(prefix, &campaign->prefixes)
		if (is_below(path, prefix->path) &&
		    (!best || strlen(prefix->path) > strlen(best->path)))
			best = prefix;
	return best ? best->subject : NULL;
}

void campaign_release(struct campaign *campaign)
{
	FOR_EACH(step, &campaign->steps) {
		char *texts[] = { step->id, step->rule, step->diff, step->subject,
				  step->message.path,
				  step->message.text,
				  step->split, step->select };

		for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
			free(texts[i]);
		strlist_release(&step->scope);
	}
	FOR_EACH(prefix, &campaign->prefixes) {
		free(prefix->path);
		free(prefix->subject);
	}
	FOR_EACH(check, &campaign->checks) {
		free(check->name);
		free(check->target);
	}
	free(campaign->steps.v);
	free(campaign->prefixes.v);
	free(campaign->checks.v);
	strlist_release(&campaign->scope);
	strlist_release(&campaign->exclude);
	strlist_release(&campaign->takers);
	strlist_release(&campaign->releasers);
	strlist_release(&campaign->enablers);
	strlist_release(&campaign->always);
	strlist_release(&campaign->never);
	free(campaign->path);
	free(campaign->name);
	free(campaign->title);
	free(campaign->cover.path);
	free(campaign->cover.text);
	*campaign = (struct campaign){ 0 };
}
