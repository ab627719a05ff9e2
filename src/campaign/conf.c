// SPDX-License-Identifier: GPL-2.0
/* Reads campaign.conf through libgit2 and refuses what it does not know. */
#include "campaign/conf.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/confline.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/nearest.h"
#include "msg/plaintext.h"

#include <sys/stat.h>

enum holder { HOLD_CAMPAIGN, HOLD_STEP, HOLD_NAMED, HOLD_PREFIX, HOLD_PAIR, HOLD_REMARK, HOLD_WAVE,
	      HOLD_CHECK, HOLD_JUDGE, HOLD_AUDIT, HOLD_REQUEST };
enum type { TYPE_TEXT, TYPE_LIST, TYPE_TEMPLATE, TYPE_RULE, TYPE_PATH, TYPE_PATHS,
	    TYPE_EVERYONE, TYPE_SAME_CODE, TYPE_TRUE,
	    TYPE_CLASSES, TYPE_WORDS, TYPE_DROP };

/* Every key that campaign.conf may hold. */
static const struct conf_key {
	const char *section, *name;
	enum holder holder;
	enum type type;
	size_t offset;
} keys[] = {
#define CAMPAIGN_KEY(section, name, type, member) \
	{ section, name, HOLD_CAMPAIGN, type, offsetof(struct campaign, member) }
#define STEP_KEY(section, name, type, member) \
	{ section, name, HOLD_STEP, type, offsetof(struct step, member) }
/* @offset is that of the list */
#define NAMED_KEY(section, name, list) \
	{ section, name, HOLD_NAMED, TYPE_TEXT, offsetof(struct campaign, list) }
#define WAVE_KEY(name, type, member) \
	{ "wave", name, HOLD_WAVE, type, offsetof(struct wave_section, member) }
#define CHECK_KEY(name, type, member) \
	{ "check", name, HOLD_CHECK, type, offsetof(struct check, member) }
#define JUDGE_KEY(name, type, member) \
	{ "judge", name, HOLD_JUDGE, type, offsetof(struct opinion, member) }
#define REQUEST_KEY(name, type, member) \
	{ "request", name, HOLD_REQUEST, type, offsetof(struct request, member) }
	CAMPAIGN_KEY("campaign", "name", TYPE_TEXT, name),
	CAMPAIGN_KEY("campaign", "title", TYPE_TEXT, title),
	CAMPAIGN_KEY("campaign", "cover", TYPE_TEMPLATE, cover),
	CAMPAIGN_KEY("campaign", "scope", TYPE_LIST, scope),
	CAMPAIGN_KEY("campaign", "exclude", TYPE_LIST, exclude),
	CAMPAIGN_KEY("family", "taker", TYPE_LIST, family.takers),
	CAMPAIGN_KEY("family", "releaser", TYPE_LIST, family.releasers),
	CAMPAIGN_KEY("family", "enabler", TYPE_LIST, family.enablers),
	CAMPAIGN_KEY("family", "plain-enabler", TYPE_LIST, family.plain),
	CAMPAIGN_KEY("family", "action", TYPE_LIST, family.actions),
	CAMPAIGN_KEY("family", "bind", TYPE_LIST, family.bind),
	CAMPAIGN_KEY("family", "unbind", TYPE_LIST, family.unbind),
	CAMPAIGN_KEY("family", "elsewhere", TYPE_LIST, family.elsewhere),
	CAMPAIGN_KEY("family", "remark", TYPE_LIST, remark_words),
	{ "taker", "releaser", HOLD_PAIR, TYPE_LIST, offsetof(struct taker_pair, releasers) },
	CAMPAIGN_KEY("recipients", "always", TYPE_LIST, always),
	CAMPAIGN_KEY("recipients", "exclude", TYPE_LIST, never),
	CAMPAIGN_KEY("recipients", "to", TYPE_WORDS, to_roles),
	CAMPAIGN_KEY("recipients", "cc", TYPE_WORDS, cc_roles),
	CAMPAIGN_KEY("recipients", "linux-kernel", TYPE_TEXT, linux_kernel),
	CAMPAIGN_KEY("recipients", "cover", TYPE_TEXT, cover_to),
	CAMPAIGN_KEY("recipients", "limit", TYPE_TEXT, limit),
	CAMPAIGN_KEY("base", "remote", TYPE_TEXT, base_remote),
	CAMPAIGN_KEY("base", "branch", TYPE_TEXT, base_branch),
	CAMPAIGN_KEY("campaign", "trailer", TYPE_LIST, trailers),
	CAMPAIGN_KEY("campaign", "tag", TYPE_LIST, tags),
	CAMPAIGN_KEY("campaign", "by-hand", TYPE_LIST, by_hand),
	STEP_KEY("patch", "rule", TYPE_RULE, rule),
	STEP_KEY("patch", "mode", TYPE_TEXT, mode),
	STEP_KEY("patch", "words", TYPE_WORDS, words),
	STEP_KEY("convert", "mode", TYPE_TEXT, mode),
	STEP_KEY("convert", "words", TYPE_WORDS, words),
	STEP_KEY("patch", "script", TYPE_PATH, script),
	STEP_KEY("patch", "uses", TYPE_PATHS, uses),
	STEP_KEY("patch", "residue", TYPE_WORDS, residue),
	STEP_KEY("patch", "timeout", TYPE_TEXT, timeout),
	STEP_KEY("convert", "script", TYPE_PATH, script),
	STEP_KEY("convert", "uses", TYPE_PATHS, uses),
	STEP_KEY("convert", "residue", TYPE_WORDS, residue),
	STEP_KEY("convert", "timeout", TYPE_TEXT, timeout),
	STEP_KEY("patch", "repeat", TYPE_TEXT, repeat),
	STEP_KEY("convert", "repeat", TYPE_TEXT, repeat),
	STEP_KEY("patch", "diff", TYPE_PATH, diff),
	STEP_KEY("patch", "patch", TYPE_PATH, mail),
	STEP_KEY("patch", "subject", TYPE_TEXT, subject),
	STEP_KEY("patch", "message", TYPE_TEMPLATE, message),
	STEP_KEY("patch", "scope", TYPE_LIST, scope),
	STEP_KEY("patch", "recipients", TYPE_EVERYONE, everyone),
	STEP_KEY("patch", "claims", TYPE_SAME_CODE, same_code),
	STEP_KEY("convert", "claims", TYPE_SAME_CODE, same_code),
	STEP_KEY("patch", "retires", TYPE_CLASSES, retires),
	STEP_KEY("patch", "removes", TYPE_WORDS, removes),
	STEP_KEY("patch", "provides", TYPE_WORDS, provides),
	STEP_KEY("patch", "trailer", TYPE_LIST, trailers),
	STEP_KEY("convert", "trailer", TYPE_LIST, trailers),
	STEP_KEY("patch", "tag", TYPE_LIST, tags),
	STEP_KEY("convert", "tag", TYPE_LIST, tags),
	STEP_KEY("convert", "rule", TYPE_RULE, rule),
	STEP_KEY("convert", "subject", TYPE_TEXT, subject),
	STEP_KEY("convert", "message", TYPE_TEMPLATE, message),
	STEP_KEY("convert", "scope", TYPE_LIST, scope),
	STEP_KEY("convert", "split", TYPE_TEXT, split),
	STEP_KEY("convert", "select", TYPE_CLASSES, select),
	STEP_KEY("convert", "taker", TYPE_LIST, takers),
	STEP_KEY("convert", "limit", TYPE_LIST, limits),
	STEP_KEY("convert", "rest", TYPE_TEXT, rest),
	{ "prefix", "subject", HOLD_PREFIX, TYPE_TEXT, offsetof(struct keyed_text, text) },
	{ "prefix", "before-history", HOLD_PREFIX, TYPE_TRUE,
	  offsetof(struct keyed_text, before_history) },
	CHECK_KEY("target", TYPE_LIST, targets),
	CHECK_KEY("run", TYPE_PATH, run),
	CHECK_KEY("uses", TYPE_PATHS, uses),
	CHECK_KEY("tool", TYPE_LIST, tools),
	CHECK_KEY("reads", TYPE_LIST, reads),
	CHECK_KEY("timeout", TYPE_TEXT, timeout),
	CHECK_KEY("budget", TYPE_TEXT, budget),
	NAMED_KEY("accept", "reason", exceptions),
	JUDGE_KEY("class", TYPE_TEXT, class),
	JUDGE_KEY("reason", TYPE_TEXT, reason),
	JUDGE_KEY("function", TYPE_WORDS, functions),
	JUDGE_KEY("optional", TYPE_TRUE, optional),
	NAMED_KEY("address", "use", addresses),
	NAMED_KEY("claim", "evidence", claims),
	NAMED_KEY("ignore", "reason", ignores),
	WAVE_KEY("title", TYPE_TEXT, title),
	WAVE_KEY("cover", TYPE_TEMPLATE, cover),
	WAVE_KEY("patch", TYPE_LIST, patches),
	WAVE_KEY("path", TYPE_LIST, paths),
	WAVE_KEY("split", TYPE_TEXT, split),
	WAVE_KEY("limit", TYPE_TEXT, limit),
	WAVE_KEY("after", TYPE_WORDS, after),
	{ "audit", "rule", HOLD_AUDIT, TYPE_RULE, offsetof(struct audit_section, rule) },
	{ "audit", "scope", HOLD_AUDIT, TYPE_LIST, offsetof(struct audit_section, scope) },
	REQUEST_KEY("says", TYPE_TEXT, says),
	REQUEST_KEY("by", TYPE_TEXT, by),
	REQUEST_KEY("patch", TYPE_TEXT, patch),
	REQUEST_KEY("line", TYPE_LIST, lines),
	REQUEST_KEY("message", TYPE_LIST, words),
	{ "remark", "new", HOLD_REMARK, TYPE_TEXT, offsetof(struct comment_edit, new) },
	{ "remark", "drop", HOLD_REMARK, TYPE_DROP, offsetof(struct comment_edit, new) },
};

