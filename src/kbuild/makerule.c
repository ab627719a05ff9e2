// SPDX-License-Identifier: GPL-2.0
/* Reads off the text of a Makefile what is made by its own rules. */
#include "kbuild/makerule.h"

#include "git/base.h"
#include "kbuild/makefile.h"
#include "lib/lib.h"

/* A Makefile, taken apart. */
struct rule_search {
	const char *config;	/* auto.conf */
	bool in_rule;		/* commands may follow */
	struct strlist rules;	/* what is no list: rules, commands, other lists; no comments */
	struct strlist names, values;	/* of the variables that are lists, or unknown */
};

/* Is "x-$(CONFIG_FOO)" of an option that is off? That is a list which nobody uses. */
static bool is_off(const char *name, const char *config)
{
	const char *option = strstr(name, "-$(CONFIG_");
	char *set CLEANUP(free_text) = NULL;

	if (!option)
		return false;
	option += strlen("-$(");
	set = xasprintf("%.*s=", (int)strcspn(option, ")"), option);
	for (const char *at = strstr(config, set); at; at = strstr(at + 1, set))
		if (at == config || at[-1] == '\n')
			return false;
	return true;
}

/* Lists of other things than objects; conditionals and flags say nothing of what is made. */
static bool is_of_rules(const char *name)
{
	return starts_with_one_of(name, TEXTS("always", "extra-", "targets", "hostprogs",
					      "userprogs", "dtb", "header-test", "generated-",
					      "quiet_cmd", "cmd_", "define"));
}

static bool is_idle(const char *line)
{
	static const char *const starts[] = {
		"ifeq", "ifneq", "ifdef", "ifndef", "else", "endif", "clean-files", "clean-dirs",
		"no-clean-files", "KASAN_SANITIZE", "KCSAN_SANITIZE", "KMSAN_SANITIZE",
		 "UBSAN_SANITIZE", "KCOV_INSTRUMENT", "GCOV_PROFILE",
		"OBJECT_FILES_NON_STANDARD", "CONTEXT_ANALYSIS", NULL,
	};

	return starts_with_one_of(line, starts);
}

/* "CFLAGS_x.o", "AFLAGS_REMOVE_x.o", "ccflags-y", "HOSTCFLAGS_x.o". */
static bool is_flag(const char *name)
{
	return holds_one_of(name, TEXTS("FLAGS", "flags"));
}

/* Where the sign of an assignment stands: "=", ":=", "+=", "?=", "!="; NULL in a rule. */
static const char *find_sign(const char *line)
{
	int depth = 0;

	for (const char *at = line; *at; at++) {
		depth += (*at == '(' || *at == '{') - (*at == ')' || *at == '}');
		if (depth > 0)
			continue;
		if (*at == '=' || (strchr(":+?!", *at) && at[1] == '=') ||
		    (at[0] == ':' && at[1] == ':' && at[2] == '='))
			return at;
		if (*at == ':')
			return NULL;
	}
	return NULL;
}

/* "vmlinux-objs-$(CONFIG_X) ": "vmlinux-objs-". Owned by the caller. */
static char *variable_name(const char *line, const char *sign)
{
	size_t len = (size_t)(sign - line);

	line += strspn(line, " \t");
	len = strcspn(line, " \t:+?!=") < len ? strcspn(line, " \t:+?!=") : len;
	char *name = xstrndup(line, len);
	char *option = strstr(name, "$(");
	if (option)
		*option = '\0';
	else if (has_ending(name, "-y") || has_ending(name, "-m"))
		name[strlen(name) - 1] = '\0';
	return name;
}

/* A command, which stands behind a rule; make takes other lines with a tab for what they are. */
static bool is_command(const struct rule_search *search, const char *line)
{
	return *line == '\t' && search->in_rule;
}

static void sort_line(struct rule_search *search, char *line)
{
	bool command = is_command(search, line);
	char *hash = command ? NULL : strchr(line, '#');
	const char *start = line + strspn(line, " \t"), *sign;
	char *name CLEANUP(free_text) = NULL;

	if (hash)
		*hash = '\0';
	if (!*start || (!command && is_idle(start)))
		return;
	sign = command ? NULL : find_sign(start);
	search->in_rule = command || (!sign && strchr(start, ':'));
	if (sign)
		name = variable_name(start, sign);
	if (!name || is_of_rules(name) || holds_one_of(sign, TEXTS("$(eval", "$($("))) {
		if (!name || !is_off(start, search->config))
			strlist_add(&search->rules, line);
	} else if (!is_flag(name) && !is_off(start, search->config)) {
		strlist_add(&search->names, name);
		strlist_add(&search->values, sign);
	}
}

static void read_lines(struct rule_search *search, const char *makefile)
{
	const char *rest = makefile;
	char *line;

	for (; (line = next_joined_line(&rest)); free(line))
		sort_line(search, line);
}

/* Does a text use the variable: "$(NAME)", "$(NAME:.c=.o)", "$(foreach f, $(NAME)", and of a list
 * "NAME-" also "$(NAME-y)"? One whose name is put together may be any. */
