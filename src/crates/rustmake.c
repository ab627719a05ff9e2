// SPDX-License-Identifier: GPL-2.0
/* Runs rust/Makefile in parts. */
#include "crates/rustmake.h"

#include "kbuild/kbuild.h"
#include "kbuild/makelog.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "rust/rustlog.h"
#include "rust/rustrules.h"

/* A goal of our own, for the inner one of the two makes that O= makes of one. The makes below it
 * have the rule, too, and would take it for their default goal. */
#define FOLDER_RULE                                                                              \
	"--eval=$(if $(sub_make_done),$(eval treewide-rust: %s; +@$$(MAKE) %s "                  \
	"-f $$(srctree)/scripts/Makefile.build obj=rust %s))"
#define NO_DEFAULT "--eval=.DEFAULT_GOAL :="

static char *log_of(const struct kbuild *kbuild, const char *name)
{
	return xasprintf("%s.%s.log", kbuild->build, name);
}

int rust_available(struct kbuild *kbuild, char **why)
{
	char *log CLEANUP(free_text) = log_of(kbuild, "rustavailable");
	struct strlist goals CLEANUP(strlist_release) = { 0 };
	int code = 0;

	strlist_add(&goals, "rustavailable");
	if (kbuild_make_goals(kbuild, &goals, log, &code) < 0)
		return -1;
	char *text CLEANUP(free_text) = io_read(log, NULL);
	if (!text)
		return -1;
	if (!code)
		return 1;
	*why = rustlog_unavailable(text);
	if (!**why) {
		free(*why);
		*why = makelog_reason(text);
	}
	return 0;
}

/* -p prints the data base of the make below, which has nothing to do. */
int rust_rules_ask(struct kbuild *kbuild, struct rust_rules *rules)
{
	char *log CLEANUP(free_text) = log_of(kbuild, "rustrules");
	struct strlist goals CLEANUP(strlist_release) = { 0 };
	int code = 0;

	*LIST_ADD(&goals) = xasprintf(FOLDER_RULE, "", "-p", "treewide-nothing");
	STRLIST_ADD(&goals, "--eval=treewide-nothing:;@:", NO_DEFAULT, "treewide-rust");
	if (kbuild_make_goals(kbuild, &goals, log, &code) < 0)
		return -1;
	char *text CLEANUP(free_text) = io_read(log, NULL);
	if (!text)
		return -1;
	rust_rules_read(rules, text, "rust/");
	if (!rules->made.nr || !rules->crates.nr)
		return fail_system("make did not tell what the crates of rust/Makefile are built "
				   "from (exit %d, log: %s)", code, log);
	return io_remove(log);
}

/* 1: this configuration has objects looked at by objtool. */
static int wants_objtool(const struct kbuild *kbuild)
{
	struct strlist config CLEANUP(strlist_release) = { 0 };

	if (kbuild_read_config(kbuild, &config) < 0)
		return -1;
	return strlist_find(&config, "CONFIG_OBJTOOL=y");
}

int rust_make_goals(struct kbuild *kbuild, const struct strlist *goals, const char *log, int *code)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	char *names CLEANUP(free_text) = strlist_join(goals, " ");
	int objtool = wants_objtool(kbuild);

	if (objtool < 0)
		return -1;
	*LIST_ADD(&words) = xasprintf(FOLDER_RULE, objtool ? "tools/objtool" : "", "", names);
	STRLIST_ADD(&words, NO_DEFAULT, "treewide-rust");
	return kbuild_make_goals(kbuild, &words, log, code);
}

int rust_make_crates(struct kbuild *kbuild, const char *log, int *code)
{
	struct strlist goals CLEANUP(strlist_release) = { 0 };

	strlist_add(&goals, "prepare");
	return kbuild_make_goals(kbuild, &goals, log, code);
}