struct conf_reader {
	struct campaign *campaign;
	char *dir;		/* the folder of campaign.conf */
};

static struct step *find_step(struct campaign *campaign, const char *section, const char *sub)
{
	enum step_kind kind = strcmp(section, "convert") ? STEP_PATCH : STEP_CONVERT;
	const char *id = sub ? sub : "convert";

	FOR_EACH(known, &campaign->steps)
		if (known->kind == kind && !strcmp(known->id, id))
			return known;
	struct step *step = LIST_ADD(&campaign->steps);
	step->kind = kind;
	step->id = xstrdup(id);
	return step;
}

/* The element of @list with that name, made when there is none. */
#define NAMED(list, member, name) __extension__({ \
	__typeof__((list)->v) found_ = NULL; \
	FOR_EACH(known_, list) \
		if (!strcmp(known_->member, name)) \
			found_ = known_; \
	if (!found_) { \
		found_ = LIST_ADD(list); \
		found_->member = xstrdup(name); \
	} \
	found_; \
})

/* Every section is an opinion of its own, also where several are about one file. */
static struct opinion *find_opinion(struct campaign *campaign, const char *path)
{
	struct opinion *found = NULL;
	size_t nth = 0;

	FOR_EACH(known, &campaign->opinions)
		if (!strcmp(known->path, path))
			nth += known->keys;
	unsigned line = confline_header(campaign->path, "judge", path, nth);
	FOR_EACH(known, &campaign->opinions)
		if (known->line == line && !strcmp(known->path, path))
			found = known;
	if (!found) {
		found = LIST_ADD(&campaign->opinions);
		found->path = xstrdup(path);
		found->line = line;
	}
	found->keys++;
	return found;
}