static bool uses(const char *text, const char *name)
{
	size_t len = strlen(name);

	if (strstr(text, "$($("))
		return true;
	for (const char *at = text; (at = strstr(at, name)); at += len ? len : 1) {
		bool begins = at > text && (at[-1] == '(' || at[-1] == '{' || at[-1] == ',' ||
					    at[-1] == ' ');
		char end = at[len];

		if (len && begins &&
		    (name[len - 1] == '-' || !end || strchr(")}:, \t", end)))
			return true;
	}
	return false;
}

/* Does a rule use it, or another variable that a rule uses? @depth: of these. */
static bool is_ruled(const struct rule_search *search, const char *name, unsigned depth)
{
	FOR_EACH(rule, &search->rules)
		if (uses(*rule, name))
			return true;
	for (size_t i = 0; depth && i < search->names.nr; i++)
		if (strcmp(search->names.v[i], name) != 0 && uses(search->values.v[i], name) &&
		    is_ruled(search, search->names.v[i], depth - 1))
			return true;
	return false;
}

/* "relocs-objs" lists the parts of relocs, a program. */
static bool is_of_program(const char *makefile, const char *name)
{
	static const char *const endings[] = { "-objs", "-cxxobjs", "-" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		char *program CLEANUP(free_text) = NULL;

		if (!has_ending(name, endings[i]))
			continue;
		program = xstrndup(name, strlen(name) - strlen(endings[i]));
		return *program && makerule_is_program(makefile, program);
	}
	return false;
}

bool makerule_names(const char *makefile, const char *stem, const char *config)
{
	struct rule_search search = { .config = config };
	bool found = false;

	read_lines(&search, makefile);
	FOR_EACH(rule, &search.rules)
		found = found || word_find(*rule, stem);
	for (size_t i = 0; !found && i < search.names.nr; i++)
		found = word_find(search.values.v[i], stem) &&
			(is_of_program(makefile, search.names.v[i]) ||
			 is_ruled(&search, search.names.v[i], 6));
	STRLIST_RELEASE_ALL(&search.rules, &search.names, &search.values);
	return found;
}

bool makerule_leads_to(const char *makefile, const char *folder, const char *config)
{
	const char *rest = makefile;
	bool found = false;
	char *line;

	for (; !found && (line = next_joined_line(&rest)); free(line)) {
		line[strcspn(line, "#")] = '\0';
		found = word_find(line, folder) && !is_off(line, config);
	}
	return found;
}

bool makerule_makes(const char *makefile, const char *folder)
{
	char *words CLEANUP(free_text) = xasprintf("$(build)=$(obj)/%s", folder);
	size_t len = strlen(words);

	for (const char *at = makefile; (at = strstr(at, words)); at += len)
		if (!is_name_char(at[len]) && !strchr("-./", at[len] ? at[len] : ' '))
			return true;
	return false;
}

bool makerule_is_program(const char *makefile, const char *stem)
{
	const char *rest = makefile;
	bool found = false;
	char *line;

	for (; !found && (line = next_joined_line(&rest)); free(line)) {
		const char *start = line + strspn(line, " \t");
		const char *at = starts_with_one_of(start, TEXTS("hostprogs", "userprogs")) ?
					 word_find(start, stem) : NULL;

		/* "x.o" is an object, and "x-y" another program */
		found = at && !strchr(".-", at[strlen(stem)] ? at[strlen(stem)] : ' ');
	}
	return found;
}

bool makerule_is_of_program(const char *makefile, const char *stem)
{
	struct rule_search search = { .config = "" };
	bool found = makerule_is_program(makefile, stem);

	read_lines(&search, makefile);
	for (size_t i = 0; !found && i < search.names.nr; i++)
		found = word_find(search.values.v[i], stem) &&
			is_of_program(makefile, search.names.v[i]);
	STRLIST_RELEASE_ALL(&search.rules, &search.names, &search.values);
	return found;
}

char *makerule_of_folders(const struct strlist *objects)
{
	const char *last = NULL;
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	/* what the link of the kernel leaves is read by boot code; as it was afterwards */
	fputs("--eval=$(if $(sub_make_done),$(eval " MAKERULE_GOAL ": ; +@$$(MAKE) -f "
	      "$$(srctree)/scripts/Makefile.build obj=init include/generated/utsversion.h; "
	      "test ! -f ",
	      out);
	fprintf(out, "%s || $$(CC) $$(KBUILD_AFLAGS) -c -o vmlinux %s", MAKERULE_VMLINUX,
		MAKERULE_VMLINUX);
	FOR_EACH(object, objects) {
		int len = (int)(path_leaf(*object) - *object);

		if (!last || strncmp(last, *object, (size_t)len) != 0 || strchr(last + len, '/'))
			fprintf(out, "; $$(MAKE) -k -f $$(srctree)/scripts/Makefile.build "
				     "need-modorder=1 obj=%.*s", len - 1, *object);
		fprintf(out, " %s", *object);
		last = *object;
	}
	fputs("; rm -f include/generated/utsversion.h vmlinux))", out);
	fclose(out);
	return text;
}
