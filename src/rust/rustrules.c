// SPDX-License-Identifier: GPL-2.0
/* Reads the rules of rust/Makefile out of make's data base. */
#include "rust/rustrules.h"

#include "lib/lib.h"

#define OLD_GOAL "__build"	/* of a folder, where Kbuild has none of its name */

/* One rule: what it makes, of what. */
struct rust_rule {
	char *target;
	struct strlist of;
};

struct rule_list {
	struct rust_rule *v;
	size_t nr, alloc;
};

static void rule_list_release(struct rule_list *rules)
{
	FOR_EACH(rule, rules) {
		free(rule->target);
		strlist_release(&rule->of);
	}
	LIST_RELEASE(rules);
}

/* "TARGET: PREREQUISITES": no recipe, no comment, no variable, no pattern. */
static void take_rule(struct rule_list *rules, const struct text_line *line, const char *folder)
{
	char *text CLEANUP(free_text) = xstrndup(line->at, line->len);
	char *colon = strchr(text, ':');

	if (!colon || strchr("\t# ", *text) || strcspn(text, "%=\t ") < (size_t)(colon - text) ||
	    strcspn(text, "=") < strlen(text))
		return;
	*colon++ = '\0';
	if (!starts_with(text, folder) && strcmp(text, OLD_GOAL) != 0)
		return;
	colon += *colon == ':';
	struct rust_rule *rule = LIST_ADD(rules);
	rule->target = xstrdup(text);
	/* what stands behind "|" is only to be there */
	colon[strcspn(colon, "|")] = '\0';
	strlist_split(&rule->of, colon, " ");
}

static bool is_made_of(const struct rule_list *rules, const char *target,
		       const char *const *endings)
{
	FOR_EACH(rule, rules) {
		if (strcmp(rule->target, target) != 0)
			continue;
		FOR_EACH(path, &rule->of)
			for (const char *const *ending = endings; *ending; ending++)
				if (**path == '/' && has_ending(*path, *ending))
					return true;
	}
	return false;
}

static bool is_crate_rule(const struct rule_list *rules, const char *target)
{
	return is_made_of(rules, target, TEXTS(".rs"));
}

/* Is a crate among what it is made of, or among what these are made of? */
static bool needs_crate(const struct rule_list *rules, const char *target, unsigned depth)
{
	FOR_EACH(rule, rules) {
		if (strcmp(rule->target, target) != 0)
			continue;
		FOR_EACH(path, &rule->of)
			if (is_crate_rule(rules, *path) ||
			    (depth && needs_crate(rules, *path, depth - 1)))
				return true;
	}
	return false;
}

/* A file that is made while the tree is prepared, or by a rule of ours. */
static bool is_made_path(const char *path)
{
	return *path != '/' && strchr(path, '/') && !starts_with(path, "include/") &&
	       !starts_with(path, "./include/");
}

static void add_made(struct rust_rules *out, const struct rule_list *rules, const char *path)
{
	if (is_made_path(path) && !is_crate_rule(rules, path) && !needs_crate(rules, path, 4))
		strlist_add_once(&out->made, path);
}

/* What the goal of the folder itself makes, and what that is made of. */
static void add_goals(struct strlist *goals, const struct rule_list *rules, const char *folder)
{
	strlist_add(goals, folder);
	strlist_add(goals, OLD_GOAL);
	for (size_t i = 0; i < goals->nr; i++)
		FOR_EACH(rule, rules) {
			if (strcmp(rule->target, goals->v[i]) != 0)
				continue;
			FOR_EACH(path, &rule->of)
				if (starts_with(*path, folder))
					strlist_add_once(goals, *path);
		}
}

void rust_rules_read(struct rust_rules *out, const char *database, const char *folder)
{
	struct rule_list rules CLEANUP(rule_list_release) = { 0 };
	struct strlist goals CLEANUP(strlist_release) = { 0 };

	FOR_EACH_LINE(line, database)
		take_rule(&rules, &line, folder);
	add_goals(&goals, &rules, folder);
	FOR_EACH(rule, &rules) {
		if (!strlist_has(&goals, rule->target))
			continue;
		if (is_crate_rule(&rules, rule->target)) {
			strlist_add_once(&out->crates, rule->target);
			FOR_EACH(path, &rule->of)
				add_made(out, &rules, *path);
		} else if (is_made_of(&rules, rule->target, TEXTS(".h", ".c", ".S"))) {
			add_made(out, &rules, rule->target);
		}
	}
	strlist_sort(&out->made);
	strlist_sort(&out->crates);
}

void rust_rules_release(struct rust_rules *rules)
{
	STRLIST_RELEASE_ALL(&rules->made, &rules->crates);
}