static void *holder_of(struct campaign *campaign, const struct conf_key *key, const char *sub)
{
	const char *name = sub ? sub : "";

	switch (key->holder) {
	case HOLD_STEP:
		return find_step(campaign, key->section, sub);
	case HOLD_NAMED:
		return NAMED((struct keyed_texts *)((char *)campaign + key->offset), name, name);
	case HOLD_PREFIX:
		return NAMED(&campaign->prefixes, name, name);
	case HOLD_WAVE:
		return NAMED(&campaign->waves, name, name);
	case HOLD_CHECK:
		return NAMED(&campaign->checks, name, name);
	case HOLD_JUDGE:
		return find_opinion(campaign, name);
	case HOLD_AUDIT:
		return NAMED(&campaign->audits, name, name);
	case HOLD_REQUEST:
		return NAMED(&campaign->requests, name, name);
	case HOLD_PAIR:
		return NAMED(&campaign->family.pairs, taker, name);
	case HOLD_REMARK:
		return NAMED(&campaign->remarks, old, name);
	default:
		return campaign;
	}
}

/* A rule stands beside campaign.conf or in cocci/<campaign>/ of the same project. */
static char *rule_path(const struct conf_reader *reader, const char *value)
{
	char *near = *value == '/' ? xstrdup(value) : xasprintf("%s/%s", reader->dir, value);
	const char *slash = strrchr(reader->dir, '/');

	if (access(near, F_OK) == 0 || !slash || *value == '/')
		return near;
	char *central = xasprintf("%s/../../cocci/%s/%s", reader->dir, slash + 1, value);
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
		return fail_usage("this key is set twice");
	}
	*text = value;
	return 0;
}

