// SPDX-License-Identifier: GPL-2.0
/* Reads a semantic patch: its header lines, its modes, and the words of its minus lines. */
#include "campaign/rule.h"

#include "campaign/ruleoption.h"
#include "campaign/smpl.h"
#include "lib/digest.h"
#include "lib/lib.h"

/* What the comments at the top say. */
struct header {
	bool described, confidence;
	char *residue;
};

/* What stands behind "// Name:" when the line is that header; NULL otherwise. */
static const char *value_of(const char *line, const char *name)
{
	if (strncmp(line, "//", 2))
		return NULL;
	line += 2;
	line += strspn(line, " \t");
	return strncmp(line, name, strlen(name)) ? NULL : line + strlen(name);
}

static void read_header_line(struct rule *rule, struct header *header, const char *line,
			     unsigned line_nr)
{
	header->described = header->described || !strncmp(line, "/// ", 4);
	header->confidence = header->confidence || value_of(line, "Confidence:");
	const char *value = value_of(line, "Options:");
	if (value)
		strlist_split(&rule->options, value, " \t\r");
	value = value_of(line, "Residue:");
	if (value) {
		free(header->residue);
		header->residue = xstrdup(value);
	}
	value = value_of(line, "Requires:");
	if (value) {
		free(rule->requires);
		value += strspn(value, " \t");
		rule->requires = xstrndup(value, strspn(value, "0123456789."));
		rule->requires_line = line_nr;
	}
}

static void read_header(struct rule *rule, struct header *header)
{
	unsigned nr = 0;

	FOR_EACH_LINE(line, rule->files.v[0].text) {
		char *text CLEANUP(free_text) = xstrndup(line.at, line.len);

		read_header_line(rule, header, text, ++nr);
	}
}

/* Is it semantic patch, or a file of isomorphisms? */
static bool is_smpl(const struct rulefile *file)
{
	return !has_ending(file->path, ".iso");
}

/* Words of minus lines that stand in no other line. */
static void read_minus(struct rule *rule)
{
	struct strlist minus CLEANUP(strlist_release) = { 0 };
	struct strlist other CLEANUP(strlist_release) = { 0 };

	FOR_EACH(file, &rule->files)
		if (is_smpl(file))
			smpl_words(file->text, &minus, &other);
	strlist_sort(&minus);
	strlist_sort(&other);
	FOR_EACH(word, &minus)
		if (!strlist_find(&other, *word))
			strlist_add(&rule->minus, *word);
}

static void read_residue(struct rule *rule, const char *residue)
{
	strlist_release(&rule->minus);
	strlist_split(&rule->minus, residue, " \t,\r");
	strlist_sort(&rule->minus);
	rule->residue_named = true;
}

static char *joined(const struct strlist *words)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(word, words)
		fprintf(out, "%s%s", word > words->v ? ", " : "", *word);
	fclose(out);
	return text;
}

static int choose_mode(struct rule *rule, const char *mode)
{
	FOR_EACH(file, &rule->files)
		smpl_modes(file->text, &rule->modes);
	char *names CLEANUP(free_text) = joined(&rule->modes);
	if (mode && strcmp(mode, "none") && !strlist_has(&rule->modes, mode))
		return fail_usage("%s: the rule has no mode %s; its modes are: %s", rule->path,
				  mode, rule->modes.nr ? names : "none");
	if (!mode && strlist_has(&rule->modes, "patch"))
		mode = "patch";
	if (!mode && rule->modes.nr && !ruleoption_value(&rule->options, "D"))
		return fail_usage("%s: the rule has the modes %s, and none that is called patch; "
				  "choose one of them in campaign.conf: mode = %s", rule->path,
				  names, rule->modes.v[0]);
	if (mode && strcmp(mode, "none"))
		rule->mode = xstrdup(mode);
	return 0;
}

/* All that the rule is made of. */
static int settle(struct rule *rule, const char *mode)
{
	struct digest digest = { 0 };

	if (choose_mode(rule, mode) < 0)
		return -1;
	FOR_EACH(file, &rule->files)
		digest_text(&digest, file->copy);
	DIGEST_ADD(&digest, &rule->options, rule->mode);
	int result = ruleoptions_check(&rule->options, rule->path, &digest);
	rule->digest = digest_end(&digest);
	return result;
}

int rule_load(struct rule *rule, const char *path, const char *mode)
{
	struct header header = { 0 };

	rule->path = xstrdup(path);
	if (rulefiles_load(&rule->files, path) < 0)
		return -1;
	strlist_add_all(&rule->options, &rule->files.options);
	read_header(rule, &header);
	char *residue CLEANUP(free_text) = header.residue;
	rule->described = header.described;
	rule->confident = header.confidence;
	read_minus(rule);
	if (residue)
		read_residue(rule, residue);
	FOR_EACH(file, &rule->files) {
		smpl_members(file->text, &rule->members);
		smpl_typed_members(file->text, &rule->typed);
		rule->alone = rule->alone || smpl_has_memory(file->text);
		rule->knows_path = rule->knows_path || smpl_knows_path(file->text);
	}
	return settle(rule, mode);
}

bool rule_has_option(const struct rule *rule, const char *option)
{
	FOR_EACH(word, &rule->options)
		if (ruleoption_is(*word, option))
			return true;
	return false;
}

bool rule_changes(const struct rule *rule)
{
	FOR_EACH(file, &rule->files)
		if (smpl_changes(file->text))
			return true;
	return false;
}

void rule_residue(const struct rule *rule, struct strlist *words)
{
	FOR_EACH(word, &rule->minus)
		if ((rule->residue_named && strcmp(*word, "none")) ||
		    (!rule->residue_named && strlist_find(&rule->tokens, *word)))
			strlist_add(words, *word);
	strlist_sort(words);
}

/* A word that stands nowhere in the rule comes from an isomorphism, which may take others. */
static bool knows_all_tokens(const struct rule *rule)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };

	FOR_EACH(file, &rule->files)
		if (is_smpl(file))
			smpl_words(file->text, &words, &words);
	strlist_sort(&words);
	FOR_EACH(token, &rule->tokens)
		if (!strlist_find(&words, *token))
			return false;
	return true;
}

void rule_needs(const struct rule *rule, struct strlist *words)
{
	bool sure = knows_all_tokens(rule);

	FOR_EACH(file, &rule->files)
		sure = smpl_needs(file->text, &rule->tokens, words) && sure;
	if (sure && words->nr)
		return;
	strlist_release(words);
	strlist_add_all(words, &rule->tokens);
}

void rule_renames(const struct rule *rule, struct strlist *renames)
{
	FOR_EACH(file, &rule->files)
		if (is_smpl(file))
			smpl_renames(file->text, renames);
}

void rule_release(struct rule *rule)
{
	free(rule->path);
	rulefiles_release(&rule->files);
	STRLIST_RELEASE_ALL(&rule->options, &rule->modes);
	free(rule->mode);
	STRLIST_RELEASE_ALL(&rule->minus, &rule->members, &rule->typed);
	free(rule->requires);
	strlist_release(&rule->tokens);
	*rule = (struct rule){ 0 };
}