static int set_file(struct conf_reader *reader, enum type type, char **text, const char *value)
{
	struct template *template = (struct template *)text;
	char *path CLEANUP(free_text) = type == TYPE_RULE ? rule_path(reader, value) :
							    xasprintf("%s/%s", reader->dir, value);

	struct stat status;
	size_t len;

	if (access(path, R_OK) < 0)
		return fail_usage("%s: no such file", path);
	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		return fail_usage("%s: this is a folder, not a file", path);
	if (set_once(text, xstrdup(path)) < 0)
		return -1;
	if (type != TYPE_TEMPLATE)
		return 0;
	template->text = io_read(path, &len);
	return template->text ? plaintext_check(path, template->text, len) : -1;
}

static int add_conf_file(struct conf_reader *reader, struct strlist *list, const char *value)
{
	char *path CLEANUP(free_text) = NULL;

	if (set_file(reader, TYPE_PATH, &path, value) < 0)
		return -1;
	strlist_add(list, path);
	return 0;
}

/* "odd fixer, list": the words between commas. */
static void set_words(struct strlist *words, const char *value)
{
	while (*value) {
		size_t blank = strspn(value, ", \t"), len = strcspn(value + blank, ",");
		char *word = xstrndup(value + blank, len);

		for (size_t end = len; end && strchr(" \t", word[end - 1]);)
			word[--end] = '\0';
		if (*word)
			strlist_add(words, word);
		free(word);
		value += blank + len;
	}
}

/* "implicit, error-only"; "all" is an empty list. */
static int set_classes(struct strlist *classes, const char *value)
{
	size_t before = classes->nr;

	if (!strcmp(value, "all"))
		return 0;
	strlist_split(classes, value, ", \t");
	for (size_t i = before; i < classes->nr; i++)
		if (owner_parse(classes->v[i]) < 0)
			return fail_usage("%s: not a class of the audit; they are implicit, "
					  "error-only, mixed, explicit, leak and unclear",
					  classes->v[i]);
	return 0;
}

/* A key that says one thing, or is not there. */
static int set_flag(const struct conf_key *key, void *holder, const char *value, const char *only)
{
	if (strcmp(value, only))
		return fail_usage("%s = %s: the only value is %s", key->name, value, only);
	bool *flag = (bool *)holder + key->offset;
	if (*flag)
		return fail_usage("this key is set twice");
	*flag = true;
	return 0;
}

static int set_value(struct conf_reader *reader, const struct conf_key *key, void *holder,
		     const char *value)
{
	bool named = key->holder == HOLD_NAMED;
	char **text = (char **)((char *)holder + (named ? offsetof(struct keyed_text, text) :
							  key->offset));

	switch (key->type) {
	case TYPE_LIST:
		strlist_add((struct strlist *)text, value);
		return 0;
	case TYPE_PATHS:
		return add_conf_file(reader, (struct strlist *)text, value);
	case TYPE_DROP:
		if (strcmp(value, "true"))
			return fail_usage("drop = %s: the only value is true", value);
		return set_once(text, xstrdup(""));
	case TYPE_WORDS:
		set_words((struct strlist *)text, value);
		return 0;
	case TYPE_CLASSES:
		return set_classes((struct strlist *)text, value);
	case TYPE_EVERYONE:
		return set_flag(key, holder, value, "everyone");
	case TYPE_SAME_CODE:
		return set_flag(key, holder, value, "same-code");
	case TYPE_TRUE:
		return set_flag(key, holder, value, "true");
	case TYPE_TEXT:
		return set_once(text, xstrdup(value));
	default:
		return set_file(reader, key->type, text, value);
	}
}

/* "reason = a; b": to git-config the rest is a comment, to whoever wrote it it is not. */
static int check_cut(const struct conf_reader *reader, const git_config_entry *entry,
		     const char *section, const char *sub, const char *name)
{
	char cut = confline_cut(reader->campaign->path, section, sub, name, entry->value);

	return !cut ? 0 : fail_usage("%s: what follows %c is a comment: put the value in "
				     "quotes", name, cut);
}

/* Does the row say what a key of that section is called, with a name in quotes or without? */
static bool may_stand(const struct conf_key *key, const char *section, bool named)
{
	return !strcmp(key->section, section) &&
	       (!strcmp(section, "convert") || named == (key->holder != HOLD_CAMPAIGN));
}

static int fail_unknown_key(const char *entry, const char *section, const char *name, bool named)
{
	struct strlist sections CLEANUP(strlist_release) = { 0 };
	struct strlist names CLEANUP(strlist_release) = { 0 };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		strlist_add_once(&sections, keys[i].section);
		if (may_stand(&keys[i], section, named))
			strlist_add(&names, keys[i].name);
	}
	bool known = strlist_has(&sections, section);

	if (known && !names.nr)
		return fail_usage("unknown key %s: the section is written [%s%s", entry, section,
				  named ? "], without a name" : " \"NAME\"]");
	char *hint CLEANUP(free_text) = nearest_hint(known ? &names : &sections,
						     known ? name : section);
	return fail_usage("unknown key %s%s", entry, hint);
}

static int take_entry(const git_config_entry *entry, void *payload)
{
	struct conf_reader *reader = payload;
	const char *first = strchrnul(entry->name, '.'), *last = strrchr(entry->name, '.');
	char *section CLEANUP(free_text) = xstrndup(entry->name, (size_t)(first - entry->name));
	char *sub CLEANUP(free_text) = NULL;
	const struct conf_key *key = NULL;

	/* libgit2 lets a key stand before the first section */
	if (!last)
		return fail_usage("%s: unknown key %s", reader->campaign->path, entry->name);
	if (last > first)
		sub = xstrndup(first + 1, (size_t)(last - first - 1));
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!strcmp(keys[i].name, last + 1) && may_stand(&keys[i], section, sub != NULL))
			key = &keys[i];
	if (!key)
		fail_unknown_key(entry->name, section, last + 1, sub != NULL);
	else if (!entry->value || !*entry->value)
		fail_usage("%s has no value", entry->name);
	else if (check_cut(reader, entry, section, sub, last + 1) == 0 &&
		 set_value(reader, key, holder_of(reader->campaign, key, sub), entry->value) == 0)
		return 0;
	return fail_context("%s:%u", reader->campaign->path,
			    confline_find(reader->campaign->path, section, sub, last + 1));
}

static char *find_conf(const char *name)
{
	char *direct CLEANUP(free_text) = xasprintf("%s/campaign.conf", name);
	char *known CLEANUP(free_text) = xasprintf("series/%s/campaign.conf", name);
	bool itself = !strcmp(path_leaf(name), "campaign.conf") && access(name, F_OK) == 0;
	char *path = itself || access(direct, F_OK) == 0 ? realpath(itself ? name : direct, NULL) :
							   io_find_data(known);

	struct stat st;
	if (!path && stat(name, &st) == 0 && S_ISREG(st.st_mode))
		fail_usage("%s is a file, and a campaign is a folder: treewide init NAME makes "
			   "one; the rule goes into it as convert.cocci",
			   name);
	else if (!path && *name == '/')
		fail_usage("no campaign %s: %s does not exist", name, direct);
	else if (!path)
		fail_usage("no campaign %s: neither %s nor %s exists", name, direct, known);
	return path;
}

int conf_load(struct campaign *campaign, const char *name)
{
	git_config *config CLEANUP(free_config) = NULL;
	char *dir CLEANUP(free_text) = NULL;
	struct conf_reader reader = { campaign, NULL };

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
	return campaign_check(campaign);
}
